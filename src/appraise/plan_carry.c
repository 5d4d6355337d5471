#include <string.h>

#include "appraise/plan_private.h"

void plan_carry_new(
    AppPlan *plan, const RegBlock *block, size_t person, Dec amount, const AppCycle *birth)
{
    PlanCarry carry = {
        .block = block,
        .person = person,
        .left = amount,
        .is_opening = birth == NULL,
        .number = INT64_MIN,
    };

    if (birth) {
        carry.birth = *birth;
        carry.number = app_cycle_number(plan->reg, birth);
    }
    g_array_append_val(plan->carries, carry);
}

void plan_carry_lower(AppPlan *plan, const char *item, size_t person, Dec amount)
{
    for (guint i = 0; i < plan->carries->len && dec_sign(amount) > 0; i++) {
        PlanCarry *c = &g_array_index(plan->carries, PlanCarry, i);

        if (c->person == person && strcmp(c->block->u.pay.into, item) == 0) {
            Dec part = plan_min(amount, c->left);

            c->left = plan_minus(c->left, part);
            amount = plan_minus(amount, part);
        }
    }
}

void app_plan_open_carry(AppPlan *plan, const char *pay, size_t person, Dec amount)
{
    for (size_t i = 0; i < plan->reg->n_blocks; i++) {
        const RegBlock *block = plan->reg->blocks[i];

        if (block->kind == REG_PAY && strcmp(block->name, pay) == 0) {
            PlanAccount *account = plan_account(plan, plan_item(plan, block->u.pay.into), person);

            account->opening = plan_minus(account->opening, amount);
            plan_carry_new(plan, block, person, amount, /* birth= */ NULL);
            return;
        }
    }
}

static AppPosting posting_of(const AppPlan *plan, AppPostingKind kind, const PlanCarry *c, Dec sum)
{
    return (AppPosting){
        .kind = kind,
        .block = c->block,
        .item = c->block->u.pay.into,
        .other = "",
        .person = c->person,
        .cycle = plan->cycle,
        .day = plan->cycle.last,
        .amount = sum,
    };
}

/* What can be taken from an item in this cycle: what the cycle paid of it,
 * or what a reserve holds. */
static Dec available(AppPlan *plan, PlanItem *item, size_t person)
{
    PlanAccount *account = item->accounts[person];

    if (!account || bits_get(item->blocked, person))
        return dec_zero();
    if (item->is_reserve)
        return plan_held(plan, account);
    return account->cycle_no == plan->cycle_no ? account->paid_now : dec_zero();
}

static void take_from(AppPlan *plan, PlanCarry *c, const char *name)
{
    PlanItem *item = plan_item(plan, name);
    Dec part = plan_min(c->left, available(plan, item, c->person));

    if (dec_sign(part) <= 0)
        return;

    AppPosting posting = posting_of(plan, APP_POST_TAKE, c, part);

    posting.item = item->name;
    posting.other = c->block->u.pay.into;
    plan_post(plan, &posting);
    if (item->is_reserve)
        (void)plan_draw(plan, item->accounts[c->person], part, /* newest_first= */ false);
    c->left = plan_minus(c->left, part);
}

/* Own cycles since the carry arose; an opening one is taken as born in the cycle before. */
static bool has_expired(AppPlan *plan, PlanCarry *c)
{
    const RegPay *pay = &c->block->u.pay;

    if (c->block->cycle != plan->cycle.kind)
        return false;

    int64_t now = app_cycle_number(plan->reg, &plan->cycle);

    if (c->number == INT64_MIN)
        c->number = now - 1;
    return pay->expires > 0 && now - c->number >= pay->expires;
}

static void end_carry(AppPlan *plan, PlanCarry *c)
{
    const RegPay *pay = &c->block->u.pay;
    bool born_now = !c->is_opening && app_cycle_compare(&c->birth, &plan->cycle) == 0;

    if (born_now)
        return; /* taken from the next cycle on */
    if (pay->n_against == 0)
        take_from(plan, c, pay->into);
    for (size_t i = 0; i < pay->n_against; i++)
        take_from(plan, c, pay->against[i]);
    if (dec_sign(c->left) > 0 && has_expired(plan, c)) {
        AppPosting posting = posting_of(plan, APP_POST_EXPIRE, c, c->left);

        plan_post(plan, &posting);
        c->left = dec_zero();
    }
}

void plan_carry_end_cycle(AppPlan *plan)
{
    guint kept = 0;

    for (guint i = 0; i < plan->carries->len; i++) {
        PlanCarry *c = &g_array_index(plan->carries, PlanCarry, i);

        end_carry(plan, c);
        if (dec_sign(c->left) > 0)
            g_array_index(plan->carries, PlanCarry, kept++) = *c;
    }
    g_array_set_size(plan->carries, kept);
}
