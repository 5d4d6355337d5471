/* Forms that a regulation declares: sheets, score sheets and registers. Every row is held against
 * the regulation, its checks too, before it lands; what is given again replaces what was there (the
 * import is noted). */
#include "facts/import_private.h"

#include <string.h>

#include "regulation/work.h"

typedef struct FormState {
    const RegBlock *block;
    const RegForm *form;  /* of the block */
    ImportAsking *asking; /* owned; NULL: nothing is asked */
} FormState;

static void free_state(void *p)
{
    FormState *state = p;

    import_asking_free(state->asking);
    g_free(state);
}

/* The form that is asked for; NULL = there is none. Points of a score are given as a sheet. */
static const RegForm *
find_form(const Importer *imp, RegBlockKind kind, const char *name, const RegBlock **out_block)
{
    const RegBlock *block = reg_form(imp->options->reg, name);
    const RegBlock *score = kind == REG_SHEET ? reg_score(imp->options->reg, name) : NULL;

    *out_block = score ? score : block;
    if (score)
        return &score->u.score->form;
    return block && block->kind == kind ? &block->u.form : NULL;
}

static bool begin(Importer *imp, RegBlockKind kind, GError **error)
{
    const char *name = imp->options->form ? imp->options->form : "";
    const RegBlock *block;
    const RegForm *form;
    FormState *state;

    if (!import_need_regulation(imp, error))
        return false;
    form = find_form(imp, kind, name, &block);
    if (!form) {
        if (kind == REG_SHEET)
            err_set(error, ERR_INVALID, "import.no-sheet",
                    "the regulation has no sheet \"%s\"; nothing was imported", name);
        else
            err_set(error, ERR_INVALID, "import.no-register",
                    "the regulation has no register \"%s\"; nothing was imported", name);
        return false;
    }
    state = g_new0(FormState, 1);
    state->block = block;
    state->form = form;
    imp->state = state;
    imp->free_state = free_state;
    for (size_t i = 0; i < form->n_fields; i++) {
        const RegField *f = &form->fields[i];
        import_add_field(imp, &(FieldSpec){f->name, FIELD_VALUE, f->required}, f);
    }
    return import_know_links(imp, form, error) &&
           import_asking_new(imp, reg_entries(imp->options->reg, block->name), &state->asking,
                             error);
}

/* ---- fields ---------------------------------------------------------------------------------- */

static bool need_cell(Importer *imp, const Cell *cell, const char *field)
{
    if (cell->is_set)
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.empty", bad_cell(imp, cell), "the field %s is empty",
             field);
    return false;
}

/* The values of all fields, which follow the kind's own; NULL: refused. */
static FeelValue *read_fields(Importer *imp, const RegForm *form, const Cell *cells)
{
    FeelValue *values = ARENA_NEW_N(imp->row_arena, FeelValue, form->n_fields);
    bool ok = true;

    for (size_t i = 0; i < form->n_fields; i++)
        ok = import_check_field(imp, &cells[imp->spec->n_fields + i], &form->fields[i],
                                &values[i]) &&
             ok;
    return ok ? values : NULL;
}

/* The link to the rows that a sheet is kept for must be known, too. */
static bool check_owner(Importer *imp, const RegForm *form, const Cell *cell)
{
    return !cell->is_set || import_check_row(imp, cell, form->subject);
}

/* ---- points ---------------------------------------------------------------------------------- */

static void expect_points(Importer *imp, const RegScorePart *part)
{
    char most[DEC_TEXT_SIZE];

    dec_format(part->points, most, sizeof most);
    if (part->kind == REG_SCORE_DEDUCTION)
        diag_expected(imp->diags, "a whole number, not below 0");
    else
        diag_expected(imp->diags, "points from 0 to %s", most);
}

static bool
check_part(Importer *imp, const RegScorePart *part, const Cell *cell, const FeelValue *v)
{
    if (v->kind != FEEL_NUMBER || reg_score_takes(part, v->u.number))
        return true;
    import_refuse_cell(imp, cell, "import.value");
    expect_points(imp, part);
    return false;
}

/* What a score does not take is refused before it lands; the fields are its parts in order. */
static bool
check_points(Importer *imp, const RegBlock *block, const Cell *cells, const FeelValue *v)
{
    const RegScore *score = block->kind == REG_SCORE ? block->u.score : NULL;
    const Cell *cell = cells + imp->spec->n_fields;
    bool ok = true;

    if (!score)
        return true;
    if (score->n_items == 0)
        return check_part(imp, score->whole, cell, v);
    for (size_t i = 0; i < score->n_items; i++, cell++, v++)
        ok = check_part(imp, &score->items[i], cell, v) && ok;
    for (size_t i = 0; i < score->n_deductions; i++, cell++, v++)
        ok = check_part(imp, &score->deductions[i], cell, v) && ok;
    return ok;
}

/* ---- checks ---------------------------------------------------------------------------------- */

/* Asks the regulation's checks on entries of this form. `owner` NULL: no link beside the fields. A
 * refused row is noted as bad. False + error. */
static bool ask(Importer *imp,
                const FormState *state,
                const FeelValue *values,
                const Cell *owner,
                CalDate day,
                GError **error)
{
    const RegForm *form = state->form;
    const Regulation *reg = imp->options->reg;

    if (!state->asking)
        return true;
    import_asking_begin(state->asking, imp->line, day);
    for (size_t i = 0; i < form->n_fields; i++)
        import_asking_add(state->asking, form->fields[i].name, values[i]);
    if (owner)
        import_asking_add(state->asking, reg->subjects[form->subject].name,
                          owner->is_set ? feel_string(owner->text, owner->len) : feel_null());
    return import_ask(state->asking, error);
}

/* ---- entries --------------------------------------------------------------------------------- */

/* An entry as it is stored; texts live until the next row. */
typedef struct Entry {
    const Cell *key;
    const Cell *owner; /* or NULL */
    CalDate day;       /* INT64_MIN = none */
} Entry;

static bool put_entry(Importer *imp, const Entry *entry, int64_t *out_id, GError **error)
{
    const FormState *state = imp->state;
    DbStmt *stmt = import_sql(imp, SQL_ADD_ENTRY, error);

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, state->block->name);
    db_stmt_bind_text(stmt, 3, entry->key->text);
    if (entry->day != INT64_MIN)
        db_stmt_bind_int(stmt, 4, entry->day);
    else
        db_stmt_bind_null(stmt, 4);
    db_stmt_bind_text(stmt, 5, entry->owner && entry->owner->is_set ? entry->owner->text : NULL);
    db_stmt_bind_int(stmt, 6, imp->id);
    return import_sql_one(stmt, out_id, error) == 1;
}

/* An entry that is given again is replaced, with the fields that it has no more. */
static bool drop_lines(Importer *imp, int64_t id, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_DROP_LINES, error);

    if (!stmt)
        return false;
    db_stmt_bind_int(stmt, 1, id);
    return db_stmt_run(stmt, error);
}

static bool store_entry(Importer *imp, const Entry *entry, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_ADD_LINE, error);
    int64_t id;

    if (!stmt || !put_entry(imp, entry, &id, error) || !drop_lines(imp, id, error))
        return false;
    for (size_t i = imp->spec->n_fields; i < imp->n_bindings; i++) {
        if (!cells[i].is_set)
            continue;
        db_stmt_bind_int(stmt, 1, id);
        db_stmt_bind_text(stmt, 2, imp->bindings[i].spec.name);
        db_stmt_bind_text(stmt, 3, cells[i].text);
        if (!db_stmt_run(stmt, error))
            return false;
    }
    imp->report.n_stored++;
    return true;
}

/* ---- sheets ---------------------------------------------------------------------------------- */

enum { V_ROW, V_CYCLE, V_DATE, V_ENTRY };

static const FieldSpec sheet_fields[] = {
    {"row",   FIELD_CODE, false},
    {"cycle", FIELD_CODE, false},
    {"date",  FIELD_DATE, false},
    {"entry", FIELD_CODE, false},
};

static bool sheet_begin(Importer *imp, GError **error)
{
    return begin(imp, REG_SHEET, error);
}

/* A field that this form of sheet does not have: what it says would be lost. */
static bool refuse_set(Importer *imp, const Cell *cell, bool many_lines)
{
    if (!cell->is_set)
        return true;
    if (many_lines)
        diag_add(imp->diags, DIAG_ERROR, "import.form", bad_cell(imp, cell),
                 "a line of a sheet with many lines has no cycle; `date` dates it");
    else
        diag_add(imp->diags, DIAG_ERROR, "import.form", bad_cell(imp, cell),
                 "a sheet with one line for each row and cycle has no `entry` and no `date`");
    say_seen(imp, cell);
    return false;
}

static bool
put_value(Importer *imp, const RegBlock *block, const Cell *cells, size_t i, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_ADD_VALUE, error);

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, block->name);
    db_stmt_bind_text(stmt, 3, cells[V_CYCLE].text);
    db_stmt_bind_text(stmt, 4, cells[V_ROW].text);
    db_stmt_bind_text(stmt, 5, imp->bindings[i].spec.name);
    db_stmt_bind_text(stmt, 6, cells[i].text);
    db_stmt_bind_int(stmt, 7, imp->id);
    return db_stmt_run(stmt, error);
}

static bool plain_row(Importer *imp, const FormState *state, const Cell *cells, GError **error)
{
    const RegBlock *block = state->block;
    FeelValue *values;
    AppCycle cycle;

    if (!refuse_set(imp, &cells[V_ENTRY], false) || !refuse_set(imp, &cells[V_DATE], false) ||
        !need_cell(imp, &cells[V_ROW], "row") || !need_cell(imp, &cells[V_CYCLE], "cycle") ||
        !import_check_cycle(imp, &cells[V_CYCLE], block->cycle, &cycle) ||
        !check_owner(imp, state->form, &cells[V_ROW]) ||
        !import_first_time(imp, &cells[V_ROW], import_name(imp, cells[V_ROW].text),
                           import_name(imp, cells[V_CYCLE].text)))
        return true;
    values = read_fields(imp, state->form, cells);
    if (!values || !check_points(imp, block, cells, values))
        return true;
    if (!ask(imp, state, values, &cells[V_ROW], cycle.last, error))
        return false;
    if (imp->row_bad)
        return true;
    for (size_t i = imp->spec->n_fields; i < imp->n_bindings; i++)
        if (cells[i].is_set && !put_value(imp, block, cells, i, error))
            return false;
    imp->report.n_stored++;
    return true;
}

static bool line_row(Importer *imp, const FormState *state, const Cell *cells, GError **error)
{
    const RegForm *form = state->form;
    Entry entry = {.key = &cells[V_ENTRY], .owner = &cells[V_ROW]};
    FeelValue *values;

    if (!refuse_set(imp, &cells[V_CYCLE], true) || !need_cell(imp, &cells[V_ENTRY], "entry") ||
        !check_owner(imp, form, &cells[V_ROW]) ||
        !import_first_time(imp, &cells[V_ENTRY], import_name(imp, cells[V_ENTRY].text), 0))
        return true;
    values = read_fields(imp, form, cells);
    if (!values)
        return true;
    /* a date of the file's own beats the field that dates a line */
    entry.day = cells[V_DATE].is_set ? cells[V_DATE].value : app_form_day(form, values);
    if (!ask(imp, state, values, &cells[V_ROW], entry.day, error))
        return false;
    return imp->row_bad || store_entry(imp, &entry, cells, error);
}

static bool sheet_row(Importer *imp, const Cell *cells, GError **error)
{
    const FormState *state = imp->state;

    return state->form->many_lines ? line_row(imp, state, cells, error)
                                   : plain_row(imp, state, cells, error);
}

/* ---- registers ------------------------------------------------------------------------------- */

enum { E_ENTRY };

static const FieldSpec register_fields[] = {
    {"entry", FIELD_CODE, true},
};

static bool register_begin(Importer *imp, GError **error)
{
    return begin(imp, REG_REGISTER, error);
}

static bool register_row(Importer *imp, const Cell *cells, GError **error)
{
    const FormState *state = imp->state;
    const RegForm *form = state->form;
    Entry entry = {.key = &cells[E_ENTRY]};
    FeelValue *values;

    if (!import_first_time(imp, entry.key, import_name(imp, entry.key->text), 0))
        return true;
    values = read_fields(imp, form, cells);
    if (!values)
        return true;
    entry.day = app_form_day(form, values);
    if (!ask(imp, state, values, NULL, entry.day, error))
        return false;
    return imp->row_bad || store_entry(imp, &entry, cells, error);
}

const KindSpec import_sheet = {
    .fields = sheet_fields,
    .n_fields = G_N_ELEMENTS(sheet_fields),
    .begin = sheet_begin,
    .row = sheet_row,
};
const KindSpec import_register = {
    .fields = register_fields,
    .n_fields = G_N_ELEMENTS(register_fields),
    .begin = register_begin,
    .row = register_row,
};
