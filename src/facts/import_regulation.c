/* What a regulation asks for: parameters, recorded decisions; and how values are held against it.
 * What is given again replaces what was there (the import is noted). */
#include "facts/import_private.h"

#include <string.h>

#include "appraise/cycle.h"
#include "facts/value.h"

/* ---- what forms share with them ---- */

bool import_need_regulation(const Importer *imp, GError **error)
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

bool import_refuse_cell(Importer *imp, const Cell *cell, const char *code)
{
    diag_add(imp->diags, DIAG_ERROR, code, bad_cell(imp, cell), "the value does not fit");
    say_seen(imp, cell);
    return false;
}

/* A value of a type, one of `texts` if there are any (0: any). */
bool import_check_value(Importer *imp,
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
        import_refuse_cell(imp, cell, "import.value");
        diag_expected(imp->diags, "%s", feel_type_text(imp->row_arena, type));
        return false;
    }
    if (value.kind == FEEL_STRING && !in_texts(texts, n_texts, cell->text)) {
        import_refuse_cell(imp, cell, "import.value");
        expect_texts(imp, texts, n_texts);
        return false;
    }
    *out = value;
    return true;
}

bool import_check_field(Importer *imp, const Cell *cell, const RegField *field, FeelValue *out)
{
    const FeelType *type = field->type ? field->type : &feel_type_number;

    *out = feel_null();
    if (!cell->is_set)
        return true;
    if (!import_check_value(imp, cell, type, field->one_of, field->n_one_of, out))
        return false;
    if (out->kind == FEEL_NUMBER && !import_check_decimals(imp, cell, field, out->u.number))
        return false;
    return !type->row_of || !imp->known || /* no rows were looked up */
           import_check_row(imp, cell, reg_subject(imp->options->reg, type->row_of));
}

bool import_check_cycle(Importer *imp, const Cell *cell, int kind, AppCycle *out)
{
    const Regulation *reg = imp->options->reg;

    if (app_cycle_parse(reg, cell->text, out) && (kind == REG_NO_CYCLE || kind == out->kind))
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.cycle", bad_cell(imp, cell),
             "this is no cycle that fits");
    say_seen(imp, cell);
    if (kind != REG_NO_CYCLE)
        diag_expected(imp->diags, "a cycle of kind %s", reg->cycles[kind].name);
    return false;
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
    return import_need_regulation(imp, error);
}

void import_refuse_name(Importer *imp, const Cell *cell, const char *expected)
{
    diag_add(imp->diags, DIAG_ERROR, "import.unknown-name", bad_cell(imp, cell),
             "the regulation has no such name");
    say_seen(imp, cell);
    diag_expected(imp->diags, "%s", text_in(diags_lang(imp->diags), expected));
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
    if (!block)
        import_refuse_name(imp, cell, expected);
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
        !import_check_value(imp, &cells[P_VALUE], block->defines[0]->type, block->u.param.one_of,
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

static const RegBlockKind decided_kinds[] = {REG_DECIDE, REG_GRADE, REG_RANK};

static bool is_decided(RegBlockKind kind)
{
    for (size_t i = 0; i < G_N_ELEMENTS(decided_kinds); i++)
        if (decided_kinds[i] == kind)
            return true;
    return false;
}

static bool decisions_begin(Importer *imp, GError **error)
{
    const Regulation *reg = imp->options->reg;

    if (!import_need_regulation(imp, error))
        return false;
    for (size_t i = 0; i < reg->n_blocks; i++)
        if (is_decided(reg->blocks[i]->kind) &&
            !import_know_rows(imp, reg->blocks[i]->subject, error))
            return false;
    return true;
}

/* The places that can be given to tied rows are whole numbers from 1. */
static bool check_place(Importer *imp, const Cell *cell, Dec place)
{
    if (dec_is_integer(place) && dec_sign(place) > 0)
        return true;
    import_refuse_cell(imp, cell, "import.outcome");
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
    import_refuse_cell(imp, cell, "import.outcome");
    diag_expected(imp->diags, "[%s..%s]", low, high);
    return false;
}

static bool check_outcome(Importer *imp, const RegBlock *block, const Cell *cell)
{
    const RegDecide *d = block->kind == REG_DECIDE ? &block->u.decide : NULL;
    const RegName *name = block->defines[0];
    FeelValue value;

    if (!import_check_value(imp, cell, name->type, name->one_of, name->n_one_of, &value))
        return false;
    if (value.kind != FEEL_NUMBER)
        return true;
    return d ? check_range(imp, d, cell, value.u.number) : check_place(imp, cell, value.u.number);
}

static bool decision_row(Importer *imp, const Cell *cells, GError **error)
{
    const RegBlock *block =
        named_block(imp, decided_kinds, G_N_ELEMENTS(decided_kinds),
                    "a decide, a grade, or a rank whose ties people break", &cells[D_NAME]);
    DbStmt *stmt = import_sql(imp, SQL_PUT_DECISION, error);
    g_autofree char *key = NULL;
    AppCycle cycle;

    if (!stmt)
        return false;
    if (!block || !import_check_cycle(imp, &cells[D_CYCLE], block->cycle, &cycle) ||
        !import_check_row(imp, &cells[D_ROW], block->subject) ||
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

const KindSpec import_parameters = {
    .fields = parameter_fields,
    .n_fields = G_N_ELEMENTS(parameter_fields),
    .begin = regulation_begin,
    .row = parameter_row,
};
const KindSpec import_decisions = {
    .fields = decision_fields,
    .n_fields = G_N_ELEMENTS(decision_fields),
    .begin = decisions_begin,
    .row = decision_row,
};
