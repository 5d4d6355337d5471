/* Numeric functions (feel-reference 5.6). */
#include "cal/cal_arith.h"
#include "feel/builtins.h"

static FeelValue number_or_fault(const Call *call, bool ok, Dec n)
{
    return ok ? feel_number(n) : feel_fault(call->run, call->at, FAULT_NUMBER_RANGE);
}

static FeelValue round_to(const Call *call, DecRound mode)
{
    int64_t scale = 0;
    Dec n = call->args[0].u.number;

    if (call->n > 1 && call->args[1].kind == FEEL_NUMBER && !feel_arg_int(&call->args[1], &scale))
        return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
    if (scale < DEC_MIN_SCALE || scale > DEC_MAX_SCALE)
        return feel_fault(call->run, call->at, FAULT_ARGUMENT_VALUE);
    return number_or_fault(call, dec_round(n, (int)scale, mode, &n), n);
}

static FeelValue fn_decimal(const Call *call)
{
    return round_to(call, DEC_HALF_EVEN);
}

static FeelValue fn_floor(const Call *call)
{
    return round_to(call, DEC_FLOOR);
}

static FeelValue fn_ceiling(const Call *call)
{
    return round_to(call, DEC_CEILING);
}

static FeelValue fn_round_up(const Call *call)
{
    return round_to(call, DEC_UP);
}

static FeelValue fn_round_down(const Call *call)
{
    return round_to(call, DEC_DOWN);
}

static FeelValue fn_round_half_up(const Call *call)
{
    return round_to(call, DEC_HALF_UP);
}

static FeelValue fn_round_half_down(const Call *call)
{
    return round_to(call, DEC_HALF_DOWN);
}

static FeelValue fn_abs(const Call *call)
{
    FeelValue v = call->args[0];

    if (v.kind == FEEL_NUMBER)
        return feel_number(dec_abs(v.u.number));
    if (v.kind == FEEL_DT_DURATION)
        return v.u.dt_duration.seconds < 0 ? feel_op_negate(call->run, call->at, &v) : v;
    return v.u.ym_duration < 0 ? feel_op_negate(call->run, call->at, &v) : v;
}

static FeelValue fn_modulo(const Call *call)
{
    Dec n = dec_zero();

    if (dec_is_zero(call->args[1].u.number))
        return feel_fault(call->run, call->at, FAULT_DIVISION);
    return number_or_fault(call, dec_modulo(call->args[0].u.number, call->args[1].u.number, &n), n);
}

static FeelValue fn_sqrt(const Call *call)
{
    Dec n = dec_zero();

    return number_or_fault(call, dec_sqrt(call->args[0].u.number, &n), n);
}

static FeelValue fn_log(const Call *call)
{
    Dec n = dec_zero();

    return number_or_fault(call, dec_log(call->args[0].u.number, &n), n);
}

static FeelValue fn_exp(const Call *call)
{
    Dec n = dec_zero();

    return number_or_fault(call, dec_exp(call->args[0].u.number, &n), n);
}

/* n mod 2, or 2 for a number that is no integer. */
static int parity(Dec n)
{
    Dec rest = dec_zero();

    if (!dec_is_integer(n) || !dec_modulo(n, dec_from_int(2), &rest))
        return 2;
    return dec_is_zero(rest) ? 0 : 1;
}

static FeelValue fn_odd(const Call *call)
{
    return feel_boolean(parity(call->args[0].u.number) == 1);
}

static FeelValue fn_even(const Call *call)
{
    return feel_boolean(parity(call->args[0].u.number) == 0);
}

const BuiltinEntry feel_builtins_number[] = {
    {FEEL_BUILTIN_DECIMAL,         {.fn = fn_decimal}                         },
    {FEEL_BUILTIN_FLOOR,           {.fn = fn_floor, .strict_optional = true}  },
    {FEEL_BUILTIN_CEILING,         {.fn = fn_ceiling, .strict_optional = true}},
    {FEEL_BUILTIN_ROUND_UP,        {.fn = fn_round_up}                        },
    {FEEL_BUILTIN_ROUND_DOWN,      {.fn = fn_round_down}                      },
    {FEEL_BUILTIN_ROUND_HALF_UP,   {.fn = fn_round_half_up}                   },
    {FEEL_BUILTIN_ROUND_HALF_DOWN, {.fn = fn_round_half_down}                 },
    {FEEL_BUILTIN_ABS,             {.fn = fn_abs}                             },
    {FEEL_BUILTIN_MODULO,          {.fn = fn_modulo}                          },
    {FEEL_BUILTIN_SQRT,            {.fn = fn_sqrt}                            },
    {FEEL_BUILTIN_LOG,             {.fn = fn_log}                             },
    {FEEL_BUILTIN_EXP,             {.fn = fn_exp}                             },
    {FEEL_BUILTIN_ODD,             {.fn = fn_odd}                             },
    {FEEL_BUILTIN_EVEN,            {.fn = fn_even}                            },
    {FEEL_BUILTIN_N,               {0}                                        },
};
