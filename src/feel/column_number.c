/* Kernels over two or three vectors of one simple type: arithmetic, comparison, between. */
#include <string.h>

#include "dec/dec_column.h"
#include "feel/column_private.h"

/* Rows where all operands have a value; the others of `sel` come out null or missing in `out`. Null
 * operands are put down (FEEL_STANDARD) unless `nulls_count`: then they are left in *out_nulls. */
typedef struct Operands {
    Vec *vecs[3];
    size_t n;
    Selection ok;    /* rows to compute */
    Selection nulls; /* rows with a null operand and no missing one */
} Operands;

static void open_operands(FeelRun *run, const Code *c, const Selection *sel, Operands *ops)
{
    ops->n = c->n_kids;
    for (size_t k = 0; k < ops->n; k++)
        ops->vecs[k] = feel_column_eval(run, c->kids[k], sel);
}

static void close_operands(Columns *cs, Operands *ops)
{
    for (size_t k = 0; k < ops->n; k++)
        feel_vec_release(cs, ops->vecs[k]);
}

static void join_reasons(FeelRun *run, const Operands *ops, const Selection *missing, Vec *out)
{
    for (size_t i = 0; feel_next_row(run->columns, missing, &i); i++) {
        uint32_t reason = 0;
        bool any = false;

        for (size_t k = 0; k < ops->n; k++) {
            const Vec *v = ops->vecs[k];

            if (!feel_vec_is_missing(v, i))
                continue;
            reason = any ? feel_reason_union(run, reason, v->reasons[i]) : v->reasons[i];
            any = true;
        }
        feel_vec_set_missing(out, i, reason);
    }
}

/* Splits the selection; missing rows are done in `out`. */
static void split(FeelRun *run, const Selection *sel, Operands *ops, Vec *out)
{
    Columns *cs = run->columns;
    Selection missing;
    uint64_t any_missing = 0;

    for (size_t w = 0; w < cs->n_words; w++) {
        uint64_t m = 0, n = 0;

        for (size_t k = 0; k < ops->n; k++) {
            m |= ops->vecs[k]->missing ? ops->vecs[k]->missing[w] : 0;
            n |= ops->vecs[k]->nulls ? ops->vecs[k]->nulls[w] : 0;
        }
        missing.bits[w] = m & sel->bits[w];
        ops->nulls.bits[w] = n & ~m & sel->bits[w];
        ops->ok.bits[w] = ~(n | m) & sel->bits[w];
        any_missing |= missing.bits[w];
    }
    if (any_missing)
        join_reasons(run, ops, &missing, out);
}

static void put_null_operands(FeelRun *run, const Code *c, const Operands *ops, Vec *out)
{
    Columns *cs = run->columns;

    for (size_t i = 0; feel_next_row(cs, &ops->nulls, &i); i++) {
        feel_vec_set_null(out, i);
        if (!run->reasons) {
            run->row = cs->row0 + i;
            (void)feel_null_operand(run, c); /* only for its finding */
        }
    }
}

/* ---- arithmetic ---- */

typedef void (*ColumnKernel)(size_t n,
                             const Dec *restrict a,
                             const Dec *restrict b,
                             Dec *restrict out,
                             uint64_t *restrict ok);

static ColumnKernel column_kernel(FeelOp op)
{
    if (op == FEEL_OP_ADD)
        return dec_column_add;
    if (op == FEEL_OP_SUB)
        return dec_column_sub;
    if (op == FEEL_OP_MUL)
        return dec_column_mul;
    return dec_column_div;
}

/* Row by row: what has no result is put down as the row evaluator puts it down. */
static void
arith_rows(FeelRun *run, const Code *c, const Operands *ops, const Selection *rows, Vec *out)
{
    Columns *cs = run->columns;

    for (size_t i = 0; feel_next_row(cs, rows, &i); i++) {
        FeelValue a = feel_vec_get(ops->vecs[0], i), b = feel_vec_get(ops->vecs[1], i), v;

        run->row = cs->row0 + i;
        v = feel_op_arith(run, c, &a, &b);
        feel_vec_put(run, c, out, i, &v);
    }
}

static void arith(FeelRun *run, const Code *c, Operands *ops, Vec *out)
{
    Columns *cs = run->columns;
    Selection ok = ops->ok, failed;
    uint64_t any = 0;

    if (feel_selected(cs, &ops->ok) * 4 < cs->n) { /* a few rows of many */
        arith_rows(run, c, ops, &ops->ok, out);
        return;
    }
    feel_vec_spread(cs, ops->vecs[0]);
    feel_vec_spread(cs, ops->vecs[1]);
    column_kernel(c->op)(cs->n, ops->vecs[0]->v.numbers, ops->vecs[1]->v.numbers, out->v.numbers,
                         ok.bits);
    for (size_t w = 0; w < cs->n_words; w++) {
        failed.bits[w] = ops->ok.bits[w] & ~ok.bits[w];
        any |= failed.bits[w];
    }
    if (any)
        arith_rows(run, c, ops, &failed, out);
}

static void negate(const Columns *cs, const Operands *ops, Vec *out)
{
    const Vec *a = ops->vecs[0];

    for (size_t i = 0; feel_next_row(cs, &ops->ok, &i); i++)
        out->v.numbers[i] = dec_neg(a->v.numbers[i * a->step]);
}

Vec *feel_column_numbers(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Operands ops = {0};
    Vec *out;

    open_operands(run, c, sel, &ops);
    out = feel_vec_take(cs, COL_NUMBER);
    split(run, sel, &ops, out);
    put_null_operands(run, c, &ops, out);
    if (c->kind == CODE_NEGATE)
        negate(cs, &ops, out);
    else
        arith(run, c, &ops, out);
    close_operands(cs, &ops);
    return out;
}

/* ---- comparison ---- */

static int8_t sign_of(int order)
{
    return (int8_t)((order > 0) - (order < 0));
}

/* order[i] = a[i] against b[i] for the rows of `ok`. */
static void
order_rows(Columns *cs, Vec *a, Vec *b, const Selection *ok, int8_t order[FEEL_BATCH_ROWS])
{
    if (a->type == COL_NUMBER && feel_selected(cs, ok) * 4 >= cs->n) {
        feel_vec_spread(cs, a);
        feel_vec_spread(cs, b);
        dec_column_compare(cs->n, a->v.numbers, b->v.numbers, order);
        return;
    }
    for (size_t i = 0; feel_next_row(cs, ok, &i); i++) {
        size_t x = i * a->step, y = i * b->step;

        if (a->type == COL_NUMBER)
            order[i] = sign_of(dec_compare(a->v.numbers[x], b->v.numbers[y]));
        else if (a->type == COL_DATE)
            order[i] = (int8_t)((a->v.dates[x] > b->v.dates[y]) - (a->v.dates[x] < b->v.dates[y]));
        else if (a->type == COL_BOOL)
            order[i] = sign_of((a->v.bools[x] != 0) - (b->v.bools[y] != 0));
        else if (a->v.texts[x] == b->v.texts[y])
            order[i] = 0;
        else /* byte order of UTF-8 is the order of code points */
            order[i] = sign_of(strcmp(a->v.texts[x], b->v.texts[y]));
    }
}

static bool holds(FeelOp op, int8_t order)
{
    if (op == FEEL_OP_EQ)
        return order == 0;
    if (op == FEEL_OP_NE)
        return order != 0;
    if (op == FEEL_OP_LT)
        return order < 0;
    if (op == FEEL_OP_LE)
        return order <= 0;
    if (op == FEEL_OP_GT)
        return order > 0;
    return order >= 0;
}

/* = and != know null: it equals itself. */
static void equal_nulls(const Columns *cs, const Code *c, const Operands *ops, Vec *out)
{
    for (size_t i = 0; feel_next_row(cs, &ops->nulls, &i); i++) {
        bool both = feel_vec_is_null(ops->vecs[0], i) && feel_vec_is_null(ops->vecs[1], i);

        out->v.bools[i] = both == (c->op == FEEL_OP_EQ);
    }
}

Vec *feel_column_compare(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    int8_t order[FEEL_BATCH_ROWS];
    Operands ops = {0};
    Vec *out;

    open_operands(run, c, sel, &ops);
    out = feel_vec_take(cs, COL_BOOL);
    split(run, sel, &ops, out);
    if (c->op == FEEL_OP_EQ || c->op == FEEL_OP_NE)
        equal_nulls(cs, c, &ops, out);
    else
        put_null_operands(run, c, &ops, out);
    g_assert(ops.n == 2);
    order_rows(cs, ops.vecs[0], ops.vecs[1], &ops.ok, order);
    for (size_t i = 0; feel_next_row(cs, &ops.ok, &i); i++)
        out->v.bools[i] = holds(c->op, order[i]);
    close_operands(cs, &ops);
    return out;
}

Vec *feel_column_between(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    int8_t low[FEEL_BATCH_ROWS], high[FEEL_BATCH_ROWS];
    Operands ops = {0};
    Vec *out;

    open_operands(run, c, sel, &ops);
    out = feel_vec_take(cs, COL_BOOL);
    split(run, sel, &ops, out);
    put_null_operands(run, c, &ops, out);
    g_assert(ops.n == 3);
    order_rows(cs, ops.vecs[0], ops.vecs[1], &ops.ok, low);
    order_rows(cs, ops.vecs[0], ops.vecs[2], &ops.ok, high);
    for (size_t i = 0; feel_next_row(cs, &ops.ok, &i); i++)
        out->v.bools[i] = low[i] >= 0 && high[i] <= 0;
    close_operands(cs, &ops);
    return out;
}
