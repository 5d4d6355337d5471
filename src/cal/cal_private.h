/* cal_private.h - what the files of cal/ share and nobody else sees. */
#pragma once

#include "cal/cal.h"

enum {
    CAL_DAY_S = 86400,
    CAL_NANO = 1000000000,
    CAL_OFFSET_MAX_S = 14 * 3600, /* feel-reference 4.1 */
};

/* Quotient toward minus infinity and the remainder that goes with it (0
 * <= remainder < b). b > 0. */
static inline int64_t cal_floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static inline int64_t cal_floor_mod(int64_t a, int64_t b)
{
    int64_t r = a % b;

    return r < 0 ? r + b : r;
}

bool cal_date_in_range(int64_t days);

/* A duration as nanoseconds: at most 2^94, so an __int128 never overflows on a few of them. */
__int128 cal_dt_nanos(CalDtDuration d);
/* False if the seconds do not fit 64 bits. */
bool cal_dt_from_nanos(__int128 nanos, CalDtDuration *out);
