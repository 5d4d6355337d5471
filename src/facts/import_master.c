/* Units, persons, customers, teams, projects, accounts and their dated attributes. A later file
 * may give a thing that is there another name or more attributes; what it is (whose account) it may
 * not change. */
#include "facts/import_private.h"

#include <string.h>

static void bind_text(DbStmt *stmt, int n, const Cell *cell)
{
    db_stmt_bind_text(stmt, n, cell->is_set ? cell->text : NULL);
}

static void bind_number(DbStmt *stmt, int n, const Cell *cell)
{
    if (cell->is_set)
        db_stmt_bind_int(stmt, n, cell->value);
    else
        db_stmt_bind_null(stmt, n);
}

/* Runs an insert that gives the number of the row. */
static bool put(DbStmt *stmt, int64_t *out_id, GError **error)
{
    int rc = import_sql_one(stmt, out_id, error);

    g_assert(rc != 0); /* these statements always give a row */
    return rc == 1;
}

/* ---- attributes ------------------------------------------------------------------------------ */

static bool put_attribute(Importer *imp,
                          const char *subject,
                          int64_t row,
                          const char *name,
                          int64_t from,
                          const Cell *value,
                          GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_PUT_ATTRIBUTE, error);

    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, subject);
    db_stmt_bind_int(stmt, 2, row);
    db_stmt_bind_text(stmt, 3, name);
    db_stmt_bind_int(stmt, 4, from);
    bind_text(stmt, 5, value);
    db_stmt_bind_int(stmt, 6, imp->id);
    return db_stmt_run(stmt, error);
}

bool import_put_attributes(Importer *imp,
                           const Cell *cells,
                           const char *subject,
                           int64_t row,
                           int64_t from,
                           GError **error)
{
    for (size_t i = imp->spec->n_fields; i < imp->n_bindings; i++)
        if (!put_attribute(imp, subject, row, imp->bindings[i].spec.name, from, &cells[i], error))
            return false;
    return true;
}

enum { A_SUBJECT, A_ROW, A_NAME, A_FROM, A_VALUE };

static const FieldSpec attribute_fields[] = {
    {"subject", FIELD_SUBJECT, true },
    {"row",     FIELD_CODE,    true },
    {"name",    FIELD_CODE,    true },
    {"from",    FIELD_DATE,    false},
    {"value",   FIELD_GIVEN,   false},
};

static bool attribute_row(Importer *imp, const Cell *cells, GError **error)
{
    MasterKind which = (MasterKind)cells[A_SUBJECT].value;
    const Cell *row = &cells[A_ROW];
    int64_t index = codes_find(imp->codes[which], row->text, row->len);
    int64_t from = cells[A_FROM].is_set ? cells[A_FROM].value : INT64_MIN;
    int64_t day = cells[A_FROM].is_set ? cells[A_FROM].value : INT32_MIN;
    Binding b = imp->bindings[A_VALUE];
    Cell value = cells[A_VALUE];
    int64_t id;

    if (index < 0) {
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-row", bad_cell(imp, row),
                 "there is no such row of %s", master_word(which));
        say_seen(imp, row);
        return true;
    }
    id = codes_id(imp->codes[which], index);
    b.field = import_attribute_field(imp, imp->row_arena, which, cells[A_NAME].text);
    if (value.is_set && !import_read_attribute(imp, &b, &value))
        return true;
    if (!import_first_time(imp, row, id * MASTER_N_KINDS + (int64_t)which,
                           import_name(imp, cells[A_NAME].text) * INT64_C(0x100000000) + day))
        return true;
    imp->report.n_stored++;
    return put_attribute(imp, master_word(which), id, cells[A_NAME].text, from, &value, error);
}

const KindSpec import_attributes = {
    .fields = attribute_fields,
    .n_fields = G_N_ELEMENTS(attribute_fields),
    .codes = (1u << MASTER_N_KINDS) - 1,
    .row = attribute_row,
};

/* ---- units ----------------------------------------------------------------------------------- */

enum { U_CODE, U_NAME, U_KIND, U_PARENT, U_FROM };

static const FieldSpec unit_fields[] = {
    {"code",   FIELD_CODE, true },
    {"name",   FIELD_TEXT, true },
    {"kind",   FIELD_CODE, false},
    {"parent", FIELD_CODE, false},
    {"from",   FIELD_DATE, false},
};

/* A parent may stand below its children in the file: looked up at the end. */
typedef struct Child {
    int64_t unit;
    const char *parent;
    Cell cell;
} Child;

static void free_children(void *children)
{
    g_array_unref(children);
}

static bool units_begin(Importer *imp, GError **error)
{
    (void)error;
    imp->state = g_array_new(FALSE, FALSE, sizeof(Child));
    imp->free_state = free_children;
    return true;
}

static bool unit_row(Importer *imp, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_PUT_UNIT, error);
    const Cell *code = &cells[U_CODE];
    int64_t from = cells[U_FROM].is_set ? cells[U_FROM].value : INT64_MIN;
    int64_t id;

    if (!stmt)
        return false;
    bind_text(stmt, 1, code);
    bind_text(stmt, 2, &cells[U_NAME]);
    bind_text(stmt, 3, &cells[U_KIND]);
    if (!put(stmt, &id, error))
        return false;
    if (!import_first_time(imp, code, id, from))
        return true;
    if (codes_find(imp->codes[MASTER_UNIT], code->text, code->len) < 0)
        codes_add(imp->codes[MASTER_UNIT], code->text, code->len, id);
    if (cells[U_PARENT].is_set) {
        const Cell *parent = &cells[U_PARENT];
        Child child = {id, arena_strndup(imp->arena, parent->text, parent->len), *parent};
        child.cell.text = child.parent;
        g_array_append_val((GArray *)imp->state, child);
    }
    imp->report.n_stored++;
    return import_put_attributes(imp, cells, "unit", id, from, error);
}

/* Goes up from `unit`: 1 if it is its own ancestor, 0 if not, -1 error. */
static int is_circle(Importer *imp, int64_t unit, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_GET_PARENT, error);
    int64_t at = unit;
    int rc;

    if (!stmt)
        return -1;
    for (size_t steps = codes_n(imp->codes[MASTER_UNIT]) + 1; steps > 0; steps--) {
        db_stmt_bind_int(stmt, 1, at);
        rc = import_sql_one(stmt, &at, error);
        if (rc <= 0)
            return rc;
        if (at == unit)
            return 1;
    }
    return 0; /* a circle above it: found from one of its own units */
}

static bool set_parent(Importer *imp, const Child *child, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_SET_PARENT, error);
    CodeTable *units = imp->codes[MASTER_UNIT];
    int64_t index = codes_find(units, child->parent, strlen(child->parent));

    if (!stmt)
        return false;
    imp->row_bad = false;
    if (index < 0) {
        diag_add(imp->diags, DIAG_ERROR, "import.unknown-unit", bad_cell(imp, &child->cell),
                 "there is no such unit");
        say_seen(imp, &child->cell);
        import_refuse(imp, child->cell.line);
        return true;
    }
    db_stmt_bind_int(stmt, 1, codes_id(units, index));
    db_stmt_bind_int(stmt, 2, child->unit);
    return db_stmt_run(stmt, error);
}

static bool units_end(Importer *imp, GError **error)
{
    GArray *children = imp->state;

    for (guint i = 0; i < children->len; i++)
        if (!set_parent(imp, &g_array_index(children, Child, i), error))
            return false;
    for (guint i = 0; i < children->len; i++) {
        const Child *child = &g_array_index(children, Child, i);
        int circle = is_circle(imp, child->unit, error);
        if (circle < 0)
            return false;
        if (circle == 0)
            continue;
        diag_add(imp->diags, DIAG_ERROR, "import.circle", bad_cell(imp, &child->cell),
                 "the unit would be above itself");
        say_seen(imp, &child->cell);
        import_refuse(imp, child->cell.line);
    }
    return true;
}

const KindSpec import_units = {
    .fields = unit_fields,
    .n_fields = G_N_ELEMENTS(unit_fields),
    .attributes = "unit",
    .codes = 1u << MASTER_UNIT,
    .begin = units_begin,
    .row = unit_row,
    .end = units_end,
};

/* ---- persons --------------------------------------------------------------------------------- */

enum { P_CODE, P_NAME, P_FROM };

static const FieldSpec person_fields[] = {
    {"code", FIELD_CODE, true },
    {"name", FIELD_TEXT, true },
    {"from", FIELD_DATE, false},
};

static bool person_row(Importer *imp, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_PUT_PERSON, error);
    int64_t from = cells[P_FROM].is_set ? cells[P_FROM].value : INT64_MIN;
    int64_t id;

    if (!stmt)
        return false;
    bind_text(stmt, 1, &cells[P_CODE]);
    bind_text(stmt, 2, &cells[P_NAME]);
    if (!put(stmt, &id, error))
        return false;
    if (!import_first_time(imp, &cells[P_CODE], id, from))
        return true;
    imp->report.n_stored++;
    return import_put_attributes(imp, cells, "person", id, from, error);
}

const KindSpec import_persons = {
    .fields = person_fields,
    .n_fields = G_N_ELEMENTS(person_fields),
    .attributes = "person",
    .row = person_row,
};

/* ---- customers, teams, projects -------------------------------------------------------------- */

enum { C_CODE, C_NAME, C_UNIT, C_FROM };

static const FieldSpec of_unit_fields[] = {
    {"code", FIELD_CODE, true },
    {"name", FIELD_TEXT, true },
    {"unit", FIELD_UNIT, false},
    {"from", FIELD_DATE, false},
};

static bool of_unit_row(Importer *imp, ImportSql sql, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, sql, error);
    int64_t from = cells[C_FROM].is_set ? cells[C_FROM].value : INT64_MIN;
    int64_t id;

    if (!stmt)
        return false;
    bind_text(stmt, 1, &cells[C_CODE]);
    bind_text(stmt, 2, &cells[C_NAME]);
    bind_number(stmt, 3, &cells[C_UNIT]);
    if (!put(stmt, &id, error))
        return false;
    if (!import_first_time(imp, &cells[C_CODE], id, from))
        return true;
    imp->report.n_stored++;
    return import_put_attributes(imp, cells, imp->spec->attributes, id, from, error);
}

static bool customer_row(Importer *imp, const Cell *cells, GError **error)
{
    return of_unit_row(imp, SQL_PUT_CUSTOMER, cells, error);
}

static bool team_row(Importer *imp, const Cell *cells, GError **error)
{
    return of_unit_row(imp, SQL_PUT_TEAM, cells, error);
}

static bool project_row(Importer *imp, const Cell *cells, GError **error)
{
    return of_unit_row(imp, SQL_PUT_PROJECT, cells, error);
}

const KindSpec import_customers = {
    .fields = of_unit_fields,
    .n_fields = G_N_ELEMENTS(of_unit_fields),
    .attributes = "customer",
    .codes = 1u << MASTER_UNIT,
    .row = customer_row,
};
const KindSpec import_teams = {
    .fields = of_unit_fields,
    .n_fields = G_N_ELEMENTS(of_unit_fields),
    .attributes = "team",
    .codes = 1u << MASTER_UNIT,
    .row = team_row,
};
const KindSpec import_projects = {
    .fields = of_unit_fields,
    .n_fields = G_N_ELEMENTS(of_unit_fields),
    .attributes = "project",
    .codes = 1u << MASTER_UNIT,
    .row = project_row,
};

/* ---- accounts -------------------------------------------------------------------------------- */

enum { K_CODE, K_CUSTOMER, K_UNIT, K_PRODUCT, K_SIDE, K_OPENED, K_CLOSED };

static const FieldSpec account_fields[] = {
    {"code",     FIELD_CODE,     true },
    {"customer", FIELD_CUSTOMER, true },
    {"unit",     FIELD_UNIT,     false},
    {"product",  FIELD_CODE,     true },
    {"side",     FIELD_SIDE,     true },
    {"opened",   FIELD_DATE,     false},
    {"closed",   FIELD_DATE,     false},
};

static bool account_row(Importer *imp, const Cell *cells, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_PUT_ACCOUNT, error);
    int64_t id;
    int rc;

    if (!stmt)
        return false;
    if (cells[K_OPENED].is_set && cells[K_CLOSED].is_set &&
        cells[K_CLOSED].value < cells[K_OPENED].value) {
        diag_add(imp->diags, DIAG_ERROR, "import.end-before-start", bad_cell(imp, &cells[K_CLOSED]),
                 "it ends before it begins");
        say_seen(imp, &cells[K_CLOSED]);
        return true;
    }
    bind_text(stmt, 1, &cells[K_CODE]);
    db_stmt_bind_int(stmt, 2, cells[K_CUSTOMER].value);
    bind_number(stmt, 3, &cells[K_UNIT]);
    bind_text(stmt, 4, &cells[K_PRODUCT]);
    bind_text(stmt, 5, &cells[K_SIDE]);
    bind_number(stmt, 6, &cells[K_OPENED]);
    bind_number(stmt, 7, &cells[K_CLOSED]);
    rc = import_sql_one(stmt, &id, error);
    if (rc == 0) {
        diag_add(imp->diags, DIAG_ERROR, "import.other-account", bad_cell(imp, &cells[K_CODE]),
                 "the account is there with another customer, product or side");
        say_seen(imp, &cells[K_CODE]);
    }
    if (rc == 1 && import_first_time(imp, &cells[K_CODE], id, 0))
        imp->report.n_stored++;
    return rc >= 0;
}

const KindSpec import_accounts = {
    .fields = account_fields,
    .n_fields = G_N_ELEMENTS(account_fields),
    .codes = 1u << MASTER_UNIT | 1u << MASTER_CUSTOMER,
    .row = account_row,
};
