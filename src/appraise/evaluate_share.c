/* Shares: a fixed amount handed out within a group in proportion, to the fen (dec/dec_share.h).
 *
 * The fen that rounding leaves over go to those from whom most was cut; of equal ones to the
 * smallest by `rest`, then by key.
 */
#include "appraise/groups.h"

#include "dec/dec_column.h"
#include "dec/dec_share.h"

enum { FEN_PLACES = 2 };

typedef struct Share {
    Frame *f;
    const RegBlock *block;
    const RegShare *share;
    Arena *scratch;
    const Col *of, *by, *where; /* where NULL = all rows */
    const Col **rest;           /* n_rest columns */
    Groups groups;
    uint32_t *owed; /* per group: why its shares are missing */
    uint32_t owed_all;
    uint64_t *takes_part; /* rows */
    Col *out;
} Share;

/* ---- which rows ---- */

static void owe(Share *s, int32_t group, uint32_t reason)
{
    if (s->share->leave_out_missing || group == GROUP_NULL)
        return;
    if (group == GROUP_MISSING)
        s->owed_all = reasons_union(s->f->ev->reasons, s->owed_all, reason);
    else
        s->owed[group] = reasons_union(s->f->ev->reasons, s->owed[group], reason);
}

/* A row whose part is not known. */
static void owe_row(Share *s, size_t i, uint32_t reason)
{
    col_set_missing(s->f->ev->arena, s->out, i, reason);
    owe(s, s->groups.of[i], reason);
}

/* What is wrong with a row's own figures; NULL if nothing is. */
static const char *fault_of(const Share *s, const FeelValue *of, const FeelValue *by)
{
    Lang lang = s->f->ev->options.lang;
    Arena *arena = s->f->ev->arena;

    if (of->kind != FEEL_NUMBER || by->kind != FEEL_NUMBER)
        return text_in(lang, "the value cannot be added up or compared");
    if (dec_sign(by->u.number) >= 0)
        return NULL;
    return arena_printf(arena, text_in(lang, "a share by less than 0: %s"),
                        feel_value_text(arena, by, /* quoted= */ false));
}

/* Why the row cannot be counted; 0 if it can. */
static uint32_t why_missing(Share *s, size_t i, const FeelValue *of, const FeelValue *by)
{
    Reasons *reasons = s->f->ev->reasons;
    uint32_t reason = s->groups.of[i] == GROUP_MISSING ? s->groups.why[i] : 0;
    const char *fault;

    if (of->kind == FEEL_MISSING)
        reason = reasons_union(reasons, reason, of->reason);
    if (by->kind == FEEL_MISSING)
        reason = reasons_union(reasons, reason, by->reason);
    fault = reason ? NULL : fault_of(s, of, by);
    return fault ? frame_fault_reason(s->f, i, s->block->name, s->block->pos, fault) : reason;
}

static void collect_row(Share *s, const Active *active, size_t i)
{
    FeelValue of = feel_cell_get(s->of, i), by = feel_cell_get(s->by, i);
    uint32_t reason;

    if (!col_may_be_true(s->where, i) || s->groups.of[i] == GROUP_NULL || of.kind == FEEL_NULL ||
        by.kind == FEEL_NULL)
        return; /* takes no part, whatever else is owed */
    if (active->reasons && active->reasons[i])
        owe(s, s->groups.of[i], active->reasons[i]);
    if (!active_at(active, i))
        return;
    if (s->where && col_is_missing(s->where, i)) {
        owe_row(s, i, s->where->reasons[i]);
        return;
    }
    reason = why_missing(s, i, &of, &by);
    if (reason)
        owe_row(s, i, reason);
    else
        bits_set(s->takes_part, i);
}

/* ---- one group ---- */

/* A fault of the whole group, told of its first row. */
static void fault_group(Share *s, const size_t *rows, size_t n, const char *text)
{
    Frame *f = s->f;
    uint32_t reason = frame_fault_reason(f, rows[0], s->block->name, s->block->pos, text);

    for (size_t k = 0; k < n; k++)
        col_set_missing(f->ev->arena, s->out, rows[k], reason);
}

/* The amount of a group, to the fen. False after a fault. */
static bool amount_of(Share *s, const size_t *rows, size_t n, Dec *out)
{
    AppResult *ev = s->f->ev;
    FeelValue first = feel_cell_get(s->of, rows[0]);

    for (size_t k = 1; k < n; k++) {
        FeelValue v = feel_cell_get(s->of, rows[k]);

        if (dec_equal(v.u.number, first.u.number))
            continue;
        fault_group(
            s, rows, n,
            arena_printf(ev->arena,
                         text_in(ev->options.lang,
                                 "rows of one group hand out different amounts: %s has %s, %s has "
                                 "%s"),
                         s->f->keys[rows[0]], feel_value_text(ev->arena, &first, false),
                         s->f->keys[rows[k]], feel_value_text(ev->arena, &v, false)));
        return false;
    }
    if (app_plan_round(first.u.number, out))
        return true;
    fault_group(s, rows, n, text_in(ev->options.lang, "the amount is beyond what money can be"));
    return false;
}

/* Order of two rows by one expression of `rest`: smaller first, null last. */
static int compare_rest_at(const Share *s, size_t k, size_t a, size_t b)
{
    FeelValue x = feel_cell_get(s->rest[k], a), y = feel_cell_get(s->rest[k], b);
    bool no_x = x.kind == FEEL_NULL || x.kind == FEEL_MISSING;
    bool no_y = y.kind == FEEL_NULL || y.kind == FEEL_MISSING;
    int order = no_x - no_y;

    if (order == 0 && !no_x && !feel_compare(&x, &y, &order))
        return 0;
    return order;
}

static int compare_rest(const Share *s, size_t a, size_t b)
{
    int order = 0;

    for (size_t k = 0; k < s->share->n_rest && order == 0; k++)
        order = compare_rest_at(s, k, a, b);
    return order;
}

typedef struct Place {
    size_t row;
    size_t part;  /* index in the group */
    size_t place; /* by what was cut off */
} Place;

static int compare_places(const void *x, const void *y, void *data)
{
    const Place *a = x, *b = y;
    int order = (a->place > b->place) - (a->place < b->place);

    if (order == 0)
        order = compare_rest(data, a->row, b->row);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row); /* rows stand by key */
}

/* What an expression of `rest` owes of rows; 0 if nothing, or if that is left out. */
static uint32_t rest_owes(const Share *s, size_t k, const Place *places, size_t n)
{
    const Col *rest = s->rest[k];
    uint32_t reason = 0;

    for (size_t i = 0; i < n && !s->share->leave_out_missing; i++) {
        if (col_is_missing(rest, places[i].row))
            reason = reasons_union(s->f->ev->reasons, reason, rest->reasons[places[i].row]);
    }
    return reason;
}

/* Where `rest` decides who of a tie gets a fen, it must be known of all of them: one expression
 * after the other, among those that the ones before it leave equal. */
static void owe_rest(Share *s, const Place *places, size_t n, size_t n_left)
{
    size_t from = n_left, to = n_left;
    uint32_t reason = 0;

    if (n_left == 0 || n_left >= n)
        return;
    while (from > 0 && places[from - 1].place == places[n_left].place)
        from--;
    while (to < n && places[to].place == places[n_left].place)
        to++;
    for (size_t k = 0; k < s->share->n_rest && from < n_left && !reason; k++) {
        reason = rest_owes(s, k, places + from, to - from);
        while (!reason && from < n_left &&
               compare_rest_at(s, k, places[from].row, places[n_left].row) != 0)
            from++;
        while (!reason && compare_rest_at(s, k, places[to - 1].row, places[n_left].row) != 0)
            to--;
    }
    for (size_t k = from; reason && k < to; k++)
        col_set_missing(s->f->ev->arena, s->out, places[k].row, reason);
}

/* Puts the parts, and one fen more where it is due. */
static void put_parts(
    Share *s, const size_t *rows, size_t n, const Dec *parts, Place *places, size_t n_left, Dec fen)
{
    Arena *arena = s->f->ev->arena;

    for (size_t k = 0; k < n; k++)
        places[k].row = rows[places[k].part];
    g_qsort_with_data(places, (gint)n, sizeof *places, compare_places, s);
    for (size_t k = 0; k < n; k++) {
        FeelValue v = feel_number(parts[places[k].part]);

        if (k < n_left)
            (void)dec_add(v.u.number, fen, &v.u.number); /* within the amount: no overflow */
        (void)feel_cell_set(arena, s->out, places[k].row, &v);
    }
    owe_rest(s, places, n, n_left);
}

static void share_group(Share *s, const size_t *rows, size_t n)
{
    Lang lang = s->f->ev->options.lang;
    Dec *weights = ARENA_NEW_N(s->scratch, Dec, n), *parts = ARENA_NEW_N(s->scratch, Dec, n);
    size_t *order = ARENA_NEW_N(s->scratch, size_t, n), n_left;
    Place *places = ARENA_NEW_N(s->scratch, Place, n);
    bool any = false;
    Dec amount;

    if (!amount_of(s, rows, n, &amount))
        return;
    for (size_t k = 0; k < n; k++) {
        weights[k] = feel_cell_get(s->by, rows[k]).u.number;
        any = any || !dec_is_zero(weights[k]);
    }
    if (!any && !dec_is_zero(amount)) {
        fault_group(s, rows, n, text_in(lang, "nothing to share by: the figures add up to 0"));
        return;
    }
    if (!any) { /* nothing to hand out, and nobody has anything to show for it */
        for (size_t k = 0; k < n; k++)
            weights[k] = dec_from_int(1);
    }
    if (!dec_share(amount, FEN_PLACES, weights, n, parts, order, &n_left)) {
        fault_group(s, rows, n, text_in(lang, "the figures to share by lie too far apart"));
        return;
    }
    for (size_t k = 0; k < n; k++)
        places[k] = (Place){.part = k, .place = order[k]};
    put_parts(s, rows, n, parts, places, n_left,
              dec_from_scaled(dec_sign(amount) < 0 ? -1 : 1, FEN_PLACES));
}

/* ---- all ---- */

static void prepare(Share *s, Frame *f, const RegBlock *block, Arena *scratch)
{
    const RegShare *share = &block->u.share;
    Groups groups = groups_by(f, scratch, share->within, share->n_within, block->name);

    *s = (Share){.f = f, .block = block, .share = share, .scratch = scratch, .groups = groups};
    s->of = frame_expr(f, &share->of, block->name);
    s->by = frame_expr(f, &share->by, block->name);
    if (share->where.program)
        s->where = frame_expr(f, &share->where, block->name);
    s->rest = ARENA_NEW_N(scratch, const Col *, share->n_rest);
    for (size_t k = 0; k < share->n_rest; k++)
        s->rest[k] = frame_expr(f, &share->rest[k], block->name);
    s->owed = ARENA_NEW_N(scratch, uint32_t, s->groups.n);
    s->takes_part = bits_new(scratch, f->n);
    s->out = block_nulls(f, block->defines[0]);
}

/* Rows that take part, group after group, in the order of keys: first[g] … first[g + 1] - 1. */
static size_t *rows_by_group(const Share *s, size_t *first)
{
    size_t n = 0;
    size_t *rows, *next;

    for (size_t i = 0; i < s->f->n; i++) {
        if (bits_get(s->takes_part, i))
            first[s->groups.of[i] + 1]++;
    }
    for (size_t g = 0; g < s->groups.n; g++)
        first[g + 1] += first[g];
    n = first[s->groups.n];
    rows = ARENA_NEW_N(s->scratch, size_t, n);
    next = ARENA_NEW_N(s->scratch, size_t, s->groups.n);
    for (size_t i = 0; i < s->f->n; i++) {
        size_t g = (size_t)s->groups.of[i];

        if (bits_get(s->takes_part, i))
            rows[first[g] + next[g]++] = i;
    }
    return rows;
}

static void share_groups(Share *s)
{
    size_t *first = ARENA_NEW_N(s->scratch, size_t, s->groups.n + 1);
    const size_t *rows = rows_by_group(s, first);

    for (size_t g = 0; g < s->groups.n; g++) {
        uint32_t reason = reasons_union(s->f->ev->reasons, s->owed[g], s->owed_all);
        size_t n = first[g + 1] - first[g];

        for (size_t k = 0; reason && k < n; k++)
            col_set_missing(s->f->ev->arena, s->out, rows[first[g] + k], reason);
        if (!reason && n > 0)
            share_group(s, rows + first[g], n);
    }
}

Col *share_col(Frame *f, const RegBlock *block, const Active *active)
{
    g_autoptr(Arena) scratch = arena_new(0);
    Share s;

    prepare(&s, f, block, scratch);
    for (size_t i = 0; i < f->n; i++)
        collect_row(&s, active, i);
    share_groups(&s);
    return s.out;
}

bool share_sum(Frame *f, const RegBlock *block, size_t i, Dec *out_by, size_t *out_n)
{
    g_autoptr(Arena) scratch = arena_new(0);
    Active active = block_active(f, block);
    DecSum sum = {0};
    Share s;

    prepare(&s, f, block, scratch);
    for (size_t k = 0; k < f->n; k++)
        collect_row(&s, &active, k);
    *out_n = 0;
    for (size_t k = 0; k < f->n; k++) {
        if (!bits_get(s.takes_part, k) || s.groups.of[k] != s.groups.of[i])
            continue;
        dec_sum_add(&sum, feel_cell_get(s.by, k).u.number);
        (*out_n)++;
    }
    return bits_get(s.takes_part, i) && dec_sum_get(&sum, out_by);
}
