/* workplace.h - what a command or a page does, wired together: a data folder, its store, imports,
 * evaluations. One thread owns a Workplace; the store is locked while it lives. */
#pragma once

#include "domain/runs/evaluation.h"
#include "facts/import.h"

typedef struct Workplace Workplace;

/* Makes an empty data folder. Errors of store_create. */
bool workplace_init(const char *dir, GError **error);
/* Opens a data folder. Returns: (owned). */
Workplace *workplace_open(const char *dir, GError **error);
void workplace_free(Workplace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workplace, workplace_free)

/* import_file with the kind by its word; "sheet" and "register" need options->form.
 * ERR_INVALID "import.kind". */
bool workplace_import(Workplace *place,
                      const char *kind,
                      const char *file,
                      ImportOptions *options,
                      ImportReport *report,
                      Diags *diags,
                      GError **error);

/* What every evaluation asks: cycles as texts ("2003", "2003Q2"). */
typedef struct WorkplaceRun {
    const char *cycle;
    const char *from; /* NULL = the year */
    bool fresh_measures;
    Lang lang;
    void (*progress)(void *data, int64_t done, int64_t total);
    void *progress_data;
} WorkplaceRun;

/* ERR_INVALID "run.cycle" for a text that is no cycle of `reg`. Returns: (owned). */
RunEvaluation *workplace_evaluate(Workplace *place,
                                  const Regulation *reg,
                                  const WorkplaceRun *options,
                                  GError **error);
bool workplace_keep_measures(Workplace *place,
                             const Regulation *reg,
                             const WorkplaceRun *options,
                             size_t *out_n,
                             GError **error);
