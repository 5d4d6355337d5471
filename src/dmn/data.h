/* data.h - data from outside as FEEL values: by type where a format has only texts. */
#pragma once

#include "feel/feel.h"

/* The value with texts read as what `type` asks for: dates, times, durations; if `all_texts`
 * numbers and booleans, too. What cannot be read, or is of no known type, stays as it is. Keys of
 * contexts come in normal form. Lives in `arena`. */
FeelValue dmn_data_by_type(Arena *arena, const FeelValue *v, const FeelType *type, bool all_texts);
