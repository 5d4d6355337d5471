/* plan.h - consequences as a plan of postings: pay items, carries, reserves; pure arithmetic.
 *
 * The plan grows cycle by cycle with the evaluation, so that `from: ledger` reads what earlier
 * cycles posted. Only a run stores it. Amounts are 元 with two decimals: each item is rounded once,
 * half away from zero, when it becomes a posting (notation §6, §9).
 *
 * What each kind of posting does (paid: what the person got of an item; accrued: what the rules
 * gave; balance: what a reserve holds, or, negative, what is still owed to an item):
 *
 *   kind      item                      other
 *   PAY       pay item: accrued +, paid +
 *   CARRY     pay item: accrued −, balance −
 *   TAKE      pay item: paid −          item of the carry: balance +
 *             or reserve: balance −
 *   EXPIRE    item of the carry: balance +
 *   WITHHOLD  pay item: paid −          reserve: accrued +, balance +
 *   RELEASE   reserve: paid +, balance − pay item: paid +
 *   FORFEIT   reserve: balance −
 *   OFFSET    reserve: balance −
 *   ADD       reserve: accrued +, balance + (signed)
 *
 * A loss or a negative `add` beyond what a reserve holds stays open: its balance is then negative,
 * and what comes into the reserve later fills it up first.
 */
#pragma once

#include "appraise/cycle.h"

typedef enum AppPostingKind {
    APP_POST_PAY,      /* into a pay item (negative: `below zero: deduct`) */
    APP_POST_WITHHOLD, /* from a pay item into a reserve (amount > 0 is withheld, < 0 given back) */
    APP_POST_RELEASE,  /* from a reserve into a pay item */
    APP_POST_FORFEIT,  /* out of a reserve, to nobody */
    APP_POST_OFFSET,   /* a loss set off against a reserve */
    APP_POST_ADD,      /* signed amount settled with a reserve (`add`) */
    APP_POST_CARRY,    /* a negative amount put off: amount > 0 is owed by the person */
    APP_POST_TAKE,     /* an open carry taken from an item: amount > 0 lowers it */
    APP_POST_EXPIRE,   /* an open carry that lapsed */
} AppPostingKind;

typedef struct AppPosting {
    AppPostingKind kind;
    const RegBlock *block; /* the pay or reserve block: its article is the reason */
    const char *item;      /* pay item or reserve it moves; "" of a WITHHOLD paid in beside pay */
    const char *other;     /* the other side ("" = none): reserve of a WITHHOLD, item of a RELEASE,
                        * item of the carry of a TAKE */
    size_t person;         /* row index of subject person in AppData */
    AppCycle cycle;        /* in which it is posted */
    CalDate day;           /* value date: the cycle's last day, or the day of release */
    Dec amount;            /* 元, two decimals */
} AppPosting;

/* Balance of what an item or reserve of a person holds after a cycle. */
typedef enum AppLedgerTake {
    APP_LEDGER_ACCRUED,
    APP_LEDGER_PAID,
    APP_LEDGER_BALANCE
} AppLedgerTake;

typedef struct AppPlan AppPlan;

/* A plan for persons 0 … n_persons-1. `reg` is borrowed. */
AppPlan *app_plan_new(const Regulation *reg, size_t n_persons);
void app_plan_free(AppPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppPlan, app_plan_free)

/* Opening state, before the first app_plan_begin. A posting is replayed: it makes the tranches,
 * carries and sums that it made then. */
void app_plan_open_reserve(AppPlan *plan, const char *reserve, size_t person, CalDate due, Dec sum);
void app_plan_open_carry(AppPlan *plan, const char *pay, size_t person, Dec amount);
void app_plan_open_posting(AppPlan *plan, const AppPosting *posting);

/* Begins the next cycle (in order of evaluation). Then, block by block in the order of the text: */
void app_plan_begin(AppPlan *plan, const AppCycle *cycle);
/* Posts `value` (unrounded) of a `pay` block. With `cumulative`, call it once for each person with
 * the sum of app_plan_round-ed values. False if the amount is beyond what money can be. */
bool app_plan_pay(AppPlan *plan, const RegBlock *pay, size_t person, Dec value);
/* A value of the item or reserve is missing: it is blocked for this person in this cycle (nothing
 * is withheld from it or taken from it either), and who reads it later learns why. */
void app_plan_block(AppPlan *plan, const char *item, size_t person, uint32_t reason);
/* Is it blocked in the current cycle? */
bool app_plan_is_blocked(const AppPlan *plan, const char *item, size_t person);
/* Why postings of cycles that ended in [first, last] are not there. The i-th reason, 0 when there
 * are no more. */
uint32_t app_plan_owed(
    const AppPlan *plan, const char *item, size_t person, CalDate first, CalDate last, size_t i);
/* Puts the value of a `reserve` block into its account, out of its pay item. */
bool app_plan_withhold(AppPlan *plan, const RegBlock *reserve, size_t person, Dec value);
bool app_plan_add(AppPlan *plan, const RegBlock *reserve, size_t person, Dec value);
bool app_plan_offset(AppPlan *plan, const RegBlock *reserve, size_t person, Dec loss);

typedef struct AppTranche {
    size_t person;
    CalDate due;   /* INT64_MAX = no day of release is known */
    CalDate since; /* day it was put in; INT64_MIN for an opening one */
    Dec amount;    /* what is left, > 0 */
    uint32_t id;
} AppTranche;

/* Open tranches of the block, oldest first for each person. *out is borrowed until the plan
 * changes; returns their number. */
size_t app_plan_tranches(AppPlan *plan, const RegBlock *reserve, const AppTranche **out);
void app_plan_forfeit(AppPlan *plan, const RegBlock *reserve, uint32_t tranche);
/* Releases the tranche as of its due day. */
void app_plan_release(AppPlan *plan, const RegBlock *reserve, uint32_t tranche);
/* Takes open carries from what this cycle paid, lets old ones lapse, ends the cycle. */
void app_plan_end(AppPlan *plan);

/* To the fen, half away from zero. False if it overflows. */
bool app_plan_round(Dec value, Dec *out);
/* Postings so far, in the order made. */
size_t app_plan_postings(const AppPlan *plan, const AppPosting **out);
/* State of an item or reserve (0 if unknown) after all cycles up to `cycle` (NULL = so far),
 * opening included. */
Dec app_plan_ledger(const AppPlan *plan,
                    const char *item,
                    size_t person,
                    const AppCycle *cycle,
                    AppLedgerTake take);
/* What postings of cycles that ended in [first, last] changed of it, opening postings included. */
Dec app_plan_moved(const AppPlan *plan,
                   const char *item,
                   size_t person,
                   CalDate first,
                   CalDate last,
                   AppLedgerTake take);
/* What the postings of one cycle changed: of a pay item what was paid, of a reserve its balance. */
Dec app_plan_posted(const AppPlan *plan, const char *item, size_t person, const AppCycle *cycle);
