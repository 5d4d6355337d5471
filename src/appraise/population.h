/* population.h - which persons a cycle is about. Private to appraise/.
 *
 * A person belongs to a cycle if, on at least one of its days, he is employed (入职日期, 离职日期 when
 * known; both are dated, so that one may leave and come again) and the regulation applies to him.
 * That is asked once for each span of days on which nothing about him changes, from the last back
 * to the first; the end of the span found is his last day in the cycle. If it cannot be known
 * whether the regulation applies (the attribute is owed), he belongs, so that the gap is seen.
 */
#pragma once

#include "appraise/evaluate_private.h"

Frame *
population_frame(AppResult *ev, Instance *at, int subject, const size_t *rows, size_t n_rows);
/* Is the person employed on that day, as far as known? */
bool population_employed(const AppResult *ev, size_t row, CalDate day);
