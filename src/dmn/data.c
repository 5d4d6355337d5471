#include "dmn/data.h"

#include <string.h>

#include "feel/names.h"

static FeelValue by_text(Arena *arena, const FeelValue *v, FeelTypeKind kind, bool all_texts)
{
    const char *text = v->u.string.text;
    FeelValue out = *v;
    CalDateTime date_time;
    CalTime time;

    if (kind == FEEL_T_DATE && cal_date_parse(text, -1, &out.u.date)) {
        out.kind = FEEL_DATE;
    } else if (kind == FEEL_T_TIME && cal_time_parse(text, -1, &time)) {
        CalTime *kept = ARENA_NEW(arena, CalTime);
        *kept = time;
        out = (FeelValue){.kind = FEEL_TIME, .u.time = kept};
    } else if (kind == FEEL_T_DATE_TIME && cal_date_time_parse(text, -1, true, &date_time)) {
        CalDateTime *kept = ARENA_NEW(arena, CalDateTime);
        *kept = date_time;
        out = (FeelValue){.kind = FEEL_DATE_TIME, .u.date_time = kept};
    } else if (kind == FEEL_T_DT_DURATION && cal_dt_duration_parse(text, -1, &out.u.dt_duration)) {
        out.kind = FEEL_DT_DURATION;
    } else if (kind == FEEL_T_YM_DURATION && cal_ym_duration_parse(text, -1, &out.u.ym_duration)) {
        out.kind = FEEL_YM_DURATION;
    } else if (all_texts && kind == FEEL_T_NUMBER && dec_parse(text, -1, &out.u.number)) {
        out.kind = FEEL_NUMBER;
    } else if (all_texts && kind == FEEL_T_BOOLEAN &&
               (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)) {
        out = feel_boolean(text[0] == 't');
    } else {
        return *v; /* a parser may have written into the union */
    }
    return out;
}

static FeelValue list_by_type(Arena *arena, const FeelList *list, const FeelType *type, bool all)
{
    const FeelType *element = type->kind == FEEL_T_LIST ? type->element : type;
    FeelValue *items = ARENA_NEW_N(arena, FeelValue, list->n);

    for (size_t i = 0; i < list->n; i++)
        items[i] = dmn_data_by_type(arena, &list->items[i], element, all);
    return feel_list(arena, items, list->n);
}

static FeelValue
context_by_type(Arena *arena, const FeelContext *c, const FeelType *type, bool all_texts)
{
    const char **keys = ARENA_NEW_N(arena, const char *, c->n);
    FeelValue *values = ARENA_NEW_N(arena, FeelValue, c->n);

    for (size_t i = 0; i < c->n; i++) {
        keys[i] = feel_name_normal(arena, c->keys[i], strlen(c->keys[i]));
        values[i] = dmn_data_by_type(
            arena, &c->values[i],
            type->kind == FEEL_T_CONTEXT ? feel_type_member(type, keys[i]) : NULL, all_texts);
    }
    return feel_context(arena, keys, values, c->n);
}

FeelValue dmn_data_by_type(Arena *arena, const FeelValue *v, const FeelType *type, bool all_texts)
{
    if (!type)
        type = &feel_type_any;
    if (v->kind == FEEL_LIST)
        return list_by_type(arena, v->u.list, type, all_texts);
    if (v->kind == FEEL_CONTEXT)
        return context_by_type(arena, v->u.context, type, all_texts);
    if (type->kind == FEEL_T_LIST && type->element)
        type = type->element; /* a single value for a list */
    if (v->kind == FEEL_STRING)
        return by_text(arena, v, type->kind, all_texts);
    return *v;
}
