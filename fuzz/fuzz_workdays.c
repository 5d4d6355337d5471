/* fuzz_workdays.c - working-day calendars. Input: the text of one. */
#include <glib.h>

#include "cal/workdays.h"
#include "fuzz.h"

/* Around `from` every working day is found by number. */
static void check_around(const CalWorkdays *w, CalDate from)
{
    int64_t n = 0;
    CalDate got;

    for (CalDate d = from + 1; d < from + 20; d++) {
        if (!cal_workdays_is_working(w, d))
            continue;
        n++;
        g_assert_cmpint(cal_workdays_between(w, from, d), ==, n);
        g_assert_true(cal_workdays_add(w, from, n, &got));
        g_assert_cmpint(got, ==, d);
        g_assert_true(cal_workdays_add(w, d + 1, -1, &got));
        g_assert_cmpint(got, ==, d);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = size > 0 ? (const char *)data : "";
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    g_autoptr(CalWorkdays) w = cal_workdays_parse(text, size, "fuzz", diags);
    g_autofree char *findings = diags_format(diags);

    g_assert_cmpint(w == NULL, ==, diags_n_errors(diags) > 0);
    g_assert_true(g_utf8_validate(findings, -1, NULL));
    if (w) {
        check_around(w, 0);
        check_around(w, 22400); /* 2031 */
    }
    return 0;
}
