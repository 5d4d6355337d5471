#include "feel/scope.h"

#include <string.h>

#include "feel/builtin_table.h"
#include "feel/names.h"
#include "feel/scope_private.h"

/* Names by hash, in an arena (a scope has no destructor, so no GHashTable). */
typedef struct NameTable {
    FeelScopeEntry **buckets;
    size_t n_buckets; /* a power of two, or 0 */
    size_t n;
    FeelScopeEntry *first, *last;
} NameTable;

struct FeelScope {
    Arena *arena;
    const FeelScope *outer;
    FeelDialect dialect;
    NameTable names; /* slots and functions: one replaces the other */
    NameTable members;
    NameTable types;
    size_t max_parts;
    FeelPathResolver resolver;
    void *host;
};

enum { BUILTIN_MAX_PARTS = 4, MAX_TYPE_DEPTH = 16 };

static FeelScopeEntry *table_find(const NameTable *table, const char *name)
{
    FeelScopeEntry *e;

    if (table->n_buckets == 0)
        return NULL;
    e = table->buckets[g_str_hash(name) & (table->n_buckets - 1)];
    while (e && strcmp(e->name, name) != 0)
        e = e->chain;
    return e;
}

static void table_grow(NameTable *table, Arena *arena)
{
    table->n_buckets = table->n_buckets ? 2 * table->n_buckets : 16;
    table->buckets = ARENA_NEW_N(arena, FeelScopeEntry *, table->n_buckets);
    for (FeelScopeEntry *e = table->first; e; e = e->next) {
        FeelScopeEntry **bucket = &table->buckets[g_str_hash(e->name) & (table->n_buckets - 1)];

        e->chain = *bucket;
        *bucket = e;
    }
}

/* The entry of that name, added if it is new. */
static FeelScopeEntry *table_put(NameTable *table, Arena *arena, const char *name)
{
    FeelScopeEntry *e = table_find(table, name);
    FeelScopeEntry **bucket;

    if (e)
        return e;
    if (table->n >= table->n_buckets)
        table_grow(table, arena);
    e = ARENA_NEW(arena, FeelScopeEntry);
    e->name = name;
    bucket = &table->buckets[g_str_hash(name) & (table->n_buckets - 1)];
    e->chain = *bucket;
    *bucket = e;
    if (table->last)
        table->last->next = e;
    else
        table->first = e;
    table->last = e;
    table->n++;
    return e;
}

FeelScope *feel_scope_new(Arena *arena, const FeelScope *outer, FeelDialect dialect)
{
    FeelScope *scope = ARENA_NEW(arena, FeelScope);

    scope->arena = arena;
    scope->outer = outer;
    scope->dialect = dialect;
    scope->max_parts = BUILTIN_MAX_PARTS;
    return scope;
}

static FeelScopeEntry *put(FeelScope *scope, NameTable *table, const char *name)
{
    char *normal = feel_name_normal(scope->arena, name, strlen(name));

    scope->max_parts = MAX(scope->max_parts, feel_name_n_parts(normal));
    return table_put(table, scope->arena, normal);
}

/* Makes the members of all contexts inside of a type known. Types may not be recursive, but may be
 * deep; what lies deeper than the limit must be added by the host. */
static void add_members_of(FeelScope *scope, const FeelType *type, int depth)
{
    if (!type || depth > MAX_TYPE_DEPTH)
        return;
    add_members_of(scope, type->element, depth + 1);
    for (size_t i = 0; i < type->n_members; i++) {
        if (type->kind == FEEL_T_CONTEXT)
            feel_scope_add_member(scope, type->names[i]);
        add_members_of(scope, type->types[i], depth + 1);
    }
}

void feel_scope_add_slot(FeelScope *scope, const char *name, int slot, const FeelType *type)
{
    FeelScopeEntry *e = put(scope, &scope->names, name);

    e->kind = FEEL_REF_SLOT;
    e->index = slot;
    e->type = type ? type : &feel_type_any;
    add_members_of(scope, type, 0);
}

void feel_scope_add_function(FeelScope *scope, const char *name, int index, const FeelType *type)
{
    FeelScopeEntry *e = put(scope, &scope->names, name);

    e->kind = FEEL_REF_FUNCTION;
    e->index = index;
    e->type = type ? type : &feel_type_any;
    add_members_of(scope, type, 0);
}

void feel_scope_add_member(FeelScope *scope, const char *name)
{
    put(scope, &scope->members, name);
}

void feel_scope_add_type(FeelScope *scope, const char *name, const FeelType *type)
{
    put(scope, &scope->types, name)->type = type;
    add_members_of(scope, type, 0);
}

void feel_scope_set_path_resolver(FeelScope *scope, FeelPathResolver resolver, void *host)
{
    scope->resolver = resolver;
    scope->host = host;
}

FeelDialect feel_scope_dialect(const FeelScope *scope)
{
    return scope->dialect;
}

int feel_scope_slot(const FeelScope *scope, const char *name)
{
    g_autoptr(Arena) arena = arena_new(0);
    const FeelScopeEntry *e = feel_scope_find(scope, feel_name_normal(arena, name, strlen(name)));

    return e && e->kind == FEEL_REF_SLOT ? e->index : -1;
}

const FeelScopeEntry *feel_scope_find(const FeelScope *scope, const char *name)
{
    const FeelScopeEntry *e = NULL;

    for (; scope && !e; scope = scope->outer)
        e = table_find(&scope->names, name);
    return e;
}

bool feel_scope_has_member(const FeelScope *scope, const char *name)
{
    for (; scope; scope = scope->outer)
        if (table_find(&scope->members, name))
            return true;
    return feel_is_property(name);
}

const FeelType *feel_scope_find_type(const FeelScope *scope, const char *name)
{
    for (; scope; scope = scope->outer) {
        const FeelScopeEntry *e = table_find(&scope->types, name);

        if (e)
            return e->type;
    }
    return NULL;
}

int feel_scope_find_builtin(const FeelScope *scope, const char *name)
{
    int id = feel_builtin_find(name);

    if (id >= 0 && scope->dialect == FEEL_STANDARD &&
        feel_builtin_where((FeelBuiltinId)id) == FEEL_BUILTIN_REGULATION)
        return -1;
    return id;
}

size_t feel_scope_max_parts(const FeelScope *scope)
{
    size_t max = BUILTIN_MAX_PARTS;

    for (; scope; scope = scope->outer)
        max = MAX(max, scope->max_parts);
    return max;
}

void feel_scope_each(const FeelScope *scope,
                     void (*visit)(const FeelScopeEntry *entry, void *data),
                     void *data)
{
    for (; scope; scope = scope->outer)
        for (const FeelScopeEntry *e = scope->names.first; e; e = e->next)
            visit(e, data);
}

int feel_scope_resolve_path(const FeelScope *scope,
                            int base_slot,
                            const char *member,
                            const FeelType **out_type)
{
    for (; scope; scope = scope->outer)
        if (scope->resolver)
            return scope->resolver(scope->host, base_slot, member, out_type);
    return -1;
}
