/* exact.h - sums of shares in exact integers. Private to facts/.
 *
 * A sum is kept for each denominator apart (thirds with thirds) and put together at the end,
 * so that
 * its digits depend neither on the order of the facts nor on the number of persons. One thread owns
 * one.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "dec/dec.h"

/* num/den, reduced; den > 0. Zeroed memory is no number: use exact_zero. */
typedef struct Exact {
    __int128 num, den;
} Exact;

Exact exact_zero(void);
/* False if the result is beyond 127 bits. *out may be an operand. */
bool exact_add(Exact a, Exact b, Exact *out);
/* b is not 0. False as above. */
bool exact_div(Exact a, Exact b, Exact *out);
Exact exact_neg(Exact a);
bool exact_equal(Exact a, Exact b);
/* a / divisor (> 0) as a decimal of 34 digits, rounded once if it has more; false if it
 * overflows. */
bool exact_to_dec(Exact a, int64_t divisor, Dec *out);

typedef struct ExactSums ExactSums;

ExactSums *exact_sums_new(void);
void exact_sums_free(ExactSums *sums);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExactSums, exact_sums_free)

/* Adds value/den (den > 0) to the sum `slot` (>= 0). False if it is beyond 127 bits. */
bool exact_sums_add(ExactSums *sums, int64_t slot, int64_t den, __int128 value);
/* The sum of a slot, 0 if nothing was added. False if the denominators have no common one
 * that fits.
 * Sorts on first use: add no more after that. */
bool exact_sums_get(ExactSums *sums, int64_t slot, Exact *out);
