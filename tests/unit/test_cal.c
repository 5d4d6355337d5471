/* test_cal.c - dates as day numbers, text forms, full years and months. */
#include "cal/cal.h"

#include <glib.h>
#include <string.h>

#include "cal/cal_arith.h"

/* The slow calendar: one day after the other, by nothing but the leap year rule. */
static bool slow_is_leap(int64_t y)
{
    if (y % 400 == 0)
        return true;
    if (y % 100 == 0)
        return false;
    return y % 4 == 0;
}

static int slow_month_length(int64_t y, int m)
{
    if (m == 2)
        return slow_is_leap(y) ? 29 : 28;
    return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

typedef struct SlowDay {
    int64_t year;
    int month, day;
    int weekday;     /* 1 Monday … 7 Sunday */
    int day_of_year; /* from 1 */
} SlowDay;

static void slow_next(SlowDay *d)
{
    d->weekday = d->weekday == 7 ? 1 : d->weekday + 1;
    d->day_of_year++;
    if (++d->day <= slow_month_length(d->year, d->month))
        return;
    d->day = 1;
    if (++d->month <= 12)
        return;
    d->month = 1;
    d->year++;
    d->day_of_year = 1;
}

static CalDate ymd(int64_t y, int64_t m, int64_t d)
{
    CalDate date = INT64_MIN;

    g_assert_true(cal_date_from_ymd(y, m, d, &date));
    return date;
}

static CalDate date_of(const char *text)
{
    CalDate date = INT64_MIN;

    g_assert_true(cal_date_parse(text, -1, &date));
    return date;
}

/* Walks from 1 January of `first` to 31 December of `last`, comparing every day. */
static void walk(int64_t first, int64_t last, int first_weekday)
{
    SlowDay slow = {first, 1, 1, first_weekday, 1};
    CalDate fast = ymd(first, 1, 1);

    for (; slow.year <= last; slow_next(&slow), fast++) {
        CalYmd got = cal_date_ymd(fast);
        if (got.year != slow.year || got.month != slow.month || got.day != slow.day)
            g_error("day %" G_GINT64_FORMAT " is not %d-%d", fast, slow.month, slow.day);
        g_assert_cmpint(ymd(slow.year, slow.month, slow.day), ==, fast);
        g_assert_cmpint(cal_date_weekday(fast), ==, slow.weekday);
        g_assert_cmpint(cal_date_day_of_year(fast), ==, slow.day_of_year);
        g_assert_cmpint(cal_days_in_month(slow.year, slow.month), ==,
                        slow_month_length(slow.year, slow.month));
    }
}

static void test_800_years(void)
{
    walk(1600, 2400, 6); /* 1600-01-01 was a Saturday */
}

static void test_around_year_0(void)
{
    walk(-420, 420, 2); /* 1980-01-01, six times 400 years later, was a Tuesday */
}

static void test_known_days(void)
{
    g_assert_cmpint(ymd(1970, 1, 1), ==, 0);
    g_assert_cmpint(ymd(2000, 3, 1), ==, 11017);
    g_assert_cmpint(ymd(1969, 12, 31), ==, -1);
    g_assert_cmpint(ymd(0, 3, 1), ==, -719468);
    g_assert_cmpint(ymd(-2021, 1, 1) - 1, ==, ymd(-2022, 12, 31));
    /* 365.2425 days a year */
    g_assert_cmpint(ymd(CAL_MAX_YEAR, 12, 31) - ymd(-CAL_MAX_YEAR, 1, 1), ==,
                    INT64_C(730484999633));
}

static void test_ymd_limits(void)
{
    static const int64_t bad[][3] = {
        {2026,              0,         1        },
        {2026,              13,        1        },
        {2026,              1,         0        },
        {2026,              1,         32       },
        {2026,              2,         29       },
        {1900,              2,         29       },
        {2026,              4,         31       },
        {CAL_MAX_YEAR + 1,  1,         1        },
        {-CAL_MAX_YEAR - 1, 12,        31       },
        {INT64_MAX,         INT64_MAX, INT64_MAX},
        {2026,              INT64_MIN, 1        },
        {2026,              1,         INT64_MAX},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        CalDate d = 77;
        g_assert_false(cal_date_from_ymd(bad[i][0], bad[i][1], bad[i][2], &d));
        g_assert_cmpint(d, ==, 77);
    }
    g_assert_cmpint(cal_date_ymd(ymd(CAL_MAX_YEAR, 12, 31)).year, ==, CAL_MAX_YEAR);
    g_assert_cmpint(cal_date_ymd(ymd(-CAL_MAX_YEAR, 1, 1)).year, ==, -CAL_MAX_YEAR);
    (void)ymd(2000, 2, 29);
    (void)ymd(0, 2, 29);
    (void)ymd(-4, 2, 29);
}

typedef struct WeekCase {
    const char *date;
    int week;
} WeekCase;

static void test_iso_week(void)
{
    static const WeekCase cases[] = {
        {"2003-12-29", 1 },
        {"2004-01-04", 1 },
        {"2005-01-01", 53},
        {"2005-01-10", 2 },
        {"2016-01-03", 53},
        {"2019-12-30", 1 },
        {"2020-12-31", 53},
        {"2021-01-03", 53},
        {"2021-01-04", 1 },
        {"2026-12-31", 53},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(cal_date_iso_week(date_of(cases[i].date)), ==, cases[i].week);
}

/* Weeks run through: the number goes up by one each Monday, or back to 1. */
static void test_iso_week_runs(void)
{
    int week = cal_date_iso_week(ymd(1995, 1, 1));

    for (CalDate d = ymd(1995, 1, 2); d <= ymd(2030, 12, 31); d++) {
        CalYmd c = cal_date_ymd(d);
        if (cal_date_weekday(d) == 1)
            week = c.month == 1 && c.day <= 4 ? 1 : c.month == 12 && c.day >= 29 ? 1 : week + 1;
        g_assert_cmpint(cal_date_iso_week(d), ==, week);
    }
}

typedef struct AddCase {
    const char *date;
    int64_t months;
    const char *want; /* NULL = out of range */
} AddCase;

static void test_add_months(void)
{
    static const AddCase cases[] = {
        {"2020-01-31",       1,         "2020-02-29" },
        {"2021-01-31",       1,         "2021-02-28" },
        {"2021-03-31",       -1,        "2021-02-28" },
        {"2020-02-29",       12,        "2021-02-28" },
        {"2020-02-29",       48,        "2024-02-29" },
        {"2020-12-15",       1,         "2021-01-15" },
        {"2020-01-15",       -1,        "2019-12-15" },
        {"0001-01-01",       -13,       "-0001-12-01"},
        {"2020-06-30",       0,         "2020-06-30" },
        {"999999999-12-31",  1,         NULL         },
        {"-999999999-01-01", -1,        NULL         },
        {"2020-01-01",       INT64_MAX, NULL         },
        {"2020-01-01",       INT64_MIN, NULL         },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        CalDate got = 77;
        g_assert_cmpint(cal_date_add_months(date_of(cases[i].date), cases[i].months, &got), ==,
                        cases[i].want != NULL);
        g_assert_cmpint(got, ==, cases[i].want ? date_of(cases[i].want) : 77);
    }
}

static void test_add_days(void)
{
    CalDate got = 77;

    g_assert_true(cal_date_add_days(date_of("2020-02-28"), 2, &got));
    g_assert_cmpint(got, ==, date_of("2020-03-01"));
    g_assert_true(cal_date_add_days(date_of("999999999-12-30"), 1, &got));
    got = 77;
    g_assert_false(cal_date_add_days(date_of("999999999-12-31"), 1, &got));
    g_assert_false(cal_date_add_days(date_of("-999999999-01-01"), -1, &got));
    g_assert_false(cal_date_add_days(date_of("2020-01-01"), INT64_MAX, &got));
    g_assert_false(cal_date_add_days(date_of("1960-01-01"), INT64_MIN, &got));
    g_assert_cmpint(got, ==, 77);
}

typedef struct FullCase {
    const char *name;
    const char *from, *to;
    int64_t months, years, calendar, feel;
} FullCase;

static void test_full(gconstpointer data)
{
    const FullCase *c = data;
    CalDate from = date_of(c->from);
    CalDate to = date_of(c->to);

    g_assert_cmpint(cal_full_months(from, to), ==, c->months);
    g_assert_cmpint(cal_full_months(to, from), ==, -c->months);
    g_assert_cmpint(cal_full_years(from, to), ==, c->years);
    g_assert_cmpint(cal_full_years(to, from), ==, -c->years);
    g_assert_cmpint(cal_full_calendar_months(from, to), ==, c->calendar);
    g_assert_cmpint(cal_ym_between(from, to), ==, c->feel);
}

static const FullCase full_cases[] = {
    {"leap-day-one-year",        "2012-02-29",  "2013-02-28", 12, 1, 12, 11},
    {"leap-day-day-before",      "2012-02-29",  "2013-02-27", 11, 0, 11, 11},
    {"leap-day-four-years-less", "2012-02-29",  "2016-02-28", 47, 3, 47, 47},
    {"leap-day-four-years",      "2012-02-29",  "2016-02-29", 48, 4, 48, 48},
    {"end-of-january",           "2026-01-31",  "2026-02-28", 1,  0, 1,  0 },
    {"end-of-january-too-early", "2026-01-31",  "2026-02-27", 0,  0, 0,  0 },
    {"leap-end-of-january",      "2024-01-31",  "2024-02-28", 0,  0, 0,  0 },
    {"to-longer-month",          "2026-02-28",  "2026-03-28", 1,  0, 0,  1 },
    {"same-day",                 "2026-05-05",  "2026-05-05", 0,  0, 0,  0 },
    {"one-day-month-no",         "2026-05-01",  "2026-05-31", 0,  0, 1,  0 },
    {"day-before",               "2026-05-15",  "2027-05-14", 11, 0, 11, 11},
    {"on-the-day",               "2026-05-15",  "2027-05-15", 12, 1, 11, 12},
    {"whole-year",               "2026-01-01",  "2026-12-31", 11, 0, 12, 11},
    {"half-year-from-july",      "2026-07-01",  "2026-12-31", 5,  0, 6,  5 },
    {"second-of-july",           "2026-07-02",  "2026-12-31", 5,  0, 5,  5 },
    {"over-year-0",              "-0001-12-31", "0001-01-01", 12, 1, 12, 12},
    {"within-a-month",           "2026-02-02",  "2026-02-27", 0,  0, 0,  0 },
};

static void test_calendar_months_backwards(void)
{
    g_assert_cmpint(cal_full_calendar_months(date_of("2026-07-01"), date_of("2026-06-30")), ==, 0);
    g_assert_cmpint(cal_full_calendar_months(date_of("2026-07-01"), date_of("2025-06-30")), ==, 0);
    g_assert_cmpint(cal_full_calendar_months(date_of("2026-02-01"), date_of("2026-02-28")), ==, 1);
}

static void test_ym_between_negative(void)
{
    g_assert_cmpint(cal_ym_between(date_of("2013-08-24"), date_of("2011-12-22")), ==, -20);
    g_assert_cmpint(cal_ym_between(date_of("2011-12-22"), date_of("2013-08-24")), ==, 20);
    g_assert_cmpint(cal_ym_between(date_of("2012-03-31"), date_of("2012-02-29")), ==, -1);
    g_assert_cmpint(cal_ym_between(date_of("2012-02-29"), date_of("2012-01-31")), ==, 0);
}

/* Months reached one after the other: k months are over on the same day number of the k-th month,
 * or on that month's last day. */
static int64_t slow_full_months(SlowDay a, SlowDay b)
{
    int64_t k = 0;
    int64_t y = a.year;
    int m = a.month;

    for (;; k++) {
        m++;
        if (m == 13) {
            m = 1;
            y++;
        }
        int d = MIN(a.day, slow_month_length(y, m));
        if (y > b.year || (y == b.year && (m > b.month || (m == b.month && d > b.day))))
            return k;
    }
}

static SlowDay slow_of(CalDate date)
{
    CalYmd c = cal_date_ymd(date);

    return (SlowDay){c.year, c.month, c.day, 0, 0};
}

static int64_t slow_calendar_months(CalDate from, CalDate to)
{
    int64_t n = 0;

    for (CalDate d = from; d <= to; d++) {
        SlowDay s = slow_of(d);
        if (s.day == 1 && d + slow_month_length(s.year, s.month) - 1 <= to)
            n++;
    }
    return n;
}

static void test_full_brute_force(void)
{
    CalDate base = ymd(2023, 1, 1);

    /* every pair of days with the first in 2023 … 2024, the second up to 800 days later */
    for (CalDate from = base; from < base + 731; from++) {
        for (CalDate to = from; to < from + 800; to += 1 + (to - from) / 40) {
            int64_t months = slow_full_months(slow_of(from), slow_of(to));
            g_assert_cmpint(cal_full_months(from, to), ==, months);
            g_assert_cmpint(cal_full_years(from, to), ==, months / 12);
        }
    }
    for (CalDate from = base; from < base + 400; from += 3) {
        for (CalDate to = from; to < from + 130; to += 2)
            g_assert_cmpint(cal_full_calendar_months(from, to), ==, slow_calendar_months(from, to));
    }
}

/* Adding m months and asking how many are full gives m, and one day earlier m - 1. */
static void test_months_there_and_back(void)
{
    for (int i = 0; i < 20000; i++) {
        CalDate from = g_test_rand_int_range(-800000, 800000);
        int32_t months = g_test_rand_int_range(1, 20000);
        CalDate to;
        CalDate earlier;
        g_assert_true(cal_date_add_months(from, months, &to));
        g_assert_cmpint(cal_full_months(from, to), ==, months);
        g_assert_cmpint(cal_full_months(from, to - 1), ==, months - 1);
        if (cal_date_ymd(from).day > 28)
            continue;
        g_assert_true(cal_date_add_months(from, -months, &earlier));
        g_assert_cmpint(cal_ym_between(from, to), ==, months);
        g_assert_cmpint(cal_ym_between(from, earlier), ==, -months);
        g_assert_cmpint(cal_ym_between(from, to - 1), ==, months - 1);
        g_assert_cmpint(cal_ym_between(from, earlier + 1), ==, 1 - months);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cal/800-years", test_800_years);
    g_test_add_func("/cal/around-year-0", test_around_year_0);
    g_test_add_func("/cal/known-days", test_known_days);
    g_test_add_func("/cal/ymd-limits", test_ymd_limits);
    g_test_add_func("/cal/iso-week", test_iso_week);
    g_test_add_func("/cal/iso-week-runs", test_iso_week_runs);
    g_test_add_func("/cal/add-months", test_add_months);
    g_test_add_func("/cal/add-days", test_add_days);
    for (size_t i = 0; i < G_N_ELEMENTS(full_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cal/full/%s", full_cases[i].name);
        g_test_add_data_func(path, &full_cases[i], test_full);
    }
    g_test_add_func("/cal/calendar-months-backwards", test_calendar_months_backwards);
    g_test_add_func("/cal/ym-between-negative", test_ym_between_negative);
    g_test_add_func("/cal/full-brute-force", test_full_brute_force);
    g_test_add_func("/cal/months-there-and-back", test_months_there_and_back);
    return g_test_run();
}
