/* Results: the outputs of the rules chosen, then the columns. */
#include <string.h>

#include "dmn/table_private.h"

bool dmn_needs_outputs(const DmnTableRun *t, size_t row)
{
    return t->verdicts[row] == DMN_ROW_RULES || t->verdicts[row] == DMN_ROW_RULES_UNLESS;
}

static void sort_by_rule(DmnResult *r)
{
    const DmnTableRun *t = r->t;
    const uint32_t *chosen = (const uint32_t *)(const void *)t->chosen->data;
    size_t n_rules = t->program->n_rules;
    uint32_t *start = ARENA_NEW_N(t->scratch, uint32_t, n_rules + 2);

    r->by_rule.matches = ARENA_NEW_N(t->scratch, uint32_t, t->chosen->len);
    r->by_rule.rows = ARENA_NEW_N(t->scratch, uint32_t, t->chosen->len);
    for (size_t row = 0; row < t->n; row++)
        for (uint32_t m = t->start[row]; dmn_needs_outputs(t, row) && m < t->start[row + 1]; m++)
            start[chosen[m] + 2]++;
    for (size_t i = 0; i < n_rules; i++)
        start[i + 2] += start[i + 1];
    for (size_t row = 0; row < t->n; row++) {
        for (uint32_t m = t->start[row]; dmn_needs_outputs(t, row) && m < t->start[row + 1]; m++) {
            uint32_t at = start[chosen[m] + 1]++;
            r->by_rule.matches[at] = m;
            r->by_rule.rows[at] = (uint32_t)row;
        }
    }
    r->by_rule.start = start;
}

/* ---- cells ---- */

void dmn_put(DmnResult *r, size_t k, size_t row, const FeelValue *v)
{
    Col *out = r->out[k];
    FeelValue fault;

    if (v->kind == FEEL_NULL) {
        col_set_null(r->arena, out, row);
    } else if (v->kind == FEEL_MISSING) {
        col_set_missing(r->arena, out, row, v->reason);
    } else if (!feel_cell_set(r->arena, out, row, v)) {
        fault = dmn_fault(r->t, DMN_FAULT_OUTPUT_TYPE, row);
        dmn_put(r, k, row, &fault);
    }
}

void dmn_put_everywhere(DmnResult *r, size_t row, FeelValue v)
{
    for (size_t k = 0; k < r->t->program->n_outputs; k++)
        dmn_put(r, k, row, &v);
}

static void put_cell(DmnResult *r, size_t k, size_t row, const Col *from)
{
    FeelValue v;

    if (from->type == r->out[k]->type) {
        col_copy_cell(r->arena, r->out[k], row, from, row);
        return;
    }
    v = feel_cell_get(from, row);
    dmn_put(r, k, row, &v);
}

/* One output of one rule, for its rows. */
static void evaluate_cell(DmnResult *r, size_t rule, size_t k)
{
    const DmnTableRun *t = r->t;
    const DmnOutputCell *cell = dmn_output_cell(t->program, rule, k);
    size_t n_outputs = t->program->n_outputs;
    const Col *col = NULL;
    FeelValue v = feel_null();

    if (cell->program)
        col = feel_run_columns(t->run, cell->program, t->batch, r->rows);
    else
        v = feel_value_copy(r->arena, &cell->constant); /* results may outlive the program */
    for (size_t i = r->by_rule.start[rule]; i < r->by_rule.start[rule + 1]; i++) {
        size_t row = r->by_rule.rows[i];

        if (r->values)
            r->values[r->by_rule.matches[i] * n_outputs + k] = col ? feel_cell_get(col, row) : v;
        else if (col)
            put_cell(r, k, row, col);
        else
            dmn_put(r, k, row, &v);
    }
}

static void evaluate_rules(DmnResult *r)
{
    const DmnTableProgram *p = r->t->program;

    r->rows = bits_new(r->t->scratch, r->t->n);
    for (size_t rule = 0; rule < p->n_rules; rule++) {
        size_t first = r->by_rule.start[rule], end = r->by_rule.start[rule + 1];

        if (first == end)
            continue;
        for (size_t i = first; i < end; i++)
            bits_set(r->rows, r->by_rule.rows[i]);
        for (size_t k = 0; k < p->n_outputs; k++)
            evaluate_cell(r, rule, k);
        for (size_t i = first; i < end; i++)
            bits_clear(r->rows, r->by_rule.rows[i]);
    }
}

/* ---- no rule ---- */

static FeelValue result_of_nothing(const DmnResult *r, size_t row)
{
    const DmnTableProgram *p = r->t->program;

    if (p->dialect == FEEL_STANDARD)
        return feel_null();
    switch (p->hit) {
    case DMN_HIT_UNIQUE:
    case DMN_HIT_ANY:
    case DMN_HIT_PRIORITY:
    case DMN_HIT_FIRST:
        return dmn_fault(r->t, DMN_FAULT_NO_RULE, row);
    case DMN_HIT_RULE_ORDER:
    case DMN_HIT_OUTPUT_ORDER:
        return feel_list(r->arena, NULL, 0);
    case DMN_HIT_COLLECT:
        if (p->aggregator == DMN_AGGREGATE_NONE)
            return feel_list(r->arena, NULL, 0);
        if (p->aggregator == DMN_AGGREGATE_SUM || p->aggregator == DMN_AGGREGATE_COUNT)
            return feel_number(dec_zero());
        return feel_null();
    }
    return feel_null();
}

/* The value of a fallback; in a list of one where the table gives lists. */
static void put_fallback(DmnResult *r, size_t k, size_t row, const FeelValue *v)
{
    const DmnTableProgram *p = r->t->program;
    bool gives_list = p->hit == DMN_HIT_RULE_ORDER || p->hit == DMN_HIT_OUTPUT_ORDER ||
                      (p->hit == DMN_HIT_COLLECT && p->aggregator == DMN_AGGREGATE_NONE);
    FeelValue list;

    if (gives_list && v->kind != FEEL_MISSING) {
        list = feel_list(r->arena, v, 1);
        dmn_put(r, k, row, &list);
    } else {
        dmn_put(r, k, row, v);
    }
}

static void put_fallbacks(DmnResult *r, const uint64_t *rows)
{
    const DmnTableRun *t = r->t;

    for (size_t k = 0; k < t->program->n_outputs; k++) {
        const DmnOutputCell *cell = dmn_output_cell(t->program, t->program->n_rules, k);
        const Col *col = NULL;
        FeelValue v = feel_null();

        if (cell->program)
            col = feel_run_columns(t->run, cell->program, t->batch, rows);
        else
            v = feel_value_copy(r->arena, &cell->constant);
        for (size_t i = 0; i < t->n; i++) {
            if (!bits_get(rows, i))
                continue;
            if (col)
                v = feel_cell_get(col, i);
            put_fallback(r, k, i, &v);
        }
    }
}

static void put_unmatched(DmnResult *r)
{
    const DmnTableRun *t = r->t;
    uint64_t *rows = bits_new(t->scratch, t->n);
    bool any = false;

    for (size_t i = 0; i < t->n; i++) {
        if (t->verdicts[i] != DMN_ROW_NONE)
            continue;
        if (!t->program->has_fallback)
            dmn_put_everywhere(r, i, result_of_nothing(r, i));
        bits_set(rows, i);
        any = true;
    }
    if (any && t->program->has_fallback)
        put_fallbacks(r, rows);
}

/* ---- the whole ---- */

static void put_settled(DmnResult *r)
{
    const DmnTableRun *t = r->t;

    for (size_t row = 0; row < t->n; row++) {
        switch ((DmnVerdict)t->verdicts[row]) {
        case DMN_ROW_INACTIVE:
            dmn_put_everywhere(r, row, feel_null());
            break;
        case DMN_ROW_MISSING:
            dmn_put_everywhere(r, row, feel_missing(t->reasons[row]));
            break;
        case DMN_ROW_NOT_UNIQUE:
            dmn_put_everywhere(r, row, dmn_fault(t, DMN_FAULT_NOT_UNIQUE, row));
            break;
        case DMN_ROW_NOT_ALLOWED:
            dmn_put_everywhere(r, row, dmn_fault(t, DMN_FAULT_NOT_ALLOWED, row));
            break;
        case DMN_ROW_RULES:
        case DMN_ROW_RULES_UNLESS:
        case DMN_ROW_NONE:
            break;
        }
    }
}

/* Is there no row with more than one rule to join? */
static bool is_single(const DmnTableRun *t)
{
    if (t->program->hit != DMN_HIT_UNIQUE && t->program->hit != DMN_HIT_FIRST &&
        t->program->hit != DMN_HIT_ANY && t->program->hit != DMN_HIT_PRIORITY)
        return false;
    for (size_t row = 0; row < t->n; row++)
        if (dmn_needs_outputs(t, row) && t->start[row + 1] - t->start[row] > 1)
            return false;
    return true;
}

static void put_counts(DmnResult *r)
{
    for (size_t row = 0; row < r->t->n; row++) {
        if (!dmn_needs_outputs(r->t, row))
            continue;
        FeelValue n = feel_number(dec_from_int(r->t->start[row + 1] - r->t->start[row]));
        dmn_put(r, 0, row, &n);
    }
}

/* Leaves in `chosen` only what made the results: the winner for P, nothing where a row of A turned
 * out missing. */
static void narrow(DmnResult *r)
{
    DmnTableRun *t = r->t;
    uint32_t *chosen = (uint32_t *)(void *)t->chosen->data;
    uint32_t n = 0, first = 0;

    for (size_t row = 0; row < t->n; row++) {
        uint32_t end = t->start[row + 1];

        t->start[row] = n;
        if (r->winners && r->winners[row] != UINT32_MAX) {
            chosen[n++] = chosen[r->winners[row]]; /* n never passes what is still to be read */
        } else if (!r->winners && t->verdicts[row] != DMN_ROW_MISSING) {
            for (uint32_t m = first; m < end; m++)
                chosen[n++] = chosen[m];
        }
        first = end;
    }
    t->start[t->n] = n;
    g_array_set_size(t->chosen, n);
}

void dmn_result(DmnTableRun *t, Col **out)
{
    const DmnTableProgram *p = t->program;
    DmnResult r = {.t = t, .arena = feel_run_arena(t->run), .out = out};
    bool counts = p->hit == DMN_HIT_COLLECT && p->aggregator == DMN_AGGREGATE_COUNT;
    bool joins = !counts && !is_single(t);

    for (size_t k = 0; k < p->n_outputs; k++)
        out[k] = col_new(r.arena, p->outputs[k].col_type, t->n);
    put_settled(&r);
    put_unmatched(&r);
    if (counts) {
        put_counts(&r);
        return;
    }
    if (joins)
        r.values = ARENA_NEW_N(t->scratch, FeelValue, t->chosen->len * p->n_outputs);
    sort_by_rule(&r);
    evaluate_rules(&r);
    if (!joins)
        return;
    if (p->hit == DMN_HIT_PRIORITY) {
        r.winners = ARENA_NEW_N(t->scratch, uint32_t, t->n);
        memset(r.winners, 0xff, t->n * sizeof(uint32_t));
    }
    dmn_join_rows(&r);
    narrow(&r);
}
