/* test_import_sheet.c - what a regulation's sheets, parameters, decisions and checks refuse, word
 * by word, and how a mapping reads their figures. */
#include "facts_fixture.h"

static const char regulation_text[] =
#include "facts_regulation.inc"
    ;

static Regulation *reg;

static DbConn *new_store(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = store_open_memory(&error);

    g_assert_no_error(error);
    fixture_land(conn, IMPORT_UNITS, NULL, NULL, NULL, "code,name\nU1,城东\n");
    fixture_land(conn, IMPORT_PERSONS, NULL, NULL, NULL, "code,name\nP1,张\nP2,李\n");
    fixture_land(conn, IMPORT_CUSTOMERS, NULL, NULL, NULL,
                 "code,name,小组\nK1,甲厂,\nK2,乙厂,联合小组\nK3,丙厂,\n");
    fixture_land(conn, IMPORT_ASSIGNMENTS, reg, NULL, NULL,
                 "customer,person,role,share,from,to\nK3,P1,,1/2,2003-01-01,\n");
    return conn;
}

static const char SQL_ALL[] =
    "SELECT sheet || '|' || cycle || '|' || row_key || '|' || field || '|' || value"
    " FROM sheet_value"
    " UNION ALL SELECT sheet || '|' || entry || '|' || COALESCE(day, '-') FROM sheet_entry"
    " UNION ALL SELECT entry || '|' || field || '|' || value FROM sheet_line"
    " UNION ALL SELECT name || '|' || key_text || '|' || from_day || '|' || value FROM parameter"
    " UNION ALL SELECT name || '|' || cycle || '|' || row_key || '|' || outcome FROM decision"
    " UNION ALL SELECT customer || '|' || person || '|' || from_day FROM assignment"
    " UNION ALL SELECT kind || '|' || file || '|' || n_rows FROM import";
static const char SQL_VALUES[] =
    "SELECT field || ' ' || value FROM sheet_value ORDER BY row_key, cycle, field";

static const FixtureFault faults[] = {
#include "import_sheet_faults.inc"
};

static void test_fault(gconstpointer data)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_refuses(conn, reg, data, SQL_ALL);
}

/* Figures come in the unit of their field: 净收入 元, 目标 万元. */
static void test_units(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "月度业绩表",
                 "delimiter: ';'\ncolumns:\n  row: 工号\n  cycle: {constant: 2003-01}\n"
                 "  净收入: {from: 收入, unit: 万元, decimal: ',', thousands: '.'}\n"
                 "  目标: {from: 目标, unit: 元, negative when: {向: 减}}\n"
                 "  到账日: {from: 日, format: yymmdd}\n  等次: 等\n",
                 "工号;收入;目标;向;日;等\nP1;1.234,5678;250000;增;030131;甲\nP2;-0,5;100;减;;\n");
    g_autofree char *got = fixture_query(conn, SQL_VALUES);
    g_assert_cmpstr(got, ==,
                    "净收入 12345678\n到账日 2003-01-31\n目标 25\n等次 甲\n"
                    "净收入 -5000\n目标 -0.01\n");
}

static void test_percent(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "月度业绩表", NULL,
                 "row,cycle,完成率,净收入\nP1,2003-01,95.5%,1.50\n");
    g_autofree char *got = fixture_query(conn, SQL_VALUES);
    g_assert_cmpstr(got, ==, "净收入 1.50\n完成率 95.5%\n");
}

/* One after the other, two in a team, a referrer beside a manager: none is a second manager. */
static void test_check_passes(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_ASSIGNMENTS, reg, NULL, NULL,
                 "customer,person,role,share,from,to\n"
                 "K1,P1,,1,2003-01-01,2003-06-30\nK1,P2,,1,2003-07-01,\n"
                 "K2,P1,,1/2,2003-01-01,\nK2,P2,,1/2,2003-01-01,\n"
                 "K3,P2,referrer,1,2003-01-01,\n");
}

/* What no file says of a customer is not known, but what he need not have; an empty cell says that
 * there is nothing. */
static void test_not_recorded(void)
{
    static const char text[] =
        "---\nregulation: t\n---\n\n# 一\n\n```yaml check 停业\non: assignment\n"
        "refuse when: 客户.小组 = null and 客户.类别 = \"停业\"\nsays: 停业客户不分配\n```\n";
    static const char assigned[] = "customer,person,share,from\nK3,P1,1/2,2003-01-01\n";
    Regulation *own = fixture_regulation(text);
    g_autoptr(DbConn) conn = store_open_memory(NULL);
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    fixture_land(conn, IMPORT_PERSONS, NULL, NULL, NULL, "code,name\nP1,张\n");
    fixture_land(conn, IMPORT_CUSTOMERS, NULL, NULL, NULL, "code,name\nK3,丙厂\n");
    g_assert_false(
        fixture_import(conn, IMPORT_ASSIGNMENTS, own, NULL, "", assigned, NULL, diags, NULL));
    g_autofree char *findings = diags_format(diags);
    g_assert_cmpstr(findings, ==,
                    "f.csv:2:1: error: refused by 停业: not known: 客户.类别\n"
                    "    hint: what the check asks for is not in the store\n");
    fixture_land(conn, IMPORT_CUSTOMERS, NULL, NULL, NULL, "code,name,类别\nK3,丙厂,\n");
    fixture_land(conn, IMPORT_ASSIGNMENTS, own, NULL, NULL, assigned);
    reg_free(own);
}

/* Without a regulation nobody asks. */
static void test_no_regulation(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(GError) error = NULL;

    fixture_land(conn, IMPORT_ASSIGNMENTS, NULL, NULL, NULL,
                 "customer,person,role,share,from,to\nK3,P2,,1/2,2003-01-01,\n");
    for (ImportKind kind = IMPORT_SHEET; kind < IMPORT_N_KINDS; kind++) {
        g_clear_error(&error);
        g_assert_false(
            fixture_import(conn, kind, NULL, "月度业绩表", NULL, "row\n", NULL, NULL, &error));
        g_assert_cmpstr(err_reason(error), ==, "import.needs-regulation");
    }
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    reg = fixture_regulation(regulation_text);
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strconcat("/import-sheet/refused/", faults[i].name, NULL);
        g_test_add_data_func(path, &faults[i], test_fault);
    }
    g_test_add_func("/import-sheet/units", test_units);
    g_test_add_func("/import-sheet/percent", test_percent);
    g_test_add_func("/import-sheet/check-passes", test_check_passes);
    g_test_add_func("/import-sheet/not-recorded", test_not_recorded);
    g_test_add_func("/import-sheet/no-regulation", test_no_regulation);
    rc = fixture_run();
    reg_free(reg);
    return rc;
}
