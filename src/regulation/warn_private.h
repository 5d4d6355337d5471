/* warn_private.h - what the files of the warnings share. Private to regulation/warn*.c. */
#pragma once

#include "base/diag.h"
#include "regulation/range.h"
#include "regulation/warn.h"

typedef struct Warn {
    const Regulation *reg;
    Diags *diags;
    Arena *arena; /* owned, of the warnings */
} Warn;

/* ---- warn.c ------------------------------------------------------------------------------ */

/* Does the block stand in the regulation's own file? */
bool warn_is_own(const Warn *w, const RegBlock *block);
/* Plain digits. Borrowed from the arena. */
const char *warn_figure(Warn *w, Dec v);
/* The name whose column `node` is, NULL if it is none. */
const RegName *warn_name(const Warn *w, const FeelNode *node);
/* Is this how a cycle of the kind begins? */
bool warn_is_first_day(const RegCycle *cycle, CalDate date);
/* Days of the shortest and the longest cycle of the kind. */
void warn_days(const RegCycle *cycle, int *out_least, int *out_most);

/* What a column of a table tests, in the unit that formulas see, and by what its figures must be
 * multiplied to be in it (10000 below a header in 万元). */
const FeelNode *warn_input(Warn *w, const DmnTableInput *input, Dec *out_factor);

/* ---- warn_ladder.c: the rows of a table along one ordered input ---------------------------- */

/* One row of a table or bands. */
typedef struct WarnStep {
    RegRange range;      /* in the unit that formulas see; of an else row: unbounded */
    const SrcText *test; /* as written */
    size_t row;          /* rule or band */
    bool is_else;
} WarnStep;

/* Rows that differ in one input of numbers only, each a range of it, ascending. Two neighbours are
 * apart or touch; in a table with hit policy F also thresholds (`> 90`, `> 60`, `-`) that are each
 * tried before the wider ones. An else row takes the end that the others leave open. */
typedef struct WarnLadder {
    const RegBlock *block;
    const char *label;     /* of the input */
    const FeelNode *input; /* what is tested, in the unit that formulas see */
    const WarnStep *steps;
    size_t n;
} WarnLadder;

/* Calls `visit` for each ladder of a block (a table with hit policy U, A or F; bands) with two rows
 * or more. Nothing of it outlives the call. */
void warn_ladders(Warn *w,
                  const RegBlock *block,
                  void (*visit)(Warn *w, const WarnLadder *ladder, void *data),
                  void *data);
/* The figure at which step i ends and step i + 1 begins; false if they do not touch. */
bool warn_edge(const WarnLadder *ladder, size_t i, Dec *out);

/* Cells with results: output k of a table's rule, the rate of a band (k = 0). */
size_t warn_n_rows(const RegBlock *block);
size_t warn_n_outputs(const RegBlock *block);
const FeelNode *warn_cell(const RegBlock *block, size_t row, size_t k); /* NULL: not understood */
const SrcText *warn_cell_src(const RegBlock *block, size_t row, size_t k);
/* False if the cell is no plain figure. */
bool warn_cell_figure(const RegBlock *block, size_t row, size_t k, Dec *out);
/* The name that output k of a table, or the bands, give. */
const RegName *warn_output(const RegBlock *block, size_t k);

/* ---- the warnings, a file each ------------------------------------------------------------- */

void warn_zigzag(Warn *w, const RegBlock *block);  /* warn_zigzag.c */
void warn_outlier(Warn *w, const RegBlock *block); /* warn_outlier.c */
void warn_cliffs(Warn *w);                         /* warn_cliff.c */
void warn_linked(Warn *w);                         /* warn_linked.c */
void warn_dates(Warn *w);                          /* warn_dates.c */
void warn_assumed(Warn *w, bool each);             /* warn_assumed.c */
