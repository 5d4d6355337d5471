/* Blocks that define names: for whom they apply, what they give, what is given instead. */
#include "appraise/evaluate_private.h"
#include "regulation/work.h"

#include <string.h>

Col *block_nulls(Frame *f, const RegName *name)
{
    return col_new_null(f->ev->arena, feel_col_type(name->type), f->n);
}

/* ---- for whom ---- */

bool block_reads_decisions(const Frame *f, const RegExpr *expr)
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
        if (f->at->mode == INSTANCE_EARLY && block_reads_decisions(f, expr))
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

/* ---- all kinds ---- */

/* Can the block be evaluated in this frame, or only what is given for it be read? */
static bool is_evaluated(const Frame *f, const RegBlock *block)
{
    if (block->kind == REG_INPUT || block->kind == REG_DECIDE || block->kind == REG_GRADE)
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
    case REG_SHARE:
        out[0] = share_col(f, block, active);
        break;
    case REG_DECIDE:
        out[0] = decide_col(f, block, active);
        break;
    case REG_GRADE:
        out[0] = grade_col(f, block, active);
        break;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_PARAM:
    case REG_FUNCTION:
    case REG_PAY:
    case REG_RESERVE:
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

void block_eval_size(Frame *f, const RegName *size)
{
    Active applies = block_active(f, size->block);
    Col *col =
        is_evaluated(f, size->block) ? rank_size_col(f, size, &applies) : block_nulls(f, size);

    finish(f, size, col, &applies);
}

void block_eval(Frame *f, const RegBlock *block)
{
    Active applies = block_active(f, block);
    Active active = applies;
    Col **out = ARENA_NEW_N(f->ev->arena, Col *, MAX(block->n_defines, 1));

    if (is_evaluated(f, block)) {
        /* barriers look at all rows: a given value of one does not spare the others */
        if (block->kind != REG_RANK && block->kind != REG_TOTAL && block->kind != REG_SHARE)
            skip_given(f, block, &active);
        eval_columns(f, block, &active, out);
    }
    for (size_t k = 0; k < block->n_defines; k++) {
        const RegName *name = block->defines[k];

        /* a name may have been asked for in a circle: the first answer stands */
        if (reg_is_size(name))
            (void)frame_col(f, name);
        else if (!f->cols[name->slot])
            finish(f, name, out[k] ? out[k] : block_nulls(f, name), &applies);
    }
}
