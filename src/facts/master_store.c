/* Master data from the store into memory. */
#include "facts/master.h"

#include <string.h>

static const char SQL_UNITS[] = "SELECT id, code, name, kind, parent FROM unit ORDER BY id";
static const char SQL_PERSONS[] = "SELECT id, code, name FROM person ORDER BY id";
static const char SQL_CUSTOMERS[] = "SELECT id, code, name, unit FROM customer ORDER BY id";
static const char SQL_TEAMS[] = "SELECT id, code, name, unit FROM team ORDER BY id";
static const char SQL_PROJECTS[] = "SELECT id, code, name, unit FROM project ORDER BY id";
static const char SQL_ACCOUNTS[] =
    "SELECT id, code, product, side, customer, unit, opened, closed FROM account ORDER BY id";
static const char SQL_N_ROWS[] =
    "SELECT (SELECT COUNT(*) FROM unit), (SELECT COUNT(*) FROM person),"
    " (SELECT COUNT(*) FROM customer), (SELECT COUNT(*) FROM account),"
    " (SELECT COUNT(*) FROM team), (SELECT COUNT(*) FROM project),"
    " (SELECT COALESCE(MAX(id), 0) FROM unit), (SELECT COALESCE(MAX(id), 0) FROM person),"
    " (SELECT COALESCE(MAX(id), 0) FROM customer), (SELECT COALESCE(MAX(id), 0) FROM account),"
    " (SELECT COALESCE(MAX(id), 0) FROM team), (SELECT COALESCE(MAX(id), 0) FROM project),"
    " (SELECT COUNT(*) FROM assignment)";
static const char SQL_HOLDINGS[] =
    "SELECT customer, person, role, numerator, denominator, from_day, to_day FROM assignment"
    " ORDER BY customer, from_day, id";
static const char SQL_ATTRIBUTES[] = "SELECT row, name, from_day, value FROM attribute"
                                     " WHERE subject = $1 ORDER BY row, name, from_day";
static const char SQL_ATTRIBUTE[] = "SELECT row, name, from_day, value FROM attribute"
                                    " WHERE subject = $1 AND name = $2 ORDER BY row, from_day";

static const char *kept(Master *m, const DbStmt *stmt, int col)
{
    const char *text = db_stmt_text(stmt, col);

    return text ? arena_strdup(m->arena, text) : NULL;
}

static CalDate day(const DbStmt *stmt, int col)
{
    return db_stmt_is_null(stmt, col) ? INT64_MIN : db_stmt_int(stmt, col);
}

/* A reference by number; tables come in an order in which it is known (a unit's parent is not). */
static int32_t linked(const Master *m, MasterKind kind, const DbStmt *stmt, int col)
{
    return db_stmt_is_null(stmt, col) ? -1 : master_index(m, kind, db_stmt_int(stmt, col));
}

static void read_unit(Master *m, const DbStmt *stmt, MasterRow *row)
{
    row->name = kept(m, stmt, 2);
    row->kind = kept(m, stmt, 3);
    row->unit = db_stmt_is_null(stmt, 4) ? -1 : (int32_t)db_stmt_int(stmt, 4); /* a number so far */
}

static void read_person(Master *m, const DbStmt *stmt, MasterRow *row)
{
    row->name = kept(m, stmt, 2);
}

/* A customer, team or project. */
static void read_of_unit(Master *m, const DbStmt *stmt, MasterRow *row)
{
    row->name = kept(m, stmt, 2);
    row->unit = linked(m, MASTER_UNIT, stmt, 3);
}

static void read_account(Master *m, const DbStmt *stmt, MasterRow *row)
{
    const char *side = db_stmt_text(stmt, 3);

    row->kind = kept(m, stmt, 2);
    row->side = side[0] == 'd' ? SIDE_DEPOSIT : side[0] == 'l' ? SIDE_LOAN : SIDE_FUND;
    row->customer = linked(m, MASTER_CUSTOMER, stmt, 4);
    row->unit = linked(m, MASTER_UNIT, stmt, 5);
    row->start = day(stmt, 6);
    row->end = day(stmt, 7);
}

static bool read_table(Master *m,
                       DbConn *conn,
                       MasterKind kind,
                       const char *sql,
                       void (*read)(Master *, const DbStmt *, MasterRow *),
                       GError **error)
{
    MasterTable *t = &m->tables[kind];
    g_autoptr(DbStmt) stmt = db_prepare(conn, sql, error);
    size_t n = 0;
    int rc;

    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1 && n < t->n) {
        MasterRow *row = &t->rows[n];
        *row = (MasterRow){.id = db_stmt_int(stmt, 0),
                           .code = kept(m, stmt, 1),
                           .unit = -1,
                           .customer = -1,
                           .start = INT64_MIN,
                           .end = INT64_MIN};
        read(m, stmt, row);
        t->by_id[row->id] = (int32_t)n++;
    }
    return rc >= 0;
}

static bool read_sizes(Master *m, DbConn *conn, size_t *out_n_holdings, GError **error)
{
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_N_ROWS, error);

    if (!stmt || db_stmt_step(stmt, error) != 1)
        return false;
    for (int k = 0; k < MASTER_N_KINDS; k++) {
        MasterTable *t = &m->tables[k];
        t->n = (size_t)db_stmt_int(stmt, k);
        t->max_id = db_stmt_int(stmt, MASTER_N_KINDS + k);
        t->rows = ARENA_NEW_N(m->arena, MasterRow, t->n);
        t->by_id = ARENA_NEW_N(m->arena, int32_t, (size_t)t->max_id + 1);
        memset(t->by_id, 0xFF, ((size_t)t->max_id + 1) * sizeof *t->by_id);
    }
    *out_n_holdings = (size_t)db_stmt_int(stmt, 2 * MASTER_N_KINDS);
    return true;
}

static bool read_holdings(Master *m, DbConn *conn, size_t n_all, GError **error)
{
    size_t n_customers = m->tables[MASTER_CUSTOMER].n, n = 0, customer = 0;
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_HOLDINGS, error);
    int rc;

    if (!stmt)
        return false;
    m->holdings = ARENA_NEW_N(m->arena, Holding, n_all);
    m->first_holding = ARENA_NEW_N(m->arena, size_t, n_customers + 1);
    while ((rc = db_stmt_step(stmt, error)) == 1 && n < n_all) {
        size_t of = (size_t)master_index(m, MASTER_CUSTOMER, db_stmt_int(stmt, 0));
        while (customer < of)
            m->first_holding[++customer] = n;
        m->holdings[n++] =
            (Holding){.person = master_index(m, MASTER_PERSON, db_stmt_int(stmt, 1)),
                      .role = strcmp(db_stmt_text(stmt, 2), "referrer") == 0,
                      .numerator = db_stmt_int(stmt, 3),
                      .denominator = db_stmt_int(stmt, 4),
                      .from = db_stmt_int(stmt, 5),
                      .to = db_stmt_is_null(stmt, 6) ? INT64_MAX : db_stmt_int(stmt, 6)};
    }
    while (customer < n_customers)
        m->first_holding[++customer] = n;
    return rc >= 0;
}

Master *master_load(DbConn *conn, GError **error)
{
    g_autoptr(Master) m = g_new0(Master, 1);
    MasterTable *units = &m->tables[MASTER_UNIT];
    size_t n_holdings;

    m->arena = arena_new(0);
    if (!read_sizes(m, conn, &n_holdings, error) ||
        !read_table(m, conn, MASTER_UNIT, SQL_UNITS, read_unit, error) ||
        !read_table(m, conn, MASTER_PERSON, SQL_PERSONS, read_person, error) ||
        !read_table(m, conn, MASTER_CUSTOMER, SQL_CUSTOMERS, read_of_unit, error) ||
        !read_table(m, conn, MASTER_ACCOUNT, SQL_ACCOUNTS, read_account, error) ||
        !read_table(m, conn, MASTER_TEAM, SQL_TEAMS, read_of_unit, error) ||
        !read_table(m, conn, MASTER_PROJECT, SQL_PROJECTS, read_of_unit, error) ||
        !read_holdings(m, conn, n_holdings, error))
        return NULL;
    for (size_t i = 0; i < units->n; i++)
        units->rows[i].unit = master_index(m, MASTER_UNIT, units->rows[i].unit);
    return g_steal_pointer(&m);
}

bool master_attributes(DbConn *conn,
                       const Master *master,
                       MasterKind kind,
                       const char *name,
                       MasterVisit visit,
                       void *data,
                       GError **error)
{
    g_autoptr(DbStmt) stmt = db_prepare(conn, name ? SQL_ATTRIBUTE : SQL_ATTRIBUTES, error);
    int rc;

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, master_word(kind));
    if (name)
        db_stmt_bind_text(stmt, 2, name);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        int32_t row = master_index(master, kind, db_stmt_int(stmt, 0));
        if (row >= 0)
            visit(data, (size_t)row, db_stmt_text(stmt, 1), db_stmt_int(stmt, 2),
                  db_stmt_text(stmt, 3));
    }
    return rc == 0;
}
