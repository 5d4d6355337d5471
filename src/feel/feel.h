/* feel.h - FEEL: parse, check, compile once; evaluate for one row or for columns of rows.
 *
 *     FeelNode *e = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);
 *     feel_check(arena, scope, e, &src, diags);
 *     FeelProgram *p = feel_compile(arena, e, &src, dialect, functions);
 *     Col *result = feel_run_columns(run, p, &batch, NULL);
 *
 * A FeelProgram is immutable and may be shared by threads; a FeelRun belongs to one thread.
 * One evaluation design: every node can be evaluated for one row; nodes of known simple type are
 * evaluated for whole batches; both give the same digits.
 *
 * Source: DMN 1.5 chapter 10; docs/feel.md.
 */
#pragma once

#include "base/diag.h"
#include "cal/workdays.h"
#include "col/col.h"
#include "col/reason.h"
#include "feel/ast.h"
#include "feel/scope.h"
#include "feel/type.h"
#include "feel/value.h"

enum {
    FEEL_MAX_TEXT = 64 * 1024,              /* bytes of one expression */
    FEEL_MAX_NESTING = 128,                 /* of the tree */
    FEEL_MAX_CALL_DEPTH = 256,              /* FEEL function calls */
    FEEL_MAX_STEPS = 5000000,               /* per row: loop turns and calls */
    FEEL_MAX_RANGE = 1000000,               /* items of an iterated range */
    FEEL_MAX_ROW_BYTES = 128 * 1024 * 1024, /* memory of one row's evaluation */
    FEEL_BATCH_ROWS = 1024,                 /* rows a kernel works on at a time */
};

typedef enum FeelGrammar { FEEL_EXPRESSION, FEEL_UNARY_TESTS } FeelGrammar;

/* Parses all of `src`. Returns: (borrowed from arena) the tree; NULL after an error (in diags). */
FeelNode *feel_parse(
    Arena *arena, const FeelScope *scope, const SrcText *src, FeelGrammar grammar, Diags *diags);

/* A frame of names (see ast.h) that stands around a text, for hosts that put a tree together from
 * several texts (boxed expressions). */
typedef struct FeelBound FeelBound;
struct FeelBound {
    const FeelBound *outer;
    FeelNodeKind kind;        /* FOR SOME EVERY CONTEXT FUNCTION FILTER */
    const char *const *names; /* bound so far, in any spelling; place = index */
    size_t n;
    const char *self; /* CONTEXT: the entry being read, which functions in it may call; or NULL */
};

/* The same for a text inside of the frames `bound` (NULL = none). The tree is not checked: the host
 * does that for the whole. */
FeelNode *feel_parse_bound(Arena *arena,
                           const FeelScope *scope,
                           const FeelBound *bound,
                           const SrcText *src,
                           FeelGrammar grammar,
                           Diags *diags);
/* Parses `src` as a type. False after an error; *out NULL: a type of unknown name (a warning). */
bool feel_parse_type_text(
    Arena *arena, const FeelScope *scope, const SrcText *src, const FeelType **out, Diags *diags);

/* Building trees: a node over the first `len` bytes of `src`; its height is that of its kids + 1.
 * Returns NULL, after an error in diags, if the tree gets higher than FEEL_MAX_NESTING. */
FeelNode *feel_node_build(Arena *arena,
                          FeelNodeKind kind,
                          const SrcText *src,
                          FeelNode *const *kids,
                          size_t n_kids,
                          Diags *diags);

/* Infers types bottom-up, resolves link paths, reports what can be known to be wrong (unknown name,
 * operands of wrong types, arity, no regular expression). `input_type`: type of `?`, or NULL.
 * Returns false if an error was added. In FEEL_STANDARD such findings are warnings (the value is
 * null at run time) and the result is true. */
bool feel_check(Arena *arena,
                const FeelScope *scope,
                FeelNode *node,
                const SrcText *src,
                const FeelType *input_type,
                Diags *diags);

/* Calls `visit` for each node, parents first. */
void feel_walk(const FeelNode *node, void (*visit)(const FeelNode *node, void *data), void *data);
/* The tree as FEEL text, reparsable, minimal parentheses. Borrowed from arena. */
char *feel_print(Arena *arena, const FeelNode *node);

typedef struct FeelProgram FeelProgram;

/* Where the code of a host function is kept, for hosts with many programs: zeroed, from the arena
 * of all of them. */
typedef struct FeelHostShare {
    struct HostCode *code;
} FeelHostShare;

/* A function defined by the host (BKM, `function` block). */
typedef struct FeelHostFunction {
    const char *name;
    size_t n_params;
    const char *const *params;
    const FeelType *const *types; /* NULL entries = Any */
    const FeelType *result;       /* NULL = Any */
    const FeelNode *body;         /* parameters are FEEL_REF_LOCAL depth 0, in order */
    const SrcText *src;
    /* NULL: each program compiles the body for itself. Else all share one code, and the body must
     * read no slots. Before any of them runs, a program that names all functions must be compiled
     * when all bodies are there: it compiles what is missing. */
    FeelHostShare *share;
} FeelHostFunction;

/* Checks a body that the host has put together. Returns false if an error was added. */
bool feel_check_body(Arena *arena,
                     const FeelScope *scope,
                     const FeelHostFunction *function,
                     FeelNode *body,
                     Diags *diags);
/* Parses and checks a function body in a scope of its parameters (inside `scope`). NULL after an
 * error. */
FeelNode *feel_parse_function(Arena *arena,
                              const FeelScope *scope,
                              const char *const *params,
                              const FeelType *const *types,
                              size_t n_params,
                              const SrcText *src,
                              Diags *diags);

/* Compiles a checked tree. `functions` (borrowed, must outlive the program) answers
 * FEEL_REF_FUNCTION; what it does not hold yet is looked up again, and compiled, before the first
 * run or feel_program_slots, from then on in `arena`: a host that shares programs between threads
 * fills it before it compiles. The program lives in `arena` and borrows names, texts and types of
 * the tree and the text of `src`, which must live as long. */
FeelProgram *feel_compile(Arena *arena,
                          const FeelNode *node,
                          const SrcText *src,
                          FeelDialect dialect,
                          const FeelHostFunction *const *functions);

const FeelType *feel_program_type(const FeelProgram *program);
/* Column type that holds the results: by static type, COL_ANY if it is none of the simple ones. */
ColType feel_col_type(const FeelType *type);
/* Slots the program reads: *out borrowed, ascending. */
size_t feel_program_slots(const FeelProgram *program, const int **out);

/* What one evaluation needs from outside. All borrowed. */
typedef struct FeelHost {
    const CalWorkdays *workdays; /* NULL = plain weekends */
    /* cycle(name, date): first and last day of the cycle; false if there is no such cycle. */
    bool (*cycle)(void *data, const char *name, CalDate date, CalDate *first, CalDate *last);
    void *data;
    bool has_now;
    CalDateTime now; /* now(), today(): the same for all of one request */
} FeelHost;

/* `arena` receives results, `reasons` the faults as reasons (NULL in FEEL_STANDARD: then faults are
 * null and go to `diags`, which may be NULL; of each place in a program the first three). Results
 * may borrow texts and values from the slots and the program, which must outlive them. Once `arena`
 * is full (its cap) everything that needs memory is a fault; so are the limits above. The text of a
 * fault's reason is English, a key of the catalogue: show text_in(lang, root->text). */
FeelRun *feel_run_new(Arena *arena, Reasons *reasons, Diags *diags, const FeelHost *host);
void feel_run_free(FeelRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FeelRun, feel_run_free)

/* Faults of this run are put down to this name, cycle and row: row_keys[row of the batch], or
 * row_keys[0] in feel_run_row; NULL = none. Borrowed. */
void feel_run_set_blame(FeelRun *run,
                        const char *name,
                        const char *cycle,
                        const char *const *row_keys);

typedef struct FeelBatch {
    size_t n;                /* rows */
    const Col *const *slots; /* slots[k] has n cells; NULL: not read by the program, or all null */
    size_t n_slots;
    const Col *input; /* `?`, or NULL */
} FeelBatch;

/* Evaluates for all rows, or only those set in `active` (others come out null). Works through
 * batches of FEEL_BATCH_ROWS. Returns: (borrowed from the run's arena) a new column of
 * feel_col_type(feel_program_type(program)). */
Col *feel_run_columns(FeelRun *run,
                      const FeelProgram *program,
                      const FeelBatch *batch,
                      const uint64_t *active);
/* One row, values given directly: slots[k] for slot k (may be NULL if the program reads none).
 * All values made on the way stay in the run's arena: for many rows, use columns. */
FeelValue feel_run_row(FeelRun *run,
                       const FeelProgram *program,
                       const FeelValue *slots,
                       const FeelValue *input);
/* One row of a batch by the one-row evaluator (tests hold it against feel_run_columns). */
FeelValue
feel_run_batch_row(FeelRun *run, const FeelProgram *program, const FeelBatch *batch, size_t row);

/* ---- for hosts that evaluate beside programs (decision tables) ---- */

/* A fault of the host's own. Borrowed for as long as the run lives. */
typedef struct FeelHostFault {
    const char *code; /* token "area.problem" */
    const char *text; /* English literal without conversions, a key of the catalogue */
    SrcPos pos;
} FeelHostFault;

/* Puts down `fault` for `row` as the run's faults are put down. Returns: missing with a
 * REASON_FAULT; in FEEL_STANDARD null, with an error in the run's Diags (the first few of a
 * fault). */
FeelValue feel_run_fault(FeelRun *run, const FeelHostFault *fault, size_t row);
/* A run for what a FeelHostOp evaluates, one row at a time, while `run` is in the middle of a row:
 * results live as long as the row's values; steps, calls and depth count on from those of `run`.
 * Returns: (borrowed from `run`) the run, to be given back with feel_run_leave; NULL, with *out the
 * fault, if calls are nested too deeply. */
FeelRun *feel_run_enter(FeelRun *run, const SrcPos *pos, FeelValue *out);
void feel_run_leave(FeelRun *run, FeelRun *inner);
/* Implicit conversion (feel-reference 2.3) of a value to a type; null stays null. False, with *out
 * unset: there is none. What is new lives as the values of the present row do. */
bool feel_run_convert(FeelRun *run, const FeelValue *v, const FeelType *type, FeelValue *out);
/* Does the value conform to the type (2.2)? */
bool feel_value_conforms(const FeelValue *v, const FeelType *type);
/* Where values of the present row are made. */
Arena *feel_run_row_arena(FeelRun *run);
/* Calls a function value with arguments in the order of its parameters. */
FeelValue feel_run_call(FeelRun *run, const FeelValue *function, const FeelValue *args, size_t n);
/* What feel_run_new was given. Borrowed. */
Arena *feel_run_arena(const FeelRun *run);
Reasons *feel_run_reasons(const FeelRun *run);
