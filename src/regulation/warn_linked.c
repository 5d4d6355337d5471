/* Two tests of which one never decides: an average balance and the balance-days of the same
 * accounts, credited alike, in the same cycle.
 *
 * Balance-days are the average times the days of the cycle. A cycle of the kind has between `least`
 * and `most` days, so that for figures A of the average and J of the balance-days, both above 0,
 *
 *     average >= A   means   balance-days >= A × least:  enough if that is >= J
 *     balance-days >= J  means  average >= J / most:     enough if J >= A × most
 *
 * and the same turned round for upper limits. Tests are sought in each `and` and in each row of a
 * table; a name that stands for a condition is read as what it says. The value of a parameter
 * counts as a figure if it has one for all times.
 */
#include <string.h>

#include "regulation/warn_private.h"

enum {
    MAX_DEPTH = 8,
    MAX_BOUNDS = 32,
    MAX_NODES = 1000, /* of one condition: names that name conditions multiply */
};

/* ---- what is tested against what ------------------------------------------------------------- */

typedef struct Bound {
    const RegName *name; /* a measure */
    bool is_lower, is_strict;
    Dec figure;
    size_t part; /* of the condition: bounds of one part are not compared */
    SrcPos pos;
} Bound;

typedef struct Bounds {
    Bound list[MAX_BOUNDS];
    size_t n;
    size_t n_nodes; /* looked at for them */
} Bounds;

static const RegInput *input_of(const RegName *name)
{
    const RegBlock *block = name ? name->block : NULL;

    return block && block->kind == REG_INPUT && block->u.input.source == REG_FROM_MEASURE
               ? &block->u.input
               : NULL;
}

/* A figure, or a parameter that has one for all times and rows. */
static bool fixed_figure(const Warn *w, const FeelNode *node, Dec *out)
{
    const RegName *name = warn_name(w, node);
    const RegBlock *block = name ? name->block : NULL;

    if (!block || block->kind != REG_PARAM)
        return reg_figure_read(node, out);
    const RegParam *param = &block->u.param;
    if (param->n_by > 0 || param->n_periods != 1 || param->periods[0].n_values != 1)
        return false;
    const FeelNode *value = param->periods[0].values[0].value.node;
    return value && reg_figure_read(value, out);
}

static bool take_op(Bound *bound, FeelOp op, bool turned)
{
    bool is_greater = op == FEEL_OP_GT || op == FEEL_OP_GE;
    bool is_less = op == FEEL_OP_LT || op == FEEL_OP_LE;

    bound->is_lower = turned ? is_less : is_greater;
    bound->is_strict = op == FEEL_OP_GT || op == FEEL_OP_LT;
    return is_greater || is_less;
}

static void add_bound(Bounds *bounds, const Bound *bound)
{
    if (bounds->n < MAX_BOUNDS && input_of(bound->name) && dec_sign(bound->figure) > 0)
        bounds->list[bounds->n++] = *bound;
}

static void add_comparison(const Warn *w, Bounds *bounds, const FeelNode *node, Bound bound)
{
    bool turned =
        warn_name(w, node->kids[0]) == NULL || fixed_figure(w, node->kids[0], &bound.figure);

    bound.name = warn_name(w, node->kids[turned ? 1 : 0]);
    if (bound.name && fixed_figure(w, node->kids[turned ? 0 : 1], &bound.figure) &&
        take_op(&bound, node->op, turned))
        add_bound(bounds, &bound);
}

/* The formula of a condition that has a name; NULL if it is none. */
static const FeelNode *condition_of(const Warn *w, const FeelNode *node)
{
    const RegName *name = warn_name(w, node);
    const RegBlock *block = name ? name->block : NULL;

    return block && block->kind == REG_FEEL && block->n_applies == 0 &&
                   name->type->kind == FEEL_T_BOOLEAN
               ? block->u.feel.node
               : NULL;
}

/* Bounds that must hold for `node` to hold. */
static void collect(const Warn *w, Bounds *bounds, const FeelNode *node, Bound from, int depth)
{
    const FeelNode *named = condition_of(w, node);

    if (depth > MAX_DEPTH || bounds->n_nodes++ >= MAX_NODES)
        return;
    if (named) {
        collect(w, bounds, named, from, depth + 1);
    } else if (node->kind == FEEL_N_COMPARE) {
        add_comparison(w, bounds, node, from);
    } else if (node->kind == FEEL_N_AND) {
        for (size_t i = 0; i < node->n_kids; i++)
            collect(w, bounds, node->kids[i], from, depth + 1);
    }
}

/* ---- do they measure the same? --------------------------------------------------------------- */

static bool same_text(const RegExpr *a, const RegExpr *b)
{
    return g_strcmp0(a->src.text, b->src.text) == 0;
}

static bool apply_alike(const RegBlock *a, const RegBlock *b)
{
    if (a->n_applies != b->n_applies)
        return false;
    for (size_t i = 0; i < a->n_applies; i++)
        if (!same_text(&a->applies[i], &b->applies[i]))
            return false;
    return true;
}

static bool measure_alike(const RegName *average, const RegName *days)
{
    const RegInput *a = input_of(average), *b = input_of(days);

    return a->measure_take == REG_MEASURE_AVERAGE && b->measure_take == REG_MEASURE_BALANCE_DAYS &&
           average->cycle == days->cycle && average->cycle >= 0 &&
           average->subject == days->subject && g_strcmp0(a->of, b->of) == 0 &&
           a->credit == b->credit && a->over.kind == REG_SPAN_NONE &&
           b->over.kind == REG_SPAN_NONE && same_text(&a->where, &b->where) &&
           apply_alike(average->block, days->block);
}

/* ---- which of the two decides? --------------------------------------------------------------- */

typedef struct Verdict {
    const Bound *idle, *other;
    Dec product; /* of the average's figure and the days */
    int n_days;
    bool is_at_least; /* product >= the balance-days' figure; else <= */
} Verdict;

/* If `order` is that of the product and the figure J: does the test of the other follow? At the
 * figure itself only if the one that follows takes it, or the first does not. */
static bool follows(int order, bool at_least, const Bound *first, const Bound *then)
{
    if (order == 0)
        return first->is_strict || !then->is_strict;
    return at_least ? order > 0 : order < 0;
}

static bool judge(const Warn *w, const Bound *average, const Bound *days, Verdict *out)
{
    int least, most;
    Dec low, high;

    if (average->is_lower != days->is_lower)
        return false;
    warn_days(&w->reg->cycles[average->name->cycle], &least, &most);
    if (!dec_mul(average->figure, dec_from_int(least), &low) ||
        !dec_mul(average->figure, dec_from_int(most), &high))
        return false;
    bool up = average->is_lower;
    Dec enough = up ? low : high;   /* what the average alone makes of the days */
    Dec too_much = up ? high : low; /* what the days must reach to make the average */
    *out = (Verdict){.idle = days,
                     .other = average,
                     .product = enough,
                     .n_days = up ? least : most,
                     .is_at_least = up};
    if (follows(dec_compare(enough, days->figure), up, average, days))
        return true;
    *out = (Verdict){.idle = average,
                     .other = days,
                     .product = too_much,
                     .n_days = up ? most : least,
                     .is_at_least = !up};
    return follows(dec_compare(too_much, days->figure), !up, days, average);
}

static void report(Warn *w, const Bound *average, const Bound *days, const Verdict *v)
{
    const char *a = warn_figure(w, average->figure), *j = warn_figure(w, days->figure);
    char text[DEC_TEXT_SIZE];
    Dec n_days;

    diag_add(w->diags, DIAG_WARNING, "regulation.never-decides", v->idle->pos,
             "the test of %s never decides beside that of %s: %s × %d days = %s %s %s",
             v->idle->name->name, v->other->name->name, a, v->n_days, warn_figure(w, v->product),
             v->is_at_least ? ">=" : "<=", j);
    if (!dec_div(days->figure, average->figure, &n_days))
        return;
    dec_format_places(n_days, 1, false, text, sizeof text);
    diag_hint(w->diags, "%s balance-days are %s days of %s: is one of the figures wrong?", j, text,
              a);
}

static bool report_pair(Warn *w, const Bound *a, const Bound *b)
{
    Verdict verdict;

    if (a->part == b->part || !measure_alike(a->name, b->name) || !judge(w, a, b, &verdict))
        return false;
    report(w, a, b, &verdict);
    return true;
}

static bool report_bounds(Warn *w, const Bounds *bounds)
{
    bool found = false;

    for (size_t i = 0; i < bounds->n; i++)
        for (size_t k = 0; k < bounds->n; k++)
            found = report_pair(w, &bounds->list[i], &bounds->list[k]) || found;
    return found;
}

/* ---- everywhere ------------------------------------------------------------------------------ */

typedef struct Place {
    Warn *w;
    const SrcText *src;
} Place;

static void visit_node(const FeelNode *node, void *data)
{
    const Place *place = data;
    Bounds bounds = {.n = 0};

    if (node->kind != FEEL_N_AND)
        return;
    for (size_t i = 0; i < node->n_kids; i++) {
        Bound from = {.part = i, .pos = src_text_pos(place->src, node->kids[i]->offset)};
        collect(place->w, &bounds, node->kids[i], from, 0);
    }
    (void)report_bounds(place->w, &bounds);
}

/* `seen`: texts looked at already; that of a scope is one of many blocks. */
static void look_at(Warn *w, const RegExpr *expr, GHashTable *seen)
{
    Place place = {w, &expr->src};

    if (expr->node && g_hash_table_add(seen, (gpointer)expr->src.text))
        feel_walk(expr->node, visit_node, &place);
}

/* The bounds of a row: its one-sided tests of measures. */
static void collect_row(Warn *w, const DmnTable *table, size_t row, Bounds *bounds)
{
    for (size_t i = 0; i < table->n_inputs; i++) {
        const FeelNode *test = table->rules[row].tests[i];
        RegRange range;
        Dec factor;
        Bound bound = {.name = warn_name(w, warn_input(w, &table->inputs[i], &factor)),
                       .part = i,
                       .pos = table->rules[row].test_srcs[i].start};

        if (!test || !reg_range_read(test, &range) || range.has_low == range.has_high)
            continue;
        bound.is_lower = range.has_low;
        bound.is_strict = range.has_low ? !range.low_included : !range.high_included;
        bound.figure = range.has_low ? range.low : range.high;
        if (dec_mul(bound.figure, factor, &bound.figure))
            add_bound(bounds, &bound);
    }
}

/* The first such row is enough. */
static void look_at_table(Warn *w, const DmnTable *table)
{
    for (size_t row = 0; row < table->n_rules; row++) {
        Bounds bounds = {.n = 0};

        if (table->rules[row].is_else)
            continue;
        collect_row(w, table, row, &bounds);
        if (report_bounds(w, &bounds))
            return;
    }
}

void warn_linked(Warn *w)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

    for (size_t i = 0; i < w->reg->n_blocks; i++) {
        const RegBlock *block = w->reg->blocks[i];

        if (!warn_is_own(w, block))
            continue;
        for (size_t k = 0; k < block->n_applies; k++)
            look_at(w, &block->applies[k], seen);
        if (block->kind == REG_FEEL)
            look_at(w, &block->u.feel, seen);
        else if (block->kind == REG_DECIDE)
            look_at(w, &block->u.decide.when, seen);
        else if (block->kind == REG_RANK)
            look_at(w, &block->u.rank.where, seen);
        else if (block->kind == REG_TABLE)
            look_at_table(w, block->u.table);
    }
}
