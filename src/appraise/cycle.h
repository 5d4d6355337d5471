/* cycle.h - cycles as dates: months, quarters, half-years, years and a regulation's own kinds.
 *
 * Text forms (notation §2): 2003, 2003H1, 2003Q2, 2003-05, 2011-06@双月 (named by its last month).
 */
#pragma once

#include "regulation/model.h"

typedef struct AppCycle {
    int kind; /* index in Regulation.cycles */
    CalDate first, last;
    int year;         /* the year whose cycle it is */
    int ordinal;      /* 期序: 1 … in its year */
    const char *text; /* interned for ever */
} AppCycle;

/* The cycle of `kind` that holds `date`. */
AppCycle app_cycle_of(const Regulation *reg, int kind, CalDate date);
/* Reads a text form; the kind is known from the form. False if it is none of this regulation. */
bool app_cycle_parse(const Regulation *reg, const char *text, AppCycle *out);
/* All cycles of all kinds of `reg` that lie inside [from, to], ordered by last day, finer first.
 * Returns: array in `arena`, *out_n elements. */
AppCycle *
app_cycles_between(Arena *arena, const Regulation *reg, CalDate from, CalDate to, size_t *out_n);
