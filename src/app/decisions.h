/* decisions.h - DMN models from files: evaluate one with inputs from JSON; run test files. */
#pragma once

#include "base/diag.h"

typedef struct DecisionsRun {
    const char *model;    /* file */
    const char *input;    /* file of JSON, an object of inputs by name; NULL = none, "-" = stdin */
    const char *decision; /* NULL = all of the model */
    const char *service;  /* call this service instead; NULL = none */
} DecisionsRun;

/* One value that was asked for. */
typedef struct DecisionsResult {
    char *name; /* owned */
    char *json; /* owned, indented as an entry of an object */
    char *feel; /* owned */
} DecisionsResult;

/* Evaluates. Appends DecisionsResult * (freed by decisions_result_free) to `results`. False:
 * nothing could be evaluated (an error is in diags, or in *error: ERR_NOT_FOUND "dmn.no-decision",
 * "dmn.no-service", "dmn.no-file"). */
bool decisions_run(const DecisionsRun *what, GPtrArray *results, Diags *diags, GError **error);
void decisions_result_free(DecisionsResult *result);

/* What became of one test case; texts live until the callback returns. */
typedef struct DecisionsCase {
    const char *directory; /* "level/topic" */
    const char *file;      /* without .xml */
    const char *model;
    const char *id;
    bool passed;
    bool is_silent;    /* a finding was expected, and none came */
    size_t n_failures; /* result nodes */
    const struct DmnTestFailure *const *failures;
} DecisionsCase;

typedef void (*DecisionsOnCase)(void *data, const DecisionsCase *c);
/* The parts of failure i: node, expected, seen, finding (or NULL). */
void decisions_failure(const DecisionsCase *c,
                       size_t i,
                       const char **node,
                       const char **expected,
                       const char **seen,
                       const char **finding);

/* Runs the test files at `path`: a file, or a folder with all below it, in the order of names.
 * Calls on_case for each case. Errors: ERR_NOT_FOUND "dmn.no-tests". */
bool decisions_test(
    const char *path, Lang lang, DecisionsOnCase on_case, void *data, GError **error);
