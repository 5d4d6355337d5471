/* ast_private.h - building the tree; private to feel/. */
#pragma once

#include "feel/ast.h"
#include "feel/feel.h"

/* A leaf over the bytes start … end of the text. */
FeelNode *feel_node_new(Arena *arena, FeelNodeKind kind, size_t start, size_t end);
/* Copies the arrays (not what they point to); sets the height from the kids. */
void feel_node_set_kids(Arena *arena, FeelNode *node, FeelNode *const *kids, size_t n);
void feel_node_set_names(Arena *arena, FeelNode *node, const char *const *names, size_t n);
/* The position of a finding; not worked out if `diags` would not keep it. */
SrcPos feel_place(const Diags *diags, const SrcText *src, size_t offset);
