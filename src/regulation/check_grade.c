/* Grades: a ladder, an attribute of persons that can be set, proposals that are on the ladder. */
#include <string.h>

#include "regulation/check_block_private.h"

/* ---- what it sets ---------------------------------------------------------------------------- */

/* Why an attribute cannot be set; NULL if it can. */
static const char *why_not(const Checker *c, const RegName *name)
{
    static const char *const called[] = {"工号", "姓名"};
    const RegInput *input =
        name->block && name->block->kind == REG_INPUT ? &name->block->u.input : NULL;
    const RegName *of = input && input->of ? check_name_find(c, name->subject, input->of) : NULL;

    if (name->kind != REG_NAME_ATTRIBUTE)
        return check_word(c, "no attribute");
    if (name->type->kind != FEEL_T_STRING)
        return feel_type_text(c->arena, name->type);
    if (name->type->row_of)
        return check_word(c, "a link");
    if ((of && of != name && of->kind == REG_NAME_ATTRIBUTE) ||
        (input && reg_expr_is_set(&input->at)))
        return check_word(c, "another attribute, or one of another day");
    if (check_has_text(called, G_N_ELEMENTS(called), name->name))
        return check_word(c, "what a person is called");
    return NULL;
}

static RegName *find_set(Checker *c, const RegBlock *block)
{
    const RegGrade *grade = &block->u.grade;
    RegName *name = check_name_find(c, REG_PERSON, grade->sets);
    const char *why;

    if (!name) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-name", grade->sets_pos,
                 "there is no name %s", grade->sets);
        check_hint_name(c, REG_PERSON, grade->sets, CHECK_HINT_NAME);
        return NULL;
    }
    why = why_not(c, name);
    if (!why)
        return name;
    diag_add(c->diags, DIAG_ERROR, "regulation.grade-sets", grade->sets_pos,
             "the grade %s cannot set %s: it is no text attribute of persons", block->name,
             grade->sets);
    diag_seen(c->diags, "%s", why);
    diag_hint(c->diags, "an input with `from: attribute` and `type: text` declares one");
    return NULL;
}

/* One ladder for one attribute: else it would not be known which appraisal counts. */
static void check_only(Checker *c, const RegBlock *block)
{
    for (size_t i = 0; i < check_block_index(c, block); i++) {
        const RegBlock *other = c->reg->blocks[i];

        if (other->kind != REG_GRADE || strcmp(other->u.grade.sets, block->u.grade.sets) != 0)
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.grade-twice", block->u.grade.sets_pos,
                 "%s is set by the grade %s already, at %s", block->u.grade.sets, other->name,
                 check_place(c, other->pos));
        diag_hint(c->diags, "one grade block for each attribute; `sets` names another one");
        return;
    }
}

/* ---- the ladder ------------------------------------------------------------------------------ */

static bool is_on_ladder(const RegGrade *grade, const char *text)
{
    return check_has_text(grade->ladder, grade->n_ladder, text);
}

/* The texts that the attribute is declared to have, against the ladder. */
static void check_declared(Checker *c, const RegBlock *block)
{
    const RegGrade *grade = &block->u.grade;
    const RegName *name = grade->sets_name;

    if (name->n_one_of == 0)
        return;
    for (size_t i = 0; i < grade->n_ladder; i++) {
        if (check_has_text(name->one_of, name->n_one_of, grade->ladder[i]))
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.grade-ladder", grade->ladder_pos,
                 "%s is on the ladder, but %s cannot be it", grade->ladder[i], name->name);
        diag_expected(c->diags, "%s", check_texts(c, name->one_of, name->n_one_of));
    }
    /* with `for`, those of other kinds need no place on it */
    for (size_t i = 0; i < name->n_one_of && block->n_applies == 0; i++) {
        if (is_on_ladder(grade, name->one_of[i]))
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.grade-ladder", grade->ladder_pos,
                 "%s can be %s, which is not on the ladder", name->name, name->one_of[i]);
        diag_hint(c->diags, "put it on the ladder, or say with `for` whose grade this is");
    }
}

/* An expression whose values are grades. */
static void check_grades(Checker *c, RegBlock *block, RegExpr *expr, const char *key)
{
    const RegGrade *grade = &block->u.grade;
    CheckSite site = check_site(c, block, key);
    const char *const *list;
    size_t n;

    if (!reg_expr_is_set(expr) || !check_expr(c, expr, &site, &feel_type_string, NULL) ||
        !expr->node || !check_text_domain(c, expr->node, &list, &n))
        return;
    for (size_t i = 0; i < n; i++) {
        if (is_on_ladder(grade, list[i]))
            continue;
        diag_add(c->diags, DIAG_ERROR, "regulation.grade-ladder", expr->src.start,
                 "`%s` can be %s, which is not on the ladder", key, list[i]);
        diag_expected(c->diags, "%s", check_texts(c, grade->ladder, grade->n_ladder));
    }
}

/* ---- all ------------------------------------------------------------------------------------- */

void check_grade(Checker *c, RegBlock *block)
{
    RegGrade *grade = &block->u.grade;
    CheckSite site = check_site(c, block, "gate");

    check_procedure_named(c, grade->procedure, grade->procedure_pos);
    grade->sets_name = find_set(c, block);
    if (grade->sets_name) {
        GArray *slots = c->blocks[check_block_index(c, block)].slots;

        g_array_append_val(slots, grade->sets_name->slot);
        check_mark_read(grade->sets_name);
        check_declared(c, block);
        check_only(c, block);
    }
    check_expr(c, &grade->gate, &site, &feel_type_boolean, NULL);
    site.place = "ask when";
    check_expr(c, &grade->ask_when, &site, &feel_type_boolean, NULL);
    check_grades(c, block, &grade->propose, "propose");
    check_grades(c, block, &grade->until_decided, "until decided");
}
