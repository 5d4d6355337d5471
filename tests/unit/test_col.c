/* test_col.c - null and missing cells of every type, gather, copy; sizes around a bitmap word. */
#include "col/col.h"

static const size_t sizes[] = {0, 1, 63, 64, 65, 127, 128, 129, 1000};
static const ColType types[] = {COL_BOOL, COL_NUMBER, COL_TEXT, COL_DATE, COL_ANY};
static const char *const TEXT = "甲";

/* Puts a value that is not 0 and differs by row (mod 200) into cell i. */
static void fill(Col *col, size_t i)
{
    switch (col->type) {
    case COL_BOOL:
        col->v.bools[i] = (uint8_t)(i % 200 + 1);
        break;
    case COL_NUMBER:
        col->v.numbers[i] = dec_from_int((int64_t)i % 200 + 1);
        break;
    case COL_TEXT:
        col->v.texts[i] = TEXT + i % 200;
        break;
    case COL_DATE:
        col->v.dates[i] = (CalDate)i % 200 + 1;
        break;
    case COL_ANY:
        col->v.anys[i] = TEXT + i % 200;
        break;
    }
}

static bool holds(const Col *col, size_t i, size_t filled_as)
{
    switch (col->type) {
    case COL_BOOL:
        return col->v.bools[i] == filled_as % 200 + 1;
    case COL_NUMBER:
        return dec_equal(col->v.numbers[i], dec_from_int((int64_t)filled_as % 200 + 1));
    case COL_TEXT:
        return col->v.texts[i] == TEXT + filled_as % 200;
    case COL_DATE:
        return col->v.dates[i] == (CalDate)filled_as % 200 + 1;
    case COL_ANY:
        return col->v.anys[i] == TEXT + filled_as % 200;
    }
    return false;
}

static bool is_zero(const Col *col, size_t i)
{
    switch (col->type) {
    case COL_BOOL:
        return col->v.bools[i] == 0;
    case COL_NUMBER:
        return dec_is_zero(col->v.numbers[i]);
    case COL_TEXT:
        return col->v.texts[i] == NULL;
    case COL_DATE:
        return col->v.dates[i] == 0;
    case COL_ANY:
        return col->v.anys[i] == NULL;
    }
    return false;
}

static void check_spare_bits(const uint64_t *bits, size_t n)
{
    for (size_t i = n; bits && i < bits_words(n) * 64; i++)
        g_assert_false(bits_get(bits, i));
}

static void test_new(void)
{
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
        for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
            Col *zero = col_new(arena, types[t], sizes[s]);
            Col *null = col_new_null(arena, types[t], sizes[s]);
            g_assert_cmpint(zero->type, ==, types[t]);
            g_assert_cmpuint(zero->n, ==, sizes[s]);
            g_assert_null(zero->nulls);
            g_assert_null(zero->missing);
            g_assert_null(zero->reasons);
            for (size_t i = 0; i < sizes[s]; i++) {
                g_assert_true(is_zero(zero, i) && col_has_value(zero, i));
                g_assert_true(is_zero(null, i) && col_is_null(null, i));
                g_assert_false(col_is_missing(null, i) || col_has_value(null, i));
            }
            check_spare_bits(null->nulls, null->n);
        }
    }
}

static void test_bits(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    uint64_t *bits = bits_new(arena, 130);

    g_assert_cmpuint(bits_words(0), ==, 0);
    g_assert_cmpuint(bits_words(1), ==, 1);
    g_assert_cmpuint(bits_words(64), ==, 1);
    g_assert_cmpuint(bits_words(65), ==, 2);
    g_assert_cmpuint(bits_words(SIZE_MAX), ==, SIZE_MAX / 64 + 1);
    bits_set(bits, 129);
    bits_set(bits, 64);
    g_assert_true(bits_get(bits, 129) && bits_get(bits, 64));
    g_assert_false(bits_get(bits, 128) || bits_get(bits, 65) || bits_get(bits, 0));
    bits_clear(bits, 64);
    g_assert_false(bits_get(bits, 64));
    g_assert_false(bits_get(NULL, 5));
}

static void test_a_cell_is_at_most_one(void)
{
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
        Col *col = col_new(arena, types[t], 70);
        fill(col, 68);
        fill(col, 69);
        col_set_null(arena, col, 69);
        g_assert_true(col_is_null(col, 69) && is_zero(col, 69));
        g_assert_null(col->missing);

        col_set_missing(arena, col, 69, 5);
        g_assert_true(col_is_missing(col, 69) && !col_is_null(col, 69) && is_zero(col, 69));
        g_assert_cmpuint(col->reasons[69], ==, 5);
        col_set_missing(arena, col, 69, 6);
        g_assert_cmpuint(col->reasons[69], ==, 6);

        col_set_null(arena, col, 69);
        g_assert_true(col_is_null(col, 69) && !col_is_missing(col, 69));
        g_assert_cmpuint(col->reasons[69], ==, 0);

        col_set_missing(arena, col, 69, 7);
        col_set_present(col, 69);
        g_assert_true(col_has_value(col, 69) && is_zero(col, 69));
        g_assert_cmpuint(col->reasons[69], ==, 0);
        g_assert_true(col_has_value(col, 68) && holds(col, 68, 68)); /* the neighbour */
    }
}

static void test_gather(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    const int64_t index[] = {2, -1, 0, 3, 3, 69, 1, 69};

    for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
        Col *src = col_new(arena, types[t], 70);
        Col *out;
        for (size_t i = 0; i < 70; i++)
            fill(src, i);
        out = col_gather(arena, src, (const int64_t[]){69, 0}, 2);
        g_assert_true(holds(out, 0, 69) && holds(out, 1, 0));
        g_assert_true(!out->nulls && !out->missing && !out->reasons);

        col_set_null(arena, src, 3);
        col_set_missing(arena, src, 69, 11);
        out = col_gather(arena, src, index, G_N_ELEMENTS(index));
        g_assert_cmpint(out->type, ==, types[t]);
        g_assert_cmpuint(out->n, ==, G_N_ELEMENTS(index));
        g_assert_true(holds(out, 0, 2) && holds(out, 2, 0) && holds(out, 6, 1));
        g_assert_true(col_has_value(out, 0) && col_has_value(out, 2) && col_has_value(out, 6));
        g_assert_true(col_is_null(out, 1) && col_is_null(out, 3) && col_is_null(out, 4));
        g_assert_true(col_is_missing(out, 5) && col_is_missing(out, 7));
        g_assert_true(is_zero(out, 1) && is_zero(out, 4) && is_zero(out, 5));
        g_assert_cmpuint(out->reasons[5], ==, 11);
        g_assert_cmpuint(out->reasons[0], ==, 0);
        check_spare_bits(out->nulls, out->n);
        check_spare_bits(out->missing, out->n);
        g_assert_cmpuint(col_gather(arena, src, NULL, 0)->n, ==, 0);
    }
}

static void test_copy_cell(void)
{
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
        Col *src = col_new(arena, types[t], 3);
        Col *dst = col_new_null(arena, types[t], 66);
        fill(src, 0);
        col_set_null(arena, src, 1);
        col_set_missing(arena, src, 2, 9);

        col_copy_cell(arena, dst, 65, src, 2);
        g_assert_true(col_is_missing(dst, 65) && !col_is_null(dst, 65));
        g_assert_cmpuint(dst->reasons[65], ==, 9);
        col_copy_cell(arena, dst, 65, src, 0);
        g_assert_true(col_has_value(dst, 65) && holds(dst, 65, 0));
        g_assert_cmpuint(dst->reasons[65], ==, 0);
        col_copy_cell(arena, dst, 65, src, 1);
        g_assert_true(col_is_null(dst, 65) && is_zero(dst, 65));
        g_assert_true(col_is_null(dst, 64)); /* untouched */
    }
}

/* A missing cell that nobody owes, a row that is not there: the caller's bugs,
 * said and harmless. */
static void test_misuse(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    Col *col = col_new(arena, COL_NUMBER, 2);

    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*reason != 0*");
    col_set_missing(arena, col, 1, 0);
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*i < col->n*");
    col_set_missing(arena, col, 2, 1);
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*i < col->n*");
    col_set_null(arena, col, 2);
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*i < col->n*");
    col_set_present(col, 2);
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*type*");
    col_copy_cell(arena, col, 0, col_new(arena, COL_DATE, 1), 0);
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*j < src->n*");
    col_copy_cell(arena, col, 0, col, 2);
    g_test_assert_expected_messages();
    g_assert_true(col_has_value(col, 0) && col_has_value(col, 1));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/col/new", test_new);
    g_test_add_func("/col/bits", test_bits);
    g_test_add_func("/col/a-cell-is-at-most-one", test_a_cell_is_at_most_one);
    g_test_add_func("/col/gather", test_gather);
    g_test_add_func("/col/copy-cell", test_copy_cell);
    g_test_add_func("/col/misuse", test_misuse);
    return g_test_run();
}
