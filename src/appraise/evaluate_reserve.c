/* Reserves in a cycle: what is withheld, added and set off, then what is forfeited or released.
 *
 * A reserve outlives the population: who has left, or changed his post, still holds his tranches.
 * For these persons only what is given or known of them is read (Frame.is_outside). */
#include "appraise/post.h"

#include <string.h>

/* ---- who ---- */

/* Persons outside the population who hold an open tranche, by key. */
static Frame *outside_frame(AppResult *ev, Instance *at)
{
    Frame *in = frame_of(ev, at, REG_PERSON);
    size_t n_all = app_data_n_rows(ev->data, REG_PERSON), n = 0;
    uint64_t *holds = bits_new(ev->arena, n_all);
    size_t *rows;

    if (at->outside)
        return at->outside;
    for (guint i = 0; i < ev->plan->tranches->len; i++) {
        const PlanTranche *t = &g_array_index(ev->plan->tranches, PlanTranche, i);

        if (dec_sign(t->view.amount) > 0 && frame_pos(in, t->view.person) < 0)
            bits_set(holds, t->view.person);
    }
    rows = ARENA_NEW_N(ev->arena, size_t, n_all);
    for (size_t i = 0; i < n_all; i++) {
        size_t row = frame_order(ev, REG_PERSON)->rows[i];

        if (bits_get(holds, row))
            rows[n++] = row;
    }
    at->outside = frame_new(ev, at, REG_PERSON, rows, NULL, n);
    at->outside->is_outside = true;
    return at->outside;
}

/* ---- in and out ---- */

typedef bool (*PlanStep)(AppPlan *plan, const RegBlock *reserve, size_t person, Dec value);

/* Hands the values of an expression to the plan, row by row. */
static void step_rows(const Post *p, Frame *f, const RegExpr *expr, PlanStep step)
{
    AppResult *ev = p->ev;
    Active active = block_active(f, p->block);
    const char *account = plan_reserve_name(p->block);
    const char *out_of = p->block->u.reserve.out_of;
    bool withholds = step == app_plan_withhold && out_of && out_of[0];
    const Col *col;

    if (!expr->program || f->n == 0)
        return;
    col = frame_run(f, expr->program, active.bits, p->block->name);
    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(col, i);
        size_t person = f->rows[i];

        if (active.reasons && active.reasons[i])
            v = feel_missing(active.reasons[i]);
        /* nothing is withheld from a pay item that is not paid yet */
        if (withholds && v.kind == FEEL_NUMBER && app_plan_is_blocked(ev->plan, out_of, person))
            v = feel_missing(
                app_plan_owed(ev->plan, out_of, person, p->at->cycle.last, p->at->cycle.last, 0));
        if (v.kind == FEEL_MISSING)
            post_block(p, account, person, person, v.reason);
        else if (v.kind == FEEL_NUMBER && !step(ev->plan, p->block, person, v.u.number))
            post_too_large(p, person);
    }
}

void post_owed_withholding(const Post *p)
{
    const RegReserve *r = &p->block->u.reserve;
    Frame *f;
    Active active;
    const Col *col;

    if (p->block->subject != REG_PERSON || p->block->cycle != p->at->cycle.kind || !r->out_of ||
        !r->out_of[0])
        return;
    f = frame_of(p->ev, p->at, REG_PERSON);
    active = block_active(f, p->block);
    col = frame_run(f, r->of.program, active.bits, p->block->name);
    for (size_t i = 0; i < f->n; i++) {
        bool owed = active.reasons && active.reasons[i];

        if (owed || col_is_missing(col, i))
            app_plan_block(p->ev->plan, r->out_of, f->rows[i],
                           owed ? active.reasons[i] : col->reasons[i]);
    }
}

/* The coarsest cycle of what an expression reads, at least the block's: what is settled at the
 * year's end is added then, though the reserve is filled month by month. */
static int cycle_of(const AppResult *ev, const RegBlock *block, const RegExpr *expr)
{
    const int *slots;
    size_t n = expr->program ? feel_program_slots(expr->program, &slots) : 0;
    int cycle = block->cycle;

    for (size_t k = 0; k < n; k++)
        cycle = MAX(cycle, ev->reg->names[slots[k]]->cycle);
    return cycle;
}

/* ---- tranches ---- */

static Col *date_col(AppResult *ev, const AppTranche *tranches, size_t n, bool due)
{
    Col *col = col_new(ev->arena, COL_DATE, n);

    for (size_t i = 0; i < n; i++) {
        CalDate date = due ? tranches[i].due : tranches[i].since;

        if (date == INT64_MAX || date == INT64_MIN)
            col_set_null(ev->arena, col, i);
        else
            col->v.dates[i] = date;
    }
    return col;
}

/* A person's name for each tranche: from the population, else from outside it. */
static Col *person_col(const Post *p, const RegName *name, const AppTranche *tranches, size_t n)
{
    Arena *arena = p->ev->arena;
    Frame *in = frame_of(p->ev, p->at, REG_PERSON), *out = outside_frame(p->ev, p->at);
    const Col *a = frame_col(in, name), *b = out->n > 0 ? frame_col(out, name) : a;
    Col *col = col_new(arena, a->type, n);

    for (size_t i = 0; i < n; i++) {
        int32_t in_at = frame_pos(in, tranches[i].person),
                out_at = frame_pos(out, tranches[i].person);

        if (in_at >= 0)
            col_copy_cell(arena, col, i, a, (size_t)in_at);
        else if (out_at >= 0)
            col_copy_cell(arena, col, i, b, (size_t)out_at);
        else
            col_set_null(arena, col, i);
    }
    return col;
}

/* `forfeit when` for each tranche; 到期日 and 提取日 are the tranche's. NULL if there is none. */
static const Col *forfeits(const Post *p, const AppTranche *tranches, size_t n)
{
    AppResult *ev = p->ev;
    const FeelProgram *program = p->block->u.reserve.forfeit_when.program;
    const Col **cols = ARENA_NEW_N(ev->arena, const Col *, ev->reg->n_names);
    const char **keys = ARENA_NEW_N(ev->arena, const char *, n);
    const int *slots;

    if (!program)
        return NULL;

    size_t n_slots = feel_program_slots(program, &slots);

    for (size_t k = 0; k < n_slots; k++) {
        const RegName *name = ev->reg->names[slots[k]];

        if (name->subject == REG_PERSON)
            cols[slots[k]] = person_col(p, name, tranches, n);
        else
            cols[slots[k]] =
                date_col(ev, tranches, n, /* due= */ strcmp(name->name, "到期日") == 0);
    }
    for (size_t i = 0; i < n; i++)
        keys[i] = app_data_row_key(ev->data, REG_PERSON, tranches[i].person);

    FeelBatch batch = {.n = n, .slots = cols, .n_slots = ev->reg->n_names};

    feel_run_set_blame(ev->run, p->block->name, p->at->cycle.text, keys);
    return feel_run_columns(ev->run, program, &batch, NULL);
}

/* A block that is settled with something of a coarser cycle, which ends with this one, releases
 * then: withheld by months, settled and paid with the year. */
static bool acts_later(const Post *p)
{
    const RegReserve *r = &p->block->u.reserve;
    int kind = p->block->cycle;

    for (size_t k = 0; k < r->n_add; k++)
        kind = MAX(kind, cycle_of(p->ev, p->block, &r->add[k]));
    return kind > p->at->cycle.kind &&
           app_cycle_of(p->ev->reg, kind, p->at->cycle.last).last == p->at->cycle.last;
}

/* While something about the account is missing, perhaps a loss, nothing is released; it is then in
 * the first cycle in which all is known. */
static void settle_tranches(const Post *p)
{
    AppResult *ev = p->ev;
    const AppTranche *open;
    size_t n = app_plan_tranches(ev->plan, p->block, &open);
    AppTranche *tranches = ARENA_NEW_N(ev->arena, AppTranche, n);
    const char *into = p->block->u.reserve.release_into;
    const char *account = plan_reserve_name(p->block);
    const Col *lost;

    if (n == 0 || acts_later(p))
        return;
    memcpy(tranches, open, n * sizeof *tranches);
    lost = forfeits(p, tranches, n);
    for (size_t i = 0; i < n; i++) {
        bool is_due = tranches[i].due <= p->at->cycle.last && into && into[0];
        size_t person = tranches[i].person;

        if (lost && col_is_true(lost, i))
            app_plan_forfeit(ev->plan, p->block, tranches[i].id);
        else if (is_due && lost && col_is_missing(lost, i))
            post_block(p, account, person, person, lost->reasons[i]);
        else if (is_due && !app_plan_is_blocked(ev->plan, account, person))
            app_plan_release(ev->plan, p->block, tranches[i].id);
    }
}

/* ---- the block ---- */

void post_reserve(const Post *p)
{
    AppResult *ev = p->ev;
    const RegReserve *r = &p->block->u.reserve;
    bool own = p->block->cycle == p->at->cycle.kind, any = own;
    Frame *in, *out;

    for (size_t k = 0; k < r->n_add; k++)
        any = any || cycle_of(ev, p->block, &r->add[k]) == p->at->cycle.kind;
    if (!any || p->block->subject != REG_PERSON)
        return;
    in = frame_of(ev, p->at, REG_PERSON);
    out = outside_frame(ev, p->at);
    if (own)
        step_rows(p, in, &r->of, app_plan_withhold);
    for (size_t k = 0; k < r->n_add; k++) {
        if (cycle_of(ev, p->block, &r->add[k]) != p->at->cycle.kind)
            continue;
        step_rows(p, in, &r->add[k], app_plan_add);
        step_rows(p, out, &r->add[k], app_plan_add);
    }
    if (own) {
        step_rows(p, in, &r->offset, app_plan_offset);
        step_rows(p, out, &r->offset, app_plan_offset);
    }
    settle_tranches(p);
}
