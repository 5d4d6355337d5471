/* data_private.h - how AppData keeps what it is given; read by the evaluation column by column.
 * Private to appraise/.
 */
#pragma once

#include "appraise/data.h"

/* Given values of one name in one cycle: dense by row index, so that a column is read without
 * hashing. */
typedef struct DataCells {
    AppCycle cycle; /* text NULL = every cycle */
    FeelValue *values;
    uint64_t *given; /* which of values are set */
    size_t n;        /* capacity of both, a multiple of 64 */
    bool has_default;
    FeelValue fallback; /* valid if has_default */
    const Col *column;  /* borrowed, or NULL */
} DataCells;

/* One dated value; values of a row are in ascending order of `from`. */
typedef struct DataDated {
    CalDate from;
    FeelValue value;
} DataDated;

typedef struct DataDatedRow {
    DataDated *items;
    uint32_t n, cap;
} DataDatedRow;

typedef struct DataParam {
    const char *const *keys;
    size_t n_keys;
    CalDate from;
    FeelValue value;
} DataParam;

/* What is known of one name, by slot. */
typedef struct DataName {
    GPtrArray *cells;    /* owned DataCells*, or NULL */
    GPtrArray *outcomes; /* the same for recorded outcomes */
    DataDatedRow *dated; /* attributes, by row */
    size_t n_dated;
} DataName;

typedef struct DataSubject {
    GHashTable *by_key; /* owned: key -> row + 1 */
    GPtrArray *keys;    /* borrowed from the arena */
    GPtrArray *labels;
    GArray *dates; /* CalDate per row: INT64_MIN = undated */
} DataSubject;

typedef struct DataReserve {
    const char *reserve;
    size_t person;
    CalDate due;
    Dec amount;
} DataReserve;

typedef struct DataCarry {
    const char *pay;
    size_t person;
    Dec amount;
} DataCarry;

struct AppData {
    const Regulation *reg;
    Arena *arena;
    GStringChunk *texts;    /* equal texts have the same pointer */
    DataSubject **subjects; /* owned; some share one */
    int *slots;             /* where the values of a slot are kept: its own, or its master's */
    DataName *names;        /* by slot */
    GHashTable *params;     /* RegBlock* -> owned GArray of DataParam */
    GHashTable *openings;   /* text of reserve or carry -> index + 1 in: */
    GArray *reserves;       /* DataReserve */
    GArray *carries;        /* DataCarry */
    GArray *postings;       /* AppPosting */
    CalDate earliest;       /* first day of the first cycle or entry that a value is given for */
};

/* Do both subjects have the same rows (one is some of the rows of the other)? */
bool data_same_rows(const AppData *data, int a, int b);
/* Cells of a slot in a cycle (text NULL = every cycle), or NULL. */
const DataCells *data_cells(const AppData *data, int slot, const char *cycle);
const DataCells *data_outcomes(const AppData *data, int slot, const char *cycle);
/* Value of one cell, NULL if not given for this very row (defaults are the caller's). */
const FeelValue *data_cell(const DataCells *cells, size_t row);
/* The value in force on `date`; NULL if there is none. */
const DataDated *data_dated(const AppData *data, int slot, size_t row, CalDate date);
bool data_has_dated(const AppData *data, int slot, size_t row);
/* All dated values of a row: *out borrowed, ascending. Returns their number. */
size_t data_dated_all(const AppData *data, int slot, size_t row, const DataDated **out);
/* Values of a parameter: GArray of DataParam in order of setting, or NULL. */
const GArray *data_params(const AppData *data, const RegBlock *block);
CalDate data_entry_date(const AppData *data, int subject, size_t row);
