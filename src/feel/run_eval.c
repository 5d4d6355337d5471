/* The row evaluator: one node, one row. Every kind of node has its function in one table. */
#include "feel/run_private.h"

enum {
    /* Of nodes in nodes, through calls: what one thread's stack holds with room to spare. */
    MAX_EVAL_DEPTH = 4096,
};

typedef FeelValue (*Eval)(FeelRun *run, const Code *c);

static FeelValue eval_const(FeelRun *run, const Code *c)
{
    (void)run;
    return c->value;
}

/* ---- names ---- */

/* A simple static type is a promise that the column evaluator builds on: hold the host to it. */
static FeelValue check_static(FeelRun *run, const Code *c, const FeelValue *v)
{
    static const FeelKind kinds[] = {
        [COL_BOOL] = FEEL_BOOLEAN, [COL_NUMBER] = FEEL_NUMBER, [COL_TEXT] = FEEL_STRING,
        [COL_DATE] = FEEL_DATE,    [COL_ANY] = FEEL_NULL,
    };

    if (c->column == COL_ANY || v->kind == FEEL_NULL || v->kind == FEEL_MISSING ||
        v->kind == kinds[c->column])
        return *v;
    return feel_fault(run, c, FAULT_STATIC_TYPE);
}

FeelValue feel_eval_slot(FeelRun *run, const Code *c)
{
    size_t k = (size_t)c->index;
    FeelValue v = feel_null();

    if (run->capture) {
        if (k < run->capture->n_slots)
            v = run->capture->slots[k];
    } else if (run->batch) {
        if (k < run->batch->n_slots && run->batch->slots[k])
            v = feel_cell_get(run->batch->slots[k], run->row);
    } else if (run->slots) {
        v = run->slots[k];
    }
    return check_static(run, c, &v);
}

static FeelValue eval_input(FeelRun *run, const Code *c)
{
    if (run->capture)
        return check_static(run, c, &run->capture->input);
    return run->input ? check_static(run, c, run->input) : feel_null();
}

static const Frame *frame_at(const FeelRun *run, int depth)
{
    const Frame *frame = run->frame;

    while (depth-- > 0)
        frame = frame->outer;
    return frame;
}

static FeelValue eval_local(FeelRun *run, const Code *c)
{
    return frame_at(run, c->depth)->values[c->index];
}

static FeelValue eval_member(FeelRun *run, const Code *c)
{
    const FeelValue *item = &frame_at(run, c->depth)->values[0];
    const FeelValue *entry;

    if (item->kind == FEEL_MISSING)
        return *item; /* nobody can say whether it has such an entry */
    entry = item->kind == FEEL_CONTEXT ? feel_context_get(item->u.context, c->name) : NULL;
    if (entry)
        return *entry;
    return c->outer ? feel_eval(run, c->outer) : feel_null();
}

static FeelValue eval_unknown(FeelRun *run, const Code *c)
{
    return feel_fault(run, c, FAULT_UNKNOWN_NAME);
}

static FeelValue eval_builtin(FeelRun *run, const Code *c)
{
    FeelFunction *f = ARENA_NEW(run->mem, FeelFunction);

    f->kind = FUNCTION_BUILTIN;
    f->builtin = c->call->id;
    return (FeelValue){.kind = FEEL_FUNCTION, .u.function = f};
}

/* ---- operators ---- */

static FeelValue eval_negate(FeelRun *run, const Code *c)
{
    FeelValue a = feel_eval(run, c->kids[0]);

    return feel_op_negate(run, c, &a);
}

static FeelValue eval_arith(FeelRun *run, const Code *c)
{
    FeelValue a = feel_eval(run, c->kids[0]);
    FeelValue b = feel_eval(run, c->kids[1]);

    return feel_op_arith(run, c, &a, &b);
}

static FeelValue eval_compare(FeelRun *run, const Code *c)
{
    FeelValue a = feel_eval(run, c->kids[0]);
    FeelValue b = feel_eval(run, c->kids[1]);

    return feel_op_compare(run, c, &a, &b);
}

static FeelValue eval_logic(FeelRun *run, const Code *c)
{
    bool decides = c->kind == CODE_OR;
    FeelValue sum = feel_boolean(!decides);

    for (size_t i = 0; i < c->n_kids; i++) {
        FeelValue v = feel_eval(run, c->kids[i]);
        FeelValue one = feel_logic_operand(run, c->kids[i], &v);

        feel_logic_join(run, decides, &sum, &one);
        if (sum.kind == FEEL_BOOLEAN && sum.u.boolean == decides)
            break;
    }
    return sum;
}

static FeelValue eval_between(FeelRun *run, const Code *c)
{
    FeelValue v[3];

    for (size_t i = 0; i < 3; i++)
        v[i] = feel_eval(run, c->kids[i]);
    return feel_op_between(run, c, v);
}

static FeelValue eval_instance_of(FeelRun *run, const Code *c)
{
    FeelValue v = feel_eval(run, c->kids[0]), out;

    if (feel_any_missing_inside(run, &v, 1, &out))
        return out;
    if (!c->as_type)
        return feel_fault(run, c, FAULT_UNKNOWN_TYPE);
    return feel_boolean(v.kind != FEEL_NULL && feel_value_is(&v, c->as_type));
}

static FeelValue eval_if(FeelRun *run, const Code *c)
{
    FeelValue condition = feel_eval(run, c->kids[0]);

    if (condition.kind == FEEL_MISSING)
        return condition;
    if (condition.kind == FEEL_NULL)
        return feel_eval(run, c->kids[2]);
    if (condition.kind != FEEL_BOOLEAN)
        return feel_fault(run, c->kids[0], FAULT_CONDITION);
    return feel_eval(run, c->kids[condition.u.boolean ? 1 : 2]);
}

static FeelValue eval_interval(FeelRun *run, const Code *c)
{
    FeelValue start = feel_eval(run, c->kids[0]);
    FeelValue end = feel_eval(run, c->kids[1]);

    return feel_op_interval(run, c, &start, &end);
}

static FeelValue eval_unary_range(FeelRun *run, const Code *c)
{
    FeelValue a = feel_eval(run, c->kids[0]);

    return feel_op_unary_range(run, c, &a);
}

static FeelValue eval_path(FeelRun *run, const Code *c)
{
    FeelValue base = feel_eval(run, c->kids[0]);

    return feel_op_path(run, c, &base);
}

static FeelValue eval_known(FeelRun *run, const Code *c)
{
    return feel_boolean(feel_eval(run, c->kids[0]).kind != FEEL_MISSING);
}

static FeelValue eval_dash(FeelRun *run, const Code *c)
{
    (void)run;
    (void)c;
    return feel_boolean(true);
}

/* A span stands only in a `for`, which opens it itself. */
static FeelValue eval_span(FeelRun *run, const Code *c)
{
    return feel_fault(run, c, FAULT_DOMAIN);
}

static const Eval evals[CODE_N_KINDS] = {
    [CODE_CONST] = eval_const,
    [CODE_SLOT] = feel_eval_slot,
    [CODE_LOCAL] = eval_local,
    [CODE_MEMBER] = eval_member,
    [CODE_INPUT] = eval_input,
    [CODE_UNKNOWN] = eval_unknown,
    [CODE_BUILTIN] = eval_builtin,
    [CODE_HOST] = feel_eval_host_value,
    [CODE_NEGATE] = eval_negate,
    [CODE_ARITH] = eval_arith,
    [CODE_COMPARE] = eval_compare,
    [CODE_AND] = eval_logic,
    [CODE_OR] = eval_logic,
    [CODE_BETWEEN] = eval_between,
    [CODE_IN] = feel_eval_in,
    [CODE_INSTANCE_OF] = eval_instance_of,
    [CODE_IF] = eval_if,
    [CODE_FOR] = feel_eval_for,
    [CODE_SOME] = feel_eval_quantified,
    [CODE_EVERY] = feel_eval_quantified,
    [CODE_SPAN] = eval_span,
    [CODE_LIST] = feel_eval_list,
    [CODE_CONTEXT] = feel_eval_context,
    [CODE_INTERVAL] = eval_interval,
    [CODE_UNARY_RANGE] = eval_unary_range,
    [CODE_FUNCTION] = feel_eval_function,
    [CODE_PATH] = eval_path,
    [CODE_FILTER] = feel_eval_filter,
    [CODE_CALL] = feel_eval_call,
    [CODE_CALL_BUILTIN] = feel_eval_call_builtin,
    [CODE_CALL_HOST] = feel_eval_call_host,
    [CODE_KNOWN] = eval_known,
    [CODE_DASH] = eval_dash,
    [CODE_TESTS] = feel_eval_tests,
    [CODE_NOT_TESTS] = feel_eval_tests,
    [CODE_HOST_OP] = feel_eval_host_op,
};

FeelValue feel_eval(FeelRun *run, const Code *c)
{
    FeelValue v;

    if (run->eval_depth >= MAX_EVAL_DEPTH)
        return feel_fault(run, c, FAULT_CALL_DEPTH);
    run->eval_depth++;
    v = evals[c->kind](run, c);
    run->eval_depth--;
    return v;
}
