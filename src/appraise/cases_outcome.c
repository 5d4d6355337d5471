/* Outcomes that a case gives: which of them are what people said, which are fixed for the test. */
#include <string.h>

#include "appraise/cases_private.h"

/* Cycles of the outcome that were played: the one it is given for, or all of its kind. */
static bool is_of(const CaseOutcome *o, const AppCycle *cycle)
{
    return o->given->has_cycle ? o->given->cycle.text == cycle->text
                               : o->given->name->cycle == cycle->kind;
}

static bool index_of(const AppResult *result, const CaseOutcome *o, size_t *out)
{
    return app_data_find_row(app_result_data(result), o->row->subject, o->row->key, out);
}

/* Is a tie of the row across a cut asked? */
static bool is_tied(const AppResult *result, const CaseOutcome *o)
{
    const AppQuestion *questions;
    size_t n = app_result_questions(result, &questions), row;

    if (!index_of(result, o, &row))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (questions[i].is_tie && questions[i].block == o->given->name->block &&
            questions[i].row == row && is_of(o, &questions[i].cycle))
            return true;
    }
    return false;
}

/* Does the question wait, because what was given is no outcome that it allows? */
static bool
is_waiting(const AppResult *result, const RegBlock *block, size_t row, const AppCycle *c)
{
    const AppQuestion *questions;
    size_t n = app_result_questions(result, &questions);

    for (size_t i = 0; i < n; i++) {
        if (questions[i].block == block && questions[i].row == row &&
            questions[i].cycle.text == c->text)
            return true;
    }
    return false;
}

/* What a question depends on, as far as it is missing; else any value. */
static FeelValue
condition(const AppResult *result, const RegBlock *block, size_t row, const AppCycle *cycle)
{
    const RegGrade *g = &block->u.grade;
    FeelValue v;

    if (block->kind != REG_GRADE)
        return app_result_expr(result, &block->u.decide.when, row, cycle);
    if (reg_expr_is_set(&g->gate)) {
        v = app_result_expr(result, &g->gate, row, cycle);
        if (v.kind != FEEL_BOOLEAN || !v.u.boolean)
            return v;
    }
    v = app_result_expr(result, &g->propose, row, cycle);
    if (v.kind != FEEL_MISSING)
        v = app_result_value(result, g->sets_name, row, cycle);
    if (v.kind != FEEL_MISSING)
        v = app_result_expr(result, &g->ask_when, row, cycle);
    return v;
}

/* Whether it was asked in some cycle of the outcome. */
typedef enum Asked { ASKED, NOT_ASKED, ASKED_UNKNOWN } Asked;

static Asked was_asked(const AppResult *result, const CaseOutcome *o)
{
    const AppCycle *cycles;
    size_t n = app_result_cycles(result, &cycles), row;
    Asked asked = NOT_ASKED;

    if (!index_of(result, o, &row))
        return NOT_ASKED;
    for (size_t i = 0; i < n; i++) {
        FeelValue when;

        if (!is_of(o, &cycles[i]))
            continue;
        if (app_result_source(result, o->given->name, row, &cycles[i]).origin == APP_FROM_OUTCOME ||
            is_waiting(result, o->given->name->block, row, &cycles[i]))
            return ASKED;
        when = condition(result, o->given->name->block, row, &cycles[i]);
        if (when.kind == FEEL_MISSING)
            asked = ASKED_UNKNOWN;
    }
    return asked;
}

bool cases_settle_outcomes(const AppResult *result, GArray *outcomes)
{
    CaseOutcome *list = (CaseOutcome *)(void *)outcomes->data;
    CaseOutcome *left_out = NULL, *unknown = NULL;
    bool recorded = false;

    for (guint i = 0; i < outcomes->len; i++) {
        if (list[i].state == OUTCOME_LEFT_OUT && is_tied(result, &list[i])) {
            list[i].state = OUTCOME_RECORDED;
            recorded = true;
        } else if (list[i].state == OUTCOME_LEFT_OUT && !left_out) {
            left_out = &list[i];
        } else if (list[i].state == OUTCOME_RECORDED && !unknown &&
                   list[i].given->name->kind == REG_NAME_OUTCOME &&
                   was_asked(result, &list[i]) == ASKED_UNKNOWN) {
            unknown = &list[i];
        }
    }
    if (!recorded && left_out)
        left_out->state = OUTCOME_FIXED;
    else if (!recorded && unknown)
        unknown->state = OUTCOME_FIXED;
    return recorded || left_out || unknown;
}

void cases_compare_outcomes(CaseCheck *check)
{
    for (guint i = 0; i < check->outcomes->len; i++) {
        const CaseOutcome *o = &g_array_index(check->outcomes, CaseOutcome, i);
        const AppCycle *cycle = o->given->has_cycle ? &o->given->cycle : NULL;

        if (o->state != OUTCOME_RECORDED || o->given->name->kind != REG_NAME_OUTCOME ||
            o->is_common || o->given->value.kind == FEEL_MISSING ||
            was_asked(check->result, o) == ASKED)
            continue;
        cases_fail_at(check, o->given->pos, o->row->key, cycle, o->given->name->name);
        g_string_append(check->out,
                        text_in(check->lang, "an outcome is given, but nobody is asked\n"));
    }
}
