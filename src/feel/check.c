/* Types bottom-up: entry points, findings, and the kinds of nodes that need only a few lines. */
#include <string.h>

#include "feel/check_private.h"
#include "feel/parser_private.h"

void feel_finding_at(FeelChecker *c, size_t offset, const char *code, const char *message)
{
    diag_add(c->diags, c->strict ? DIAG_ERROR : DIAG_WARNING, code,
             feel_place(c->diags, c->src, offset), "%s", text_in(diags_lang(c->diags), message));
    c->failed = true;
}

void feel_finding(FeelChecker *c, const FeelNode *at, const char *code, const char *message)
{
    feel_finding_at(c, at->offset, code, message);
}

const FeelType *feel_wrong_type(FeelChecker *c,
                                const FeelNode *at,
                                const char *message,
                                const FeelType *seen,
                                const char *expected)
{
    feel_finding(c, at, "feel.type", message);
    diag_seen(c->diags, "%s", feel_type_brief(c->arena, seen));
    diag_expected(c->diags, "%s", text_in(diags_lang(c->diags), expected));
    return &feel_type_any;
}

const FeelType *feel_element_type(const FeelType *type)
{
    return type->kind == FEEL_T_LIST ? feel_or_any(type->element) : type;
}

void feel_need_boolean(FeelChecker *c, const FeelNode *node, const char *message)
{
    if (feel_type_known(node->type) && node->type->kind != FEEL_T_BOOLEAN)
        feel_wrong_type(c, node, message, node->type, "boolean");
}

const char *feel_kinds_text(FeelChecker *c, FeelKinds kinds)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (FeelTypeKind kind = FEEL_T_BOOLEAN; kind <= FEEL_T_FUNCTION; kind++) {
        const FeelType type = {.kind = kind};
        const char *name = feel_type_brief(c->arena, &type);

        if (!(kinds & ((FeelKinds)1 << kind)))
            continue;
        if (out->len > 0)
            g_string_append(out, " | ");
        /* "list", not "list<Any>" */
        g_string_append_len(out, name, (gssize)strcspn(name, "<"));
    }
    return arena_strndup(c->arena, out->str, out->len);
}

static const FeelType *infer_const(const FeelValue *value)
{
    switch (value->kind) {
    case FEEL_NULL:
    case FEEL_MISSING:
        return &feel_type_null;
    case FEEL_BOOLEAN:
        return &feel_type_boolean;
    case FEEL_NUMBER:
        return &feel_type_number;
    case FEEL_STRING:
        return &feel_type_string;
    case FEEL_DATE:
        return &feel_type_date;
    case FEEL_TIME:
        return &feel_type_time;
    case FEEL_DATE_TIME:
        return &feel_type_date_time;
    case FEEL_DT_DURATION:
        return &feel_type_dt_duration;
    case FEEL_YM_DURATION:
        return &feel_type_ym_duration;
    case FEEL_LIST:
    case FEEL_CONTEXT:
    case FEEL_RANGE:
    case FEEL_FUNCTION: /* not folded */
        return &feel_type_any;
    }
    return &feel_type_any;
}

static const FeelType *infer_junction(FeelChecker *c, FeelNode *node)
{
    for (size_t i = 0; i < node->n_kids; i++) {
        feel_infer(c, node->kids[i]);
        feel_need_boolean(c, node->kids[i], "`and` and `or` join conditions");
    }
    return &feel_type_boolean;
}

static const FeelType *infer_if(FeelChecker *c, FeelNode *node)
{
    feel_infer(c, node->kids[0]);
    feel_need_boolean(c, node->kids[0], "what stands after `if` is no condition");
    feel_infer(c, node->kids[1]);
    feel_infer(c, node->kids[2]);
    return feel_type_join(node->kids[1]->type, node->kids[2]->type);
}

static const FeelType *infer_list(FeelChecker *c, FeelNode *node)
{
    const FeelType *element = &feel_type_null;

    for (size_t i = 0; i < node->n_kids; i++)
        element = feel_type_join(element, feel_infer(c, node->kids[i]));
    return feel_type_list(c->arena, element);
}

static const FeelType *infer_instance_of(FeelChecker *c, FeelNode *node)
{
    feel_infer(c, node->kids[0]);
    return &feel_type_boolean;
}

/* Of kinds with operators and ranges. */
static const FeelType *infer_operation(FeelChecker *c, FeelNode *node)
{
    switch ((int)node->kind) {
    case FEEL_N_NEGATE:
        return feel_infer_negate(c, node);
    case FEEL_N_ARITH:
        return feel_infer_arith(c, node);
    case FEEL_N_COMPARE:
        return feel_infer_compare(c, node);
    case FEEL_N_BETWEEN:
        return feel_infer_between(c, node);
    case FEEL_N_IN:
        return feel_infer_in(c, node);
    case FEEL_N_INTERVAL:
        return feel_infer_interval(c, node);
    case FEEL_N_UNARY_RANGE:
        return feel_infer_unary_range(c, node);
    default:
        return &feel_type_any;
    }
}

static const FeelType *infer_kind(FeelChecker *c, FeelNode *node)
{
    switch (node->kind) {
    case FEEL_N_CONST:
        return infer_const(&node->value);
    case FEEL_N_NAME:
        return feel_infer_name(c, node);
    case FEEL_N_INPUT:
        return feel_or_any(c->input);
    case FEEL_N_DASH:
        return &feel_type_boolean;
    case FEEL_N_NEGATE:
    case FEEL_N_ARITH:
    case FEEL_N_COMPARE:
    case FEEL_N_BETWEEN:
    case FEEL_N_IN:
    case FEEL_N_INTERVAL:
    case FEEL_N_UNARY_RANGE:
        return infer_operation(c, node);
    case FEEL_N_AND:
    case FEEL_N_OR:
        return infer_junction(c, node);
    case FEEL_N_INSTANCE_OF:
        return infer_instance_of(c, node);
    case FEEL_N_IF:
        return infer_if(c, node);
    case FEEL_N_FOR:
    case FEEL_N_SOME:
    case FEEL_N_EVERY:
        return feel_infer_loop(c, node);
    case FEEL_N_SPAN: /* its loop infers it */
        return &feel_type_any;
    case FEEL_N_LIST:
        return infer_list(c, node);
    case FEEL_N_CONTEXT:
        return feel_infer_context(c, node);
    case FEEL_N_FUNCTION:
        return feel_infer_function(c, node);
    case FEEL_N_PATH:
        return feel_infer_path(c, node);
    case FEEL_N_FILTER:
        return feel_infer_filter(c, node);
    case FEEL_N_CALL:
        return feel_infer_call(c, node);
    case FEEL_N_TESTS:
    case FEEL_N_NOT_TESTS:
        return feel_infer_tests(c, node);
    case FEEL_N_HOST:
        for (size_t i = 0; i < node->n_kids; i++)
            feel_infer(c, node->kids[i]);
        return feel_or_any(node->as_type);
    }
    return &feel_type_any;
}

const FeelType *feel_infer(FeelChecker *c, FeelNode *node)
{
    const SrcText *around = c->src;

    if (node->src)
        c->src = node->src;
    node->type = infer_kind(c, node);
    c->src = around;
    return node->type;
}

bool feel_check(Arena *arena,
                const FeelScope *scope,
                FeelNode *node,
                const SrcText *src,
                const FeelType *input_type,
                Diags *diags)
{
    FeelChecker c = {.arena = arena, .scope = scope, .src = src, .diags = diags};

    c.strict = feel_scope_dialect(scope) == FEEL_REGULATION;
    c.input = input_type;
    feel_infer(&c, node);
    return !c.strict || !c.failed;
}

bool feel_check_body(Arena *arena,
                     const FeelScope *scope,
                     const FeelHostFunction *function,
                     FeelNode *body,
                     Diags *diags)
{
    FeelChecker c = {.arena = arena, .scope = scope, .src = function->src, .diags = diags};
    const CheckFrame frame = {
        .names = function->params, .types = function->types, .n = function->n_params};

    c.strict = feel_scope_dialect(scope) == FEEL_REGULATION;
    c.frames = &frame;
    feel_infer(&c, body);
    return !c.strict || !c.failed;
}

bool feel_check_function(Arena *arena,
                         const FeelScope *scope,
                         const FeelFrame *params,
                         const FeelType *const *types,
                         FeelNode *body,
                         const SrcText *src,
                         Diags *diags)
{
    FeelChecker c = {.arena = arena, .scope = scope, .src = src, .diags = diags};
    const CheckFrame frame = {.names = (const char *const *)params->names->pdata,
                              .types = types,
                              .n = types ? params->names->len : 0};

    c.strict = feel_scope_dialect(scope) == FEEL_REGULATION;
    c.frames = &frame;
    feel_infer(&c, body);
    return !c.strict || !c.failed;
}
