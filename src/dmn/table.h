/* table.h - a DMN decision table: compiled once, evaluated over columns.
 *
 * Source: DMN 1.5, 8.2 and 8.3; feel-reference 6.5 and 2.11; notation §2 (missing), §4.
 *
 * Missing: a table gives missing when a rule that it cannot judge (a cell whose test is missing, no
 * cell of the rule being false) could change the result; otherwise it goes on without that rule.
 */
#pragma once

#include "feel/feel.h"

typedef enum DmnHitPolicy {
    DMN_HIT_UNIQUE,
    DMN_HIT_ANY,
    DMN_HIT_PRIORITY,
    DMN_HIT_FIRST,
    DMN_HIT_RULE_ORDER,
    DMN_HIT_OUTPUT_ORDER,
    DMN_HIT_COLLECT,
} DmnHitPolicy;

typedef enum DmnAggregator {
    DMN_AGGREGATE_NONE,
    DMN_AGGREGATE_SUM,
    DMN_AGGREGATE_COUNT,
    DMN_AGGREGATE_MIN,
    DMN_AGGREGATE_MAX,
} DmnAggregator;

/* "U", "C+" …; false for anything else. */
bool dmn_hit_policy_parse(const char *text, DmnHitPolicy *out, DmnAggregator *out_aggregator);

typedef struct DmnTableInput {
    const char *label;      /* as written in the header */
    const char *unit;       /* of the header, the front end's business; "" or NULL = none */
    SrcText src;            /* the input expression */
    const FeelNode *expr;   /* checked */
    const FeelNode *values; /* allowed values (unary tests) or NULL */
    SrcText values_src;
} DmnTableInput;

typedef struct DmnTableOutput {
    const char *name;
    const char *unit;             /* as above */
    const FeelType *type;         /* NULL: joined from the cells */
    const FeelNode *const *order; /* P, O: constants, first = highest priority */
    size_t n_order;
    const FeelNode *fallback; /* value when no rule matches (a default entry), or NULL */
    SrcText fallback_src;
} DmnTableOutput;

typedef struct DmnRule {
    SrcPos pos;
    const FeelNode *const *tests;   /* per input; NULL or FEEL_N_DASH = any */
    const SrcText *test_srcs;       /* per input */
    const FeelNode *const *outputs; /* per output, checked */
    const SrcText *output_srcs;
    const char *note; /* annotation or NULL */
    bool is_else;     /* matches exactly if no other rule does (tests are ignored) */
} DmnRule;

/* Filled by a front end (regulation, DMN XML); all borrowed from its arena. */
typedef struct DmnTable {
    const char *name;
    SrcPos pos;
    DmnHitPolicy hit;
    DmnAggregator aggregator;
    DmnTableInput *inputs;
    size_t n_inputs;
    DmnTableOutput *outputs;
    size_t n_outputs;
    DmnRule *rules;
    size_t n_rules;
} DmnTable;

/* Lint of a single-hit table over the types of its inputs: a value combination that no rule takes
 * (unless an else rule or fallback exists) and, for U and A, one that two rules with different
 * outputs take; each with a witness ("falls through: 基数 = 5000000"). Cells that are no
 * constants, intervals or sets of constants make their column opaque: then overlap is not claimed
 * and a gap only if it is certain. Severity: error for gaps in U A F P tables of FEEL_REGULATION
 * and conflicts in U and A; warning in FEEL_STANDARD. */
void dmn_table_lint(const DmnTable *table, FeelDialect dialect, Diags *diags);

typedef struct DmnTableProgram DmnTableProgram;

/* Compiles a table whose expressions are all checked. Lives in `arena`. */
DmnTableProgram *dmn_table_compile(Arena *arena,
                                   const DmnTable *table,
                                   FeelDialect dialect,
                                   const FeelHostFunction *const *functions,
                                   Diags *diags);
size_t dmn_table_program_slots(const DmnTableProgram *program, const int **out);

/* Which rules made the result of each row. */
typedef struct DmnMatches {
    uint32_t *start; /* n + 1 offsets into `rules` */
    uint32_t *rules; /* rule numbers from 0, ascending within a row */
} DmnMatches;

/* Evaluates all rows (or those in `active`; others null). out[k] = column of output k (type
 * feel_col_type of its type; lists for R, O, C without aggregation: COL_ANY). `matches` may be
 * NULL; else filled from the run's arena. Faults (U with two matches, A with different outputs, no
 * rule and no fallback in FEEL_REGULATION) are missing with a REASON_FAULT there, null + diagnostic
 * in FEEL_STANDARD. */
void dmn_table_run(FeelRun *run,
                   const DmnTableProgram *program,
                   const FeelBatch *batch,
                   const uint64_t *active,
                   Col **out,
                   DmnMatches *matches);
