/* Questions: what people decide. The outcome recorded for a row, or a question that waits. */
#include "appraise/evaluate_private.h"

#include <string.h>

static bool is_one_of(const char *const *texts, size_t n, const FeelValue *v)
{
    for (size_t i = 0; i < n && v->kind == FEEL_STRING; i++) {
        if (strcmp(texts[i], v->u.string.text) == 0)
            return true;
    }
    return false;
}

/* Is `v` an outcome that the block allows? */
static bool is_outcome(const RegBlock *block, const FeelValue *v)
{
    const RegDecide *d = &block->u.decide;

    if (block->kind == REG_GRADE)
        return is_one_of(block->u.grade.ladder, block->u.grade.n_ladder, v);
    switch (d->outcome) {
    case REG_OUTCOME_ONE_OF:
        return is_one_of(d->one_of, d->n_one_of, v);
    case REG_OUTCOME_NUMBER:
        return v->kind == FEEL_NUMBER && (!d->has_low || dec_compare(v->u.number, d->low) >= 0) &&
               (!d->has_high || dec_compare(v->u.number, d->high) <= 0);
    case REG_OUTCOME_DATE:
        return v->kind == FEEL_DATE;
    }
    return false;
}

/* In the past nobody is asked again: the outcome counts as none. */
static void report_outcome(Frame *f, const RegBlock *block, size_t i, const FeelValue *v)
{
    diag_add(f->ev->diags, DIAG_ERROR, "appraise.bad-outcome", block->pos,
             "the outcome recorded of %s for %s in %s is none that it allows", block->name,
             f->keys[i], f->at->cycle.text);
    diag_seen(f->ev->diags, "%s", feel_value_text(f->ev->arena, v, /* quoted= */ true));
}

static uint32_t bad_outcome(Frame *f, const RegBlock *block, size_t i, const FeelValue *v)
{
    const AppResult *ev = f->ev;
    const char *text =
        arena_printf(f->ev->arena, text_in(ev->options.lang, "%s is none of the outcomes allowed"),
                     feel_value_text(f->ev->arena, v, /* quoted= */ true));

    return frame_fault_reason(f, i, block->name, block->pos, text);
}

const FeelValue *outcome_cell(const Frame *f, const RegName *name, size_t i)
{
    const AppData *data = f->ev->data;
    const FeelValue *v = data_cell(data_outcomes(data, name->slot, f->at->cycle.text), f->rows[i]);

    if (v || f->at->mode == INSTANCE_PAST)
        return v;
    return data_cell(data_outcomes(data, name->slot, NULL), f->rows[i]);
}

bool outcome_recorded(Frame *f, const RegBlock *block, size_t i, FeelValue *out)
{
    const RegName *name = block->defines[0];
    const FeelValue *v = outcome_cell(f, name, i);

    if (!v)
        return false;
    *out = *v;
    bool fits = v->kind != FEEL_NUMBER || dec_mul(v->u.number, name->factor, &out->u.number);
    if (fits && is_outcome(block, out))
        return true;
    if (frame_is_strict(f)) {
        *out = feel_missing(bad_outcome(f, block, i, v));
        return true;
    }
    report_outcome(f, block, i, out);
    return false;
}

void outcome_put(Frame *f, const AppQuestion *question, Col *col, size_t i, const FeelValue *said)
{
    if (said->kind != FEEL_MISSING) {
        (void)feel_cell_set(f->ev->arena, col, i, said); /* allowed: it fits */
        return;
    }
    if (f->at->mode == INSTANCE_LIVE)
        g_array_append_val(f->ev->questions, *question);
    col_set_missing(f->ev->arena, col, i, said->reason);
}

void outcome_wait(Frame *f, const AppQuestion *question, Col *col, size_t i, const Col *stand_in)
{
    AppResult *ev = f->ev;
    const RegName *name = question->block->defines[0];
    ReasonRoot root = {
        .kind = REASON_DECISION,
        .name = name->name,
        .row = f->keys[i],
        .cycle = f->at->cycle.text,
        .owed_by = name_owed_by(name),
    };

    if (f->at->mode == INSTANCE_LIVE)
        g_array_append_val(ev->questions, *question);
    if (!stand_in) {
        frame_owe(f, col, i, &root);
        return;
    }

    FeelValue v = feel_cell_get(stand_in, i);

    if (v.kind == FEEL_MISSING)
        col_set_missing(ev->arena, col, i, v.reason);
    else if (!feel_cell_set(ev->arena, col, i, &v))
        frame_owe(f, col, i, &root);
}

/* What was said, or a question that waits for it. */
static void put_outcome(Frame *f, const RegBlock *block, Col *col, size_t i, const Col *stand_in)
{
    AppQuestion question = {.block = block, .row = f->rows[i], .cycle = f->at->cycle};
    FeelValue v;

    if (outcome_recorded(f, block, i, &v))
        outcome_put(f, &question, col, i, &v);
    else if (frame_is_strict(f))
        outcome_wait(f, &question, col, i, stand_in);
}

Col *decide_col(Frame *f, const RegBlock *block, const Active *active)
{
    const RegDecide *d = &block->u.decide;
    Arena *arena = f->ev->arena;
    Col *col = block_nulls(f, block->defines[0]);
    bool may_ask = frame_is_strict(f);
    const Col *when = NULL, *stand_in = NULL;

    /* Whether a coarser cycle will ask is known at its end only; until then it is taken to. */
    if (d->when.program && f->at->mode == INSTANCE_LIVE && may_ask)
        when = frame_run(f, d->when.program, active->bits, block->name);
    if (d->until_decided.program && may_ask)
        stand_in = frame_run(f, d->until_decided.program, active->bits, block->name);
    for (size_t i = 0; i < f->n; i++) {
        if (!active_at(active, i))
            continue;
        if (when && col_is_missing(when, i))
            col_set_missing(arena, col, i, when->reasons[i]);
        else if (!when || col_is_true(when, i))
            put_outcome(f, block, col, i, stand_in);
    }
    return col;
}
