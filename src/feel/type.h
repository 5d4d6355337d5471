/* type.h - FEEL types (feel-reference 2.2). Immutable; live in an arena or are static. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef enum FeelTypeKind {
    FEEL_T_ANY, /* nothing known */
    FEEL_T_NULL,
    FEEL_T_BOOLEAN,
    FEEL_T_NUMBER,
    FEEL_T_STRING,
    FEEL_T_DATE,
    FEEL_T_TIME,
    FEEL_T_DATE_TIME,
    FEEL_T_DT_DURATION,
    FEEL_T_YM_DURATION,
    FEEL_T_LIST,
    FEEL_T_CONTEXT,
    FEEL_T_RANGE,
    FEEL_T_FUNCTION,
} FeelTypeKind;

typedef struct FeelType FeelType;
struct FeelType {
    FeelTypeKind kind;
    const FeelType *element;      /* LIST, RANGE: element; FUNCTION: result. NULL = Any */
    size_t n_members;             /* CONTEXT: entries; FUNCTION: parameters */
    const char *const *names;     /* CONTEXT entry names, NULL = nothing is known of the entries;
                                   * FUNCTION parameter names or NULL */
    const FeelType *const *types; /* their types */
    const char *row_of; /* STRING only: the text is the key of a row of this subject (a link);
                         * NULL for plain text. Lets hosts resolve `link.member`. */
};

extern const FeelType feel_type_any, feel_type_null, feel_type_boolean, feel_type_number,
    feel_type_string, feel_type_date, feel_type_time, feel_type_date_time, feel_type_dt_duration,
    feel_type_ym_duration;

const FeelType *feel_type_list(Arena *arena, const FeelType *element);
const FeelType *feel_type_range(Arena *arena, const FeelType *element);

/* The names and types are borrowed, not copied. */
const FeelType *
feel_type_context(Arena *arena, const char *const *names, const FeelType *const *types, size_t n);
/* `names` may be NULL; a NULL result is Any. */
const FeelType *feel_type_function(Arena *arena,
                                   const char *const *names,
                                   const FeelType *const *types,
                                   size_t n,
                                   const FeelType *result);
/* Type of an entry of a CONTEXT type; NULL if it has none of that name (normal form). */
const FeelType *feel_type_member(const FeelType *type, const char *name);

/* S <: T; Any on either side conforms (unknown is decided at run time). */
bool feel_type_conforms(const FeelType *s, const FeelType *t);
/* A type that both conform to, as narrow as it goes without allocation: Any if nothing better. Null
 * joined with T is T; contexts with different entries give a context of unknown entries, so that
 * no entry that one of them has counts as missing. */
const FeelType *feel_type_join(const FeelType *a, const FeelType *b);
enum {
    FEEL_TYPE_MAX_TEXT = 64 * 1024, /* bytes; a longer text is cut and ends in … */
    FEEL_TYPE_BRIEF = 120,
};
/* "list<number>" …; borrowed from the arena. */
const char *feel_type_text(Arena *arena, const FeelType *type);
/* The same for people: cut after about FEEL_TYPE_BRIEF bytes. */
const char *feel_type_brief(Arena *arena, const FeelType *type);
