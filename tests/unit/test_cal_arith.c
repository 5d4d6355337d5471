/* test_cal_arith.c - arithmetic and comparison of dates, times and durations. */
#include <glib.h>
#include <string.h>

#include "cal/cal.h"
#include "cal/cal_arith.h"
#include "dec/dec.h"

static CalDate date_of(const char *text)
{
    CalDate v;

    if (!cal_date_parse(text, -1, &v))
        g_error("no date: %s", text);
    return v;
}

static CalTime time_of(const char *text)
{
    CalTime v;

    if (!cal_time_parse(text, -1, &v))
        g_error("no time: %s", text);
    return v;
}

static CalDateTime date_time_of(const char *text)
{
    CalDateTime v;

    if (!cal_date_time_parse(text, -1, false, &v))
        g_error("no date and time: %s", text);
    return v;
}

static CalDtDuration dt_of(const char *text)
{
    CalDtDuration v;

    if (!cal_dt_duration_parse(text, -1, &v))
        g_error("no duration: %s", text);
    return v;
}

static CalYmDuration ym_of(const char *text)
{
    CalYmDuration v;

    if (!cal_ym_duration_parse(text, -1, &v))
        g_error("no duration: %s", text);
    return v;
}

static Dec dec_of(const char *text)
{
    Dec v;

    if (!dec_parse(text, -1, &v))
        g_error("no number: %s", text);
    return v;
}

/* left op right = want; NULL = no result. */
typedef struct PlusCase {
    const char *left;
    int sign;
    const char *right;
    const char *want;
} PlusCase;

static void test_date_plus(void)
{
    static const PlusCase cases[] = {
        {"2021-01-01",       1,  "PT36H",                 "2021-01-02"     },
        {"2021-01-02",       -1, "PT1H",                  "2021-01-01"     },
        {"2021-01-02",       -1, "-PT1H",                 "2021-01-02"     },
        {"2021-01-02",       1,  "-PT1H",                 "2021-01-01"     },
        {"2021-01-02",       1,  "PT0S",                  "2021-01-02"     },
        {"2021-01-02",       -1, "PT0.000000001S",        "2021-01-01"     },
        {"2021-01-02",       1,  "PT23H59M59.999999999S", "2021-01-02"     },
        {"2021-01-02",       1,  "P1D",                   "2021-01-03"     },
        {"1969-12-31",       1,  "-PT0.5S",               "1969-12-30"     },
        {"999999999-12-31",  1,  "PT23H",                 "999999999-12-31"},
        {"999999999-12-31",  1,  "PT24H",                 NULL             },
        {"-999999999-01-01", -1, "PT1S",                  NULL             },
        {"2021-01-01",       1,  "P106751991167300D",     NULL             },
        {"2021-01-01",       -1, "-P106751991167300D",    NULL             },
        {"2021-01-01",       -1, "P106751991167300D",     NULL             },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const PlusCase *c = &cases[i];
        CalDate got = 77;
        g_test_message("%s %+d %s", c->left, c->sign, c->right);
        g_assert_cmpint(cal_date_plus(date_of(c->left), dt_of(c->right), c->sign, &got), ==,
                        c->want != NULL);
        g_assert_cmpint(got, ==, c->want ? date_of(c->want) : 77);
    }
}

static void test_time_plus(void)
{
    static const PlusCase cases[] = {
        {"10:15:00",         1,  "P1D",                              "10:15:00"          },
        {"10:15:00",         1,  "PT14H",                            "00:15:00"          },
        {"10:15:00",         -1, "PT11H",                            "23:15:00"          },
        {"10:15:00+08:00",   1,  "PT1M",                             "10:16:00+08:00"    },
        {"10:15:00@Etc/UTC", 1,  "PT1M",                             "10:16:00@Etc/UTC"  },
        {"10:15:00.5Z",      1,  "PT0.5S",                           "10:15:01Z"         },
        {"00:00:00",         -1, "PT0.000000001S",                   "23:59:59.999999999"},
        {"00:00:00",         1,  "-PT0.25S",                         "23:59:59.75"       },
        {"00:00:00",         1,  "PT9223372036854775807.999999999S", "15:30:07.999999999"},
        {"00:00:00",         -1, "PT9223372036854775807S",           "08:29:53"          },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const PlusCase *c = &cases[i];
        CalTime t = time_of(c->left);
        char buf[CAL_TEXT_SIZE];
        g_assert_true(cal_time_plus(&t, dt_of(c->right), c->sign, &t));
        (void)cal_time_format(&t, buf);
        g_assert_cmpstr(buf, ==, c->want);
    }
}

static void test_date_time_plus(void)
{
    static const PlusCase cases[] = {
        {"2021-01-01T10:00:00",                    1,  "PT36H",                    "2021-01-02T22:00:00"             },
        {"2021-01-01T10:00:00+08:00",              -1, "PT11H",                    "2020-12-31T23:00:00+08:00"       },
        {"2021-01-01T10:00:00.25Z",                1,  "-PT0.5S",                  "2021-01-01T09:59:59.75Z"         },
        {"1970-01-01T00:00:00Z",                   1,  "-PT0.000000001S",          "1969-12-31T23:59:59.999999999Z"  },
        {"2026-03-29T01:30:00@Europe/Paris",       1,  "PT1H",                     "2026-03-29T03:30:00@Europe/Paris"},
        {"2026-03-28T12:00:00@Europe/Paris",       1,  "P1D",                      "2026-03-29T13:00:00@Europe/Paris"},
        {"2026-03-29T13:00:00@Europe/Paris",       -1, "P1D",                      "2026-03-28T12:00:00@Europe/Paris"},
        {"2026-10-25T02:30:00@Europe/Paris",       1,  "PT1H",                     "2026-10-25T02:30:00@Europe/Paris"},
        {"2026-10-25T02:30:00@Europe/Paris",       1,  "PT2H",                     "2026-10-25T03:30:00@Europe/Paris"},
        {"2026-03-29T02:30:00@Europe/Paris",       1,  "PT0S",                     "2026-03-29T03:30:00@Europe/Paris"},
        {"999999999-12-31T23:00:00",               1,  "PT59M",                    "999999999-12-31T23:59:00"        },
        {"999999999-12-31T23:00:00",               1,  "PT1H",                     NULL                              },
        {"999999999-12-31T23:00:00@Asia/Shanghai", 1,  "PT1H",                     NULL                              },
        {"-999999999-01-01T00:00:00",              -1, "PT1S",                     NULL                              },
        {"2026-01-01T00:00:00@Asia/Shanghai",      1,  "PT9223372036854775807S",   NULL                              },
        {"2026-01-01T00:00:00@Asia/Shanghai",      -1, "PT9223372036854775807.5S", NULL                              },
        {"2026-01-01T00:00:00",                    1,  "PT9223372036854775807S",   NULL                              },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const PlusCase *c = &cases[i];
        CalDateTime t = date_time_of(c->left);
        CalDateTime got = t;
        char buf[CAL_TEXT_SIZE];
        g_test_message("%s %+d %s", c->left, c->sign, c->right);
        g_assert_cmpint(cal_date_time_plus(&t, dt_of(c->right), c->sign, &got), ==,
                        c->want != NULL);
        (void)cal_date_time_format(&got, buf);
        g_assert_cmpstr(buf, ==, c->want ? c->want : c->left);
    }
}

static void test_date_time_plus_months(void)
{
    static const PlusCase cases[] = {
        {"2020-01-31T10:00:00@Etc/UTC", 1,  "P1M", "2020-02-29T10:00:00@Etc/UTC"},
        {"2020-01-31T10:00:00.5+01:00", -1, "P2M", "2019-11-30T10:00:00.5+01:00"},
        {"999999999-12-31T10:00:00",    1,  "P1M", NULL                         },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const PlusCase *c = &cases[i];
        CalDateTime t = date_time_of(c->left);
        char buf[CAL_TEXT_SIZE];
        g_assert_cmpint(cal_date_time_plus_months(&t, c->sign * ym_of(c->right), &t), ==,
                        c->want != NULL);
        (void)cal_date_time_format(&t, buf);
        g_assert_cmpstr(buf, ==, c->want ? c->want : c->left);
    }
}

typedef struct MinusCase {
    const char *left, *right;
    const char *want; /* NULL = no result */
} MinusCase;

static void test_date_time_minus(void)
{
    static const MinusCase cases[] = {
        {"2021-01-02T00:00:00",              "2021-01-01T12:00:00",              "PT12H"         },
        {"2021-01-01T12:00:00",              "2021-01-02T00:00:00",              "-PT12H"        },
        {"2021-01-01T12:00:00Z",             "2021-01-01T12:00:00+08:00",        "PT8H"          },
        {"2021-01-01T12:00:00.25Z",          "2021-01-01T12:00:00.5Z",           "-PT0.25S"      },
        {"2021-07-01T12:00:00@Europe/Paris", "2021-07-01T10:00:00Z",             "PT0S"          },
        {"2026-03-30T00:00:00@Europe/Paris", "2026-03-29T00:00:00@Europe/Paris", "PT23H"         },
        {"2026-10-26T00:00:00@Europe/Paris", "2026-10-25T00:00:00@Europe/Paris", "P1DT1H"        },
        {"999999999-12-31T00:00:00",         "-999999999-01-01T00:00:00",        "P730484999633D"},
        {"2021-01-01T12:00:00",              "2021-01-01T12:00:00Z",             NULL            },
        {"2021-01-01T12:00:00@Etc/UTC",      "2021-01-01T12:00:00",              NULL            },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const MinusCase *c = &cases[i];
        CalDateTime a = date_time_of(c->left);
        CalDateTime b = date_time_of(c->right);
        CalDtDuration d = {77, 7};
        g_test_message("%s - %s", c->left, c->right);
        g_assert_cmpint(cal_date_time_minus(&a, &b, &d), ==, c->want != NULL);
        CalDtDuration want = c->want ? dt_of(c->want) : (CalDtDuration){77, 7};
        g_assert_cmpint(cal_dt_compare(d, want), ==, 0);
    }
}

static void test_time_minus(void)
{
    static const MinusCase cases[] = {
        {"10:10:10",         "11:10:10",               "-PT1H"        },
        {"11:10:10",         "10:10:10",               "PT1H"         },
        {"10:10:10.5Z",      "10:10:10+01:00",         "PT1H0.5S"     },
        {"10:10:10+01:00",   "10:10:10.5Z",            "-PT1H0.5S"    },
        {"00:00:00+14:00",   "23:59:59-14:00",         "-P2DT3H59M59S"},
        {"10:00:00@Etc/UTC", "10:00:00@Asia/Shanghai", "PT8H"         },
        {"10:10:10",         "10:10:10Z",              NULL           },
        {"10:10:10@Etc/UTC", "10:10:10",               NULL           },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const MinusCase *c = &cases[i];
        CalTime a = time_of(c->left);
        CalTime b = time_of(c->right);
        CalDtDuration d = {77, 7};
        g_test_message("%s - %s", c->left, c->right);
        g_assert_cmpint(cal_time_minus(&a, &b, &d), ==, c->want != NULL);
        CalDtDuration want = c->want ? dt_of(c->want) : (CalDtDuration){77, 7};
        g_assert_cmpint(cal_dt_compare(d, want), ==, 0);
    }
}

typedef struct CompareCase {
    const char *left, *right;
    int order;
    bool same; /* is() */
} CompareCase;

static void test_time_compare(void)
{
    static const CompareCase cases[] = {
        {"10:30:00",               "10:30:00",                0,  true },
        {"10:30:00.0001",          "10:30:00.0002",           0,  false},
        {"10:30:00",               "10:30:01",                -1, false},
        {"10:30:00Z",              "10:30:00+00:00",          0,  true },
        {"10:30:00Z",              "10:30:00@Etc/UTC",        0,  false},
        {"10:30:00@UTC",           "10:30:00@Etc/UTC",        0,  false},
        {"10:30:00@Etc/UTC",       "10:30:00@Etc/UTC",        0,  true },
        {"10:30:00Z",              "11:30:00+01:00",          0,  false},
        {"10:30:00",               "10:30:00+05:00",          0,  false},
        {"10:30:01",               "10:30:00@Asia/Shanghai",  1,  false},
        {"23:00:00-05:00",         "01:00:00Z",               1,  false}, /* no wrap around midnight */
        {"10:00:00@Asia/Shanghai", "10:00:00@Asia/Singapore", 0,  false},
        {"10:00:00+08:00",         "10:00:00+08:01",          1,  false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CompareCase *c = &cases[i];
        CalTime a = time_of(c->left);
        CalTime b = time_of(c->right);
        g_test_message("%s %s", c->left, c->right);
        g_assert_cmpint(cal_time_compare(&a, &b), ==, c->order);
        g_assert_cmpint(cal_time_compare(&b, &a), ==, -c->order);
        g_assert_cmpint(cal_time_is(&a, &b), ==, c->same);
        g_assert_cmpint(cal_time_is(&b, &a), ==, c->same);
    }
}

static void test_date_time_compare(void)
{
    static const CompareCase cases[] = {
        {"2002-04-02T12:00:00-01:00",        "2002-04-02T17:00:00+04:00",        0,  false},
        {"2002-04-02T12:00:00",              "2002-04-02T12:00:00",              0,  true },
        {"2002-04-02T12:00:00",              "2002-04-02T12:00:00.5",            0,  false},
        {"2002-04-02T12:00:00",              "2002-04-03T11:00:00",              -1, false},
        {"2002-04-02T12:00:00",              "2002-04-02T12:00:00+04:00",        0,  false},
        {"2002-04-02T12:00:01",              "2002-04-02T12:00:00@Etc/UTC",      1,  false},
        {"2002-04-02T00:00:00+10:00",        "2002-04-01T23:00:00Z",             -1, false},
        {"2026-07-01T12:00:00@Europe/Paris", "2026-07-01T10:00:00Z",             0,  false},
        {"2026-01-01T12:00:00@Europe/Paris", "2026-01-01T11:00:00Z",             0,  false},
        {"2026-01-01T12:00:00Z",             "2026-01-01T12:00:00+00:00",        0,  true },
        {"2026-01-01T12:00:00@Europe/Paris", "2026-01-01T12:00:00+01:00",        0,  false},
        {"2026-01-01T12:00:00@Europe/Paris", "2026-01-01T12:00:00@Europe/Paris", 0,  true },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CompareCase *c = &cases[i];
        CalDateTime a = date_time_of(c->left);
        CalDateTime b = date_time_of(c->right);
        g_test_message("%s %s", c->left, c->right);
        g_assert_cmpint(cal_date_time_compare(&a, &b), ==, c->order);
        g_assert_cmpint(cal_date_time_compare(&b, &a), ==, -c->order);
        g_assert_cmpint(cal_date_time_is(&a, &b), ==, c->same);
        g_assert_cmpint(cal_date_time_is(&b, &a), ==, c->same);
    }
}

static void test_dt_add(void)
{
    CalDtDuration d = {77, 7};

    g_assert_true(cal_dt_add(dt_of("PT0.7S"), dt_of("PT0.6S"), &d));
    g_assert_true(d.seconds == 1 && d.nano == 300000000);
    g_assert_true(cal_dt_add(dt_of("PT0.7S"), dt_of("-PT1S"), &d));
    g_assert_true(d.seconds == -1 && d.nano == 700000000);
    g_assert_true(cal_dt_neg(d, &d));
    g_assert_true(d.seconds == 0 && d.nano == 300000000);
    g_assert_true(cal_dt_neg((CalDtDuration){0, 0}, &d));
    g_assert_true(d.seconds == 0 && d.nano == 0);
}

static void test_dt_overflow(void)
{
    CalDtDuration most = dt_of("PT9223372036854775807.999999999S");
    CalDtDuration least;
    CalDtDuration d = {77, 7};

    g_assert_true(cal_dt_neg(most, &least));
    g_assert_false(cal_dt_add(most, dt_of("PT0.000000001S"), &d));
    g_assert_false(cal_dt_add(most, most, &d));
    g_assert_false(cal_dt_add(least, dt_of("-PT0.000000001S"), &d));
    g_assert_true(d.seconds == 77 && d.nano == 7);
    g_assert_true(cal_dt_add(most, least, &d));
    g_assert_true(d.seconds == 0 && d.nano == 0);
}

static void test_dt_compare(void)
{
    static const CompareCase cases[] = {
        {"P1D",     "PT24H",    0,  false},
        {"P0D",     "-P0D",     0,  false},
        {"PT1S",    "PT1.1S",   -1, false},
        {"-PT1S",   "-PT1.1S",  1,  false},
        {"-PT0.1S", "PT0.1S",   -1, false},
        {"P2D",     "PT47H59M", 1,  false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const CompareCase *c = &cases[i];
        g_assert_cmpint(cal_dt_compare(dt_of(c->left), dt_of(c->right)), ==, c->order);
        g_assert_cmpint(cal_dt_compare(dt_of(c->right), dt_of(c->left)), ==, -c->order);
    }
}

typedef struct ScaleCase {
    const char *name;
    const char *duration;
    const char *number;
    bool divide;
    const char *want; /* NULL = no result */
} ScaleCase;

/* From "below-whole-0" on: made with exact fractions (Python). "below-whole": the exact product is
 * 10^-27 less than a whole nanosecond, which 34 digits cannot hold. */
static const ScaleCase dt_scale_cases[] = {
    {"half",                  "PT1S",                                 "0.5",                                   false, "PT0.5S"                              },
    {"negative",              "PT1S",                                 "-1.5",                                  false, "-PT1.5S"                             },
    {"both-negative",         "-PT1S",                                "-2",                                    false, "PT2S"                                },
    {"zero",                  "P1D",                                  "0",                                     false, "PT0S"                                },
    {"nothing",               "PT0S",                                 "1E+6000",                               false, "PT0S"                                },
    {"nothing-divided",       "PT0S",                                 "-3",                                    true,  "PT0S"                                },
    {"third",                 "PT1S",                                 "3",                                     true,  "PT0.333333333S"                      },
    {"minus-third",           "-PT2S",                                "3",                                     true,  "-PT0.666666666S"                     },
    {"by-zero",               "PT1S",                                 "0",                                     true,  NULL                                  },
    {"by-tenth",              "PT1S",                                 "0.1",                                   true,  "PT10S"                               },
    {"by-huge",               "PT1S",                                 "1E+6000",                               true,  "PT0S"                                },
    {"by-tiny",               "PT1S",                                 "1E-6000",                               true,  NULL                                  },
    {"times-tiny",            "PT1S",                                 "1E-6000",                               false, "PT0S"                                },
    {"days",                  "P1D",                                  "30",                                    false, "P30D"                                },
    {"times-huge",            "PT1S",                                 "1E+6000",                               false, NULL                                  },
    {"times-1e34",            "P106751991167300D",                    "1E+34",                                 false, NULL                                  },
    {"overflow",              "P106751991167300D",                    "1.1",                                   false, NULL                                  },
    {"below-whole-0",         "P1523548707558DT31M38.168386571S",     "0.163005146149229821326104669",         false,
     "P248346279740DT23H10M25.768717498S"                                                                                                                   },
    {"above-whole-0",         "P10050525366516DT1H15M1.831613429S",   "0.163005146149229821326104669",         false,
     "P1638287356245DT11H46M35.55738717S"                                                                                                                   },
    {"below-whole-1",         "P3717982995831DT16H33M11.881713687S",  "0.520746361565460953284620377",         false,
     "P1936126117441DT14H30M54.6970512S"                                                                                                                    },
    {"above-whole-1",         "P7856091078242DT9H13M28.118286313S",   "0.520746361565460953284620377",         false,
     "P4091030845121DT14H24M58.587569176S"                                                                                                                  },
    {"below-whole-2",         "P9030046429259DT8H20M58.775674321S",   "0.256445666261400330799219919",         false,
     "P2315716272922DT19H1M10.559025731S"                                                                                                                   },
    {"above-whole-2",         "P2544027644814DT17H25M41.224325679S",  "0.256445666261400330799219919",         false,
     "P652404864361DT22H24M20.240194187S"                                                                                                                   },
    {"below-whole-3",         "P3883866963317DT9H6M2.795999253S",     "0.290065404753849340690854083",         false,
     "P1126575442724DT18H13M25.871374455S"                                                                                                                  },
    {"above-whole-3",         "P7690207110756DT16H40M37.204000747S",  "0.290065404753849340690854083",         false,
     "P2230663038222DT13H42M14.819479627S"                                                                                                                  },
    {"below-whole-4",         "P479196495032DT6H57M30.638123841S",    "0.039342975325267939627922239",         false,
     "P18853015880DT14M46.795538304S"                                                                                                                       },
    {"above-whole-4",         "P11094877579041DT18H49M9.361876159S",  "0.039342975325267939627922239",         false,
     "P436505494829DT2H37M32.832383934S"                                                                                                                    },
    {"below-whole-5",         "P7247685280461DT11H35M50.732202249S",  "0.365161335062282236871639751",         false,
     "P2646574433124DT13H36M1.352412423S"                                                                                                                   },
    {"above-whole-5",         "P4326388793612DT14H10M49.267797751S",  "0.365161335062282236871639751",         false,
     "P1579829907874DT1H41M15.519227327S"                                                                                                                   },
    {"mul-0",                 "PT7.546862848S",                       "-0.2226061614478670545682436427398396", false, "-PT1.679978169S"                     },
    {"div-0",                 "PT7.546862848S",                       "-0.2226061614478670545682436427398396", true,  "-PT33.902308897S"                    },
    {"mul-1",                 "-P4672DT18H43M15.825623184S",          "-1.806041038772354296727705498516631",  false,
     "P8439DT5H34M50.170596968S"                                                                                                                            },
    {"div-1",                 "-P4672DT18H43M15.825623184S",          "1.806041038772354296727705498516631",   true,
     "-P2587DT7H20M1.487854913S"                                                                                                                            },
    {"mul-2",                 "-P869272083777DT20H39M44.839991579S",  "-0.3803246463264762104155921048936702", false,
     "P330605597824DT7H3M18.033359166S"                                                                                                                     },
    {"div-2",                 "-P869272083777DT20H39M44.839991579S",  "-0.3803246463264762104155921048936702", true,
     "P2285605448329DT16H50M35.974706801S"                                                                                                                  },
    {"mul-3",                 "-PT8.335022134S",                      "7.943705669484830938755226888629074",   false, "-PT1M6.210962581S"                   },
    {"div-3",                 "-PT8.335022134S",                      "7.943705669484830938755226888629074",   true,  "-PT1.049261198S"                     },
    {"div-exact-0",           "P218736214925DT6H22M18.20635034S",     "1038207513610",                         true,
     "PT5H3M23.305911194S"                                                                                                                                  },
    {"div-below-0",           "P218736214925DT6H22M18.206350339S",    "1038207513610",                         true,
     "PT5H3M23.305911193S"                                                                                                                                  },
    {"div-exact-1",           "P2776018244550DT4H19M38.34129351S",    "4359268084710",                         true,
     "PT15H17M0.240019281S"                                                                                                                                 },
    {"div-below-1",           "P2776018244550DT4H19M38.341293509S",   "4359268084710",                         true,
     "PT15H17M0.24001928S"                                                                                                                                  },
    {"div-exact-2",           "P1039279613814DT12H41M3.85563042S",    "1420471687740",                         true,
     "PT17H33M34.043200283S"                                                                                                                                },
    {"div-below-2",           "P1039279613814DT12H41M3.855630419S",   "1420471687740",                         true,
     "PT17H33M34.043200282S"                                                                                                                                },
    {"div-exact-3",           "P4384043088772DT22H30M35.9586192S",    "9666401464950",                         true,
     "PT10H53M5.349816416S"                                                                                                                                 },
    {"div-below-3",           "P4384043088772DT22H30M35.958619199S",  "9666401464950",                         true,
     "PT10H53M5.349816415S"                                                                                                                                 },
    {"div-just-below-0",      "P5104217772DT7H40M21.975233922S",      "69850535512.468026",                    true,
     "PT1H45M13.543801674S"                                                                                                                                 },
    {"div-just-above-0",      "P5104217772DT7H40M21.975233923S",      "69850535512.468026",                    true,
     "PT1H45M13.543801675S"                                                                                                                                 },
    {"div-just-below-1",      "P1138085844DT7H16M19.083598723S",      "31749994550.888447",                    true,
     "PT51M37.02783697S"                                                                                                                                    },
    {"div-just-above-1",      "P1138085844DT7H16M19.083598724S",      "31749994550.888447",                    true,
     "PT51M37.027836971S"                                                                                                                                   },
    {"div-just-below-2",      "P2063116368DT7H5M50.9072604S",         "43428504208.702909",                    true,
     "PT1H8M24.522075273S"                                                                                                                                  },
    {"div-just-above-2",      "P2063116368DT7H5M50.907260401S",       "43428504208.702909",                    true,
     "PT1H8M24.522075274S"                                                                                                                                  },
    {"tiny-times-max",        "P106751991167300DT15H30M7.999999999S",
     "0.9999999999999999999999999999999999",                                                                   false, "P106751991167300DT15H30M7.999999998S"},
    {"tiny-divisor-overflow", "PT1S",                                 "0.000000000000000000000000000001",      true,  NULL                                  },
    {"tiny-divisor",          "PT0.000000001S",                       "0.000000000000000000000000001",         true,
     "P11574074074074DT1H46M40S"                                                                                                                            },
    {"huge-factor",           "PT0.000000001S",                       "1000000000000000000000000000000000",    false, NULL                                  },
    {"huge-factor-fits",      "PT0.000000001S",                       "9000000000000000000000000000",          false,
     "P104166666666666DT16H"                                                                                                                                },
    {"times-1e-120",          "P106751991167300DT15H30M7.999999999S",
     "0."
     "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
     "000000000000000000000000001",                                                                            false, "PT0S"                                },
};

static void test_dt_scale(gconstpointer data)
{
    const ScaleCase *c = data;
    CalDtDuration d = {77, 7};
    char buf[CAL_TEXT_SIZE];

    g_assert_cmpint(cal_dt_scale(dt_of(c->duration), dec_of(c->number), c->divide, &d), ==,
                    c->want != NULL);
    if (!c->want) {
        g_assert_true(d.seconds == 77 && d.nano == 7);
        return;
    }
    (void)cal_dt_duration_format(d, buf);
    g_assert_cmpstr(buf, ==, c->want);
}

static void test_ym_scale(void)
{
    static const ScaleCase cases[] = {
        {"", "P1Y11M",                "-2.5",                                 false, "-P4Y9M"                 },
        {"", "P10Y11M",               "2.5",                                  true,  "P4Y4M"                  },
        {"", "-P1M",                  "0.99",                                 false, "P0M"                    },
        {"", "-P1Y",                  "-5",                                   true,  "P2M"                    },
        {"", "P1Y",                   "0",                                    true,  NULL                     },
        {"", "P1Y",                   "0",                                    false, "P0M"                    },
        {"", "P9223372036854775807M", "1",                                    false, "P768614336404564650Y7M" },
        {"", "P9223372036854775807M", "-1",                                   true,  "-P768614336404564650Y7M"},
        {"", "P9223372036854775807M", "1.000000000000000001",                 false, NULL                     },
        {"", "P9223372036854775807M", "1E+30",                                false, NULL                     },
        {"", "P2M",                   "-4611686018427387904",                 false, NULL                     },
        {"", "P4611686018427387904M", "-2",                                   false, NULL                     },
        {"", "P9223372036854775807M", "0.9999999999999999999999999999999999", false,
         "P768614336404564650Y6M"                                                                             },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const ScaleCase *c = &cases[i];
        CalYmDuration d = 77;
        g_test_message("%s %s", c->duration, c->number);
        g_assert_cmpint(cal_ym_scale(ym_of(c->duration), dec_of(c->number), c->divide, &d), ==,
                        c->want != NULL);
        g_assert_cmpint(d, ==, c->want ? ym_of(c->want) : 77);
    }
}

static void test_ratio(void)
{
    Dec r = dec_from_int(77);

    g_assert_true(cal_dt_ratio(dt_of("P1D"), dt_of("PT36H"), &r));
    g_assert_true(dec_equal(r, dec_of("0.6666666666666666666666666666666667")));
    g_assert_true(cal_dt_ratio(dt_of("-PT0.5S"), dt_of("PT0.25S"), &r));
    g_assert_true(dec_equal(r, dec_from_int(-2)));
    g_assert_true(cal_ym_ratio(ym_of("P1Y"), ym_of("-P8M"), &r));
    g_assert_true(dec_equal(r, dec_of("-1.5")));
    r = dec_from_int(77);
    g_assert_false(cal_dt_ratio(dt_of("P1D"), dt_of("PT0S"), &r));
    g_assert_false(cal_ym_ratio(ym_of("P1Y"), ym_of("P0M"), &r));
    g_assert_true(dec_equal(r, dec_from_int(77)));
}

/* Products and quotients by numbers of up to nine digits, against 128 bit integers. */
static void test_dt_scale_random(void)
{
    for (int i = 0; i < 50000; i++) {
        int64_t seconds =
            (int64_t)((uint64_t)(uint32_t)g_test_rand_int() << 31) >> g_test_rand_int_range(0, 62);
        CalDtDuration d = {i % 2 ? seconds : -seconds, g_test_rand_int_range(0, 1000000000)};
        int32_t coeff = g_test_rand_int_range(-999999999, 999999999);
        int scale = g_test_rand_int_range(0, 10);
        __int128 nanos = (__int128)d.seconds * 1000000000 + d.nano;
        __int128 unit = 1;
        CalDtDuration got;
        if (coeff == 0)
            continue;
        for (int k = 0; k < scale; k++)
            unit *= 10;
        Dec factor = dec_from_scaled(coeff, scale);

        __int128 want = nanos * coeff / unit;
        if (cal_dt_scale(d, factor, false, &got))
            g_assert_true((__int128)got.seconds * 1000000000 + got.nano == want);
        else
            g_assert_true(want / 1000000000 >= INT64_MAX || want / 1000000000 <= -INT64_MAX);
        want = nanos * unit / coeff;
        if (cal_dt_scale(d, factor, true, &got))
            g_assert_true((__int128)got.seconds * 1000000000 + got.nano == want);
        else
            g_assert_true(want / 1000000000 >= INT64_MAX || want / 1000000000 <= -INT64_MAX);
    }
}

/* t + d - d = t and (t + d) - t = d, wherever t + d is a date and time. */
static void test_plus_minus_inverse(void)
{
    static const char *const zones[] = {"", "Z", "-03:30",
                                        "@Asia/Singapore"}; /* no time exists twice */

    for (int i = 0; i < 20000; i++) {
        g_autofree char *text = g_strdup_printf("2026-01-01T12:34:56.789%s", zones[i % 4]);
        CalDateTime t = date_time_of(text);
        CalDtDuration d = {g_test_rand_int_range(-2000000000, 2000000000),
                           g_test_rand_int_range(0, 1000000000)};
        CalDateTime later, back;
        CalDtDuration got;
        g_assert_true(cal_date_time_plus(&t, d, 1, &later));
        g_assert_true(cal_date_time_minus(&later, &t, &got));
        g_assert_cmpint(cal_dt_compare(got, d), ==, 0);
        g_assert_true(cal_date_time_plus(&later, d, -1, &back));
        g_assert_true(cal_date_time_is(&back, &t));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cal-arith/date-plus", test_date_plus);
    g_test_add_func("/cal-arith/time-plus", test_time_plus);
    g_test_add_func("/cal-arith/date-time-plus", test_date_time_plus);
    g_test_add_func("/cal-arith/date-time-plus-months", test_date_time_plus_months);
    g_test_add_func("/cal-arith/date-time-minus", test_date_time_minus);
    g_test_add_func("/cal-arith/time-minus", test_time_minus);
    g_test_add_func("/cal-arith/time-compare", test_time_compare);
    g_test_add_func("/cal-arith/date-time-compare", test_date_time_compare);
    g_test_add_func("/cal-arith/dt-add", test_dt_add);
    g_test_add_func("/cal-arith/dt-overflow", test_dt_overflow);
    g_test_add_func("/cal-arith/dt-compare", test_dt_compare);
    for (size_t i = 0; i < G_N_ELEMENTS(dt_scale_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cal-arith/dt-scale/%s", dt_scale_cases[i].name);
        g_test_add_data_func(path, &dt_scale_cases[i], test_dt_scale);
    }
    g_test_add_func("/cal-arith/ym-scale", test_ym_scale);
    g_test_add_func("/cal-arith/ratio", test_ratio);
    g_test_add_func("/cal-arith/dt-scale-random", test_dt_scale_random);
    g_test_add_func("/cal-arith/plus-minus-inverse", test_plus_minus_inverse);
    return g_test_run();
}
