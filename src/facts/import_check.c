/* The checks of a regulation on assignments (`yaml check … on: assignment`), asked for each row
 * before it lands: what is in the store and the rows before it in the file count as there. */
#include "facts/import_private.h"

#include <string.h>

#include "appraise/appraise.h"
#include "facts/master.h"
#include "facts/value.h"

enum { MAX_CHECK_FIELDS = 64 };

static const char CHECKED[] = "assignment";
static const char MANAGERS[] = "在管客户经理数"; /* the built-in name, docs/names.md */

typedef struct Asking {
    Importer *imp;
    const Master *master;
    const ImportAssignment *row;
    int64_t n_others; /* most other managers who hold the customer on one day of the row */
    AppCheckField fields[MAX_CHECK_FIELDS];
    size_t n_fields;
} Asking;

static void add_field(Asking *a, const char *name, FeelValue value)
{
    if (a->n_fields < MAX_CHECK_FIELDS)
        a->fields[a->n_fields++] = (AppCheckField){name, value};
}

/* An attribute of a thing as of the row's first day: null if the store has none. False + error. */
static bool stored_attribute(
    Asking *a, MasterKind kind, int64_t id, const RegName *member, FeelValue *out, GError **error)
{
    DbStmt *stmt = import_sql(a->imp, SQL_ATTRIBUTE_AT, error);
    int rc;

    *out = feel_null();
    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, master_word(kind));
    db_stmt_bind_int(stmt, 2, id);
    db_stmt_bind_text(stmt, 3, member->name);
    db_stmt_bind_int(stmt, 4, a->row->holding.from);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        const char *text = db_stmt_text(stmt, 0);
        if (text && !fact_value_parse(a->imp->row_arena, member->type, text, out))
            *out = feel_missing(0); /* said by the check as not known */
    }
    return rc == 0;
}

/* What a link of the entry leads to: `客户.小组`. */
static bool add_path(Asking *a, const RegName *path, GError **error)
{
    const RegName *member = path->path_member;
    const char *subject = a->imp->options->reg->subjects[member->subject].name;
    const ImportAssignment *row = a->row;
    FeelValue value;
    MasterKind kind;
    int64_t id;

    if (!master_kind_parse(subject, &kind) || (kind != MASTER_CUSTOMER && kind != MASTER_PERSON))
        return true; /* unknown to the check, which says so */
    id = kind == MASTER_CUSTOMER ? row->customer : row->holding.person;
    if (strcmp(member->name, MANAGERS) == 0)
        value = feel_number(dec_from_int(a->n_others));
    else if (master_knows(kind, member->name))
        value = master_value(a->master, kind, member->name,
                             (size_t)master_index(a->master, kind, id), row->holding.from);
    else if (!stored_attribute(a, kind, id, member, &value, error))
        return false;
    add_field(a, path->name, value);
    return true;
}

static FeelValue code_of(const Asking *a, MasterKind kind, int64_t id)
{
    const char *code = a->master->tables[kind].rows[master_index(a->master, kind, id)].code;

    return feel_string(code, strlen(code));
}

static bool add_fields(Asking *a, const RegBlock *check, GError **error)
{
    const Regulation *reg = a->imp->options->reg;
    const Holding *h = &a->row->holding;
    Dec share;

    a->n_fields = 0;
    if (!dec_div(dec_from_int(h->numerator), dec_from_int(h->denominator), &share))
        share = dec_zero(); /* cannot be: the denominator is above 0 */
    add_field(a, "客户", code_of(a, MASTER_CUSTOMER, a->row->customer));
    add_field(a, "客户经理", code_of(a, MASTER_PERSON, h->person));
    add_field(a, "份额", feel_number(share));
    add_field(a, "起始日", feel_date(h->from));
    add_field(a, "终止日", h->to == INT64_MAX ? feel_null() : feel_date(h->to));
    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *n = reg->names[i];
        if (n->kind == REG_NAME_PATH && n->path_link && n->path_member &&
            n->path_link->subject == check->u.check.on_subject && !add_path(a, n, error))
            return false;
    }
    return true;
}

static void say_refused(Asking *a, const RegBlock *check, AppCheck result, const char *why)
{
    Importer *imp = a->imp;

    import_refuse(imp, a->row->holding.line);
    diag_add(imp->diags, DIAG_ERROR, "import.check", bad_line(imp, a->row->holding.line),
             "refused by %s: %s", check->name, why ? why : check->u.check.says);
    if (result == APP_CHECK_UNKNOWN)
        diag_hint(imp->diags, "what the check asks for is not in the store");
    else
        diag_hint(imp->diags, "%s", reg_block_cite(imp->options->reg, check));
}

static bool ask(Asking *a, const RegBlock *check, GError **error)
{
    AppOptions options = {.lang = diags_lang(a->imp->diags)};
    g_autofree char *why = NULL;
    AppCheck result;

    if (!add_fields(a, check, error))
        return false;
    result = app_check_entry(a->imp->options->reg, check, NULL, a->fields, a->n_fields,
                             a->row->holding.from, &options, &why);
    if (result != APP_CHECK_PASSED)
        say_refused(a, check, result, why);
    return true;
}

/* Others who hold on that day. */
static int64_t count_on(const Holding *row, const Holding *holdings, size_t n, CalDate day)
{
    int64_t others = 0;

    for (size_t i = 0; i < n; i++)
        others +=
            holdings[i].person != row->person && holdings[i].from <= day && holdings[i].to >= day;
    return others;
}

/* The most others who hold on one and the same day of the row; more come only on first days. */
static int64_t count_others(const Holding *row, const Holding *holdings, size_t n)
{
    int64_t most = count_on(row, holdings, n, row->from);

    for (size_t i = 0; i < n; i++)
        if (holdings[i].from > row->from && holdings[i].from <= row->to)
            most = MAX(most, count_on(row, holdings, n, holdings[i].from));
    return most;
}

static bool has_checks(const Regulation *reg)
{
    for (size_t i = 0; i < reg->n_blocks; i++)
        if (reg->blocks[i]->kind == REG_CHECK && strcmp(reg->blocks[i]->u.check.on, CHECKED) == 0)
            return true;
    return false;
}

static bool ask_all(Asking *a, GError **error)
{
    const Regulation *reg = a->imp->options->reg;

    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *b = reg->blocks[i];
        if (b->kind == REG_CHECK && strcmp(b->u.check.on, CHECKED) == 0 && !ask(a, b, error))
            return false;
    }
    arena_reset(a->imp->row_arena);
    return true;
}

/* Rows of one customer as managers, in the order of the file. */
static bool check_customer(Asking *a, const ImportAssignment *rows, size_t n, GError **error)
{
    g_autoptr(GArray) there = g_array_new(FALSE, FALSE, sizeof(Holding));

    if (!import_holdings_of(a->imp, rows[0].customer, 0, there, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        a->row = &rows[i];
        a->n_others =
            count_others(&rows[i].holding, (const Holding *)(void *)there->data, there->len);
        if (!ask_all(a, error))
            return false;
        g_array_append_val(there, rows[i].holding);
    }
    return true;
}

bool import_check_assignments(Importer *imp, const ImportAssignment *rows, size_t n, GError **error)
{
    g_autoptr(Master) master = NULL;
    Asking a = {.imp = imp};

    if (!imp->options->reg || !has_checks(imp->options->reg))
        return true;
    master = master_load(imp->conn, error);
    a.master = master;
    if (!master)
        return false;
    for (size_t i = 0, k; i < n; i += k) {
        k = 1;
        while (i + k < n && rows[i + k].customer == rows[i].customer &&
               rows[i + k].holding.role == rows[i].holding.role)
            k++;
        if (rows[i].holding.role == 0 && !check_customer(&a, rows + i, k, error))
            return false;
    }
    return true;
}
