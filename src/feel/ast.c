#include "feel/ast_private.h"

#include <string.h>

FeelNode *feel_node_new(Arena *arena, FeelNodeKind kind, size_t start, size_t end)
{
    FeelNode *node = ARENA_NEW(arena, FeelNode);

    node->kind = kind;
    node->offset = (uint32_t)start;
    node->len = (uint32_t)(end - start);
    node->height = 1;
    return node;
}

void feel_node_set_kids(Arena *arena, FeelNode *node, FeelNode *const *kids, size_t n)
{
    node->kids = ARENA_NEW_N(arena, FeelNode *, n);
    node->n_kids = n;
    for (size_t i = 0; i < n; i++) {
        node->kids[i] = kids[i];
        node->height = MAX(node->height, kids[i]->height + 1);
    }
}

void feel_node_set_names(Arena *arena, FeelNode *node, const char *const *names, size_t n)
{
    const char **copy = ARENA_NEW_N(arena, const char *, n);

    for (size_t i = 0; i < n; i++)
        copy[i] = names[i];
    node->names = copy;
    node->n_names = n;
}

FeelNode *feel_node_build(Arena *arena,
                          FeelNodeKind kind,
                          const SrcText *src,
                          FeelNode *const *kids,
                          size_t n_kids,
                          Diags *diags)
{
    FeelNode *node = feel_node_new(arena, kind, 0, src->len);

    node->src = src;
    feel_node_set_kids(arena, node, kids, n_kids);
    if (node->height <= FEEL_MAX_NESTING)
        return node;
    diag_add(diags, DIAG_ERROR, "feel.too-deep", src->start, "the expression is nested too deeply");
    diag_hint(diags, "%s", text_in(diags_lang(diags), "split it into several named parts"));
    return NULL;
}

SrcPos feel_place(const Diags *diags, const SrcText *src, size_t offset)
{
    return diags && diags_n(diags) < DIAGS_MAX ? src_text_pos(src, offset) : src->start;
}

void feel_walk(const FeelNode *node, void (*visit)(const FeelNode *node, void *data), void *data)
{
    visit(node, data);
    for (size_t i = 0; i < node->n_kids; i++)
        feel_walk(node->kids[i], visit, data);
}
