/* The evaluation as a whole: cycle after cycle, block after block, then postings. */
#include "appraise/evaluate_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* ---- what FEEL asks of us ---- */

static bool host_cycle(void *data, const char *name, CalDate date, CalDate *first, CalDate *last)
{
    const Regulation *reg = data;
    int kind = reg_cycle(reg, name);
    int32_t year = cal_date_ymd(date).year;
    AppCycle cycle;

    if (kind == REG_NO_CYCLE || year < APP_MIN_YEAR || year > APP_MAX_YEAR)
        return false;
    cycle = app_cycle_of(reg, kind, date);
    *first = cycle.first;
    *last = cycle.last;
    return true;
}

/* ---- life ---- */

AppResult *evaluate_new(const Regulation *reg,
                        const AppData *data,
                        const AppCycle *from,
                        const AppCycle *to,
                        const AppOptions *options)
{
    AppResult *ev = g_new0(AppResult, 1);

    ev->reg = reg;
    ev->data = data;
    ev->from = *from;
    ev->to = *to;
    if (options)
        ev->options = *options;
    if (options && options->closed)
        ev->closed = *options->closed;
    ev->options.closed = NULL; /* not ours */
    ev->arena = arena_new(0);
    ev->reasons = reasons_new();
    ev->diags = diags_new(ev->options.lang);
    ev->host =
        (FeelHost){.workdays = ev->options.workdays, .cycle = host_cycle, .data = (void *)reg};
    ev->run = feel_run_new(ev->arena, ev->reasons, ev->diags, &ev->host);
    ev->orders = ARENA_NEW_N(ev->arena, Order, reg->n_subjects);
    ev->by_text = g_hash_table_new(NULL, NULL);
    ev->instances = g_ptr_array_new();
    ev->others = g_ptr_array_new();
    ev->literals = g_hash_table_new(NULL, NULL);
    ev->entries = g_hash_table_new(NULL, NULL);
    ev->windows = g_array_new(false, false, sizeof(EntryWindow));
    ev->plan = app_plan_new(reg, app_data_n_rows(data, REG_PERSON));
    ev->questions = g_array_new(false, false, sizeof(AppQuestion));
    ev->blocked = g_array_new(false, false, sizeof(AppBlocked));
    ev->joined = reg_name(reg, REG_PERSON, "入职日期");
    ev->left = reg_name(reg, REG_PERSON, "离职日期");
    ev->grade = reg_name(reg, REG_PERSON, "级别");
    ev->since = reg_name(reg, REG_PERSON, "级别起始日");
    return ev;
}

void app_result_free(AppResult *ev)
{
    if (!ev)
        return;
    feel_run_free(ev->run);
    g_hash_table_unref(ev->by_text);
    g_ptr_array_unref(ev->instances);
    g_ptr_array_unref(ev->others);
    g_hash_table_unref(ev->literals);
    g_hash_table_unref(ev->entries);
    g_array_unref(ev->windows);
    app_plan_free(ev->plan);
    g_array_unref(ev->questions);
    g_array_unref(ev->blocked);
    diags_free(ev->diags);
    reasons_free(ev->reasons);
    arena_free(ev->arena);
    g_free(ev);
}

/* ---- limits ---- */

/* Are there too many cycles even to list? */
static bool is_too_long(const Regulation *reg, const AppCycle *from, const AppCycle *to)
{
    int64_t years = (int64_t)to->year - from->year + 1, n = 0;

    for (size_t k = 0; k < reg->n_cycles; k++)
        n += years * reg->cycles[k].n_ending;
    return n >= APP_MAX_CYCLES;
}

/* Entries that belong to every cycle. */
static uint64_t n_undated(const AppData *data, int subject)
{
    size_t n = app_data_n_rows(data, subject);
    uint64_t found = 0;

    for (size_t i = 0; i < n; i++)
        found += data_entry_date(data, subject, i) == INT64_MIN;
    return found;
}

/* More cells than the columns of all cycles may have? */
static bool is_too_large(const AppResult *ev, const AppCycle *cycles, size_t n)
{
    g_autofree uint64_t *names = g_new0(uint64_t, ev->reg->n_cycles);
    uint64_t cells = 0;

    for (size_t k = 0; k < ev->reg->n_names; k++) {
        const RegName *name = ev->reg->names[k];
        uint64_t rows = app_data_n_rows(ev->data, name->subject);

        if (name->cycle == REG_NO_CYCLE)
            continue;
        if (reg_form_of(ev->reg, name->subject)) {
            uint64_t always = n_undated(ev->data, name->subject);

            cells += rows - always; /* an entry is in one cycle of a kind */
            rows = always;
        }
        names[name->cycle] += rows;
    }
    for (size_t i = 0; i < n; i++)
        cells += names[cycles[i].kind];
    return cells > APP_MAX_CELLS;
}

/* ---- opening ledger ---- */

static void open_ledger(AppResult *ev)
{
    const AppData *data = ev->data;

    for (guint i = 0; i < data->postings->len; i++)
        app_plan_open_posting(ev->plan, &g_array_index(data->postings, AppPosting, i));
    for (guint i = 0; i < data->reserves->len; i++) {
        const DataReserve *r = &g_array_index(data->reserves, DataReserve, i);

        app_plan_open_reserve(ev->plan, r->reserve, r->person, r->due, r->amount);
    }
    for (guint i = 0; i < data->carries->len; i++) {
        const DataCarry *c = &g_array_index(data->carries, DataCarry, i);

        app_plan_open_carry(ev->plan, c->pay, c->person, c->amount);
    }
}

/* ---- cycles ---- */

static void eval_instance(AppResult *ev, Instance *at)
{
    instance_begin(ev, at);
    for (size_t k = 0; k < ev->reg->n_blocks; k++) {
        const RegBlock *block = ev->reg->blocks[k];

        if (block->cycle != at->cycle.kind)
            continue;
        for (size_t d = 0; d < block->n_defines; d++) {
            Frame *f = frame_of(ev, at, block->defines[d]->subject);

            (void)frame_col(f, block->defines[d]);
        }
    }
    post_instance(ev, at);
    grade_take_effect(ev, at);
}

/* ---- questions in order ---- */

typedef struct Asked {
    const AppData *data;
    GHashTable *places; /* RegBlock * -> its place among the blocks */
} Asked;

static guint place_of(const Asked *asked, const RegBlock *block)
{
    return GPOINTER_TO_UINT(g_hash_table_lookup(asked->places, block));
}

static int compare_questions(const void *a, const void *b, void *data)
{
    const Asked *asked = data;
    const AppQuestion *x = a, *y = b;
    int order = app_cycle_compare(&x->cycle, &y->cycle);
    guint p, q;

    if (order == 0 && x->block != y->block) {
        p = place_of(asked, x->block);
        q = place_of(asked, y->block);
        order = (p > q) - (p < q);
    }
    if (order != 0)
        return order;
    return strcmp(app_data_row_key(asked->data, x->block->subject, x->row),
                  app_data_row_key(asked->data, y->block->subject, y->row));
}

static void sort_questions(AppResult *ev)
{
    g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
    Asked asked = {ev->data, places};

    for (size_t k = 0; k < ev->reg->n_blocks; k++)
        g_hash_table_insert(places, ev->reg->blocks[k], GUINT_TO_POINTER((guint)k));
    g_array_sort_with_data(ev->questions, compare_questions, &asked);
}

/* ---- the whole ---- */

AppResult *app_evaluate(const Regulation *reg,
                        const AppData *data,
                        const AppCycle *from,
                        const AppCycle *to,
                        const AppOptions *options,
                        GError **error)
{
    g_autoptr(AppResult) ev = evaluate_new(reg, data, from, to, options);
    bool too_long = is_too_long(reg, from, to);
    size_t n = 0;
    const AppCycle *cycles =
        too_long ? NULL : app_cycles_between(ev->arena, reg, from->first, to->last, &n);

    if (too_long || is_too_large(ev, cycles, n)) {
        err_set(error, ERR_LIMIT, "appraise.too-large",
                "%s to %s of %s are too many rows and cycles for one evaluation", from->text,
                to->text, reg->id);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        if (!cycle_is_past(ev, &cycles[i]))
            (void)instance_add(ev, &cycles[i]);
    }
    open_ledger(ev);
    grade_open(ev);
    for (guint i = 0; i < ev->instances->len; i++)
        eval_instance(ev, g_ptr_array_index(ev->instances, i));
    sort_questions(ev);
    result_sort_postings(ev);
    return g_steal_pointer(&ev);
}
