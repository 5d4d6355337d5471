/* db.h - one interface to the store; SQLite behind it (sqlite.c), PostgreSQL later.
 *
 * A DbConn belongs to one thread and holds the store's lock for as long as it lives: no other
 * process can open the same store meanwhile (security.md §9: one writer, one checkpointer).
 * SQL texts are constants with $1, $2 … placeholders; no value is ever printed into SQL.
 *
 * Database faults become GErrors in one place (sqlite.c): busy or locked ERR_UNAVAILABLE
 * "db.busy", constraint ERR_CONFLICT "db.constraint", full ERR_UNAVAILABLE "db.full", corrupt or
 * not a store ERR_INVALID "db.not-a-store", an I/O error at commit ERR_INTERNAL
 * "db.unknown-outcome" (the transaction may or may not have landed), others ERR_INTERNAL
 * "db.error".
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "cal/cal.h"
#include "dec/dec.h"

typedef struct DbConn DbConn;
typedef struct DbStmt DbStmt;
typedef struct DbTx DbTx;

typedef enum DbOpen {
    DB_OPEN_EXISTING, /* ERR_NOT_FOUND "db.no-store" if there is none */
    DB_OPEN_CREATE,   /* makes an empty one; ERR_CONFLICT "db.exists" if there is one */
    DB_OPEN_MEMORY,   /* for tests; `path` is ignored */
} DbOpen;

/* Opens the store file at `path`. ERR_UNAVAILABLE "db.in-use" if another process has it.
 * Returns: (owned). */
DbConn *db_open(const char *path, DbOpen how, GError **error);
void db_close(DbConn *conn);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbConn, db_close)

/* Brings the schema up to date: runs migrations[version …] in one transaction each. A store that is
 * newer than this program is refused: ERR_UNSUPPORTED "db.newer-store". */
bool db_migrate(DbConn *conn, const char *const *migrations, size_t n, GError **error);

/* Moves what is committed from the write-ahead log into the main file. Call after large imports;
 * db_close does it too. Failure is no loss, only a longer log. */
bool db_checkpoint(DbConn *conn, GError **error);

/* A prepared statement, from the connection's cache (keyed by the pointer `sql`: pass constants).
 * Freeing it resets it and gives it back. Returns: (owned), NULL + error. */
DbStmt *db_prepare(DbConn *conn, const char *sql, GError **error);
void db_stmt_free(DbStmt *stmt);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbStmt, db_stmt_free)

/* Bind placeholder $n (n from 1). Texts are copied. A wrong n is a caller's bug. */
void db_stmt_bind_int(DbStmt *stmt, int n, int64_t value);
void db_stmt_bind_text(DbStmt *stmt, int n, const char *text); /* NULL binds NULL */
void db_stmt_bind_dec(DbStmt *stmt, int n, Dec value);         /* as its text */
void db_stmt_bind_null(DbStmt *stmt, int n);

/* Runs to the next row: 1 a row, 0 done, -1 error. After 0 the statement can be bound again. */
int db_stmt_step(DbStmt *stmt, GError **error);
/* Runs a statement that gives no rows, then makes it ready to be bound again. */
bool db_stmt_run(DbStmt *stmt, GError **error);

int64_t db_stmt_int(const DbStmt *stmt, int col);      /* columns from 0 */
const char *db_stmt_text(const DbStmt *stmt, int col); /* until the next step; NULL for NULL */
bool db_stmt_is_null(const DbStmt *stmt, int col);
bool db_stmt_dec(const DbStmt *stmt, int col, Dec *out);

int64_t db_last_id(const DbConn *conn);   /* of the last INSERT */
int64_t db_n_changed(const DbConn *conn); /* rows changed by the last statement */

/* Begins a write transaction (no nesting). Freed without commit = rolled back. Returns: (owned). */
DbTx *db_tx_begin(DbConn *conn, GError **error);
bool db_tx_commit(DbTx *tx, GError **error);
void db_tx_free(DbTx *tx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DbTx, db_tx_free)
