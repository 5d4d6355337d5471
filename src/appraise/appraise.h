/* appraise.h - a regulation over cycles: a pure function, without database, clock or files.
 *
 *   (regulation, AppData, cycles) -> values with reasons, questions, a plan of postings
 *
 * Cycles are evaluated in the order of their last day, finer first; within one, names in an order
 * given by their requirements; each name as a whole column. Nothing depends on the order of rows.
 * Tests, runs, replay and simulation all call app_evaluate. Source: notation §2, §4, §6, §9.
 */
#pragma once

#include "appraise/data.h"
#include "appraise/plan.h"

typedef struct AppResult AppResult;

typedef struct AppOptions {
    const CalWorkdays *workdays; /* NULL = plain weekends */
    Lang lang;
    bool keep_matches; /* keep matched rules for explanations */
} AppOptions;

/* Evaluates all cycles inside [from.first, to.last]. `data` must outlive the result.
 * Returns: (owned); NULL + *error: ERR_LIMIT "appraise.too-large". */
AppResult *app_evaluate(const Regulation *reg,
                        const AppData *data,
                        const AppCycle *from,
                        const AppCycle *to,
                        const AppOptions *options,
                        GError **error);
void app_result_free(AppResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppResult, app_result_free)

/* Rows of a subject in a cycle, ordered by key: row indices of AppData. Borrowed. */
size_t
app_result_rows(const AppResult *result, int subject, const AppCycle *cycle, const size_t **out);
/* Value of a name for a row (AppData index) in a cycle. FEEL_NULL if the row is not in that cycle's
 * population or its block does not apply. Strings are borrowed from the result. */
FeelValue
app_result_value(const AppResult *result, const RegName *name, size_t row, const AppCycle *cycle);
/* The whole column of a name in a cycle, cells in the order of app_result_rows; NULL if the name is
 * not computed in it. */
const Col *app_result_column(const AppResult *result, const RegName *name, const AppCycle *cycle);
const Reasons *app_result_reasons(const AppResult *result);

/* Rules of a table (0 …) that made a cell. Returns their number. Needs keep_matches. */
size_t app_result_matches(const AppResult *result,
                          const RegName *name,
                          size_t row,
                          const AppCycle *cycle,
                          const uint32_t **out);

/* Questions that wait: decides whose `when` is true without a recorded outcome, and ties. */
typedef struct AppQuestion {
    const RegBlock *block; /* decide or rank */
    size_t row;
    AppCycle cycle;
    bool is_tie;
} AppQuestion;
size_t app_result_questions(const AppResult *result, const AppQuestion **out);

/* The plan of postings, in order of cycle, person key, block, kind. */
size_t app_result_postings(const AppResult *result, const AppPosting **out);
/* What an item or reserve of a person holds at the end of a cycle: accrued, paid or balance. */
Dec app_result_ledger(const AppResult *result,
                      const char *item,
                      size_t person,
                      const AppCycle *cycle,
                      AppLedgerTake take);

/* Faults and warnings of the evaluation that belong to no single cell. */
const Diags *app_result_diags(const AppResult *result);
