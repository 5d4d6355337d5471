/* load_private.h - the parts of facts_load. Private to facts/. */
#pragma once

#include "facts/load.h"

/* ERR_INVALID "load.value": a stored text that its name cannot read; `row` "" = of no row. Returns
 * false. */
bool load_bad_value(const char *what, const char *row, const char *text, GError **error);

/* Sheets of one line per row and cycle. */
bool load_sheets(DbConn *conn, const Regulation *reg, AppData *data, GError **error);
/* Sheets of many lines, registers. */
bool load_entries(DbConn *conn, const Regulation *reg, AppData *data, GError **error);
/* Inputs that people gave row by row; after load_entries, whose rows they can be of. */
bool load_inputs(DbConn *conn, const Regulation *reg, AppData *data, GError **error);
bool load_parameters(DbConn *conn, const Regulation *reg, AppData *data, GError **error);
bool load_decisions(DbConn *conn, const Regulation *reg, AppData *data, GError **error);
