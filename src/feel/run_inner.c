/* Operations of the host inside of an expression, and the runs they evaluate in.
 *
 * The outer run is in the middle of a row when a host's operation wants to evaluate something (a
 * table, a decision). It does so in a run of its own, which has the outer one's memory and goes on
 * counting its steps, calls and depth, so that the limits of a row hold for all of it. */
#include "feel/run_private.h"

FeelValue feel_eval_host_op(FeelRun *run, const Code *c)
{
    FeelValue fixed[8], out, *args = fixed;

    if (c->n_kids > G_N_ELEMENTS(fixed)) {
        args = feel_take(run, c, c->n_kids, sizeof *args, &out);
        if (!args)
            return out;
    }
    for (size_t i = 0; i < c->n_kids; i++)
        args[i] = feel_eval(run, c->kids[i]);
    if (feel_any_missing(run, args, c->n_kids, &out))
        return out;
    return c->host_op->eval(c->host_op->data, run, args, c->n_kids);
}

FeelRun *feel_run_enter(FeelRun *run, const SrcPos *pos, FeelValue *out)
{
    static const FeelHostFault too_deep = {.code = "feel.limit-calls",
                                           .text = "limit reached: calls are nested too deeply"};
    FeelRun *inner = run->inner;

    if (run->call_depth >= FEEL_MAX_CALL_DEPTH) {
        FeelHostFault *fault = ARENA_NEW(run->arena, FeelHostFault);

        *fault = too_deep;
        fault->pos = *pos;
        *out = feel_run_fault(run, fault, run->row);
        return NULL;
    }
    if (!inner) {
        inner = feel_run_new(run->mem, run->reasons, run->diags, run->host);
        inner->is_inner = true;
        run->inner = inner;
    }
    inner->arena = run->mem;
    inner->mem = run->mem;
    inner->diags = run->diags;
    inner->base_steps = run->steps;
    inner->base_call_depth = run->call_depth + 1;
    inner->base_eval_depth = run->eval_depth + 1;
    return inner;
}

void feel_run_leave(FeelRun *run, FeelRun *inner)
{
    run->steps = MAX(run->steps, inner->base_steps);
}

bool feel_run_convert(FeelRun *run, const FeelValue *v, const FeelType *type, FeelValue *out)
{
    if (v->kind != FEEL_NULL && v->kind != FEEL_MISSING)
        return feel_convert(run, v, type, out);
    *out = *v;
    return true;
}

bool feel_value_conforms(const FeelValue *v, const FeelType *type)
{
    return feel_value_is(v, type);
}

Arena *feel_run_row_arena(FeelRun *run)
{
    return run->mem;
}

FeelValue feel_run_call(FeelRun *run, const FeelValue *function, const FeelValue *args, size_t n)
{
    static const Code nowhere = {.kind = CODE_CALL, .type = &feel_type_any};

    if (function->kind != FEEL_FUNCTION)
        return feel_fault(run, &nowhere, FAULT_NOT_FUNCTION);
    return feel_call_value(run, &nowhere, function->u.function, args, n);
}
