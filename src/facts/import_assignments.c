/* Who counts which customer. Rows are collected; at the end each customer's holdings, those of the
 * store among them, are looked at day by day. */
#include "facts/import_private.h"

#include <string.h>

#include "facts/shares.h"

enum { MAX_HOLDINGS = 1000 }; /* of one customer: each is held against all */

enum { S_CUSTOMER, S_PERSON, S_ROLE, S_SHARE, S_FROM, S_TO };

static const FieldSpec assignment_fields[] = {
    {"customer", FIELD_CUSTOMER, true },
    {"person",   FIELD_PERSON,   true },
    {"role",     FIELD_ROLE,     false},
    {"share",    FIELD_SHARE,    true },
    {"from",     FIELD_DATE,     true },
    {"to",       FIELD_DATE,     false},
};

static const char *const role_words[] = {"manager", "referrer"};

static void free_rows(void *rows)
{
    g_array_unref(rows);
}

static bool assignments_begin(Importer *imp, GError **error)
{
    (void)error;
    imp->state = g_array_new(FALSE, FALSE, sizeof(ImportAssignment));
    imp->free_state = free_rows;
    return true;
}

static bool assignment_row(Importer *imp, const Cell *cells, GError **error)
{
    const Cell *to = &cells[S_TO];
    ImportAssignment row = {
        .customer = cells[S_CUSTOMER].value,
        .customer_index = cells[S_CUSTOMER].index,
        .person_index = cells[S_PERSON].index,
        .holding = {.person = cells[S_PERSON].value,
                    .role = cells[S_ROLE].is_set ? cells[S_ROLE].value : 0,
                    .numerator = cells[S_SHARE].value,
                    .denominator = cells[S_SHARE].denominator,
                    .from = cells[S_FROM].value,
                    .to = to->is_set ? to->value : INT64_MAX,
                    .line = imp->line},
    };

    (void)error;
    if (row.holding.to < row.holding.from) {
        diag_add(imp->diags, DIAG_ERROR, "import.end-before-start", bad_cell(imp, to),
                 "it ends before it begins");
        say_seen(imp, to);
        return true;
    }
    g_array_append_val((GArray *)imp->state, row);
    return true;
}

static int compare_rows(gconstpointer a, gconstpointer b)
{
    const ImportAssignment *x = a, *y = b;

    if (x->customer != y->customer)
        return x->customer < y->customer ? -1 : 1;
    if (x->holding.role != y->holding.role)
        return x->holding.role < y->holding.role ? -1 : 1;
    return x->holding.line < y->holding.line ? -1 : x->holding.line > y->holding.line;
}

bool import_holdings_of(Importer *imp, int64_t customer, int64_t role, GArray *out, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_ASSIGNMENTS_OF, error);
    int rc;

    if (!stmt)
        return false;
    db_stmt_bind_int(stmt, 1, customer);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        Holding h = {.person = db_stmt_int(stmt, 0),
                     .role = strcmp(db_stmt_text(stmt, 1), role_words[1]) == 0,
                     .numerator = db_stmt_int(stmt, 2),
                     .denominator = db_stmt_int(stmt, 3),
                     .from = db_stmt_int(stmt, 4),
                     .to = db_stmt_is_null(stmt, 5) ? INT64_MAX : db_stmt_int(stmt, 5)};
        if (h.role == role)
            g_array_append_val(out, h);
    }
    return rc == 0;
}

static void
refuse(Importer *imp, SharesFault fault, const Holding *h, const Holding *other, int64_t day)
{
    char text[CAL_TEXT_SIZE];
    SrcPos pos = bad_line(imp, h->line);

    import_refuse(imp, h->line);
    cal_date_format(day, text);
    switch (fault) {
    case SHARES_OK:
        break;
    case SHARES_OVERLAP:
        if (other->line)
            diag_add(imp->diags, DIAG_ERROR, "import.overlap", pos,
                     "the person counts the customer from %s on already, by line %u", text,
                     other->line);
        else
            diag_add(imp->diags, DIAG_ERROR, "import.overlap", pos,
                     "the person counts the customer from %s on already", text);
        break;
    case SHARES_ABOVE:
        diag_add(imp->diags, DIAG_ERROR, "import.shares-above-one", pos,
                 "on %s the shares of the customer add up to more than 1", text);
        break;
    case SHARES_FINE:
        diag_add(imp->diags, DIAG_ERROR, "import.share", pos,
                 "the shares of the customer on %s have no common denominator that can be kept",
                 text);
        break;
    }
}

/* All rows of one customer and role. */
static bool check_customer(Importer *imp, const ImportAssignment *rows, size_t n, GError **error)
{
    g_autoptr(GArray) holdings = g_array_new(FALSE, FALSE, sizeof(Holding));
    const Holding *to_blame = NULL, *other = NULL;
    int64_t day = 0;
    SharesFault fault;

    if (!import_holdings_of(imp, rows[0].customer, rows[0].holding.role, holdings, error))
        return false;
    for (size_t i = 0; i < n; i++)
        g_array_append_val(holdings, rows[i].holding);
    if (holdings->len > MAX_HOLDINGS) {
        import_refuse(imp, rows[n - 1].holding.line);
        diag_add(imp->diags, DIAG_ERROR, "import.too-many-assignments",
                 bad_line(imp, rows[n - 1].holding.line),
                 "more than %d assignments of one customer", MAX_HOLDINGS);
        return true;
    }
    fault = shares_check((Holding *)(void *)holdings->data, holdings->len, &to_blame, &other, &day);
    if (fault != SHARES_OK)
        refuse(imp, fault, to_blame, other, day);
    return true;
}

static bool add_row(Importer *imp, const ImportAssignment *row, GError **error)
{
    DbStmt *stmt = import_sql(imp, SQL_ADD_ASSIGNMENT, error);
    const Holding *h = &row->holding;

    if (!stmt)
        return false;
    db_stmt_bind_int(stmt, 1, row->customer);
    db_stmt_bind_int(stmt, 2, h->person);
    db_stmt_bind_text(stmt, 3, role_words[h->role]);
    db_stmt_bind_int(stmt, 4, h->numerator);
    db_stmt_bind_int(stmt, 5, h->denominator);
    db_stmt_bind_int(stmt, 6, h->from);
    if (h->to == INT64_MAX)
        db_stmt_bind_null(stmt, 7);
    else
        db_stmt_bind_int(stmt, 7, h->to);
    db_stmt_bind_int(stmt, 8, imp->id);
    imp->report.n_stored++;
    return db_stmt_run(stmt, error);
}

static bool assignments_end(Importer *imp, GError **error)
{
    GArray *rows = imp->state;
    ImportAssignment *all = (ImportAssignment *)(void *)rows->data;

    g_array_sort(rows, compare_rows);
    for (guint i = 0, n; i < rows->len; i += n) {
        n = 1;
        while (i + n < rows->len && all[i + n].customer == all[i].customer &&
               all[i + n].holding.role == all[i].holding.role)
            n++;
        if (!check_customer(imp, all + i, n, error))
            return false;
    }
    if (imp->report.n_bad == 0 && !import_check_assignments(imp, all, rows->len, error))
        return false;
    for (guint i = 0; i < rows->len && imp->report.n_bad == 0; i++)
        if (!add_row(imp, &all[i], error))
            return false;
    return true;
}

const KindSpec import_assignments = {
    .fields = assignment_fields,
    .n_fields = G_N_ELEMENTS(assignment_fields),
    .codes = 1u << MASTER_CUSTOMER | 1u << MASTER_PERSON,
    .begin = assignments_begin,
    .row = assignment_row,
    .end = assignments_end,
};
