/* Consequences: what pay and reserve blocks post in a cycle, person by person. The arithmetic is
 * the plan's (plan.h); here values become amounts, and missing ones block their item. */
#include "appraise/post.h"

#include <string.h>

static void list_blocked(const Post *p, size_t row, size_t person, uint32_t reason)
{
    AppBlocked blocked = {
        .block = p->block,
        .row = row,
        .person = person,
        .cycle = p->at->cycle,
        .reason = reason,
    };

    g_array_append_val(p->ev->blocked, blocked);
}

void post_block(const Post *p, const char *item, size_t row, size_t person, uint32_t reason)
{
    list_blocked(p, row, person, reason);
    if (person != APP_NO_ROW)
        app_plan_block(p->ev->plan, item, person, reason);
}

void post_too_large(const Post *p, size_t person)
{
    diag_add(p->ev->diags, DIAG_ERROR, "appraise.amount", p->block->pos,
             "the amount of %s for %s in %s is beyond what money can be", p->block->name,
             app_data_row_key(p->ev->data, REG_PERSON, person), p->at->cycle.text);
}

/* ---- pay ---- */

static void report_nobody(const Post *p, size_t row, const FeelValue *key)
{
    AppResult *ev = p->ev;

    diag_add(ev->diags, DIAG_ERROR, "appraise.nobody-to-pay", p->block->pos,
             "%s of %s in %s goes to nobody who is known", p->block->name,
             app_data_row_key(ev->data, p->block->subject, row), p->at->cycle.text);
    diag_seen(ev->diags, "%s", feel_value_text(ev->arena, key, /* quoted= */ true));
}

/* To whom row i is paid: APP_NO_ROW if that is nobody; *out_reason if it is missing. */
static size_t payee(const Post *p, const Frame *f, const Col *to, size_t i, uint32_t *out_reason)
{
    FeelValue key;
    size_t person;

    if (!to)
        return f->rows[i];
    key = feel_cell_get(to, i);
    if (key.kind == FEEL_MISSING) {
        *out_reason = key.reason;
        return APP_NO_ROW;
    }
    if (key.kind == FEEL_STRING &&
        app_data_find_row(p->ev->data, REG_PERSON, key.u.string.text, &person))
        return person;
    report_nobody(p, f->rows[i], &key);
    return APP_NO_ROW;
}

/* With `cumulative`, all rows of a person are one sum. */
typedef struct Sums {
    Dec *amounts;    /* by person */
    uint64_t *known; /* persons with any value */
} Sums;

static void pay_value(const Post *p, Sums *sums, size_t person, Dec value)
{
    AppResult *ev = p->ev;
    Dec amount;

    if (!sums) {
        if (!app_plan_pay(ev->plan, p->block, person, value))
            post_too_large(p, person);
        return;
    }
    if (!app_plan_round(value, &amount)) {
        post_too_large(p, person);
        return;
    }
    if (!bits_get(sums->known, person))
        sums->amounts[person] = dec_zero();
    bits_set(sums->known, person);
    sums->amounts[person] = plan_plus(sums->amounts[person], amount);
}

static void pay_row(const Post *p, const Frame *f, const PayCols *cols, Sums *sums, size_t i)
{
    const char *item = p->block->u.pay.into;
    FeelValue v = feel_cell_get(cols->of, i);
    uint32_t reason = 0;
    size_t person;

    if (cols->active.reasons && cols->active.reasons[i])
        v = feel_missing(cols->active.reasons[i]);
    else if (!active_at(&cols->active, i) || v.kind == FEEL_NULL)
        return;
    person = payee(p, f, cols->to, i, &reason);
    if (v.kind == FEEL_MISSING)
        reason = reasons_union(p->ev->reasons, reason, v.reason);
    if (reason)
        post_block(p, item, f->rows[i], person, reason);
    else if (person != APP_NO_ROW && v.kind == FEEL_NUMBER)
        pay_value(p, sums, person, v.u.number);
}

static void post_pay(const Post *p)
{
    AppResult *ev = p->ev;
    const RegPay *pay = &p->block->u.pay;
    Frame *f = frame_of(ev, p->at, p->block->subject);
    size_t n_persons = app_data_n_rows(ev->data, REG_PERSON);
    bool adds_up = pay->cumulative != REG_NO_CYCLE;
    PayCols cols = {.active = block_active(f, p->block)};
    Sums sums = {0};

    cols.of = frame_run(f, pay->of.program, cols.active.bits, p->block->name);
    if (pay->to.program)
        cols.to = frame_run(f, pay->to.program, cols.active.bits, p->block->name);
    else if (f->subject != REG_PERSON)
        return; /* refused by the checker */
    if (adds_up) {
        sums.amounts = ARENA_NEW_N(ev->arena, Dec, n_persons);
        sums.known = bits_new(ev->arena, n_persons);
    }
    for (size_t i = 0; i < f->n; i++)
        pay_row(p, f, &cols, adds_up ? &sums : NULL, i);
    for (size_t person = 0; adds_up && person < n_persons; person++) {
        if (!bits_get(sums.known, person) || app_plan_is_blocked(ev->plan, pay->into, person))
            continue;
        if (!app_plan_pay(ev->plan, p->block, person, sums.amounts[person]))
            post_too_large(p, person);
    }
}

/* ---- one cycle ---- */

void post_instance(AppResult *ev, Instance *at)
{
    app_plan_begin(ev->plan, &at->cycle);
    for (size_t k = 0; k < ev->reg->n_blocks; k++) {
        Post p = {.ev = ev, .at = at, .block = ev->reg->blocks[k]};

        if (p.block->kind == REG_PAY && p.block->cycle == at->cycle.kind)
            post_pay(&p);
        else if (p.block->kind == REG_RESERVE)
            post_reserve(&p);
    }
    app_plan_end(ev->plan);
}
