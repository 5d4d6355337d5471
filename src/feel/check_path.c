/* base.member: entries, properties, links (feel-reference 2.13, 4.6; notation §2). */
#include "feel/check_private.h"
#include "feel/names.h"

static void hint_members(FeelChecker *c, const FeelType *type, const char *member)
{
    FeelNearest nearest = {.wanted = member};
    const char *text;

    if (type->kind != FEEL_T_CONTEXT)
        return;
    for (size_t i = 0; i < type->n_members; i++)
        feel_nearest_offer(&nearest, type->names[i]);
    text = feel_nearest_text(&nearest, c->arena);
    if (text)
        diag_hint(c->diags, "did you mean %s?", text);
}

static const FeelType *
no_member(FeelChecker *c, const FeelNode *node, const FeelType *type, const char *message)
{
    feel_finding_at(c, node->name_offset, "feel.unknown-member", message);
    diag_seen(c->diags, "%s.%s", feel_type_brief(c->arena, type), node->name);
    hint_members(c, type, node->name);
    return &feel_type_any;
}

/* The type of the member for a base of type `type`, links excepted. */
static const FeelType *member_type(FeelChecker *c, const FeelNode *node, const FeelType *type)
{
    const FeelType *found = NULL;

    switch (type->kind) {
    case FEEL_T_ANY:
    case FEEL_T_NULL:
        return type;
    case FEEL_T_LIST:
        return feel_type_list(c->arena, member_type(c, node, feel_or_any(type->element)));
    case FEEL_T_CONTEXT:
        found = feel_type_member(type, node->name);
        if (!found && !type->names)
            return &feel_type_any;
        break;
    case FEEL_T_DATE:
    case FEEL_T_TIME:
    case FEEL_T_DATE_TIME:
    case FEEL_T_DT_DURATION:
    case FEEL_T_YM_DURATION:
    case FEEL_T_RANGE:
        found = feel_property_type(type->kind, type->element, node->name);
        break;
    case FEEL_T_BOOLEAN:
    case FEEL_T_NUMBER:
    case FEEL_T_STRING:
    case FEEL_T_FUNCTION:
        break;
    }
    return found ? found : no_member(c, node, type, "this has no member of that name");
}

/* Turns link.member into the column that the host has for it. */
static const FeelType *infer_link(FeelChecker *c, FeelNode *node)
{
    const FeelNode *base = node->kids[0];
    const FeelType *type = NULL;
    int slot;

    if (base->kind != FEEL_N_NAME || base->ref.kind != FEEL_REF_SLOT) {
        feel_finding_at(c, node->name_offset, "feel.link-path",
                        "only a name can be followed to another row");
        diag_hint(c->diags, "give the link a name of its own first");
        return &feel_type_any;
    }
    slot = feel_scope_resolve_path(c->scope, base->ref.index, node->name, &type);
    if (slot < 0) {
        feel_finding_at(c, node->name_offset, "feel.unknown-member",
                        "the linked row has no such member");
        diag_seen(c->diags, "%s.%s", base->name, node->name);
        diag_expected(c->diags, "an attribute or result of %s", base->type->row_of);
        return &feel_type_any;
    }
    node->name = arena_printf(c->arena, "%s.%s", base->name, node->name);
    node->kind = FEEL_N_NAME;
    node->ref = (FeelRef){.kind = FEEL_REF_SLOT, .index = slot};
    node->n_kids = 0;
    return feel_or_any(type);
}

const FeelType *feel_infer_path(FeelChecker *c, FeelNode *node)
{
    const FeelType *type = feel_infer(c, node->kids[0]);

    if (type->kind == FEEL_T_STRING && type->row_of)
        return infer_link(c, node);
    return member_type(c, node, type);
}
