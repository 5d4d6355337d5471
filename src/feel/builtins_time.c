/* Functions of dates and the clock (feel-reference 5.7). */
#include <string.h>

#include "feel/builtins.h"

static FeelValue text_of(const char *text)
{
    return feel_string(text, strlen(text));
}

static FeelValue fn_day_of_year(const Call *call)
{
    return feel_number(dec_from_int(cal_date_day_of_year(feel_day_of(&call->args[0]))));
}

static FeelValue fn_week_of_year(const Call *call)
{
    return feel_number(dec_from_int(cal_date_iso_week(feel_day_of(&call->args[0]))));
}

static FeelValue fn_day_of_week(const Call *call)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};

    return text_of(names[cal_date_weekday(feel_day_of(&call->args[0])) - 1]);
}

static FeelValue fn_month_of_year(const Call *call)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    return text_of(names[cal_date_ymd(feel_day_of(&call->args[0])).month - 1]);
}

static FeelValue fn_now(const Call *call)
{
    const FeelHost *host = call->run->host;

    if (!host || !host->has_now)
        return feel_fault(call->run, call->at, FAULT_NO_CLOCK);
    return feel_make_date_time(call->run, host->now);
}

static FeelValue fn_today(const Call *call)
{
    const FeelHost *host = call->run->host;

    if (!host || !host->has_now)
        return feel_fault(call->run, call->at, FAULT_NO_CLOCK);
    return feel_date(host->now.date);
}

const BuiltinEntry feel_builtins_time[] = {
    {FEEL_BUILTIN_DAY_OF_YEAR,   {.fn = fn_day_of_year}  },
    {FEEL_BUILTIN_DAY_OF_WEEK,   {.fn = fn_day_of_week}  },
    {FEEL_BUILTIN_MONTH_OF_YEAR, {.fn = fn_month_of_year}},
    {FEEL_BUILTIN_WEEK_OF_YEAR,  {.fn = fn_week_of_year} },
    {FEEL_BUILTIN_NOW,           {.fn = fn_now}          },
    {FEEL_BUILTIN_TODAY,         {.fn = fn_today}        },
    {FEEL_BUILTIN_N,             {0}                     },
};
