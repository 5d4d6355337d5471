/* Values: equality, order, text, copies, cells. */
#include <glib.h>
#include <string.h>

#include "feel/feel.h"

/* Evaluates a text without names. */
static FeelValue value_of(Arena *arena, const char *text)
{
    SrcText src = {
        .text = text, .len = strlen(text), .start = {"t", 1, 1}
    };
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelScope *scope = feel_scope_new(arena, NULL, FEEL_STANDARD);
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);

    g_assert_nonnull(node);
    g_assert_true(feel_check(arena, scope, node, &src, NULL, diags));
    g_autoptr(FeelRun) run = feel_run_new(arena, NULL, NULL, NULL);
    return feel_run_row(run, feel_compile(arena, node, &src, FEEL_STANDARD, NULL), NULL, NULL);
}

/* ---- equality and order ---- */

static const struct {
    const char *a, *b;
    int equal; /* 1, 0, -1 */
    int order; /* -1, 0, 1; 9 = not comparable */
} pairs[] = {
    {"null",                      "null",                      1,  9 },
    {"null",                      "1",                         0,  9 },
    {"1",                         "1.00",                      1,  0 },
    {"1",                         "2",                         0,  -1},
    {"1",                         "\"1\"",                     -1, 9 },
    {"true",                      "true",                      1,  9 },
    {"true",                      "false",                     0,  9 },
    {"\"a\"",                     "\"a\"",                     1,  0 },
    {"\"A\"",                     "\"a\"",                     0,  -1},
    {"\"ab\"",                    "\"a\"",                     0,  1 },
    {"\"\"",                      "\"a\"",                     0,  -1},
    {"@\"2020-01-01\"",           "@\"2020-01-02\"",           0,  -1},
    {"@\"2020-01-01\"",           "@\"2020-01-01T00:00:00\"",  -1, 9 },
    {"@\"10:00:00Z\"",            "@\"11:00:00+01:00\"",       1,  0 },
    {"@\"2020-01-01T10:00:00Z\"", "@\"2020-01-01T11:00:00Z\"", 0,  -1},
    {"@\"P1D\"",                  "@\"PT24H\"",                1,  0 },
    {"@\"P1Y\"",                  "@\"P13M\"",                 0,  -1},
    {"@\"P1Y\"",                  "@\"P1D\"",                  -1, 9 },
    {"[1, 2]",                    "[1, 2.0]",                  1,  9 },
    {"[1, 2]",                    "[1]",                       0,  9 },
    {"[]",                        "[]",                        1,  9 },
    {"[1, \"a\"]",                "[1, 2]",                    -1, 9 },
    {"[2, \"a\"]",                "[1, 2]",                    0,  9 },
    {"[[1]]",                     "[[1]]",                     1,  9 },
    {"{a: 1, b: 2}",              "{b: 2, a: 1}",              1,  9 },
    {"{a: 1}",                    "{a: 1, b: 2}",              0,  9 },
    {"{a: 1}",                    "{b: 1}",                    0,  9 },
    {"{a: 1, b: \"x\"}",          "{a: 1, b: 2}",              -1, 9 },
    {"{}",                        "[]",                        -1, 9 },
    {"[1..2]",                    "[1..2]",                    1,  9 },
    {"[1..2]",                    "[1..2)",                    0,  9 },
    {"[1..2]",                    "[1..3]",                    0,  9 },
    {"(< 1)",                     "(< 1)",                     1,  9 },
    {"(< 1)",                     "(<= 1)",                    0,  9 },
    {"[1..2]",                    "[\"a\"..\"b\"]",            -1, 9 },
    {"(function(x) x)",           "(function(x) x)",           -1, 9 },
};

static void test_equal_and_compare(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autoptr(Arena) arena = arena_new(0);
        FeelValue a = value_of(arena, pairs[i].a), b = value_of(arena, pairs[i].b);
        int order = 9, back = 9;

        g_test_message("%s with %s", pairs[i].a, pairs[i].b);
        g_assert_cmpint(feel_equal(&a, &b), ==, pairs[i].equal);
        g_assert_cmpint(feel_equal(&b, &a), ==, pairs[i].equal);
        g_assert_cmpint(feel_compare(&a, &b, &order), ==, pairs[i].order != 9);
        g_assert_cmpint(feel_compare(&b, &a, &back), ==, pairs[i].order != 9);
        g_assert_cmpint(order, ==, pairs[i].order);
        g_assert_cmpint(back, ==, pairs[i].order == 9 ? 9 : -pairs[i].order);
    }
}

static void test_missing_equals_nothing(void)
{
    FeelValue m = feel_missing(3), n = feel_null();

    g_assert_cmpint(feel_equal(&m, &m), ==, -1);
    g_assert_cmpint(feel_equal(&m, &n), ==, -1);
    g_assert_cmpint(feel_equal(&n, &m), ==, -1);
}

/* ---- text and copies ---- */

static const struct {
    const char *text, *value;
} texts[] = {
    {"null",                                           "null"                                     },
    {"true",                                           "true"                                     },
    {"-1.50",                                          "-1.5"                                     },
    {"1E40",                                           "10000000000000000000000000000000000000000"},
    {"\"a\\\"b\\\\\"",                                 "\"a\\\"b\\\\\""                           },
    {"[1, [], {}]",                                    "[1, [], {}]"                              },
    {"{a: 1, \"b:c\": \"x\", \"\": [null]}",           "{a: 1, \"b:c\": \"x\", \"\": [null]}"     },
    {"[@\"2020-01-01\", @\"PT1H\"]",                   "[2020-01-01, PT1H]"                       },
    {"[@\"2020-01-01\"..@\"2020-02-01\")",             "[@\"2020-01-01\"..@\"2020-02-01\")"       },
    {"(>= \"a\")",                                     "(>= \"a\")"                               },
    {"(= [1, 2])",                                     "(= [1, 2])"                               },
    {"@\"2020-01-01T10:00:00@Etc/UTC\"",               "2020-01-01T10:00:00@Etc/UTC"              },
    {"function(p, q) p",                               "function(p, q)"                           },
    {"abs",                                            "abs"                                      },
    {"{f: function(n) if n = 0 then 0 else f(n - 1)}", "{f: function(n)}"                         },
};

static void test_text(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Arena) arena = arena_new(0);
        FeelValue v = value_of(arena, texts[i].text);

        g_assert_cmpstr(feel_value_text(arena, &v, true), ==, texts[i].value);
    }
}

static void test_unquoted_text(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelValue v = feel_string("a\"b", 3), m = feel_missing(1);

    g_assert_cmpstr(feel_value_text(arena, &v, false), ==, "a\"b");
    g_assert_cmpstr(feel_value_text(arena, &m, false), ==, "missing");
}

/* A copy shows the same when the first memory is gone. */
static void test_copy(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(Arena) kept = arena_new(0);
        Arena *gone = arena_new(0);
        FeelValue v, copy;

        if (strstr(texts[i].value, "function") || strcmp(texts[i].value, "abs") == 0) {
            arena_free(gone); /* their code stays with the program */
            continue;
        }
        v = value_of(gone, texts[i].text);
        copy = feel_value_copy(kept, &v);
        g_assert_cmpuint(feel_value_depth(&copy), ==, feel_value_depth(&v));
        g_assert_cmpuint(feel_value_size(&copy), ==, feel_value_size(&v));
        arena_free(gone);
        g_assert_cmpstr(feel_value_text(kept, &copy, true), ==, texts[i].value);
    }
}

static void test_measure(void)
{
    static const struct {
        const char *text;
        uint32_t depth, size;
    } cases[] = {
        {"1",               0, 1},
        {"[]",              1, 1},
        {"[1, 2]",          1, 3},
        {"[[1], {a: [2]}]", 3, 6},
        {"[1..2]",          1, 2},
        {"(= [1, [2]])",    3, 5},
        {"{a: {b: {}}}",    3, 3},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Arena) arena = arena_new(0);
        FeelValue v = value_of(arena, cases[i].text);

        g_assert_cmpuint(feel_value_depth(&v), ==, cases[i].depth);
        g_assert_cmpuint(feel_value_size(&v), ==, cases[i].size);
    }
}

/* ---- cells ---- */

static void test_cells(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelValue values[] = {
        [COL_BOOL] = feel_boolean(true),
        [COL_NUMBER] = feel_number(dec_from_scaled(125, 2)),
        [COL_TEXT] = feel_string("客户", 6),
        [COL_DATE] = feel_date(18000),
        [COL_ANY] = value_of(arena, "[1, {a: \"x\"}]"),
    };
    FeelValue null = feel_null(), missing = feel_missing(7);

    for (ColType t = COL_BOOL; t <= COL_ANY; t++) {
        Col *col = col_new(arena, t, 3);
        FeelValue got;

        g_assert_true(feel_cell_set(arena, col, 1, &missing));
        got = feel_cell_get(col, 1);
        g_assert_cmpint(got.kind, ==, FEEL_MISSING);
        g_assert_cmpuint(got.reason, ==, 7);
        g_assert_true(feel_cell_set(arena, col, 1, &null));
        g_assert_cmpint(feel_cell_get(col, 1).kind, ==, FEEL_NULL);
        g_assert_false(col_is_missing(col, 1));
        g_assert_true(feel_cell_set(arena, col, 1, &values[t]));
        got = feel_cell_get(col, 1);
        g_assert_cmpint(feel_equal(&got, &values[t]), ==, 1);
        g_assert_true(col_has_value(col, 1));
        for (ColType other = COL_BOOL; other <= COL_ANY; other++) {
            bool fits = t == COL_ANY || t == other;

            g_assert_cmpint(feel_cell_set(arena, col, 2, &values[other]), ==, fits);
        }
        got = feel_cell_get(col, 1); /* a refused value leaves the others alone */
        g_assert_cmpint(feel_equal(&got, &values[t]), ==, 1);
    }
}

static void test_context_get(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelValue v = value_of(arena, "{a: 1, \"\": 2}");

    g_assert_nonnull(feel_context_get(v.u.context, "a"));
    g_assert_nonnull(feel_context_get(v.u.context, ""));
    g_assert_null(feel_context_get(v.u.context, "b"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel-value/equal-and-compare", test_equal_and_compare);
    g_test_add_func("/feel-value/missing-equals-nothing", test_missing_equals_nothing);
    g_test_add_func("/feel-value/text", test_text);
    g_test_add_func("/feel-value/unquoted-text", test_unquoted_text);
    g_test_add_func("/feel-value/copy", test_copy);
    g_test_add_func("/feel-value/measure", test_measure);
    g_test_add_func("/feel-value/cells", test_cells);
    g_test_add_func("/feel-value/context-get", test_context_get);
    return g_test_run();
}
