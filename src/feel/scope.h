/* scope.h - the names an expression may use: host columns, host functions, built-ins.
 *
 * FEEL cannot be read without its scope (names may hold blanks and operators; the longest name in
 * scope wins). A scope is built by the host, then only read; it may have an outer scope (names in
 * the inner one hide). Built-in functions are in scope everywhere and need not be added.
 */
#pragma once

#include "base/arena.h"
#include "feel/type.h"
#include "feel/value.h"

typedef struct FeelScope FeelScope;

typedef enum FeelDialect {
    FEEL_STANDARD,
    /* 5% 3‰ 70万 1.2亿 are exact numbers; full years, full months, full calendar months, working
     * days, add working days, cycle, known are built in; now() and today() are refused; full-width
     * punctuation is an error with a hint; a fault is missing, not null (notation §1–3). Names are
     * letters, digits and `_` only, so that `a-b` is always a subtraction. */
    FEEL_REGULATION,
} FeelDialect;

FeelScope *feel_scope_new(Arena *arena, const FeelScope *outer, FeelDialect dialect);

/* A column of the host. `name` in any spelling; kept in normal form.
 * Adding a name twice replaces. */
void feel_scope_add_slot(FeelScope *scope, const char *name, int slot, const FeelType *type);
/* A host function: `index` is passed back by FEEL_REF_FUNCTION; type of kind FUNCTION. */
void feel_scope_add_function(FeelScope *scope, const char *name, int index, const FeelType *type);
/* A member name that may follow a dot or stand in a filter of unknown type (1.2.3). Needed only for
 * names of several parts; members of the contexts in slot and function types are added by
 * themselves. */
void feel_scope_add_member(FeelScope *scope, const char *name);
/* A named type (item definition) for `instance of` and typed parameters; `name` may be qualified
 * ("import.name"). */
void feel_scope_add_type(FeelScope *scope, const char *name, const FeelType *type);

/* A host may turn `base.member` into a column, where `base` is a name or another such path: asked
 * by feel_check for FEEL_N_PATH whose base has type->row_of. Returns the slot or -1 (then the
 * path is an error "no such member"); *out_type is the type of the slot. */
typedef int (*FeelPathResolver)(void *host,
                                int base_slot,
                                const char *member,
                                const FeelType **out_type);
void feel_scope_set_path_resolver(FeelScope *scope, FeelPathResolver resolver, void *host);

FeelDialect feel_scope_dialect(const FeelScope *scope);

/* What `name` (any spelling) is to the host: its slot, or -1. */
int feel_scope_slot(const FeelScope *scope, const char *name);
