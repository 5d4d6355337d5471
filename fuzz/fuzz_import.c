/* fuzz_import.c - CSV into a store. Input: a line `KIND [SHEET]`, then the file; or, after that
 * line, a mapping, a line `---`, and the file.
 *
 * A file lands whole or not at all: after any failure the store holds what it held before. */
#include <glib.h>

#include "facts/import.h"
#include "facts/store.h"
#include "fuzz.h"
#include "fuzz_file.h"
#include "regulation/read.h"

static const char regulation_text[] =
#include "../tests/unit/facts_regulation.inc"
    ;

static const struct {
    ImportKind kind;
    const char *text;
} base[] = {
    {IMPORT_UNITS,       "code,name,kind,parent\nB0,分行,分行,\nB1,城东,支行,B0\n"                   },
    {IMPORT_PERSONS,     "code,name,岗位,级别,机构\nP1,张,客户经理,甲级,B1\nP2,李,柜员,,B0\n"},
    {IMPORT_CUSTOMERS,   "code,name,unit\nK1,甲厂,B1\nK2,乙厂,B1\n"                                      },
    {IMPORT_ACCOUNTS,    "code,customer,product,side\nD1,K1,存款,deposit\nL1,K2,贷款,loan\n"             },
    {IMPORT_BALANCES,    "account,date,balance\nD1,2003-01-01,100.00\n"                                      },
    {IMPORT_ASSIGNMENTS, "customer,person,share,from,to\nK2,P1,2/3,2003-01-01,\n"                            },
};

static const char SQL_COUNTS[] =
    "SELECT (SELECT COUNT(*) FROM unit) || ' ' || (SELECT COUNT(*) FROM person) || ' ' ||"
    " (SELECT COUNT(*) FROM customer) || ' ' || (SELECT COUNT(*) FROM account) || ' ' ||"
    " (SELECT COUNT(*) FROM attribute) || ' ' || (SELECT COUNT(*) FROM account_rate) || ' ' ||"
    " (SELECT COUNT(*) FROM balance) || ' ' || (SELECT COUNT(*) FROM balance_end) || ' ' ||"
    " (SELECT COUNT(*) FROM txn) || ' ' || (SELECT COUNT(*) FROM card) || ' ' ||"
    " (SELECT COUNT(*) FROM contract) || ' ' || (SELECT COUNT(*) FROM assignment) || ' ' ||"
    " (SELECT COUNT(*) FROM sheet_value) || ' ' || (SELECT COUNT(*) FROM sheet_entry) || ' ' ||"
    " (SELECT COUNT(*) FROM parameter) || ' ' || (SELECT COUNT(*) FROM decision) || ' ' ||"
    " (SELECT COUNT(*) FROM import)";

/* How many rows each table has. Returns: (owned). */
static char *counts(DbConn *conn)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbStmt) stmt = db_prepare(conn, SQL_COUNTS, &error);

    g_assert_no_error(error);
    g_assert_cmpint(db_stmt_step(stmt, &error), ==, 1);
    return g_strdup(db_stmt_text(stmt, 0));
}

static bool import(DbConn *conn,
                   ImportKind kind,
                   const ImportOptions *options,
                   const char *text,
                   size_t len,
                   Diags *diags,
                   GError **error)
{
    FuzzFile file;
    ImportReport report = {0, 0, 0};
    bool ok;

    fuzz_file_open(&file, text, len);
    ok = import_file(conn, kind, file.path, options, &report, diags, error);
    fuzz_file_close(&file);
    g_assert_true(!ok || report.n_bad == 0);
    g_assert_cmpint(report.n_bad, <=, report.n_rows);
    return ok;
}

/* Made once and never changed. */
static const Regulation *regulation(void)
{
    static Regulation *reg;
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    if (!reg)
        reg = reg_load_text(regulation_text, sizeof regulation_text - 1, "t.md", diags);
    g_assert_nonnull(reg);
    return reg;
}

static DbConn *new_store(void)
{
    static const ImportOptions options = {.now = "2004-01-01T00:00:00Z"};
    g_autoptr(GError) error = NULL;
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    DbConn *conn = store_open_memory(&error);

    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(base); i++)
        g_assert_true(import(conn, base[i].kind, &options, base[i].text, strlen(base[i].text),
                             diags, &error));
    return conn;
}

static void run(ImportKind kind, ImportOptions *options, const char *text, const char *end)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    g_autoptr(GError) error = NULL;
    g_autofree char *before = counts(conn);
    g_autofree char *after = NULL;
    const char *parted = memmem(text, (size_t)(end - text), "\n---\n", 5);
    FuzzFile map;
    bool ok;

    if (parted) {
        fuzz_file_open(&map, text, (size_t)(parted + 1 - text));
        options->map_file = map.path;
        text = parted + 5;
    }
    ok = import(conn, kind, options, text, (size_t)(end - text), diags, &error);
    if (parted)
        fuzz_file_close(&map);
    after = counts(conn);
    g_assert_true(ok == (error == NULL));
    if (ok) {
        g_assert_cmpuint(diags_n_errors(diags), ==, 0);
        g_assert_cmpstr(before, !=, after); /* the import itself is noted */
    } else {
        g_assert_cmpstr(before, ==, after);
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ImportOptions options = {.now = "2004-01-02T00:00:00Z", .reg = regulation()};
    const char *end = (const char *)data + size;
    g_auto(GStrv) words = NULL;
    g_autofree char *first = NULL;
    ImportKind kind;
    FuzzText head;

    fuzz_lines(data, size, &head, 1);
    if (head.text + head.len >= end || !g_utf8_validate(head.text, head.len, NULL))
        return 0;
    first = g_strndup(head.text, (size_t)head.len);
    words = g_strsplit(first, " ", 2);
    if (!words[0] || !import_kind_parse(words[0], &kind))
        return 0;
    options.form = words[1];
    run(kind, &options, head.text + head.len + 1, end);
    return 0;
}
