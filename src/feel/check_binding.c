/* What binds names: loops, contexts, function literals, filters. */
#include <string.h>

#include "feel/check_private.h"

static const FeelType *infer_span(FeelChecker *c, FeelNode *span)
{
    const FeelType *from = feel_infer(c, span->kids[0]);
    const FeelType *to = feel_infer(c, span->kids[1]);

    span->type = &feel_type_any;
    for (size_t i = 0; i < 2; i++) {
        const FeelType *type = span->kids[i]->type;

        if (feel_type_known(type) && type->kind != FEEL_T_NUMBER && type->kind != FEEL_T_DATE)
            return feel_wrong_type(c, span->kids[i],
                                   "only integers and dates can be counted through", type,
                                   "number or date");
    }
    if (feel_type_known(from) && feel_type_known(to) && from->kind != to->kind)
        return feel_wrong_type(c, span->kids[1], "the two ends of a range are of different kinds",
                               to, feel_type_brief(c->arena, from));
    return feel_type_known(from) ? from : to;
}

/* The type of an iterator that goes through `domain`. */
static const FeelType *infer_domain(FeelChecker *c, FeelNode *domain)
{
    const FeelType *type, *element;

    if (domain->kind == FEEL_N_SPAN)
        return infer_span(c, domain);
    type = feel_infer(c, domain);
    if (type->kind != FEEL_T_RANGE)
        return type->kind == FEEL_T_NULL ? &feel_type_any : feel_element_type(type);
    element = feel_or_any(type->element);
    if (feel_type_known(element) && element->kind != FEEL_T_NUMBER && element->kind != FEEL_T_DATE)
        return feel_wrong_type(c, domain, "only integers and dates can be counted through", element,
                               "number or date");
    return element;
}

const FeelType *feel_infer_loop(FeelChecker *c, FeelNode *node)
{
    static const FeelType any_list = {.kind = FEEL_T_LIST, .element = &feel_type_any};
    size_t n = node->n_names;
    const FeelType **types = ARENA_NEW_N(c->arena, const FeelType *, n + 1);
    const char **names = ARENA_NEW_N(c->arena, const char *, n + 1);
    CheckFrame frame = {.outer = c->frames, .names = names, .types = types};
    const FeelType *body;

    c->frames = &frame;
    for (size_t i = 0; i < n; i++) {
        types[i] = infer_domain(c, node->kids[i]);
        names[i] = node->names[i];
        frame.n = i + 1;
    }
    if (node->kind == FEEL_N_FOR) {
        types[n] = &any_list;
        names[n] = "partial";
        frame.n = n + 1;
    }
    body = feel_infer(c, node->kids[n]);
    c->frames = frame.outer;
    if (node->kind == FEEL_N_FOR)
        return feel_type_list(c->arena, body);
    feel_need_boolean(c, node->kids[n], "what stands after `satisfies` is no condition");
    return &feel_type_boolean;
}

const FeelType *feel_infer_context(FeelChecker *c, FeelNode *node)
{
    const FeelType **types = ARENA_NEW_N(c->arena, const FeelType *, node->n_kids);
    CheckFrame frame = {.outer = c->frames, .names = node->names, .types = types};
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    c->frames = &frame;
    for (size_t i = 0; i < node->n_kids; i++) {
        types[i] = feel_infer(c, node->kids[i]);
        frame.n = i + 1;
        if (!g_hash_table_add(seen, (gpointer)node->names[i])) {
            feel_finding(c, node->kids[i], "feel.duplicate-key", "the key stands here twice");
            diag_seen(c->diags, "%s", node->names[i]);
        }
    }
    c->frames = frame.outer;
    return feel_type_context(c->arena, node->names, types, node->n_kids);
}

const FeelType *feel_infer_function(FeelChecker *c, FeelNode *node)
{
    CheckFrame frame = {
        .outer = c->frames, .names = node->names, .types = node->types, .n = node->n_names};
    const FeelType *result;

    c->frames = &frame;
    result = feel_infer(c, node->kids[0]);
    c->frames = frame.outer;
    if (node->external)
        result = &feel_type_any;
    return feel_type_function(c->arena, node->names, node->types, node->n_names,
                              node->as_type ? node->as_type : result);
}

const FeelType *feel_infer_filter(FeelChecker *c, FeelNode *node)
{
    const FeelType *element = feel_element_type(feel_infer(c, node->kids[0]));
    CheckFrame frame = {.outer = c->frames, .filtered = element};
    const FeelType *bracket;

    c->frames = &frame;
    bracket = feel_infer(c, node->kids[1]);
    c->frames = frame.outer;
    switch ((int)bracket->kind) {
    case FEEL_T_NUMBER:
        if (!node->only_condition)
            return element;
        return feel_wrong_type(c, node->kids[1], "what stands in a filter is no condition", bracket,
                               "boolean");
    case FEEL_T_BOOLEAN:
    case FEEL_T_NULL:
        return feel_type_list(c->arena, element);
    case FEEL_T_ANY:
        return &feel_type_any;
    default:
        return feel_wrong_type(c, node->kids[1],
                               "what stands in brackets after a list is neither a position nor a "
                               "condition",
                               bracket, "number or boolean");
    }
}
