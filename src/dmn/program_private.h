/* program_private.h - the inside of a program, and building its expressions. Private to dmn/.
 *
 * Boxed expressions become FEEL trees (a boxed context is a context, an invocation a call, …); what
 * FEEL has no form for is an operation of ours in the tree (FeelHostOp): decision tables, checks of
 * allowed values, calls of services. Every input and decision has one slot.
 */
#pragma once

#include "dmn/model.h"
#include "dmn/program.h"
#include "dmn/types.h"

typedef struct DmnLinked DmnLinked; /* an element */

/* A document with its names. */
typedef struct DmnUnit {
    const DmnDocument *doc;
    FeelScope *scope; /* types and members; around the scope of each element */
    DmnTypes *types;
    size_t first; /* number of its first element */
} DmnUnit;

struct DmnLinked {
    const DmnNode *node;
    const char *name; /* normal form */
    const DmnUnit *unit;
    const DmnType *type;
    const DmnCoercion *coercion; /* to its type; NULL = none */
    int slot;                    /* INPUT, DECISION; else -1 */
    int function;                /* KNOWLEDGE, SERVICE; else -1 */
    int element;                 /* in the model */
    const int *inputs;           /* elements required as values */
    const int *knowledge;        /* as functions */
    size_t n_inputs, n_knowledge;
    const FeelProgram *program; /* DECISION; NULL: null */
    /* SERVICE: parameters, and decisions whose values it gives */
    const int *params;
    const int *outputs;
    size_t n_params, n_outputs;
};

struct DmnProgram {
    Arena *arena;
    DmnUnit *units;
    size_t n_units;
    DmnLinked *nodes;
    size_t n_nodes;
    DmnModel *model; /* elements and who needs whom */
    const int *order;
    size_t n_order;
    size_t n_slots;
    int *of_element; /* model element -> node */
    FeelHostFunction *functions;
    const FeelHostFunction **function_refs; /* for feel_compile */
    size_t n_functions;
};

/* ---- building one element's expression (build*.c) ---- */

typedef struct DmnBuilder {
    const DmnProgram *program;
    const DmnLinked *linked;
    const DmnUnit *unit;
    FeelScope *scope;
    const FeelBound *bound;
    const DmnType *expected; /* of the element, while its whole expression is built; or NULL */
    Arena *arena;
    Diags *diags;
} DmnBuilder;

/* The tree of a boxed expression; null, after a finding, for what cannot be read. Never NULL. */
FeelNode *dmn_build_box(DmnBuilder *b, const DmnBox *box);
/* The body of a host function, whose parameters are the frame that is open (`result`: what it is
 * converted to, or NULL); and a function literal. */
FeelNode *dmn_build_body(DmnBuilder *b, const DmnFunction *f, const DmnType *result, SrcPos pos);
FeelNode *dmn_build_function(DmnBuilder *b, const DmnFunction *f, SrcPos pos);
/* The declared result of a function: that of a function type, else the type itself. */
const FeelType *dmn_result_type(const DmnType *type);
/* `node` converted to a type, and checked; `node` itself if there is nothing to do. */
FeelNode *dmn_build_coercion(DmnBuilder *b, FeelNode *node, const DmnType *type, const SrcText *at);
FeelNode *dmn_build_null(DmnBuilder *b, const SrcText *at);
FeelNode *dmn_build_op(DmnBuilder *b,
                       const FeelHostOp *op,
                       const FeelType *type,
                       const SrcText *at,
                       FeelNode *const *kids,
                       size_t n);
/* `expected`: the type of the table as a whole, if it is known from outside (build_table.c). */
FeelNode *dmn_build_table(DmnBuilder *b, const DmnBox *box, const DmnType *expected);
/* An empty text at a position, for nodes that have none. */
const SrcText *dmn_build_at(DmnBuilder *b, SrcPos pos);
/* Parameter i of the frame that is open. */
FeelNode *dmn_build_param(DmnBuilder *b, const char *name, size_t i, const SrcText *at);
/* A name in normal form. */
const char *dmn_build_name(DmnBuilder *b, const char *name);
/* Parses a text where the builder stands. Null, after a finding, if it cannot be read. */
FeelNode *dmn_build_text(DmnBuilder *b, const SrcText *text, FeelGrammar grammar);

/* How an element is called where `unit` speaks of it, in normal form. */
const char *dmn_name_in(Arena *arena, const DmnUnit *unit, const DmnLinked *linked);
/* Import k of a document has this slot in the scope of its elements: dmn_build_text puts a context
 * of what is required of it in its place. */
enum { DMN_IMPORT_SLOTS = 1 << 28 };
/* Replaces the names of imports in a tree (build_import.c). */
void dmn_build_imports(DmnBuilder *b, FeelNode *node);

/* ---- services (state.c) ---- */

/* The body of the host function of a service. */
FeelNode *dmn_build_service(DmnBuilder *b, const DmnLinked *service);
FeelValue dmn_call_service(const DmnProgram *program,
                           const DmnLinked *service,
                           FeelRun *run,
                           const FeelValue *args,
                           size_t n);

/* ---- names (members.c) ---- */

/* Makes known all member names that a document mentions (feel-reference 1.2.3). */
void dmn_add_members(FeelScope *scope, const DmnDocument *doc);
