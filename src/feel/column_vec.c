/* Vectors of the column evaluator and the pool they come from. */
#include <string.h>

#include "feel/column_private.h"

static const size_t cell_sizes[COL_N_TYPES] = {
    [COL_BOOL] = sizeof(uint8_t), [COL_NUMBER] = sizeof(Dec),    [COL_TEXT] = sizeof(const char *),
    [COL_DATE] = sizeof(CalDate), [COL_ANY] = sizeof(FeelValue),
};

Columns *feel_columns_new(void)
{
    Columns *cs = g_new0(Columns, 1);

    cs->row_mem = arena_new(0); /* FEEL_MAX_ROW_BYTES is its limit */
    cs->batch_mem = arena_new(0);
    return cs;
}

void feel_columns_free(Columns *cs)
{
    if (!cs)
        return;
    while (cs->all) {
        Vec *vec = cs->all;

        cs->all = vec->next;
        g_free(vec->own_cells);
        g_free(vec->own_reasons);
        g_free(vec);
    }
    arena_free(cs->row_mem);
    arena_free(cs->batch_mem);
    g_free(cs);
}

Vec *feel_vec_take(Columns *cs, ColType type)
{
    Vec *vec = cs->free[type];

    if (vec) {
        cs->free[type] = vec->next_free;
    } else {
        vec = g_new0(Vec, 1);
        vec->type = type;
        vec->own_cells = g_malloc0_n(FEEL_BATCH_ROWS, cell_sizes[type]);
        vec->next = cs->all;
        cs->all = vec;
    }
    vec->step = 1;
    vec->in_batch = false;
    vec->v.bools = vec->own_cells;
    vec->nulls = NULL;
    vec->missing = NULL;
    return vec;
}

void feel_vec_release(Columns *cs, Vec *vec)
{
    vec->next_free = cs->free[vec->type];
    cs->free[vec->type] = vec;
}

Vec *feel_vec_view(Columns *cs, const Col *col)
{
    Vec *vec = feel_vec_take(cs, col->type);

    vec->v.bools = (uint8_t *)(void *)col->v.bools + cs->row0 * cell_sizes[col->type];
    vec->nulls = col->nulls ? col->nulls + cs->row0 / 64 : NULL;
    vec->missing = col->missing ? col->missing + cs->row0 / 64 : NULL;
    vec->reasons = col->reasons ? col->reasons + cs->row0 : NULL;
    return vec;
}

static void set_cell(Vec *vec, size_t i, const FeelValue *v)
{
    if (vec->type == COL_BOOL)
        vec->v.bools[i] = v->u.boolean;
    else if (vec->type == COL_NUMBER)
        vec->v.numbers[i] = v->u.number;
    else if (vec->type == COL_TEXT)
        vec->v.texts[i] = v->u.string.text;
    else if (vec->type == COL_DATE)
        vec->v.dates[i] = v->u.date;
    else
        vec->v.anys[i] = *v;
}

Vec *feel_vec_const(Columns *cs, ColType type, const FeelValue *value)
{
    Vec *vec = feel_vec_take(cs, type);

    vec->step = 0;
    if (value->kind == FEEL_NULL) {
        memset(vec->own_nulls, 0xff, sizeof vec->own_nulls);
        vec->nulls = vec->own_nulls;
        memset(vec->own_cells, 0, cell_sizes[type]);
    } else {
        set_cell(vec, 0, value);
    }
    return vec;
}

void feel_vec_spread(Columns *cs, Vec *vec)
{
    size_t size = cell_sizes[vec->type];
    unsigned char *cells = vec->own_cells;

    if (vec->step == 1)
        return;
    for (size_t i = 1; i < cs->n; i++)
        memcpy(cells + i * size, cells, size);
    vec->step = 1;
}

void feel_vec_set_null(Vec *vec, size_t i)
{
    if (!vec->nulls) {
        memset(vec->own_nulls, 0, sizeof vec->own_nulls);
        vec->nulls = vec->own_nulls;
    }
    bits_set(vec->nulls, i);
}

void feel_vec_set_missing(Vec *vec, size_t i, uint32_t reason)
{
    if (!vec->missing) {
        if (!vec->own_reasons)
            vec->own_reasons = g_new(uint32_t, FEEL_BATCH_ROWS);
        memset(vec->own_missing, 0, sizeof vec->own_missing);
        vec->missing = vec->own_missing;
        vec->reasons = vec->own_reasons;
    }
    bits_set(vec->missing, i);
    vec->reasons[i] = reason;
}

FeelValue feel_vec_get(const Vec *vec, size_t i)
{
    size_t at = i * vec->step;

    if (feel_vec_is_missing(vec, i))
        return feel_missing(vec->reasons[i]);
    if (feel_vec_is_null(vec, i))
        return feel_null();
    switch (vec->type) {
    case COL_BOOL:
        return feel_boolean(vec->v.bools[at] != 0);
    case COL_NUMBER:
        return feel_number(vec->v.numbers[at]);
    case COL_TEXT:
        return vec->v.texts[at] ? feel_string(vec->v.texts[at], strlen(vec->v.texts[at]))
                                : feel_null();
    case COL_DATE:
        return feel_date(vec->v.dates[at]);
    case COL_ANY:
        break;
    }
    return vec->v.anys[at];
}

/* Is all of the value in itself? */
static bool is_flat(const FeelValue *v)
{
    return v->kind <= FEEL_NUMBER || v->kind == FEEL_DATE || v->kind == FEEL_DT_DURATION ||
           v->kind == FEEL_YM_DURATION;
}

void feel_vec_put(FeelRun *run, const Code *at, Vec *vec, size_t i, const FeelValue *v)
{
    static const FeelKind kinds[] = {
        [COL_BOOL] = FEEL_BOOLEAN, [COL_NUMBER] = FEEL_NUMBER, [COL_TEXT] = FEEL_STRING,
        [COL_DATE] = FEEL_DATE,    [COL_ANY] = FEEL_NULL,
    };
    FeelValue cell = *v;

    if (vec->type != COL_ANY && cell.kind != FEEL_NULL && cell.kind != FEEL_MISSING &&
        cell.kind != kinds[vec->type])
        cell = feel_fault(run, at, FAULT_STATIC_TYPE);
    if (cell.kind == FEEL_MISSING) {
        feel_vec_set_missing(vec, i, cell.reason);
        return;
    }
    if (cell.kind == FEEL_NULL) {
        feel_vec_set_null(vec, i);
        return;
    }
    if (!is_flat(&cell)) {
        cell = feel_value_copy(run->columns->batch_mem, &cell);
        vec->in_batch = true;
    }
    set_cell(vec, i, &cell);
}

size_t feel_selected(const Columns *cs, const Selection *sel)
{
    size_t n = 0;

    for (size_t w = 0; w < cs->n_words; w++)
        n += (size_t)__builtin_popcountll(sel->bits[w]);
    return n;
}
