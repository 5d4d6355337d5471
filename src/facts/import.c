/* One transaction per file: nothing lands unless every row is right. */
#include "facts/import_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    PROGRESS_ROWS = 4096,
    MAX_ROWS = 100000000, /* security.md §8 */
    SEEN_BYTES = 80,      /* of a cell in a finding */
};

static const KindSpec *const specs[] = {
    [IMPORT_UNITS] = &import_units,
    [IMPORT_PERSONS] = &import_persons,
    [IMPORT_TEAMS] = &import_teams,
    [IMPORT_PROJECTS] = &import_projects,
    [IMPORT_ATTRIBUTES] = &import_attributes,
    [IMPORT_CUSTOMERS] = &import_customers,
    [IMPORT_ACCOUNTS] = &import_accounts,
    [IMPORT_RATES] = &import_rates,
    [IMPORT_BALANCES] = &import_balances,
    [IMPORT_TRANSACTIONS] = &import_transactions,
    [IMPORT_CARDS] = &import_cards,
    [IMPORT_CONTRACTS] = &import_contracts,
    [IMPORT_ASSIGNMENTS] = &import_assignments,
    [IMPORT_SHEET] = &import_sheet,
    [IMPORT_REGISTER] = &import_register,
    [IMPORT_INPUTS] = &import_inputs,
    [IMPORT_PARAMETERS] = &import_parameters,
    [IMPORT_DECISIONS] = &import_decisions,
};

static const char *const words[] = {
#define X(id, word, what) word,
    IMPORT_KINDS(X)
#undef X
};

bool import_kind_parse(const char *word, ImportKind *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(words[i], word) == 0) {
            *out = (ImportKind)i;
            return true;
        }
    }
    return false;
}

/* ---- findings -------------------------------------------------------------------------------- */

SrcPos bad_line(Importer *imp, uint32_t line)
{
    imp->row_bad = true;
    return (SrcPos){imp->file, line, 1};
}

SrcPos bad_cell(Importer *imp, const Cell *cell)
{
    imp->row_bad = true;
    return (SrcPos){imp->file, cell->line, cell->column};
}

void import_refuse(Importer *imp, uint32_t line)
{
    if (!imp->refused)
        imp->refused = g_hash_table_new(g_direct_hash, g_direct_equal);
    if (g_hash_table_add(imp->refused, GUINT_TO_POINTER(line)))
        imp->report.n_bad++;
}

void say_seen(Importer *imp, const Cell *cell)
{
    const char *end = cell->text + MIN(cell->len, SEEN_BYTES);

    while (((unsigned char)*end & 0xC0) == 0x80) /* not inside a character */
        end--;
    diag_seen(imp->diags, "%.*s%s", (int)(end - cell->text), cell->text,
              end < cell->text + cell->len ? "…" : "");
}

int64_t import_name(Importer *imp, const char *text)
{
    int64_t index;

    if (!imp->names)
        imp->names = codes_new();
    index = codes_find(imp->names, text, strlen(text));
    return index >= 0 ? index : codes_add(imp->names, text, strlen(text), 0);
}

bool import_first_time(Importer *imp, const Cell *cell, int64_t a, int64_t b)
{
    uint32_t first = seen_add(imp->seen, a, b, imp->line);

    if (!first)
        return true;
    diag_add(imp->diags, DIAG_ERROR, "import.twice", bad_cell(imp, cell),
             "this row is there twice; the first one is in line %u", first);
    say_seen(imp, cell);
    return false;
}

/* ---- the record of the import ---------------------------------------------------------------- */

static char *digest_of(const char *file, GError **error)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree guchar *block = g_malloc(256 * 1024);
    FILE *handle = fopen(file, "rbe");
    size_t n;

    if (!handle) {
        err_set(error, ERR_UNAVAILABLE, "csv.io", "%s cannot be read", file);
        return NULL;
    }
    while ((n = fread(block, 1, 256 * 1024, handle)) > 0)
        g_checksum_update(sum, block, (gssize)n);
    fclose(handle); /* a read error shows as another digest at the end */
    return g_strdup(g_checksum_get_string(sum));
}

/* The word under which the file is known: a form's name belongs to it. */
static char *record_kind(const Importer *imp)
{
    if ((imp->kind == IMPORT_SHEET || imp->kind == IMPORT_REGISTER) && imp->options->form)
        return g_strconcat(words[imp->kind], " ", imp->options->form, NULL);
    return g_strdup(words[imp->kind]);
}

static bool add_record(Importer *imp, const char *digest, GError **error)
{
    g_autofree char *kind = record_kind(imp);
    g_autofree char *name = g_path_get_basename(imp->file);
    DbStmt *find = import_sql(imp, SQL_FIND_IMPORT, error);
    DbStmt *add = import_sql(imp, SQL_ADD_IMPORT, error);
    int found;

    if (!find || !add)
        return false;
    db_stmt_bind_text(find, 1, kind);
    db_stmt_bind_text(find, 2, digest);
    found = import_sql_one(find, &imp->id, error);
    if (found > 0)
        err_set(error, ERR_CONFLICT, "import.same-file",
                "this file was imported before (import %" PRId64 "); nothing was imported",
                imp->id);
    if (found != 0)
        return false;
    db_stmt_bind_text(add, 1, kind);
    db_stmt_bind_text(add, 2, name);
    db_stmt_bind_text(add, 3, digest);
    db_stmt_bind_text(add, 4, imp->options->now ? imp->options->now : "");
    if (!db_stmt_run(add, error))
        return false;
    imp->id = db_last_id(imp->conn);
    return true;
}

static bool end_record(Importer *imp, const char *digest, GError **error)
{
    g_autofree char *seen = csv_digest(imp->csv);
    DbStmt *end = import_sql(imp, SQL_END_IMPORT, error);

    if (!end)
        return false;
    if (strcmp(seen, digest) != 0) {
        err_set(error, ERR_CONFLICT, "import.file-changed",
                "the file changed while it was read; nothing was imported");
        return false;
    }
    db_stmt_bind_int(end, 1, imp->report.n_rows);
    db_stmt_bind_int(end, 2, imp->id);
    return db_stmt_run(end, error);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void report_progress(const Importer *imp)
{
    if (imp->options->progress)
        imp->options->progress(imp->options->data, csv_bytes_read(imp->csv), csv_size(imp->csv));
}

static bool read_row(Importer *imp, const CsvField *fields, size_t n, GError **error)
{
    imp->line = fields[0].line;
    imp->row_bad = false;
    if (imp->n_columns == 0) /* no header: the first row says how many */
        imp->n_columns = MAX(n, imp->n_named);
    if (n != imp->n_columns) {
        diag_add(imp->diags, DIAG_ERROR, "import.columns", bad_line(imp, imp->line),
                 "the row has another number of fields than the first line");
        diag_seen(imp->diags, "%zu", n);
        diag_expected(imp->diags, "%zu", imp->n_columns);
    } else {
        if (!import_passes(imp, fields))
            return true;
        import_read_cells(imp, fields);
        if (!imp->row_bad && !imp->spec->row(imp, imp->cells, error))
            return false;
    }
    imp->report.n_rows++;
    imp->report.n_bad += imp->row_bad;
    return true;
}

static bool read_rows(Importer *imp, GError **error)
{
    const CsvField *fields;
    size_t n;
    int rc;

    for (int64_t i = 1; (rc = csv_read(imp->csv, &fields, &n, error)) == 1; i++) {
        if (i > MAX_ROWS) {
            err_set(error, ERR_LIMIT, "import.too-many-rows", "more than %d rows", MAX_ROWS);
            return false;
        }
        if (!read_row(imp, fields, n, error))
            return false;
        if (i % PROGRESS_ROWS == 0)
            report_progress(imp);
    }
    if (rc < 0) {
        g_prefix_error(error, "%s: ", imp->file);
        return false;
    }
    report_progress(imp);
    return true;
}

static bool refused(const Importer *imp, GError **error)
{
    if (imp->report.n_rows == 0) {
        err_set(error, ERR_INVALID, "import.refused",
                "the columns do not fit; nothing was imported");
        return false;
    }
    err_set(error, ERR_INVALID, "import.refused",
            "%" PRId64 " of %" PRId64 " rows are refused; nothing was imported", imp->report.n_bad,
            imp->report.n_rows);
    return false;
}

static bool read_header(Importer *imp, GError **error)
{
    const CsvField *fields;
    size_t n;
    int rc;

    if (!imp->map->header)
        return import_bind(imp, NULL, 0) || refused(imp, error);
    rc = csv_read(imp->csv, &fields, &n, error);
    if (rc == 1)
        return import_bind(imp, fields, n) || refused(imp, error);
    if (rc == 0)
        err_set(error, ERR_INVALID, "import.empty-file", "%s: the file has no header", imp->file);
    else
        g_prefix_error(error, "%s: ", imp->file);
    return false;
}

static bool run_import(Importer *imp, GError **error)
{
    g_autofree char *digest = digest_of(imp->file, error);
    g_autoptr(DbTx) tx = NULL;

    if (!digest)
        return false;
    tx = db_tx_begin(imp->conn, error);
    if (!tx || !add_record(imp, digest, error))
        return false;
    for (int i = 0; i < MASTER_N_KINDS; i++)
        if (imp->spec->codes & (1u << i) && !import_load_codes(imp, (MasterKind)i, error))
            return false;
    if (imp->spec->begin && !imp->spec->begin(imp, error))
        return false;
    if (!read_header(imp, error) || !read_rows(imp, error))
        return false;
    if (imp->spec->end && !imp->spec->end(imp, error))
        return false;
    if (imp->report.n_bad > 0)
        return refused(imp, error);
    return end_record(imp, digest, error) && db_tx_commit(tx, error);
}

static void clear(Importer *imp)
{
    for (int i = 0; i < SQL_N; i++)
        db_stmt_free(imp->stmts[i]);
    for (int i = 0; i < MASTER_N_KINDS; i++)
        codes_free(imp->codes[i]);
    g_clear_pointer(&imp->entries, g_ptr_array_unref);
    reg_free(imp->builtin);
    codes_free(imp->names);
    seen_free(imp->seen);
    g_clear_pointer(&imp->refused, g_hash_table_unref);
    csv_close(imp->csv);
    if (imp->free_state)
        imp->free_state(imp->state);
    arena_free(imp->arena);
    arena_free(imp->row_arena);
}

bool import_file(DbConn *conn,
                 ImportKind kind,
                 const char *file,
                 const ImportOptions *options,
                 ImportReport *report,
                 Diags *diags,
                 GError **error)
{
    Importer imp = {.conn = conn,
                    .kind = kind,
                    .spec = specs[kind],
                    .file = file,
                    .options = options,
                    .diags = diags};
    bool ok = false;

    imp.arena = arena_new(0);
    imp.row_arena = arena_new(0);
    imp.seen = seen_new();
    imp.map = options->map_file ? map_read(imp.arena, options->map_file, diags, error)
                                : map_default(imp.arena);
    if (imp.map)
        imp.csv = csv_open(file, imp.map->encoding, imp.map->delimiter, error);
    if (imp.csv)
        ok = run_import(&imp, error);
    if (report)
        *report = imp.report;
    clear(&imp);
    return ok;
}
