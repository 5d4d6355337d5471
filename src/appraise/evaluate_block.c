/* Blocks that define names: for whom they apply, what they give, what is given instead. */
#include "appraise/evaluate_private.h"
#include "regulation/work.h"

#include <string.h>

Col *block_nulls(Frame *f, const RegName *name)
{
    return col_new_null(f->ev->arena, feel_col_type(name->type), f->n);
}

/* ---- for whom ---- */

/* Does an expression read what is decided in this cycle? */
static bool reads_decisions(const Frame *f, const RegExpr *expr)
{
    const int *slots;
    size_t n = expr->program ? feel_program_slots(expr->program, &slots) : 0;

    for (size_t k = 0; k < n; k++) {
        const RegName *name = f->ev->reg->names[slots[k]];

        if (name->kind == REG_NAME_DECISION || name->kind == REG_NAME_OUTCOME)
            return true;
    }
    return false;
}

static void narrow(Frame *f, Active *active, const Col *col)
{
    Arena *arena = f->ev->arena;

    for (size_t i = 0; i < f->n; i++) {
        if (!bits_get(active->bits, i) || col_is_true(col, i))
            continue;
        if (!col_is_missing(col, i)) {
            /* false or null: it does not apply, whatever the other conditions owe */
            bits_clear(active->bits, i);
            if (active->reasons)
                active->reasons[i] = 0;
            continue;
        }
        if (!active->reasons)
            active->reasons = ARENA_NEW_N(arena, uint32_t, f->n);
        active->reasons[i] = reasons_union(f->ev->reasons, active->reasons[i], col->reasons[i]);
    }
}

Active block_active(Frame *f, const RegBlock *block)
{
    Active active = {0};

    if (f->at->mode == INSTANCE_PAST || f->is_outside)
        return active;
    for (size_t k = 0; k < block->n_applies; k++) {
        const RegExpr *expr = &block->applies[k];

        /* Read before its cycle has ended, what decides on it is not known. */
        if (f->at->mode == INSTANCE_EARLY && reads_decisions(f, expr))
            continue;
        if (!active.bits) {
            active.bits = bits_new(f->ev->arena, f->n);
            for (size_t i = 0; i < f->n; i++)
                bits_set(active.bits, i);
        }
        narrow(f, &active, frame_expr(f, expr, block->name));
    }
    for (size_t i = 0; active.reasons && i < f->n; i++) {
        if (active.reasons[i])
            bits_clear(active.bits, i);
    }
    return active;
}

/* Rows whose values are all given need no evaluation, and raise no faults and questions. */
static void skip_given(Frame *f, const RegBlock *block, Active *active)
{
    Given *given = ARENA_NEW_N(f->ev->arena, Given, block->n_defines);
    uint64_t *bits;
    FeelValue v;

    for (size_t k = 0; k < block->n_defines; k++) {
        given[k] = given_of(f, block->defines[k]);
        if (!given_any(&given[k]))
            return;
    }
    bits = bits_new(f->ev->arena, f->n);
    for (size_t i = 0; i < f->n; i++) {
        bool all = block->n_defines > 0;

        for (size_t k = 0; k < block->n_defines && all; k++)
            all = given_at(&given[k], f->rows[i], &v) != GIVEN_NOT;
        if (!all && active_at(active, i))
            bits_set(bits, i);
    }
    active->bits = bits;
}

/* ---- what it gives ---- */

/* A column as the readers of the name expect it: a formula may have a wider type than its name. */
static Col *conform(Frame *f, const RegName *name, Col *col)
{
    Arena *arena = f->ev->arena;
    ColType type = feel_col_type(name->type);
    SrcPos pos = name->block ? name->block->pos : (SrcPos){0};

    if (col->type == type)
        return col;

    Col *out = col_new(arena, type, f->n);

    for (size_t i = 0; i < f->n; i++) {
        FeelValue v = feel_cell_get(col, i);

        if (v.kind == FEEL_MISSING)
            col_set_missing(arena, out, i, v.reason);
        else if (!feel_cell_set(arena, out, i, &v))
            frame_fault(f, out, i, name, pos,
                        arena_printf(arena,
                                     text_in(f->ev->options.lang, "%s does not fit; expected: %s"),
                                     feel_value_text(arena, &v, /* quoted= */ true),
                                     feel_type_text(arena, name->type)));
    }
    return out;
}

/* Null where the block does not apply, missing where that is not known, given values over all. */
static void finish(Frame *f, const RegName *name, Col *col, const Active *applies)
{
    Arena *arena = f->ev->arena;

    col = conform(f, name, col); /* each evaluation makes columns of its own: ours to change */
    for (size_t i = 0; applies->bits && i < f->n; i++) {
        if (bits_get(applies->bits, i))
            continue;
        if (applies->reasons && applies->reasons[i])
            col_set_missing(arena, col, i, applies->reasons[i]);
        else
            col_set_null(arena, col, i);
    }
    given_overlay(f, name, col);
    frame_set(f, name, col);
}

static void eval_table(Frame *f, const RegBlock *block, const Active *active, Col **out)
{
    AppResult *ev = f->ev;
    const DmnElement *element =
        block->element >= 0 ? dmn_model_get(ev->reg->dmn, block->element) : NULL;
    const int *slots;
    DmnMatches *matches = ev->options.keep_matches ? ARENA_NEW(ev->arena, DmnMatches) : NULL;

    if (!element || !element->table)
        return;

    size_t n = dmn_table_program_slots(element->table, &slots);

    for (size_t k = 0; k < n; k++)
        (void)frame_col(f, ev->reg->names[slots[k]]);

    FeelBatch batch = {.n = f->n, .slots = f->cols, .n_slots = ev->reg->n_names};

    feel_run_set_blame(ev->run, block->name, f->at->cycle.text, f->keys);
    dmn_table_run(ev->run, element->table, &batch, active->bits, out, matches);
    f->matches[block->defines[0]->slot] = matches;
}

/* ---- decide ---- */

/* Is `v` an outcome that the block allows? */
static bool is_outcome(const RegBlock *block, const FeelValue *v)
{
    const RegDecide *d = &block->u.decide;
    bool found = d->n_one_of == 0;

    switch (d->outcome) {
    case REG_OUTCOME_ONE_OF:
        for (size_t i = 0; i < d->n_one_of && !found && v->kind == FEEL_STRING; i++)
            found = strcmp(d->one_of[i], v->u.string.text) == 0;
        return found && v->kind == FEEL_STRING;
    case REG_OUTCOME_NUMBER:
        return v->kind == FEEL_NUMBER && (!d->has_low || dec_compare(v->u.number, d->low) >= 0) &&
               (!d->has_high || dec_compare(v->u.number, d->high) <= 0);
    case REG_OUTCOME_DATE:
        return v->kind == FEEL_DATE;
    }
    return false;
}

static void report_outcome(Frame *f, const RegBlock *block, size_t i, const FeelValue *v)
{
    diag_add(f->ev->diags, DIAG_ERROR, "appraise.bad-outcome", block->pos,
             "the outcome recorded of %s for %s in %s is none that it allows", block->name,
             f->keys[i], f->at->cycle.text);
    diag_seen(f->ev->diags, "%s", feel_value_text(f->ev->arena, v, /* quoted= */ true));
}

/* The outcome recorded for a row; false if there is none that counts. */
static bool recorded(Frame *f, const RegBlock *block, size_t i, FeelValue *out)
{
    const RegName *name = block->defines[0];
    const AppData *data = f->ev->data;
    const FeelValue *v = data_cell(data_outcomes(data, name->slot, f->at->cycle.text), f->rows[i]);

    if (!v && f->at->mode != INSTANCE_PAST)
        v = data_cell(data_outcomes(data, name->slot, NULL), f->rows[i]);
    if (!v)
        return false;
    *out = *v;
    if (v->kind == FEEL_NUMBER && !dec_mul(v->u.number, name->factor, &out->u.number))
        return false;
    if (!is_outcome(block, out)) {
        report_outcome(f, block, i, out);
        return false;
    }
    return true;
}

static void wait_for(Frame *f, const RegBlock *block, Col *col, size_t i, const Col *stand_in)
{
    AppResult *ev = f->ev;
    ReasonRoot root = {
        .kind = REASON_DECISION,
        .name = block->defines[0]->name,
        .row = f->keys[i],
        .cycle = f->at->cycle.text,
        .owed_by = block->u.decide.by,
    };

    if (f->at->mode == INSTANCE_LIVE) {
        AppQuestion q = {.block = block, .row = f->rows[i], .cycle = f->at->cycle};

        g_array_append_val(ev->questions, q);
    }
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

static Col *eval_decide(Frame *f, const RegBlock *block, const Active *active)
{
    const RegDecide *d = &block->u.decide;
    Arena *arena = f->ev->arena;
    Col *col = block_nulls(f, block->defines[0]);
    bool may_ask = frame_is_strict(f);
    const Col *when = NULL, *stand_in = NULL;
    FeelValue v;

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
        else if (when && !col_is_true(when, i))
            continue;
        else if (recorded(f, block, i, &v))
            (void)feel_cell_set(arena, col, i, &v);
        else if (may_ask)
            wait_for(f, block, col, i, stand_in);
    }
    return col;
}

/* ---- all kinds ---- */

/* Can the block be evaluated in this frame, or only what is given for it be read? */
static bool is_evaluated(const Frame *f, const RegBlock *block)
{
    if (block->kind == REG_INPUT || block->kind == REG_DECIDE)
        return true;
    return f->at->mode == INSTANCE_LIVE && !f->is_outside;
}

static void eval_columns(Frame *f, const RegBlock *block, const Active *active, Col **out)
{
    switch (block->kind) {
    case REG_INPUT:
        out[0] = input_col(f, block, active);
        break;
    case REG_FEEL:
        out[0] = frame_run(f, block->u.feel.program, active->bits, block->name);
        break;
    case REG_TABLE:
        eval_table(f, block, active, out);
        break;
    case REG_BANDS:
        out[0] = block_bands(f, block, active);
        break;
    case REG_RANK:
        rank_cols(f, block, active, out);
        break;
    case REG_TOTAL:
        out[0] = total_col(f, block, active);
        break;
    case REG_SCORE:
        if (block->n_defines > 0)
            out[0] = frame_run(f, block->u.score->formula.program, active->bits, block->name);
        break;
    case REG_DECIDE:
        out[0] = eval_decide(f, block, active);
        break;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_PARAM:
    case REG_FUNCTION:
    case REG_SHARE:
    case REG_PAY:
    case REG_RESERVE:
    case REG_GRADE:
    case REG_CHECK:
    case REG_SHEET:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_PROCEDURE:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        break;
    }
}

void block_eval(Frame *f, const RegBlock *block)
{
    Active applies = block_active(f, block);
    Active active = applies;
    Col **out = ARENA_NEW_N(f->ev->arena, Col *, MAX(block->n_defines, 1));

    if (is_evaluated(f, block)) {
        /* ranks and totals look at all rows: a given value of one does not spare the others */
        if (block->kind != REG_RANK && block->kind != REG_TOTAL)
            skip_given(f, block, &active);
        eval_columns(f, block, &active, out);
    }
    for (size_t k = 0; k < block->n_defines; k++) {
        const RegName *name = block->defines[k];

        /* a name may have been asked for in a circle: the first answer stands */
        if (!f->cols[name->slot])
            finish(f, name, out[k] ? out[k] : block_nulls(f, name), &applies);
    }
}
