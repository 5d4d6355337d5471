#include "dec/dec.h"

#include <glib.h>

#include "dec/bid_private.h"
#include "dec/dec_private.h"

#define P19      ((U128)UINT64_C(10000000000000000000))
#define P(zeros) ((U128)UINT64_C(1##zeros))

const U128 dec_power10[DEC_N_POWERS] = {
    1,
    P(0),
    P(00),
    P(000),
    P(0000),
    P(00000),
    P(000000),
    P(0000000),
    P(00000000),
    P(000000000),
    P(0000000000),
    P(00000000000),
    P(000000000000),
    P(0000000000000),
    P(00000000000000),
    P(000000000000000),
    P(0000000000000000),
    P(00000000000000000),
    P(000000000000000000),
    P19,
    P19 *P(0),
    P19 *P(00),
    P19 *P(000),
    P19 *P(0000),
    P19 *P(00000),
    P19 *P(000000),
    P19 *P(0000000),
    P19 *P(00000000),
    P19 *P(000000000),
    P19 *P(0000000000),
    P19 *P(00000000000),
    P19 *P(000000000000),
    P19 *P(0000000000000),
    P19 *P(00000000000000),
    P19 *P(000000000000000),
    P19 *P(0000000000000000),
    P19 *P(00000000000000000),
    P19 *P(000000000000000000),
    P19 *P19,
};

int dec_n_digits(U128 coeff)
{
    uint64_t high = (uint64_t)(coeff >> 64);
    int bits;
    int digits;

    if (coeff == 0)
        return 0;
    bits = high ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll((uint64_t)coeff);
    digits = (bits * 1233) >> 12; /* floor of bits × log10(2), right for 1 … 128 bits */
    return digits < DEC_N_POWERS && coeff >= dec_power10[digits] ? digits + 1 : digits;
}

bool dec_pack_rounded(bool negative, U128 coeff, int64_t exp10, bool sticky, Dec *out)
{
    int digits = dec_n_digits(coeff);
    int64_t drop = MAX((int64_t)digits - DEC_MAX_DIGITS, DEC_MIN_EXP - exp10);

    if (coeff == 0 || drop >= DEC_N_POWERS || drop > digits) { /* below half of 1E-6176 */
        *out = dec_zero();
        return true;
    }
    if (drop > 0) {
        U128 unit = dec_power10[drop];
        U128 rest = coeff % unit;
        coeff /= unit;
        if (rest > unit / 2 || (rest == unit / 2 && (sticky || (coeff & 1))))
            coeff++;
        exp10 += drop;
        digits = dec_n_digits(coeff);
        if (digits > DEC_MAX_DIGITS) { /* 999…9.5: the next power of ten */
            coeff /= 10;
            digits--;
            exp10++;
        }
    }
    if (exp10 > DEC_MAX_EXP) {
        if (exp10 - DEC_MAX_EXP > DEC_MAX_DIGITS - digits)
            return false;
        coeff *= dec_power10[exp10 - DEC_MAX_EXP];
        exp10 = DEC_MAX_EXP;
    }
    *out = dec_pack(negative, coeff, (int)exp10);
    return true;
}

/* Takes what the library gave, if it is finite, as our one form. */
static bool accept(BID_UINT128 result, Dec *out)
{
    Dec d = bid_to_dec(result);

    if ((d.w[1] & DEC_SPECIAL) == DEC_SPECIAL)
        return false;
    *out = dec_coeff(d) == 0 ? dec_zero() : d;
    return true;
}

Dec dec_zero(void)
{
    return (Dec){
        {0, 0}
    };
}

Dec dec_from_int(int64_t value)
{
    return dec_from_scaled(value, 0);
}

Dec dec_from_scaled(int64_t coeff, int scale)
{
    g_return_val_if_fail(scale >= -6000 && scale <= 6000, dec_zero());
    return dec_pack(coeff < 0, coeff < 0 ? 0 - (uint64_t)coeff : (uint64_t)coeff, -scale);
}

Dec dec_from_int128(__int128 coeff, int scale)
{
    Dec d = dec_zero();

    g_return_val_if_fail(scale >= -6000 && scale <= 6000, d);
    (void)dec_pack_rounded(coeff < 0, coeff < 0 ? 0 - (U128)coeff : (U128)coeff, -scale, false,
                           &d); /* 39 digits × 10^±6000 is never out of range */
    return d;
}

bool dec_add_slow(Dec a, Dec b, Dec *out)
{
    _IDEC_flags flags = 0;

    return accept(bid128_add(bid_from_dec(a), bid_from_dec(b), BID_ROUNDING_TO_NEAREST, &flags),
                  out);
}

bool dec_mul_slow(Dec a, Dec b, Dec *out)
{
    _IDEC_flags flags = 0;

    return accept(bid128_mul(bid_from_dec(a), bid_from_dec(b), BID_ROUNDING_TO_NEAREST, &flags),
                  out);
}

bool dec_add(Dec a, Dec b, Dec *out)
{
    if (dec_is_zero_bits(a) || dec_is_zero_bits(b)) {
        *out = dec_is_zero_bits(a) ? b : a;
        return true;
    }
    return dec_try_add(a, b, out) || dec_add_slow(a, b, out);
}

bool dec_sub(Dec a, Dec b, Dec *out)
{
    return dec_add(a, dec_neg(b), out);
}

bool dec_mul(Dec a, Dec b, Dec *out)
{
    if (dec_is_zero_bits(a) || dec_is_zero_bits(b)) {
        *out = dec_zero();
        return true;
    }
    return dec_try_mul(a, b, out) || dec_mul_slow(a, b, out);
}

bool dec_div(Dec a, Dec b, Dec *out)
{
    _IDEC_flags flags = 0;

    if (dec_is_zero_bits(b))
        return false;
    if (dec_is_zero_bits(a)) {
        *out = dec_zero();
        return true;
    }
    return accept(bid128_div(bid_from_dec(a), bid_from_dec(b), BID_ROUNDING_TO_NEAREST, &flags),
                  out);
}

bool dec_modulo(Dec dividend, Dec divisor, Dec *out)
{
    _IDEC_flags flags = 0;
    Dec rest;

    if (dec_is_zero_bits(divisor))
        return false;
    if (dec_is_zero_bits(dividend)) {
        *out = dec_zero();
        return true;
    }
    /* fmod truncates the quotient and is exact; a rest of the wrong sign is one divisor short. */
    if (!accept(bid128_fmod(bid_from_dec(dividend), bid_from_dec(divisor), &flags), &rest))
        return false;
    if (dec_is_zero_bits(rest) || dec_is_negative(rest) == dec_is_negative(divisor)) {
        *out = rest;
        return true;
    }
    return dec_add(rest, divisor, out);
}

bool dec_sqrt(Dec a, Dec *out)
{
    _IDEC_flags flags = 0;

    if (dec_is_negative(a))
        return false;
    if (dec_is_zero_bits(a)) {
        *out = a;
        return true;
    }
    return accept(bid128_sqrt(bid_from_dec(a), BID_ROUNDING_TO_NEAREST, &flags), out);
}

Dec dec_neg(Dec a)
{
    if (!dec_is_zero_bits(a))
        a.w[1] ^= DEC_SIGN_BIT;
    return a;
}

Dec dec_abs(Dec a)
{
    a.w[1] &= ~DEC_SIGN_BIT;
    return a;
}

int dec_sign(Dec a)
{
    if (dec_is_zero_bits(a))
        return 0;
    return dec_is_negative(a) ? -1 : 1;
}

bool dec_is_zero(Dec a)
{
    return dec_is_zero_bits(a);
}

int dec_compare(Dec a, Dec b)
{
    int sign = dec_sign(a);

    if (sign != dec_sign(b))
        return sign < dec_sign(b) ? -1 : 1;
    return sign == 0 ? 0 : sign * dec_compare_magnitude(a, b);
}

bool dec_equal(Dec a, Dec b)
{
    return dec_compare(a, b) == 0;
}
