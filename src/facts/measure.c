/* Persons' figures: a pass over the facts, credited by holdings; kept in the store. */
#include "facts/measure_private.h"

#include <string.h>

#include "facts/value.h"

/* What one pass gathers for persons. */
typedef struct Gathering {
    ExactSums *sums;
    size_t n_persons;
    uint64_t *no_rate; /* term × person: a balance that had no rate */
} Gathering;

static int64_t slot_of(const Gathering *g, size_t term, TermSum which, int64_t person)
{
    return ((int64_t)term * SUM_N + (int64_t)which) * (int64_t)g->n_persons + person;
}

static bool too_large(const RegName *name, GError **error)
{
    err_set(error, ERR_LIMIT, "measure.too-large",
            "the measure %s is beyond what can be counted exactly (amounts too large or shares too "
            "fine)",
            name->name);
    return false;
}

static bool credit_persons(Pass *pass,
                           size_t term,
                           TermSum which,
                           int32_t customer,
                           int32_t account,
                           const Piece *pieces,
                           size_t n,
                           GError **error)
{
    const Gathering *g = pass->sink_data;
    const Master *m = pass->master;
    int64_t num, den;

    (void)account;
    for (size_t i = m->first_holding[customer]; i < m->first_holding[customer + 1]; i++) {
        const Holding *h = &m->holdings[i];
        __int128 figure;
        if (!holding_counts(h, pass->terms[term].credit, &num, &den))
            continue;
        figure = pieces_within(pieces, n, h->from, h->to);
        if (figure == 0)
            continue;
        if (__builtin_mul_overflow(figure, (__int128)num, &figure) ||
            !exact_sums_add(g->sums, slot_of(g, term, which, h->person), den, figure))
            return too_large(pass->terms[term].name, error);
    }
    return true;
}

static void note_no_rate(Pass *pass, size_t term, int32_t customer, const Piece *piece)
{
    const Gathering *g = pass->sink_data;
    const Master *m = pass->master;
    int64_t num, den;

    for (size_t i = m->first_holding[customer]; i < m->first_holding[customer + 1]; i++) {
        const Holding *h = &m->holdings[i];
        if (holding_counts(h, pass->terms[term].credit, &num, &den) && h->from <= piece->last &&
            h->to >= piece->first)
            bits_set(g->no_rate, term * g->n_persons + (size_t)h->person);
    }
}

/* ---- values ---- */

/* A person's value: a number, null, or missing (what it is computed from is owed). */
static bool
plain_value(const Pass *pass, const Gathering *g, const Measure *m, size_t person, FeelValue *out)
{
    const Term *term = &pass->terms[m->term];
    int64_t divisor = term->scale;
    Exact sum;
    Dec value;

    if (term->take == REG_MEASURE_AVERAGE)
        divisor *= pass->cycle->last - pass->cycle->first + 1;
    if (!exact_sums_get(g->sums, slot_of(g, m->term, SUM_MAIN, (int64_t)person), &sum) ||
        !exact_to_dec(sum, divisor, &value))
        return false;
    *out = feel_number(value);
    return true;
}

/* top / bottom / divisor. Rounded once where the quotient fits 127 bits; else the parts are rounded
 * to 34 digits first. */
static bool divide(Exact top, Exact bottom, int64_t divisor, FeelValue *out)
{
    Exact quotient;
    Dec value, below;

    if (exact_div(top, bottom, &quotient) && exact_to_dec(quotient, divisor, &value)) {
        *out = feel_number(value);
        return true;
    }
    if (!exact_to_dec(top, 1, &value) || !exact_to_dec(bottom, 1, &below) ||
        !dec_div(value, below, &value) || !dec_div(value, dec_from_int(divisor), &value))
        return false;
    *out = feel_number(value);
    return true;
}

static bool
rate_value(const Pass *pass, const Gathering *g, const Measure *m, size_t person, FeelValue *out)
{
    const int64_t scale = INT64_C(1000000000000); /* 10^RATE_SCALE */
    Exact weighted, balance;

    (void)pass;
    if (!exact_sums_get(g->sums, slot_of(g, m->term, SUM_WEIGHTED, (int64_t)person), &weighted) ||
        !exact_sums_get(g->sums, slot_of(g, m->term, SUM_MAIN, (int64_t)person), &balance))
        return false;
    *out = feel_null();
    if (bits_get(g->no_rate, m->term * g->n_persons + person))
        *out = feel_missing(0);
    else if (balance.num != 0)
        return divide(weighted, balance, scale, out);
    return true;
}

/* One term over the other; nothing to divide by: missing. */
static bool
ratio_value(const Pass *pass, const Gathering *g, const Measure *m, size_t person, FeelValue *out)
{
    const int64_t days = pass->cycle->last - pass->cycle->first + 1;
    Exact part[2];

    for (size_t i = 0; i < 2; i++) {
        const Term *term = &pass->terms[m->term + i];
        Exact by = {term->scale * (term->take == REG_MEASURE_AVERAGE ? days : 1), 1};
        if (!exact_sums_get(g->sums, slot_of(g, m->term + i, SUM_MAIN, (int64_t)person),
                            &part[i]) ||
            !exact_div(part[i], by, &part[i]))
            return false;
    }
    *out = feel_missing(0);
    return part[1].num == 0 || divide(part[0], part[1], 1, out);
}

static bool
person_value(const Pass *pass, const Gathering *g, const Measure *m, size_t person, FeelValue *out)
{
    if (m->take == REG_MEASURE_AVERAGE_RATE)
        return rate_value(pass, g, m, person, out);
    if (m->take == REG_MEASURE_RATIO)
        return ratio_value(pass, g, m, person, out);
    return plain_value(pass, g, m, person, out);
}

/* ---- into the data, into the store ---- */

/* Missing is not given. The checker lets a measure have no other unit than its facts. */
static void set_value(
    AppData *data, const RegName *name, const AppCycle *cycle, const char *person, FeelValue value)
{
    size_t row;

    if (value.kind == FEEL_MISSING || !app_data_find_row(data, REG_PERSON, person, &row))
        return;
    app_data_set_value(data, name, row, cycle, &value);
}

static bool keep_value(DbConn *conn,
                       const Measure *m,
                       const AppCycle *cycle,
                       int64_t person,
                       const FeelValue *value,
                       GError **error)
{
    g_autoptr(DbStmt) stmt = measure_sql(conn, MEASURE_ADD_VALUE, error);

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, m->definition);
    db_stmt_bind_text(stmt, 2, cycle->text);
    db_stmt_bind_int(stmt, 3, person);
    if (value->kind == FEEL_NUMBER)
        db_stmt_bind_dec(stmt, 4, value->u.number);
    else
        db_stmt_bind_null(stmt, 4);
    return db_stmt_run(stmt, error);
}

static bool
begin_keeping(DbConn *conn, const Measure *m, const AppCycle *cycle, int64_t newest, GError **error)
{
    g_autoptr(DbStmt) drop = measure_sql(conn, MEASURE_DROP_VALUES, error);
    g_autoptr(DbStmt) state = drop ? measure_sql(conn, MEASURE_PUT_STATE, error) : NULL;

    if (!state)
        return false;
    db_stmt_bind_text(drop, 1, m->definition);
    db_stmt_bind_text(drop, 2, cycle->text);
    db_stmt_bind_text(state, 1, m->definition);
    db_stmt_bind_text(state, 2, cycle->text);
    db_stmt_bind_int(state, 3, newest);
    return db_stmt_run(drop, error) && db_stmt_run(state, error);
}

static int64_t newest_import(DbConn *conn, GError **error)
{
    g_autoptr(DbStmt) stmt = measure_sql(conn, MEASURE_NEWEST, error);

    return stmt && db_stmt_step(stmt, error) == 1 ? db_stmt_int(stmt, 0) : -1;
}

/* 1: kept for the newest facts, 0 not, -1 error. */
static int
is_kept(DbConn *conn, const Measure *m, const AppCycle *cycle, int64_t newest, GError **error)
{
    g_autoptr(DbStmt) stmt = measure_sql(conn, MEASURE_STATE, error);
    int rc;

    if (!stmt)
        return -1;
    db_stmt_bind_text(stmt, 1, m->definition);
    db_stmt_bind_text(stmt, 2, cycle->text);
    rc = db_stmt_step(stmt, error);
    return rc == 1 ? db_stmt_int(stmt, 0) == newest : rc;
}

static bool
load_kept(DbConn *conn, const Measure *m, const AppCycle *cycle, AppData *data, GError **error)
{
    g_autoptr(DbStmt) stmt = measure_sql(conn, MEASURE_VALUES, error);
    int rc;

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, m->definition);
    db_stmt_bind_text(stmt, 2, cycle->text);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        FeelValue value = feel_null();
        Dec number;
        if (db_stmt_dec(stmt, 1, &number))
            value = feel_number(number);
        set_value(data, m->name, cycle, db_stmt_text(stmt, 0), value);
    }
    return rc == 0;
}

/* ---- one cycle ---- */

/* Values of all persons for one measure. */
static bool finish_measure(
    Pass *pass, const Gathering *g, const Measure *m, AppData *data, int64_t newest, GError **error)
{
    const MasterTable *persons = &pass->master->tables[MASTER_PERSON];
    FeelValue value;

    if (pass->options->keep && !begin_keeping(pass->conn, m, pass->cycle, newest, error))
        return false;
    for (size_t i = 0; i < persons->n; i++) {
        if (!person_value(pass, g, m, i, &value))
            return too_large(m->name, error);
        set_value(data, m->name, pass->cycle, persons->rows[i].code, value);
        if (pass->options->keep && value.kind != FEEL_MISSING &&
            !keep_value(pass->conn, m, pass->cycle, persons->rows[i].id, &value, error))
            return false;
    }
    return true;
}

/* `base` is a pass without master data and sink. */
static bool compute(const Pass *base,
                    const Measure *measures,
                    size_t n,
                    AppData *data,
                    int64_t newest,
                    GError **error)
{
    g_autoptr(Master) master = master_load(base->conn, error);
    g_autoptr(ExactSums) sums = exact_sums_new();
    g_autoptr(DbTx) tx = NULL;
    Gathering g = {.sums = sums};
    Pass pass = *base;

    if (!master)
        return false;
    g.n_persons = master->tables[MASTER_PERSON].n;
    g.no_rate = bits_new(pass.arena, pass.n_terms * g.n_persons + 1);
    pass.master = master;
    pass.sink = credit_persons;
    pass.sink_data = &g;
    pass.no_rate = note_no_rate;
    if (!measure_stream(&pass, error))
        return false;
    tx = pass.options->keep ? db_tx_begin(pass.conn, error) : NULL;
    if (pass.options->keep && !tx)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!finish_measure(&pass, &g, &measures[i], data, newest, error))
            return false;
    return !tx || db_tx_commit(tx, error);
}

/* Takes what is kept; what is left moves to the front of `measures`, with its terms. */
static bool take_kept(DbConn *conn,
                      const AppCycle *cycle,
                      AppData *data,
                      int64_t newest,
                      Measure *measures,
                      size_t *n,
                      Term *terms,
                      size_t *n_terms,
                      GError **error)
{
    size_t left = 0, left_terms = 0;

    for (size_t i = 0; i < *n; i++) {
        Measure m = measures[i];
        int kept = is_kept(conn, &m, cycle, newest, error);
        if (kept < 0 || (kept && !load_kept(conn, &m, cycle, data, error)))
            return false;
        if (kept)
            continue;
        memmove(&terms[left_terms], &terms[m.term], m.n_terms * sizeof *terms);
        m.term = left_terms;
        left_terms += m.n_terms;
        measures[left++] = m;
    }
    *n = left;
    *n_terms = left_terms;
    return true;
}

bool measures_load(DbConn *conn,
                   const Regulation *reg,
                   const AppCycle *cycle,
                   AppData *data,
                   const MeasureOptions *options,
                   GError **error)
{
    g_autoptr(Arena) arena = arena_new(0);
    Measure *measures;
    size_t n, n_terms;
    Term *terms;
    int64_t newest;

    if (!measure_define_all(&(Defining){reg, cycle, data, arena}, &measures, &n, &terms, &n_terms,
                            error))
        return false;
    newest = newest_import(conn, error);
    if (newest < 0)
        return false;
    if (!options->fresh &&
        !take_kept(conn, cycle, data, newest, measures, &n, terms, &n_terms, error))
        return false;
    Pass pass = {.conn = conn,
                 .reg = reg,
                 .cycle = cycle,
                 .arena = arena,
                 .terms = terms,
                 .n_terms = n_terms,
                 .options = options};
    return n == 0 || compute(&pass, measures, n, data, newest, error);
}
