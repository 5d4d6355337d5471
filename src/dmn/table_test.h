/* table_test.h - cells of a decision table whose tests are constants, and axes cut by them.
 * Private to dmn/.
 *
 * The distinct constants of a column, sorted, cut its values into elementary segments:
 *
 *     segment   0        1       2         3       4            2n
 *             (… p0)    p0    (p0 p1)     p1    (p1 p2)  …   (pn-1 …)
 *
 * Every constant test is a set of segments. The evaluator looks up the segment of a value and has
 * all its rules; the lint needs to look at one value of each segment only. Booleans have the points
 * false and true and nothing beside them.
 */
#pragma once

#include "dmn/table.h"

typedef enum DmnTestKind {
    DMN_TEST_ANY,      /* `-` */
    DMN_TEST_CONSTANT, /* equalities, ranges and null, with constants */
    DMN_TEST_GENERAL,  /* all else: left to FEEL */
} DmnTestKind;

typedef enum DmnAtomKind { DMN_ATOM_NULL, DMN_ATOM_EQ, DMN_ATOM_NE, DMN_ATOM_RANGE } DmnAtomKind;

typedef struct DmnAtom {
    DmnAtomKind kind;
    bool has_low, low_in, has_high, high_in; /* RANGE; in = included */
    FeelValue low, high;                     /* EQ, NE: low */
} DmnAtom;

typedef struct DmnTest {
    DmnTestKind kind;
    bool negate;     /* not(…) */
    bool takes_null; /* true for a null value */
    bool has_range;  /* not only equalities */
    FeelKind of;     /* kind of the constants; FEEL_NULL if there is none but null */
    const DmnAtom *atoms;
    size_t n_atoms;
} DmnTest;

typedef struct DmnAxis {
    FeelKind kind;           /* of the points; FEEL_NULL = no points */
    const FeelValue *points; /* ascending, distinct */
    size_t n_points;
    size_t n_segments; /* 2 n_points + 1 */
} DmnAxis;

/* The value of a tree without variables; false if it has some, or is a fault. Lives in `arena`. */
bool dmn_constant(
    Arena *arena, const FeelNode *node, const SrcText *src, FeelDialect dialect, FeelValue *out);

/* Reads the checked unary tests of a cell (NULL = any). */
DmnTest dmn_test_read(Arena *arena, const FeelNode *node, const SrcText *src, FeelDialect dialect);

/* -1, 0, 1 for two values of one kind that the points of an axis can have. */
int dmn_value_order(const FeelValue *a, const FeelValue *b);

/* The axis cut by the constants of n tests, those of another kind than `kind` left out. */
DmnAxis dmn_axis_new(Arena *arena, FeelKind kind, const DmnTest *const *tests, size_t n);

/* Sets the bits of the segments in which a CONSTANT test, of the axis' kind or of null alone, is
 * true; segments: zeroed, n_segments bits. */
void dmn_axis_add_test(const DmnAxis *axis, const DmnTest *test, uint64_t *segments);

/* Segments of cells [from, from + n) of a column of numbers, texts, dates or booleans that have a
 * value; out[i] of the others is left alone. */
void dmn_axis_find(const DmnAxis *axis, const Col *col, size_t from, size_t n, uint32_t *out);
