/* All kinds of blocks; formulas, questions and checks of entries here, the others elsewhere. */
#include <string.h>

#include "regulation/check_block_private.h"

enum { FORESEE_MAX_DEPTH = 8 };

/* ---- formulas -------------------------------------------------------------------------------- */

/* Texts of a formula: within what is declared, or else what they are seen to be. */
static void check_formula_texts(Checker *c, RegBlock *block)
{
    RegName *name = block->defines[0];
    const FeelNode *node = block->u.feel.node;
    const char *const *list;
    size_t n;

    if (node->type->kind != FEEL_T_STRING || !check_text_domain(c, node, &list, &n))
        return;
    if (block->n_one_of == 0) {
        name->one_of = list;
        name->n_one_of = n;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (check_has_text(block->one_of, block->n_one_of, list[i]))
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.text-not-allowed", block->u.feel.src.start,
                 "%s is none of the texts declared for %s", list[i], block->name);
        diag_expected(c->diags, "%s", check_texts(c, block->one_of, block->n_one_of));
    }
}

static void check_formula(Checker *c, RegBlock *block)
{
    RegName *name = block->defines[0];
    CheckSite site = check_site(c, block, "");
    const FeelType *want = check_type_declared(block);
    Unit *unit = &check_name(name)->unit;
    Unit seen;

    site.place = block->name;
    if (!check_expr(c, &block->u.feel, &site, want, &seen) || !block->u.feel.node)
        return;
    check_name_set_type(c, name, want ? want : block->u.feel.node->type);
    if (check_expr_unit(c, &block->u.feel, &seen, unit))
        (void)unit_join(unit, &seen, unit);
    check_formula_texts(c, block);
}

static void foresee_formula(Checker *c, RegBlock *block)
{
    CheckSite site = check_site(c, block, "");
    const FeelNode *node = check_tree(c, &block->u.feel.src, &site, NULL);

    if (node && block->defines[0]->type->kind == FEEL_T_ANY)
        check_name_set_type(c, block->defines[0], node->type);
    if (node && node->type->kind == FEEL_T_STRING && block->n_one_of == 0)
        (void)check_text_domain(c, node, &block->defines[0]->one_of, &block->defines[0]->n_one_of);
}

void check_foresee(Checker *c, RegBlock *block)
{
    CheckBlock *b = &c->blocks[check_block_index(c, block)];
    bool can = block->kind == REG_TABLE || block->kind == REG_FEEL;

    if (!can || b->is_done || b->is_foreseen || c->foresee_depth >= FORESEE_MAX_DEPTH)
        return;
    b->is_foreseen = true;
    c->foresee_depth++;
    Diags *loud = check_silently(c);
    if (block->kind == REG_TABLE)
        check_table_foresee(c, block);
    else
        foresee_formula(c, block);
    check_loudly(c, loud);
    c->foresee_depth--;
}

/* ---- questions ------------------------------------------------------------------------------- */

static void check_stand_in(Checker *c, RegBlock *block, CheckSite *site)
{
    RegExpr *expr = &block->u.decide.until_decided;
    RegName *name = block->defines[0];
    Unit seen;

    if (!reg_expr_is_set(expr))
        return;
    site->place = "until decided";
    if (!check_expr(c, expr, site, name->type, &seen))
        return;
    (void)check_expr_unit(c, expr, &seen, &check_name(name)->unit);
    if (expr->node->kind == FEEL_N_CONST && expr->node->value.kind == FEEL_STRING)
        check_text_occurs(c, name, expr->node->value.u.string.text, expr->src.start);
}

static void check_decide(Checker *c, RegBlock *block)
{
    CheckSite site = check_site(c, block, "when");
    Unit *unit = &check_name(block->defines[0])->unit;

    check_expr(c, &block->u.decide.when, &site, &feel_type_boolean, NULL);
    check_procedure_named(c, block->u.decide.procedure, block->u.decide.procedure_pos);
    check_stand_in(c, block, &site);
    if (unit->state == UNIT_UNKNOWN && block->u.decide.outcome == REG_OUTCOME_NUMBER)
        *unit = unit_none();
}

/* ---- checks of entries ----------------------------------------------------------------------- */

static void check_check(Checker *c, RegBlock *block)
{
    RegCheck *check = &block->u.check;

    if (check->on_register && !check_form(c, REG_REGISTER, check->on, block->pos))
        return;
    check->on_subject = reg_entries(c->reg, check->on); /* of a form, else a subject by its name */
    if (check->on_subject < 0)
        check->on_subject = reg_subject(c->reg, check->on);
    if (check->on_subject < 0) {
        diag_add(c->diags, DIAG_ERROR, "regulation.check-on", block->pos,
                 "nothing of the kind %s is entered", check->on);
        diag_expected(c->diags, "assignment, person, customer, …, a sheet, or register NAME");
        return;
    }
    CheckSite site = {.scope = c->reg->subjects[check->on_subject].scope,
                      .subject = check->on_subject,
                      .cycle = REG_NO_CYCLE,
                      .block = -1,
                      .place = "refuse when"};
    check_expr(c, &check->refuse_when, &site, &feel_type_boolean, NULL);
}

/* ---- all ------------------------------------------------------------------------------------- */

/* Figures and functions are there for all; `for` is a matter of what reads them. */
static bool can_apply(RegBlockKind kind)
{
    return kind != REG_PARAM && kind != REG_FUNCTION && kind != REG_SUBJECT && kind != REG_NAMES &&
           kind != REG_SCOPE && kind != REG_CHECK && kind != REG_PROCEDURE;
}

static bool applies_already(const RegBlock *block, const RegExpr *condition)
{
    for (size_t i = 0; i < block->n_applies; i++) {
        if (block->applies[i].src.text == condition->src.text)
            return true;
    }
    return false;
}

/* Whom a sheet is not kept for owes nothing of it: its conditions are those of what reads it. */
static void inherit_conditions(Checker *c, RegBlock *block)
{
    const RegBlock *sheet = reg_form(c->reg, block->u.input.of);

    if (!sheet || sheet->kind != REG_SHEET || sheet->n_applies == 0 ||
        sheet->subject != block->subject)
        return;
    RegExpr *all = ARENA_NEW_N(c->arena, RegExpr, block->n_applies + sheet->n_applies);
    size_t n = block->n_applies;
    if (n > 0)
        memcpy(all, block->applies, n * sizeof *all);
    for (size_t i = 0; i < sheet->n_applies; i++) {
        /* what is wrong with it was said at the sheet */
        if (sheet->applies[i].program && !applies_already(block, &sheet->applies[i]))
            all[n++].src = sheet->applies[i].src;
    }
    block->applies = all;
    block->n_applies = n;
}

static void check_applies(Checker *c, RegBlock *block)
{
    CheckSite site = check_site(c, block, "for");

    if (block->kind == REG_INPUT && block->u.input.score)
        return; /* those of the score, which is looked at itself */
    if (block->kind == REG_INPUT && block->u.input.source == REG_FROM_SHEET)
        inherit_conditions(c, block);
    if (!can_apply(block->kind))
        block->n_applies = 0;
    for (size_t i = 0; i < block->n_applies; i++)
        check_expr(c, &block->applies[i], &site, &feel_type_boolean, NULL);
}

static void check_own(Checker *c, RegBlock *block)
{
    switch (block->kind) {
    case REG_INPUT:
        check_input(c, block);
        break;
    case REG_PARAM:
        check_param(c, block);
        break;
    case REG_FUNCTION:
        check_function(c, block);
        break;
    case REG_FEEL:
        check_formula(c, block);
        break;
    case REG_TABLE:
        check_table(c, block);
        break;
    case REG_BANDS:
        check_bands(c, block);
        break;
    case REG_RANK:
        check_rank(c, block);
        break;
    case REG_TOTAL:
        check_total(c, block);
        break;
    case REG_SHARE:
        check_share(c, block);
        break;
    case REG_DECIDE:
        check_decide(c, block);
        break;
    case REG_GRADE:
        check_grade(c, block);
        break;
    case REG_PAY:
        check_pay(c, block);
        break;
    case REG_RESERVE:
        check_reserve(c, block);
        break;
    case REG_CHECK:
        check_check(c, block);
        break;
    case REG_SCORE:
        check_score(c, block);
        break;
    case REG_PROCEDURE:
        check_procedure(c, block);
        break;
    case REG_SCOPE:
    case REG_SUBJECT:
    case REG_SHEET:
    case REG_NAMES:
    case REG_REGISTER:
    case REG_DUTY:
    case REG_COURSE:
    case REG_EXAM:
    case REG_N_BLOCK_KINDS:
        break;
    }
}

void check_block(Checker *c, RegBlock *block)
{
    check_applies(c, block);
    check_own(c, block);
}
