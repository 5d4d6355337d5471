/* window.h - spans of cycles and of days that an `over` means. Private to appraise/.
 *
 * For the cycle `at`, of kind K (notation §2):
 *   previous        the last cycle read that ended before `at` begins
 *   this cycle      those that end inside `at`
 *   CYCLE to date   from the first day of the cycle of that kind that holds the last day of `at`;
 *                   a year is the calendar year if the regulation has none of its own
 *   last n CYCLE    the n latest cycles of that kind that have ended by the end of `at` (and, if
 *   they
 *                   are coarser than `at` and coarser ones are read, before it: those that end on
 *                   the same day are evaluated after it)
 *   since DATE      from that day
 * all up to the last day of `at`, this cycle included. `before this` leaves it out: then the span
 * ends the day before `at` begins, and `last n` are n cycles before it.
 */
#pragma once

#include "appraise/cycle.h"

/* Days on which the cycles of kind `read` that are meant have their last day (read -1: days of
 * entries that are meant). `since` is the first day of a SINCE. False if none can be. */
bool window_days(const Regulation *reg,
                 const RegSpan *span,
                 const AppCycle *at,
                 int read,
                 CalDate since,
                 CalDate *out_first,
                 CalDate *out_last);
/* The cycles of kind `read` that ended in [first, last] and are evaluated no later than `at`. In
 * order. In `arena`. */
AppCycle *window_cycles(Arena *arena,
                        const Regulation *reg,
                        const AppCycle *at,
                        int read,
                        CalDate first,
                        CalDate last,
                        size_t *out_n);
