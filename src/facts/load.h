/* load.h - from the store to an AppData: persons, units, customers, attributes, links, forms,
 * parameters, recorded decisions. */
#pragma once

#include "appraise/data.h"
#include "db/db.h"

/* Fills `data` with all that cycles inside [from, to] can read, but for measures (measure.h). */
bool facts_load(DbConn *conn,
                const Regulation *reg,
                const AppCycle *from,
                const AppCycle *to,
                AppData *data,
                GError **error);
