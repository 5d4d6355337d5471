/* scope_private.h - how the parser and the checker look names up; private to feel/. */
#pragma once

#include "feel/ast.h"
#include "feel/scope.h"

typedef struct FeelScopeEntry FeelScopeEntry;
struct FeelScopeEntry {
    const char *name; /* normal form */
    FeelRefKind kind; /* SLOT, FUNCTION; UNKNOWN for members and types */
    int index;
    const FeelType *type;
    FeelScopeEntry *chain; /* same hash */
    FeelScopeEntry *next;  /* in order of adding */
};

/* A slot or function in the scope or one around it; NULL if there is none. Names in normal form. */
const FeelScopeEntry *feel_scope_find(const FeelScope *scope, const char *name);
bool feel_scope_has_member(const FeelScope *scope, const char *name);
const FeelType *feel_scope_find_type(const FeelScope *scope, const char *name);
/* A built-in function that has a meaning in this dialect (refused ones included), or -1. */
int feel_scope_find_builtin(const FeelScope *scope, const char *name);
/* Parts of the longest name (of any sort) that is in scope. */
size_t feel_scope_max_parts(const FeelScope *scope);
/* Calls `visit` for every slot and function, outer scopes last. */
void feel_scope_each(const FeelScope *scope,
                     void (*visit)(const FeelScopeEntry *entry, void *data),
                     void *data);
/* Asks the nearest resolver; -1 if there is none or it knows no such member. */
int feel_scope_resolve_path(const FeelScope *scope,
                            int base_slot,
                            const char *member,
                            const FeelType **out_type);

/* The properties of temporal values and ranges (4.6, 2.9): type of `member` of a value of kind
 * `kind`; NULL if the kind has no such property. For ranges `element` is the type of an
 * endpoint. */
const FeelType *feel_property_type(FeelTypeKind kind, const FeelType *element, const char *member);
bool feel_is_property(const char *member);
