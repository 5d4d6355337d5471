/* calculator.h - one FEEL expression, evaluated by itself: `guanhu feel EXPR`. */
#pragma once

#include "base/diag.h"

/* Evaluates `text` (no names in scope but the built-ins) in the dialect of regulations or, if
 * `standard`, in standard FEEL. Findings and faults go to `diags`. Returns: (owned) the value as
 * FEEL text, NULL if there is none. */
char *calculator_eval(const char *text, bool standard, Diags *diags);
