#include <stdlib.h>

#include "appraise/population.h"

bool population_employed(const AppResult *ev, size_t row, CalDate day)
{
    const AppData *data = ev->data;
    CalDate joined = INT64_MIN;

    if (ev->joined && data_has_dated(data, ev->joined->slot, row)) {
        const DataDated *in = data_dated(data, ev->joined->slot, row, day);

        if (!in)
            return false; /* his first day is known, and it is later */
        if (in->value.kind == FEEL_DATE)
            joined = in->value.u.date;
        if (joined > day)
            return false;
    }

    const DataDated *out = ev->left ? data_dated(data, ev->left->slot, row, day) : NULL;

    if (!out || out->value.kind != FEEL_DATE)
        return true;
    /* A leaving before the present employment began belongs to an earlier one. */
    return day <= out->value.u.date || out->value.u.date < joined;
}

static void add_day(GArray *days, const AppCycle *cycle, CalDate day)
{
    if (day > cycle->first && day <= cycle->last)
        g_array_append_val(days, day);
}

/* First days of spans inside the cycle (but the first of all) on which `slot` may change. */
static void add_changes(
    const AppResult *ev, const AppCycle *cycle, const RegName *name, size_t row, GArray *days)
{
    const DataDated *dated;
    const GradeEffect *effects;
    size_t n = name ? data_dated_all(ev->data, name->slot, row, &dated) : 0;

    for (size_t i = 0; i < n; i++) {
        const FeelValue *v = &dated[i].value;

        add_day(days, cycle, dated[i].from);
        if (v->kind == FEEL_DATE && name == ev->joined)
            add_day(days, cycle, v->u.date);
        if (v->kind == FEEL_DATE && name == ev->left && v->u.date < INT64_MAX)
            add_day(days, cycle, v->u.date + 1);
    }
    n = name ? grade_effects(ev, name, row, &effects) : 0;
    for (size_t i = 0; i < n; i++)
        add_day(days, cycle, effects[i].dated.from);
}

static gint descending(gconstpointer a, gconstpointer b)
{
    CalDate x = *(const CalDate *)a, y = *(const CalDate *)b;

    return (x < y) - (x > y);
}

/* Names whose changes inside a cycle matter: read by `applies to`. */
typedef struct Watched {
    const RegName **names;
    size_t n;
} Watched;

static Watched watched_names(AppResult *ev)
{
    const int *slots = NULL;
    size_t n =
        ev->reg->applies_to.program ? feel_program_slots(ev->reg->applies_to.program, &slots) : 0;
    Watched out = {.names = ARENA_NEW_N(ev->arena, const RegName *, n)};

    for (size_t i = 0; i < n; i++) {
        const RegName *name = ev->reg->names[slots[i]];

        if (name->kind == REG_NAME_PATH)
            name = name->path_link;
        if (name->kind == REG_NAME_ATTRIBUTE)
            out.names[out.n++] = name;
    }
    return out;
}

/* Last days of the spans of one person, latest first, employed ones only. */
static void spans_of(
    const AppResult *ev, const AppCycle *cycle, const Watched *watched, size_t row, GArray *days)
{
    guint kept = 0;

    g_array_set_size(days, 0);
    add_changes(ev, cycle, ev->joined, row, days);
    add_changes(ev, cycle, ev->left, row, days);
    for (size_t k = 0; k < watched->n; k++)
        add_changes(ev, cycle, watched->names[k], row, days);
    for (guint i = 0; i < days->len; i++)
        g_array_index(days, CalDate, i)--; /* the span before a change ends the day before */
    g_array_append_val(days, cycle->last);
    if (days->len > 1)
        g_array_sort(days, descending);
    for (guint i = 0; i < days->len; i++) {
        CalDate day = g_array_index(days, CalDate, i);
        bool again = i > 0 && day == g_array_index(days, CalDate, i - 1);

        if (!again && population_employed(ev, row, day))
            g_array_index(days, CalDate, kept++) = day;
    }
    g_array_set_size(days, kept);
}

typedef struct Candidate {
    size_t row;
    size_t first_span, n_spans; /* into all_days */
    CalDate found;              /* INT64_MIN = not yet */
} Candidate;

/* Asks `applies to` for each candidate that is not found yet, at its span number `round`. Returns
 * how many were asked. */
static size_t ask_round(AppResult *ev,
                        Instance *at,
                        int subject,
                        Candidate *candidates,
                        size_t n,
                        const CalDate *all_days,
                        size_t round)
{
    size_t *rows = ARENA_NEW_N(ev->arena, size_t, n);
    size_t *who = ARENA_NEW_N(ev->arena, size_t, n);
    CalDate *days = ARENA_NEW_N(ev->arena, CalDate, n);
    size_t asked = 0;

    for (size_t i = 0; i < n; i++) {
        Candidate *c = &candidates[i];

        if (c->found != INT64_MIN || round >= c->n_spans)
            continue;
        rows[asked] = c->row;
        who[asked] = i;
        days[asked++] = all_days[c->first_span + round];
    }
    if (asked == 0)
        return 0;

    Frame *f = frame_new(ev, at, subject, rows, days, asked);
    const Col *col =
        ev->reg->applies_to.program ? frame_expr(f, &ev->reg->applies_to, "applies to") : NULL;

    for (size_t i = 0; i < asked; i++) {
        if (!col || col_is_missing(col, i) || col_is_true(col, i))
            candidates[who[i]].found = days[i];
    }
    return asked;
}

static Frame *
frame_of_found(AppResult *ev, Instance *at, int subject, const Candidate *candidates, size_t n)
{
    size_t *rows = ARENA_NEW_N(ev->arena, size_t, n);
    CalDate *days = ARENA_NEW_N(ev->arena, CalDate, n);
    size_t kept = 0;
    bool same = true;

    for (size_t i = 0; i < n; i++) {
        if (candidates[i].found == INT64_MIN)
            continue;
        rows[kept] = candidates[i].row;
        days[kept++] = candidates[i].found;
        same = same && candidates[i].found == at->cycle.last;
    }
    return frame_new(ev, at, subject, rows, same ? NULL : days, kept);
}

Frame *population_frame(AppResult *ev, Instance *at, int subject, const size_t *rows, size_t n_rows)
{
    g_autoptr(GArray) all_days = g_array_new(false, false, sizeof(CalDate));
    g_autoptr(GArray) days = g_array_new(false, false, sizeof(CalDate));
    g_autofree Candidate *candidates = g_new(Candidate, n_rows);
    Watched watched = watched_names(ev);

    for (size_t i = 0; i < n_rows; i++) {
        spans_of(ev, &at->cycle, &watched, rows[i], days);
        candidates[i] = (Candidate){rows[i], all_days->len, days->len, INT64_MIN};
        if (days->len > 0)
            g_array_append_vals(all_days, days->data, days->len);
    }
    for (size_t round = 0;; round++) {
        const CalDate *list = (const CalDate *)(const void *)all_days->data;

        if (ask_round(ev, at, subject, candidates, n_rows, list, round) == 0)
            break;
    }
    return frame_of_found(ev, at, subject, candidates, n_rows);
}
