/* The checks of a regulation (`yaml check`) on what is imported, asked for each row before it
 * lands: assignments, lines of sheets, entries of registers. What is in the store counts as there,
 * and of assignments the rows before it in the file. */
#include "facts/import_private.h"

#include <string.h>

#include "appraise/appraise.h"
#include "facts/load_private.h"
#include "facts/value.h"

static const char MANAGERS[] = "在管客户经理数"; /* the built-in name, docs/names.md */

struct ImportAsking {
    Importer *imp;
    int subject;     /* of the entries */
    Master *master;  /* owned */
    AppData *params; /* owned: the parameters that the store has */
    uint32_t line;
    CalDate day;
    int64_t n_others; /* of an assignment: see count_others; -1 = as the store says */
    GArray *fields;   /* owned: AppCheckField */
};

/* ---- one entry ------------------------------------------------------------------------------- */

static bool has_checks(const Regulation *reg, int subject)
{
    for (size_t i = 0; i < reg->n_blocks; i++)
        if (reg->blocks[i]->kind == REG_CHECK && reg->blocks[i]->u.check.on_subject == subject)
            return true;
    return false;
}

bool import_asking_new(Importer *imp, int subject, ImportAsking **out, GError **error)
{
    ImportAsking *a;

    *out = NULL;
    if (subject < 0 || !imp->options->reg || !has_checks(imp->options->reg, subject))
        return true;
    a = g_new0(ImportAsking, 1);
    *out = a;
    a->imp = imp;
    a->subject = subject;
    a->fields = g_array_new(FALSE, FALSE, sizeof(AppCheckField));
    a->master = master_load(imp->conn, error);
    a->params = app_data_new(imp->options->reg);
    return a->master && load_parameters(imp->conn, imp->options->reg, a->params, error);
}

void import_asking_free(ImportAsking *a)
{
    if (!a)
        return;
    master_free(a->master);
    app_data_free(a->params);
    g_array_unref(a->fields);
    g_free(a);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportAsking, import_asking_free)

/* The day of the import. */
static CalDate today(const ImportOptions *options)
{
    static const size_t len = sizeof "2003-05-31" - 1;
    CalDate day;

    if (options->now && strlen(options->now) >= len &&
        cal_date_parse(options->now, (ptrdiff_t)len, &day))
        return day;
    return 0;
}

void import_asking_begin(ImportAsking *a, uint32_t line, CalDate day)
{
    g_array_set_size(a->fields, 0);
    a->line = line;
    a->day = day == INT64_MIN ? today(a->imp->options) : day;
    a->n_others = -1;
}

void import_asking_add(ImportAsking *a, const char *name, FeelValue value)
{
    AppCheckField field = {name, value};

    g_array_append_val(a->fields, field);
}

/* ---- what its links lead to ------------------------------------------------------------------ */

/* An attribute of a thing as of the entry's day; *found false: the store has none. False + error.
 */
static bool stored_attribute(ImportAsking *a,
                             MasterKind kind,
                             int64_t id,
                             const RegName *member,
                             FeelValue *out,
                             bool *found,
                             GError **error)
{
    DbStmt *stmt = import_sql(a->imp, SQL_ATTRIBUTE_AT, error);
    int rc;

    *out = feel_null();
    *found = false;
    if (!stmt)
        return false;
    db_stmt_bind_text(stmt, 1, master_word(kind));
    db_stmt_bind_int(stmt, 2, id);
    db_stmt_bind_text(stmt, 3, member->name);
    db_stmt_bind_int(stmt, 4, a->day);
    while ((rc = db_stmt_step(stmt, error)) == 1) {
        const char *text = db_stmt_text(stmt, 0); /* NULL: nothing, from that day on */

        *found = true;
        if (text && !fact_value_parse(a->imp->row_arena, member->type, text, out))
            *out = feel_missing(0); /* said by the check as not known */
    }
    return rc == 0;
}

/* The managers who hold a customer on the entry's day. */
static bool count_managers(ImportAsking *a, int64_t customer, FeelValue *out, GError **error)
{
    g_autoptr(GArray) holdings = g_array_new(FALSE, FALSE, sizeof(Holding));
    int64_t n = a->n_others;

    if (n < 0) {
        if (!import_holdings_of(a->imp, customer, 0, holdings, error))
            return false;
        n = 0;
        for (guint i = 0; i < holdings->len; i++) {
            const Holding *h = &g_array_index(holdings, Holding, i);
            n += h->from <= a->day && h->to >= a->day; /* one holding a person and day */
        }
    }
    *out = feel_number(dec_from_int(n));
    return true;
}

/* The number in the store of what a link of the entry points to. */
static bool find_target(const ImportAsking *a, MasterKind kind, const FeelValue *key, int64_t *out)
{
    CodeTable *table = a->imp->codes[kind];
    int64_t index = table ? codes_find(table, key->u.string.text, key->u.string.len) : -1;

    if (index >= 0)
        *out = codes_id(table, index);
    return index >= 0;
}

static const FeelValue *field_of(const ImportAsking *a, const RegName *link)
{
    for (guint i = 0; i < a->fields->len; i++) {
        const AppCheckField *f = &g_array_index(a->fields, AppCheckField, i);

        if (strcmp(f->name, link->name) == 0)
            return &f->value;
    }
    return NULL;
}

/* `客户.小组`. What is not added is unknown to the check, which says so. */
static bool add_path(ImportAsking *a, const RegName *path, GError **error)
{
    const RegName *member = path->path_member;
    const FeelValue *key = field_of(a, path->path_link);
    FeelValue value = feel_null();
    bool found = true;
    MasterKind kind;
    int64_t id;

    if (!key || member->cycle != REG_NO_CYCLE)
        return true;
    if (key->kind == FEEL_STRING) { /* an empty link leads to nothing, of whatever kind */
        if (!master_kind_of(a->imp->options->reg, member->subject, &kind) ||
            !find_target(a, kind, key, &id))
            return true;
        if (kind == MASTER_CUSTOMER && strcmp(member->name, MANAGERS) == 0) {
            if (!count_managers(a, id, &value, error))
                return false;
        } else if (master_knows(kind, member->name)) {
            value = master_value(a->master, kind, member->name,
                                 (size_t)master_index(a->master, kind, id), a->day);
        } else if (!stored_attribute(a, kind, id, member, &value, &found, error)) {
            return false;
        }
    }
    if (found)
        import_asking_add(a, path->name, value);
    return true;
}

/* ---- asking ---------------------------------------------------------------------------------- */

static void say_refused(ImportAsking *a, const RegBlock *check, AppCheck result, const char *why)
{
    Importer *imp = a->imp;

    diag_add(imp->diags, DIAG_ERROR, "import.check", bad_line(imp, a->line), "refused by %s: %s",
             check->name, why ? why : check->u.check.says);
    if (result == APP_CHECK_UNKNOWN)
        diag_hint(imp->diags, "what the check asks for is not in the store");
    else
        diag_hint(imp->diags, "%s", reg_block_cite(imp->options->reg, check));
}

static void ask(ImportAsking *a, const RegBlock *check)
{
    AppOptions options = {.lang = diags_lang(a->imp->diags)};
    g_autofree char *why = NULL;
    AppCheck result = app_check_entry(a->imp->options->reg, check, a->params,
                                      (const AppCheckField *)(const void *)a->fields->data,
                                      a->fields->len, a->day, &options, &why);

    if (result != APP_CHECK_PASSED)
        say_refused(a, check, result, why);
}

bool import_ask(ImportAsking *a, GError **error)
{
    const Regulation *reg = a->imp->options->reg;

    for (size_t i = 0; i < reg->n_names; i++) {
        const RegName *n = reg->names[i];
        if (n->kind == REG_NAME_PATH && n->subject == a->subject && !add_path(a, n, error))
            return false;
    }
    for (size_t i = 0; i < reg->n_blocks; i++) {
        const RegBlock *b = reg->blocks[i];
        if (b->kind == REG_CHECK && b->u.check.on_subject == a->subject)
            ask(a, b);
    }
    return true;
}

/* ---- assignments ----------------------------------------------------------------------------- */

static FeelValue code_of(const ImportAsking *a, MasterKind kind, int64_t id)
{
    const char *code = a->master->tables[kind].rows[master_index(a->master, kind, id)].code;

    return feel_string(code, strlen(code));
}

static void add_assignment(ImportAsking *a, const ImportAssignment *row)
{
    const Holding *h = &row->holding;
    Dec share;

    if (!dec_div(dec_from_int(h->numerator), dec_from_int(h->denominator), &share))
        share = dec_zero(); /* cannot be: the denominator is above 0 */
    import_asking_add(a, "客户", code_of(a, MASTER_CUSTOMER, row->customer));
    import_asking_add(a, "客户经理", code_of(a, MASTER_PERSON, h->person));
    import_asking_add(a, "份额", feel_number(share));
    import_asking_add(a, "起始日", feel_date(h->from));
    import_asking_add(a, "终止日", h->to == INT64_MAX ? feel_null() : feel_date(h->to));
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

/* Rows of one customer as managers, in the order of the file. */
static bool check_customer(ImportAsking *a, const ImportAssignment *rows, size_t n, GError **error)
{
    g_autoptr(GArray) there = g_array_new(FALSE, FALSE, sizeof(Holding));
    Importer *imp = a->imp;

    if (!import_holdings_of(imp, rows[0].customer, 0, there, error))
        return false;
    for (size_t i = 0; i < n; i++) {
        const Holding *h = &rows[i].holding;

        import_asking_begin(a, h->line, h->from);
        a->n_others = count_others(h, (const Holding *)(void *)there->data, there->len);
        add_assignment(a, &rows[i]);
        imp->row_bad = false;
        if (!import_ask(a, error))
            return false;
        if (imp->row_bad)
            import_refuse(imp, h->line);
        g_array_append_val(there, *h);
        arena_reset(imp->row_arena);
    }
    return true;
}

bool import_check_assignments(Importer *imp, const ImportAssignment *rows, size_t n, GError **error)
{
    g_autoptr(ImportAsking) a = NULL;
    int subject = imp->options->reg ? reg_subject(imp->options->reg, "assignment") : -1;

    if (!import_asking_new(imp, subject, &a, error))
        return false;
    for (size_t i = 0, k; a && i < n; i += k) {
        k = 1;
        while (i + k < n && rows[i + k].customer == rows[i].customer &&
               rows[i + k].holding.role == rows[i].holding.role)
            k++;
        if (rows[i].holding.role == 0 && !check_customer(a, rows + i, k, error))
            return false;
    }
    return true;
}
