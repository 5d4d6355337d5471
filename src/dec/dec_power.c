/* pow, exp and log, with 100 digits of working precision and one rounding at the end.
 *
 * The library's functions compute with 113 binary digits and lose the last decimal ones (log near
 * 1, powers with a long exponent); only its logarithm serves here, as a first guess.
 *
 *   whole exponents   left-to-right squaring: the result is exact as long as it has 100 digits, so
 *                     that ties are seen; after that n multiplications lose log10(2n) digits.
 *   log               x = m × 10^k; one step of Halley's iteration on exp(y) = m triples the
 *                     digits of the guess; then + k × log(10).
 *   exp               x = k × log(10) + r; Taylor series for r / 256; eight squarings.
 *   other exponents   exp(y × log(x)), trimmed to 82 digits so that exact results (4 ** 0.5, and
 *                     ties as in 15.5^2 ** 1.5) come out exact.
 */
#include <glib.h>

#include "dec/bid_private.h"
#include "dec/dec_private.h"
#include "dec/wide_private.h"

enum {
    FAR = 20000,       /* a power of ten no result reaches: 10^±FAR is overflow or 0 */
    EXP_LIMIT = 16000, /* > 6176 × log(10) */
    HALVINGS = 8,
};

/* log(10), cut after 100 digits */
static const Wide LOG_10 = {
    .sign = 1,
    .pos = -11,
    .limb = {89598298, 235997205, 677352480, 967572609, 33327900, 628772976, 601101488, 684364207,
             17991454, 994045684, 302585092, 2},
};

static Wide wide_exp(const Wide *x)
{
    Wide quotient = wide_div(x, &LOG_10);
    int32_t k = wide_to_int(&quotient);
    Wide whole = wide_from_int(k);
    Wide shift = wide_mul(&whole, &LOG_10);
    Wide power;
    Wide r;
    Wide term = wide_from_int(1);
    Wide sum = term;

    shift = wide_neg(shift);
    r = wide_add(x, &shift);
    r = wide_div_small(&r, 1U << HALVINGS);
    for (uint32_t i = 1; term.sign != 0 && term.pos > sum.pos - WIDE_LIMBS; i++) {
        term = wide_mul(&term, &r);
        term = wide_div_small(&term, i);
        sum = wide_add(&sum, &term);
    }
    for (int i = 0; i < HALVINGS; i++)
        sum = wide_mul(&sum, &sum);
    power = wide_power_of_ten(k);
    return wide_mul(&sum, &power);
}

/* log of x > 0. */
static Wide wide_log(Dec x)
{
    static const uint64_t root_10 = 316227766; /* √10 × 10^8: keeps m in 0.316 … 3.162 */
    int digits = dec_n_digits(dec_coeff(x));
    int k = dec_exp10(x) + digits - 1;
    Dec m = dec_pack(false, dec_coeff(x), 1 - digits);
    _IDEC_flags flags = 0;
    Wide value;
    Wide guess;
    Wide power;
    Wide upper;
    Wide lower;

    if (dec_compare(m, dec_from_scaled((int64_t)root_10, 8)) > 0) {
        m = dec_pack(false, dec_coeff(x), -digits);
        k++;
    }
    value = wide_from_dec(m);
    if (dec_equal(m, dec_from_int(1)))
        guess = (Wide){.sign = 0};
    else
        guess =
            wide_from_dec(bid_to_dec(bid128_log(bid_from_dec(m), BID_ROUNDING_TO_NEAREST, &flags)));
    power = wide_exp(&guess);
    lower = wide_add(&value, &power);
    power = wide_neg(power);
    upper = wide_add(&value, &power);
    upper = wide_div(&upper, &lower);
    upper = wide_add(&upper, &upper);
    guess = wide_add(&guess, &upper); /* y + 2 (m - e^y) / (m + e^y) */
    power = wide_from_int(k);
    power = wide_mul(&power, &LOG_10);
    return wide_add(&guess, &power);
}

/* exp(x) as a Dec; false on overflow. */
static bool exp_of(const Wide *x, Dec *out)
{
    Wide result;

    if (x->sign != 0 && (wide_magnitude(x) >= 5 || ABS(wide_to_int(x)) > EXP_LIMIT)) {
        if (x->sign > 0)
            return false;
        *out = dec_zero();
        return true;
    }
    result = wide_exp(x);
    result = wide_trim(result);
    return wide_to_dec(&result, out);
}

bool dec_exp(Dec a, Dec *out)
{
    Wide x = wide_from_dec(a);

    return exp_of(&x, out);
}

bool dec_log(Dec a, Dec *out)
{
    Wide result;

    if (dec_sign(a) <= 0)
        return false;
    result = wide_log(a);
    return wide_to_dec(&result, out);
}

/* base^n for n >= 1, base not 0. Stops early, with any sign, where the result is far out of range:
 * from then on the magnitude only goes on in that direction. */
static Wide power_of(const Wide *base, U128 n)
{
    Wide result = *base;
    int bit = 127;

    while (!((n >> bit) & 1))
        bit--;
    for (bit--; bit >= 0; bit--) {
        if (ABS(wide_magnitude(&result)) > FAR)
            break;
        result = wide_mul(&result, &result);
        if ((n >> bit) & 1)
            result = wide_mul(&result, base);
    }
    return result;
}

/* base^±n for a whole n. */
static bool pow_whole(Dec base, bool negative, U128 n, Dec *out)
{
    Wide b = wide_from_dec(base);
    Wide one = wide_from_int(1);
    Wide result = power_of(&b, n);

    if (negative)
        result = wide_div(&one, &result);
    return wide_to_dec(&result, out);
}

/* |base| ^ exponent where the exponent is whole and 2^127 or more: |log(base)| >= 10^-34, so the
 * result is 1, 0 or an overflow. Such exponents are even (34 digits and zeros). */
static bool pow_huge(Dec base, bool negative, Dec *out)
{
    int order = dec_compare(dec_abs(base), dec_from_int(1));

    if (order != 0 && (order > 0) == !negative)
        return false;
    *out = order == 0 ? dec_from_int(1) : dec_zero();
    return true;
}

bool dec_pow(Dec base, Dec exponent, Dec *out)
{
    bool negative = dec_sign(exponent) < 0;
    __int128 n;
    Wide log;
    Wide y;

    if (dec_is_zero(exponent)) {
        *out = dec_from_int(1);
        return true;
    }
    if (dec_is_zero(base)) {
        if (!negative)
            *out = base;
        return !negative;
    }
    if (dec_is_integer(exponent)) {
        if (dec_to_scaled128(dec_abs(exponent), 0, &n))
            return pow_whole(base, negative, (U128)n, out);
        return pow_huge(base, negative, out);
    }
    if (dec_sign(base) < 0)
        return false;
    log = wide_log(base);
    y = wide_from_dec(exponent);
    y = wide_mul(&y, &log);
    return exp_of(&y, out);
}

Dec dec_cos(Dec a)
{
    _IDEC_flags flags = 0;

    return bid_to_dec(bid128_cos(bid_from_dec(a), BID_ROUNDING_TO_NEAREST, &flags));
}
