/* value.h - one FEEL value: 24 bytes, plain; what it points to lives in the run's arena.
 *
 * FEEL_MISSING is ours (notation §2): it is strict where null is not, and only regulations see it.
 */
#pragma once

#include "cal/cal.h"
#include "col/col.h"
#include "dec/dec.h"

typedef enum FeelKind {
    FEEL_NULL,
    FEEL_MISSING,
    FEEL_BOOLEAN,
    FEEL_NUMBER,
    FEEL_STRING,
    FEEL_DATE,
    FEEL_TIME,
    FEEL_DATE_TIME,
    FEEL_DT_DURATION,
    FEEL_YM_DURATION,
    FEEL_LIST,
    FEEL_CONTEXT,
    FEEL_RANGE,
    FEEL_FUNCTION,
} FeelKind;

enum {
    FEEL_N_KINDS = FEEL_FUNCTION + 1,
    FEEL_MAX_VALUE_DEPTH = 200,     /* of lists and contexts in each other */
    FEEL_MAX_VALUE_SIZE = 50000000, /* values in a list or context, at all levels */
};

typedef struct FeelValue FeelValue;
typedef struct FeelList FeelList;
typedef struct FeelContext FeelContext;
typedef struct FeelRange FeelRange;
typedef struct FeelFunction FeelFunction; /* opaque outside feel/ */

struct FeelValue {
    FeelKind kind;
    uint32_t reason; /* MISSING: reason id */
    union {
        bool boolean;
        Dec number;
        struct {
            const char *text; /* NUL-terminated UTF-8 */
            size_t len;       /* bytes */
        } string;
        CalDate date;
        const CalTime *time;
        const CalDateTime *date_time;
        CalDtDuration dt_duration;
        CalYmDuration ym_duration;
        const FeelList *list;
        const FeelContext *context;
        const FeelRange *range;
        const FeelFunction *function;
    } u;
};

/* depth: 1 + that of the deepest item; size: 1 + the sizes of all items (0 = not known, taken as
 * 1). Evaluation builds nothing beyond the two limits above, so that work over all of a value
 * (equality, text, copies) is bounded even where items are shared. */
struct FeelList {
    size_t n;
    const FeelValue *items;
    uint32_t depth, size;
};

struct FeelContext { /* ordered */
    size_t n;
    const char *const *keys;
    const FeelValue *values;
    uint32_t depth, size;
};

typedef enum FeelRangeForm { /* the notation matters for equality, feel-reference 2.9 */
                             FEEL_RANGE_INTERVAL,
                             FEEL_RANGE_LT,
                             FEEL_RANGE_LE,
                             FEEL_RANGE_GT,
                             FEEL_RANGE_GE,
                             FEEL_RANGE_EQ,
                             FEEL_RANGE_NE,
} FeelRangeForm;

struct FeelRange {
    FeelRangeForm form;
    bool start_included, end_included;
    bool start_unbounded, end_unbounded; /* omitted endpoint of range("…") */
    FeelValue start, end;                /* unary forms: the operand stands in `start` */
};

FeelValue feel_null(void);
FeelValue feel_missing(uint32_t reason);
FeelValue feel_boolean(bool b);
FeelValue feel_number(Dec n);
FeelValue feel_string(const char *text, size_t len); /* borrowed; text[len] must be NUL */
FeelValue feel_string_dup(Arena *arena, const char *text, size_t len);
FeelValue feel_date(CalDate d);
/* Both copy the arrays, not what the items point to; the keys are borrowed. */
FeelValue feel_list(Arena *arena, const FeelValue *items, size_t n);
FeelValue feel_context(Arena *arena, const char *const *keys, const FeelValue *values, size_t n);
/* Depth of lists, contexts and ranges in each other, 0 for simple values; and size (see FeelList),
 * 1 for simple values. */
uint32_t feel_value_depth(const FeelValue *v);
uint32_t feel_value_size(const FeelValue *v);
/* Both over n items of one list or context, the list itself counted. */
void feel_values_measure(const FeelValue *items, size_t n, uint32_t *out_depth, uint32_t *out_size);

/* FEEL `=` (2.6): 1 true, 0 false, -1 null. Nothing inside may be missing (a missing value equals
 * nothing here; the evaluator looks for it before). */
int feel_equal(const FeelValue *a, const FeelValue *b);
/* FEEL `<` … (2.7): sets *out to -1, 0, 1; false if not comparable. */
bool feel_compare(const FeelValue *a, const FeelValue *b, int *out);
/* string(v) of FEEL (5.1); null gives "null". `quoted` quotes a top-level string. */
char *feel_value_text(Arena *arena, const FeelValue *v, bool quoted);
/* Entry of a context or NULL. */
const FeelValue *feel_context_get(const FeelContext *c, const char *key);
/* A copy that lives in `arena`, all that it holds included (a function's captured values too; its
 * code still belongs to its program). */
FeelValue feel_value_copy(Arena *arena, const FeelValue *v);

/* Between cells and values. The cell's column must be able to hold the kind (COL_ANY holds all);
 * false if not, then the cell is left alone. Neither copies what the value points to (texts,
 * items): the cell or value borrows it. */
FeelValue feel_cell_get(const Col *col, size_t i);
bool feel_cell_set(Arena *arena, Col *col, size_t i, const FeelValue *v);
