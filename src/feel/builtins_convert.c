/* Conversion functions (feel-reference 5.1); range() is in builtins_range.c. */
#include <string.h>

#include "feel/builtins.h"

static FeelValue literal_fault(const Call *call)
{
    return feel_fault(call->run, call->at, FAULT_LITERAL);
}

static FeelValue value_fault(const Call *call)
{
    return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
}

static bool whole(const FeelValue *v, int64_t *out)
{
    return dec_is_integer(v->u.number) && dec_to_int64(v->u.number, out);
}

/* ---- date, time, date and time ---- */

static FeelValue fn_date(const Call *call)
{
    const FeelValue *from = &call->args[0];
    int64_t y, m, d;
    CalDate date;

    if (call->form == 1) {
        if (!whole(&call->args[0], &y) || !whole(&call->args[1], &m) ||
            !whole(&call->args[2], &d) || !cal_date_from_ymd(y, m, d, &date))
            return value_fault(call);
        return feel_date(date);
    }
    if (from->kind == FEEL_DATE)
        return *from;
    if (from->kind == FEEL_DATE_TIME)
        return feel_date(from->u.date_time->date);
    if (!cal_date_parse(from->u.string.text, (ptrdiff_t)from->u.string.len, &date))
        return literal_fault(call);
    return feel_date(date);
}

/* A second with a fraction: whole seconds and nanoseconds, further digits cut off. */
static bool split_second(Dec second, int64_t *out_s, int32_t *out_nano)
{
    Dec fraction;
    int64_t nano;

    if (!dec_to_int64(second, out_s) || !dec_sub(second, dec_from_int(*out_s), &fraction) ||
        !dec_mul(fraction, dec_from_int(1000000000), &fraction) || !dec_to_int64(fraction, &nano) ||
        nano < 0)
        return false;
    *out_nano = (int32_t)nano;
    return true;
}

enum { MAX_OFFSET_S = 14 * 3600 };

static FeelValue time_of_parts(const Call *call)
{
    const FeelValue *offset = &call->args[3];
    int64_t hour, minute, second;
    CalTime t = {0};

    if (!whole(&call->args[0], &hour) || !whole(&call->args[1], &minute) ||
        !split_second(call->args[2].u.number, &second, &t.nano))
        return value_fault(call);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return value_fault(call);
    t.second = (int32_t)(hour * 3600 + minute * 60 + second);
    if (offset->kind == FEEL_DT_DURATION) {
        CalDtDuration d = offset->u.dt_duration;

        if (d.nano != 0 || d.seconds < -MAX_OFFSET_S || d.seconds > MAX_OFFSET_S)
            return value_fault(call);
        t.zone.kind = CAL_ZONE_OFFSET;
        t.zone.offset_s = (int32_t)d.seconds;
    }
    return feel_make_time(call->run, t);
}

static FeelValue fn_time(const Call *call)
{
    const FeelValue *from = &call->args[0];
    CalTime t = {.zone = {.kind = CAL_ZONE_OFFSET}};

    if (call->form == 1)
        return time_of_parts(call);
    if (from->kind == FEEL_TIME)
        return *from;
    if (from->kind == FEEL_DATE_TIME)
        return feel_make_time(call->run, from->u.date_time->time);
    if (from->kind == FEEL_STRING &&
        !cal_time_parse(from->u.string.text, (ptrdiff_t)from->u.string.len, &t))
        return literal_fault(call);
    return feel_make_time(call->run, t); /* a date: midnight in UTC */
}

static FeelValue fn_date_and_time(const Call *call)
{
    const FeelValue *from = &call->args[0];
    CalDateTime t;

    if (call->form == 1) {
        t.date = from->kind == FEEL_DATE ? from->u.date : from->u.date_time->date;
        t.time = *call->args[1].u.time;
        return feel_make_date_time(call->run, t);
    }
    if (from->kind == FEEL_DATE_TIME)
        return *from;
    if (from->kind == FEEL_DATE)
        return feel_date_as_date_time(call->run, from->u.date);
    if (!cal_date_time_parse(from->u.string.text, (ptrdiff_t)from->u.string.len, true, &t))
        return literal_fault(call);
    return feel_make_date_time(call->run, t);
}

/* ---- durations ---- */

bool feel_duration_parse(const char *text, size_t len, FeelValue *out)
{
    CalDtDuration dt;
    CalYmDuration ym;

    if (cal_dt_duration_parse(text, (ptrdiff_t)len, &dt))
        *out = (FeelValue){.kind = FEEL_DT_DURATION, .u.dt_duration = dt};
    else if (cal_ym_duration_parse(text, (ptrdiff_t)len, &ym))
        *out = (FeelValue){.kind = FEEL_YM_DURATION, .u.ym_duration = ym};
    else
        return false;
    return true;
}

static FeelValue fn_duration(const Call *call)
{
    const FeelValue *from = &call->args[0];
    FeelValue out;

    if (from->kind != FEEL_STRING)
        return *from;
    return feel_duration_parse(from->u.string.text, from->u.string.len, &out) ? out
                                                                              : literal_fault(call);
}

CalDate feel_day_of(const FeelValue *v)
{
    return v->kind == FEEL_DATE ? v->u.date : v->u.date_time->date;
}

static FeelValue fn_ym_duration(const Call *call)
{
    return (FeelValue){
        .kind = FEEL_YM_DURATION,
        .u.ym_duration = cal_ym_between(feel_day_of(&call->args[0]), feel_day_of(&call->args[1])),
    };
}

/* ---- number, string ---- */

/* One of `allowed`, or 0 for null. */
static bool separator(const FeelValue *v, const char *allowed, char *out)
{
    if (v->kind == FEEL_NULL) {
        *out = '\0';
        return true;
    }
    if (v->u.string.len != 1 || !strchr(allowed, v->u.string.text[0]))
        return false;
    *out = v->u.string.text[0];
    return true;
}

static FeelValue fn_number(const Call *call)
{
    const FeelValue *from = &call->args[0];
    char grouping = '\0', decimal = '\0';
    g_autoptr(GString) text = g_string_sized_new(from->u.string.len);
    Dec n;

    if (call->form == 1 &&
        (!separator(&call->args[1], " ,.", &grouping) ||
         !separator(&call->args[2], ".,", &decimal) || (grouping && grouping == decimal)))
        return value_fault(call);
    for (size_t i = 0; i < from->u.string.len; i++) {
        char c = from->u.string.text[i];

        if (grouping && c == grouping)
            continue;
        if (decimal == ',' && c == '.') /* no decimal character here, nor a grouping one */
            return literal_fault(call);
        g_string_append_c(text, decimal == ',' && c == ',' ? '.' : c);
    }
    if (text->str[0] == '+' || !dec_parse(text->str, (ptrdiff_t)text->len, &n))
        return literal_fault(call);
    return feel_number(n);
}

static FeelValue fn_string(const Call *call)
{
    const FeelValue *from = &call->args[0];
    FeelValue fault;
    char *text;

    if (from->kind == FEEL_NULL || from->kind == FEEL_STRING)
        return *from;
    if (!feel_call_step(call, feel_value_size(from), &fault))
        return fault;
    text = feel_value_text(call->run->mem, from, false);
    return feel_string(text, strlen(text));
}

const BuiltinEntry feel_builtins_convert[] = {
    {FEEL_BUILTIN_DATE,                      {.fn = fn_date}                                  },
    {FEEL_BUILTIN_TIME,                      {.fn = fn_time}                                  },
    {FEEL_BUILTIN_DATE_AND_TIME,             {.fn = fn_date_and_time}                         },
    {FEEL_BUILTIN_DURATION,                  {.fn = fn_duration}                              },
    {FEEL_BUILTIN_YEARS_AND_MONTHS_DURATION, {.fn = fn_ym_duration}                           },
    {FEEL_BUILTIN_NUMBER,                    {.fn = fn_number, .null_params = 1 << 1 | 1 << 2}},
    {FEEL_BUILTIN_STRING,                    {.fn = fn_string}                                },
    {FEEL_BUILTIN_N,                         {0}                                              },
};
