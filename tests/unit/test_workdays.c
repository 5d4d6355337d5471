/* test_workdays.c - working-day calendars: reading, findings, counting. Made-up days only. */
#include <glib.h>
#include <string.h>

#include "cal/workdays.h"

static CalDate date_of(const char *text)
{
    CalDate v;

    if (!cal_date_parse(text, -1, &v))
        g_error("no date: %s", text);
    return v;
}

/* Returns: (owned) the calendar of a text without findings. */
static CalWorkdays *calendar_of(const char *text)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    CalWorkdays *w = cal_workdays_parse(text, strlen(text), "days.txt", diags);
    g_autofree char *findings = diags_format(diags);

    g_assert_cmpstr(findings, ==, "");
    g_assert_nonnull(w);
    return w;
}

/* A Thursday to Wednesday holiday, a make-up Saturday before and a make-up day inside of it. */
static const char sample[] = "\xEF\xBB\xBF# a made-up year\r\n"
                             "covers 2031-01-01..2031-12-31   # all of it\r\n"
                             "\n"
                             "  weekend\t6 7\n"
                             "holiday 2031-05-01..2031-05-07 庆典 two words\n"
                             "workday 2031-04-26 调休\n"
                             "workday 2031-05-05# beats the holiday\n"
                             "holiday 2031-01-01";

static void test_sample(void)
{
    g_autoptr(CalWorkdays) w = calendar_of(sample);
    static const struct {
        const char *date;
        bool working;
    } cases[] = {
        {"2031-01-01", false},
        {"2031-01-02", true },
        {"2031-04-25", true },
        {"2031-04-26", true }, /* Saturday, made up */
        {"2031-04-27", false},
        {"2031-04-30", true },
        {"2031-05-01", false},
        {"2031-05-03", false},
        {"2031-05-05", true },
        {"2031-05-07", false},
        {"2031-05-08", true },
        {"2032-01-01", true }, /* outside: weekdays only */
        {"2032-01-03", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].date);
        g_assert_cmpint(cal_workdays_is_working(w, date_of(cases[i].date)), ==, cases[i].working);
    }
    g_assert_false(cal_workdays_covers(w, date_of("2030-12-31")));
    g_assert_true(cal_workdays_covers(w, date_of("2031-01-01")));
    g_assert_true(cal_workdays_covers(w, date_of("2031-12-31")));
    g_assert_false(cal_workdays_covers(w, date_of("2032-01-01")));
}

static void test_plain(void)
{
    g_autoptr(CalWorkdays) w = cal_workdays_plain();
    CalDate got;

    g_assert_true(cal_workdays_is_working(w, date_of("2031-05-02"))); /* Friday */
    g_assert_false(cal_workdays_is_working(w, date_of("2031-05-03")));
    g_assert_false(cal_workdays_is_working(w, date_of("2031-05-04")));
    g_assert_false(cal_workdays_covers(w, date_of("2031-05-02")));
    g_assert_cmpint(cal_workdays_between(w, date_of("2031-05-02"), date_of("2031-05-09")), ==, 5);
    g_assert_cmpint(
        cal_workdays_between(w, date_of("-999999999-01-01"), date_of("999999999-12-31")), ==,
        INT64_C(521774999739)); /* 104354999947 weeks from Monday to Monday, then to Friday */
    g_assert_true(cal_workdays_add(w, date_of("2031-05-02"), INT64_C(100000000000), &got));
    g_assert_cmpint(got, ==, date_of("2031-05-02") + INT64_C(140000000000));
}

typedef struct AddCase {
    const char *from;
    int64_t n;
    const char *want;
    int64_t between; /* (from, want] */
} AddCase;

static void test_add(void)
{
    static const AddCase cases[] = {
        {"2031-04-25", 0,  "2031-04-25", 0 },
        {"2031-04-25", 1,  "2031-04-26", 1 },
        {"2031-04-25", 2,  "2031-04-28", 2 },
        {"2031-04-30", 1,  "2031-05-05", 1 },
        {"2031-04-30", 2,  "2031-05-08", 2 },
        {"2031-05-01", 1,  "2031-05-05", 1 },
        {"2031-05-01", -1, "2031-04-30", 0 }, /* from is no working day: (to, from] is empty */
        {"2031-05-05", -1, "2031-04-30", -1},
        {"2031-05-08", -1, "2031-05-05", -1},
        {"2031-05-08", -2, "2031-04-30", -2},
        {"2031-04-27", 0,  "2031-04-27", 0 },
        {"2031-04-27", -1, "2031-04-26", 0 },
        {"2031-05-09", 20, "2031-06-06", 20},
    };
    g_autoptr(CalWorkdays) w = calendar_of(sample);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const AddCase *c = &cases[i];
        CalDate got;
        g_test_message("%s %" G_GINT64_FORMAT, c->from, c->n);
        g_assert_true(cal_workdays_add(w, date_of(c->from), c->n, &got));
        g_assert_cmpint(got, ==, date_of(c->want));
        g_assert_cmpint(cal_workdays_between(w, date_of(c->from), got), ==, c->between);
    }
}

static void test_add_ends(void)
{
    g_autoptr(CalWorkdays) plain = cal_workdays_plain();
    g_autoptr(CalWorkdays) never = calendar_of("covers 2031-01-01..2031-12-31\n"
                                               "weekend 1 2 3 4 5 6 7\n"
                                               "workday 2031-03-03..2031-03-04\n");
    CalDate first = date_of("-999999999-01-01"); /* a Monday */
    CalDate last = date_of("999999999-12-31");   /* a Friday */
    CalDate got = 77;

    g_assert_cmpint(cal_date_weekday(first), ==, 1);
    g_assert_cmpint(cal_date_weekday(last), ==, 5);
    g_assert_false(cal_workdays_add(plain, last, 1, &got));
    g_assert_false(cal_workdays_add(plain, last - 1, 2, &got));
    g_assert_false(cal_workdays_add(plain, first, -1, &got));
    g_assert_false(cal_workdays_add(plain, first + 1, -2, &got));
    g_assert_false(cal_workdays_add(plain, 0, INT64_MAX, &got));
    g_assert_false(cal_workdays_add(plain, 0, INT64_MIN, &got));
    g_assert_cmpint(got, ==, 77);
    g_assert_true(cal_workdays_add(plain, last - 1, 1, &got));
    g_assert_cmpint(got, ==, last);
    g_assert_true(cal_workdays_add(plain, first + 1, -1, &got));
    g_assert_cmpint(got, ==, first);

    g_assert_true(cal_workdays_add(never, 0, 2, &got));
    g_assert_cmpint(got, ==, date_of("2031-03-04"));
    g_assert_false(cal_workdays_add(never, 0, 3, &got));
    g_assert_true(cal_workdays_add(never, last, -2, &got));
    g_assert_cmpint(got, ==, date_of("2031-03-03"));
    g_assert_false(cal_workdays_add(never, last, -3, &got));
    g_assert_false(cal_workdays_add(never, 0, -1, &got));
}

/* A calendar with many random exceptions. Returns: (owned) its text. */
static char *random_text(void)
{
    GString *s = g_string_new("covers 2030-01-01..2033-12-31\n");
    CalDate from = date_of("2030-01-01");
    char buf[CAL_TEXT_SIZE];

    g_string_append_printf(s, "weekend %d\n", g_test_rand_int_range(1, 8));
    for (CalDate d = from; d < from + 1400; d += g_test_rand_int_range(1, 20)) {
        (void)cal_date_format(d, buf);
        g_string_append_printf(s, "%s %s\n", g_test_rand_bit() ? "holiday" : "workday", buf);
    }
    return g_string_free(s, FALSE);
}

static void test_against_walking(void)
{
    CalDate base = date_of("2029-12-01");

    for (int round = 0; round < 40; round++) {
        g_autofree char *text = random_text();
        g_autoptr(CalWorkdays) w = cal_workdays_parse(text, strlen(text), NULL, NULL);
        g_assert_nonnull(w);
        for (int i = 0; i < 60; i++) {
            CalDate from = base + g_test_rand_int_range(0, 1500);
            int64_t n = 0;
            CalDate got = INT64_MIN;
            for (CalDate d = from + 1; d < from + 120; d++) {
                n += cal_workdays_is_working(w, d);
                g_assert_cmpint(cal_workdays_between(w, from, d), ==, n);
                g_assert_cmpint(cal_workdays_between(w, d, from), ==, -n);
                if (!cal_workdays_is_working(w, d))
                    continue;
                g_assert_true(cal_workdays_add(w, from, n, &got));
                g_assert_cmpint(got, ==, d);
            }
            n = 0;
            for (CalDate d = from - 1; d > from - 120; d--) {
                if (!cal_workdays_is_working(w, d))
                    continue;
                n--;
                g_assert_true(cal_workdays_add(w, from, n, &got));
                g_assert_cmpint(got, ==, d);
                g_assert_cmpint(cal_workdays_between(w, from, got), ==,
                                n + !cal_workdays_is_working(w, from));
            }
        }
    }
}

typedef struct FindingCase {
    const char *name;
    const char *text;
    const char *findings; /* all of them, as printed */
    bool usable;
} FindingCase;

static const FindingCase finding_cases[] = {
    {"empty",                             "",                                  "",                                                            true },
    {"only-comments",
     "# nothing\n"
     "\n"
     "   # nothing",                                                           "",                                                            true },
    {"only-covers",                       "covers 2031-01-01..2031-12-31\n",   "",                                                            true },
    {"covers-a-day",                      "covers 2031-01-01",                 "",                                                            true },
    {"keyword",
     "covers 2031-01-01..2031-12-31\n"
     " Holiday 2031-05-01\n",                                                  "days.txt:2:2: error: unknown kind of line\n"
     "    seen: Holiday\n"
     "    expected: covers, weekend, holiday or workday\n",                                                      false},
    {"keyword-long",
     "节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日"
     "节日节日\n",                                                         "days.txt:1:1: error: unknown kind of line\n"
     "    seen: 节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日节日\n"
     "    expected: covers, weekend, holiday or workday\n",                                                             false},
    {"keyword-after-blank-of-full-width", "　holiday 2031-05-01\n",
     "days.txt:1:1: error: unknown kind of line\n"
     "    seen: 　holiday\n"
     "    expected: covers, weekend, holiday or workday\n",                                                                                   false},
    {"date-missing",
     "covers 2031-01-01..2031-12-31\n"
     "holiday\n",                                                              "days.txt:2:8: error: this is not a date\n"
     "    seen: the end of the line\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n",                                         false},
    {"date-in-comment",
     "covers 2031-01-01..2031-12-31\n"
     "holiday   # 2031-05-01\n",                                               "days.txt:2:11: error: this is not a date\n"
     "    seen: the end of the line\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n",                          false},
    {"date-form",
     "covers 2031-01-01..2031-12-31\n"
     "workday 2031/05/01 名称\n",                                            "days.txt:2:9: error: this is not a date\n"
     "    seen: 2031/05/01\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n",                       false},
    {"date-does-not-exist",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-02-29\n",                                                   "days.txt:2:9: error: this is not a date\n"
     "    seen: 2031-02-29\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n",                              false},
    {"span-open",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-02-01..\n",                                                 "days.txt:2:9: error: this is not a date\n"
     "    seen: 2031-02-01..\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n",                            false},
    {"span-three",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-02-01..2031-02-02..2031-02-03\n",                           "days.txt:2:9: error: this is not a date\n"
     "    seen: 2031-02-01..2031-02-02..2031-02-03\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n",      false},
    {"span-with-blanks",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-02-01 .. 2031-02-03\n",                                     "days.txt:2:20: error: a line has one date, or one span written without blanks\n"
     "    seen: ..\n",                                                                              false},
    {"two-dates",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-02-01 和 2031-02-02\n",                                    "days.txt:2:22: error: a line has one date, or one span written without blanks\n"
     "    seen: 2031-02-02\n",                                                                     false},
    {"span-order",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-02-03..2031-02-01\n",                                       "days.txt:2:9: error: the span ends before it begins\n"
     "    seen: 2031-02-03..2031-02-01\n",                                                            false},
    {"span-length",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-01-01..2032-01-02\n",                                       "days.txt:2:9: error: the span is too long\n"
     "    seen: 2031-01-01..2032-01-02\n"
     "    expected: at most 366 days in one line\n",                                                  false},
    {"span-length-just-fits",
     "covers 2031-01-01..2032-12-31\n"
     "holiday 2031-01-01..2032-01-01\n",                                       "",                                                            true },
    {"covers-twice",
     "covers 2031-01-01..2031-12-31\n"
     "# again\n"
     "covers 2032-01-01..2032-12-31\n",                                        "days.txt:3:1: error: there may be one line of this kind\n"
     "    seen: covers\n"
     "    hint: the first one is line 1\n",                                                            false},
    {"covers-extra",                      "covers 2031-01-01 to 2031-12-31\n",
     "days.txt:1:19: error: nothing may follow here\n"
     "    seen: to\n"
     "    expected: the end of the line or a comment (#)\n",                                                                                  false},
    {"covers-order",                      "covers 2031-12-31..2031-01-01\n",
     "days.txt:1:8: error: the span ends before it begins\n"
     "    seen: 2031-12-31..2031-01-01\n",                                                                                                    false},
    {"covers-missing",
     "holiday 2031-05-01\n"
     "workday 2031-05-04\n",                                                   "days.txt: error: no line says what time the days are complete for\n"
     "    expected: a line like covers 2026-01-01..2026-12-31\n",                                                 false},
    {"outside-covers",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2030-12-30..2031-01-02\n"
     "workday 2032-01-03\n",                                                   "days.txt:2:9: error: 2030-12-30 is outside of the span in line 1\n"
     "days.txt:3:9: error: 2032-01-03 is outside of the span in line 1\n",                                        false},
    {"weekend-empty",                     "weekend\n",
     "days.txt:1:8: error: this is not a weekday number\n"
     "    seen: the end of the line\n"
     "    expected: numbers from 1 (Monday) to 7 (Sunday), with blanks between\n",                                                            false},
    {"weekend-0",                         "weekend 6 0\n",
     "days.txt:1:11: error: this is not a weekday number\n"
     "    seen: 0\n"
     "    expected: numbers from 1 (Monday) to 7 (Sunday), with blanks between\n",                                                            false},
    {"weekend-8",                         "weekend 8\n",
     "days.txt:1:9: error: this is not a weekday number\n"
     "    seen: 8\n"
     "    expected: numbers from 1 (Monday) to 7 (Sunday), with blanks between\n",                                                            false},
    {"weekend-comma",                     "weekend 6,7\n",
     "days.txt:1:9: error: this is not a weekday number\n"
     "    seen: 6,7\n"
     "    expected: numbers from 1 (Monday) to 7 (Sunday), with blanks between\n",                                                            false},
    {"weekend-day-twice",                 "weekend 6 7 6\n",
     "days.txt:1:13: error: this weekday is listed twice\n"
     "    seen: 6\n",                                                                                                                         false},
    {"weekend-twice",
     "weekend 6 7\n"
     "weekend 6\n",                                                            "days.txt:2:1: error: there may be one line of this kind\n"
     "    seen: weekend\n"
     "    hint: the first one is line 1\n",                                                                                false},
    {"day-twice",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-05-02\n"
     "holiday 2031-05-01..2031-05-03\n",                                       "days.txt:3:9: warning: 2031-05-02 is listed twice\n"
     "    hint: the first one is line 2\n",                                                           true },
    {"span-twice-is-one-finding",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-05-01..2031-05-03\n"
     "holiday 2031-05-01..2031-05-03\n",                                       "days.txt:3:9: warning: 2031-05-01 is listed twice\n"
     "    hint: the first one is line 2\n",                                                           true },
    {"workday-twice",
     "covers 2031-01-01..2031-12-31\n"
     "workday 2031-05-03\n"
     "workday 2031-05-03\n",                                                   "days.txt:3:9: warning: 2031-05-03 is listed twice\n"
     "    hint: the first one is line 2\n",                                                                       true },
    {"workday-anyway",
     "covers 2031-01-01..2031-12-31\n"
     "workday 2031-05-02 调休\n",                                            "days.txt:2:9: warning: 2031-05-02 is a working day anyway\n", true },
    {"workday-in-holiday",
     "covers 2031-01-01..2031-12-31\n"
     "holiday 2031-05-01..2031-05-07\n"
     "workday 2031-05-02\n",                                                   "",                                                            true },
    {"all-of-them",
     "x\n"
     "holiday y\n"
     "weekend z\n",                                                            "days.txt:1:1: error: unknown kind of line\n"
     "    seen: x\n"
     "    expected: covers, weekend, holiday or workday\n"
     "days.txt:2:9: error: this is not a date\n"
     "    seen: y\n"
     "    expected: a date like 2026-10-01 or a span like 2026-10-01..2026-10-07\n"
     "days.txt:3:9: error: this is not a weekday number\n"
     "    seen: z\n"
     "    expected: numbers from 1 (Monday) to 7 (Sunday), with blanks between\n",                                         false},
    {"not-utf8",                          "# \xC3\xA9\nholiday \xFF\n",        "days.txt:2:9: error: the text is not UTF-8\n",
     false                                                                                                                                         },
};

static void test_findings(gconstpointer data)
{
    const FindingCase *c = data;
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(CalWorkdays) w = cal_workdays_parse(c->text, strlen(c->text), "days.txt", diags);
    g_autofree char *findings = diags_format(diags);

    g_assert_cmpstr(findings, ==, c->findings);
    g_assert_cmpint(w != NULL, ==, c->usable);
    /* without a listener the answer is the same */
    g_autoptr(CalWorkdays) again = cal_workdays_parse(c->text, strlen(c->text), NULL, NULL);
    g_assert_cmpint(again != NULL, ==, c->usable);
}

static void test_nul(void)
{
    static const char text[] = "weekend 6\0";
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    g_assert_null(cal_workdays_parse(text, sizeof text - 1, "days.txt", diags));
    g_assert_true(diags_has(diags, "workdays.encoding"));
    g_assert_cmpuint(diags_get(diags, 0)->pos.column, ==, 10);
}

static char *lines_of_a_year_each(int n)
{
    GString *s = g_string_new("covers 2000-01-01..2999-12-31\n");

    for (int i = 0; i < n; i++)
        g_string_append_printf(s, "holiday %d-01-01..%d-12-31\n", 2001 + i, 2001 + i);
    return g_string_free(s, FALSE);
}

static void test_too_many_days(void)
{
    g_autofree char *fits = lines_of_a_year_each(54); /* 19 723 days */
    g_autofree char *more = lines_of_a_year_each(55);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(CalWorkdays) w = cal_workdays_parse(fits, strlen(fits), "days.txt", diags);

    g_assert_nonnull(w);
    g_assert_null(cal_workdays_parse(more, strlen(more), "days.txt", diags));
    g_assert_cmpuint(diags_n(diags), ==, 1);
    g_autofree char *finding = diag_format(diags_get(diags, 0), LANG_EN);
    g_assert_cmpstr(finding, ==,
                    "days.txt:56:9: error: the calendar has too many days\n"
                    "    seen: 2055-01-01..2055-12-31\n"
                    "    expected: at most 20000 days in all lines\n");
}

static void test_chinese(void)
{
    static const char text[] = "holiday 2031-05\n";
    g_autoptr(Diags) diags = diags_new(LANG_ZH);

    g_assert_null(cal_workdays_parse(text, strlen(text), "节假日.txt", diags));
    g_autofree char *findings = diags_format(diags);
    g_assert_cmpstr(findings, ==,
                    "节假日.txt:1:9: 错误: 不是日期\n"
                    "    见到: 2031-05\n"
                    "    应为: 日期（如 2026-10-01）或区间（如 2026-10-01..2026-10-07）\n");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/workdays/sample", test_sample);
    g_test_add_func("/workdays/plain", test_plain);
    g_test_add_func("/workdays/add", test_add);
    g_test_add_func("/workdays/add-ends", test_add_ends);
    g_test_add_func("/workdays/against-walking", test_against_walking);
    for (size_t i = 0; i < G_N_ELEMENTS(finding_cases); i++) {
        g_autofree char *path = g_strdup_printf("/workdays/finding/%s", finding_cases[i].name);
        g_test_add_data_func(path, &finding_cases[i], test_findings);
    }
    g_test_add_func("/workdays/nul", test_nul);
    g_test_add_func("/workdays/too-many-days", test_too_many_days);
    g_test_add_func("/workdays/chinese", test_chinese);
    return g_test_run();
}
