/* Function values and invocation (feel-reference 2.16). Missing arguments are never handed on: the
 * result is missing (notation §2).
 */
#include <string.h>

#include "feel/builtins.h"
#include "feel/run_private.h"

size_t feel_function_params(const FeelFunction *f, const char *const **out)
{
    if (f->kind == FUNCTION_CLOSURE) {
        *out = f->code->names;
        return f->code->n_names;
    }
    if (f->kind == FUNCTION_HOST && f->host->def) {
        *out = f->host->def->params;
        return f->host->def->n_params;
    }
    *out = NULL;
    return 0;
}

/* ---- making function values ---- */

/* The row as the function sees it, for as long as the value lives. */
static const Capture *capture_row(FeelRun *run)
{
    const FeelProgram *program = run->program;
    Capture *capture;
    FeelValue *slots;

    if (run->capture)
        return run->capture; /* made inside of a closure: the same row */
    capture = ARENA_NEW(run->mem, Capture);
    capture->n_slots = (size_t)program->max_slot + 1;
    slots = ARENA_NEW_N(run->mem, FeelValue, capture->n_slots);
    for (size_t i = 0; i < program->n_slots; i++) {
        size_t k = (size_t)program->slots[i];

        if (!run->batch)
            slots[k] = run->slots ? run->slots[k] : feel_null();
        else if (k < run->batch->n_slots && run->batch->slots[k])
            slots[k] = feel_cell_get(run->batch->slots[k], run->row);
    }
    capture->slots = slots;
    capture->input = run->input ? *run->input : feel_null();
    return capture;
}

FeelValue feel_eval_function(FeelRun *run, const Code *c)
{
    FeelFunction *f = ARENA_NEW(run->mem, FeelFunction);

    f->kind = FUNCTION_CLOSURE;
    f->code = c;
    f->frame = run->frame;
    f->capture = c->reads_row ? capture_row(run) : NULL;
    return (FeelValue){.kind = FEEL_FUNCTION, .u.function = f};
}

FeelValue feel_eval_host_value(FeelRun *run, const Code *c)
{
    FeelFunction *f = ARENA_NEW(run->mem, FeelFunction);

    f->kind = FUNCTION_HOST;
    f->host = c->host;
    f->capture = c->reads_row ? capture_row(run) : NULL;
    return (FeelValue){.kind = FEEL_FUNCTION, .u.function = f};
}

/* ---- calling ---- */

typedef struct Params {
    size_t n;
    const char *const *names;
    const FeelType *const *types; /* NULL = all Any */
    const FeelType *result;       /* NULL = Any */
} Params;

/* Puts the arguments into the order of the parameters, converted. */
static bool bind_args(FeelRun *run,
                      const Code *at,
                      const Params *params,
                      const FeelValue *args,
                      const char *const *names,
                      FeelValue *values,
                      FeelValue *out)
{
    for (size_t i = 0; i < params->n; i++) {
        const FeelType *type = params->types ? params->types[i] : NULL;
        size_t j = i;

        if (names)
            for (j = 0; j < params->n && strcmp(names[j], params->names[i]) != 0;)
                j++;
        if (j == params->n) {
            *out = feel_fault(run, at, FAULT_ARGUMENTS);
            return false;
        }
        values[i] = args[j];
        if (type && args[j].kind != FEEL_NULL && !feel_convert(run, &args[j], type, &values[i])) {
            *out = feel_fault(run, at, FAULT_ARGUMENT_TYPE);
            return false;
        }
    }
    return true;
}

static FeelValue
convert_result(FeelRun *run, const Code *at, const FeelType *type, const FeelValue *v)
{
    FeelValue out;

    if (!type || v->kind == FEEL_NULL || v->kind == FEEL_MISSING)
        return *v;
    return feel_convert(run, v, type, &out) ? out : feel_fault(run, at, FAULT_RESULT_TYPE);
}

/* Evaluates `body` in a frame of `values` around `outer`. */
static FeelValue run_function_body(
    FeelRun *run, const Code *body, const Frame *outer, const Capture *capture, Frame *frame)
{
    const Frame *saved_frame = run->frame;
    const Capture *saved_capture = run->capture;
    FeelValue v;

    frame->outer = outer;
    run->frame = frame;
    if (capture)
        run->capture = capture;
    run->call_depth++;
    v = feel_eval(run, body);
    run->call_depth--;
    run->capture = saved_capture;
    run->frame = saved_frame;
    return v;
}

typedef struct Callee {
    Params params;
    const Code *body;
    const Frame *outer;
    const Capture *capture;
    bool keeps_frames;
} Callee;

static FeelValue call_body(FeelRun *run,
                           const Code *at,
                           const Callee *callee,
                           const FeelValue *args,
                           size_t n,
                           const char *const *names)
{
    Frame local, *frame = &local;
    FeelValue fixed[4], out, *values = fixed;

    if (feel_any_missing(run, args, n, &out))
        return out;
    if (n != callee->params.n)
        return feel_fault(run, at, FAULT_ARGUMENTS);
    if (run->call_depth >= FEEL_MAX_CALL_DEPTH)
        return feel_fault(run, at, FAULT_CALL_DEPTH);
    if (!feel_step(run, at, 1, &out))
        return out;
    if (callee->keeps_frames)
        frame = ARENA_NEW(run->mem, Frame);
    if (callee->keeps_frames || n > G_N_ELEMENTS(fixed)) {
        values = feel_take(run, at, n, sizeof *values, &out);
        if (!values)
            return out;
    }
    if (!bind_args(run, at, &callee->params, args, names, values, &out))
        return out;
    *frame = (Frame){.values = values, .n = n};
    out = run_function_body(run, callee->body, callee->outer, callee->capture, frame);
    return convert_result(run, at, callee->params.result, &out);
}

static FeelValue call_host(FeelRun *run,
                           const Code *at,
                           const HostCode *host,
                           const Capture *capture,
                           const FeelValue *args,
                           size_t n,
                           const char *const *names)
{
    Callee callee = {.body = host->body, .capture = capture, .keeps_frames = host->keeps_frames};

    if (!host->body)
        return feel_fault(run, at, FAULT_NO_BODY);
    callee.params = (Params){.n = host->def->n_params,
                             .names = host->def->params,
                             .types = host->def->types,
                             .result = host->def->result};
    return call_body(run, at, &callee, args, n, names);
}

enum { MAX_EXTERNAL = 8 }; /* parameters of an external function */

/* The body says what to call (it sees the arguments, but has no use for them). */
static FeelValue call_external(FeelRun *run,
                               const Code *at,
                               const Callee *callee,
                               const FeelValue *args,
                               size_t n,
                               const char *const *names)
{
    FeelValue values[MAX_EXTERNAL], what, out;
    Frame frame = {.values = values, .n = n};

    if (feel_any_missing(run, args, n, &out))
        return out;
    if (n != callee->params.n || n > MAX_EXTERNAL)
        return feel_fault(run, at, FAULT_ARGUMENTS);
    if (run->call_depth >= FEEL_MAX_CALL_DEPTH)
        return feel_fault(run, at, FAULT_CALL_DEPTH);
    if (!bind_args(run, at, &callee->params, args, names, values, &out))
        return out;
    what = run_function_body(run, callee->body, callee->outer, callee->capture, &frame);
    out = feel_external_call(run, at, &what, values, n);
    return convert_result(run, at, callee->params.result, &out);
}

static FeelValue call_closure(FeelRun *run,
                              const Code *at,
                              const FeelFunction *f,
                              const FeelValue *args,
                              size_t n,
                              const char *const *names)
{
    const Code *code = f->code;
    Callee callee = {
        .params = {.n = code->n_names,
                   .names = code->names,
                   .types = code->types,
                   .result = code->as_type},
        .body = code->kids[0],
        .outer = f->frame,
        .capture = f->capture,
        .keeps_frames = code->keeps_frames,
    };

    if (code->external)
        return call_external(run, at, &callee, args, n, names);
    return call_body(run, at, &callee, args, n, names);
}

static FeelValue call_function(FeelRun *run,
                               const Code *at,
                               const FeelFunction *f,
                               const FeelValue *args,
                               size_t n,
                               const char *const *names)
{
    if (f->kind == FUNCTION_BUILTIN)
        return feel_builtin_call(run, at, f->builtin, args, n, names);
    if (f->kind == FUNCTION_HOST)
        return call_host(run, at, f->host, f->capture, args, n, names);
    return call_closure(run, at, f, args, n, names);
}

FeelValue feel_call_value(
    FeelRun *run, const Code *at, const FeelFunction *f, const FeelValue *args, size_t n)
{
    return call_function(run, at, f, args, n, NULL);
}

/* ---- nodes ---- */

enum { FIXED_ARGS = 6 };

/* The values of kids[first …] in `fixed` or, if they are many, in the row's memory. */
static FeelValue *
eval_args(FeelRun *run, const Code *c, size_t first, FeelValue *fixed, FeelValue *fault)
{
    size_t n = c->n_kids - first;
    FeelValue *values = fixed;

    if (n > FIXED_ARGS) {
        values = feel_take(run, c, n, sizeof *values, fault);
        if (!values)
            return NULL;
    }
    for (size_t i = 0; i < n; i++)
        values[i] = feel_eval(run, c->kids[first + i]);
    return values;
}

FeelValue feel_eval_call(FeelRun *run, const Code *c)
{
    FeelValue fixed[FIXED_ARGS], fault, *args;
    FeelValue callee = feel_eval(run, c->kids[0]);

    if (callee.kind == FEEL_MISSING)
        return callee;
    if (callee.kind == FEEL_NULL && run->reasons)
        return callee;
    if (callee.kind != FEEL_FUNCTION)
        return feel_fault(run, c, FAULT_NOT_FUNCTION);
    args = eval_args(run, c, 1, fixed, &fault);
    if (!args)
        return fault;
    return call_function(run, c, callee.u.function, args, c->n_kids - 1,
                         c->n_names ? c->names : NULL);
}

FeelValue feel_eval_call_builtin(FeelRun *run, const Code *c)
{
    FeelValue fixed[FIXED_ARGS], fault;
    FeelValue *args = eval_args(run, c, 0, fixed, &fault);

    return args ? feel_builtin_call_bound(run, c, c->call, args, c->n_kids) : fault;
}

FeelValue feel_eval_call_host(FeelRun *run, const Code *c)
{
    FeelValue fixed[FIXED_ARGS], fault;
    FeelValue *args = eval_args(run, c, 0, fixed, &fault);

    if (!args)
        return fault;
    return call_host(run, c, c->host, NULL, args, c->n_kids, c->n_names ? c->names : NULL);
}
