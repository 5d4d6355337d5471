/* History: values of a name in earlier cycles (and finer ones of this), taken together. */
#include "appraise/takes.h"
#include "appraise/window.h"

#include <string.h>

typedef struct History {
    Frame *f;
    const RegBlock *block;
    const RegInput *input;
    const RegName *of;
    const Active *active;
    HistoryStart start;
    Takes *takes;
} History;

/* Nothing is known of days before this one. */
static CalDate earliest(const AppResult *ev)
{
    return MIN(ev->from.first, ev->data->earliest);
}

/* First day per row: of the present employment, and of `since`. */
HistoryStart history_start(Frame *f, const RegBlock *block)
{
    const RegInput *input = &block->u.input;
    HistoryStart start = {.first = ARENA_NEW_N(f->ev->arena, CalDate, f->n)};
    const Col *since = NULL;
    bool everywhere = input->across_employments || input->over.kind == REG_SPAN_THIS_CYCLE ||
                      input->over.kind == REG_SPAN_NONE;

    if (input->over.kind == REG_SPAN_SINCE)
        since = frame_expr(f, &input->over.since, block->name);
    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = since ? feel_cell_get(since, i) : feel_null();
        CalDate joined = everywhere ? INT64_MIN : frame_joined(f, i);
        /* the cycle in which he came belongs to the present employment */
        CalDate from = v.kind == FEEL_DATE ? v.u.date : INT64_MIN;

        start.first[i] = MAX(joined, from);
        if (v.kind == FEEL_MISSING) {
            if (!start.missing)
                start.missing = ARENA_NEW_N(f->ev->arena, uint32_t, f->n);
            start.missing[i] = v.reason;
        } else if (since && v.kind != FEEL_DATE) {
            start.first[i] = INT64_MAX; /* since nothing: no cycle */
        }
    }
    return start;
}

AppCycle *history_cycles(Frame *f, const RegBlock *block, const HistoryStart *start, size_t *out_n)
{
    AppResult *ev = f->ev;
    const RegInput *input = &block->u.input;
    CalDate since = INT64_MAX, first, last;

    for (size_t i = 0; i < f->n; i++)
        since = MIN(since, start->first[i]);
    *out_n = 0;
    since = MAX(since, earliest(ev));
    if (!window_days(ev->reg, &input->over, &f->at->cycle, input->history_of->cycle, since, &first,
                     &last))
        return NULL;
    first = MAX(first, earliest(ev));
    if (first > last)
        return NULL;
    return window_cycles(ev->arena, ev->reg, &f->at->cycle, input->history_of->cycle, first, last,
                         out_n);
}

/* Is anything known of the name in a cycle before the range? */
static bool is_known(const AppResult *ev, const Instance *at, const RegName *name)
{
    const RegBlock *block = name->block;
    bool from_rows = block && block->kind == REG_INPUT && reg_is_of_form(block->u.input.source);

    if (at->mode != INSTANCE_PAST || from_rows)
        return true;
    return data_cells(ev->data, name->slot, at->cycle.text) ||
           data_outcomes(ev->data, name->slot, at->cycle.text);
}

static void owe(History *h, size_t i, uint32_t reason)
{
    if (!h->input->leave_out_missing)
        takes_owe(h->takes, i, reason);
}

static void
take_cell(History *h, size_t i, const Frame *from, size_t k, const Col *col, const Col *where)
{
    FeelValue v = feel_cell_get(col, k);
    SrcPos pos = h->block->pos;

    if (v.kind == FEEL_NULL || !col_may_be_true(where, k))
        return;
    if (where && col_is_missing(where, k)) {
        owe(h, i, where->reasons[k]);
        return;
    }
    taken_note(h->f->ev, i, from->subject, from->rows[k], &from->at->cycle, &v);
    if (v.kind == FEEL_MISSING)
        owe(h, i, v.reason);
    else if (!takes_add(h->takes, i, &v))
        owe(h, i,
            frame_fault_reason(
                h->f, i, h->block->name, pos,
                text_in(h->f->ev->options.lang, "the value cannot be added up or compared")));
}

/* A cycle in which the row was not in the population contributes nothing. */
static void take_cycle(History *h, const AppCycle *cycle)
{
    Frame *f = h->f;
    Instance *at = instance_of(f->ev, cycle);

    if (!is_known(f->ev, at, h->of))
        return;

    Frame *from = frame_of(f->ev, at, f->subject);
    const Col *col = frame_col(from, h->of);
    const Col *where =
        h->input->where.program ? frame_expr(from, &h->input->where, h->block->name) : NULL;

    for (size_t i = 0; i < f->n; i++) {
        int32_t k = frame_pos(from, f->rows[i]);

        if (k >= 0 && active_at(h->active, i) && cycle->last >= h->start.first[i])
            take_cell(h, i, from, (size_t)k, col, where);
    }
}

/* Rows with nothing to take get what `if none` says. */
static const Col *none_col(History *h)
{
    Frame *f = h->f;
    uint64_t *bits;

    if (!h->input->if_none.program)
        return NULL;
    bits = bits_new(f->ev->arena, f->n);
    for (size_t i = 0; i < f->n; i++) {
        if (active_at(h->active, i) && takes_count(h->takes, i) == 0)
            bits_set(bits, i);
    }
    return frame_run(f, h->input->if_none.program, bits, h->block->name);
}

static void put(History *h, Col *out, size_t i, const Col *none)
{
    Frame *f = h->f;
    Arena *arena = f->ev->arena;
    FeelValue v = takes_get(h->takes, arena, i);

    if (h->start.missing && h->start.missing[i])
        v = feel_missing(h->start.missing[i]);
    else if (v.kind != FEEL_MISSING && none && takes_count(h->takes, i) == 0)
        v = feel_cell_get(none, i);
    if (v.kind == FEEL_MISSING)
        col_set_missing(arena, out, i, v.reason);
    else if (!feel_cell_set(arena, out, i, &v))
        frame_fault(f, out, i, h->block->defines[0], h->block->pos,
                    text_in(f->ev->options.lang, "the values taken are of different kinds"));
}

Col *history_col(Frame *f, const RegBlock *block, const Active *active)
{
    g_autoptr(Arena) scratch = arena_new(0);
    History h = {.f = f,
                 .block = block,
                 .input = &block->u.input,
                 .of = block->u.input.history_of,
                 .active = active};
    Col *out = block_nulls(f, block->defines[0]);
    size_t n = 0;

    if (!h.of || h.of->cycle == REG_NO_CYCLE || h.of->subject != f->subject)
        return out; /* refused by the checker */
    h.start = history_start(f, block);
    h.takes = takes_new(scratch, f->ev->reasons, h.input->take, f->n);

    AppCycle *cycles = history_cycles(f, block, &h.start, &n);

    for (size_t k = 0; k < n; k++)
        take_cycle(&h, &cycles[k]);

    const Col *none = none_col(&h);

    for (size_t i = 0; i < f->n; i++) {
        if (active_at(active, i))
            put(&h, out, i, none);
    }
    return out;
}
