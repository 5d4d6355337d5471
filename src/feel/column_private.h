/* column_private.h - the column evaluator's vectors and their pool. Private to feel/.
 *
 * A Vec holds the results of one node for up to FEEL_BATCH_ROWS rows. Its cells are scratch of the
 * run's pool, or a view of a host column, or one constant for all rows (step 0). Cells of rows that
 * are not selected are undefined but valid to read; so are the values of null and missing cells.
 */
#pragma once

#include "feel/run_private.h"

enum { FEEL_BATCH_WORDS = FEEL_BATCH_ROWS / 64 };
enum { COL_N_TYPES = COL_ANY + 1 };

typedef struct Vec Vec;
struct Vec {
    ColType type;
    size_t step;   /* cell i is at i * step; 0 = a constant */
    bool in_batch; /* texts or values may lie in the batch's memory: copy them out */
    union {
        uint8_t *bools;
        Dec *numbers;
        const char **texts;
        CalDate *dates;
        FeelValue *anys;
    } v;
    uint64_t *nulls;   /* NULL = none */
    uint64_t *missing; /* NULL = none */
    uint32_t *reasons; /* of missing cells */

    void *own_cells;       /* owned: FEEL_BATCH_ROWS cells */
    uint32_t *own_reasons; /* owned or NULL */
    uint64_t own_nulls[FEEL_BATCH_WORDS];
    uint64_t own_missing[FEEL_BATCH_WORDS];
    Vec *next_free;
    Vec *next; /* all vectors of the pool */
};

/* Which rows of the batch are worked. */
typedef struct Selection {
    uint64_t bits[FEEL_BATCH_WORDS];
} Selection;

struct Columns {
    Vec *all;                      /* owned */
    Vec *free[COL_N_TYPES];        /* those nobody holds */
    Arena *row_mem;                /* owned: values of one row, forgotten after it */
    Arena *batch_mem;              /* owned: values of one batch */
    size_t steps[FEEL_BATCH_ROWS]; /* used up by each row so far */
    size_t row0;                   /* first row of the batch */
    size_t n;                      /* its rows */
    size_t n_words;
    FeelValue input; /* `?` of the row being worked */
};

/* ---- vectors (column_vec.c) ---- */

Columns *feel_columns_new(void);
void feel_columns_free(Columns *columns);

/* A vector with scratch cells, nothing null or missing. Give it back with feel_vec_release. */
Vec *feel_vec_take(Columns *cs, ColType type);
void feel_vec_release(Columns *cs, Vec *vec);
/* A view of rows row0 … of `col`. */
Vec *feel_vec_view(Columns *cs, const Col *col);
/* A constant; null for FEEL_NULL. The value is of the type's kind. */
Vec *feel_vec_const(Columns *cs, ColType type, const FeelValue *value);
/* Gives a constant a cell for each row, so that kernels can read it. */
void feel_vec_spread(Columns *cs, Vec *vec);

void feel_vec_set_null(Vec *vec, size_t i);
void feel_vec_set_missing(Vec *vec, size_t i, uint32_t reason);
FeelValue feel_vec_get(const Vec *vec, size_t i);
/* Sets a cell from a value that may lie in the row's memory (it is then copied into the batch's);
 * a kind that the vector cannot hold is a fault of `at`. */
void feel_vec_put(FeelRun *run, const Code *at, Vec *vec, size_t i, const FeelValue *v);

static inline bool feel_vec_is_null(const Vec *vec, size_t i)
{
    return bits_get(vec->nulls, i);
}
static inline bool feel_vec_is_missing(const Vec *vec, size_t i)
{
    return bits_get(vec->missing, i);
}

/* ---- selections ---- */

/* The next selected row from *i on: for (size_t i = 0; feel_next_row(cs, sel, &i); i++) … */
static inline bool feel_next_row(const Columns *cs, const Selection *sel, size_t *i)
{
    size_t w = *i >> 6;
    uint64_t rest;

    if (w >= cs->n_words)
        return false;
    rest = sel->bits[w] & (~UINT64_C(0) << (*i & 63));
    while (rest == 0) {
        if (++w >= cs->n_words)
            return false;
        rest = sel->bits[w];
    }
    *i = w * 64 + (size_t)__builtin_ctzll(rest);
    return true;
}
size_t feel_selected(const Columns *cs, const Selection *sel);

/* ---- evaluation ---- */

/* The node for the selected rows; a vector of c->column (constants and views included). */
Vec *feel_column_eval(FeelRun *run, const Code *c, const Selection *sel);
/* Makes row i the present one, with its memory and its steps; and takes note of them after it. */
void feel_column_begin_row(FeelRun *run, size_t i);
void feel_column_end_row(FeelRun *run, size_t i);

/* column_number.c */
Vec *feel_column_numbers(FeelRun *run, const Code *c, const Selection *sel);
Vec *feel_column_compare(FeelRun *run, const Code *c, const Selection *sel);
Vec *feel_column_between(FeelRun *run, const Code *c, const Selection *sel);
/* column_logic.c */
Vec *feel_column_logic(FeelRun *run, const Code *c, const Selection *sel);
Vec *feel_column_not(FeelRun *run, const Code *c, const Selection *sel);
Vec *feel_column_if(FeelRun *run, const Code *c, const Selection *sel);
Vec *feel_column_known(FeelRun *run, const Code *c, const Selection *sel);
/* column_tests.c */
Vec *feel_column_in(FeelRun *run, const Code *c, const Selection *sel);
Vec *feel_column_tests(FeelRun *run, const Code *c, const Selection *sel);

/* Joins one operand into cell i of a boolean vector (feel_logic_join). True once it is decided. */
bool feel_vec_join(FeelRun *run, bool decides, Vec *sum, size_t i, const FeelValue *one);
