#include "feel/literal.h"

bool feel_literal_parse(Arena *arena, const char *text, size_t len, FeelValue *out)
{
    ptrdiff_t n = (ptrdiff_t)len;
    CalDateTime moment;
    CalTime time;

    *out = (FeelValue){.kind = FEEL_NULL};
    if (cal_date_parse(text, n, &out->u.date)) {
        out->kind = FEEL_DATE;
    } else if (cal_date_time_parse(text, n, false, &moment)) {
        CalDateTime *kept = ARENA_NEW(arena, CalDateTime);

        *kept = moment;
        out->kind = FEEL_DATE_TIME;
        out->u.date_time = kept;
    } else if (cal_time_parse(text, n, &time)) {
        CalTime *kept = ARENA_NEW(arena, CalTime);

        *kept = time;
        out->kind = FEEL_TIME;
        out->u.time = kept;
    } else if (cal_dt_duration_parse(text, n, &out->u.dt_duration)) {
        out->kind = FEEL_DT_DURATION;
    } else if (cal_ym_duration_parse(text, n, &out->u.ym_duration)) {
        out->kind = FEEL_YM_DURATION;
    }
    return out->kind != FEEL_NULL;
}

char *feel_literal_text(Arena *arena, const FeelValue *value)
{
    char buf[CAL_TEXT_SIZE];
    size_t len;

    switch ((int)value->kind) {
    case FEEL_DATE:
        len = cal_date_format(value->u.date, buf);
        break;
    case FEEL_TIME:
        len = cal_time_format(value->u.time, buf);
        break;
    case FEEL_DATE_TIME:
        len = cal_date_time_format(value->u.date_time, buf);
        break;
    case FEEL_DT_DURATION:
        len = cal_dt_duration_format(value->u.dt_duration, buf);
        break;
    case FEEL_YM_DURATION:
        len = cal_ym_duration_format(value->u.ym_duration, buf);
        break;
    default:
        return NULL;
    }
    return arena_strndup(arena, buf, len);
}
