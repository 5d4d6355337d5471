/* Inputs that people give row by row: those of a regulation that have no source of their own.
 * Each value is held against the regulation; what is given again replaces what was there, an empty
 * value takes it back (the import is noted). */
#include "facts/import_private.h"

#include <string.h>

#include "regulation/work.h"

enum { I_NAME, I_CYCLE, I_ROW, I_VALUE };

static const FieldSpec input_fields[] = {
    {"name",  FIELD_CODE,  true },
    {"cycle", FIELD_CODE,  true },
    {"row",   FIELD_CODE,  true },
    {"value", FIELD_GIVEN, false},
};

static bool is_entered(const RegBlock *block)
{
    return block->kind == REG_INPUT && block->u.input.source == REG_FROM_ENTRY &&
           !block->u.input.score;
}

/* Rows of all kinds that inputs have, and what inputs that are links lead to. */
static bool begin(Importer *imp, GError **error)
{
    const Regulation *reg = imp->options->reg;

    if (!import_need_regulation(imp, error))
        return false;
    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *b = reg->blocks[i];
        const FeelType *type = is_entered(b) ? b->defines[0]->type : NULL;
        int target = type && type->row_of ? reg_subject(reg, type->row_of) : -1;

        if (is_entered(b) && !import_know_rows(imp, b->subject, error))
            return false;
        if (target >= 0 && !import_know_rows(imp, target, error))
            return false;
    }
    return true;
}

/* ---- names ----------------------------------------------------------------------------------- */

/* Where else the value of an input comes from. */
static void hint_source(Importer *imp, const RegBlock *block)
{
    const RegInput *in = &block->u.input;

    if (in->score) {
        diag_hint(imp->diags, "it is given on the score %s: import sheet --sheet %s",
                  in->score->score->name, in->score->score->name);
        return;
    }
    switch (in->source) {
    case REG_FROM_SHEET:
        diag_hint(imp->diags, "it is a column of the sheet %s: import sheet --sheet %s", in->of,
                  in->of);
        break;
    case REG_FROM_REGISTER:
        diag_hint(imp->diags, "it is read from the register %s: import register --register %s",
                  in->of, in->of);
        break;
    case REG_FROM_ATTRIBUTE:
        diag_hint(imp->diags, "it is an attribute: import attributes");
        break;
    case REG_FROM_ENTRY:
    case REG_FROM_MEASURE:
    case REG_FROM_HISTORY:
    case REG_FROM_LEDGER:
    case REG_FROM_RESULT:
        diag_hint(imp->diags, "it is computed from what is in the store");
        break;
    }
}

static void refuse_block(Importer *imp, const Cell *cell, const RegBlock *block)
{
    diag_add(imp->diags, DIAG_ERROR, "import.not-entered", bad_cell(imp, cell),
             "this is not entered row by row");
    say_seen(imp, cell);
    if (block->kind == REG_INPUT)
        hint_source(imp, block);
    else if (block->kind == REG_PARAM)
        diag_hint(imp->diags, "it is a param: import parameters");
    else if (block->kind == REG_DECIDE || block->kind == REG_GRADE || block->kind == REG_RANK)
        diag_hint(imp->diags, "people decide it: import decisions");
    else
        diag_hint(imp->diags, "it is computed from what is in the store");
}

/* The input of that name; NULL: refused. */
static const RegBlock *find_input(Importer *imp, const Cell *cell)
{
    const Regulation *reg = imp->options->reg;

    for (size_t i = 0; i < reg->n_names; i++) {
        const RegBlock *block = reg->names[i]->block;

        if (!block || reg->names[i]->kind == REG_NAME_PATH ||
            strcmp(reg->names[i]->name, cell->text) != 0)
            continue;
        if (is_entered(block))
            return block;
        refuse_block(imp, cell, block);
        return NULL;
    }
    import_refuse_name(imp, cell, "an input without `from`");
    return NULL;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* Only here it is known whether what the mapping says fits: the names of a file differ. */
static bool check_mapped(Importer *imp, const Cell *cell, const Binding *b)
{
    FeelTypeKind kind = b->field->type->kind;
    bool is_date = kind == FEEL_T_DATE || kind == FEEL_T_DATE_TIME;
    bool is_number = kind == FEEL_T_NUMBER;
    bool is_money = is_number && import_is_money(b->field);

    if (!b->map || ((is_date || !b->map->has_format) && (is_money || !b->map->has_unit) &&
                    (is_number || !(b->map->thousands || b->map->has_negative))))
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.map", bad_cell(imp, cell),
             "only dates have a `format`, only numbers `thousands` and `negative when`, only "
             "amounts a `unit`: %s is of another kind",
             b->field->name);
    return false;
}

/* Reads the value as its input asks; the cell then holds what is stored. False: refused. */
static bool read_value(Importer *imp, const RegBlock *block, Cell *cell)
{
    const RegName *name = block->defines[0];
    RegField field = {.name = block->name,
                      .type = name->type ? name->type : &feel_type_number,
                      .unit = block->unit,
                      .one_of = name->one_of,
                      .n_one_of = name->n_one_of};
    Binding b = imp->bindings[I_VALUE];
    FeelValue value;

    b.field = &field;
    return !cell->is_set || (check_mapped(imp, cell, &b) && import_read_value(imp, &b, cell) &&
                             import_check_field(imp, cell, &field, &value));
}

static bool input_row(Importer *imp, const Cell *cells, GError **error)
{
    const RegBlock *block = find_input(imp, &cells[I_NAME]);
    DbStmt *stmt = import_sql(imp, SQL_PUT_INPUT, error);
    Cell value = cells[I_VALUE];
    g_autofree char *key = NULL;
    AppCycle cycle;

    if (!stmt)
        return false;
    if (!block || !import_check_cycle(imp, &cells[I_CYCLE], block->cycle, &cycle) ||
        !import_check_row(imp, &cells[I_ROW], block->subject) || !read_value(imp, block, &value))
        return true;
    key = g_strdup_printf("%s\n%s", cells[I_NAME].text, cells[I_CYCLE].text);
    if (!import_first_time(imp, &cells[I_NAME], import_name(imp, key),
                           import_name(imp, cells[I_ROW].text)))
        return true;
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, block->name);
    db_stmt_bind_text(stmt, 3, cycle.text);
    db_stmt_bind_text(stmt, 4, cells[I_ROW].text);
    db_stmt_bind_text(stmt, 5, value.is_set ? value.text : NULL);
    db_stmt_bind_int(stmt, 6, imp->id);
    imp->report.n_stored++;
    return db_stmt_run(stmt, error);
}

const KindSpec import_inputs = {
    .fields = input_fields,
    .n_fields = G_N_ELEMENTS(input_fields),
    .begin = begin,
    .row = input_row,
};
