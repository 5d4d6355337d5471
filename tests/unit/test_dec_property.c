/* test_dec_property.c - random numbers against schoolbook arithmetic on single decimal digits.
 *
 * The reference knows nothing of the encoding: numbers go in and come out as text. Every result
 * must be the exact one rounded once, so texts are compared, with no tolerance.
 */
#include "dec/dec.h"
#include "dec/dec_column.h"

#include <glib.h>
#include <string.h>

enum {
    REF_DIGITS = 600,
    TEXT_SIZE = 1400,
    ROUNDS = 4000,
};

/* ±Σ d[i] × 10^(i + exp10); n = digits in use, the top one not 0; n = 0 is zero. */
typedef struct Ref {
    bool negative;
    int n;
    int exp10;
    uint8_t d[REF_DIGITS];
} Ref;

static void ref_trim(Ref *a)
{
    while (a->n > 0 && a->d[a->n - 1] == 0)
        a->n--;
    if (a->n == 0)
        a->negative = false;
}

/* The same value with k more zeros at the low end. */
static void ref_shift(Ref *a, int k)
{
    g_assert_cmpint(a->n + k, <=, REF_DIGITS);
    memmove(a->d + k, a->d, (size_t)a->n);
    memset(a->d, 0, (size_t)k);
    a->exp10 -= k;
    a->n = a->n ? a->n + k : 0;
}

static void ref_align(Ref *a, Ref *b)
{
    if (a->exp10 > b->exp10)
        ref_shift(a, a->exp10 - b->exp10);
    else
        ref_shift(b, b->exp10 - a->exp10);
}

/* Digits alone; both aligned. */
static int ref_compare_digits(const Ref *a, const Ref *b)
{
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (int i = a->n - 1; i >= 0; i--)
        if (a->d[i] != b->d[i])
            return a->d[i] < b->d[i] ? -1 : 1;
    return 0;
}

static int ref_compare(Ref a, Ref b)
{
    int sign_a = a.n == 0 ? 0 : a.negative ? -1 : 1;
    int sign_b = b.n == 0 ? 0 : b.negative ? -1 : 1;

    ref_align(&a, &b);
    if (sign_a != sign_b)
        return sign_a < sign_b ? -1 : 1;
    return sign_a * ref_compare_digits(&a, &b);
}

/* a += sign × b on the digits, |a| >= |b| if sign is -1. */
static void ref_add_digits(Ref *a, const Ref *b, int sign)
{
    int carry = 0;

    for (int i = 0; i < REF_DIGITS; i++) {
        int sum = (i < a->n ? a->d[i] : 0) + sign * (i < b->n ? b->d[i] : 0) + carry;
        carry = sum < 0 ? -1 : sum / 10;
        a->d[i] = (uint8_t)(sum - 10 * carry);
    }
    a->n = REF_DIGITS;
    ref_trim(a);
}

static Ref ref_add(Ref a, Ref b)
{
    ref_align(&a, &b);
    if (a.negative == b.negative) {
        ref_add_digits(&a, &b, 1);
        return a;
    }
    if (ref_compare_digits(&a, &b) < 0) {
        ref_add_digits(&b, &a, -1);
        return b;
    }
    ref_add_digits(&a, &b, -1);
    return a;
}

static Ref ref_mul(const Ref *a, const Ref *b)
{
    Ref r = {.negative = a->negative != b->negative, .exp10 = a->exp10 + b->exp10};
    unsigned column[REF_DIGITS] = {0};
    unsigned carry = 0;

    g_assert_cmpint(a->n + b->n, <=, REF_DIGITS);
    for (int i = 0; i < a->n; i++)
        for (int j = 0; j < b->n; j++)
            column[i + j] += (unsigned)a->d[i] * b->d[j];
    for (int i = 0; i < REF_DIGITS; i++) {
        carry += column[i];
        r.d[i] = (uint8_t)(carry % 10);
        carry /= 10;
    }
    r.n = REF_DIGITS;
    ref_trim(&r);
    return r;
}

/* Whole quotient of the digits (exponents are not looked at) and the rest. */
static Ref ref_divide(const Ref *a, const Ref *b, Ref *out_rest)
{
    Ref quotient = {.n = a->n};
    Ref rest = {.n = 0};

    for (int i = a->n - 1; i >= 0; i--) {
        ref_shift(&rest, 1);
        rest.d[0] = a->d[i];
        rest.n = MAX(rest.n, 1);
        ref_trim(&rest);
        while (ref_compare_digits(&rest, b) >= 0) {
            ref_add_digits(&rest, b, -1);
            quotient.d[i]++;
        }
    }
    ref_trim(&quotient);
    rest.exp10 = 0;
    *out_rest = rest;
    return quotient;
}

/* Cuts `drop` digits; `sticky`: the exact value is a little farther from zero. */
static void ref_cut(Ref *a, int drop, bool sticky, DecRound mode)
{
    static const Ref one = {.n = 1, .d = {1}};
    bool negative = a->negative;
    int first = drop - 1 < a->n ? a->d[drop - 1] : 0;
    bool more = sticky;
    bool odd = drop < a->n && a->d[drop] % 2 == 1;
    bool away = false;

    for (int i = 0; i < MIN(drop - 1, a->n); i++)
        more = more || a->d[i] != 0;
    switch (mode) {
    case DEC_HALF_EVEN:
        away = first > 5 || (first == 5 && (more || odd));
        break;
    case DEC_HALF_UP:
        away = first >= 5;
        break;
    case DEC_HALF_DOWN:
        away = first > 5 || (first == 5 && more);
        break;
    case DEC_FLOOR:
        away = negative && (first || more);
        break;
    case DEC_CEILING:
        away = !negative && (first || more);
        break;
    case DEC_UP:
        away = first || more;
        break;
    case DEC_DOWN:
        break;
    }
    a->n = MAX(a->n - drop, 0);
    memmove(a->d, a->d + drop, (size_t)a->n);
    if (away)
        ref_add_digits(a, &one, 1);
    a->exp10 += drop;
    a->negative = negative;
    ref_trim(a);
}

static void ref_text(const Ref *a, char *out)
{
    GString *s = g_string_new(a->negative ? "-" : "");
    int exp10 = a->n ? a->exp10 : 0;
    int top = MAX(a->n + exp10, 1) - 1;
    int low = MIN(exp10, 0);

    for (int power = top; power >= low; power--) {
        int i = power - exp10;
        if (power == -1)
            g_string_append_c(s, '.');
        g_string_append_c(s, (char)('0' + (i >= 0 && i < a->n ? a->d[i] : 0)));
    }
    if (low < 0) {
        while (s->str[s->len - 1] == '0')
            g_string_truncate(s, s->len - 1);
        if (s->str[s->len - 1] == '.')
            g_string_truncate(s, s->len - 1);
    }
    g_strlcpy(out, s->str, TEXT_SIZE);
    g_string_free(s, TRUE);
}

static void check_exact(Dec got, const Ref *want, const char *what)
{
    char got_text[DEC_TEXT_SIZE];
    char want_text[TEXT_SIZE];

    (void)dec_format(got, got_text, sizeof got_text);
    ref_text(want, want_text);
    if (strcmp(got_text, want_text) != 0)
        g_error("%s: got %s, want %s", what, got_text, want_text);
}

/* `exact` (cut down by `sticky`) rounded to 34 digits. */
static void check_rounded(Dec got, Ref exact, bool sticky, const char *what)
{
    if (exact.n > DEC_MAX_DIGITS)
        ref_cut(&exact, exact.n - DEC_MAX_DIGITS, sticky, DEC_HALF_EVEN);
    check_exact(got, &exact, what);
}

/* A number of 1 … max_digits digits; runs of 0 and 9 and a last 5 are frequent, for carries and
 * ties. */
static Ref random_ref(GRand *rand, int max_digits, int max_exp)
{
    Ref a = {.n = g_rand_int_range(rand, 1, max_digits + 1)};
    int style = g_rand_int_range(rand, 0, 6);

    for (int i = 0; i < a.n; i++) {
        int digit = g_rand_int_range(rand, 0, 10);
        if (style == 1 || (style == 2 && i > a.n / 2))
            digit = 9;
        if (style == 3 && i < a.n - 1)
            digit = 0;
        if (style == 4 && i < a.n - 2)
            digit = i == a.n - 3 ? 5 : 0;
        a.d[i] = (uint8_t)digit;
    }
    if (style == 5)
        a.d[0] = 5;
    a.exp10 = g_rand_int_range(rand, -max_exp, max_exp + 1);
    a.negative = g_rand_boolean(rand);
    ref_trim(&a);
    return a;
}

static Dec dec_of(const Ref *a)
{
    GString *s = g_string_new(a->negative ? "-" : "");
    Dec d;
    bool ok;

    for (int i = a->n - 1; i >= 0; i--)
        g_string_append_c(s, (char)('0' + a->d[i]));
    if (a->n == 0)
        g_string_append_c(s, '0');
    g_string_append_printf(s, "E%d", a->exp10);
    ok = dec_parse(s->str, -1, &d);
    g_assert_true(ok);
    g_string_free(s, TRUE);
    return d;
}

/* Pairs near each other as often as far apart. */
static void random_pair(GRand *rand, Ref *a, Ref *b)
{
    int exp10 = g_rand_boolean(rand) ? 3 : 40;
    int digits = g_rand_boolean(rand) ? 12 : DEC_MAX_DIGITS;

    *a = random_ref(rand, digits, exp10);
    *b = random_ref(rand, g_rand_boolean(rand) ? digits : DEC_MAX_DIGITS, exp10);
    if (g_rand_int_range(rand, 0, 10) == 0) { /* nearly cancelling, or the same */
        *b = *a;
        b->negative = g_rand_boolean(rand);
        if (b->n > 0 && g_rand_boolean(rand))
            b->d[0] = (uint8_t)g_rand_int_range(rand, 1, 10);
        ref_trim(b);
    }
}

static void test_text(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);

    for (int k = 0; k < ROUNDS; k++) {
        Ref a = random_ref(rand, 60, 40); /* up to 60 digits are read and rounded */
        char text[DEC_TEXT_SIZE];
        Dec again;
        Dec d = dec_of(&a);
        check_rounded(d, a, false, "parse");
        (void)dec_format(d, text, sizeof text);
        g_assert_true(dec_parse(text, -1, &again));
        g_assert_true(dec_equal(again, d));
        g_assert_cmpuint(dec_hash(again), ==, dec_hash(d));
    }
}

static void test_add_sub_mul_compare(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(2);

    for (int k = 0; k < ROUNDS; k++) {
        Ref a;
        Ref b;
        Ref minus_b;
        Dec got;
        random_pair(rand, &a, &b);
        minus_b = b;
        minus_b.negative = !b.negative && b.n > 0;
        g_assert_true(dec_add(dec_of(&a), dec_of(&b), &got));
        check_rounded(got, ref_add(a, b), false, "add");
        g_assert_true(dec_sub(dec_of(&a), dec_of(&b), &got));
        check_rounded(got, ref_add(a, minus_b), false, "sub");
        g_assert_true(dec_mul(dec_of(&a), dec_of(&b), &got));
        check_rounded(got, ref_mul(&a, &b), false, "mul");
        g_assert_cmpint(dec_compare(dec_of(&a), dec_of(&b)), ==, ref_compare(a, b));
        g_assert_cmpint(dec_equal(dec_of(&a), dec_of(&b)), ==, ref_compare(a, b) == 0);
        if (ref_compare(a, b) == 0)
            g_assert_cmpuint(dec_hash(dec_of(&a)), ==, dec_hash(dec_of(&b)));
    }
}

static void test_div(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(3);

    for (int k = 0; k < ROUNDS / 2; k++) {
        Ref a;
        Ref b;
        Ref rest;
        Ref quotient;
        Dec got;
        random_pair(rand, &a, &b);
        if (b.n == 0) {
            g_assert_false(dec_div(dec_of(&a), dec_of(&b), &got));
            continue;
        }
        g_assert_true(dec_div(dec_of(&a), dec_of(&b), &got));
        ref_shift(&a, MAX(0, 36 + b.n - a.n)); /* 36 digits or more in the quotient */
        quotient = ref_divide(&a, &b, &rest);
        quotient.exp10 = a.exp10 - b.exp10;
        quotient.negative = a.negative != b.negative && quotient.n > 0;
        check_rounded(got, quotient, rest.n > 0, "div");
    }
}

static void test_modulo(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(4);

    for (int k = 0; k < ROUNDS / 2; k++) {
        Ref a;
        Ref b;
        Ref rest;
        Dec got;
        random_pair(rand, &a, &b);
        if (b.n == 0)
            continue;
        g_assert_true(dec_modulo(dec_of(&a), dec_of(&b), &got));
        ref_align(&a, &b);
        (void)ref_divide(&a, &b, &rest);
        rest.exp10 = a.exp10;
        rest.negative = a.negative && rest.n > 0;
        if (rest.n > 0 && rest.negative != b.negative)
            rest = ref_add(rest, b);
        check_rounded(got, rest, false, "modulo");
    }
}

static void test_round(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(5);

    for (int k = 0; k < ROUNDS; k++) {
        Ref a = random_ref(rand, DEC_MAX_DIGITS, 10);
        int scale = g_rand_int_range(rand, -50, 20);
        for (int mode = DEC_HALF_EVEN; mode <= DEC_DOWN; mode++) {
            Ref want = a;
            Dec got;
            g_assert_true(dec_round(dec_of(&a), scale, (DecRound)mode, &got));
            if (-scale > a.exp10)
                ref_cut(&want, -scale - a.exp10, false, (DecRound)mode);
            check_exact(got, &want, "round");
        }
    }
}

static void test_format_places(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(6);

    for (int k = 0; k < ROUNDS; k++) {
        Ref a = random_ref(rand, DEC_MAX_DIGITS, 10);
        int places = g_rand_int_range(rand, 0, 8);
        char text[DEC_TEXT_SIZE];
        char want[TEXT_SIZE];
        const char *point;
        Dec again;
        (void)dec_format_places(dec_of(&a), places, false, text, sizeof text);
        point = strchr(text, '.');
        g_assert_cmpint(point ? (int)strlen(point) - 1 : 0, ==, places);
        if (a.exp10 < -places)
            ref_cut(&a, -places - a.exp10, false, DEC_HALF_UP);
        ref_text(&a, want);
        g_assert_true(dec_parse(text, -1, &again));
        check_exact(again, &a, "format_places");
        g_assert_true(g_str_has_prefix(text, want));
    }
}

/* Whole exponents: the exact power is short enough to write down. */
static void test_pow(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(7);

    for (int k = 0; k < ROUNDS / 4; k++) {
        Ref a = random_ref(rand, g_rand_boolean(rand) ? 3 : 30, 20);
        Ref power = {.n = 1, .d = {1}};
        for (int n = 1; n <= 18; n++) {
            Dec got;
            power = ref_mul(&power, &a);
            g_assert_true(dec_pow(dec_of(&a), dec_from_int(n), &got));
            check_rounded(got, power, false, "pow");
        }
    }
}

/* x^-n = the reciprocal of the exact power, rounded once; x^-n by decimal digits of 1 / x^n. */
static void test_pow_negative(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(8);

    for (int k = 0; k < ROUNDS / 4; k++) {
        Ref a = random_ref(rand, g_rand_boolean(rand) ? 2 : 20, 5);
        int n = g_rand_int_range(rand, 1, 13);
        Ref power = {.n = 1, .d = {1}};
        Ref one = power;
        Ref rest;
        Ref quotient;
        Dec got;
        if (a.n == 0)
            continue;
        for (int i = 0; i < n; i++)
            power = ref_mul(&power, &a);
        g_assert_true(dec_pow(dec_of(&a), dec_from_int(-n), &got));
        ref_shift(&one, 36 + power.n);
        quotient = ref_divide(&one, &power, &rest);
        quotient.exp10 = one.exp10 - power.exp10;
        quotient.negative = power.negative;
        check_rounded(got, quotient, rest.n > 0, "pow negative");
    }
}

/* r = sqrt(a) exactly if (2r - u)^2 < 4a < (2r + u)^2, u one unit of the 34th digit of r. */
static void test_sqrt(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(9);

    for (int k = 0; k < ROUNDS / 4; k++) {
        Ref a = random_ref(rand, DEC_MAX_DIGITS, 20);
        Ref four = {.n = 1, .d = {4}};
        Ref root = {.n = 0};
        Ref unit = {.n = 1, .d = {1}};
        Ref below;
        Ref above;
        Dec got;
        char text[DEC_TEXT_SIZE];
        const char *point;
        size_t len;
        if (a.n == 0)
            continue;
        a.negative = false;
        g_assert_true(dec_sqrt(dec_of(&a), &got));
        len = dec_format(got, text, sizeof text);
        point = strchr(text, '.');
        root.exp10 = point ? -(int)strlen(point + 1) : 0;
        for (size_t i = len; i > 0; i--)
            if (text[i - 1] != '.')
                root.d[root.n++] = (uint8_t)(text[i - 1] - '0');
        ref_trim(&root);
        if (root.n < DEC_MAX_DIGITS)
            ref_shift(&root, DEC_MAX_DIGITS - root.n);
        unit.exp10 = root.exp10;
        root = ref_add(root, root);
        above = ref_add(root, unit);
        unit.negative = true;
        below = ref_add(root, unit);
        a = ref_mul(&a, &four);
        g_assert_cmpint(ref_compare(ref_mul(&below, &below), a), <, 0);
        g_assert_cmpint(ref_compare(ref_mul(&above, &above), a), >, 0);
    }
}

static void test_scaled(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(10);

    for (int k = 0; k < ROUNDS; k++) {
        Ref a = random_ref(rand, 20, 8); /* at most 20 + 8 + 10 digits: fits */
        int scale = g_rand_int_range(rand, -10, 11);
        Ref whole = a;
        __int128 wide = 0;
        bool exact = true;
        bool ok = dec_to_scaled128(dec_of(&a), scale, &wide);
        whole.exp10 += scale;
        for (int i = 0; i < MIN(-whole.exp10, whole.n); i++)
            exact = exact && whole.d[i] == 0;
        g_assert_cmpint(ok, ==, exact || a.n == 0);
        if (ok)
            check_exact(dec_from_int128(wide, 0), &whole, "to_scaled128");
        if (ok)
            check_exact(dec_from_int128(wide, scale), &a, "and back");
    }
}

/* Sums of random numbers in one accumulator: exact, then rounded once. */
static void test_sum(void)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(11);

    for (int k = 0; k < ROUNDS / 40; k++) {
        DecSum sum = {.n = 0};
        Ref want = {.n = 0};
        int n = g_rand_int_range(rand, 0, 40);
        Dec got;
        for (int i = 0; i < n; i++) {
            Ref a = random_ref(rand, DEC_MAX_DIGITS, 30);
            Dec d = dec_of(&a);
            dec_sum_add(&sum, d);
            want = ref_add(want, a);
            g_assert_true(dec_sum_get(&sum, &got)); /* after every step */
            check_rounded(got, want, false, "sum");
        }
        g_assert_true(sum.n == (uint64_t)n);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dec/property/text", test_text);
    g_test_add_func("/dec/property/add-sub-mul-compare", test_add_sub_mul_compare);
    g_test_add_func("/dec/property/div", test_div);
    g_test_add_func("/dec/property/modulo", test_modulo);
    g_test_add_func("/dec/property/round", test_round);
    g_test_add_func("/dec/property/format-places", test_format_places);
    g_test_add_func("/dec/property/pow", test_pow);
    g_test_add_func("/dec/property/pow-negative", test_pow_negative);
    g_test_add_func("/dec/property/sqrt", test_sqrt);
    g_test_add_func("/dec/property/scaled", test_scaled);
    g_test_add_func("/dec/property/sum", test_sum);
    return g_test_run();
}
