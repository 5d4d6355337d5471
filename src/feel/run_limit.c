/* Limits of one row, and the values that cost memory. */
#include <string.h>

#include "feel/run_private.h"

static bool is_full(const FeelRun *run)
{
    return arena_is_full(run->mem) || arena_is_full(run->arena) ||
           arena_used(run->mem) - run->mem_base > (size_t)FEEL_MAX_ROW_BYTES;
}

bool feel_step(FeelRun *run, const Code *at, size_t n, FeelValue *out)
{
    if (n > FEEL_MAX_STEPS || run->steps + n > FEEL_MAX_STEPS) {
        run->steps = FEEL_MAX_STEPS; /* stays used up: whatever loops outside ends as well */
        *out = feel_fault(run, at, FAULT_STEPS);
        return false;
    }
    run->steps += n;
    if (is_full(run)) {
        *out = feel_fault(run, at, FAULT_MEMORY);
        return false;
    }
    return true;
}

void *feel_take(FeelRun *run, const Code *at, size_t n, size_t size, FeelValue *out)
{
    size_t total;
    void *p = NULL;

    if (!__builtin_mul_overflow(n, size, &total) && !is_full(run) &&
        total <= (size_t)FEEL_MAX_ROW_BYTES - (arena_used(run->mem) - run->mem_base))
        p = arena_try_alloc(run->mem, total);
    if (!p)
        *out = feel_fault(run, at, FAULT_MEMORY);
    return p;
}

static bool is_too_big(uint32_t depth, uint32_t size)
{
    return depth > FEEL_MAX_VALUE_DEPTH || size > FEEL_MAX_VALUE_SIZE;
}

FeelValue feel_make_list(FeelRun *run, const Code *at, const FeelValue *values, size_t n)
{
    FeelList list = {.n = n, .items = values};

    feel_values_measure(values, n, &list.depth, &list.size);
    return feel_make_list_measured(run, at, &list);
}

FeelValue feel_make_list_measured(FeelRun *run, const Code *at, const FeelList *list)
{
    FeelList *copy;

    if (is_too_big(list->depth, list->size))
        return feel_fault(run, at, FAULT_NESTING);
    copy = ARENA_NEW(run->mem, FeelList);
    *copy = *list;
    return (FeelValue){.kind = FEEL_LIST, .u.list = copy};
}

FeelValue feel_make_context(
    FeelRun *run, const Code *at, const char *const *keys, const FeelValue *values, size_t n)
{
    FeelContext context = {.n = n, .keys = keys, .values = values};
    FeelContext *copy;

    feel_values_measure(values, n, &context.depth, &context.size);
    if (is_too_big(context.depth, context.size))
        return feel_fault(run, at, FAULT_NESTING);
    copy = ARENA_NEW(run->mem, FeelContext);
    *copy = context;
    return (FeelValue){.kind = FEEL_CONTEXT, .u.context = copy};
}

FeelValue feel_make_time(FeelRun *run, CalTime t)
{
    CalTime *copy = ARENA_NEW(run->mem, CalTime);

    *copy = t;
    return (FeelValue){.kind = FEEL_TIME, .u.time = copy};
}

FeelValue feel_make_date_time(FeelRun *run, CalDateTime t)
{
    CalDateTime *copy = ARENA_NEW(run->mem, CalDateTime);

    *copy = t;
    return (FeelValue){.kind = FEEL_DATE_TIME, .u.date_time = copy};
}

FeelValue feel_make_range(FeelRun *run, FeelRange range)
{
    FeelRange *copy = ARENA_NEW(run->mem, FeelRange);

    *copy = range;
    return (FeelValue){.kind = FEEL_RANGE, .u.range = copy};
}
