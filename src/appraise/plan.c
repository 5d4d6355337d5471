#include "appraise/plan.h"

#include <string.h>

#include "appraise/plan_private.h"

AppPlan *app_plan_new(const Regulation *reg, size_t n_persons)
{
    AppPlan *plan = g_new0(AppPlan, 1);

    plan->reg = reg;
    plan->arena = arena_new(0);
    plan->n_persons = n_persons;
    plan->items = g_ptr_array_new();
    plan->postings = g_array_new(false, false, sizeof(AppPosting));
    plan->tranches = g_array_new(false, false, sizeof(PlanTranche));
    plan->carries = g_array_new(false, false, sizeof(PlanCarry));
    plan->view = g_array_new(false, false, sizeof(AppTranche));
    return plan;
}

void app_plan_free(AppPlan *plan)
{
    if (!plan)
        return;
    g_ptr_array_unref(plan->items);
    g_array_unref(plan->postings);
    g_array_unref(plan->tranches);
    g_array_unref(plan->carries);
    g_array_unref(plan->view);
    arena_free(plan->arena);
    g_free(plan);
}

/* ---- amounts ---- */

Dec plan_plus(Dec a, Dec b)
{
    Dec out = a;
    bool ok = dec_add(a, b, &out);

    g_return_val_if_fail(ok, a);
    return out;
}

Dec plan_minus(Dec a, Dec b)
{
    return plan_plus(a, dec_neg(b));
}

Dec plan_min(Dec a, Dec b)
{
    return dec_compare(a, b) <= 0 ? a : b;
}

bool app_plan_round(Dec value, Dec *out)
{
    /* A quadrillion yuan: far beyond money, far below 34 digits, so that sums stay exact. */
    Dec limit = dec_from_scaled(1, -15);
    Dec rounded;

    if (!dec_round(value, 2, DEC_HALF_UP, &rounded) || dec_compare(dec_abs(rounded), limit) >= 0)
        return false;
    *out = rounded;
    return true;
}

/* ---- accounts ---- */

const PlanItem *plan_find_item(const AppPlan *plan, const char *name)
{
    for (guint i = 0; i < plan->items->len; i++) {
        const PlanItem *item = g_ptr_array_index(plan->items, i);

        if (item->name == name || strcmp(item->name, name) == 0)
            return item;
    }
    return NULL;
}

PlanItem *plan_item(AppPlan *plan, const char *name)
{
    PlanItem *item = (PlanItem *)plan_find_item(plan, name);

    if (item)
        return item;
    item = ARENA_NEW(plan->arena, PlanItem);
    item->name = arena_strdup(plan->arena, name);
    item->is_reserve = plan_reserve_block(plan, name) != NULL;
    item->accounts = ARENA_NEW_N(plan->arena, PlanAccount *, plan->n_persons);
    g_ptr_array_add(plan->items, item);
    return item;
}

PlanAccount *plan_account(AppPlan *plan, PlanItem *item, size_t person)
{
    g_assert(person < plan->n_persons); /* a caller's bug */

    if (!item->accounts[person]) {
        PlanAccount *account = ARENA_NEW(plan->arena, PlanAccount);

        account->opening = account->open_loss = account->paid_now = dec_zero();
        item->accounts[person] = account;
    }
    return item->accounts[person];
}

int plan_effect(AppPostingKind kind, bool item_is_reserve, bool other, AppLedgerTake take)
{
    /* kind, side: accrued, paid, balance */
    static const int8_t effects[][2][3] = {
        [APP_POST_PAY] = {{1, 1, 0},   {0, 0, 0}},
          [APP_POST_WITHHOLD] = {{0, -1, 0},  {1, 0, 1}},
        [APP_POST_RELEASE] = {{0, 1, -1},  {0, 1, 0}},
          [APP_POST_FORFEIT] = {{0, 0, -1},  {0, 0, 0}},
        [APP_POST_OFFSET] = {{0, 0, -1},  {0, 0, 0}},
          [APP_POST_ADD] = {{1, 0, 1},   {0, 0, 0}},
        [APP_POST_CARRY] = {{-1, 0, -1}, {0, 0, 0}},
          [APP_POST_TAKE] = {{0, -1, 0},  {0, 0, 1}},
        [APP_POST_EXPIRE] = {{0, 0, 1},   {0, 0, 0}},
    };

    if (kind == APP_POST_TAKE && !other && item_is_reserve)
        return take == APP_LEDGER_BALANCE ? -1 : 0;
    return effects[kind][other ? 1 : 0][take];
}

static void add_move(AppPlan *plan, const AppPosting *posting, uint32_t index, bool other)
{
    const char *name = other ? posting->other : posting->item;

    if (name[0] == '\0')
        return;

    PlanItem *item = plan_item(plan, name);
    PlanAccount *account = plan_account(plan, item, posting->person);
    int paid = plan_effect(posting->kind, item->is_reserve, other, APP_LEDGER_PAID);

    if (account->n == account->cap) {
        uint32_t cap = account->cap ? account->cap * 2 : 4;
        uint32_t *moves = ARENA_NEW_N(plan->arena, uint32_t, cap);

        if (account->n)
            memcpy(moves, account->moves, account->n * sizeof(uint32_t));
        account->moves = moves;
        account->cap = cap;
    }
    account->moves[account->n++] = index * 2 + (other ? 1 : 0);
    if (account->cycle_no != plan->cycle_no) {
        account->cycle_no = plan->cycle_no;
        account->paid_now = dec_zero();
    }
    if (paid > 0)
        account->paid_now = plan_plus(account->paid_now, posting->amount);
    else if (paid < 0)
        account->paid_now = plan_minus(account->paid_now, posting->amount);
}

void plan_post(AppPlan *plan, const AppPosting *posting)
{
    uint32_t index = plan->postings->len;

    g_array_append_vals(plan->postings, posting, 1);
    add_move(plan, posting, index, false);
    add_move(plan, posting, index, true);
}

size_t app_plan_postings(const AppPlan *plan, const AppPosting **out)
{
    *out = (const AppPosting *)(const void *)plan->postings->data;
    return plan->postings->len;
}

/* ---- reading ---- */

typedef struct Window {
    const AppCycle *until; /* NULL = no end */
    bool only_until;       /* of that cycle alone */
    CalDate first, last;   /* of the posting cycle's last day */
    bool withheld_only;    /* of a reserve: what was put in, without `add` */
} Window;

static Dec sum_moves(const AppPlan *plan,
                     const PlanItem *item,
                     size_t person,
                     const Window *window,
                     AppLedgerTake take)
{
    const PlanAccount *account = item && person < plan->n_persons ? item->accounts[person] : NULL;
    Dec sum = dec_zero();

    for (uint32_t i = 0; account && i < account->n; i++) {
        const AppPosting *p = &g_array_index(plan->postings, AppPosting, account->moves[i] / 2);
        int effect = plan_effect(p->kind, item->is_reserve, account->moves[i] & 1, take);

        if (effect == 0 || p->cycle.last < window->first || p->cycle.last > window->last)
            continue;
        if (window->until && app_cycle_compare(&p->cycle, window->until) > 0)
            continue;
        if (window->only_until && app_cycle_compare(&p->cycle, window->until) != 0)
            continue;
        if (window->withheld_only && p->kind != APP_POST_WITHHOLD)
            continue;
        sum = effect > 0 ? plan_plus(sum, p->amount) : plan_minus(sum, p->amount);
    }
    return sum;
}

Dec app_plan_ledger(
    const AppPlan *plan, const char *item, size_t person, const AppCycle *cycle, AppLedgerTake take)
{
    const PlanItem *found = plan_find_item(plan, item);
    Window window = {.until = cycle, .first = INT64_MIN, .last = INT64_MAX};
    Dec sum = sum_moves(plan, found, person, &window, take);

    if (take == APP_LEDGER_BALANCE && found && person < plan->n_persons && found->accounts[person])
        sum = plan_plus(sum, found->accounts[person]->opening);
    return sum;
}

Dec app_plan_moved(const AppPlan *plan,
                   const char *item,
                   size_t person,
                   CalDate first,
                   CalDate last,
                   AppLedgerTake take)
{
    Window window = {.first = first, .last = last};

    return sum_moves(plan, plan_find_item(plan, item), person, &window, take);
}

Dec app_plan_posted(const AppPlan *plan, const char *item, size_t person, const AppCycle *cycle)
{
    const PlanItem *found = plan_find_item(plan, item);
    Window window = {.until = cycle, .only_until = true, .first = INT64_MIN, .last = INT64_MAX};
    bool is_reserve = found && found->is_reserve;

    return sum_moves(plan, found, person, &window,
                     is_reserve ? APP_LEDGER_BALANCE : APP_LEDGER_PAID);
}

/* What the cycle of `kind` that holds the current one has accrued of `item` so far. */
static Dec already_accrued(const AppPlan *plan, const char *item, size_t person, int kind)
{
    AppCycle whole = app_cycle_of(plan->reg, kind, plan->cycle.last);
    Window window = {.first = whole.first, .last = whole.last, .withheld_only = false};
    const PlanItem *found = plan_find_item(plan, item);

    window.withheld_only = found && found->is_reserve;
    return sum_moves(plan, found, person, &window, APP_LEDGER_ACCRUED);
}

/* ---- one cycle ---- */

void app_plan_begin(AppPlan *plan, const AppCycle *cycle)
{
    plan->cycle = *cycle;
    plan->cycle_no++;
    for (guint i = 0; i < plan->items->len; i++) {
        PlanItem *item = g_ptr_array_index(plan->items, i);

        item->blocked = NULL;
    }
}

static AppPosting posting_now(
    const AppPlan *plan, AppPostingKind kind, const RegBlock *block, size_t person, Dec amount)
{
    return (AppPosting){
        .kind = kind,
        .block = block,
        .item = "",
        .other = "",
        .person = person,
        .cycle = plan->cycle,
        .day = plan->cycle.last,
        .amount = amount,
    };
}

bool app_plan_pay(AppPlan *plan, const RegBlock *pay, size_t person, Dec value)
{
    const RegPay *p = &pay->u.pay;
    Dec amount;

    if (!app_plan_round(value, &amount))
        return false;
    if (p->cumulative != REG_NO_CYCLE)
        amount = plan_minus(amount, already_accrued(plan, p->into, person, p->cumulative));

    bool negative = dec_sign(amount) < 0;
    AppPosting posting = posting_now(plan, APP_POST_PAY, pay, person, amount);

    posting.item = p->into;
    if (dec_is_zero(amount) || (negative && p->below_zero == REG_BELOW_ZERO_ZERO))
        return true;
    if (negative && p->below_zero == REG_BELOW_ZERO_CARRY) {
        posting.kind = APP_POST_CARRY;
        posting.amount = dec_neg(amount);
        plan_carry_new(plan, pay, person, posting.amount, &plan->cycle);
    }
    plan_post(plan, &posting);
    return true;
}

void app_plan_block(AppPlan *plan, const char *name, size_t person, uint32_t reason)
{
    PlanItem *item = plan_item(plan, name);
    PlanAccount *account = plan_account(plan, item, person);
    PlanOwed owed = {.last = plan->cycle.last, .reason = reason};

    if (!item->blocked)
        item->blocked = bits_new(plan->arena, plan->n_persons);
    bits_set(item->blocked, person);
    if (account->n_owed == account->cap_owed) {
        uint32_t cap = account->cap_owed ? account->cap_owed * 2 : 2;
        PlanOwed *list = ARENA_NEW_N(plan->arena, PlanOwed, cap);

        if (account->n_owed)
            memcpy(list, account->owed, account->n_owed * sizeof(PlanOwed));
        account->owed = list;
        account->cap_owed = cap;
    }
    account->owed[account->n_owed++] = owed;
}

bool app_plan_is_blocked(const AppPlan *plan, const char *name, size_t person)
{
    const PlanItem *item = plan_find_item(plan, name);

    return item && person < plan->n_persons && bits_get(item->blocked, person);
}

uint32_t app_plan_owed(
    const AppPlan *plan, const char *name, size_t person, CalDate first, CalDate last, size_t i)
{
    const PlanItem *item = plan_find_item(plan, name);
    const PlanAccount *account = item && person < plan->n_persons ? item->accounts[person] : NULL;

    for (uint32_t k = 0; account && k < account->n_owed; k++) {
        const PlanOwed *owed = &account->owed[k];

        if (owed->last >= first && owed->last <= last && i-- == 0)
            return owed->reason;
    }
    return 0;
}

bool app_plan_withhold(AppPlan *plan, const RegBlock *reserve, size_t person, Dec value)
{
    const RegReserve *r = &reserve->u.reserve;
    const char *name = plan_reserve_name(reserve);
    PlanAccount *account = plan_account(plan, plan_item(plan, name), person);
    Dec amount;

    if (!app_plan_round(value, &amount))
        return false;
    if (r->cumulative != REG_NO_CYCLE)
        amount = plan_minus(amount, already_accrued(plan, name, person, r->cumulative));
    if (dec_is_zero(amount))
        return true;

    AppPosting posting = posting_now(plan, APP_POST_WITHHOLD, reserve, person, amount);

    posting.item = r->out_of ? r->out_of : "";
    posting.other = name;
    plan_post(plan, &posting);
    if (dec_sign(amount) > 0)
        plan_deposit(plan, account, reserve, person, amount, plan->cycle.last,
                     plan_due(plan, reserve, plan->cycle.last));
    else
        plan_settle(plan, account, dec_neg(amount), /* newest_first= */ true);
    return true;
}

bool app_plan_add(AppPlan *plan, const RegBlock *reserve, size_t person, Dec value)
{
    const char *name = plan_reserve_name(reserve);
    PlanAccount *account = plan_account(plan, plan_item(plan, name), person);
    Dec amount;

    if (!app_plan_round(value, &amount))
        return false;
    if (dec_is_zero(amount))
        return true;

    AppPosting posting = posting_now(plan, APP_POST_ADD, reserve, person, amount);

    posting.item = name;
    plan_post(plan, &posting);
    if (dec_sign(amount) > 0)
        plan_deposit(plan, account, reserve, person, amount, plan->cycle.last,
                     plan_due(plan, reserve, plan->cycle.last));
    else
        plan_settle(plan, account, dec_neg(amount), /* newest_first= */ false);
    return true;
}

bool app_plan_offset(AppPlan *plan, const RegBlock *reserve, size_t person, Dec loss)
{
    const char *name = plan_reserve_name(reserve);
    PlanAccount *account = plan_account(plan, plan_item(plan, name), person);
    Dec amount;

    if (!app_plan_round(loss, &amount))
        return false;
    if (dec_sign(amount) <= 0)
        return true;

    AppPosting posting = posting_now(plan, APP_POST_OFFSET, reserve, person, amount);

    posting.item = name;
    plan_post(plan, &posting);
    plan_settle(plan, account, amount, /* newest_first= */ false);
    return true;
}

static PlanTranche *open_tranche(AppPlan *plan, uint32_t id)
{
    g_assert(id < plan->tranches->len); /* a caller's bug */
    return &g_array_index(plan->tranches, PlanTranche, id);
}

void app_plan_forfeit(AppPlan *plan, const RegBlock *reserve, uint32_t tranche)
{
    PlanTranche *t = open_tranche(plan, tranche);
    AppPosting posting =
        posting_now(plan, APP_POST_FORFEIT, reserve, t->view.person, t->view.amount);

    posting.item = plan_reserve_name(reserve);
    t->view.amount = dec_zero();
    plan_post(plan, &posting);
}

void app_plan_release(AppPlan *plan, const RegBlock *reserve, uint32_t tranche)
{
    PlanTranche *t = open_tranche(plan, tranche);
    AppPosting posting =
        posting_now(plan, APP_POST_RELEASE, reserve, t->view.person, t->view.amount);

    posting.item = plan_reserve_name(reserve);
    posting.other = reserve->u.reserve.release_into ? reserve->u.reserve.release_into : "";
    posting.day = t->view.due;
    t->view.amount = dec_zero();
    plan_post(plan, &posting);
}

void app_plan_end(AppPlan *plan)
{
    plan_carry_end_cycle(plan);
}
