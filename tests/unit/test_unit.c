/* test_unit.c - reading, writing and algebra of units. */
#include "regulation/unit.h"

typedef struct ParseCase {
    const char *name;
    const char *text;
    const char *normal; /* NULL = refused */
    const char *factor;
} ParseCase;

static const ParseCase parse_cases[] = {
    {"none",               "",                    "",               "1"        },
    {"blanks",             "  ",                  "",               "1"        },
    {"one",                "元",                 "元",            "1"        },
    {"product",            "元·天",            "元·天",       "1"        },
    {"product-star",       "天*元",             "元·天",       "1"        },
    {"product-cross",      "天×元",            "元·天",       "1"        },
    {"quotient",           "元/户",             "元/户",        "1"        },
    {"quotient-sign",      "元÷户",            "元/户",        "1"        },
    {"rate",               "1/年",               "1/年",          "1"        },
    {"days-per-year",      "天/年",             "天/年",        "1"        },
    {"per-two-flat",       "元/户/天",         "元/(天·户)", "1"        },
    {"per-two-bracket",    "元/(户·天)",      "元/(天·户)", "1"        },
    {"bracket-quotient",   "元/(户/天)",       "元·天/户",   "1"        },
    {"blanks-inside",      "元 / 户",           "元/户",        "1"        },
    {"power",              "m²",                 "m^2",            "1"        },
    {"power-caret",        "m^2/s^2",             "m^2/s^2",        "1"        },
    {"power-negative",     "年^-1",              "1/年",          "1"        },
    {"cancels",            "元·户/户",        "元",            "1"        },
    {"cancels-to-none",    "元/元",             "",               "1"        },
    {"wan",                "万元",              "元",            "10000"    },
    {"yi",                 "亿元",              "元",            "100000000"},
    {"wan-days",           "万元·天",         "元·天",       "10000"    },
    {"per-wan",            "户/万元",          "户/元",        "0.0001"   },
    {"wan-over-wan",       "万元/万元",       "",               "1"        },
    {"thousand",           "千元",              "元",            "1000"     },
    {"other-ten-thousand", "万户",              "万户",         "1"        },
    {"day-alias",          "元·日",            "元·天",       "1"        },
    {"month-alias",        "元/个月",          "元/月",        "1"        },
    {"percent",            "%",                   "",               "1"        },
    {"percent-per-year",   "%/年",               "1/年",          "1"        },
    {"one-alone",          "1",                   "",               "1"        },
    {"number",             "100元",              NULL,             NULL       },
    {"signed",             "-元",                NULL,             NULL       },
    {"no-left",            "/年",                NULL,             NULL       },
    {"no-right",           "元/",                NULL,             NULL       },
    {"two-words",          "元 天",             NULL,             NULL       },
    {"open-bracket",       "元/(户",            NULL,             NULL       },
    {"close-bracket",      "元)",                NULL,             NULL       },
    {"empty-bracket",      "()",                  NULL,             NULL       },
    {"power-zero",         "m^0",                 NULL,             NULL       },
    {"power-too-large",    "m^9*m",               NULL,             NULL       },
    {"nine-bases",         "a*b*c*d*e*f*g*h*i",   NULL,             NULL       },
    {"deep",               "(((((((((a)))))))))", NULL,             NULL       },
    {"invalid-utf8",       "\xff",                NULL,             NULL       },
};

static void test_parse(gconstpointer data)
{
    const ParseCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    Unit unit = unit_unknown();
    Dec factor = dec_from_int(77);
    char buf[DEC_TEXT_SIZE];

    g_assert_cmpint(unit_parse(arena, c->text, &unit, &factor), ==, c->normal != NULL);
    dec_format(factor, buf, sizeof buf);
    g_assert_cmpstr(buf, ==, c->normal ? c->factor : "77"); /* a failure leaves outputs alone */
    g_assert_cmpstr(unit_text(arena, &unit), ==, c->normal);
    if (c->normal) {
        Unit again;

        g_assert_true(unit_parse(arena, c->normal, &again, NULL));
        g_assert_true(unit_equal(&unit, &again));
    }
}

static void test_too_long(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autofree char *text = g_strnfill(UNIT_MAX_TEXT + 1, 'a');
    Unit unit;

    g_assert_false(unit_parse(arena, text, &unit, NULL));
    text[UNIT_MAX_TEXT] = '\0';
    g_assert_true(unit_parse(arena, text, &unit, NULL));
}

typedef struct AlgebraCase {
    const char *name;
    char op;           /* '*' '/' '^' 'r'oot '+' = join */
    const char *a, *b; /* "?" unknown, "#" bare, else a unit; '^': b is the power */
    const char *want;  /* NULL = join refused */
} AlgebraCase;

static const AlgebraCase algebra_cases[] = {
    {"product",           '*', "元/户",      "户",     "元"         },
    {"interest",          '*', "元·天",     "1/年",   "元·天/年"},
    {"interest-in-yuan",  '/', "元·天/年", "天/年", "元"         },
    {"mean",              '/', "元·天",     "天",     "元"         },
    {"rate-of-two",       '/', "元",          "元",     ""            },
    {"bare-factor",       '*', "元",          "#",       "元"         },
    {"bare-first",        '/', "#",            "年",     "1/年"       },
    {"bare-both",         '*', "#",            "#",       "#"           },
    {"bare-and-pure",     '*', "#",            "",        ""            },
    {"unknown-factor",    '*', "元",          "?",       "?"           },
    {"unknown-and-bare",  '/', "#",            "?",       "?"           },
    {"power-overflow",    '*', "m^9",          "m",       "?"           },
    {"too-many-bases",    '*', "a*b*c*d*e",    "f*g*h*i", "?"           },
    {"square",            '^', "元/户",      "2",       "元^2/户^2" },
    {"inverse",           '^', "年",          "-1",      "1/年"       },
    {"power-zero",        '^', "元",          "0",       ""            },
    {"power-of-bare",     '^', "#",            "3",       "#"           },
    {"power-large",       '^', "元",          "10",      "?"           },
    {"root",              'r', "元^2",        "",        "元"         },
    {"root-odd",          'r', "元",          "",        "?"           },
    {"root-bare",         'r', "#",            "",        "#"           },
    {"join-equal",        '+', "元",          "元",     "元"         },
    {"join-different",    '+', "元",          "户",     NULL          },
    {"join-pure",         '+', "元",          "",        NULL          },
    {"join-bare",         '+', "元",          "#",       "元"         },
    {"join-bare-pure",    '+', "#",            "",        ""            },
    {"join-unknown",      '+', "?",            "元",     "元"         },
    {"join-unknown-bare", '+', "?",            "#",       "#"           },
    {"join-power",        '+', "元",          "元^2",   NULL          },
};

static Unit read_unit(Arena *arena, const char *text)
{
    Unit unit;

    if (text[0] == '?')
        return unit_unknown();
    if (text[0] == '#')
        return unit_bare();
    g_assert_true(unit_parse(arena, text, &unit, NULL));
    return unit;
}

static void test_algebra(gconstpointer data)
{
    const AlgebraCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    Unit a = read_unit(arena, c->a);
    Unit got = unit_unknown();
    bool ok = true;

    if (c->op == '^') {
        got = unit_pow(&a, (int)g_ascii_strtoll(c->b, NULL, 10));
    } else if (c->op == 'r') {
        got = unit_sqrt(&a);
    } else {
        Unit b = read_unit(arena, c->b);

        if (c->op == '*')
            got = unit_mul(&a, &b);
        else if (c->op == '/')
            got = unit_div(&a, &b);
        else
            ok = unit_join(&a, &b, &got);
    }
    g_assert_cmpint(ok, ==, c->want != NULL);
    if (c->want) {
        Unit want = read_unit(arena, c->want);
        g_assert_true(unit_equal(&got, &want));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(parse_cases); i++) {
        g_autofree char *path = g_strdup_printf("/unit/parse/%s", parse_cases[i].name);
        g_test_add_data_func(path, &parse_cases[i], test_parse);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(algebra_cases); i++) {
        g_autofree char *path = g_strdup_printf("/unit/algebra/%s", algebra_cases[i].name);
        g_test_add_data_func(path, &algebra_cases[i], test_algebra);
    }
    g_test_add_func("/unit/too-long", test_too_long);
    return g_test_run();
}
