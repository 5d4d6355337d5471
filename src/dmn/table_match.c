/* Matching: which rules can a row match, and which of them is it unsure of? */
#include <string.h>

#include "dmn/table_private.h"

/* ---- general cells ---- */

/* Rows that a rule with general cells must still look at: the constant cells are not false. With
 * hit policy F, and no rule before it matches by constant cells alone. */
static void add_candidates(DmnTableRun *t, size_t from, size_t n, uint64_t *const *candidates)
{
    const DmnTableProgram *p = t->program;

    for (size_t i = 0; i < n; i++) {
        const uint64_t *possible = t->possible + i * p->words;
        const uint64_t *unsure = t->unsure + i * p->words;

        for (size_t r = dmn_bits_next(possible, p->words, 0); r < p->n_rules;
             r = dmn_bits_next(possible, p->words, r + 1)) {
            if (candidates[r])
                bits_set(candidates[r], from + i);
            else if (p->hit == DMN_HIT_FIRST && !bits_get(unsure, r))
                break;
        }
    }
}

/* Takes the rows out of `rows` for which `answer` says no. */
static void drop_false(const Col *answer, size_t n, uint64_t *rows)
{
    for (size_t i = 0; i < n; i++)
        if (bits_get(rows, i) && !col_is_missing(answer, i) &&
            (col_is_null(answer, i) || !answer->v.bools[i]))
            bits_clear(rows, i);
}

/* The answers of unary tests: their static type is boolean. */
static const Col *
ask(DmnTableRun *t, const FeelProgram *tests, const Col *input, const uint64_t *rows)
{
    FeelBatch batch = *t->batch;
    const Col *answer;

    batch.input = input;
    answer = feel_run_columns(t->run, tests, &batch, rows);
    g_assert(answer->type == COL_BOOL);
    return answer;
}

static void answer_generals(DmnTableRun *t, uint64_t *const *candidates)
{
    const DmnTableProgram *p = t->program;

    for (size_t g = 0; g < p->n_generals; g++) {
        const DmnGeneral *general = &p->generals[g];

        t->answers[g] =
            ask(t, general->program, t->inputs[general->column], candidates[general->rule]);
        drop_false(t->answers[g], t->n, candidates[general->rule]);
    }
}

static void prepare_generals(DmnTableRun *t)
{
    const DmnTableProgram *p = t->program;
    uint64_t **candidates = ARENA_NEW_N(t->scratch, uint64_t *, p->n_rules);

    for (size_t g = 0; g < p->n_generals; g++) {
        size_t rule = p->generals[g].rule;
        if (!candidates[rule])
            candidates[rule] = bits_new(t->scratch, t->n);
    }
    for (size_t from = 0; from < t->n; from += DMN_CHUNK_ROWS) {
        size_t n = MIN((size_t)DMN_CHUNK_ROWS, t->n - from);
        dmn_match_chunk(t, from, n);
        add_candidates(t, from, n, candidates);
    }
    t->answers = ARENA_NEW_N(t->scratch, const Col *, p->n_generals);
    answer_generals(t, candidates);
}

/* ---- inputs ---- */

/* Rows whose input is none of its allowed values are settled here; null is always allowed. */
static void check_allowed(DmnTableRun *t, size_t k)
{
    const Col *input = t->inputs[k];
    const Col *answer = ask(t, t->program->columns[k].allowed, input, t->active);

    for (size_t i = 0; i < t->n; i++) {
        bool is_true = col_has_value(answer, i) && answer->v.bools[i];

        if (is_true || !dmn_is_active(t, i) || !col_has_value(input, i))
            continue;
        if (!col_is_missing(answer, i)) {
            t->verdicts[i] = DMN_ROW_NOT_ALLOWED;
        } else if (t->verdicts[i] != DMN_ROW_NOT_ALLOWED) {
            t->verdicts[i] = DMN_ROW_MISSING;
            t->reasons[i] = dmn_reason_union(t, t->reasons[i], answer->reasons[i]);
        }
    }
}

void dmn_match_prepare(DmnTableRun *t)
{
    const DmnTableProgram *p = t->program;

    t->reasons = ARENA_NEW_N(t->scratch, uint32_t, t->n);
    t->segments = ARENA_NEW_N(t->scratch, uint32_t, DMN_CHUNK_ROWS);
    t->possible = ARENA_NEW_N(t->scratch, uint64_t, DMN_CHUNK_ROWS * p->words);
    t->unsure = ARENA_NEW_N(t->scratch, uint64_t, DMN_CHUNK_ROWS * p->words);
    t->inputs = ARENA_NEW_N(t->scratch, const Col *, p->n_columns);
    for (size_t k = 0; k < p->n_columns; k++)
        if (p->columns[k].program)
            t->inputs[k] = feel_run_columns(t->run, p->columns[k].program, t->batch, t->active);
    for (size_t k = 0; k < p->n_columns; k++)
        if (p->columns[k].allowed)
            check_allowed(t, k);
    if (p->n_generals)
        prepare_generals(t);
}

/* ---- rows × rules ---- */

static void take_column(DmnTableRun *t, size_t k, size_t from, size_t n)
{
    const DmnTableProgram *p = t->program;
    const DmnColumn *column = &p->columns[k];
    const Col *input = t->inputs[k];
    size_t words = p->words;

    dmn_axis_find(&column->axis, input, from, n, t->segments);
    for (size_t i = 0; i < n; i++) {
        uint64_t *possible = t->possible + i * words;
        uint64_t *unsure = t->unsure + i * words;
        const uint64_t *rules;

        if (col_is_missing(input, from + i)) {
            for (size_t w = 0; w < words; w++)
                unsure[w] |= column->tested[w];
            continue;
        }
        rules = col_is_null(input, from + i) ? column->by_null
                                             : column->by_segment + t->segments[i] * words;
        for (size_t w = 0; w < words; w++)
            possible[w] &= rules[w];
    }
}

static void take_general(DmnTableRun *t, size_t g, size_t from, size_t n)
{
    const DmnGeneral *general = &t->program->generals[g];
    const Col *answer = t->answers[g];

    for (size_t i = 0; i < n; i++) {
        uint64_t *possible = t->possible + i * t->program->words;
        uint64_t *unsure = t->unsure + i * t->program->words;
        size_t row = from + i;

        if (col_is_missing(answer, row))
            bits_set(unsure, general->rule);
        else if (col_is_null(answer, row) || !answer->v.bools[row])
            bits_clear(possible, general->rule);
    }
}

void dmn_match_chunk(DmnTableRun *t, size_t from, size_t n)
{
    const DmnTableProgram *p = t->program;
    size_t words = p->words;

    for (size_t i = 0; i < n; i++) {
        if (dmn_is_active(t, from + i))
            memcpy(t->possible + i * words, p->all_rules, words * sizeof(uint64_t));
        else
            memset(t->possible + i * words, 0, words * sizeof(uint64_t));
    }
    memset(t->unsure, 0, n * words * sizeof(uint64_t));
    for (size_t k = 0; k < p->n_columns; k++)
        if (p->columns[k].has_axis)
            take_column(t, k, from, n);
    if (t->answers)
        for (size_t g = 0; g < p->n_generals; g++)
            take_general(t, g, from, n);
    for (size_t w = 0; w < n * words; w++)
        t->unsure[w] &= t->possible[w];
}

uint32_t dmn_match_reason(const DmnTableRun *t, size_t row, size_t rule)
{
    const DmnTableProgram *p = t->program;
    uint32_t reason = 0;

    for (size_t k = 0; k < p->n_columns; k++) {
        const DmnColumn *column = &p->columns[k];
        if (column->has_axis && bits_get(column->tested, rule) && col_is_missing(t->inputs[k], row))
            reason = dmn_reason_union(t, reason, t->inputs[k]->reasons[row]);
    }
    for (size_t g = p->first_general[rule]; g < p->first_general[rule + 1]; g++)
        if (col_is_missing(t->answers[g], row))
            reason = dmn_reason_union(t, reason, t->answers[g]->reasons[row]);
    return reason;
}
