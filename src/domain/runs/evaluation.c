#include "domain/runs/evaluation.h"

#include "base/err.h"
#include "facts/load.h"
#include "facts/measure.h"

void run_evaluation_free(RunEvaluation *run)
{
    if (!run)
        return;
    app_result_free(run->result); /* reads data: goes first */
    app_data_free(run->data);
    g_free(run);
}

/* The first cycle of an evaluation that ends with `cycle`. */
static bool find_from(const Regulation *reg,
                      const AppCycle *cycle,
                      const RunEvaluationOptions *options,
                      AppCycle *out,
                      GError **error)
{
    CalDate first = cycle->first;

    if (options->from)
        first = options->from->first;
    if (first > cycle->first) {
        err_set(error, ERR_INVALID, "run.cycle", "%s begins after %s", options->from->text,
                cycle->text);
        return false;
    }
    if (options->from) {
        *out = *options->from;
        return true;
    }
    /* kinds are ordered finer first: the last is the coarsest, normally the year */
    *out = app_cycle_of(reg, (int)reg->n_cycles - 1, first);
    if (out->first > cycle->first)
        *out = *cycle;
    return true;
}

static bool load_measures(DbConn *conn,
                          const Regulation *reg,
                          const AppCycle *from,
                          const AppCycle *to,
                          AppData *data,
                          const RunEvaluationOptions *options,
                          size_t *out_n,
                          GError **error)
{
    g_autoptr(Arena) arena = arena_new(0);
    MeasureOptions measure = {.keep = true,
                              .fresh = options->fresh_measures,
                              .progress = options->progress,
                              .data = options->progress_data};
    size_t n;
    AppCycle *cycles = app_cycles_between(arena, reg, from->first, to->last, &n);

    for (size_t i = 0; i < n; i++)
        if (!measures_load(conn, reg, &cycles[i], data, &measure, error))
            return false;
    *out_n = n;
    return true;
}

RunEvaluation *run_evaluate(DbConn *conn,
                            const Regulation *reg,
                            const AppCycle *cycle,
                            const RunEvaluationOptions *options,
                            GError **error)
{
    g_autoptr(RunEvaluation) run = g_new0(RunEvaluation, 1);
    AppOptions app = {.lang = options->lang, .keep_matches = true};
    size_t n;

    run->reg = reg;
    run->cycle = *cycle;
    run->data = app_data_new(reg);
    if (!find_from(reg, cycle, options, &run->from, error) ||
        !facts_load(conn, reg, &run->from, cycle, run->data, error) ||
        !load_measures(conn, reg, &run->from, cycle, run->data, options, &n, error))
        return NULL;
    run->result = app_evaluate(reg, run->data, &run->from, cycle, &app, error);
    if (!run->result)
        return NULL;
    return g_steal_pointer(&run);
}

bool run_keep_measures(DbConn *conn,
                       const Regulation *reg,
                       const AppCycle *cycle,
                       const RunEvaluationOptions *options,
                       size_t *out_n,
                       GError **error)
{
    g_autoptr(AppData) data = app_data_new(reg);
    AppCycle from;

    return find_from(reg, cycle, options, &from, error) &&
           facts_load(conn, reg, &from, cycle, data, error) &&
           load_measures(conn, reg, &from, cycle, data, options, out_n, error);
}
