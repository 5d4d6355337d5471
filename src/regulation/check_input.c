/* Inputs: where their figures come from, and that those places exist. */
#include <string.h>

#include "regulation/check_block_private.h"

const FeelScope *check_scope_of_where(Checker *c, const RegBlock *block)
{
    const RegInput *input = &block->u.input;
    int entries;

    switch (input->source) {
    case REG_FROM_HISTORY:
        return c->reg->subjects[block->subject].scope;
    case REG_FROM_MEASURE:
        return check_scope_of_facts(c, input);
    case REG_FROM_SHEET:
    case REG_FROM_REGISTER:
        entries = reg_entries(c->reg, input->of);
        return entries < 0 ? NULL : check_scope_of_entry(c, entries, block->subject);
    case REG_FROM_ENTRY:
    case REG_FROM_ATTRIBUTE:
    case REG_FROM_LEDGER:
    case REG_FROM_RESULT:
        return NULL;
    }
    return NULL;
}

void check_input_where(CheckInput *i, CheckSite *site)
{
    check_expr(i->c, &i->input->where, site, &feel_type_boolean, NULL);
}

/* ---- all sources ----------------------------------------------------------------------------- */

static bool is_known_item(const Checker *c, const char *item)
{
    for (size_t k = 0; item && k < c->reg->n_blocks; k++) {
        const RegBlock *block = c->reg->blocks[k];

        if ((block->kind == REG_PAY && strcmp(block->u.pay.into, item) == 0) ||
            (block->kind == REG_RESERVE && (strcmp(check_reserve_account(block), item) == 0 ||
                                            g_strcmp0(block->u.reserve.release_into, item) == 0)))
            return true;
    }
    return false;
}

static void check_ledger(CheckInput *i)
{
    Checker *c = i->c;
    Unit yuan;

    (void)unit_parse(c->arena, "元", &yuan, NULL);
    if (!is_known_item(c, i->input->of)) {
        diag_add(i->c->diags, DIAG_ERROR, "regulation.unknown-item", i->block->pos,
                 "no pay and no reserve is booked under %s", i->input->of ? i->input->of : "");
        diag_hint(c->diags, "name what a pay goes `into`, or a reserve");
    }
    if (i->block->subject != REG_PERSON) {
        diag_add(c->diags, DIAG_ERROR, "regulation.ledger-rows", i->block->pos,
                 "the ledger is kept for each person, not for each %s",
                 c->reg->subjects[i->block->subject].name);
        diag_hint(c->diags, "read it for persons, and add them up with a `total`");
    }
    if (check_unit_fits(c, i->block->pos, &check_name(i->name)->unit, &yuan))
        check_name(i->name)->unit = yuan;
}

static void check_source(CheckInput *i)
{
    switch (i->input->source) {
    case REG_FROM_ENTRY:
    case REG_FROM_RESULT:
    case REG_FROM_ATTRIBUTE:
        break;
    case REG_FROM_MEASURE:
        check_input_span(i);
        check_input_measure(i);
        break;
    case REG_FROM_SHEET:
    case REG_FROM_REGISTER:
        check_input_span(i);
        check_input_entries(i);
        break;
    case REG_FROM_HISTORY:
        check_input_history(i);
        break;
    case REG_FROM_LEDGER:
        check_input_span(i);
        check_ledger(i);
        break;
    }
}

static void check_at(CheckInput *i)
{
    CheckSite site = i->site;

    site.place = "at";
    check_expr(i->c, &i->input->at, &site, &feel_type_date, NULL);
}

void check_input(Checker *c, RegBlock *block)
{
    CheckInput i = {.c = c,
                    .block = block,
                    .input = &block->u.input,
                    .name = block->defines[0],
                    .site = check_site(c, block, "")};
    CheckName *name = check_name(i.name);

    i.input->entries = -1;
    check_source(&i);
    check_at(&i);
    if (i.input->source == REG_FROM_HISTORY && i.input->history_of && i.name->n_one_of == 0) {
        i.name->one_of = i.input->history_of->one_of;
        i.name->n_one_of = i.input->history_of->n_one_of;
    }
    check_input_if_none(&i);
    if (i.name->type->kind != FEEL_T_NUMBER && i.name->type->kind != FEEL_T_ANY &&
        block->unit[0] != '\0' && i.input->take != REG_TAKE_LIST) {
        diag_add(c->diags, DIAG_ERROR, "regulation.unit-useless", block->pos,
                 "%s is no number and has no unit", block->name);
        diag_seen(c->diags, "%s", feel_type_text(c->arena, i.name->type));
    }
    /* a figure without unit is a pure number; a count fits every unit */
    if (name->unit.state == UNIT_UNKNOWN && i.name->type->kind == FEEL_T_NUMBER &&
        i.input->source != REG_FROM_HISTORY)
        name->unit = i.input->take == REG_TAKE_COUNT ? unit_bare() : unit_none();
}
