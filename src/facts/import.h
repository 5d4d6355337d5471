/* import.h - CSV into the store: streamed, one transaction per file, all or nothing.
 *
 * A mapping file (YAML; docs/import.md) says which column of the file feeds which field and how
 * texts are read. Every row is checked while it streams; faulty rows are reported with line,
 * column, the value seen and what was expected; if any row is faulty nothing lands.
 * The same file given twice is refused (ERR_CONFLICT "import.same-file").
 */
#pragma once

#include "base/diag.h"
#include "db/db.h"
#include "regulation/model.h"

/* X(enum, word on the command line, what it is) */
#define IMPORT_KINDS(X)                                                                            \
    X(UNITS, "units", "organisation units")                                                        \
    X(PERSONS, "persons", "staff and their dated attributes")                                      \
    X(TEAMS, "teams", "teams and their dated attributes")                                          \
    X(PROJECTS, "projects", "projects and their dated attributes")                                 \
    X(ATTRIBUTES, "attributes",                                                                    \
      "dated attributes of units, persons, teams, projects, customers, accounts")                  \
    X(CUSTOMERS, "customers", "customers")                                                         \
    X(ACCOUNTS, "accounts", "deposit, loan and fund accounts")                                     \
    X(RATES, "rates", "yearly rates of accounts")                                                  \
    X(BALANCES, "balances", "balances at the day's end")                                           \
    X(TRANSACTIONS, "transactions", "transactions, fees and accruals")                             \
    X(CARDS, "cards", "bank cards")                                                                \
    X(CONTRACTS, "contracts", "contracts signed by customers")                                     \
    X(ASSIGNMENTS, "assignments", "which person counts which customer, with shares and dates")     \
    X(SHEET, "sheet", "a sheet of a regulation")                                                   \
    X(REGISTER, "register", "entries of a register of a regulation")                               \
    X(INPUTS, "inputs", "inputs of a regulation, row by row")                                      \
    X(PARAMETERS, "parameters", "parameter values of a regulation")                                \
    X(DECISIONS, "decisions", "recorded decisions of a regulation")

typedef enum ImportKind {
#define X(id, word, what) IMPORT_##id,
    IMPORT_KINDS(X)
#undef X
        IMPORT_N_KINDS
} ImportKind;

bool import_kind_parse(const char *word, ImportKind *out);

typedef struct ImportOptions {
    const char *map_file; /* mapping file, NULL = the field names are the column names */
    /* SHEET, REGISTER, INPUTS, PARAMETERS, DECISIONS, and the checks of assignments; else NULL */
    const Regulation *reg;
    const char *form; /* SHEET, REGISTER: its name */
    const char *now;  /* instant for the import's record, ISO 8601 UTC */
    /* Progress: bytes done and bytes in all (0 unknown); called at most every few thousand rows. */
    void (*progress)(void *data, int64_t done, int64_t total);
    void *data;
} ImportOptions;

typedef struct ImportReport {
    int64_t n_rows;   /* rows read */
    int64_t n_stored; /* rows stored (balances: changes only) */
    int64_t n_bad;    /* rows refused */
} ImportReport;

/* Imports `file`. Row faults go to `diags` (up to DIAGS_MAX are kept, all are counted) and make it
 * fail with ERR_INVALID "import.refused"; a fault of the file or the mapping is an error of its
 * own. On any failure nothing has changed. */
bool import_file(DbConn *conn,
                 ImportKind kind,
                 const char *file,
                 const ImportOptions *options,
                 ImportReport *report,
                 Diags *diags,
                 GError **error);
