/* check_private.h - the checker's state and what its files call of each other; private to feel/.
 *
 * One walk bottom-up: each node's type is inferred from its kids' types; what is certainly wrong is
 * a finding, what cannot be known (Any, null) never is. After a finding the node's type is Any, so
 * that one fault is told once. In FEEL_REGULATION findings are errors, in FEEL_STANDARD warnings.
 */
#pragma once

#include "base/text.h"
#include "feel/ast_private.h"
#include "feel/builtin_table.h"
#include "feel/scope_private.h"

/* A frame of bound names (see ast.h) with what is known about them. */
typedef struct CheckFrame CheckFrame;
struct CheckFrame {
    const CheckFrame *outer;
    const char *const *names;
    const FeelType *const *types; /* of the places filled so far; NULL entries = Any */
    size_t n;
    const FeelType *filtered; /* FILTER: type of the element; NULL in other frames */
};

typedef struct FeelChecker {
    Arena *arena;
    const FeelScope *scope;
    const SrcText *src;
    Diags *diags;
    bool strict;           /* FEEL_REGULATION */
    const FeelType *input; /* of `?`; NULL = unknown */
    const CheckFrame *frames;
    bool failed;
} FeelChecker;

/* check.c. Infers the type of `node` (and below), keeps it in the node, returns it. */
const FeelType *feel_infer(FeelChecker *c, FeelNode *node);
/* Adds a finding at `at`; say more with diag_seen … .
 * `message` is a literal without conversions. */
void feel_finding(FeelChecker *c, const FeelNode *at, const char *code, const char *message);
void feel_finding_at(FeelChecker *c, size_t offset, const char *code, const char *message);
/* The finding for an operand or argument of the wrong type. Returns Any. */
const FeelType *feel_wrong_type(FeelChecker *c,
                                const FeelNode *at,
                                const char *message,
                                const FeelType *seen,
                                const char *expected);
static inline bool feel_type_known(const FeelType *type)
{
    return type->kind != FEEL_T_ANY && type->kind != FEEL_T_NULL;
}
static inline const FeelType *feel_or_any(const FeelType *type)
{
    return type ? type : &feel_type_any;
}
/* What a list of this type holds; a single value counts as a list of one. */
const FeelType *feel_element_type(const FeelType *type);
/* The operand must be a boolean (or null, or unknown). */
void feel_need_boolean(FeelChecker *c, const FeelNode *node, const char *message);
const char *feel_kinds_text(FeelChecker *c, FeelKinds kinds);

/* check_name.c */
const FeelType *feel_infer_name(FeelChecker *c, FeelNode *node);
/* The same for a name that is called:
 * `callee` may be left as what the element of a filter decides. */
const FeelType *feel_infer_callee(FeelChecker *c, FeelNode *node);
/* A built-in function that this dialect refuses is a finding. */
void feel_check_builtin(FeelChecker *c, const FeelNode *at, FeelBuiltinId id);

/* check_operator.c */
const FeelType *feel_infer_arith(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_negate(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_compare(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_between(FeelChecker *c, FeelNode *node);
/* Kinds that `<` is defined for; unknown and null count as such. */
bool feel_has_order(FeelTypeKind kind);
/* Can `=` (ordering: `<`) of the two be anything but null, as far as the types say? */
bool feel_comparable(const FeelType *a, const FeelType *b, bool ordering);

/* check_test.c */
const FeelType *feel_infer_interval(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_unary_range(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_in(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_tests(FeelChecker *c, FeelNode *node);

/* check_binding.c */
const FeelType *feel_infer_loop(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_context(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_function(FeelChecker *c, FeelNode *node);
const FeelType *feel_infer_filter(FeelChecker *c, FeelNode *node);

/* check_path.c */
const FeelType *feel_infer_path(FeelChecker *c, FeelNode *node);

/* check_call.c */
const FeelType *feel_infer_call(FeelChecker *c, FeelNode *node);
/* check_builtin.c: kids are inferred already. May turn the node into a constant. */
const FeelType *feel_infer_builtin_call(FeelChecker *c, FeelNode *node, FeelBuiltinId id);
