/* test_err.c - classes, reason tokens, exit codes. */
#include "base/err.h"
#include "base/text.h"

static void test_reason(void)
{
    g_autoptr(GError) error = NULL;

    err_set(&error, ERR_LIMIT, "test.limit", "too many: %d", 7);
    g_assert_true(err_is(error, ERR_LIMIT));
    g_assert_cmpstr(error->message, ==, "too many: 7");
    g_assert_cmpstr(err_reason(error), ==, "test.limit");
    g_prefix_error(&error, "here: ");
    g_assert_cmpstr(err_reason(error), ==, "test.limit");

    g_autoptr(GError) copy = g_error_copy(error);
    g_assert_cmpstr(err_reason(copy), ==, "test.limit");
}

static void test_exit_codes(void)
{
    static const struct {
        ErrClass cls;
        int code;
    } cases[] = {
        {ERR_INVALID,     1 },
        {ERR_CONFLICT,    1 },
        {ERR_POLICY,      1 },
        {ERR_NOT_FOUND,   3 },
        {ERR_FORBIDDEN,   3 },
        {ERR_LIMIT,       4 },
        {ERR_UNSUPPORTED, 4 },
        {ERR_UNAVAILABLE, 69},
        {ERR_INTERNAL,    70},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        err_set(&error, cases[i].cls, "test.code", "x");
        g_assert_cmpint(err_exit_code(error), ==, cases[i].code);
    }
    g_assert_cmpint(err_exit_code(NULL), ==, 0);
}

static void test_language_of_the_thread(void)
{
    g_autoptr(GError) error = NULL;

    text_use(LANG_ZH);
    err_set(&error, ERR_INVALID, "test.zh", "there is no store at %s", "x");
    text_use(LANG_EN);
    g_assert_cmpstr(error->message, ==, "x 处没有数据");
}

static void test_no_place(void)
{
    err_set(NULL, ERR_INVALID, "test.none", "nobody asks");
    g_assert_cmpstr(err_reason(NULL), ==, "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/err/reason", test_reason);
    g_test_add_func("/err/exit-codes", test_exit_codes);
    g_test_add_func("/err/language-of-the-thread", test_language_of_the_thread);
    g_test_add_func("/err/no-place", test_no_place);
    return g_test_run();
}
