#include "feel/type.h"

#include <string.h>

#include "feel/names.h"
#include "feel/scope_private.h"

const FeelType feel_type_any = {.kind = FEEL_T_ANY};
const FeelType feel_type_null = {.kind = FEEL_T_NULL};
const FeelType feel_type_boolean = {.kind = FEEL_T_BOOLEAN};
const FeelType feel_type_number = {.kind = FEEL_T_NUMBER};
const FeelType feel_type_string = {.kind = FEEL_T_STRING};
const FeelType feel_type_date = {.kind = FEEL_T_DATE};
const FeelType feel_type_time = {.kind = FEEL_T_TIME};
const FeelType feel_type_date_time = {.kind = FEEL_T_DATE_TIME};
const FeelType feel_type_dt_duration = {.kind = FEEL_T_DT_DURATION};
const FeelType feel_type_ym_duration = {.kind = FEEL_T_YM_DURATION};

static const FeelType *or_any(const FeelType *type)
{
    return type ? type : &feel_type_any;
}

static FeelType *new_type(Arena *arena, FeelTypeKind kind, const FeelType *element)
{
    FeelType *type = ARENA_NEW(arena, FeelType);

    type->kind = kind;
    type->element = or_any(element);
    return type;
}

const FeelType *feel_type_list(Arena *arena, const FeelType *element)
{
    return new_type(arena, FEEL_T_LIST, element);
}

const FeelType *feel_type_range(Arena *arena, const FeelType *element)
{
    return new_type(arena, FEEL_T_RANGE, element);
}

const FeelType *
feel_type_context(Arena *arena, const char *const *names, const FeelType *const *types, size_t n)
{
    FeelType *type = ARENA_NEW(arena, FeelType);

    type->kind = FEEL_T_CONTEXT;
    type->names = names;
    type->types = types;
    type->n_members = n;
    return type;
}

const FeelType *feel_type_function(Arena *arena,
                                   const char *const *names,
                                   const FeelType *const *types,
                                   size_t n,
                                   const FeelType *result)
{
    FeelType *type = new_type(arena, FEEL_T_FUNCTION, result);

    type->names = names;
    type->types = types;
    type->n_members = n;
    return type;
}

const FeelType *feel_type_member(const FeelType *type, const char *name)
{
    if (type->kind == FEEL_T_CONTEXT)
        for (size_t i = 0; i < type->n_members; i++)
            if (strcmp(type->names[i], name) == 0)
                return or_any(type->types[i]);
    return NULL;
}

/* Types share parts, so that one of a few lines may have more paths through it than there is time
 * for. Comparing stops after this many steps; what was not looked at counts as unknown. */
enum { MAX_STEPS = 20000 };

static bool conforms(const FeelType *s, const FeelType *t, size_t *steps);

static bool context_conforms(const FeelType *s, const FeelType *t, size_t *steps)
{
    if (!s->names)
        return true; /* unknown: decided at run time */
    for (size_t i = 0; i < t->n_members; i++) {
        const FeelType *member = feel_type_member(s, t->names[i]);

        if (!member || !conforms(member, or_any(t->types[i]), steps))
            return false;
    }
    return true;
}

static bool function_conforms(const FeelType *s, const FeelType *t, size_t *steps)
{
    if (s->n_members != t->n_members)
        return false;
    for (size_t i = 0; i < s->n_members; i++)
        if (!conforms(or_any(t->types[i]), or_any(s->types[i]), steps))
            return false;
    return conforms(or_any(s->element), or_any(t->element), steps);
}

static bool conforms(const FeelType *s, const FeelType *t, size_t *steps)
{
    if (s == t || t->kind == FEEL_T_ANY || s->kind == FEEL_T_ANY || s->kind == FEEL_T_NULL)
        return true;
    if (s->kind != t->kind)
        return false;
    if (++*steps > MAX_STEPS)
        return true;
    if (s->kind == FEEL_T_LIST || s->kind == FEEL_T_RANGE)
        return conforms(or_any(s->element), or_any(t->element), steps);
    if (s->kind == FEEL_T_CONTEXT)
        return context_conforms(s, t, steps);
    return s->kind != FEEL_T_FUNCTION || function_conforms(s, t, steps);
}

bool feel_type_conforms(const FeelType *s, const FeelType *t)
{
    size_t steps = 0;

    return conforms(s, t, &steps);
}

static bool is_within(const FeelType *s, const FeelType *t, size_t *steps);

static bool context_is_within(const FeelType *s, const FeelType *t, size_t *steps)
{
    if (!t->names)
        return true;
    if (!s->names || s->n_members != t->n_members)
        return false;
    for (size_t i = 0; i < t->n_members; i++) {
        const FeelType *member = feel_type_member(s, t->names[i]);

        if (!member || !is_within(member, or_any(t->types[i]), steps))
            return false;
    }
    return true;
}

/* Is every value of `s` known to be one of `t`? Unlike conformance, an unknown part of `s` says no:
 * list<Any> is no list<number>. */
static bool is_within(const FeelType *s, const FeelType *t, size_t *steps)
{
    if (s == t || t->kind == FEEL_T_ANY || s->kind == FEEL_T_NULL)
        return true;
    if (s->kind != t->kind || ++*steps > MAX_STEPS)
        return false;
    if (s->kind == FEEL_T_LIST || s->kind == FEEL_T_RANGE)
        return is_within(or_any(s->element), or_any(t->element), steps);
    if (s->kind == FEEL_T_STRING)
        return !t->row_of || (s->row_of && strcmp(s->row_of, t->row_of) == 0);
    if (s->kind == FEEL_T_CONTEXT)
        return context_is_within(s, t, steps);
    return s->kind != FEEL_T_FUNCTION && s->kind != FEEL_T_ANY;
}

const FeelType *feel_type_join(const FeelType *a, const FeelType *b)
{
    static const FeelType list_any = {.kind = FEEL_T_LIST, .element = &feel_type_any};
    static const FeelType range_any = {.kind = FEEL_T_RANGE, .element = &feel_type_any};
    static const FeelType context_any = {.kind = FEEL_T_CONTEXT};
    size_t steps = 0;

    if (is_within(a, b, &steps))
        return b;
    if (is_within(b, a, &steps))
        return a;
    if (a->kind != b->kind)
        return &feel_type_any;
    if (a->kind == FEEL_T_STRING) /* links of two subjects */
        return &feel_type_string;
    if (a->kind == FEEL_T_LIST)
        return &list_any;
    if (a->kind == FEEL_T_RANGE)
        return &range_any;
    if (a->kind == FEEL_T_CONTEXT)
        return &context_any;
    return &feel_type_any;
}

/* Appending stops soon after `limit` bytes. */
static void append_text(GString *out, const FeelType *type, size_t limit);

static void append_members(GString *out, const FeelType *type, size_t limit)
{
    for (size_t i = 0; i < type->n_members && out->len <= limit; i++) {
        if (i > 0)
            g_string_append(out, ", ");
        if (type->kind == FEEL_T_CONTEXT)
            g_string_append_printf(out, "%s: ", type->names[i]);
        append_text(out, or_any(type->types[i]), limit);
    }
}

static void append_text(GString *out, const FeelType *type, size_t limit)
{
    static const char *const names[] = {
        [FEEL_T_ANY] = "Any",
        [FEEL_T_NULL] = "Null",
        [FEEL_T_BOOLEAN] = "boolean",
        [FEEL_T_NUMBER] = "number",
        [FEEL_T_STRING] = "string",
        [FEEL_T_DATE] = "date",
        [FEEL_T_TIME] = "time",
        [FEEL_T_DATE_TIME] = "date and time",
        [FEEL_T_DT_DURATION] = "days and time duration",
        [FEEL_T_YM_DURATION] = "years and months duration",
        [FEEL_T_LIST] = "list",
        [FEEL_T_CONTEXT] = "context",
        [FEEL_T_RANGE] = "range",
        [FEEL_T_FUNCTION] = "function",
    };

    if (out->len > limit)
        return;
    g_string_append(out, names[type->kind]);
    if (type->kind < FEEL_T_LIST)
        return;
    g_string_append_c(out, '<');
    if (type->kind == FEEL_T_LIST || type->kind == FEEL_T_RANGE)
        append_text(out, or_any(type->element), limit);
    else
        append_members(out, type, limit);
    g_string_append_c(out, '>');
    if (type->kind == FEEL_T_FUNCTION) {
        g_string_append(out, " -> ");
        append_text(out, or_any(type->element), limit);
    }
}

static const char *text_within(Arena *arena, const FeelType *type, size_t limit)
{
    g_autoptr(GString) out = g_string_new(NULL);
    size_t len;

    append_text(out, type, limit);
    if (out->len <= limit)
        return arena_strndup(arena, out->str, out->len);
    len = limit;
    while (((unsigned char)out->str[len] & 0xC0) == 0x80)
        len--;
    return arena_printf(arena, "%.*s…", (int)len, out->str);
}

const char *feel_type_text(Arena *arena, const FeelType *type)
{
    return text_within(arena, type, FEEL_TYPE_MAX_TEXT);
}

const char *feel_type_brief(Arena *arena, const FeelType *type)
{
    return text_within(arena, type, FEEL_TYPE_BRIEF);
}

/* Sets of kinds that share a property. */
enum {
    OF_DATE = 1 << FEEL_T_DATE,
    OF_TIME = 1 << FEEL_T_TIME,
    OF_DATE_TIME = 1 << FEEL_T_DATE_TIME,
    OF_DT = 1 << FEEL_T_DT_DURATION,
    OF_YM = 1 << FEEL_T_YM_DURATION,
    OF_RANGE = 1 << FEEL_T_RANGE,
};

static const struct {
    const char *name;
    unsigned of;
    const FeelType *type; /* NULL: an endpoint of the range */
} properties[] = {
    {"year",           OF_DATE | OF_DATE_TIME, &feel_type_number     },
    {"month",          OF_DATE | OF_DATE_TIME, &feel_type_number     },
    {"day",            OF_DATE | OF_DATE_TIME, &feel_type_number     },
    {"weekday",        OF_DATE | OF_DATE_TIME, &feel_type_number     },
    {"hour",           OF_TIME | OF_DATE_TIME, &feel_type_number     },
    {"minute",         OF_TIME | OF_DATE_TIME, &feel_type_number     },
    {"second",         OF_TIME | OF_DATE_TIME, &feel_type_number     },
    {"time offset",    OF_TIME | OF_DATE_TIME, &feel_type_dt_duration},
    {"timezone",       OF_TIME | OF_DATE_TIME, &feel_type_string     },
    {"days",           OF_DT,                  &feel_type_number     },
    {"hours",          OF_DT,                  &feel_type_number     },
    {"minutes",        OF_DT,                  &feel_type_number     },
    {"seconds",        OF_DT,                  &feel_type_number     },
    {"years",          OF_YM,                  &feel_type_number     },
    {"months",         OF_YM,                  &feel_type_number     },
    {"start",          OF_RANGE,               NULL                  },
    {"end",            OF_RANGE,               NULL                  },
    {"start included", OF_RANGE,               &feel_type_boolean    },
    {"end included",   OF_RANGE,               &feel_type_boolean    },
};

const FeelType *feel_property_type(FeelTypeKind kind, const FeelType *element, const char *member)
{
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
        if ((properties[i].of & (1u << kind)) && strcmp(properties[i].name, member) == 0)
            return properties[i].type ? properties[i].type : or_any(element);
    return NULL;
}

bool feel_is_property(const char *member)
{
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
        if (strcmp(properties[i].name, member) == 0)
            return true;
    return false;
}
