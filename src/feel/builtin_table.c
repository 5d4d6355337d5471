#include "feel/builtin_table.h"

#include <pthread.h>
#include <string.h>

static const struct {
    const char *name;
    FeelBuiltinWhere where;
} functions[FEEL_BUILTIN_N] = {
#define X(id, name, where) {name, FEEL_BUILTIN_##where},
    FEEL_BUILTINS(X)
#undef X
};

/* Short forms for the table below. */
enum {
    ANY = -1, /* all bits */
    BOOL = 1 << FEEL_T_BOOLEAN,
    NUM = 1 << FEEL_T_NUMBER,
    STR = 1 << FEEL_T_STRING,
    DATE = 1 << FEEL_T_DATE,
    TIME = 1 << FEEL_T_TIME,
    DATE_TIME = 1 << FEEL_T_DATE_TIME,
    DT = 1 << FEEL_T_DT_DURATION,
    YM = 1 << FEEL_T_YM_DURATION,
    LIST = 1 << FEEL_T_LIST,
    CTX = 1 << FEEL_T_CONTEXT,
    RANGE = 1 << FEEL_T_RANGE,
    FUNC = 1 << FEEL_T_FUNCTION,
    DAY = DATE | DATE_TIME,
    POINT = NUM | STR | DATE | TIME | DATE_TIME | DT | YM, /* what has an order */
};

static const FeelType list_of_strings = {.kind = FEEL_T_LIST, .element = &feel_type_string};
static const FeelType list_of_numbers = {.kind = FEEL_T_LIST, .element = &feel_type_number};
static const FeelType any_list = {.kind = FEEL_T_LIST, .element = &feel_type_any};
static const FeelType any_context = {.kind = FEEL_T_CONTEXT};
static const FeelType any_range = {.kind = FEEL_T_RANGE, .element = &feel_type_any};
static const FeelType range_of_dates = {.kind = FEEL_T_RANGE, .element = &feel_type_date};
static const char *const entry_names[] = {"key", "value"};
static const FeelType *const entry_types[] = {&feel_type_string, &feel_type_any};
static const FeelType entry = {
    .kind = FEEL_T_CONTEXT, .n_members = 2, .names = entry_names, .types = entry_types};
static const FeelType list_of_entries = {.kind = FEEL_T_LIST, .element = &entry};

/* Result types. */
#define FIX(type) FEEL_RESULT_FIXED, &feel_type_##type
#define OF(type)  FEEL_RESULT_FIXED, &type
#define OPEN      FEEL_RESULT_FIXED, NULL
#define ELEMENT   FEEL_RESULT_ELEMENT, NULL
#define SAME      FEEL_RESULT_SAME, NULL
#define SAME_LIST FEEL_RESULT_LIST, NULL

/* Parameters. */
#define P(name, kinds)                                                                             \
    {                                                                                              \
        name, (FeelKinds)(kinds), (FeelKinds)ANY, false                                            \
    }
#define LIST_OF(name, elements)                                                                    \
    {                                                                                              \
        name, (FeelKinds)LIST, (FeelKinds)(elements), false                                        \
    }

#define EXACTLY(name, kinds)                                                                       \
    {                                                                                              \
        name, (FeelKinds)(kinds), (FeelKinds)ANY, true                                             \
    }

/* One signature: id, how many are required and declared, result, parameters. V: varargs. */
#define S(id, required, n, result, ...)                                                            \
    {                                                                                              \
        FEEL_BUILTIN_##id, required, n, false, {__VA_ARGS__}, result                               \
    }
#define V(id, required, n, result, ...)                                                            \
    {                                                                                              \
        FEEL_BUILTIN_##id, required, n, true, {__VA_ARGS__}, result                                \
    }

/* A function over numbers, given as a list or one by one. */
#define OVER_NUMBERS(id, result)                                                                   \
    S(id, 1, 1, FIX(result), LIST_OF("list", NUM)), V(id, 2, 1, FIX(result), P("n", NUM))

#define POINT_POINT(id)     S(id, 2, 2, FIX(boolean), P("point1", POINT), P("point2", POINT))
#define POINT_RANGE(id)     S(id, 2, 2, FIX(boolean), P("point", POINT), P("range", RANGE))
#define RANGE_POINT(id)     S(id, 2, 2, FIX(boolean), P("range", RANGE), P("point", POINT))
#define RANGE_RANGE(id)     S(id, 2, 2, FIX(boolean), P("range1", RANGE), P("range2", RANGE))
#define FROM_TO(id, result) S(id, 2, 2, FIX(result), P("from", DAY), P("to", DAY))

/* The signatures of one function follow each other. */
static const FeelSignature signatures[] = {
    /* 5.1 conversion */
    S(DATE, 1, 1, FIX(date), P("from", STR | DAY)),
    S(DATE, 3, 3, FIX(date), P("year", NUM), P("month", NUM), P("day", NUM)),
    S(TIME, 1, 1, FIX(time), P("from", STR | DAY | TIME)),
    S(TIME, 3, 4, FIX(time), P("hour", NUM), P("minute", NUM), P("second", NUM), P("offset", DT)),
    S(DATE_AND_TIME, 1, 1, FIX(date_time), P("from", STR | DAY)),
    S(DATE_AND_TIME, 2, 2, FIX(date_time), P("date", DAY), P("time", TIME)),
    S(DURATION, 1, 1, OPEN, P("from", STR | DT | YM)),
    FROM_TO(YEARS_AND_MONTHS_DURATION, ym_duration),
    S(NUMBER, 1, 1, FIX(number), P("from", STR)),
    S(NUMBER,
      3,
      3,
      FIX(number),
      P("from", STR),
      P("grouping separator", STR),
      P("decimal separator", STR)),
    S(STRING, 1, 1, FIX(string), P("from", ANY)),
    S(RANGE, 1, 1, OF(any_range), P("from", STR)),
    /* 5.2 boolean */
    S(NOT, 1, 1, FIX(boolean), P("negand", BOOL)),
    S(ALL, 1, 1, FIX(boolean), LIST_OF("list", BOOL)),
    V(ALL, 2, 1, FIX(boolean), P("b", BOOL)),
    S(ANY, 1, 1, FIX(boolean), LIST_OF("list", BOOL)),
    V(ANY, 2, 1, FIX(boolean), P("b", BOOL)),
    S(IS, 2, 2, FIX(boolean), P("value1", ANY), P("value2", ANY)),
    /* 5.3 strings */
    S(SUBSTRING, 2, 3, FIX(string), P("string", STR), P("start position", NUM), P("length", NUM)),
    S(STRING_LENGTH, 1, 1, FIX(number), P("string", STR)),
    S(UPPER_CASE, 1, 1, FIX(string), P("string", STR)),
    S(LOWER_CASE, 1, 1, FIX(string), P("string", STR)),
    S(SUBSTRING_BEFORE, 2, 2, FIX(string), P("string", STR), P("match", STR)),
    S(SUBSTRING_AFTER, 2, 2, FIX(string), P("string", STR), P("match", STR)),
    S(CONTAINS, 2, 2, FIX(boolean), P("string", STR), P("match", STR)),
    S(STARTS_WITH, 2, 2, FIX(boolean), P("string", STR), P("match", STR)),
    S(ENDS_WITH, 2, 2, FIX(boolean), P("string", STR), P("match", STR)),
    S(REPLACE,
      3,
      4,
      FIX(string),
      P("input", STR),
      P("pattern", STR),
      P("replacement", STR),
      P("flags", STR)),
    S(MATCHES, 2, 3, FIX(boolean), P("input", STR), P("pattern", STR), P("flags", STR)),
    S(SPLIT, 2, 2, OF(list_of_strings), P("string", STR), P("delimiter", STR)),
    S(STRING_JOIN, 1, 2, FIX(string), LIST_OF("list", STR), P("delimiter", STR)),
    /* 5.5 lists */
    S(LIST_CONTAINS, 2, 2, FIX(boolean), LIST_OF("list", ANY), P("element", ANY)),
    S(COUNT, 1, 1, FIX(number), LIST_OF("list", ANY)),
    S(MIN, 1, 1, ELEMENT, LIST_OF("list", POINT)),
    V(MIN, 2, 1, ELEMENT, P("c", POINT)),
    S(MAX, 1, 1, ELEMENT, LIST_OF("list", POINT)),
    V(MAX, 2, 1, ELEMENT, P("c", POINT)),
    OVER_NUMBERS(SUM, number),
    OVER_NUMBERS(MEAN, number),
    OVER_NUMBERS(PRODUCT, number),
    OVER_NUMBERS(MEDIAN, number),
    OVER_NUMBERS(STDDEV, number),
    S(MODE, 1, 1, OF(list_of_numbers), LIST_OF("list", NUM)),
    V(MODE, 2, 1, OF(list_of_numbers), P("n", NUM)),
    S(SUBLIST, 2, 3, SAME_LIST, LIST_OF("list", ANY), P("start position", NUM), P("length", NUM)),
    V(APPEND, 2, 2, SAME_LIST, LIST_OF("list", ANY), P("item", ANY)),
    V(CONCATENATE, 1, 1, SAME_LIST, LIST_OF("list", ANY)),
    S(INSERT_BEFORE, 3, 3, SAME_LIST, LIST_OF("list", ANY), P("position", NUM), P("newItem", ANY)),
    S(REMOVE, 2, 2, SAME_LIST, LIST_OF("list", ANY), P("position", NUM)),
    S(LIST_REPLACE, 3, 3, SAME_LIST, LIST_OF("list", ANY), P("position", NUM), P("newItem", ANY)),
    S(LIST_REPLACE, 3, 3, SAME_LIST, LIST_OF("list", ANY), P("match", FUNC), P("newItem", ANY)),
    S(REVERSE, 1, 1, SAME_LIST, LIST_OF("list", ANY)),
    S(INDEX_OF, 2, 2, OF(list_of_numbers), LIST_OF("list", ANY), P("match", ANY)),
    V(UNION, 1, 1, SAME_LIST, LIST_OF("list", ANY)),
    S(DISTINCT_VALUES, 1, 1, SAME_LIST, LIST_OF("list", ANY)),
    S(FLATTEN, 1, 1, OF(any_list), LIST_OF("list", ANY)),
    S(SORT, 2, 2, SAME_LIST, LIST_OF("list", ANY), P("precedes", FUNC)),
    /* 5.6 numbers */
    S(DECIMAL, 2, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(FLOOR, 1, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(CEILING, 1, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(ROUND_UP, 2, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(ROUND_DOWN, 2, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(ROUND_HALF_UP, 2, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(ROUND_HALF_DOWN, 2, 2, FIX(number), P("n", NUM), P("scale", NUM)),
    S(ABS, 1, 1, SAME, P("n", NUM | DT | YM)),
    S(MODULO, 2, 2, FIX(number), P("dividend", NUM), P("divisor", NUM)),
    S(SQRT, 1, 1, FIX(number), P("number", NUM)),
    S(LOG, 1, 1, FIX(number), P("number", NUM)),
    S(EXP, 1, 1, FIX(number), P("number", NUM)),
    S(ODD, 1, 1, FIX(boolean), P("number", NUM)),
    S(EVEN, 1, 1, FIX(boolean), P("number", NUM)),
    /* 5.7 dates and times */
    S(DAY_OF_YEAR, 1, 1, FIX(number), P("date", DAY)),
    S(DAY_OF_WEEK, 1, 1, FIX(string), P("date", DAY)),
    S(MONTH_OF_YEAR, 1, 1, FIX(string), P("date", DAY)),
    S(WEEK_OF_YEAR, 1, 1, FIX(number), P("date", DAY)),
    S(NOW, 0, 0, FIX(date_time), {0}),
    S(TODAY, 0, 0, FIX(date), {0}),
    /* 5.8 contexts */
    S(GET_VALUE, 2, 2, OPEN, P("m", CTX), P("key", STR)),
    S(GET_ENTRIES, 1, 1, OF(list_of_entries), P("m", CTX)),
    S(CONTEXT, 1, 1, OF(any_context), LIST_OF("entries", CTX)),
    S(CONTEXT_PUT, 3, 3, OF(any_context), P("context", CTX), EXACTLY("key", STR), P("value", ANY)),
    S(CONTEXT_PUT,
      3,
      3,
      OF(any_context),
      P("context", CTX),
      EXACTLY("keys", LIST),
      P("value", ANY)),
    S(CONTEXT_MERGE, 1, 1, OF(any_context), LIST_OF("contexts", CTX)),
    /* 5.9 ranges */
    POINT_POINT(BEFORE),
    POINT_RANGE(BEFORE),
    RANGE_POINT(BEFORE),
    RANGE_RANGE(BEFORE),
    POINT_POINT(AFTER),
    POINT_RANGE(AFTER),
    RANGE_POINT(AFTER),
    RANGE_RANGE(AFTER),
    RANGE_RANGE(MEETS),
    RANGE_RANGE(MET_BY),
    RANGE_RANGE(OVERLAPS),
    RANGE_RANGE(OVERLAPS_BEFORE),
    RANGE_RANGE(OVERLAPS_AFTER),
    POINT_RANGE(FINISHES),
    RANGE_RANGE(FINISHES),
    RANGE_POINT(FINISHED_BY),
    RANGE_RANGE(FINISHED_BY),
    RANGE_POINT(INCLUDES),
    RANGE_RANGE(INCLUDES),
    POINT_RANGE(DURING),
    RANGE_RANGE(DURING),
    POINT_RANGE(STARTS),
    RANGE_RANGE(STARTS),
    RANGE_POINT(STARTED_BY),
    RANGE_RANGE(STARTED_BY),
    POINT_POINT(COINCIDES),
    RANGE_RANGE(COINCIDES),
    /* the regulation's own */
    FROM_TO(FULL_YEARS, number),
    FROM_TO(FULL_MONTHS, number),
    FROM_TO(FULL_CALENDAR_MONTHS, number),
    FROM_TO(WORKING_DAYS, number),
    S(ADD_WORKING_DAYS, 2, 2, FIX(date), P("date", DAY), P("n", NUM)),
    S(CYCLE, 2, 2, OF(range_of_dates), P("name", STR), P("date", DAY)),
    S(KNOWN, 1, 1, FIX(boolean), P("x", ANY)),
};

/* Built once, then only read. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static GHashTable *id_of_name; /* name -> id + 1 */
static struct {
    size_t first, n;
} of_id[FEEL_BUILTIN_N];

static void build(void)
{
    id_of_name = g_hash_table_new(g_str_hash, g_str_equal);
    for (int i = 0; i < FEEL_BUILTIN_N; i++)
        g_hash_table_insert(id_of_name, (gpointer)functions[i].name, GINT_TO_POINTER(i + 1));
    for (size_t i = 0; i < G_N_ELEMENTS(signatures); i++) {
        if (of_id[signatures[i].id].n++ == 0)
            of_id[signatures[i].id].first = i;
    }
}

const char *feel_builtin_name(FeelBuiltinId id)
{
    return functions[id].name;
}

FeelBuiltinWhere feel_builtin_where(FeelBuiltinId id)
{
    return functions[id].where;
}

int feel_builtin_find(const char *name)
{
    (void)pthread_once(&once, build); /* cannot fail with a static PTHREAD_ONCE_INIT */
    return GPOINTER_TO_INT(g_hash_table_lookup(id_of_name, name)) - 1;
}

size_t feel_builtin_signatures(FeelBuiltinId id, const FeelSignature **out)
{
    (void)pthread_once(&once, build); /* as above */
    *out = &signatures[of_id[id].first];
    return of_id[id].n;
}

/* The parameter of that name; n_params if there is none. */
static size_t param_of_name(const FeelSignature *sig, const char *name)
{
    size_t i = 0;

    while (i < sig->n_params && strcmp(sig->params[i].name, name) != 0)
        i++;
    return i;
}

static bool
fits_named(const FeelSignature *sig, size_t n_args, const char *const *names, size_t *places)
{
    unsigned given = 0;

    for (size_t i = 0; i < n_args; i++) {
        size_t place = param_of_name(sig, names[i]);

        if (place == sig->n_params || (given & (1u << place)))
            return false;
        given |= 1u << place;
        if (places)
            places[i] = place;
    }
    /* A left out value of is() is null (5.10). */
    for (size_t i = 0; sig->id != FEEL_BUILTIN_IS && i < sig->n_required; i++)
        if (!(given & (1u << i)))
            return false;
    return true;
}

bool feel_signature_fits(const FeelSignature *sig,
                         size_t n_args,
                         const char *const *names,
                         size_t *places)
{
    if (names)
        return fits_named(sig, n_args, names, places);
    if (n_args < sig->n_required || (n_args > sig->n_params && !sig->varargs))
        return false;
    for (size_t i = 0; places && i < n_args; i++)
        places[i] = MIN(i, (size_t)sig->n_params - 1);
    return true;
}
