/* cmd_test.c - guanhu test REGULATION…: the worked examples in each folder's cases.yaml. */
#include "cli/cli.h"

#include <string.h>

#include "appraise/cases.h"

typedef struct Printer {
    const Cli *cli;
    bool quiet;
} Printer;

static void print_case(void *data, const char *name, bool passed, const char *failures)
{
    const Printer *printer = data;

    if (passed && !printer->quiet)
        printf("ok    %s\n", name);
    if (!passed)
        printf("%s %s\n%s", text_in(printer->cli->lang, "FAILED"), name, failures);
}

/* `path` is the regulation's folder, or its regulation.md. */
static char *cases_path(const char *path)
{
    g_autofree char *dir =
        g_file_test(path, G_FILE_TEST_IS_DIR) ? g_strdup(path) : g_path_get_dirname(path);

    return g_build_filename(dir, "cases.yaml", NULL);
}

/* Prints and adds up; what cannot be tested at all is set to one that failed. */
static int test_one(const Cli *cli, const char *path, CasesOptions *options, CasesReport *report)
{
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(GError) error = NULL;
    g_autofree char *file = cases_path(path);
    g_autofree char *text = NULL;
    gsize len;
    bool usable;
    g_autoptr(Regulation) reg = reg_load(path, diags, &error);

    *report = (CasesReport){.n_failed = 1};
    if (error)
        return cli_fail(cli, error);
    if (!reg) {
        cli_print_diags(diags);
        return 1;
    }
    if (!g_file_get_contents(file, &text, &len, NULL)) {
        err_set(&error, ERR_NOT_FOUND, "cases.no-file", text_in(cli->lang, "cannot read %s"), file);
        return cli_fail(cli, error);
    }
    printf("%s\n", reg->id);
    usable = cases_run(reg, text, len, file, options, report, diags);
    cli_print_diags(diags);
    return usable && report->n_failed == 0 && diags_n_errors(diags) == 0 ? 0 : 1;
}

int cmd_test(const Cli *cli, int argc, char **argv)
{
    const char *only = NULL, *embed = NULL, *quiet = NULL;
    const CliOption options[] = {
        {"case",  "NAME", "run this case only",                              &only },
        {"embed", "N",    "embed each case in N random rows (up to 100000)", &embed},
        {"quiet", NULL,   "print failures only",                             &quiet},
    };
    char **args;
    int n, worst = 0, n_bad = 0;
    guint64 n_embed = 0;
    CasesReport total = {0, 0};
    int rc = cli_options(cli, cli_command("test"), options, G_N_ELEMENTS(options), argc, argv,
                         &args, &n);

    if (rc >= 0)
        return rc;
    if (n == 0)
        return cli_usage(cli, "test", text_in(cli->lang, "which regulation?"));
    if (embed && !g_ascii_string_to_unsigned(embed, 10, 0, 100000, &n_embed, NULL))
        return cli_usage(cli, "test", text_in(cli->lang, "--embed takes a number up to 100000"));
    Printer printer = {cli, quiet != NULL};
    CasesOptions cases = {
        .embed_rows = n_embed, .only = only, .on_case = print_case, .data = &printer};
    for (int i = 0; i < n; i++) {
        CasesReport report;
        int code = test_one(cli, args[i], &cases, &report);

        total.n_passed += report.n_passed;
        total.n_failed += report.n_failed;
        worst = MAX(worst, code);
        n_bad += code != 0;
    }
    if (n > 1)
        printf(text_in(cli->lang, "%d regulations: %d without faults, %d with faults\n"), n,
               n - n_bad, n_bad);
    printf(text_in(cli->lang, "%zu passed, %zu failed\n"), total.n_passed, total.n_failed);
    return worst;
}
