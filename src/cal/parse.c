/* The text forms of feel-reference 4.1, and nothing but those: every reader takes the whole text or
 * refuses it. */
#include "cal/cal.h"

#include <string.h>

#include "cal/cal_arith.h"
#include "cal/cal_private.h"

typedef struct Scan {
    const char *p;
    const char *end;
} Scan;

static Scan scan_of(const char *text, ptrdiff_t len)
{
    return (Scan){text, text + (len < 0 ? strlen(text) : (size_t)len)};
}

static bool at_digit(const Scan *s)
{
    return s->p < s->end && *s->p >= '0' && *s->p <= '9';
}

static bool take(Scan *s, char c)
{
    if (s->p >= s->end || *s->p != c)
        return false;
    s->p++;
    return true;
}

/* All digits that follow (at least one). False on overflow. */
static bool take_number(Scan *s, int64_t *out)
{
    int64_t n = 0;

    if (!at_digit(s))
        return false;
    for (; at_digit(s); s->p++) {
        if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s->p - '0', &n))
            return false;
    }
    *out = n;
    return true;
}

/* Exactly two digits. */
static bool take_two(Scan *s, int32_t max, int32_t *out)
{
    int32_t n = 0;

    for (int i = 0; i < 2; i++, s->p++) {
        if (!at_digit(s))
            return false;
        n = n * 10 + (*s->p - '0');
    }
    *out = n;
    return n <= max;
}

/* The digits behind a decimal point, cut off after nanoseconds. False if there is none. */
static bool take_fraction(Scan *s, int32_t *out)
{
    int32_t nano = 0;
    int32_t unit = CAL_NANO / 10;

    if (!at_digit(s))
        return false;
    for (; at_digit(s); s->p++, unit /= 10)
        nano += (*s->p - '0') * unit;
    *out = nano;
    return true;
}

static bool take_date(Scan *s, CalDate *out)
{
    bool negative = take(s, '-');
    const char *first = s->p;
    int64_t year;
    int32_t month, day;

    if (!take_number(s, &year))
        return false;
    ptrdiff_t digits = s->p - first;
    if (digits < 4 || digits > 9 || (digits > 4 && *first == '0'))
        return false;
    if (!take(s, '-') || !take_two(s, 12, &month) || !take(s, '-') || !take_two(s, 31, &day))
        return false;
    return cal_date_from_ymd(negative ? -year : year, month, day, out);
}

static bool take_offset(Scan *s, int sign, int32_t *out)
{
    int32_t h, m;
    int32_t sec = 0;

    if (!take_two(s, 14, &h) || !take(s, ':') || !take_two(s, 59, &m))
        return false;
    if (take(s, ':') && !take_two(s, 59, &sec))
        return false;
    int32_t offset = h * 3600 + m * 60 + sec;
    if (offset > CAL_OFFSET_MAX_S)
        return false;
    *out = sign * offset;
    return true;
}

/* What follows the seconds: nothing, or a zone up to the end of the text. */
static bool take_zone(Scan *s, CalZone *out)
{
    CalZone zone = {CAL_ZONE_LOCAL, 0, NULL};

    if (take(s, '@')) {
        zone.kind = CAL_ZONE_ID;
        zone.id = cal_zone_intern(s->p, (size_t)(s->end - s->p));
        if (!zone.id)
            return false;
        s->p = s->end;
    } else if (take(s, 'Z')) {
        zone.kind = CAL_ZONE_OFFSET;
    } else if (s->p < s->end && (*s->p == '+' || *s->p == '-')) {
        zone.kind = CAL_ZONE_OFFSET;
        int sign = *s->p++ == '-' ? -1 : 1;
        if (!take_offset(s, sign, &zone.offset_s))
            return false;
    }
    *out = zone;
    return true;
}

/* A time up to the end of the text. *next_day: it was written 24:00:00. */
static bool take_time(Scan *s, CalTime *out, bool *next_day)
{
    CalTime t = {0};
    int32_t h, m, sec;

    if (!take_two(s, 24, &h) || !take(s, ':') || !take_two(s, 59, &m) || !take(s, ':') ||
        !take_two(s, 59, &sec))
        return false;
    bool fraction = take(s, '.');
    if (fraction && !take_fraction(s, &t.nano))
        return false;
    if (h == 24 && (m != 0 || sec != 0 || fraction))
        return false;
    if (!take_zone(s, &t.zone) || s->p != s->end)
        return false;
    *next_day = h == 24;
    t.second = h == 24 ? 0 : h * 3600 + m * 60 + sec;
    *out = t;
    return true;
}

bool cal_date_parse(const char *text, ptrdiff_t len, CalDate *out)
{
    Scan s = scan_of(text, len);
    CalDate d;

    if (!take_date(&s, &d) || s.p != s.end)
        return false;
    *out = d;
    return true;
}

bool cal_time_parse(const char *text, ptrdiff_t len, CalTime *out)
{
    Scan s = scan_of(text, len);
    bool next_day;

    return take_time(&s, out, &next_day);
}

bool cal_date_time_parse(const char *text, ptrdiff_t len, bool date_only_ok, CalDateTime *out)
{
    Scan s = scan_of(text, len);
    CalDateTime v = {0};
    bool next_day = false;

    if (!take_date(&s, &v.date))
        return false;
    if (s.p == s.end) {
        if (!date_only_ok)
            return false;
    } else if (!take(&s, 'T') || !take_time(&s, &v.time, &next_day)) {
        return false;
    }
    if (next_day && !cal_date_add_days(v.date, 1, &v.date))
        return false;
    *out = v;
    return true;
}

/* One `n X` of a duration. */
typedef struct Unit {
    char letter;
    int32_t factor;
} Unit;

/* Reads those of the n units that are there, in this order, and adds them up. *any is set if there
 * was one. A fraction is allowed for seconds only (fraction not NULL; it also ends the list). */
static bool
take_units(Scan *s, const Unit *units, size_t n, int64_t *total, int32_t *fraction, bool *any)
{
    for (size_t i = 0; at_digit(s);) {
        int64_t value;
        bool point;

        if (!take_number(s, &value))
            return false;
        point = fraction && take(s, '.');
        if (point && at_digit(s) && !take_fraction(s, fraction))
            return false;
        while (i < n && (s->p >= s->end || units[i].letter != *s->p))
            i++;
        if (i == n || (point && units[i].letter != 'S'))
            return false;
        if (__builtin_mul_overflow(value, units[i].factor, &value) ||
            __builtin_add_overflow(*total, value, total))
            return false;
        *any = true;
        s->p++;
        i++;
    }
    return true;
}

bool cal_dt_duration_parse(const char *text, ptrdiff_t len, CalDtDuration *out)
{
    static const Unit day_unit[] = {
        {'D', CAL_DAY_S}
    };
    static const Unit time_units[] = {
        {'H', 3600},
        {'M', 60  },
        {'S', 1   },
    };
    Scan s = scan_of(text, len);
    bool negative = take(&s, '-');
    bool any_day = false;
    bool any_time = false;
    CalDtDuration d = {0, 0};

    if (!take(&s, 'P') || !take_units(&s, day_unit, 1, &d.seconds, NULL, &any_day))
        return false;
    bool t = take(&s, 'T');
    if (t && (!take_units(&s, time_units, 3, &d.seconds, &d.nano, &any_time) || !any_time))
        return false;
    if (s.p != s.end || !(any_day || any_time))
        return false;
    if (negative && !cal_dt_neg(d, &d))
        return false;
    *out = d;
    return true;
}

bool cal_ym_duration_parse(const char *text, ptrdiff_t len, CalYmDuration *out)
{
    static const Unit units[] = {
        {'Y', 12},
        {'M', 1 },
    };
    Scan s = scan_of(text, len);
    bool negative = take(&s, '-');
    bool any = false;
    int64_t months = 0;

    if (!take(&s, 'P') || !take_units(&s, units, 2, &months, NULL, &any) || !any || s.p != s.end)
        return false;
    *out = negative ? -months : months;
    return true;
}
