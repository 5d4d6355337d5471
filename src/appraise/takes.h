/* takes.h - sum, count, mean, min, max, first, last, list of values, group by group.
 * Private to appraise/. Values come in order (of cycles, dates, keys); sums are exact.
 *
 * Nothing: sum 0, count 0, the empty list; all others null.
 */
#pragma once

#include "appraise/evaluate_private.h"

typedef struct Takes Takes;

/* n groups. Lives in `scratch`; missing values are joined in `reasons`. */
Takes *takes_new(Arena *scratch, Reasons *reasons, RegTake take, size_t n);
/* A value (neither null nor missing) of a group. False if the take cannot use it (no number …). */
bool takes_add(Takes *takes, size_t group, const FeelValue *value);
/* A missing value: the group's take is missing unless a later value makes up for it (last). */
void takes_owe(Takes *takes, size_t group, uint32_t reason);
/* A value that may belong to any group. */
void takes_owe_all(Takes *takes, uint32_t reason);
/* Values added so far. */
size_t takes_count(const Takes *takes, size_t group);
/* The take of a group; lists go into `arena`. */
FeelValue takes_get(Takes *takes, Arena *arena, size_t group);

/* Writes a taking down if it is asked for: `v` of `row` (AppData index of `subject`) in `cycle`
 * goes to `group`. */
static inline void taken_note(
    AppResult *ev, size_t group, int subject, size_t row, const AppCycle *cycle, const FeelValue *v)
{
    AppTaken taken = {.subject = subject,
                      .row = row,
                      .cycle = *cycle,
                      .day = data_entry_date(ev->data, subject, row),
                      .value = *v};

    if (ev->recorder && ev->recorder->group == group)
        g_array_append_val(ev->recorder->list, taken);
}
