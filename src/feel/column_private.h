/* column_private.h - the column evaluator's vectors and their pool. Private to feel/.
 *
 * A Vec holds the results of one node for up to FEEL_BATCH_ROWS rows. It is either scratch (taken
 * from the run's pool, given back when its reader is done) or a view of a host column. Cells of
 * rows that are not selected are undefined but valid. Null and missing cells hold 0 / NULL.
 */
#pragma once

#include "feel/run_private.h"

enum { FEEL_BATCH_WORDS = FEEL_BATCH_ROWS / 64 };

/* Which rows of the batch are worked. */
typedef struct Selection {
    uint64_t bits[FEEL_BATCH_WORDS];
} Selection;

void feel_columns_free(Columns *columns);
