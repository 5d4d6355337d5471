/* dec.h - exact decimal numbers: 34 significant digits, IEEE 754-2008 decimal128.
 *
 * A Dec is a plain value (copy it freely). It is always finite; -0 does not occur; zeroed memory is
 * 0. Every operation rounds once from the exact result, half to even, and returns false, leaving
 * *out alone, when there is no finite result (overflow, division by zero, root of a negative number
 * …). Below 1E-6143 the result is the nearest multiple of 1E-6176, in the end 0. *out may be an
 * operand. The only code that sees Intel's library is in this folder.
 *
 * Source: DMN 1.5, 10.3.2.3.1 (FEEL number); requirements GN-02, GN-03.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Dec {
    uint64_t w[2]; /* BID encoding, opaque outside dec/ */
} Dec;

typedef enum DecRound {
    DEC_HALF_EVEN,
    DEC_HALF_UP,   /* nearest, ties away from zero: money */
    DEC_HALF_DOWN, /* nearest, ties toward zero */
    DEC_FLOOR,     /* toward -infinity */
    DEC_CEILING,   /* toward +infinity */
    DEC_UP,        /* away from zero */
    DEC_DOWN,      /* toward zero */
} DecRound;

enum {
    DEC_MAX_DIGITS = 34,
    DEC_MIN_SCALE = -6111,
    DEC_MAX_SCALE = 6176,
    DEC_TEXT_SIZE = 6200, /* bytes that hold any dec_format result with its NUL */
};

Dec dec_zero(void);
Dec dec_from_int(int64_t value);
/* coeff × 10^-scale, e.g. (1250, 2) = 12.50. scale within ±6000. */
Dec dec_from_scaled(int64_t coeff, int scale);
Dec dec_from_int128(__int128 coeff, int scale); /* more than 34 digits: rounded half even */

/* Reads `[+-] digits [. digits] [e|E [+-] digits]` or `.digits`; nothing around it, ASCII only, no
 * grouping. len -1 = up to the NUL. Returns false (out untouched) on anything else or overflow. */
bool dec_parse(const char *text, ptrdiff_t len, Dec *out);

/* Plain notation without exponent and without trailing zeros after the point: 1.50 -> "1.5",
 * 1E3 -> "1000". Writes at most `size` bytes with the NUL; returns the length (as snprintf). */
size_t dec_format(Dec d, char *buf, size_t size);
/* With exactly `places` (>= 0) decimals, rounded half away from zero: money and scores for people.
 * `group` puts commas between thousands. */
size_t dec_format_places(Dec d, int places, bool group, char *buf, size_t size);

bool dec_add(Dec a, Dec b, Dec *out);
bool dec_sub(Dec a, Dec b, Dec *out);
bool dec_mul(Dec a, Dec b, Dec *out);
bool dec_div(Dec a, Dec b, Dec *out); /* false for b = 0 */
/* dividend - divisor × floor(dividend / divisor), exact; sign of the divisor; false for 0. */
bool dec_modulo(Dec dividend, Dec divisor, Dec *out);
/* Whole exponents (2.0 too) by exact multiplication, others by exp(y × log(x)), both with 100
 * digits and one rounding. x^0 = 1 for every x. False for 0 to a negative exponent, for a negative
 * base with a fraction in the exponent, and for overflow. */
bool dec_pow(Dec base, Dec exponent, Dec *out);
bool dec_sqrt(Dec a, Dec *out);
bool dec_exp(Dec a, Dec *out);
/* Of an angle in radians, about 33 digits. */
Dec dec_cos(Dec a);
bool dec_log(Dec a, Dec *out); /* natural; false for a <= 0 */
Dec dec_neg(Dec a);
Dec dec_abs(Dec a);

/* -1, 0, 1 by value (1.0 equals 1.00). */
int dec_compare(Dec a, Dec b);
bool dec_equal(Dec a, Dec b);
int dec_sign(Dec a); /* -1, 0, 1 */
bool dec_is_zero(Dec a);
bool dec_is_integer(Dec a);
uint64_t dec_hash(Dec a); /* equal values, equal hashes */

/* Rounds to `scale` decimals (negative: left of the point); a number that has no more decimals is
 * unchanged. False if scale is outside DEC_MIN_SCALE … DEC_MAX_SCALE or the result overflows. */
bool dec_round(Dec a, int scale, DecRound mode, Dec *out);

/* The value, truncated toward zero, if it fits; false otherwise. */
bool dec_to_int64(Dec a, int64_t *out);
/* a × 10^scale as an integer, only if exact and it fits; false otherwise. */
bool dec_to_scaled(Dec a, int scale, int64_t *out);
bool dec_to_scaled128(Dec a, int scale, __int128 *out);
