/* The column evaluator: a program for all rows, batch by batch, node by node.
 *
 * Each node yields a vector for the selected rows of the batch; `if`, `and`, `or` and tests narrow
 * the selection as the row evaluator narrows its way. What has no kernel is left to the row
 * evaluator for each selected row. Nothing is allocated per row in arithmetic, comparison or logic.
 */
#include "feel/column_private.h"

#include <string.h>

#include "feel/builtins.h"

void feel_column_begin_row(FeelRun *run, size_t i)
{
    Columns *cs = run->columns;

    if (arena_used(cs->row_mem))
        arena_reset(cs->row_mem);
    feel_run_begin_row(run, cs->row0 + i);
    run->steps = cs->steps[i];
    if (run->batch->input) {
        cs->input = feel_cell_get(run->batch->input, run->row);
        run->input = &cs->input;
    }
}

void feel_column_end_row(FeelRun *run, size_t i)
{
    run->columns->steps[i] = run->steps;
}

/* ---- nodes ---- */

static Vec *eval_rows(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *out = feel_vec_take(cs, c->column);

    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        FeelValue v;

        feel_column_begin_row(run, i);
        v = feel_eval(run, c);
        feel_vec_put(run, c, out, i, &v);
        feel_column_end_row(run, i);
    }
    return out;
}

/* Values of any kind: borrowed from the column. */
static Vec *eval_any_column(FeelRun *run, const Col *col, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *out = feel_vec_take(cs, COL_ANY);

    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        FeelValue v = feel_cell_get(col, cs->row0 + i);

        if (v.kind == FEEL_MISSING)
            feel_vec_set_missing(out, i, v.reason);
        else
            out->v.anys[i] = v;
    }
    return out;
}

/* A column of the host, as it is or, if its type is not that of the node, cell by cell. */
static Vec *eval_column(FeelRun *run, const Code *c, const Col *col, const Selection *sel)
{
    FeelValue none = feel_null();

    if (!col)
        return feel_vec_const(run->columns, c->column, &none);
    if (c->column == COL_ANY)
        return eval_any_column(run, col, sel);
    if (col->type == c->column)
        return feel_vec_view(run->columns, col);
    return eval_rows(run, c, sel);
}

static Vec *eval_slot(FeelRun *run, const Code *c, const Selection *sel)
{
    size_t k = (size_t)c->index;

    return eval_column(run, c, k < run->batch->n_slots ? run->batch->slots[k] : NULL, sel);
}

/* The node's own operation on the values of its operands. */
static FeelValue apply(FeelRun *run, const Code *c, const FeelValue *args)
{
    if (c->kind == CODE_NEGATE)
        return feel_op_negate(run, c, &args[0]);
    if (c->kind == CODE_ARITH)
        return feel_op_arith(run, c, &args[0], &args[1]);
    if (c->kind == CODE_COMPARE)
        return feel_op_compare(run, c, &args[0], &args[1]);
    if (c->kind == CODE_BETWEEN)
        return feel_op_between(run, c, args);
    if (c->kind == CODE_PATH)
        return feel_op_path(run, c, &args[0]);
    return feel_builtin_call_bound(run, c, c->call, args, c->n_kids);
}

static Vec *eval_lifted(FeelRun *run, const Code *c, const Selection *sel)
{
    Columns *cs = run->columns;
    Vec *operands[FEEL_MAX_LIFTED], *out;

    for (size_t k = 0; k < c->n_kids; k++)
        operands[k] = feel_column_eval(run, c->kids[k], sel);
    out = feel_vec_take(cs, c->column);
    for (size_t i = 0; feel_next_row(cs, sel, &i); i++) {
        FeelValue args[FEEL_MAX_LIFTED], v;

        feel_column_begin_row(run, i);
        for (size_t k = 0; k < c->n_kids; k++)
            args[k] = feel_vec_get(operands[k], i);
        v = apply(run, c, args);
        feel_vec_put(run, c, out, i, &v);
        feel_column_end_row(run, i);
    }
    for (size_t k = 0; k < c->n_kids; k++)
        feel_vec_release(cs, operands[k]);
    return out;
}

Vec *feel_column_eval(FeelRun *run, const Code *c, const Selection *sel)
{
    switch (c->kernel) {
    case KERNEL_ROW:
        return eval_rows(run, c, sel);
    case KERNEL_LIFT:
        return eval_lifted(run, c, sel);
    case KERNEL_CONST:
        return feel_vec_const(run->columns, c->column, &c->value);
    case KERNEL_SLOT:
        return eval_slot(run, c, sel);
    case KERNEL_INPUT:
        return eval_column(run, c, run->batch->input, sel);
    case KERNEL_NUMBERS:
        return feel_column_numbers(run, c, sel);
    case KERNEL_COMPARE:
        return feel_column_compare(run, c, sel);
    case KERNEL_LOGIC:
        return feel_column_logic(run, c, sel);
    case KERNEL_NOT:
        return feel_column_not(run, c, sel);
    case KERNEL_BETWEEN:
        return feel_column_between(run, c, sel);
    case KERNEL_IF:
        return feel_column_if(run, c, sel);
    case KERNEL_KNOWN:
        return feel_column_known(run, c, sel);
    case KERNEL_IN:
        return feel_column_in(run, c, sel);
    case KERNEL_TESTS:
        return feel_column_tests(run, c, sel);
    }
    return eval_rows(run, c, sel);
}

/* ---- results ---- */

/* Writes cell i of the batch into the result column; the vector has a value there. */
static void put_value(FeelRun *run, const Vec *vec, size_t i, Col *out, size_t row)
{
    size_t at = i * vec->step;
    FeelValue *copy;

    switch (vec->type) {
    case COL_BOOL:
        out->v.bools[row] = vec->v.bools[at];
        return;
    case COL_NUMBER:
        out->v.numbers[row] = vec->v.numbers[at];
        return;
    case COL_TEXT:
        out->v.texts[row] =
            vec->in_batch ? arena_strdup(run->arena, vec->v.texts[at]) : vec->v.texts[at];
        return;
    case COL_DATE:
        out->v.dates[row] = vec->v.dates[at];
        return;
    case COL_ANY:
        break;
    }
    copy = ARENA_NEW(run->arena, FeelValue);
    *copy = vec->in_batch ? feel_value_copy(run->arena, &vec->v.anys[at]) : vec->v.anys[at];
    out->v.anys[row] = copy;
}

static void put_batch(FeelRun *run, const Vec *vec, const Selection *sel, Col *out)
{
    Columns *cs = run->columns;
    size_t next = 0;

    for (size_t i = 0; i < cs->n; i = next + 1) {
        next = i;
        if (!feel_next_row(cs, sel, &next))
            next = cs->n;
        for (; i < next; i++)
            col_set_null(run->arena, out, cs->row0 + i);
        if (next == cs->n)
            break;
        if (feel_vec_is_missing(vec, i))
            col_set_missing(run->arena, out, cs->row0 + i, vec->reasons[i]);
        else if (feel_vec_is_null(vec, i))
            col_set_null(run->arena, out, cs->row0 + i);
        else if (vec->type == COL_ANY && vec->v.anys[i * vec->step].kind == FEEL_NULL)
            col_set_null(run->arena, out, cs->row0 + i);
        else
            put_value(run, vec, i, out, cs->row0 + i);
    }
}

static void null_batch(FeelRun *run, Col *out)
{
    for (size_t i = 0; i < run->columns->n; i++)
        col_set_null(run->arena, out, run->columns->row0 + i);
}

/* ---- the driver ---- */

/* The rows of the batch that are active. Returns: whether there are any. */
static bool select_batch(Columns *cs, const uint64_t *active, Selection *sel)
{
    uint64_t any = 0;

    for (size_t w = 0; w < cs->n_words; w++) {
        size_t left = cs->n - w * 64;
        uint64_t rows = left >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;

        sel->bits[w] = rows & (active ? active[cs->row0 / 64 + w] : ~UINT64_C(0));
        any |= sel->bits[w];
    }
    return any;
}

static void run_batch(FeelRun *run, const FeelProgram *program, const uint64_t *active, Col *out)
{
    Columns *cs = run->columns;
    Selection sel;
    Vec *vec;

    if (!select_batch(cs, active, &sel)) {
        null_batch(run, out);
        return;
    }
    for (size_t i = 0; i < cs->n; i++)
        cs->steps[i] = run->base_steps;
    vec = feel_column_eval(run, program->root, &sel);
    put_batch(run, vec, &sel, out);
    feel_vec_release(cs, vec);
    if (arena_used(cs->batch_mem))
        arena_reset(cs->batch_mem);
}

Col *feel_run_columns(FeelRun *run,
                      const FeelProgram *program,
                      const FeelBatch *batch,
                      const uint64_t *active)
{
    Col *out;

    feel_program_prepare(program);
    if (!run->columns)
        run->columns = feel_columns_new();
    out = col_new(run->arena, program->root->column, batch->n);
    run->program = program;
    run->batch = batch;
    run->slots = NULL;
    run->input = NULL;
    run->mem = run->columns->row_mem;
    for (size_t row0 = 0; row0 < batch->n; row0 += FEEL_BATCH_ROWS) {
        run->columns->row0 = row0;
        run->columns->n = MIN(batch->n - row0, (size_t)FEEL_BATCH_ROWS);
        run->columns->n_words = bits_words(run->columns->n);
        run_batch(run, program, active, out);
    }
    if (run->is_inner) /* of one row */
        run->base_steps = MAX(run->base_steps, run->columns->steps[0]);
    run->mem = run->arena;
    run->input = NULL;
    run->batch = NULL;
    return out;
}
