/* Arithmetic on values: numbers, strings, dates, times, durations (feel-reference 2.8, 4.4). */
#include <string.h>

#include "cal/cal_arith.h"
#include "feel/run_private.h"

/* One combination of kinds. False: there is no result (*fault says why, set before the call to
 * FAULT_NUMBER_RANGE for numbers and FAULT_DATE_RANGE for the rest). */
typedef bool (*Combine)(
    FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault);

static FeelValue dt_value(CalDtDuration d)
{
    return (FeelValue){.kind = FEEL_DT_DURATION, .u.dt_duration = d};
}

static FeelValue ym_value(CalYmDuration d)
{
    return (FeelValue){.kind = FEEL_YM_DURATION, .u.ym_duration = d};
}

/* ---- durations ---- */

static bool
add_dt_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    CalDtDuration d;

    (void)run;
    (void)fault;
    if (!cal_dt_add(a->u.dt_duration, b->u.dt_duration, &d))
        return false;
    *out = dt_value(d);
    return true;
}

static bool
sub_dt_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    CalDtDuration d;

    (void)run;
    (void)fault;
    if (!cal_dt_neg(b->u.dt_duration, &d) || !cal_dt_add(a->u.dt_duration, d, &d))
        return false;
    *out = dt_value(d);
    return true;
}

static bool
add_ym_ym(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    CalYmDuration d;

    (void)run;
    (void)fault;
    if (__builtin_add_overflow(a->u.ym_duration, b->u.ym_duration, &d))
        return false;
    *out = ym_value(d);
    return true;
}

static bool
sub_ym_ym(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    CalYmDuration d;

    (void)run;
    (void)fault;
    if (__builtin_sub_overflow(a->u.ym_duration, b->u.ym_duration, &d))
        return false;
    *out = ym_value(d);
    return true;
}

static bool scale_dt(CalDtDuration a, Dec n, bool divide, FeelValue *out, Fault *fault)
{
    CalDtDuration d;

    if (divide && dec_is_zero(n))
        *fault = FAULT_DIVISION;
    else if (cal_dt_scale(a, n, divide, &d)) {
        *out = dt_value(d);
        return true;
    }
    return false;
}

static bool scale_ym(CalYmDuration a, Dec n, bool divide, FeelValue *out, Fault *fault)
{
    CalYmDuration d;

    if (divide && dec_is_zero(n))
        *fault = FAULT_DIVISION;
    else if (cal_ym_scale(a, n, divide, &d)) {
        *out = ym_value(d);
        return true;
    }
    return false;
}

static bool
mul_dt_n(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    return scale_dt(a->u.dt_duration, b->u.number, false, out, fault);
}

static bool
mul_n_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    return mul_dt_n(run, b, a, out, fault);
}

static bool
mul_ym_n(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    return scale_ym(a->u.ym_duration, b->u.number, false, out, fault);
}

static bool
mul_n_ym(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    return mul_ym_n(run, b, a, out, fault);
}

static bool
div_dt_n(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    return scale_dt(a->u.dt_duration, b->u.number, true, out, fault);
}

static bool
div_ym_n(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    return scale_ym(a->u.ym_duration, b->u.number, true, out, fault);
}

static bool
div_dt_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    Dec n;

    (void)run;
    *fault = FAULT_DIVISION;
    if (!cal_dt_ratio(a->u.dt_duration, b->u.dt_duration, &n))
        return false;
    *out = feel_number(n);
    return true;
}

static bool
div_ym_ym(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    Dec n;

    (void)run;
    *fault = FAULT_DIVISION;
    if (!cal_ym_ratio(a->u.ym_duration, b->u.ym_duration, &n))
        return false;
    *out = feel_number(n);
    return true;
}

/* ---- dates and times with durations ---- */

static bool move_date(const FeelValue *a, const FeelValue *b, int sign, FeelValue *out)
{
    CalDate d;

    if (!cal_date_plus(a->u.date, b->u.dt_duration, sign, &d))
        return false;
    *out = feel_date(d);
    return true;
}

static bool move_months(FeelRun *run, const FeelValue *a, int64_t months, FeelValue *out)
{
    CalDateTime t;
    CalDate d;

    if (a->kind == FEEL_DATE) {
        if (!cal_date_add_months(a->u.date, months, &d))
            return false;
        *out = feel_date(d);
        return true;
    }
    if (!cal_date_time_plus_months(a->u.date_time, months, &t))
        return false;
    *out = feel_make_date_time(run, t);
    return true;
}

static bool move_time(FeelRun *run, const FeelValue *a, CalDtDuration d, int sign, FeelValue *out)
{
    CalTime t;
    CalDateTime dt;

    if (a->kind == FEEL_TIME) {
        if (!cal_time_plus(a->u.time, d, sign, &t))
            return false;
        *out = feel_make_time(run, t);
        return true;
    }
    if (!cal_date_time_plus(a->u.date_time, d, sign, &dt))
        return false;
    *out = feel_make_date_time(run, dt);
    return true;
}

static bool
add_date_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    (void)fault;
    return move_date(a, b, 1, out);
}

static bool
add_dt_date(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    return add_date_dt(run, b, a, out, fault);
}

static bool
sub_date_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    (void)fault;
    return move_date(a, b, -1, out);
}

/* A date or date and time. */
static bool
add_day_ym(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)fault;
    return move_months(run, a, b->u.ym_duration, out);
}

static bool
add_ym_day(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    return add_day_ym(run, b, a, out, fault);
}

static bool
sub_day_ym(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    int64_t months;

    (void)fault;
    return !__builtin_sub_overflow(0, b->u.ym_duration, &months) &&
           move_months(run, a, months, out);
}

/* A time or date and time. */
static bool
add_time_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)fault;
    return move_time(run, a, b->u.dt_duration, 1, out);
}

static bool
add_dt_time(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    return add_time_dt(run, b, a, out, fault);
}

static bool
sub_time_dt(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)fault;
    return move_time(run, a, b->u.dt_duration, -1, out);
}

/* ---- differences ---- */

static bool
sub_date_date(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    (void)run;
    (void)fault;
    *out = dt_value((CalDtDuration){.seconds = (a->u.date - b->u.date) * 86400});
    return true;
}

/* A date stands for its midnight in UTC when it meets a date and time. */
static CalDateTime instant(const FeelValue *v)
{
    if (v->kind == FEEL_DATE_TIME)
        return *v->u.date_time;
    return (CalDateTime){.date = v->u.date, .time = {.zone = {.kind = CAL_ZONE_OFFSET}}};
}

static bool
sub_day_day(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    CalDateTime from = instant(b), to = instant(a);
    CalDtDuration d;

    (void)run;
    *fault = FAULT_OPERAND; /* one with, one without a zone */
    if (!cal_date_time_minus(&to, &from, &d))
        return false;
    *out = dt_value(d);
    return true;
}

static bool
sub_time_time(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    CalDtDuration d;

    (void)run;
    *fault = FAULT_OPERAND;
    if (!cal_time_minus(a->u.time, b->u.time, &d))
        return false;
    *out = dt_value(d);
    return true;
}

/* ---- strings ---- */

static bool
add_string(FeelRun *run, const FeelValue *a, const FeelValue *b, FeelValue *out, Fault *fault)
{
    size_t len = a->u.string.len + b->u.string.len;
    char *text = len < (size_t)FEEL_MAX_ROW_BYTES ? arena_try_alloc(run->mem, len + 1) : NULL;

    *fault = FAULT_MEMORY;
    if (!text)
        return false;
    memcpy(text, a->u.string.text, a->u.string.len);
    memcpy(text + a->u.string.len, b->u.string.text, b->u.string.len);
    *out = feel_string(text, len); /* the arena zeroes: text[len] is NUL */
    return true;
}

/* ---- what combines with what ---- */

typedef struct Rule {
    FeelOp op;
    FeelKind a, b;
    Combine combine;
} Rule;

/* The table of 4.4; numbers with numbers are apart. */
static const Rule rules[] = {
    {FEEL_OP_SUB, FEEL_DATE,        FEEL_DATE,        sub_date_date},
    {FEEL_OP_ADD, FEEL_DATE,        FEEL_DT_DURATION, add_date_dt  },
    {FEEL_OP_ADD, FEEL_DATE,        FEEL_YM_DURATION, add_day_ym   },
    {FEEL_OP_SUB, FEEL_DATE,        FEEL_DT_DURATION, sub_date_dt  },
    {FEEL_OP_SUB, FEEL_DATE,        FEEL_YM_DURATION, sub_day_ym   },
    {FEEL_OP_ADD, FEEL_STRING,      FEEL_STRING,      add_string   },
    {FEEL_OP_ADD, FEEL_TIME,        FEEL_DT_DURATION, add_time_dt  },
    {FEEL_OP_SUB, FEEL_TIME,        FEEL_DT_DURATION, sub_time_dt  },
    {FEEL_OP_SUB, FEEL_TIME,        FEEL_TIME,        sub_time_time},
    {FEEL_OP_ADD, FEEL_DATE_TIME,   FEEL_DT_DURATION, add_time_dt  },
    {FEEL_OP_ADD, FEEL_DATE_TIME,   FEEL_YM_DURATION, add_day_ym   },
    {FEEL_OP_SUB, FEEL_DATE_TIME,   FEEL_DT_DURATION, sub_time_dt  },
    {FEEL_OP_SUB, FEEL_DATE_TIME,   FEEL_YM_DURATION, sub_day_ym   },
    {FEEL_OP_SUB, FEEL_DATE_TIME,   FEEL_DATE_TIME,   sub_day_day  },
    {FEEL_OP_SUB, FEEL_DATE_TIME,   FEEL_DATE,        sub_day_day  },
    {FEEL_OP_SUB, FEEL_DATE,        FEEL_DATE_TIME,   sub_day_day  },
    {FEEL_OP_ADD, FEEL_DT_DURATION, FEEL_DT_DURATION, add_dt_dt    },
    {FEEL_OP_SUB, FEEL_DT_DURATION, FEEL_DT_DURATION, sub_dt_dt    },
    {FEEL_OP_ADD, FEEL_DT_DURATION, FEEL_DATE,        add_dt_date  },
    {FEEL_OP_ADD, FEEL_DT_DURATION, FEEL_TIME,        add_dt_time  },
    {FEEL_OP_ADD, FEEL_DT_DURATION, FEEL_DATE_TIME,   add_dt_time  },
    {FEEL_OP_MUL, FEEL_DT_DURATION, FEEL_NUMBER,      mul_dt_n     },
    {FEEL_OP_MUL, FEEL_NUMBER,      FEEL_DT_DURATION, mul_n_dt     },
    {FEEL_OP_DIV, FEEL_DT_DURATION, FEEL_NUMBER,      div_dt_n     },
    {FEEL_OP_DIV, FEEL_DT_DURATION, FEEL_DT_DURATION, div_dt_dt    },
    {FEEL_OP_ADD, FEEL_YM_DURATION, FEEL_YM_DURATION, add_ym_ym    },
    {FEEL_OP_SUB, FEEL_YM_DURATION, FEEL_YM_DURATION, sub_ym_ym    },
    {FEEL_OP_ADD, FEEL_YM_DURATION, FEEL_DATE,        add_ym_day   },
    {FEEL_OP_ADD, FEEL_YM_DURATION, FEEL_DATE_TIME,   add_ym_day   },
    {FEEL_OP_MUL, FEEL_YM_DURATION, FEEL_NUMBER,      mul_ym_n     },
    {FEEL_OP_MUL, FEEL_NUMBER,      FEEL_YM_DURATION, mul_n_ym     },
    {FEEL_OP_DIV, FEEL_YM_DURATION, FEEL_NUMBER,      div_ym_n     },
    {FEEL_OP_DIV, FEEL_YM_DURATION, FEEL_YM_DURATION, div_ym_ym    },
};

static Combine find_combine(FeelOp op, FeelKind a, FeelKind b)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
        if (rules[i].op == op && rules[i].a == a && rules[i].b == b)
            return rules[i].combine;
    return NULL;
}

static FeelValue numbers(FeelRun *run, const Code *at, Dec a, Dec b)
{
    Dec n = dec_zero();
    bool ok;

    if (at->op == FEEL_OP_ADD)
        ok = dec_add(a, b, &n);
    else if (at->op == FEEL_OP_SUB)
        ok = dec_sub(a, b, &n);
    else if (at->op == FEEL_OP_MUL)
        ok = dec_mul(a, b, &n);
    else if (at->op == FEEL_OP_DIV)
        ok = dec_div(a, b, &n);
    else
        ok = dec_pow(a, b, &n);
    if (ok)
        return feel_number(n);
    if (at->op == FEEL_OP_DIV && dec_is_zero(b))
        return feel_fault(run, at, FAULT_DIVISION);
    return feel_fault(run, at, FAULT_NUMBER_RANGE);
}

FeelValue feel_op_arith(FeelRun *run, const Code *at, const FeelValue *a, const FeelValue *b)
{
    FeelValue operands[2] = {*a, *b}, out;
    Fault fault = FAULT_DATE_RANGE;
    Combine combine;

    if (a->kind == FEEL_NUMBER && b->kind == FEEL_NUMBER)
        return numbers(run, at, a->u.number, b->u.number);
    if (feel_any_missing(run, operands, 2, &out))
        return out;
    if (feel_any_null(operands, 2))
        return feel_null_operand(run, at);
    combine = find_combine(at->op, a->kind, b->kind);
    if (!combine)
        return feel_fault(run, at, FAULT_OPERAND);
    return combine(run, a, b, &out, &fault) ? out : feel_fault(run, at, fault);
}

FeelValue feel_op_negate(FeelRun *run, const Code *at, const FeelValue *a)
{
    CalDtDuration d;
    CalYmDuration months;

    if (a->kind == FEEL_NUMBER)
        return feel_number(dec_neg(a->u.number));
    if (a->kind == FEEL_MISSING)
        return *a;
    if (a->kind == FEEL_NULL)
        return feel_null_operand(run, at);
    if (a->kind == FEEL_DT_DURATION)
        return cal_dt_neg(a->u.dt_duration, &d) ? dt_value(d)
                                                : feel_fault(run, at, FAULT_DATE_RANGE);
    if (a->kind == FEEL_YM_DURATION)
        return __builtin_sub_overflow(0, a->u.ym_duration, &months)
                   ? feel_fault(run, at, FAULT_DATE_RANGE)
                   : ym_value(months);
    return feel_fault(run, at, FAULT_OPERAND);
}
