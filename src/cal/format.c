/* The normal forms of feel-reference 4.2. Written by hand, without printf: whole columns go through
 * here. */
#include "cal/cal.h"

#include "cal/cal_private.h"

/* Where the next character goes; CAL_TEXT_SIZE is enough for every form (test_cal_text.c). */
typedef struct Out {
    char *buf;
    size_t len;
} Out;

static void put(Out *o, char c)
{
    if (o->len + 1 < CAL_TEXT_SIZE)
        o->buf[o->len++] = c;
}

/* Ends the text. Returns its length. */
static size_t end(Out *o)
{
    o->buf[o->len] = '\0';
    return o->len;
}

/* v in decimal, with zeros in front up to `width`. */
static void put_number(Out *o, uint64_t v, int width)
{
    char digits[20];
    int n = 0;

    for (; v != 0 || n < width; v /= 10)
        digits[n++] = (char)('0' + v % 10);
    while (n > 0)
        put(o, digits[--n]);
}

/* Nanoseconds without trailing zeros, with the point; nothing for 0. */
static void put_fraction(Out *o, int32_t nano)
{
    int digits = 9;

    if (nano == 0)
        return;
    for (; nano % 10 == 0; nano /= 10)
        digits--;
    put(o, '.');
    put_number(o, (uint64_t)nano, digits);
}

static void put_date(Out *o, CalDate v)
{
    CalYmd d = cal_date_ymd(v);

    if (d.year < 0)
        put(o, '-');
    put_number(o, (uint64_t)(d.year < 0 ? -d.year : d.year), 4);
    put(o, '-');
    put_number(o, (uint64_t)d.month, 2);
    put(o, '-');
    put_number(o, (uint64_t)d.day, 2);
}

/* hh:mm, and :ss unless it is 0 and may go. */
static void put_clock(Out *o, int32_t second, bool always_seconds)
{
    put_number(o, (uint64_t)(second / 3600), 2);
    put(o, ':');
    put_number(o, (uint64_t)(second / 60 % 60), 2);
    if (!always_seconds && second % 60 == 0)
        return;
    put(o, ':');
    put_number(o, (uint64_t)(second % 60), 2);
}

static void put_zone(Out *o, const CalZone *z)
{
    switch (z->kind) {
    case CAL_ZONE_LOCAL:
        break;
    case CAL_ZONE_ID:
        put(o, '@');
        for (const char *p = z->id; *p != '\0'; p++)
            put(o, *p);
        break;
    case CAL_ZONE_OFFSET:
        if (z->offset_s == 0) {
            put(o, 'Z');
            break;
        }
        put(o, z->offset_s < 0 ? '-' : '+');
        put_clock(o, z->offset_s < 0 ? -z->offset_s : z->offset_s, /* always_seconds= */ false);
        break;
    }
}

static void put_time(Out *o, const CalTime *t)
{
    put_clock(o, t->second, /* always_seconds= */ true);
    put_fraction(o, t->nano);
    put_zone(o, &t->zone);
}

size_t cal_date_format(CalDate v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};

    put_date(&o, v);
    return end(&o);
}

size_t cal_time_format(const CalTime *v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};

    put_time(&o, v);
    return end(&o);
}

size_t cal_date_time_format(const CalDateTime *v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};

    put_date(&o, v->date);
    put(&o, 'T');
    put_time(&o, &v->time);
    return end(&o);
}

/* A part of a duration, nothing if it is 0. */
static void put_part(Out *o, uint64_t n, char unit)
{
    if (n == 0)
        return;
    put_number(o, n, 1);
    put(o, unit);
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
    uint64_t in_day = s % CAL_DAY_S;

    if (negative)
        put(&o, '-');
    put(&o, 'P');
    put_part(&o, s / CAL_DAY_S, 'D');
    if (in_day != 0 || nano != 0 || s == 0) {
        put(&o, 'T');
        put_part(&o, in_day / 3600, 'H');
        put_part(&o, in_day / 60 % 60, 'M');
        if (in_day % 60 != 0 || nano != 0 || s == 0) {
            put_number(&o, in_day % 60, 1);
            put_fraction(&o, nano);
            put(&o, 'S');
        }
    }
    return end(&o);
}

size_t cal_ym_duration_format(CalYmDuration v, char buf[CAL_TEXT_SIZE])
{
    Out o = {buf, 0};
    uint64_t m = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    if (v < 0)
        put(&o, '-');
    put(&o, 'P');
    put_part(&o, m / 12, 'Y');
    if (m % 12 != 0 || m == 0) {
        put_number(&o, m % 12, 1);
        put(&o, 'M');
    }
    return end(&o);
}
