/* cases.h - worked examples of a regulation (`cases.yaml`), played and compared exactly.
 *
 * Notation §8. Each case is evaluated with its rows in the written order, with the rows shuffled
 * (a fixed seed per case), and, if asked, embedded in random other rows.
 */
#pragma once

#include "appraise/appraise.h"

typedef struct CasesReport {
    size_t n_passed, n_failed;
} CasesReport;

typedef struct CasesOptions {
    size_t embed_rows; /* further random persons around each case, 0 = none */
    const char *only;  /* run this case only, NULL = all */
    const CalWorkdays *workdays;
    /* Called for each case; `failures` is "" when it passed, else lines that say what differed. */
    void (*on_case)(void *data, const char *name, bool passed, const char *failures);
    void *data;
} CasesOptions;

/* Runs the cases in `text` (file = its name in findings). Findings about the file itself go to
 * `diags`; a case with findings counts as failed. Returns false if the file is unusable, which
 * counts as one that failed. */
bool cases_run(const Regulation *reg,
               const char *text,
               size_t len,
               const char *file,
               const CasesOptions *options,
               CasesReport *report,
               Diags *diags);

/* One case as written, kept to be looked at: for explanations of what it shows. */
typedef struct CasesPlayed {
    AppData *data;
    AppResult *result;
    AppCycle from, to; /* the case's cycles */
} CasesPlayed;

/* Plays the case `name`, keeping matched rules. Returns: (owned); NULL if the file has no such case
 * that can be run (findings go to `diags`). `reg` must outlive it. */
CasesPlayed *cases_play(const Regulation *reg,
                        const char *text,
                        size_t len,
                        const char *file,
                        const char *name,
                        Diags *diags);
void cases_played_free(CasesPlayed *played);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CasesPlayed, cases_played_free)
