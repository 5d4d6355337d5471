/* evaluation.h - one regulation evaluated over the store for one cycle: load, measure, decide.
 *
 * Nothing is stored but kept measures; closing and posting come with the system of record. The
 * evaluation owns its data and result; the regulation is borrowed and must outlive it.
 */
#pragma once

#include "appraise/appraise.h"
#include "db/db.h"

typedef struct RunEvaluation {
    const Regulation *reg; /* borrowed */
    AppCycle from;         /* first cycle evaluated: history begins here */
    AppCycle cycle;        /* the one asked for */
    AppData *data;         /* owned */
    AppResult *result;     /* owned */
} RunEvaluation;

typedef struct RunEvaluationOptions {
    const AppCycle *from; /* NULL: the year that holds the cycle's first day */
    bool fresh_measures;
    Lang lang;
    void (*progress)(void *data, int64_t done, int64_t total);
    void *progress_data;
} RunEvaluationOptions;

/* Evaluates `cycle` and all cycles before it since `from`. Errors: of the store; ERR_INVALID
 * "run.cycle" if `from` lies behind `cycle`. Returns: (owned). */
RunEvaluation *run_evaluate(DbConn *conn,
                            const Regulation *reg,
                            const AppCycle *cycle,
                            const RunEvaluationOptions *options,
                            GError **error);
void run_evaluation_free(RunEvaluation *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RunEvaluation, run_evaluation_free)

/* Computes and keeps the measures of all cycles from `from` to `cycle`, so that a run need not read
 * the facts. *out_n: cycles done. */
bool run_keep_measures(DbConn *conn,
                       const Regulation *reg,
                       const AppCycle *cycle,
                       const RunEvaluationOptions *options,
                       size_t *out_n,
                       GError **error);
