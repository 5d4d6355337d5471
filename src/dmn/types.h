/* types.h - item definitions as types: a FEEL type, and what it cannot say (allowed values,
 * constraints, recursion). Private to dmn/.
 *
 * A type that refers to itself is cut to Any in its FEEL type, so that FEEL types stay finite; the
 * check of values goes on through DmnType, as deep as the value is. Source: feel-reference 2.3,
 * 6.2.
 */
#pragma once

#include "dmn/document.h"
#include "feel/feel.h"

typedef struct DmnType DmnType;
struct DmnType {
    const char *name; /* for findings; "" = none */
    const FeelType *type;
    bool checks;             /* there is more to check than `type`, here or below */
    bool is_recursive;       /* a place where a type refers to itself: `base` says what to check */
    size_t level;            /* while it is built: lists and contexts around it */
    const DmnType *base;     /* what this one restricts, or NULL */
    const DmnType *element;  /* LIST: of its items, or NULL */
    const DmnType **members; /* CONTEXT: like type->names */
    const FeelProgram *allowed;    /* unary tests of the value, of a list: of each item; or NULL */
    const FeelProgram *constraint; /* unary tests of the value itself; or NULL */
    const SrcText *allowed_text;   /* for the order of outputs; or NULL */
};

/* The named types of one document and of what it imports. */
typedef struct DmnTypes DmnTypes;

DmnTypes *dmn_types_new(Arena *arena, const DmnDocument *doc, FeelScope *scope, Diags *diags);
/* Makes the types of `other`, which is built, known as name.type (name "": as they are). */
void dmn_types_import(DmnTypes *types, const char *name, const DmnTypes *other);
/* Builds all item definitions, and adds them to the scope. After the imports. */
void dmn_types_build(DmnTypes *types);
/* Frees what the build needed; the types stay. */
void dmn_types_finish(DmnTypes *types);
/* The type of that name; NULL if `ref` is empty, or is Any or unknown (dmn.unknown-type). */
const DmnType *dmn_types_find(DmnTypes *types, const DmnTypeRef *ref);

static inline const FeelType *dmn_feel_type(const DmnType *type)
{
    return type ? type->type : &feel_type_any;
}

/* What must be said about a value that does not suit: a fault of the run at `pos`. */
typedef struct DmnCoercion {
    const DmnType *type;
    FeelHostFault wrong_type, not_allowed;
} DmnCoercion;
DmnCoercion *dmn_coercion_new(Arena *arena, const DmnType *type, SrcPos pos);
/* The value converted to the type (2.3); null, after a fault, if that cannot be done or the value
 * is not allowed. */
FeelValue dmn_coerce(FeelRun *run, const DmnCoercion *coercion, const FeelValue *v);
/* Are all constraints met? `v` conforms to the FEEL type. */
bool dmn_type_allows(FeelRun *run, const DmnType *type, const FeelValue *v);
