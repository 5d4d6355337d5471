/* Balances at the day's end. Only days on which one changed are stored, so the days of an account
 * must come in their order: a balance put in between later would change what the days after it say.
 * Where each account stands is kept in balance_end, so that no row asks the store.
 *
 * Changes are collected and written in the order of the table, whatever the order of the file.
 */
#include "facts/import_private.h"

enum { FLUSH_ROWS = 500000 };

enum { B_ACCOUNT, B_DATE, B_BALANCE };

static const FieldSpec balance_fields[] = {
    {"account", FIELD_ACCOUNT, true},
    {"date",    FIELD_DATE,    true},
    {"balance", FIELD_FEN,     true},
};

/* Where an account stands. */
typedef struct End {
    int64_t amount;
    int32_t day;
    uint32_t line; /* of the file that moved it; 0 = as the store has it */
    bool is_known;
    bool waits;      /* repeated: last: not written yet, another row of that day may come */
    int64_t written; /* what the table says before the day that waits */
} End;

typedef struct Change {
    int64_t account;
    int64_t day;
    int64_t amount;
} Change;

typedef struct Balances {
    End *ends; /* by index of the account */
    GArray *changes;
} Balances;

static void free_balances(void *state)
{
    Balances *b = state;

    g_free(b->ends);
    g_array_unref(b->changes);
    g_free(b);
}

static bool balances_begin(Importer *imp, GError **error)
{
    CodeTable *accounts = imp->codes[MASTER_ACCOUNT];
    size_t n = codes_n(accounts);
    Balances *b = g_new0(Balances, 1);
    DbStmt *stmt = import_sql(imp, SQL_BALANCE_ENDS, error);
    size_t i = 0;
    int rc;

    b->ends = g_new0(End, n + 1);
    b->changes = g_array_new(FALSE, FALSE, sizeof(Change));
    imp->state = b;
    imp->free_state = free_balances;
    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1) { /* both in the order of account numbers */
        while (i < n && codes_id(accounts, (int64_t)i) < db_stmt_int(stmt, 0))
            i++;
        b->ends[i] = (End){
            .amount = db_stmt_int(stmt, 2), .day = (int32_t)db_stmt_int(stmt, 1), .is_known = true};
    }
    return rc == 0;
}

static int compare_changes(gconstpointer a, gconstpointer b)
{
    const Change *x = a, *y = b;

    if (x->account != y->account)
        return x->account < y->account ? -1 : 1;
    return x->day < y->day ? -1 : x->day > y->day;
}

static bool flush(Importer *imp, GError **error)
{
    GArray *changes = ((Balances *)imp->state)->changes;
    DbStmt *stmt = import_sql(imp, SQL_ADD_BALANCE, error);
    bool sorted = true;

    if (!stmt)
        return false;
    for (guint i = 1; i < changes->len && sorted; i++)
        sorted = compare_changes(&g_array_index(changes, Change, i - 1),
                                 &g_array_index(changes, Change, i)) < 0;
    if (!sorted)
        g_array_sort(changes, compare_changes);
    for (guint i = 0; i < changes->len; i++) {
        const Change *c = &g_array_index(changes, Change, i);
        db_stmt_bind_int(stmt, 1, c->account);
        db_stmt_bind_int(stmt, 2, c->day);
        db_stmt_bind_int(stmt, 3, c->amount);
        if (!db_stmt_run(stmt, error))
            return false;
    }
    g_array_set_size(changes, 0);
    return true;
}

/* A day that is not after the last one. */
static void refuse_order(Importer *imp, const End *end, const Cell *date)
{
    char day[CAL_TEXT_SIZE];

    cal_date_format(end->day, day);
    if (date->value == end->day && end->line)
        diag_add(imp->diags, DIAG_ERROR, "import.twice", bad_cell(imp, date),
                 "this row is there twice; the first one is in line %u", end->line);
    else if (end->line)
        diag_add(imp->diags, DIAG_ERROR, "import.order", bad_cell(imp, date),
                 "the days of an account must come in order; line %u has a later one", end->line);
    else
        diag_add(imp->diags, DIAG_ERROR, "import.there-already", bad_cell(imp, date),
                 "the balances of the account are there already up to %s", day);
    say_seen(imp, date);
    diag_expected(imp->diags, "a day after %s", day);
}

static bool add_change(Importer *imp, int64_t account, int64_t day, int64_t amount, GError **error)
{
    Balances *b = imp->state;
    Change change = {account, day, amount};

    g_array_append_val(b->changes, change);
    imp->report.n_stored++;
    return b->changes->len < FLUSH_ROWS || flush(imp, error);
}

/* Writes the day that an account waits with, if it changed anything. */
static bool end_waiting(Importer *imp, int64_t account, End *end, GError **error)
{
    bool changes = end->waits && end->amount != end->written;

    end->waits = false;
    return !changes || add_change(imp, account, end->day, end->amount, error);
}

/* repeated: last: a row replaces one of the same day, and is written when the next day comes. */
static bool waiting_row(Importer *imp, const Cell *cells, End *end, GError **error)
{
    int64_t day = cells[B_DATE].value;

    if (!end->is_known || day > end->day) {
        if (!end_waiting(imp, cells[B_ACCOUNT].value, end, error))
            return false;
        end->written = end->is_known ? end->amount : 0;
    }
    end->amount = cells[B_BALANCE].value;
    end->day = (int32_t)day;
    end->line = imp->line;
    end->is_known = end->waits = true;
    return true;
}

static bool balance_row(Importer *imp, const Cell *cells, GError **error)
{
    Balances *b = imp->state;
    End *end = &b->ends[cells[B_ACCOUNT].index];
    int64_t day = cells[B_DATE].value, amount = cells[B_BALANCE].value;
    /* before its first balance an account has 0, so a first 0 is no change */
    bool changes = amount != (end->is_known ? end->amount : 0);
    bool again = imp->map->repeated_last && end->line && day == end->day;

    if (end->is_known && day <= end->day && !again) {
        refuse_order(imp, end, &cells[B_DATE]);
        return true;
    }
    if (imp->map->repeated_last)
        return waiting_row(imp, cells, end, error);
    *end = (End){.amount = amount, .day = (int32_t)day, .line = imp->line, .is_known = true};
    return !changes || add_change(imp, cells[B_ACCOUNT].value, day, amount, error);
}

static bool balances_end(Importer *imp, GError **error)
{
    const Balances *b = imp->state;
    CodeTable *accounts = imp->codes[MASTER_ACCOUNT];
    DbStmt *stmt = import_sql(imp, SQL_PUT_BALANCE_END, error);

    for (size_t i = 0; stmt && i < codes_n(accounts); i++)
        if (!end_waiting(imp, codes_id(accounts, (int64_t)i), &b->ends[i], error))
            return false;
    if (!stmt || !flush(imp, error))
        return false;
    for (size_t i = 0; i < codes_n(accounts); i++) {
        if (!b->ends[i].line)
            continue;
        db_stmt_bind_int(stmt, 1, codes_id(accounts, (int64_t)i));
        db_stmt_bind_int(stmt, 2, b->ends[i].day);
        db_stmt_bind_int(stmt, 3, b->ends[i].amount);
        if (!db_stmt_run(stmt, error))
            return false;
    }
    return true;
}

const KindSpec import_balances = {
    .fields = balance_fields,
    .n_fields = G_N_ELEMENTS(balance_fields),
    .codes = 1u << MASTER_ACCOUNT,
    .begin = balances_begin,
    .row = balance_row,
    .end = balances_end,
};
