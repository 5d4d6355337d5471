/* cmd_check.c - guanhu check REGULATION…, as many as are named. */
#include "cli/cli.h"

#include <jansson.h>

#include "regulation/model.h"

typedef struct CheckOptions {
    bool verbose; /* each stand-in with its place */
    json_t *json; /* borrowed: the list of what was checked; NULL = print */
} CheckOptions;

/* ---- for people ---------------------------------------------------------------------------- */

static void print_result(const Cli *cli, const char *path, const Regulation *reg, Diags *diags)
{
    size_t n_errors = diags_n_errors(diags), n_warnings = diags_n_of(diags, DIAG_WARNING);

    cli_print_diags(diags);
    if (reg)
        printf(text_in(cli->lang, "%s: %zu articles, %zu blocks, %zu names: no errors"), reg->id,
               reg->n_articles, reg->n_blocks, reg->n_names);
    else
        printf(text_in(cli->lang, "%s: errors: %zu"), path, n_errors);
    if (n_warnings > 0)
        printf(text_in(cli->lang, ", warnings: %zu"), n_warnings);
    putchar('\n');
}

/* ---- for programs -------------------------------------------------------------------------- */

static const char *severity_name(DiagSeverity severity)
{
    switch (severity) {
    case DIAG_ERROR:
        return "error";
    case DIAG_WARNING:
        return "warning";
    case DIAG_NOTE:
        return "note";
    }
    return "";
}

static json_t *json_of_diag(const Diag *d)
{
    json_t *all = json_pack("{s:s, s:s, s:s*, s:s}", "severity", severity_name(d->severity), "code",
                            d->code, "file", d->pos.file, "message", d->message);

    if (d->pos.line > 0) {
        json_object_set_new(all, "line", json_integer(d->pos.line));
        json_object_set_new(all, "column", json_integer(d->pos.column));
    }
    if (d->seen)
        json_object_set_new(all, "seen", json_string(d->seen));
    if (d->expected)
        json_object_set_new(all, "expected", json_string(d->expected));
    if (d->hint)
        json_object_set_new(all, "hint", json_string(d->hint));
    return all;
}

/* Counts are those of all findings; of more than DIAGS_MAX the rest is not listed. */
static json_t *json_of_result(const char *path, const Regulation *reg, const Diags *diags)
{
    json_t *findings = json_array();

    for (size_t i = 0; i < diags_n(diags); i++)
        json_array_append_new(findings, json_of_diag(diags_get(diags, i)));
    return json_pack("{s:s, s:s?, s:I, s:I, s:I, s:o}", "path", path, "regulation",
                     reg ? reg->id : NULL, "errors", (json_int_t)diags_n_errors(diags), "warnings",
                     (json_int_t)diags_n_of(diags, DIAG_WARNING), "notes",
                     (json_int_t)diags_n_of(diags, DIAG_NOTE), "findings", findings);
}

/* ---- the command --------------------------------------------------------------------------- */

static int check_one(const Cli *cli, const char *path, const CheckOptions *options)
{
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(GError) error = NULL;
    bool each = options->verbose || options->json;
    g_autoptr(Regulation) reg = reg_inspect(path, each, diags, &error);

    if (error)
        return cli_fail(cli, error);
    if (options->json)
        json_array_append_new(options->json, json_of_result(path, reg, diags));
    else
        print_result(cli, path, reg, diags);
    return reg ? 0 : 1; /* warnings do not count */
}

static void print_json(const json_t *all)
{
    json_dumpf(all, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
}

int cmd_check(const Cli *cli, int argc, char **argv)
{
    const char *verbose = NULL, *json = NULL;
    const CliOption options[] = {
        {"verbose", NULL, "list each assumption with its place", &verbose},
        {"json",    NULL, "print all findings as JSON",          &json   },
    };
    char **args;
    int n, worst = 0, n_bad = 0;
    int rc = cli_options(cli, cli_command("check"), options, G_N_ELEMENTS(options), argc, argv,
                         &args, &n);

    if (rc >= 0)
        return rc;
    if (n == 0)
        return cli_usage(cli, "check", text_in(cli->lang, "which regulation?"));
    CheckOptions chosen = {.verbose = verbose != NULL, .json = json ? json_array() : NULL};
    for (int i = 0; i < n; i++) {
        int code = check_one(cli, args[i], &chosen); /* not inside MAX, which takes it twice */
        worst = MAX(worst, code);
        n_bad += code != 0;
    }
    if (chosen.json) {
        print_json(chosen.json);
        json_decref(chosen.json);
    } else if (n > 1) {
        printf(text_in(cli->lang, "%d regulations: %d without errors, %d with errors\n"), n,
               n - n_bad, n_bad);
    }
    return worst;
}
