/* Functions of points and ranges, and range() (feel-reference 5.9). */
#include "feel/builtins.h"

/* A point, or an end of a range that may be open without bound. */
typedef struct Bound {
    int infinite; /* -1, 0, 1 */
    const FeelValue *v;
} Bound;

typedef struct Span {
    Bound s, e;
    bool cs, ce; /* start, end included */
} Span;

/* One question; `bad` once something could not be compared. */
typedef struct Question {
    const Call *call;
    bool bad;
} Question;

static Bound bound(const FeelValue *v, int infinite)
{
    return (Bound){.infinite = v->kind == FEEL_NULL ? infinite : 0, .v = v};
}

static int compare(Question *q, Bound a, Bound b)
{
    int order = 0;

    if (a.infinite || b.infinite)
        return (a.infinite > b.infinite) - (a.infinite < b.infinite);
    if (!feel_compare(a.v, b.v, &order))
        q->bad = true;
    return order;
}

/* The ends of any form of range (table of 2.9); `!=` has none. */
static Span span_of(Question *q, const FeelValue *v)
{
    const FeelRange *r = v->u.range;
    Bound low = {.infinite = -1}, high = {.infinite = 1}, point = bound(&r->start, 0);

    switch (r->form) {
    case FEEL_RANGE_INTERVAL:
        return (Span){bound(&r->start, -1), bound(&r->end, 1), r->start_included, r->end_included};
    case FEEL_RANGE_LT:
        return (Span){low, point, false, false};
    case FEEL_RANGE_LE:
        return (Span){low, point, false, true};
    case FEEL_RANGE_GT:
        return (Span){point, high, false, false};
    case FEEL_RANGE_GE:
        return (Span){point, high, true, false};
    case FEEL_RANGE_EQ:
        return (Span){point, point, true, true};
    case FEEL_RANGE_NE:
        break;
    }
    q->bad = true;
    return (Span){low, high, false, false};
}

/* ---- the formulas, in the letters of the reference ---- */

static bool before(Question *q, const FeelValue *x, const FeelValue *y)
{
    Bound end = bound(x, 0), start = bound(y, 0);
    bool ce = true, cs = true;
    int order;

    if (x->kind == FEEL_RANGE) {
        Span a = span_of(q, x);

        end = a.e;
        ce = a.ce;
    }
    if (y->kind == FEEL_RANGE) {
        Span b = span_of(q, y);

        start = b.s;
        cs = b.cs;
    }
    order = compare(q, end, start);
    return order < 0 || (order == 0 && !(ce && cs));
}

static bool meets(Question *q, const Span *a, const Span *b)
{
    return compare(q, a->e, b->s) == 0 && a->ce && b->cs;
}

static bool overlaps(Question *q, const Span *a, const Span *b)
{
    int es = compare(q, a->e, b->s), se = compare(q, b->e, a->s);

    return (es > 0 || (es == 0 && a->ce && b->cs)) && (se > 0 || (se == 0 && b->ce && a->cs));
}

static bool overlaps_before(Question *q, const Span *a, const Span *b)
{
    int ss = compare(q, a->s, b->s), es = compare(q, a->e, b->s), ee = compare(q, a->e, b->e);

    return (ss < 0 || (ss == 0 && a->cs && !b->cs)) && (es > 0 || (es == 0 && a->ce && b->cs)) &&
           (ee < 0 || (ee == 0 && (!a->ce || b->ce)));
}

static bool finishes(Question *q, const Span *a, const Span *b)
{
    int ee = compare(q, a->e, b->e), ss = compare(q, a->s, b->s);

    return ee == 0 && a->ce == b->ce && (ss > 0 || (ss == 0 && (!a->cs || b->cs)));
}

static bool includes(Question *q, const Span *a, const Span *b)
{
    int ss = compare(q, a->s, b->s), ee = compare(q, a->e, b->e);

    return (ss < 0 || (ss == 0 && (a->cs || !b->cs))) && (ee > 0 || (ee == 0 && (a->ce || !b->ce)));
}

static bool starts(Question *q, const Span *a, const Span *b)
{
    int ss = compare(q, a->s, b->s), ee = compare(q, a->e, b->e);

    return ss == 0 && a->cs == b->cs && (ee < 0 || (ee == 0 && (!a->ce || b->ce)));
}

static bool coincides(Question *q, const Span *a, const Span *b)
{
    return compare(q, a->s, b->s) == 0 && compare(q, a->e, b->e) == 0 && a->cs == b->cs &&
           a->ce == b->ce;
}

static bool includes_point(Question *q, const Span *a, Bound p)
{
    int s = compare(q, a->s, p), e = compare(q, a->e, p);

    return (s < 0 || (s == 0 && a->cs)) && (e > 0 || (e == 0 && a->ce));
}

/* ---- the functions ---- */

typedef bool (*OfSpans)(Question *q, const Span *a, const Span *b);

static FeelValue answer(const Call *call, const Question *q, bool holds)
{
    return q->bad ? feel_fault(call->run, call->at, FAULT_COMPARE) : feel_boolean(holds);
}

/* f(args[first], args[1 - first]) on two ranges. */
static FeelValue of_spans(const Call *call, OfSpans f, size_t first)
{
    Question q = {.call = call};
    Span a = span_of(&q, &call->args[first]), b = span_of(&q, &call->args[1 - first]);
    bool holds = f(&q, &a, &b);

    return answer(call, &q, holds);
}

static FeelValue fn_before(const Call *call)
{
    Question q = {.call = call};
    bool holds = before(&q, &call->args[0], &call->args[1]);

    return answer(call, &q, holds);
}

static FeelValue fn_after(const Call *call)
{
    Question q = {.call = call};
    bool holds = before(&q, &call->args[1], &call->args[0]);

    return answer(call, &q, holds);
}

static FeelValue fn_meets(const Call *call)
{
    return of_spans(call, meets, 0);
}

static FeelValue fn_met_by(const Call *call)
{
    return of_spans(call, meets, 1);
}

static FeelValue fn_overlaps(const Call *call)
{
    return of_spans(call, overlaps, 0);
}

static FeelValue fn_overlaps_before(const Call *call)
{
    return of_spans(call, overlaps_before, 0);
}

static FeelValue fn_overlaps_after(const Call *call)
{
    return of_spans(call, overlaps_before, 1);
}

/* The point is args[point], the range the other one. */
static FeelValue finishes_or_spans(const Call *call, size_t point)
{
    Question q = {.call = call};
    Span r;
    bool holds;

    if (call->args[point].kind == FEEL_RANGE)
        return of_spans(call, finishes, point);
    r = span_of(&q, &call->args[1 - point]);
    holds = compare(&q, bound(&call->args[point], 0), r.e) == 0 && r.ce;
    return answer(call, &q, holds);
}

static FeelValue starts_or_spans(const Call *call, size_t point)
{
    Question q = {.call = call};
    Span r;
    bool holds;

    if (call->args[point].kind == FEEL_RANGE)
        return of_spans(call, starts, point);
    r = span_of(&q, &call->args[1 - point]);
    holds = compare(&q, bound(&call->args[point], 0), r.s) == 0 && r.cs;
    return answer(call, &q, holds);
}

static FeelValue includes_or_spans(const Call *call, size_t range)
{
    Question q = {.call = call};
    const FeelValue *point = &call->args[1 - range];
    Span r;
    bool holds;

    if (point->kind == FEEL_RANGE)
        return of_spans(call, includes, range);
    r = span_of(&q, &call->args[range]);
    holds = includes_point(&q, &r, bound(point, 0));
    return answer(call, &q, holds);
}

static FeelValue fn_finishes(const Call *call)
{
    return finishes_or_spans(call, 0);
}

static FeelValue fn_finished_by(const Call *call)
{
    return finishes_or_spans(call, 1);
}

static FeelValue fn_includes(const Call *call)
{
    return includes_or_spans(call, 0);
}

static FeelValue fn_during(const Call *call)
{
    return includes_or_spans(call, 1);
}

static FeelValue fn_starts(const Call *call)
{
    return starts_or_spans(call, 0);
}

static FeelValue fn_started_by(const Call *call)
{
    return starts_or_spans(call, 1);
}

static FeelValue fn_coincides(const Call *call)
{
    Question q = {.call = call};
    bool holds;

    if (call->args[0].kind == FEEL_RANGE)
        return of_spans(call, coincides, 0);
    holds = compare(&q, bound(&call->args[0], 0), bound(&call->args[1], 0)) == 0;
    return answer(call, &q, holds);
}

const BuiltinEntry feel_builtins_range[] = {
    {FEEL_BUILTIN_RANGE,           {.fn = feel_range_parse}  },
    {FEEL_BUILTIN_BEFORE,          {.fn = fn_before}         },
    {FEEL_BUILTIN_AFTER,           {.fn = fn_after}          },
    {FEEL_BUILTIN_MEETS,           {.fn = fn_meets}          },
    {FEEL_BUILTIN_MET_BY,          {.fn = fn_met_by}         },
    {FEEL_BUILTIN_OVERLAPS,        {.fn = fn_overlaps}       },
    {FEEL_BUILTIN_OVERLAPS_BEFORE, {.fn = fn_overlaps_before}},
    {FEEL_BUILTIN_OVERLAPS_AFTER,  {.fn = fn_overlaps_after} },
    {FEEL_BUILTIN_FINISHES,        {.fn = fn_finishes}       },
    {FEEL_BUILTIN_FINISHED_BY,     {.fn = fn_finished_by}    },
    {FEEL_BUILTIN_INCLUDES,        {.fn = fn_includes}       },
    {FEEL_BUILTIN_DURING,          {.fn = fn_during}         },
    {FEEL_BUILTIN_STARTS,          {.fn = fn_starts}         },
    {FEEL_BUILTIN_STARTED_BY,      {.fn = fn_started_by}     },
    {FEEL_BUILTIN_COINCIDES,       {.fn = fn_coincides}      },
    {FEEL_BUILTIN_N,               {0}                       },
};
