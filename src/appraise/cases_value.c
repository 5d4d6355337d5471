/* Texts to values: numbers as the regulation writes them, texts without quotes, dates, lists. */
#include <string.h>

#include "appraise/cases_private.h"
#include "regulation/words.h"

enum { MAX_SEEN = 60 };

static void add_seen(const CasesFile *file, const YamlNode *node)
{
    g_autofree char *head = NULL;

    if (node->kind == YAML_LIST) {
        diag_seen(file->diags, "a list");
    } else if (node->kind == YAML_MAP) {
        diag_seen(file->diags, "a map");
    } else if (node->src.len == 0) {
        diag_seen(file->diags, "nothing");
    } else {
        head = g_utf8_substring(node->src.text, 0,
                                MIN(g_utf8_strlen(node->src.text, -1), (glong)MAX_SEEN));
        diag_seen(file->diags, "%s", head);
    }
}

/* `expected` is an English literal. */
static void value_wrong(const CasesFile *file, const YamlNode *node, const char *expected)
{
    diag_add(file->diags, DIAG_ERROR, "cases.value", node->src.start, "this value cannot be read");
    add_seen(file, node);
    diag_expected(file->diags, "%s", text_in(diags_lang(file->diags), expected));
}

bool cases_number(CasesFile *file, const YamlNode *node, Dec *out)
{
    bool scalar = node->kind == YAML_SCALAR && !node->quoted && !node->block;

    if (scalar && number_parse(node->src.text, out))
        return true;
    value_wrong(file, node, "1250.5, 5%, 3‰, 70万, 1.2亿");
    if (scalar && strchr(node->src.text, ','))
        diag_hint(file->diags, "figures are written without commas");
    return false;
}

bool cases_text_allowed(CasesFile *file, const RegName *name, const YamlNode *node)
{
    g_autoptr(GString) list = NULL;

    for (size_t i = 0; i < name->n_one_of; i++) {
        if (strcmp(name->one_of[i], node->src.text) == 0)
            return true;
    }
    if (name->n_one_of == 0)
        return true;
    list = g_string_new(NULL);
    for (size_t i = 0; i < name->n_one_of; i++)
        g_string_append_printf(list, "%s%s", i ? ", " : "", name->one_of[i]);
    diag_add(file->diags, DIAG_ERROR, "cases.text-not-allowed", node->src.start, "%s cannot be %s",
             name->name, node->src.text);
    diag_expected(file->diags, "%s", list->str);
    cases_hint(file, node->src.text, name->one_of, name->n_one_of);
    return false;
}

/* ---- by type ---- */

static bool read_of_type(CasesFile *file,
                         const FeelType *type,
                         const RegName *name,
                         const YamlNode *node,
                         FeelValue *out);

static bool read_number(CasesFile *file, const YamlNode *node, FeelValue *out)
{
    Dec number;

    if (!cases_number(file, node, &number))
        return false;
    *out = feel_number(number);
    return true;
}

static bool read_text(CasesFile *file, const RegName *name, const YamlNode *node, FeelValue *out)
{
    if (node->kind != YAML_SCALAR || (node->src.len == 0 && !node->quoted)) {
        value_wrong(file, node, "a text");
        return false;
    }
    if (name && !cases_text_allowed(file, name, node))
        return false;
    *out = feel_string(node->src.text, node->src.len);
    return true;
}

static bool read_boolean(CasesFile *file, const YamlNode *node, FeelValue *out)
{
    bool yes = cases_is_word(node, "true");

    if (!yes && !cases_is_word(node, "false")) {
        value_wrong(file, node, "true, false");
        return false;
    }
    *out = feel_boolean(yes);
    return true;
}

static bool read_date(CasesFile *file, const YamlNode *node, FeelValue *out)
{
    CalDate date;

    if (node->kind != YAML_SCALAR || !cal_date_parse(node->src.text, -1, &date)) {
        value_wrong(file, node, "2003-07-01");
        return false;
    }
    *out = feel_date(date);
    return true;
}

/* Times and durations, written as FEEL's text forms. */
static bool read_other(CasesFile *file, const FeelType *type, const YamlNode *node, FeelValue *out)
{
    const char *text = node->kind == YAML_SCALAR ? node->src.text : "";
    CalTime time;
    CalDateTime date_time;
    FeelValue v = {0};

    if (type->kind == FEEL_T_TIME && cal_time_parse(text, -1, &time)) {
        CalTime *kept = ARENA_NEW(file->arena, CalTime);

        *kept = time;
        v.kind = FEEL_TIME;
        v.u.time = kept;
    } else if (type->kind == FEEL_T_DATE_TIME && cal_date_time_parse(text, -1, true, &date_time)) {
        CalDateTime *kept = ARENA_NEW(file->arena, CalDateTime);

        *kept = date_time;
        v.kind = FEEL_DATE_TIME;
        v.u.date_time = kept;
    } else if (type->kind == FEEL_T_DT_DURATION &&
               cal_dt_duration_parse(text, -1, &v.u.dt_duration)) {
        v.kind = FEEL_DT_DURATION;
    } else if (type->kind == FEEL_T_YM_DURATION &&
               cal_ym_duration_parse(text, -1, &v.u.ym_duration)) {
        v.kind = FEEL_YM_DURATION;
    } else {
        value_wrong(file, node, feel_type_text(file->arena, type));
        return false;
    }
    *out = v;
    return true;
}

static bool read_list(CasesFile *file, const FeelType *type, const YamlNode *node, FeelValue *out)
{
    const FeelType *element = type->element ? type->element : &feel_type_any;
    FeelValue *items;

    if (node->kind != YAML_LIST) {
        value_wrong(file, node, "[…]");
        return false;
    }
    items = ARENA_NEW_N(file->arena, FeelValue, node->n);
    for (size_t i = 0; i < node->n; i++) {
        if (!read_of_type(file, element, NULL, node->items[i], &items[i]))
            return false;
    }
    *out = feel_list(file->arena, items, node->n);
    return true;
}

static bool
read_context(CasesFile *file, const FeelType *type, const YamlNode *node, FeelValue *out)
{
    const char **keys;
    FeelValue *values;

    if (node->kind != YAML_MAP) {
        value_wrong(file, node, "{…: …}");
        return false;
    }
    keys = ARENA_NEW_N(file->arena, const char *, node->n);
    values = ARENA_NEW_N(file->arena, FeelValue, node->n);
    for (size_t i = 0; i < node->n; i++) {
        const FeelType *member =
            type->kind == FEEL_T_CONTEXT ? feel_type_member(type, node->keys[i]->src.text) : NULL;

        keys[i] = node->keys[i]->src.text;
        if (!read_of_type(file, member ? member : &feel_type_any, NULL, node->items[i], &values[i]))
            return false;
    }
    *out = feel_context(file->arena, keys, values, node->n);
    return true;
}

/* Of no declared type: what it looks like. */
static bool read_any(CasesFile *file, const YamlNode *node, FeelValue *out)
{
    CalDate date;
    Dec number;

    if (node->kind == YAML_LIST)
        return read_list(file, &feel_type_any, node, out);
    if (node->kind == YAML_MAP)
        return read_context(file, &feel_type_any, node, out);
    if (cases_is_word(node, "true") || cases_is_word(node, "false"))
        return read_boolean(file, node, out);
    if (!node->quoted && cal_date_parse(node->src.text, -1, &date))
        return read_date(file, node, out);
    if (!node->quoted && number_parse(node->src.text, &number))
        return read_number(file, node, out);
    return read_text(file, NULL, node, out);
}

static bool read_of_type(CasesFile *file,
                         const FeelType *type,
                         const RegName *name,
                         const YamlNode *node,
                         FeelValue *out)
{
    if (cases_is_word(node, "null")) {
        *out = feel_null();
        return true;
    }
    switch (type->kind) {
    case FEEL_T_NUMBER:
        return read_number(file, node, out);
    case FEEL_T_STRING:
        return read_text(file, name, node, out);
    case FEEL_T_BOOLEAN:
        return read_boolean(file, node, out);
    case FEEL_T_DATE:
        return read_date(file, node, out);
    case FEEL_T_TIME:
    case FEEL_T_DATE_TIME:
    case FEEL_T_DT_DURATION:
    case FEEL_T_YM_DURATION:
        return read_other(file, type, node, out);
    case FEEL_T_LIST:
        return read_list(file, type, node, out);
    case FEEL_T_CONTEXT:
        return read_context(file, type, node, out);
    case FEEL_T_ANY:
        return read_any(file, node, out);
    case FEEL_T_NULL:
    case FEEL_T_RANGE:
    case FEEL_T_FUNCTION:
        break;
    }
    value_wrong(file, node, feel_type_text(file->arena, type));
    return false;
}

bool cases_value(CasesFile *file, const RegName *name, const YamlNode *node, FeelValue *out)
{
    return read_of_type(file, name->type, name, node, out);
}
