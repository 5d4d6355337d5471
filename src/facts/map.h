/* map.h - the mapping of an import: which column feeds which field and how its texts are read.
 * Private to facts/. The language: docs/import.md. All lives in the arena given.
 */
#pragma once

#include "base/arena.h"
#include "base/diag.h"
#include "documents/csv.h"

typedef enum MapUnit { MAP_YUAN, MAP_WAN_YUAN, MAP_FEN } MapUnit;
typedef enum MapDate { MAP_DATE_ISO, MAP_DATE_DIGITS, MAP_DATE_SHORT, MAP_DATE_SLASH } MapDate;

/* A column of the file and the texts that pass: `{类型: [OWNER, 主]}`. */
typedef struct MapTest {
    const char *column;
    const char *const *texts;
    size_t n_texts;
    SrcPos pos;
} MapTest;

typedef struct MapColumn {
    const char *field;
    SrcPos pos;
    const char *from;     /* column of the file; NULL with a constant */
    const char *constant; /* or NULL */
    const char *fallback; /* for an empty cell; or NULL */
    const char *prefix;   /* put before the text of a cell that is not empty; or NULL */
    const char *const
        *values_in; /* texts of the file and what they stand for; n_values 0 = as is */
    const char *const *values_out;
    size_t n_values;
    bool has_format;
    MapDate format;
    bool has_time; /* a time of day follows the date and is left out */
    bool has_unit;
    MapUnit unit;
    char thousands; /* 0 = none */
    char decimal;   /* '.' unless declared */
    bool has_negative;
    MapTest negative; /* rows in which the figure counts as negative */
} MapColumn;

typedef struct FactsMap {
    const char *file; /* NULL: no mapping, the names of the columns are those of the fields */
    CsvEncoding encoding;
    char delimiter;
    bool header; /* false: columns are named by their numbers, from 1 */
    /* balances: of several rows of an account on one day the last in the file is the day's end */
    bool repeated_last;
    MapTest *only;
    size_t n_only; /* all must hold */
    MapColumn *columns;
    size_t n_columns;
} FactsMap;

/* The mapping of no file. */
FactsMap *map_default(Arena *arena);
/* Reads a mapping file. Faults go to `diags` (then NULL + ERR_INVALID "import.map"); ERR_NOT_FOUND
 * "import.no-map" if it cannot be read. */
FactsMap *map_read(Arena *arena, const char *file, Diags *diags, GError **error);
/* The column that feeds `field`, or NULL. */
const MapColumn *map_column(const FactsMap *map, const char *field);
