/* test_facts_value.c - stored texts as values of a type. */
#include "facts/value.h"

typedef struct ValueCase {
    FeelTypeKind kind;
    const char *text;
    const char *want; /* as FEEL writes it; NULL = refused */
} ValueCase;

static const ValueCase cases[] = {
    {FEEL_T_NUMBER,      "12.50",               "12.5"               },
    {FEEL_T_NUMBER,      "-0",                  "0"                  },
    {FEEL_T_NUMBER,      "2.5%",                "0.025"              },
    {FEEL_T_NUMBER,      "3‰",                "0.003"              },
    {FEEL_T_NUMBER,      "",                    NULL                 },
    {FEEL_T_NUMBER,      "%",                   NULL                 },
    {FEEL_T_NUMBER,      "‰",                 NULL                 },
    {FEEL_T_NUMBER,      "5%%",                 NULL                 },
    {FEEL_T_NUMBER,      ".5",                  NULL                 },
    {FEEL_T_NUMBER,      "5.",                  NULL                 },
    {FEEL_T_NUMBER,      "1e3",                 NULL                 },
    {FEEL_T_NUMBER,      "1E3",                 NULL                 },
    {FEEL_T_NUMBER,      "+1",                  NULL                 },
    {FEEL_T_NUMBER,      "1,5",                 NULL                 },
    {FEEL_T_NUMBER,      "甲",                 NULL                 },
    {FEEL_T_STRING,      "1",                   "\"1\""              },
    {FEEL_T_STRING,      "",                    "\"\""               },
    {FEEL_T_ANY,         "2003-01-31",          "\"2003-01-31\""     },
    {FEEL_T_BOOLEAN,     "true",                "true"               },
    {FEEL_T_BOOLEAN,     "是",                 "true"               },
    {FEEL_T_BOOLEAN,     "false",               "false"              },
    {FEEL_T_BOOLEAN,     "否",                 "false"              },
    {FEEL_T_BOOLEAN,     "yes",                 NULL                 },
    {FEEL_T_BOOLEAN,     "",                    NULL                 },
    {FEEL_T_DATE,        "2003-01-31",          "2003-01-31"         },
    {FEEL_T_DATE,        "2003-02-30",          NULL                 },
    {FEEL_T_DATE,        "2003-01-31T00:00:00", NULL                 },
    {FEEL_T_DATE_TIME,   "2003-01-31T23:59:59", "2003-01-31T23:59:59"},
    {FEEL_T_DATE_TIME,   "2003-01-31",          "2003-01-31T00:00:00"},
    {FEEL_T_DATE_TIME,   "2003-01-31 23:59:59", NULL                 },
    {FEEL_T_TIME,        "14:30:00",            "14:30:00"           },
    {FEEL_T_TIME,        "25:00:00",            NULL                 },
    {FEEL_T_DT_DURATION, "PT2H",                "PT2H"               },
    {FEEL_T_DT_DURATION, "P1Y",                 NULL                 },
    {FEEL_T_YM_DURATION, "P1Y6M",               "P1Y6M"              },
    {FEEL_T_YM_DURATION, "PT2H",                NULL                 },
    {FEEL_T_LIST,        "甲;乙",             "[\"甲\", \"乙\"]" },
    {FEEL_T_LIST,        "甲",                 "[\"甲\"]"          },
    {FEEL_T_CONTEXT,     "{}",                  NULL                 },
};

static void test_value(gconstpointer data)
{
    const ValueCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    FeelType type = {.kind = c->kind};
    FeelValue v = feel_boolean(true);

    g_assert_cmpint(fact_value_parse(arena, &type, c->text, &v), ==, c->want != NULL);
    if (c->want)
        g_assert_cmpstr(feel_value_text(arena, &v, /* quoted= */ true), ==, c->want);
    else /* a failure leaves outputs alone */
        g_assert_true(v.kind == FEEL_BOOLEAN && v.u.boolean);
}

/* Of no known type: a text. */
static void test_no_type(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelValue v;

    g_assert_true(fact_value_parse(arena, NULL, "12", &v));
    g_assert_cmpstr(feel_value_text(arena, &v, true), ==, "\"12\"");
}

/* Each part of a list is a value of the element's type. */
static void test_list(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    const FeelType *numbers = feel_type_list(arena, &feel_type_number);
    const FeelType *dates = feel_type_list(arena, &feel_type_date);
    FeelValue v = feel_null();

    g_assert_true(fact_value_parse(arena, numbers, "60;70.5;5%", &v));
    g_assert_cmpstr(feel_value_text(arena, &v, false), ==, "[60, 70.5, 0.05]");
    g_assert_true(fact_value_parse(arena, dates, "2003-01-31", &v));
    g_assert_cmpstr(feel_value_text(arena, &v, false), ==, "[2003-01-31]");
    g_assert_false(fact_value_parse(arena, numbers, "60;七十", &v));
    g_assert_false(fact_value_parse(arena, numbers, "60;", &v));
    g_assert_false(fact_value_parse(arena, feel_type_list(arena, numbers), "60", &v));
    g_assert_cmpstr(feel_value_text(arena, &v, false), ==, "[2003-01-31]"); /* left alone */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path =
            g_strdup_printf("/facts/value/%zu-%d-%s", i, (int)cases[i].kind, cases[i].text);
        g_test_add_data_func(path, &cases[i], test_value);
    }
    g_test_add_func("/facts/value/no-type", test_no_type);
    g_test_add_func("/facts/value/list", test_list);
    return g_test_run();
}
