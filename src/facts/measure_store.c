/* All SQL of the measures. */
#include "facts/measure_private.h"

static const char *const texts[MEASURE_N_SQL] = {
    /* from the last change up to the first day on, to the last day */
    [MEASURE_STEPS] =
        "SELECT day, amount FROM balance WHERE account = $1 AND day <= $3 AND day >= COALESCE("
        "(SELECT MAX(day) FROM balance WHERE account = $1 AND day <= $2), $2) ORDER BY day",
    [MEASURE_BALANCE_AT] = "SELECT amount FROM balance WHERE account = $1 AND day <= $2"
                           " ORDER BY day DESC LIMIT 1",
    [MEASURE_RATES] = "SELECT from_day, rate FROM account_rate WHERE account = $1"
                      " ORDER BY from_day",
    [MEASURE_TXNS] = "SELECT account, day, code, kind, amount FROM txn"
                     " WHERE day BETWEEN $1 AND $2 ORDER BY account, day, seq",
    [MEASURE_CARDS] = "SELECT account, issued, closed, code, kind FROM card WHERE issued <= $1"
                      " ORDER BY id",
    [MEASURE_CONTRACTS] = "SELECT customer, signed, ended, code, kind FROM contract"
                          " WHERE signed <= $1 ORDER BY id",
    [MEASURE_NEWEST] = "SELECT COALESCE(MAX(id), 0) FROM import",
    [MEASURE_STATE] = "SELECT facts FROM measure_state WHERE definition = $1 AND cycle = $2",
    [MEASURE_VALUES] = "SELECT p.code, v.value FROM measure_value v JOIN person p"
                       " ON p.id = v.person WHERE v.definition = $1 AND v.cycle = $2",
    [MEASURE_DROP_VALUES] = "DELETE FROM measure_value WHERE definition = $1 AND cycle = $2",
    [MEASURE_ADD_VALUE] = "INSERT INTO measure_value (definition, cycle, person, value)"
                          " VALUES ($1, $2, $3, $4)",
    [MEASURE_PUT_STATE] = "INSERT INTO measure_state (definition, cycle, facts)"
                          " VALUES ($1, $2, $3) ON CONFLICT (definition, cycle)"
                          " DO UPDATE SET facts = excluded.facts",
};

DbStmt *measure_sql(DbConn *conn, MeasureSql id, GError **error)
{
    return db_prepare(conn, texts[id], error);
}
