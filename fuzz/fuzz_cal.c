/* fuzz_cal.c - dates, times, durations: reading, writing, arithmetic. Input: two lines of text,
 * each tried as every kind of value. */
#include <glib.h>

#include "cal/cal.h"
#include "cal/cal_arith.h"
#include "fuzz.h"

/* A text read as all kinds that it is. */
typedef struct Values {
    bool is_date, is_time, is_date_time, is_dt, is_ym;
    CalDate date;
    CalTime time;
    CalDateTime date_time;
    CalDtDuration dt;
    CalYmDuration ym;
} Values;

static Values read_all(FuzzText t)
{
    Values v = {0};

    v.is_date = cal_date_parse(t.text, t.len, &v.date);
    v.is_time = cal_time_parse(t.text, t.len, &v.time);
    v.is_date_time = cal_date_time_parse(t.text, t.len, true, &v.date_time);
    v.is_dt = cal_dt_duration_parse(t.text, t.len, &v.dt);
    v.is_ym = cal_ym_duration_parse(t.text, t.len, &v.ym);
    g_assert_cmpint(v.is_date + v.is_time + v.is_dt + v.is_ym, <=, 1);
    g_assert_true(!v.is_date || v.is_date_time);
    return v;
}

/* What was written is read as the same value. */
static void check_text(const Values *v)
{
    char buf[CAL_TEXT_SIZE];
    Values w = {0};

    if (v->is_date) {
        (void)cal_date_format(v->date, buf);
        g_assert_true(cal_date_parse(buf, -1, &w.date) && w.date == v->date);
    }
    if (v->is_time) {
        (void)cal_time_format(&v->time, buf);
        g_assert_true(cal_time_parse(buf, -1, &w.time) && cal_time_is(&w.time, &v->time));
    }
    if (v->is_date_time) {
        (void)cal_date_time_format(&v->date_time, buf);
        g_assert_true(cal_date_time_parse(buf, -1, false, &w.date_time));
        g_assert_true(cal_date_time_is(&w.date_time, &v->date_time));
    }
    if (v->is_dt) {
        (void)cal_dt_duration_format(v->dt, buf);
        g_assert_true(cal_dt_duration_parse(buf, -1, &w.dt));
        g_assert_cmpint(cal_dt_compare(w.dt, v->dt), ==, 0);
    }
    if (v->is_ym) {
        (void)cal_ym_duration_format(v->ym, buf);
        g_assert_true(cal_ym_duration_parse(buf, -1, &w.ym) && w.ym == v->ym);
    }
}

static void check_dates(CalDate a, CalDate b)
{
    CalYmd d = cal_date_ymd(a);
    CalDate back;

    g_assert_true(cal_date_from_ymd(d.year, d.month, d.day, &back) && back == a);
    int week = cal_date_iso_week(a);
    g_assert_true(week >= 1 && week <= 53);
    g_assert_cmpint(cal_full_months(a, b), ==, -cal_full_months(b, a));
    g_assert_cmpint(cal_full_years(a, b), ==, cal_full_months(a, b) / 12);
    g_assert_cmpint(cal_full_calendar_months(a, b), <=, ABS(cal_full_months(a, b)) + 1);
    g_assert_cmpint(ABS(cal_ym_between(a, b)), <=, ABS(cal_full_months(a, b)));
}

static void check_date_times(const CalDateTime *a, const CalDateTime *b)
{
    CalDtDuration d, back;

    g_assert_cmpint(cal_date_time_compare(a, b), ==, -cal_date_time_compare(b, a));
    g_assert_cmpint(cal_date_time_is(a, b), ==, cal_date_time_is(b, a));
    if (cal_date_time_is(a, b))
        g_assert_cmpint(cal_date_time_compare(a, b), ==, 0);
    if (!cal_date_time_minus(a, b, &d))
        return;
    g_assert_true(cal_date_time_minus(b, a, &back) && cal_dt_neg(back, &back));
    g_assert_cmpint(cal_dt_compare(d, back), ==, 0);
}

static void check_times(const CalTime *a, const CalTime *b)
{
    CalDtDuration d;
    CalTime t;

    g_assert_cmpint(cal_time_compare(a, b), ==, -cal_time_compare(b, a));
    g_assert_cmpint(cal_time_is(a, b), ==, cal_time_is(b, a));
    if (cal_time_minus(a, b, &d)) {
        g_assert_true(cal_time_plus(a, d, -1, &t) && cal_time_plus(&t, d, 1, &t));
        g_assert_true(cal_time_is(&t, a));
    }
}

static void check_durations(const Values *a, const Values *b)
{
    CalDtDuration sum, r;
    CalYmDuration months;
    Dec ratio;

    if (a->is_dt && b->is_dt) {
        g_assert_cmpint(cal_dt_compare(a->dt, b->dt), ==, -cal_dt_compare(b->dt, a->dt));
        if (cal_dt_add(a->dt, b->dt, &sum)) {
            g_assert_true(cal_dt_neg(b->dt, &r) && cal_dt_add(sum, r, &r));
            g_assert_cmpint(cal_dt_compare(r, a->dt), ==, 0);
        }
        /* b × (a ÷ b), with the ratio rounded to 34 digits, is a but for the cut off nanosecond */
        if (cal_dt_ratio(a->dt, b->dt, &ratio) && cal_dt_scale(b->dt, ratio, false, &r)) {
            g_assert_true(cal_dt_neg(r, &r) && cal_dt_add(a->dt, r, &r));
            g_assert_true((r.seconds == 0 && r.nano <= 1) ||
                          (r.seconds == -1 && r.nano == 999999999));
        }
    }
    if (a->is_ym && b->is_ym && cal_ym_ratio(a->ym, b->ym, &ratio) &&
        cal_ym_scale(b->ym, ratio, false, &months))
        g_assert_cmpint(ABS(a->ym - months), <=, 1);
}

static void check_plus(const Values *a, const Values *b)
{
    CalDateTime t;
    CalDate d;
    CalTime time;

    if (b->is_dt && a->is_date && cal_date_plus(a->date, b->dt, 1, &d))
        check_dates(d, a->date);
    if (b->is_dt && a->is_time && cal_time_plus(&a->time, b->dt, -1, &time))
        check_times(&time, &a->time);
    if (b->is_dt && a->is_date_time && cal_date_time_plus(&a->date_time, b->dt, -1, &t))
        check_date_times(&t, &a->date_time);
    if (b->is_ym && a->is_date_time && cal_date_time_plus_months(&a->date_time, b->ym, &t)) {
        g_assert_cmpint(cal_full_months(a->date_time.date, t.date), ==, b->ym);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FuzzText t[2];

    fuzz_lines(data, size, t, G_N_ELEMENTS(t));
    Values a = read_all(t[0]);
    Values b = read_all(t[1]);
    check_text(&a);
    check_text(&b);
    if (a.is_date && b.is_date)
        check_dates(a.date, b.date);
    if (a.is_time && b.is_time)
        check_times(&a.time, &b.time);
    if (a.is_date_time && b.is_date_time)
        check_date_times(&a.date_time, &b.date_time);
    check_durations(&a, &b);
    check_plus(&a, &b);
    return 0;
}
