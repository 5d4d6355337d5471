/* Reading a result: values, questions, postings. Where values come from: result_source.c. */
#include <stdlib.h>
#include <string.h>

#include "appraise/evaluate_private.h"

const Regulation *app_result_regulation(const AppResult *ev)
{
    return ev->reg;
}

const AppData *app_result_data(const AppResult *ev)
{
    return ev->data;
}

size_t app_result_cycles(const AppResult *ev, const AppCycle **out)
{
    AppCycle *cycles = ARENA_NEW_N(ev->arena, AppCycle, ev->instances->len);

    for (guint i = 0; i < ev->instances->len; i++)
        cycles[i] = ((const Instance *)g_ptr_array_index(ev->instances, i))->cycle;
    *out = cycles;
    return ev->instances->len;
}

/* ---- values ---- */

/* Columns are made when first asked for; what they rest on does not change any more. */
static AppResult *lazily(const AppResult *ev)
{
    return (AppResult *)ev;
}

Instance *result_instance(const AppResult *ev, const AppCycle *cycle)
{
    return instance_of(lazily(ev), cycle);
}

Frame *result_frame(const AppResult *ev, int subject, const AppCycle *cycle)
{
    return frame_of(lazily(ev), result_instance(ev, cycle), subject);
}

size_t app_result_rows(const AppResult *ev, int subject, const AppCycle *cycle, const size_t **out)
{
    const Frame *f = result_frame(ev, subject, cycle);

    *out = f->rows;
    return f->n;
}

static int32_t position(const Frame *f, size_t row)
{
    return row < app_data_n_rows(f->ev->data, f->subject) ? frame_pos(f, row) : -1;
}

bool app_result_has_row(const AppResult *ev, int subject, size_t row, const AppCycle *cycle)
{
    return position(result_frame(ev, subject, cycle), row) >= 0;
}

CalDate app_result_day(const AppResult *ev, int subject, size_t row, const AppCycle *cycle)
{
    const Frame *f = result_frame(ev, subject, cycle);
    int32_t at = position(f, row);

    return at >= 0 ? frame_day(f, (size_t)at) : cycle->last;
}

FeelValue
app_result_value(const AppResult *ev, const RegName *name, size_t row, const AppCycle *cycle)
{
    Frame *f = result_frame(ev, name->subject, cycle);
    int32_t at = position(f, row);

    return at >= 0 ? feel_cell_get(frame_col(f, name), (size_t)at) : feel_null();
}

const Col *app_result_column(const AppResult *ev, const RegName *name, const AppCycle *cycle)
{
    bool is_other = name->cycle != REG_NO_CYCLE && name->cycle != cycle->kind;

    return is_other ? NULL : frame_col(result_frame(ev, name->subject, cycle), name);
}

const Reasons *app_result_reasons(const AppResult *ev)
{
    return ev->reasons;
}

FeelValue
app_result_expr(const AppResult *ev, const RegExpr *expr, size_t row, const AppCycle *cycle)
{
    Frame *f = result_frame(ev, expr->subject, cycle);
    int32_t at = position(f, row);
    uint64_t *only;

    if (at < 0 || !expr->program)
        return feel_null();
    only = bits_new(ev->arena, f->n);
    bits_set(only, (size_t)at);
    return feel_cell_get(frame_run(f, expr->program, only, ""), (size_t)at);
}

size_t app_result_matches(const AppResult *ev,
                          const RegName *name,
                          size_t row,
                          const AppCycle *cycle,
                          const uint32_t **out)
{
    Frame *f = result_frame(ev, name->subject, cycle);
    int32_t at = position(f, row);
    const DmnMatches *matches;

    if (at < 0 || !name->block || name->block->n_defines == 0)
        return 0;
    (void)frame_col(f, name);
    matches = f->matches[name->block->defines[0]->slot];
    if (!matches || !matches->start)
        return 0;
    *out = matches->rules + matches->start[at];
    return matches->start[at + 1] - matches->start[at];
}

/* ---- questions, faults ---- */

size_t app_result_questions(const AppResult *ev, const AppQuestion **out)
{
    *out = (const AppQuestion *)(const void *)ev->questions->data;
    return ev->questions->len;
}

const char *app_question_by(const AppQuestion *question)
{
    return name_owed_by(question->block->defines[0]);
}

size_t app_result_blocked(const AppResult *ev, const AppBlocked **out)
{
    *out = (const AppBlocked *)(const void *)ev->blocked->data;
    return ev->blocked->len;
}

const Diags *app_result_diags(const AppResult *ev)
{
    return ev->diags;
}

/* ---- postings ---- */

size_t app_result_postings(const AppResult *ev, const AppPosting **out)
{
    *out = ev->postings;
    return ev->n_postings;
}

typedef struct Ordered {
    AppPosting posting;
    size_t person; /* place of the person by key */
    size_t block;  /* place of the block in the text */
    size_t made;
} Ordered;

#define COMPARE(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_ordered(const void *a, const void *b)
{
    const Ordered *x = a, *y = b;
    int order = app_cycle_compare(&x->posting.cycle, &y->posting.cycle);

    if (order == 0)
        order = COMPARE(x->person, y->person);
    if (order == 0)
        order = COMPARE(x->block, y->block);
    if (order == 0)
        order = COMPARE(x->posting.kind, y->posting.kind);
    if (order == 0)
        order = COMPARE(x->posting.day, y->posting.day);
    return order != 0 ? order : COMPARE(x->made, y->made);
}

/* Postings of this evaluation: opening ones, of earlier runs, are left out. */
void result_sort_postings(AppResult *ev)
{
    const AppPosting *all;
    size_t n_all = app_plan_postings(ev->plan, &all), n_open = ev->data->postings->len;
    size_t n = n_all - n_open, n_persons = app_data_n_rows(ev->data, REG_PERSON);
    g_autofree Ordered *ordered = g_new0(Ordered, MAX(n, 1));
    g_autofree size_t *places = g_new0(size_t, MAX(n_persons, 1));
    g_autoptr(GHashTable) blocks = g_hash_table_new(NULL, NULL);
    AppPosting *out = ARENA_NEW_N(ev->arena, AppPosting, n);
    const Order *order = frame_order(ev, REG_PERSON);

    for (size_t i = 0; i < order->n; i++)
        places[order->rows[i]] = i;
    for (size_t k = 0; k < ev->reg->n_blocks; k++)
        g_hash_table_insert(blocks, ev->reg->blocks[k], GSIZE_TO_POINTER(k));
    for (size_t i = 0; i < n; i++) {
        ordered[i].posting = all[n_open + i];
        ordered[i].person = places[all[n_open + i].person];
        ordered[i].block = GPOINTER_TO_SIZE(g_hash_table_lookup(blocks, all[n_open + i].block));
        ordered[i].made = i;
    }
    if (n > 1)
        qsort(ordered, n, sizeof *ordered, compare_ordered);
    for (size_t i = 0; i < n; i++)
        out[i] = ordered[i].posting;
    ev->postings = out;
    ev->n_postings = n;
}

Dec app_result_ledger(
    const AppResult *ev, const char *item, size_t person, const AppCycle *cycle, AppLedgerTake take)
{
    return app_plan_ledger(ev->plan, item, person, cycle, take);
}

Dec app_result_posted(const AppResult *ev, const char *item, size_t person, const AppCycle *cycle)
{
    return app_plan_posted(ev->plan, item, person, cycle);
}
