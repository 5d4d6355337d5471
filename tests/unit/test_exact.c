/* test_exact.c - exact fractions and their sums; tables of codes and of pairs seen. */
#include "facts/exact.h"

#include <string.h>

#include "facts/codes.h"

static const __int128 BIG = ((__int128)1 << 126) + 1;

static char *dec_text(Exact a, int64_t divisor)
{
    char buf[DEC_TEXT_SIZE];
    Dec value;

    if (!exact_to_dec(a, divisor, &value))
        return g_strdup("none");
    dec_format(value, buf, sizeof buf);
    return g_strdup(buf);
}

static void test_add(void)
{
    Exact sum = exact_zero();

    for (int i = 0; i < 3; i++)
        g_assert_true(exact_add(sum, (Exact){1, 3}, &sum));
    g_assert_true(exact_equal(sum, (Exact){1, 1}));
    g_assert_true(exact_add(sum, exact_neg((Exact){5, 4}), &sum));
    g_assert_true(exact_equal(sum, (Exact){-1, 4}));
    g_assert_true(exact_add(sum, (Exact){1, 4}, &sum));
    g_assert_true(exact_equal(sum, exact_zero()));
}

static void test_overflow(void)
{
    Exact sum = {77, 1};

    g_assert_false(exact_add((Exact){BIG, 1}, (Exact){BIG, 1}, &sum));
    g_assert_false(exact_add((Exact){1, BIG}, (Exact){1, BIG - 1}, &sum));
    g_assert_false(exact_div((Exact){BIG, 1}, (Exact){1, 3}, &sum));
    g_assert_true(exact_equal(sum, (Exact){77, 1})); /* a failure leaves outputs alone */
}

static void test_div(void)
{
    Exact out;

    g_assert_true(exact_div((Exact){1, 3}, (Exact){-2, 3}, &out));
    g_assert_true(exact_equal(out, (Exact){-1, 2}));
    g_assert_true(exact_div((Exact){BIG, 7}, (Exact){BIG, 14}, &out)); /* crosswise: it fits */
    g_assert_true(exact_equal(out, (Exact){2, 1}));
    g_assert_true(exact_div(exact_zero(), (Exact){5, 1}, &out));
    g_assert_true(exact_equal(out, exact_zero()));
}

static void test_to_dec(void)
{
    g_autofree char *third = dec_text((Exact){1, 3}, 1);
    g_autofree char *fen = dec_text((Exact){-12345, 1}, 100);
    g_autofree char *none = dec_text((Exact){1, BIG}, 100);

    g_assert_cmpstr(third, ==, "0.3333333333333333333333333333333333");
    g_assert_cmpstr(fen, ==, "-123.45");
    g_assert_cmpstr(none, ==, "none");
}

/* Thousands of slots, added in two orders. */
static void test_sums(void)
{
    enum { SLOTS = 3000, DENS = 4 };
    static const int64_t dens[DENS] = {1, 3, 7, 1000000};
    g_autoptr(ExactSums) up = exact_sums_new();
    g_autoptr(ExactSums) down = exact_sums_new();
    Exact a, b, want, none;

    for (int i = 0; i < SLOTS * DENS; i++)
        g_assert_true(exact_sums_add(up, i / DENS, dens[i % DENS], i));
    for (int i = SLOTS * DENS - 1; i >= 0; i--)
        g_assert_true(exact_sums_add(down, i / DENS, dens[i % DENS], i));
    for (int s = 0; s < SLOTS; s++) {
        want = exact_zero();
        for (int k = 0; k < DENS; k++)
            g_assert_true(exact_add(want, (Exact){s * DENS + k, dens[k]}, &want));
        g_assert_true(exact_sums_get(up, s, &a));
        g_assert_true(exact_sums_get(down, s, &b));
        g_assert_true(exact_equal(a, want) && exact_equal(b, want));
    }
    g_assert_true(exact_sums_get(up, SLOTS, &none));
    g_assert_true(exact_equal(none, exact_zero()));
}

static void test_sums_too_large(void)
{
    g_autoptr(ExactSums) sums = exact_sums_new();
    Exact out;

    g_assert_true(exact_sums_add(sums, 0, 1, BIG));
    g_assert_false(exact_sums_add(sums, 0, 1, BIG));
    for (int64_t den = 999999; den > 999900; den--) /* no common denominator of 127 bits */
        g_assert_true(exact_sums_add(sums, 1, den, 1));
    g_assert_false(exact_sums_get(sums, 1, &out));
}

static void test_codes(void)
{
    enum { N = 5000 };
    g_autoptr(CodeTable) codes = codes_new();
    char code[16];

    for (int i = 0; i < N; i++) {
        int len = g_snprintf(code, sizeof code, "C%d", i);
        g_assert_cmpint(codes_find(codes, code, (size_t)len), ==, -1);
        g_assert_cmpint(codes_add(codes, code, (size_t)len, 7 * i), ==, i);
    }
    g_assert_cmpuint(codes_n(codes), ==, N);
    for (int i = N - 1; i >= 0; i--) {
        int len = g_snprintf(code, sizeof code, "C%d", i);
        int64_t at = codes_find(codes, code, (size_t)len);
        g_assert_cmpint(at, ==, i);
        g_assert_cmpint(codes_id(codes, at), ==, 7 * i);
        g_assert_cmpstr(codes_text(codes, at), ==, code);
    }
    g_assert_cmpint(codes_find(codes, "C1x", 2), ==, 1); /* the length counts */
    g_assert_cmpint(codes_find(codes, "", 0), ==, -1);
}

static void test_seen(void)
{
    enum { N = 5000 };
    g_autoptr(SeenTable) seen = seen_new();

    for (uint32_t i = 1; i <= N; i++)
        g_assert_cmpuint(seen_add(seen, i, -(int64_t)i, i), ==, 0);
    for (uint32_t i = 1; i <= N; i++)
        g_assert_cmpuint(seen_add(seen, i, -(int64_t)i, 99999), ==, i);
    g_assert_cmpuint(seen_add(seen, -1, 1, 5), ==, 0);
    g_assert_cmpuint(seen_add(seen, INT64_MIN, INT64_MAX, 6), ==, 0);
    g_assert_cmpuint(seen_add(seen, INT64_MIN, INT64_MAX, 7), ==, 6);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/exact/add", test_add);
    g_test_add_func("/exact/overflow", test_overflow);
    g_test_add_func("/exact/div", test_div);
    g_test_add_func("/exact/to-dec", test_to_dec);
    g_test_add_func("/exact/sums", test_sums);
    g_test_add_func("/exact/sums-too-large", test_sums_too_large);
    g_test_add_func("/exact/codes", test_codes);
    g_test_add_func("/exact/seen", test_seen);
    return g_test_run();
}
