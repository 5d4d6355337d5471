/* Joining the values of several rules of a row, by hit policy. */
#include "dec/dec_column.h"
#include "dmn/table_private.h"

static const FeelValue *value_of(const DmnResult *r, size_t match, size_t k)
{
    return &r->values[match * r->t->program->n_outputs + k];
}

/* Missing for the reasons of all missing values of output k of a row; false if none is. */
static bool any_missing(const DmnResult *r, size_t row, size_t k, uint32_t *reason)
{
    bool any = false;

    for (size_t m = r->t->start[row]; m < r->t->start[row + 1]; m++) {
        const FeelValue *v = value_of(r, m, k);

        if (v->kind != FEEL_MISSING)
            continue;
        *reason = dmn_reason_union(r->t, *reason, v->reason);
        any = true;
    }
    return any;
}

static bool differ(const FeelValue *a, const FeelValue *b)
{
    if (a->kind == FEEL_MISSING || b->kind == FEEL_MISSING)
        return false; /* not known to */
    return feel_equal(a, b) != 1;
}

static void put_any(DmnResult *r, size_t row)
{
    const DmnTableRun *t = r->t;
    size_t first = t->start[row];
    bool is_open = t->verdicts[row] == DMN_ROW_RULES_UNLESS;

    for (size_t k = 0; k < t->program->n_outputs; k++) {
        const FeelValue *known = value_of(r, first, k);

        for (size_t m = first + 1; m < t->start[row + 1]; m++) {
            if (differ(known, value_of(r, m, k))) {
                dmn_put_everywhere(r, row, dmn_fault(t, DMN_FAULT_NOT_ANY, row));
                return;
            }
            if (known->kind == FEEL_MISSING)
                known = value_of(r, m, k);
        }
    }
    if (is_open) {
        dmn_put_everywhere(r, row, feel_missing(t->reasons[row]));
        r->t->verdicts[row] = DMN_ROW_MISSING;
        return;
    }
    for (size_t k = 0; k < t->program->n_outputs; k++) {
        uint32_t reason = 0;
        FeelValue v = *value_of(r, first, k);

        if (any_missing(r, row, k, &reason))
            v = feel_missing(reason);
        dmn_put(r, k, row, &v);
    }
}

/* Order of two matches: by the ranks of their values, then of their rules. */
static gint by_rank(gconstpointer a, gconstpointer b, gpointer data)
{
    const DmnResult *r = data;
    const DmnTableProgram *p = r->t->program;
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    for (size_t k = 0; k < p->n_outputs; k++) {
        uint32_t rx, ry;

        if (p->outputs[k].n_order == 0)
            continue;
        rx = dmn_rank(&p->outputs[k], value_of(r, x, k));
        ry = dmn_rank(&p->outputs[k], value_of(r, y, k));
        if (rx != ry)
            return rx < ry ? -1 : 1;
    }
    return x < y ? -1 : x > y;
}

/* True if the ranks of the row's matches are known; else the row is put as missing. */
static bool can_rank(DmnResult *r, size_t row)
{
    const DmnTableRun *t = r->t;
    uint32_t reason = 0;
    bool missing = false;

    if (!t->program->ranks || t->start[row + 1] - t->start[row] < 2)
        return true;
    for (size_t k = 0; k < t->program->n_outputs; k++)
        if (t->program->outputs[k].n_order && any_missing(r, row, k, &reason))
            missing = true;
    if (missing)
        dmn_put_everywhere(r, row, feel_missing(reason));
    return !missing;
}

/* The matches of a row in the order of their results, in r->ranked. Returns their number. */
static size_t rank_matches(const DmnResult *r, size_t row)
{
    const DmnTableRun *t = r->t;
    size_t n = t->start[row + 1] - t->start[row];

    for (size_t i = 0; i < n; i++)
        r->ranked[i] = t->start[row] + (uint32_t)i;
    if (t->program->ranks)
        g_qsort_with_data(r->ranked, (gint)n, sizeof(uint32_t), by_rank, (gpointer)r);
    return n;
}

static void put_winner(DmnResult *r, size_t row)
{
    if (!can_rank(r, row))
        return;
    (void)rank_matches(r, row); /* at least one: the row has a match */
    for (size_t k = 0; k < r->t->program->n_outputs; k++)
        dmn_put(r, k, row, value_of(r, r->ranked[0], k));
    r->winners[row] = r->ranked[0];
}

/* ---- aggregates ---- */

static FeelValue sum(const DmnTableRun *t, const FeelValue *items, size_t n, size_t row)
{
    DecSum total = {0};
    Dec result;

    for (size_t i = 0; i < n; i++) {
        if (items[i].kind != FEEL_NUMBER)
            return dmn_fault(t, DMN_FAULT_AGGREGATE, row);
        dec_sum_add(&total, items[i].u.number);
    }
    if (!dec_sum_get(&total, &result))
        return dmn_fault(t, DMN_FAULT_AGGREGATE, row);
    return feel_number(result);
}

/* want -1: the least, 1: the greatest. */
static FeelValue
extreme(const DmnTableRun *t, const FeelValue *items, size_t n, int want, size_t row)
{
    FeelValue best = items[0];
    int order;

    for (size_t i = 0; i < n; i++) {
        if (!feel_compare(&items[i], &best, &order)) /* booleans and lists: not even with itself */
            return dmn_fault(t, DMN_FAULT_AGGREGATE, row);
        if (order == want)
            best = items[i];
    }
    return best;
}

/* n >= 1 items, none missing. */
static FeelValue collect(const DmnTableRun *t, const FeelValue *items, size_t n, size_t row)
{
    DmnAggregator aggregator =
        t->program->hit == DMN_HIT_COLLECT ? t->program->aggregator : DMN_AGGREGATE_NONE;

    for (size_t i = 0; aggregator != DMN_AGGREGATE_NONE && i < n; i++)
        if (items[i].kind == FEEL_NULL)
            return feel_null();
    switch (aggregator) {
    case DMN_AGGREGATE_SUM:
        return sum(t, items, n, row);
    case DMN_AGGREGATE_MIN:
        return extreme(t, items, n, -1, row);
    case DMN_AGGREGATE_MAX:
        return extreme(t, items, n, 1, row);
    case DMN_AGGREGATE_COUNT: /* counted without values */
    case DMN_AGGREGATE_NONE:
        break;
    }
    return feel_list(feel_run_arena(t->run), items, n);
}

static void put_collected(DmnResult *r, size_t row)
{
    const DmnTableProgram *p = r->t->program;
    size_t n;

    if (!can_rank(r, row))
        return;
    n = rank_matches(r, row);
    for (size_t k = 0; k < p->n_outputs; k++) {
        uint32_t reason = 0;
        FeelValue v;

        for (size_t i = 0; i < n; i++)
            r->items[i] = *value_of(r, r->ranked[i], k);
        v = any_missing(r, row, k, &reason) ? feel_missing(reason)
                                            : collect(r->t, r->items, n, row);
        dmn_put(r, k, row, &v);
    }
}

/* Room for the matches of any one row. */
static void make_room(DmnResult *r)
{
    const DmnTableRun *t = r->t;
    size_t most = 0;

    for (size_t row = 0; row < t->n; row++)
        most = MAX(most, (size_t)(t->start[row + 1] - t->start[row]));
    r->ranked = ARENA_NEW_N(t->scratch, uint32_t, most);
    r->items = ARENA_NEW_N(t->scratch, FeelValue, most);
}

void dmn_join_rows(DmnResult *r)
{
    const DmnTableRun *t = r->t;

    make_room(r);
    for (size_t row = 0; row < t->n; row++) {
        if (!dmn_needs_outputs(t, row))
            continue;
        switch (t->program->hit) {
        case DMN_HIT_ANY:
            put_any(r, row);
            break;
        case DMN_HIT_PRIORITY:
            put_winner(r, row);
            break;
        case DMN_HIT_UNIQUE:
        case DMN_HIT_FIRST:
        case DMN_HIT_RULE_ORDER:
        case DMN_HIT_OUTPUT_ORDER:
        case DMN_HIT_COLLECT:
            put_collected(r, row);
            break;
        }
    }
}
