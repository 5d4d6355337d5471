/* col.h - a typed column: n cells of one type, with two bitmaps for two kinds of nothing.
 *
 * null     there is nothing, and nobody owes anything (FEEL null)
 * missing  somebody owes it; the cell has a reason id (col/reason.h) that names the roots
 *
 * A cell is at most one of the two. A bitmap is NULL until a bit of it is first set (a bitmap that
 * is there may be all 0); bit i is bit i%64 of word i/64; bits past n are 0. The value of a null or
 * missing cell is 0 / NULL. Columns and all they point to live in an arena; a column has no
 * destructor. Texts and other values are borrowed: whoever makes the column keeps them alive.
 */
#pragma once

#include "base/arena.h"
#include "cal/cal.h"
#include "dec/dec.h"

typedef enum ColType {
    COL_BOOL,   /* uint8_t 0 or 1 */
    COL_NUMBER, /* Dec */
    COL_TEXT,   /* const char *, UTF-8 */
    COL_DATE,   /* CalDate */
    COL_ANY,    /* const void *: a FeelValue (feel/value.h) of any kind */
} ColType;

typedef struct Col {
    ColType type;
    size_t n;
    union {
        uint8_t *bools;
        Dec *numbers;
        const char **texts;
        CalDate *dates;
        const void **anys;
    } v;
    uint64_t *nulls;   /* NULL = no null cell */
    uint64_t *missing; /* NULL = no missing cell */
    uint32_t *reasons; /* reason id per cell; NULL exactly if missing is NULL */
} Col;

/* n cells, all 0 / NULL, none null or missing. Borrowed from the arena. */
Col *col_new(Arena *arena, ColType type, size_t n);
/* n cells, all null. */
Col *col_new_null(Arena *arena, ColType type, size_t n);

/* Words of a bitmap for n bits, and a zeroed one. */
size_t bits_words(size_t n);
uint64_t *bits_new(Arena *arena, size_t n);

static inline bool bits_get(const uint64_t *bits, size_t i)
{
    return bits && ((bits[i >> 6] >> (i & 63)) & 1u);
}
static inline void bits_set(uint64_t *bits, size_t i)
{
    bits[i >> 6] |= UINT64_C(1) << (i & 63);
}
static inline void bits_clear(uint64_t *bits, size_t i)
{
    bits[i >> 6] &= ~(UINT64_C(1) << (i & 63));
}
static inline bool col_is_null(const Col *col, size_t i)
{
    return bits_get(col->nulls, i);
}
static inline bool col_is_missing(const Col *col, size_t i)
{
    return bits_get(col->missing, i);
}
static inline bool col_has_value(const Col *col, size_t i)
{
    return !col_is_null(col, i) && !col_is_missing(col, i);
}

/* Make one cell null / missing (bitmaps are allocated on first use); the value becomes 0. What the
 * cell was before does not matter. `reason` is not 0. */
void col_set_null(Arena *arena, Col *col, size_t i);
void col_set_missing(Arena *arena, Col *col, size_t i, uint32_t reason);
/* Makes one cell neither null nor missing; its value is 0 if it was, until the caller writes it. */
void col_set_present(Col *col, size_t i);

/* out[k] = src[index[k]], null and missing included; an index below 0 gives null. Indexes are
 * below src->n. */
Col *col_gather(Arena *arena, const Col *src, const int64_t *index, size_t n);
/* Copies cell j of `src` (same type) onto cell i of `dst`, null and missing included. */
void col_copy_cell(Arena *arena, Col *dst, size_t i, const Col *src, size_t j);
