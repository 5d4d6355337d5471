/* The normal forms of feel-reference 4.2. */
#include "cal/cal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "cal/cal_private.h"

/* Where the next piece goes; CAL_TEXT_SIZE is enough for every form, so nothing is ever cut. */
typedef struct Out {
    char *buf;
    size_t len;
} Out;

static void put(Out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static void put(Out *o, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    int n = vsnprintf(o->buf + o->len, CAL_TEXT_SIZE - o->len, fmt, args);
    va_end(args);
    if (n > 0)
        o->len += (size_t)n;
}

/* Nanoseconds without trailing zeros, with the point; nothing for 0. */
static void put_fraction(Out *o, int32_t nano)
{
    int digits = 9;

    if (nano == 0)
        return;
    for (; nano % 10 == 0; nano /= 10)
        digits--;
    put(o, ".%0*" PRId32, digits, nano);
}

static void put_date(Out *o, CalDate v)
{
    CalYmd d = cal_date_ymd(v);

    put(o, "%s%04" PRId32 "-%02" PRId32 "-%02" PRId32, d.year < 0 ? "-" : "",
        d.year < 0 ? -d.year : d.year, d.month, d.day);
}

static void put_zone(Out *o, const CalZone *z)
{
    switch (z->kind) {
    case CAL_ZONE_LOCAL:
        return;
    case CAL_ZONE_ID:
        put(o, "@%s", z->id);
        return;
    case CAL_ZONE_OFFSET:
        break;
    }
    int32_t s = z->offset_s < 0 ? -z->offset_s : z->offset_s;
    if (s == 0) {
        put(o, "Z");
        return;
    }
    put(o, "%c%02" PRId32 ":%02" PRId32, z->offset_s < 0 ? '-' : '+', s / 3600, s / 60 % 60);
    if (s % 60 != 0)
        put(o, ":%02" PRId32, s % 60);
}

static void put_time(Out *o, const CalTime *t)
{
    put(o, "%02" PRId32 ":%02" PRId32 ":%02" PRId32, t->second / 3600, t->second / 60 % 60,
        t->second % 60);
    put_fraction(o, t->nano);
    put_zone(o, &t->zone);
}

size_t cal_date_format(CalDate v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};

    put_date(&o, v);
    return o.len;
}

size_t cal_time_format(const CalTime *v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};

    put_time(&o, v);
    return o.len;
}

size_t cal_date_time_format(const CalDateTime *v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};

    put_date(&o, v->date);
    put(&o, "T");
    put_time(&o, &v->time);
    return o.len;
}

size_t cal_dt_duration_format(CalDtDuration v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};
    bool negative = v.seconds < 0;
    uint64_t s = negative ? 0 - (uint64_t)v.seconds : (uint64_t)v.seconds;
    int32_t nano = v.nano;

    if (negative && nano > 0) { /* the parts are kept as a floor; people read a magnitude */
        s--;
        nano = CAL_NANO - nano;
    }
    uint64_t days = s / CAL_DAY_S;
    uint64_t in_day = s % CAL_DAY_S;

    put(&o, negative ? "-P" : "P");
    if (days != 0)
        put(&o, "%" PRIu64 "D", days);
    if (in_day == 0 && nano == 0) {
        if (days == 0)
            put(&o, "T0S");
        return o.len;
    }
    put(&o, "T");
    if (in_day >= 3600)
        put(&o, "%" PRIu64 "H", in_day / 3600);
    if (in_day / 60 % 60 != 0)
        put(&o, "%" PRIu64 "M", in_day / 60 % 60);
    if (in_day % 60 != 0 || nano != 0) {
        put(&o, "%" PRIu64, in_day % 60);
        put_fraction(&o, nano);
        put(&o, "S");
    }
    return o.len;
}

size_t cal_ym_duration_format(CalYmDuration v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};
    uint64_t m = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    if (m == 0) {
        put(&o, "P0M");
        return o.len;
    }
    put(&o, v < 0 ? "-P" : "P");
    if (m >= 12)
        put(&o, "%" PRIu64 "Y", m / 12);
    if (m % 12 != 0)
        put(&o, "%" PRIu64 "M", m % 12);
    return o.len;
}
