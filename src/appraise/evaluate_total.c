/* Totals: takes over rows that link here, or over the rows of one's own group. */
#include "appraise/groups.h"
#include "appraise/takes.h"

/* One total while it is taken: rows of `from` fall into the groups of `takes`. */
typedef struct Total {
    Frame *from;
    const RegBlock *block;
    const Col *of;    /* NULL: rows are counted */
    const Col *where; /* NULL: all rows */
    Takes *takes;
} Total;

/* Where a row's value goes: a group, nowhere, or, unknown, all groups. */
enum { TO_NONE = -1, TO_ALL = -2 };

static void note(const Total *t, size_t i, int64_t group, const FeelValue *v)
{
    Frame *from = t->from;

    if (group >= 0)
        taken_note(from->ev, (size_t)group, from->subject, from->rows[i], &from->at->cycle, v);
}

static void owe(const Total *t, int64_t group, uint32_t reason)
{
    if (t->block->u.total.leave_out_missing || group == TO_NONE)
        return;
    if (group == TO_ALL)
        takes_owe_all(t->takes, reason);
    else
        takes_owe(t->takes, (size_t)group, reason);
}

/* Has row i anything to take, as far as is known? */
static bool may_count(const Total *t, size_t i)
{
    return col_may_be_true(t->where, i) && !(t->of && col_is_null(t->of, i));
}

/* Row i of `from` goes to `group`; `why`: reason if the group is unknown. */
static void take_row(const Total *t, size_t i, int64_t group, uint32_t why)
{
    FeelValue one = feel_boolean(true);
    FeelValue v = t->of ? feel_cell_get(t->of, i) : one;

    if (!may_count(t, i) || group == TO_NONE)
        return;
    if (t->where && col_is_missing(t->where, i)) {
        owe(t, group, t->where->reasons[i]);
        return;
    }
    note(t, i, group, &v);
    if (group == TO_ALL)
        owe(t, group, why);
    else if (v.kind == FEEL_MISSING)
        owe(t, group, v.reason);
    else if (!takes_add(t->takes, (size_t)group, &v))
        owe(t, group,
            frame_fault_reason(
                t->from, i, t->block->name, t->block->pos,
                text_in(t->from->ev->options.lang, "the value cannot be added up or compared")));
}

/* A list without `of` holds the keys of the rows. */
static const Col *values_of(Frame *from, const RegBlock *block)
{
    const RegTotal *total = &block->u.total;

    if (total->of.program)
        return frame_expr(from, &total->of, block->name);
    return total->take == REG_TAKE_LIST
               ? frame_col(from, reg_name(from->ev->reg, from->subject, "this"))
               : NULL;
}

static Total total_over(Frame *from, const RegBlock *block, Arena *scratch, size_t n_groups)
{
    const RegTotal *total = &block->u.total;

    return (Total){
        .from = from,
        .block = block,
        .of = values_of(from, block),
        .where = total->where.program ? frame_expr(from, &total->where, block->name) : NULL,
        .takes = takes_new(scratch, from->ev->reasons, total->take, n_groups),
    };
}

static void put_result(Frame *f, Total *t, Col *out, size_t i, int64_t group)
{
    Arena *arena = f->ev->arena;
    FeelValue v = group == TO_NONE ? feel_null() : takes_get(t->takes, arena, (size_t)group);

    if (v.kind == FEEL_MISSING)
        col_set_missing(arena, out, i, v.reason);
    else if (!feel_cell_set(arena, out, i, &v))
        frame_fault(f, out, i, t->block->defines[0], t->block->pos,
                    text_in(f->ev->options.lang, "the values taken are of different kinds"));
}

/* Groups of one's own kind: every row of a group has its total. */
static Col *total_within(Frame *f, const RegBlock *block)
{
    const RegTotal *total = &block->u.total;
    g_autoptr(Arena) scratch = arena_new(0);
    Groups groups = groups_by(f, scratch, total->within, total->n_within, block->name);
    Total t = total_over(f, block, scratch, groups.n);
    Col *out = block_nulls(f, block->defines[0]);
    Active applies = block_active(f, block);

    for (size_t i = 0; i < f->n; i++) {
        int64_t group = groups.of[i];
        bool unknown = group == GROUP_MISSING;

        if (applies.reasons && applies.reasons[i] && may_count(&t, i))
            owe(&t, unknown ? TO_ALL : group, applies.reasons[i]);
        if (active_at(&applies, i))
            take_row(&t, i, unknown ? TO_ALL : group, unknown ? groups.why[i] : 0);
    }
    for (size_t i = 0; i < f->n; i++) {
        if (groups.of[i] == GROUP_MISSING)
            col_set_missing(f->ev->arena, out, i, groups.why[i]);
        else
            put_result(f, &t, out, i, groups.of[i]);
    }
    return out;
}

size_t total_group(Frame *f, const RegBlock *block, size_t i)
{
    const RegTotal *total = &block->u.total;
    g_autoptr(Arena) scratch = arena_new(0);
    Groups groups = groups_by(f, scratch, total->within, total->n_within, block->name);

    return groups.of[i] >= 0 ? (size_t)groups.of[i] : SIZE_MAX;
}

/* Rows of another kind (or of one's own) whose link points here. */
static Col *total_over_link(Frame *f, const RegBlock *block, const Active *active)
{
    const RegTotal *total = &block->u.total;
    g_autoptr(Arena) scratch = arena_new(0);
    Frame *from = frame_of(f->ev, f->at, total->over);
    Total t = total_over(from, block, scratch, f->n);
    const int64_t *links = frame_links(from, total->link_name);
    const Col *link = frame_col(from, total->link_name);
    Col *out = block_nulls(f, block->defines[0]);

    for (size_t i = 0; i < from->n; i++) {
        if (links[i] == LINK_MISSING)
            take_row(&t, i, TO_ALL, link->reasons[i]);
        else if (links[i] >= 0 && frame_pos(f, (size_t)links[i]) >= 0)
            take_row(&t, i, frame_pos(f, (size_t)links[i]), 0);
    }
    for (size_t i = 0; i < f->n; i++) {
        if (active_at(active, i))
            put_result(f, &t, out, i, (int64_t)i);
    }
    return out;
}

Col *total_col(Frame *f, const RegBlock *block, const Active *active)
{
    const RegTotal *total = &block->u.total;

    if (total->over >= 0 && total->link_name)
        return total_over_link(f, block, active);
    return total_within(f, block);
}
