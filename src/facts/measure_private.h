/* measure_private.h - what the files of the measures share. Private to facts/measure*.c.
 *
 * Whatever is taken of facts becomes pieces: spans of days with a figure a day. A balance is
 * a piece
 * for each span on which it stood, a transaction is a piece of one day, "at the end" is a piece on
 * the last day. Crediting is then one rule for all: a piece belongs, day by day, to whoever
 * held the
 * customer that day.
 *
 *   input -> measure (one or two terms) -> facts -> pieces -> credit -> exact sums -> value
 */
#pragma once

#include "base/err.h"
#include "facts/exact.h"
#include "facts/master.h"
#include "facts/measure.h"

enum {
    RATE_SCALE = 12, /* decimals of a yearly rate; import refuses more */
    MEASURE_MAX_TERMS = 1000,
};

typedef enum MeasureStream {
    STREAM_DEPOSITS,
    STREAM_LOANS,
    STREAM_FUNDS,
    STREAM_TRANSACTIONS,
    STREAM_CARDS,
    STREAM_CONTRACTS,
} MeasureStream;

/* A parameter that a `where` reads, as it stands on the cycle's last day. */
typedef struct TermParam {
    const RegName *name;
    FeelValue value;
} TermParam;

/* One thing taken of one stream. */
typedef struct Term {
    const RegName *name; /* the input's */
    MeasureStream stream;
    RegMeasureTake take;
    RegCredit credit;
    CalDate base;              /* NET_CHANGE */
    const FeelProgram *where;  /* NULL = all */
    const RegExpr *where_expr; /* its text, for findings */
    const TermParam *params;   /* that `where` reads */
    size_t n_params;
    CalDate *last_days; /* COUNT_CUSTOMERS: last day with such a fact, by customer; else NULL */
    int64_t scale;      /* what a sum is divided by: 100 for 分, 1 for counts */
} Term;

typedef struct Measure {
    const RegName *name;
    size_t term; /* the first of its terms */
    size_t n_terms;
    RegMeasureTake take;
    char definition[65]; /* hash of all that it says */
} Measure;

/* A figure on each day of first … last. */
typedef struct Piece {
    CalDate first, last;
    __int128 value;
} Piece;

/* Which sum of a term: a rate is weighted balance-days over balance-days. */
typedef enum TermSum { SUM_MAIN, SUM_WEIGHTED, SUM_N } TermSum;

typedef struct Pass Pass;

/* What to do with the pieces that one fact (or account) gives a term. `account` is -1 for
 * facts of a
 * customer. False + error. */
typedef bool (*PieceSink)(Pass *pass,
                          size_t term,
                          TermSum which,
                          int32_t customer,
                          int32_t account,
                          const Piece *pieces,
                          size_t n,
                          GError **error);

struct Pass {
    DbConn *conn;
    const Regulation *reg;
    const AppCycle *cycle;
    Arena *arena; /* of the pass */
    const Master *master;
    Term *terms;
    size_t n_terms;
    PieceSink sink;
    void *sink_data;
    void (*no_rate)(Pass *pass, size_t term, int32_t customer, const Piece *piece); /* or NULL */
    const MeasureOptions *options;
};

/* ---- measure_define.c ------------------------------------------------------------------------ */

/* What measures are defined for. */
typedef struct Defining {
    const Regulation *reg;
    const AppCycle *cycle;
    const AppData *data; /* parameters that were set */
    Arena *arena;        /* of what is defined */
} Defining;

/* All measures of the regulation in cycles of this kind. Borrowed from the arena; *out_terms of all
 * of them. False + ERR_UNSUPPORTED for what is not built, ERR_INVALID "measure.no-parameter". */
bool measure_define_all(const Defining *d,
                        Measure **out,
                        size_t *out_n,
                        Term **out_terms,
                        size_t *out_n_terms,
                        GError **error);
/* One of them. */
bool measure_define(
    const Defining *d, const RegName *input, Measure *out, Term out_terms[2], GError **error);

/* ---- measure_stream.c ------------------------------------------------------------------------ */

/* One pass over all facts that the terms read. */
bool measure_stream(Pass *pass, GError **error);

/* ---- measure_where.c ------------------------------------------------------------------------- */

/* A batch of facts whose `where` is asked. Fields that a stream does not have are NULL. */
typedef struct FactBatch {
    size_t n;
    const int32_t *accounts;  /* index of the account; NULL: facts of customers */
    const int32_t *customers; /* of the customer (contracts); NULL: by the account */
    const char *subject; /* of the facts' own names: "transaction", "card", "contract" or NULL */
    const char *const *codes, *const *kinds;
    const CalDate *days;     /* 交易日期, 发卡日期, 签订日期 */
    const CalDate *end_days; /* INT64_MAX = open */
    const int64_t *amounts;  /* 分 */
} FactBatch;

/* Bits of the facts that pass the term's `where`; all if it has none. Borrowed from `arena`. NULL +
 * error. */
uint64_t *
measure_where(Pass *pass, const Term *term, const FactBatch *batch, Arena *arena, GError **error);

/* ---- measure_credit.c ------------------------------------------------------------------------ */

/* The figure of all days on which both a piece and [from, to] lie. */
__int128 pieces_within(const Piece *pieces, size_t n, CalDate from, CalDate to);
/* Does the holding count for this credit rule? With which part of the whole. */
bool holding_counts(const Holding *h, RegCredit credit, int64_t *out_num, int64_t *out_den);

/* ---- measure_store.c ------------------------------------------------------------------------- */

typedef enum MeasureSql {
    MEASURE_STEPS,
    MEASURE_BALANCE_AT,
    MEASURE_RATES,
    MEASURE_TXNS,
    MEASURE_CARDS,
    MEASURE_CONTRACTS,
    MEASURE_NEWEST,
    MEASURE_STATE,
    MEASURE_VALUES,
    MEASURE_DROP_VALUES,
    MEASURE_ADD_VALUE,
    MEASURE_PUT_STATE,
    MEASURE_N_SQL,
} MeasureSql;

/* Returns: (owned). */
DbStmt *measure_sql(DbConn *conn, MeasureSql id, GError **error);
