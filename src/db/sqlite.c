/* sqlite.c - the embedded store. The only file that sees SQLite.
 *
 * WAL with synchronous=FULL: a commit that was acknowledged survives a power cut. SQLite before
 * 3.51.3 has a race between a checkpoint and another connection's commit, so nothing checkpoints
 * by itself (wal_autocheckpoint = 0, NO_CKPT_ON_CLOSE): only db_checkpoint does, and an exclusive
 * lock on `<path>.lock`, held while a connection lives, keeps every other process out.
 */
#include "db/db.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/err.h"

enum {
    MAX_PLACEHOLDERS = 64,
    APPLICATION_ID = 0x47756148, /* "GuaH": tells our files from others */
};

struct DbConn {
    sqlite3 *handle;
    GHashTable *cache; /* SQL pointer -> owned sqlite3_stmt*, not in use */
    int lock_fd;       /* -1: memory */
    bool in_tx;
};

struct DbStmt {
    DbConn *conn; /* borrowed: outlives its statements */
    sqlite3_stmt *handle;
    const char *sql;
    int index[MAX_PLACEHOLDERS + 1]; /* $n -> SQLite's number, 0 = not there */
};

struct DbTx {
    DbConn *conn; /* borrowed */
    bool open;
};

static void set_error(GError **error, sqlite3 *handle, int rc, const char *what)
{
    const char *text = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(rc);

    switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        err_set(error, ERR_UNAVAILABLE, "db.busy", "%s: the store is busy (%s)", what, text);
        break;
    case SQLITE_FULL:
        err_set(error, ERR_UNAVAILABLE, "db.full", "%s: no room on the disk (%s)", what, text);
        break;
    case SQLITE_CONSTRAINT:
        err_set(error, ERR_CONFLICT, "db.constraint", "%s: %s", what, text);
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        err_set(error, ERR_INVALID, "db.not-a-store", "%s: not a usable store (%s)", what, text);
        break;
    default:
        err_set(error, ERR_INTERNAL, "db.error", "%s: %s", what, text);
        break;
    }
}

static bool exec(DbConn *conn, const char *sql, const char *what, GError **error)
{
    int rc = sqlite3_exec(conn->handle, sql, NULL, NULL, NULL);

    if (rc == SQLITE_OK)
        return true;
    set_error(error, conn->handle, rc, what);
    return false;
}

/* The lock file stays: removing it would let two processes lock two different files. */
static int take_lock(const char *path, GError **error)
{
    g_autofree char *lock_path = g_strconcat(path, ".lock", NULL);
    int fd = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0) {
        err_set(error, ERR_UNAVAILABLE, "db.lock", "cannot open %s: %s", lock_path,
                g_strerror(errno));
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        err_set(error, ERR_UNAVAILABLE, "db.in-use", "the store %s is in use by another process",
                path);
        close(fd);
        return -1;
    }
    return fd;
}

static bool configure(DbConn *conn, GError **error)
{
    sqlite3 *h = conn->handle;

    sqlite3_extended_result_codes(h, 1);
    sqlite3_busy_timeout(h, 5000);
    if (sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) != SQLITE_OK ||
        sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) != SQLITE_OK ||
        sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) != SQLITE_OK ||
        sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL) != SQLITE_OK ||
        sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL) != SQLITE_OK) {
        err_set(error, ERR_INTERNAL, "db.error", "this SQLite lacks a setting that is needed");
        return false;
    }
    sqlite3_wal_autocheckpoint(h, 0);
    return exec(conn, "PRAGMA journal_mode = WAL", "opening the store", error) &&
           exec(conn, "PRAGMA synchronous = FULL", "opening the store", error) &&
           exec(conn, "PRAGMA cache_size = -65536", "opening the store", error) &&
           exec(conn, "PRAGMA temp_store = MEMORY", "opening the store", error);
}

static int64_t pragma_int(DbConn *conn, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = -1;

    if (sqlite3_prepare_v2(conn->handle, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

static void finalize(gpointer stmt)
{
    sqlite3_finalize(stmt);
}

static bool open_handle(DbConn *conn, const char *path, DbOpen how, GError **error)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    int rc;

    if (how != DB_OPEN_EXISTING)
        flags |= SQLITE_OPEN_CREATE;
    rc = sqlite3_open_v2(how == DB_OPEN_MEMORY ? ":memory:" : path, &conn->handle, flags, NULL);
    if (rc != SQLITE_OK) {
        set_error(error, conn->handle, rc, "opening the store");
        return false;
    }
    if (!configure(conn, error))
        return false;
    if (how == DB_OPEN_EXISTING && pragma_int(conn, "PRAGMA application_id") != APPLICATION_ID) {
        err_set(error, ERR_INVALID, "db.not-a-store", "%s is not a store of this program", path);
        return false;
    }
    if (how != DB_OPEN_EXISTING)
        return exec(conn, "PRAGMA application_id = 1198874952", "making the store", error);
    return true;
}

DbConn *db_open(const char *path, DbOpen how, GError **error)
{
    g_autoptr(DbConn) conn = g_new0(DbConn, 1);

    conn->lock_fd = -1;
    conn->cache = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, finalize);
    if (how != DB_OPEN_MEMORY) {
        bool there = access(path, F_OK) == 0;
        if (how == DB_OPEN_EXISTING && !there) {
            err_set(error, ERR_NOT_FOUND, "db.no-store", "there is no store at %s", path);
            return NULL;
        }
        if (how == DB_OPEN_CREATE && there) {
            err_set(error, ERR_CONFLICT, "db.exists", "there is a store at %s already", path);
            return NULL;
        }
        conn->lock_fd = take_lock(path, error);
        if (conn->lock_fd < 0)
            return NULL;
    }
    if (!open_handle(conn, path, how, error))
        return NULL;
    return g_steal_pointer(&conn);
}

void db_close(DbConn *conn)
{
    if (!conn)
        return;
    g_hash_table_unref(conn->cache);
    if (conn->handle) {
        /* A failed checkpoint loses nothing: the log is read at the next open. */
        if (conn->lock_fd >= 0)
            (void)db_checkpoint(conn, NULL);
        sqlite3_close(conn->handle);
    }
    if (conn->lock_fd >= 0)
        close(conn->lock_fd); /* gives up the lock */
    g_free(conn);
}

bool db_checkpoint(DbConn *conn, GError **error)
{
    int rc = sqlite3_wal_checkpoint_v2(conn->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

    if (rc == SQLITE_OK)
        return true;
    set_error(error, conn->handle, rc, "writing the log back");
    return false;
}

static const char SQL_SET_VERSION_TABLE[] =
    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)";
static const char SQL_GET_VERSION[] = "SELECT COALESCE(MAX(version), 0) FROM schema_version";
static const char SQL_ADD_VERSION[] = "INSERT INTO schema_version (version) VALUES ($1)";

static bool run_migration(DbConn *conn, const char *script, int64_t version, GError **error)
{
    g_autoptr(DbTx) tx = db_tx_begin(conn, error);

    if (!tx || !exec(conn, script, "updating the schema", error))
        return false;
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_ADD_VERSION, error);
    if (!stmt)
        return false;
    db_stmt_bind_int(stmt, 1, version);
    return db_stmt_run(stmt, error) && db_tx_commit(tx, error);
}

bool db_migrate(DbConn *conn, const char *const *migrations, size_t n, GError **error)
{
    int64_t version;

    if (!exec(conn, SQL_SET_VERSION_TABLE, "updating the schema", error))
        return false;
    version = pragma_int(conn, SQL_GET_VERSION);
    if (version < 0) {
        err_set(error, ERR_INVALID, "db.not-a-store", "the store has no readable schema version");
        return false;
    }
    if ((uint64_t)version > n) {
        err_set(error, ERR_UNSUPPORTED, "db.newer-store",
                "the store has schema version %" G_GINT64_FORMAT ", this program knows %zu",
                version, n);
        return false;
    }
    for (size_t i = (size_t)version; i < n; i++)
        if (!run_migration(conn, migrations[i], (int64_t)i + 1, error))
            return false;
    return true;
}

static void find_placeholders(DbStmt *stmt)
{
    int count = sqlite3_bind_parameter_count(stmt->handle);

    for (int i = 1; i <= count; i++) {
        const char *name = sqlite3_bind_parameter_name(stmt->handle, i);
        int64_t n = name && name[0] == '$' ? g_ascii_strtoll(name + 1, NULL, 10) : 0;
        g_assert(n >= 1 && n <= MAX_PLACEHOLDERS); /* our own constants */
        stmt->index[n] = i;
    }
}

DbStmt *db_prepare(DbConn *conn, const char *sql, GError **error)
{
    gpointer cached = NULL;
    sqlite3_stmt *handle = NULL;
    DbStmt *stmt;

    if (g_hash_table_steal_extended(conn->cache, sql, NULL, &cached)) {
        handle = cached;
    } else {
        int rc =
            sqlite3_prepare_v3(conn->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL);
        if (rc != SQLITE_OK) {
            set_error(error, conn->handle, rc, "preparing a statement");
            return NULL;
        }
    }
    stmt = g_new0(DbStmt, 1);
    stmt->conn = conn;
    stmt->handle = handle;
    stmt->sql = sql;
    find_placeholders(stmt);
    return stmt;
}

void db_stmt_free(DbStmt *stmt)
{
    if (!stmt)
        return;
    sqlite3_reset(stmt->handle); /* repeats the last step's error, which was reported */
    sqlite3_clear_bindings(stmt->handle);
    /* replaces (and finalizes) a second copy of the same statement */
    g_hash_table_replace(stmt->conn->cache, (gpointer)stmt->sql, stmt->handle);
    g_free(stmt);
}

static int placeholder(const DbStmt *stmt, int n)
{
    g_assert(n >= 1 && n <= MAX_PLACEHOLDERS && stmt->index[n] != 0);
    return stmt->index[n];
}

void db_stmt_bind_int(DbStmt *stmt, int n, int64_t value)
{
    int rc = sqlite3_bind_int64(stmt->handle, placeholder(stmt, n), value);

    g_assert(rc == SQLITE_OK);
}

void db_stmt_bind_text(DbStmt *stmt, int n, const char *text)
{
    int rc = text
                 ? sqlite3_bind_text(stmt->handle, placeholder(stmt, n), text, -1, SQLITE_TRANSIENT)
                 : sqlite3_bind_null(stmt->handle, placeholder(stmt, n));

    g_assert(rc == SQLITE_OK);
}

void db_stmt_bind_dec(DbStmt *stmt, int n, Dec value)
{
    char buf[DEC_TEXT_SIZE];

    dec_format(value, buf, sizeof buf);
    db_stmt_bind_text(stmt, n, buf);
}

void db_stmt_bind_null(DbStmt *stmt, int n)
{
    db_stmt_bind_text(stmt, n, NULL);
}

int db_stmt_step(DbStmt *stmt, GError **error)
{
    int rc = sqlite3_step(stmt->handle);

    if (rc == SQLITE_ROW)
        return 1;
    if (rc == SQLITE_DONE) {
        sqlite3_reset(stmt->handle);
        return 0;
    }
    set_error(error, stmt->conn->handle, rc, "reading or writing the store");
    sqlite3_reset(stmt->handle);
    return -1;
}

bool db_stmt_run(DbStmt *stmt, GError **error)
{
    int rc;

    do
        rc = db_stmt_step(stmt, error);
    while (rc == 1);
    return rc == 0;
}

int64_t db_stmt_int(const DbStmt *stmt, int col)
{
    return sqlite3_column_int64(stmt->handle, col);
}

const char *db_stmt_text(const DbStmt *stmt, int col)
{
    return (const char *)sqlite3_column_text(stmt->handle, col);
}

bool db_stmt_is_null(const DbStmt *stmt, int col)
{
    return sqlite3_column_type(stmt->handle, col) == SQLITE_NULL;
}

bool db_stmt_dec(const DbStmt *stmt, int col, Dec *out)
{
    const char *text = db_stmt_text(stmt, col);

    return text && dec_parse(text, -1, out);
}

int64_t db_last_id(const DbConn *conn)
{
    return sqlite3_last_insert_rowid(conn->handle);
}

int64_t db_n_changed(const DbConn *conn)
{
    return sqlite3_changes64(conn->handle);
}

DbTx *db_tx_begin(DbConn *conn, GError **error)
{
    DbTx *tx;

    g_assert(!conn->in_tx); /* a caller's bug */
    if (!exec(conn, "BEGIN IMMEDIATE", "beginning a transaction", error))
        return NULL;
    conn->in_tx = true;
    tx = g_new0(DbTx, 1);
    tx->conn = conn;
    tx->open = true;
    return tx;
}

bool db_tx_commit(DbTx *tx, GError **error)
{
    int rc = sqlite3_exec(tx->conn->handle, "COMMIT", NULL, NULL, NULL);

    if (rc == SQLITE_OK) {
        tx->open = false;
        tx->conn->in_tx = false;
        return true;
    }
    /* After an I/O error at commit nobody knows whether it is there; others leave it undone. */
    if ((rc & 0xFF) == SQLITE_IOERR)
        err_set(error, ERR_INTERNAL, "db.unknown-outcome",
                "the outcome of a commit is unknown (%s): open the store again and look",
                sqlite3_errmsg(tx->conn->handle));
    else
        set_error(error, tx->conn->handle, rc, "committing");
    return false;
}

void db_tx_free(DbTx *tx)
{
    if (!tx)
        return;
    if (tx->open) {
        /* SQLite may have rolled back by itself; then this has nothing left to do. */
        if (!sqlite3_get_autocommit(tx->conn->handle))
            sqlite3_exec(tx->conn->handle, "ROLLBACK", NULL, NULL, NULL);
        tx->conn->in_tx = false;
    }
    g_free(tx);
}
