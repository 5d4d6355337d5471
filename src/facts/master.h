/* master.h - units, persons, customers, accounts, teams, projects and who holds whom, in memory.
 * Private to facts/.
 *
 * Rows are named by index (0 … n-1 in the order of their numbers in the store); -1 is none.
 * All lives
 * in the Master; it is only read after master_load.
 */
#pragma once

#include "db/db.h"
#include "facts/shares.h"
#include "regulation/model.h"

typedef enum MasterKind {
    MASTER_UNIT,
    MASTER_PERSON,
    MASTER_CUSTOMER,
    MASTER_ACCOUNT,
    MASTER_TEAM,
    MASTER_PROJECT,
    MASTER_N_KINDS,
} MasterKind;

typedef enum MasterSide { SIDE_DEPOSIT, SIDE_LOAN, SIDE_FUND } MasterSide;

/* One row; what a kind does not have is NULL, -1 or INT64_MIN. */
typedef struct MasterRow {
    int64_t id;
    const char *code;
    const char *name;   /* NULL of an account */
    const char *kind;   /* unit: kind; account: product; may be NULL for a unit */
    int32_t unit;       /* unit: parent; customer, account, team, project */
    int32_t customer;   /* account */
    MasterSide side;    /* account */
    CalDate start, end; /* account: opened, closed; INT64_MIN = not known */
} MasterRow;

typedef struct MasterTable {
    MasterRow *rows;
    size_t n;
    int32_t *by_id; /* index by number in the store, -1 = none */
    int64_t max_id;
} MasterTable;

typedef struct Master {
    Arena *arena; /* owned */
    MasterTable tables[MASTER_N_KINDS];
    /* Holding.person is an index of persons. Those of customer c: holdings[first[c] …
     * first[c+1]). */
    Holding *holdings;
    size_t *first_holding;
} Master;

/* Loads all of it. Returns: (owned). */
Master *master_load(DbConn *conn, GError **error);
void master_free(Master *master);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Master, master_free)

/* Index of the row with that number in the store, -1 if there is none. */
int32_t master_index(const Master *master, MasterKind kind, int64_t id);
/* The word of a kind: "unit", "person", "customer", "account", "team", "project". */
const char *master_word(MasterKind kind);
bool master_kind_parse(const char *word, MasterKind *out);
/* The kind of master data that rows of a subject are (some of the rows, as `rows: unit where …` has
 * them, too); false: the store keeps none of it. `subject` -1 is none. */
bool master_kind_of(const Regulation *reg, int subject, MasterKind *out);

/* Is `name` one of those that the tables themselves answer (编号, 产品, 客户 …)? The others are in the
 * table of attributes. */
bool master_knows(MasterKind kind, const char *name);
/* Its value for one row: null if there is nothing. Borrowed from the master. `at` is the day as of
 * which managers are counted. */
FeelValue
master_value(const Master *master, MasterKind kind, const char *name, size_t row, CalDate at);

/* Calls `visit` for each dated attribute of a kind, in the order of row, name, day. `name`
 * NULL = all
 * of them, else that one. `value` is NULL for "nothing from that day on". */
typedef void (*MasterVisit)(
    void *data, size_t row, const char *name, CalDate from, const char *value);
bool master_attributes(DbConn *conn,
                       const Master *master,
                       MasterKind kind,
                       const char *name,
                       MasterVisit visit,
                       void *data,
                       GError **error);
