/* run_private.h - the state of an evaluation and the operations both evaluators share. Private to
 * feel/.
 *
 * Every operation takes its operands as values and gives a value: a fault comes out as null (with a
 * finding) or as missing (with a reason), as the run says. Rules for nothing, in this order:
 * a missing operand gives missing with the reasons of all missing operands; then a null operand
 * gives null; only then is a wrong operand a fault.
 */
#pragma once

#include "feel/code.h"
#include "feel/function.h"

typedef enum Fault {
    FAULT_NULL_OPERAND, /* only FEEL_STANDARD reports it */
    FAULT_DIVISION,
    FAULT_NUMBER_RANGE,
    FAULT_OPERAND,
    FAULT_COMPARE,
    FAULT_LOGIC,
    FAULT_CONDITION,
    FAULT_DOMAIN,
    FAULT_RANGE_ENDS,
    FAULT_MEMBERSHIP,
    FAULT_FILTER,
    FAULT_UNKNOWN_NAME,
    FAULT_UNKNOWN_TYPE,
    FAULT_NO_MEMBER,
    FAULT_DUPLICATE_KEY,
    FAULT_NOT_FUNCTION,
    FAULT_ARGUMENTS,
    FAULT_ARGUMENT_TYPE,
    FAULT_ARGUMENT_VALUE,
    FAULT_RESULT_TYPE,
    FAULT_LITERAL,
    FAULT_ITEMS,
    FAULT_DATE_RANGE,
    FAULT_NO_CLOCK,
    FAULT_NO_CYCLE,
    FAULT_FLAGS,
    FAULT_REPLACEMENT,
    FAULT_EMPTY_MATCH,
    FAULT_EXTERNAL,
    FAULT_NO_BODY,
    FAULT_STATIC_TYPE,
    FAULT_STEPS,
    FAULT_CALL_DEPTH,
    FAULT_NESTING,
    FAULT_RANGE_ITEMS,
    FAULT_MEMORY,
} Fault;
enum { FAULT_N = FAULT_MEMORY + 1 };

typedef struct Columns Columns;   /* column_private.h */
typedef struct Patterns Patterns; /* builtins_regex.c */

struct FeelRun {
    Arena *arena;         /* borrowed: results */
    Reasons *reasons;     /* borrowed; NULL = FEEL_STANDARD */
    Diags *diags;         /* borrowed or NULL */
    const FeelHost *host; /* borrowed or NULL */
    CalWorkdays *plain;   /* owned; made when first asked for */

    const char *blame_name; /* borrowed, as are the next two */
    const char *blame_cycle;
    const char *const *row_keys;

    Arena *mem;      /* where values are made now: `arena` or a scratch arena */
    size_t mem_base; /* arena_used(mem) when the row began */

    /* the row */
    const FeelProgram *program;
    const FeelBatch *batch; /* NULL = values are given in `slots` */
    size_t row;             /* of the batch; and of row_keys */
    const FeelValue *slots; /* by slot number */
    const FeelValue *input; /* `?`, NULL = null */
    const Capture *capture; /* inside a closure: the row it was made in */
    const Frame *frame;
    size_t steps;
    uint32_t call_depth;
    uint32_t eval_depth;

    /* an inner run (run_inner.c) goes on counting where the outer one stands; 0 in others */
    size_t base_steps;
    uint32_t base_call_depth;
    uint32_t base_eval_depth;
    bool is_inner;
    FeelRun *inner; /* owned, kept for use again; NULL until needed */

    GHashTable *reported; /* owned: Code * -> findings given at it (FEEL_STANDARD) */
    Columns *columns;     /* owned, NULL until columns are evaluated */
    Patterns *patterns;   /* owned, NULL until one is used */
};

/* ---- the run (run.c) ---- */

/* The host's working days, or plain weekends. */
const CalWorkdays *feel_run_workdays(FeelRun *run);
/* Forgets the row before. */
void feel_run_begin_row(FeelRun *run, size_t row);

/* ---- faults and nothing (run_fault.c) ---- */

FeelValue feel_fault(FeelRun *run, const Code *at, Fault fault);
/* The same with words of its own; `text` is a key of the catalogue, `code` and `text` literals. */
FeelValue feel_fault_because(FeelRun *run, const Code *at, const char *code, const char *text);
/* Null because an operand is null: a finding in FEEL_STANDARD, plain null else. */
FeelValue feel_null_operand(FeelRun *run, const Code *at);
/* If one of `values` is missing: true, and *out is missing for the reasons of all that are. */
bool feel_any_missing(FeelRun *run, const FeelValue *values, size_t n, FeelValue *out);
/* The same, looking into lists and contexts too. */
bool feel_any_missing_inside(FeelRun *run, const FeelValue *values, size_t n, FeelValue *out);
bool feel_any_null(const FeelValue *values, size_t n);
uint32_t feel_reason_union(FeelRun *run, uint32_t a, uint32_t b);

/* ---- limits (run_limit.c) ---- */

/* Counts n steps of the row. False once FEEL_MAX_STEPS is passed or memory is used up; then *out
 * is the fault. */
bool feel_step(FeelRun *run, const Code *at, size_t n, FeelValue *out);
/* `size` bytes (zeroed) for values of the row; NULL, with *out the fault, if over the limit. */
void *feel_take(FeelRun *run, const Code *at, size_t n, size_t size, FeelValue *out);
/* A list or context of the row over `values` (not copied); a fault if too deep or too big. */
FeelValue feel_make_list(FeelRun *run, const Code *at, const FeelValue *values, size_t n);
/* The same with depth and size known. */
FeelValue feel_make_list_measured(FeelRun *run, const Code *at, const FeelList *list);
FeelValue feel_make_context(
    FeelRun *run, const Code *at, const char *const *keys, const FeelValue *values, size_t n);
FeelValue feel_make_time(FeelRun *run, CalTime t);
FeelValue feel_make_date_time(FeelRun *run, CalDateTime t);
FeelValue feel_make_range(FeelRun *run, FeelRange range);

/* ---- the row evaluator (run_eval.c) ---- */

FeelValue feel_eval(FeelRun *run, const Code *c);
/* The value of slot k in the present row, held against the slot's static type. */
FeelValue feel_eval_slot(FeelRun *run, const Code *c);

/* ---- operations on values (run_arith.c, run_compare.c, run_tests.c, run_path.c) ---- */

FeelValue feel_op_negate(FeelRun *run, const Code *at, const FeelValue *a);
FeelValue feel_op_arith(FeelRun *run, const Code *at, const FeelValue *a, const FeelValue *b);
FeelValue feel_op_compare(FeelRun *run, const Code *at, const FeelValue *a, const FeelValue *b);
FeelValue feel_op_between(FeelRun *run, const Code *at, const FeelValue v[3]);
FeelValue
feel_op_interval(FeelRun *run, const Code *at, const FeelValue *start, const FeelValue *end);
FeelValue feel_op_unary_range(FeelRun *run, const Code *at, const FeelValue *a);
FeelValue feel_op_path(FeelRun *run, const Code *at, const FeelValue *base);
/* Answers of tests before they become values. */
typedef enum Answer {
    ANSWER_FALSE,
    ANSWER_TRUE,
    ANSWER_NULL, /* a null operand */
    ANSWER_BAD,  /* not comparable: a fault where it counts */
} Answer;
/* v in the range (2.9); v and the ends hold nothing missing. */
Answer feel_member(const FeelValue *v, const FeelRange *range);
/* v against the value w of one test of `in` (2.10); nothing missing inside. */
Answer feel_in(const FeelValue *v, const FeelValue *w);
/* The answer of one cell test (2.11) as a value: v the input, w the value of the test. */
FeelValue feel_op_test(FeelRun *run, const Code *test, const FeelValue *v, const FeelValue *w);
/* v in tests, given the values of all tests; `values` = v, w1, w2 … */
FeelValue feel_op_in(FeelRun *run, const Code *at, const FeelValue *values, size_t n);
FeelValue feel_answer_value(FeelRun *run, const Code *at, Answer answer);
/* Adds one more operand to a three-valued `or` / `and` with missing: `decides` (true for or, false
 * for and) wins, then missing, then null. Both are boolean, null or missing. */
void feel_logic_join(FeelRun *run, bool decides, FeelValue *sum, const FeelValue *one);
/* An operand of and/or/not as boolean, null or missing; anything else is a fault. */
FeelValue feel_logic_operand(FeelRun *run, const Code *at, const FeelValue *v);
FeelValue feel_op_not(const FeelValue *v); /* of boolean, null or missing */

FeelValue feel_eval_in(FeelRun *run, const Code *c);
FeelValue feel_eval_tests(FeelRun *run, const Code *c);
FeelValue feel_eval_filter(FeelRun *run, const Code *c);
FeelValue feel_eval_for(FeelRun *run, const Code *c);
FeelValue feel_eval_quantified(FeelRun *run, const Code *c);
FeelValue feel_eval_list(FeelRun *run, const Code *c);
FeelValue feel_eval_context(FeelRun *run, const Code *c);

/* ---- types (run_type.c) ---- */

bool feel_value_is(const FeelValue *v, const FeelType *type);
/* Implicit conversion (2.3) of a value that is neither missing nor null. False: it has none. */
bool feel_convert(FeelRun *run, const FeelValue *v, const FeelType *type, FeelValue *out);

/* Midnight in UTC (2.3 rule 2). */
FeelValue feel_date_as_date_time(FeelRun *run, CalDate date);

/* ---- calls (run_call.c) ---- */

FeelValue feel_eval_function(FeelRun *run, const Code *c);
FeelValue feel_eval_host_value(FeelRun *run, const Code *c);
FeelValue feel_eval_call(FeelRun *run, const Code *c);
FeelValue feel_eval_call_builtin(FeelRun *run, const Code *c);
FeelValue feel_eval_call_host(FeelRun *run, const Code *c);
FeelValue feel_eval_host_op(FeelRun *run, const Code *c);
/* Calls what an external function names: {java: {class, method signature}}. A few methods of Java's
 * own classes are known (external.c); all else is a fault. */
FeelValue feel_external_call(
    FeelRun *run, const Code *at, const FeelValue *what, const FeelValue *args, size_t n);
/* Calls a function value with positional arguments; for built-ins that take functions. */
FeelValue feel_call_value(
    FeelRun *run, const Code *at, const FeelFunction *f, const FeelValue *args, size_t n);
