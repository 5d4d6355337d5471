/* table_lint_private.h - a table as sets of rules over a grid. Private to table_lint*.c.
 *
 * Each dimension is one input expression, cut into segments that hold at least one value; a rule is
 * a box: a set of segments in each dimension. A cell that is no constant is opaque: it is taken to
 * be true everywhere, so that a gap is certain, and its rule takes no part in overlaps.
 */
#pragma once

#include "dmn/table_private.h"

/* Values that an expression can have beside what its type says. Bounds included. */
typedef struct DmnDomain {
    bool integer;
    bool has_low, has_high;
    int low, high;
} DmnDomain;

typedef struct DmnDimension {
    const char *label;
    size_t n_segments;
    FeelValue *witnesses; /* n_segments: a value in each; FEEL_NULL = not known */
    uint64_t *edges;      /* n_segments: those that are one value with an order: ends of ranges */
    uint64_t *rules;      /* n_segments × words: rules that are true there, or opaque */
    uint64_t **boxes;     /* n_rules: segments of each rule, bits_words(n_segments) words */
    uint64_t *full;       /* words: rules that are true everywhere */
    uint64_t *opaque;     /* words */
} DmnDimension;

typedef struct DmnLint {
    Arena *arena; /* of the lint */
    const DmnTable *table;
    FeelDialect dialect;
    Diags *diags;
    size_t words; /* bits_words(n_rules), >= 1 */
    DmnDimension *dims;
    size_t n_dims;
} DmnLint;

/* What is known of the values of a checked expression: integers, months 1 … 12. */
DmnDomain dmn_domain_of(const FeelNode *expr);
/* A value of segment s that lies in the domain; false if there is none. Of open segments of texts
 * only the first has one ("any other text"). */
bool dmn_witness(Arena *arena,
                 const DmnAxis *axis,
                 size_t s,
                 const DmnDomain *domain,
                 Lang lang,
                 FeelValue *out);

/* "金额 = 5000000, 状态 = "其他"": one part for each dimension whose segment is not SIZE_MAX;
 * "anything" if there is none. */
const char *dmn_witness_text(const DmnLint *l, const size_t *segments);

/* Makes the dimensions (table_lint_grid.c). */
void dmn_lint_grid(DmnLint *l);
/* Reports what no rule takes. False if it was too much work (table_lint_gap.c). */
bool dmn_lint_gaps(DmnLint *l);
