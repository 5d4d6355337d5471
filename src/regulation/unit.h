/* unit.h - units of quantities: products of base units with whole powers, and their algebra.
 *
 *     元·天 ÷ 天 = 元;  元 + 户 is an error;  万元 is 元 with the factor 10000
 *
 * Any word is a base unit. A unit is in one of three states: KNOWN (no parts: a pure number), BARE
 * (a number written in a formula, or a count: takes the unit of what it is added to or compared
 * with, and has none in a product), UNKNOWN (nothing can be said, nothing is checked).
 * Plain values; base names are borrowed from the arena they were parsed into.
 *
 * Source: docs/notation.md, Quantities.
 */
#pragma once

#include "base/arena.h"
#include "dec/dec.h"

enum { UNIT_MAX_PARTS = 8, UNIT_MAX_POWER = 9, UNIT_MAX_TEXT = 200 };

typedef enum UnitState { UNIT_UNKNOWN, UNIT_BARE, UNIT_KNOWN } UnitState;

typedef struct Unit {
    UnitState state;
    size_t n_parts;
    struct UnitPart {
        const char *base;    /* "元", "天" … */
        int power;           /* never 0 */
    } parts[UNIT_MAX_PARTS]; /* ascending by base, in bytes */
} Unit;

Unit unit_unknown(void);
Unit unit_bare(void);
Unit unit_none(void); /* KNOWN, a pure number */

/* Reads a unit as people write it: "元", "元·天", "元/户", "1/年", "元/(户·天)", "万元", "m²", "%",
 * "" (none). `·`, `*` and `×` multiply, `/` and `÷` divide what stands right of it (元/户/天 is per
 * 户 and per 天). 日 is 天, 个月 is 月, % and ‰ are no unit (such figures are written with their
 * sign). 千元 万元 十万元 百万元 千万元 亿元 are 元 times *out_factor (NULL = not wanted).
 * Returns false (outputs untouched) for anything else, more than UNIT_MAX_PARTS base units, a
 * power past UNIT_MAX_POWER or a text of more than UNIT_MAX_TEXT bytes. */
bool unit_parse(Arena *arena, const char *text, Unit *out, Dec *out_factor);

/* Normal form: "元·天", "元/(天·户)", "1/年", "m^2", "" for none. NULL if not KNOWN. */
const char *unit_text(Arena *arena, const Unit *unit);

/* Same state and parts. */
bool unit_equal(const Unit *a, const Unit *b);

/* Product and quotient: UNKNOWN if either is or the result passes a limit, BARE if both are. */
Unit unit_mul(const Unit *a, const Unit *b);
Unit unit_div(const Unit *a, const Unit *b);
Unit unit_pow(const Unit *a, int power);
/* The square root: UNKNOWN if a power is odd. */
Unit unit_sqrt(const Unit *a);

/* What is added, compared or chosen between must have one unit: sets *out to it (a KNOWN one beats
 * BARE, BARE beats UNKNOWN). False (out untouched) if both are KNOWN and differ. */
bool unit_join(const Unit *a, const Unit *b, Unit *out);
