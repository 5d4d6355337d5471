/* dec_column.h - kernels over plain arrays of numbers: no allocation, no branch on type per row.
 *
 * `ok` is a bitmap of n bits (bit i of word i/64): a kernel clears the bit of every row that has no
 * finite result and leaves that out[i] as 0; bits already clear stay clear and their inputs are
 * read but may hold anything valid (0). `ok` must have bits for all rows.
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

/* An exact sum. Zero-initialise, add, read. Order of adds never changes the result. A plain value
 * that may be copied. */
typedef struct DecSum {
    /* Numbers with at most 34 digits and exponents −40 … 40 go into a 384-bit fixed-point
     * accumulator at scale 40; others (not found in business data) are kept apart, see dec_sum.c */
    uint64_t words[6]; /* two's complement, little end first */
    Dec far_part;
    bool has_far; /* the far part is then added last; sums with it round once per far number */
    uint64_t n;
} DecSum;

void dec_sum_add(DecSum *sum, Dec value);
void dec_sum_merge(DecSum *sum, const DecSum *other);
/* The sum, rounded once to 34 digits half even. False on overflow. */
bool dec_sum_get(const DecSum *sum, Dec *out);
