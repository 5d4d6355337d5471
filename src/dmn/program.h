/* program.h - DMN documents, linked and compiled: what can be evaluated.
 *
 * One program holds a main document and all that it imports. A decision whose text cannot be read
 * is null, with the finding; the others work. Immutable once compiled; may be shared by threads.
 *
 * Source: DMN 1.5 chapters 6, 10.4; feel-reference 6.2–6.6.
 */
#pragma once

#include "dmn/document.h"
#include "feel/feel.h"

typedef struct DmnProgram DmnProgram;

enum { DMN_MAX_NODES = 100000 }; /* elements of all documents */

/* docs[0] is the main document; imports are found among the others by namespace. All must outlive
 * the program, which lives in `arena`. Returns: (borrowed from arena) the program; NULL after
 * dmn.limit-nodes. Errors in diags leave out, or make null, what they name. */
DmnProgram *
dmn_program_compile(Arena *arena, const DmnDocument *const *docs, size_t n, Diags *diags);

/* Elements by number, those of the main document first, in document order. */
size_t dmn_program_n(const DmnProgram *program);
const DmnNode *dmn_program_node(const DmnProgram *program, size_t i);
/* The namespace of the document that element i stands in. */
const char *dmn_program_namespace(const DmnProgram *program, size_t i);
/* The element of a kind and name (any spelling) in the document `ns`; NULL = the main document,
 * then any other. -1 if there is none. */
int dmn_program_find(const DmnProgram *program, DmnNodeKind kind, const char *ns, const char *name);
/* The type of an element's variable: for readers of inputs. */
const FeelType *dmn_program_type(const DmnProgram *program, size_t i);

/* One request: inputs in, decisions out, each evaluated once at most. Belongs to one thread; lives
 * in the arena of its run. */
typedef struct DmnState DmnState;

DmnState *dmn_state_new(const DmnProgram *program, FeelRun *run);
/* Gives input data, or the result of a decision, which then is not evaluated. The value is
 * converted to the type; what cannot be is null, with a finding. */
void dmn_state_set(DmnState *state, size_t node, const FeelValue *v);
/* The value of an input or decision. */
FeelValue dmn_state_value(DmnState *state, size_t node);
/* Evaluates all decisions at once: what is asked for after that is there. */
void dmn_state_evaluate(DmnState *state);
/* Calls a service with the inputs of `state`: what is not given is null. */
FeelValue dmn_state_service(DmnState *state, size_t service);
