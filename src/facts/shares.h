/* shares.h - exact fractions of shares, and the days on which a customer's shares add up to more
 * than the whole. Private to facts/.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Holding {
    int64_t person; /* number in the store */
    int64_t role;   /* 0 manager, 1 referrer */
    int64_t numerator, denominator;
    int64_t from, to; /* INT64_MAX = open */
    uint32_t line;    /* of the file; 0 = in the store */
} Holding;

typedef enum SharesFault {
    SHARES_OK,
    SHARES_OVERLAP, /* two holdings of one person share a day */
    SHARES_ABOVE,   /* more than 1 on `day` */
    SHARES_FINE,    /* the denominators have no common one that can be kept */
} SharesFault;

/* Looks at all holdings of one customer in one role (any order; sorted by this call). On a fault
 * *out is the holding to blame (the one of the highest line that holds on that day), *other the one
 * it clashes with (OVERLAP), *out_day the first day. */
SharesFault shares_check(
    Holding *holdings, size_t n, const Holding **out, const Holding **other, int64_t *out_day);
