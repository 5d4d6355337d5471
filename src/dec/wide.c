#include "dec/wide_private.h"

#include <string.h>

#include <glib.h>

enum { LIMB_DIGITS = 9, N = WIDE_LIMBS };

/* Makes the top limb non-zero by moving left; zero gets its one form. */
static void normalise(Wide *a)
{
    int empty = 0;

    while (empty < N && a->limb[N - 1 - empty] == 0)
        empty++;
    if (empty == N) {
        *a = (Wide){.sign = 0};
        return;
    }
    if (empty == 0)
        return;
    memmove(a->limb + empty, a->limb, (size_t)(N - empty) * sizeof a->limb[0]);
    memset(a->limb, 0, (size_t)empty * sizeof a->limb[0]);
    a->pos -= empty;
}

/* exp10 = 9 × pos + shift with shift in 0 … 8 */
static int split_exp10(int32_t exp10, int64_t *out_pos)
{
    int32_t shift = exp10 % LIMB_DIGITS;

    if (shift < 0)
        shift += LIMB_DIGITS;
    *out_pos = (exp10 - shift) / LIMB_DIGITS;
    return shift;
}

Wide wide_from_dec(Dec d)
{
    uint64_t carry = 0;
    U128 coeff = dec_coeff(d);
    Wide w = {.sign = dec_sign(d)};
    int shift = split_exp10(dec_exp10(d), &w.pos);

    for (int i = 0; i < 5; i++) { /* 34 + 8 digits in 5 limbs */
        uint64_t part = (uint64_t)(coeff % WIDE_BASE) * (uint64_t)dec_power10[shift] + carry;
        coeff /= WIDE_BASE;
        w.limb[i] = (uint32_t)(part % WIDE_BASE);
        carry = part / WIDE_BASE;
    }
    normalise(&w);
    return w;
}

Wide wide_from_int(int32_t value)
{
    return wide_from_dec(dec_from_int(value));
}

Wide wide_power_of_ten(int32_t exp10)
{
    Wide w = {.sign = 1};
    int shift = split_exp10(exp10, &w.pos);

    w.limb[N - 1] = (uint32_t)dec_power10[shift];
    w.pos -= N - 1;
    return w;
}

Wide wide_neg(Wide a)
{
    a.sign = -a.sign;
    return a;
}

/* Sign of |a| - |b|; both not 0. */
static int compare_magnitude(const Wide *a, const Wide *b)
{
    if (a->pos != b->pos)
        return a->pos < b->pos ? -1 : 1;
    for (int i = N - 1; i >= 0; i--)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

/* |big| + |small| × sign, where |big| >= |small| and sign is 1 or -1. */
static Wide add_magnitude(const Wide *big, const Wide *small, int sign)
{
    int64_t shift = big->pos - small->pos; /* limbs of `small` that are cut */
    int64_t carry = 0;
    Wide sum = *big;

    if (shift >= N)
        return sum;
    for (int i = 0; i < N; i++) {
        int64_t part = i + shift < N ? (int64_t)small->limb[i + shift] : 0;
        int64_t total = (int64_t)big->limb[i] + sign * part + carry;
        carry = total < 0 ? -1 : total / WIDE_BASE;
        sum.limb[i] = (uint32_t)(total - carry * WIDE_BASE);
    }
    if (carry > 0) {
        memmove(sum.limb, sum.limb + 1, (N - 1) * sizeof sum.limb[0]);
        sum.limb[N - 1] = (uint32_t)carry;
        sum.pos++;
    }
    normalise(&sum);
    return sum;
}

Wide wide_add(const Wide *a, const Wide *b)
{
    if (a->sign == 0)
        return *b;
    if (b->sign == 0)
        return *a;
    if (compare_magnitude(a, b) < 0)
        return add_magnitude(b, a, a->sign * b->sign);
    return add_magnitude(a, b, a->sign * b->sign);
}

Wide wide_mul(const Wide *a, const Wide *b)
{
    uint32_t product[2 * N];
    uint64_t carry = 0;
    int top;
    Wide r = {.sign = a->sign * b->sign};

    if (r.sign == 0)
        return r;
    for (int k = 0; k < 2 * N - 1; k++) {
        uint64_t column = carry; /* 12 × (10^9 - 1)^2 + carry < 2^64 */
        for (int i = MAX(0, k - N + 1); i <= MIN(k, N - 1); i++)
            column += (uint64_t)a->limb[i] * b->limb[k - i];
        product[k] = (uint32_t)(column % WIDE_BASE);
        carry = column / WIDE_BASE;
    }
    product[2 * N - 1] = (uint32_t)carry;
    top = product[2 * N - 1] ? N : N - 1;
    memcpy(r.limb, product + top, sizeof r.limb);
    r.pos = a->pos + b->pos + top;
    return r;
}

Wide wide_div_small(const Wide *a, uint32_t divisor)
{
    uint64_t rest = 0;
    Wide r = {.sign = a->sign, .pos = a->pos - 1};
    uint32_t quotient[N + 1];

    if (a->sign == 0)
        return r;
    for (int i = N; i >= 0; i--) {
        uint64_t part = rest * WIDE_BASE + (i > 0 ? a->limb[i - 1] : 0);
        quotient[i] = (uint32_t)(part / divisor);
        rest = part % divisor;
    }
    /* One limb more than fits: the top one is 0 exactly if the divisor is above the top limb. */
    if (quotient[N]) {
        memcpy(r.limb, quotient + 1, sizeof r.limb);
        r.pos++;
    } else {
        memcpy(r.limb, quotient, sizeof r.limb);
    }
    return r;
}

/* out[0 … n] = a[0 … n-1] × k; k < 10^9 */
static void scale_limbs(const uint32_t *a, int n, uint32_t k, uint32_t *out)
{
    uint64_t carry = 0;

    for (int i = 0; i < n; i++) {
        uint64_t part = (uint64_t)a[i] * k + carry;
        out[i] = (uint32_t)(part % WIDE_BASE);
        carry = part / WIDE_BASE;
    }
    out[n] = (uint32_t)carry;
}

/* u[0 … N] -= v[0 … N-1] × q; returns whether the result is negative (then it wraps). */
static bool subtract_times(uint32_t *u, const uint32_t *v, uint64_t q)
{
    uint64_t carry = 0;
    int64_t borrow = 0;

    for (int i = 0; i <= N; i++) {
        uint64_t part = (i < N ? v[i] * q : 0) + carry;
        int64_t diff = (int64_t)u[i] - (int64_t)(part % WIDE_BASE) - borrow;
        carry = part / WIDE_BASE;
        borrow = diff < 0;
        u[i] = (uint32_t)(diff + borrow * WIDE_BASE);
    }
    return borrow != 0;
}

static void add_back(uint32_t *u, const uint32_t *v)
{
    uint32_t carry = 0;

    for (int i = 0; i <= N; i++) {
        uint32_t part = u[i] + (i < N ? v[i] : 0) + carry;
        carry = part >= WIDE_BASE;
        u[i] = part - carry * WIDE_BASE;
    }
}

/* Long division by estimated limbs: Knuth, The Art of Computer Programming 2,
 * 4.3.1, algorithm D. */
Wide wide_div(const Wide *a, const Wide *b)
{
    uint32_t u[2 * N + 2] = {0}; /* the dividend, then the running rest */
    uint32_t v[N + 1];
    uint32_t quotient[N + 1];
    uint32_t scale = WIDE_BASE / (b->limb[N - 1] + 1);
    int top;
    Wide r = {.sign = a->sign * b->sign};

    if (r.sign == 0)
        return r;
    scale_limbs(a->limb, N, scale, u + N);
    scale_limbs(b->limb, N, scale, v); /* the top limb is now at least half of the base */
    for (int j = N; j >= 0; j--) {
        uint64_t high = (uint64_t)u[j + N] * WIDE_BASE + u[j + N - 1];
        uint64_t q = MIN(high / v[N - 1], (uint64_t)WIDE_BASE - 1);
        if (subtract_times(u + j, v, q)) {
            do {
                q--;
                add_back(u + j, v);
            } while (u[j + N] != 0);
        }
        quotient[j] = (uint32_t)q;
    }
    top = quotient[N] ? 1 : 0;
    memcpy(r.limb, quotient + top, sizeof r.limb);
    r.pos = a->pos - b->pos - N + top;
    return r;
}

int64_t wide_magnitude(const Wide *a)
{
    return (a->pos + N - 1) * LIMB_DIGITS + dec_n_digits(a->limb[N - 1]) - 1;
}

Wide wide_trim(Wide a)
{
    bool up = a.limb[1] > WIDE_BASE / 2 ||
              (a.limb[1] == WIDE_BASE / 2 && (a.limb[0] != 0 || (a.limb[2] & 1) != 0));

    a.limb[0] = 0;
    a.limb[1] = 0;
    for (int i = 2; up && i < N; i++) {
        a.limb[i]++;
        up = a.limb[i] == WIDE_BASE;
        if (up)
            a.limb[i] = 0;
    }
    if (up) { /* all nines */
        a.limb[N - 1] = 1;
        a.pos++;
    }
    return a;
}

bool wide_to_dec(const Wide *a, Dec *out)
{
    U128 coeff = 0;
    bool sticky = false;
    int extra;
    uint32_t unit;
    int64_t pos = CLAMP(a->pos, -10000, 10000); /* far outside, but safe to multiply */

    /* The top 4 limbs hold 28 to 36 digits; from the fifth come enough for 35 or more. */
    for (int i = N - 1; i >= N - 4; i--)
        coeff = coeff * WIDE_BASE + a->limb[i];
    for (int i = 0; i < N - 5; i++)
        sticky = sticky || a->limb[i] != 0;
    extra = MIN(38 - dec_n_digits(coeff), LIMB_DIGITS);
    unit = (uint32_t)dec_power10[LIMB_DIGITS - extra];
    coeff = coeff * dec_power10[extra] + a->limb[N - 5] / unit;
    sticky = sticky || a->limb[N - 5] % unit != 0;
    return dec_pack_rounded(a->sign < 0, coeff, (pos + N - 4) * LIMB_DIGITS - extra, sticky, out);
}

int32_t wide_to_int(const Wide *a)
{
    Dec d;
    Dec rounded;
    int64_t value = 0;

    if (wide_to_dec(a, &d) && dec_round(d, 0, DEC_HALF_UP, &rounded))
        (void)dec_to_int64(rounded, &value); /* the caller keeps it in range */
    return (int32_t)value;
}
