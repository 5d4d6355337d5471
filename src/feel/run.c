/* FeelRun: its life, and one row. Columns: column.c. */
#include "feel/run_private.h"

#include "feel/builtins.h"
#include "feel/column_private.h"

FeelRun *feel_run_new(Arena *arena, Reasons *reasons, Diags *diags, const FeelHost *host)
{
    FeelRun *run = g_new0(FeelRun, 1);

    run->arena = arena;
    run->mem = arena;
    run->reasons = reasons;
    run->diags = diags;
    run->host = host;
    return run;
}

void feel_run_free(FeelRun *run)
{
    if (!run)
        return;
    feel_columns_free(run->columns);
    if (run->reported)
        g_hash_table_unref(run->reported);
    feel_patterns_free(run->patterns);
    cal_workdays_free(run->plain);
    feel_run_free(run->inner);
    g_free(run);
}

void feel_run_set_blame(FeelRun *run,
                        const char *name,
                        const char *cycle,
                        const char *const *row_keys)
{
    run->blame_name = name;
    run->blame_cycle = cycle;
    run->row_keys = row_keys;
}

const CalWorkdays *feel_run_workdays(FeelRun *run)
{
    if (run->host && run->host->workdays)
        return run->host->workdays;
    if (!run->plain)
        run->plain = cal_workdays_plain();
    return run->plain;
}

void feel_run_begin_row(FeelRun *run, size_t row)
{
    run->row = row;
    run->capture = NULL;
    run->frame = NULL;
    run->steps = run->base_steps;
    run->call_depth = run->base_call_depth;
    run->eval_depth = run->base_eval_depth;
    run->mem_base = arena_used(run->mem);
}

/* The result of a program keeps the promise of its static type (feel_col_type). */
static FeelValue finish(FeelRun *run, const FeelProgram *program, const FeelValue *v)
{
    static const FeelKind kinds[] = {
        [COL_BOOL] = FEEL_BOOLEAN,
        [COL_NUMBER] = FEEL_NUMBER,
        [COL_TEXT] = FEEL_STRING,
        [COL_DATE] = FEEL_DATE,
    };
    ColType column = program->root->column;

    if (column == COL_ANY || v->kind == FEEL_NULL || v->kind == FEEL_MISSING ||
        v->kind == kinds[column])
        return *v;
    return feel_fault(run, program->root, FAULT_STATIC_TYPE);
}

FeelValue feel_run_row(FeelRun *run,
                       const FeelProgram *program,
                       const FeelValue *slots,
                       const FeelValue *input)
{
    FeelValue v;

    feel_program_prepare(program);
    run->program = program;
    run->batch = NULL;
    run->slots = slots;
    run->input = input;
    run->mem = run->arena;
    feel_run_begin_row(run, 0);
    v = feel_eval(run, program->root);
    if (run->is_inner)
        run->base_steps = run->steps;
    return finish(run, program, &v);
}

FeelValue
feel_run_batch_row(FeelRun *run, const FeelProgram *program, const FeelBatch *batch, size_t row)
{
    FeelValue input = batch->input ? feel_cell_get(batch->input, row) : feel_null(), v;

    feel_program_prepare(program);
    run->program = program;
    run->batch = batch;
    run->slots = NULL;
    run->input = batch->input ? &input : NULL;
    run->mem = run->arena;
    feel_run_begin_row(run, row);
    v = feel_eval(run, program->root);
    run->input = NULL;
    return finish(run, program, &v);
}
