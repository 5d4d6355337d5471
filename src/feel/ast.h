/* ast.h - the tree of a FEEL expression. Built by parser*.c, typed by check*.c, read by compile.c
 * and by hosts (units, citations, requirements). Lives in an arena; immutable after feel_check.
 *
 * Every node has a kind and an array of kids whose roles are given below, so that a walk over all
 * of a tree needs no case per kind.
 *
 * Frames. Some kinds bind names; each such node opens exactly one frame around the kids that see
 * its names, and a LOCAL or MEMBER reference counts frames outwards (depth 0 = the innermost one
 * that is open where the reference stands):
 *   FOR SOME EVERY  all domains and the body; place k = iterator k; FOR: place n_names = `partial`
 *                   (bound in the body only). A domain sees the iterators before its own.
 *   CONTEXT         all values; place k = entry k. A value sees the entries before it; inside of a
 *                   function literal also its own entry (recursion).
 *   FUNCTION        the body; place k = parameter k. A host function's body: the same.
 *   FILTER          the bracket; place 0 = `item`. Also if the bracket turns out to be an index.
 */
#pragma once

#include "base/diag.h"
#include "feel/type.h"
#include "feel/value.h"

typedef enum FeelNodeKind {
    /* leaves */
    FEEL_N_CONST, /* value: null, boolean, number, string, or an @-literal / folded constant */
    FEEL_N_NAME,  /* name, ref */
    FEEL_N_INPUT, /* `?` in a unary test */
    FEEL_N_DASH,  /* `-` as a whole test: any */
    /* kids[0], kids[1] are the operands; op says which */
    FEEL_N_NEGATE,      /* kids: operand */
    FEEL_N_ARITH,       /* op + - * / ** ; kids: left, right */
    FEEL_N_COMPARE,     /* op = != < <= > >= ; kids: left, right */
    FEEL_N_AND,         /* kids: two or more */
    FEEL_N_OR,          /* kids: two or more */
    FEEL_N_BETWEEN,     /* kids: value, low, high */
    FEEL_N_IN,          /* kids: value, test … ; a test is any expression, range or unary range */
    FEEL_N_INSTANCE_OF, /* kids: value; as_type (NULL: an unknown type, the value is null) */
    FEEL_N_IF,          /* kids: condition, then, else */
    FEEL_N_FOR,  /* kids: domain (or FEEL_N_SPAN) per iterator …, body; names = iterators */
    FEEL_N_SOME, /* as FOR, body = condition */
    FEEL_N_EVERY,
    FEEL_N_SPAN,        /* a..b in a `for` domain; kids: from, to */
    FEEL_N_LIST,        /* kids: items */
    FEEL_N_CONTEXT,     /* kids: values; names = keys */
    FEEL_N_INTERVAL,    /* kids: start, end; start_included, end_included */
    FEEL_N_UNARY_RANGE, /* op; kids: operand */
    FEEL_N_FUNCTION,    /* kids: body; names = parameters; types = parameter types (NULL = Any);
                         * as_type = declared result or NULL; external: flag */
    FEEL_N_PATH,        /* kids: base; name = member */
    FEEL_N_FILTER,      /* kids: base, bracket */
    FEEL_N_CALL, /* kids: callee, argument …; names = argument names or NULL (positional) */
    /* unary tests */
    FEEL_N_TESTS,     /* kids: tests, any of them */
    FEEL_N_NOT_TESTS, /* kids: tests, none of them (three-valued) */
    /* never read from text: what a host evaluates itself (a decision table, a conversion) */
    FEEL_N_HOST, /* host_op; kids: its arguments; as_type: type of its value (NULL = Any) */
} FeelNodeKind;

typedef enum FeelOp {
    FEEL_OP_NONE,
    FEEL_OP_ADD,
    FEEL_OP_SUB,
    FEEL_OP_MUL,
    FEEL_OP_DIV,
    FEEL_OP_POW,
    FEEL_OP_EQ,
    FEEL_OP_NE,
    FEEL_OP_LT,
    FEEL_OP_LE,
    FEEL_OP_GT,
    FEEL_OP_GE,
} FeelOp;

typedef enum FeelRefKind {
    FEEL_REF_UNKNOWN,  /* not in scope: null + diagnostic */
    FEEL_REF_SLOT,     /* a column of the host: index = slot */
    FEEL_REF_LOCAL,    /* bound inside the expression (iterator, parameter, context entry, item,
                       * partial): depth = how many frames out, index = place in that frame */
    FEEL_REF_MEMBER,   /* in a filter bracket: entry `name` of the element if it is a context that
                       * has one, else `outer`. depth = frames out to the FILTER, index 0.
                       * feel_check replaces it by `outer` where the type of the element decides */
    FEEL_REF_BUILTIN,  /* index = FeelBuiltinId */
    FEEL_REF_FUNCTION, /* a host function (BKM): index = its number in the scope chain's host */
} FeelRefKind;

typedef struct FeelRef FeelRef;
struct FeelRef {
    FeelRefKind kind;
    int depth;
    int index;
    const FeelRef *outer; /* MEMBER: what the name means if the element lacks it; NULL = nothing */
};

/* What a name means where no element has a member of its name; a MEMBER if that is nothing. */
static inline const FeelRef *feel_ref_outside(const FeelRef *ref)
{
    while (ref->kind == FEEL_REF_MEMBER && ref->outer)
        ref = ref->outer;
    return ref;
}

typedef struct FeelRun FeelRun; /* feel.h */

/* An operation of the host inside of an expression. `eval` gets the values of the node's kids, none
 * of them missing; what it gives must be of the node's type, or null. It may evaluate programs of
 * its own in a run of feel_run_enter. Immutable; outlives the program. */
typedef struct FeelHostOp {
    FeelValue (*eval)(const void *data, FeelRun *run, const FeelValue *args, size_t n);
    const void *data;
} FeelHostOp;

typedef struct FeelNode FeelNode;
struct FeelNode {
    FeelNodeKind kind;
    FeelOp op;
    uint32_t offset; /* bytes into the source text: the node's span */
    uint32_t len;
    const FeelType *type; /* set by feel_check; never NULL after it */
    FeelNode **kids;
    size_t n_kids;
    const char *name;         /* normal form (feel-reference 1.2) */
    const char *const *names; /* see kinds */
    size_t n_names;
    const FeelType *const *types;
    const FeelType *as_type;
    FeelRef ref;
    FeelValue value;
    uint32_t name_offset; /* PATH: where the member's name starts in the text */
    uint32_t height;      /* of the tree below: 1 = leaf; at most FEEL_MAX_NESTING */
    bool start_included, end_included;
    bool external;
    bool only_condition;       /* FILTER: the bracket is a condition, a number in it is a fault */
    const FeelHostOp *host_op; /* HOST (borrowed) */
    /* What `offset` and `len` count in, from here down to the next node that has one (borrowed);
     * NULL: as the node above, at the root the text that was parsed. Set by hosts that put trees
     * together. */
    const SrcText *src;
};
