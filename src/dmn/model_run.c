/* Evaluating a model that needs no host: columns in, columns out. */
#include "dmn/model_private.h"

typedef struct ModelRun {
    FeelRun *run;
    Col **slots;
    size_t n_slots, n;
} ModelRun;

/* Is there a slot of the element to fill? */
static bool is_wanted(const ModelRun *r, const DmnElement *e)
{
    for (size_t k = 0; k < e->n_outputs; k++)
        if ((size_t)e->outputs[k] < r->n_slots && !r->slots[e->outputs[k]])
            return true;
    return false;
}

static void fill(ModelRun *r, const DmnElement *e, size_t k, Col *col)
{
    Col **slot;

    if ((size_t)e->outputs[k] >= r->n_slots)
        return;
    slot = &r->slots[e->outputs[k]];
    if (!*slot)
        *slot = col;
}

static void run_table(ModelRun *r, const DmnElement *e, const FeelBatch *batch)
{
    size_t n = dmn_table_program_n_outputs(e->table);
    g_autofree Col **out = g_new0(Col *, n);

    dmn_table_run(r->run, e->table, batch, NULL, out, NULL);
    for (size_t k = 0; k < MIN(n, e->n_outputs); k++)
        fill(r, e, k, out[k]);
}

static void fill_null(ModelRun *r, const DmnElement *e)
{
    Arena *arena = feel_run_arena(r->run);

    for (size_t k = 0; k < e->n_outputs; k++) {
        const FeelType *type = e->output_types ? e->output_types[k] : NULL;
        fill(r, e, k, col_new_null(arena, feel_col_type(type ? type : &feel_type_any), r->n));
    }
}

static void run_element(ModelRun *r, const DmnElement *e)
{
    FeelBatch batch = {.n = r->n, .slots = (const Col *const *)r->slots, .n_slots = r->n_slots};

    if (!is_wanted(r, e))
        return;
    if (e->logic == DMN_LOGIC_LITERAL && e->program && e->n_outputs == 1)
        fill(r, e, 0, feel_run_columns(r->run, e->program, &batch, NULL));
    else if (e->logic == DMN_LOGIC_TABLE && e->table)
        run_table(r, e, &batch);
    else
        fill_null(r, e); /* not given: inputs, decisions from outside, hosts */
}

void dmn_model_run(DmnModel *model, FeelRun *run, Col **slots, size_t n_slots, size_t n)
{
    ModelRun r = {.run = run, .slots = slots, .n_slots = n_slots, .n = n};
    const int *order;
    size_t n_order = dmn_model_order(model, NULL, &order);

    for (size_t i = 0; i < n_order; i++)
        run_element(&r, model->elements[order[i]]);
    for (size_t i = 0; i < model->n; i++)
        fill_null(&r, model->elements[i]); /* members of circles, and what rests on them */
}
