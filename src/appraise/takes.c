#include "appraise/takes.h"

#include "dec/dec_column.h"

typedef struct Group {
    size_t n;
    uint32_t reason;
    FeelValue value; /* min, max, first, last */
} Group;

typedef struct Pair {
    size_t group;
    FeelValue value;
} Pair;

struct Takes {
    RegTake take;
    size_t n;
    Group *groups;
    DecSum *sums; /* SUM, MEAN */
    Pair *pairs;  /* LIST: in order of adding */
    size_t n_pairs, cap_pairs;
    size_t *starts; /* LIST: made by the first takes_get; n + 1 offsets into */
    FeelValue *items;
    uint32_t reason; /* of all groups */
    Reasons *reasons;
    Arena *scratch;
};

Takes *takes_new(Arena *scratch, Reasons *reasons, RegTake take, size_t n)
{
    Takes *t = ARENA_NEW(scratch, Takes);

    t->take = take;
    t->n = n;
    t->groups = ARENA_NEW_N(scratch, Group, n);
    if (take == REG_TAKE_SUM || take == REG_TAKE_MEAN)
        t->sums = ARENA_NEW_N(scratch, DecSum, n);
    t->reasons = reasons;
    t->scratch = scratch;
    return t;
}

static void add_pair(Takes *t, size_t group, const FeelValue *value)
{
    if (t->n_pairs == t->cap_pairs) {
        size_t cap = t->cap_pairs ? t->cap_pairs * 2 : 64;
        Pair *pairs = ARENA_NEW_N(t->scratch, Pair, cap);

        for (size_t i = 0; i < t->n_pairs; i++)
            pairs[i] = t->pairs[i];
        t->pairs = pairs;
        t->cap_pairs = cap;
    }
    t->pairs[t->n_pairs++] = (Pair){group, *value};
}

static bool add_best(Group *g, const FeelValue *value, int better)
{
    int order;

    if (g->n == 0) {
        g->value = *value;
        return true;
    }
    if (!feel_compare(value, &g->value, &order))
        return false;
    if (order == better)
        g->value = *value;
    return true;
}

bool takes_add(Takes *t, size_t group, const FeelValue *value)
{
    Group *g = &t->groups[group];
    bool ok = true;

    switch (t->take) {
    case REG_TAKE_SUM:
    case REG_TAKE_MEAN:
        ok = value->kind == FEEL_NUMBER;
        if (ok)
            dec_sum_add(&t->sums[group], value->u.number);
        break;
    case REG_TAKE_COUNT:
        break;
    case REG_TAKE_MIN:
        ok = add_best(g, value, -1);
        break;
    case REG_TAKE_MAX:
        ok = add_best(g, value, 1);
        break;
    case REG_TAKE_FIRST:
        if (g->n == 0)
            g->value = *value;
        break;
    case REG_TAKE_VALUE:
    case REG_TAKE_LAST:
        g->value = *value;
        g->reason = 0; /* what was owed before it is not asked for */
        break;
    case REG_TAKE_LIST:
        add_pair(t, group, value);
        break;
    }
    g->n += ok;
    return ok;
}

void takes_owe(Takes *t, size_t group, uint32_t reason)
{
    Group *g = &t->groups[group];

    if (t->take == REG_TAKE_FIRST && g->n > 0)
        return;
    g->reason = reasons_union(t->reasons, g->reason, reason);
}

void takes_owe_all(Takes *t, uint32_t reason)
{
    t->reason = reasons_union(t->reasons, t->reason, reason);
}

size_t takes_count(const Takes *t, size_t group)
{
    return t->groups[group].n;
}

/* Sorts the pairs by group, keeping their order within each. */
static void sort_pairs(Takes *t)
{
    size_t *next = ARENA_NEW_N(t->scratch, size_t, t->n + 1);

    t->starts = ARENA_NEW_N(t->scratch, size_t, t->n + 1);
    t->items = ARENA_NEW_N(t->scratch, FeelValue, t->n_pairs);
    for (size_t i = 0; i < t->n_pairs; i++)
        t->starts[t->pairs[i].group + 1]++;
    for (size_t g = 0; g < t->n; g++)
        t->starts[g + 1] += t->starts[g];
    for (size_t g = 0; g < t->n; g++)
        next[g] = t->starts[g];
    for (size_t i = 0; i < t->n_pairs; i++)
        t->items[next[t->pairs[i].group]++] = t->pairs[i].value;
}

static FeelValue number_of(const Takes *t, size_t group)
{
    Dec sum, mean;

    if (!dec_sum_get(&t->sums[group], &sum))
        return feel_null();
    if (t->take == REG_TAKE_SUM)
        return feel_number(sum);
    if (!dec_div(sum, dec_from_int((int64_t)t->groups[group].n), &mean))
        return feel_null();
    return feel_number(mean);
}

FeelValue takes_get(Takes *t, Arena *arena, size_t group)
{
    const Group *g = &t->groups[group];
    uint32_t reason = reasons_union(t->reasons, g->reason, t->reason);

    if (reason)
        return feel_missing(reason);
    switch (t->take) {
    case REG_TAKE_SUM:
    case REG_TAKE_MEAN:
        return number_of(t, group);
    case REG_TAKE_COUNT:
        return feel_number(dec_from_int((int64_t)g->n));
    case REG_TAKE_MIN:
    case REG_TAKE_MAX:
    case REG_TAKE_FIRST:
    case REG_TAKE_VALUE:
    case REG_TAKE_LAST:
        return g->n > 0 ? g->value : feel_null();
    case REG_TAKE_LIST:
        if (!t->starts)
            sort_pairs(t);
        return feel_list(arena, t->items + t->starts[group],
                         t->starts[group + 1] - t->starts[group]);
    }
    return feel_null();
}
