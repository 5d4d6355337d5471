/* cmd_store.c - guanhu init DIR, guanhu import KIND FILE, guanhu measures REGULATION. */
#include "cli/cli.h"

#include <string.h>

#include "app/workplace.h"
#include "cli/progress.h"

int cmd_init(const Cli *cli, int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    char **args;
    int n;
    int rc = cli_options(cli, cli_command("init"), NULL, 0, argc, argv, &args, &n);

    if (rc >= 0)
        return rc;
    if (n != 1)
        return cli_usage(cli, "init", text_in(cli->lang, "which folder?"));
    if (!workplace_init(args[0], &error))
        return cli_fail(cli, error);
    printf(text_in(cli->lang, "made an empty store in %s\n"), args[0]);
    return 0;
}

static void print_kinds(const Cli *cli, FILE *out)
{
    fprintf(out, "%s:\n", text_in(cli->lang, "kinds of import"));
#define X(id, word, what) fprintf(out, "  %-13s %s\n", word, text_in(cli->lang, what));
    IMPORT_KINDS(X)
#undef X
}

/* The regulation an import needs, if one was named. False: it could not be read (said). */
static bool load_regulation(const Cli *cli, const char *path, Regulation **out, int *rc)
{
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(GError) error = NULL;

    *out = NULL;
    if (!path)
        return true;
    *out = reg_load(path, diags, &error);
    if (*out)
        return true;
    cli_print_diags(diags);
    *rc = error ? cli_fail(cli, error) : 1;
    return false;
}

static int import_into(const Cli *cli, const char *kind, const char *file, ImportOptions *options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(Workplace) place = workplace_open(cli->data_dir, &error);
    ImportReport report = {0, 0, 0};
    Progress progress;
    bool ok;

    if (!place)
        return cli_fail(cli, error);
    progress_begin(&progress, cli->lang, text_in(cli->lang, "importing"));
    options->progress = progress_show;
    options->data = &progress;
    ok = workplace_import(place, kind, file, options, &report, diags, &error);
    progress_end(&progress);
    options->data = NULL; /* lent for this call */
    cli_print_diags(diags);
    if (!ok) {
        if (strcmp(err_reason(error), "import.kind") == 0)
            print_kinds(cli, stderr);
        return cli_fail(cli, error);
    }
    printf(text_in(cli->lang, "%s: %" G_GINT64_FORMAT " rows read, %" G_GINT64_FORMAT " stored\n"),
           file, report.n_rows, report.n_stored);
    return 0;
}

int cmd_import(const Cli *cli, int argc, char **argv)
{
    const char *map = NULL, *regulation = NULL, *sheet = NULL, *entries = NULL;
    const CliOption options[] = {
        {"map",        "FILE", "mapping file: columns, encoding, formats",                        &map    },
        {"regulation", "PATH", "the regulation of a form, inputs, parameters, decisions, checks",
         &regulation                                                                                      },
        {"sheet",      "NAME", "with kind sheet: which",                                          &sheet  },
        {"register",   "NAME", "with kind register: which",                                       &entries},
    };
    g_autoptr(Regulation) reg = NULL;
    char **args;
    int n;
    int rc = cli_options(cli, cli_command("import"), options, G_N_ELEMENTS(options), argc, argv,
                         &args, &n);

    if (rc == 0) { /* the help was printed */
        putchar('\n');
        print_kinds(cli, stdout);
    }
    if (rc >= 0)
        return rc;
    if (n != 2) {
        print_kinds(cli, stderr);
        return cli_usage(cli, "import", text_in(cli->lang, "which kind, which file?"));
    }
    if (!load_regulation(cli, regulation, &reg, &rc))
        return rc;
    bool is_register = strcmp(args[0], "register") == 0;
    ImportOptions import = {.map_file = map, .reg = reg, .form = is_register ? entries : sheet};
    return import_into(cli, args[0], args[1], &import);
}

int cmd_measures(const Cli *cli, int argc, char **argv)
{
    const char *cycle = NULL, *from = NULL, *fresh = NULL;
    const CliOption options[] = {
        {"cycle", "CYCLE", "2003, 2003H1, 2003Q2, 2003-05 …",         &cycle},
        {"from",  "CYCLE", "first cycle (default: the year's first)",   &from },
        {"fresh", NULL,    "compute again even if nothing has changed", &fresh},
    };
    g_autoptr(GError) error = NULL;
    g_autoptr(Regulation) reg = NULL;
    Progress progress;
    size_t n_cycles;
    char **args;
    int n;
    bool ok;
    int rc = cli_options(cli, cli_command("measures"), options, G_N_ELEMENTS(options), argc, argv,
                         &args, &n);

    if (rc >= 0)
        return rc;
    if (n != 1 || !cycle)
        return cli_usage(cli, "measures", text_in(cli->lang, "which regulation, which --cycle?"));
    if (!load_regulation(cli, args[0], &reg, &rc))
        return rc;
    g_autoptr(Workplace) place = workplace_open(cli->data_dir, &error);
    if (!place)
        return cli_fail(cli, error);
    progress_begin(&progress, cli->lang, text_in(cli->lang, "measuring"));
    WorkplaceRun run = {.cycle = cycle,
                        .from = from,
                        .fresh_measures = fresh != NULL,
                        .lang = cli->lang,
                        .progress = progress_show,
                        .progress_data = &progress};
    ok = workplace_keep_measures(place, reg, &run, &n_cycles, &error);
    progress_end(&progress);
    if (!ok)
        return cli_fail(cli, error);
    printf(text_in(cli->lang, "measures of %zu cycles are kept\n"), n_cycles);
    return 0;
}
