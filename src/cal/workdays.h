/* workdays.h - a working-day calendar that is data: weekends, public holidays,
 * make-up working days.
 *
 * Text form (UTF-8), one entry a line; `#` starts a comment; a name may follow a date:
 *     covers 2025-01-01..2026-12-31   the span the data speak for; outside: only weekends
 *     weekend 6 7               weekday numbers, 1 Monday … 7 Sunday; without this line: 6 7
 *     holiday 2026-10-01 国庆节   or a span 2026-10-01..2026-10-07
 *     workday 2026-10-10 调休     a make-up working day; beats weekend and holiday
 * Order does not matter. Findings (codes "workdays.…") stand in README.md of this folder.
 * Immutable after parsing; may be shared between threads.
 */
#pragma once

#include "base/diag.h"
#include "cal/cal.h"

typedef struct CalWorkdays CalWorkdays;

enum {
    CAL_WORKDAYS_MAX_SPAN = 366,  /* days of one holiday or workday line */
    CAL_WORKDAYS_MAX_DAYS = 20000 /* days of all of them */
};

/* Returns: (owned), NULL if the text has errors. Findings are added to diags (may be NULL), with
 * `file` (borrowed; NULL = none) in their places. */
CalWorkdays *cal_workdays_parse(const char *text, size_t len, const char *file, Diags *diags);
/* Saturdays and Sundays off, nothing else. Returns: (owned). */
CalWorkdays *cal_workdays_plain(void);
void cal_workdays_free(CalWorkdays *w);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CalWorkdays, cal_workdays_free)

bool cal_workdays_is_working(const CalWorkdays *w, CalDate date);
/* Working days in (from, to]: the last day counts, the first does not. If to < from: minus those in
 * (to, from]. */
int64_t cal_workdays_between(const CalWorkdays *w, CalDate from, CalDate to);
/* The n-th working day after `from` (n > 0) or before it (n < 0); n = 0: `from`, working or not.
 * False if the calendar ends before (year range, or a calendar without working weekdays). */
bool cal_workdays_add(const CalWorkdays *w, CalDate from, int64_t n, CalDate *out);
/* True if the text has a `covers` line and `date` is inside of its span. */
bool cal_workdays_covers(const CalWorkdays *w, CalDate date);
