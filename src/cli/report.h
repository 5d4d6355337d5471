/* report.h - the results of an evaluation as a table, CSV or JSON. */
#pragma once

#include "app/workplace.h"
#include "cli/cli.h"

typedef enum ReportForm { REPORT_TABLE, REPORT_CSV, REPORT_JSON } ReportForm;

typedef struct ReportOptions {
    ReportForm form;
    const char
        *show; /* names parted by commas; NULL: in a table what is paid, withheld and decided,
                       * in CSV and JSON all names of the cycle */
    const char *sort; /* name to order by, largest first; NULL: by key */
    int subject;      /* of the rows; 0 = persons */
} ReportOptions;

/* Prints the rows of run->cycle. Returns the exit code (2: unknown name in `show` or `sort`). */
int report_print(const Cli *cli, const RunEvaluation *run, const ReportOptions *options);
/* Says that rows of the subject have no name `name`. Returns: (owned). */
char *report_no_name(const Cli *cli, const Regulation *reg, int subject, const char *name);
