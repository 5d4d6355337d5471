/* One pass: accounts with their balances, then transactions, cards, contracts in batches. */
#include "facts/measure_private.h"

#include <string.h>

enum { BATCH_ROWS = 16384, PROGRESS_ACCOUNTS = 256 };

typedef struct Stream {
    Pass *pass;
    GArray *balances; /* Piece: the balance of an account over the cycle */
    GArray *pieces;   /* Piece: what goes to the sink */
    DbStmt *steps, *balance_at, *rates;
    Arena *arena; /* of one batch */
} Stream;

static Piece one_day(CalDate day, __int128 value)
{
    return (Piece){day, day, value};
}

static bool
give(Stream *s, size_t term, TermSum which, int32_t customer, int32_t account, GError **error)
{
    const Piece *pieces = (const Piece *)(void *)s->pieces->data;
    size_t n = s->pieces->len;

    return n == 0 || s->pass->sink(s->pass, term, which, customer, account, pieces, n, error);
}

static bool
give_one(Stream *s, size_t term, int32_t customer, int32_t account, Piece piece, GError **error)
{
    g_array_set_size(s->pieces, 0);
    g_array_append_val(s->pieces, piece);
    return give(s, term, SUM_MAIN, customer, account, error);
}

/* ---- customers counted once ------------------------------------------------------------------ */

static void mark_customer(Stream *s, Term *term, int32_t customer, CalDate day)
{
    size_t n = s->pass->master->tables[MASTER_CUSTOMER].n;

    if (!term->last_days) {
        term->last_days = ARENA_NEW_N(s->pass->arena, CalDate, n);
        for (size_t i = 0; i < n; i++)
            term->last_days[i] = INT64_MIN;
    }
    term->last_days[customer] = MAX(term->last_days[customer], day);
}

static bool give_customers(Stream *s, GError **error)
{
    Pass *pass = s->pass;

    for (size_t t = 0; t < pass->n_terms; t++) {
        const CalDate *days = pass->terms[t].last_days;
        for (size_t c = 0; days && c < pass->master->tables[MASTER_CUSTOMER].n; c++)
            if (days[c] != INT64_MIN && !give_one(s, t, (int32_t)c, -1, one_day(days[c], 1), error))
                return false;
    }
    return true;
}

/* ---- balances ---- */

static bool is_of_side(const Term *term, MasterSide side)
{
    return term->stream <= STREAM_FUNDS && (int)term->stream == (int)side;
}

/* The balance of the account over the cycle, as spans without gaps from the first step on. */
static bool load_balances(Stream *s, int64_t account, GError **error)
{
    const AppCycle *cycle = s->pass->cycle;
    int rc;

    g_array_set_size(s->balances, 0);
    db_stmt_bind_int(s->steps, 1, account);
    db_stmt_bind_int(s->steps, 2, cycle->first);
    db_stmt_bind_int(s->steps, 3, cycle->last);
    while ((rc = db_stmt_step(s->steps, error)) == 1) {
        Piece piece = {MAX(db_stmt_int(s->steps, 0), cycle->first), cycle->last,
                       db_stmt_int(s->steps, 1)};
        if (s->balances->len > 0)
            g_array_index(s->balances, Piece, s->balances->len - 1).last = piece.first - 1;
        g_array_append_val(s->balances, piece);
    }
    return rc == 0;
}

static __int128 end_balance(const Stream *s)
{
    return s->balances->len == 0 ? 0
                                 : g_array_index(s->balances, Piece, s->balances->len - 1).value;
}

static bool balance_on(Stream *s, int64_t account, CalDate day, int64_t *out, GError **error)
{
    int rc;

    *out = 0;
    db_stmt_bind_int(s->balance_at, 1, account);
    db_stmt_bind_int(s->balance_at, 2, day);
    while ((rc = db_stmt_step(s->balance_at, error)) == 1)
        *out = db_stmt_int(s->balance_at, 0);
    return rc == 0;
}

/* Appends the part of the balances in [from, to] times the rate; rate -1 = none is in force. */
static void weigh(Stream *s, size_t term, int32_t customer, CalDate from, CalDate to, int64_t rate)
{
    for (guint i = 0; i < s->balances->len; i++) {
        Piece p = g_array_index(s->balances, Piece, i);
        p.first = MAX(p.first, from);
        p.last = MIN(p.last, to);
        if (p.first > p.last || p.value == 0)
            continue;
        if (rate < 0) {
            if (s->pass->no_rate)
                s->pass->no_rate(s->pass, term, customer, &p);
            continue;
        }
        p.value *= rate;
        g_array_append_val(s->pieces, p);
    }
}

/* Fills s->pieces with balance × rate, in 10^-RATE_SCALE. */
static bool weigh_by_rates(Stream *s, size_t term, const MasterRow *account, GError **error)
{
    CalDate from = INT64_MIN;
    int64_t rate = -1;
    Dec read;
    int rc;

    g_array_set_size(s->pieces, 0);
    db_stmt_bind_int(s->rates, 1, account->id);
    while ((rc = db_stmt_step(s->rates, error)) == 1) {
        CalDate day = db_stmt_int(s->rates, 0);
        weigh(s, term, account->customer, from, day - 1, rate);
        from = day;
        if (!db_stmt_dec(s->rates, 1, &read) || !dec_to_scaled(read, RATE_SCALE, &rate)) {
            err_set(error, ERR_INTERNAL, "measure.rate", "the rate of account %s cannot be used",
                    account->code);
            return false;
        }
    }
    weigh(s, term, account->customer, from, INT64_MAX, rate);
    return rc == 0;
}

static bool give_balances(Stream *s, size_t term, int32_t customer, int32_t account, GError **error)
{
    g_array_set_size(s->pieces, 0);
    for (guint i = 0; i < s->balances->len; i++) {
        const Piece *p = &g_array_index(s->balances, Piece, i);
        if (p->value != 0)
            g_array_append_val(s->pieces, *p);
    }
    return give(s, term, SUM_MAIN, customer, account, error);
}

static bool
give_net_change(Stream *s, size_t t, const MasterRow *row, int32_t account, GError **error)
{
    const Term *term = &s->pass->terms[t];
    CalDate last = s->pass->cycle->last;
    int64_t before;

    if (!balance_on(s, row->id, term->base, &before, error))
        return false;
    return give_one(s, t, row->customer, account, one_day(last, end_balance(s)), error) &&
           give_one(s, t, row->customer, account, one_day(term->base, -(__int128)before), error);
}

static bool take_of_account(Stream *s, size_t t, int32_t account, GError **error)
{
    Term *term = &s->pass->terms[t];
    const AppCycle *cycle = s->pass->cycle;
    const MasterRow *row = &s->pass->master->tables[MASTER_ACCOUNT].rows[account];

    switch (term->take) {
    case REG_MEASURE_BALANCE_DAYS:
    case REG_MEASURE_AVERAGE:
        return give_balances(s, t, row->customer, account, error);
    case REG_MEASURE_AVERAGE_RATE:
        return give_balances(s, t, row->customer, account, error) &&
               weigh_by_rates(s, t, row, error) &&
               give(s, t, SUM_WEIGHTED, row->customer, account, error);
    case REG_MEASURE_END:
        return give_one(s, t, row->customer, account, one_day(cycle->last, end_balance(s)), error);
    case REG_MEASURE_NET_CHANGE:
        return give_net_change(s, t, row, account, error);
    case REG_MEASURE_COUNT:
        return end_balance(s) == 0 ||
               give_one(s, t, row->customer, account, one_day(cycle->last, 1), error);
    case REG_MEASURE_COUNT_CUSTOMERS:
        if (end_balance(s) != 0)
            mark_customer(s, term, row->customer, cycle->last);
        return true;
    case REG_MEASURE_NEW:
        return row->start < cycle->first || row->start > cycle->last ||
               give_one(s, t, row->customer, account, one_day(row->start, 1), error);
    case REG_MEASURE_SUM:
    case REG_MEASURE_RATIO:
    case REG_MEASURE_NONE:
        break; /* the checker refuses these of balances */
    }
    return true;
}

static void report_progress(const Stream *s, size_t done, size_t total)
{
    const MeasureOptions *o = s->pass->options;

    if (o && o->progress && (done % PROGRESS_ACCOUNTS == 0 || done == total))
        o->progress(o->data, (int64_t)done, (int64_t)total);
}

/* Which accounts each term takes: asked once. */
static uint64_t **ask_accounts(Stream *s, bool *out_any, GError **error)
{
    Pass *pass = s->pass;
    size_t n = pass->master->tables[MASTER_ACCOUNT].n;
    int32_t *all = ARENA_NEW_N(pass->arena, int32_t, n);
    uint64_t **passed = ARENA_NEW_N(pass->arena, uint64_t *, pass->n_terms);
    FactBatch batch = {.n = n, .accounts = all};

    for (size_t i = 0; i < n; i++)
        all[i] = (int32_t)i;
    *out_any = false;
    for (size_t t = 0; t < pass->n_terms; t++) {
        if (pass->terms[t].stream > STREAM_FUNDS)
            continue;
        *out_any = true;
        passed[t] = measure_where(pass, &pass->terms[t], &batch, pass->arena, error);
        if (!passed[t])
            return NULL;
    }
    return passed;
}

static bool stream_account(Stream *s, uint64_t **passed, int32_t account, GError **error)
{
    Pass *pass = s->pass;
    const MasterRow *row = &pass->master->tables[MASTER_ACCOUNT].rows[account];
    bool loaded = false;

    for (size_t t = 0; t < pass->n_terms; t++) {
        if (!is_of_side(&pass->terms[t], row->side) || !bits_get(passed[t], (size_t)account))
            continue;
        if (!loaded && !load_balances(s, row->id, error))
            return false;
        loaded = true;
        if (!take_of_account(s, t, account, error))
            return false;
    }
    return true;
}

static bool stream_accounts(Stream *s, GError **error)
{
    size_t n = s->pass->master->tables[MASTER_ACCOUNT].n;
    bool any;
    uint64_t **passed = ask_accounts(s, &any, error);

    if (!passed)
        return false;
    for (size_t i = 0; any && i < n; i++) {
        if (!stream_account(s, passed, (int32_t)i, error))
            return false;
        report_progress(s, i + 1, n);
    }
    return true;
}

/* ---- facts in batches ---- */

typedef struct Facts {
    FactBatch batch; /* its arrays are those below */
    int32_t *owners; /* accounts or customers */
    CalDate *days, *end_days;
    const char **codes, **kinds;
    int64_t *amounts;
} Facts;

static Facts facts_new(Arena *arena, const char *subject, bool of_customers)
{
    Facts f = {.owners = ARENA_NEW_N(arena, int32_t, BATCH_ROWS),
               .days = ARENA_NEW_N(arena, CalDate, BATCH_ROWS),
               .end_days = ARENA_NEW_N(arena, CalDate, BATCH_ROWS),
               .codes = ARENA_NEW_N(arena, const char *, BATCH_ROWS),
               .kinds = ARENA_NEW_N(arena, const char *, BATCH_ROWS),
               .amounts = ARENA_NEW_N(arena, int64_t, BATCH_ROWS)};

    f.batch = (FactBatch){.accounts = of_customers ? NULL : f.owners,
                          .customers = of_customers ? f.owners : NULL,
                          .subject = subject,
                          .codes = f.codes,
                          .kinds = f.kinds,
                          .days = f.days,
                          .end_days = f.end_days,
                          .amounts = f.amounts};
    return f;
}

static int32_t customer_of(const Pass *pass, const FactBatch *b, size_t i)
{
    return b->customers ? b->customers[i]
                        : pass->master->tables[MASTER_ACCOUNT].rows[b->accounts[i]].customer;
}

/* The piece that fact i gives the term; false if none. */
static bool piece_of(Stream *s, Term *term, const FactBatch *b, size_t i, Piece *out)
{
    const AppCycle *cycle = s->pass->cycle;
    bool is_flow = term->stream == STREAM_TRANSACTIONS;
    bool at_end = is_flow || b->end_days[i] > cycle->last; /* in force at the last day's end */
    CalDate day = is_flow ? b->days[i] : cycle->last;

    switch (term->take) {
    case REG_MEASURE_SUM:
        *out = one_day(day, b->amounts[i]);
        return true;
    case REG_MEASURE_COUNT:
        *out = one_day(day, 1);
        return at_end;
    case REG_MEASURE_COUNT_CUSTOMERS:
        if (at_end)
            mark_customer(s, term, customer_of(s->pass, b, i), day);
        return false;
    case REG_MEASURE_NEW:
        *out = one_day(b->days[i], 1);
        return b->days[i] >= cycle->first;
    case REG_MEASURE_BALANCE_DAYS:
    case REG_MEASURE_AVERAGE:
    case REG_MEASURE_AVERAGE_RATE:
    case REG_MEASURE_END:
    case REG_MEASURE_NET_CHANGE:
    case REG_MEASURE_RATIO:
    case REG_MEASURE_NONE:
        break; /* the checker refuses these of things and flows */
    }
    return false;
}

/* Facts of one owner follow each other: their pieces go together. */
static bool take_of_batch(Stream *s, size_t t, const FactBatch *b, GError **error)
{
    Term *term = &s->pass->terms[t];
    const int32_t *owners = b->customers ? b->customers : b->accounts;
    const uint64_t *passed = measure_where(s->pass, term, b, s->arena, error);
    Piece piece;

    if (!passed)
        return false;
    g_array_set_size(s->pieces, 0);
    for (size_t i = 0; i < b->n; i++) {
        if (bits_get(passed, i) && piece_of(s, term, b, i, &piece))
            g_array_append_val(s->pieces, piece);
        if (i + 1 < b->n && owners[i + 1] == owners[i])
            continue;
        if (!give(s, t, SUM_MAIN, customer_of(s->pass, b, i), b->customers ? -1 : owners[i], error))
            return false;
        g_array_set_size(s->pieces, 0);
    }
    return true;
}

static bool flush_batch(Stream *s, MeasureStream stream, Facts *f, GError **error)
{
    for (size_t t = 0; f->batch.n > 0 && t < s->pass->n_terms; t++)
        if (s->pass->terms[t].stream == stream && !take_of_batch(s, t, &f->batch, error))
            return false;
    f->batch.n = 0;
    arena_reset(s->arena);
    return true;
}

static const char *kept(Stream *s, const DbStmt *stmt, int col)
{
    const char *text = db_stmt_text(stmt, col);

    return text ? arena_strdup(s->arena, text) : NULL;
}

static bool is_wanted(const Pass *pass, MeasureStream stream)
{
    for (size_t t = 0; t < pass->n_terms; t++)
        if (pass->terms[t].stream == stream)
            return true;
    return false;
}

static bool stream_transactions(Stream *s, GError **error)
{
    const Pass *pass = s->pass;
    g_autoptr(DbStmt) stmt = NULL;
    Facts f;
    int rc;

    if (!is_wanted(pass, STREAM_TRANSACTIONS))
        return true;
    stmt = measure_sql(pass->conn, MEASURE_TXNS, error);
    if (!stmt)
        return false;
    f = facts_new(pass->arena, "transaction", false);
    db_stmt_bind_int(stmt, 1, pass->cycle->first);
    db_stmt_bind_int(stmt, 2, pass->cycle->last);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        size_t i = f.batch.n++;
        f.owners[i] = master_index(pass->master, MASTER_ACCOUNT, db_stmt_int(stmt, 0));
        f.days[i] = db_stmt_int(stmt, 1);
        f.codes[i] = kept(s, stmt, 2);
        f.kinds[i] = kept(s, stmt, 3);
        f.amounts[i] = db_stmt_int(stmt, 4);
        if (f.batch.n == BATCH_ROWS && !flush_batch(s, STREAM_TRANSACTIONS, &f, error))
            return false;
    }
    return rc == 0 && flush_batch(s, STREAM_TRANSACTIONS, &f, error);
}

/* Cards and contracts: owner, first day, last day, code, kind. */
static bool stream_things(Stream *s, MeasureStream stream, GError **error)
{
    const Pass *pass = s->pass;
    bool of_customers = stream == STREAM_CONTRACTS;
    MasterKind owner = of_customers ? MASTER_CUSTOMER : MASTER_ACCOUNT;
    g_autoptr(DbStmt) stmt = NULL;
    Facts f;
    int rc;

    if (!is_wanted(pass, stream))
        return true;
    stmt = measure_sql(pass->conn, of_customers ? MEASURE_CONTRACTS : MEASURE_CARDS, error);
    if (!stmt)
        return false;
    f = facts_new(pass->arena, of_customers ? "contract" : "card", of_customers);
    db_stmt_bind_int(stmt, 1, pass->cycle->last);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        size_t i = f.batch.n++;
        f.owners[i] = master_index(pass->master, owner, db_stmt_int(stmt, 0));
        f.days[i] = db_stmt_int(stmt, 1);
        f.end_days[i] = db_stmt_is_null(stmt, 2) ? INT64_MAX : db_stmt_int(stmt, 2);
        f.codes[i] = kept(s, stmt, 3);
        f.kinds[i] = kept(s, stmt, 4);
        if (f.batch.n == BATCH_ROWS && !flush_batch(s, stream, &f, error))
            return false;
    }
    return rc == 0 && flush_batch(s, stream, &f, error);
}

bool measure_stream(Pass *pass, GError **error)
{
    g_autoptr(GArray) balances = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(DbStmt) steps = measure_sql(pass->conn, MEASURE_STEPS, error);
    g_autoptr(DbStmt) at = steps ? measure_sql(pass->conn, MEASURE_BALANCE_AT, error) : NULL;
    g_autoptr(DbStmt) rates = at ? measure_sql(pass->conn, MEASURE_RATES, error) : NULL;
    Stream s = {pass, balances, pieces, steps, at, rates, arena};

    return rates && stream_accounts(&s, error) && stream_transactions(&s, error) &&
           stream_things(&s, STREAM_CARDS, error) && stream_things(&s, STREAM_CONTRACTS, error) &&
           give_customers(&s, error);
}
