#include "facts/store.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "base/err.h"

/* Embedded from schema/ by tools/embed.py. */
extern const char *const store_migrations[];
extern const size_t store_migrations_n;

static const char STORE_FILE[] = "guanhu.db";

static DbConn *migrated(DbConn *opened, GError **error)
{
    g_autoptr(DbConn) conn = opened;

    if (!conn || !db_migrate(conn, store_migrations, store_migrations_n, error))
        return NULL;
    return g_steal_pointer(&conn);
}

DbConn *store_create(const char *dir, GError **error)
{
    g_autofree char *path = g_build_filename(dir, STORE_FILE, NULL);

    if (g_mkdir_with_parents(dir, 0700) != 0) {
        err_set(error, ERR_INVALID, "store.dir", "cannot make the folder %s: %s", dir,
                g_strerror(errno));
        return NULL;
    }
    return migrated(db_open(path, DB_OPEN_CREATE, error), error);
}

DbConn *store_open(const char *dir, GError **error)
{
    g_autofree char *path = g_build_filename(dir, STORE_FILE, NULL);

    return migrated(db_open(path, DB_OPEN_EXISTING, error), error);
}

DbConn *store_open_memory(GError **error)
{
    return migrated(db_open(NULL, DB_OPEN_MEMORY, error), error);
}
