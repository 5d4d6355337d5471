/* Boolean functions and `is` (feel-reference 5.2, 5.10). */
#include <string.h>

#include "cal/cal_arith.h"
#include "feel/builtins.h"

static FeelValue fn_not(const Call *call)
{
    return feel_op_not(&call->args[0]);
}

/* all and any: the decisive value wins, then null; an item of another kind is a fault unless the
 * decisive value is there. */
static FeelValue decide(const Call *call, bool decides)
{
    size_t n;
    const FeelValue *items = feel_call_items(call, &n);
    bool any_null = false, any_foreign = false;

    for (size_t i = 0; i < n; i++) {
        if (items[i].kind == FEEL_BOOLEAN && items[i].u.boolean == decides)
            return items[i];
        any_null |= items[i].kind == FEEL_NULL;
        any_foreign |= items[i].kind != FEEL_NULL && items[i].kind != FEEL_BOOLEAN;
    }
    if (any_foreign)
        return feel_fault(call->run, call->at, FAULT_ITEMS);
    return any_null ? feel_null() : feel_boolean(!decides);
}

static FeelValue fn_all(const Call *call)
{
    return decide(call, false);
}

static FeelValue fn_any(const Call *call)
{
    return decide(call, true);
}

/* ---- is ---- */

static bool is_same(const FeelValue *a, const FeelValue *b);

static bool is_same_list(const FeelValue *a, size_t n, const FeelValue *b)
{
    for (size_t i = 0; i < n; i++)
        if (!is_same(&a[i], &b[i]))
            return false;
    return true;
}

static bool is_same_context(const FeelContext *a, const FeelContext *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const FeelValue *other = feel_context_get(b, a->keys[i]);

        if (!other || !is_same(&a->values[i], other))
            return false;
    }
    return true;
}

static bool is_same_range(const FeelRange *a, const FeelRange *b)
{
    return a->form == b->form && a->start_included == b->start_included &&
           a->end_included == b->end_included && is_same(&a->start, &b->start) &&
           is_same(&a->end, &b->end);
}

static bool is_same(const FeelValue *a, const FeelValue *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == FEEL_NULL)
        return true;
    if (a->kind == FEEL_TIME)
        return cal_time_is(a->u.time, b->u.time);
    if (a->kind == FEEL_DATE_TIME)
        return cal_date_time_is(a->u.date_time, b->u.date_time);
    if (a->kind == FEEL_LIST)
        return a->u.list->n == b->u.list->n &&
               is_same_list(a->u.list->items, a->u.list->n, b->u.list->items);
    if (a->kind == FEEL_CONTEXT)
        return is_same_context(a->u.context, b->u.context);
    if (a->kind == FEEL_RANGE)
        return is_same_range(a->u.range, b->u.range);
    if (a->kind == FEEL_FUNCTION)
        return a->u.function == b->u.function;
    return feel_equal(a, b) == 1;
}

static FeelValue fn_is(const Call *call)
{
    return feel_boolean(is_same(&call->args[0], &call->args[1]));
}

const BuiltinEntry feel_builtins_logic[] = {
    {FEEL_BUILTIN_NOT, {.fn = fn_not}},
    {FEEL_BUILTIN_ALL, {.fn = fn_all}},
    {FEEL_BUILTIN_ANY, {.fn = fn_any}},
    {FEEL_BUILTIN_IS,  {.fn = fn_is} },
    {FEEL_BUILTIN_N,   {0}           },
};
