/* workdays_private.h - from the reader of a working-day calendar to its use. */
#pragma once

#include "cal/workdays.h"

/* A day that differs from its weekday. */
typedef struct WorkdayException {
    CalDate date;
    bool working;
} WorkdayException;

/* What a text says, checked.
 *   weekend   [i] = weekday i + 1 is free
 *   n         exceptions, ascending, each date once, each different from its weekday (borrowed)
 *   covers    from > to = none */
typedef struct WorkdayTable {
    bool weekend[7];
    size_t n;
    const WorkdayException *exceptions;
    CalDate covers_from;
    CalDate covers_to;
} WorkdayTable;

/* Copies `table`. Returns: (owned). */
CalWorkdays *workdays_new(const WorkdayTable *table);
