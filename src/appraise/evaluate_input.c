/* Inputs: from where their values come. */
#include "appraise/evaluate_private.h"
#include "appraise/window.h"
#include "regulation/work.h"

/* What happened so often that nobody entered anything did not happen. */
static Col *deduction_col(Frame *f, const RegBlock *block, const Active *active)
{
    Col *col = block_nulls(f, block->defines[0]);
    FeelValue none = feel_number(dec_zero());

    for (size_t i = 0; i < f->n && frame_is_strict(f); i++) {
        if (active_at(active, i))
            (void)feel_cell_set(f->ev->arena, col, i, &none);
    }
    return col;
}

/* An input that is entered, imported or measured: given by name, or owed. */
static Col *entered_col(Frame *f, const RegBlock *block, const Active *active)
{
    const RegName *name = block->defines[0];
    const RegInput *input = &block->u.input;
    Col *col = block_nulls(f, name);
    bool owes = !input->optional && frame_is_strict(f);

    if (input->score && input->score->kind == REG_SCORE_DEDUCTION)
        return deduction_col(f, block, active);
    if (input->if_none.program)
        return frame_run(f, input->if_none.program, active->bits, block->name);
    for (size_t i = 0; i < f->n; i++) {
        ReasonRoot root = {
            .kind = input->source == REG_FROM_RESULT ? REASON_RUN : REASON_INPUT,
            .name = name->name,
            .row = f->keys[i],
            .cycle = f->at->cycle.text,
            .owed_by = input->owed_by,
        };

        /* rows for which it is given are not active: the caller lays that over */
        if (owes && active_at(active, i))
            frame_owe(f, col, i, &root);
    }
    return col;
}

/* ---- ledger ---- */

static uint32_t owed_in(AppResult *ev, const char *item, size_t person, CalDate first, CalDate last)
{
    uint32_t all = 0, one;

    for (size_t i = 0; (one = app_plan_owed(ev->plan, item, person, first, last, i)) != 0; i++)
        all = reasons_union(ev->reasons, all, one);
    return all;
}

/* What the cycles evaluated so far posted: in the span, or, without one, altogether. */
static Col *ledger_col(Frame *f, const RegBlock *block, const Active *active)
{
    AppResult *ev = f->ev;
    const RegInput *input = &block->u.input;
    Col *out = block_nulls(f, block->defines[0]);
    AppLedgerTake take = (AppLedgerTake)input->ledger_take;
    bool whole = input->over.kind == REG_SPAN_NONE || take == APP_LEDGER_BALANCE;
    HistoryStart start = history_start(f, block);
    CalDate first, last;

    for (size_t i = 0; i < f->n && f->subject == REG_PERSON; i++) {
        FeelValue v = feel_number(dec_zero());

        if (!active_at(active, i))
            continue;
        first = INT64_MIN;
        last = INT64_MAX;
        if (whole)
            v.u.number = app_plan_ledger(ev->plan, input->of, f->rows[i], NULL, take);
        else if (window_days(ev->reg, &input->over, &f->at->cycle, -1, start.first[i], &first,
                             &last))
            v.u.number = app_plan_moved(ev->plan, input->of, f->rows[i], MAX(first, start.first[i]),
                                        last, take);

        uint32_t reason = owed_in(ev, input->of, f->rows[i], first, last);

        if (start.missing && start.missing[i])
            reason = start.missing[i];
        if (reason)
            col_set_missing(ev->arena, out, i, reason);
        else
            (void)feel_cell_set(ev->arena, out, i, &v);
    }
    return out;
}

Col *input_col(Frame *f, const RegBlock *block, const Active *active)
{
    switch (block->u.input.source) {
    case REG_FROM_ENTRY:
    case REG_FROM_MEASURE:
    case REG_FROM_RESULT:
        return entered_col(f, block, active);
    case REG_FROM_SHEET:
    case REG_FROM_REGISTER:
        return entries_col(f, block, active);
    case REG_FROM_ATTRIBUTE:
        break; /* a name of its own kind: attribute_col */
    case REG_FROM_HISTORY:
        if (f->at->mode != INSTANCE_PAST)
            return history_col(f, block, active);
        break;
    case REG_FROM_LEDGER:
        if (f->at->mode != INSTANCE_PAST)
            return ledger_col(f, block, active);
        break;
    }
    return block_nulls(f, block->defines[0]);
}
