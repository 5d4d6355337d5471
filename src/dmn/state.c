/* Evaluation of requests and services. */
#include "dmn/program_private.h"

struct DmnState {
    const DmnProgram *program;
    FeelRun *run;
    FeelValue *slots;
    uint8_t *known; /* per slot */
};

DmnState *dmn_state_new(const DmnProgram *program, FeelRun *run)
{
    Arena *arena = feel_run_arena(run);
    DmnState *state = ARENA_NEW(arena, DmnState);

    state->program = program;
    state->run = run;
    state->slots = ARENA_NEW_N(arena, FeelValue, program->n_slots);
    state->known = ARENA_NEW_N(arena, uint8_t, program->n_slots);
    return state;
}

void dmn_state_set(DmnState *state, size_t node, const FeelValue *v)
{
    const DmnLinked *linked = &state->program->nodes[node];

    g_return_if_fail(linked->slot >= 0);
    state->slots[linked->slot] =
        linked->coercion ? dmn_coerce(state->run, linked->coercion, v) : *v;
    state->known[linked->slot] = 1;
}

/* Marks what the decision `node` rests on and is not known yet, in reverse order; nothing that is
 * known is looked behind. */
static void mark(const DmnState *state, size_t node, uint8_t *wanted)
{
    const DmnProgram *p = state->program;

    wanted[node] = 1;
    for (size_t i = p->n_order; i-- > 0;) {
        size_t at = (size_t)p->of_element[p->order[i]];
        const DmnLinked *linked = &p->nodes[at];

        if (!wanted[at] || state->known[linked->slot])
            continue;
        for (size_t k = 0; k < linked->n_inputs; k++)
            wanted[linked->inputs[k]] = 1;
    }
}

static void evaluate(DmnState *state, const DmnLinked *linked)
{
    if (linked->program)
        state->slots[linked->slot] = feel_run_row(state->run, linked->program, state->slots, NULL);
    state->known[linked->slot] = 1; /* without a program: null */
}

FeelValue dmn_state_value(DmnState *state, size_t node)
{
    const DmnProgram *p = state->program;
    const DmnLinked *linked = &p->nodes[node];
    uint8_t *wanted;

    g_return_val_if_fail(linked->slot >= 0, feel_null());
    if (state->known[linked->slot])
        return state->slots[linked->slot];
    wanted = g_new0(uint8_t, p->n_nodes);
    mark(state, node, wanted);
    for (size_t i = 0; i < p->n_order; i++) {
        size_t at = (size_t)p->of_element[p->order[i]];

        if (wanted[at] && !state->known[p->nodes[at].slot])
            evaluate(state, &p->nodes[at]);
    }
    g_free(wanted);
    return state->slots[linked->slot];
}

void dmn_state_evaluate(DmnState *state)
{
    const DmnProgram *p = state->program;

    for (size_t i = 0; i < p->n_order; i++) {
        const DmnLinked *linked = &p->nodes[p->of_element[p->order[i]]];

        if (!state->known[linked->slot])
            evaluate(state, linked);
    }
}

/* ---- services ---- */

static FeelValue outputs_of(DmnState *state, const DmnLinked *service)
{
    const DmnProgram *p = state->program;
    Arena *arena = feel_run_arena(state->run);
    const char **names = ARENA_NEW_N(arena, const char *, service->n_outputs);
    FeelValue *values = ARENA_NEW_N(arena, FeelValue, service->n_outputs);

    for (size_t i = 0; i < service->n_outputs; i++) {
        names[i] = p->nodes[service->outputs[i]].name;
        values[i] = dmn_state_value(state, (size_t)service->outputs[i]);
    }
    if (service->n_outputs == 0)
        return feel_null();
    return service->n_outputs == 1 ? values[0]
                                   : feel_context(arena, names, values, service->n_outputs);
}

/* A service whose variable has a function type gives what that gives. */
static FeelValue convert_result(const DmnLinked *service, FeelRun *run, const FeelValue *v)
{
    const DmnCoercion *c = service->coercion;
    FeelValue out;

    if (!c)
        return *v;
    if (c->type->type->kind != FEEL_T_FUNCTION)
        return dmn_coerce(run, c, v);
    if (!c->type->type->element || feel_run_convert(run, v, c->type->type->element, &out))
        return c->type->type->element ? out : *v;
    return feel_run_fault(run, &c->wrong_type, 0);
}

/* Evaluated apart: it sees its arguments, and nothing of what it is called from. */
FeelValue dmn_call_service(const DmnProgram *program,
                           const DmnLinked *service,
                           FeelRun *run,
                           const FeelValue *args,
                           size_t n)
{
    FeelValue out;
    FeelRun *inner = feel_run_enter(run, &service->node->pos, &out);
    DmnState *state;

    if (!inner)
        return out;
    state = dmn_state_new(program, inner);
    for (size_t i = 0; i < n; i++)
        dmn_state_set(state, (size_t)service->params[i], &args[i]);
    out = outputs_of(state, service);
    feel_run_leave(run, inner);
    return convert_result(service, run, &out);
}

FeelValue dmn_state_service(DmnState *state, size_t node)
{
    const DmnLinked *service = &state->program->nodes[node];
    FeelValue *args = ARENA_NEW_N(feel_run_arena(state->run), FeelValue, service->n_params);

    for (size_t i = 0; i < service->n_params; i++) {
        const DmnLinked *param = &state->program->nodes[service->params[i]];
        if (state->known[param->slot])
            args[i] = state->slots[param->slot];
    }
    return dmn_call_service(state->program, service, state->run, args, service->n_params);
}

typedef struct ServiceOp {
    const DmnProgram *program;
    const DmnLinked *service;
} ServiceOp;

static FeelValue run_service(const void *data, FeelRun *run, const FeelValue *args, size_t n)
{
    const ServiceOp *op = data;

    return dmn_call_service(op->program, op->service, run, args, n);
}

FeelNode *dmn_build_service(DmnBuilder *b, const DmnLinked *service)
{
    const SrcText *at = dmn_build_at(b, service->node->pos);
    FeelNode **kids = ARENA_NEW_N(b->arena, FeelNode *, service->n_params);
    ServiceOp *data = ARENA_NEW(b->arena, ServiceOp);
    FeelHostOp *op = ARENA_NEW(b->arena, FeelHostOp);

    *data = (ServiceOp){.program = b->program, .service = service};
    *op = (FeelHostOp){.eval = run_service, .data = data};
    for (size_t i = 0; i < service->n_params; i++)
        kids[i] = dmn_build_param(b, b->program->nodes[service->params[i]].name, i, at);
    return dmn_build_op(b, op, NULL, at, kids, service->n_params);
}
