#include "cal/cal.h"

#include "cal/cal_private.h"

/* How days are numbered inside: years are thought to begin on 1 March, so that the leap day is the
 * last day of its year and month lengths follow one pattern (31 30 31 30 31, again, 31 and the
 * rest: 153 days in five months). Day 0 of the inner count is 0000-03-01; 400 years hold exactly
 * DAYS_400 days, so negative years need nothing but a division toward minus infinity.
 */
enum {
    DAYS_1 = 365,
    DAYS_4 = 4 * 365 + 1,
    DAYS_100 = 25 * DAYS_4 - 1,
    DAYS_400 = 4 * DAYS_100 + 1,
    DAYS_5_MONTHS = 153,
    EPOCH = 719468, /* from 0000-03-01 to 1970-01-01 */
};

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of 1 March based years before the first day of month m (0 = March … 11 = February). */
static int64_t days_before_month(int64_t m)
{
    return (DAYS_5_MONTHS * m + 2) / 5;
}

/* Valid input only; no range check. */
static CalDate day_number(int64_t year, int64_t month, int64_t day)
{
    int64_t m = month > 2 ? month - 3 : month + 9;
    int64_t y = month > 2 ? year : year - 1;
    int64_t leaps = cal_floor_div(y, 4) - cal_floor_div(y, 100) + cal_floor_div(y, 400);

    return y * DAYS_1 + leaps + days_before_month(m) + day - 1 - EPOCH;
}

bool cal_date_in_range(int64_t days)
{
    return days >= day_number(-CAL_MAX_YEAR, 1, 1) && days <= day_number(CAL_MAX_YEAR, 12, 31);
}

int cal_days_in_month(int64_t year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool cal_date_from_ymd(int64_t year, int64_t month, int64_t day, CalDate *out)
{
    if (year < -CAL_MAX_YEAR || year > CAL_MAX_YEAR || month < 1 || month > 12 || day < 1)
        return false;
    if (day > cal_days_in_month(year, (int)month))
        return false;
    *out = day_number(year, month, day);
    return true;
}

CalYmd cal_date_ymd(CalDate date)
{
    int64_t inner = date + EPOCH;
    int64_t y400 = cal_floor_div(inner, DAYS_400);
    int64_t rest = cal_floor_mod(inner, DAYS_400);
    /* The last day of a 400 (or 4) year span is a leap day: it must not start a fifth part. */
    int64_t y100 = rest / DAYS_100 < 3 ? rest / DAYS_100 : 3;
    rest -= y100 * DAYS_100;
    int64_t y4 = rest / DAYS_4;
    rest -= y4 * DAYS_4;
    int64_t y1 = rest / DAYS_1 < 3 ? rest / DAYS_1 : 3;
    rest -= y1 * DAYS_1;
    int64_t m = (5 * rest + 2) / DAYS_5_MONTHS;
    int64_t year = 400 * y400 + 100 * y100 + 4 * y4 + y1 + (m >= 10);

    return (CalYmd){
        .year = (int32_t)year,
        .month = (int32_t)(m < 10 ? m + 3 : m - 9),
        .day = (int32_t)(rest - days_before_month(m) + 1),
    };
}

int cal_date_weekday(CalDate date)
{
    return (int)cal_floor_mod(date + 3, 7) + 1; /* 1970-01-01 was a Thursday */
}

int cal_date_day_of_year(CalDate date)
{
    return (int)(date - day_number(cal_date_ymd(date).year, 1, 1)) + 1;
}

int cal_date_iso_week(CalDate date)
{
    /* A week belongs to the year that holds its Thursday. */
    CalDate thursday = date - cal_date_weekday(date) + 4;

    return (cal_date_day_of_year(thursday) - 1) / 7 + 1;
}

bool cal_date_add_months(CalDate date, int64_t months, CalDate *out)
{
    CalYmd d = cal_date_ymd(date);
    int64_t total;

    if (__builtin_add_overflow((int64_t)d.year * 12 + d.month - 1, months, &total))
        return false;
    int64_t year = cal_floor_div(total, 12);
    int64_t month = cal_floor_mod(total, 12) + 1;
    int64_t last = cal_days_in_month(year, (int)month);
    return cal_date_from_ymd(year, month, d.day < last ? d.day : last, out);
}

bool cal_date_add_days(CalDate date, int64_t days, CalDate *out)
{
    int64_t total;

    if (__builtin_add_overflow(date, days, &total) || !cal_date_in_range(total))
        return false;
    *out = total;
    return true;
}

/* Months between the two months, days not looked at. */
static int64_t months_apart(CalYmd from, CalYmd to)
{
    return 12 * ((int64_t)to.year - from.year) + to.month - from.month;
}

int64_t cal_full_months(CalDate from, CalDate to)
{
    if (to < from)
        return -cal_full_months(to, from);
    CalYmd a = cal_date_ymd(from);
    CalYmd b = cal_date_ymd(to);
    int32_t last = cal_days_in_month(b.year, b.month);
    int32_t reached_on = a.day < last ? a.day : last;
    return months_apart(a, b) - (b.day < reached_on);
}

int64_t cal_full_years(CalDate from, CalDate to)
{
    /* k years and 12k months are reached on the same day; both truncate toward zero. */
    return cal_full_months(from, to) / 12;
}

int64_t cal_full_calendar_months(CalDate from, CalDate to)
{
    CalYmd a = cal_date_ymd(from);
    CalYmd b = cal_date_ymd(to);
    int64_t n = months_apart(a, b) + 1;

    if (a.day != 1)
        n--;
    if (b.day != cal_days_in_month(b.year, b.month))
        n--;
    return n > 0 ? n : 0;
}

int64_t cal_ym_between(CalDate from, CalDate to)
{
    CalYmd a = cal_date_ymd(from);
    CalYmd b = cal_date_ymd(to);
    int64_t months = months_apart(a, b);

    if (months > 0 && b.day < a.day)
        months--;
    else if (months < 0 && b.day > a.day)
        months++;
    return months;
}
