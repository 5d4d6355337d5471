#include "regulation/range.h"

bool reg_figure_read(const FeelNode *node, Dec *out)
{
    bool is_negative = false;

    for (; node->kind == FEEL_N_NEGATE; node = node->kids[0])
        is_negative = !is_negative;
    if (node->kind != FEEL_N_CONST || node->value.kind != FEEL_NUMBER)
        return false;
    *out = is_negative ? dec_neg(node->value.u.number) : node->value.u.number;
    return true;
}

static bool read_unary(const FeelNode *node, RegRange *out)
{
    RegRange range = {0};
    Dec bound;

    if (!reg_figure_read(node->kids[0], &bound))
        return false;
    switch (node->op) {
    case FEEL_OP_LT:
    case FEEL_OP_LE:
        range.has_high = true;
        range.high = bound;
        range.high_included = node->op == FEEL_OP_LE;
        break;
    case FEEL_OP_GT:
    case FEEL_OP_GE:
        range.has_low = true;
        range.low = bound;
        range.low_included = node->op == FEEL_OP_GE;
        break;
    case FEEL_OP_NONE:
    case FEEL_OP_ADD:
    case FEEL_OP_SUB:
    case FEEL_OP_MUL:
    case FEEL_OP_DIV:
    case FEEL_OP_POW:
    case FEEL_OP_EQ:
    case FEEL_OP_NE:
        return false;
    }
    *out = range;
    return true;
}

static bool read_interval(const FeelNode *node, RegRange *out)
{
    RegRange range = {.has_low = true,
                      .has_high = true,
                      .low_included = node->start_included,
                      .high_included = node->end_included};

    if (!reg_figure_read(node->kids[0], &range.low) || !reg_figure_read(node->kids[1], &range.high))
        return false;
    *out = range;
    return true;
}

bool reg_range_read(const FeelNode *node, RegRange *out)
{
    Dec figure;

    while (node->kind == FEEL_N_TESTS && node->n_kids == 1)
        node = node->kids[0];
    if (node->kind == FEEL_N_UNARY_RANGE)
        return read_unary(node, out);
    if (node->kind == FEEL_N_INTERVAL)
        return read_interval(node, out);
    if (node->kind == FEEL_N_DASH) {
        *out = (RegRange){0};
        return true;
    }
    if (!reg_figure_read(node, &figure))
        return false;
    *out = (RegRange){.low = figure,
                      .high = figure,
                      .has_low = true,
                      .has_high = true,
                      .low_included = true,
                      .high_included = true};
    return true;
}

bool reg_range_holds(const RegRange *range, Dec v)
{
    int low = range->has_low ? dec_compare(v, range->low) : 1;
    int high = range->has_high ? dec_compare(v, range->high) : -1;

    return (low > 0 || (low == 0 && range->low_included)) &&
           (high < 0 || (high == 0 && range->high_included));
}

static int compare_lows(const RegRange *a, const RegRange *b)
{
    if (!a->has_low || !b->has_low)
        return (int)a->has_low - (int)b->has_low;
    int order = dec_compare(a->low, b->low);
    return order != 0 ? order : (int)b->low_included - (int)a->low_included;
}

static int compare_highs(const RegRange *a, const RegRange *b)
{
    if (!a->has_high || !b->has_high)
        return (int)b->has_high - (int)a->has_high;
    int order = dec_compare(a->high, b->high);
    return order != 0 ? order : (int)a->high_included - (int)b->high_included;
}

int reg_range_compare(const RegRange *a, const RegRange *b)
{
    int order = compare_lows(a, b);

    return order != 0 ? order : compare_highs(a, b);
}
