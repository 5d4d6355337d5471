/* Entries: inputs that are taken from the lines of a sheet or the entries of a register.
 *
 * Each pair (entry, row it belongs to) is one row of a batch: the entry's names and the row's own
 * stand side by side in its columns, so that `where` may read both. Fields are read of the frame of
 * the window, which all inputs of the cycle with that window share; what an entry's own cycle says
 * of it (a decision per entry, its rank) is read there.
 */
#include "appraise/takes.h"
#include "appraise/window.h"

#include <stdlib.h>
#include <string.h>

typedef struct Entries {
    Frame *f;    /* the rows that read */
    Frame *from; /* the entries of the window, by date, then key; it knows names of no cycle */
    const RegBlock *block;
    const RegInput *input;
    const RegForm *form;
    const Active *active;
    CalDate first, last; /* of the window */
    bool spans;          /* more than the cycle itself: a present employment bounds it */
    HistoryStart start;
    int64_t *entry, *row; /* of each pair: indices in `from` and `f` */
    size_t n;
    Takes *takes;
    Arena *scratch; /* of this input */
} Entries;

/* The frame of its window. */
static Frame *window_of(Entries *e)
{
    EntryWindow window = {
        .at = e->f->at, .subject = e->input->entries, .first = e->first, .last = e->last};

    return entries_window(e->f->ev, &window);
}

/* ---- what is read of them -------------------------------------------------------------------- */

/* The frame of the entry's own cycle of a kind, and where the run of entries in it ends. */
static Frame *home_of(Entries *e, int kind, size_t i, size_t *out_end)
{
    AppResult *ev = e->f->ev;
    const CalDate *days = e->from->days; /* ascending, but for undated ones, which come first */
    AppCycle cycle = app_cycle_of(ev->reg, kind, days[i]);
    size_t end = i + 1;

    while (end < e->from->n && days[end] >= cycle.first && days[end] <= cycle.last)
        end++;
    *out_end = end;
    return frame_of(ev, instance_of(ev, &cycle), e->from->subject);
}

/* A name of the entries over those of the window. */
static const Col *entry_col(Entries *e, const RegName *name)
{
    Frame *from = e->from;
    Col *out;

    if (name->cycle == REG_NO_CYCLE)
        return frame_col(from, name);
    out = block_nulls(from, name);
    for (size_t i = 0, end; i < from->n; i = end) {
        Frame *home = home_of(e, name->cycle, i, &end);
        const Col *col = frame_col(home, name);

        for (size_t k = i; k < end; k++) {
            int32_t at = frame_pos(home, from->rows[k]);

            if (at >= 0)
                col_copy_cell(e->f->ev->arena, out, k, col, (size_t)at);
        }
    }
    return out;
}

/* The rows that a link of the entries points to; *out_col: the link itself. */
static const int64_t *entry_links(Entries *e, const RegName *link, const Col **out_col)
{
    Frame *from = e->from;
    int64_t *out;

    *out_col = entry_col(e, link);
    if (link->cycle == REG_NO_CYCLE)
        return frame_links(from, link);
    out = ARENA_NEW_N(e->scratch, int64_t, from->n);
    for (size_t i = 0, end; i < from->n; i = end) {
        Frame *home = home_of(e, link->cycle, i, &end);
        const int64_t *links = frame_links(home, link);

        for (size_t k = i; k < end; k++) {
            int32_t at = frame_pos(home, from->rows[k]);

            out[k] = at >= 0 ? links[at] : LINK_NULL;
        }
    }
    return out;
}

/* ---- whose they are ---- */

/* Notes that entry i belongs to the row with that AppData index, if it is one that reads. */
static void pair(Entries *e, size_t i, int64_t owner)
{
    int32_t row = frame_pos(e->f, (size_t)owner);
    size_t last = e->n;

    if (row < 0 || !active_at(e->active, (size_t)row))
        return;
    /* one without a date is of every day of the window, so of its last */
    if (e->spans && MIN(e->from->days[i], e->last) < e->start.first[row])
        return;
    for (; last > 0 && e->entry[last - 1] == (int64_t)i; last--) {
        if (e->row[last - 1] == row)
            return; /* by another link already */
    }
    e->entry[e->n] = (int64_t)i;
    e->row[e->n++] = row;
}

static void pair_up(Entries *e)
{
    Frame *from = e->from;
    size_t n_links = e->input->n_links;
    size_t n = from->n * (e->input->each_link ? n_links : 1);
    const int64_t **owners = ARENA_NEW_N(e->scratch, const int64_t *, n_links);
    const Col **links = ARENA_NEW_N(e->scratch, const Col *, n_links);

    for (size_t k = 0; k < n_links; k++)
        owners[k] = entry_links(e, e->input->links[k], &links[k]);
    e->entry = ARENA_NEW_N(e->scratch, int64_t, n);
    e->row = ARENA_NEW_N(e->scratch, int64_t, n);
    for (size_t i = 0; i < from->n; i++) {
        for (size_t k = 0; k < n_links; k++) {
            int64_t owner = owners[k][i];

            if (owner >= 0)
                pair(e, i, owner);
            else if (owner == LINK_MISSING && !e->input->leave_out_missing)
                /* it could lead to any row: none of them knows all of its entries */
                takes_owe_all(e->takes, links[k]->reasons[i]);
            if (owner >= 0 && !e->input->each_link)
                break;
        }
    }
}

/* ---- what is taken ---- */

static const Col *run_pairs(Entries *e, const RegExpr *expr)
{
    AppResult *ev = e->f->ev;
    size_t n_slots = ev->reg->n_names;
    g_autofree const Col **cols = g_new0(const Col *, n_slots);
    g_autofree const char **keys = g_new(const char *, MAX(e->n, 1));
    const int *slots;
    size_t n = feel_program_slots(expr->program, &slots);
    Col *out;

    for (size_t k = 0; k < n; k++) {
        const RegName *name = ev->reg->names[slots[k]];
        bool own = name->subject == e->input->entries;

        cols[slots[k]] = own ? col_gather(e->scratch, entry_col(e, name), e->entry, e->n)
                             : col_gather(e->scratch, frame_col(e->f, name), e->row, e->n);
    }
    for (size_t i = 0; i < e->n; i++)
        keys[i] = e->f->keys[e->row[i]];

    FeelBatch batch = {.n = e->n, .slots = cols, .n_slots = n_slots};

    feel_run_set_blame(ev->run, e->block->name, e->f->at->cycle.text, keys);
    out = feel_run_columns(ev->run, expr->program, &batch, NULL);
    feel_run_set_blame(ev->run, e->block->name, e->f->at->cycle.text, NULL);
    return out;
}

/* The field taken; NULL: the entries themselves. */
static const RegName *field_of(const Entries *e)
{
    const char *column = e->input->column ? e->input->column : e->block->name;

    if (e->input->take == REG_TAKE_COUNT || (e->input->take == REG_TAKE_LIST && !e->input->column))
        return NULL;
    return reg_name(e->f->ev->reg, e->input->entries, column);
}

/* The columns of all fields, for entries that are taken whole; NULL = no name of that field. */
static const Col **field_cols(const Entries *e)
{
    size_t n = e->form ? e->form->n_fields : 0;
    const Col **cols = ARENA_NEW_N(e->scratch, const Col *, n);

    for (size_t k = 0; k < n; k++) {
        const RegName *name = reg_name(e->f->ev->reg, e->input->entries, e->form->fields[k].name);

        cols[k] = name ? frame_col(e->from, name) : NULL;
    }
    return cols;
}

/* An entry as a context of its fields. */
static FeelValue entry_value(const Entries *e, const Col **cols, size_t i)
{
    Arena *arena = e->f->ev->arena;
    size_t n = e->form ? e->form->n_fields : 0;
    const char **keys = ARENA_NEW_N(arena, const char *, n);
    FeelValue *values = ARENA_NEW_N(arena, FeelValue, n);

    for (size_t k = 0; k < n; k++) {
        keys[k] = e->form->fields[k].name;
        values[k] = cols[k] ? feel_cell_get(cols[k], i) : feel_null();
        if (values[k].kind == FEEL_MISSING)
            return values[k];
    }
    return feel_context(arena, keys, values, n);
}

static void owe(Entries *e, size_t row, uint32_t reason)
{
    if (!e->input->leave_out_missing)
        takes_owe(e->takes, row, reason);
}

static void take_pairs(Entries *e)
{
    const RegName *field = field_of(e);
    const Col *col = field ? frame_col(e->from, field) : NULL;
    const Col *where = e->input->where.program ? run_pairs(e, &e->input->where) : NULL;
    const Col **whole = !field && e->input->take == REG_TAKE_LIST ? field_cols(e) : NULL;

    for (size_t i = 0; i < e->n; i++) {
        size_t row = (size_t)e->row[i], entry = (size_t)e->entry[i];
        FeelValue v = feel_boolean(true);

        if (!col_may_be_true(where, i) || (col && col_is_null(col, entry)))
            continue;
        if (where && col_is_missing(where, i)) {
            owe(e, row, where->reasons[i]);
            continue;
        }
        if (col)
            v = feel_cell_get(col, entry);
        else if (whole)
            v = entry_value(e, whole, entry);
        taken_note(e->f->ev, row, e->from->subject, e->from->rows[entry], &e->f->at->cycle, &v);
        if (v.kind == FEEL_MISSING)
            owe(e, row, v.reason);
        else if (!takes_add(e->takes, row, &v))
            owe(e, row,
                frame_fault_reason(
                    e->f, row, e->block->name, e->block->pos,
                    text_in(e->f->ev->options.lang, "the value cannot be added up or compared")));
    }
}

/* ---- lines that ought to be there ---- */

static CalDate day_of_pair(const Entries *e, size_t i)
{
    return e->from->days[e->entry[i]];
}

/* How many pairs are of lines without a date: they come first. */
static size_t undated_pairs(const Entries *e)
{
    const Frame *from = e->from;
    size_t n = 0;

    while (n < e->n &&
           data_entry_date(from->ev->data, from->subject, from->rows[e->entry[n]]) == INT64_MIN)
        n++;
    return n;
}

/* Who has a line in the cycle. Pairs with a date come by their days: *next moves behind those of
 * the cycle. */
static void
see_lines(const Entries *e, const AppCycle *cycle, size_t n_undated, size_t *next, bool *seen)
{
    for (size_t i = 0; i < n_undated; i++)
        seen[e->row[i]] = seen[e->row[i]] ||
                          (day_of_pair(e, i) >= cycle->first && day_of_pair(e, i) <= cycle->last);
    for (; *next < e->n && day_of_pair(e, *next) <= cycle->last; (*next)++) {
        if (day_of_pair(e, *next) >= cycle->first)
            seen[e->row[*next]] = true;
    }
}

/* A sheet with one line per row owes a line in each of its cycles. */
static void owe_lines(Entries *e, const AppCycle *cycle, size_t n_undated, size_t *next)
{
    AppResult *ev = e->f->ev;
    g_autofree bool *seen = g_new0(bool, MAX(e->f->n, 1));

    see_lines(e, cycle, n_undated, next, seen);
    for (size_t i = 0; i < e->f->n; i++) {
        bool before = e->spans && cycle->last < e->start.first[i];
        ReasonRoot root = {
            .kind = cycle_is_past(ev, cycle) ? REASON_RUN : REASON_INPUT,
            .name = e->block->name,
            .row = e->f->keys[i],
            .cycle = cycle->text,
            .owed_by = e->input->owed_by,
        };

        if (!seen[i] && !before && active_at(e->active, i))
            owe(e, i, reasons_root(ev->reasons, &root));
    }
}

static void owe_all_lines(Entries *e, int kind)
{
    AppResult *ev = e->f->ev;
    size_t n = 0, n_undated, next;
    bool may_lack = e->input->optional || e->input->if_none.program || !frame_is_strict(e->f);
    AppCycle *cycles;

    if (!e->form || e->form->many_lines || may_lack || kind == REG_NO_CYCLE)
        return;
    cycles = window_cycles(ev->arena, ev->reg, &e->f->at->cycle, kind, e->first, e->last, &n);
    n_undated = next = undated_pairs(e);
    for (size_t k = 0; k < n; k++)
        owe_lines(e, &cycles[k], n_undated, &next);
}

/* ---- the column ---- */

static void put(Entries *e, Col *out, size_t i, const Col *none)
{
    Frame *f = e->f;
    FeelValue v = takes_get(e->takes, f->ev->arena, i);

    if (e->spans && e->start.missing && e->start.missing[i])
        v = feel_missing(e->start.missing[i]);
    else if (v.kind != FEEL_MISSING && none && takes_count(e->takes, i) == 0)
        v = feel_cell_get(none, i);
    if (v.kind == FEEL_MISSING)
        col_set_missing(f->ev->arena, out, i, v.reason);
    else if (!feel_cell_set(f->ev->arena, out, i, &v))
        frame_fault(f, out, i, e->block->defines[0], e->block->pos,
                    text_in(f->ev->options.lang, "the values taken are of different kinds"));
}

/* Nothing is known of days before this one; but an entry without a date is of the last day of any
 * window, so of the one before this cycle. */
static CalDate known_from(const Entries *e)
{
    const AppResult *ev = e->f->ev;
    CalDate first = MIN(ev->from.first, ev->data->earliest);

    return e->form && e->form->many_lines ? MIN(first, e->f->at->cycle.first - 1) : first;
}

Col *entries_col(Frame *f, const RegBlock *block, const Active *active)
{
    g_autoptr(Arena) scratch = arena_new(0);
    AppResult *ev = f->ev;
    const RegBlock *form = reg_form(ev->reg, block->u.input.of);
    Entries e = {.f = f,
                 .block = block,
                 .input = &block->u.input,
                 .form = form ? &form->u.form : NULL,
                 .active = active,
                 .scratch = scratch};
    Col *out = block_nulls(f, block->defines[0]);
    const Col *none = NULL;
    CalDate since = INT64_MAX;

    if (e.input->entries < 0 || f->n == 0)
        return out;
    e.spans = e.input->over.kind != REG_SPAN_NONE && e.input->over.kind != REG_SPAN_THIS_CYCLE;
    e.start = history_start(f, block);
    for (size_t i = 0; i < f->n; i++)
        since = MIN(since, e.start.first[i]);
    since = MAX(since, known_from(&e));
    e.takes = takes_new(scratch, ev->reasons, e.input->take, f->n);
    if (window_days(ev->reg, &e.input->over, &f->at->cycle, -1, since, &e.first, &e.last)) {
        e.from = window_of(&e);
        pair_up(&e);
        take_pairs(&e);
        owe_all_lines(&e, form ? form->cycle : REG_NO_CYCLE);
    }
    if (e.input->if_none.program)
        none = frame_run(f, e.input->if_none.program, active->bits, block->name);
    for (size_t i = 0; i < f->n; i++) {
        if (active_at(active, i))
            put(&e, out, i, none);
    }
    return out;
}
