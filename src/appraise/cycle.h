/* cycle.h - cycles as dates: months, quarters, half-years, years and a regulation's own kinds.
 *
 * Text forms (notation §2): 2003, 2003H1, 2003Q2, 2003-05, 2011-06@双月 (named by its last month).
 * A cycle belongs to the year of its last day: of the kind ending [1, 3, 5, 7, 9, 11] the first of
 * 2012 is December 2011 to January 2012.
 */
#pragma once

#include "regulation/model.h"

enum {
    APP_MIN_YEAR = 1, /* of a text form */
    APP_MAX_YEAR = 9999,
    APP_MAX_CYCLES = 6000, /* of all kinds in one evaluation or window */
};

typedef struct AppCycle {
    int kind; /* index in Regulation.cycles */
    CalDate first, last;
    int year;         /* the year whose cycle it is */
    int ordinal;      /* 期序: 1 … in its year */
    const char *text; /* interned for ever: equal cycles have the same pointer */
} AppCycle;

/* The cycle of `kind` that holds `date`. */
AppCycle app_cycle_of(const Regulation *reg, int kind, CalDate date);
/* Reads a text form; the kind is known from the form. False if it is none of this regulation. */
bool app_cycle_parse(const Regulation *reg, const char *text, AppCycle *out);
/* All cycles of all kinds of `reg` that lie inside [from, to], ordered by last day, finer first.
 * Returns: array in `arena`, *out_n elements; at most APP_MAX_CYCLES (the latest are then left
 * out). */
AppCycle *
app_cycles_between(Arena *arena, const Regulation *reg, CalDate from, CalDate to, size_t *out_n);

/* The cycle of the same kind that ends before `cycle` begins, and the one after it. */
AppCycle app_cycle_previous(const Regulation *reg, const AppCycle *cycle);
AppCycle app_cycle_next(const Regulation *reg, const AppCycle *cycle);
/* Order of evaluation: by last day, finer first. -1, 0, 1. */
int app_cycle_compare(const AppCycle *a, const AppCycle *b);
/* Running number of a cycle within its kind: consecutive cycles have consecutive numbers. */
int64_t app_cycle_number(const Regulation *reg, const AppCycle *cycle);
/* The year (of the regulation's own kind "year", else the calendar year) that holds `date`. */
void app_cycle_year(const Regulation *reg, CalDate date, CalDate *first, CalDate *last);
