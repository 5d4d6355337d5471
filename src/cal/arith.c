/* Arithmetic and comparison of feel-reference 4.4 and 4.5, without the operations on numbers. */
#include <stdlib.h>

#include "cal/cal_arith.h"
#include "cal/cal_private.h"
#include "cal/zone_private.h"

static const __int128 day_nanos = (__int128)CAL_DAY_S * CAL_NANO;

/* Quotient toward minus infinity, b > 0. */
static __int128 floor_div(__int128 a, __int128 b)
{
    return a / b - (a % b < 0);
}

__int128 cal_dt_nanos(CalDtDuration d)
{
    return (__int128)d.seconds * CAL_NANO + d.nano;
}

bool cal_dt_from_nanos(__int128 nanos, CalDtDuration *out)
{
    /* Open at both ends: what has a magnitude of 2^63 s could be written but not read again. */
    const __int128 limit = ((__int128)INT64_MAX + 1) * CAL_NANO;

    if (nanos <= -limit || nanos >= limit)
        return false;
    __int128 seconds = floor_div(nanos, CAL_NANO);
    *out = (CalDtDuration){(int64_t)seconds, (int32_t)(nanos - seconds * CAL_NANO)};
    return true;
}

bool cal_dt_add(CalDtDuration a, CalDtDuration b, CalDtDuration *out)
{
    return cal_dt_from_nanos(cal_dt_nanos(a) + cal_dt_nanos(b), out);
}

bool cal_dt_neg(CalDtDuration a, CalDtDuration *out)
{
    return cal_dt_from_nanos(-cal_dt_nanos(a), out);
}

int cal_dt_compare(CalDtDuration a, CalDtDuration b)
{
    if (a.seconds != b.seconds)
        return a.seconds < b.seconds ? -1 : 1;
    return (a.nano > b.nano) - (a.nano < b.nano);
}

static __int128 time_nanos(const CalTime *t)
{
    return (__int128)t->second * CAL_NANO + t->nano;
}

/* Nanoseconds since 1970-01-01T00:00:00 of the local fields, no offset taken off. */
static __int128 local_nanos(const CalDateTime *t)
{
    return t->date * day_nanos + time_nanos(&t->time);
}

/* Offset in nanoseconds that holds for a time without a date (for a zone id: the standard one). */
static __int128 time_offset_nanos(const CalTime *t)
{
    return (__int128)cal_zone_offset(&t->zone, NULL) * CAL_NANO;
}

static __int128 utc_nanos(const CalDateTime *t)
{
    return local_nanos(t) - (__int128)cal_zone_offset(&t->time.zone, t) * CAL_NANO;
}

static bool is_local(const CalZone *z)
{
    return z->kind == CAL_ZONE_LOCAL;
}

bool cal_date_plus(CalDate d, CalDtDuration dur, int sign, CalDate *out)
{
    __int128 sum = d * day_nanos + sign * cal_dt_nanos(dur);
    __int128 days = floor_div(sum, day_nanos);

    /* 2^63 s are 2^47 days: no danger in the cast */
    if (!cal_date_in_range((int64_t)days))
        return false;
    *out = (CalDate)days;
    return true;
}

bool cal_time_plus(const CalTime *t, CalDtDuration dur, int sign, CalTime *out)
{
    __int128 sum = time_nanos(t) + sign * cal_dt_nanos(dur);
    int64_t in_day = (int64_t)(sum - floor_div(sum, day_nanos) * day_nanos);

    *out = (CalTime){(int32_t)(in_day / CAL_NANO), (int32_t)(in_day % CAL_NANO), t->zone};
    return true;
}

bool cal_date_time_plus(const CalDateTime *t, CalDtDuration dur, int sign, CalDateTime *out)
{
    __int128 sum;

    if (t->time.zone.kind == CAL_ZONE_ID) {
        sum = utc_nanos(t) + sign * cal_dt_nanos(dur);
        int64_t utc_second;
        if (__builtin_add_overflow(floor_div(sum, CAL_NANO), 0, &utc_second))
            return false;
        sum += (__int128)cal_zone_offset_at(&t->time.zone, utc_second) * CAL_NANO;
    } else {
        sum = local_nanos(t) + sign * cal_dt_nanos(dur);
    }
    __int128 days = floor_div(sum, day_nanos);
    if (!cal_date_in_range((int64_t)days))
        return false;
    int64_t in_day = (int64_t)(sum - days * day_nanos);
    CalTime time = {(int32_t)(in_day / CAL_NANO), (int32_t)(in_day % CAL_NANO), t->time.zone};
    *out = (CalDateTime){(CalDate)days, time};
    return true;
}

bool cal_date_time_plus_months(const CalDateTime *t, int64_t months, CalDateTime *out)
{
    CalDate date;

    if (!cal_date_add_months(t->date, months, &date))
        return false;
    *out = (CalDateTime){date, t->time};
    return true;
}

bool cal_date_time_minus(const CalDateTime *a, const CalDateTime *b, CalDtDuration *out)
{
    if (is_local(&a->time.zone) != is_local(&b->time.zone))
        return false;
    return cal_dt_from_nanos(utc_nanos(a) - utc_nanos(b), out);
}

bool cal_time_minus(const CalTime *a, const CalTime *b, CalDtDuration *out)
{
    if (is_local(&a->zone) != is_local(&b->zone))
        return false;
    __int128 utc_a = time_nanos(a) - time_offset_nanos(a);
    __int128 utc_b = time_nanos(b) - time_offset_nanos(b);
    return cal_dt_from_nanos(utc_a - utc_b, out);
}

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int cal_time_compare(const CalTime *a, const CalTime *b)
{
    /* A side without a zone takes the other's offset: then both shifts are equal. */
    if (is_local(&a->zone) || is_local(&b->zone))
        return compare(a->second, b->second);
    return compare(a->second - cal_zone_offset(&a->zone, NULL),
                   b->second - cal_zone_offset(&b->zone, NULL));
}

int cal_date_time_compare(const CalDateTime *a, const CalDateTime *b)
{
    int64_t local_a = a->date * CAL_DAY_S + a->time.second;
    int64_t local_b = b->date * CAL_DAY_S + b->time.second;

    if (is_local(&a->time.zone) || is_local(&b->time.zone))
        return compare(local_a, local_b);
    return compare(local_a - cal_zone_offset(&a->time.zone, a),
                   local_b - cal_zone_offset(&b->time.zone, b));
}

static bool same_zone(const CalZone *a, const CalZone *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case CAL_ZONE_LOCAL:
        return true;
    case CAL_ZONE_OFFSET:
        return a->offset_s == b->offset_s;
    case CAL_ZONE_ID:
        return a->id == b->id; /* interned */
    }
    return false;
}

bool cal_time_is(const CalTime *a, const CalTime *b)
{
    return a->second == b->second && a->nano == b->nano && same_zone(&a->zone, &b->zone);
}

bool cal_date_time_is(const CalDateTime *a, const CalDateTime *b)
{
    return a->date == b->date && cal_time_is(&a->time, &b->time);
}
