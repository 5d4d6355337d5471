#include "cli/report.h"

#include <jansson.h>
#include <string.h>

#include "app/show.h"
#include "cli/table.h"

typedef struct Report {
    const Cli *cli;
    const RunEvaluation *run;
    int subject;      /* of the rows */
    GPtrArray *names; /* RegName*, borrowed */
    size_t *rows;     /* owned, in the order to print */
    size_t n_rows;
} Report;

static FeelValue value_of(const Report *r, const RegName *name, size_t row)
{
    return app_result_value(r->run->result, name, row, &r->run->cycle);
}

/* ---- which names ------------------------------------------------------------------------- */

static bool is_result(const Report *r, const RegName *name)
{
    return name->subject == r->subject && name->cycle == r->run->cycle.kind &&
           (name->kind == REG_NAME_DECISION || name->kind == REG_NAME_OUTCOME ||
            name->kind == REG_NAME_INPUT);
}

static void add_name(GPtrArray *names, RegName *name)
{
    if (name && !g_ptr_array_find(names, name, NULL))
        g_ptr_array_add(names, name);
}

static void add_expression(const Report *r, const RegExpr *e)
{
    if (e->node && e->node->kind == FEEL_N_NAME)
        add_name(r->names, reg_name(r->run->reg, r->subject, e->node->name));
}

/* What a table shows unless told otherwise: what is paid and withheld, and what is asked. */
static void add_default_names(Report *r)
{
    const Regulation *reg = r->run->reg;
    int cycle = r->run->cycle.kind;

    for (size_t i = 0; i < reg->n_blocks; i++) {
        RegBlock *b = reg->blocks[i];
        if (b->cycle != cycle || b->subject != r->subject)
            continue;
        if (b->kind == REG_PAY)
            add_expression(r, &b->u.pay.of);
        if (b->kind == REG_RESERVE)
            add_expression(r, &b->u.reserve.of);
    }
}

static void add_all_names(Report *r)
{
    const Regulation *reg = r->run->reg;

    for (size_t i = 0; i < reg->n_names; i++)
        if (is_result(r, reg->names[i]))
            add_name(r->names, reg->names[i]);
}

char *report_no_name(const Cli *cli, const Regulation *reg, int subject, const char *name)
{
    if (subject == REG_PERSON)
        return g_strdup_printf(text_in(cli->lang, "the regulation has no name %s for persons"),
                               name);
    return g_strdup_printf(text_in(cli->lang, "the regulation has no name %s for rows of %s"), name,
                           reg->subjects[subject].name);
}

static int unknown_name(const Report *r, const char *name)
{
    g_autofree char *what = report_no_name(r->cli, r->run->reg, r->subject, name);

    return cli_usage(r->cli, "run", what);
}

static int choose_names(Report *r, const ReportOptions *options)
{
    g_auto(GStrv) shown = NULL;

    if (!options->show) {
        if (options->form == REPORT_TABLE)
            add_default_names(r);
        if (r->names->len == 0)
            add_all_names(r);
        return 0;
    }
    shown = g_strsplit(options->show, ",", -1);
    for (size_t i = 0; shown[i]; i++) {
        RegName *name = reg_name(r->run->reg, r->subject, g_strstrip(shown[i]));
        if (!name)
            return unknown_name(r, shown[i]);
        add_name(r->names, name);
    }
    return 0;
}

/* ---- which order -------------------------------------------------------------------------- */

typedef struct SortKey {
    size_t row;
    Dec value;
    bool has_value;
} SortKey;

/* Largest first; without a value last; ties by key, which is the order they come in. */
static gint compare_keys(gconstpointer a, gconstpointer b)
{
    const SortKey *x = a;
    const SortKey *y = b;

    if (x->has_value != y->has_value)
        return x->has_value ? -1 : 1;
    return x->has_value ? -dec_compare(x->value, y->value) : 0;
}

static int order_rows(Report *r, const char *sort)
{
    const size_t *rows;
    const RegName *name = NULL;
    GArray *keys;

    r->n_rows = app_result_rows(r->run->result, r->subject, &r->run->cycle, &rows);
    r->rows = g_memdup2(rows, r->n_rows * sizeof *rows);
    if (!sort)
        return 0;
    name = reg_name(r->run->reg, r->subject, sort);
    if (!name)
        return unknown_name(r, sort);
    keys = g_array_new(FALSE, FALSE, sizeof(SortKey));
    for (size_t i = 0; i < r->n_rows; i++) {
        FeelValue v = value_of(r, name, rows[i]);
        SortKey key = {.row = rows[i], .has_value = v.kind == FEEL_NUMBER};
        key.value = key.has_value ? v.u.number : dec_zero();
        g_array_append_val(keys, key);
    }
    g_array_sort(keys, compare_keys); /* stable */
    for (size_t i = 0; i < r->n_rows; i++)
        r->rows[i] = g_array_index(keys, SortKey, i).row;
    g_array_unref(keys);
    return 0;
}

/* ---- the three forms ------------------------------------------------------------------------ */

static void print_table(const Report *r)
{
    Lang lang = r->cli->lang;
    const Reasons *reasons = app_result_reasons(r->run->result);
    size_t n = r->names->len + 2;
    g_autofree const char **header = g_new0(const char *, n);
    g_autofree bool *right = g_new0(bool, n);

    header[0] = text_in(lang, "code");
    header[1] = text_in(lang, r->subject == REG_PERSON ? "person" : "name");
    for (size_t c = 2; c < n; c++) {
        const RegName *name = g_ptr_array_index(r->names, c - 2);
        header[c] = show_name(name, lang);
        right[c] = name->type && name->type->kind == FEEL_T_NUMBER;
    }
    g_autoptr(TextTable) table = text_table_new(n, header, right);
    for (size_t i = 0; i < r->n_rows; i++) {
        g_auto(GStrv) cells = g_new0(char *, n + 1);
        cells[0] = g_strdup(app_data_row_key(r->run->data, r->subject, r->rows[i]));
        cells[1] = g_strdup(app_data_row_label(r->run->data, r->subject, r->rows[i]));
        for (size_t c = 2; c < n; c++) {
            const RegName *name = g_ptr_array_index(r->names, c - 2);
            FeelValue v = value_of(r, name, r->rows[i]);
            cells[c] = show_value(name, &v, reasons, lang);
        }
        text_table_add(table, (const char *const *)cells);
    }
    text_table_print(table, stdout);
}

/* A field for a spreadsheet: what could be read as a formula is made a text (security.md §8). */
static void print_csv_field(const char *text, bool is_number, bool last)
{
    const char *p = text;
    bool quote = strpbrk(text, ",\"\r\n") != NULL;

    while (*p != '\0' && (unsigned char)*p <= ' ')
        p++;
    bool formula = !is_number && *p != '\0' && strchr("=+-@", *p) != NULL;
    if (quote)
        putchar('"');
    if (formula)
        putchar('\'');
    for (p = text; *p; p++) {
        if (*p == '"')
            putchar('"');
        putchar(*p);
    }
    if (quote)
        putchar('"');
    fputs(last ? "\n" : ",", stdout);
}

static void print_csv(const Report *r)
{
    const Reasons *reasons = app_result_reasons(r->run->result);
    size_t n = r->names->len;

    print_csv_field("code", false, false);
    print_csv_field(r->subject == REG_PERSON ? "person" : "name", false, n == 0);
    for (size_t c = 0; c < n; c++)
        print_csv_field(((RegName *)g_ptr_array_index(r->names, c))->name, false, c + 1 == n);
    for (size_t i = 0; i < r->n_rows; i++) {
        print_csv_field(app_data_row_key(r->run->data, r->subject, r->rows[i]), false, false);
        print_csv_field(app_data_row_label(r->run->data, r->subject, r->rows[i]), false, n == 0);
        for (size_t c = 0; c < n; c++) {
            FeelValue v = value_of(r, g_ptr_array_index(r->names, c), r->rows[i]);
            g_autofree char *text = show_exact(&v, reasons);
            print_csv_field(text, v.kind == FEEL_NUMBER, c + 1 == n);
        }
    }
}

/* Numbers are strings: a JSON number becomes a binary fraction in nearly every reader. */
static json_t *json_of(const Report *r, const FeelValue *v)
{
    const Reasons *reasons = app_result_reasons(r->run->result);

    if (v->kind == FEEL_NULL)
        return json_null();
    if (v->kind == FEEL_BOOLEAN)
        return json_boolean(v->u.boolean);
    if (v->kind == FEEL_MISSING) {
        g_autofree char *why = show_reasons(reasons, v->reason, r->cli->lang);
        return json_pack("{s:s}", "missing", g_strchomp(why));
    }
    g_autofree char *text = show_exact(v, reasons);
    return json_string(text);
}

static json_t *json_postings(const Report *r)
{
    const AppPosting *postings;
    size_t n = app_result_postings(r->run->result, &postings);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        const AppPosting *p = &postings[i];
        char amount[64], day[CAL_TEXT_SIZE];
        dec_format_places(p->amount, 2, false, amount, sizeof amount);
        cal_date_format(p->day, day);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "person",
                                              app_data_row_key(r->run->data, REG_PERSON, p->person),
                                              "cycle", p->cycle.text, "kind",
                                              show_posting_kind(p->kind, LANG_EN), "item", p->item,
                                              "other", p->other, "amount", amount, "day", day,
                                              "article", reg_block_cite(r->run->reg, p->block)));
    }
    return list;
}

/* All that wait, of earlier cycles too. */
static json_t *json_questions(const Report *r)
{
    const AppQuestion *questions;
    size_t n = app_result_questions(r->run->result, &questions);
    json_t *list = json_array();

    for (size_t i = 0; i < n; i++) {
        const AppQuestion *q = &questions[i];
        json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s}", "name", q->block->name, "kind",
                                q->is_tie ? "tie" : reg_block_word(q->block->kind), "row",
                                app_data_row_key(r->run->data, q->block->subject, q->row), "cycle",
                                q->cycle.text, "by", app_question_by(q), "article",
                                reg_block_cite(r->run->reg, q->block));

        if (q->block->kind == REG_GRADE) {
            json_object_set_new(one, "held", json_of(r, &q->held));
            json_object_set_new(one, "proposed", json_of(r, &q->proposed));
        }
        json_array_append_new(list, one);
    }
    return list;
}

static void print_json(const Report *r)
{
    const char *label = r->subject == REG_PERSON ? "person" : "name";
    json_t *rows = json_array();
    json_t *all;

    for (size_t i = 0; i < r->n_rows; i++) {
        json_t *values = json_object();
        for (guint c = 0; c < r->names->len; c++) {
            const RegName *name = g_ptr_array_index(r->names, c);
            FeelValue v = value_of(r, name, r->rows[i]);
            json_object_set_new(values, name->name, json_of(r, &v));
        }
        json_array_append_new(
            rows,
            json_pack("{s:s, s:s, s:o}", "code",
                      app_data_row_key(r->run->data, r->subject, r->rows[i]), label,
                      app_data_row_label(r->run->data, r->subject, r->rows[i]), "values", values));
    }
    all = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "regulation", r->run->reg->id, "version",
                    r->run->reg->version, "cycle", r->run->cycle.text,
                    r->subject == REG_PERSON ? "persons" : r->run->reg->subjects[r->subject].name,
                    rows, "postings", json_postings(r), "questions", json_questions(r));
    json_dumpf(all, stdout, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
    putchar('\n');
    json_decref(all);
}

int report_print(const Cli *cli, const RunEvaluation *run, const ReportOptions *options)
{
    Report r = {.cli = cli, .run = run, .subject = options->subject, .names = g_ptr_array_new()};
    int rc = choose_names(&r, options);

    if (rc == 0)
        rc = order_rows(&r, options->sort);
    if (rc == 0 && options->form == REPORT_TABLE)
        print_table(&r);
    if (rc == 0 && options->form == REPORT_CSV)
        print_csv(&r);
    if (rc == 0 && options->form == REPORT_JSON)
        print_json(&r);
    g_ptr_array_unref(r.names);
    g_free(r.rows);
    return rc;
}
