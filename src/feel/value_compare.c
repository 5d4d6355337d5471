/* Equality and order of FEEL values (feel-reference 2.6, 2.7, 2.9). */
#include <string.h>

#include "cal/cal_arith.h"
#include "feel/value.h"

static int equal_lists(const FeelList *a, const FeelList *b)
{
    int all = 1;

    if (a->n != b->n)
        return 0;
    for (size_t i = 0; i < a->n; i++) {
        int one = feel_equal(&a->items[i], &b->items[i]);

        if (one == 0)
            return 0;
        if (one < 0)
            all = -1;
    }
    return all;
}

static int equal_contexts(const FeelContext *a, const FeelContext *b)
{
    int all = 1;

    if (a->n != b->n)
        return 0;
    for (size_t i = 0; i < a->n; i++) {
        const FeelValue *other = feel_context_get(b, a->keys[i]);
        int one = other ? feel_equal(&a->values[i], other) : 0;

        if (one == 0)
            return 0;
        if (one < 0)
            all = -1;
    }
    return all;
}

static int equal_ranges(const FeelRange *a, const FeelRange *b)
{
    int start, end;

    if (a->form != b->form)
        return 0;
    start = feel_equal(&a->start, &b->start);
    if (a->form != FEEL_RANGE_INTERVAL)
        return start;
    end = feel_equal(&a->end, &b->end);
    if (a->start_included != b->start_included || a->end_included != b->end_included)
        return 0;
    if (start == 0 || end == 0)
        return 0;
    return start < 0 || end < 0 ? -1 : 1;
}

static int equal_same_kind(const FeelValue *a, const FeelValue *b)
{
    int order;

    if (a->kind == FEEL_BOOLEAN)
        return a->u.boolean == b->u.boolean;
    if (a->kind == FEEL_STRING)
        return a->u.string.len == b->u.string.len &&
               memcmp(a->u.string.text, b->u.string.text, a->u.string.len) == 0;
    if (a->kind == FEEL_LIST)
        return equal_lists(a->u.list, b->u.list);
    if (a->kind == FEEL_CONTEXT)
        return equal_contexts(a->u.context, b->u.context);
    if (a->kind == FEEL_RANGE)
        return equal_ranges(a->u.range, b->u.range);
    return feel_compare(a, b, &order) ? order == 0 : -1;
}

int feel_equal(const FeelValue *a, const FeelValue *b)
{
    if (a->kind == FEEL_MISSING || b->kind == FEEL_MISSING)
        return -1;
    if (a->kind == FEEL_NULL || b->kind == FEEL_NULL)
        return a->kind == b->kind;
    if (a->kind != b->kind)
        return -1;
    return equal_same_kind(a, b);
}

/* By code point: the byte order of UTF-8 is the same. */
static int compare_strings(const FeelValue *a, const FeelValue *b)
{
    size_t n = MIN(a->u.string.len, b->u.string.len);
    int order = n ? memcmp(a->u.string.text, b->u.string.text, n) : 0;

    if (order != 0)
        return order < 0 ? -1 : 1;
    return (a->u.string.len > b->u.string.len) - (a->u.string.len < b->u.string.len);
}

bool feel_compare(const FeelValue *a, const FeelValue *b, int *out)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == FEEL_NUMBER)
        *out = dec_compare(a->u.number, b->u.number);
    else if (a->kind == FEEL_STRING)
        *out = compare_strings(a, b);
    else if (a->kind == FEEL_DATE)
        *out = (a->u.date > b->u.date) - (a->u.date < b->u.date);
    else if (a->kind == FEEL_TIME)
        *out = cal_time_compare(a->u.time, b->u.time);
    else if (a->kind == FEEL_DATE_TIME)
        *out = cal_date_time_compare(a->u.date_time, b->u.date_time);
    else if (a->kind == FEEL_DT_DURATION)
        *out = cal_dt_compare(a->u.dt_duration, b->u.dt_duration);
    else if (a->kind == FEEL_YM_DURATION)
        *out = (a->u.ym_duration > b->u.ym_duration) - (a->u.ym_duration < b->u.ym_duration);
    else
        return false;
    return true;
}
