/* Names: what they are, and what may have been meant by unknown ones. */
#include <string.h>

#include "feel/check_private.h"
#include "feel/names.h"

static void offer_entry(const FeelScopeEntry *entry, void *data)
{
    feel_nearest_offer(data, entry->name);
}

static void offer_members(FeelNearest *nearest, const FeelType *type)
{
    if (type->kind == FEEL_T_CONTEXT)
        for (size_t i = 0; i < type->n_members; i++)
            feel_nearest_offer(nearest, type->names[i]);
}

static void hint_nearest(FeelChecker *c, const FeelNearest *nearest)
{
    const char *text = feel_nearest_text(nearest, c->arena);

    if (text)
        diag_hint(c->diags, "did you mean %s?", text);
}

/* Says which names in reach are spelt alike. */
static void hint_names(FeelChecker *c, const char *name, bool called)
{
    FeelNearest nearest = {.wanted = name};

    if (!c->diags || diags_n(c->diags) >= DIAGS_MAX)
        return; /* it would not be kept */
    for (const CheckFrame *f = c->frames; f; f = f->outer) {
        for (size_t i = 0; i < f->n; i++)
            feel_nearest_offer(&nearest, f->names[i]);
        if (f->filtered)
            offer_members(&nearest, f->filtered);
    }
    feel_scope_each(c->scope, offer_entry, &nearest);
    for (int id = 0; called && id < FEEL_BUILTIN_N; id++)
        if (feel_scope_find_builtin(c->scope, feel_builtin_name((FeelBuiltinId)id)) >= 0)
            feel_nearest_offer(&nearest, feel_builtin_name((FeelBuiltinId)id));
    hint_nearest(c, &nearest);
}

/* In FEEL_STANDARD full-width punctuation is part of a name:
 * the likely reason if one is unknown. */
static bool hint_full_width(FeelChecker *c, const char *name)
{
    for (const char *p = name; *p; p = g_utf8_next_char(p)) {
        const char *ascii = feel_char_ascii(g_utf8_get_char(p));

        if (ascii) {
            diag_hint(c->diags, "write %s", ascii);
            return true;
        }
    }
    return false;
}

static const FeelType *unknown_name(FeelChecker *c, const FeelNode *node, bool called)
{
    if (called)
        feel_finding(c, node, "feel.unknown-function", "there is no function of this name");
    else
        feel_finding(c, node, "feel.unknown-name", "there is nothing of this name");
    diag_seen(c->diags, "%s", node->name);
    if (!hint_full_width(c, node->name))
        hint_names(c, node->name, called);
    return &feel_type_any;
}

void feel_check_builtin(FeelChecker *c, const FeelNode *at, FeelBuiltinId id)
{
    if (c->strict && feel_builtin_where(id) == FEEL_BUILTIN_STANDARD) {
        feel_finding(c, at, "feel.no-clock",
                     "a regulation must not look at the clock: its results would change from day "
                     "to day");
        diag_seen(c->diags, "%s()", feel_builtin_name(id));
        diag_hint(c->diags, "use a date of the cycle");
    }
}

static const CheckFrame *frame_at(const FeelChecker *c, int depth)
{
    const CheckFrame *f = c->frames;

    while (f && depth-- > 0)
        f = f->outer;
    return f;
}

/* Does the type of the filtered element say that `name` is none of its entries? */
static bool lacks_member(const FeelChecker *c, const FeelType *element, const char *name)
{
    if (!feel_type_known(element))
        return element->kind == FEEL_T_NULL;
    if (element->kind != FEEL_T_CONTEXT)
        return true;
    /* A standard context may have more entries than its type; rows of a regulation have not. */
    return c->strict && element->names && !feel_type_member(element, name);
}

/* Replaces a MEMBER reference by what stands outside where the element's type decides. */
static void settle(FeelChecker *c, FeelNode *node, bool called)
{
    while (node->ref.kind == FEEL_REF_MEMBER) {
        const CheckFrame *frame = frame_at(c, node->ref.depth);
        const FeelType *element = frame && frame->filtered ? frame->filtered : &feel_type_any;
        const FeelRef *outer = node->ref.outer;
        bool plain_call = called && outer && outer->kind == FEEL_REF_BUILTIN &&
                          element->kind == FEEL_T_ANY &&
                          !feel_scope_has_member(c->scope, node->name);

        if (!plain_call && !lacks_member(c, element, node->name))
            return;
        if (outer)
            node->ref = *outer;
        else
            node->ref = (FeelRef){.kind = FEEL_REF_UNKNOWN};
    }
}

static const FeelType *infer_member(FeelChecker *c, const FeelNode *node)
{
    const CheckFrame *frame = frame_at(c, node->ref.depth);
    const FeelType *element = frame && frame->filtered ? frame->filtered : &feel_type_any;
    const FeelType *type = feel_type_member(element, node->name);

    if (type)
        return type;
    if (element->kind == FEEL_T_CONTEXT && element->names && !node->ref.outer)
        return unknown_name(c, node, false);
    return &feel_type_any;
}

static const FeelType *infer_slot(const FeelChecker *c, const FeelNode *node)
{
    const FeelScopeEntry *e = feel_scope_find(c->scope, node->name);

    if (e && e->kind == node->ref.kind && e->index == node->ref.index)
        return e->type;
    return feel_or_any(node->type); /* a resolved path that is checked again */
}

static const FeelType *infer_local(const FeelChecker *c, const FeelNode *node)
{
    const CheckFrame *f = frame_at(c, node->ref.depth);

    if (!f)
        return feel_or_any(node->type); /* a function body that is checked again */
    if (f->filtered)
        return f->filtered;
    return (size_t)node->ref.index < f->n ? feel_or_any(f->types[node->ref.index]) : &feel_type_any;
}

static const FeelType *infer_reference(FeelChecker *c, FeelNode *node, bool called)
{
    settle(c, node, called);
    switch (node->ref.kind) {
    case FEEL_REF_UNKNOWN:
        return unknown_name(c, node, called);
    case FEEL_REF_SLOT:
    case FEEL_REF_FUNCTION:
        return infer_slot(c, node);
    case FEEL_REF_LOCAL:
        return infer_local(c, node);
    case FEEL_REF_MEMBER:
        return infer_member(c, node);
    case FEEL_REF_BUILTIN:
        feel_check_builtin(c, node, (FeelBuiltinId)node->ref.index);
        return &feel_type_any; /* several signatures: no one function type */
    }
    return &feel_type_any;
}

const FeelType *feel_infer_name(FeelChecker *c, FeelNode *node)
{
    return infer_reference(c, node, false);
}

const FeelType *feel_infer_callee(FeelChecker *c, FeelNode *node)
{
    node->type = infer_reference(c, node, true);
    return node->type;
}
