/* code.h - a compiled expression: a tree of Code nodes. Private to feel/.
 *
 * Made once by compile.c, then only read, by both evaluators: run_*.c works a node for one row,
 * column_*.c for a batch of rows. A node knows its kernel: how the column evaluator works it;
 * KERNEL_ROW leaves it, with all below it, to the row evaluator, row by row.
 */
#pragma once

#include "base/diag.h"
#include "col/col.h"
#include "feel/ast.h"
#include "feel/builtin_table.h"
#include "feel/feel.h"

typedef enum CodeKind {
    CODE_CONST,   /* value */
    CODE_SLOT,    /* index */
    CODE_LOCAL,   /* depth, index */
    CODE_MEMBER,  /* depth: frames out to the one of the filter; name; outer (NULL = nothing) */
    CODE_INPUT,   /* `?` */
    CODE_UNKNOWN, /* a name in no scope */
    CODE_BUILTIN, /* a built-in as a value: call->id */
    CODE_HOST,    /* a host function as a value: host */
    CODE_NEGATE,
    CODE_ARITH,
    CODE_COMPARE,
    CODE_AND,
    CODE_OR,
    CODE_BETWEEN,
    CODE_IN,
    CODE_INSTANCE_OF,
    CODE_IF,
    CODE_FOR,
    CODE_SOME,
    CODE_EVERY,
    CODE_SPAN,
    CODE_LIST,
    CODE_CONTEXT,
    CODE_INTERVAL,
    CODE_UNARY_RANGE,
    CODE_FUNCTION,
    CODE_PATH,
    CODE_FILTER,
    CODE_CALL,         /* kids: callee, argument …; names as in the source */
    CODE_CALL_BUILTIN, /* kids: arguments only; call */
    CODE_CALL_HOST,    /* kids: arguments only; host */
    CODE_KNOWN,        /* known(x): kids: x */
    CODE_DASH,
    CODE_TESTS,
    CODE_NOT_TESTS,
    CODE_HOST_OP, /* kids: arguments; host_op */
} CodeKind;
enum { CODE_N_KINDS = CODE_HOST_OP + 1 };

typedef enum Kernel {
    KERNEL_ROW,     /* row by row by the row evaluator */
    KERNEL_LIFT,    /* operands as vectors, then the node's own operation row by row */
    KERNEL_CONST,   /* one cell for all rows */
    KERNEL_SLOT,    /* a column of the host */
    KERNEL_INPUT,   /* the column `?` */
    KERNEL_NUMBERS, /* + - * / on two number vectors */
    KERNEL_COMPARE, /* = != < <= > >= on two vectors of one simple type */
    KERNEL_LOGIC,   /* and, or on boolean vectors */
    KERNEL_NOT,
    KERNEL_BETWEEN, /* three vectors of one simple type */
    KERNEL_IF,      /* splits the selection */
    KERNEL_KNOWN,
    KERNEL_IN,    /* kids[0] against tests */
    KERNEL_TESTS, /* `?` against tests */
} Kernel;

enum { FEEL_MAX_LIFTED = 8 }; /* operands of a KERNEL_LIFT node */

/* A host function as far as a program needs it. `body` is set when the host has it. */
typedef struct HostCode HostCode;

/* How a call binds to one signature of a built-in. */
typedef struct CodeBinding {
    size_t form;          /* index of the signature */
    const size_t *places; /* parameter of each argument */
} CodeBinding;

typedef struct CodeCall {
    FeelBuiltinId id;
    size_t n_bindings; /* 0 = the arguments fit no signature: a fault */
    const CodeBinding *bindings;
} CodeCall;

typedef struct Code Code;
struct Code {
    CodeKind kind;
    Kernel kernel;
    FeelOp op;
    ColType column;  /* the vector that holds its results */
    uint32_t offset; /* its span in src */
    uint32_t len;
    const SrcText *src;
    const FeelType *type;
    const Code **kids;
    size_t n_kids;
    const char *name;
    const char *const *names;
    size_t n_names;
    const FeelType *const *types;
    const FeelType *as_type;
    FeelValue value;
    int depth;
    int index; /* slot; place in a frame; PATH: Property */
    const Code *outer;
    const CodeCall *call;
    const HostCode *host;
    const FeelHostOp *host_op;
    bool start_included, end_included;
    bool external;
    bool only_condition; /* FILTER */
    bool duplicate_key;  /* CONTEXT: a key occurs twice */
    bool has_function;   /* a function literal here or below */
    bool keeps_frames;   /* one below may hold the frame that this node opens */
    bool uses_partial;   /* FOR: the body reads `partial` */
    bool reads_row;      /* reads slots or `?`, itself or in what it calls */
    bool asks_input;     /* mentions `?` outside of nested functions (2.11 rule 2) */
};

struct HostCode {
    int index;
    const FeelHostFunction *def; /* borrowed */
    const SrcText *src;
    const Code *body;  /* NULL: not there yet */
    bool keeps_frames; /* as Code */
    bool reads_row;
};

struct FeelProgram {
    Arena *arena; /* borrowed: the program lives in it */
    const Code *root;
    FeelDialect dialect;
    const FeelHostFunction *const *functions; /* borrowed: the host's */
    HostCode **hosts;                         /* those that the program calls */
    size_t n_hosts;
    size_t hosts_size;
    int is_ready; /* all hosts have their body; set last, read atomically */
    int *slots;   /* ascending */
    size_t n_slots;
    int max_slot; /* -1 = none */
};

/* Compiles the host functions that were not there at feel_compile. Thread-safe; at once if there
 * are none. */
void feel_program_prepare(const FeelProgram *program);
