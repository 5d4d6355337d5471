/* plan_private.h - accounts, tranches and carries behind a plan. Private to appraise/. */
#pragma once

#include "appraise/plan.h"

/* A posting that is not there, because its value is missing. */
typedef struct PlanOwed {
    CalDate last; /* of the cycle */
    uint32_t reason;
} PlanOwed;

/* What one item or reserve of one person did: indices of postings, twice the index plus 1 where the
 * account is the posting's other side. */
typedef struct PlanAccount {
    uint32_t *moves;
    uint32_t n, cap;
    Dec opening;   /* balance of openings that are no postings */
    Dec open_loss; /* reserve: set off beyond what it held, not yet filled up */
    Dec paid_now;  /* paid in cycle number `cycle_no` */
    uint32_t cycle_no;
    uint32_t *tranches; /* reserve: ids, oldest first */
    uint32_t n_tranches, cap_tranches;
    PlanOwed *owed;
    uint32_t n_owed, cap_owed;
} PlanAccount;

typedef struct PlanItem {
    const char *name;
    bool is_reserve;
    PlanAccount **accounts; /* per person, NULL while nothing moved */
    uint64_t *blocked;      /* in this cycle, per person; NULL = none */
} PlanItem;

typedef struct PlanTranche {
    AppTranche view;
    const RegBlock *block; /* NULL: an opening one of no known block */
} PlanTranche;

typedef struct PlanCarry {
    const RegBlock *block;
    size_t person;
    Dec left;
    bool is_opening;
    AppCycle birth; /* unless is_opening */
    int64_t number; /* of its own kind's cycle it was born in; INT64_MIN = not known yet */
} PlanCarry;

struct AppPlan {
    const Regulation *reg;
    Arena *arena;
    size_t n_persons;
    AppCycle cycle;    /* the current one */
    uint32_t cycle_no; /* 1 … ; 0 before the first */
    GPtrArray *items;  /* PlanItem* in the arena */
    GArray *postings;  /* AppPosting */
    GArray *tranches;  /* PlanTranche, index = id */
    GArray *carries;   /* PlanCarry, oldest first */
    GArray *view;      /* AppTranche: what app_plan_tranches returned */
};

PlanItem *plan_item(AppPlan *plan, const char *name);
const PlanItem *plan_find_item(const AppPlan *plan, const char *name);
PlanAccount *plan_account(AppPlan *plan, PlanItem *item, size_t person);
/* Account name of a reserve block. */
const char *plan_reserve_name(const RegBlock *reserve);

/* Records a posting in its accounts; amounts are in fen. */
void plan_post(AppPlan *plan, const AppPosting *posting);
/* +1, 0 or -1: how a posting moves `take` of its item (or, `other`, of its other side). */
int plan_effect(AppPostingKind kind, bool item_is_reserve, bool other, AppLedgerTake take);

/* plan_reserve.c: tranches. */
/* Puts an amount > 0 into the account: fills up an open loss, the rest becomes a tranche. */
void plan_deposit(AppPlan *plan,
                  PlanAccount *account,
                  const RegBlock *block,
                  size_t person,
                  Dec amount,
                  CalDate since,
                  CalDate due);
/* Takes up to `amount` out of the tranches, oldest (or newest) first; returns what they gave. */
Dec plan_draw(AppPlan *plan, PlanAccount *account, Dec amount, bool newest_first);
/* Takes `loss` out of the tranches; what they do not hold stays open. */
void plan_settle(AppPlan *plan, PlanAccount *account, Dec loss, bool newest_first);
Dec plan_held(const AppPlan *plan, const PlanAccount *account);
CalDate plan_due(const AppPlan *plan, const RegBlock *reserve, CalDate since);
const RegBlock *plan_reserve_block(const AppPlan *plan, const char *name);

/* plan_carry.c */
void plan_carry_new(
    AppPlan *plan, const RegBlock *block, size_t person, Dec amount, const AppCycle *birth);
/* Lowers open carries into `item` of a person by `amount`, oldest first. */
void plan_carry_lower(AppPlan *plan, const char *item, size_t person, Dec amount);
void plan_carry_end_cycle(AppPlan *plan);

/* Exact arithmetic on amounts in fen (they are bounded, so that nothing overflows or rounds). */
Dec plan_plus(Dec a, Dec b);
Dec plan_minus(Dec a, Dec b);
Dec plan_min(Dec a, Dec b);
