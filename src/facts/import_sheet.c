/* What a regulation asks for: sheets, parameters, recorded decisions. Every row is held against the
 * regulation before it lands; what is given again replaces what was there (the import is noted). */
#include "facts/import_private.h"

#include <string.h>

#include "appraise/cycle.h"
#include "facts/value.h"

/* ---- what all three share ---- */

static bool need_regulation(const Importer *imp, GError **error)
{
    if (imp->options->reg)
        return true;
    err_set(error, ERR_INVALID, "import.needs-regulation",
            "say whose it is: --regulation; nothing was imported");
    return false;
}

static const RegBlock *find_block(const Importer *imp, RegBlockKind kind, const char *name)
{
    const Regulation *reg = imp->options->reg;

    for (size_t i = 0; i < reg->n_blocks; i++)
        if (reg->blocks[i]->kind == kind && strcmp(reg->blocks[i]->name, name) == 0)
            return reg->blocks[i];
    return NULL;
}

static bool in_texts(const char *const *texts, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return n == 0;
}

static void expect_texts(Importer *imp, const char *const *texts, size_t n)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(all, "%s%s", i ? ", " : "", texts[i]);
    diag_expected(imp->diags, "%s", all->str);
}

static bool refuse_cell(Importer *imp, const Cell *cell, const char *code)
{
    diag_add(imp->diags, DIAG_ERROR, code, bad_cell(imp, cell), "the value does not fit");
    say_seen(imp, cell);
    return false;
}

/* A value of a type, one of `texts` if there are any (0: any). */
static bool check_value(Importer *imp,
                        const Cell *cell,
                        const FeelType *type,
                        const char *const *texts,
                        size_t n_texts,
                        FeelValue *out)
{
    static const Binding unmapped = {.map = NULL};
    FeelValue value;

    if (!fact_value_parse(imp->row_arena, type, cell->text, &value)) {
        if (type->kind == FEEL_T_NUMBER) {
            import_refuse_number(imp, &unmapped, cell, "a number such as 1234.5 or 2.5%");
            return false;
        }
        refuse_cell(imp, cell, "import.value");
        diag_expected(imp->diags, "%s", feel_type_text(imp->row_arena, type));
        return false;
    }
    if (value.kind == FEEL_STRING && !in_texts(texts, n_texts, cell->text)) {
        refuse_cell(imp, cell, "import.value");
        expect_texts(imp, texts, n_texts);
        return false;
    }
    *out = value;
    return true;
}

/* A link's key must be known where the store knows the kind. */
static bool check_link(Importer *imp, const Cell *cell, const char *subject)
{
    CodeTable *codes = strcmp(subject, "person") == 0     ? imp->codes[CODES_PERSON]
                       : strcmp(subject, "customer") == 0 ? imp->codes[CODES_CUSTOMER]
                       : strcmp(subject, "unit") == 0     ? imp->codes[CODES_UNIT]
                                                          : NULL;

    if (!codes || codes_find(codes, cell->text, cell->len) >= 0)
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.unknown", bad_cell(imp, cell),
             "the store does not know this code");
    say_seen(imp, cell);
    return false;
}

static bool check_cycle(Importer *imp, const Cell *cell, int kind)
{
    const Regulation *reg = imp->options->reg;
    AppCycle cycle;

    if (app_cycle_parse(reg, cell->text, &cycle) && (kind == REG_NO_CYCLE || kind == cycle.kind))
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.cycle", bad_cell(imp, cell),
             "this is no cycle that fits");
    say_seen(imp, cell);
    if (kind != REG_NO_CYCLE)
        diag_expected(imp->diags, "a cycle of kind %s", reg->cycles[kind].name);
    return false;
}

static const char *subject_word(const Importer *imp, int subject)
{
    return imp->options->reg->subjects[subject].name;
}

/* ---- sheets ---- */

enum { V_ROW, V_CYCLE, V_DATE, V_N };

static const FieldSpec sheet_fields[] = {
    {"row",   FIELD_CODE, false},
    {"cycle", FIELD_CODE, false},
    {"date",  FIELD_DATE, false},
    {"entry", FIELD_CODE, false},
};
enum { V_ENTRY = V_N, V_FIRST_FIELD };

static void add_sheet_fields(Importer *imp, const RegForm *sheet)
{
    for (size_t i = 0; i < sheet->n_fields; i++) {
        const RegField *f = &sheet->fields[i];
        import_add_field(imp, &(FieldSpec){f->name, FIELD_VALUE, f->required}, f);
    }
}

static bool sheet_begin(Importer *imp, GError **error)
{
    const RegBlock *block;

    if (!need_regulation(imp, error))
        return false;
    block = imp->options->sheet ? find_block(imp, REG_SHEET, imp->options->sheet) : NULL;
    if (!block) {
        err_set(error, ERR_INVALID, "import.no-sheet",
                "the regulation has no sheet \"%s\"; nothing was imported",
                imp->options->sheet ? imp->options->sheet : "");
        return false;
    }
    imp->state = (void *)block; /* the regulation's: nothing to free */
    add_sheet_fields(imp, &block->u.form);
    return true;
}

static bool need_cell(Importer *imp, const Cell *cell, const char *field)
{
    if (cell->is_set)
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.empty", bad_cell(imp, cell), "the field %s is empty",
             field);
    return false;
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

static bool check_field(Importer *imp, const Cell *cell, const RegField *f)
{
    const FeelType *type = f->type ? f->type : &feel_type_number;
    FeelValue value;

    if (!cell->is_set)
        return true;
    if (!check_value(imp, cell, type, f->one_of, f->n_one_of, &value))
        return false;
    if (value.kind == FEEL_NUMBER && !import_check_decimals(imp, cell, f, value.u.number))
        return false;
    return !f->type || !f->type->row_of || check_link(imp, cell, f->type->row_of);
}

static bool check_fields(Importer *imp, const Cell *cells)
{
    bool ok = true;

    for (size_t i = V_FIRST_FIELD; i < imp->n_bindings; i++)
        ok = check_field(imp, &cells[i], imp->bindings[i].field) && ok;
    return ok;
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

static bool plain_row(Importer *imp, const RegBlock *block, const Cell *cells, GError **error)
{
    if (!refuse_set(imp, &cells[V_ENTRY], false) || !refuse_set(imp, &cells[V_DATE], false) ||
        !need_cell(imp, &cells[V_ROW], "row") || !need_cell(imp, &cells[V_CYCLE], "cycle") ||
        !check_cycle(imp, &cells[V_CYCLE], block->cycle) ||
        !check_link(imp, &cells[V_ROW], subject_word(imp, block->u.form.subject)) ||
        !import_first_time(imp, &cells[V_ROW], import_name(imp, cells[V_ROW].text),
                           import_name(imp, cells[V_CYCLE].text)) ||
        !check_fields(imp, cells))
        return true;
    for (size_t i = V_FIRST_FIELD; i < imp->n_bindings; i++)
        if (cells[i].is_set && !put_value(imp, block, cells, i, error))
            return false;
    imp->report.n_stored++;
    return true;
}

static bool
put_entry(Importer *imp, const RegBlock *block, const Cell *cells, int64_t *out_id, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_ADD_ENTRY, error);

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, block->name);
    db_stmt_bind_text(stmt, 3, cells[V_ENTRY].text);
    if (cells[V_DATE].is_set)
        db_stmt_bind_int(stmt, 4, cells[V_DATE].value);
    else
        db_stmt_bind_null(stmt, 4);
    db_stmt_bind_text(stmt, 5, cells[V_ROW].is_set ? cells[V_ROW].text : NULL);
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

/* A sheet's first date field dates its lines unless the file has a date of its own. */
static void date_line(const Importer *imp, Cell *date, const Cell *cells)
{
    for (size_t i = V_FIRST_FIELD; i < imp->n_bindings && !date->is_set; i++) {
        const RegField *f = imp->bindings[i].field;
        CalDate day;
        if (f->type && f->type->kind == FEEL_T_DATE && cells[i].is_set &&
            cal_date_parse(cells[i].text, -1, &day)) {
            date->value = day;
            date->is_set = true;
        }
    }
}

static bool line_row(Importer *imp, const RegBlock *block, const Cell *cells, GError **error)
{
    Cell *date = &imp->cells[V_DATE];
    DbStmt *stmt;
    int64_t id;

    if (!refuse_set(imp, &cells[V_CYCLE], true) || !need_cell(imp, &cells[V_ENTRY], "entry") ||
        (cells[V_ROW].is_set &&
         !check_link(imp, &cells[V_ROW], subject_word(imp, block->u.form.subject))) ||
        !import_first_time(imp, &cells[V_ENTRY], import_name(imp, cells[V_ENTRY].text), 0) ||
        !check_fields(imp, cells))
        return true;
    date_line(imp, date, cells);
    stmt = import_sql(imp, SQL_ADD_LINE, error);
    if (!stmt || !put_entry(imp, block, cells, &id, error) || !drop_lines(imp, id, error))
        return false;
    for (size_t i = V_FIRST_FIELD; i < imp->n_bindings; i++) {
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

static bool sheet_row(Importer *imp, const Cell *cells, GError **error)
{
    const RegBlock *block = imp->state;

    return block->u.form.many_lines ? line_row(imp, block, cells, error)
                                    : plain_row(imp, block, cells, error);
}

/* ---- parameters ---- */

enum { P_NAME, P_KEY, P_FROM, P_VALUE };

static const FieldSpec parameter_fields[] = {
    {"name",  FIELD_CODE, true },
    {"key",   FIELD_TEXT, false},
    {"from",  FIELD_DATE, true },
    {"value", FIELD_TEXT, true },
};

static bool regulation_begin(Importer *imp, GError **error)
{
    return need_regulation(imp, error);
}

/* The block of that name and kind (or of the other kind); NULL: refused. */
static const RegBlock *named_block(Importer *imp,
                                   const RegBlockKind *kinds,
                                   size_t n_kinds,
                                   const char *expected,
                                   const Cell *cell)
{
    const RegBlock *block = NULL;

    for (size_t i = 0; i < n_kinds && !block; i++)
        block = find_block(imp, kinds[i], cell->text);
    if (!block) {
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-name", bad_cell(imp, cell),
                 "the regulation has no such name");
        say_seen(imp, cell);
        diag_expected(imp->diags, "%s", text_in(diags_lang(imp->diags), expected));
    }
    return block;
}

static bool check_keys(Importer *imp, const RegBlock *block, const Cell *cell)
{
    g_auto(GStrv) keys = g_strsplit(cell->text, ";", -1);
    size_t n = cell->is_set ? g_strv_length(keys) : 0;

    if (n == block->u.param.n_by || (n == 0 && block->u.param.n_by > 0))
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.keys", bad_cell(imp, cell),
             "the parameter has another number of keys");
    say_seen(imp, cell);
    diag_expected(imp->diags, "%zu", block->u.param.n_by);
    return false;
}

static bool parameter_row(Importer *imp, const Cell *cells, GError **error)
{
    static const RegBlockKind kinds[] = {REG_PARAM};
    const RegBlock *block = named_block(imp, kinds, 1, "a param", &cells[P_NAME]);
    DbStmt *stmt = import_sql(imp, SQL_PUT_PARAMETER, error);
    g_autofree char *key = NULL;
    FeelValue value;

    if (!stmt)
        return false;
    if (!block || !check_keys(imp, block, &cells[P_KEY]) ||
        !check_value(imp, &cells[P_VALUE], block->defines[0]->type, block->u.param.one_of,
                     block->u.param.n_one_of, &value))
        return true;
    key = g_strdup_printf("%s\n%s", cells[P_NAME].text, cells[P_KEY].text);
    if (!import_first_time(imp, &cells[P_NAME], import_name(imp, key), cells[P_FROM].value))
        return true;
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, cells[P_NAME].text);
    db_stmt_bind_text(stmt, 3, cells[P_KEY].text);
    db_stmt_bind_int(stmt, 4, cells[P_FROM].value);
    db_stmt_bind_text(stmt, 5, cells[P_VALUE].text);
    db_stmt_bind_int(stmt, 6, imp->id);
    imp->report.n_stored++;
    return db_stmt_run(stmt, error);
}

/* ---- decisions ---- */

enum { D_NAME, D_CYCLE, D_ROW, D_OUTCOME, D_BY, D_REASON };

static const FieldSpec decision_fields[] = {
    {"name",    FIELD_CODE, true },
    {"cycle",   FIELD_CODE, true },
    {"row",     FIELD_CODE, true },
    {"outcome", FIELD_TEXT, true },
    {"by",      FIELD_TEXT, false},
    {"reason",  FIELD_TEXT, false},
};

/* The places that can be given to tied rows are whole numbers from 1. */
static bool check_place(Importer *imp, const Cell *cell, Dec place)
{
    if (dec_is_integer(place) && dec_sign(place) > 0)
        return true;
    refuse_cell(imp, cell, "import.outcome");
    diag_expected(imp->diags, "a whole number from 1");
    return false;
}

static bool check_range(Importer *imp, const RegDecide *d, const Cell *cell, Dec number)
{
    char low[64] = "", high[64] = "";

    if (!(d->has_low && dec_compare(number, d->low) < 0) &&
        !(d->has_high && dec_compare(number, d->high) > 0))
        return true;
    if (d->has_low)
        dec_format(d->low, low, sizeof low);
    if (d->has_high)
        dec_format(d->high, high, sizeof high);
    refuse_cell(imp, cell, "import.outcome");
    diag_expected(imp->diags, "[%s..%s]", low, high);
    return false;
}

static bool check_outcome(Importer *imp, const RegBlock *block, const Cell *cell)
{
    const RegDecide *d = block->kind == REG_DECIDE ? &block->u.decide : NULL;
    const RegName *name = block->defines[0];
    FeelValue value;

    if (!check_value(imp, cell, name->type, name->one_of, name->n_one_of, &value))
        return false;
    if (value.kind != FEEL_NUMBER)
        return true;
    return d ? check_range(imp, d, cell, value.u.number) : check_place(imp, cell, value.u.number);
}

static bool decision_row(Importer *imp, const Cell *cells, GError **error)
{
    static const RegBlockKind kinds[] = {REG_DECIDE, REG_GRADE, REG_RANK};
    const RegBlock *block =
        named_block(imp, kinds, G_N_ELEMENTS(kinds),
                    "a decide, a grade, or a rank whose ties people break", &cells[D_NAME]);
    DbStmt *stmt = import_sql(imp, SQL_PUT_DECISION, error);
    g_autofree char *key = NULL;

    if (!stmt)
        return false;
    if (!block || !check_cycle(imp, &cells[D_CYCLE], block->cycle) ||
        !check_link(imp, &cells[D_ROW], subject_word(imp, block->subject)) ||
        !check_outcome(imp, block, &cells[D_OUTCOME]))
        return true;
    key = g_strdup_printf("%s\n%s", cells[D_NAME].text, cells[D_CYCLE].text);
    if (!import_first_time(imp, &cells[D_NAME], import_name(imp, key),
                           import_name(imp, cells[D_ROW].text)))
        return true;
    db_stmt_bind_text(stmt, 1, imp->options->reg->id);
    db_stmt_bind_text(stmt, 2, cells[D_NAME].text);
    db_stmt_bind_text(stmt, 3, cells[D_CYCLE].text);
    db_stmt_bind_text(stmt, 4, cells[D_ROW].text);
    db_stmt_bind_text(stmt, 5, cells[D_OUTCOME].text);
    db_stmt_bind_text(stmt, 6, cells[D_BY].is_set ? cells[D_BY].text : NULL);
    db_stmt_bind_text(stmt, 7, cells[D_REASON].is_set ? cells[D_REASON].text : NULL);
    db_stmt_bind_int(stmt, 8, imp->id);
    imp->report.n_stored++;
    return db_stmt_run(stmt, error);
}

#define REGULATION_CODES (1u << CODES_PERSON | 1u << CODES_CUSTOMER | 1u << CODES_UNIT)

const KindSpec import_sheet = {
    .fields = sheet_fields,
    .n_fields = G_N_ELEMENTS(sheet_fields),
    .codes = REGULATION_CODES,
    .begin = sheet_begin,
    .row = sheet_row,
};
const KindSpec import_parameters = {
    .fields = parameter_fields,
    .n_fields = G_N_ELEMENTS(parameter_fields),
    .begin = regulation_begin,
    .row = parameter_row,
};
const KindSpec import_decisions = {
    .fields = decision_fields,
    .n_fields = G_N_ELEMENTS(decision_fields),
    .codes = REGULATION_CODES,
    .begin = regulation_begin,
    .row = decision_row,
};
