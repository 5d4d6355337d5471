/* store.h - the store of an institution: a folder with the database, opened and kept up to date.
 *
 * A folder `DIR` holds `guanhu.db` (+ `-wal`, `.lock`). One process at a time.
 */
#pragma once

#include "db/db.h"

/* Makes DIR (if need be) and an empty store in it. Errors of db_open; ERR_INVALID "store.dir".
 * Returns: (owned). */
DbConn *store_create(const char *dir, GError **error);
/* Opens the store in DIR and migrates it. Returns: (owned). */
DbConn *store_open(const char *dir, GError **error);
/* In memory, migrated, for tests. Returns: (owned). */
DbConn *store_open_memory(GError **error);
