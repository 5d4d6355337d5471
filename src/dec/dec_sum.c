/* Exact sums in decimal limbs.
 *
 *   limb[j], j = 0 … 6, counts units of 10^(18 × (top - 6 + j) - 6192)
 *
 * A number falls into at most three neighbouring limbs (34 digits plus the offset inside a limb).
 * The window of seven limbs, 126 digits, hangs at the highest limb any number has reached; when a
 * higher one comes, the window moves up and what leaves it below is dropped. What is dropped from
 * a number depends only on that number and on the highest limb of all, never on the order: so the
 * sum has the same digits for every order and grouping, always, and is exact as long as the largest
 * number and the last digit of the smallest one lie within 108 digits of each other.
 *
 * Limbs are 128 bits for parts below 10^18: no carry for 10^20 additions.
 */
#include "dec/dec_column.h"

#include <string.h>

#include "dec/dec_private.h"

enum {
    LIMB_DIGITS = 18,
    N = DEC_SUM_LIMBS,
    EXP_OFFSET = 6192, /* 344 × 18 >= 6176: limb numbers start at 0 */
    FIRST = N + 3,     /* number of limb 0: keeps `top` > 0 and the window's low end >= 0 */
};

static const uint64_t LIMB_BASE = UINT64_C(1000000000000000000);

/* Moves the window so that its highest limb is number `top`. */
static void raise_top(DecSum *sum, int32_t top)
{
    int32_t shift = top - sum->top;

    if (shift <= 0)
        return;
    if (sum->top == 0 || shift >= N) {
        memset(sum->limb, 0, sizeof sum->limb);
    } else {
        memmove(sum->limb, sum->limb + shift, (size_t)(N - shift) * sizeof sum->limb[0]);
        memset(sum->limb + N - shift, 0, (size_t)shift * sizeof sum->limb[0]);
    }
    sum->top = top;
}

void dec_sum_add(DecSum *sum, Dec value)
{
    U128 coeff = dec_coeff(value);
    unsigned place = (unsigned)(dec_exp10(value) + EXP_OFFSET);
    uint64_t unit = (uint64_t)dec_power10[place % LIMB_DIGITS];
    int32_t number = FIRST + (int32_t)(place / LIMB_DIGITS);
    uint64_t part[3] = {0, 0, 0};
    int n_parts;

    sum->n++;
    if (coeff == 0)
        return;
    if (coeff < LIMB_BASE) {
        U128 low = (uint64_t)coeff * (U128)unit;
        part[1] = low < LIMB_BASE ? 0 : (uint64_t)(low / LIMB_BASE);
        part[0] = (uint64_t)low - part[1] * LIMB_BASE;
    } else {
        uint64_t high = (uint64_t)(coeff / LIMB_BASE);
        U128 low = (U128)((uint64_t)coeff - high * LIMB_BASE) * unit;
        U128 middle = (U128)high * unit + low / LIMB_BASE;
        part[0] = (uint64_t)(low % LIMB_BASE);
        part[1] = (uint64_t)(middle % LIMB_BASE);
        part[2] = (uint64_t)(middle / LIMB_BASE);
    }
    n_parts = part[2] ? 3 : part[1] ? 2 : 1;
    raise_top(sum, number + n_parts - 1);
    for (int i = 0; i < n_parts; i++) {
        int at = number + i - (sum->top - N + 1);
        if (at >= 0)
            sum->limb[at] += dec_is_negative(value) ? -(__int128)part[i] : (__int128)part[i];
    }
}

void dec_sum_merge(DecSum *sum, const DecSum *other)
{
    sum->n += other->n;
    if (other->top == 0)
        return;
    raise_top(sum, other->top);
    for (int j = 0; j < N; j++) {
        int at = j - (sum->top - other->top);
        if (at >= 0)
            sum->limb[at] += other->limb[j];
    }
}

/* Carries, so that every limb lies in 0 … LIMB_BASE - 1. Returns what leaves at the top: below 0
 * for a negative sum. */
static __int128 carry_all(const __int128 *limb, int64_t *out)
{
    __int128 carry = 0;

    for (int j = 0; j < N; j++) {
        __int128 total = limb[j] + carry;
        carry = total / LIMB_BASE;
        if (total - carry * LIMB_BASE < 0)
            carry--;
        out[j] = (int64_t)(total - carry * LIMB_BASE);
    }
    return carry;
}

bool dec_sum_get(const DecSum *sum, Dec *out)
{
    __int128 limb[N];
    int64_t digits[N + 2]; /* two more for the carry, which is below 10^36 */
    __int128 carry = carry_all(sum->limb, digits);
    bool negative = carry < 0;
    bool sticky = false;
    int high = N + 1;
    int extra;
    uint64_t next;
    uint64_t unit;
    U128 coeff;

    if (negative) {
        for (int j = 0; j < N; j++)
            limb[j] = -sum->limb[j];
        carry = carry_all(limb, digits);
    }
    digits[N] = (int64_t)(carry % LIMB_BASE);
    digits[N + 1] = (int64_t)(carry / LIMB_BASE);
    while (high > 0 && digits[high] == 0)
        high--;
    /* Two limbs hold 19 to 36 digits (or a single one stands at the low end); a third fills up. */
    coeff = (U128)digits[high] * LIMB_BASE + (uint64_t)(high >= 1 ? digits[high - 1] : 0);
    extra = 38 - dec_n_digits(coeff);
    extra = extra > LIMB_DIGITS ? LIMB_DIGITS : extra;
    unit = (uint64_t)dec_power10[LIMB_DIGITS - extra];
    next = (uint64_t)(high >= 2 ? digits[high - 2] : 0);
    coeff = coeff * dec_power10[extra] + next / unit;
    sticky = next % unit != 0;
    for (int j = 0; j < high - 2; j++)
        sticky = sticky || digits[j] != 0;
    return dec_pack_rounded(
        negative, coeff, (int64_t)LIMB_DIGITS * (sum->top - FIRST - N + high) - EXP_OFFSET - extra,
        sticky, out);
}
