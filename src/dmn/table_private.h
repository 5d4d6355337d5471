/* table_private.h - a compiled decision table and one evaluation of it. Private to dmn/.
 *
 * Compiled: each input column with constant tests has an axis (table_test.h) and, for every segment
 * of it, the set of rules whose cell is true there, as a bitmap over rules (`words` words). The
 * rules that a row can match are the intersection of one such set per column; cells that are no
 * constants (`generals`) are then evaluated by FEEL for the rows that still need them.
 *
 * A run goes through three steps, each over all rows:
 *   match    rows × rules: possible (no cell false), unsure (possible, a cell is missing)
 *   choose   per row a verdict and the rules whose outputs count, by hit policy
 *   result   outputs of these rules, then the columns
 */
#pragma once

#include "dmn/table_test.h"

/* ---- compiled ---- */

typedef struct DmnColumn {
    const FeelProgram *program; /* NULL: no rule looks at it */
    const FeelProgram *allowed; /* allowed values, or NULL */
    bool has_axis;              /* some cell is constant */
    DmnAxis axis;
    uint64_t *by_segment; /* n_segments × words: rules that are not false there */
    uint64_t *by_null;    /* words: the same for null */
    uint64_t *tested;     /* words: rules with a constant test here */
} DmnColumn;

typedef struct DmnGeneral { /* ascending by rule */
    uint32_t rule, column;
    const FeelProgram *program;
} DmnGeneral;

typedef struct DmnOutputCell {
    const FeelProgram *program; /* NULL: constant */
    FeelValue constant;
} DmnOutputCell;

typedef struct DmnOutput {
    ColType col_type; /* of the table's column */
    FeelValue *order;
    size_t n_order;
} DmnOutput;

typedef enum DmnFault {
    DMN_FAULT_NO_RULE,
    DMN_FAULT_NOT_UNIQUE,
    DMN_FAULT_NOT_ANY,
    DMN_FAULT_NOT_ALLOWED,
    DMN_FAULT_AGGREGATE,
    DMN_FAULT_OUTPUT_TYPE,
    DMN_N_FAULTS,
} DmnFault;

enum { DMN_RANK_UNKNOWN = UINT32_MAX };

struct DmnTableProgram {
    DmnHitPolicy hit;
    DmnAggregator aggregator;
    FeelDialect dialect;
    bool is_unusable; /* several outputs with an aggregator: all null */
    size_t n_rules;
    size_t words;        /* bits_words(n_rules) */
    size_t else_rule;    /* n_rules = none */
    uint64_t *all_rules; /* words; without else rules */
    DmnColumn *columns;
    size_t n_columns;
    DmnGeneral *generals;
    size_t n_generals;
    uint32_t *first_general; /* n_rules + 1 offsets into generals */
    DmnOutput *outputs;
    size_t n_outputs;
    bool has_fallback;
    /* (n_rules + 1) × n_outputs; the last row is the fallback */
    DmnOutputCell *cells;
    uint32_t *same_as; /* n_rules + 1: equal numbers, same outputs */
    uint32_t *ranks;   /* n_rules × n_outputs: place in the order, DMN_RANK_UNKNOWN; P, O only */
    const int *slots;
    size_t n_slots;
    FeelHostFault faults[DMN_N_FAULTS];
};

static inline const DmnOutputCell *
dmn_output_cell(const DmnTableProgram *p, size_t rule, size_t output)
{
    return &p->cells[rule * p->n_outputs + output];
}

/* Place of a value in the order of an output, n_order if it is not among them. */
uint32_t dmn_rank(const DmnOutput *output, const FeelValue *v);
/* A text that two rules share only if their outputs are equal constants
 * or the same expressions. `rule` n_rules stands for the fallbacks. *out_constant (may be NULL):
 * all are constants. Borrowed from arena. */
const char *dmn_outputs_key(
    Arena *arena, const DmnTable *table, size_t rule, FeelDialect dialect, bool *out_constant);

/* The first set bit of a bitmap at or after `from`; words × 64 if there is none. */
size_t dmn_bits_next(const uint64_t *bits, size_t words, size_t from);
bool dmn_bits_any(const uint64_t *bits, size_t words);

/* ---- one evaluation ---- */

enum { DMN_CHUNK_ROWS = 1024 };

typedef enum DmnVerdict {
    DMN_ROW_INACTIVE, /* null */
    DMN_ROW_RULES,    /* the result of the rules chosen */
    /* as RULES if these clash (A), else missing: an unjudged rule could change it */
    DMN_ROW_RULES_UNLESS,
    DMN_ROW_NONE,    /* no rule: fallback or nothing */
    DMN_ROW_MISSING, /* for `reasons` */
    DMN_ROW_NOT_UNIQUE,
    DMN_ROW_NOT_ALLOWED,
} DmnVerdict;

typedef struct DmnTableRun {
    FeelRun *run;
    const DmnTableProgram *program;
    const FeelBatch *batch;
    const uint64_t *active; /* borrowed, NULL = all */
    size_t n;
    Arena *scratch;      /* for this evaluation */
    const Col **inputs;  /* n_columns; NULL where nothing looks */
    const Col **answers; /* n_generals: booleans */
    uint32_t *segments;  /* DMN_CHUNK_ROWS */
    uint64_t *possible;  /* DMN_CHUNK_ROWS × words */
    uint64_t *unsure;    /* the same */

    uint8_t *verdicts; /* n: DmnVerdict */
    uint32_t *reasons; /* n, or NULL while no row is missing */
    uint32_t *start;   /* n + 1 offsets into chosen */
    GArray *chosen;    /* owned, of uint32_t: rules, ascending within a row */
} DmnTableRun;

static inline bool dmn_is_active(const DmnTableRun *t, size_t row)
{
    return !t->active || bits_get(t->active, row);
}

/* Evaluates inputs and general cells. */
void dmn_match_prepare(DmnTableRun *t);
/* Fills possible and unsure for rows [from, from + n), n <= DMN_CHUNK_ROWS. */
void dmn_match_chunk(DmnTableRun *t, size_t from, size_t n);
/* Why a rule of a row is unjudged. */
uint32_t dmn_match_reason(const DmnTableRun *t, size_t row, size_t rule);

/* Fills verdicts, reasons, start, chosen. */
void dmn_choose(DmnTableRun *t);

/* Makes the columns; narrows `chosen` to the winner for P. */
void dmn_result(DmnTableRun *t, Col **out);

uint32_t dmn_reason_union(const DmnTableRun *t, uint32_t a, uint32_t b);
FeelValue dmn_fault(const DmnTableRun *t, DmnFault fault, size_t row);

/* ---- the result ---- */

/* The matches sorted by rule: a rule's outputs are evaluated for all its rows at once. */
typedef struct DmnByRule {
    uint32_t *start;   /* n_rules + 1 offsets */
    uint32_t *matches; /* indices into chosen */
    uint32_t *rows;    /* their rows */
} DmnByRule;

typedef struct DmnResult {
    DmnTableRun *t;
    Arena *arena; /* of the run */
    Col **out;
    DmnByRule by_rule;
    uint64_t *rows;    /* bitmap, used for one rule after the other */
    FeelValue *values; /* chosen × n_outputs; NULL if cells go straight to the columns */
    uint32_t *winners; /* n: index into chosen, UINT32_MAX = none; NULL unless P with values */
    uint32_t *ranked;  /* room for the matches of one row: indices into chosen */
    FeelValue *items;  /* and for their values */
} DmnResult;

/* Does the row's verdict leave its result to the rules chosen? */
bool dmn_needs_outputs(const DmnTableRun *t, size_t row);
/* Sets one cell of the table's columns; a value that the column cannot hold is a fault. */
void dmn_put(DmnResult *r, size_t k, size_t row, const FeelValue *v);
void dmn_put_everywhere(DmnResult *r, size_t row, FeelValue v);
/* Joins the values of the rules chosen, for all rows that need it (table_join.c). */
void dmn_join_rows(DmnResult *r);
