/* builtin_table.h - the one table of all built-in functions: names, signatures, result types.
 *
 * The front half (scope, check) reads signatures from here; the back half implements functions by
 * FeelBuiltinId, which is the index of a FEEL_REF_BUILTIN.
 *
 * Source: feel-reference chapter 5; the regulation's own: notation §3.
 */
#pragma once

#include <stdint.h>

#include "feel/scope.h"
#include "feel/type.h"

/* X(ID, name, where): where = BOTH dialects, STANDARD only (refused in regulations, because they
 * read a clock) or REGULATION only. */
#define FEEL_BUILTINS(X)                                                                           \
    /* 5.1 conversion */                                                                           \
    X(DATE, "date", BOTH)                                                                          \
    X(TIME, "time", BOTH)                                                                          \
    X(DATE_AND_TIME, "date and time", BOTH)                                                        \
    X(DURATION, "duration", BOTH)                                                                  \
    X(YEARS_AND_MONTHS_DURATION, "years and months duration", BOTH)                                \
    X(NUMBER, "number", BOTH)                                                                      \
    X(STRING, "string", BOTH)                                                                      \
    X(RANGE, "range", BOTH)                                                                        \
    /* 5.2 boolean */                                                                              \
    X(NOT, "not", BOTH)                                                                            \
    X(ALL, "all", BOTH)                                                                            \
    X(ANY, "any", BOTH)                                                                            \
    X(IS, "is", BOTH)                                                                              \
    /* 5.3 strings */                                                                              \
    X(SUBSTRING, "substring", BOTH)                                                                \
    X(STRING_LENGTH, "string length", BOTH)                                                        \
    X(UPPER_CASE, "upper case", BOTH)                                                              \
    X(LOWER_CASE, "lower case", BOTH)                                                              \
    X(SUBSTRING_BEFORE, "substring before", BOTH)                                                  \
    X(SUBSTRING_AFTER, "substring after", BOTH)                                                    \
    X(CONTAINS, "contains", BOTH)                                                                  \
    X(STARTS_WITH, "starts with", BOTH)                                                            \
    X(ENDS_WITH, "ends with", BOTH)                                                                \
    X(REPLACE, "replace", BOTH)                                                                    \
    X(MATCHES, "matches", BOTH)                                                                    \
    X(SPLIT, "split", BOTH)                                                                        \
    X(STRING_JOIN, "string join", BOTH)                                                            \
    /* 5.5 lists */                                                                                \
    X(LIST_CONTAINS, "list contains", BOTH)                                                        \
    X(COUNT, "count", BOTH)                                                                        \
    X(MIN, "min", BOTH)                                                                            \
    X(MAX, "max", BOTH)                                                                            \
    X(SUM, "sum", BOTH)                                                                            \
    X(MEAN, "mean", BOTH)                                                                          \
    X(PRODUCT, "product", BOTH)                                                                    \
    X(MEDIAN, "median", BOTH)                                                                      \
    X(STDDEV, "stddev", BOTH)                                                                      \
    X(MODE, "mode", BOTH)                                                                          \
    X(SUBLIST, "sublist", BOTH)                                                                    \
    X(APPEND, "append", BOTH)                                                                      \
    X(CONCATENATE, "concatenate", BOTH)                                                            \
    X(INSERT_BEFORE, "insert before", BOTH)                                                        \
    X(REMOVE, "remove", BOTH)                                                                      \
    X(LIST_REPLACE, "list replace", BOTH)                                                          \
    X(REVERSE, "reverse", BOTH)                                                                    \
    X(INDEX_OF, "index of", BOTH)                                                                  \
    X(UNION, "union", BOTH)                                                                        \
    X(DISTINCT_VALUES, "distinct values", BOTH)                                                    \
    X(FLATTEN, "flatten", BOTH)                                                                    \
    X(SORT, "sort", BOTH)                                                                          \
    /* 5.6 numbers */                                                                              \
    X(DECIMAL, "decimal", BOTH)                                                                    \
    X(FLOOR, "floor", BOTH)                                                                        \
    X(CEILING, "ceiling", BOTH)                                                                    \
    X(ROUND_UP, "round up", BOTH)                                                                  \
    X(ROUND_DOWN, "round down", BOTH)                                                              \
    X(ROUND_HALF_UP, "round half up", BOTH)                                                        \
    X(ROUND_HALF_DOWN, "round half down", BOTH)                                                    \
    X(ABS, "abs", BOTH)                                                                            \
    X(MODULO, "modulo", BOTH)                                                                      \
    X(SQRT, "sqrt", BOTH)                                                                          \
    X(LOG, "log", BOTH)                                                                            \
    X(EXP, "exp", BOTH)                                                                            \
    X(ODD, "odd", BOTH)                                                                            \
    X(EVEN, "even", BOTH)                                                                          \
    /* 5.7 dates and times */                                                                      \
    X(DAY_OF_YEAR, "day of year", BOTH)                                                            \
    X(DAY_OF_WEEK, "day of week", BOTH)                                                            \
    X(MONTH_OF_YEAR, "month of year", BOTH)                                                        \
    X(WEEK_OF_YEAR, "week of year", BOTH)                                                          \
    X(NOW, "now", STANDARD)                                                                        \
    X(TODAY, "today", STANDARD)                                                                    \
    /* 5.8 contexts */                                                                             \
    X(GET_VALUE, "get value", BOTH)                                                                \
    X(GET_ENTRIES, "get entries", BOTH)                                                            \
    X(CONTEXT, "context", BOTH)                                                                    \
    X(CONTEXT_PUT, "context put", BOTH)                                                            \
    X(CONTEXT_MERGE, "context merge", BOTH)                                                        \
    /* 5.9 ranges */                                                                               \
    X(BEFORE, "before", BOTH)                                                                      \
    X(AFTER, "after", BOTH)                                                                        \
    X(MEETS, "meets", BOTH)                                                                        \
    X(MET_BY, "met by", BOTH)                                                                      \
    X(OVERLAPS, "overlaps", BOTH)                                                                  \
    X(OVERLAPS_BEFORE, "overlaps before", BOTH)                                                    \
    X(OVERLAPS_AFTER, "overlaps after", BOTH)                                                      \
    X(FINISHES, "finishes", BOTH)                                                                  \
    X(FINISHED_BY, "finished by", BOTH)                                                            \
    X(INCLUDES, "includes", BOTH)                                                                  \
    X(DURING, "during", BOTH)                                                                      \
    X(STARTS, "starts", BOTH)                                                                      \
    X(STARTED_BY, "started by", BOTH)                                                              \
    X(COINCIDES, "coincides", BOTH)                                                                \
    /* the regulation's own */                                                                     \
    X(FULL_YEARS, "full years", REGULATION)                                                        \
    X(FULL_MONTHS, "full months", REGULATION)                                                      \
    X(FULL_CALENDAR_MONTHS, "full calendar months", REGULATION)                                    \
    X(WORKING_DAYS, "working days", REGULATION)                                                    \
    X(ADD_WORKING_DAYS, "add working days", REGULATION)                                            \
    X(CYCLE, "cycle", REGULATION)                                                                  \
    X(KNOWN, "known", REGULATION)

typedef enum FeelBuiltinId {
#define X(id, name, where) FEEL_BUILTIN_##id,
    FEEL_BUILTINS(X)
#undef X
        FEEL_BUILTIN_N
} FeelBuiltinId;

typedef enum FeelBuiltinWhere {
    FEEL_BUILTIN_BOTH,
    FEEL_BUILTIN_STANDARD,
    FEEL_BUILTIN_REGULATION,
} FeelBuiltinWhere;

enum { FEEL_BUILTIN_MAX_PARAMS = 4 };

/* A set of type kinds: bit (1 << FEEL_T_x). FEEL_KINDS_ANY: no restriction. */
typedef uint32_t FeelKinds;
#define FEEL_KIND(kind) ((FeelKinds)1 << FEEL_T_##kind)
static const FeelKinds FEEL_KINDS_ANY = UINT32_MAX;

typedef struct FeelBuiltinParam {
    const char *name;  /* as in a named invocation, normal form */
    FeelKinds kinds;   /* what the argument may be, before the conversions of 2.3 */
    FeelKinds element; /* if kinds is only LIST: what its elements may be */
    bool exact;        /* no conversion: another form takes what this one does not */
} FeelBuiltinParam;

typedef enum FeelResultRule {
    FEEL_RESULT_FIXED,   /* `result` (NULL = Any) */
    FEEL_RESULT_SAME,    /* the type of the first argument: abs */
    FEEL_RESULT_ELEMENT, /* what the list (or the varargs) holds: min, max */
    FEEL_RESULT_LIST,    /* a list of what the list arguments (and added items) hold */
} FeelResultRule;

/* One way to call a function. Several of one function are tried in order.
 *   varargs   the last parameter may be given any number of times from one on (each is one of
 *             its `kinds`); positional only, unless it is given once
 */
typedef struct FeelSignature {
    FeelBuiltinId id;
    uint8_t n_required; /* leading parameters that must be given */
    uint8_t n_params;
    bool varargs;
    FeelBuiltinParam params[FEEL_BUILTIN_MAX_PARAMS];
    FeelResultRule rule;
    const FeelType *result;
} FeelSignature;

const char *feel_builtin_name(FeelBuiltinId id);
FeelBuiltinWhere feel_builtin_where(FeelBuiltinId id);
/* The function of that name (normal form), whatever the dialect;
 * -1 if there is none. Thread-safe. */
int feel_builtin_find(const char *name);
/* Its signatures, in order; *out is static. Returns their number (>= 1). */
size_t feel_builtin_signatures(FeelBuiltinId id, const FeelSignature **out);

/* Can `sig` be called with n_args arguments? `names`: the argument names (normal form) or NULL =
 * positional. On true, places[i] (if places is not NULL; n_args entries) is the parameter that
 * argument i stands for; for varargs the last parameter repeats. Kinds are not looked at. */
bool feel_signature_fits(const FeelSignature *sig,
                         size_t n_args,
                         const char *const *names,
                         size_t *places);

/* In the back half (builtins.c): is there code for it? There is for all; a test asks. */
bool feel_builtin_is_built(FeelBuiltinId id);
