/* test_diag.c - positions, texts in two languages, order, the cap. */
#include "base/diag.h"

#include <string.h>

static void test_positions(void)
{
    static const char text[] = "甲+乙\n  丙";
    SrcText src = {
        text, sizeof text - 1, {"r.md", 10, 5},
             3
    };

    g_assert_cmpuint(src_text_pos(&src, 0).column, ==, 5);
    g_assert_cmpuint(src_text_pos(&src, 3).column, ==, 6);
    g_assert_cmpuint(src_text_pos(&src, 4).column, ==, 7);
    g_assert_cmpuint(src_text_pos(&src, 8).line, ==, 11);
    g_assert_cmpuint(src_text_pos(&src, 10).column, ==, 5);
    g_assert_cmpuint(src_text_pos(&src, 999).column, ==, 6); /* past the end: the end */
}

static void test_format(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    diag_add(diags, DIAG_ERROR, "t.x", (SrcPos){"r.md", 3, 4}, "unknown name %s", "甲");
    diag_seen(diags, "甲");
    diag_expected(diags, "a name");
    diag_hint(diags, "did you mean 乙?");
    g_autofree char *text = diags_format(diags);
    g_assert_cmpstr(text, ==,
                    "r.md:3:4: error: unknown name 甲\n    seen: 甲\n    expected: a name\n"
                    "    hint: did you mean 乙?\n");
}

static void test_chinese(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_ZH);

    diag_add(diags, DIAG_WARNING, "t.x", (SrcPos){"r.md", 3, 4}, "hint");
    g_autofree char *text = diags_format(diags);
    g_assert_cmpstr(text, ==, "r.md:3:4: 警告: 提示\n");
}

static void test_order_and_count(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    diag_add(diags, DIAG_WARNING, "t.b", (SrcPos){"r.md", 9, 1}, "b");
    diag_add(diags, DIAG_ERROR, "t.a", (SrcPos){"r.md", 3, 4}, "a");
    diag_add(diags, DIAG_ERROR, "t.c", (SrcPos){"r.md", 9, 1}, "c");
    diags_sort(diags);
    g_assert_cmpstr(diags_get(diags, 0)->code, ==, "t.a");
    g_assert_cmpstr(diags_get(diags, 1)->code, ==, "t.b");
    g_assert_cmpstr(diags_get(diags, 2)->code, ==, "t.c");
    g_assert_cmpuint(diags_n_errors(diags), ==, 2);
    g_assert_true(diags_has(diags, "t.b"));
    g_assert_false(diags_has(diags, "t.d"));
}

static void test_cap(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    for (int i = 0; i < DIAGS_MAX + 5; i++)
        diag_add(diags, DIAG_ERROR, "t.x", (SrcPos){NULL, 0, 0}, "x");
    diag_hint(diags, "not kept, so it has no hint");
    g_assert_cmpuint(diags_n(diags), ==, DIAGS_MAX);
    g_assert_cmpuint(diags_n_errors(diags), ==, DIAGS_MAX + 5);
    g_autofree char *text = diags_format(diags);
    g_assert_true(g_str_has_suffix(text, "… and 5 more findings\n"));
}

/* A regulation that failed is freed before its findings are printed. */
static void test_file_is_copied(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    char file[] = "r.md";

    diag_add(diags, DIAG_ERROR, "t.x", (SrcPos){file, 1, 1}, "x");
    memset(file, 'u', sizeof file - 1);
    g_assert_cmpstr(diags_get(diags, 0)->pos.file, ==, "r.md");
}

static void test_nobody_listens(void)
{
    diag_add(NULL, DIAG_ERROR, "t.x", (SrcPos){NULL, 0, 0}, "x");
    diag_hint(NULL, "x");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/diag/positions", test_positions);
    g_test_add_func("/diag/format", test_format);
    g_test_add_func("/diag/chinese", test_chinese);
    g_test_add_func("/diag/order-and-count", test_order_and_count);
    g_test_add_func("/diag/cap", test_cap);
    g_test_add_func("/diag/file-is-copied", test_file_is_copied);
    g_test_add_func("/diag/nobody-listens", test_nobody_listens);
    return g_test_run();
}
