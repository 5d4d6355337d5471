/* load_store.c - sheets, inputs, parameters and recorded decisions of one regulation, with
 * their SQL. */
#include "facts/load_private.h"

#include <string.h>

#include "base/err.h"
#include "facts/master.h"
#include "facts/value.h"
#include "regulation/work.h"

static const char SQL_VALUES[] =
    "SELECT sheet, field, cycle, row_key, value FROM sheet_value WHERE regulation = $1"
    " ORDER BY sheet, field, cycle, row_key";
static const char SQL_LINES[] =
    "SELECT e.id, e.sheet, e.entry, e.day, e.owner, l.field, l.value FROM sheet_entry e"
    " LEFT JOIN sheet_line l ON l.entry = e.id WHERE e.regulation = $1"
    " ORDER BY e.sheet, e.entry, l.field";
static const char SQL_INPUTS[] =
    "SELECT name, cycle, row_key, value FROM input_value"
    " WHERE regulation = $1 AND value IS NOT NULL ORDER BY name, cycle, row_key";
static const char SQL_PARAMETERS[] =
    "SELECT name, key_text, from_day, value FROM parameter WHERE regulation = $1"
    " ORDER BY name, from_day, key_text";
static const char SQL_DECISIONS[] =
    "SELECT name, cycle, row_key, outcome FROM decision WHERE regulation = $1"
    " ORDER BY name, cycle, row_key";

static DbStmt *select_of(DbConn *conn, const char *sql, const Regulation *reg, GError **error)
{
    DbStmt *stmt = db_prepare(conn, sql, error);

    if (stmt)
        db_stmt_bind_text(stmt, 1, reg->id);
    return stmt;
}

/* Remembers the last text of a sorted column, so that its meaning is looked up once per run of
 * rows. */
static bool is_new(GString *last, const char *text)
{
    if (last->len && strcmp(last->str, text) == 0)
        return false;
    g_string_assign(last, text);
    return true;
}

/* ---- one line per row and cycle ---- */

static bool reads(const RegName *name, const char *sheet, const char *field)
{
    const RegBlock *b = name->block;
    const char *column;

    if (name->kind != REG_NAME_INPUT || !b || b->kind != REG_INPUT)
        return false;
    if (b->u.input.score)
        return strcmp(b->u.input.score->score->name, sheet) == 0 && strcmp(name->name, field) == 0;
    if (b->u.input.source != REG_FROM_SHEET || strcmp(b->u.input.of, sheet) != 0)
        return false;
    column = b->u.input.column ? b->u.input.column : name->name;
    return strcmp(column, field) == 0;
}

static void
find_readers(const Regulation *reg, const char *sheet, const char *field, GPtrArray *out)
{
    g_ptr_array_set_size(out, 0);
    for (size_t i = 0; i < reg->n_names; i++)
        if (reads(reg->names[i], sheet, field))
            g_ptr_array_add(out, reg->names[i]);
}

static bool set_reader(AppData *data,
                       const RegName *name,
                       const AppCycle *cycle,
                       const char *key,
                       const char *text,
                       Arena *arena,
                       GError **error)
{
    FeelValue value = feel_null();
    size_t row;

    if (!app_data_find_row(data, name->subject, key, &row))
        return true; /* a row that is no longer there */
    if (text && !fact_value_parse(arena, name->type, text, &value))
        return load_bad_value(name->name, key, text, error);
    app_data_set_value(data, name, row, cycle, &value);
    return true;
}

bool load_sheets(DbConn *conn, const Regulation *reg, AppData *data, GError **error)
{
    g_autoptr(DbStmt) stmt = select_of(conn, SQL_VALUES, reg, error);
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GPtrArray) readers = g_ptr_array_new();
    g_autoptr(GString) column = g_string_new(NULL);
    g_autoptr(GString) last_cycle = g_string_new(NULL);
    AppCycle cycle = {.kind = REG_NO_CYCLE};
    bool has_cycle = false;
    int rc;

    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        const char *sheet = db_stmt_text(stmt, 0), *field = db_stmt_text(stmt, 1);
        g_autofree char *both = g_strdup_printf("%s\n%s", sheet, field);
        if (is_new(column, both))
            find_readers(reg, sheet, field, readers);
        if (is_new(last_cycle, db_stmt_text(stmt, 2)))
            has_cycle = app_cycle_parse(reg, db_stmt_text(stmt, 2), &cycle);
        for (guint i = 0; has_cycle && i < readers->len; i++) {
            const RegName *name = g_ptr_array_index(readers, i);
            if (name->cycle == cycle.kind && !set_reader(data, name, &cycle, db_stmt_text(stmt, 3),
                                                         db_stmt_text(stmt, 4), arena, error))
                return false;
        }
    }
    return rc == 0;
}

/* ---- inputs ---- */

static const RegName *find_input(const Regulation *reg, const char *word)
{
    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *n = reg->names[i];
        if (n->kind == REG_NAME_INPUT && n->block && n->block->kind == REG_INPUT &&
            n->block->u.input.source == REG_FROM_ENTRY && !n->block->u.input.score &&
            strcmp(n->name, word) == 0)
            return n;
    }
    return NULL;
}

bool load_inputs(DbConn *conn, const Regulation *reg, AppData *data, GError **error)
{
    g_autoptr(DbStmt) stmt = select_of(conn, SQL_INPUTS, reg, error);
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GString) last_name = g_string_new(NULL);
    g_autoptr(GString) last_cycle = g_string_new(NULL);
    const RegName *name = NULL;
    AppCycle cycle = {.kind = REG_NO_CYCLE};
    bool has_cycle = false;
    int rc;

    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        if (is_new(last_name, db_stmt_text(stmt, 0)))
            name = find_input(reg, db_stmt_text(stmt, 0));
        if (is_new(last_cycle, db_stmt_text(stmt, 1)))
            has_cycle = app_cycle_parse(reg, db_stmt_text(stmt, 1), &cycle);
        if (name && has_cycle && name->cycle == cycle.kind && /* else of an older text */
            !set_reader(data, name, &cycle, db_stmt_text(stmt, 2), db_stmt_text(stmt, 3), arena,
                        error))
            return false;
    }
    return rc == 0;
}

/* ---- many lines ---- */

/* An entry whose lines are being gathered. */
typedef struct Gathered {
    int64_t id; /* -1 = none */
    const RegBlock *block;
    const RegForm *form;           /* of the block */
    char *form_name, *key, *owner; /* owned */
    CalDate day;
    FeelValue *fields; /* owned */
} Gathered;

static void clear_entry(Gathered *g)
{
    g_free(g->form_name);
    g_free(g->key);
    g_free(g->owner);
    g_free(g->fields);
    *g = (Gathered){.id = -1};
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Gathered, clear_entry)

/* Entries may be older than the files of teams and projects: such a row is there as soon as one
 * speaks of it. */
static void add_targets(const Gathered *g, const Regulation *reg, AppData *data)
{
    for (size_t i = 0; i < g->form->n_fields; i++) {
        const FeelType *type = g->form->fields[i].type;
        int target = type && type->row_of ? reg_subject(reg, type->row_of) : -1;
        MasterKind kind;

        if (target >= 0 && g->fields[i].kind == FEEL_STRING && master_kind_of(reg, target, &kind) &&
            (kind == MASTER_TEAM || kind == MASTER_PROJECT))
            (void)app_data_row(data, target, g->fields[i].u.string.text);
    }
}

static void end_entry(Gathered *g, const Regulation *reg, AppData *data)
{
    if (g->id >= 0 && g->form) {
        add_targets(g, reg, data);
        if (g->block->kind == REG_REGISTER) /* a sheet's file may date a line otherwise */
            g->day = app_form_day(g->form, g->fields);
    }
    if (g->id >= 0 && g->form)
        app_data_add_line(data, g->form_name, g->key, g->owner, g->day, g->fields,
                          g->form->n_fields);
    clear_entry(g);
}

static void begin_entry(Gathered *g, const Regulation *reg, const DbStmt *stmt)
{
    g->id = db_stmt_int(stmt, 0);
    g->form_name = g_strdup(db_stmt_text(stmt, 1));
    g->block = reg_form(reg, g->form_name);
    g->form = g->block ? &g->block->u.form : NULL;
    g->key = g_strdup(db_stmt_text(stmt, 2));
    g->day = db_stmt_is_null(stmt, 3) ? INT64_MIN : db_stmt_int(stmt, 3);
    g->owner = g_strdup(db_stmt_text(stmt, 4));
    g->fields = g_new0(FeelValue, g->form ? g->form->n_fields + 1 : 1); /* zeroed: null */
}

static bool
put_field(Gathered *g, const char *field, const char *text, Arena *arena, GError **error)
{
    for (size_t i = 0; g->form && field && i < g->form->n_fields; i++) {
        if (strcmp(g->form->fields[i].name, field) != 0)
            continue;
        const FeelType *type = g->form->fields[i].type; /* not said: a number */
        return fact_value_parse(arena, type ? type : &feel_type_number, text, &g->fields[i]) ||
               load_bad_value(field, g->key, text, error);
    }
    return true;
}

bool load_entries(DbConn *conn, const Regulation *reg, AppData *data, GError **error)
{
    g_autoptr(DbStmt) stmt = select_of(conn, SQL_LINES, reg, error);
    g_autoptr(Arena) arena = arena_new(0);
    g_auto(Gathered) entry = {.id = -1};
    int rc;

    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        if (db_stmt_int(stmt, 0) != entry.id) {
            end_entry(&entry, reg, data);
            arena_reset(arena); /* the data keeps copies */
            begin_entry(&entry, reg, stmt);
        }
        if (!put_field(&entry, db_stmt_text(stmt, 5), db_stmt_text(stmt, 6), arena, error))
            return false;
    }
    end_entry(&entry, reg, data);
    return rc == 0;
}

/* ---- parameters and decisions ---- */

bool load_parameters(DbConn *conn, const Regulation *reg, AppData *data, GError **error)
{
    g_autoptr(DbStmt) stmt = select_of(conn, SQL_PARAMETERS, reg, error);
    g_autoptr(Arena) arena = arena_new(0);
    int rc;

    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        const RegName *name = reg_name(reg, REG_PERSON, db_stmt_text(stmt, 0));
        g_auto(GStrv) keys = g_strsplit(db_stmt_text(stmt, 1), ";", -1);
        FeelValue value;
        if (!name || name->kind != REG_NAME_PARAM)
            continue; /* of an older text of the regulation */
        if (!fact_value_parse(arena, name->type, db_stmt_text(stmt, 3), &value))
            return load_bad_value(name->name, db_stmt_text(stmt, 1), db_stmt_text(stmt, 3), error);
        app_data_set_param(data, name, (const char *const *)keys, g_strv_length(keys),
                           db_stmt_int(stmt, 2), &value);
    }
    return rc == 0;
}

/* The outcome's name: such blocks stand on one subject. */
static const RegName *find_decide(const Regulation *reg, const char *word)
{
    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *b = reg->blocks[i];
        if ((b->kind == REG_DECIDE || b->kind == REG_GRADE || b->kind == REG_RANK) &&
            strcmp(b->name, word) == 0 && b->n_defines)
            return b->defines[0];
    }
    return NULL;
}

bool load_decisions(DbConn *conn, const Regulation *reg, AppData *data, GError **error)
{
    g_autoptr(DbStmt) stmt = select_of(conn, SQL_DECISIONS, reg, error);
    g_autoptr(Arena) arena = arena_new(0);
    int rc;

    if (!stmt)
        return false;
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        const RegName *name = find_decide(reg, db_stmt_text(stmt, 0));
        const char *key = db_stmt_text(stmt, 2), *text = db_stmt_text(stmt, 3);
        AppCycle cycle;
        FeelValue value;
        size_t row;
        if (!name || !app_cycle_parse(reg, db_stmt_text(stmt, 1), &cycle) ||
            !app_data_find_row(data, name->subject, key, &row))
            continue; /* of an older text, or of a row that is no longer there */
        if (!fact_value_parse(arena, name->type, text, &value))
            return load_bad_value(name->name, key, text, error);
        app_data_set_outcome(data, name, row, &cycle, &value);
    }
    return rc == 0;
}
