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

struct FeelList {
    size_t n;
    const FeelValue *items;
};

struct FeelContext { /* ordered */
    size_t n;
    const char *const *keys;
    const FeelValue *values;
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
FeelValue feel_list(Arena *arena, const FeelValue *items, size_t n); /* copies the array */
FeelValue feel_context(Arena *arena, const char *const *keys, const FeelValue *values, size_t n);

/* FEEL `=` (2.6): 1 true, 0 false, -1 null. No missing inside. */
int feel_equal(const FeelValue *a, const FeelValue *b);
/* FEEL `<` …: sets *out to -1, 0, 1; false if not comparable. */
bool feel_compare(const FeelValue *a, const FeelValue *b, int *out);
/* string(v) of FEEL; null gives "null". `quoted` quotes a top-level string. */
char *feel_value_text(Arena *arena, const FeelValue *v, bool quoted);
/* Entry of a context or NULL. */
const FeelValue *feel_context_get(const FeelContext *c, const char *key);
/* A copy that lives in `arena`, as deep as needed (functions excepted). */
FeelValue feel_value_copy(Arena *arena, const FeelValue *v);

/* Between cells and values. The cell's column must be able to hold the kind (COL_ANY holds all);
 * false if not. feel_cell_get of a TEXT cell borrows the text. */
FeelValue feel_cell_get(const Col *col, size_t i);
bool feel_cell_set(Arena *arena, Col *col, size_t i, const FeelValue *v);
