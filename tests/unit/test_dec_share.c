/* test_dec_share.c - parts of random amounts: against whole numbers, and by what always holds. */
#include "dec/dec_column.h"
#include "dec/dec_share.h"

#include <glib.h>

enum { ROUNDS = 3000, MAX_PARTS = 40 };

typedef struct Parts {
    size_t n;
    Dec weights[MAX_PARTS], parts[MAX_PARTS];
    size_t place[MAX_PARTS], left;
} Parts;

static bool share(Parts *p, Dec amount, int places)
{
    return dec_share(amount, places, p->weights, p->n, p->parts, p->place, &p->left);
}

/* Parts and what is left over add up to the amount. */
static void assert_sum(const Parts *p, Dec amount, int places)
{
    DecSum sum = {0};
    Dec unit = dec_from_scaled(dec_sign(amount) < 0 ? -1 : 1, places), got;

    for (size_t i = 0; i < p->n; i++)
        dec_sum_add(&sum, p->parts[i]);
    for (size_t i = 0; i < p->left; i++)
        dec_sum_add(&sum, unit);
    g_assert_true(dec_sum_get(&sum, &got));
    g_assert_true(dec_equal(got, amount));
    g_assert_cmpuint(p->left, <, MAX(p->n, 1));
}

static int64_t random_below(GRand *rand, int64_t n)
{
    return (int64_t)(((uint64_t)g_rand_int(rand) << 32 | g_rand_int(rand)) % (uint64_t)n);
}

/* Small figures, whose products fit 128 bits. */
static void test_whole(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (int round = 0; round < ROUNDS; round++) {
        Parts p = {.n = 1 + (size_t)random_below(rand, MAX_PARTS)};
        int64_t amount = random_below(rand, 1000000000000) - 300000000000;
        int64_t weights[MAX_PARTS], all = 0, limit = g_rand_boolean(rand) ? 4 : 1000000000;
        __int128 rest[MAX_PARTS];

        for (size_t i = 0; i < p.n; i++) {
            weights[i] = random_below(rand, limit) + (i == 0);
            p.weights[i] = dec_from_scaled(weights[i], 3);
            all += weights[i];
        }
        g_assert_true(share(&p, dec_from_scaled(amount, 2), 2));
        for (size_t i = 0; i < p.n; i++) {
            __int128 product = (__int128)ABS(amount) * weights[i];
            int64_t part;

            rest[i] = product % all;
            g_assert_true(dec_to_scaled(p.parts[i], 2, &part));
            g_assert_cmpint(part, ==, (int64_t)(product / all) * (amount < 0 ? -1 : 1));
        }
        for (size_t i = 0; i < p.n; i++) {
            size_t place = 0;

            for (size_t k = 0; k < p.n; k++)
                place += rest[k] > rest[i];
            g_assert_cmpuint(p.place[i], ==, place);
        }
        assert_sum(&p, dec_from_scaled(amount, 2), 2);
    }
}

static Dec random_dec(GRand *rand, int max_digits, int scale)
{
    __int128 coeff = 0;
    int digits = g_rand_int_range(rand, 1, max_digits + 1);

    for (int i = 0; i < digits; i++)
        coeff = coeff * 10 + g_rand_int_range(rand, 0, 10);
    return dec_from_int128(coeff, scale);
}

/* Figures as long as they can be: all adds up, equal weights get equal parts, larger ones no less,
 * and one factor for all weights changes nothing. */
static void test_long(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);

    for (int round = 0; round < ROUNDS; round++) {
        Parts p = {.n = 2 + (size_t)random_below(rand, MAX_PARTS - 2)};
        Dec amount = random_dec(rand, DEC_MAX_DIGITS, 2), factor = dec_from_int(7);
        Parts scaled = {.n = p.n};

        if (g_rand_boolean(rand))
            amount = dec_neg(amount);
        for (size_t i = 0; i < p.n; i++) {
            p.weights[i] = random_dec(rand, 33, g_rand_int_range(rand, 2, 22));
            g_assert_true(dec_mul(p.weights[i], factor, &scaled.weights[i]));
        }
        p.weights[0] = dec_from_int(1);
        scaled.weights[0] = factor;
        p.weights[1] = dec_from_scaled(10, 1);
        scaled.weights[1] = dec_from_int(7);
        g_assert_true(share(&p, amount, 2));
        g_assert_true(share(&scaled, amount, 2));
        assert_sum(&p, amount, 2);
        g_assert_cmpuint(p.left, ==, scaled.left);
        for (size_t i = 0; i < p.n; i++) {
            g_assert_true(dec_equal(p.parts[i], scaled.parts[i]));
            g_assert_cmpuint(p.place[i], ==, scaled.place[i]);
            for (size_t k = 0; k < i; k++) {
                int by = dec_compare(p.weights[i], p.weights[k]);
                int parts = dec_compare(dec_abs(p.parts[i]), dec_abs(p.parts[k]));

                g_assert_true(by == 0 ? parts == 0 && p.place[i] == p.place[k] : by * parts >= 0);
            }
        }
    }
}

static void test_edges(void)
{
    Parts p = {.n = 0};
    Dec cut;

    g_assert_true(share(&p, dec_zero(), 2));
    g_assert_cmpuint(p.left, ==, 0);
    p.n = 1;
    p.weights[0] = dec_from_scaled(3, 40);
    g_assert_true(dec_parse("99999999999999999999999999999999.99", -1, &cut));
    g_assert_true(share(&p, cut, 2));
    g_assert_true(dec_equal(p.parts[0], cut));
    g_assert_false(share(&p, dec_from_scaled(1, 3), 2)); /* more decimals than places */
    p.n = 2;
    p.weights[1] = dec_from_scaled(1, -19);
    g_assert_true(share(&p, cut, 2)); /* 60 digits apart */
    assert_sum(&p, cut, 2);
    p.weights[1] = dec_from_scaled(1, -20);
    g_assert_false(share(&p, cut, 2));
    p.weights[0] = dec_zero(); /* nothing has no digits */
    g_assert_true(share(&p, cut, 2));
    g_assert_true(dec_is_zero(p.parts[0]));
    g_assert_true(share(&p, dec_from_int(7), 0));
    g_assert_true(dec_equal(p.parts[1], dec_from_int(7)));
    g_assert_true(share(&p, dec_from_int(-700), -2));
    g_assert_true(dec_equal(p.parts[1], dec_from_int(-700)));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dec/share/whole", test_whole);
    g_test_add_func("/dec/share/long", test_long);
    g_test_add_func("/dec/share/edges", test_edges);
    return g_test_run();
}
