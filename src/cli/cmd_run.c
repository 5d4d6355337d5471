/* cmd_run.c - guanhu run REGULATION --cycle CYCLE [--per SUBJECT],
 * guanhu explain … --person P [NAME] or … --per SUBJECT --row CODE NAME */
#include "cli/cli.h"

#include <string.h>

#include "app/show.h"
#include "app/workplace.h"
#include "appraise/explain.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "cli/table.h"

/* What run and explain share: the regulation, the open store, the evaluation. */
typedef struct Session {
    Regulation *reg;
    Workplace *place;
    RunEvaluation *run;
} Session;

static void session_clear(Session *s)
{
    run_evaluation_free(s->run);
    workplace_free(s->place);
    reg_free(s->reg);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Session, session_clear)

/* 0, or the exit code after saying why. */
static int evaluate(const Cli *cli, const char *path, WorkplaceRun *options, Session *s)
{
    g_autoptr(Diags) diags = diags_new(cli->lang);
    g_autoptr(GError) error = NULL;
    Progress progress;

    s->reg = reg_load(path, diags, &error);
    if (error)
        return cli_fail(cli, error);
    if (!s->reg) {
        cli_print_diags(diags);
        return 1;
    }
    s->place = workplace_open(cli->data_dir, &error);
    if (!s->place)
        return cli_fail(cli, error);
    progress_begin(&progress, cli->lang, text_in(cli->lang, "measuring"));
    options->lang = cli->lang;
    options->progress = progress_show;
    options->progress_data = &progress;
    s->run = workplace_evaluate(s->place, s->reg, options, &error);
    progress_end(&progress);
    options->progress_data = NULL; /* lent for this call */
    return s->run ? 0 : cli_fail(cli, error);
}

static void print_postings(const Cli *cli, const RunEvaluation *run)
{
    static const bool right[] = {false, false, false, false, true, false};
    const char *header[] = {text_in(cli->lang, "person"),  text_in(cli->lang, "day"),
                            text_in(cli->lang, "posting"), text_in(cli->lang, "item"),
                            text_in(cli->lang, "amount"),  text_in(cli->lang, "article")};
    g_autoptr(TextTable) table = text_table_new(G_N_ELEMENTS(right), header, right);
    const AppPosting *postings;
    size_t n = app_result_postings(run->result, &postings), n_shown = 0;

    for (size_t i = 0; i < n; i++) {
        const AppPosting *p = &postings[i];
        char amount[64], day[CAL_TEXT_SIZE];
        g_autofree char *item = g_strconcat(p->item, *p->other ? " → " : "", p->other, NULL);
        if (strcmp(p->cycle.text, run->cycle.text) != 0 || dec_is_zero(p->amount))
            continue;
        dec_format_places(p->amount, 2, true, amount, sizeof amount);
        cal_date_format(p->day, day);
        const char *cells[] = {app_data_row_key(run->data, REG_PERSON, p->person),
                               day,
                               show_posting_kind(p->kind, cli->lang),
                               item,
                               amount,
                               reg_block_cite(run->reg, p->block)};
        text_table_add(table, cells);
        n_shown++;
    }
    if (n_shown) {
        printf("\n%s\n", text_in(cli->lang, "plan of postings of this cycle"));
        text_table_print(table, stdout);
    }
}

static void print_question(const Cli *cli, const RunEvaluation *run, const AppQuestion *q)
{
    const char *none = text_in(cli->lang, "(nothing)");

    printf("  %s  %s  %s%s%s", app_data_row_key(run->data, q->block->subject, q->row),
           q->block->name, reg_block_cite(run->reg, q->block), q->is_tie ? "" : "  ",
           q->is_tie ? "" : app_question_by(q));
    if (q->block->kind == REG_GRADE)
        printf("  %s → %s", q->held.kind == FEEL_STRING ? q->held.u.string.text : none,
               q->proposed.kind == FEEL_STRING ? q->proposed.u.string.text : none);
    putchar('\n');
}

/* Those of the cycle; of earlier ones only how many. */
static void print_questions(const Cli *cli, const RunEvaluation *run)
{
    const AppQuestion *questions;
    size_t n = app_result_questions(run->result, &questions), n_earlier = 0, n_shown = 0;

    for (size_t i = 0; i < n; i++) {
        const AppQuestion *q = &questions[i];
        if (strcmp(q->cycle.text, run->cycle.text) != 0) {
            n_earlier++;
            continue;
        }
        if (n_shown++ == 0)
            printf("\n%s\n", text_in(cli->lang, "waiting for a decision"));
        print_question(cli, run, q);
    }
    if (n_earlier)
        printf(text_in(cli->lang, "\n%zu questions of earlier cycles wait, too\n"), n_earlier);
}

static void print_table_run(const Cli *cli, const RunEvaluation *run)
{
    print_postings(cli, run);
    print_questions(cli, run);
    if (diags_n(app_result_diags(run->result))) {
        g_autofree char *text = diags_format(app_result_diags(run->result));
        fputs(text, stderr);
    }
}

/* Is `name` a kind of row that a run has? */
static bool has_rows(const RegSubject *s)
{
    return s->from != REG_ROWS_NONE;
}

/* The subject that --per names; -1 after saying that there is none. */
static int find_subject(const Cli *cli, const char *command, const Regulation *reg, const char *per)
{
    int subject = per ? reg_subject(reg, per) : REG_PERSON;
    g_autoptr(GString) what = g_string_new(NULL);

    if (subject >= 0 && has_rows(&reg->subjects[subject]))
        return subject;
    g_string_append_printf(what, text_in(cli->lang, "there are no rows of %s; there are:"), per);
    for (size_t i = 0; i < reg->n_subjects; i++)
        if (has_rows(&reg->subjects[i]))
            g_string_append_printf(what, " %s", reg->subjects[i].name);
    cli_usage(cli, command, what->str);
    return -1;
}

int cmd_run(const Cli *cli, int argc, char **argv)
{
    const char *cycle = NULL, *from = NULL, *fresh = NULL, *csv = NULL, *json = NULL, *per = NULL;
    ReportOptions report = {.form = REPORT_TABLE};
    const CliOption options[] = {
        {"cycle", "CYCLE",   "2003, 2003H1, 2003Q2, 2003-05 …",         &cycle      },
        {"from",  "CYCLE",   "first cycle (default: the year's first)",   &from       },
        {"per",   "SUBJECT", "rows of another kind: unit, project …",   &per        },
        {"show",  "NAMES",   "names to show, parted by commas",           &report.show},
        {"sort",  "NAME",    "order by this name, largest first",         &report.sort},
        {"csv",   NULL,      "all names of the cycle as CSV",             &csv        },
        {"json",  NULL,      "all names and postings as JSON",            &json       },
        {"fresh", NULL,      "compute again even if nothing has changed", &fresh      },
    };
    g_auto(Session) session = {NULL, NULL, NULL};
    char **args;
    int n;
    int rc =
        cli_options(cli, cli_command("run"), options, G_N_ELEMENTS(options), argc, argv, &args, &n);

    if (rc >= 0)
        return rc;
    if (n != 1 || !cycle || (csv && json))
        return cli_usage(cli, "run", text_in(cli->lang, "which regulation, which --cycle?"));
    WorkplaceRun run = {.cycle = cycle, .from = from, .fresh_measures = fresh != NULL};
    rc = evaluate(cli, args[0], &run, &session);
    if (!session.run)
        return rc;
    report.subject = find_subject(cli, "run", session.reg, per);
    if (report.subject < 0)
        return 2;
    report.form = csv ? REPORT_CSV : json ? REPORT_JSON : REPORT_TABLE;
    rc = report_print(cli, session.run, &report);
    if (rc == 0 && report.form == REPORT_TABLE)
        print_table_run(cli, session.run);
    return rc;
}

/* `code` is a row of the subject; `what` a name of it, NULL = all consequences for a person. */
static int
explain(const Cli *cli, const RunEvaluation *run, int subject, const char *code, const char *what)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    const RegName *name = NULL;
    size_t row;

    if (!app_data_find_row(run->data, subject, code, &row)) {
        if (subject == REG_PERSON)
            err_set(&error, ERR_NOT_FOUND, "run.no-person",
                    text_in(cli->lang, "there is no person %s"), code);
        else
            err_set(&error, ERR_NOT_FOUND, "run.no-row",
                    text_in(cli->lang, "there is no row %s of %s"), code,
                    run->reg->subjects[subject].name);
        return cli_fail(cli, error);
    }
    if (what && !(name = reg_name(run->reg, subject, what))) {
        g_autofree char *why = report_no_name(cli, run->reg, subject, what);
        err_set(&error, ERR_NOT_FOUND, "run.no-name", "%s", why);
        return cli_fail(cli, error);
    }
    text = app_explain(run->result, name, row, &run->cycle, cli->lang);
    fputs(text, stdout);
    return 0;
}

int cmd_explain(const Cli *cli, int argc, char **argv)
{
    const char *cycle = NULL, *from = NULL, *person = NULL, *per = NULL, *code = NULL;
    const CliOption options[] = {
        {"cycle",  "CYCLE",   "2003, 2003H1, 2003Q2, 2003-05 …",        &cycle },
        {"from",   "CYCLE",   "first cycle (default: the year's first)",  &from  },
        {"person", "CODE",    "whose figures",                            &person},
        {"per",    "SUBJECT", "instead: a row of another kind, and NAME", &per   },
        {"row",    "CODE",    "with --per: which row",                    &code  },
    };
    g_auto(Session) session = {NULL, NULL, NULL};
    char **args;
    int n, subject;
    int rc = cli_options(cli, cli_command("explain"), options, G_N_ELEMENTS(options), argc, argv,
                         &args, &n);

    if (rc >= 0)
        return rc;
    if (n < 1 || n > 2 || !cycle || (!person && !per))
        return cli_usage(cli, "explain",
                         text_in(cli->lang, "which regulation, which --cycle, which --person?"));
    if (per && (person || !code || n != 2))
        return cli_usage(cli, "explain",
                         text_in(cli->lang, "with --per: which --row, which NAME?"));
    WorkplaceRun run = {.cycle = cycle, .from = from};
    rc = evaluate(cli, args[0], &run, &session);
    if (!session.run)
        return rc;
    subject = find_subject(cli, "explain", session.reg, per);
    if (subject < 0)
        return 2;
    return explain(cli, session.run, subject, per ? code : person, n == 2 ? args[1] : NULL);
}
