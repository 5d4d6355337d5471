#include "dec/dec_private.h"

/* Does the cut-off part move the kept quotient one away from zero? `half` is the sign of twice the
 * rest less one unit; the rest is not zero. */
static bool rounds_away(DecRound mode, bool negative, bool odd, int half)
{
    switch (mode) {
    case DEC_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case DEC_HALF_UP:
        return half >= 0;
    case DEC_HALF_DOWN:
        return half > 0;
    case DEC_FLOOR:
        return negative;
    case DEC_CEILING:
        return !negative;
    case DEC_UP:
        return true;
    case DEC_DOWN:
        return false;
    }
    return false;
}

/* quotient and rest of coeff by 10^drop, drop >= 1; returns the sign of 2 × rest - 10^drop. */
static int cut(U128 coeff, int64_t drop, U128 *out_kept, bool *out_exact)
{
    U128 rest;
    U128 half;

    if (drop > DEC_MAX_DIGITS) { /* coeff < 10^34: less than half a unit */
        *out_kept = 0;
        *out_exact = coeff == 0;
        return -1;
    }
    half = dec_power10[drop] / 2;
    if (drop < 20 && coeff <= UINT64_MAX) { /* 64-bit division is several times faster */
        uint64_t unit = (uint64_t)dec_power10[drop];
        *out_kept = (uint64_t)coeff / unit;
        rest = (uint64_t)coeff % unit;
    } else {
        *out_kept = coeff / dec_power10[drop];
        rest = coeff - *out_kept * dec_power10[drop];
    }
    *out_exact = rest == 0;
    return (rest > half) - (rest < half);
}

bool dec_round(Dec a, int scale, DecRound mode, Dec *out)
{
    int64_t drop = -(int64_t)scale - dec_exp10(a); /* digits right of the scale */
    bool exact;
    U128 kept;
    int half;

    if (scale < DEC_MIN_SCALE || scale > DEC_MAX_SCALE)
        return false;
    if (drop <= 0 || dec_is_zero_bits(a)) {
        *out = a;
        return true;
    }
    half = cut(dec_coeff(a), drop, &kept, &exact);
    if (!exact && rounds_away(mode, dec_is_negative(a), (kept & 1) != 0, half))
        kept++;
    *out = dec_pack(dec_is_negative(a), kept, -scale); /* kept <= 10^33, so nothing overflows */
    return true;
}

bool dec_is_integer(Dec a)
{
    bool exact = true;
    U128 kept;

    if (dec_exp10(a) < 0)
        (void)cut(dec_coeff(a), -(int64_t)dec_exp10(a), &kept, &exact);
    return exact;
}

/* |a| × 10^scale. *out_exact: no fraction was cut. False if it does not fit 127 bits. */
static bool magnitude_scaled(Dec a, int scale, U128 *out, bool *out_exact)
{
    int64_t shift = (int64_t)dec_exp10(a) + scale;
    U128 limit = (U128)1 << 127;

    *out_exact = true;
    *out = dec_coeff(a);
    if (shift < 0)
        (void)cut(*out, -shift, out, out_exact);
    if (shift <= 0 || *out == 0)
        return true;
    return shift < DEC_N_POWERS && !__builtin_mul_overflow(*out, dec_power10[shift], out) &&
           *out < limit;
}

bool dec_to_scaled128(Dec a, int scale, __int128 *out)
{
    U128 magnitude;
    bool exact;

    if (!magnitude_scaled(a, scale, &magnitude, &exact) || !exact)
        return false;
    *out = dec_is_negative(a) ? -(__int128)magnitude : (__int128)magnitude;
    return true;
}

/* -2^63 … 2^63 - 1 */
static bool narrow(bool negative, U128 magnitude, int64_t *out)
{
    if (magnitude > (U128)INT64_MAX + (negative ? 1 : 0))
        return false;
    *out = (int64_t)(negative ? 0 - (uint64_t)magnitude : (uint64_t)magnitude);
    return true;
}

bool dec_to_scaled(Dec a, int scale, int64_t *out)
{
    U128 magnitude;
    bool exact;

    return magnitude_scaled(a, scale, &magnitude, &exact) && exact &&
           narrow(dec_is_negative(a), magnitude, out);
}

bool dec_to_int64(Dec a, int64_t *out)
{
    U128 magnitude;
    bool exact;

    return magnitude_scaled(a, 0, &magnitude, &exact) && narrow(dec_is_negative(a), magnitude, out);
}

/* Hash: the value modulo the prime 2^61 - 1, in which 10 has an inverse. So 1.0 and 1.00 hash alike
 * without stripping zeros. */
#define HASH_PRIME ((UINT64_C(1) << 61) - 1)

static uint64_t mul_mod(uint64_t a, uint64_t b)
{
    U128 product = (U128)a * b;
    uint64_t r = (uint64_t)(product & HASH_PRIME) + (uint64_t)(product >> 61);

    return r >= HASH_PRIME ? r - HASH_PRIME : r;
}

static uint64_t power_mod(uint64_t base, unsigned n)
{
    uint64_t result = 1;

    for (; n; n >>= 1) {
        if (n & 1)
            result = mul_mod(result, base);
        base = mul_mod(base, base);
    }
    return result;
}

uint64_t dec_hash(Dec a)
{
    static const uint64_t tenth = UINT64_C(2075258708292324556); /* 10 × it = 1 mod the prime */
    int exp10 = dec_exp10(a);
    uint64_t h = (uint64_t)(dec_coeff(a) % HASH_PRIME);

    h = mul_mod(h, exp10 < 0 ? power_mod(tenth, (unsigned)-exp10) : power_mod(10, (unsigned)exp10));
    if (dec_is_negative(a))
        h = ~h;
    h ^= h >> 32; /* spread: hash tables look at low bits */
    h *= UINT64_C(0x9E3779B97F4A7C15);
    return h ^ (h >> 29);
}
