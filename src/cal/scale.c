/* Durations times and over numbers, exactly: feel-reference 4.4.
 *
 * A duration is an integer of at most 94 bits (nanoseconds), a number has 34 digits: their product
 * does not fit a Dec. Rounding it and cutting it off afterwards would be wrong whenever the exact
 * product lies just below a whole nanosecond. So: the product is built in 256 bits; the quotient
 * goes by way of the exact remainder.
 */
#include "cal/cal_arith.h"
#include "cal/cal_private.h"

typedef unsigned __int128 u128;

enum {
    LIMBS = 4,
    /* A factor with a smaller unit than 10^-96 is below 10^-62 (34 digits): times a duration
     * (28 digits) it gives less than 1. */
    SCALE_MAX = 96,
    POW10_STEP = 18,
};

static const uint64_t pow10_table[POW10_STEP + 1] = {
    UINT64_C(1),
    UINT64_C(10),
    UINT64_C(100),
    UINT64_C(1000),
    UINT64_C(10000),
    UINT64_C(100000),
    UINT64_C(1000000),
    UINT64_C(10000000),
    UINT64_C(100000000),
    UINT64_C(1000000000),
    UINT64_C(10000000000),
    UINT64_C(100000000000),
    UINT64_C(1000000000000),
    UINT64_C(10000000000000),
    UINT64_C(100000000000000),
    UINT64_C(1000000000000000),
    UINT64_C(10000000000000000),
    UINT64_C(100000000000000000),
    UINT64_C(1000000000000000000),
};

/* Little endian. */
typedef struct Wide {
    uint64_t limb[LIMBS];
} Wide;

static Wide wide_mul(u128 a, u128 b)
{
    uint64_t x[2] = {(uint64_t)a, (uint64_t)(a >> 64)};
    uint64_t y[2] = {(uint64_t)b, (uint64_t)(b >> 64)};
    Wide r = {{0}};

    for (int i = 0; i < 2; i++) {
        u128 carry = 0;
        for (int j = 0; j < 2; j++) {
            carry += (u128)x[i] * y[j] + r.limb[i + j];
            r.limb[i + j] = (uint64_t)carry;
            carry >>= 64;
        }
        r.limb[i + 2] = (uint64_t)carry;
    }
    return r;
}

/* Divides in place, cutting off. */
static void wide_div(Wide *w, uint64_t divisor)
{
    u128 rest = 0;

    for (int i = LIMBS - 1; i >= 0; i--) {
        rest = rest << 64 | w->limb[i];
        w->limb[i] = (uint64_t)(rest / divisor);
        rest %= divisor;
    }
}

/* n × coeff ÷ 10^scale, cut off. False if it needs more than 127 bits. */
static bool scaled_product(u128 n, u128 coeff, int scale, __int128 *out)
{
    Wide w = wide_mul(n, coeff);

    for (; scale > 0; scale -= POW10_STEP)
        wide_div(&w, pow10_table[scale < POW10_STEP ? scale : POW10_STEP]);
    if (w.limb[3] != 0 || w.limb[2] != 0 || w.limb[1] >> 63 != 0)
        return false;
    *out = (__int128)((u128)w.limb[1] << 64 | w.limb[0]);
    return true;
}

/* n × factor, cut off. n >= 0, factor > 0. */
static bool product(__int128 n, Dec factor, __int128 *out)
{
    __int128 coeff;

    if (n == 0) {
        *out = 0;
        return true;
    }
    for (int scale = 0; scale <= SCALE_MAX; scale++) {
        if (dec_to_scaled128(factor, scale, &coeff))
            return scaled_product((u128)n, (u128)coeff, scale, out);
    }
    /* Not one scale fits: the factor is far too large or far too small. */
    if (dec_compare(factor, dec_from_int(1)) >= 0)
        return false;
    *out = 0;
    return true;
}

/* n ÷ divisor, cut off. n >= 0 and below 10^28, divisor > 0.
 * With r = n mod divisor (exact), (n - r) ÷ divisor is a whole number. Two roundings of 34 digits
 * move it by less than 10^-5 as long as it is below 10^28, so the nearest whole number is it. */
static bool quotient(__int128 n, Dec divisor, __int128 *out)
{
    Dec dividend = dec_from_int128(n, 0);
    Dec rest, whole, q;

    return dec_modulo(dividend, divisor, &rest) && dec_sub(dividend, rest, &whole) &&
           dec_div(whole, divisor, &q) && dec_round(q, 0, DEC_HALF_EVEN, &q) &&
           dec_to_scaled128(q, 0, out);
}

static bool scale_exact(__int128 n, Dec factor, bool divide, __int128 *out)
{
    bool negative = (n < 0) != (dec_sign(factor) < 0);
    __int128 magnitude = n < 0 ? -n : n;
    __int128 r = 0;

    if (dec_is_zero(factor)) {
        if (divide)
            return false;
    } else {
        Dec f = dec_abs(factor);
        if (!(divide ? quotient(magnitude, f, &r) : product(magnitude, f, &r)))
            return false;
    }
    *out = negative ? -r : r;
    return true;
}

bool cal_dt_scale(CalDtDuration a, Dec factor, bool divide, CalDtDuration *out)
{
    __int128 r;

    return scale_exact(cal_dt_nanos(a), factor, divide, &r) && cal_dt_from_nanos(r, out);
}

bool cal_ym_scale(CalYmDuration a, Dec factor, bool divide, CalYmDuration *out)
{
    __int128 r;

    /* -2^63 could be written but not read again */
    if (!scale_exact(a, factor, divide, &r) || r > INT64_MAX || r < -INT64_MAX)
        return false;
    *out = (CalYmDuration)r;
    return true;
}

bool cal_dt_ratio(CalDtDuration a, CalDtDuration b, Dec *out)
{
    return dec_div(dec_from_int128(cal_dt_nanos(a), 0), dec_from_int128(cal_dt_nanos(b), 0), out);
}

bool cal_ym_ratio(CalYmDuration a, CalYmDuration b, Dec *out)
{
    return dec_div(dec_from_int(a), dec_from_int(b), out);
}
