/* Values from outside: what AppData says of a cell, and how it enters a column. */
#include "appraise/evaluate_private.h"
#include "regulation/work.h"

#include <string.h>

Given given_of(const Frame *f, const RegName *name)
{
    Given given = {.cycle = data_cells(f->ev->data, name->slot, f->at->cycle.text)};

    if (f->at->mode != INSTANCE_PAST)
        given.always = data_cells(f->ev->data, name->slot, NULL);
    return given;
}

GivenFrom given_at(const Given *given, size_t row, FeelValue *out)
{
    const DataCells *cycle = given->cycle, *always = given->always;
    const FeelValue *cell = data_cell(cycle, row);

    if (cell) {
        *out = *cell;
        return GIVEN_ROW;
    }
    if (cycle && cycle->column && row < cycle->column->n && !col_is_missing(cycle->column, row)) {
        *out = feel_cell_get(cycle->column, row);
        return GIVEN_COLUMN;
    }
    cell = data_cell(always, row);
    if (cell) {
        *out = *cell;
        return GIVEN_ROW;
    }
    if (cycle && cycle->has_default) {
        *out = cycle->fallback;
        return GIVEN_DEFAULT;
    }
    if (always && always->has_default) {
        *out = always->fallback;
        return GIVEN_DEFAULT;
    }
    return GIVEN_NOT;
}

const char *name_owed_by(const RegName *name)
{
    const RegBlock *block = name->block;

    if (!block)
        return NULL;
    switch (block->kind) {
    case REG_INPUT:
        return block->u.input.owed_by;
    case REG_PARAM:
        return block->u.param.set_by;
    case REG_DECIDE:
        return block->u.decide.by;
    case REG_GRADE:
        return block->u.grade.by;
    case REG_RANK:
        return block->u.rank.undecided;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_FUNCTION:
    case REG_FEEL:
    case REG_TABLE:
    case REG_BANDS:
    case REG_TOTAL:
    case REG_SHARE:
    case REG_PAY:
    case REG_RESERVE:
    case REG_CHECK:
    case REG_SHEET:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_PROCEDURE:
    case REG_SCORE:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        break;
    }
    return NULL;
}

static bool is_allowed(const RegName *name, const FeelValue *v)
{
    if (v->kind != FEEL_STRING || name->n_one_of == 0)
        return true;
    for (size_t i = 0; i < name->n_one_of; i++) {
        if (strcmp(name->one_of[i], v->u.string.text) == 0)
            return true;
    }
    return false;
}

/* ---- score sheets ---- */

static const RegScorePart *score_part(const RegName *name)
{
    const RegBlock *block = name->block;

    return block && block->kind == REG_INPUT ? block->u.input.score : NULL;
}

static const char *score_fault(Frame *f, const RegScorePart *part, const FeelValue *v)
{
    AppResult *ev = f->ev;
    FeelValue most = feel_number(part->points);
    const char *seen = feel_value_text(ev->arena, v, /* quoted= */ false);

    if (part->kind == REG_SCORE_DEDUCTION)
        return arena_printf(
            ev->arena,
            text_in(ev->options.lang, "%s is no count: a whole number, not below 0, is expected"),
            seen);
    return arena_printf(ev->arena, text_in(ev->options.lang, "%s points are not from 0 to %s"),
                        seen, feel_value_text(ev->arena, &most, /* quoted= */ false));
}

static void put_owed(Frame *f, const RegName *name, Col *col, size_t i)
{
    ReasonRoot root = {
        .kind = f->at->mode == INSTANCE_PAST ? REASON_RUN : REASON_INPUT,
        .name = name->name,
        .row = f->keys[i],
        .cycle = f->at->cycle.text,
        .owed_by = name_owed_by(name),
    };

    frame_owe(f, col, i, &root);
}

/* The value as text, for a fault. */
static const char *shown(Frame *f, const FeelValue *v)
{
    return feel_value_text(f->ev->arena, v, /* quoted= */ true);
}

void given_put(
    Frame *f, const RegName *name, Col *col, size_t i, const FeelValue *value, GivenFrom from)
{
    AppResult *ev = f->ev;
    FeelValue v = *value;
    const RegScorePart *part = score_part(name);
    SrcPos pos = name->block ? name->block->pos : (SrcPos){0};
    bool fits = true;

    if (v.kind == FEEL_MISSING) {
        put_owed(f, name, col, i);
        return;
    }
    if (v.kind == FEEL_NULL && part && part->kind == REG_SCORE_DEDUCTION)
        v = feel_number(dec_zero()); /* nothing entered */
    if (v.kind == FEEL_NULL) {
        col_set_null(ev->arena, col, i);
        return;
    }
    if (v.kind == FEEL_NUMBER && from != GIVEN_COLUMN)
        fits = dec_mul(v.u.number, name->factor, &v.u.number);
    if (!is_allowed(name, &v))
        frame_fault(f, col, i, name, pos,
                    arena_printf(ev->arena,
                                 text_in(ev->options.lang, "%s is none of the allowed texts"),
                                 shown(f, value)));
    else if (part && v.kind == FEEL_NUMBER && !reg_score_takes(part, v.u.number))
        frame_fault(f, col, i, name, pos, score_fault(f, part, &v));
    else if (!fits || !feel_cell_set(ev->arena, col, i, &v))
        frame_fault(f, col, i, name, pos,
                    arena_printf(ev->arena,
                                 text_in(ev->options.lang, "%s does not fit; expected: %s"),
                                 shown(f, value), feel_type_text(ev->arena, name->type)));
}

void given_overlay(Frame *f, const RegName *name, Col *col)
{
    Given given = given_of(f, name);
    FeelValue v;

    if (!given_any(&given))
        return;
    for (size_t i = 0; i < f->n; i++) {
        GivenFrom from = given_at(&given, f->rows[i], &v);

        if (from != GIVEN_NOT)
            given_put(f, name, col, i, &v, from);
    }
}
