/* Values of test files (7.1) and how they are compared (7.3). */
#include <string.h>

#include "dmn/data.h"
#include "dmn/tck_private.h"
#include "feel/names.h"

static const char XSI[] = "http://www.w3.org/2001/XMLSchema-instance";

/* ---- reading ---- */

static bool is_nil(const XmlElement *e)
{
    const char *nil = xml_attribute_ns(e, XSI, "nil");

    return nil && (strcmp(nil, "true") == 0 || strcmp(nil, "1") == 0);
}

/* Zero durations are of the kind that their letters say. */
static FeelTypeKind duration_kind(const char *text)
{
    CalYmDuration months;

    return cal_ym_duration_parse(text, -1, &months) ? FEEL_T_YM_DURATION : FEEL_T_DT_DURATION;
}

static bool kind_of(const char *xsd, const char *text, FeelTypeKind *out)
{
    static const struct {
        const char *name;
        FeelTypeKind kind;
    } kinds[] = {
        {"string",   FEEL_T_STRING   },
        {"decimal",  FEEL_T_NUMBER   },
        {"double",   FEEL_T_NUMBER   },
        {"float",    FEEL_T_NUMBER   },
        {"integer",  FEEL_T_NUMBER   },
        {"int",      FEEL_T_NUMBER   },
        {"long",     FEEL_T_NUMBER   },
        {"boolean",  FEEL_T_BOOLEAN  },
        {"date",     FEEL_T_DATE     },
        {"time",     FEEL_T_TIME     },
        {"dateTime", FEEL_T_DATE_TIME},
    };

    if (strcmp(xsd, "duration") == 0) {
        *out = duration_kind(text);
        return true;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (strcmp(kinds[i].name, xsd) == 0) {
            *out = kinds[i].kind;
            return true;
        }
    }
    return false;
}

static bool
read_simple(Arena *arena, const XmlElement *e, const FeelType *type, FeelValue *out, Diags *diags)
{
    const char *declared = xml_attribute_ns(e, XSI, "type");
    const char *colon = declared ? strchr(declared, ':') : NULL;
    FeelValue text = feel_string(e->text.text, e->text.len);
    FeelType wanted = {.kind = FEEL_T_ANY};

    if (is_nil(e) || (!declared && e->text.len == 0)) { /* <value/> without a type is no text */
        *out = feel_null();
        return true;
    }
    if (!declared) {
        *out = dmn_data_by_type(arena, &text, type, true);
        return true;
    }
    if (!kind_of(colon ? colon + 1 : declared, e->text.text, &wanted.kind)) {
        diag_add(diags, DIAG_ERROR, "tck.type", e->pos, "there is no such type of value");
        diag_seen(diags, "%s", declared);
        return false;
    }
    *out = text;
    if (wanted.kind == FEEL_T_STRING)
        return true;
    g_autofree char *trimmed = g_strstrip(g_strdup(e->text.text));
    text = feel_string(arena_strdup(arena, trimmed), strlen(trimmed));
    if (wanted.kind == FEEL_T_BOOLEAN && (strcmp(trimmed, "1") == 0 || strcmp(trimmed, "0") == 0))
        text = feel_boolean(*trimmed == '1');
    *out = dmn_data_by_type(arena, &text, &wanted, true);
    if (out->kind != FEEL_STRING)
        return true;
    diag_add(diags, DIAG_ERROR, "tck.value", e->pos, "the text is no value of its type");
    diag_seen(diags, "%s: %s", declared, trimmed);
    return false;
}

static bool
read_list(Arena *arena, const XmlElement *e, const FeelType *type, FeelValue *out, Diags *diags)
{
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(FeelValue));
    const FeelType *element = type && type->kind == FEEL_T_LIST ? type->element : NULL;

    for (const XmlElement *x = xml_child(e, "item"); x; x = xml_next(x, "item")) {
        FeelValue item;

        if (!dmn_tck_value(arena, x, element, &item, diags))
            return false;
        g_array_append_val(items, item);
    }
    *out = feel_list(arena, (const FeelValue *)(const void *)items->data, items->len);
    return true;
}

static bool
read_context(Arena *arena, const XmlElement *e, const FeelType *type, FeelValue *out, Diags *diags)
{
    g_autoptr(GArray) values = g_array_new(FALSE, FALSE, sizeof(FeelValue));
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    const char **kept;

    for (const XmlElement *x = xml_child(e, "component"); x; x = xml_next(x, "component")) {
        const char *name = xml_attribute(x, "name");
        const char *key = feel_name_normal(arena, name ? name : "", strlen(name ? name : ""));
        const FeelType *member =
            type && type->kind == FEEL_T_CONTEXT ? feel_type_member(type, key) : NULL;
        FeelValue v;

        if (!dmn_tck_value(arena, x, member, &v, diags))
            return false;
        g_ptr_array_add(keys, (gpointer)key);
        g_array_append_val(values, v);
    }
    kept = ARENA_NEW_N(arena, const char *, keys->len);
    for (guint i = 0; i < keys->len; i++)
        kept[i] = g_ptr_array_index(keys, i);
    *out = feel_context(arena, kept, (const FeelValue *)(const void *)values->data, values->len);
    return true;
}

bool dmn_tck_value(
    Arena *arena, const XmlElement *e, const FeelType *type, FeelValue *out, Diags *diags)
{
    const XmlElement *inner;

    if (is_nil(e)) {
        *out = feel_null();
        return true;
    }
    inner = xml_child(e, "value");
    if (inner)
        return read_simple(arena, inner, type, out, diags);
    inner = xml_child(e, "list");
    if (inner && is_nil(inner)) {
        *out = feel_null();
        return true;
    }
    if (inner)
        return read_list(arena, inner, type, out, diags);
    return read_context(arena, e, type, out, diags);
}

/* ---- comparison ---- */

static bool numbers_equal(Dec a, Dec b)
{
    Dec difference;

    return dec_sub(a, b, &difference) &&
           dec_compare(dec_abs(difference), dec_from_scaled(1, 8)) < 0;
}

static bool same_zone_use(const CalTime *a, const CalTime *b)
{
    return (a->zone.kind == CAL_ZONE_LOCAL) == (b->zone.kind == CAL_ZONE_LOCAL);
}

static bool lists_equal(const FeelList *a, const FeelList *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!dmn_tck_equal(&a->items[i], &b->items[i]))
            return false;
    return true;
}

static bool contexts_equal(const FeelContext *a, const FeelContext *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        const FeelValue *other = feel_context_get(b, a->keys[i]);
        if (!other || !dmn_tck_equal(&a->values[i], other))
            return false;
    }
    return true;
}

static bool is_zero_duration(const FeelValue *v)
{
    if (v->kind == FEEL_YM_DURATION)
        return v->u.ym_duration == 0;
    return v->kind == FEEL_DT_DURATION && v->u.dt_duration.seconds == 0 &&
           v->u.dt_duration.nano == 0;
}

bool dmn_tck_equal(const FeelValue *a, const FeelValue *b)
{
    if (is_zero_duration(a) && is_zero_duration(b))
        return true;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case FEEL_NULL:
        return true;
    case FEEL_NUMBER:
        return numbers_equal(a->u.number, b->u.number);
    case FEEL_TIME:
        return feel_equal(a, b) == 1 && a->u.time->nano == b->u.time->nano &&
               same_zone_use(a->u.time, b->u.time);
    case FEEL_DATE_TIME:
        return feel_equal(a, b) == 1 && a->u.date_time->time.nano == b->u.date_time->time.nano &&
               same_zone_use(&a->u.date_time->time, &b->u.date_time->time);
    case FEEL_LIST:
        return lists_equal(a->u.list, b->u.list);
    case FEEL_CONTEXT:
        return contexts_equal(a->u.context, b->u.context);
    case FEEL_MISSING:
    case FEEL_FUNCTION:
        return false;
    case FEEL_BOOLEAN:
    case FEEL_STRING:
    case FEEL_DATE:
    case FEEL_DT_DURATION:
    case FEEL_YM_DURATION:
    case FEEL_RANGE:
        return feel_equal(a, b) == 1;
    }
    return false;
}
