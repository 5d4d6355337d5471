#include "facts/shares.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
    const Holding *x = a, *y = b;

    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

static bool holds(const Holding *h, int64_t day)
{
    return h->from <= day && day <= h->to;
}

static int64_t gcd(__int128 a, __int128 b)
{
    while (b) {
        __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return (int64_t)a;
}

/* Shares of all that hold on `day`: 1 above the whole, 0 not, -1 too fine to tell. */
static int is_above(const Holding *holdings, size_t n, int64_t day)
{
    __int128 above = 0, below = 1;

    for (size_t i = 0; i < n && holdings[i].from <= day; i++) {
        const Holding *h = &holdings[i];
        __int128 factor, part;

        if (!holds(h, day))
            continue;
        factor = h->denominator / gcd(below, h->denominator);
        if (__builtin_mul_overflow(below, factor, &below) ||
            __builtin_mul_overflow(above, factor, &above) ||
            __builtin_mul_overflow(below / h->denominator, (__int128)h->numerator, &part) ||
            __builtin_add_overflow(above, part, &above))
            return -1;
    }
    return above > below;
}

static const Holding *latest_line(const Holding *holdings, size_t n, int64_t day)
{
    const Holding *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (holds(&holdings[i], day) && (!found || holdings[i].line > found->line))
            found = &holdings[i];
    return found;
}

/* The holding before `i` of the same person that reaches its first day; NULL if none. */
static const Holding *overlapped(const Holding *holdings, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (holdings[k].person == holdings[i].person && holdings[k].to >= holdings[i].from)
            return &holdings[k];
    return NULL;
}

SharesFault shares_check(
    Holding *holdings, size_t n, const Holding **out, const Holding **other, int64_t *out_day)
{
    qsort(holdings, n, sizeof *holdings, compare);
    for (size_t i = 0; i < n; i++) {
        int64_t day = holdings[i].from; /* sums rise only on first days */
        const Holding *clash = overlapped(holdings, i);
        int above;

        *out_day = day;
        if (clash) {
            bool later = holdings[i].line > clash->line;
            *out = later ? &holdings[i] : clash;
            *other = later ? clash : &holdings[i];
            return SHARES_OVERLAP;
        }
        if (i + 1 < n && holdings[i + 1].from == day)
            continue; /* the last one of the day looks at all */
        above = is_above(holdings, n, day);
        if (above != 0) {
            *out = latest_line(holdings, n, day);
            *other = NULL;
            return above > 0 ? SHARES_ABOVE : SHARES_FINE;
        }
    }
    return SHARES_OK;
}
