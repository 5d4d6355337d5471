/* The name of an import standing alone: a context of the elements that are required of it (6.2). */
#include "dmn/program_private.h"

/* Adds what is required of the document `ns` among `nodes`. */
static void add_required(DmnBuilder *b,
                         const char *ns,
                         const int *nodes,
                         size_t n,
                         GPtrArray *names,
                         GPtrArray *kids,
                         const SrcText *src)
{
    for (size_t i = 0; i < n; i++) {
        const DmnLinked *other = &b->program->nodes[nodes[i]];
        bool is_function = other->function >= 0;
        FeelNode *kid;

        if (!g_str_equal(other->unit->doc->ns, ns))
            continue;
        kid = feel_node_build(b->arena, FEEL_N_NAME, src, NULL, 0, b->diags);
        kid->name = dmn_name_in(b->arena, b->unit, other);
        kid->ref = (FeelRef){.kind = is_function ? FEEL_REF_FUNCTION : FEEL_REF_SLOT,
                             .index = is_function ? other->function : other->slot};
        g_ptr_array_add(kids, kid);
        g_ptr_array_add(names, (gpointer)other->name);
    }
}

static void replace(DmnBuilder *b, FeelNode *node)
{
    const DmnImport *import = &b->unit->doc->imports[node->ref.index - DMN_IMPORT_SLOTS];
    g_autoptr(GPtrArray) names = g_ptr_array_new(), kids = g_ptr_array_new();
    const SrcText *src = dmn_build_at(b, import->pos);
    FeelNode *context;

    if (b->linked->node->kind != DMN_NODE_KNOWLEDGE)
        add_required(b, import->ns, b->linked->inputs, b->linked->n_inputs, names, kids, src);
    add_required(b, import->ns, b->linked->knowledge, b->linked->n_knowledge, names, kids, src);
    context = feel_node_build(b->arena, FEEL_N_CONTEXT, src, (FeelNode *const *)kids->pdata,
                              kids->len, b->diags);
    const char **kept = ARENA_NEW_N(b->arena, const char *, names->len);
    for (guint i = 0; i < names->len; i++)
        kept[i] = g_ptr_array_index(names, i);
    context->names = kept;
    context->n_names = names->len;
    context->offset = node->offset;
    context->len = node->len;
    context->src = node->src;
    *node = *context;
}

/* In a filter a name is first a member of the element; only a qualified name reaches an import from
 * there. */
static FeelRef without_imports(DmnBuilder *b, const FeelRef *ref)
{
    FeelRef out = *ref, *outer;

    if (!ref->outer)
        return out;
    out.outer = NULL;
    if (ref->outer->kind != FEEL_REF_SLOT || ref->outer->index < DMN_IMPORT_SLOTS) {
        outer = ARENA_NEW(b->arena, FeelRef);
        *outer = without_imports(b, ref->outer);
        out.outer = outer;
    }
    return out;
}

void dmn_build_imports(DmnBuilder *b, FeelNode *node)
{
    if (node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_MEMBER)
        node->ref = without_imports(b, &node->ref);
    if (node->kind == FEEL_N_NAME && node->ref.kind == FEEL_REF_SLOT &&
        node->ref.index >= DMN_IMPORT_SLOTS) {
        replace(b, node);
        return;
    }
    for (size_t i = 0; i < node->n_kids; i++)
        dmn_build_imports(b, node->kids[i]);
}
