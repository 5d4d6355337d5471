#include "col/col.h"

#include <string.h>

static size_t cell_size(ColType type)
{
    switch (type) {
    case COL_BOOL:
        return sizeof(uint8_t);
    case COL_NUMBER:
        return sizeof(Dec);
    case COL_TEXT:
        return sizeof(const char *);
    case COL_DATE:
        return sizeof(CalDate);
    case COL_ANY:
        return sizeof(const void *);
    }
    return 0;
}

static void set_cells(Col *col, void *cells)
{
    switch (col->type) {
    case COL_BOOL:
        col->v.bools = cells;
        break;
    case COL_NUMBER:
        col->v.numbers = cells;
        break;
    case COL_TEXT:
        col->v.texts = cells;
        break;
    case COL_DATE:
        col->v.dates = cells;
        break;
    case COL_ANY:
        col->v.anys = cells;
        break;
    }
}

static void zero_cell(Col *col, size_t i)
{
    switch (col->type) {
    case COL_BOOL:
        col->v.bools[i] = 0;
        break;
    case COL_NUMBER:
        col->v.numbers[i] = dec_zero();
        break;
    case COL_TEXT:
        col->v.texts[i] = NULL;
        break;
    case COL_DATE:
        col->v.dates[i] = 0;
        break;
    case COL_ANY:
        col->v.anys[i] = NULL;
        break;
    }
}

Col *col_new(Arena *arena, ColType type, size_t n)
{
    Col *col = ARENA_NEW(arena, Col);

    col->type = type;
    col->n = n;
    set_cells(col, arena_alloc_n(arena, n, cell_size(type)));
    return col;
}

Col *col_new_null(Arena *arena, ColType type, size_t n)
{
    Col *col = col_new(arena, type, n);

    if (n == 0)
        return col;
    col->nulls = bits_new(arena, n);
    memset(col->nulls, 0xFF, bits_words(n) * sizeof(uint64_t));
    if (n & 63)
        col->nulls[n >> 6] = (UINT64_C(1) << (n & 63)) - 1;
    return col;
}

size_t bits_words(size_t n)
{
    return n / 64 + (n % 64 != 0);
}

uint64_t *bits_new(Arena *arena, size_t n)
{
    return ARENA_NEW_N(arena, uint64_t, bits_words(n));
}

void col_set_present(Col *col, size_t i)
{
    g_return_if_fail(i < col->n);
    if (col->nulls)
        bits_clear(col->nulls, i);
    if (col->missing) {
        bits_clear(col->missing, i);
        col->reasons[i] = 0;
    }
}

void col_set_null(Arena *arena, Col *col, size_t i)
{
    g_return_if_fail(i < col->n);
    col_set_present(col, i);
    zero_cell(col, i);
    if (!col->nulls)
        col->nulls = bits_new(arena, col->n);
    bits_set(col->nulls, i);
}

void col_set_missing(Arena *arena, Col *col, size_t i, uint32_t reason)
{
    g_return_if_fail(i < col->n);
    g_return_if_fail(reason != 0); /* somebody owes it: who? */
    col_set_present(col, i);
    zero_cell(col, i);
    if (!col->missing) {
        col->missing = bits_new(arena, col->n);
        col->reasons = ARENA_NEW_N(arena, uint32_t, col->n);
    }
    bits_set(col->missing, i);
    col->reasons[i] = reason;
}

/* The values alone; a cell without source stays 0. */
static void gather_values(Col *out, const Col *src, const int64_t *index)
{
    size_t n = out->n;

    switch (src->type) {
    case COL_BOOL:
        for (size_t k = 0; k < n; k++)
            if (index[k] >= 0)
                out->v.bools[k] = src->v.bools[index[k]];
        break;
    case COL_NUMBER:
        for (size_t k = 0; k < n; k++)
            if (index[k] >= 0)
                out->v.numbers[k] = src->v.numbers[index[k]];
        break;
    case COL_TEXT:
        for (size_t k = 0; k < n; k++)
            if (index[k] >= 0)
                out->v.texts[k] = src->v.texts[index[k]];
        break;
    case COL_DATE:
        for (size_t k = 0; k < n; k++)
            if (index[k] >= 0)
                out->v.dates[k] = src->v.dates[index[k]];
        break;
    case COL_ANY:
        for (size_t k = 0; k < n; k++)
            if (index[k] >= 0)
                out->v.anys[k] = src->v.anys[index[k]];
        break;
    }
}

Col *col_gather(Arena *arena, const Col *src, const int64_t *index, size_t n)
{
    Col *out = col_new(arena, src->type, n);

    gather_values(out, src, index);
    for (size_t k = 0; k < n; k++) {
        if (index[k] < 0 || col_is_null(src, (size_t)index[k]))
            col_set_null(arena, out, k);
        else if (col_is_missing(src, (size_t)index[k]))
            col_set_missing(arena, out, k, src->reasons[index[k]]);
    }
    return out;
}

static void copy_value(Col *dst, size_t i, const Col *src, size_t j)
{
    switch (dst->type) {
    case COL_BOOL:
        dst->v.bools[i] = src->v.bools[j];
        break;
    case COL_NUMBER:
        dst->v.numbers[i] = src->v.numbers[j];
        break;
    case COL_TEXT:
        dst->v.texts[i] = src->v.texts[j];
        break;
    case COL_DATE:
        dst->v.dates[i] = src->v.dates[j];
        break;
    case COL_ANY:
        dst->v.anys[i] = src->v.anys[j];
        break;
    }
}

void col_copy_cell(Arena *arena, Col *dst, size_t i, const Col *src, size_t j)
{
    g_return_if_fail(dst->type == src->type);
    g_return_if_fail(i < dst->n && j < src->n);
    if (col_is_null(src, j)) {
        col_set_null(arena, dst, i);
    } else if (col_is_missing(src, j)) {
        col_set_missing(arena, dst, i, src->reasons[j]);
    } else {
        col_set_present(dst, i);
        copy_value(dst, i, src, j);
    }
}
