/* test_db.c - the store's contract: opening, locking, migrations, transactions, errors. */
#include "db/db.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/err.h"

static const char *const migrations[] = {
    "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, amount TEXT) STRICT",
    "CREATE TABLE u (id INTEGER PRIMARY KEY REFERENCES t (id)) STRICT",
};
static const char SQL_ADD[] = "INSERT INTO t (name, amount) VALUES ($2, $1)";
static const char SQL_ADD_U[] = "INSERT INTO u (id) VALUES ($1)";
static const char SQL_ALL[] = "SELECT id, name, amount FROM t ORDER BY id";
static const char SQL_COUNT[] = "SELECT COUNT(*) FROM t";
static const char SQL_WRONG[] = "SELECT nothing FROM nowhere";

static DbConn *open_memory(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = db_open(NULL, DB_OPEN_MEMORY, &error);

    g_assert_no_error(error);
    g_assert_true(db_migrate(conn, migrations, G_N_ELEMENTS(migrations), &error));
    g_assert_no_error(error);
    return conn;
}

static bool add(DbConn *conn, const char *name, const char *amount, GError **error)
{
    Dec value;
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_ADD, error);

    if (!stmt)
        return false;
    g_assert_true(dec_parse(amount, -1, &value));
    db_stmt_bind_dec(stmt, 1, value);
    db_stmt_bind_text(stmt, 2, name);
    return db_stmt_run(stmt, error);
}

static int64_t count(DbConn *conn)
{
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_COUNT, NULL);

    g_assert_cmpint(db_stmt_step(stmt, NULL), ==, 1);
    return db_stmt_int(stmt, 0);
}

static void test_round_trip(void)
{
    g_autoptr(DbConn) conn = open_memory();
    g_autoptr(GError) error = NULL;
    Dec amount;

    g_assert_true(add(conn, "甲", "12.50", &error));
    g_assert_cmpint(db_last_id(conn), ==, 1);
    g_assert_cmpint(db_n_changed(conn), ==, 1);
    g_assert_true(add(conn, NULL, "-0.01", &error));
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_ALL, &error);
    g_assert_cmpint(db_stmt_step(stmt, &error), ==, 1);
    g_assert_cmpstr(db_stmt_text(stmt, 1), ==, "甲");
    g_assert_true(db_stmt_dec(stmt, 2, &amount));
    g_assert_cmpint(dec_compare(amount, dec_from_scaled(1250, 2)), ==, 0);
    g_assert_cmpint(db_stmt_step(stmt, &error), ==, 1);
    g_assert_true(db_stmt_is_null(stmt, 1));
    g_assert_cmpint(db_stmt_step(stmt, &error), ==, 0);
}

static void test_rollback(void)
{
    g_autoptr(DbConn) conn = open_memory();
    g_autoptr(GError) error = NULL;
    {
        g_autoptr(DbTx) tx = db_tx_begin(conn, &error);
        g_assert_nonnull(tx);
        g_assert_true(add(conn, "甲", "1", &error));
        g_assert_cmpint(count(conn), ==, 1);
    }
    g_assert_cmpint(count(conn), ==, 0);
    {
        g_autoptr(DbTx) tx = db_tx_begin(conn, &error);
        g_assert_true(add(conn, "甲", "1", &error));
        g_assert_true(db_tx_commit(tx, &error));
    }
    g_assert_cmpint(count(conn), ==, 1);
}

static void test_errors(void)
{
    g_autoptr(DbConn) conn = open_memory();
    g_autoptr(GError) doubled = NULL;
    g_autoptr(GError) dangling = NULL;
    g_autoptr(GError) wrong = NULL;

    g_assert_true(add(conn, "甲", "1", NULL));
    g_assert_false(add(conn, "甲", "2", &doubled));
    g_assert_cmpstr(err_reason(doubled), ==, "db.constraint");
    g_assert_true(add(conn, "乙", "2", NULL)); /* the statement is usable after an error */
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_ADD_U, NULL);
    db_stmt_bind_int(stmt, 1, 99);
    g_assert_false(db_stmt_run(stmt, &dangling));
    g_assert_true(err_is(dangling, ERR_CONFLICT));
    g_assert_null(db_prepare(conn, SQL_WRONG, &wrong));
    g_assert_cmpstr(err_reason(wrong), ==, "db.error");
}

static void test_newer_store_is_refused(void)
{
    g_autoptr(DbConn) conn = open_memory();
    g_autoptr(GError) error = NULL;

    g_assert_true(db_migrate(conn, migrations, 2, &error)); /* nothing to do */
    g_assert_false(db_migrate(conn, migrations, 1, &error));
    g_assert_cmpstr(err_reason(error), ==, "db.newer-store");
}

/* SQLite may leave files of its own beside the store. */
static void remove_folder(const char *dir)
{
    g_autoptr(GDir) open = g_dir_open(dir, 0, /* error= */ NULL);

    g_assert_nonnull(open);
    for (const char *name = g_dir_read_name(open); name; name = g_dir_read_name(open)) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(dir), ==, 0);
}

static void test_files(void)
{
    g_autofree char *dir = g_dir_make_tmp("guanhu-db-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "s.db", NULL);
    g_autoptr(GError) none = NULL;
    g_autoptr(GError) there = NULL;
    g_autoptr(GError) used = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_null(db_open(path, DB_OPEN_EXISTING, &none));
    g_assert_cmpstr(err_reason(none), ==, "db.no-store");
    {
        g_autoptr(DbConn) conn = db_open(path, DB_OPEN_CREATE, &error);
        g_assert_no_error(error);
        g_assert_true(db_migrate(conn, migrations, 2, &error));
        g_assert_true(add(conn, "甲", "1", &error));
        g_assert_null(db_open(path, DB_OPEN_CREATE, &there));
        g_assert_cmpstr(err_reason(there), ==, "db.exists");
        g_assert_null(db_open(path, DB_OPEN_EXISTING, &used)); /* flock counts per open file */
        g_assert_cmpstr(err_reason(used), ==, "db.in-use");
    }
    {
        g_autoptr(DbConn) conn = db_open(path, DB_OPEN_EXISTING, &error);
        g_assert_no_error(error);
        g_assert_cmpint(count(conn), ==, 1);
    }
    remove_folder(dir);
}

static void test_foreign_file(void)
{
    g_autofree char *dir = g_dir_make_tmp("guanhu-db-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "s.db", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(
        g_file_set_contents(path, "this is a letter, not a database, and long enough", -1, NULL));
    g_assert_null(db_open(path, DB_OPEN_EXISTING, &error));
    g_assert_cmpstr(err_reason(error), ==, "db.not-a-store");
    remove_folder(dir);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/db/round-trip", test_round_trip);
    g_test_add_func("/db/rollback", test_rollback);
    g_test_add_func("/db/errors", test_errors);
    g_test_add_func("/db/newer-store-is-refused", test_newer_store_is_refused);
    g_test_add_func("/db/files", test_files);
    g_test_add_func("/db/foreign-file", test_foreign_file);
    return g_test_run();
}
