/* Entries: inputs that are taken from the lines of a sheet.
 *
 * Each pair (entry, row it belongs to) is one row of a batch: the entry's fields and the row's own
 * names stand side by side in its columns, so that `where` may read both.
 */
#include "appraise/takes.h"
#include "appraise/window.h"

#include <stdlib.h>
#include <string.h>

typedef struct Entries {
    Frame *f;    /* the rows that read */
    Frame *from; /* the entries of the window, by date, then key */
    const RegBlock *block;
    const RegInput *input;
    const RegSheet *sheet;
    const Active *active;
    CalDate first, last; /* of the window */
    bool spans;          /* more than the cycle itself: a present employment bounds it */
    HistoryStart start;
    int64_t *entry, *row; /* of each pair: indices in `from` and `f` */
    size_t n;
    Takes *takes;
} Entries;

/* ---- which entries ---- */

typedef struct Dated {
    const AppResult *ev;
    int subject;
} Dated;

static int compare_dates(const void *a, const void *b, void *data)
{
    const Dated *d = data;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    CalDate p = data_entry_date(d->ev->data, d->subject, x);
    CalDate q = data_entry_date(d->ev->data, d->subject, y);

    if (p != q)
        return p < q ? -1 : 1;
    return strcmp(app_data_row_key(d->ev->data, d->subject, x),
                  app_data_row_key(d->ev->data, d->subject, y));
}

/* All entries of a sheet, by date, then key; undated ones first. */
static const Order *by_date(AppResult *ev, int subject)
{
    gpointer key = GINT_TO_POINTER(subject + 1);
    Order *order = g_hash_table_lookup(ev->entries, key);
    Dated dated = {ev, subject};

    if (order)
        return order;
    order = ARENA_NEW(ev->arena, Order);
    order->n = app_data_n_rows(ev->data, subject);
    order->rows = ARENA_NEW_N(ev->arena, size_t, order->n);
    for (size_t i = 0; i < order->n; i++)
        order->rows[i] = i;
    g_qsort_with_data(order->rows, (gint)order->n, sizeof(size_t), compare_dates, &dated);
    g_hash_table_insert(ev->entries, key, order);
    return order;
}

/* First entry dated on or after `day`. */
static size_t lower_bound(const AppResult *ev, int subject, const Order *order, CalDate day)
{
    size_t low = 0, high = order->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (data_entry_date(ev->data, subject, order->rows[mid]) < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Entries of the window; undated ones belong to every cycle. */
static Frame *entries_in(Entries *e)
{
    AppResult *ev = e->f->ev;
    int subject = e->input->entries;
    const Order *order = by_date(ev, subject);
    size_t undated = lower_bound(ev, subject, order, INT64_MIN + 1);
    size_t from = lower_bound(ev, subject, order, MAX(e->first, INT64_MIN + 1));
    size_t to = lower_bound(ev, subject, order, e->last + 1);
    size_t n = undated + (to > from ? to - from : 0);
    size_t *rows = ARENA_NEW_N(ev->arena, size_t, n);
    CalDate *days = ARENA_NEW_N(ev->arena, CalDate, n);

    for (size_t i = 0; i < n; i++) {
        CalDate date;

        rows[i] = order->rows[i < undated ? i : from + i - undated];
        date = data_entry_date(ev->data, subject, rows[i]);
        days[i] = date == INT64_MIN ? e->f->at->cycle.last : date;
    }
    return frame_new(ev, e->f->at, subject, rows, days, n);
}

/* ---- whose they are ---- */

static bool is_link_to(const Entries *e, const RegName *name)
{
    int to = name->type && name->type->row_of ? reg_subject(e->f->ev->reg, name->type->row_of) : -1;

    return name->kind == REG_NAME_ATTRIBUTE && to >= 0 &&
           data_same_rows(e->f->ev->data, to, e->f->subject);
}

/* `FIELD = this` in a `where` says which of several links is meant. */
static const RegName *link_in(const Entries *e, const FeelNode *node)
{
    const RegName *found = NULL;
    const Regulation *reg = e->f->ev->reg;

    if (!node)
        return NULL;
    for (size_t i = 0; node->kind == FEEL_N_AND && i < node->n_kids && !found; i++)
        found = link_in(e, node->kids[i]);
    if (node->kind != FEEL_N_COMPARE || node->op != FEEL_OP_EQ)
        return found;
    for (size_t i = 0; i < 2 && !found; i++) {
        const FeelNode *a = node->kids[i], *b = node->kids[1 - i];
        bool slots = a->kind == FEEL_N_NAME && a->ref.kind == FEEL_REF_SLOT &&
                     b->kind == FEEL_N_NAME && b->ref.kind == FEEL_REF_SLOT;
        const RegName *field = slots ? reg->names[a->ref.index] : NULL;
        const RegName *other = slots ? reg->names[b->ref.index] : NULL;

        if (field && field->subject == e->input->entries && is_link_to(e, field) &&
            other->kind == REG_NAME_BUILTIN && strcmp(other->name, "this") == 0)
            found = field;
    }
    return found;
}

/* Links that tell whose an entry is: the one `where` speaks of, else all, the first that is filled
 * in counting. */
static GPtrArray *links_of(const Entries *e)
{
    const RegSubject *s = &e->f->ev->reg->subjects[e->input->entries];
    GPtrArray *links = g_ptr_array_new();
    const RegName *said = link_in(e, e->input->where.node);

    if (said)
        g_ptr_array_add(links, (gpointer)said);
    for (size_t i = 0; !said && i < s->n_names; i++) {
        if (is_link_to(e, s->names[i]))
            g_ptr_array_add(links, s->names[i]);
    }
    return links;
}

static int64_t owner_of(Frame *from, const GPtrArray *links, size_t i)
{
    for (guint k = 0; k < links->len; k++) {
        int64_t row = frame_links(from, g_ptr_array_index(links, k))[i];

        if (row >= 0)
            return row;
    }
    return -1;
}

static void pair_up(Entries *e)
{
    g_autoptr(GPtrArray) links = links_of(e);
    Frame *from = e->from;

    e->entry = ARENA_NEW_N(e->f->ev->arena, int64_t, from->n);
    e->row = ARENA_NEW_N(e->f->ev->arena, int64_t, from->n);
    for (size_t i = 0; i < from->n; i++) {
        int64_t owner = owner_of(from, links, i);
        int32_t row = owner >= 0 ? e->f->pos[owner] : -1;

        if (row < 0 || !active_at(e->active, (size_t)row))
            continue;
        if (e->spans && from->days[i] < e->start.first[row])
            continue;
        e->entry[e->n] = (int64_t)i;
        e->row[e->n++] = row;
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

        cols[slots[k]] = own ? col_gather(ev->arena, frame_col(e->from, name), e->entry, e->n)
                             : col_gather(ev->arena, frame_col(e->f, name), e->row, e->n);
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

/* An entry as a context of its fields. */
static FeelValue entry_value(Entries *e, size_t i)
{
    Arena *arena = e->f->ev->arena;
    size_t n = e->sheet ? e->sheet->n_fields : 0;
    const char **keys = ARENA_NEW_N(arena, const char *, n);
    FeelValue *values = ARENA_NEW_N(arena, FeelValue, n);

    for (size_t k = 0; k < n; k++) {
        const RegName *name = reg_name(e->f->ev->reg, e->input->entries, e->sheet->fields[k].name);

        keys[k] = e->sheet->fields[k].name;
        values[k] = name ? feel_cell_get(frame_col(e->from, name), i) : feel_null();
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

    for (size_t i = 0; i < e->n; i++) {
        size_t row = (size_t)e->row[i], entry = (size_t)e->entry[i];
        FeelValue v = feel_boolean(true);

        if (where && col_is_missing(where, i)) {
            owe(e, row, where->reasons[i]);
            continue;
        }
        if (where && !col_is_true(where, i))
            continue;
        if (col)
            v = feel_cell_get(col, entry);
        else if (e->input->take == REG_TAKE_LIST)
            v = entry_value(e, entry);
        if (v.kind == FEEL_NULL)
            continue;
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

/* A sheet with one line per row owes a line in each of its cycles. */
static void owe_lines(Entries *e, const AppCycle *cycle)
{
    AppResult *ev = e->f->ev;
    g_autofree bool *seen = g_new0(bool, MAX(e->f->n, 1));

    for (size_t i = 0; i < e->n; i++) {
        CalDate day = e->from->days[e->entry[i]];

        seen[e->row[i]] = seen[e->row[i]] || (day >= cycle->first && day <= cycle->last);
    }
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
    size_t n = 0;
    bool may_lack = e->input->optional || e->input->if_none.program || !frame_is_strict(e->f);
    AppCycle *cycles;

    if (!e->sheet || e->sheet->many_lines || may_lack || kind == REG_NO_CYCLE)
        return;
    cycles = window_cycles(ev->arena, ev->reg, &e->f->at->cycle, kind, e->first, e->last, &n);
    for (size_t k = 0; k < n; k++)
        owe_lines(e, &cycles[k]);
}

/* ---- the column ---- */

static const RegBlock *sheet_of(const AppResult *ev, const RegInput *input)
{
    for (size_t i = 0; i < ev->reg->n_blocks; i++) {
        if (ev->reg->blocks[i]->kind == REG_SHEET &&
            strcmp(ev->reg->blocks[i]->name, input->of) == 0)
            return ev->reg->blocks[i];
    }
    return NULL;
}

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

Col *entries_col(Frame *f, const RegBlock *block, const Active *active)
{
    g_autoptr(Arena) scratch = arena_new(0);
    AppResult *ev = f->ev;
    const RegBlock *sheet = sheet_of(ev, &block->u.input);
    Entries e = {.f = f,
                 .block = block,
                 .input = &block->u.input,
                 .sheet = sheet ? &sheet->u.sheet : NULL,
                 .active = active};
    Col *out = block_nulls(f, block->defines[0]);
    const Col *none = NULL;
    CalDate since = INT64_MAX;

    if (e.input->entries < 0 || f->n == 0)
        return out;
    e.spans = e.input->over.kind != REG_SPAN_NONE && e.input->over.kind != REG_SPAN_THIS_CYCLE;
    e.start = history_start(f, block);
    for (size_t i = 0; i < f->n; i++)
        since = MIN(since, e.start.first[i]);
    since = MAX(since, MIN(ev->from.first, ev->data->earliest));
    e.takes = takes_new(scratch, ev->reasons, e.input->take, f->n);
    if (window_days(ev->reg, &e.input->over, &f->at->cycle, -1, since, &e.first, &e.last)) {
        e.from = entries_in(&e);
        pair_up(&e);
        take_pairs(&e);
        owe_all_lines(&e, sheet ? sheet->cycle : REG_NO_CYCLE);
    }
    if (e.input->if_none.program)
        none = frame_run(f, e.input->if_none.program, active->bits, block->name);
    for (size_t i = 0; i < f->n; i++) {
        if (active_at(active, i))
            put(&e, out, i, none);
    }
    return out;
}
