/* Kernels of `in` and of unary tests: operands as vectors, then row by row the same questions as
 * the row evaluator asks. */
#include "feel/column_private.h"

enum { FIXED_TESTS = 8 };

/* The operands of one test: its value, or the ends of its range. */
typedef struct Test {
    const Code *code;
    Vec *vecs[2]; /* NULL where there is none */
} Test;

static bool is_range(const Code *code)
{
    return code->kind == CODE_INTERVAL || code->kind == CODE_UNARY_RANGE;
}

static Test open_test(FeelRun *run, const Code *code, const Selection *sel)
{
    Test test = {.code = code};

    if (is_range(code)) {
        for (size_t k = 0; k < code->n_kids; k++)
            test.vecs[k] = feel_column_eval(run, code->kids[k], sel);
    } else if (code->kind != CODE_CONST && code->kind != CODE_DASH) {
        test.vecs[0] = feel_column_eval(run, code, sel);
    }
    return test;
}

static void close_test(Columns *cs, Test *test)
{
    for (size_t k = 0; k < 2; k++)
        if (test->vecs[k])
            feel_vec_release(cs, test->vecs[k]);
}

/* The value of the test in row i, which has begun. */
static FeelValue test_value(FeelRun *run, const Test *test, size_t i)
{
    FeelValue a, b;

    if (!test->vecs[0])
        return test->code->value;
    a = feel_vec_get(test->vecs[0], i);
    if (!is_range(test->code))
        return a;
    if (test->code->kind == CODE_UNARY_RANGE)
        return feel_op_unary_range(run, test->code, &a);
    b = feel_vec_get(test->vecs[1], i);
    return feel_op_interval(run, test->code, &a, &b);
}

/* ---- in ---- */

Vec *feel_column_in(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    size_t n_tests = c->n_kids - 1;
    Vec *v = feel_column_eval(run, c->kids[0], sel);
    Vec *out = feel_vec_take(cs, COL_BOOL);
    Test fixed[FIXED_TESTS], *tests = fixed;
    FeelValue fixed_values[FIXED_TESTS + 1], *values = fixed_values;

    if (n_tests > FIXED_TESTS) {
        tests = ARENA_NEW_N(cs->batch_mem, Test, n_tests);
        values = ARENA_NEW_N(cs->batch_mem, FeelValue, c->n_kids);
    }
    for (size_t t = 0; t < n_tests; t++)
        tests[t] = open_test(run, c->kids[t + 1], sel);
    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        FeelValue answer;

        feel_column_begin_row(run, i);
        values[0] = feel_vec_get(v, i);
        for (size_t t = 0; t < n_tests; t++)
            values[t + 1] = test_value(run, &tests[t], i);
        answer = feel_op_in(run, c, values, c->n_kids);
        feel_vec_put(run, c, out, i, &answer);
        feel_column_end_row(run, i);
    }
    for (size_t t = 0; t < n_tests; t++)
        close_test(cs, &tests[t]);
    feel_vec_release(cs, v);
    return out;
}

/* ---- unary tests ---- */

/* A constant range against a value: by far the most frequent test. */
static bool is_plain(const Test *test, const FeelValue *v)
{
    return test->code->kind == CODE_CONST && test->code->value.kind == FEEL_RANGE &&
           v->kind > FEEL_MISSING && v->kind < FEEL_LIST;
}

static FeelValue test_row(FeelRun *run, const Test *test, const FeelValue *v, size_t i)
{
    FeelValue w, answer;

    if (test->code->kind == CODE_DASH)
        return feel_boolean(true);
    if (is_plain(test, v)) {
        Answer plain = feel_member(v, test->code->value.u.range);

        if (plain <= ANSWER_TRUE)
            return feel_boolean(plain == ANSWER_TRUE);
    }
    feel_column_begin_row(run, i);
    w = test_value(run, test, i);
    answer = feel_op_test(run, test->code, v, &w);
    feel_column_end_row(run, i);
    return answer;
}

/* One test for the rows of `rest`; those it decides leave `rest`. */
static void join_test(FeelRun *run, const Code *code, const Vec *input, Vec *sum, Selection *rest)
{
    Columns *cs = run->columns;
    Test test = open_test(run, code, rest);

    for (size_t i = 0; feel_next_row(cs, rest, &i); i++) {
        FeelValue v = feel_vec_get(input, i);
        FeelValue one = test_row(run, &test, &v, i);

        if (feel_vec_join(run, true, sum, i, &one))
            bits_clear(rest->bits, i);
    }
    close_test(cs, &test);
}

static Vec *open_input(FeelRun *run)
{
    FeelValue none = feel_null();
    const Col *col = run->batch->input;
    Vec *vec;

    if (!col)
        return feel_vec_const(run->columns, COL_ANY, &none);
    if (col->type != COL_ANY)
        return feel_vec_view(run->columns, col);
    vec = feel_vec_take(run->columns, COL_ANY);
    for (size_t i = 0; i < run->columns->n; i++) {
        FeelValue v = feel_cell_get(col, run->columns->row0 + i);

        if (v.kind == FEEL_MISSING)
            feel_vec_set_missing(vec, i, v.reason);
        else
            vec->v.anys[i] = v;
    }
    return vec;
}

Vec *feel_column_tests(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *input = open_input(run);
    Vec *sum = feel_vec_take(cs, COL_BOOL);
    Selection rest = *sel;

    for (size_t i = 0; feel_next_row(cs, sel, &i); i++)
        sum->v.bools[i] = false;
    for (size_t k = 0; k < c->n_kids; k++)
        join_test(run, c->kids[k], input, sum, &rest);
    if (c->kind == CODE_NOT_TESTS)
        for (size_t i = 0; feel_next_row(cs, sel, &i); i++)
            sum->v.bools[i] = !sum->v.bools[i];
    feel_vec_release(cs, input);
    return sum;
}
