/* workdays.h - a working-day calendar that is data: weekends, public holidays, make-up working days.
 *
 * Text form, one entry a line (`#` starts a comment):
 *     weekend 6 7               weekday numbers, 1 Monday … 7 Sunday
 *     holiday 2026-10-01 国庆节   or a span 2026-10-01..2026-10-07
 *     workday 2026-10-10 调休     a make-up working day; beats weekend and holiday
 *     covers 2025-01-01..2026-12-31   the span the data speak for; outside: only weekends
 * Immutable after parsing; may be shared between threads.
 */
#pragma once

#include "base/diag.h"
#include "cal/cal.h"

typedef struct CalWorkdays CalWorkdays;

/* Returns: (owned), NULL if the text has errors (added to diags). */
CalWorkdays *cal_workdays_parse(const char *text, size_t len, const char *file, Diags *diags);
/* Saturdays and Sundays off, nothing else. Returns: (owned). */
CalWorkdays *cal_workdays_plain(void);
void cal_workdays_free(CalWorkdays *w);

bool cal_workdays_is_working(const CalWorkdays *w, CalDate date);
/* Working days in (from, to]: the last day counts, the first does not; negative if to < from. */
int64_t cal_workdays_between(const CalWorkdays *w, CalDate from, CalDate to);
/* The n-th working day after `from` (n > 0) or before it (n < 0); n = 0: `from`. */
bool cal_workdays_add(const CalWorkdays *w, CalDate from, int64_t n, CalDate *out);
bool cal_workdays_covers(const CalWorkdays *w, CalDate date);
