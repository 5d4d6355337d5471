/* Functions: definitions as boxed expressions, and the bodies of business knowledge models. */
#include <string.h>

#include "dmn/program_private.h"
#include "feel/names.h"

const FeelType *dmn_result_type(const DmnType *type)
{
    if (!type)
        return NULL;
    return type->type->kind == FEEL_T_FUNCTION ? type->type->element : type->type;
}

/* ---- allowed values of parameters ---- */

static FeelValue is_allowed(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    const DmnCoercion *c = data;

    (void)n;
    if (dmn_type_allows(run, c->type, &args[0]))
        return feel_boolean(true);
    (void)feel_run_fault(run, &c->not_allowed, 0); /* the result is what counts */
    return feel_boolean(false);
}

/* if allowed(p) then body else null, for each parameter whose type has allowed values. */
static FeelNode *guard(DmnBuilder *b, const DmnFunction *f, FeelNode *body)
{
    for (size_t i = f->n_params; i-- > 0;) {
        const DmnType *type = dmn_types_find(b->unit->types, &f->params[i].type);
        const SrcText *at = dmn_build_at(b, f->params[i].pos);
        FeelHostOp *op;
        FeelNode *arg, *kids[3], *node;

        if (!type || !type->checks)
            continue;
        op = ARENA_NEW(b->arena, FeelHostOp);
        op->eval = is_allowed;
        op->data = dmn_coercion_new(b->arena, type, f->params[i].pos);
        arg = dmn_build_param(b, f->params[i].name, i, at);
        kids[0] = dmn_build_op(b, op, &feel_type_boolean, at, &arg, 1);
        kids[1] = body;
        kids[2] = dmn_build_null(b, at);
        node = feel_node_build(b->arena, FEEL_N_IF, at, kids, 3, b->diags);
        body = node ? node : dmn_build_null(b, at);
    }
    return body;
}

/* ---- definitions ---- */

/* {java: what} or {pmml: what}: the form of FEEL's own external functions. */
static FeelNode *build_external(DmnBuilder *b, const DmnFunction *f, const SrcText *at)
{
    static const char *const java[] = {"java"}, *const pmml[] = {"pmml"};
    const char *const *names = f->kind == DMN_FUNCTION_JAVA ? java : pmml;
    FeelBound frame = {.outer = b->bound, .kind = FEEL_N_CONTEXT, .names = names};
    FeelNode *kid, *node;

    b->bound = &frame;
    kid = f->body ? dmn_build_box(b, f->body) : dmn_build_null(b, at);
    b->bound = frame.outer;
    node = feel_node_build(b->arena, FEEL_N_CONTEXT, at, &kid, 1, b->diags);
    if (!node)
        return dmn_build_null(b, at);
    node->names = names;
    node->n_names = 1;
    return node;
}

static FeelNode *build_feel_body(DmnBuilder *b, const DmnFunction *f, const SrcText *at)
{
    FeelNode *body = f->body ? dmn_build_box(b, f->body) : dmn_build_null(b, at);
    const DmnType *type = dmn_types_find(b->unit->types, &f->type);

    if (type && type->type->kind != FEEL_T_FUNCTION)
        body = dmn_build_coercion(b, body, type, at);
    return guard(b, f, body);
}

FeelNode *dmn_build_function(DmnBuilder *b, const DmnFunction *f, SrcPos pos)
{
    const SrcText *at = dmn_build_at(b, pos);
    const char **names = ARENA_NEW_N(b->arena, const char *, f->n_params);
    const FeelType **types = ARENA_NEW_N(b->arena, const FeelType *, f->n_params);
    FeelBound frame = {.outer = b->bound, .kind = FEEL_N_FUNCTION, .names = names};
    const DmnType *type = dmn_types_find(b->unit->types, &f->type);
    FeelNode *body, *node;

    for (size_t i = 0; i < f->n_params; i++) {
        names[i] = feel_name_normal(b->arena, f->params[i].name, strlen(f->params[i].name));
        types[i] = dmn_feel_type(dmn_types_find(b->unit->types, &f->params[i].type));
    }
    frame.n = f->n_params;
    b->bound = &frame;
    body = f->kind == DMN_FUNCTION_FEEL ? build_feel_body(b, f, at) : build_external(b, f, at);
    b->bound = frame.outer;
    node = feel_node_build(b->arena, FEEL_N_FUNCTION, at, &body, 1, b->diags);
    if (!node)
        return dmn_build_null(b, at);
    node->names = names;
    node->n_names = f->n_params;
    node->types = types;
    node->as_type = dmn_result_type(type);
    node->external = f->kind != DMN_FUNCTION_FEEL;
    return node;
}

/* An external function as the body of a host function: it is made and called. */
static FeelNode *call_external(DmnBuilder *b, const DmnFunction *f, const SrcText *at)
{
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, f->n_params + 1);
    FeelNode *node;

    kids[0] = dmn_build_function(b, f, at->start);
    for (size_t i = 0; i < f->n_params; i++)
        kids[i + 1] = dmn_build_param(b, f->params[i].name, i, at);
    node = feel_node_build(b->arena, FEEL_N_CALL, at, kids, f->n_params + 1, b->diags);
    return node ? node : dmn_build_null(b, at);
}

FeelNode *dmn_build_body(DmnBuilder *b, const DmnFunction *f, const DmnType *result, SrcPos pos)
{
    const SrcText *at = dmn_build_at(b, pos);
    FeelNode *body =
        f->kind == DMN_FUNCTION_FEEL ? build_feel_body(b, f, at) : call_external(b, f, at);

    if (result && result->type->kind != FEEL_T_FUNCTION)
        body = dmn_build_coercion(b, body, result, at);
    return body;
}
