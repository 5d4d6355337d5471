/* test_dec_column.c - kernels equal the scalar functions bit by bit; sums know no order. */
#include "dec/dec_column.h"

#include <glib.h>
#include <string.h>

#define LARGEST "9.999999999999999999999999999999999E6144"

static Dec num(const char *text)
{
    Dec d = dec_zero();

    if (!dec_parse(text, -1, &d))
        g_error("not a number: %s", text);
    return d;
}

/* Numbers of all sizes: business numbers mostly, then long ones, then the ends of the range. */
static Dec random_dec(GRand *rand)
{
    int64_t coeff = ((int64_t)g_rand_int(rand) << 31) ^ g_rand_int(rand);
    __int128 wide = (__int128)coeff * g_rand_int(rand);

    switch (g_rand_int_range(rand, 0, 8)) {
    case 0:
        return dec_zero();
    case 1:
        return dec_from_int128(wide * 1000003, g_rand_int_range(rand, -30, 31));
    case 2:
        return dec_from_int128(-wide, g_rand_int_range(rand, -6000, 6001));
    case 3:
        return num(g_rand_boolean(rand) ? LARGEST : "-1E-6176");
    default:
        return dec_from_scaled(g_rand_boolean(rand) ? coeff % 100000000 : -(coeff % 1000),
                               g_rand_int_range(rand, 0, 5));
    }
}

typedef void Kernel(size_t n,
                    const Dec *restrict a,
                    const Dec *restrict b,
                    Dec *restrict out,
                    uint64_t *restrict ok);
typedef bool Scalar(Dec a, Dec b, Dec *out);

typedef struct KernelCase {
    Kernel *kernel;
    Scalar *scalar;
} KernelCase;

enum { MAX_N = 1000 };

static void check_kernel(const KernelCase *c, size_t n, GRand *rand)
{
    static Dec a[MAX_N];
    static Dec b[MAX_N];
    static Dec out[MAX_N + 1];
    uint64_t ok[MAX_N / 64 + 2];
    uint64_t before[MAX_N / 64 + 2];
    const Dec guard = dec_from_int(4711);

    for (size_t i = 0; i < n; i++) {
        a[i] = random_dec(rand);
        b[i] = random_dec(rand);
    }
    for (size_t w = 0; w < G_N_ELEMENTS(ok); w++) /* some words full, some with holes */
        ok[w] = g_rand_boolean(rand) ? UINT64_MAX : ~((uint64_t)g_rand_int(rand) << 20);
    memcpy(before, ok, sizeof ok);
    memset(out, 0xAB, sizeof out);
    out[n] = guard;
    c->kernel(n, a, b, out, ok);

    for (size_t i = 0; i < n; i++) {
        Dec want = dec_zero();
        bool was = (before[i / 64] >> (i % 64)) & 1;
        bool is = (ok[i / 64] >> (i % 64)) & 1;
        bool has = c->scalar(a[i], b[i], &want);
        g_assert_cmpint(is, ==, was && has);
        if (!is)
            want = dec_zero();
        g_assert_true(memcmp(&out[i], &want, sizeof want) == 0);
    }
    for (size_t i = n; i < sizeof ok * 8; i++)
        g_assert_cmpint((ok[i / 64] >> (i % 64)) & 1, ==, (before[i / 64] >> (i % 64)) & 1);
    g_assert_true(memcmp(&out[n], &guard, sizeof guard) == 0);
}

static void test_kernels_equal_scalars(void)
{
    static const KernelCase cases[] = {
        {dec_column_add, dec_add},
        {dec_column_sub, dec_sub},
        {dec_column_mul, dec_mul},
        {dec_column_div, dec_div},
    };
    static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 129, 200, MAX_N};
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);

    for (size_t c = 0; c < G_N_ELEMENTS(cases); c++)
        for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++)
            for (int round = 0; round < 5; round++)
                check_kernel(&cases[c], sizes[s], rand);
}

static void test_one_array_twice(void)
{
    Dec a[3] = {dec_from_int(3), num("-1.5"), num("1E6144")};
    Dec out[3];
    uint64_t ok[1] = {7};

    dec_column_mul(3, a, a, out, ok);
    g_assert_true(dec_equal(out[0], dec_from_int(9)) && dec_equal(out[1], num("2.25")));
    g_assert_true(dec_is_zero(out[2]) && ok[0] == 3);
}

static void test_compare(void)
{
    static Dec a[MAX_N];
    static Dec b[MAX_N];
    static int8_t out[MAX_N];
    g_autoptr(GRand) rand = g_rand_new_with_seed(5);

    for (size_t i = 0; i < MAX_N; i++) {
        a[i] = random_dec(rand);
        b[i] = i % 4 == 0 ? a[i] : random_dec(rand);
    }
    dec_column_compare(MAX_N, a, b, out);
    for (size_t i = 0; i < MAX_N; i++)
        g_assert_cmpint(out[i], ==, dec_compare(a[i], b[i]));
}

/* ---- sums ---- */

static void check_sum(const DecSum *sum, const char *want)
{
    Dec got;

    g_assert_true(dec_sum_get(sum, &got));
    if (!dec_equal(got, num(want))) {
        char text[DEC_TEXT_SIZE];
        (void)dec_format(got, text, sizeof text);
        g_error("sum is %s, want %s", text, want);
    }
}

typedef struct SumCase {
    const char *name;
    const char *want;
    const char *values[6];
} SumCase;

static const SumCase sum_cases[] = {
    {"nothing",                      "0",                                   {NULL}                               },
    {"zeros",                        "0",                                   {"0", "0.00", NULL}                  },
    {"one",                          "12.5",                                {"12.50", NULL}                      },
    {"huge-and-small",               "1E-30",                               {"1E30", "1E-30", "-1E30", NULL}     },
    {"huge-and-small-rounded",       "1E30",                                {"1E30", "1E-30", NULL}              },
    {"thirds",
     "0.9999999999999999999999999999999999",                                {"0.3333333333333333333333333333333333", "0.3333333333333333333333333333333333",
      "0.3333333333333333333333333333333333", NULL}                  },
    {"cancels",                      "0",                                   {"1.5", "-1", "-0.5", NULL}          },
    {"negative",                     "-0.01",                               {"1", "-1.01", NULL}                 },
    {"borrow-across-limbs",          "999999999999999999999999999999999.9", {"1E33", "-0.1", NULL}               },
    {"tie-to-even",                  "1E34",                                {"1E34", "0.5", "0.5", "4", NULL}    },
    {"tie-to-even-odd",              "10000000000000000000000000000000020", {"1E34", "15", NULL}                 },
    {"tie-seen-through-a-far-digit",
     "10000000000000000000000000000000010",                                 {"1E34", "5", "1E-40", NULL}         },
    {"tie-undone-by-a-far-digit",    "1E34",                                {"1E34", "5", "-1E-40", NULL}        },
    {"negative-tie",                 "-1E34",                               {"-1E34", "-5", NULL}                },
    {"top-of-the-range",             LARGEST,                               {LARGEST, LARGEST, "-" LARGEST, NULL}},
    {"rounds-to-the-top",            LARGEST,                               {LARGEST, "4E6110", NULL}            },
    {"bottom-of-the-range",          "3E-6176",                             {"1E-6176", "2E-6176", NULL}         },
    {"whole-span-apart",             "1E6144",                              {"1E6144", "1E-6176", NULL}          },
    {"108-digits-apart",             "1E-48",                               {"1E60", "1E-48", "-1E60", NULL}     },
};

static void test_sums(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sum_cases); i++) {
        const SumCase *c = &sum_cases[i];
        DecSum forward = {.n = 0};
        DecSum backward = {.n = 0};
        size_t n = 0;
        g_test_message("%s", c->name);
        for (; c->values[n]; n++)
            dec_sum_add(&forward, num(c->values[n]));
        for (size_t k = n; k > 0; k--)
            dec_sum_add(&backward, num(c->values[k - 1]));
        check_sum(&forward, c->want);
        check_sum(&backward, c->want);
        g_assert_true(forward.n == n);
    }
}

static void test_sum_overflow(void)
{
    DecSum sum = {.n = 0};
    Dec got = dec_from_int(7);

    dec_sum_add(&sum, num(LARGEST));
    dec_sum_add(&sum, num("5E6110")); /* half a unit of the last digit: rounds up, out of range */
    g_assert_false(dec_sum_get(&sum, &got));
    g_assert_true(dec_equal(got, dec_from_int(7)));
    dec_sum_add(&sum, num("-" LARGEST));
    check_sum(&sum, "5E6110"); /* and what was too large on the way is no harm */
}

/* 10^5 equal numbers of 34 nines: the top limb carries far. */
static void test_sum_of_many(void)
{
    DecSum sum = {.n = 0};
    DecSum negative = {.n = 0};
    Dec nines = num("9999999999999999999999999999999999");

    for (int i = 0; i < 100000; i++) {
        dec_sum_add(&sum, nines);
        dec_sum_add(&negative, dec_neg(nines));
    }
    check_sum(&sum, "999999999999999999999999999999999900000");
    check_sum(&negative, "-999999999999999999999999999999999900000");
    sum = (DecSum){.n = 0};
    for (int i = 1; i <= 100000; i++) /* 0.01 + 0.02 + … */
        dec_sum_add(&sum, dec_from_scaled(i, 2));
    check_sum(&sum, "50000500");
}

static void shuffle(Dec *values, size_t n, GRand *rand)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = (size_t)g_rand_int_range(rand, 0, (gint32)i);
        Dec swap = values[i - 1];
        values[i - 1] = values[j];
        values[j] = swap;
    }
}

/* Numbers of the whole range, so that windows move and digits are dropped: still one result for all
 * orders and all ways of cutting into batches. */
static void test_sum_has_no_order(void)
{
    enum { N = 60 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);

    for (int round = 0; round < 50; round++) {
        Dec values[N];
        DecSum first = {.n = 0};
        Dec want;
        int span = round % 2 ? 6000 : 120;
        for (int i = 0; i < N; i++)
            values[i] = dec_from_int128((__int128)g_rand_int(rand) * g_rand_int(rand) *
                                            (g_rand_boolean(rand) ? 1 : -1),
                                        g_rand_int_range(rand, -span, span + 1));
        for (int i = 0; i < N; i++)
            dec_sum_add(&first, values[i]);
        g_assert_true(dec_sum_get(&first, &want));
        for (int again = 0; again < 20; again++) {
            DecSum batch[4] = {{.n = 0}};
            DecSum total = {.n = 0};
            Dec got;
            shuffle(values, N, rand);
            for (int i = 0; i < N; i++)
                dec_sum_add(&batch[g_rand_int_range(rand, 0, again % 4 + 1)], values[i]);
            for (int i = 0; i < 4; i++)
                dec_sum_merge(&total, &batch[(i + again) % 4]);
            g_assert_true(dec_sum_get(&total, &got));
            g_assert_true(memcmp(&got, &want, sizeof got) == 0);
            g_assert_true(total.n == N);
        }
    }
}

static void test_sum_merge_of_nothing(void)
{
    DecSum empty = {.n = 0};
    DecSum sum = {.n = 0};
    DecSum copy;

    dec_sum_add(&sum, num("1.5"));
    dec_sum_merge(&sum, &empty);
    check_sum(&sum, "1.5");
    dec_sum_merge(&empty, &sum);
    check_sum(&empty, "1.5");
    copy = sum;
    dec_sum_add(&copy, num("1"));
    check_sum(&sum, "1.5");
    check_sum(&copy, "2.5");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dec-column/kernels-equal-scalars", test_kernels_equal_scalars);
    g_test_add_func("/dec-column/one-array-twice", test_one_array_twice);
    g_test_add_func("/dec-column/compare", test_compare);
    g_test_add_func("/dec-column/sums", test_sums);
    g_test_add_func("/dec-column/sum-overflow", test_sum_overflow);
    g_test_add_func("/dec-column/sum-of-many", test_sum_of_many);
    g_test_add_func("/dec-column/sum-has-no-order", test_sum_has_no_order);
    g_test_add_func("/dec-column/sum-merge-of-nothing", test_sum_merge_of_nothing);
    return g_test_run();
}
