/* Comparison, `between` and ranges as values (feel-reference 2.6, 2.7, 2.9). */
#include "feel/run_private.h"

static FeelValue equal(FeelRun *run, const Code *at, const FeelValue *a, const FeelValue *b)
{
    int answer = feel_equal(a, b);

    if (answer < 0)
        return feel_fault(run, at, FAULT_COMPARE);
    return feel_boolean((answer == 1) == (at->op == FEEL_OP_EQ));
}

static bool order_holds(FeelOp op, int order)
{
    if (op == FEEL_OP_LT)
        return order < 0;
    if (op == FEEL_OP_LE)
        return order <= 0;
    if (op == FEEL_OP_GT)
        return order > 0;
    if (op == FEEL_OP_GE)
        return order >= 0;
    return (order == 0) == (op == FEEL_OP_EQ);
}

FeelValue feel_op_compare(FeelRun *run, const Code *at, const FeelValue *a, const FeelValue *b)
{
    FeelValue operands[2] = {*a, *b}, out;
    int order;

    if (a->kind == FEEL_NUMBER && b->kind == FEEL_NUMBER)
        return feel_boolean(order_holds(at->op, dec_compare(a->u.number, b->u.number)));
    if (feel_any_missing_inside(run, operands, 2, &out))
        return out;
    if (at->op == FEEL_OP_EQ || at->op == FEEL_OP_NE)
        return equal(run, at, a, b);
    if (feel_any_null(operands, 2))
        return feel_null_operand(run, at);
    if (!feel_compare(a, b, &order))
        return feel_fault(run, at, FAULT_COMPARE);
    return feel_boolean(order_holds(at->op, order));
}

FeelValue feel_op_between(FeelRun *run, const Code *at, const FeelValue v[3])
{
    FeelValue out;
    int low, high;

    if (feel_any_missing(run, v, 3, &out))
        return out;
    if (feel_any_null(v, 3))
        return feel_null_operand(run, at);
    if (!feel_compare(&v[0], &v[1], &low) || !feel_compare(&v[0], &v[2], &high))
        return feel_fault(run, at, FAULT_COMPARE);
    return feel_boolean(low >= 0 && high <= 0);
}

/* ---- membership ---- */

static Answer member_of_interval(const FeelValue *v, const FeelRange *r)
{
    int low = 1, high = -1;

    if (v->kind == FEEL_NULL)
        return ANSWER_NULL;
    if ((r->start.kind == FEEL_NULL && !r->start_unbounded) ||
        (r->end.kind == FEEL_NULL && !r->end_unbounded))
        return ANSWER_NULL;
    if (!r->start_unbounded && !feel_compare(v, &r->start, &low))
        return ANSWER_BAD;
    if (!r->end_unbounded && !feel_compare(v, &r->end, &high))
        return ANSWER_BAD;
    if (low < 0 || (low == 0 && !r->start_included))
        return ANSWER_FALSE;
    return high < 0 || (high == 0 && r->end_included) ? ANSWER_TRUE : ANSWER_FALSE;
}

static Answer member_by_equality(const FeelValue *v, const FeelRange *r)
{
    int answer = feel_equal(v, &r->start);

    if (answer < 0)
        return ANSWER_BAD;
    return (answer == 1) == (r->form == FEEL_RANGE_EQ) ? ANSWER_TRUE : ANSWER_FALSE;
}

Answer feel_member(const FeelValue *v, const FeelRange *r)
{
    static const FeelOp ops[] = {
        [FEEL_RANGE_LT] = FEEL_OP_LT,
        [FEEL_RANGE_LE] = FEEL_OP_LE,
        [FEEL_RANGE_GT] = FEEL_OP_GT,
        [FEEL_RANGE_GE] = FEEL_OP_GE,
    };
    int order;

    if (r->form == FEEL_RANGE_INTERVAL)
        return member_of_interval(v, r);
    if (r->form == FEEL_RANGE_EQ || r->form == FEEL_RANGE_NE)
        return member_by_equality(v, r);
    if (v->kind == FEEL_NULL || r->start.kind == FEEL_NULL)
        return ANSWER_NULL;
    if (!feel_compare(v, &r->start, &order))
        return ANSWER_BAD;
    return order_holds(ops[r->form], order) ? ANSWER_TRUE : ANSWER_FALSE;
}

FeelValue feel_answer_value(FeelRun *run, const Code *at, Answer answer)
{
    if (answer == ANSWER_BAD)
        return feel_fault(run, at, FAULT_MEMBERSHIP);
    if (answer == ANSWER_NULL)
        return feel_null_operand(run, at);
    return feel_boolean(answer == ANSWER_TRUE);
}

/* ---- range values ---- */

static bool is_ordered(FeelKind kind)
{
    return kind >= FEEL_NUMBER && kind <= FEEL_YM_DURATION;
}

FeelValue
feel_op_interval(FeelRun *run, const Code *at, const FeelValue *start, const FeelValue *end)
{
    FeelValue ends[2] = {*start, *end}, out;

    if (feel_any_missing(run, ends, 2, &out))
        return out;
    for (size_t i = 0; i < 2; i++)
        if (ends[i].kind != FEEL_NULL && !is_ordered(ends[i].kind))
            return feel_fault(run, at, FAULT_RANGE_ENDS);
    if (start->kind != end->kind && start->kind != FEEL_NULL && end->kind != FEEL_NULL)
        return feel_fault(run, at, FAULT_RANGE_ENDS);
    return feel_make_range(run, (FeelRange){
                                    .form = FEEL_RANGE_INTERVAL,
                                    .start_included = at->start_included,
                                    .end_included = at->end_included,
                                    .start = *start,
                                    .end = *end,
                                });
}

FeelValue feel_op_unary_range(FeelRun *run, const Code *at, const FeelValue *a)
{
    static const FeelRangeForm forms[] = {
        [FEEL_OP_EQ] = FEEL_RANGE_EQ, [FEEL_OP_NE] = FEEL_RANGE_NE, [FEEL_OP_LT] = FEEL_RANGE_LT,
        [FEEL_OP_LE] = FEEL_RANGE_LE, [FEEL_OP_GT] = FEEL_RANGE_GT, [FEEL_OP_GE] = FEEL_RANGE_GE,
    };
    FeelValue out;

    if (feel_any_missing_inside(run, a, 1, &out))
        return out;
    if (feel_value_depth(a) >= FEEL_MAX_VALUE_DEPTH)
        return feel_fault(run, at, FAULT_NESTING);
    return feel_make_range(run, (FeelRange){.form = forms[at->op], .start = *a});
}
