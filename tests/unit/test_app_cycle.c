/* Cycles: dates, text forms, order; windows over them. */
#include "appraise/cycle.h"
#include "appraise/window.h"

#include <string.h>

enum { MONTH, TWO_MONTHS, SHIFTED, QUARTER, HALF_YEAR, YEAR, N_KINDS };

static RegCycle kinds[N_KINDS] = {
    [MONTH] = {.name = "month",        .ending = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, .n_ending = 12},
    [TWO_MONTHS] = {.name = "双月",       .ending = {2, 4, 6, 8, 10, 12},                    .n_ending = 6 },
    [SHIFTED] = {.name = "跨年双月", .ending = {1, 3, 5, 7, 9, 11},                     .n_ending = 6 },
    [QUARTER] = {.name = "quarter",      .ending = {3, 6, 9, 12},                           .n_ending = 4 },
    [HALF_YEAR] = {.name = "half-year",    .ending = {6, 12},                                 .n_ending = 2 },
    [YEAR] = {.name = "year",         .ending = {12},                                    .n_ending = 1 },
};

static const Regulation reg = {.cycles = kinds, .n_cycles = N_KINDS};

static CalDate day(const char *text)
{
    CalDate date = 0;

    g_assert_true(cal_date_parse(text, -1, &date));
    return date;
}

static void assert_day(CalDate got, const char *want)
{
    char text[CAL_TEXT_SIZE];

    (void)cal_date_format(got, text);
    g_assert_cmpstr(text, ==, want);
}

typedef struct FormCase {
    const char *text;
    int kind;
    const char *first, *last;
    int year, ordinal;
} FormCase;

static const FormCase form_cases[] = {
    {"2003",                 YEAR,       "2003-01-01", "2003-12-31", 2003, 1 },
    {"2003H1",               HALF_YEAR,  "2003-01-01", "2003-06-30", 2003, 1 },
    {"2003H2",               HALF_YEAR,  "2003-07-01", "2003-12-31", 2003, 2 },
    {"2003Q2",               QUARTER,    "2003-04-01", "2003-06-30", 2003, 2 },
    {"2004-02",              MONTH,      "2004-02-01", "2004-02-29", 2004, 2 },
    {"2003-12",              MONTH,      "2003-12-01", "2003-12-31", 2003, 12},
    {"2011-06@双月",       TWO_MONTHS, "2011-05-01", "2011-06-30", 2011, 3 },
    {"2012-01@跨年双月", SHIFTED,    "2011-12-01", "2012-01-31", 2012, 1 }, /* over the new year */
    {"2011-11@跨年双月", SHIFTED,    "2011-10-01", "2011-11-30", 2011, 6 },
};

static void test_forms(gconstpointer data)
{
    const FormCase *c = data;
    AppCycle got, again;

    g_assert_true(app_cycle_parse(&reg, c->text, &got));
    g_assert_cmpint(got.kind, ==, c->kind);
    assert_day(got.first, c->first);
    assert_day(got.last, c->last);
    g_assert_cmpint(got.year, ==, c->year);
    g_assert_cmpint(got.ordinal, ==, c->ordinal);
    g_assert_cmpstr(got.text, ==, c->text);

    again = app_cycle_of(&reg, c->kind, got.first);
    g_assert_true(again.text == got.text); /* interned: the same pointer */
    again = app_cycle_of(&reg, c->kind, got.last);
    g_assert_cmpint(again.first, ==, got.first);
    again = app_cycle_next(&reg, &got);
    g_assert_cmpint(again.first, ==, got.last + 1);
    g_assert_cmpint(app_cycle_number(&reg, &again), ==, app_cycle_number(&reg, &got) + 1);
    again = app_cycle_previous(&reg, &again);
    g_assert_cmpint(again.first, ==, got.first);
}

static const char *const refused[] = {
    "",       "203",     "2003H3", "2003H",         "2003Q0",       "2003Q5",
    "2003-0", "2003-13", "2003-5", "2003-05-01",    "2011-05@双月", "2011-06@季",
    "2003 ",  "2003q1",  "0000",   "2003-05@month", "20030",        "2003H12",
    "-2003",  "2003X1",  "2003-",  "2003@year",     "+003",         "２００３",
};

static void test_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        AppCycle got = {.kind = 77};

        g_test_message("%s", refused[i]);
        g_assert_false(app_cycle_parse(&reg, refused[i], &got));
        g_assert_cmpint(got.kind, ==, 77);
    }
}

/* A kind that the regulation does not have is not read. */
static void test_unknown_kind(void)
{
    static const Regulation yearly = {.cycles = &kinds[YEAR], .n_cycles = 1};
    AppCycle got;

    g_assert_true(app_cycle_parse(&yearly, "2003", &got));
    g_assert_false(app_cycle_parse(&yearly, "2003-05", &got));
    g_assert_false(app_cycle_parse(&yearly, "2003Q1", &got));
}

static char *texts(const AppCycle *cycles, size_t n)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i ? " " : "", cycles[i].text);
    return g_string_free(out, FALSE);
}

/* By last day, finer first; what is not wholly inside is left out. */
static void test_between(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    size_t n;
    AppCycle *cycles = app_cycles_between(arena, &reg, day("2011-05-01"), day("2011-08-31"), &n);
    g_autofree char *got = texts(cycles, n);

    g_assert_cmpstr(got, ==,
                    "2011-05 2011-06 2011-06@双月 2011-07 2011-07@跨年双月 2011-08 2011-08@双月");
    for (size_t i = 1; i < n; i++)
        g_assert_cmpint(app_cycle_compare(&cycles[i - 1], &cycles[i]), <, 0);

    cycles = app_cycles_between(arena, &reg, day("2003-10-02"), day("2003-12-31"), &n);
    g_autofree char *part = texts(cycles, n);
    g_assert_cmpstr(part, ==, "2003-11 2003-12 2003-12@双月");
    (void)app_cycles_between(arena, &reg, day("2003-12-31"), day("2003-10-02"), &n);
    g_assert_cmpuint(n, ==, 0);
}

static void test_year(void)
{
    static const RegCycle fiscal[] = {
        {.name = "year", .ending = {3}, .n_ending = 1}
    };
    static const Regulation other = {.cycles = (RegCycle *)fiscal, .n_cycles = 1};
    static const Regulation none = {.cycles = &kinds[MONTH], .n_cycles = 1};
    CalDate first, last;

    app_cycle_year(&other, day("2011-05-17"), &first, &last);
    assert_day(first, "2011-04-01");
    assert_day(last, "2012-03-31");
    app_cycle_year(&none, day("2011-05-17"), &first, &last);
    assert_day(first, "2011-01-01");
    assert_day(last, "2011-12-31");
}

typedef struct WindowCase {
    const char *name;
    const char *at; /* cycle that reads */
    RegSpanKind kind;
    int n, last_kind;
    bool before;
    int read;         /* kind read, -1 = entries */
    const char *want; /* cycles, or "first last" of entries; "" = none */
} WindowCase;

static const WindowCase window_cases[] = {
    {"previous-month",         "2011-01",        REG_SPAN_PREVIOUS,   0,  -1,         false, MONTH,      "2010-12"                        },
    {"july-reads-may-june",    "2011-07",        REG_SPAN_PREVIOUS,   0,  -1,         false, TWO_MONTHS, "2011-06@双月"                 },
    {"august-too",             "2011-08",        REG_SPAN_PREVIOUS,   0,  -1,         false, TWO_MONTHS, "2011-06@双月"                 },
    {"june-reads-march-april", "2011-06",        REG_SPAN_PREVIOUS,   0,  -1,         false, TWO_MONTHS,
     "2011-04@双月"                                                                                                                     },
    {"months-of-a-quarter",    "2003Q1",         REG_SPAN_THIS_CYCLE, 0,  -1,         false, MONTH,
     "2003-01 2003-02 2003-03"                                                                                                            },
    {"quarters-of-a-year",     "2003",           REG_SPAN_THIS_CYCLE, 0,  -1,         false, QUARTER,
     "2003Q1 2003Q2 2003Q3 2003Q4"                                                                                                        },
    {"to-date",                "2003-03",        REG_SPAN_TO_DATE,    0,  -1,         false, MONTH,      "2003-01 2003-02 2003-03"        },
    {"to-date-before",         "2003-03",        REG_SPAN_TO_DATE,    0,  -1,         true,  MONTH,      "2003-01 2003-02"                },
    {"to-date-january-before", "2003-01",        REG_SPAN_TO_DATE,    0,  -1,         true,  MONTH,      ""                               },
    {"quarter-to-date",        "2003-05",        REG_SPAN_TO_DATE,    0,  QUARTER,    false, MONTH,      "2003-04 2003-05"                },
    {"quarter-to-date-ends",   "2003-06",        REG_SPAN_TO_DATE,    0,  QUARTER,    false, QUARTER,    ""                               },
    {"bimonth-to-date",        "2011-06",        REG_SPAN_TO_DATE,    0,  TWO_MONTHS, false, MONTH,
     "2011-05 2011-06"                                                                                                                    },
    {"entries-quarter",        "2003-02",        REG_SPAN_TO_DATE,    0,  QUARTER,    false, -1,
     "2003-01-01 2003-02-28"                                                                                                              },
    {"last-3-months",          "2003-02",        REG_SPAN_LAST,       3,  MONTH,      false, MONTH,      "2002-12 2003-01 2003-02"        },
    {"last-2-before",          "2003-02",        REG_SPAN_LAST,       2,  MONTH,      true,  MONTH,      "2002-12 2003-01"                },
    {"quarter-last-4-months",  "2003Q1",         REG_SPAN_LAST,       4,  MONTH,      false, MONTH,
     "2002-12 2003-01 2003-02 2003-03"                                                                                                    },
    {"month-last-2-double",    "2011-07",        REG_SPAN_LAST,       2,  TWO_MONTHS, false, TWO_MONTHS,
     "2011-04@双月 2011-06@双月"                                                                                                      },
 /* June's own double month is evaluated after June, so that it is not one of the last two */
    {"june-last-2-double",     "2011-06",        REG_SPAN_LAST,       2,  TWO_MONTHS, false, TWO_MONTHS,
     "2011-02@双月 2011-04@双月"                                                                                                      },
    {"double-last-2",          "2011-06@双月", REG_SPAN_LAST,       2,  TWO_MONTHS, false, TWO_MONTHS,
     "2011-04@双月 2011-06@双月"                                                                                                      },
    {"double-last-2-before",   "2011-06@双月", REG_SPAN_LAST,       2,  TWO_MONTHS, true,  TWO_MONTHS,
     "2011-02@双月 2011-04@双月"                                                                                                      },
    {"since",                  "2003-03",        REG_SPAN_SINCE,      0,  -1,         false, MONTH,      "2002-12 2003-01 2003-02 2003-03"},
    {"since-before",           "2003-03",        REG_SPAN_SINCE,      0,  -1,         true,  MONTH,      "2002-12 2003-01 2003-02"        },
    {"entries-of-a-cycle",     "2003Q1",         REG_SPAN_NONE,       0,  -1,         false, -1,         "2003-01-01 2003-03-31"          },
    {"entries-previous",       "2003Q1",         REG_SPAN_PREVIOUS,   0,  -1,         false, -1,         "2002-10-01 2002-12-31"          },
    {"entries-last-12",        "2003-02",        REG_SPAN_LAST,       12, MONTH,      false, -1,         "2002-03-01 2003-02-28"          },
    {"entries-to-date",        "2003Q2",         REG_SPAN_TO_DATE,    0,  -1,         false, -1,         "2003-01-01 2003-06-30"          },
};

static void test_window(gconstpointer data)
{
    const WindowCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    RegSpan span = {.kind = c->kind, .n = c->n, .cycle = c->last_kind, .before_this = c->before};
    g_autofree char *got = NULL;
    char from[CAL_TEXT_SIZE], to[CAL_TEXT_SIZE];
    AppCycle at;
    CalDate first, last;
    size_t n = 0;

    g_assert_true(app_cycle_parse(&reg, c->at, &at));
    if (!window_days(&reg, &span, &at, c->read, day("2002-12-15"), &first, &last)) {
        g_assert_cmpstr("", ==, c->want);
        return;
    }
    if (c->read >= 0) {
        AppCycle *cycles = window_cycles(arena, &reg, &at, c->read, first, last, &n);

        got = texts(cycles, n);
    } else {
        (void)cal_date_format(first, from);
        (void)cal_date_format(last, to);
        got = g_strdup_printf("%s %s", from, to);
    }
    g_assert_cmpstr(got, ==, c->want);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(form_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cycle/form/%s", form_cases[i].text);
        g_test_add_data_func(path, &form_cases[i], test_forms);
    }
    g_test_add_func("/cycle/refused", test_refused);
    g_test_add_func("/cycle/unknown-kind", test_unknown_kind);
    g_test_add_func("/cycle/between", test_between);
    g_test_add_func("/cycle/year", test_year);
    for (size_t i = 0; i < G_N_ELEMENTS(window_cases); i++) {
        g_autofree char *path = g_strdup_printf("/window/%s", window_cases[i].name);
        g_test_add_data_func(path, &window_cases[i], test_window);
    }
    return g_test_run();
}
