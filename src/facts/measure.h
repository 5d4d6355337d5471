/* measure.h - from account histories to one figure per person and cycle.
 *
 * A measure is the binding of a regulation's input (notation §5): a fact stream, a filter, a take
 * and a credit rule. It is computed by one streaming pass over the clustered tables: for each
 * account, its facts are merged with the assignments of its customer, day by day, in exact integer
 * arithmetic (分·天 and fractions of shares); a fact belongs to whoever held the account that day.
 */
#pragma once

#include "appraise/appraise.h"
#include "db/db.h"

/* Computes (or takes from the store what is not stale) all measure inputs of `reg` for one cycle
 * and sets them in `data` (rows of persons must be there). `keep` stores what was computed.
 * Progress as in import.h. */
typedef struct MeasureOptions {
    bool keep;
    bool fresh; /* compute again even if kept values are up to date */
    void (*progress)(void *data, int64_t done, int64_t total);
    void *data;
} MeasureOptions;

bool measures_load(DbConn *conn,
                   const Regulation *reg,
                   const AppCycle *cycle,
                   AppData *data,
                   const MeasureOptions *options,
                   GError **error);

/* The tie-out of one measure in one cycle, per unit and product: Σ persons + unassigned −
 * double-credited = ledger, in exact numbers. */
typedef struct MeasureTieOut {
    const char *unit; /* code, "" = none */
    const char *product;
    Dec persons, unassigned, double_credited, ledger;
    bool ties; /* compared in exact integers, not in rounded decimals */
} MeasureTieOut;

/* Returns: (owned by arena) *out_n lines ordered by unit, product; NULL + error. Only for takes
 * that add up (balance-days, end, sum, count, new). */
MeasureTieOut *measure_tie_out(DbConn *conn,
                               const Regulation *reg,
                               const RegName *input,
                               const AppCycle *cycle,
                               Arena *arena,
                               size_t *out_n,
                               GError **error);
