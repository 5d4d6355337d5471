#include "facts/value.h"

#include <string.h>

static bool parse_number(const char *text, Dec *out)
{
    static const char percent[] = "%", permille[] = "‰";
    size_t len = strlen(text);
    int scale = 0;
    Dec number;

    if (g_str_has_suffix(text, percent)) {
        len -= strlen(percent);
        scale = 2;
    } else if (g_str_has_suffix(text, permille)) {
        len -= strlen(permille);
        scale = 3;
    }
    if (len == 0 || strpbrk(text, "eE+") || text[0] == '.' || text[len - 1] == '.' ||
        !dec_parse(text, (ptrdiff_t)len, &number))
        return false;
    return dec_mul(number, dec_from_scaled(1, scale), out);
}

static bool parse_boolean(const char *text, bool *out)
{
    *out = strcmp(text, "true") == 0 || strcmp(text, "是") == 0;
    return *out || strcmp(text, "false") == 0 || strcmp(text, "否") == 0;
}

/* Parts of a list are values of its element's type; a list in a list cannot be written. */
static bool parse_list(Arena *arena, const FeelType *element, const char *text, FeelValue *out)
{
    g_auto(GStrv) parts = g_strsplit(text, ";", -1);
    size_t n = g_strv_length(parts);
    FeelValue *items = ARENA_NEW_N(arena, FeelValue, n);

    if (element && element->kind == FEEL_T_LIST)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!fact_value_parse(arena, element, parts[i], &items[i]))
            return false;
    *out = feel_list(arena, items, n);
    return true;
}

/* Times and durations in their FEEL forms; a date alone is its midnight. */
static bool parse_moment(Arena *arena, FeelTypeKind kind, const char *text, FeelValue *out)
{
    FeelValue v = feel_null();
    CalDateTime date_time;
    CalTime time;

    if (kind == FEEL_T_DATE_TIME && cal_date_time_parse(text, -1, true, &date_time)) {
        CalDateTime *kept = ARENA_NEW(arena, CalDateTime);
        *kept = date_time;
        v = (FeelValue){.kind = FEEL_DATE_TIME, .u.date_time = kept};
    } else if (kind == FEEL_T_TIME && cal_time_parse(text, -1, &time)) {
        CalTime *kept = ARENA_NEW(arena, CalTime);
        *kept = time;
        v = (FeelValue){.kind = FEEL_TIME, .u.time = kept};
    } else if (kind == FEEL_T_DT_DURATION && cal_dt_duration_parse(text, -1, &v.u.dt_duration)) {
        v.kind = FEEL_DT_DURATION;
    } else if (kind == FEEL_T_YM_DURATION && cal_ym_duration_parse(text, -1, &v.u.ym_duration)) {
        v.kind = FEEL_YM_DURATION;
    } else {
        return false;
    }
    *out = v;
    return true;
}

bool fact_value_parse(Arena *arena, const FeelType *type, const char *text, FeelValue *out)
{
    FeelTypeKind kind = type ? type->kind : FEEL_T_ANY;
    CalDate date;
    Dec number;
    bool truth;

    if (kind == FEEL_T_NUMBER) {
        if (!parse_number(text, &number))
            return false;
        *out = feel_number(number);
    } else if (kind == FEEL_T_DATE) {
        if (!cal_date_parse(text, -1, &date))
            return false;
        *out = feel_date(date);
    } else if (kind == FEEL_T_BOOLEAN) {
        if (!parse_boolean(text, &truth))
            return false;
        *out = feel_boolean(truth);
    } else if (kind == FEEL_T_LIST) {
        return parse_list(arena, type->element, text, out);
    } else if (kind == FEEL_T_STRING || kind == FEEL_T_ANY) {
        *out = feel_string_dup(arena, text, strlen(text));
    } else {
        return parse_moment(arena, kind, text, out);
    }
    return true;
}
