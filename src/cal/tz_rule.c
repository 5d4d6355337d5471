/* POSIX TZ strings: reading them, and the offset they give for any year. */
#include "cal/tzif_private.h"

#include <string.h>

#include "cal/cal_private.h"

enum {
    CYCLE_DAYS = 146097, /* 400 years: leap years and weekdays repeat */
    DEFAULT_CHANGE_S = 2 * 3600,
    HOURS_OFFSET_MAX = 24,
    HOURS_RULE_MAX = 167,
};

typedef struct Scan {
    const char *p;
    const char *end;
} Scan;

static bool take(Scan *s, char c)
{
    if (s->p >= s->end || *s->p != c)
        return false;
    s->p++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* One to three digits. */
static bool take_number(Scan *s, int32_t min, int32_t max, int32_t *out)
{
    int32_t n = 0;
    int digits = 0;

    for (; s->p < s->end && is_digit(*s->p); s->p++) {
        if (++digits > 3)
            return false;
        n = n * 10 + (*s->p - '0');
    }
    *out = n;
    return digits > 0 && n >= min && n <= max;
}

/* A zone abbreviation: three or more letters, or anything sensible in < >. */
static bool take_name(Scan *s)
{
    const char *first = s->p;

    if (take(s, '<')) {
        while (s->p < s->end && (is_letter(*s->p) || is_digit(*s->p) || strchr("+-", *s->p)))
            s->p++;
        return s->p - first >= 4 && take(s, '>');
    }
    while (s->p < s->end && is_letter(*s->p))
        s->p++;
    return s->p - first >= 3;
}

/* [+-] hh [: mm [: ss]] */
static bool take_hms(Scan *s, int32_t max_hours, int32_t *out)
{
    int32_t h;
    int32_t m = 0;
    int32_t sec = 0;
    int sign = take(s, '-') ? -1 : 1;

    if (sign > 0)
        (void)take(s, '+'); /* allowed, means nothing */
    if (!take_number(s, 0, max_hours, &h))
        return false;
    if (take(s, ':')) {
        if (!take_number(s, 0, 59, &m))
            return false;
        if (take(s, ':') && !take_number(s, 0, 59, &sec))
            return false;
    }
    *out = sign * (h * 3600 + m * 60 + sec);
    return true;
}

static bool take_day(Scan *s, TzDay *out)
{
    TzDay d = {.kind = TZ_DAY_ZERO, .second = DEFAULT_CHANGE_S};
    bool ok;

    if (take(s, 'M')) {
        d.kind = TZ_DAY_MONTH;
        ok = take_number(s, 1, 12, &d.month) && take(s, '.') && take_number(s, 1, 5, &d.week) &&
             take(s, '.') && take_number(s, 0, 6, &d.day);
    } else if (take(s, 'J')) {
        d.kind = TZ_DAY_JULIAN;
        ok = take_number(s, 1, 365, &d.day);
    } else {
        ok = take_number(s, 0, 365, &d.day);
    }
    if (!ok || (take(s, '/') && !take_hms(s, HOURS_RULE_MAX, &d.second)))
        return false;
    *out = d;
    return true;
}

bool tz_rule_parse(const char *text, size_t len, TzRule *out)
{
    Scan s = {text, text + len};
    TzRule r = {0};

    if (!take_name(&s) || !take_hms(&s, HOURS_OFFSET_MAX, &r.std_s))
        return false;
    r.std_s = -r.std_s; /* POSIX counts west of Greenwich */
    if (s.p < s.end) {
        r.has_dst = true;
        if (!take_name(&s))
            return false;
        r.dst_s = r.std_s + 3600;
        if (s.p < s.end && *s.p != ',') {
            if (!take_hms(&s, HOURS_OFFSET_MAX, &r.dst_s))
                return false;
            r.dst_s = -r.dst_s;
        }
        if (!take(&s, ',') || !take_day(&s, &r.start) || !take(&s, ',') || !take_day(&s, &r.end))
            return false;
    }
    if (s.p != s.end)
        return false;
    *out = r;
    return true;
}

/* The local second (no offset taken off) at which the change of `year` happens. */
static int64_t change_in_year(const TzDay *d, int32_t year)
{
    CalDate day = 0;

    /* year is inside 1968 … 2371: always a date */
    (void)cal_date_from_ymd(year, d->kind == TZ_DAY_MONTH ? d->month : 1, 1, &day);
    if (d->kind == TZ_DAY_MONTH) {
        CalDate next = day + cal_days_in_month(year, d->month);
        int32_t weekday = d->day == 0 ? 7 : d->day;
        day += (weekday - cal_date_weekday(day) + 7) % 7 + 7 * (d->week - 1);
        if (day >= next) /* week 5 means the last one */
            day -= 7;
    } else if (d->kind == TZ_DAY_JULIAN) {
        day += d->day - 1 + (d->day >= 60 && cal_days_in_month(year, 2) == 29);
    } else {
        day += d->day;
    }
    return day * CAL_DAY_S + d->second;
}

int32_t tz_rule_offset(const TzRule *r, int64_t second, bool local)
{
    if (!r->has_dst)
        return r->std_s;
    int64_t cycle = (int64_t)CYCLE_DAYS * CAL_DAY_S;
    int64_t in_cycle = cal_floor_mod(second, cycle);
    int32_t year = cal_date_ymd(in_cycle / CAL_DAY_S).year;
    /* See tzif.c: a local second belongs to the next offset from max(before, after) on. */
    int32_t shift = local ? (r->std_s > r->dst_s ? r->std_s : r->dst_s) : 0;
    int64_t best = INT64_MIN;
    int32_t offset = r->std_s;

    /* A change told for one year may fall into a neighbour's. At equal instants the start of a
     * year beats the end of the year before: daylight time all year round is written that way. */
    for (int32_t y = year - 1; y <= year + 1; y++) {
        int64_t end = change_in_year(&r->end, y) - r->dst_s + shift;
        int64_t start = change_in_year(&r->start, y) - r->std_s + shift;
        if (end <= in_cycle && end >= best) {
            best = end;
            offset = r->std_s;
        }
        if (start <= in_cycle && start >= best) {
            best = start;
            offset = r->dst_s;
        }
    }
    return offset;
}
