/* test_arena.c - alignment, zeroing, cap, reset. */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

static void test_zero_and_aligned(void)
{
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t size = 0; size < 5000; size = size * 2 + 1) {
        unsigned char *p = arena_alloc(arena, size);
        g_assert_cmpuint((uintptr_t)p % 16, ==, 0);
        for (size_t i = 0; i < size; i++)
            g_assert_cmpint(p[i], ==, 0);
        memset(p, 0xFF, size);
    }
}

static void test_cap(void)
{
    g_autoptr(Arena) arena = arena_new(64);

    g_assert_nonnull(arena_try_alloc(arena, 48));
    g_assert_false(arena_is_full(arena));
    g_assert_null(arena_try_alloc(arena, 32));
    g_assert_true(arena_is_full(arena));
    g_assert_nonnull(arena_alloc(arena, 32)); /* texts of findings still get room */
}

static void test_huge_is_refused(void)
{
    g_autoptr(Arena) arena = arena_new(1024);

    g_assert_null(arena_try_alloc(arena, SIZE_MAX));
    g_assert_null(arena_try_alloc(arena, SIZE_MAX - 15));
}

static void test_reset(void)
{
    g_autoptr(Arena) arena = arena_new(100000);

    for (int i = 0; i < 100; i++) {
        memset(arena_alloc(arena, 60000), 1, 60000);
        arena_reset(arena);
        g_assert_cmpuint(arena_used(arena), ==, 0);
    }
    g_assert_cmpint(*(char *)arena_alloc(arena, 1), ==, 0);
}

static void test_strings(void)
{
    g_autoptr(Arena) arena = arena_new(0);

    g_assert_cmpstr(arena_strndup(arena, "客户经理", 6), ==, "客户");
    g_assert_cmpstr(arena_strndup(arena, NULL, 0), ==, "");
    g_assert_cmpstr(arena_printf(arena, "%d-%s", 3, "x"), ==, "3-x");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/arena/zero-and-aligned", test_zero_and_aligned);
    g_test_add_func("/arena/cap", test_cap);
    g_test_add_func("/arena/huge-is-refused", test_huge_is_refused);
    g_test_add_func("/arena/reset", test_reset);
    g_test_add_func("/arena/strings", test_strings);
    return g_test_run();
}
