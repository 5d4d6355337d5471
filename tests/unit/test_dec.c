/* test_dec.c - numbers by example: text, arithmetic, rounding, powers, conversions, limits.
 *
 * Expected values of pow, exp, log and sqrt were computed with 80 digits by Python's decimal module
 * and rounded once to 34. Properties against a schoolbook reference: test_dec_property.c.
 */
#include "dec/dec.h"

#include <glib.h>
#include <string.h>

#define NINES34       "9999999999999999999999999999999999"
#define LARGEST       "9.999999999999999999999999999999999E6144"
#define MOST_NEGATIVE "-9.999999999999999999999999999999999E6144"

static Dec num(const char *text)
{
    Dec d = dec_zero();

    if (!dec_parse(text, -1, &d))
        g_error("not a number: %s", text);
    return d;
}

/* Same value; says both if not. */
static void check_equal(Dec got, const char *want, const char *what)
{
    char text[DEC_TEXT_SIZE];

    (void)dec_format(got, text, sizeof text);
    if (!dec_equal(got, num(want)))
        g_error("%s: got %s, want %s", what, text, want);
}

/* A mark that no case expects: a failure leaves outputs alone. */
static Dec mark(void)
{
    return dec_from_scaled(777, 7);
}

static void check_result(bool ok, Dec got, const char *want, const char *what)
{
    if (ok != (want != NULL))
        g_error("%s: %s", what, ok ? "has a result" : "has no result");
    if (want)
        check_equal(got, want, what);
    else
        g_assert_true(dec_equal(got, mark()));
}

/* ---- text ---- */

typedef struct TextCase {
    const char *text;
    const char *plain; /* NULL: refused */
} TextCase;

static const TextCase parse_cases[] = {
    {"0",                                              "0"                                            },
    {"-0",                                             "0"                                            },
    {"+0.000",                                         "0"                                            },
    {"0E99999999999999999999",                         "0"                                            },
    {"1",                                              "1"                                            },
    {"+1",                                             "1"                                            },
    {"-1.50",                                          "-1.5"                                         },
    {"1.50",                                           "1.5"                                          },
    {"007.10",                                         "7.1"                                          },
    {".041",                                           "0.041"                                        },
    {"-.5",                                            "-0.5"                                         },
    {"01.3",                                           "1.3"                                          },
    {"1E3",                                            "1000"                                         },
    {"1e3",                                            "1000"                                         },
    {"1E+3",                                           "1000"                                         },
    {"1E-7",                                           "0.0000001"                                    },
    {"12.5e-1",                                        "1.25"                                         },
    {"100",                                            "100"                                          },
    {"123.45",                                         "123.45"                                       },
    {NINES34,                                          NINES34                                        },
    {NINES34 "4",                                      NINES34 "0"                                    },
    {NINES34 "5",                                      "100000000000000000000000000000000000"         },
    {"1234567890123456789012345678901234"
     "5",                                         "12345678901234567890123456789012340"          },
    {"1234567890123456789012345678901235"
     "5",                                         "12345678901234567890123456789012360"          },
    {"1234567890123456789012345678901234"
     "50000000001",                               "123456789012345678901234567890123500000000000"},
    {"0.00000000000000000000000000000000000000000001",
     "0.00000000000000000000000000000000000000000001"                                                 },
    {"1E6145",                                         NULL                                           },
    {"9.9999999999999999999999999999999995E6144",      NULL                                           },
    {"1E99999999999999999999",                         NULL                                           },
    {"-1E99999999999999999999",                        NULL                                           },
    {"1E-99999999999999999999",                        "0"                                            },
    {"",                                               NULL                                           },
    {"-",                                              NULL                                           },
    {"+",                                              NULL                                           },
    {".",                                              NULL                                           },
    {"1.",                                             NULL                                           },
    {"1.E3",                                           NULL                                           },
    {"E3",                                             NULL                                           },
    {"1E",                                             NULL                                           },
    {"1E+",                                            NULL                                           },
    {"1E1.5",                                          NULL                                           },
    {"--1",                                            NULL                                           },
    {"+-1",                                            NULL                                           },
    {" 1",                                             NULL                                           },
    {"1 ",                                             NULL                                           },
    {"1,000",                                          NULL                                           },
    {"1,5",                                            NULL                                           },
    {"1.2.3",                                          NULL                                           },
    {"1_000",                                          NULL                                           },
    {"0x10",                                           NULL                                           },
    {"NaN",                                            NULL                                           },
    {"inf",                                            NULL                                           },
    {"Infinity",                                       NULL                                           },
    {"１",                                            NULL                                           }, /* full width */
    {"\xD9\xA1",                                       NULL                                           }, /* Arabic-Indic one */
    {"1\xFF",                                          NULL                                           },
};

static void test_parse(void)
{
    char text[DEC_TEXT_SIZE];

    for (size_t i = 0; i < G_N_ELEMENTS(parse_cases); i++) {
        const TextCase *c = &parse_cases[i];
        Dec d = mark();
        bool ok = dec_parse(c->text, -1, &d);
        check_result(ok, d, c->plain, c->text);
        if (!ok)
            continue;
        g_assert_cmpuint(dec_format(d, text, sizeof text), ==, strlen(c->plain));
        g_assert_cmpstr(text, ==, c->plain);
    }
}

static void test_parse_length(void)
{
    Dec d = mark();

    g_assert_true(dec_parse("12345", 2, &d));
    check_equal(d, "12", "first two");
    g_assert_true(dec_parse("1.5x", 3, &d));
    check_equal(d, "1.5", "up to x");
    d = mark();
    g_assert_false(dec_parse("1\0", 2, &d)); /* a NUL is a character like others */
    g_assert_false(dec_parse("12", 0, &d));
    g_assert_false(dec_parse(NULL, 0, &d));
    g_assert_true(dec_equal(d, mark()));
}

static void test_parse_long(void)
{
    enum { N = 100000 };
    g_autofree char *text = g_malloc(N + 20);
    Dec d;

    memset(text, '0', N);
    g_strlcpy(text + N, "12.5", 20);
    g_assert_true(dec_parse(text, -1, &d));
    check_equal(d, "12.5", "many zeros in front");
    memset(text, '9', N);
    g_strlcpy(text + N, "E-99999", 20);
    g_assert_true(dec_parse(text, -1, &d));
    check_equal(d, "10", "nines round up");
    text[0] = '.';
    memset(text + 1, '0', N - 1);
    g_strlcpy(text + N, "1E99999", 20);
    g_assert_true(dec_parse(text, -1, &d));
    check_equal(d, "0.1", "exponent against zeros");
}

static void test_format_extremes(void)
{
    char text[DEC_TEXT_SIZE];

    g_assert_cmpuint(dec_format(num(MOST_NEGATIVE), text, sizeof text), ==, 6146);
    g_assert_true(g_str_has_prefix(text, "-" NINES34 "0000"));
    g_assert_cmpuint(strspn(text + 35, "0"), ==, 6111);
    g_assert_cmpuint(dec_format(num("-1E-6176"), text, sizeof text), ==, 6179);
    g_assert_true(g_str_has_prefix(text, "-0.0000"));
    g_assert_true(g_str_has_suffix(text, "0001"));
    g_assert_cmpuint(dec_format(num("1E-6143"), text, sizeof text), ==, 6145);
}

static void test_format_cuts_like_snprintf(void)
{
    const char *want = "-1234.5";
    char text[16];

    for (size_t size = 0; size <= 9; size++) {
        memset(text, '#', sizeof text);
        g_assert_cmpuint(dec_format(num(want), text, size), ==, 7);
        for (size_t i = 0; i < sizeof text; i++) {
            if (size > 0 && i < MIN(size - 1, 7))
                g_assert_cmpint(text[i], ==, want[i]);
            else
                g_assert_cmpint(text[i], ==, size > 0 && i == MIN(size - 1, 7) ? '\0' : '#');
        }
    }
    g_assert_cmpuint(dec_format(num("10"), NULL, 0), ==, 2);
}

typedef struct PlacesCase {
    const char *value;
    int places;
    bool group;
    const char *text;
} PlacesCase;

static const PlacesCase places_cases[] = {
    {"0",            0,  false, "0"            },
    {"0",            2,  true,  "0.00"         },
    {"1.005",        2,  false, "1.01"         },
    {"-1.005",       2,  false, "-1.01"        },
    {"1.004999",     2,  false, "1.00"         },
    {"-0.004",       2,  false, "0.00"         },
    {"0.5",          0,  false, "1"            },
    {"2.5",          0,  false, "3"            },
    {"999.995",      2,  true,  "1,000.00"     },
    {"999",          2,  true,  "999.00"       },
    {"-1234567.891", 2,  true,  "-1,234,567.89"},
    {"1234567.891",  2,  false, "1234567.89"   },
    {"123456",       0,  true,  "123,456"      },
    {"-123456",      0,  true,  "-123,456"     },
    {"1E6",          0,  true,  "1,000,000"    },
    {"1E6",          1,  true,  "1,000,000.0"  },
    {"1.5",          5,  false, "1.50000"      },
    {"0.00012345",   4,  true,  "0.0001"       },
    {"12.3",         -3, false, "12"           },
};

static void test_format_places(void)
{
    static char text[DEC_TEXT_SIZE + 2000];

    for (size_t i = 0; i < G_N_ELEMENTS(places_cases); i++) {
        const PlacesCase *c = &places_cases[i];
        size_t len = dec_format_places(num(c->value), c->places, c->group, text, sizeof text);
        g_assert_cmpstr(text, ==, c->text);
        g_assert_cmpuint(len, ==, strlen(text));
    }
    g_assert_cmpuint(dec_format_places(num("1E-6176"), 7000, false, text, sizeof text), ==, 7002);
    g_assert_cmpint(text[6177], ==, '1');
    g_assert_cmpint(text[7001], ==, '0');
    g_assert_cmpuint(dec_format_places(num("1E6144"), 0, true, text, sizeof text), ==, 8193);
}

/* ---- arithmetic ---- */

typedef struct BinaryCase {
    const char *name;
    const char *a;
    const char *b;
    const char *want; /* NULL: no result */
} BinaryCase;

typedef bool Binary(Dec a, Dec b, Dec *out);

static void check_binary(Binary *op, const BinaryCase *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Dec got = mark();
        bool ok = op(num(cases[i].a), num(cases[i].b), &got);
        check_result(ok, got, cases[i].want, cases[i].name);
    }
}

static const BinaryCase add_cases[] = {
    {"decimal-fractions",    "0.1",         "0.2",         "0.3"                               },
    {"cancel",               "1.1234",      "-0.2345",     "0.8889"                            },
    {"cancel-to-zero",       "-5.50",       "5.5",         "0"                                 },
    {"zero-left",            "0",           "1.50",        "1.5"                               },
    {"zero-right",           "1.50",        "0",           "1.5"                               },
    {"both-zero",            "0",           "0",           "0"                                 },
    {"tie-to-even-down",     NINES34,       "-0.5",        "9999999999999999999999999999999998"},
    {"tie-to-even-up",       NINES34,       "0.5",         "1E34"                              },
    {"far-smaller",          "1E30",        "1E-30",       "1E30"                              },
    {"absorbed",             "1E34",        "1E-6000",     "1E34"                              },
    {"overflow",             LARGEST,       LARGEST,       NULL                                },
    {"overflow-negative",    MOST_NEGATIVE, MOST_NEGATIVE, NULL                                },
    {"rounds-into-overflow", LARGEST,       "5E6110",      NULL                                },
    {"just-no-overflow",     LARGEST,       "4E6110",      LARGEST                             },
    {"smallest",             "1E-6176",     "1E-6176",     "2E-6176"                           },
    {"largest-cancels",      LARGEST,       MOST_NEGATIVE, "0"                                 },
};

static const BinaryCase mul_cases[] = {
    {"signs",               "-1.5",                "2",                   "-3"                                },
    {"both-negative",       "-1.5",                "-2",                  "3"                                 },
    {"zero",                "0",                   "-2",                  "0"                                 },
    {"zero-huge",           LARGEST,               "0",                   "0"                                 },
    {"rate",                "12345.67",            "0.0385",              "475.308295"                        },
    {"64-bit-product",      "9999999999999999999", "9999999999999999999", "9.999999999999999998E37"           },
    {"exact-34",            "99999999999999999",   "99999999999999999",   "9999999999999999800000000000000001"},
    {"overflow",            "1E6144",              "10",                  NULL                                },
    {"overflow-negative",   "-1E6144",             "1E6144",              NULL                                },
    {"underflow",           "1E-6176",             "0.1",                 "0"                                 },
    {"underflow-negative",  "-1E-6176",            "0.1",                 "0"                                 },
    {"underflow-tie-even",  "1E-6176",             "0.5",                 "0"                                 },
    {"underflow-above-tie", "1E-6176",             "0.6",                 "1E-6176"                           },
    {"underflow-tie-odd",   "1E-6176",             "1.5",                 "2E-6176"                           },
    {"clamped-exponent",    "1E6111",              "1E33",                "1E6144"                            },
};

static const BinaryCase div_cases[] = {
    {"third",         "1",       "3",                "0.3333333333333333333333333333333333"   },
    {"two-thirds",    "2",       "3",                "0.6666666666666666666666666666666667"   },
    {"exact",         "1",       "8",                "0.125"                                  },
    {"exact-integer", "6",       "3",                "2"                                      },
    {"by-zero",       "1",       "0",                NULL                                     },
    {"zero-by-zero",  "0",       "0",                NULL                                     },
    {"zero",          "0",       "-7",               "0"                                      },
    {"negative",      "-1",      "3",                "-0.3333333333333333333333333333333333"  },
    {"overflow",      "1E6144",  "0.01",             NULL                                     },
    {"underflow",     "1E-6176", "-100",             "0"                                      },
    {"tie",           "1",       "1125899906842624", "8.881784197001252323389053344726562E-16"},
};

static const BinaryCase modulo_cases[] = {
    {"integers",                    "12",      "5",       "2"      },
    {"negative-dividend",           "-12",     "5",       "3"      },
    {"negative-divisor",            "12",      "-5",      "-3"     },
    {"both-negative",               "-12",     "-5",      "-2"     },
    {"fractions",                   "10.1",    "4.5",     "1.1"    },
    {"fractions-negative-dividend", "-10.1",   "4.5",     "3.4"    },
    {"fractions-negative-divisor",  "10.1",    "-4.5",    "-3.4"   },
    {"fractions-both-negative",     "-10.1",   "-4.5",    "-1.1"   },
    {"exact-multiple",              "-9",      "4.5",     "0"      },
    {"zero",                        "0",       "5",       "0"      },
    {"by-zero",                     "5",       "0",       NULL     },
    {"zero-by-zero",                "0",       "0",       NULL     },
    {"smaller",                     "3",       "1E6144",  "3"      },
    {"smaller-other-sign",          "-1E-30",  "1E30",    "1E30"   },
    {"quotient-beyond-34-digits",   "1E40",    "7",       "4"      },
    {"quotient-of-12000-digits",    "9E6144",  "7E-6170", "4E-6170"},
    {"negative-12000-digits",       "-9E6144", "7E-6170", "3E-6170"},
};

static void test_arithmetic(void)
{
    check_binary(dec_add, add_cases, G_N_ELEMENTS(add_cases));
    check_binary(dec_mul, mul_cases, G_N_ELEMENTS(mul_cases));
    check_binary(dec_div, div_cases, G_N_ELEMENTS(div_cases));
    check_binary(dec_modulo, modulo_cases, G_N_ELEMENTS(modulo_cases));
    for (size_t i = 0; i < G_N_ELEMENTS(add_cases); i++) { /* a - b = a + (-b) */
        Dec got = mark();
        bool ok = dec_sub(num(add_cases[i].a), dec_neg(num(add_cases[i].b)), &got);
        check_result(ok, got, add_cases[i].want, add_cases[i].name);
    }
}

/* ---- powers ---- */

static const BinaryCase pow_cases[] = {
    {"square",                           "1.5",                                  "2",                                     "2.25"                                     },
    {"written-2.0",                      "1.5",                                  "2.0",                                   "2.25"                                     },
    {"negative",                         "5",                                    "-2",                                    "0.04"                                     },
    {"tenth",                            "10",                                   "-5",                                    "0.00001"                                  },
    {"five-quarters",                    "1.25",                                 "4",                                     "2.44140625"                               },
    {"exact-to-34-digits",               "1.1",                                  "32",                                    "21.11377674535255285545615254209921"      },
    {"rounded-at-35",                    "1.1",                                  "33",                                    "23.22515441988780814100176779630913"      },
    {"power-of-two-35-digits",           "2",                                    "113",                                   "1.038459371706965525706099265844019E+34"  },
    {"tie-at-35",                        "2",                                    "-50",                                   "8.881784197001252323389053344726562E-16"  },
    {"tie-at-35-odd",                    "2",                                    "-49.0",                                 "1.776356839400250464677810668945312E-15"  },
    {"loan",                             "1.004166666666666666666666666666667",  "-360",                                  "0.2238265956413519701182424196898513"     },
    {"loan-percent",                     "1.01",                                 "-360",                                  "0.02781668920935512001678086603433911"    },
    {"growth",                           "1.0375",                               "120",                                   "82.90345804539380199418925888050052"      },
    {"long-exponent",                    "1.0000001",                            "123456789",                             "229964.0526159301784424247110515674"      },
    {"alternating",                      "-3",                                   "27",                                    "-7625597484987"                           },
    {"alternating-even",                 "-3",                                   "28",                                    "22876792454961"                           },
    {"alternating-reciprocal",           "-2",                                   "-3",                                    "-0.125"                                   },
    {"one-ulp-above-one",                "1.000000000000000000000000000000001",  "1E+33",
     "2.718281828459045235360287471352661"                                                                                                                           },
    {"one-ulp-below-one",                "0.9999999999999999999999999999999999", "1E+34",
     "0.3678794411714423215955237701614608"                                                                                                                          },
    {"far-exponent",                     "0.9999999999999999999999999999999999", "1E+38",
     "1.135483865314736098540938875065681E-4343"                                                                                                                     },
    {"square-root",                      "2",                                    "0.5",                                   "1.414213562373095048801688724209698"      },
    {"exact-root",                       "4",                                    "0.5",                                   "2"                                        },
    {"cube-root-of-8",                   "8",                                    "0.3333333333333333333333333333333333",  "2"                                        },
    {"exact-one-and-a-half",             "240.25",                               "1.5",                                   "3723.875"                                 },
    {"tie-of-a-root",                    "215443468997360496056025",             "1.5",                                   "9.999999999594240929175344551996388E+34"  },
    {"tie-of-a-root",                    "215443468988077318389025",             "1.5",                                   "9.999999998947910522197187830328862E+34"  },
    {"tie-of-a-root",                    "215443468644599744850625",             "1.5",                                   "9.999999975033685483583610823060938E+34"  },
    {"tie-of-a-root",                    "215443468653882922510225",             "1.5",                                   "9.999999975680015889531334824102162E+34"  },
    {"tie-of-a-root",                    "99997500015625",                       "2.5",                                   "9.999375015624804688720700073242188E+34"  },
    {"tie-of-a-root",                    "99999700000225",                       "2.5",                                   "9.999925000224999662500253124924062E+34"  },
    {"tie-of-a-root",                    "99999300001225",                       "2.5",                                   "9.999825001224995712507503119747812E+34"  },
    {"tie-of-a-root",                    "99999900000025",                       "2.5",                                   "9.999975000024999987500003124999688E+34"  },
    {"small-fraction",                   "1.05",                                 "0.08333333333333333333333333333333333",
     "1.004074123783648301605419602672107"                                                                                                                           },
    {"tck",                              "5",                                    "2.55",                                  "60.58617166606633673745724928244262"      },
    {"large-fraction",                   "1.000000000000000000000000000000001",  "123456789012345678901234567890.5",
     "1.0001234644101153447066893424831"                                                                                                                             },
    {"tiny-exponent",                    "7",                                    "1E-34",                                 "1"                                        },
    {"negative-fraction",                "7.25",                                 "-3.75",                                 "0.0005939261884154179970596205321849183"  },
    {"root-of-the-largest",              "1E+6144",                              "0.5",                                   "1E+3072"                                  },
    {"root-of-the-smallest",             "1E-6176",                              "0.5",                                   "1E-3088"                                  },
    {"near-overflow",                    "3.7",                                  "10814.5",                               "6.569690684750164787653293998967895E+6144"},
    {"near-underflow",                   "3.7",                                  "-10814.5",                              "1.5221416775697537408852013136561E-6145"  },
    {"subnormal",                        "3",                                    "-12940",                                "1.12E-6174"                               },
    {"subnormal-fraction",               "3",                                    "-12940.5",                              "6.5E-6175"                                },
    {"zero-to-zero",                     "0",                                    "0",                                     "1"                                        },
    {"any-to-zero",                      "-123.45",                              "0",                                     "1"                                        },
    {"zero-to-positive",                 "0",                                    "5",                                     "0"                                        },
    {"zero-to-fraction",                 "0",                                    "0.5",                                   "0"                                        },
    {"zero-to-negative",                 "0",                                    "-1",                                    NULL                                       },
    {"zero-to-negative-fraction",        "0",                                    "-0.5",                                  NULL                                       },
    {"negative-base-fraction",           "-8",                                   "0.5",                                   NULL                                       },
    {"one-to-huge",                      "1",                                    "1E6144",                                "1"                                        },
    {"one-to-fraction",                  "1.000",                                "-12.345",                               "1"                                        },
    {"minus-one-even",                   "-1",                                   "1E33",                                  "1"                                        },
    {"minus-one-odd",                    "-1",                                   NINES34,                                 "-1"                                       },
    {"minus-one-huge",                   "-1",                                   "1E100",                                 "1"                                        },
    {"ten-to-the-top",                   "10",                                   "6144",                                  "1E6144"                                   },
    {"ten-overflow",                     "10",                                   "6145",                                  NULL                                       },
    {"ten-to-the-bottom",                "10",                                   "-6176",                                 "1E-6176"                                  },
    {"ten-underflow",                    "10",                                   "-6177",                                 "0"                                        },
    {"tenth-overflow",                   "0.1",                                  "-6145",                                 NULL                                       },
    {"reciprocal-overflow",              "1E-6176",                              "-1",                                    NULL                                       },
    {"overflow",                         "2",                                    "1000000",                               NULL                                       },
    {"overflow-negative-odd",            "-2",                                   "1000001",                               NULL                                       },
    {"underflow",                        "2",                                    "-1000000",                              "0"                                        },
    {"overflow-long-exponent",           "1E6144",                               NINES34,                                 NULL                                       },
    {"underflow-long-exponent",          "1E-6176",                              NINES34,                                 "0"                                        },
    {"overflow-huge-exponent",           "1.000000000000000000000000000000001",  "1E6144",                                NULL                                       },
    {"overflow-huge-negative-exponent",  "0.5",                                  "-1E40",                                 NULL                                       },
    {"underflow-huge-exponent",          "-0.5",                                 "1E40",                                  "0"                                        },
    {"underflow-huge-negative-exponent", "2",                                    "-1E40",                                 "0"                                        },
    {"overflow-fraction",                "10",                                   "6145.5",                                NULL                                       },
    {"overflow-long-fraction",           "1E6144",                               "123456789.5",                           NULL                                       },
    {"underflow-fraction",               "10",                                   "-6177.5",                               "0"                                        },
    {"underflow-long-fraction",          "1E6144",                               "-123456789.5",                          "0"                                        },
};

typedef struct UnaryCase {
    const char *a;
    const char *want; /* NULL: no result */
} UnaryCase;

typedef bool Unary(Dec a, Dec *out);

static const UnaryCase exp_cases[] = {
    {"0",                                   "1"                                        },
    {"1",                                   "2.718281828459045235360287471352662"      },
    {"-1",                                  "0.3678794411714423215955237701614609"     },
    {"0.5",                                 "1.648721270700128146848650787814164"      },
    {"2.5",                                 "12.18249396070347343807017595116797"      },
    {"100",                                 "2.688117141816135448412625551580014E+43"  },
    {"-100",                                "3.720075976020835962959695803863118E-44"  },
    {"1E-34",                               "1"                                        },
    {"5E-34",                               "1.000000000000000000000000000000001"      },
    {"-5E-34",                              "0.9999999999999999999999999999999995"     },
    {"-5E-35",                              "1"                                        },
    {"1E-6176",                             "1"                                        },
    {"0.000123456789",                      "1.000123464410102997503536144977044"      },
    {"12345.6789",                          "4.573215001197181597710868343170237E+5361"},
    {"14149.385",                           "9.996036301645588683235049124604716E+6144"},
    {"-14149.385",                          "1.0003965270067855592331119777534E-6145"  },
    {"-14220.7",                            "1E-6176"                                  },
    {"-14222.5",                            "0"                                        },
    {"2.302585092994045684017991454684364", "9.999999999999999999999999999999998"      },
    {"14150",                               NULL                                       },
    {"20000",                               NULL                                       },
    {"1E6144",                              NULL                                       },
    {"-20000",                              "0"                                        },
    {"-1E6144",                             "0"                                        },
};

static const UnaryCase log_cases[] = {
    {"1",                                         "0"                                      },
    {"1.000",                                     "0"                                      },
    {"0",                                         NULL                                     },
    {"-1",                                        NULL                                     },
    {"2",                                         "0.6931471805599453094172321214581766"   },
    {"10",                                        "2.302585092994045684017991454684364"    },
    {"0.5",                                       "-0.6931471805599453094172321214581766"  },
    {"1E-6176",                                   "-14220.76553433122614449511522413063"   },
    {"9.999999999999999999999999999999999E+6144", "14149.38539644841072829055748903542"    },
    {"1.000000000000000000000000000000001",       "9.999999999999999999999999999999995E-34"},
    {"0.9999999999999999999999999999999999",      "-1E-34"                                 },
    {"3.1622776601683793319988935444327",         "1.151292546497022842008995727342176"    },
    {"3.17",                                      "1.153731587889189246163779259929883"    },
    {"2.718281828459045235360287471352662",       "0.9999999999999999999999999999999998"   },
    {"123456.789",                                "11.72364648718588098113995898391011"    },
    {"1.05",                                      "0.04879016416943200306537440422316466"  },
    {"1.000000001",                               "9.999999995000000003333333330833333E-10"},
    {"0.99",                                      "-0.01005033585350144118354885755854771" },
};

static const UnaryCase sqrt_cases[] = {
    {"0",                                    "0"                                        },
    {"-1",                                   NULL                                       },
    {"-1E-6176",                             NULL                                       },
    {"2",                                    "1.414213562373095048801688724209698"      },
    {"4",                                    "2"                                        },
    {"0.01",                                 "0.1"                                      },
    {"1E+6144",                              "1E+3072"                                  },
    {"1E-6176",                              "1E-3088"                                  },
    {"1E+6143",                              "3.162277660168379331998893544432719E+3071"},
    {"9999999999999999999999999999999999",   "99999999999999999.99999999999999999"      },
    {"0.1234567890123456789012345678901234", "0.3513641828820144253111222381699882"     },
};

static void check_unary(Unary *op, const UnaryCase *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        Dec got = mark();
        bool ok = op(num(cases[i].a), &got);
        check_result(ok, got, cases[i].want, cases[i].a);
    }
}

static void test_powers(void)
{
    check_binary(dec_pow, pow_cases, G_N_ELEMENTS(pow_cases));
    check_unary(dec_exp, exp_cases, G_N_ELEMENTS(exp_cases));
    check_unary(dec_log, log_cases, G_N_ELEMENTS(log_cases));
    check_unary(dec_sqrt, sqrt_cases, G_N_ELEMENTS(sqrt_cases));
}

/* ---- rounding ---- */

typedef struct RoundCase {
    const char *value;
    int scale;
    const char *want[DEC_DOWN + 1]; /* by DecRound */
} RoundCase;

static const RoundCase round_cases[] = {
  /*                half even   half up     half down   floor       ceiling     up          down */
    {"2.5",      0,     {"2", "3", "2", "2", "3", "3", "2"}                            },
    {"-2.5",     0,     {"-2", "-3", "-2", "-3", "-2", "-3", "-2"}                     },
    {"3.5",      0,     {"4", "4", "3", "3", "4", "4", "3"}                            },
    {"0.515",    2,     {"0.52", "0.52", "0.51", "0.51", "0.52", "0.52", "0.51"}       },
    {"0.525",    2,     {"0.52", "0.53", "0.52", "0.52", "0.53", "0.53", "0.52"}       },
    {"-1.56",    1,     {"-1.6", "-1.6", "-1.6", "-1.6", "-1.5", "-1.6", "-1.5"}       },
    {"-0.3333",  0,     {"0", "0", "0", "-1", "0", "-1", "0"}                          },
    {"0.5",      0,     {"0", "1", "0", "0", "1", "1", "0"}                            },
    {"1250",     -2,    {"1200", "1300", "1200", "1200", "1300", "1300", "1200"}       },
    {"1251",     -2,    {"1300", "1300", "1300", "1200", "1300", "1300", "1200"}       },
    {"49",       -2,    {"0", "0", "0", "0", "100", "100", "0"}                        },
    {"50",       -2,    {"0", "100", "0", "0", "100", "100", "0"}                      },
    {"-51",      -2,    {"-100", "-100", "-100", "-100", "0", "-100", "0"}             },
    {"5.5",      6176,  {"5.5", "5.5", "5.5", "5.5", "5.5", "5.5", "5.5"}              },
    {"5.5",      -6111, {"0", "0", "0", "0", "1E6111", "1E6111", "0"}                  },
    {"-5.5",     -6111, {"0", "0", "0", "-1E6111", "0", "-1E6111", "0"}                },
    {"0",        -6111, {"0", "0", "0", "0", "0", "0", "0"}                            },
    {"0",        6176,  {"0", "0", "0", "0", "0", "0", "0"}                            },
    {"1.50",     2,     {"1.5", "1.5", "1.5", "1.5", "1.5", "1.5", "1.5"}              },
    {"1.00",     0,     {"1", "1", "1", "1", "1", "1", "1"}                            },
    {NINES34,
     -1,
     {"1E34", "1E34", "1E34", "9999999999999999999999999999999990", "1E34", "1E34",
      "9999999999999999999999999999999990"}                                            },
    {NINES34,    -34,   {"1E34", "1E34", "1E34", "0", "1E34", "1E34", "0"}             },
    {NINES34,    -35,   {"0", "0", "0", "0", "1E35", "1E35", "0"}                      },
    {"5E33",     -34,   {"0", "1E34", "0", "0", "1E34", "1E34", "0"}                   },
    {"1E-6176",  0,     {"0", "0", "0", "0", "1", "1", "0"}                            },
    {"-1E-6176", 6175,  {"0", "0", "0", "-1E-6175", "0", "-1E-6175", "0"}              },
    {LARGEST,    -6111, {LARGEST, LARGEST, LARGEST, LARGEST, LARGEST, LARGEST, LARGEST}},
};

static void test_round(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(round_cases); i++) {
        const RoundCase *c = &round_cases[i];
        for (int mode = DEC_HALF_EVEN; mode <= DEC_DOWN; mode++) {
            Dec got = mark();
            bool ok = dec_round(num(c->value), c->scale, (DecRound)mode, &got);
            check_result(ok, got, c->want[mode], c->value);
        }
    }
}

static void test_round_scale_limits(void)
{
    Dec got = mark();

    g_assert_false(dec_round(num("5.5"), 6177, DEC_HALF_UP, &got));
    g_assert_false(dec_round(num("5.5"), -6112, DEC_HALF_UP, &got));
    g_assert_false(dec_round(num("5.5"), INT32_MAX, DEC_HALF_UP, &got));
    g_assert_false(dec_round(num("5.5"), INT32_MIN, DEC_HALF_UP, &got));
    g_assert_true(dec_equal(got, mark()));
}

/* ---- values ---- */

static bool is_all_bits_zero(Dec d)
{
    static const Dec zeroed; /* as memory of an arena is */

    return memcmp(&d, &zeroed, sizeof d) == 0;
}

static void test_zero_has_one_form(void)
{
    static const Dec zeroed;
    const char *zeros[] = {"0", "-0", "0.00", "0E100", "-0E-6176", "1E-7000", "-1E-7000"};
    Dec d;

    for (size_t i = 0; i < G_N_ELEMENTS(zeros); i++) {
        d = num(zeros[i]);
        g_assert_true(is_all_bits_zero(d));
    }
    d = dec_neg(dec_zero());
    g_assert_true(is_all_bits_zero(d));
    g_assert_true(dec_sub(num("1.10"), num("1.1"), &d));
    g_assert_true(is_all_bits_zero(d));
    g_assert_true(dec_mul(num("-1E-6000"), num("1E-6000"), &d));
    g_assert_true(is_all_bits_zero(d));
    g_assert_true(dec_div(num("-1E-6176"), num("7E100"), &d));
    g_assert_true(is_all_bits_zero(d));
    g_assert_true(dec_modulo(num("-6"), num("3"), &d));
    g_assert_true(is_all_bits_zero(d));
    g_assert_true(dec_round(num("-0.4"), 0, DEC_HALF_UP, &d));
    g_assert_true(is_all_bits_zero(d));
    g_assert_true(dec_is_zero(zeroed) && dec_sign(zeroed) == 0 && dec_is_integer(zeroed));
}

static void test_order(void)
{
    const char *rising[] = {
        MOST_NEGATIVE, "-1E30", "-5.5", "-5",   "-1E-6176", "0",
        "1E-6176",     "1E-40", "0.1",  "0.5",  "1",        "1.000000000000000000000000000000001",
        NINES34,       "1E34",  "1E35", LARGEST};
    const char *same[][2] = {
        {"1.0",     "1.00"            },
        {"1E3",     "1000"            },
        {"-0.5",    "-0.500"          },
        {"0",       "0.000"           },
        {"1E6144",  "1000E6141"       },
        {"1E-6143", "1000000000E-6152"}
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rising); i++) {
        for (size_t j = 0; j < G_N_ELEMENTS(rising); j++) {
            g_assert_cmpint(dec_compare(num(rising[i]), num(rising[j])), ==, (i > j) - (i < j));
            g_assert_cmpint(dec_equal(num(rising[i]), num(rising[j])), ==, i == j);
        }
        g_assert_cmpint(dec_sign(num(rising[i])), ==, (i > 5) - (i < 5));
        g_assert_cmpint(dec_is_zero(num(rising[i])), ==, i == 5);
        g_assert_cmpint(dec_compare(dec_neg(num(rising[i])), num(rising[i])), ==,
                        (i < 5) - (i > 5));
        g_assert_cmpint(dec_sign(dec_abs(num(rising[i]))), ==, i != 5);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(same); i++) {
        g_assert_true(dec_equal(num(same[i][0]), num(same[i][1])));
        g_assert_cmpuint(dec_hash(num(same[i][0])), ==, dec_hash(num(same[i][1])));
    }
}

/* Not a promise, but a hash that fails here would slow every table of numbers down. */
static void test_hash_spreads(void)
{
    enum { N = 4096 };
    g_autofree unsigned *used = g_new0(unsigned, N);
    unsigned n_used = 0;

    for (int i = 0; i < N; i++) {
        unsigned slot = (unsigned)(dec_hash(dec_from_scaled(i, 2)) % N);
        n_used += used[slot] == 0;
        used[slot]++;
    }
    g_assert_cmpuint(n_used, >, N / 2); /* 63 % for a random function */
    g_assert_cmpuint(dec_hash(num("1")), !=, dec_hash(num("-1")));
    g_assert_cmpuint(dec_hash(num("1")), !=, dec_hash(num("10")));
}

/* Results whose coefficient would be 10^34 exactly, one too many for the encoding. */
static void test_coefficient_limit(void)
{
    Dec sum;
    Dec product;
    Dec back;

    g_assert_true(dec_add(num(NINES34), num("1"), &sum));
    g_assert_true(dec_mul(num("100000000000000000"), num("100000000000000000"), &product));
    check_equal(sum, "1E34", "sum");
    check_equal(product, "1E34", "product");
    g_assert_true(dec_sqrt(sum, &back)); /* through the library, which would take it for 0 */
    check_equal(back, "1E17", "root of the sum");
    g_assert_true(dec_sqrt(product, &back));
    check_equal(back, "1E17", "root of the product");
    g_assert_true(dec_sub(num("-" NINES34), num("1"), &sum));
    check_equal(sum, "-1E34", "negative sum");
    g_assert_true(dec_div(num("1"), sum, &back));
    check_equal(back, "-1E-34", "its reciprocal");
}

/* A scale that no number has is the caller's bug: said, and harmless. */
static void test_scale_out_of_range(void)
{
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*scale*");
    check_equal(dec_from_scaled(1, 6001), "0", "scaled");
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*scale*");
    check_equal(dec_from_int128(1, -6001), "0", "int128");
    g_test_assert_expected_messages();
}

static void test_from_integers(void)
{
    const __int128 largest = ((__int128)INT64_MAX << 64) | (__int128)UINT64_MAX;

    check_equal(dec_from_int(0), "0", "int 0");
    check_equal(dec_from_int(INT64_MIN), "-9223372036854775808", "int min");
    check_equal(dec_from_int(INT64_MAX), "9223372036854775807", "int max");
    check_equal(dec_from_scaled(1250, 2), "12.5", "scaled");
    check_equal(dec_from_scaled(-7, -3), "-7000", "scaled up");
    check_equal(dec_from_scaled(INT64_MIN, 6000), "-9223372036854775808E-6000", "scale limit");
    check_equal(dec_from_scaled(1, -6000), "1E6000", "scale limit");
    check_equal(dec_from_int128(0, 5), "0", "int128 0");
    check_equal(dec_from_int128(-125, 1), "-12.5", "int128");
    check_equal(dec_from_int128(largest, 0), "170141183460469231731687303715884100000", "rounded");
    check_equal(dec_from_int128(-largest - 1, 4), "-17014118346046923173168730371588410", "min");
}

typedef struct IntCase {
    const char *value;
    int scale;
    const char *scaled; /* a × 10^scale, NULL: not exact or too large for int128 */
    bool fits64;
} IntCase;

static const IntCase int_cases[] = {
    {"0",                    0,     "0",                    true },
    {"0",                    6000,  "0",                    true },
    {"12.50",                2,     "1250",                 true },
    {"12.50",                1,     "125",                  true },
    {"12.50",                0,     NULL,                   false},
    {"-12.5",                3,     "-12500",               true },
    {"1200",                 -2,    "12",                   true },
    {"1250",                 -2,    NULL,                   false},
    {"9223372036854775807",  0,     "9223372036854775807",  true },
    {"9223372036854775808",  0,     "9223372036854775808",  false},
    {"-9223372036854775808", 0,     "-9223372036854775808", true },
    {"-9223372036854775809", 0,     "-9223372036854775809", false},
    {"92233720368547758.07", 2,     "9223372036854775807",  true },
    {"1E38",                 0,     "1E38",                 false},
    {"1E20",                 18,    "1E38",                 false},
    {"1E39",                 0,     NULL,                   false},
    {"1E37",                 2,     NULL,                   false},
    {"1.7E38",               0,     "1.7E38",               false},
    {"1.8E38",               0,     NULL,                   false},
    {"-1.8E38",              0,     NULL,                   false},
    {"3.4E38",               0,     NULL,                   false},
    {"1E6144",               0,     NULL,                   false},
    {"1E6144",               -6144, "1",                    true },
    {"1E-6176",              0,     NULL,                   false},
    {"1E-6176",              6176,  "1",                    true },
};

static void test_to_scaled(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(int_cases); i++) {
        const IntCase *c = &int_cases[i];
        __int128 wide = 777;
        int64_t narrow = 777;
        bool ok = dec_to_scaled128(num(c->value), c->scale, &wide);
        g_assert_cmpint(ok, ==, c->scaled != NULL);
        if (ok)
            check_equal(dec_from_int128(wide, 0), c->scaled, c->value);
        else
            g_assert_true(wide == 777);
        ok = dec_to_scaled(num(c->value), c->scale, &narrow);
        g_assert_cmpint(ok, ==, c->fits64);
        if (ok)
            check_equal(dec_from_int(narrow), c->scaled, c->value);
        else
            g_assert_cmpint(narrow, ==, 777);
    }
}

static void test_to_int64(void)
{
    int64_t got = 777;

    g_assert_false(dec_to_int64(num("9223372036854775808"), &got));
    g_assert_false(dec_to_int64(num("-9223372036854775809"), &got));
    g_assert_false(dec_to_int64(num(LARGEST), &got));
    g_assert_cmpint(got, ==, 777);
    g_assert_true(dec_to_int64(num("9223372036854775807.99"), &got));
    g_assert_cmpint(got, ==, INT64_MAX);
    g_assert_true(dec_to_int64(num("-9223372036854775808.99"), &got));
    g_assert_cmpint(got, ==, INT64_MIN);
    g_assert_true(dec_to_int64(num("-2.9"), &got));
    g_assert_cmpint(got, ==, -2);
    g_assert_true(dec_to_int64(num("0.99"), &got));
    g_assert_cmpint(got, ==, 0);
    g_assert_true(dec_to_int64(num("1E-6176"), &got));
    g_assert_cmpint(got, ==, 0);
    g_assert_true(dec_to_int64(num("5E3"), &got));
    g_assert_cmpint(got, ==, 5000);
}

static void test_is_integer(void)
{
    const char *yes[] = {"0", "5", "-5", "5.000", "1E6144", "1200.00", NINES34};
    const char *no[] = {"0.5", "5.001", "1E-6176", "-0.1", "999999999999999999999999999999999.9"};

    for (size_t i = 0; i < G_N_ELEMENTS(yes); i++)
        g_assert_true(dec_is_integer(num(yes[i])));
    for (size_t i = 0; i < G_N_ELEMENTS(no); i++)
        g_assert_false(dec_is_integer(num(no[i])));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dec/parse", test_parse);
    g_test_add_func("/dec/parse-length", test_parse_length);
    g_test_add_func("/dec/parse-long", test_parse_long);
    g_test_add_func("/dec/format-extremes", test_format_extremes);
    g_test_add_func("/dec/format-cuts-like-snprintf", test_format_cuts_like_snprintf);
    g_test_add_func("/dec/format-places", test_format_places);
    g_test_add_func("/dec/arithmetic", test_arithmetic);
    g_test_add_func("/dec/powers", test_powers);
    g_test_add_func("/dec/round", test_round);
    g_test_add_func("/dec/round-scale-limits", test_round_scale_limits);
    g_test_add_func("/dec/zero-has-one-form", test_zero_has_one_form);
    g_test_add_func("/dec/order", test_order);
    g_test_add_func("/dec/hash-spreads", test_hash_spreads);
    g_test_add_func("/dec/coefficient-limit", test_coefficient_limit);
    g_test_add_func("/dec/scale-out-of-range", test_scale_out_of_range);
    g_test_add_func("/dec/from-integers", test_from_integers);
    g_test_add_func("/dec/to-scaled", test_to_scaled);
    g_test_add_func("/dec/to-int64", test_to_int64);
    g_test_add_func("/dec/is-integer", test_is_integer);
    return g_test_run();
}
