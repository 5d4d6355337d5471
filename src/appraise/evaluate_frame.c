/* Instances and frames: which rows a subject has in a cycle. The population of persons is in
 * evaluate_population.c. */
#include "appraise/population.h"

#include <stdlib.h>
#include <string.h>

/* ---- order of rows ---- */

typedef struct Keyed {
    const AppResult *ev;
    int subject;
} Keyed;

static int compare_keys(const void *a, const void *b, void *data)
{
    const Keyed *k = data;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;

    return strcmp(app_data_row_key(k->ev->data, k->subject, x),
                  app_data_row_key(k->ev->data, k->subject, y));
}

/* All rows of a subject by key, so that nothing depends on the order in which they were added. */
const Order *frame_order(AppResult *ev, int subject)
{
    Order *order = &ev->orders[subject];
    Keyed keyed = {ev, subject};

    if (order->rows)
        return order;
    order->n = app_data_n_rows(ev->data, subject);
    order->rows = ARENA_NEW_N(ev->arena, size_t, order->n);
    for (size_t i = 0; i < order->n; i++)
        order->rows[i] = i;
    g_qsort_with_data(order->rows, (gint)order->n, sizeof(size_t), compare_keys, &keyed);
    return order;
}

/* ---- instances ---- */

static Instance *instance_new(AppResult *ev, const AppCycle *cycle, InstanceMode mode)
{
    Instance *at = ARENA_NEW(ev->arena, Instance);

    at->cycle = *cycle;
    at->mode = mode;
    at->frames = ARENA_NEW_N(ev->arena, Frame *, ev->reg->n_subjects);
    at->making = bits_new(ev->arena, ev->reg->n_subjects);
    g_hash_table_insert(ev->by_text, (gpointer)cycle->text, at);
    return at;
}

bool cycle_is_past(const AppResult *ev, const AppCycle *cycle)
{
    return cycle->last < ev->from.first ||
           (ev->closed.text && app_cycle_compare(cycle, &ev->closed) <= 0);
}

Instance *instance_of(AppResult *ev, const AppCycle *cycle)
{
    Instance *at = g_hash_table_lookup(ev->by_text, cycle->text);

    if (at)
        return at;
    at = instance_new(ev, cycle, cycle_is_past(ev, cycle) ? INSTANCE_PAST : INSTANCE_EARLY);
    g_ptr_array_add(ev->others, at);
    return at;
}

Instance *instance_add(AppResult *ev, const AppCycle *cycle)
{
    Instance *at = instance_new(ev, cycle, INSTANCE_EARLY);

    g_ptr_array_add(ev->instances, at);
    return at;
}

/* Forgets all columns; which rows there are does not depend on them. */
static void frame_forget(Frame *f)
{
    size_t n = f->ev->reg->n_names;

    memset(f->cols, 0, n * sizeof *f->cols);
    memset(f->links, 0, n * sizeof *f->links);
    memset(f->matches, 0, n * sizeof *f->matches);
}

void instance_begin(AppResult *ev, Instance *at)
{
    at->mode = INSTANCE_LIVE;
    g_array_set_size(ev->windows, 0);
    for (size_t k = 0; k < ev->reg->n_subjects; k++) {
        if (at->frames[k])
            frame_forget(at->frames[k]);
    }
}

void instances_forget(AppResult *ev)
{
    const GPtrArray *all[] = {ev->instances, ev->others};

    g_array_set_size(ev->windows, 0);
    for (size_t k = 0; k < G_N_ELEMENTS(all); k++) {
        for (guint i = 0; i < all[k]->len; i++) {
            Instance *at = g_ptr_array_index(all[k], i);

            if (at->mode == INSTANCE_EARLY)
                memset(at->frames, 0, ev->reg->n_subjects * sizeof *at->frames);
        }
    }
}

/* ---- frames ---- */

Frame *
frame_of_window(AppResult *ev, Instance *at, int subject, size_t *rows, CalDate *days, size_t n)
{
    Frame *f = ARENA_NEW(ev->arena, Frame);
    size_t n_slots = ev->reg->n_names;

    f->ev = ev;
    f->at = at;
    f->subject = subject;
    f->n = n;
    f->rows = rows;
    f->days = days;
    f->keys = ARENA_NEW_N(ev->arena, const char *, n);
    for (size_t i = 0; i < n; i++)
        f->keys[i] = app_data_row_key(ev->data, subject, rows[i]);
    f->cols = ARENA_NEW_N(ev->arena, const Col *, n_slots);
    f->links = ARENA_NEW_N(ev->arena, int64_t *, n_slots);
    f->matches = ARENA_NEW_N(ev->arena, DmnMatches *, n_slots);
    f->busy = bits_new(ev->arena, n_slots);
    return f;
}

Frame *frame_new(AppResult *ev, Instance *at, int subject, size_t *rows, CalDate *days, size_t n)
{
    Frame *f = frame_of_window(ev, at, subject, rows, days, n);
    size_t n_all = app_data_n_rows(ev->data, subject);

    f->pos = ARENA_NEW_N(ev->arena, int32_t, n_all);
    for (size_t i = 0; i < n_all; i++)
        f->pos[i] = -1;
    for (size_t i = 0; i < n; i++)
        f->pos[rows[i]] = (int32_t)i;
    return f;
}

/* Keeps the rows for which `where` is true or not known. */
static Frame *filtered(Frame *all, const RegExpr *where)
{
    AppResult *ev = all->ev;
    const Col *col = frame_expr(all, where, ev->reg->subjects[all->subject].name);
    size_t *rows = ARENA_NEW_N(ev->arena, size_t, all->n);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (col_is_missing(col, i) || col_is_true(col, i))
            rows[n++] = all->rows[i];
    }
    return n == all->n ? all : frame_new(ev, all->at, all->subject, rows, NULL, n);
}

/* Rows of master data; in the past all of them. */
static Frame *master_frame(AppResult *ev, Instance *at, int subject)
{
    const Order *order = frame_order(ev, subject);
    const RegExpr *where = &ev->reg->subjects[subject].where;
    Frame *all = frame_new(ev, at, subject, order->rows, NULL, order->n);

    if (at->mode == INSTANCE_PAST || !where->program)
        return all;
    return filtered(all, where);
}

/* Is anything given for the row in this cycle? */
static bool has_value(const AppResult *ev, const Instance *at, int subject, size_t row)
{
    const RegSubject *s = &ev->reg->subjects[subject];

    for (size_t k = 0; k < s->n_names; k++) {
        const DataCells *cells = data_cells(ev->data, s->names[k]->slot, at->cycle.text);
        const DataCells *always = data_cells(ev->data, s->names[k]->slot, NULL);

        if (data_cell(cells, row) || data_cell(always, row))
            return true;
        if (cells && cells->column && row < cells->column->n && !col_is_missing(cells->column, row))
            return true;
    }
    return false;
}

/* Groups of measures: those that something is measured of in the cycle. */
static Frame *measure_frame(AppResult *ev, Instance *at, int subject)
{
    const Order *order = frame_order(ev, subject);
    size_t *rows = ARENA_NEW_N(ev->arena, size_t, order->n);
    size_t n = 0;

    for (size_t i = 0; i < order->n; i++) {
        if (has_value(ev, at, subject, order->rows[i]))
            rows[n++] = order->rows[i];
    }
    return frame_new(ev, at, subject, rows, NULL, n);
}

static Frame *make_frame(AppResult *ev, Instance *at, int subject)
{
    const Order *order = frame_order(ev, subject);

    switch (ev->reg->subjects[subject].from) {
    case REG_ROWS_PERSON:
        if (at->mode != INSTANCE_PAST)
            return population_frame(ev, at, subject, order->rows, order->n);
        return master_frame(ev, at, subject);
    case REG_ROWS_MASTER:
        return master_frame(ev, at, subject);
    case REG_ROWS_SHEET:
    case REG_ROWS_REGISTER:
        return entries_frame(ev, at, subject);
    case REG_ROWS_MEASURE:
        return measure_frame(ev, at, subject);
    case REG_ROWS_NONE:
        break;
    }
    return frame_new(ev, at, subject, NULL, NULL, 0);
}

Frame *frame_of(AppResult *ev, Instance *at, int subject)
{
    size_t k = (size_t)subject;

    if (at->frames[k])
        return at->frames[k];
    if (bits_get(at->making, k)) {
        diag_add(ev->diags, DIAG_ERROR, "appraise.rows-circle",
                 ev->reg->subjects[k].where.src.start, "which rows %s has in %s depends on itself",
                 ev->reg->subjects[k].name, at->cycle.text);
        return frame_new(ev, at, subject, NULL, NULL, 0);
    }
    bits_set(at->making, k);
    at->frames[k] = make_frame(ev, at, subject);
    bits_clear(at->making, k);
    return at->frames[k];
}

CalDate frame_joined(const Frame *f, size_t i)
{
    const RegName *joined = f->ev->joined;
    const DataDated *found;

    if (f->subject != REG_PERSON || !joined)
        return INT64_MIN;
    found = data_dated(f->ev->data, joined->slot, f->rows[i], frame_day(f, i));
    return found && found->value.kind == FEEL_DATE ? found->value.u.date : INT64_MIN;
}
