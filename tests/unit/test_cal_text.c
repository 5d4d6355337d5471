/* test_cal_text.c - reading and writing dates, times, date and times, durations. */
#include <glib.h>
#include <string.h>

#include "cal/cal.h"
#include "cal/cal_arith.h"

/* `text` read and written again; want NULL = refused. */
typedef struct TextCase {
    const char *text;
    const char *want;
} TextCase;

static const TextCase date_cases[] = {
    {"2018-12-10",                 "2018-12-10"      },
    {"0000-01-01",                 "0000-01-01"      },
    {"-0000-01-01",                "0000-01-01"      },
    {"0001-01-01",                 "0001-01-01"      },
    {"-2017-12-31",                "-2017-12-31"     },
    {"999999999-12-31",            "999999999-12-31" },
    {"-999999999-12-31",           "-999999999-12-31"},
    {"12345-06-07",                "12345-06-07"     },
    {"2000-02-29",                 "2000-02-29"      },
    {"2001-02-29",                 NULL              },
    {"1000000000-01-01",           NULL              },
    {"99999999999999999999-01-01", NULL              },
    {"+2018-12-10",                NULL              },
    {"--2018-12-10",               NULL              },
    {"998-12-31",                  NULL              },
    {"01211-12-31",                NULL              },
    {"2012/12/25",                 NULL              },
    {"2012-12-25T",                NULL              },
    {"2012-12-25 ",                NULL              },
    {" 2012-12-25",                NULL              },
    {"2012-1-25",                  NULL              },
    {"2012-01-5",                  NULL              },
    {"2012-001-05",                NULL              },
    {"2012-13-05",                 NULL              },
    {"2012-00-05",                 NULL              },
    {"2012-01-00",                 NULL              },
    {"2012-01-32",                 NULL              },
    {"2012-01",                    NULL              },
    {"2012-01-",                   NULL              },
    {"2012",                       NULL              },
    {"-",                          NULL              },
    {"",                           NULL              },
    {"二〇二六-01-01",         NULL              },
};

static void test_dates(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(date_cases); i++) {
        const TextCase *c = &date_cases[i];
        char buf[CAL_TEXT_SIZE];
        CalDate d = 77;
        g_test_message("%s", c->text);
        g_assert_cmpint(cal_date_parse(c->text, -1, &d), ==, c->want != NULL);
        if (!c->want) {
            g_assert_cmpint(d, ==, 77); /* a failure leaves outputs alone */
            continue;
        }
        g_assert_cmpuint(cal_date_format(d, buf), ==, strlen(c->want));
        g_assert_cmpstr(buf, ==, c->want);
    }
}

static const TextCase time_cases[] = {
    {"10:30:00",               "10:30:00"              },
    {"00:00:00",               "00:00:00"              },
    {"23:59:59.999999999",     "23:59:59.999999999"    },
    {"23:59:59.9999999999999", "23:59:59.999999999"    },
    {"10:30:00.0001+05:00:01", "10:30:00.0001+05:00:01"},
    {"10:30:00.500",           "10:30:00.5"            },
    {"10:30:00.000",           "10:30:00"              },
    {"24:00:00",               "00:00:00"              },
    {"24:00:00Z",              "00:00:00Z"             },
    {"10:30:00Z",              "10:30:00Z"             },
    {"10:30:00+00:00",         "10:30:00Z"             },
    {"10:30:00-00:00",         "10:30:00Z"             },
    {"10:30:00-00:00:00",      "10:30:00Z"             },
    {"10:30:00-00:00:01",      "10:30:00-00:00:01"     },
    {"10:30:00+14:00",         "10:30:00+14:00"        },
    {"10:30:00-14:00",         "10:30:00-14:00"        },
    {"10:30:00-03:30",         "10:30:00-03:30"        },
    {"00:01:00@Etc/UTC",       "00:01:00@Etc/UTC"      },
    {"00:01:00@UTC",           "00:01:00@UTC"          },
    {"00:01:00@Asia/Shanghai", "00:01:00@Asia/Shanghai"},
    {"24:00:01",               NULL                    },
    {"24:00:00.0",             NULL                    },
    {"24:01:00",               NULL                    },
    {"25:00:00",               NULL                    },
    {"10:60:00",               NULL                    },
    {"10:30:60",               NULL                    },
    {"10:30",                  NULL                    },
    {"1:30:00",                NULL                    },
    {"10:3:00",                NULL                    },
    {"10:30:0",                NULL                    },
    {"10:30:00.",              NULL                    },
    {"10:30:00.Z",             NULL                    },
    {"10:30:00.x",             NULL                    },
    {"10:30:00,5",             NULL                    },
    {"10:30:00+14:00:01",      NULL                    },
    {"10:30:00+14:01",         NULL                    },
    {"10:30:00+15:00",         NULL                    },
    {"10:30:00+19:00",         NULL                    },
    {"10:30:00+05",            NULL                    },
    {"10:30:00+05:0",          NULL                    },
    {"10:30:00+5:00",          NULL                    },
    {"10:30:00+05:60",         NULL                    },
    {"10:30:00+05:00:60",      NULL                    },
    {"10:30:00+05:00:",        NULL                    },
    {"10:30:00+0500",          NULL                    },
    {"10:30:00z",              NULL                    },
    {"10:30:00ZZ",             NULL                    },
    {"10:30:00Z@Etc/UTC",      NULL                    },
    {"10:30:00+00:00@Etc/UTC", NULL                    },
    {"10:30:00@",              NULL                    },
    {"10:30:00@xyz/abc",       NULL                    },
    {"10:30:00@Etc/UTC ",      NULL                    },
    {"T10:30:00",              NULL                    },
    {"10:30:00 ",              NULL                    },
    {" 10:30:00",              NULL                    },
    {"",                       NULL                    },
};

static void test_times(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(time_cases); i++) {
        const TextCase *c = &time_cases[i];
        char buf[CAL_TEXT_SIZE];
        CalTime t = {
            77, 7, {CAL_ZONE_LOCAL, 7, NULL}
        };
        g_test_message("%s", c->text);
        g_assert_cmpint(cal_time_parse(c->text, -1, &t), ==, c->want != NULL);
        if (!c->want) {
            g_assert_true(t.second == 77 && t.nano == 7 && t.zone.offset_s == 7);
            continue;
        }
        g_assert_cmpuint(cal_time_format(&t, buf), ==, strlen(c->want));
        g_assert_cmpstr(buf, ==, c->want);
    }
}

static const TextCase date_time_cases[] = {
    {"2018-12-10T00:00:00",                 "2018-12-10T00:00:00"                },
    {"2018-12-10T10:30:01.25+08:00",        "2018-12-10T10:30:01.25+08:00"       },
    {"-0044-03-15T12:00:00@Etc/GMT",        "-0044-03-15T12:00:00@Etc/GMT"       },
    {"2012-12-31T24:00:00",                 "2013-01-01T00:00:00"                },
    {"2012-12-31T24:00:00Z",                "2013-01-01T00:00:00Z"               },
    {"999999999-12-31T23:59:59.999999999Z", "999999999-12-31T23:59:59.999999999Z"},
    {"999999999-12-31T24:00:00",            NULL                                 },
    {"2018-12-10",                          NULL                                 },
    {"2018-12-10T",                         NULL                                 },
    {"2018-12-10t10:00:00",                 NULL                                 },
    {"2018-12-10 10:00:00",                 NULL                                 },
    {"2018-12-32T10:00:00",                 NULL                                 },
    {"2018-12-10T10:00",                    NULL                                 },
    {"10:00:00",                            NULL                                 },
    {"",                                    NULL                                 },
};

static void test_date_times(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(date_time_cases); i++) {
        const TextCase *c = &date_time_cases[i];
        char buf[CAL_TEXT_SIZE];
        CalDateTime t = {
            77, {7, 7, {CAL_ZONE_LOCAL, 7, NULL}}
        };
        g_test_message("%s", c->text);
        g_assert_cmpint(cal_date_time_parse(c->text, -1, false, &t), ==, c->want != NULL);
        if (!c->want) {
            g_assert_true(t.date == 77 && t.time.second == 7 && t.time.zone.offset_s == 7);
            continue;
        }
        g_assert_cmpuint(cal_date_time_format(&t, buf), ==, strlen(c->want));
        g_assert_cmpstr(buf, ==, c->want);
    }
}

static void test_date_only(void)
{
    char buf[CAL_TEXT_SIZE];
    CalDateTime t;

    g_assert_true(cal_date_time_parse("2018-12-10", -1, true, &t));
    (void)cal_date_time_format(&t, buf);
    g_assert_cmpstr(buf, ==, "2018-12-10T00:00:00");
    g_assert_false(cal_date_time_parse("2018-12-10 ", -1, true, &t));
    g_assert_false(cal_date_time_parse("2018-12-10Z", -1, true, &t));
}

static const TextCase dt_cases[] = {
    {"P1D",                               "P1D"                                  },
    {"PT49H",                             "P2DT1H"                               },
    {"P0D",                               "PT0S"                                 },
    {"-P0D",                              "PT0S"                                 },
    {"PT0.S",                             "PT0S"                                 },
    {"PT0.000S",                          "PT0S"                                 },
    {"PT0.999S",                          "PT0.999S"                             },
    {"-PT0.5S",                           "-PT0.5S"                              },
    {"-PT1.5S",                           "-PT1.5S"                              },
    {"PT1000M",                           "PT16H40M"                             },
    {"PT1000M0.999999999S",               "PT16H40M0.999999999S"                 },
    {"PT0.9999999999S",                   "PT0.999999999S"                       },
    {"P1DT2H3M4.123456789S",              "P1DT2H3M4.123456789S"                 },
    {"-P1DT2H3M4.123456789S",             "-P1DT2H3M4.123456789S"                },
    {"P1DT0H",                            "P1D"                                  },
    {"PT61S",                             "PT1M1S"                               },
    {"PT3600S",                           "PT1H"                                 },
    {"PT86399S",                          "PT23H59M59S"                          },
    {"PT9223372036854775807S",            "P106751991167300DT15H30M7S"           },
    {"-PT9223372036854775807.999999999S", "-P106751991167300DT15H30M7.999999999S"},
    {"PT9223372036854775808S",            NULL                                   },
    {"PT99999999999999999999S",           NULL                                   },
    {"P106751991167301D",                 NULL                                   },
    {"P106751991167300DT24H",             NULL                                   },
    {"P",                                 NULL                                   },
    {"P0",                                NULL                                   },
    {"PT",                                NULL                                   },
    {"P1DT",                              NULL                                   },
    {"1D",                                NULL                                   },
    {"P1H",                               NULL                                   },
    {"P1S",                               NULL                                   },
    {"P1Y",                               NULL                                   },
    {"P1M",                               NULL                                   },
    {"P1Y1D",                             NULL                                   },
    {"P1DD",                              NULL                                   },
    {"P1D1D",                             NULL                                   },
    {"PT1M1H",                            NULL                                   },
    {"PT1S1M",                            NULL                                   },
    {"PT1.5H",                            NULL                                   },
    {"PT1.5M",                            NULL                                   },
    {"P1.5D",                             NULL                                   },
    {"PT.5S",                             NULL                                   },
    {"PT1.5.5S",                          NULL                                   },
    {"PT1",                               NULL                                   },
    {"PT1.",                              NULL                                   },
    {"PT-1S",                             NULL                                   },
    {"P-1D",                              NULL                                   },
    {"+P1D",                              NULL                                   },
    {"--P1D",                             NULL                                   },
    {"p1d",                               NULL                                   },
    {" P1D",                              NULL                                   },
    {"P1D ",                              NULL                                   },
    {"P1W",                               NULL                                   },
    {"",                                  NULL                                   },
};

static void test_dt_durations(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dt_cases); i++) {
        const TextCase *c = &dt_cases[i];
        char buf[CAL_TEXT_SIZE];
        CalDtDuration d = {77, 7};
        g_test_message("%s", c->text);
        g_assert_cmpint(cal_dt_duration_parse(c->text, -1, &d), ==, c->want != NULL);
        if (!c->want) {
            g_assert_true(d.seconds == 77 && d.nano == 7);
            continue;
        }
        g_assert_cmpuint(cal_dt_duration_format(d, buf), ==, strlen(c->want));
        g_assert_cmpstr(buf, ==, c->want);
    }
}

static const TextCase ym_cases[] = {
    {"P1Y",                    "P1Y"                    },
    {"P0Y",                    "P0M"                    },
    {"P0M",                    "P0M"                    },
    {"-P0M",                   "P0M"                    },
    {"P25M",                   "P2Y1M"                  },
    {"P1Y27M",                 "P3Y3M"                  },
    {"-P1Y2M",                 "-P1Y2M"                 },
    {"P999999999M",            "P83333333Y3M"           },
    {"P9223372036854775807M",  "P768614336404564650Y7M" },
    {"-P9223372036854775807M", "-P768614336404564650Y7M"},
    {"P9223372036854775808M",  NULL                     },
    {"P768614336404564651Y",   NULL                     },
    {"P768614336404564650Y8M", NULL                     },
    {"P",                      NULL                     },
    {"P1",                     NULL                     },
    {"P1Y1",                   NULL                     },
    {"P1M1Y",                  NULL                     },
    {"P1Y1Y",                  NULL                     },
    {"P1Y1D",                  NULL                     },
    {"P1.5Y",                  NULL                     },
    {"P1YT",                   NULL                     },
    {"P1YT1H",                 NULL                     },
    {"PT1M",                   NULL                     },
    {"P-1Y",                   NULL                     },
    {"1Y",                     NULL                     },
    {"P1Y ",                   NULL                     },
    {"",                       NULL                     },
};

static void test_ym_durations(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ym_cases); i++) {
        const TextCase *c = &ym_cases[i];
        char buf[CAL_TEXT_SIZE];
        CalYmDuration d = 77;
        g_test_message("%s", c->text);
        g_assert_cmpint(cal_ym_duration_parse(c->text, -1, &d), ==, c->want != NULL);
        if (!c->want) {
            g_assert_cmpint(d, ==, 77);
            continue;
        }
        g_assert_cmpuint(cal_ym_duration_format(d, buf), ==, strlen(c->want));
        g_assert_cmpstr(buf, ==, c->want);
    }
}

/* Length is obeyed, and a NUL inside is a character like any other. */
static void test_length(void)
{
    CalDate d;
    CalTime t;

    g_assert_true(cal_date_parse("2018-12-10xyz", 10, &d));
    g_assert_false(cal_date_parse("2018-12-10", 9, &d));
    g_assert_false(cal_date_parse("2018-12-10\0", 11, &d));
    g_assert_true(cal_time_parse("10:30:00@UTCxx", 12, &t));
    g_assert_false(cal_time_parse("10:30:00@UTC\0", 13, &t));
}

static int64_t random_int64(void)
{
    int64_t v =
        (int64_t)((uint64_t)(uint32_t)g_test_rand_int() << 32 | (uint32_t)g_test_rand_int());

    return v >> g_test_rand_int_range(0, 63); /* all magnitudes */
}

static CalZone random_zone(void)
{
    static const char *const ids[] = {"UTC", "Etc/GMT", "Asia/Shanghai", "Europe/Paris"};
    const char *id = ids[g_test_rand_int_range(0, G_N_ELEMENTS(ids))];

    switch (g_test_rand_int_range(0, 3)) {
    case 0:
        return (CalZone){CAL_ZONE_LOCAL, 0, NULL};
    case 1:
        return (CalZone){CAL_ZONE_OFFSET, g_test_rand_int_range(-14 * 3600, 14 * 3600 + 1), NULL};
    default:
        return (CalZone){CAL_ZONE_ID, 0, cal_zone_intern(id, strlen(id))};
    }
}

static void test_round_trip(void)
{
    CalDate first, last;

    g_assert_true(cal_date_from_ymd(-CAL_MAX_YEAR, 1, 1, &first));
    g_assert_true(cal_date_from_ymd(CAL_MAX_YEAR, 12, 31, &last));
    for (int i = 0; i < 50000; i++) {
        char buf[CAL_TEXT_SIZE];
        CalDateTime t = {
            random_int64() % last,
            {g_test_rand_int_range(0, 86400), g_test_rand_int_range(0, 1000000000), random_zone()},
        };
        if (i % 3 == 0)
            t.time.nano = t.time.nano / 1000000 * 1000000;
        CalDateTime t2;
        (void)cal_date_time_format(&t, buf);
        g_assert_true(cal_date_time_parse(buf, -1, false, &t2));
        g_assert_true(cal_date_time_is(&t, &t2));

        CalDtDuration d = {random_int64(), g_test_rand_int_range(0, 1000000000)};
        CalDtDuration d2;
        g_assert_cmpuint(cal_dt_duration_format(d, buf), <, CAL_TEXT_SIZE);
        g_assert_true(cal_dt_duration_parse(buf, -1, &d2));
        g_assert_cmpint(cal_dt_compare(d, d2), ==, 0);

        CalYmDuration m = random_int64();
        CalYmDuration m2;
        (void)cal_ym_duration_format(m, buf);
        g_assert_true(cal_ym_duration_parse(buf, -1, &m2));
        g_assert_cmpint(m, ==, m2);
    }
}

/* The longest text of each kind fits. */
static void test_buffer_is_enough(void)
{
    char buf[CAL_TEXT_SIZE];
    char id[CAL_ZONE_ID_MAX + 1];
    CalDateTime t = {
        0, {86399, 999999999, {CAL_ZONE_ID, 0, id}}
    };

    memset(id, 'X', CAL_ZONE_ID_MAX);
    id[CAL_ZONE_ID_MAX] = '\0';
    g_assert_true(cal_date_from_ymd(-CAL_MAX_YEAR, 12, 31, &t.date));
    size_t len = cal_date_time_format(&t, buf);
    g_assert_cmpuint(len, <, CAL_TEXT_SIZE);
    g_assert_cmpuint(len, ==, strlen(buf));
    g_assert_true(g_str_has_suffix(buf, id));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cal-text/dates", test_dates);
    g_test_add_func("/cal-text/times", test_times);
    g_test_add_func("/cal-text/date-times", test_date_times);
    g_test_add_func("/cal-text/date-only", test_date_only);
    g_test_add_func("/cal-text/dt-durations", test_dt_durations);
    g_test_add_func("/cal-text/ym-durations", test_ym_durations);
    g_test_add_func("/cal-text/length", test_length);
    g_test_add_func("/cal-text/round-trip", test_round_trip);
    g_test_add_func("/cal-text/buffer-is-enough", test_buffer_is_enough);
    return g_test_run();
}
