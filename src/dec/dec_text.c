#include <string.h>

#include <glib.h>

#include "dec/dec_private.h"

/* ---- reading ---- */

typedef struct Reader {
    const char *at;
    const char *end;
    U128 coeff;      /* the first significant digits, at most READ_DIGITS */
    int64_t exp10;   /* of coeff */
    int n_digits;    /* in coeff */
    bool sticky;     /* a digit that did not fit coeff was not 0 */
    bool any_digits; /* in the text, zeros too */
} Reader;

enum {
    READ_DIGITS = 38,
    EXP_LIMIT = 1000000, /* exponents past it are clamped: they decide, whatever the digits */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool take(Reader *r, char c)
{
    if (r->at == r->end || *r->at != c)
        return false;
    r->at++;
    return true;
}

/* A run of digits, before or after the point. Returns whether there was one. */
static bool read_digits(Reader *r, bool after_point)
{
    const char *start = r->at;

    for (; r->at < r->end && is_digit(*r->at); r->at++) {
        unsigned digit = (unsigned)(*r->at - '0');
        bool fits = r->n_digits < READ_DIGITS;
        if (fits) {
            r->coeff = r->coeff * 10 + digit;
            r->n_digits += r->coeff != 0; /* leading zeros do not count */
        } else {
            r->sticky = r->sticky || digit != 0;
        }
        r->exp10 += (fits ? 0 : 1) - (after_point ? 1 : 0);
    }
    return r->at > start;
}

static bool read_exponent(Reader *r)
{
    int64_t value = 0;
    bool negative;
    const char *start;

    if (!take(r, 'e') && !take(r, 'E'))
        return true;
    negative = take(r, '-');
    if (!negative)
        (void)take(r, '+'); /* optional */
    start = r->at;
    for (; r->at < r->end && is_digit(*r->at); r->at++)
        value = MIN(value * 10 + (*r->at - '0'), (int64_t)1 << 50);
    r->exp10 += negative ? -value : value;
    return r->at > start;
}

bool dec_parse(const char *text, ptrdiff_t len, Dec *out)
{
    Reader r = {.at = text};
    bool negative;

    if (!text)
        return false;
    r.end = text + (len < 0 ? strlen(text) : (size_t)len);
    negative = take(&r, '-');
    if (!negative)
        (void)take(&r, '+'); /* optional */
    r.any_digits = read_digits(&r, false);
    if (take(&r, '.'))
        r.any_digits = read_digits(&r, true);
    if (!r.any_digits || !read_exponent(&r) || r.at != r.end)
        return false;
    return dec_pack_rounded(negative, r.coeff, CLAMP(r.exp10, -EXP_LIMIT, EXP_LIMIT), r.sticky,
                            out);
}

/* ---- writing ---- */

/* Counts all bytes, stores those that fit and a NUL. */
typedef struct Writer {
    char *buf;
    size_t size;
    size_t len;
} Writer;

static void put(Writer *w, char c)
{
    if (w->len + 1 < w->size)
        w->buf[w->len] = c;
    w->len++;
}

static size_t finish(Writer *w)
{
    if (w->size)
        w->buf[MIN(w->len, w->size - 1)] = '\0';
    return w->len;
}

/* The digits of coeff, most significant first; returns their number, at least 1. */
static int digits_of(U128 coeff, char digits[DEC_N_POWERS])
{
    int n = MAX(dec_n_digits(coeff), 1);
    int i = n;

    while (coeff > UINT64_MAX) {
        digits[--i] = (char)('0' + (int)(coeff % 10));
        coeff /= 10;
    }
    for (uint64_t low = (uint64_t)coeff; i > 0; low /= 10)
        digits[--i] = (char)('0' + (int)(low % 10));
    return n;
}

/* digits × 10^exp10 with exactly `places` decimals (none of the digits is further right). */
static size_t
write_plain(Writer *w, bool negative, const char *digits, int n, int exp10, int places, bool group)
{
    int n_whole = MAX(n + exp10, 1); /* digits left of the point */
    int first = n + exp10;           /* power of ten above the first digit */

    if (negative)
        put(w, '-');
    for (int power = n_whole - 1; power >= -places; power--) {
        int i = first - 1 - power;
        char digit = '0';
        if (i >= 0 && i < n)
            digit = digits[i];
        if (power == -1)
            put(w, '.');
        put(w, digit);
        if (group && power > 0 && power % 3 == 0)
            put(w, ',');
    }
    return finish(w);
}

size_t dec_format(Dec d, char *buf, size_t size)
{
    Writer w = {.buf = buf, .size = size};
    char digits[DEC_N_POWERS];
    int n = digits_of(dec_coeff(d), digits);
    int exp10 = dec_is_zero_bits(d) ? 0 : dec_exp10(d);

    while (exp10 < 0 && n > 1 && digits[n - 1] == '0') {
        n--;
        exp10++;
    }
    return write_plain(&w, dec_is_negative(d), digits, n, exp10, MAX(-exp10, 0), false);
}

size_t dec_format_places(Dec d, int places, bool group, char *buf, size_t size)
{
    Writer w = {.buf = buf, .size = size};
    char digits[DEC_N_POWERS];
    int n;

    places = MAX(places, 0);
    (void)dec_round(d, MIN(places, DEC_MAX_SCALE), DEC_HALF_UP, &d); /* the scale is in range */
    n = digits_of(dec_coeff(d), digits);
    return write_plain(&w, dec_is_negative(d), digits, n, dec_is_zero_bits(d) ? 0 : dec_exp10(d),
                       places, group);
}
