/* wide_private.h - decimal floating point of 100 to 108 digits, for pow, exp and log.
 *
 * value = sign × Σ limb[i] × 10^(9 × (i + pos)), i = 0 … WIDE_LIMBS - 1, each limb < 10^9, the top
 * limb not 0 unless the value is 0. Results that need more digits are cut toward zero, others are
 * exact. Base 10 (not 2) makes products and quotients of short decimals exact, so that ties at the
 * 35th digit are seen as ties. Base 10^9, because the 12 partial products of a column add up in 64
 * bits without a carry.
 */
#pragma once

#include "dec/dec_private.h"

enum { WIDE_LIMBS = 12, WIDE_BASE = 1000000000 };

typedef struct Wide {
    int sign;                  /* -1, 0, 1 */
    int64_t pos;               /* in limbs; 0 for 0 */
    uint32_t limb[WIDE_LIMBS]; /* little end first */
} Wide;

Wide wide_from_dec(Dec d);
Wide wide_from_int(int32_t value);
Wide wide_power_of_ten(int32_t exp10);
Wide wide_neg(Wide a);
Wide wide_add(const Wide *a, const Wide *b);
Wide wide_mul(const Wide *a, const Wide *b);
Wide wide_div(const Wide *a, const Wide *b); /* b not 0 */
/* 0 < divisor < 10^9 */
Wide wide_div_small(const Wide *a, uint32_t divisor);
/* Power of ten of the first digit (0 for 1 … 9.99). a not 0. */
int64_t wide_magnitude(const Wide *a);
/* Rounds half to even to 82 … 90 digits: takes the error of a series off a value that is exact. */
Wide wide_trim(Wide a);
/* Rounds once to 34 digits, half to even; false on overflow. */
bool wide_to_dec(const Wide *a, Dec *out);
/* The nearest integer (ties away from zero), |a| < 10^9. */
int32_t wide_to_int(const Wide *a);
