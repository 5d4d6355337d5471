/* dec_column.h - kernels over plain arrays of numbers: no allocation, no branch on type per row.
 *
 * `ok` is a bitmap of n bits (bit i of word i/64): a kernel clears the bit of every row that has no
 * finite result; bits already clear stay clear, their inputs are read but may hold any Dec. Every
 * row whose bit is clear in the end has out[i] = 0. `ok` must have bits for all rows; `a` and `b`
 * may be one array, `out` and `ok` overlap nothing.
 *
 * Each kernel gives the same bits as the scalar function of the same name, row by row.
 *
 * Sums are exact: DecSum keeps a wide fixed-point accumulator, so that neither the order of rows
 * nor the number of batches changes a digit.
 */
#pragma once

#include "dec/dec.h"

void dec_column_add(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok);
void dec_column_sub(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok);
void dec_column_mul(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok);
void dec_column_div(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok);
/* out[i] = dec_compare(a[i], b[i]) */
void dec_column_compare(size_t n,
                        const Dec *restrict a,
                        const Dec *restrict b,
                        int8_t *restrict out);

enum { DEC_SUM_LIMBS = 7 };

/* An exact sum. Zero-initialise, add, read. A plain value that may be copied (128 bytes, aligned
 * to 16 as __int128 is). The order of adds and merges never changes a digit of the result.
 *
 * The result is the exact sum rounded once, as long as the first digit of the largest and the last
 * digit of the smallest number added are at most 108 digits apart (1E60 and 1E-48). Beyond that,
 * digits below this span are cut from each number: still the same for every order. See
 * dec_sum.c. */
typedef struct DecSum {
    __int128 limb[DEC_SUM_LIMBS]; /* opaque */
    int32_t top;                  /* opaque */
    uint64_t n;                   /* numbers added, zeros too */
} DecSum;

void dec_sum_add(DecSum *sum, Dec value);
/* As if everything added to `other` had been added to `sum`. */
void dec_sum_merge(DecSum *sum, const DecSum *other);
/* The sum, rounded once to 34 digits half even; 0 if nothing was added. False (out untouched) on
 * overflow. */
bool dec_sum_get(const DecSum *sum, Dec *out);
