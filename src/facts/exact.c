#include "facts/exact.h"

#include <stdlib.h>

enum { FIRST_SLOTS = 1024 };

static __int128 gcd(__int128 a, __int128 b)
{
    while (b) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

Exact exact_zero(void)
{
    return (Exact){0, 1};
}

static Exact reduce(__int128 num, __int128 den)
{
    __int128 common = gcd(num, den);

    if (common == 0) /* cannot be: den is above 0 */
        return exact_zero();
    return (Exact){num / common, den / common};
}

bool exact_add(Exact a, Exact b, Exact *out)
{
    __int128 common = gcd(a.den, b.den);
    __int128 left, right, den, num;

    if (common == 0 || /* cannot be: both are above 0 */
        __builtin_mul_overflow(a.num, b.den / common, &left) ||
        __builtin_mul_overflow(b.num, a.den / common, &right) ||
        __builtin_mul_overflow(a.den, b.den / common, &den) ||
        __builtin_add_overflow(left, right, &num))
        return false;
    *out = reduce(num, den);
    return true;
}

bool exact_div(Exact a, Exact b, Exact *out)
{
    Exact top = reduce(a.num, b.num < 0 ? -b.num : b.num); /* crosswise: keeps them small */
    Exact side = reduce(b.num < 0 ? -b.den : b.den, a.den);
    __int128 num, den;

    if (__builtin_mul_overflow(top.num, side.num, &num) ||
        __builtin_mul_overflow(top.den, side.den, &den))
        return false;
    *out = (Exact){num, den};
    return true;
}

Exact exact_neg(Exact a)
{
    return (Exact){-a.num, a.den};
}

bool exact_equal(Exact a, Exact b)
{
    return a.num == b.num && a.den == b.den;
}

bool exact_to_dec(Exact a, int64_t divisor, Dec *out)
{
    __int128 den;

    if (__builtin_mul_overflow(a.den, (__int128)divisor, &den))
        return false;
    a = reduce(a.num, den);
    return dec_div(dec_from_int128(a.num, 0), dec_from_int128(a.den, 0), out);
}

/* ---- sums ------------------------------------------------------------------------------------ */

typedef struct Sum {
    __int128 value;
    int64_t slot;
    int64_t den; /* 0 = free */
} Sum;

struct ExactSums {
    Sum *sums; /* a hash table, then (sorted) an array of n */
    size_t n_slots, n;
    bool sorted;
};

ExactSums *exact_sums_new(void)
{
    ExactSums *t = g_new0(ExactSums, 1);

    t->n_slots = FIRST_SLOTS;
    t->sums = g_new0(Sum, t->n_slots);
    return t;
}

void exact_sums_free(ExactSums *t)
{
    if (!t)
        return;
    g_free(t->sums);
    g_free(t);
}

static Sum *find(const ExactSums *t, int64_t slot, int64_t den)
{
    uint64_t h = (uint64_t)slot * UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)den;
    size_t i;

    h *= UINT64_C(0xD6E8FEB86659FD93);
    i = (h ^ (h >> 32)) & (t->n_slots - 1);
    while (t->sums[i].den && (t->sums[i].slot != slot || t->sums[i].den != den))
        i = (i + 1) & (t->n_slots - 1);
    return &t->sums[i];
}

static void grow(ExactSums *t)
{
    Sum *old = t->sums;
    size_t n_old = t->n_slots;

    t->n_slots *= 2;
    t->sums = g_new0(Sum, t->n_slots);
    for (size_t i = 0; i < n_old; i++)
        if (old[i].den)
            *find(t, old[i].slot, old[i].den) = old[i];
    g_free(old);
}

bool exact_sums_add(ExactSums *t, int64_t slot, int64_t den, __int128 value)
{
    Sum *sum;

    g_assert(!t->sorted && den > 0);
    if (2 * (t->n + 1) > t->n_slots)
        grow(t);
    sum = find(t, slot, den);
    if (!sum->den) {
        *sum = (Sum){value, slot, den};
        t->n++;
        return true;
    }
    return !__builtin_add_overflow(sum->value, value, &sum->value);
}

static int compare(const void *a, const void *b)
{
    const Sum *x = a, *y = b;

    if (x->slot != y->slot)
        return x->slot < y->slot ? -1 : 1;
    return x->den < y->den ? -1 : x->den > y->den;
}

static void sort(ExactSums *t)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n_slots; i++)
        if (t->sums[i].den)
            t->sums[n++] = t->sums[i];
    qsort(t->sums, n, sizeof *t->sums, compare);
    t->sorted = true;
}

bool exact_sums_get(ExactSums *t, int64_t slot, Exact *out)
{
    Exact total = exact_zero();
    size_t low = 0, high;

    if (!t->sorted)
        sort(t);
    high = t->n;
    while (low < high) { /* the first of the slot */
        size_t middle = low + (high - low) / 2;
        if (t->sums[middle].slot < slot)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < t->n && t->sums[low].slot == slot; low++)
        if (!exact_add(total, reduce(t->sums[low].value, t->sums[low].den), &total))
            return false;
    *out = total;
    return true;
}
