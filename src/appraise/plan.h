/* plan.h - consequences as a plan of postings: pay items, carries, reserves; pure arithmetic.
 *
 * The plan grows cycle by cycle with the evaluation, so that `from: ledger` reads what earlier
 * cycles posted. Only a run stores it. Amounts are 元 with two decimals: each item is rounded once,
 * half away from zero, when it becomes a posting (notation §6, §9).
 */
#pragma once

#include "appraise/cycle.h"

typedef enum AppPostingKind {
    APP_POST_PAY,      /* into a pay item */
    APP_POST_WITHHOLD, /* from a pay item into a reserve (amount > 0 is withheld) */
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
    const char *item;      /* pay item or reserve it moves */
    const char *other; /* the other side ("" = none): reserve of a WITHHOLD, item of a RELEASE … */
    size_t person;     /* row index of subject person in AppData */
    AppCycle cycle;    /* in which it is posted */
    CalDate day;       /* value date: the cycle's last day, or the day of release */
    Dec amount;        /* 元, two decimals */
} AppPosting;

/* Balance of what an item or reserve of a person holds after a cycle. */
typedef enum AppLedgerTake {
    APP_LEDGER_ACCRUED,
    APP_LEDGER_PAID,
    APP_LEDGER_BALANCE
} AppLedgerTake;
