/* tck.h - test cases in the format of the DMN TCK, run and compared (feel-reference 7).
 *
 * A test file names a model beside it and gives cases: inputs, and what decisions or a service must
 * give. A case passes if all its result nodes do.
 */
#pragma once

#include "base/diag.h"

/* One result node that is not as expected. */
typedef struct DmnTestFailure {
    char *node;     /* owned, as all below */
    char *expected; /* as FEEL */
    char *seen;
    char *finding; /* what the evaluation said, or NULL */
} DmnTestFailure;

typedef struct DmnTestCase {
    char *directory; /* the last two folders of the file: "level/topic" */
    char *file;      /* name without .xml */
    char *model;
    char *id;
    GPtrArray *failures; /* DmnTestFailure *; none = passed */
    /* errorResult is expected, and nothing was reported: no failure, but worth knowing */
    bool is_silent;
} DmnTestCase;

/* Is this a test file (XML whose root is testCases)? Others are none of ours. */
bool dmn_is_test_file(const char *file);
/* Runs all cases of a file and appends them to `cases` (of DmnTestCase *, freed by
 * dmn_test_case_free). A file or model that cannot be read is one failed case. */
void dmn_test_file(const char *file, Lang lang, GPtrArray *cases);
void dmn_test_case_free(DmnTestCase *c);
