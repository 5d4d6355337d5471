/* value.h - texts of the store as FEEL values of a declared type. Private to facts/. */
#pragma once

#include "feel/type.h"
#include "feel/value.h"

/* Plain numbers (also with % or ‰ behind), dates yyyy-mm-dd, times and durations in their FEEL
 * forms (2003-05-31T14:30:00, PT2H …; a date alone is its midnight), true and false (是 and 否),
 * texts; the values of a list are parted by `;`. Of unknown type a text stays a text. False if
 * `text` is nothing of the kind. The value lives in `arena`. */
bool fact_value_parse(Arena *arena, const FeelType *type, const char *text, FeelValue *out);
