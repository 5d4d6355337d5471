/* Characters and spellings of names: what may stand in one, normal forms, which are alike. */
#include "feel/names.h"

#include <string.h>

static void test_characters(void)
{
    static const struct {
        gunichar c;
        bool starts, in_name;         /* FEEL_STANDARD */
        bool reg_starts, reg_in_name; /* FEEL_REGULATION */
    } cases[] = {
        {'a',     true,  true,  true,  true },
        {'_',     true,  true,  true,  true },
        {'?',     true,  true,  false, false},
        {'7',     false, true,  false, true },
        {'-',     false, false, false, false},
        {0xB7,    false, true,  false, false}, /* · */
        {0x4E2D,  true,  true,  true,  true }, /* 中 */
        {0x3007,  true,  true,  true,  true }, /* 〇 */
        {0x2160,  true,  true,  true,  true }, /* Ⅰ */
        {0x300,   false, true,  false, false}, /* a combining accent */
        {0xFF08,  true,  true,  false, false}, /* （ */
        {0xFF21,  true,  true,  false, false}, /* Ａ */
        {0x1F40E, true,  true,  false, false}, /* a horse */
        {0x2264,  false, false, false, false}, /* ≤ */
        {0x3000,  false, false, false, false}, /* ideographic space */
        {0xFEFF,  false, false, false, false}, /* byte order mark: white space */
        {0xF0000, false, false, false, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        gunichar c = cases[i].c;

        g_test_message("U+%04X", c);
        g_assert_true(feel_char_starts_name(FEEL_STANDARD, c) == cases[i].starts);
        g_assert_true(feel_char_in_name(FEEL_STANDARD, c) == cases[i].in_name);
        g_assert_true(feel_char_starts_name(FEEL_REGULATION, c) == cases[i].reg_starts);
        g_assert_true(feel_char_in_name(FEEL_REGULATION, c) == cases[i].reg_in_name);
    }
}

static void test_spaces(void)
{
    static const gunichar spaces[] = {9,      10,     13,     32,     0x85,
                                      0xA0,   0x1680, 0x180E, 0x2000, 0x200B,
                                      0x2028, 0x202F, 0x205F, 0x3000, 0xFEFF};

    for (size_t i = 0; i < G_N_ELEMENTS(spaces); i++)
        g_assert_true(feel_char_is_space(spaces[i]));
    g_assert_false(feel_char_is_space(8));
    g_assert_false(feel_char_is_space(0x200C));
    g_assert_false(feel_char_is_space('a'));
}

static void test_ascii(void)
{
    g_assert_cmpstr(feel_char_ascii(0xFF01), ==, "!");
    g_assert_cmpstr(feel_char_ascii(0xFF08), ==, "(");
    g_assert_cmpstr(feel_char_ascii(0xFF0C), ==, ",");
    g_assert_cmpstr(feel_char_ascii(0xFF10), ==, "0");
    g_assert_cmpstr(feel_char_ascii(0xFF21), ==, "A");
    g_assert_cmpstr(feel_char_ascii(0xFF3C), ==, "\\");
    g_assert_cmpstr(feel_char_ascii(0xFF5D), ==, "}");
    g_assert_cmpstr(feel_char_ascii(0xFF5E), ==, "..");
    g_assert_cmpstr(feel_char_ascii(0x2265), ==, ">=");
    g_assert_cmpstr(feel_char_ascii(0x201C), ==, "\"");
    g_assert_null(feel_char_ascii('('));
    g_assert_null(feel_char_ascii(0x4E2D));
    g_assert_null(feel_char_ascii(0xFF5F));
}

static void test_normal_form(void)
{
    static const struct {
        const char *text;
        const char *normal;
        size_t n_parts;
    } cases[] = {
        {"a",                      "a",                    1},
        {"  a \n\t b ",            "a b",                  2},
        {"a+b",                    "a+b",                  3},
        {" a  +  b ",              "a+b",                  3},
        {"Student 's name",        "Student's name",       4},
        {"Student\xE2\x80\x99 s",  "Student\xE2\x80\x99s", 3},
        {"a - - b",                "a--b",                 4},
        {"imp . type",             "imp.type",             3},
        {"中 文\xE3\x80\x80名", "中 文 名",          3}, /* ideographic space */
        {"",                       "",                     0},
        {" ",                      "",                     0},
        {"5 days",                 "5 days",               2},
    };
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *normal = feel_name_normal(arena, cases[i].text, strlen(cases[i].text));

        g_assert_cmpstr(normal, ==, cases[i].normal);
        g_assert_cmpuint(feel_name_n_parts(normal), ==, cases[i].n_parts);
        g_assert_cmpstr(feel_name_normal(arena, normal, strlen(normal)), ==, normal);
    }
}

static void test_plain(void)
{
    g_assert_true(feel_name_is_plain("a_1"));
    g_assert_true(feel_name_is_plain("存款2"));
    g_assert_false(feel_name_is_plain(""));
    g_assert_false(feel_name_is_plain("2a"));
    g_assert_false(feel_name_is_plain("a b"));
    g_assert_false(feel_name_is_plain("a-b"));
    g_assert_false(feel_name_is_plain("a（"));
    g_assert_false(feel_name_is_plain("?"));
    g_assert_false(feel_name_is_plain("a\xC2\xB7")); /* · : in the standard only */
    g_assert_false(feel_name_is_plain("\xC2\xB9"));  /* ¹ : in regulations only */
}

/* The plain definition: the least number of edits, by trying all. */
static size_t slow_distance(const gunichar *a, size_t n, const gunichar *b, size_t m)
{
    size_t d;

    if (n == 0 || m == 0)
        return n + m;
    d = slow_distance(a + 1, n - 1, b + 1, m - 1) + (a[0] != b[0]);
    d = MIN(d, slow_distance(a + 1, n - 1, b, m) + 1);
    d = MIN(d, slow_distance(a, n, b + 1, m - 1) + 1);
    if (n > 1 && m > 1 && a[0] == b[1] && a[1] == b[0])
        d = MIN(d, slow_distance(a + 2, n - 2, b + 2, m - 2) + 1);
    return d;
}

static void test_distance(void)
{
    static const char *const names[] = {"",     "a",    "ab",     "ba",   "abc",  "acb",   "cab",
                                        "中文", "文中", "中文字", "存款", "贷款", "abcde", "badce"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
            g_autofree gunichar *a = g_utf8_to_ucs4_fast(names[i], -1, NULL);
            g_autofree gunichar *b = g_utf8_to_ucs4_fast(names[k], -1, NULL);
            size_t want = slow_distance(a, (size_t)g_utf8_strlen(names[i], -1), b,
                                        (size_t)g_utf8_strlen(names[k], -1));

            g_assert_cmpuint(feel_name_distance(names[i], names[k], 9), ==, want);
            g_assert_cmpuint(feel_name_distance(names[i], names[k], 1), ==, MIN(want, 2));
        }
    }
}

static void test_nearest(void)
{
    static const struct {
        const char *wanted;
        const char *near;
    } cases[] = {
        {"存宽",          "存款"              },
        {"综合贡献",    "综合贡献额"     },
        {"贡献额综合", NULL                  },
        {"x",               NULL                  }, /* one character says nothing */
        {"ratee",           "rates, rate, rater"  },
        {"rate",            "rate, rates, grate"  }, /* nearest first, then as offered; at most three */
        {"abcdefghi",       "abcdxyghi, abcdxyzhi"},
    };
    static const char *const known[] = {"存款",  "综合贡献额", "x1",   "rates",     "rate",
                                        "grate", "rater",      "rate", "abcdxyghi", "abcdxyzhi"};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Arena) arena = arena_new(0);
        FeelNearest nearest = {.wanted = cases[i].wanted};

        for (size_t k = 0; k < G_N_ELEMENTS(known); k++)
            feel_nearest_offer(&nearest, known[k]);
        g_assert_cmpstr(feel_nearest_text(&nearest, arena), ==, cases[i].near);
    }
}

static void test_nearest_of_long_name(void)
{
    g_autofree char *name = g_strnfill(100, 'a');
    FeelNearest nearest = {.wanted = name};

    feel_nearest_offer(&nearest, name);
    g_assert_null(nearest.best[0]); /* not held against others */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/feel/names/characters", test_characters);
    g_test_add_func("/feel/names/spaces", test_spaces);
    g_test_add_func("/feel/names/ascii", test_ascii);
    g_test_add_func("/feel/names/normal-form", test_normal_form);
    g_test_add_func("/feel/names/plain", test_plain);
    g_test_add_func("/feel/names/distance", test_distance);
    g_test_add_func("/feel/names/nearest", test_nearest);
    g_test_add_func("/feel/names/nearest-of-long-name", test_nearest_of_long_name);
    return g_test_run();
}
