#include "feel/property.h"

#include <string.h>

#include "cal/cal_arith.h"

Property feel_property_find(const char *name)
{
    static const char *const names[] = {
        [PROPERTY_NONE] = "",
        [PROPERTY_YEAR] = "year",
        [PROPERTY_MONTH] = "month",
        [PROPERTY_DAY] = "day",
        [PROPERTY_WEEKDAY] = "weekday",
        [PROPERTY_HOUR] = "hour",
        [PROPERTY_MINUTE] = "minute",
        [PROPERTY_SECOND] = "second",
        [PROPERTY_TIME_OFFSET] = "time offset",
        [PROPERTY_TIMEZONE] = "timezone",
        [PROPERTY_DAYS] = "days",
        [PROPERTY_HOURS] = "hours",
        [PROPERTY_MINUTES] = "minutes",
        [PROPERTY_SECONDS] = "seconds",
        [PROPERTY_YEARS] = "years",
        [PROPERTY_MONTHS] = "months",
        [PROPERTY_START] = "start",
        [PROPERTY_END] = "end",
        [PROPERTY_START_INCLUDED] = "start included",
        [PROPERTY_END_INCLUDED] = "end included",
    };

    for (size_t i = 1; i < G_N_ELEMENTS(names); i++)
        if (strcmp(names[i], name) == 0)
            return (Property)i;
    return PROPERTY_NONE;
}

static FeelValue integer(int64_t n)
{
    return feel_number(dec_from_int(n));
}

static bool date_property(CalDate date, Property property, FeelValue *out)
{
    CalYmd ymd = cal_date_ymd(date);

    if (property == PROPERTY_YEAR)
        *out = integer(ymd.year);
    else if (property == PROPERTY_MONTH)
        *out = integer(ymd.month);
    else if (property == PROPERTY_DAY)
        *out = integer(ymd.day);
    else if (property == PROPERTY_WEEKDAY)
        *out = integer(cal_date_weekday(date));
    else
        return false;
    return true;
}

static FeelValue time_offset(const CalZone *zone, const CalDateTime *at)
{
    FeelValue v = {.kind = FEEL_DT_DURATION};

    if (zone->kind == CAL_ZONE_LOCAL)
        return feel_null();
    v.u.dt_duration.seconds =
        zone->kind == CAL_ZONE_OFFSET ? zone->offset_s : cal_zone_offset(zone, at);
    return v;
}

/* at: the date and time the time belongs to, NULL for a plain time. */
static bool
time_property(const CalTime *t, const CalDateTime *at, Property property, FeelValue *out)
{
    if (property == PROPERTY_HOUR)
        *out = integer(t->second / 3600);
    else if (property == PROPERTY_MINUTE)
        *out = integer(t->second / 60 % 60);
    else if (property == PROPERTY_SECOND)
        *out = integer(t->second % 60);
    else if (property == PROPERTY_TIME_OFFSET)
        *out = time_offset(&t->zone, at);
    else if (property == PROPERTY_TIMEZONE)
        *out =
            t->zone.kind == CAL_ZONE_ID ? feel_string(t->zone.id, strlen(t->zone.id)) : feel_null();
    else
        return false;
    return true;
}

/* Parts of the absolute length, all with the sign of the duration. */
static bool dt_property(CalDtDuration d, Property property, FeelValue *out)
{
    bool negative = d.seconds < 0;
    /* seconds is the floor: -0.5 s is -1 s + 0.5 s, of absolute length 0 whole seconds */
    int64_t s = negative && d.nano > 0 ? d.seconds + 1 : d.seconds;

    if (property == PROPERTY_DAYS)
        s = s / 86400;
    else if (property == PROPERTY_HOURS)
        s = s / 3600 % 24;
    else if (property == PROPERTY_MINUTES)
        s = s / 60 % 60;
    else if (property == PROPERTY_SECONDS)
        s = s % 60;
    else
        return false;
    *out = integer(s); /* C divides toward zero: the sign is kept */
    return true;
}

static bool ym_property(CalYmDuration months, Property property, FeelValue *out)
{
    if (property == PROPERTY_YEARS)
        *out = integer(months / 12);
    else if (property == PROPERTY_MONTHS)
        *out = integer(months % 12);
    else
        return false;
    return true;
}

/* Whether a form has a start, an end, and which of them belong to the range (2.9). */
static const struct {
    bool start, end, start_included, end_included;
} forms[] = {
    [FEEL_RANGE_INTERVAL] = {true,  true,  false, false}, /* as its own flags say */
    [FEEL_RANGE_LT] = {false, true,  false, false},
    [FEEL_RANGE_LE] = {false, true,  false, true },
    [FEEL_RANGE_GT] = {true,  false, false, false},
    [FEEL_RANGE_GE] = {true,  false, true,  false},
    [FEEL_RANGE_EQ] = {true,  true,  true,  true },
    [FEEL_RANGE_NE] = {false, false, false, false},
};

static bool range_property(const FeelRange *r, Property property, FeelValue *out)
{
    bool interval = r->form == FEEL_RANGE_INTERVAL;

    if (property < PROPERTY_START)
        return false;
    if (r->form == FEEL_RANGE_NE)
        *out = feel_null();
    else if (property == PROPERTY_START)
        *out = forms[r->form].start ? r->start : feel_null();
    else if (property == PROPERTY_END && interval)
        *out = r->end;
    else if (property == PROPERTY_END)
        *out = forms[r->form].end ? r->start : feel_null();
    else if (property == PROPERTY_START_INCLUDED)
        *out = feel_boolean(interval ? r->start_included : forms[r->form].start_included);
    else
        *out = feel_boolean(interval ? r->end_included : forms[r->form].end_included);
    return true;
}

bool feel_property_get(const FeelValue *v, Property property, FeelValue *out)
{
    if (v->kind == FEEL_DATE)
        return date_property(v->u.date, property, out);
    if (v->kind == FEEL_TIME)
        return time_property(v->u.time, NULL, property, out);
    if (v->kind == FEEL_DATE_TIME)
        return date_property(v->u.date_time->date, property, out) ||
               time_property(&v->u.date_time->time, v->u.date_time, property, out);
    if (v->kind == FEEL_DT_DURATION)
        return dt_property(v->u.dt_duration, property, out);
    if (v->kind == FEEL_YM_DURATION)
        return ym_property(v->u.ym_duration, property, out);
    if (v->kind == FEEL_RANGE)
        return range_property(v->u.range, property, out);
    return false;
}
