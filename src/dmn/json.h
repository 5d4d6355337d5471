/* json.h - JSON as data: what FEEL's values are to it, with numbers that stay decimal.
 *
 * No library at hand keeps the text of a number, so the reader is our own, and strict (RFC 8259;
 * a key that stands twice is an error). Numbers are read with 34 digits; objects become contexts,
 * arrays lists. Written are numbers as JSON numbers in plain notation, dates, times and durations
 * as strings in FEEL's form, ranges as their text; a function is null.
 */
#pragma once

#include "base/diag.h"
#include "feel/value.h"

enum {
    JSON_MAX_BYTES = 64 * 1024 * 1024,
    JSON_MAX_DEPTH = 64,
};

/* False after a finding (json.syntax, json.number, json.key-twice, json.limit). What it gives lives
 * in `arena`. */
bool dmn_json_parse(
    Arena *arena, const char *file, const char *text, size_t len, FeelValue *out, Diags *diags);
/* Appends the value; `indent` < 0: on one line, else with line breaks from that depth on. */
void dmn_json_write(GString *out, const FeelValue *v, int indent);
void dmn_json_write_text(GString *out, const char *text);
