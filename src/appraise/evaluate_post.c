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

/* To whom row i is paid: APP_NO_ROW if that is nobody; *out_reason if it is missing. Nobody is
 * complained of only if it is known that there is an amount. */
static size_t payee(const Post *p, const Pay *pay, size_t i, bool is_amount, uint32_t *out_reason)
{
    const Frame *f = pay->frame;
    FeelValue key;
    size_t person;

    if (!pay->to)
        return f->rows[i];
    key = feel_cell_get(pay->to, i);
    if (key.kind == FEEL_MISSING) {
        *out_reason = key.reason;
        return APP_NO_ROW;
    }
    if (key.kind == FEEL_STRING &&
        app_data_find_row(p->ev->data, REG_PERSON, key.u.string.text, &person))
        return person;
    if (is_amount)
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

/* A value of the item that is there, of a person for whom another one is missing: an item is posted
 * whole or not at all, or half of it would look like all of it. */
static bool is_held_back(const Post *p, size_t row, size_t person)
{
    const char *item = p->block->u.pay.into;
    CalDate day = p->at->cycle.last;

    if (!app_plan_is_blocked(p->ev->plan, item, person))
        return false;
    list_blocked(p, row, person, app_plan_owed(p->ev->plan, item, person, day, day, 0));
    return true;
}

/* Whom each row pays, and what is missing. */
static void find_payees(const Post *p, Pay *pay)
{
    const char *item = p->block->u.pay.into;
    const Frame *f = pay->frame;

    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(pay->of, i);
        uint32_t reason = 0;

        pay->person[i] = APP_NO_ROW;
        if (pay->active.reasons && pay->active.reasons[i])
            v = feel_missing(pay->active.reasons[i]);
        else if (!active_at(&pay->active, i) || v.kind == FEEL_NULL)
            continue;
        bool is_nothing = v.kind == FEEL_NUMBER && dec_is_zero(v.u.number);

        pay->person[i] = payee(p, pay, i, v.kind != FEEL_MISSING && !is_nothing, &reason);
        if (is_nothing)
            reason = 0; /* whoever it is gets nothing */
        if (v.kind == FEEL_MISSING)
            reason = reasons_union(p->ev->reasons, reason, v.reason);
        if (!reason)
            continue;
        post_block(p, item, f->rows[i], pay->person[i], reason);
        pay->person[i] = APP_NO_ROW;
    }
}

/* Rows to which the block applies or, while that is not known, may apply; NULL = all. */
static const uint64_t *may_apply(const Frame *f, const Active *active)
{
    uint64_t *bits;

    if (!active->bits || !active->reasons)
        return active->bits;
    bits = bits_new(f->ev->arena, f->n);
    for (size_t i = 0; i < f->n; i++) {
        if (active_at(active, i) || active->reasons[i])
            bits_set(bits, i);
    }
    return bits;
}

static void prepare_pay(const Post *p, Pay *pay)
{
    const RegPay *block = &p->block->u.pay;
    Frame *f = frame_of(p->ev, p->at, p->block->subject);

    pay->frame = f;
    pay->active = block_active(f, p->block);
    pay->of = frame_run(f, block->of.program, pay->active.bits, p->block->name);
    if (block->to.program)
        pay->to = frame_run(f, block->to.program, may_apply(f, &pay->active), p->block->name);
    pay->person = ARENA_NEW_N(p->ev->arena, size_t, f->n);
    find_payees(p, pay);
}

static void post_sums(const Post *p, const Sums *sums, size_t n_persons)
{
    for (size_t person = 0; person < n_persons; person++) {
        if (bits_get(sums->known, person) &&
            !app_plan_pay(p->ev->plan, p->block, person, sums->amounts[person]))
            post_too_large(p, person);
    }
}

static void post_pay(const Post *p, const Pay *pay)
{
    AppResult *ev = p->ev;
    size_t n_persons = app_data_n_rows(ev->data, REG_PERSON);
    bool adds_up = p->block->u.pay.cumulative != REG_NO_CYCLE;
    Sums sums = {0};

    if (adds_up) {
        sums.amounts = ARENA_NEW_N(ev->arena, Dec, n_persons);
        sums.known = bits_new(ev->arena, n_persons);
    }
    for (size_t i = 0; i < pay->frame->n; i++) {
        FeelValue v = feel_cell_get(pay->of, i);
        size_t person = pay->person[i];

        if (person == APP_NO_ROW || v.kind != FEEL_NUMBER ||
            is_held_back(p, pay->frame->rows[i], person))
            continue;
        pay_value(p, adds_up ? &sums : NULL, person, v.u.number);
    }
    if (adds_up)
        post_sums(p, &sums, n_persons);
}

/* ---- one cycle ---- */

static bool is_pay(const Post *p)
{
    const RegBlock *block = p->block;
    bool has_payee = block->subject == REG_PERSON || block->u.pay.to.program;

    return block->kind == REG_PAY && block->cycle == p->at->cycle.kind && has_payee;
}

/* What is missing is found before anything is posted, so that the order of blocks says nothing. */
void post_instance(AppResult *ev, Instance *at)
{
    Pay *pays = ARENA_NEW_N(ev->arena, Pay, ev->reg->n_blocks);

    app_plan_begin(ev->plan, &at->cycle);
    for (size_t k = 0; k < ev->reg->n_blocks; k++) {
        Post p = {.ev = ev, .at = at, .block = ev->reg->blocks[k]};

        if (is_pay(&p))
            prepare_pay(&p, &pays[k]);
        else if (p.block->kind == REG_RESERVE)
            post_owed_withholding(&p);
    }
    for (size_t k = 0; k < ev->reg->n_blocks; k++) {
        Post p = {.ev = ev, .at = at, .block = ev->reg->blocks[k]};

        if (is_pay(&p))
            post_pay(&p, &pays[k]);
        else if (p.block->kind == REG_RESERVE)
            post_reserve(&p);
    }
    app_plan_end(ev->plan);
}
