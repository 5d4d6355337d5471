/* evaluate_private.h - the evaluation: instances of cycles, frames of rows, columns of names.
 * Private to appraise/.
 *
 *   AppResult            one evaluation
 *     Instance           one cycle, e.g. 2003-05
 *       Frame            the rows of one subject in it, ordered by key
 *         cols[slot]     the column of a name over those rows, made when first asked for
 *
 * Asking for a column makes what it needs first (frame_col calls itself through its block), so the
 * order of evaluation is that of the requirements: the checker has refused circles, and a `busy`
 * bit catches what it could not see. A frame never changes its rows; a column is never changed
 * after frame_set.
 *
 * An instance is LIVE once its turn has come. Before that it is EARLY: finer cycles inside it read
 * its inputs and recorded outcomes. PAST ones ended before the range: only what is given for them
 * by name counts, and what is not given is not there (null), since nobody of this evaluation owes
 * it.
 */
#pragma once

#include "appraise/appraise.h"
#include "appraise/data_private.h"
#include "appraise/plan_private.h"

typedef struct Frame Frame;

typedef enum InstanceMode { INSTANCE_EARLY, INSTANCE_LIVE, INSTANCE_PAST } InstanceMode;

typedef struct Instance {
    AppCycle cycle;
    InstanceMode mode;
    Frame **frames;   /* by subject, NULL until asked for */
    Frame *outside;   /* persons outside the population who hold reserves, or NULL */
    uint64_t *making; /* subjects whose frame is being made */
} Instance;

struct Frame {
    AppResult *ev;
    Instance *at;
    int subject;
    bool is_outside; /* nobody owes anything here: what is absent is null */
    size_t n;
    size_t *rows; /* AppData index of each row */
    int32_t *pos; /* AppData index -> row of the frame, -1 = not in it; see frame_pos */
    /* Of a form's entries, `pos` is by their places in the order of dates: those of no date, which
     * come first and are in every cycle, then those from place `first` to `end`. NULL = of others.
     */
    const uint32_t *place; /* AppData index -> place */
    size_t n_always, first, end;
    CalDate *days;        /* last day of each row in the cycle; NULL = the cycle's for all */
    const char **keys;    /* of the rows */
    const Col **cols;     /* by slot */
    uint64_t *busy;       /* slots that are being made */
    int64_t **links;      /* by slot: row that a link points to, or LINK_… */
    DmnMatches **matches; /* by slot of a table's first output */
};

enum { LINK_NULL = -1, LINK_MISSING = -2, LINK_UNKNOWN = -3 };

typedef struct Order {
    size_t *rows; /* all rows of a subject, ordered by key */
    size_t n;
} Order;

/* All entries of a form. */
typedef struct Dates {
    size_t *rows; /* by date, then key; undated ones first */
    size_t n, n_undated;
    uint32_t *place; /* row -> place in that order */
    uint32_t *rank;  /* row -> place in the order of keys */
} Dates;

/* While one row's takings are asked for again, what is taken for it is written down here. */
typedef struct Recorder {
    size_t group; /* of the taking that is recorded */
    GArray *list; /* AppTaken */
} Recorder;

/* What an appraisal leads to for one person: from a day on an attribute has a value. */
typedef struct GradeEffect {
    DataDated dated; /* from which day, which value; missing: with its reason */
    DataDated start; /* the same day, as the value of 级别起始日 */
    bool starts;     /* the grade changes that day, or may */
    const RegBlock *block;
    AppCycle cycle; /* of the appraisal */
} GradeEffect;

typedef struct GradeRow {
    GradeEffect *items; /* in the order of their cycles, and so of their days */
    uint32_t n, cap;
} GradeRow;

/* Entries of a form on some days, as rows that a cycle reads. */
typedef struct EntryWindow {
    Instance *at;
    int subject;
    CalDate first, last;
    Frame *frame;
} EntryWindow;

struct AppResult {
    const Regulation *reg;
    const AppData *data;
    AppOptions options;
    AppCycle from, to;
    AppCycle closed; /* text NULL = none */
    Arena *arena;
    Reasons *reasons;
    Diags *diags;
    FeelHost host;
    FeelRun *run;
    Order *orders;        /* by subject */
    GHashTable *by_text;  /* cycle text (interned) -> Instance */
    GPtrArray *instances; /* owned Instance*: the evaluated ones, in order */
    GPtrArray *others;    /* owned Instance*: read besides */
    GHashTable *literals; /* RegParamValue* -> FeelValue* */
    GHashTable *entries;  /* subject + 1 -> Dates* */
    GArray *windows;      /* EntryWindow: those of the cycle being evaluated */
    AppPlan *plan;
    GArray *questions;          /* AppQuestion */
    GArray *blocked;            /* AppBlocked */
    const AppPosting *postings; /* sorted; set at the end */
    size_t n_postings;
    const RegName *joined, *left; /* 入职日期, 离职日期 */
    const RegName *grade, *since; /* 级别, 级别起始日 */
    GradeRow **grades;            /* by slot of the attribute, then by person; NULL = none yet */
    Recorder *recorder;           /* NULL = nobody asks */
};

/* An evaluation before its first cycle. */
AppResult *evaluate_new(const Regulation *reg,
                        const AppData *data,
                        const AppCycle *from,
                        const AppCycle *to,
                        const AppOptions *options);

/* ---- evaluate_frame.c ---- */

Instance *instance_of(AppResult *ev, const AppCycle *cycle);
/* Before the range, or closed. */
bool cycle_is_past(const AppResult *ev, const AppCycle *cycle);
/* Its turn has come: what was read of it early is forgotten. */
void instance_begin(AppResult *ev, Instance *at);
/* What attributes are has changed: forgets rows and columns of cycles that are still to come. */
void instances_forget(AppResult *ev);
/* Adds one to those that are evaluated. */
Instance *instance_add(AppResult *ev, const AppCycle *cycle);
Frame *frame_of(AppResult *ev, Instance *at, int subject);
/* All rows of a subject, ordered by key. */
const Order *frame_order(AppResult *ev, int subject);
/* A frame of given rows; takes over `rows` and `days` (arena). */
Frame *frame_new(AppResult *ev, Instance *at, int subject, size_t *rows, CalDate *days, size_t n);
/* The same for rows of which only names of no cycle are read: it finds none by its index. */
Frame *
frame_of_window(AppResult *ev, Instance *at, int subject, size_t *rows, CalDate *days, size_t n);
static inline CalDate frame_day(const Frame *f, size_t i)
{
    return f->days ? f->days[i] : f->at->cycle.last;
}
/* The row of the frame that an AppData index is, -1 = not in it. */
static inline int32_t frame_pos(const Frame *f, size_t row)
{
    size_t p;

    if (!f->place)
        return f->pos[row];
    p = f->place[row];
    if (p < f->n_always)
        return f->pos[p];
    return p >= f->first && p < f->end ? f->pos[f->n_always + p - f->first] : -1;
}
/* Rows are members of evaluations, not of master data only:
 * LIVE and EARLY inside the population. */
static inline bool frame_is_strict(const Frame *f)
{
    return f->at->mode != INSTANCE_PAST && !f->is_outside;
}
/* First day of the present employment, INT64_MIN if unknown. */
CalDate frame_joined(const Frame *f, size_t i);

/* ---- evaluate_dated.c ---- */

/* Entries dated inside the cycle, and undated ones, by key. */
Frame *entries_frame(AppResult *ev, Instance *at, int subject);
/* Entries of a window, by date, then key; undated ones belong to every one. Made for the first
 * input that asks. It knows names of no cycle. */
Frame *entries_window(AppResult *ev, const EntryWindow *window);

/* ---- evaluate_columns.c ---- */

/* The column of a name of the frame's subject. Never NULL. */
const Col *frame_col(Frame *f, const RegName *name);
void frame_set(Frame *f, const RegName *name, const Col *col);
/* Runs a program over the frame; NULL program: all null. */
Col *frame_run(Frame *f, const FeelProgram *program, const uint64_t *active, const char *blame);
/* The same for an expression over all rows; one that is but a name gives that name's column. */
const Col *frame_expr(Frame *f, const RegExpr *expr, const char *blame);
/* Which row of its subject each row's link points to. */
const int64_t *frame_links(Frame *f, const RegName *link);
/* Makes a cell missing because of one root. */
void frame_owe(Frame *f, Col *col, size_t i, const ReasonRoot *root);
void frame_fault(Frame *f, Col *col, size_t i, const RegName *name, SrcPos pos, const char *text);
/* Id of a fault of a row of the frame. */
uint32_t frame_fault_reason(Frame *f, size_t i, const char *name, SrcPos pos, const char *text);
/* Truth of a boolean cell. */
static inline bool col_is_true(const Col *col, size_t i)
{
    if (!col_has_value(col, i))
        return false;
    if (col->type == COL_BOOL)
        return col->v.bools[i] != 0;
    FeelValue v = feel_cell_get(col, i);
    return v.kind == FEEL_BOOLEAN && v.u.boolean;
}

/* Is a condition true of row i, or not known? NULL: there is none. */
static inline bool col_may_be_true(const Col *where, size_t i)
{
    return !where || col_is_missing(where, i) || col_is_true(where, i);
}

/* ---- evaluate_given.c ---- */

typedef enum GivenFrom { GIVEN_NOT, GIVEN_ROW, GIVEN_COLUMN, GIVEN_DEFAULT } GivenFrom;

/* What AppData says of one name in a frame's cycle. */
typedef struct Given {
    const DataCells *cycle; /* of this cycle */
    const DataCells *always;
} Given;

Given given_of(const Frame *f, const RegName *name);
static inline bool given_any(const Given *given)
{
    return given->cycle != NULL || given->always != NULL;
}
GivenFrom given_at(const Given *given, size_t row, FeelValue *out);
/* Puts a value from outside into a cell: factor, `one of`, kind; FEEL_MISSING is owed. */
void given_put(
    Frame *f, const RegName *name, Col *col, size_t i, const FeelValue *value, GivenFrom from);
/* Lays what is given over `col`. */
void given_overlay(Frame *f, const RegName *name, Col *col);
const char *name_owed_by(const RegName *name);

/* ---- evaluate_block.c ---- */

/* Rows for which a block applies. */
typedef struct Active {
    uint64_t *bits;    /* NULL = all rows */
    uint32_t *reasons; /* `for` is missing: why; NULL = nowhere */
} Active;

static inline bool active_at(const Active *a, size_t i)
{
    return !a->bits || bits_get(a->bits, i);
}
Active block_active(Frame *f, const RegBlock *block);
/* Makes the columns of all names that a block defines. */
void block_eval(Frame *f, const RegBlock *block);
/* Makes that of a rank's size alone, which its places may rest on. */
void block_eval_size(Frame *f, const RegName *size);
/* Does an expression read what is decided in this cycle? */
bool block_reads_decisions(const Frame *f, const RegExpr *expr);
/* A column of nulls of the type of a name. */
Col *block_nulls(Frame *f, const RegName *name);
Col *block_bands(Frame *f, const RegBlock *block, const Active *active);

/* ---- evaluate_attribute.c, evaluate_param.c ---- */

const Col *attribute_col(Frame *f, const RegName *name);
/* Another attribute whose values this one reads (`of:`), else itself. */
const RegName *attribute_stored(const AppResult *ev, const RegName *name);
/* The dated value that an attribute has on a day; NULL = none. */
const DataDated *attribute_at(const Frame *f, const RegName *name, size_t row, CalDate date);
/* Is it read as it is kept, with no `at:` of its own? */
bool attribute_is_plain(const RegName *name);
/* How an attribute, of the frame's rows or of others, is read in the frame's cycle. */
typedef struct AttributeRead {
    const RegName *name;
    Given given;
    bool may_be_absent;
} AttributeRead;
AttributeRead attribute_read(Frame *f, const RegName *name);
/* Puts the attribute of `row` (AppData index of the name's subject) on `date` into cell i. False if
 * there is none: the cell is then null or missing. */
bool attribute_put(
    Frame *f, const AttributeRead *read, Col *col, size_t i, size_t row, CalDate date);
const Col *param_col(Frame *f, const RegName *name);

/* Where a parameter's value came from. */
typedef struct ParamFound {
    FeelValue value;              /* before RegName.factor if `given` */
    const RegParamPeriod *period; /* of the regulation, or NULL */
    const DataParam *given;       /* or NULL */
} ParamFound;
/* The value in force on `date` for keys; false if there is none. */
bool param_find(
    AppResult *ev, const RegBlock *block, const char *const *keys, CalDate date, ParamFound *out);

/* ---- evaluate_input.c, evaluate_history.c, evaluate_entries.c ---- */

Col *input_col(Frame *f, const RegBlock *block, const Active *active);
Col *history_col(Frame *f, const RegBlock *block, const Active *active);
Col *entries_col(Frame *f, const RegBlock *block, const Active *active);
/* From which day on a window may reach back, row by row. */
typedef struct HistoryStart {
    CalDate *first;    /* of the present employment or of `since`; INT64_MIN = no bound */
    uint32_t *missing; /* reason where `since` is missing; NULL = nowhere */
} HistoryStart;
HistoryStart history_start(Frame *f, const RegBlock *block);
/* Cycles whose values a history in the frame's cycle may read for some row, in order. */
AppCycle *history_cycles(Frame *f, const RegBlock *block, const HistoryStart *start, size_t *out_n);

/* ---- evaluate_rank.c, evaluate_total.c, evaluate_share.c ---- */

/* out[k]: column of the k-th name that the block defines; NULL: its size, which stands alone. */
void rank_cols(Frame *f, const RegBlock *block, const Active *active, Col **out);
Col *rank_size_col(Frame *f, const RegName *size, const Active *active);
Col *total_col(Frame *f, const RegBlock *block, const Active *active);
/* The group of row i of a total `within` (its number is the same each time); SIZE_MAX = none. */
size_t total_group(Frame *f, const RegBlock *block, size_t i);

Col *share_col(Frame *f, const RegBlock *block, const Active *active);
/* What the group of row i shares by in all, and how many take part. False if the row does not. */
bool share_sum(Frame *f, const RegBlock *block, size_t i, Dec *out_by, size_t *out_n);

/* ---- evaluate_question.c ---- */

Col *decide_col(Frame *f, const RegBlock *block, const Active *active);
/* What people said of row i of a decide or grade, as recorded; NULL if nothing is. */
const FeelValue *outcome_cell(const Frame *f, const RegName *name, size_t i);
/* The same if it is an outcome that the block allows. If not, *out is missing by a fault that says
 * so; in the past that is reported, and false. */
bool outcome_recorded(Frame *f, const RegBlock *block, size_t i, FeelValue *out);
/* What was recorded becomes the cell; what is not allowed is asked again. */
void outcome_put(Frame *f, const AppQuestion *question, Col *col, size_t i, const FeelValue *said);
/* Row i waits for people: a question, and the cell is what stands in (NULL = missing). */
void outcome_wait(Frame *f, const AppQuestion *question, Col *col, size_t i, const Col *stand_in);

/* ---- evaluate_grade.c ---- */

typedef enum GradeStep {
    GRADE_OWED,     /* not known what is proposed, or whether people are asked: `reason` */
    GRADE_WITHHELD, /* by the gate */
    GRADE_KEPT,     /* the grade held, nobody is asked */
    GRADE_ASKED,
} GradeStep;

typedef struct GradeState {
    GradeStep step;
    uint32_t reason;
    bool keeps; /* OWED is only the gate: however it comes, the grade held stays */
    FeelValue held, proposed;
} GradeState;

Col *grade_col(Frame *f, const RegBlock *block, const Active *active);
/* How it came to the grade of row i, in a cycle that is evaluated. */
GradeState grade_state(Frame *f, const RegBlock *block, size_t i);
/* The day from which on a grade of the cycle is held. */
CalDate grade_effective(const AppResult *ev, const RegBlock *block, const AppCycle *cycle);
/* Writes down what was decided in cycles that are not evaluated. */
void grade_open(AppResult *ev);
/* All names of the cycle are known: what was decided in it takes effect. */
void grade_take_effect(AppResult *ev, Instance *at);
/* Effects on an attribute of a person (name: as it is stored), in order. Returns their number. */
size_t grade_effects(const AppResult *ev, const RegName *name, size_t row, const GradeEffect **out);
/* The one in force on `date`, of appraisals before the cycle `reader` (NULL = all); or NULL. */
const GradeEffect *grade_effect_at(
    const AppResult *ev, const RegName *name, size_t row, CalDate date, const AppCycle *reader);
/* The value in force: of an effect, or of a fact that is not older; NULL if there is none. */
const DataDated *grade_or_fact(
    const AppResult *ev, const RegName *name, size_t row, CalDate date, const AppCycle *reader);

/* ---- evaluate_post.c ---- */

/* Postings of all pay and reserve blocks of an instance. */
void post_instance(AppResult *ev, Instance *at);

/* ---- result.c ---- */

Instance *result_instance(const AppResult *ev, const AppCycle *cycle);
Frame *result_frame(const AppResult *ev, int subject, const AppCycle *cycle);
void result_sort_postings(AppResult *ev);
