#include "feel/value.h"

#include <string.h>

FeelValue feel_null(void)
{
    return (FeelValue){.kind = FEEL_NULL};
}

FeelValue feel_missing(uint32_t reason)
{
    return (FeelValue){.kind = FEEL_MISSING, .reason = reason};
}

FeelValue feel_boolean(bool b)
{
    return (FeelValue){.kind = FEEL_BOOLEAN, .u.boolean = b};
}

FeelValue feel_number(Dec n)
{
    return (FeelValue){.kind = FEEL_NUMBER, .u.number = n};
}

FeelValue feel_string(const char *text, size_t len)
{
    return (FeelValue){
        .kind = FEEL_STRING, .u.string = {.text = text, .len = len}
    };
}

FeelValue feel_string_dup(Arena *arena, const char *text, size_t len)
{
    return feel_string(arena_strndup(arena, text, len), len);
}

FeelValue feel_date(CalDate d)
{
    return (FeelValue){.kind = FEEL_DATE, .u.date = d};
}

uint32_t feel_value_depth(const FeelValue *v)
{
    if (v->kind == FEEL_LIST)
        return MAX(v->u.list->depth, 1);
    if (v->kind == FEEL_CONTEXT)
        return MAX(v->u.context->depth, 1);
    if (v->kind == FEEL_RANGE) /* a unary range may hold a list: (= [1, 2]) */
        return 1 + feel_value_depth(&v->u.range->start);
    return 0;
}

uint32_t feel_value_size(const FeelValue *v)
{
    if (v->kind == FEEL_LIST)
        return MAX(v->u.list->size, 1);
    if (v->kind == FEEL_CONTEXT)
        return MAX(v->u.context->size, 1);
    if (v->kind == FEEL_RANGE)
        return 1 + feel_value_size(&v->u.range->start);
    return 1;
}

void feel_values_measure(const FeelValue *items, size_t n, uint32_t *out_depth, uint32_t *out_size)
{
    uint32_t depth = 0;
    uint64_t size = 1;

    for (size_t i = 0; i < n; i++) {
        depth = MAX(depth, feel_value_depth(&items[i]));
        size += feel_value_size(&items[i]);
    }
    *out_depth = depth + 1;
    *out_size = (uint32_t)MIN(size, (uint64_t)UINT32_MAX / 2); /* room for one more level */
}

FeelValue feel_list(Arena *arena, const FeelValue *items, size_t n)
{
    FeelList *list = ARENA_NEW(arena, FeelList);
    FeelValue *copy = ARENA_NEW_N(arena, FeelValue, n);

    if (n)
        memcpy(copy, items, n * sizeof *items);
    list->n = n;
    list->items = copy;
    feel_values_measure(items, n, &list->depth, &list->size);
    return (FeelValue){.kind = FEEL_LIST, .u.list = list};
}

FeelValue feel_context(Arena *arena, const char *const *keys, const FeelValue *values, size_t n)
{
    FeelContext *context = ARENA_NEW(arena, FeelContext);
    const char **key_copy = ARENA_NEW_N(arena, const char *, n);
    FeelValue *value_copy = ARENA_NEW_N(arena, FeelValue, n);

    if (n) {
        memcpy(key_copy, keys, n * sizeof *keys);
        memcpy(value_copy, values, n * sizeof *values);
    }
    context->n = n;
    context->keys = key_copy;
    context->values = value_copy;
    feel_values_measure(values, n, &context->depth, &context->size);
    return (FeelValue){.kind = FEEL_CONTEXT, .u.context = context};
}

const FeelValue *feel_context_get(const FeelContext *c, const char *key)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->keys[i] == key || strcmp(c->keys[i], key) == 0)
            return &c->values[i];
    return NULL;
}

/* ---- cells ---- */

FeelValue feel_cell_get(const Col *col, size_t i)
{
    if (col_is_missing(col, i))
        return feel_missing(col->reasons[i]);
    if (col_is_null(col, i))
        return feel_null();
    switch (col->type) {
    case COL_BOOL:
        return feel_boolean(col->v.bools[i] != 0);
    case COL_NUMBER:
        return feel_number(col->v.numbers[i]);
    case COL_TEXT:
        return col->v.texts[i] ? feel_string(col->v.texts[i], strlen(col->v.texts[i]))
                               : feel_null();
    case COL_DATE:
        return feel_date(col->v.dates[i]);
    case COL_ANY:
        break;
    }
    return col->v.anys[i] ? *(const FeelValue *)col->v.anys[i] : feel_null();
}

static bool set_any(Arena *arena, Col *col, size_t i, const FeelValue *v)
{
    FeelValue *copy = ARENA_NEW(arena, FeelValue);

    *copy = *v;
    col->v.anys[i] = copy;
    return true;
}

/* The cell's own bits are cleared when it gets a value after all. */
static void clear_bits(Col *col, size_t i)
{
    if (col->nulls)
        bits_clear(col->nulls, i);
    if (col->missing) {
        bits_clear(col->missing, i);
        col->reasons[i] = 0;
    }
}

bool feel_cell_set(Arena *arena, Col *col, size_t i, const FeelValue *v)
{
    static const FeelKind kinds[] = {
        [COL_BOOL] = FEEL_BOOLEAN,
        [COL_NUMBER] = FEEL_NUMBER,
        [COL_TEXT] = FEEL_STRING,
        [COL_DATE] = FEEL_DATE,
    };

    if (v->kind == FEEL_NULL || v->kind == FEEL_MISSING) {
        clear_bits(col, i);
        if (v->kind == FEEL_NULL)
            col_set_null(arena, col, i);
        else
            col_set_missing(arena, col, i, v->reason);
        return true;
    }
    if (col->type != COL_ANY && v->kind != kinds[col->type])
        return false;
    clear_bits(col, i);
    switch (col->type) {
    case COL_BOOL:
        col->v.bools[i] = v->u.boolean;
        return true;
    case COL_NUMBER:
        col->v.numbers[i] = v->u.number;
        return true;
    case COL_TEXT:
        col->v.texts[i] = v->u.string.text;
        return true;
    case COL_DATE:
        col->v.dates[i] = v->u.date;
        return true;
    case COL_ANY:
        break;
    }
    return set_any(arena, col, i, v);
}
