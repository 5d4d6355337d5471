/* A product of units and a weight reaches from 34 digits above the first digit of the largest
 * weight to the last digit of the smallest, and so does a part times the sum: 94 digits at most. A
 * Wide holds 100 and more, so nothing here is cut but quotients, far behind the point. */
#include "dec/dec_share.h"

#include <stdlib.h>

#include <glib.h>

#include "dec/wide_private.h"

/* What was cut off of one part, times the sum of weights: comparable among all. */
typedef struct Rest {
    Wide value;
    size_t index;
} Rest;

static int compare_values(const Wide *a, const Wide *b)
{
    Wide minus = wide_neg(*b);

    return wide_add(a, &minus).sign;
}

/* Most first; the index only keeps the order the same on every machine. */
static int compare_rests(const void *x, const void *y)
{
    const Rest *a = x, *b = y;
    int order = -compare_values(&a->value, &b->value);

    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

static bool is_within_span(const Dec *weights, size_t n)
{
    int64_t high = INT64_MIN, low = INT64_MAX;

    for (size_t i = 0; i < n; i++) {
        if (dec_is_zero(weights[i]))
            continue;
        int64_t last = dec_exp10(weights[i]);

        high = MAX(high, last + dec_n_digits(dec_coeff(weights[i])));
        low = MIN(low, last);
    }
    return high == INT64_MIN || high - low <= DEC_SHARE_MAX_SPAN;
}

/* The whole part of a number that is not negative. */
static Wide whole(Wide a)
{
    bool any = false;

    for (int i = 0; i < WIDE_LIMBS; i++) {
        if (i + a.pos < 0)
            a.limb[i] = 0;
        any = any || a.limb[i] != 0;
    }
    return any ? a : wide_from_int(0);
}

/* One part in units, cut toward zero, and what was cut off. */
static bool cut_part(const Wide *units, Dec weight, const Wide *sum, Dec *out, Wide *out_rest)
{
    Wide by = wide_from_dec(weight);
    Wide product = wide_mul(units, &by);
    Wide part = whole(wide_div(&product, sum));
    Wide taken = wide_neg(wide_mul(&part, sum));

    *out_rest = wide_add(&product, &taken);
    return wide_to_dec(&part, out);
}

static void put_places(Rest *rests, size_t n, size_t *out_place)
{
    size_t place = 0;

    qsort(rests, n, sizeof *rests, compare_rests);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && compare_values(&rests[i - 1].value, &rests[i].value) != 0)
            place = i;
        out_place[rests[i].index] = place;
    }
}

bool dec_share(Dec amount,
               int places,
               const Dec *weights,
               size_t n,
               Dec *out_parts,
               size_t *out_place,
               size_t *out_left)
{
    Dec unit = dec_from_scaled(1, places), scale = dec_from_scaled(1, -places), left, all;
    g_autofree Rest *rests = g_new(Rest, MAX(n, 1));
    Wide sum = wide_from_int(0), units;

    if (!is_within_span(weights, n) || !dec_mul(dec_abs(amount), scale, &all) ||
        !dec_is_integer(all))
        return false;
    units = wide_from_dec(all);
    left = all;
    for (size_t i = 0; i < n; i++) {
        Wide w = wide_from_dec(weights[i]);
        sum = wide_add(&sum, &w);
    }
    for (size_t i = 0; i < n; i++) {
        rests[i].index = i;
        if (!cut_part(&units, weights[i], &sum, &out_parts[i], &rests[i].value) ||
            !dec_sub(left, out_parts[i], &left) || !dec_mul(out_parts[i], unit, &out_parts[i]))
            return false;
        if (dec_sign(amount) < 0)
            out_parts[i] = dec_neg(out_parts[i]);
    }
    put_places(rests, n, out_place);

    int64_t n_left;

    if (!dec_to_int64(left, &n_left))
        return false;
    *out_left = (size_t)n_left;
    return true;
}
