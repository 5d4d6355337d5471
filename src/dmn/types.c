/* Item definitions into types. */
#include "dmn/types.h"

#include <string.h>

#include "feel/names.h"

enum { MAX_TYPE_DEPTH = 64 }; /* of item definitions in each other */

struct DmnTypes {
    Arena *arena;
    const DmnDocument *doc;
    FeelScope *scope;
    Diags *diags;
    GHashTable *types; /* normal name -> DmnType *, imports qualified */
    GHashTable *items; /* normal name -> const DmnItem * */
    GPtrArray *names;  /* of the document's own, in order */
    size_t depth;
    size_t level; /* of lists and contexts around what is being built */
};

static char *normal(const DmnTypes *t, const char *name)
{
    return feel_name_normal(t->arena, name, strlen(name));
}

DmnTypes *dmn_types_new(Arena *arena, const DmnDocument *doc, FeelScope *scope, Diags *diags)
{
    DmnTypes *t = ARENA_NEW(arena, DmnTypes);

    *t = (DmnTypes){.arena = arena, .doc = doc, .scope = scope, .diags = diags};
    t->types = g_hash_table_new(g_str_hash, g_str_equal);
    t->items = g_hash_table_new(g_str_hash, g_str_equal);
    t->names = g_ptr_array_new();
    return t;
}

void dmn_types_finish(DmnTypes *t)
{
    g_hash_table_unref(t->types);
    g_hash_table_unref(t->items);
    g_ptr_array_unref(t->names);
}

void dmn_types_import(DmnTypes *t, const char *name, const DmnTypes *other)
{
    for (guint i = 0; i < other->names->len; i++) {
        const char *own = g_ptr_array_index(other->names, i);
        DmnType *type = g_hash_table_lookup(other->types, own);
        char *full = normal(t, *name ? arena_printf(t->arena, "%s.%s", name, own) : own);

        if (!type)
            continue;
        g_hash_table_insert(t->types, full, type);
        feel_scope_add_type(t->scope, full, type->type);
    }
}

/* ---- building ---- */

static const DmnType *build_item(DmnTypes *t, const DmnItem *item, DmnType *out);

static const DmnType *plain(DmnTypes *t, const FeelType *type)
{
    DmnType *out = ARENA_NEW(t->arena, DmnType);

    out->name = "";
    out->type = type;
    return out;
}

/* A reference to a type that is being built. Without a list or context between, it says nothing. */
static const DmnType *recursive(DmnTypes *t, const DmnType *target)
{
    DmnType *out = ARENA_NEW(t->arena, DmnType);

    if (target->level == t->level) {
        const DmnItem *item = g_hash_table_lookup(t->items, normal(t, target->name));

        diag_add(t->diags, DIAG_ERROR, "dmn.type-circle", item ? item->pos : (SrcPos){0},
                 "this type is defined by itself");
        diag_seen(t->diags, "%s", target->name);
        return NULL;
    }

    *out = (DmnType){.name = target->name, .type = &feel_type_any};
    out->checks = true;
    out->is_recursive = true;
    out->base = target;
    return out;
}

static const DmnType *named(DmnTypes *t, const char *name)
{
    DmnType *type = g_hash_table_lookup(t->types, name);
    const DmnItem *item = type ? NULL : g_hash_table_lookup(t->items, name);

    if (type)
        return type->type ? type : recursive(t, type);
    if (!item)
        return NULL;
    if (t->depth >= MAX_TYPE_DEPTH) {
        diag_add(t->diags, DIAG_ERROR, "dmn.too-deep", item->pos,
                 "item definitions are nested too deeply");
        diag_expected(t->diags, "at most %d", MAX_TYPE_DEPTH);
        return NULL;
    }
    type = ARENA_NEW(t->arena, DmnType);
    type->name = item->name;
    type->level = t->level;
    g_hash_table_insert(t->types, (gpointer)name, type);
    build_item(t, item, type);
    feel_scope_add_type(t->scope, name, type->type);
    return type;
}

const DmnType *dmn_types_find(DmnTypes *t, const DmnTypeRef *ref)
{
    const FeelType *type;
    const DmnType *found;
    g_autoptr(Diags) unread = NULL;

    if (ref->len == 0)
        return NULL;
    found = named(t, normal(t, ref->text));
    if (found || g_hash_table_contains(t->items, normal(t, ref->text)))
        return found; /* none: a circle, told already */
    unread = diags_new(LANG_EN);
    if (!feel_parse_type_text(t->arena, t->scope, ref, &type, unread) || !type) {
        diag_add(t->diags, DIAG_ERROR, "dmn.unknown-type", ref->start,
                 "there is no type of this name");
        diag_seen(t->diags, "%s", ref->text);
        return NULL;
    }
    return type->kind == FEEL_T_ANY ? NULL : plain(t, type);
}

static const FeelProgram *compile_tests(DmnTypes *t, const SrcText *text, const FeelType *type)
{
    FeelNode *node;

    if (text->len == 0)
        return NULL;
    node = feel_parse(t->arena, t->scope, text, FEEL_UNARY_TESTS, t->diags);
    if (!node)
        return NULL;
    feel_check(t->arena, t->scope, node, text, type, t->diags);
    return feel_compile(t->arena, node, text, FEEL_STANDARD, NULL);
}

static void build_components(DmnTypes *t, const DmnItem *item, DmnType *out)
{
    size_t n = item->n_components;
    const char **names = ARENA_NEW_N(t->arena, const char *, n);
    const FeelType **types = ARENA_NEW_N(t->arena, const FeelType *, n);

    out->members = ARENA_NEW_N(t->arena, const DmnType *, n);
    for (size_t i = 0; i < n; i++) {
        DmnType *member = ARENA_NEW(t->arena, DmnType);

        names[i] = normal(t, item->components[i].name);
        member->name = item->components[i].name;
        out->members[i] = build_item(t, &item->components[i], member);
        types[i] = member->type;
        out->checks |= member->checks;
    }
    out->type = feel_type_context(t->arena, names, types, n);
}

static void build_function(DmnTypes *t, const DmnItem *item, DmnType *out)
{
    size_t n = item->n_params;
    const FeelType **types = ARENA_NEW_N(t->arena, const FeelType *, n);

    for (size_t i = 0; i < n; i++)
        types[i] = dmn_feel_type(dmn_types_find(t, &item->params[i].type));
    out->type = feel_type_function(t->arena, NULL, types, n,
                                   dmn_feel_type(dmn_types_find(t, &item->result)));
}

/* What the item is apart from being a collection. */
static void build_content(DmnTypes *t, const DmnItem *item, DmnType *out)
{
    if (item->n_components) {
        build_components(t, item, out);
    } else if (item->is_function) {
        build_function(t, item, out);
    } else {
        out->base = dmn_types_find(t, &item->type);
        out->type = dmn_feel_type(out->base);
        out->checks = out->base && out->base->checks;
    }
    out->allowed = compile_tests(t, &item->allowed,
                                 out->type->kind == FEEL_T_LIST ? out->type->element : out->type);
    out->allowed_text = item->allowed.len ? &item->allowed : NULL;
    out->checks |= out->allowed != NULL;
}

/* Fills *out; its type is set last, so that who finds it without one has found a circle. */
static const DmnType *build_item(DmnTypes *t, const DmnItem *item, DmnType *out)
{
    DmnType made = {.name = item->name};

    t->depth++;
    t->level += item->is_collection || item->n_components;
    build_content(t, item, &made);
    t->level -= item->is_collection || item->n_components;
    t->depth--;
    if (item->is_collection) {
        DmnType *element = ARENA_NEW(t->arena, DmnType);

        *element = made;
        made = (DmnType){.name = item->name, .element = element, .checks = element->checks};
        made.allowed_text = element->allowed_text;
        made.type = feel_type_list(t->arena, element->type);
    }
    made.constraint = compile_tests(t, &item->constraint, made.type);
    made.checks |= made.constraint != NULL;
    *out = made;
    return out;
}

void dmn_types_build(DmnTypes *t)
{
    for (size_t i = 0; i < t->doc->n_items; i++) {
        const DmnItem *item = &t->doc->items[i];
        char *name = normal(t, item->name);

        if (g_hash_table_contains(t->items, name)) {
            diag_add(t->diags, DIAG_ERROR, "dmn.name-twice", item->pos,
                     "there are two item definitions of this name");
            diag_seen(t->diags, "%s", item->name);
            continue;
        }
        g_hash_table_insert(t->items, name, (gpointer)item);
        g_ptr_array_add(t->names, name);
    }
    for (guint i = 0; i < t->names->len; i++)
        (void)named(t, g_ptr_array_index(t->names, i)); /* its findings are all there is to say */
}
