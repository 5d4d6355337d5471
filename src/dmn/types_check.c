/* Values against types: conversion, allowed values, constraints. */
#include "dmn/types.h"

static bool is_true(FeelRun *run, const FeelProgram *tests, const FeelValue *v)
{
    FeelValue answer;
    SrcPos nowhere = {NULL, 0, 0};
    FeelRun *inner = feel_run_enter(run, &nowhere, &answer);

    if (!inner)
        return false;
    answer = feel_run_row(inner, tests, NULL, v);
    feel_run_leave(run, inner);
    return answer.kind == FEEL_BOOLEAN && answer.u.boolean;
}

/* allowedValues are about each item of a list. */
static bool is_allowed(FeelRun *run, const DmnType *type, const FeelValue *v)
{
    if (!type->allowed)
        return true;
    if (v->kind != FEEL_LIST || type->type->kind != FEEL_T_LIST)
        return is_true(run, type->allowed, v);
    for (size_t i = 0; i < v->u.list->n; i++)
        if (v->u.list->items[i].kind != FEEL_NULL &&
            !is_true(run, type->allowed, &v->u.list->items[i]))
            return false;
    return true;
}

static bool parts_allowed(FeelRun *run, const DmnType *type, const FeelValue *v)
{
    if (type->element && v->kind == FEEL_LIST) {
        for (size_t i = 0; i < v->u.list->n; i++)
            if (!dmn_type_allows(run, type->element, &v->u.list->items[i]))
                return false;
    } else if (type->members && v->kind == FEEL_CONTEXT) {
        for (size_t i = 0; i < type->type->n_members; i++) {
            const FeelValue *entry = feel_context_get(v->u.context, type->type->names[i]);
            if (entry && !dmn_type_allows(run, type->members[i], entry))
                return false;
        }
    }
    return true;
}

bool dmn_type_allows(FeelRun *run, const DmnType *type, const FeelValue *v)
{
    if (!type || !type->checks || v->kind == FEEL_NULL)
        return true;
    if (type->is_recursive && !feel_value_conforms(v, type->base->type))
        return false;
    return dmn_type_allows(run, type->base, v) && parts_allowed(run, type, v) &&
           is_allowed(run, type, v) && (!type->constraint || is_true(run, type->constraint, v));
}

DmnCoercion *dmn_coercion_new(Arena *arena, const DmnType *type, SrcPos pos)
{
    DmnCoercion *c = ARENA_NEW(arena, DmnCoercion);

    c->type = type;
    c->wrong_type = (FeelHostFault){
        .code = "dmn.wrong-type", .text = "the value is not of the type declared here", .pos = pos};
    c->not_allowed = (FeelHostFault){.code = "dmn.not-allowed",
                                     .text = "the value is none of the allowed values of its type",
                                     .pos = pos};
    return c;
}

FeelValue dmn_coerce(FeelRun *run, const DmnCoercion *c, const FeelValue *v)
{
    FeelValue out;

    if (!c->type)
        return *v;
    if (!feel_run_convert(run, v, c->type->type, &out))
        return feel_run_fault(run, &c->wrong_type, 0);
    if (!dmn_type_allows(run, c->type, &out))
        return feel_run_fault(run, &c->not_allowed, 0);
    return out;
}
