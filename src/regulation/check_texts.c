/* Texts that can occur: what a name or expression can be, and comparisons that never hold. */
#include <string.h>

#include "regulation/check_expr_private.h"

enum { TEXTS_MAX = 64 }; /* more texts than this are "any" */

static bool add_text(const char **list, size_t *n, const char *text)
{
    if (check_has_text(list, *n, text))
        return true;
    if (*n == TEXTS_MAX)
        return false;
    list[(*n)++] = text;
    return true;
}

static const RegName *name_of(const Checker *c, const FeelNode *node)
{
    bool is_slot =
        (node->kind == FEEL_N_NAME || node->kind == FEEL_N_PATH) && node->ref.kind == FEEL_REF_SLOT;

    if (!is_slot)
        return NULL;
    const CheckName *name = g_ptr_array_index(c->names, (guint)node->ref.index);
    return &name->pub;
}

/* Adds the texts `node` can give; null gives none. False if it can give any text. */
static bool gather(const Checker *c, const FeelNode *node, const char **list, size_t *n)
{
    const RegName *name = name_of(c, node);

    if (node->kind == FEEL_N_CONST && node->value.kind == FEEL_NULL)
        return true;
    if (node->kind == FEEL_N_CONST && node->value.kind == FEEL_STRING)
        return add_text(list, n, node->value.u.string.text);
    if (node->kind == FEEL_N_IF)
        return gather(c, node->kids[1], list, n) && gather(c, node->kids[2], list, n);
    if (!name || name->n_one_of == 0)
        return false;
    for (size_t i = 0; i < name->n_one_of; i++) {
        if (!add_text(list, n, name->one_of[i]))
            return false;
    }
    return true;
}

bool check_text_domain(Checker *c, const FeelNode *node, const char *const **out, size_t *out_n)
{
    const char *list[TEXTS_MAX];
    size_t n = 0;

    if (!gather(c, node, list, &n) || n == 0)
        return false;
    const char **copy = ARENA_NEW_N(c->arena, const char *, n);
    memcpy(copy, list, n * sizeof *copy);
    *out = copy;
    *out_n = n;
    return true;
}

static void warn_never(
    Checker *c, const char *of, const char *const *list, size_t n, const char *text, SrcPos pos)
{
    const char *near = check_nearest(text, list, n);

    diag_add(c->diags, DIAG_WARNING, "regulation.text-never", pos, "%s is never \"%s\"", of, text);
    diag_seen(c->diags, "%s", text);
    diag_expected(c->diags, "%s", check_texts(c, list, n));
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
}

void check_text_occurs(Checker *c, const RegName *name, const char *text, SrcPos pos)
{
    if (name->n_one_of > 0 && !check_has_text(name->one_of, name->n_one_of, text))
        warn_never(c, name->name, name->one_of, name->n_one_of, text, pos);
}

/* `side` is compared with `other`: is a text in `other` that `side` can never be? */
static void
compare_sides(Checker *c, const FeelNode *side, const FeelNode *other, const SrcText *src)
{
    const char *const *list;
    size_t n;

    if (other->kind == FEEL_N_LIST || other->kind == FEEL_N_TESTS) {
        for (size_t i = 0; i < other->n_kids; i++)
            compare_sides(c, side, other->kids[i], src);
        return;
    }
    if (other->kind != FEEL_N_CONST || other->value.kind != FEEL_STRING)
        return;
    if (side->kind == FEEL_N_CONST || !check_text_domain(c, side, &list, &n))
        return;
    const char *text = other->value.u.string.text;
    if (!check_has_text(list, n, text)) {
        const RegName *name = name_of(c, side);
        warn_never(c, name ? name->name : check_word(c, "this"), list, n, text,
                   src_text_pos(src, other->offset));
    }
}

void check_text_comparisons(Checker *c, const FeelNode *node, const SrcText *src)
{
    if (node->kind == FEEL_N_COMPARE && (node->op == FEEL_OP_EQ || node->op == FEEL_OP_NE)) {
        compare_sides(c, node->kids[0], node->kids[1], src);
        compare_sides(c, node->kids[1], node->kids[0], src);
    } else if (node->kind == FEEL_N_IN) {
        for (size_t i = 1; i < node->n_kids; i++)
            compare_sides(c, node->kids[0], node->kids[i], src);
    }
    for (size_t i = 0; i < node->n_kids; i++)
        check_text_comparisons(c, node->kids[i], src);
}
