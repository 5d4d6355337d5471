/* explain.h - why a value is what it is: the regulation with one row's numbers in it.
 *
 * A tree of steps; each cites its article, shows the formula or matched table row, the inputs with
 * their source and parameters with their date, and the result. Rendered as text for terminals.
 */
#pragma once

#include "appraise/appraise.h"

/* Explains `name` (or, if NULL, every pay, reserve and decision of the row in the cycle) for row
 * `row` of the name's subject. Returns: (owned) UTF-8 text in `lang`. */
char *app_explain(
    const AppResult *result, const RegName *name, size_t row, const AppCycle *cycle, Lang lang);
