/* dec_private.h - the bits of a Dec, and the exact fast paths that scalars and columns share.
 *
 * BID encoding of decimal128, the only form that occurs here:
 *
 *     w[1]: | sign 1 | exponent + 6176: 14 bits | coefficient, high 49 bits |   w[0]: low 64 bits
 *
 * value = ±coefficient × 10^exponent, coefficient < 10^34. The one zero is all bits 0, so zeroed
 * memory holds zeros; dec.c keeps zeros away from the library, whose sum with 0E-6176 would be
 * padded to 34 digits.
 *
 * The fast paths try_* give the same bits as the library (exact result, IEEE preferred exponent)
 * or decline; a wrong guess costs a few compares. They take 2 to 4 ns, the library 20 to 70
 * (bench/bench_dec.c).
 */
#pragma once

#include "dec/dec.h"

typedef unsigned __int128 U128;

enum {
    DEC_MIN_EXP = -6176,
    DEC_MAX_EXP = 6111, /* of the coefficient taken as an integer */
    DEC_BIAS = 6176,
    DEC_N_POWERS = 39,
};

#define DEC_SIGN_BIT   UINT64_C(0x8000000000000000)
#define DEC_HIGH_COEFF UINT64_C(0x0001FFFFFFFFFFFF)
#define DEC_SPECIAL    UINT64_C(0x7800000000000000) /* set in infinities and NaN only */

extern const U128 dec_power10[DEC_N_POWERS]; /* 10^0 … 10^38 */

static inline U128 dec_coeff(Dec d)
{
    return ((U128)(d.w[1] & DEC_HIGH_COEFF) << 64) | d.w[0];
}

static inline int dec_exp10(Dec d)
{
    return (int)((d.w[1] >> 49) & 0x3FFF) - DEC_BIAS;
}

static inline bool dec_is_negative(Dec d)
{
    return (d.w[1] & DEC_SIGN_BIT) != 0;
}

static inline bool dec_is_zero_bits(Dec d)
{
    return (d.w[0] | d.w[1]) == 0;
}

/* coeff < 10^34, exponent within DEC_MIN_EXP … DEC_MAX_EXP; nothing is rounded. */
static inline Dec dec_pack(bool negative, U128 coeff, int exp10)
{
    Dec d = {
        {0, 0}
    };

    if (coeff == 0)
        return d;
    d.w[0] = (uint64_t)coeff;
    d.w[1] = (negative ? DEC_SIGN_BIT : 0) | ((uint64_t)(exp10 + DEC_BIAS) << 49) |
             (uint64_t)(coeff >> 64);
    return d;
}

/* Number of decimal digits, 0 for 0. */
int dec_n_digits(U128 coeff);

/* Rounds ±coeff × 10^exp10 to a Dec, half to even. `sticky` says that the true value is a little
 * larger in magnitude than coeff; coeff then has 35 digits or more. False on overflow. */
bool dec_pack_rounded(bool negative, U128 coeff, int64_t exp10, bool sticky, Dec *out);

/* Sign of |a| - |b|; neither is zero. */
static inline int dec_compare_magnitude(Dec a, Dec b)
{
    U128 ca = dec_coeff(a);
    U128 cb = dec_coeff(b);
    int shift = dec_exp10(a) - dec_exp10(b);

    if (shift > 0) {
        if (shift > DEC_MAX_DIGITS || ca >= dec_power10[DEC_MAX_DIGITS - shift])
            return 1; /* a has 35 digits or more in units of b */
        ca *= dec_power10[shift];
    } else if (shift < 0) {
        if (shift < -DEC_MAX_DIGITS || cb >= dec_power10[DEC_MAX_DIGITS + shift])
            return -1;
        cb *= dec_power10[-shift];
    }
    return (ca > cb) - (ca < cb);
}

/* a + b if it is exact in 34 digits after aligning to the smaller exponent; false = ask the
 * library. Neither is zero. */
static inline bool dec_try_add(Dec a, Dec b, Dec *out)
{
    U128 ca = dec_coeff(a);
    U128 cb = dec_coeff(b);
    int ea = dec_exp10(a);
    int eb = dec_exp10(b);
    bool negative = dec_is_negative(a);

    if (ea > eb) {
        if (ea - eb > DEC_MAX_DIGITS || ca >= dec_power10[DEC_MAX_DIGITS - (ea - eb)])
            return false;
        ca *= dec_power10[ea - eb];
        ea = eb;
    } else if (eb > ea) {
        if (eb - ea > DEC_MAX_DIGITS || cb >= dec_power10[DEC_MAX_DIGITS - (eb - ea)])
            return false;
        cb *= dec_power10[eb - ea];
    }
    if (dec_is_negative(b) == negative) {
        ca += cb;
        if (ca >= dec_power10[DEC_MAX_DIGITS])
            return false;
    } else if (ca >= cb) {
        ca -= cb;
    } else {
        ca = cb - ca;
        negative = !negative;
    }
    *out = dec_pack(negative, ca, ea);
    return true;
}

/* a × b if both coefficients fit 64 bits and the product 34 digits. Neither is zero. */
static inline bool dec_try_mul(Dec a, Dec b, Dec *out)
{
    int exp10 = dec_exp10(a) + dec_exp10(b);
    U128 product;

    if (((a.w[1] | b.w[1]) & DEC_HIGH_COEFF) != 0)
        return false;
    product = (U128)a.w[0] * b.w[0];
    if (product >= dec_power10[DEC_MAX_DIGITS] || exp10 < DEC_MIN_EXP || exp10 > DEC_MAX_EXP)
        return false;
    *out = dec_pack(dec_is_negative(a) != dec_is_negative(b), product, exp10);
    return true;
}

/* The library's sum and product; false on overflow. */
bool dec_add_slow(Dec a, Dec b, Dec *out);
bool dec_mul_slow(Dec a, Dec b, Dec *out);
