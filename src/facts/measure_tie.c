/* The tie-out of one measure: Σ persons + unassigned − double-credited = ledger.
 *
 * Each side is counted in its own way: the ledger adds what the facts say, the persons' sum goes
 * holding by holding as it does for persons, and what nobody or more than one whole holder has is
 * found on spans of days between which the holdings do not change.
 */
#include "facts/load_private.h"
#include "facts/measure_private.h"

#include <stdlib.h>
#include <string.h>

typedef enum TieSum { TIE_PERSONS, TIE_UNASSIGNED, TIE_DOUBLE, TIE_LEDGER, TIE_N } TieSum;

typedef struct Group {
    int32_t unit; /* -1 = none */
    const char *product;
    int64_t index;
} Group;

typedef struct Tie {
    ExactSums *sums;
    GHashTable *groups; /* "unit product" -> Group* in the arena */
    GPtrArray *list;    /* Group * */
    GArray *days;       /* CalDate: where holdings begin and end */
} Tie;

static bool beyond(const Pass *pass, GError **error)
{
    err_set(error, ERR_LIMIT, "measure.too-large",
            "the measure %s is beyond what can be counted exactly (amounts too large or shares too "
            "fine)",
            pass->terms[0].name->name);
    return false;
}

/* Facts of a customer have his unit and no product. */
static const Group *group_of(Pass *pass, Tie *tie, int32_t customer, int32_t account)
{
    const MasterRow *row = account >= 0 ? &pass->master->tables[MASTER_ACCOUNT].rows[account]
                                        : &pass->master->tables[MASTER_CUSTOMER].rows[customer];
    const char *product = account >= 0 && row->kind ? row->kind : "";
    g_autofree char *key = g_strdup_printf("%d %s", row->unit, product);
    Group *group = g_hash_table_lookup(tie->groups, key);

    if (group)
        return group;
    group = ARENA_NEW(pass->arena, Group);
    *group = (Group){row->unit, product, tie->list->len};
    g_ptr_array_add(tie->list, group);
    g_hash_table_insert(tie->groups, g_steal_pointer(&key), group);
    return group;
}

static bool add(Tie *tie, const Group *group, TieSum which, __int128 figure, Exact part)
{
    return !__builtin_mul_overflow(figure, part.num, &figure) && part.den <= INT64_MAX &&
           exact_sums_add(tie->sums, group->index * TIE_N + (int64_t)which, (int64_t)part.den,
                          figure);
}

static int compare_days(gconstpointer a, gconstpointer b)
{
    CalDate x = *(const CalDate *)a, y = *(const CalDate *)b;

    return x < y ? -1 : x > y;
}

/* Days on which another span begins, ascending; the first one is INT64_MIN. */
static void find_spans(Tie *tie, const Holding *holdings, size_t n)
{
    CalDate day = INT64_MIN;

    g_array_set_size(tie->days, 0);
    g_array_append_val(tie->days, day);
    for (size_t i = 0; i < n; i++) {
        day = holdings[i].from;
        g_array_append_val(tie->days, day);
        day = holdings[i].to == INT64_MAX ? INT64_MAX : holdings[i].to + 1;
        if (day != INT64_MAX)
            g_array_append_val(tie->days, day);
    }
    g_array_sort(tie->days, compare_days);
}

/* How many wholes are credited on that day. */
static bool covered(const Holding *holdings, size_t n, RegCredit credit, CalDate day, Exact *out)
{
    int64_t num, den;

    *out = exact_zero();
    for (size_t i = 0; i < n; i++)
        if (holdings[i].from <= day && day <= holdings[i].to &&
            holding_counts(&holdings[i], credit, &num, &den) &&
            !exact_add(*out, (Exact){num, den}, out))
            return false;
    return true;
}

static bool add_uncovered(Tie *tie,
                          const Group *group,
                          const Holding *holdings,
                          size_t n,
                          RegCredit credit,
                          const Piece *pieces,
                          size_t n_pieces)
{
    const CalDate *days;
    Exact rest;

    find_spans(tie, holdings, n);
    days = (const CalDate *)(void *)tie->days->data;
    for (guint i = 0; i < tie->days->len; i++) {
        CalDate last = i + 1 < tie->days->len ? days[i + 1] - 1 : INT64_MAX;
        __int128 figure = pieces_within(pieces, n_pieces, days[i], last);
        if (figure == 0)
            continue;
        if (!covered(holdings, n, credit, days[i], &rest) ||
            !exact_add((Exact){1, 1}, exact_neg(rest), &rest))
            return false;
        if (rest.num > 0 && !add(tie, group, TIE_UNASSIGNED, figure, rest))
            return false;
        if (rest.num < 0 && !add(tie, group, TIE_DOUBLE, figure, exact_neg(rest)))
            return false;
    }
    return true;
}

static bool tie_sink(Pass *pass,
                     size_t term,
                     TermSum which,
                     int32_t customer,
                     int32_t account,
                     const Piece *pieces,
                     size_t n,
                     GError **error)
{
    const Master *m = pass->master;
    Tie *tie = pass->sink_data;
    const Group *group = group_of(pass, tie, customer, account);
    const Holding *holdings = m->holdings + m->first_holding[customer];
    size_t n_holdings = m->first_holding[customer + 1] - m->first_holding[customer];
    RegCredit credit = pass->terms[term].credit;
    int64_t num, den;

    (void)which;
    if (!add(tie, group, TIE_LEDGER, pieces_within(pieces, n, INT64_MIN, INT64_MAX), (Exact){1, 1}))
        return beyond(pass, error);
    for (size_t i = 0; i < n_holdings; i++)
        if (holding_counts(&holdings[i], credit, &num, &den) &&
            !add(tie, group, TIE_PERSONS,
                 pieces_within(pieces, n, holdings[i].from, holdings[i].to), (Exact){num, den}))
            return beyond(pass, error);
    return add_uncovered(tie, group, holdings, n_holdings, credit, pieces, n) ||
           beyond(pass, error);
}

/* ---- lines ---- */

static bool
make_line(Pass *pass, const Tie *tie, const Group *group, MeasureTieOut *out, GError **error)
{
    const MasterTable *units = &pass->master->tables[MASTER_UNIT];
    Exact sums[TIE_N], total;
    Dec values[TIE_N];

    for (int k = 0; k < TIE_N; k++)
        if (!exact_sums_get(tie->sums, group->index * TIE_N + k, &sums[k]) ||
            !exact_to_dec(sums[k], pass->terms[0].scale, &values[k]))
            return beyond(pass, error);
    if (!exact_add(sums[TIE_PERSONS], sums[TIE_UNASSIGNED], &total) ||
        !exact_add(total, exact_neg(sums[TIE_DOUBLE]), &total))
        return beyond(pass, error);
    *out = (MeasureTieOut){.persons = values[TIE_PERSONS],
                           .unassigned = values[TIE_UNASSIGNED],
                           .double_credited = values[TIE_DOUBLE],
                           .ledger = values[TIE_LEDGER],
                           .ties = exact_equal(total, sums[TIE_LEDGER])};
    out->product = group->product;
    out->unit = group->unit < 0 ? "" : units->rows[group->unit].code;
    return true;
}

static int compare_lines(const void *a, const void *b)
{
    const MeasureTieOut *x = a, *y = b;
    int by_unit = strcmp(x->unit, y->unit);

    return by_unit ? by_unit : strcmp(x->product, y->product);
}

static bool adds_up(RegMeasureTake take)
{
    return take == REG_MEASURE_BALANCE_DAYS || take == REG_MEASURE_SUM ||
           take == REG_MEASURE_COUNT || take == REG_MEASURE_END || take == REG_MEASURE_NEW;
}

static MeasureTieOut *
make_lines(Pass *pass, const Tie *tie, Arena *arena, size_t *out_n, GError **error)
{
    MeasureTieOut *lines = ARENA_NEW_N(arena, MeasureTieOut, tie->list->len);

    for (guint i = 0; i < tie->list->len; i++) {
        if (!make_line(pass, tie, g_ptr_array_index(tie->list, i), &lines[i], error))
            return NULL;
        lines[i].unit = arena_strdup(arena, lines[i].unit);
        lines[i].product = arena_strdup(arena, lines[i].product);
    }
    qsort(lines, tie->list->len, sizeof *lines, compare_lines);
    *out_n = tie->list->len;
    return lines;
}

MeasureTieOut *measure_tie_out(DbConn *conn,
                               const Regulation *reg,
                               const RegName *input,
                               const AppCycle *cycle,
                               Arena *arena,
                               size_t *out_n,
                               GError **error)
{
    g_autoptr(Arena) own = arena_new(0);
    g_autoptr(Master) master = NULL;
    g_autoptr(AppData) params = app_data_new(reg);
    g_autoptr(ExactSums) sums = exact_sums_new();
    g_autoptr(GHashTable) groups = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(CalDate));
    Tie tie = {sums, groups, list, days};
    Measure measure;
    Term terms[2];

    if (!load_parameters(conn, reg, params, error) ||
        !measure_define(&(Defining){reg, cycle, params, own}, input, &measure, terms, error))
        return NULL;
    if (!adds_up(measure.take)) {
        err_set(error, ERR_UNSUPPORTED, "measure.no-tie-out",
                "%s does not add up over persons; only balance-days, end, sum, count and new do",
                input->name);
        return NULL;
    }
    master = master_load(conn, error);
    if (!master)
        return NULL;
    Pass pass = {.conn = conn,
                 .reg = reg,
                 .cycle = cycle,
                 .arena = own,
                 .master = master,
                 .terms = terms,
                 .n_terms = 1,
                 .sink = tie_sink,
                 .sink_data = &tie};
    return measure_stream(&pass, error) ? make_lines(&pass, &tie, arena, out_n, error) : NULL;
}
