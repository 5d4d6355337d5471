/* The regulation's own functions (notation §3); known(x) is a node of its own (compile.c). */
#include "feel/builtins.h"

static FeelValue integer(int64_t n)
{
    return feel_number(dec_from_int(n));
}

static FeelValue fn_full_years(const Call *call)
{
    return integer(cal_full_years(feel_day_of(&call->args[0]), feel_day_of(&call->args[1])));
}

static FeelValue fn_full_months(const Call *call)
{
    return integer(cal_full_months(feel_day_of(&call->args[0]), feel_day_of(&call->args[1])));
}

static FeelValue fn_full_calendar_months(const Call *call)
{
    return integer(
        cal_full_calendar_months(feel_day_of(&call->args[0]), feel_day_of(&call->args[1])));
}

static FeelValue fn_working_days(const Call *call)
{
    return integer(cal_workdays_between(feel_run_workdays(call->run), feel_day_of(&call->args[0]),
                                        feel_day_of(&call->args[1])));
}

static FeelValue fn_add_working_days(const Call *call)
{
    CalDate date;
    int64_t n;

    if (!dec_is_integer(call->args[1].u.number) || !dec_to_int64(call->args[1].u.number, &n))
        return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
    if (!cal_workdays_add(feel_run_workdays(call->run), feel_day_of(&call->args[0]), n, &date))
        return feel_fault(call->run, call->at, FAULT_DATE_RANGE);
    return feel_date(date);
}

static FeelValue fn_cycle(const Call *call)
{
    const FeelHost *host = call->run->host;
    CalDate first, last;

    if (!host || !host->cycle ||
        !host->cycle(host->data, call->args[0].u.string.text, feel_day_of(&call->args[1]), &first,
                     &last))
        return feel_fault(call->run, call->at, FAULT_NO_CYCLE);
    return feel_make_range(call->run, (FeelRange){
                                          .form = FEEL_RANGE_INTERVAL,
                                          .start_included = true,
                                          .end_included = true,
                                          .start = feel_date(first),
                                          .end = feel_date(last),
                                      });
}

const BuiltinEntry feel_builtins_regulation[] = {
    {FEEL_BUILTIN_FULL_YEARS,           {.fn = fn_full_years}          },
    {FEEL_BUILTIN_FULL_MONTHS,          {.fn = fn_full_months}         },
    {FEEL_BUILTIN_FULL_CALENDAR_MONTHS, {.fn = fn_full_calendar_months}},
    {FEEL_BUILTIN_WORKING_DAYS,         {.fn = fn_working_days}        },
    {FEEL_BUILTIN_ADD_WORKING_DAYS,     {.fn = fn_add_working_days}    },
    {FEEL_BUILTIN_CYCLE,                {.fn = fn_cycle}               },
    {FEEL_BUILTIN_N,                    {0}                            },
};
