/* names.h - characters and spellings of FEEL names; private to feel/.
 *
 * A name is a sequence of parts: a maximal run of name characters, or one symbol of . / - ' ’ + *.
 * Its normal form joins the parts by one blank, without a blank next to a symbol; names are equal
 * if their normal forms are. Source: feel-reference 1.1, 1.2.
 */
#pragma once

#include "base/arena.h"
#include "feel/scope.h"

enum {
    FEEL_MAX_NAME_PARTS = 64, /* of a name in an expression */
};

bool feel_char_is_space(gunichar c);
/* May `c` start / continue a part of a name? In FEEL_REGULATION letters, digits and `_` only. */
bool feel_char_starts_name(FeelDialect dialect, gunichar c);
bool feel_char_in_name(FeelDialect dialect, gunichar c);
bool feel_char_is_symbol(gunichar c);
/* The ASCII text meant by a full-width or typographic character ("(" for U+FF08), or NULL. */
const char *feel_char_ascii(gunichar c);

/* The normal form of text[0..len), valid UTF-8. Borrowed from the arena. */
char *feel_name_normal(Arena *arena, const char *text, size_t len);
/* Number of parts of a name in normal form. */
size_t feel_name_n_parts(const char *name);
/* Can `name` stand as a name in both dialects: one part of letters, digits and `_`? */
bool feel_name_is_plain(const char *name);

/* Edit distance over code points (insert, delete, replace, swap neighbours); `limit` + 1 stands for
 * anything above `limit`. */
size_t feel_name_distance(const char *a, const char *b, size_t limit);

/* Collects the candidates nearest to a misspelt name. Zero-initialise `wanted` and the rest. */
typedef struct FeelNearest {
    const char *wanted;
    const char *best[3]; /* nearest first, borrowed; NULL = none */
    size_t distance[3];
} FeelNearest;

void feel_nearest_offer(FeelNearest *nearest, const char *candidate);
/* "a, b, c", or NULL if nothing is near. Borrowed from the arena. */
const char *feel_nearest_text(const FeelNearest *nearest, Arena *arena);
