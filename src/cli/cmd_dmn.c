/* cmd_dmn.c - guanhu dmn run MODEL, guanhu dmn test FILE|DIR… */
#include "cli/cli.h"

#include <string.h>

#include "app/decisions.h"

/* ---- run ---- */

static void free_result(gpointer data)
{
    decisions_result_free(data);
}

static void print_text_results(const GPtrArray *results, bool only_value)
{
    for (guint i = 0; i < results->len; i++) {
        const DecisionsResult *result = g_ptr_array_index(results, i);

        if (only_value)
            printf("%s\n", result->feel);
        else
            printf("%s = %s\n", result->name, result->feel);
    }
}

static void print_json_text(const char *text)
{
    putchar('"');
    for (const char *p = text; *p; p++) {
        if (*p == '"' || *p == '\\')
            putchar('\\');
        if ((unsigned char)*p < 0x20)
            printf("\\u%04x", (unsigned)*p);
        else
            putchar(*p);
    }
    putchar('"');
}

static void print_json_results(const GPtrArray *results, Diags *diags)
{
    diags_sort(diags);
    printf("{\n  \"results\": {");
    for (guint i = 0; i < results->len; i++) {
        const DecisionsResult *result = g_ptr_array_index(results, i);

        printf("%s\n    ", i > 0 ? "," : "");
        print_json_text(result->name);
        printf(": %s", result->json);
    }
    printf("%s},\n  \"findings\": [", results->len ? "\n  " : "");
    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *d = diags_get(diags, i);

        printf("%s\n    {\"code\": ", i > 0 ? "," : "");
        print_json_text(d->code);
        printf(", \"file\": ");
        print_json_text(d->pos.file ? d->pos.file : "");
        printf(", \"line\": %u, \"column\": %u, \"message\": ", d->pos.line, d->pos.column);
        print_json_text(d->message);
        printf("}");
    }
    printf("%s]\n}\n", diags_n(diags) ? "\n  " : "");
}

static int run(const Cli *cli, const CliCommand *command, int argc, char **argv)
{
    const char *input = NULL, *decision = NULL, *service = NULL, *json = NULL;
    const CliOption options[] = {
        {"input",    "FILE", "the inputs: a JSON object; - reads them from stdin", &input   },
        {"decision", "NAME", "evaluate this decision only",                        &decision},
        {"service",  "NAME", "call this decision service",                         &service },
        {"json",     NULL,   "print results and findings as JSON",                 &json    },
    };
    g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func(free_result);
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(GError) error = NULL;
    char **args;
    int n, rc = cli_options(cli, command, options, G_N_ELEMENTS(options), argc, argv, &args, &n);
    bool done;

    if (rc >= 0)
        return rc;
    if (n != 1)
        return cli_usage(cli, "dmn", text_in(cli->lang, "which model?"));
    if (decision && service)
        return cli_usage(cli, "dmn", text_in(cli->lang, "either --decision or --service"));
    DecisionsRun what = {
        .model = args[0], .input = input, .decision = decision, .service = service};
    done = decisions_run(&what, results, diags, &error);
    if (json && !error)
        print_json_results(results, diags);
    else
        cli_print_diags(diags);
    if (error)
        return cli_fail(cli, error);
    if (!json)
        print_text_results(results, decision || service);
    return done && diags_n_errors(diags) == 0 ? 0 : 1;
}

/* ---- test ---- */

typedef struct Tally {
    char *directory; /* owned */
    size_t n_passed, n_failed;
} Tally;

typedef struct Testing {
    const Cli *cli;
    bool quiet;
    FILE *csv;
    GString *junit;   /* of the suite that is open, or NULL */
    FILE *junit_file; /* or NULL */
    GArray *tallies;  /* of Tally, in order */
    size_t n_silent;
} Testing;

static Tally *tally_of(Testing *t, const char *directory)
{
    Tally *last = t->tallies->len ? &g_array_index(t->tallies, Tally, t->tallies->len - 1) : NULL;
    Tally new_one = {.directory = g_strdup(directory)};

    if (last && strcmp(last->directory, directory) == 0) {
        g_free(new_one.directory);
        return last;
    }
    g_array_append_val(t->tallies, new_one);
    return &g_array_index(t->tallies, Tally, t->tallies->len - 1);
}

/* Why failure i is one: "node: expected …, seen …". */
static char *failure_text(const Testing *t, const DecisionsCase *c, size_t i)
{
    const char *node, *expected, *seen, *finding;

    decisions_failure(c, i, &node, &expected, &seen, &finding);
    if (!*expected)
        return g_strdup_printf("%s: %s", node, finding ? finding : "");
    if (!finding)
        return g_strdup_printf(text_in(t->cli->lang, "%s: expected %s, seen %s"), node, expected,
                               seen);
    return g_strdup_printf(text_in(t->cli->lang, "%s: expected %s, seen %s (%s)"), node, expected,
                           seen, finding);
}

static void write_csv_cell(FILE *out, const char *text, char after)
{
    fputc('"', out);
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            fputc('"', out);
        fputc(*p == '\n' || *p == '\r' ? ' ' : *p, out);
    }
    fputc('"', out);
    fputc(after, out);
}

static void write_csv(const Testing *t, const DecisionsCase *c)
{
    g_autofree char *why = c->passed ? g_strdup("") : failure_text(t, c, 0);

    write_csv_cell(t->csv, c->directory, ',');
    write_csv_cell(t->csv, c->file, ',');
    write_csv_cell(t->csv, c->id, ',');
    write_csv_cell(t->csv, c->passed ? "SUCCESS" : "ERROR", ',');
    write_csv_cell(t->csv, why, '\n');
}

static void write_junit(Testing *t, const DecisionsCase *c)
{
    g_autofree char *suite = g_strdup_printf("%s/%s", c->directory, c->file);
    g_autofree char *head =
        g_markup_printf_escaped("  <testcase classname=\"%s\" name=\"%s\"", suite, c->id);

    g_string_append(t->junit, head);
    if (c->passed) {
        g_string_append(t->junit, "/>\n");
        return;
    }
    g_string_append(t->junit, ">\n");
    for (size_t i = 0; i < c->n_failures; i++) {
        g_autofree char *why = failure_text(t, c, i);
        g_autofree char *line = g_markup_printf_escaped("    <failure message=\"%s\"/>\n", why);
        g_string_append(t->junit, line);
    }
    g_string_append(t->junit, "  </testcase>\n");
}

static void on_case(void *data, const DecisionsCase *c)
{
    Testing *t = data;
    Tally *tally = tally_of(t, c->directory);

    tally->n_passed += c->passed;
    tally->n_failed += !c->passed;
    t->n_silent += c->is_silent;
    for (size_t i = 0; i < c->n_failures; i++) {
        g_autofree char *why = failure_text(t, c, i);
        printf("%s %s/%s %s %s\n", text_in(t->cli->lang, "FAILED"), c->directory, c->model, c->id,
               why);
    }
    if (c->is_silent && !t->quiet)
        printf(text_in(t->cli->lang, "%s/%s %s: a finding is expected, and none was given\n"),
               c->directory, c->model, c->id);
    if (t->csv)
        write_csv(t, c);
    if (t->junit)
        write_junit(t, c);
}

static int print_tallies(const Testing *t)
{
    size_t n_passed = 0, n_failed = 0;

    for (guint i = 0; i < t->tallies->len; i++) {
        Tally *tally = &g_array_index(t->tallies, Tally, i);

        n_passed += tally->n_passed;
        n_failed += tally->n_failed;
        if (!t->quiet || tally->n_failed)
            printf(text_in(t->cli->lang, "%s: %zu passed, %zu failed\n"), tally->directory,
                   tally->n_passed, tally->n_failed);
    }
    if (t->n_silent)
        printf(text_in(t->cli->lang, "%zu cases expect a finding, and none was given\n"),
               t->n_silent);
    printf(text_in(t->cli->lang, "%zu passed, %zu failed\n"), n_passed, n_failed);
    if (t->junit)
        fprintf(t->junit_file,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<testsuites><testsuite name=\"dmn\" tests=\"%zu\" failures=\"%zu\">\n%s"
                "</testsuite></testsuites>\n",
                n_passed + n_failed, n_failed, t->junit->str);
    return n_failed ? 1 : 0;
}

static bool open_file(const Cli *cli, const char *path, FILE **out, int *rc)
{
    g_autoptr(GError) error = NULL;

    if (!path)
        return true;
    *out = fopen(path, "w");
    if (*out)
        return true;
    err_set(&error, ERR_UNAVAILABLE, "dmn.write", "cannot write %s", path);
    *rc = cli_fail(cli, error);
    return false;
}

static bool close_file(const Cli *cli, FILE *file, const char *path, int *rc)
{
    g_autoptr(GError) error = NULL;
    bool failed = file && ferror(file);

    if (!file || (fclose(file) == 0 && !failed))
        return true;
    err_set(&error, ERR_UNAVAILABLE, "dmn.write", "cannot write %s", path);
    *rc = cli_fail(cli, error);
    return false;
}

static int test_all(Testing *t, char **paths, int n)
{
    int worst = 0, code;

    for (int i = 0; i < n; i++) {
        g_autoptr(GError) error = NULL;

        if (decisions_test(paths[i], t->cli->lang, on_case, t, &error))
            continue;
        code = cli_fail(t->cli, error);
        worst = MAX(worst, code);
    }
    code = print_tallies(t);
    return MAX(worst, code);
}

static int test(const Cli *cli, const CliCommand *command, int argc, char **argv)
{
    const char *junit = NULL, *csv = NULL, *quiet = NULL;
    const CliOption options[] = {
        {"junit", "FILE", "write the results as JUnit XML",                      &junit},
        {"csv",   "FILE", "write the results in the columns of tck_results.csv", &csv  },
        {"quiet", NULL,   "print failures, and folders that have some, only",    &quiet},
    };
    Testing t = {.cli = cli};
    char **args;
    int n, rc = cli_options(cli, command, options, G_N_ELEMENTS(options), argc, argv, &args, &n);

    if (rc >= 0)
        return rc;
    if (n == 0)
        return cli_usage(cli, "dmn", text_in(cli->lang, "which test files or folders?"));
    if (!open_file(cli, csv, &t.csv, &rc) || !open_file(cli, junit, &t.junit_file, &rc))
        return rc;
    t.quiet = quiet != NULL;
    t.junit = junit ? g_string_new(NULL) : NULL;
    t.tallies = g_array_new(FALSE, TRUE, sizeof(Tally));
    rc = test_all(&t, args, n);
    (void)close_file(cli, t.csv, csv, &rc); /* rc says it */
    (void)close_file(cli, t.junit_file, junit, &rc);
    for (guint i = 0; i < t.tallies->len; i++)
        g_free(g_array_index(t.tallies, Tally, i).directory);
    g_array_unref(t.tallies);
    if (t.junit)
        g_string_free(t.junit, TRUE);
    return rc;
}

int cmd_dmn(const Cli *cli, int argc, char **argv)
{
    static const CliCommand run_command = {
        "dmn run", "MODEL", "evaluate a DMN model",
        "guanhu dmn run loan.dmn --input loan.json --decision Approval", cmd_dmn};
    static const CliCommand test_command = {"dmn test", "FILE|DIR…",
                                            "run test cases in the format of the DMN TCK",
                                            "guanhu dmn test tests/dmn --csv results.csv", cmd_dmn};

    if (argc > 1 && strcmp(argv[1], "run") == 0)
        return run(cli, &run_command, argc - 1, argv + 1);
    if (argc > 1 && strcmp(argv[1], "test") == 0)
        return test(cli, &test_command, argc - 1, argv + 1);
    return cli_options(cli, cli_command("dmn"), NULL, 0, argc, argv, &(char **){NULL}, &(int){0}) ==
                   0
               ? 0
               : cli_usage(cli, "dmn", text_in(cli->lang, "which one: run or test?"));
}
