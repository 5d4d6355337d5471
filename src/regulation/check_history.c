/* Histories: inputs that read earlier cycles, or finer ones inside of this. */
#include <string.h>

#include "regulation/check_block_private.h"

static bool span_ends_here(const RegSpan *span)
{
    return span->kind != REG_SPAN_PREVIOUS && span->kind != REG_SPAN_NONE && !span->before_this;
}

/* What is counted from the first day of a quarter is of a cycle that lies in one. Every cycle is of
 * some year. */
static void check_to_date(CheckInput *i)
{
    const RegSpan *over = &i->input->over;
    const RegCycle *cycles = i->c->reg->cycles;
    int own = i->block->cycle;
    const char *kind;

    if (over->kind != REG_SPAN_TO_DATE || over->cycle == REG_NO_CYCLE || own == REG_NO_CYCLE)
        return;
    kind = cycles[over->cycle].name;
    if (strcmp(kind, "year") == 0 || check_cycle_contains(i->c->reg, over->cycle, own))
        return;
    diag_add(i->c->diags, DIAG_ERROR, "regulation.over", i->block->pos,
             "`%s to date` has no meaning @%s: no %s holds a whole %s", kind, cycles[own].name,
             kind, cycles[own].name);
}

void check_input_span(CheckInput *i)
{
    RegSpan *over = &i->input->over;
    CheckSite site = i->site;

    site.place = "since";
    if (over->kind == REG_SPAN_SINCE)
        check_expr(i->c, &over->since, &site, &feel_type_date, NULL);
    check_to_date(i);
}

static void check_history_span(CheckInput *i, const RegName *of)
{
    Checker *c = i->c;
    const RegSpan *over = &i->input->over;
    int cycle = i->block->cycle;

    if (over->kind != REG_SPAN_PREVIOUS && i->input->take == REG_TAKE_VALUE) {
        diag_add(i->c->diags, DIAG_ERROR, "regulation.take-missing", i->block->pos,
                 "the history %s reads several cycles; say what to `take` of them", i->block->name);
        diag_expected(c->diags, "sum, count, mean, min, max, first, last or list");
    }
    if (over->kind != REG_SPAN_THIS_CYCLE || cycle == REG_NO_CYCLE || of->cycle == REG_NO_CYCLE)
        return;
    if (of->cycle >= cycle || !check_cycle_contains(c->reg, cycle, of->cycle)) {
        diag_add(i->c->diags, DIAG_ERROR, "regulation.over", i->block->pos,
                 "`this cycle` reads finer cycles, which %s does not have", of->name);
        diag_seen(c->diags, "@%s", c->reg->cycles[of->cycle].name);
        diag_expected(c->diags, "a cycle finer than @%s", c->reg->cycles[cycle].name);
    }
}

/* The name whose history is read, or NULL and a finding. */
static RegName *find_history(CheckInput *i)
{
    Checker *c = i->c;
    const char *text = i->input->of ? i->input->of : "";
    RegName *of = check_name_find(c, i->block->subject, text);

    if (!of) {
        diag_add(i->c->diags, DIAG_ERROR, "regulation.unknown-name", i->block->pos,
                 "there is no name %s", text);
        check_hint_name(c, i->block->subject, text, CHECK_HINT_NAME);
    } else if (of->cycle == REG_NO_CYCLE) {
        diag_add(i->c->diags, DIAG_ERROR, "regulation.history-of", i->block->pos,
                 "%s has no value of its own in each cycle", text);
        diag_hint(c->diags, "an attribute or parameter of another day is read with `at:`");
        of = NULL;
    }
    return of;
}

static void set_history_type(CheckInput *i, const RegName *of)
{
    Checker *c = i->c;
    RegTake take = i->input->take;
    const FeelType *type = check_type_of_take(c, take, of->type);

    if (take == REG_TAKE_SUM || take == REG_TAKE_MEAN)
        (void)check_type_is(c, i->block->pos, of->name, of->type, &feel_type_number);
    if (i->name->type->kind == FEEL_T_ANY || i->name->type->kind == FEEL_T_LIST)
        check_name_set_type(c, i->name, type);
    else
        (void)check_type_is(c, i->block->pos, i->block->name, type, i->name->type);
    if (take != REG_TAKE_COUNT) {
        Unit *unit = &check_name(i->name)->unit;
        if (check_unit_fits(c, i->block->pos, unit, &check_name(of)->unit))
            (void)unit_join(&check_name(of)->unit, unit, unit);
    } else if (check_name(i->name)->unit.state == UNIT_UNKNOWN) {
        check_name(i->name)->unit = unit_bare();
    }
}

void check_input_history(CheckInput *i)
{
    Checker *c = i->c;
    RegInput *input = i->input;
    RegName *of = find_history(i);

    check_input_span(i);
    if (!of)
        return;
    input->history_of = of;
    check_history_span(i, of);
    if (of->block)
        check_foresee(c, of->block);
    set_history_type(i, of);
    CheckSite site = i->site;
    site.cycle = of->cycle;
    site.is_earlier = of->cycle != i->block->cycle || !span_ends_here(&input->over);
    site.place = "where";
    check_input_where(i, &site);
    if (of->cycle == i->block->cycle && span_ends_here(&input->over))
        g_array_append_val(c->blocks[site.block].slots, of->slot);
}

/* What stands in may be one more text. */
static void join_texts(CheckInput *i)
{
    Checker *c = i->c;
    RegName *name = i->name;
    const FeelNode *node = i->input->if_none.node;
    const char *const *list;
    size_t n;

    if (name->n_one_of == 0 || node->type->kind == FEEL_T_NULL)
        return;
    if (!check_text_domain(c, node, &list, &n)) {
        name->n_one_of = 0; /* any text */
        return;
    }
    const char **texts = ARENA_NEW_N(c->arena, const char *, name->n_one_of + n);
    size_t n_texts = name->n_one_of;
    memcpy(texts, name->one_of, n_texts * sizeof *texts);
    for (size_t k = 0; k < n; k++) {
        if (!check_has_text(texts, n_texts, list[k]))
            texts[n_texts++] = list[k];
    }
    name->one_of = texts;
    name->n_one_of = n_texts;
}

void check_input_if_none(CheckInput *i)
{
    Checker *c = i->c;
    RegName *name = i->name;
    RegExpr *expr = &i->input->if_none;
    Unit unit;
    CheckSite site = i->site;

    site.place = "if none";
    if (!reg_expr_is_set(expr) || !check_expr(c, expr, &site, NULL, &unit))
        return;
    if (name->type->kind == FEEL_T_ANY)
        check_name_set_type(c, name, expr->node->type);
    else
        (void)check_type_is(c, expr->src.start, "if none", expr->node->type, name->type);
    if (check_expr_unit(c, expr, &unit, &check_name(name)->unit))
        (void)unit_join(&check_name(name)->unit, &unit, &check_name(name)->unit);
    join_texts(i);
}
