/* fuzz_dec.c - decimal numbers: reading, writing, arithmetic. Input: one or two lines of text. */
#include <glib.h>

#include "dec/dec.h"
#include "fuzz.h"

/* Enough for every value: the text says the number exactly. */
static void check_text(Dec a)
{
    static char buf[DEC_TEXT_SIZE];
    Dec back;
    size_t len = dec_format(a, buf, sizeof buf);

    g_assert_cmpuint(len, <, sizeof buf);
    g_assert_cmpuint(len, ==, strlen(buf));
    g_assert_true(dec_parse(buf, -1, &back));
    g_assert_cmpint(dec_compare(a, back), ==, 0);
    g_assert_cmpuint(dec_hash(a), ==, dec_hash(back));
    g_assert_cmpuint(dec_format_places(a, 2, true, buf, sizeof buf), >=, 4);
}

static void check_one(Dec a)
{
    Dec r, twice;
    int64_t i;

    check_text(a);
    g_assert_true(dec_equal(dec_neg(dec_neg(a)), a));
    g_assert_cmpint(dec_sign(dec_neg(a)), ==, -dec_sign(a));
    g_assert_cmpint(dec_sign(dec_abs(a)), ==, dec_is_zero(a) ? 0 : 1);
    if (dec_to_int64(a, &i) && dec_is_integer(a))
        g_assert_true(dec_equal(dec_from_int(i), a));
    for (int mode = DEC_HALF_EVEN; mode <= DEC_DOWN; mode++) {
        for (int scale = -2; scale <= 3; scale++) {
            if (!dec_round(a, scale, (DecRound)mode, &r))
                continue;
            g_assert_true(dec_round(r, scale, (DecRound)mode, &twice));
            g_assert_true(dec_equal(r, twice));
        }
    }
    if (dec_sqrt(a, &r))
        g_assert_cmpint(dec_sign(r), >=, 0);
    if (dec_exp(a, &r))
        g_assert_cmpint(dec_sign(r), >=, 0);
    if (dec_log(a, &r))
        g_assert_cmpint(dec_sign(a), ==, 1);
}

static void check_two(Dec a, Dec b)
{
    Dec r, other;

    g_assert_cmpint(dec_compare(a, b), ==, -dec_compare(b, a));
    g_assert_cmpint(dec_equal(a, b), ==, dec_compare(a, b) == 0);
    if (dec_add(a, b, &r)) {
        g_assert_true(dec_add(b, a, &other));
        g_assert_true(dec_equal(r, other));
    }
    if (dec_sub(a, b, &r)) {
        g_assert_true(dec_sub(b, a, &other));
        g_assert_true(dec_equal(r, dec_neg(other)));
        g_assert_cmpint(dec_sign(r), ==, dec_compare(a, b));
    }
    if (dec_mul(a, b, &r)) {
        g_assert_true(dec_mul(b, a, &other));
        g_assert_true(dec_equal(r, other));
    }
    if (dec_div(a, b, &r))
        g_assert_false(dec_is_zero(b));
    if (dec_modulo(a, b, &r)) {
        /* equal only by rounding: 1E-6000 modulo -2 is just above -2 */
        g_assert_cmpint(dec_compare(dec_abs(r), dec_abs(b)), <=, 0);
        g_assert_true(dec_is_zero(r) || dec_sign(r) == dec_sign(b));
    }
    if (dec_pow(a, b, &r))
        check_text(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FuzzText t[2];
    Dec a, b;

    fuzz_lines(data, size, t, G_N_ELEMENTS(t));
    if (!dec_parse(t[0].text, t[0].len, &a))
        return 0;
    check_one(a);
    if (dec_parse(t[1].text, t[1].len, &b))
        check_two(a, b);
    return 0;
}
