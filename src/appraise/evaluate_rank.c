/* Ranks: places within groups, cuts, ties.
 *
 * Rows with equal values share a place. Only where a cut (first 3, last 1) falls inside such a tie,
 * or where ranks are ordinal, it must be broken: by the tie breaks in turn, then by the places that
 * people have given (outcomes), else the rows stay missing and a question waits. Without any cut
 * the tie breaks serve all ties, and what they leave equal stays equal.
 */
#include "appraise/groups.h"

#include <stdlib.h>
#include <string.h>

typedef struct Ranked {
    size_t row; /* of the frame */
    int32_t group;
    FeelValue value;
    size_t tie; /* sub-order inside a tie that was broken: 0 = first */
    bool is_undecided;
} Ranked;

typedef struct Rank {
    Arena *scratch;
    Frame *f;
    const RegBlock *block;
    const RegRank *rank;
    const Col *of, *where;
    const Col **breaks; /* n_tie_break columns */
    const Col **cuts;   /* n_cuts columns */
    Groups groups;
    uint32_t *owed; /* per group: why its ranks are missing */
    uint32_t owed_all;
    size_t *sizes; /* per group: how many are ranked */
    Ranked *rows;  /* all ranked rows, by group, then in order */
    size_t n;
    Col *place;    /* outputs */
    Col *from_end; /* NULL = not asked for */
} Rank;

/* ---- which rows ---- */

static void owe(Rank *r, int32_t group, uint32_t reason)
{
    if (r->rank->leave_out_missing)
        return;
    if (group == GROUP_MISSING)
        r->owed_all = reasons_union(r->f->ev->reasons, r->owed_all, reason);
    else
        r->owed[group] = reasons_union(r->f->ev->reasons, r->owed[group], reason);
}

/* A row that is not ranked has a null rank, or a missing one if that is not known. */
static void collect_row(Rank *r, const Active *active, size_t i)
{
    Arena *arena = r->f->ev->arena;
    int32_t group = r->groups.of[i];
    FeelValue v = feel_cell_get(r->of, i);

    if (!col_may_be_true(r->where, i) || group == GROUP_NULL || v.kind == FEEL_NULL)
        return; /* takes no part, whatever else is owed */
    if (active->reasons && active->reasons[i])
        owe(r, group, active->reasons[i]); /* whether it is ranked is not known */
    if (!active_at(active, i))
        return;
    if (r->where && col_is_missing(r->where, i)) {
        col_set_missing(arena, r->place, i, r->where->reasons[i]);
        owe(r, group, r->where->reasons[i]);
        return;
    }
    if (group == GROUP_MISSING) {
        col_set_missing(arena, r->place, i, r->groups.why[i]);
        owe(r, group, r->groups.why[i]);
        return;
    }
    if (v.kind == FEEL_MISSING) {
        col_set_missing(arena, r->place, i, v.reason);
        owe(r, group, v.reason);
        return;
    }
    r->sizes[group]++;
    r->rows[r->n++] = (Ranked){.row = i, .group = group, .value = v};
}

/* ---- order ---- */

/* < 0: a comes first. Values that cannot be compared are equal. */
static int compare_values(const FeelValue *a, const FeelValue *b, bool descending)
{
    int order;

    if (!feel_compare(a, b, &order))
        return 0;
    return descending ? -order : order;
}

static int compare_ranked(const void *x, const void *y, void *data)
{
    const Ranked *a = x, *b = y;
    const Rank *r = data;
    int order = (a->group > b->group) - (a->group < b->group);

    if (order == 0)
        order = compare_values(&a->value, &b->value, r->rank->descending);
    if (order == 0)
        order = (a->tie > b->tie) - (a->tie < b->tie);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* The place that people gave a tied row; null if none. */
static FeelValue given_place(const Rank *r, size_t i)
{
    const AppData *data = r->f->ev->data;
    int slot = r->block->defines[0]->slot;
    const FeelValue *v = data_cell(data_outcomes(data, slot, r->f->at->cycle.text), r->f->rows[i]);

    if (!v) /* given for every cycle */
        v = data_cell(data_outcomes(data, slot, NULL), r->f->rows[i]);
    return v && v->kind == FEEL_NUMBER ? *v : feel_null();
}

/* One tie while it is broken. */
typedef struct Broken {
    const Rank *rank;
    size_t n_breaks; /* tie breaks that can be used: those before one that is missing for a row */
} Broken;

/* What is owed cannot decide, nor can what comes after it; people may. */
static size_t usable_breaks(const Rank *r, const Ranked *rows, size_t n)
{
    for (size_t k = 0; k < r->rank->n_tie_break; k++) {
        for (size_t i = 0; i < n; i++) {
            if (col_is_missing(r->breaks[k], rows[i].row))
                return k;
        }
    }
    return r->rank->n_tie_break;
}

/* Order of two tied rows by the tie breaks; higher values first, none last. */
static int compare_breaks(const Ranked *a, const Ranked *b, const Broken *broken)
{
    const Rank *r = broken->rank;

    for (size_t k = 0; k < broken->n_breaks; k++) {
        FeelValue x = feel_cell_get(r->breaks[k], a->row);
        FeelValue y = feel_cell_get(r->breaks[k], b->row);
        int order = (x.kind == FEEL_NULL) - (y.kind == FEEL_NULL);

        if (order == 0)
            order = compare_values(&x, &y, true);
        if (order != 0)
            return order;
    }
    return 0;
}

static int compare_tied(const void *x, const void *y, void *data)
{
    const Ranked *a = x, *b = y;
    int order = compare_breaks(a, b, data);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static int compare_given(const void *x, const void *y, void *data)
{
    const Ranked *a = x, *b = y;
    FeelValue p = given_place(data, a->row), q = given_place(data, b->row);
    int order = compare_values(&p, &q, false);

    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* ---- cuts ---- */

/* Does a boundary that must not lie inside a tie lie inside places first … last (of `size`)? */
static bool is_cut(const Rank *r, const Ranked *row, size_t first, size_t last, size_t size)
{
    if (first == last)
        return false;
    if (r->rank->ties == REG_TIES_ORDINAL)
        return true;
    for (size_t k = 0; k < r->rank->n_cuts; k++) {
        FeelValue v = feel_cell_get(r->cuts[k], row->row);
        int64_t n, places = (int64_t)size;
        Dec whole;

        if (v.kind == FEEL_MISSING)
            return true; /* wherever it lies, it may be here */
        /* half a place is no place: the first 12.5 are the first 12 */
        if (v.kind != FEEL_NUMBER || !dec_round(v.u.number, 0, DEC_FLOOR, &whole) ||
            !dec_to_int64(whole, &n))
            continue;
        n = r->rank->cuts[k].from_end ? places - n : n;
        if (n >= (int64_t)first && n < (int64_t)last)
            return true;
    }
    return false;
}

/* ---- ties ---- */

/* Puts rows that nothing else tells apart in the order of the places people gave, if these leave no
 * cut inside a tie. */
static bool settle(Rank *r, Ranked *rows, size_t n, size_t first, size_t size, size_t tie)
{
    Dec low = dec_from_int((int64_t)first), high = dec_from_int((int64_t)(first + n - 1));

    for (size_t i = 0; i < n; i++) {
        FeelValue p = given_place(r, rows[i].row);

        if (p.kind != FEEL_NUMBER)
            return false;
        if (dec_compare(p.u.number, low) < 0 || dec_compare(p.u.number, high) > 0) {
            diag_add(r->f->ev->diags, DIAG_ERROR, "appraise.bad-outcome", r->block->pos,
                     "the place given to %s in %s is none of those tied for: %zu to %zu",
                     r->f->keys[rows[i].row], r->block->name, first, first + n - 1);
            return false;
        }
    }
    g_qsort_with_data(rows, (gint)n, sizeof *rows, compare_given, r);
    for (size_t i = 0, from = 0; i < n; i++) {
        FeelValue p = given_place(r, rows[i].row), q = given_place(r, rows[from].row);

        if (compare_values(&p, &q, false) != 0)
            from = i;
        rows[i].tie = tie + from;
        if (i > from && is_cut(r, &rows[i], first + from, first + i, size))
            return false;
    }
    return true;
}

static void leave_to_people(Rank *r, Ranked *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        AppQuestion q = {.block = r->block,
                         .row = r->f->rows[rows[i].row],
                         .cycle = r->f->at->cycle,
                         .is_tie = true};

        rows[i].is_undecided = true;
        g_array_append_val(r->f->ev->questions, q);
    }
}

/* Breaks a tie of n rows at places first … first + n - 1. */
static void break_tie(Rank *r, Ranked *rows, size_t n, size_t first, size_t size)
{
    Broken broken = {.rank = r, .n_breaks = usable_breaks(r, rows, n)};
    bool must = is_cut(r, rows, first, first + n - 1, size);

    if (!must && r->rank->n_cuts > 0)
        return;
    g_qsort_with_data(rows, (gint)n, sizeof *rows, compare_tied, &broken);
    for (size_t i = 0; i < n;) {
        size_t m = 1;

        while (i + m < n && compare_breaks(&rows[i], &rows[i + m], &broken) == 0)
            m++;
        for (size_t k = i; k < i + m; k++)
            rows[k].tie = i;
        if (is_cut(r, &rows[i], first + i, first + i + m - 1, size) &&
            !settle(r, rows + i, m, first + i, size, i))
            leave_to_people(r, rows + i, m);
        i += m;
    }
}

/* ---- places ---- */

static bool same_place(const Rank *r, const Ranked *a, const Ranked *b)
{
    return compare_values(&a->value, &b->value, r->rank->descending) == 0 && a->tie == b->tie;
}

static void owe_tie(Rank *r, size_t row)
{
    Frame *f = r->f;
    uint32_t reason;
    ReasonRoot root = {
        .kind = REASON_TIE,
        .name = r->block->name,
        .row = f->keys[row],
        .cycle = f->at->cycle.text,
        .owed_by = r->rank->undecided,
    };

    reason = reasons_root(f->ev->reasons, &root);
    for (size_t k = 0; k < r->rank->n_tie_break; k++) {
        if (col_is_missing(r->breaks[k], row))
            reason = reasons_union(f->ev->reasons, reason, r->breaks[k]->reasons[row]);
    }
    for (size_t k = 0; k < r->rank->n_cuts; k++) {
        if (col_is_missing(r->cuts[k], row))
            reason = reasons_union(f->ev->reasons, reason, r->cuts[k]->reasons[row]);
    }
    col_set_missing(f->ev->arena, r->place, row, reason);
    if (r->from_end)
        col_set_missing(f->ev->arena, r->from_end, row, reason);
}

static void put_place(Col *col, Arena *arena, size_t row, size_t place)
{
    FeelValue v = feel_number(dec_from_int((int64_t)place));

    (void)feel_cell_set(arena, col, row, &v);
}

/* Places of one group: rows[0 … n-1], ordered. */
static void place_group(Rank *r, Ranked *rows, size_t n)
{
    Arena *arena = r->f->ev->arena;
    bool dense = r->rank->ties == REG_TIES_DENSE;
    size_t place = 0, distinct = 0, n_distinct = 0;

    for (size_t i = 0; i < n; i++)
        n_distinct += i == 0 || !same_place(r, &rows[i - 1], &rows[i]);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && same_place(r, &rows[i], &rows[end]);)
            end++;
        distinct++;
        place = dense ? distinct : i + 1;
        for (size_t k = i; k < end; k++) {
            if (rows[k].is_undecided) {
                owe_tie(r, rows[k].row);
                continue;
            }
            put_place(r->place, arena, rows[k].row, place);
            if (r->from_end)
                put_place(r->from_end, arena, rows[k].row,
                          dense ? n_distinct - distinct + 1 : n - end + 1);
        }
    }
}

static void rank_group(Rank *r, Ranked *rows, size_t n)
{
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && same_place(r, &rows[i], &rows[end]);)
            end++;
        if (end - i > 1)
            break_tie(r, rows + i, end - i, i + 1, n);
    }
    place_group(r, rows, n);
}

/* A row's missing value makes the ranks of its group missing. */
static void put_owed(Rank *r, size_t i, uint32_t reason)
{
    Arena *arena = r->f->ev->arena;

    if (!col_is_null(r->place, i))
        col_set_missing(arena, r->place, i, reason);
    if (r->from_end && !col_is_null(r->from_end, i))
        col_set_missing(arena, r->from_end, i, reason);
}

static void put_groups(Rank *r, const Active *active)
{
    Frame *f = r->f;

    for (size_t i = 0; i < f->n; i++) {
        int32_t group = r->groups.of[i];
        uint32_t reason;

        if (!active_at(active, i) || group == GROUP_NULL)
            continue;
        if (col_is_missing(r->place, i) && r->from_end)
            col_set_missing(f->ev->arena, r->from_end, i, r->place->reasons[i]);
        if (group == GROUP_MISSING)
            continue;
        reason = reasons_union(f->ev->reasons, r->owed[group], r->owed_all);
        if (reason)
            put_owed(r, i, reason);
    }
}

/* Who is ranked, in which group; `place` gets what is missing. */
static void collect(Rank *r, Frame *f, const RegBlock *block, const Active *active, Col *place)
{
    Arena *scratch = r->scratch;
    const RegRank *rank = &block->u.rank;

    r->f = f;
    r->block = block;
    r->rank = rank;
    r->place = place;
    r->groups = groups_by(f, scratch, rank->within, rank->n_within, block->name);
    r->of = frame_expr(f, &rank->of, block->name);
    if (rank->where.program)
        r->where = frame_expr(f, &rank->where, block->name);
    r->owed = ARENA_NEW_N(scratch, uint32_t, r->groups.n);
    r->sizes = ARENA_NEW_N(scratch, size_t, r->groups.n);
    r->rows = ARENA_NEW_N(scratch, Ranked, f->n);
    for (size_t i = 0; i < f->n; i++)
        collect_row(r, active, i);
}

/* What orders them beside their values. */
static void prepare_order(Rank *r)
{
    const RegRank *rank = r->rank;

    r->breaks = ARENA_NEW_N(r->scratch, const Col *, rank->n_tie_break);
    for (size_t k = 0; k < rank->n_tie_break; k++)
        r->breaks[k] = frame_expr(r->f, &rank->tie_break[k], r->block->name);
    r->cuts = ARENA_NEW_N(r->scratch, const Col *, rank->n_cuts);
    for (size_t k = 0; k < rank->n_cuts; k++)
        r->cuts[k] = frame_expr(r->f, &rank->cuts[k].n, r->block->name);
}

Col *rank_size_col(Frame *f, const RegName *size, const Active *active)
{
    g_autoptr(Arena) scratch = arena_new(0);
    Rank r = {.scratch = scratch};
    Arena *arena = f->ev->arena;
    Col *out = block_nulls(f, size);

    collect(&r, f, size->block, active, block_nulls(f, size->block->defines[0]));
    for (size_t i = 0; i < f->n; i++) {
        int32_t group = r.groups.of[i];
        uint32_t reason;

        if (!active_at(active, i) || group == GROUP_NULL)
            continue;
        reason = group == GROUP_MISSING ? r.groups.why[i]
                                        : reasons_union(f->ev->reasons, r.owed[group], r.owed_all);
        if (reason)
            col_set_missing(arena, out, i, reason);
        else
            put_place(out, arena, i, r.sizes[group]);
    }
    return out;
}

void rank_cols(Frame *f, const RegBlock *block, const Active *active, Col **out)
{
    g_autoptr(Arena) scratch = arena_new(0);
    Rank r = {.scratch = scratch};

    for (size_t k = 0; k < block->n_defines; k++) {
        if (reg_is_size(block->defines[k]))
            continue;
        out[k] = block_nulls(f, block->defines[k]);
        if (k > 0)
            r.from_end = out[k];
    }
    collect(&r, f, block, active, out[0]); /* the rank's own name comes first */
    prepare_order(&r);
    if (r.n > 0)
        g_qsort_with_data(r.rows, (gint)r.n, sizeof(Ranked), compare_ranked, &r);
    for (size_t i = 0, end; i < r.n; i = end) {
        for (end = i + 1; end < r.n && r.rows[end].group == r.rows[i].group;)
            end++;
        if (!r.owed[r.rows[i].group] && !r.owed_all)
            rank_group(&r, r.rows + i, end - i);
        else
            place_group(&r, r.rows + i, end - i); /* all become missing below */
    }
    put_groups(&r, active);
}
