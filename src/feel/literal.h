/* literal.h - texts of dates, times and durations as constants; private to feel/. */
#pragma once

#include "base/arena.h"
#include "feel/value.h"

/* The value of an @-literal: the first of date, date and time, time, the two durations whose form
 * fits (4.1). False if none does. */
bool feel_literal_parse(Arena *arena, const char *text, size_t len, FeelValue *out);
/* The text that feel_literal_parse turns into `value`; NULL for other kinds. */
char *feel_literal_text(Arena *arena, const FeelValue *value);
