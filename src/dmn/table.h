/* table.h - a DMN decision table: compiled once, evaluated over columns.
 *
 * Source: DMN 1.5, 8.2 and 8.3; feel-reference 6.5 and 2.11; notation §2 (missing), §4.
 *
 * Missing: a rule is unjudged when a cell of it is missing and no cell is false. A table gives
 * missing, for the reasons of those cells, when an unjudged rule could change the result; otherwise
 * it goes on without that rule. It cannot change the result
 *
 *   F           after the first sure match, or if it gives the same outputs
 *   U, A        if it gives the same outputs as the sure match
 *   P           if a sure match beats it, or if it gives the same outputs as the best of them
 *   C+          if it adds the constant 0
 *   C<, C>      if a sure match with a constant is as small (large) as its own constant
 *   R O C C#    it always can
 *
 * where an else rule or fallback counts as the sure match if there is no other (not for the last
 * three lines), and outputs are the same if they are equal constants or the same text. The outputs
 * of a rule are taken together: all are missing or none.
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

enum {
    DMN_MAX_RULES = 4096,      /* of one table: its look-up tables grow with the square */
    DMN_LINT_MAX_RULES = 2000, /* of a table that is linted */
    DMN_LINT_MAX_BOXES = 200000,
    DMN_LINT_MAX_GAPS = 5, /* reported for one table */
};

/* "U", "C+" …; false for anything else. */
bool dmn_hit_policy_parse(const char *text, DmnHitPolicy *out, DmnAggregator *out_aggregator);
/* "U" …: the other way round. A literal. */
const char *dmn_hit_policy_text(DmnHitPolicy hit, DmnAggregator aggregator);

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
    const FeelType *type;         /* of one rule's value; NULL: joined from the cells */
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

/* Type of what the table gives for output k: the declared type or the join of its cells; a list of
 * it for R, O and C; number for C# and C+. */
const FeelType *dmn_table_output_type(Arena *arena, const DmnTable *table, size_t k);

/* Lint of a single-hit table over the types of its inputs: a value combination that no rule takes
 * (unless an else rule or fallback exists), code dmn.gap, and, for U and A, one that two rules with
 * different outputs take, dmn.conflict; each with a witness ("falls through: 基数 = 5000000"). For U
 * also one that two rules with the same outputs take, dmn.overlap: always a warning. Null is not
 * required to be taken. Cells that are no constants, intervals or sets of constants make their
 * column opaque for that rule: then overlap is not claimed and a gap only if it is certain; for A a
 * conflict is claimed only between constants. Inputs are taken to be independent of each other, but
 * columns with the same expression are one. Severity: error for gaps in U A F P tables of
 * FEEL_REGULATION and conflicts in U and A; warning in FEEL_STANDARD. Past the limits above: one
 * warning, dmn.lint-limit. */
void dmn_table_lint(const DmnTable *table, FeelDialect dialect, Diags *diags);

typedef struct DmnTableProgram DmnTableProgram;

/* Compiles a table whose expressions are all checked. Lives in `arena`. Returns: (borrowed from
 * arena) the program; NULL after dmn.limit-rules (more than DMN_MAX_RULES).
 * dmn.aggregate-outputs (several outputs with an aggregator), dmn.no-order (P or O without an order
 * of outputs) are errors in FEEL_REGULATION, else warnings; the former gives null. */
DmnTableProgram *dmn_table_compile(Arena *arena,
                                   const DmnTable *table,
                                   FeelDialect dialect,
                                   const FeelHostFunction *const *functions,
                                   Diags *diags);
/* Slots the table reads: *out borrowed, ascending. */
size_t dmn_table_program_slots(const DmnTableProgram *program, const int **out);
size_t dmn_table_program_n_outputs(const DmnTableProgram *program);

/* Which rules made the result of each row: for U and F the one, for P the winner, else all that
 * matched; an else rule like any other. None for a fallback, a missing result and no match; those
 * that clash for a fault of U or A. */
typedef struct DmnMatches {
    uint32_t *start; /* n + 1 offsets into `rules` */
    uint32_t *rules; /* rule numbers from 0, ascending within a row */
} DmnMatches;

/* Evaluates all rows (or those in `active`; others null). out[k] = column of output k (type
 * feel_col_type of dmn_table_output_type; lists for R, O, C without aggregation: COL_ANY).
 * `matches` may be NULL; else filled from the run's arena. Only outputs of rules that count are
 * evaluated. Null among the outputs makes an aggregate null, missing makes it, and a list, missing.
 *
 * No rule and no fallback: null in FEEL_STANDARD; in FEEL_REGULATION a fault for U A F P, 0 for C+
 * and C#, an empty list for R O C, null for C< and C>.
 * Faults (that one; U with two matches, A with different outputs, an input that is none of its
 * allowed values, outputs that cannot be aggregated) are missing with a REASON_FAULT in
 * FEEL_REGULATION, null + diagnostic in FEEL_STANDARD. */
void dmn_table_run(FeelRun *run,
                   const DmnTableProgram *program,
                   const FeelBatch *batch,
                   const uint64_t *active,
                   Col **out,
                   DmnMatches *matches);
