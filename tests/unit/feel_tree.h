/* feel_tree.h - for tests: a tree as an S-expression that shows structure, references and types. */
#pragma once

#include <glib.h>
#include <string.h>

#include "feel/feel.h"

static inline void tree_ref(GString *out, const char *name, const FeelRef *ref)
{
    switch (ref->kind) {
    case FEEL_REF_UNKNOWN:
        g_string_append_printf(out, "%s?", name);
        return;
    case FEEL_REF_SLOT:
        g_string_append_printf(out, "%s#%d", name, ref->index);
        return;
    case FEEL_REF_LOCAL:
        g_string_append_printf(out, "%s^%d.%d", name, ref->depth, ref->index);
        return;
    case FEEL_REF_MEMBER:
        g_string_append_printf(out, "%s@%d", name, ref->depth);
        if (ref->outer) {
            g_string_append_c(out, '|');
            tree_ref(out, "", ref->outer);
        }
        return;
    case FEEL_REF_BUILTIN:
        g_string_append_printf(out, "%s!", name);
        return;
    case FEEL_REF_FUNCTION:
        g_string_append_printf(out, "%s!%d", name, ref->index);
        return;
    }
}

static inline const char *tree_word(const FeelNode *node)
{
    static const char *const words[] = {
        [FEEL_N_NEGATE] = "neg",      [FEEL_N_AND] = "and",
        [FEEL_N_OR] = "or",           [FEEL_N_BETWEEN] = "between",
        [FEEL_N_IN] = "in",           [FEEL_N_INSTANCE_OF] = "instance",
        [FEEL_N_IF] = "if",           [FEEL_N_FOR] = "for",
        [FEEL_N_SOME] = "some",       [FEEL_N_EVERY] = "every",
        [FEEL_N_SPAN] = "span",       [FEEL_N_LIST] = "list",
        [FEEL_N_CONTEXT] = "context", [FEEL_N_UNARY_RANGE] = "range",
        [FEEL_N_FUNCTION] = "fn",     [FEEL_N_PATH] = "path",
        [FEEL_N_FILTER] = "filter",   [FEEL_N_CALL] = "call",
        [FEEL_N_TESTS] = "tests",     [FEEL_N_NOT_TESTS] = "not-tests",
        [FEEL_N_INPUT] = "?",         [FEEL_N_DASH] = "dash",
        [FEEL_N_ARITH] = "",          [FEEL_N_COMPARE] = "",
        [FEEL_N_INTERVAL] = "",       [FEEL_N_NAME] = "",
        [FEEL_N_CONST] = "",
    };

    return words[node->kind];
}

static inline void tree_head(GString *out, Arena *arena, const FeelNode *node)
{
    static const char *const ops[] = {
        [FEEL_OP_NONE] = "", [FEEL_OP_ADD] = "+",  [FEEL_OP_SUB] = "-", [FEEL_OP_MUL] = "*",
        [FEEL_OP_DIV] = "/", [FEEL_OP_POW] = "**", [FEEL_OP_EQ] = "=",  [FEEL_OP_NE] = "!=",
        [FEEL_OP_LT] = "<",  [FEEL_OP_LE] = "<=",  [FEEL_OP_GT] = ">",  [FEEL_OP_GE] = ">=",
    };

    g_string_append_printf(out, "(%s%s", tree_word(node), ops[node->op]);
    if (node->kind == FEEL_N_INTERVAL)
        g_string_append_printf(out, "%s..%s", node->start_included ? "[" : "(",
                               node->end_included ? "]" : ")");
    if (node->kind == FEEL_N_PATH)
        g_string_append_printf(out, " .%s", node->name);
    if (node->external)
        g_string_append(out, " external");
    for (size_t i = 0; i < node->n_names; i++) {
        g_string_append_printf(out, " %s:", node->names[i]);
        if (node->kind == FEEL_N_FUNCTION && node->types[i])
            g_string_append_printf(out, "<%s>", feel_type_text(arena, node->types[i]));
    }
    if (node->kind == FEEL_N_INSTANCE_OF || node->as_type)
        g_string_append_printf(out, " <%s>",
                               node->as_type ? feel_type_text(arena, node->as_type) : "?");
}

static inline void tree_append(GString *out, Arena *arena, const FeelNode *node)
{
    if (node->kind == FEEL_N_NAME) {
        tree_ref(out, node->name, &node->ref);
    } else if (node->kind == FEEL_N_CONST) {
        g_string_append(out, feel_print(arena, node));
    } else if (node->kind == FEEL_N_INPUT || node->kind == FEEL_N_DASH) {
        g_string_append(out, tree_word(node));
    } else {
        tree_head(out, arena, node);
        for (size_t i = 0; i < node->n_kids; i++) {
            g_string_append_c(out, ' ');
            tree_append(out, arena, node->kids[i]);
        }
        g_string_append_c(out, ')');
    }
}

static inline char *tree_text(Arena *arena, const FeelNode *node)
{
    g_autoptr(GString) out = g_string_new(NULL);

    tree_append(out, arena, node);
    return arena_strndup(arena, out->str, out->len);
}

/* "line:column code" of every finding (seen), (expected), (hint), each on a line of its own. */
static inline char *findings_text(Arena *arena, const Diags *diags, bool with_texts)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *d = diags_get(diags, i);

        g_string_append_printf(out, "%s%s%u:%u %s", i > 0 ? "\n" : "",
                               d->severity == DIAG_WARNING ? "warning " : "", d->pos.line,
                               d->pos.column, d->code);
        if (with_texts && d->seen)
            g_string_append_printf(out, " seen[%s]", d->seen);
        if (with_texts && d->expected)
            g_string_append_printf(out, " expected[%s]", d->expected);
        if (with_texts && d->hint)
            g_string_append_printf(out, " hint[%s]", d->hint);
    }
    return arena_strndup(arena, out->str, out->len);
}

static inline SrcText src_of(const char *text)
{
    return (SrcText){
        .text = text, .len = strlen(text), .start = {"t", 1, 1}
    };
}
