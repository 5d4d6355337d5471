/* Inputs that are taken from the entries of a form: a sheet or a register. */
#include <string.h>

#include "regulation/check_block_private.h"

/* ---- the field taken ------------------------------------------------------------------------- */

static const RegField *find_field(CheckInput *i, const RegBlock *block, const char *column)
{
    Checker *c = i->c;
    const RegForm *form = &block->u.form;
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    for (size_t k = 0; k < form->n_fields; k++) {
        if (strcmp(form->fields[k].name, column) == 0)
            return &form->fields[k];
        g_ptr_array_add(names, (gpointer)form->fields[k].name);
    }
    if (block->kind == REG_SHEET)
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-column", i->block->pos,
                 "the sheet %s has no column %s", block->name, column);
    else
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-column", i->block->pos,
                 "the register %s has no field %s", block->name, column);
    diag_expected(c->diags, "%s", check_texts(c, (const char *const *)names->pdata, names->len));
    const char *near = check_nearest(column, (const char *const *)names->pdata, names->len);
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
    else if (!i->input->column)
        diag_hint(c->diags, "`column:` names the column if it is not the input's own name");
    return NULL;
}

/* A context per entry: its fields. */
static const FeelType *entry_type(Checker *c, const RegForm *form)
{
    const char **names = ARENA_NEW_N(c->arena, const char *, form->n_fields);
    const FeelType **types = ARENA_NEW_N(c->arena, const FeelType *, form->n_fields);

    for (size_t k = 0; k < form->n_fields; k++) {
        names[k] = form->fields[k].name;
        types[k] = form->fields[k].type ? form->fields[k].type : &feel_type_number;
    }
    return feel_type_context(c->arena, names, types, form->n_fields);
}

/* Texts of the column, unless the input says its own, which must have them all. */
static void take_texts(CheckInput *i, const RegField *field)
{
    RegName *name = i->name;

    if (name->n_one_of == 0) {
        name->one_of = field->one_of;
        name->n_one_of = field->n_one_of;
        return;
    }
    for (size_t k = 0; k < field->n_one_of; k++) {
        if (check_has_text(name->one_of, name->n_one_of, field->one_of[k]))
            continue;
        diag_add(i->c->diags, DIAG_ERROR, "regulation.text-not-allowed", i->block->pos,
                 "%s is none of the texts declared for %s", field->one_of[k], name->name);
        diag_expected(i->c->diags, "%s", check_texts(i->c, field->one_of, field->n_one_of));
        diag_hint(i->c->diags, "without `one of` the input takes over those of the column");
    }
}

/* Type and unit that the column gives, unless the input says its own, which must agree. */
static void take_field(CheckInput *i, const RegField *field)
{
    Checker *c = i->c;
    CheckName *name = check_name(i->name);
    const FeelType *type = field->type ? field->type : &feel_type_number;
    Unit unit = unit_none();
    Dec factor = dec_from_int(1);

    if (type->kind == FEEL_T_NUMBER && field->unit && field->unit[0])
        (void)unit_parse(c->arena, field->unit, &unit, &factor); /* reported at the form */
    if (i->input->take == REG_TAKE_LIST)
        type = feel_type_list(c->arena, type);
    if (i->name->type->kind == FEEL_T_ANY)
        check_name_set_type(c, i->name, type);
    else
        (void)check_type_is(c, i->block->pos, i->block->name, type, i->name->type);
    take_texts(i, field);
    if (field->type && field->type->kind != FEEL_T_NUMBER)
        return;
    (void)check_unit_fits(c, i->block->pos, &name->unit, &unit);
    name->unit = unit;
    if (i->input->source == REG_FROM_SHEET || i->block->unit[0] == '\0')
        i->name->factor = factor;
}

static bool is_of_one_value(RegTake take)
{
    return take == REG_TAKE_VALUE || take == REG_TAKE_FIRST || take == REG_TAKE_LAST;
}

static void check_taken(CheckInput *i, const RegBlock *block)
{
    Checker *c = i->c;
    const RegInput *input = i->input;
    bool is_list = input->take == REG_TAKE_LIST;
    bool adds = !is_of_one_value(input->take) && !is_list && input->take != REG_TAKE_MIN &&
                input->take != REG_TAKE_MAX;
    const RegField *field;

    if (input->take == REG_TAKE_COUNT) {
        check_name_set_type(c, i->name, &feel_type_number);
        return;
    }
    if (is_list && !input->column) {
        const FeelType *entry = entry_type(c, &block->u.form);
        check_name_set_type(c, i->name, feel_type_list(c->arena, entry));
        return;
    }
    field = find_field(i, block, input->column ? input->column : i->block->name);
    if (field)
        take_field(i, field);
    if (field && adds && field->type)
        (void)check_type_is(c, i->block->pos, i->block->name, field->type, &feel_type_number);
}

/* ---- whose an entry is ----------------------------------------------------------------------- */

/* Does the name of an entry (a field, or a path by one) lead to the rows that read? */
static bool is_link(const CheckInput *i, const RegName *name)
{
    return name->subject == i->input->entries && name->kind != REG_NAME_BUILTIN &&
           check_leads_to(i->c, name->type, i->block->subject);
}

static RegName *name_of(const CheckInput *i, const FeelNode *node)
{
    CheckName *name;

    if (node->kind != FEEL_N_NAME || node->ref.kind != FEEL_REF_SLOT)
        return NULL;
    name = g_ptr_array_index(i->c->names, (guint)node->ref.index);
    return &name->pub;
}

/* `LINK = this` or `this = LINK`: the link, else NULL. */
static RegName *link_compared(const CheckInput *i, const FeelNode *node)
{
    for (size_t k = 0; node->kind == FEEL_N_COMPARE && node->op == FEEL_OP_EQ && k < 2; k++) {
        RegName *link = name_of(i, node->kids[k]);
        const RegName *other = name_of(i, node->kids[1 - k]);

        if (link && other && is_link(i, link) && other->kind == REG_NAME_BUILTIN &&
            strcmp(other->name, "this") == 0)
            return link;
    }
    return NULL;
}

static void add_link(GPtrArray *links, RegName *link)
{
    for (guint k = 0; k < links->len; k++) {
        if (g_ptr_array_index(links, k) == link)
            return;
    }
    g_ptr_array_add(links, link);
}

/* Links that must point to `this` where `node` is true: one of them does. False if the condition
 * does not say so. Depth is bounded by FEEL_MAX_NESTING. */
static bool links_in(const CheckInput *i, const FeelNode *node, GPtrArray *links)
{
    RegName *link = link_compared(i, node);

    if (link)
        add_link(links, link);
    if (node->kind == FEEL_N_AND) {
        for (size_t k = 0; k < node->n_kids; k++) {
            guint before = links->len;
            if (links_in(i, node->kids[k], links))
                return true;
            g_ptr_array_set_size(links, (gint)before);
        }
        return false;
    }
    for (size_t k = 0; node->kind == FEEL_N_OR && k < node->n_kids; k++) {
        if (!links_in(i, node->kids[k], links))
            return false;
    }
    return link || node->kind == FEEL_N_OR;
}

static void report_no_link(CheckInput *i, const RegBlock *form)
{
    Checker *c = i->c;
    const char *rows = c->reg->subjects[i->block->subject].name;

    if (form->kind == REG_SHEET) {
        diag_add(c->diags, DIAG_ERROR, "regulation.sheet-rows", i->block->pos,
                 "nothing in the sheet %s says to which %s a line belongs", form->name, rows);
        diag_hint(c->diags, "give the sheet `per %s`, or a column of the type %s", rows, rows);
        return;
    }
    diag_add(c->diags, DIAG_ERROR, "regulation.register-rows", i->block->pos,
             "nothing in the register %s says to which %s an entry belongs", form->name, rows);
    diag_hint(c->diags, "give it a field of the type %s, or say it: `where: LINK.LINK = this`",
              rows);
}

static void report_links(CheckInput *i, const RegBlock *form, const GPtrArray *links)
{
    Checker *c = i->c;
    const RegName *first = g_ptr_array_index(links, 0), *second = g_ptr_array_index(links, 1);

    diag_add(c->diags, DIAG_ERROR, "regulation.register-links", i->block->pos,
             "an entry of %s can belong to a %s by %s or by %s", form->name,
             c->reg->subjects[i->block->subject].name, first->name, second->name);
    diag_hint(c->diags, "say which: `where: %s = this`", first->name);
}

/* An entry belongs to the row that its link leads to: the one that `where` compares with `this`,
 * else the only one. Of the links of a sheet the first that is filled in counts, as ever. */
static void find_links(CheckInput *i, const RegBlock *form)
{
    g_autoptr(GPtrArray) links = g_ptr_array_new();
    const FeelNode *where = i->input->where.node;
    bool is_said = where && links_in(i, where, links);

    if (!is_said) {
        g_ptr_array_set_size(links, 0);
        for (guint k = 0; k < i->c->names->len; k++) {
            CheckName *name = g_ptr_array_index(i->c->names, k);
            if (name->pub.kind == REG_NAME_ATTRIBUTE && is_link(i, &name->pub))
                g_ptr_array_add(links, &name->pub);
        }
    }
    if (links->len == 0)
        report_no_link(i, form);
    else if (!is_said && links->len > 1 && form->kind == REG_REGISTER)
        report_links(i, form, links);
    i->input->each_link = is_said;
    i->input->n_links = links->len;
    i->input->links = ARENA_NEW_N(i->c->arena, RegName *, links->len);
    if (links->len > 0)
        memcpy(i->input->links, links->pdata, links->len * sizeof(RegName *));
}

/* ---- all ------------------------------------------------------------------------------------- */

const RegBlock *check_form(Checker *c, RegBlockKind kind, const char *name, SrcPos pos)
{
    const RegBlock *form = reg_form(c->reg, name);

    if (form && form->kind == kind)
        return form;
    if (kind == REG_SHEET)
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-sheet", pos, "there is no sheet %s",
                 name);
    else
        diag_add(c->diags, DIAG_ERROR, "regulation.unknown-register", pos,
                 "there is no register %s", name);
    if (form) {
        diag_hint(c->diags, "%s is a `%s`", name, reg_block_word(form->kind));
        return NULL;
    }
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (size_t k = 0; k < c->reg->n_blocks; k++) {
        if (c->reg->blocks[k]->kind == kind)
            g_ptr_array_add(names, (gpointer)c->reg->blocks[k]->name);
    }
    const char *near = check_nearest(name, (const char *const *)names->pdata, names->len);
    if (near)
        diag_hint(c->diags, "did you mean %s?", near);
    return NULL;
}

void check_input_entries(CheckInput *i)
{
    Checker *c = i->c;
    RegInput *input = i->input;
    RegBlockKind kind = input->source == REG_FROM_SHEET ? REG_SHEET : REG_REGISTER;
    const RegBlock *form = check_form(c, kind, input->of, i->block->pos);
    CheckSite site = i->site;

    if (!form)
        return;
    input->entries = reg_entries(c->reg, form->name);
    if (form->u.form.many_lines && !input->take_set && kind == REG_SHEET)
        diag_add(c->diags, DIAG_ERROR, "regulation.take-missing", i->block->pos,
                 "the sheet %s has many lines; say what to `take` of them", input->of);
    check_taken(i, form);
    site.scope = check_scope_of_where(c, i->block);
    site.subject = input->entries;
    site.place = "where";
    if (site.scope)
        check_input_where(i, &site);
    if (input->entries >= 0)
        find_links(i, form);
    if (!input->owed_by)
        input->owed_by = form->u.form.kept_by;
}
