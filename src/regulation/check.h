/* check.h - names, types, units, tables, order: from an unchecked regulation to one that runs.
 * Private to regulation/.
 */
#pragma once

#include "regulation/model.h"

enum { REG_MAX_NAMES = 200000 }; /* of all subjects together */

/* Resolves and compiles all of `reg`; findings go to `diags`. False if any is an error. */
bool reg_check(Regulation *reg, Diags *diags);
