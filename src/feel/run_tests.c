/* Logic, `in` and unary tests (feel-reference 2.5, 2.10, 2.11). */
#include "feel/run_private.h"

/* ---- three values and missing ---- */

void feel_logic_join(FeelRun *run, bool decides, FeelValue *sum, const FeelValue *one)
{
    if (sum->kind == FEEL_BOOLEAN && sum->u.boolean == decides)
        return;
    if (one->kind == FEEL_BOOLEAN) {
        if (one->u.boolean == decides)
            *sum = *one;
        return;
    }
    if (sum->kind == FEEL_MISSING && one->kind == FEEL_MISSING)
        sum->reason = feel_reason_union(run, sum->reason, one->reason);
    else if (sum->kind != FEEL_MISSING)
        *sum = *one;
}

FeelValue feel_logic_operand(FeelRun *run, const Code *at, const FeelValue *v)
{
    if (v->kind == FEEL_BOOLEAN || v->kind == FEEL_NULL || v->kind == FEEL_MISSING)
        return *v;
    return feel_fault(run, at, FAULT_LOGIC);
}

FeelValue feel_op_not(const FeelValue *v)
{
    return v->kind == FEEL_BOOLEAN ? feel_boolean(!v->u.boolean) : *v;
}

/* ---- in ---- */

static bool in_list(const FeelValue *v, const FeelList *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const FeelValue *x = &list->items[i];

        if (x->kind == FEEL_RANGE && feel_member(v, x->u.range) == ANSWER_TRUE)
            return true;
        if (feel_equal(v, x) == 1)
            return true;
        if (x->kind == FEEL_LIST && in_list(v, x->u.list))
            return true;
    }
    return false;
}

Answer feel_in(const FeelValue *v, const FeelValue *w)
{
    if (w->kind == FEEL_RANGE)
        return feel_member(v, w->u.range);
    if (feel_equal(v, w) == 1)
        return ANSWER_TRUE;
    if (w->kind == FEEL_LIST && in_list(v, w->u.list))
        return ANSWER_TRUE;
    return ANSWER_FALSE;
}

FeelValue feel_op_in(FeelRun *run, const Code *at, const FeelValue *values, size_t n)
{
    Answer worst = ANSWER_FALSE;
    FeelValue out;

    if (feel_any_missing_inside(run, values, n, &out))
        return out;
    for (size_t i = 1; i < n; i++) {
        Answer answer = feel_in(&values[0], &values[i]);

        if (answer == ANSWER_TRUE)
            return feel_boolean(true);
        worst = MAX(worst, answer);
    }
    /* Of several tests null counts as false; a wrong type stays a fault where faults count. */
    if (n == 2 || (worst == ANSWER_BAD && run->reasons))
        return feel_answer_value(run, at, worst);
    return feel_boolean(false);
}

FeelValue feel_eval_in(FeelRun *run, const Code *c)
{
    FeelValue fixed[8], out, *values = fixed;

    if (c->n_kids > G_N_ELEMENTS(fixed)) {
        values = feel_take(run, c, c->n_kids, sizeof *values, &out);
        if (!values)
            return out;
    }
    for (size_t i = 0; i < c->n_kids; i++)
        values[i] = feel_eval(run, c->kids[i]);
    return feel_op_in(run, c, values, c->n_kids);
}

/* ---- unary tests ---- */

/* Rules 3 to 6 for a test value that is not missing and holds nothing missing. */
static FeelValue test_value(FeelRun *run, const Code *test, const FeelValue *v, const FeelValue *w)
{
    int equal;

    if (w->kind == FEEL_BOOLEAN && v->kind != FEEL_BOOLEAN && v->kind != FEEL_NULL)
        return *w;
    if (w->kind == FEEL_RANGE) {
        Answer answer = feel_member(v, w->u.range);

        return answer == ANSWER_NULL ? feel_null() : feel_answer_value(run, test, answer);
    }
    if (w->kind == FEEL_LIST)
        return feel_boolean(feel_in(v, w) == ANSWER_TRUE);
    equal = feel_equal(v, w);
    return equal < 0 ? feel_fault(run, test, FAULT_COMPARE) : feel_boolean(equal == 1);
}

FeelValue feel_op_test(FeelRun *run, const Code *test, const FeelValue *v, const FeelValue *w)
{
    FeelValue both[2] = {*v, *w}, out;

    if (test->asks_input && w->kind == FEEL_BOOLEAN)
        return *w;
    if (test->asks_input && w->kind == FEEL_MISSING)
        return *w; /* it has judged the input itself */
    if (feel_any_missing_inside(run, both, 2, &out))
        return out;
    return test_value(run, test, v, w);
}

static FeelValue eval_test(FeelRun *run, const Code *test, const FeelValue *v)
{
    FeelValue w;

    if (test->kind == CODE_DASH)
        return feel_boolean(true);
    w = feel_eval(run, test);
    return feel_op_test(run, test, v, &w);
}

FeelValue feel_eval_tests(FeelRun *run, const Code *c)
{
    FeelValue v = run->input ? *run->input : feel_null();
    FeelValue sum = feel_boolean(false);

    for (size_t i = 0; i < c->n_kids; i++) {
        FeelValue one = eval_test(run, c->kids[i], &v);

        feel_logic_join(run, true, &sum, &one);
        if (sum.kind == FEEL_BOOLEAN && sum.u.boolean)
            break;
    }
    return c->kind == CODE_NOT_TESTS ? feel_op_not(&sum) : sum;
}
