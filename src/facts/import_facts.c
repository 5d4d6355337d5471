/* Rates, transactions, cards, contracts. */
#include "facts/import_private.h"

static void bind_text(DbStmt *stmt, int n, const Cell *cell)
{
    db_stmt_bind_text(stmt, n, cell->is_set ? cell->text : NULL);
}

static void bind_day(DbStmt *stmt, int n, const Cell *cell)
{
    if (cell->is_set)
        db_stmt_bind_int(stmt, n, cell->value);
    else
        db_stmt_bind_null(stmt, n);
}

/* Refuses a row that ends before it begins. */
static bool is_in_order(Importer *imp, const Cell *first, const Cell *last)
{
    if (!last->is_set || last->value >= first->value)
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.end-before-start", bad_cell(imp, last),
             "it ends before it begins");
    say_seen(imp, last);
    return false;
}

/* ---- rates ----------------------------------------------------------------------------------- */

enum { R_ACCOUNT, R_FROM, R_RATE };

static const FieldSpec rate_fields[] = {
    {"account", FIELD_ACCOUNT, true},
    {"from",    FIELD_DATE,    true},
    {"rate",    FIELD_RATE,    true},
};

static bool rate_row(Importer *imp, const Cell *cells, GError **error)
{
    const Cell *account = &cells[R_ACCOUNT];
    DbStmt *stmt = import_sql(imp, SQL_ADD_RATE, error);

    if (!stmt)
        return false;
    if (!import_first_time(imp, account, account->value, cells[R_FROM].value))
        return true;
    db_stmt_bind_int(stmt, 1, account->value);
    db_stmt_bind_int(stmt, 2, cells[R_FROM].value);
    db_stmt_bind_text(stmt, 3, cells[R_RATE].text);
    if (!db_stmt_run(stmt, error))
        return false;
    if (db_n_changed(imp->conn) == 0) {
        diag_add(imp->diags, DIAG_ERROR, "import.there-already", bad_cell(imp, account),
                 "the account has a rate from that day on already");
        say_seen(imp, account);
        return true;
    }
    imp->report.n_stored++;
    return true;
}

const KindSpec import_rates = {
    .fields = rate_fields,
    .n_fields = G_N_ELEMENTS(rate_fields),
    .codes = 1u << MASTER_ACCOUNT,
    .row = rate_row,
};

/* ---- transactions ---------------------------------------------------------------------------- */

enum { T_CODE, T_ACCOUNT, T_DATE, T_KIND, T_AMOUNT };

static const FieldSpec transaction_fields[] = {
    {"code",    FIELD_CODE,    false},
    {"account", FIELD_ACCOUNT, true },
    {"date",    FIELD_DATE,    true },
    {"kind",    FIELD_CODE,    true },
    {"amount",  FIELD_FEN,     true },
};

/* The number of a transaction says where it came from: import × 2^32 + line. */
static int64_t sequence(const Importer *imp)
{
    return (int64_t)((uint64_t)imp->id << 32 | imp->line);
}

static bool doubled_code(Importer *imp, const Cell *code, GError **error)
{
    DbStmt *find = import_sql(imp, SQL_FIND_TXN, error);
    int64_t seq;

    if (!find)
        return false;
    db_stmt_bind_text(find, 1, code->text);
    if (import_sql_one(find, &seq, error) < 0)
        return false;
    if (seq >> 32 == imp->id)
        diag_add(imp->diags, DIAG_ERROR, "import.twice", bad_cell(imp, code),
                 "this row is there twice; the first one is in line %u",
                 (unsigned)(seq & 0xFFFFFFFF));
    else
        diag_add(imp->diags, DIAG_ERROR, "import.there-already", bad_cell(imp, code),
                 "it was imported before");
    say_seen(imp, code);
    return true;
}

static bool transaction_row(Importer *imp, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_ADD_TXN, error);

    if (!stmt)
        return false;
    db_stmt_bind_int(stmt, 1, cells[T_ACCOUNT].value);
    db_stmt_bind_int(stmt, 2, cells[T_DATE].value);
    db_stmt_bind_int(stmt, 3, sequence(imp));
    bind_text(stmt, 4, &cells[T_CODE]);
    bind_text(stmt, 5, &cells[T_KIND]);
    db_stmt_bind_int(stmt, 6, cells[T_AMOUNT].value);
    if (!db_stmt_run(stmt, error))
        return false;
    if (db_n_changed(imp->conn) == 0)
        return doubled_code(imp, &cells[T_CODE], error);
    imp->report.n_stored++;
    return true;
}

const KindSpec import_transactions = {
    .fields = transaction_fields,
    .n_fields = G_N_ELEMENTS(transaction_fields),
    .codes = 1u << MASTER_ACCOUNT,
    .row = transaction_row,
};

/* ---- cards and contracts --------------------------------------------------------------------- */

/* A card or contract that is there may be given its end; nothing else of it changes. */
static bool put_owned(Importer *imp, DbStmt *stmt, const Cell *code, GError **error)
{
    int64_t id;
    int rc = import_sql_one(stmt, &id, error);

    if (rc == 0) {
        diag_add(imp->diags, DIAG_ERROR, "import.there-already", bad_cell(imp, code),
                 "it is there already and says something else");
        say_seen(imp, code);
    }
    if (rc == 1 && import_first_time(imp, code, id, 0))
        imp->report.n_stored++;
    return rc >= 0;
}

enum { D_CODE, D_ACCOUNT, D_KIND, D_ISSUED, D_CLOSED };

static const FieldSpec card_fields[] = {
    {"code",    FIELD_CODE,    true },
    {"account", FIELD_ACCOUNT, true },
    {"kind",    FIELD_CODE,    false},
    {"issued",  FIELD_DATE,    true },
    {"closed",  FIELD_DATE,    false},
};

static bool card_row(Importer *imp, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_PUT_CARD, error);

    if (!stmt)
        return false;
    if (!is_in_order(imp, &cells[D_ISSUED], &cells[D_CLOSED]))
        return true;
    bind_text(stmt, 1, &cells[D_CODE]);
    db_stmt_bind_int(stmt, 2, cells[D_ACCOUNT].value);
    bind_text(stmt, 3, &cells[D_KIND]);
    bind_day(stmt, 4, &cells[D_ISSUED]);
    bind_day(stmt, 5, &cells[D_CLOSED]);
    return put_owned(imp, stmt, &cells[D_CODE], error);
}

const KindSpec import_cards = {
    .fields = card_fields,
    .n_fields = G_N_ELEMENTS(card_fields),
    .codes = 1u << MASTER_ACCOUNT,
    .row = card_row,
};

enum { N_CODE, N_CUSTOMER, N_KIND, N_SIGNED, N_ENDED };

static const FieldSpec contract_fields[] = {
    {"code",     FIELD_CODE,     true },
    {"customer", FIELD_CUSTOMER, true },
    {"kind",     FIELD_CODE,     true },
    {"signed",   FIELD_DATE,     true },
    {"ended",    FIELD_DATE,     false},
};

static bool contract_row(Importer *imp, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_PUT_CONTRACT, error);

    if (!stmt)
        return false;
    if (!is_in_order(imp, &cells[N_SIGNED], &cells[N_ENDED]))
        return true;
    bind_text(stmt, 1, &cells[N_CODE]);
    db_stmt_bind_int(stmt, 2, cells[N_CUSTOMER].value);
    bind_text(stmt, 3, &cells[N_KIND]);
    bind_day(stmt, 4, &cells[N_SIGNED]);
    bind_day(stmt, 5, &cells[N_ENDED]);
    return put_owned(imp, stmt, &cells[N_CODE], error);
}

const KindSpec import_contracts = {
    .fields = contract_fields,
    .n_fields = G_N_ELEMENTS(contract_fields),
    .codes = 1u << MASTER_CUSTOMER,
    .row = contract_row,
};
