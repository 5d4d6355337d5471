/* appraise.h - a regulation over cycles: a pure function, without database, clock or files.
 *
 *   (regulation, AppData, cycles) -> values with reasons, questions, a plan of postings
 *
 * Cycles are evaluated in the order of their last day, finer first; within one, names in the order
 * of their requirements; each name as a whole column; postings last. Nothing depends on the order
 * of rows. Tests, runs, replay and simulation all call app_evaluate. Source: notation §2, §4, §6,
 * §9.
 *
 * An AppResult belongs to one thread: some readers below make columns when first asked.
 */
#pragma once

#include "appraise/data.h"
#include "appraise/plan.h"

typedef struct AppResult AppResult;

typedef struct AppOptions {
    const CalWorkdays *workdays; /* NULL = plain weekends */
    Lang lang;
    bool keep_matches; /* keep matched rules for explanations */
    /* Cycles up to this one, in order of evaluation, are closed: they are not evaluated again, what
     * is given for them is their history, and the opening ledger holds what they posted. NULL =
     * those before the range only. (A year is settled after its months were closed one by one.) */
    const AppCycle *closed;
} AppOptions;

enum {
    APP_MAX_CELLS = 400 * 1000 * 1000, /* rows × names × cycles of one evaluation */
};

/* No row: a blocked item whose person is not known. */
#define APP_NO_ROW SIZE_MAX

/* Evaluates all cycles inside [from.first, to.last] that are not closed. `reg` and `data` must
 * outlive the result; `options` NULL = none.
 * Returns: (owned); NULL + *error: ERR_LIMIT "appraise.too-large". */
AppResult *app_evaluate(const Regulation *reg,
                        const AppData *data,
                        const AppCycle *from,
                        const AppCycle *to,
                        const AppOptions *options,
                        GError **error);
void app_result_free(AppResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppResult, app_result_free)

const Regulation *app_result_regulation(const AppResult *result);
const AppData *app_result_data(const AppResult *result);
/* The evaluated cycles, in order. *out borrowed; returns their number. */
size_t app_result_cycles(const AppResult *result, const AppCycle **out);

/* ---- values ----------------------------------------------------------------------------- */

/* Rows of a subject in a cycle, ordered by key: row indices of AppData. Borrowed. */
size_t
app_result_rows(const AppResult *result, int subject, const AppCycle *cycle, const size_t **out);
/* Is the row in it? */
bool app_result_has_row(const AppResult *result, int subject, size_t row, const AppCycle *cycle);
/* The row's last day in the cycle: attributes and parameters are as of it. */
CalDate app_result_day(const AppResult *result, int subject, size_t row, const AppCycle *cycle);
/* Value of a name for a row (AppData index) in a cycle. FEEL_NULL if the row is not in that cycle's
 * population or its block does not apply. Strings are borrowed from the result. Numbers are in the
 * normal unit (元). A name of a coarser cycle gives the value of the one that contains `cycle`. */
FeelValue
app_result_value(const AppResult *result, const RegName *name, size_t row, const AppCycle *cycle);
/* The whole column of a name in a cycle, cells in the order of app_result_rows; NULL if the name is
 * not of that cycle. */
const Col *app_result_column(const AppResult *result, const RegName *name, const AppCycle *cycle);
const Reasons *app_result_reasons(const AppResult *result);
/* The value of any expression of the regulation over a row of its subject, as the block's own
 * evaluation sees it (an input header of a table, a `when`, a rate …). */
FeelValue
app_result_expr(const AppResult *result, const RegExpr *expr, size_t row, const AppCycle *cycle);

/* ---- where values come from ---------------------------------------------------------------- */

/* Rules of a table (0 …) that made a cell. Returns their number. Needs keep_matches. */
size_t app_result_matches(const AppResult *result,
                          const RegName *name,
                          size_t row,
                          const AppCycle *cycle,
                          const uint32_t **out);

typedef enum AppOrigin {
    APP_FROM_NOWHERE,   /* missing, or null: nobody gave anything */
    APP_FROM_BUILTIN,   /* 期初 …, a key, a label */
    APP_FROM_GIVEN,     /* set for this row (app_data_set_value) */
    APP_FROM_COLUMN,    /* measured (app_data_set_column) */
    APP_FROM_DEFAULT,   /* set for all rows (app_data_set_default) */
    APP_FROM_ATTRIBUTE, /* dated: since `from` */
    APP_FROM_GRADE,     /* an attribute set by a grade: since `from`, by `grade` of `cycle` */
    APP_FROM_SET_PARAM, /* a parameter set by an office, from `from` on */
    APP_FROM_PERIOD,    /* a parameter as the regulation has it: `period` */
    APP_FROM_OUTCOME,   /* people decided */
    APP_FROM_STAND_IN,  /* `until decided`: not decided yet */
    APP_FROM_ENTRIES,   /* taken from entries of a form: app_result_taken */
    APP_FROM_HISTORY,   /* taken from other cycles: app_result_taken */
    APP_FROM_LEDGER,
    APP_FROM_LINK,     /* read by a path from row `row` of the member's subject */
    APP_FROM_COMPUTED, /* by its block in this cycle */
    APP_FROM_OUTSIDE,  /* the block does not apply to the row: null */
} AppOrigin;

typedef struct AppSource {
    AppOrigin origin;
    CalDate from;                 /* ATTRIBUTE, SET_PARAM: in force since; INT64_MIN = always */
    const RegParamPeriod *period; /* PERIOD */
    const char *const *keys;      /* params: the keys looked up, one per `by`; NULL = none */
    size_t row;                   /* LINK */
    const RegBlock *grade;        /* GRADE */
    AppCycle cycle;               /* of the value: a coarser one than asked for, if need be; GRADE:
                                   * of the appraisal */
} AppSource;

/* Where the value of a name for a row comes from. */
AppSource
app_result_source(const AppResult *result, const RegName *name, size_t row, const AppCycle *cycle);

/* One value that a total, a history or an input from entries took. */
typedef struct AppTaken {
    int subject;
    size_t row;      /* AppData index */
    AppCycle cycle;  /* HISTORY: the cycle it is of; else that of the taking name */
    CalDate day;     /* of an entry of a form: the day that dates it; INT64_MIN = none */
    FeelValue value; /* of `of`, of the name read, of the column; true where rows are counted */
} AppTaken;

/* All that `name` took for a row, in order (of cycles, dates, keys); rows and cycles left out by
 * `where`, and nulls, are not in it; missing ones are. Returns their number; *out is borrowed from
 * the result. */
size_t app_result_taken(const AppResult *result,
                        const RegName *name,
                        size_t row,
                        const AppCycle *cycle,
                        const AppTaken **out);

/* Names that a block reads (its `for` included), of its own rows and, in a total, of the rows
 * taken: ascending slots, without doubles. *out is borrowed from the result; returns their
 * number. */
size_t app_block_reads(const AppResult *result, const RegBlock *block, const RegName *const **out);
/* Names that a name rests on: those that its block reads, but of a rank's size without its cuts and
 * tie breaks. None of a name that no block defines. */
size_t app_name_reads(const AppResult *result, const RegName *name, const RegName *const **out);

/* ---- questions ------------------------------------------------------------------------------ */

/* Questions that wait: decides whose `when` is true and grades that are proposed, without a
 * recorded outcome, and ties. In order of cycle, block, row key. */
typedef struct AppQuestion {
    const RegBlock *block; /* decide, grade or rank */
    size_t row;
    AppCycle cycle;
    bool is_tie;
    FeelValue held, proposed; /* of a grade; else null */
} AppQuestion;
/* Who is asked: `by`, or the procedure that breaks ties; NULL if it is not said. */
const char *app_question_by(const AppQuestion *question);
size_t app_result_questions(const AppResult *result, const AppQuestion **out);

/* ---- consequences ---------------------------------------------------------------------------- */

/* The plan of postings, in order of cycle, person key, block, kind. */
size_t app_result_postings(const AppResult *result, const AppPosting **out);
/* What an item or reserve of a person holds at the end of a cycle: accrued, paid or balance. */
Dec app_result_ledger(const AppResult *result,
                      const char *item,
                      size_t person,
                      const AppCycle *cycle,
                      AppLedgerTake take);
/* What the postings of this one cycle changed: of a pay item what was paid, of a reserve what its
 * balance grew by. Cases compare this. */
Dec app_result_posted(const AppResult *result,
                      const char *item,
                      size_t person,
                      const AppCycle *cycle);

/* A posting that could not be made, because its value is missing. */
typedef struct AppBlocked {
    const RegBlock *block;
    size_t row;    /* of the block's subject */
    size_t person; /* APP_NO_ROW = not known whose */
    AppCycle cycle;
    uint32_t reason;
} AppBlocked;
size_t app_result_blocked(const AppResult *result, const AppBlocked **out);

/* Faults and warnings of the evaluation that belong to no single cell. */
const Diags *app_result_diags(const AppResult *result);

/* ---- check blocks ---------------------------------------------------------------------------- */

typedef enum AppCheck {
    APP_CHECK_PASSED,
    APP_CHECK_REFUSED,
    APP_CHECK_UNKNOWN, /* what it asks for is not known: neither refused nor passed */
} AppCheck;

/* One thing that is known of the entry that is looked at: a field ("份额"), or what a link of it
 * leads to ("客户.在管客户经理数"). */
typedef struct AppCheckField {
    const char *name;
    FeelValue value; /* in the unit the name declares */
} AppCheckField;

/* The value of a parameter that has no keys, as `data` (NULL = none) or the regulation has it on a
 * day, outside of an evaluation; a number in the normal form. It lives in `arena`. False: it has
 * none. */
bool app_param_value(const Regulation *reg,
                     const AppData *data,
                     const RegName *name,
                     CalDate day,
                     Arena *arena,
                     FeelValue *out);

/* Looks at one entry before it lands. `day` is that on which it begins (parameters are as of it);
 * `data` gives parameters that were set, NULL = none. Names that are not given are unknown.
 *   out_why   (owned) if not passed: what the check says, or what is not known; may be NULL */
AppCheck app_check_entry(const Regulation *reg,
                         const RegBlock *check,
                         const AppData *data,
                         const AppCheckField *fields,
                         size_t n_fields,
                         CalDate day,
                         const AppOptions *options,
                         char **out_why);
