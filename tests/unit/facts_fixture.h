/* facts_fixture.h - what tests of the store share: files imported into a store in memory. */
#pragma once

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "facts/import.h"
#include "facts/store.h"

/* Imports `text` as f.csv (with m.yaml, if `map` is a text) in the working folder. */
static bool fixture_import(DbConn *conn,
                           ImportKind kind,
                           const Regulation *reg,
                           const char *sheet,
                           const char *map,
                           const char *text,
                           ImportReport *report,
                           Diags *diags,
                           GError **error)
{
    ImportOptions options = {.reg = reg, .form = sheet, .now = "2004-01-01T00:00:00Z"};

    g_assert_true(g_file_set_contents("f.csv", text, -1, NULL));
    if (map && map[0]) {
        g_assert_true(g_file_set_contents("m.yaml", map, -1, NULL));
        options.map_file = "m.yaml";
    }
    return import_file(conn, kind, "f.csv", &options, report, diags, error);
}

/* Imports what must be right. */
static void fixture_land(DbConn *conn,
                         ImportKind kind,
                         const Regulation *reg,
                         const char *sheet,
                         const char *map,
                         const char *text)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    bool ok = fixture_import(conn, kind, reg, sheet, map, text, NULL, diags, &error);
    g_autofree char *findings = diags_format(diags);

    g_assert_cmpstr(findings, ==, "");
    g_assert_no_error(error);
    g_assert_true(ok);
}

/* Rows of a query of one text column, each ended by a newline. Returns: (owned). */
static char *fixture_query(DbConn *conn, const char *sql)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DbStmt) stmt = db_prepare(conn, sql, &error);
    GString *out = g_string_new(NULL);
    int rc;

    g_assert_no_error(error);
    while ((rc = db_stmt_step(stmt, &error)) == 1)
        g_string_append_printf(out, "%s\n", db_stmt_text(stmt, 0));
    g_assert_no_error(error);
    return g_string_free(out, FALSE);
}

/* A file that an import refuses. */
typedef struct FixtureFault {
    const char *name;
    ImportKind kind;
    const char *form; /* or NULL */
    const char *map;  /* "" = none */
    const char *text;
    const char *expected; /* findings, then the error */
} FixtureFault;

/* Nothing of the file lands: what `all` selects of the store stays as it is. */
G_GNUC_UNUSED static void
fixture_refuses(DbConn *conn, const Regulation *reg, const FixtureFault *f, const char *all)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    g_autofree char *before = fixture_query(conn, all);

    g_assert_false(
        fixture_import(conn, f->kind, reg, f->form, f->map, f->text, NULL, diags, &error));
    g_autofree char *findings = diags_format(diags);
    g_autofree char *got =
        g_strdup_printf("%s%s: %s\n", findings, err_reason(error), error->message);
    g_autofree char *after = fixture_query(conn, all);

    g_assert_cmpstr(got, ==, f->expected);
    g_assert_cmpstr(after, ==, before);
}

static Regulation *fixture_regulation(const char *text)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    Regulation *reg = reg_load_text(text, strlen(text), "t.md", diags);
    g_autofree char *findings = diags_format(diags);

    g_assert_cmpstr(findings, ==, "");
    g_assert_nonnull(reg);
    return reg;
}

/* Runs the tests in a folder of their own, which is removed. */
static int fixture_run(void)
{
    g_autofree char *dir = g_dir_make_tmp("guanhu-facts-XXXXXX", NULL);
    int rc;

    g_assert_cmpint(g_chdir(dir), ==, 0);
    rc = g_test_run();
    g_remove("f.csv");
    g_remove("m.yaml");
    g_rmdir(dir);
    return rc;
}
