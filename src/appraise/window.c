#include "appraise/window.h"

/* The last cycle of `kind` that ended on or before `day`. */
static AppCycle last_ended(const Regulation *reg, int kind, CalDate day)
{
    AppCycle cycle = app_cycle_of(reg, kind, day);

    return cycle.last == day ? cycle : app_cycle_previous(reg, &cycle);
}

/* The latest cycle of the span's kind that a `last n` counts back from. */
static AppCycle latest_of(const Regulation *reg, const RegSpan *span, const AppCycle *at, int read)
{
    AppCycle latest = last_ended(reg, span->cycle, at->last);

    if (span->before_this)
        return last_ended(reg, span->cycle, at->first - 1);
    if (latest.last == at->last && span->cycle > at->kind && read > at->kind)
        return app_cycle_previous(reg, &latest);
    return latest;
}

static void last_n(const Regulation *reg,
                   const RegSpan *span,
                   const AppCycle *at,
                   int read,
                   CalDate *out_first,
                   CalDate *out_last)
{
    AppCycle cycle = latest_of(reg, span, at, read);

    *out_last = cycle.last;
    for (int i = 1; i < MIN(span->n, APP_MAX_CYCLES); i++)
        cycle = app_cycle_previous(reg, &cycle);
    *out_first = cycle.first;
}

bool window_days(const Regulation *reg,
                 const RegSpan *span,
                 const AppCycle *at,
                 int read,
                 CalDate since,
                 CalDate *out_first,
                 CalDate *out_last)
{
    CalDate first = at->first, last = at->last, unused;
    AppCycle before;

    switch (span->kind) {
    case REG_SPAN_NONE:
    case REG_SPAN_THIS_CYCLE:
        break;
    case REG_SPAN_PREVIOUS:
        before = last_ended(reg, read >= 0 ? read : at->kind, at->first - 1);
        first = read >= 0 ? before.last : before.first;
        last = before.last;
        break;
    case REG_SPAN_TO_DATE:
        if (span->cycle == REG_NO_CYCLE)
            app_cycle_year(reg, at->last, &first, &unused);
        else
            first = app_cycle_of(reg, span->cycle, at->last).first;
        break;
    case REG_SPAN_LAST:
        last_n(reg, span, at, read, &first, &last);
        break;
    case REG_SPAN_SINCE:
        first = since;
        break;
    }
    if (span->before_this)
        last = MIN(last, at->first - 1);
    *out_first = first;
    *out_last = last;
    return first <= last;
}

AppCycle *window_cycles(Arena *arena,
                        const Regulation *reg,
                        const AppCycle *at,
                        int read,
                        CalDate first,
                        CalDate last,
                        size_t *out_n)
{
    AppCycle cycle = app_cycle_of(reg, read, first);
    size_t n = 0, cap = 16;
    AppCycle *out = ARENA_NEW_N(arena, AppCycle, cap);

    for (; cycle.last <= last && n < APP_MAX_CYCLES; cycle = app_cycle_next(reg, &cycle)) {
        if (app_cycle_compare(&cycle, at) > 0)
            break;
        if (n == cap) {
            AppCycle *more = ARENA_NEW_N(arena, AppCycle, cap * 2);

            for (size_t i = 0; i < n; i++)
                more[i] = out[i];
            out = more;
            cap *= 2;
        }
        out[n++] = cycle;
    }
    *out_n = n;
    return out;
}
