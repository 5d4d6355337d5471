#include <string.h>

#include "appraise/plan_private.h"

const char *plan_reserve_name(const RegBlock *reserve)
{
    return reserve->u.reserve.into ? reserve->u.reserve.into : reserve->name;
}

/* The first block that feeds the account `name`, or is called so. */
const RegBlock *plan_reserve_block(const AppPlan *plan, const char *name)
{
    for (size_t i = 0; i < plan->reg->n_blocks; i++) {
        const RegBlock *block = plan->reg->blocks[i];

        if (block->kind == REG_RESERVE &&
            (strcmp(plan_reserve_name(block), name) == 0 || strcmp(block->name, name) == 0))
            return block;
    }
    return NULL;
}

CalDate plan_due(const AppPlan *plan, const RegBlock *reserve, CalDate since)
{
    const RegReserve *r = &reserve->u.reserve;
    int64_t months = (int64_t)r->hold.years * 12 + r->hold.months;
    CalDate due = since, first;

    if (months == 0 && r->hold.days == 0 && !r->hold.until_year_end)
        return INT64_MAX;
    if (!cal_date_add_months(since, months, &due) || !cal_date_add_days(due, r->hold.days, &due))
        return INT64_MAX;
    if (r->hold.until_year_end)
        app_cycle_year(plan->reg, due, &first, &due);
    return due;
}

static PlanTranche *tranche_at(const AppPlan *plan, const PlanAccount *account, uint32_t i)
{
    return &g_array_index(plan->tranches, PlanTranche, account->tranches[i]);
}

/* Opening tranches come in any order; a later one never goes before an earlier one. */
static bool is_older(const AppTranche *a, const AppTranche *b)
{
    if (a->since != b->since)
        return a->since < b->since;
    return a->due < b->due;
}

static void add_tranche(AppPlan *plan, PlanAccount *account, const PlanTranche *tranche)
{
    uint32_t at = account->n_tranches;

    if (account->n_tranches == account->cap_tranches) {
        uint32_t cap = account->cap_tranches ? account->cap_tranches * 2 : 4;
        uint32_t *ids = ARENA_NEW_N(plan->arena, uint32_t, cap);

        if (account->n_tranches)
            memcpy(ids, account->tranches, account->n_tranches * sizeof(uint32_t));
        account->tranches = ids;
        account->cap_tranches = cap;
    }
    while (at > 0 && is_older(&tranche->view, &tranche_at(plan, account, at - 1)->view)) {
        account->tranches[at] = account->tranches[at - 1];
        at--;
    }
    account->tranches[at] = tranche->view.id;
    account->n_tranches++;
}

void plan_deposit(AppPlan *plan,
                  PlanAccount *account,
                  const RegBlock *block,
                  size_t person,
                  Dec amount,
                  CalDate since,
                  CalDate due)
{
    Dec fill = plan_min(amount, account->open_loss);
    PlanTranche tranche = {
        .view = {.person = person, .due = due, .since = since, .id = plan->tranches->len},
        .block = block,
    };

    account->open_loss = plan_minus(account->open_loss, fill);
    tranche.view.amount = plan_minus(amount, fill);
    if (dec_sign(tranche.view.amount) <= 0)
        return;
    g_array_append_val(plan->tranches, tranche);
    add_tranche(plan, account, &tranche);
}

Dec plan_draw(AppPlan *plan, PlanAccount *account, Dec amount, bool newest_first)
{
    Dec left = amount;

    for (uint32_t i = 0; i < account->n_tranches && dec_sign(left) > 0; i++) {
        uint32_t at = newest_first ? account->n_tranches - 1 - i : i;
        PlanTranche *t = tranche_at(plan, account, at);
        Dec part = plan_min(left, t->view.amount);

        t->view.amount = plan_minus(t->view.amount, part);
        left = plan_minus(left, part);
    }
    return plan_minus(amount, left);
}

void plan_settle(AppPlan *plan, PlanAccount *account, Dec loss, bool newest_first)
{
    Dec given = plan_draw(plan, account, loss, newest_first);

    account->open_loss = plan_plus(account->open_loss, plan_minus(loss, given));
}

Dec plan_held(const AppPlan *plan, const PlanAccount *account)
{
    Dec sum = dec_zero();

    for (uint32_t i = 0; i < account->n_tranches; i++)
        sum = plan_plus(sum, tranche_at(plan, account, i)->view.amount);
    return sum;
}

size_t app_plan_tranches(AppPlan *plan, const RegBlock *reserve, const AppTranche **out)
{
    g_array_set_size(plan->view, 0);
    for (guint i = 0; i < plan->tranches->len; i++) {
        const PlanTranche *t = &g_array_index(plan->tranches, PlanTranche, i);

        if (t->block == reserve && dec_sign(t->view.amount) > 0)
            g_array_append_val(plan->view, t->view);
    }
    *out = (const AppTranche *)(const void *)plan->view->data;
    return plan->view->len;
}

/* ---- opening state ---- */

void app_plan_open_reserve(AppPlan *plan, const char *reserve, size_t person, CalDate due, Dec sum)
{
    const RegBlock *block = plan_reserve_block(plan, reserve);
    const char *name = block ? plan_reserve_name(block) : reserve;
    PlanAccount *account = plan_account(plan, plan_item(plan, name), person);

    account->opening = plan_plus(account->opening, sum);
    if (dec_sign(sum) > 0)
        plan_deposit(plan, account, block, person, sum, /* since= */ INT64_MIN, due);
    else
        plan_settle(plan, account, dec_neg(sum), /* newest_first= */ false);
}

/* Takes a released or forfeited amount out of the tranches: first of those due on that day. */
static void replay_out(AppPlan *plan, PlanAccount *account, const AppPosting *posting)
{
    Dec left = posting->amount;

    for (uint32_t i = 0; i < account->n_tranches && posting->kind == APP_POST_RELEASE; i++) {
        PlanTranche *t = tranche_at(plan, account, i);
        Dec part = t->view.due == posting->day ? plan_min(left, t->view.amount) : dec_zero();

        t->view.amount = plan_minus(t->view.amount, part);
        left = plan_minus(left, part);
    }
    plan_settle(plan, account, left, /* newest_first= */ false);
}

static void replay_reserve(AppPlan *plan, const AppPosting *p)
{
    bool in = p->kind == APP_POST_WITHHOLD;
    PlanItem *item = plan_item(plan, in ? p->other : p->item);
    PlanAccount *account = plan_account(plan, item, p->person);
    bool put_in = (in || p->kind == APP_POST_ADD) && dec_sign(p->amount) > 0;

    if (put_in) {
        CalDate due = plan_due(plan, p->block, p->day);

        plan_deposit(plan, account, p->block, p->person, p->amount, p->day, due);
    } else if (in || p->kind == APP_POST_ADD) {
        plan_settle(plan, account, dec_neg(p->amount), /* newest_first= */ in);
    } else if (p->kind != APP_POST_TAKE || item->is_reserve) {
        replay_out(plan, account, p);
    }
}

void app_plan_open_posting(AppPlan *plan, const AppPosting *posting)
{
    plan_post(plan, posting);
    switch (posting->kind) {
    case APP_POST_PAY:
        break;
    case APP_POST_CARRY:
        plan_carry_new(plan, posting->block, posting->person, posting->amount, &posting->cycle);
        break;
    case APP_POST_TAKE:
        plan_carry_lower(plan, posting->other, posting->person, posting->amount);
        replay_reserve(plan, posting);
        break;
    case APP_POST_EXPIRE:
        plan_carry_lower(plan, posting->item, posting->person, posting->amount);
        break;
    case APP_POST_WITHHOLD:
    case APP_POST_RELEASE:
    case APP_POST_FORFEIT:
    case APP_POST_OFFSET:
    case APP_POST_ADD:
        replay_reserve(plan, posting);
        break;
    }
}
