/* Entries of forms by their dates: the rows of a cycle, and those of a window.
 *
 * All entries of a form stand once in the order of their dates; what a cycle or a window holds is a
 * run of them, and those without a date. So neither time nor memory of one cycle grows with the
 * entries of others: a frame finds a row by its place in that order (frame_pos).
 */
#include "appraise/evaluate_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- the order ---- */

typedef struct Dated {
    const AppResult *ev;
    int subject;
    const RegName *moment; /* the field that dates them with a time of day, or NULL */
} Dated;

/* The time of day, as written, that dates an entry beside its day; -1 = none. */
static int64_t moment(const Dated *d, size_t row)
{
    const DataDated *at = d->moment ? data_dated(d->ev->data, d->moment->slot, row, 0) : NULL;

    if (!at || at->value.kind != FEEL_DATE_TIME)
        return -1;
    return at->value.u.date_time->time.second * INT64_C(1000000000) +
           at->value.u.date_time->time.nano;
}

static int compare_dates(const void *a, const void *b, void *data)
{
    const Dated *d = data;
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    CalDate p = data_entry_date(d->ev->data, d->subject, x);
    CalDate q = data_entry_date(d->ev->data, d->subject, y);

    if (p == q) {
        p = moment(d, x);
        q = moment(d, y);
    }
    if (p != q)
        return p < q ? -1 : 1;
    return strcmp(app_data_row_key(d->ev->data, d->subject, x),
                  app_data_row_key(d->ev->data, d->subject, y));
}

static const RegName *moment_of(const Regulation *reg, int subject)
{
    const RegBlock *block = reg_form_of(reg, subject);
    const RegForm *form = block ? &block->u.form : NULL;

    if (!form || form->dated_by < 0 || form->fields[form->dated_by].type->kind != FEEL_T_DATE_TIME)
        return NULL;
    return reg_name(reg, subject, form->fields[form->dated_by].name);
}

/* All entries of a form, by date, then key; undated ones first. */
static const Dates *by_date(AppResult *ev, int subject)
{
    gpointer key = GINT_TO_POINTER(subject + 1);
    Dates *dates = g_hash_table_lookup(ev->entries, key);
    Dated dated = {ev, subject, moment_of(ev->reg, subject)};
    const Order *keys = frame_order(ev, subject);

    if (dates)
        return dates;
    dates = ARENA_NEW(ev->arena, Dates);
    dates->n = keys->n;
    dates->rows = ARENA_NEW_N(ev->arena, size_t, keys->n);
    dates->place = ARENA_NEW_N(ev->arena, uint32_t, keys->n);
    dates->rank = ARENA_NEW_N(ev->arena, uint32_t, keys->n);
    for (size_t i = 0; i < keys->n; i++) {
        dates->rows[i] = keys->rows[i];
        dates->rank[keys->rows[i]] = (uint32_t)i;
    }
    g_qsort_with_data(dates->rows, (gint)dates->n, sizeof(size_t), compare_dates, &dated);
    for (size_t i = 0; i < dates->n; i++)
        dates->place[dates->rows[i]] = (uint32_t)i;
    while (dates->n_undated < dates->n &&
           data_entry_date(ev->data, subject, dates->rows[dates->n_undated]) == INT64_MIN)
        dates->n_undated++;
    g_hash_table_insert(ev->entries, key, dates);
    return dates;
}

/* First entry dated on or after `day`. */
static size_t lower_bound(const AppResult *ev, int subject, const Dates *dates, CalDate day)
{
    size_t low = dates->n_undated, high = dates->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (data_entry_date(ev->data, subject, dates->rows[mid]) < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* A run of entries, and those that belong to every cycle. */
typedef struct Run {
    const Dates *dates;
    size_t first, end; /* places of the run */
    size_t *rows;      /* undated ones, then the run */
    size_t n;
} Run;

static Run run_between(AppResult *ev, int subject, CalDate first, CalDate last)
{
    const Dates *dates = by_date(ev, subject);
    Run run = {.dates = dates, .first = lower_bound(ev, subject, dates, first)};

    run.end = MAX(run.first, lower_bound(ev, subject, dates, last + 1));
    run.n = dates->n_undated + run.end - run.first;
    run.rows = ARENA_NEW_N(ev->arena, size_t, run.n);
    for (size_t i = 0; i < run.n; i++)
        run.rows[i] = dates->rows[i < dates->n_undated ? i : run.first + i - dates->n_undated];
    return run;
}

/* The day of each row: of undated ones the cycle's last. */
static CalDate *days_of(AppResult *ev, const Run *run, int subject, const AppCycle *cycle)
{
    CalDate *days = ARENA_NEW_N(ev->arena, CalDate, run->n);

    for (size_t i = 0; i < run->n; i++) {
        CalDate date = data_entry_date(ev->data, subject, run->rows[i]);

        days[i] = date == INT64_MIN ? cycle->last : date;
    }
    return days;
}

/* ---- a cycle ---- */

static int compare_ranks(const void *a, const void *b, void *data)
{
    const uint32_t *rank = data;
    uint32_t x = rank[*(const size_t *)a], y = rank[*(const size_t *)b];

    return (x > y) - (x < y);
}

Frame *entries_frame(AppResult *ev, Instance *at, int subject)
{
    Run run = run_between(ev, subject, at->cycle.first, at->cycle.last);
    size_t n_undated = run.dates->n_undated;
    Frame *f;

    if (run.n > 0)
        g_qsort_with_data(run.rows, (gint)run.n, sizeof(size_t), compare_ranks, run.dates->rank);
    f = frame_of_window(ev, at, subject, run.rows, days_of(ev, &run, subject, &at->cycle), run.n);
    f->place = run.dates->place;
    f->n_always = n_undated;
    f->first = run.first;
    f->end = run.end;
    f->pos = ARENA_NEW_N(ev->arena, int32_t, run.n);
    for (size_t i = 0; i < run.n; i++) {
        size_t p = f->place[run.rows[i]];

        f->pos[p < n_undated ? p : n_undated + p - run.first] = (int32_t)i;
    }
    return f;
}

/* ---- a window ---- */

Frame *entries_window(AppResult *ev, const EntryWindow *asked)
{
    EntryWindow window = *asked;
    Run run;

    for (guint i = 0; i < ev->windows->len; i++) {
        const EntryWindow *w = &g_array_index(ev->windows, EntryWindow, i);

        if (w->at == window.at && w->subject == window.subject && w->first == window.first &&
            w->last == window.last)
            return w->frame;
    }
    run = run_between(ev, window.subject, window.first, window.last);
    window.frame = frame_of_window(ev, window.at, window.subject, run.rows,
                                   days_of(ev, &run, window.subject, &window.at->cycle), run.n);
    g_array_append_val(ev->windows, window);
    return window.frame;
}
