/* words.h - figures and words as people write them, for readers of other texts that go with a
 * regulation (cases.yaml).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "dec/dec.h"

/* A number of the regulation's dialect: digits, a point, a sign before; `%`, `‰`, 万 or 亿 after it.
 * No grouping, no exponent. False (out untouched) for anything else. */
bool number_parse(const char *text, Dec *out);

/* The candidate nearest to `seen` by edit distance (at most a third of its length, at least one
 * letter), NULL if none is near. Ties: the first. */
const char *check_nearest(const char *seen, const char *const *candidates, size_t n);
