/* range.h - an interval of figures as one unary test writes it: `[a..b)`, `> a`, `a`, `-`.
 * Private to regulation/.
 */
#pragma once

#include "feel/ast.h"

typedef struct RegRange {
    Dec low, high; /* valid if has_… */
    bool has_low, has_high, low_included, high_included;
} RegRange; /* zeroed: any figure */

/* Reads a tree of unary tests (parsed is enough) that is one range of constants, or one figure.
 * False (out untouched) for anything else, also for several tests. */
bool reg_range_read(const FeelNode *node, RegRange *out);
/* A figure with any number of signs before it. False (out untouched) if `node` is none. */
bool reg_figure_read(const FeelNode *node, Dec *out);
bool reg_range_holds(const RegRange *range, Dec v);
/* Ascending by the low end, then by the high end; as for qsort. */
int reg_range_compare(const RegRange *a, const RegRange *b);
