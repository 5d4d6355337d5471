/* Inputs: where their figures come from, and that those places exist. */
#include <string.h>

#include "regulation/check_block_private.h"

const FeelScope *check_scope_of_where(Checker *c, const RegBlock *block)
{
    const RegInput *input = &block->u.input;
    const RegBlock *sheet;
    int entries;

    switch (input->source) {
    case REG_FROM_HISTORY:
        return c->reg->subjects[block->subject].scope;
    case REG_FROM_MEASURE:
        return check_scope_of_facts(c, input);
    case REG_FROM_SHEET:
        sheet = check_sheet(c, input->of);
        entries = sheet ? check_entries_of(c, sheet->name) : -1;
        return entries < 0 ? NULL : check_scope_of_entry(c, entries, block->subject);
    case REG_FROM_ENTRY:
    case REG_FROM_REGISTER:
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

/* ---- sheets ---------------------------------------------------------------------------------- */

static const RegField *find_field(CheckInput *i, const RegSheet *sheet, const char *column)
{
    Checker *c = i->c;
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t k = 0; k < sheet->n_fields; k++) {
        if (strcmp(sheet->fields[k].name, column) == 0)
            return &sheet->fields[k];
        g_ptr_array_add(names, (gpointer)sheet->fields[k].name);
    }
    diag_add(c->diags, DIAG_ERROR, "regulation.unknown-column", i->block->pos,
             "the sheet %s has no column %s", i->input->of, column);
    diag_expected(c->diags, "%s", check_texts(c, (const char *const *)names->pdata, names->len));
    const char *near = check_nearest(column, (const char *const *)names->pdata, names->len);
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
    else if (!i->input->column)
        diag_hint(c->diags, "`column:` names the column if it is not the input's own name");
    return NULL;
}

/* A context per entry: its fields. */
static const FeelType *entry_type(Checker *c, const RegSheet *sheet)
{
    const char **names = ARENA_NEW_N(c->arena, const char *, sheet->n_fields);
    const FeelType **types = ARENA_NEW_N(c->arena, const FeelType *, sheet->n_fields);

    for (size_t k = 0; k < sheet->n_fields; k++) {
        names[k] = sheet->fields[k].name;
        types[k] = sheet->fields[k].type ? sheet->fields[k].type : &feel_type_number;
    }
    return feel_type_context(c->arena, names, types, sheet->n_fields);
}

/* Type and unit that the column gives, unless the input says its own. */
static void take_field(CheckInput *i, const RegField *field)
{
    Checker *c = i->c;
    CheckName *name = check_name(i->name);
    const FeelType *type = field->type ? field->type : &feel_type_number;
    Unit unit = unit_none();
    Dec factor = dec_from_int(1);

    if (type->kind == FEEL_T_NUMBER && field->unit && field->unit[0])
        (void)unit_parse(c->arena, field->unit, &unit, &factor); /* reported at the sheet */
    if (i->input->take == REG_TAKE_LIST)
        type = feel_type_list(c->arena, type);
    if (i->name->type->kind == FEEL_T_ANY)
        check_name_set_type(c, i->name, type);
    else
        (void)check_type_is(c, i->block->pos, i->block->name, type, i->name->type);
    if (i->name->n_one_of == 0) {
        i->name->one_of = field->one_of;
        i->name->n_one_of = field->n_one_of;
    }
    if (field->type && field->type->kind != FEEL_T_NUMBER)
        return;
    (void)check_unit_fits(c, i->block->pos, &name->unit, &unit);
    name->unit = unit;
    i->name->factor = factor;
}

/* An entry belongs to a row through a link: is there one to rows of this kind? */
static void check_owner(CheckInput *i, const RegBlock *sheet)
{
    Checker *c = i->c;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, check_subject(c, i->input->entries)->by_name);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const RegName *name = value;

        if (name->kind == REG_NAME_ATTRIBUTE && check_leads_to(c, name->type, i->block->subject))
            return;
    }
    const char *rows = c->reg->subjects[i->block->subject].name;
    diag_add(c->diags, DIAG_ERROR, "regulation.sheet-rows", i->block->pos,
             "nothing in the sheet %s says to which %s a line belongs", sheet->name, rows);
    diag_hint(c->diags, "give the sheet `per %s`, or a column of the type %s", rows, rows);
}

static bool is_of_one_value(RegTake take)
{
    return take == REG_TAKE_VALUE || take == REG_TAKE_FIRST || take == REG_TAKE_LAST;
}

static void check_sheet_input(CheckInput *i)
{
    Checker *c = i->c;
    RegInput *input = i->input;
    const RegBlock *block = check_sheet(c, input->of);

    if (!block) {
        diag_add(i->c->diags, DIAG_ERROR, "regulation.unknown-sheet", i->block->pos,
                 "there is no sheet %s", input->of);
        return;
    }
    const RegSheet *sheet = &block->u.sheet;
    input->entries = check_entries_of(c, block->name);
    check_owner(i, block);
    if (sheet->many_lines && !input->take_set)
        diag_add(i->c->diags, DIAG_ERROR, "regulation.take-missing", i->block->pos,
                 "the sheet %s has many lines; say what to `take` of them", input->of);
    if (input->take == REG_TAKE_COUNT) {
        check_name_set_type(c, i->name, &feel_type_number);
    } else if (input->take == REG_TAKE_LIST && !input->column) {
        check_name_set_type(c, i->name, feel_type_list(c->arena, entry_type(c, sheet)));
    } else {
        const RegField *field =
            find_field(i, sheet, input->column ? input->column : i->block->name);
        if (field)
            take_field(i, field);
        bool adds = !is_of_one_value(input->take) && input->take != REG_TAKE_LIST;
        if (field && adds && field->type && input->take != REG_TAKE_MIN &&
            input->take != REG_TAKE_MAX)
            (void)check_type_is(c, i->block->pos, i->block->name, field->type, &feel_type_number);
    }
    CheckSite site = i->site;
    site.scope = check_scope_of_where(c, i->block);
    site.subject = input->entries;
    site.place = "where";
    if (site.scope)
        check_input_where(i, &site);
    if (!input->owed_by)
        input->owed_by = sheet->kept_by;
}

/* ---- all sources ----------------------------------------------------------------------------- */

static bool is_known_item(const Checker *c, const char *item)
{
    for (size_t k = 0; item && k < c->reg->n_blocks; k++) {
        const RegBlock *block = c->reg->blocks[k];

        if ((block->kind == REG_PAY && strcmp(block->u.pay.into, item) == 0) ||
            (block->kind == REG_RESERVE && strcmp(check_reserve_account(block), item) == 0))
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
        check_input_span(i);
        check_sheet_input(i);
        break;
    case REG_FROM_HISTORY:
        check_input_history(i);
        break;
    case REG_FROM_LEDGER:
        check_input_span(i);
        check_ledger(i);
        break;
    case REG_FROM_REGISTER:
        diag_add(i->c->diags, DIAG_ERROR, "regulation.not-built", i->block->pos,
                 "inputs from a register are not built yet: %s", i->block->name);
        diag_hint(i->c->diags, "a sheet with `lines: many` can hold the entries");
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
