/* Kernels of three-valued logic with missing, `if` and known(). */
#include <string.h>

#include "feel/column_private.h"

static void clear_nothing(Vec *vec, size_t i)
{
    if (vec->nulls)
        bits_clear(vec->nulls, i);
    if (vec->missing)
        bits_clear(vec->missing, i);
}

bool feel_vec_join(FeelRun *run, bool decides, Vec *sum, size_t i, const FeelValue *one)
{
    if (one->kind == FEEL_BOOLEAN) {
        if (one->u.boolean != decides)
            return false;
        clear_nothing(sum, i);
        sum->v.bools[i] = decides;
        return true;
    }
    if (one->kind == FEEL_NULL) {
        if (!feel_vec_is_missing(sum, i))
            feel_vec_set_null(sum, i);
        return false;
    }
    if (feel_vec_is_missing(sum, i)) {
        sum->reasons[i] = feel_reason_union(run, sum->reasons[i], one->reason);
        return false;
    }
    clear_nothing(sum, i);
    feel_vec_set_missing(sum, i, one->reason);
    return false;
}

/* One operand joined into the sum; decided rows leave `rest`. */
static void join_operand(FeelRun *run, bool decides, const Vec *operand, Vec *sum, Selection *rest)
{
    Columns *cs = run->columns;

    if (!operand->nulls && !operand->missing) {
        for (size_t i = 0; feel_next_row(cs, rest, &i); i++) {
            if ((operand->v.bools[i * operand->step] != 0) != decides)
                continue;
            clear_nothing(sum, i);
            sum->v.bools[i] = decides;
            bits_clear(rest->bits, i);
        }
        return;
    }
    for (size_t i = 0; feel_next_row(cs, rest, &i); i++) {
        FeelValue one = feel_vec_get(operand, i);

        if (feel_vec_join(run, decides, sum, i, &one))
            bits_clear(rest->bits, i);
    }
}

static bool is_empty(const Columns *cs, const Selection *sel)
{
    for (size_t w = 0; w < cs->n_words; w++)
        if (sel->bits[w])
            return false;
    return true;
}

Vec *feel_column_logic(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    bool decides = c->kind == CODE_OR;
    Vec *sum = feel_vec_take(cs, COL_BOOL);
    Selection rest = *sel; /* rows not decided yet */

    memset(sum->v.bools, !decides, cs->n);
    for (size_t k = 0; k < c->n_kids && !is_empty(cs, &rest); k++) {
        Vec *operand = feel_column_eval(run, c->kids[k], &rest);

        join_operand(run, decides, operand, sum, &rest);
        feel_vec_release(cs, operand);
    }
    return sum;
}

static void copy_bits(const Columns *cs, const Vec *from, const Selection *sel, Vec *to)
{
    for (size_t i = 0; from->nulls && feel_next_row(cs, sel, &i); i++)
        if (feel_vec_is_null(from, i))
            feel_vec_set_null(to, i);
    for (size_t i = 0; from->missing && feel_next_row(cs, sel, &i); i++)
        if (feel_vec_is_missing(from, i))
            feel_vec_set_missing(to, i, from->reasons[i]);
}

Vec *feel_column_not(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *operand = feel_column_eval(run, c->kids[0], sel);
    Vec *out = feel_vec_take(cs, COL_BOOL);

    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        out->v.bools[i] = !operand->v.bools[i * operand->step];
        if (!run->reasons && feel_vec_is_null(operand, i)) {
            run->row = cs->row0 + i;
            (void)feel_null_operand(run, c); /* only for its finding */
        }
    }
    copy_bits(cs, operand, sel, out);
    feel_vec_release(cs, operand);
    return out;
}

/* ---- if ---- */

static void copy_cells(const Columns *cs, const Vec *from, const Selection *sel, Vec *to)
{
    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        size_t at = i * from->step;

        if (to->type == COL_BOOL)
            to->v.bools[i] = from->v.bools[at];
        else if (to->type == COL_NUMBER)
            to->v.numbers[i] = from->v.numbers[at];
        else if (to->type == COL_TEXT)
            to->v.texts[i] = from->v.texts[at];
        else if (to->type == COL_DATE)
            to->v.dates[i] = from->v.dates[at];
        else
            to->v.anys[i] = from->v.anys[at];
    }
    copy_bits(cs, from, sel, to);
    to->in_batch |= from->in_batch;
}

static void take_branch(FeelRun *run, const Code *branch, const Selection *sel, Vec *out)
{
    Columns *cs = run->columns;
    Vec *vec;

    if (is_empty(cs, sel))
        return;
    if (branch->kind == CODE_CONST && branch->value.kind == FEEL_NULL) {
        for (size_t i = 0; feel_next_row(cs, sel, &i); i++)
            feel_vec_set_null(out, i);
        return;
    }
    vec = feel_column_eval(run, branch, sel);
    copy_cells(cs, vec, sel, out);
    feel_vec_release(cs, vec);
}

Vec *feel_column_if(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *condition = feel_column_eval(run, c->kids[0], sel);
    Vec *out = feel_vec_take(cs, c->column);
    Selection yes = {{0}}, no = {{0}};

    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        if (feel_vec_is_missing(condition, i))
            feel_vec_set_missing(out, i, condition->reasons[i]);
        else if (!feel_vec_is_null(condition, i) && condition->v.bools[i * condition->step])
            bits_set(yes.bits, i);
        else
            bits_set(no.bits, i);
    }
    feel_vec_release(cs, condition);
    take_branch(run, c->kids[1], &yes, out);
    take_branch(run, c->kids[2], &no, out);
    return out;
}

Vec *feel_column_known(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *operand = feel_column_eval(run, c->kids[0], sel);
    Vec *out = feel_vec_take(cs, COL_BOOL);

    for (size_t i = 0; feel_next_row(cs, sel, &i); i++)
        out->v.bools[i] = !feel_vec_is_missing(operand, i);
    feel_vec_release(cs, operand);
    return out;
}
