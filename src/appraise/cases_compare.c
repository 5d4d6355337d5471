/* Results of a case against what it expects; what differs, as lines for people. */
#include <string.h>

#include "appraise/cases_private.h"

enum { MAX_ROOTS = 5, MAX_MADE_OF = 12, MAX_TAKEN = 5 };

/* ---- texts ---- */

void cases_fail_at(
    CaseCheck *check, SrcPos pos, const char *row, const AppCycle *cycle, const char *what)
{
    const char *parts[] = {row, cycle ? cycle->text : NULL, what};
    bool first = true;

    g_string_append_printf(check->out, "  %s:%u:%u: ", pos.file, pos.line, pos.column);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        if (!parts[i])
            continue;
        g_string_append_printf(check->out, "%s%s", first ? "" : " · ", parts[i]);
        first = false;
    }
    g_string_append(check->out, ": ");
}

static void append_root(CaseCheck const *check, GString *out, const ReasonRoot *root)
{
    g_string_append(out, root->name ? root->name : "?");
    if (root->row)
        g_string_append_printf(out, " · %s", root->row);
    if (root->cycle)
        g_string_append_printf(out, " · %s", root->cycle);
    if (root->owed_by)
        g_string_append_printf(out, text_in(check->lang, ", owed by %s"), root->owed_by);
    if (root->text)
        g_string_append_printf(out, ": %s", text_in(check->lang, root->text));
}

static void append_roots(const CaseCheck *check, GString *out, uint32_t reason)
{
    const ReasonRoot *const *roots;
    size_t n = reasons_roots(app_result_reasons(check->result), reason, &roots);

    for (size_t i = 0; i < MIN(n, (size_t)MAX_ROOTS); i++) {
        g_string_append(out, i ? "; " : "");
        append_root(check, out, roots[i]);
    }
    if (n > MAX_ROOTS)
        g_string_append_printf(out, text_in(check->lang, "; and %zu more"), n - MAX_ROOTS);
}

/* From the unit of formulas to that of people. */
static FeelValue declared(const RegName *name, const FeelValue *value)
{
    FeelValue out = *value;

    if (name && value->kind == FEEL_NUMBER && !dec_equal(name->factor, dec_from_int(1)))
        (void)dec_div(value->u.number, name->factor, &out.u.number);
    return out;
}

char *cases_show(const CaseCheck *check, const RegName *name, const FeelValue *value)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelValue shown = declared(name, value);
    GString *out = g_string_new(NULL);

    if (value->kind == FEEL_MISSING) {
        g_string_append(out, text_in(check->lang, "missing "));
        append_roots(check, out, value->reason);
    } else {
        g_string_append(out, feel_value_text(arena, &shown, false));
    }
    return g_string_free(out, FALSE);
}

/* ---- what a value was made of ---- */

static void append_value(CaseCheck *check, const RegName *name, size_t row, const AppCycle *cycle)
{
    FeelValue v = app_result_value(check->result, name, row, cycle);
    g_autofree char *text = cases_show(check, name, &v);

    g_string_append_printf(check->out, "%s = %s", name->name, text);
}

static void append_taken(CaseCheck *check, const RegName *name, size_t row, const AppCycle *cycle)
{
    const AppTaken *taken = NULL;
    size_t n = app_result_taken(check->result, name, row, cycle, &taken);
    const AppData *data = app_result_data(check->result);

    if (n == 0)
        return;
    g_string_append_printf(check->out, text_in(check->lang, "      taken (%zu): "), n);
    for (size_t i = 0; i < MIN(n, (size_t)MAX_TAKEN); i++) {
        g_autofree char *text = cases_show(check, NULL, &taken[i].value);
        char day[CAL_TEXT_SIZE];

        if (taken[i].day != INT64_MIN)
            cal_date_format(taken[i].day, day);
        g_string_append_printf(check->out, "%s%s · %s = %s", i ? ", " : "",
                               app_data_row_key(data, taken[i].subject, taken[i].row),
                               taken[i].day != INT64_MIN ? day : taken[i].cycle.text, text);
    }
    g_string_append(check->out, n > MAX_TAKEN ? " …\n" : "\n");
}

static void append_made_of(CaseCheck *check, const RegName *name, size_t row, const AppCycle *cycle)
{
    const RegName *const *reads = NULL;
    size_t n = app_name_reads(check->result, name, &reads);
    size_t shown = 0;

    for (size_t i = 0; i < n && shown <= MAX_MADE_OF; i++) {
        if (reads[i]->subject != name->subject || reads[i]->kind == REG_NAME_BUILTIN)
            continue;
        g_string_append(check->out, shown++ ? ", " : text_in(check->lang, "      made of "));
        if (shown <= MAX_MADE_OF)
            append_value(check, reads[i], row, cycle);
        else
            g_string_append(check->out, "…");
    }
    g_string_append(check->out, shown ? "\n" : "");
    append_taken(check, name, row, cycle);
}

/* ---- values ---- */

/* The place of an expectation. */
typedef struct At {
    const CaseRow *row;
    size_t index; /* in AppData */
    const CaseExpect *expect;
    const AppCycle *cycle;
} At;

static void append_expected(CaseCheck *check, const CaseExpect *e)
{
    g_autoptr(Arena) arena = arena_new(0);
    char buf[DEC_TEXT_SIZE];

    switch (e->kind) {
    case EXPECT_VALUE:
        g_string_append(check->out, feel_value_text(arena, &e->value, false));
        break;
    case EXPECT_ROUNDED:
        dec_format_places(e->value.u.number, e->places, false, buf, sizeof buf);
        g_string_append_printf(check->out, "~%s", buf);
        break;
    case EXPECT_MISSING:
        g_string_append_printf(check->out, "missing %s", e->word);
        break;
    case EXPECT_ASKED:
        g_string_append(check->out, "asked");
        break;
    case EXPECT_REFUSED:
        g_string_append_printf(check->out, "refused %s", e->word);
        break;
    case EXPECT_DIAGNOSTIC:
        g_string_append_printf(check->out, "{diagnostic: %s}", e->word);
        break;
    }
}

static void fail(CaseCheck *check, const At *at, const FeelValue *seen)
{
    const CaseExpect *e = at->expect;
    g_autofree char *text = cases_show(check, e->name, seen);

    cases_fail_at(check, e->pos, at->row->key, at->cycle, e->name ? e->name->name : e->item);
    g_string_append_printf(check->out, text_in(check->lang, "seen %s, expected "), text);
    append_expected(check, e);
    g_string_append_c(check->out, '\n');
    if (e->name && !app_result_has_row(check->result, at->row->subject, at->index, at->cycle))
        g_string_append_printf(check->out,
                               text_in(check->lang, "      %s is none of the rows of %s\n"),
                               at->row->key, at->cycle->text);
    else if (e->name)
        append_made_of(check, e->name, at->index, at->cycle);
}

static bool is_equal(const RegName *name, const FeelValue *seen, const FeelValue *expected)
{
    FeelValue want = *expected;

    if (want.kind == FEEL_NULL || seen->kind == FEEL_NULL)
        return want.kind == seen->kind;
    if (want.kind == FEEL_NUMBER && name)
        (void)dec_mul(want.u.number, name->factor, &want.u.number);
    return seen->kind != FEEL_MISSING && feel_equal(seen, &want) == 1;
}

static bool is_rounded(const CaseExpect *e, const FeelValue *seen)
{
    FeelValue v = declared(e->name, seen);
    Dec rounded;

    return v.kind == FEEL_NUMBER && dec_round(v.u.number, e->places, DEC_HALF_UP, &rounded) &&
           dec_equal(rounded, e->value.u.number);
}

static bool has_root(const CaseCheck *check, const FeelValue *seen, const char *name)
{
    const ReasonRoot *const *roots;
    size_t n;

    if (seen->kind != FEEL_MISSING)
        return false;
    n = reasons_roots(app_result_reasons(check->result), seen->reason, &roots);
    for (size_t i = 0; i < n; i++) {
        if (g_strcmp0(roots[i]->name, name) == 0)
            return true;
    }
    return false;
}

/* Holds "NAME: FAULT" the text? */
static bool is_fault_of(const ReasonRoot *root, const char *fault, const char *text)
{
    g_autofree char *named = g_strdup_printf("%s: %s", root->name, fault);

    return strstr(named, text) != NULL;
}

static bool has_fault(const CaseCheck *check, const FeelValue *seen, const char *text)
{
    const ReasonRoot *const *roots;
    size_t n;

    if (seen->kind != FEEL_MISSING)
        return false;
    n = reasons_roots(app_result_reasons(check->result), seen->reason, &roots);
    for (size_t i = 0; i < n; i++) {
        const char *fault = roots[i]->kind == REASON_FAULT ? roots[i]->text : NULL;

        if (fault && (is_fault_of(roots[i], fault, text) ||
                      is_fault_of(roots[i], text_in(LANG_ZH, fault), text)))
            return true;
    }
    return false;
}

static bool is_asked(const CaseCheck *check, const At *at)
{
    const AppQuestion *questions;
    size_t n = app_result_questions(check->result, &questions);

    for (size_t i = 0; i < n; i++) {
        if (questions[i].block == at->expect->name->block && questions[i].row == at->index &&
            questions[i].cycle.text == at->cycle->text)
            return true;
    }
    return false;
}

static void compare_at(CaseCheck *check, const At *at)
{
    const CaseExpect *e = at->expect;
    FeelValue seen = app_result_value(check->result, e->name, at->index, at->cycle);
    bool ok = false;

    switch (e->kind) {
    case EXPECT_VALUE:
        ok = is_equal(e->name, &seen, &e->value);
        break;
    case EXPECT_ROUNDED:
        ok = is_rounded(e, &seen);
        break;
    case EXPECT_MISSING:
        ok = has_root(check, &seen, e->word);
        break;
    case EXPECT_ASKED:
        ok = is_asked(check, at);
        break;
    case EXPECT_DIAGNOSTIC:
        ok = has_fault(check, &seen, e->word);
        break;
    case EXPECT_REFUSED:
        break; /* of entries: cases_entry.c */
    }
    if (!ok)
        fail(check, at, &seen);
}

/* ---- the ledger ---- */

/* Is something of the item owed in the cycle? */
static uint32_t blocked_reason(const CaseCheck *check, const At *at)
{
    const AppBlocked *blocked;
    size_t n = app_result_blocked(check->result, &blocked);

    for (size_t i = 0; i < n; i++) {
        const RegBlock *b = blocked[i].block;
        const char *into = b->kind == REG_PAY ? b->u.pay.into : b->u.reserve.into;
        const char *out_of = b->kind == REG_RESERVE ? b->u.reserve.out_of : NULL;
        bool is_item = g_strcmp0(into ? into : b->name, at->expect->item) == 0 ||
                       g_strcmp0(out_of, at->expect->item) == 0;

        if (is_item && blocked[i].cycle.text == at->cycle->text &&
            (blocked[i].person == at->index || blocked[i].person == APP_NO_ROW))
            return blocked[i].reason;
    }
    return 0;
}

static void compare_ledger(CaseCheck *check, const At *at)
{
    const CaseExpect *e = at->expect;
    uint32_t reason = blocked_reason(check, at);
    FeelValue seen = feel_number(app_result_posted(check->result, e->item, at->index, at->cycle));
    bool ok;

    if (reason)
        seen = feel_missing(reason);
    if (e->kind == EXPECT_MISSING)
        ok = has_root(check, &seen, e->word);
    else
        ok = is_equal(NULL, &seen, &e->value);
    if (!ok)
        fail(check, at, &seen);
}

/* ---- a case ---- */

/* A line or entry is there in the cycle of its date only. */
static bool comes_and_goes(const CaseCheck *check, int subject)
{
    RegRowsFrom from = check->file->reg->subjects[subject].from;

    return from == REG_ROWS_SHEET || from == REG_ROWS_REGISTER;
}

/* What is expected without a cycle: in every cycle of the name in which the row is. */
static void compare_everywhere(CaseCheck *check, At *at)
{
    const AppCycle *cycles;
    size_t n = app_result_cycles(check->result, &cycles), compared = 0;
    int subject = at->row->subject;
    bool anywhere = !comes_and_goes(check, subject);

    for (size_t i = 0; i < n; i++) {
        at->cycle = &cycles[i];
        if (cycles[i].kind != at->expect->name->cycle)
            continue;
        if (!anywhere && !app_result_has_row(check->result, subject, at->index, &cycles[i]))
            continue;
        compare_at(check, at);
        compared++;
    }
    if (compared > 0 || anywhere)
        return;
    FeelValue nothing = feel_null();

    at->cycle = &check->c->to;
    fail(check, at, &nothing);
}

static void compare(CaseCheck *check, const CaseRow *row, size_t index, const CaseExpect *e)
{
    At at = {.row = row, .index = index, .expect = e, .cycle = &e->cycle};

    if (!e->name) {
        compare_ledger(check, &at);
        return;
    }
    if (e->has_cycle || e->name->cycle == REG_NO_CYCLE) {
        at.cycle = e->has_cycle ? &e->cycle : &check->c->to;
        compare_at(check, &at);
        return;
    }
    compare_everywhere(check, &at);
}

/* Whether a person belongs to the population must be known, else a null would prove nothing. */
static void compare_population(CaseCheck *check, const CaseRow *row, size_t index)
{
    const RegExpr *applies = &check->file->reg->applies_to;
    const AppCycle *cycles;
    size_t n = app_result_cycles(check->result, &cycles);

    if (!reg_expr_is_set(applies) || row->subject != REG_PERSON)
        return;
    for (size_t i = 0; i < n; i++) {
        FeelValue v = app_result_expr(check->result, applies, index, &cycles[i]);

        if (v.kind != FEEL_MISSING)
            continue;
        cases_fail_at(check, row->pos, row->key, &cycles[i], NULL);
        g_string_append(check->out,
                        text_in(check->lang, "whether the regulation applies is not known: "));
        append_roots(check, check->out, v.reason);
        g_string_append_c(check->out, '\n');
        return;
    }
}

static void compare_diags(CaseCheck *check)
{
    const Diags *diags = app_result_diags(check->result);

    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *diag = diags_get(diags, i);
        g_autofree char *text = diag_format(diag, check->lang);

        if (diag->severity == DIAG_ERROR)
            g_string_append_printf(check->out, "  %s", text);
    }
}

void cases_compare(CaseCheck *check)
{
    const AppData *data = app_result_data(check->result);

    for (guint i = 0; i < check->c->rows->len; i++) {
        const CaseRow *row = &g_array_index(check->c->rows, CaseRow, i);
        size_t index;

        if (row->is_entry || !app_data_find_row(data, row->subject, row->key, &index))
            continue;
        compare_population(check, row, index);
        for (guint k = 0; k < row->expected->len; k++)
            compare(check, row, index, &g_array_index(row->expected, CaseExpect, k));
    }
    cases_compare_outcomes(check);
    if (!check->among_strangers)
        compare_diags(check);
}
