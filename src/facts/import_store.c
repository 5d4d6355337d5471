/* All SQL of the importer. */
#include "facts/import_private.h"

#include <string.h>

/* What was there before stays where a file says nothing (COALESCE). A thing whose identity differs
 * (another customer, another side) is not touched: then no row comes back. */
static const char *const texts[SQL_N] = {
    [SQL_FIND_IMPORT] = "SELECT id FROM import WHERE kind = $1 AND digest = $2",
    [SQL_ADD_IMPORT] = "INSERT INTO import (kind, file, digest, n_rows, imported_at)"
                       " VALUES ($1, $2, $3, 0, $4)",
    [SQL_END_IMPORT] = "UPDATE import SET n_rows = $1 WHERE id = $2",

    [SQL_CODES_UNIT] = "SELECT code, id FROM unit ORDER BY id",
    [SQL_CODES_PERSON] = "SELECT code, id FROM person ORDER BY id",
    [SQL_CODES_CUSTOMER] = "SELECT code, id FROM customer ORDER BY id",
    [SQL_CODES_ACCOUNT] = "SELECT code, id FROM account ORDER BY id",
    [SQL_CODES_TEAM] = "SELECT code, id FROM team ORDER BY id",
    [SQL_CODES_PROJECT] = "SELECT code, id FROM project ORDER BY id",
    [SQL_CODES_ENTRIES] = "SELECT entry, id FROM sheet_entry WHERE regulation = $1 AND sheet = $2"
                          " ORDER BY id",

    [SQL_PUT_UNIT] = "INSERT INTO unit (code, name, kind) VALUES ($1, $2, $3)"
                     " ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
                     " kind = COALESCE(excluded.kind, kind) RETURNING id",
    [SQL_SET_PARENT] = "UPDATE unit SET parent = $1 WHERE id = $2",
    [SQL_GET_PARENT] = "SELECT parent FROM unit WHERE id = $1 AND parent IS NOT NULL",
    [SQL_PUT_PERSON] = "INSERT INTO person (code, name) VALUES ($1, $2)"
                       " ON CONFLICT (code) DO UPDATE SET name = excluded.name RETURNING id",
    [SQL_PUT_CUSTOMER] = "INSERT INTO customer (code, name, unit) VALUES ($1, $2, $3)"
                         " ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
                         " unit = COALESCE(excluded.unit, unit) RETURNING id",
    [SQL_PUT_TEAM] = "INSERT INTO team (code, name, unit) VALUES ($1, $2, $3)"
                     " ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
                     " unit = COALESCE(excluded.unit, unit) RETURNING id",
    [SQL_PUT_PROJECT] = "INSERT INTO project (code, name, unit) VALUES ($1, $2, $3)"
                        " ON CONFLICT (code) DO UPDATE SET name = excluded.name,"
                        " unit = COALESCE(excluded.unit, unit) RETURNING id",
    [SQL_PUT_ACCOUNT] = "INSERT INTO account (code, customer, unit, product, side, opened, closed)"
                        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
                        " ON CONFLICT (code) DO UPDATE SET unit = COALESCE(excluded.unit, unit),"
                        " opened = COALESCE(excluded.opened, opened),"
                        " closed = COALESCE(excluded.closed, closed)"
                        " WHERE customer = excluded.customer AND product = excluded.product"
                        " AND side = excluded.side RETURNING id",
    [SQL_PUT_ATTRIBUTE] = "INSERT INTO attribute (subject, row, name, from_day, value, import)"
                          " VALUES ($1, $2, $3, $4, $5, $6)"
                          " ON CONFLICT (subject, row, name, from_day)"
                          " DO UPDATE SET value = excluded.value, import = excluded.import",

    [SQL_ADD_RATE] = "INSERT INTO account_rate (account, from_day, rate) VALUES ($1, $2, $3)"
                     " ON CONFLICT DO NOTHING",
    [SQL_BALANCE_ENDS] = "SELECT account, day, amount FROM balance_end ORDER BY account",
    [SQL_ADD_BALANCE] = "INSERT INTO balance (account, day, amount) VALUES ($1, $2, $3)",
    [SQL_PUT_BALANCE_END] = "INSERT INTO balance_end (account, day, amount) VALUES ($1, $2, $3)"
                            " ON CONFLICT (account) DO UPDATE SET day = excluded.day,"
                            " amount = excluded.amount",
    [SQL_ADD_TXN] = "INSERT INTO txn (account, day, seq, code, kind, amount)"
                    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    [SQL_FIND_TXN] = "SELECT seq FROM txn WHERE code = $1",
    [SQL_PUT_CARD] = "INSERT INTO card (code, account, kind, issued, closed)"
                     " VALUES ($1, $2, $3, $4, $5)"
                     " ON CONFLICT (code) DO UPDATE SET kind = COALESCE(excluded.kind, kind),"
                     " closed = COALESCE(excluded.closed, closed)"
                     " WHERE account = excluded.account AND issued = excluded.issued RETURNING id",
    [SQL_PUT_CONTRACT] = "INSERT INTO contract (code, customer, kind, signed, ended)"
                         " VALUES ($1, $2, $3, $4, $5)"
                         " ON CONFLICT (code) DO UPDATE SET ended = COALESCE(excluded.ended, ended)"
                         " WHERE customer = excluded.customer AND kind = excluded.kind"
                         " AND signed = excluded.signed RETURNING id",

    [SQL_ADD_ASSIGNMENT] = "INSERT INTO assignment"
                           " (customer, person, role, numerator, denominator, from_day, to_day,"
                           " import) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [SQL_ASSIGNMENTS_OF] = "SELECT person, role, numerator, denominator, from_day, to_day"
                           " FROM assignment WHERE customer = $1 ORDER BY from_day, id",

    [SQL_ATTRIBUTE_AT] = "SELECT value FROM attribute WHERE subject = $1 AND row = $2 AND name = $3"
                         " AND from_day <= $4 ORDER BY from_day DESC LIMIT 1",
    [SQL_ADD_VALUE] = "INSERT INTO sheet_value (regulation, sheet, cycle, row_key, field, value,"
                      " import) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                      " ON CONFLICT (regulation, sheet, cycle, row_key, field)"
                      " DO UPDATE SET value = excluded.value, import = excluded.import",
    [SQL_ADD_ENTRY] = "INSERT INTO sheet_entry (regulation, sheet, entry, day, owner, import)"
                      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (regulation, sheet, entry)"
                      " DO UPDATE SET day = excluded.day, owner = excluded.owner,"
                      " import = excluded.import RETURNING id",
    [SQL_DROP_LINES] = "DELETE FROM sheet_line WHERE entry = $1",
    [SQL_ADD_LINE] = "INSERT INTO sheet_line (entry, field, value) VALUES ($1, $2, $3)"
                     " ON CONFLICT (entry, field) DO UPDATE SET value = excluded.value",
    [SQL_PUT_INPUT] = "INSERT INTO input_value (regulation, name, cycle, row_key, value, import)"
                      " VALUES ($1, $2, $3, $4, $5, $6)"
                      " ON CONFLICT (regulation, name, cycle, row_key)"
                      " DO UPDATE SET value = excluded.value, import = excluded.import",
    [SQL_PUT_PARAMETER] = "INSERT INTO parameter (regulation, name, key_text, from_day, value,"
                          " import) VALUES ($1, $2, $3, $4, $5, $6)"
                          " ON CONFLICT (regulation, name, key_text, from_day)"
                          " DO UPDATE SET value = excluded.value, import = excluded.import",
    [SQL_PUT_DECISION] = "INSERT INTO decision (regulation, name, cycle, row_key, outcome,"
                         " decided_by, reason, import) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                         " ON CONFLICT (regulation, name, cycle, row_key)"
                         " DO UPDATE SET outcome = excluded.outcome,"
                         " decided_by = excluded.decided_by, reason = excluded.reason,"
                         " import = excluded.import",
};

DbStmt *import_sql(Importer *imp, ImportSql id, GError **error)
{
    if (!imp->stmts[id])
        imp->stmts[id] = db_prepare(imp->conn, texts[id], error);
    return imp->stmts[id];
}

int import_sql_one(DbStmt *stmt, int64_t *out, GError **error)
{
    int rc = db_stmt_step(stmt, error);

    if (rc != 1)
        return rc;
    *out = db_stmt_int(stmt, 0);
    return db_stmt_run(stmt, error) ? 1 : -1;
}

bool import_read_codes(DbStmt *stmt, CodeTable *codes, GError **error)
{
    int rc;

    while ((rc = db_stmt_step(stmt, error)) == 1) {
        const char *code = db_stmt_text(stmt, 0);
        codes_add(codes, code, strlen(code), db_stmt_int(stmt, 1));
    }
    return rc == 0;
}

bool import_load_codes(Importer *imp, MasterKind which, GError **error)
{
    static const ImportSql sqls[MASTER_N_KINDS] = {
        [MASTER_UNIT] = SQL_CODES_UNIT,         [MASTER_PERSON] = SQL_CODES_PERSON,
        [MASTER_CUSTOMER] = SQL_CODES_CUSTOMER, [MASTER_ACCOUNT] = SQL_CODES_ACCOUNT,
        [MASTER_TEAM] = SQL_CODES_TEAM,         [MASTER_PROJECT] = SQL_CODES_PROJECT,
    };
    DbStmt *stmt;

    if (imp->codes[which])
        return true;
    stmt = import_sql(imp, sqls[which], error);
    imp->codes[which] = codes_new();
    return stmt && import_read_codes(stmt, imp->codes[which], error);
}
