/* test_import.c - what an import refuses, word by word, and what lands when it does not. */
#include "facts/import.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "facts/store.h"

/* ---- a store to import into ------------------------------------------------------------------ */

typedef struct Given {
    ImportKind kind;
    const char *text;
} Given;

static const Given base[] = {
    {IMPORT_UNITS,        "code,name,kind,parent\nB1,城东支行,支行,\n"                 },
    {IMPORT_PERSONS,      "code,name\nGH1,张三\nGH2,李四\nGH3,王五\n"                  },
    {IMPORT_CUSTOMERS,    "code,name,unit,小组\nK1,甲厂,B1,\nK2,乙厂,B1,联合小组\n"},
    {IMPORT_ACCOUNTS,
     "code,customer,product,side\nD1,K1,对公存款,deposit\nD2,K2,对公存款,deposit\n"  },
    {IMPORT_BALANCES,     "account,date,balance\nD2,2003-01-01,100.00\n"                     },
    {IMPORT_RATES,        "account,from,rate\nD2,2002-12-31,0.9%\n"                          },
    {IMPORT_TRANSACTIONS, "code,account,date,kind,amount\nT0,D2,2003-01-01,手续费,1\n"    },
    {IMPORT_CARDS,        "code,account,kind,issued,closed\nC0,D2,借记卡,2003-01-01,\n"   },
    {IMPORT_ASSIGNMENTS,  "customer,person,role,share,from,to\nK2,GH1,,2/3,2003-01-01,\n"    },
};

static void write_file(const char *name, const char *text, gssize len)
{
    g_assert_true(g_file_set_contents(name, text, len, NULL));
}

static bool import(DbConn *conn,
                   ImportKind kind,
                   const char *map,
                   const char *text,
                   ImportReport *report,
                   Diags *diags,
                   GError **error)
{
    ImportOptions options = {.now = "2004-01-01T00:00:00Z"};

    write_file("f.csv", text, -1);
    if (map && map[0]) {
        write_file("m.yaml", map, -1);
        options.map_file = "m.yaml";
    }
    return import_file(conn, kind, "f.csv", &options, report, diags, error);
}

/* Imports what must be right. Returns the number of rows stored. */
static int64_t land(DbConn *conn, ImportKind kind, const char *map, const char *text)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    ImportReport report;
    bool ok = import(conn, kind, map, text, &report, diags, &error);
    g_autofree char *findings = diags_format(diags);

    g_assert_cmpstr(findings, ==, "");
    g_assert_no_error(error);
    g_assert_true(ok);
    g_assert_cmpint(report.n_bad, ==, 0);
    return report.n_stored;
}

static DbConn *new_store(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = store_open_memory(&error);

    g_assert_no_error(error);
    for (size_t i = 0; i < G_N_ELEMENTS(base); i++)
        land(conn, base[i].kind, NULL, base[i].text);
    return conn;
}

/* All rows a query gives, columns are the query's business: one text column. */
static char *query(DbConn *conn, const char *sql)
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

static const char SQL_ALL[] =
    "SELECT id || '|' || code || '|' || name || '|' || COALESCE(parent, '-') FROM unit"
    " UNION ALL SELECT id || '|' || code || '|' || name FROM person"
    " UNION ALL SELECT id || '|' || code || '|' || name || '|' || COALESCE(unit, '-') FROM customer"
    " UNION ALL SELECT id || '|' || code || '|' || customer || '|' || product || '|' || side || '|'"
    "  || COALESCE(opened, '-') || '|' || COALESCE(closed, '-') FROM account"
    " UNION ALL SELECT subject || '|' || row || '|' || name || '|' || from_day || '|'"
    "  || COALESCE(value, '-') FROM attribute"
    " UNION ALL SELECT account || '|' || from_day || '|' || rate FROM account_rate"
    " UNION ALL SELECT account || '|' || day || '|' || amount FROM balance"
    " UNION ALL SELECT account || '|' || day || '|' || amount FROM balance_end"
    " UNION ALL SELECT account || '|' || day || '|' || kind || '|' || amount FROM txn"
    " UNION ALL SELECT code || '|' || account || '|' || issued FROM card"
    " UNION ALL SELECT code || '|' || customer || '|' || signed FROM contract"
    " UNION ALL SELECT customer || '|' || person || '|' || role || '|' || numerator || '/'"
    "  || denominator || '|' || from_day || '|' || COALESCE(to_day, '-') FROM assignment"
    " UNION ALL SELECT kind || '|' || file || '|' || n_rows FROM import";

/* ---- faults ---------------------------------------------------------------------------------- */

typedef struct Fault {
    const char *name;
    ImportKind kind;
    const char *map; /* "" = none */
    const char *text;
    const char *expected; /* findings, then the error */
} Fault;

static const Fault faults[] = {
#include "import_faults.inc"
};

static void test_fault(gconstpointer data)
{
    const Fault *f = data;
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    g_autofree char *before = query(conn, SQL_ALL);
    g_autofree char *long_code = g_strnfill(65, 'K');
    g_autofree char *long_text = g_strnfill(1001, 'x');
    g_autoptr(GString) text = g_string_new(f->text);
    ImportReport report;

    g_string_replace(text, "@LONGCODE@", long_code, 0);
    g_string_replace(text, "@LONG@", long_text, 0);
    g_assert_false(import(conn, f->kind, f->map, text->str, &report, diags, &error));
    g_autofree char *findings = diags_format(diags);
    g_autofree char *got =
        g_strdup_printf("%s%s: %s\n", findings, err_reason(error), error->message);
    g_autofree char *after = query(conn, SQL_ALL);

    g_assert_cmpstr(got, ==, f->expected);
    g_assert_cmpstr(after, ==, before);                            /* nothing has changed */
    land(conn, IMPORT_CUSTOMERS, NULL, "code,name\nK77,七十七\n"); /* and the store is usable */
}

/* The second row is refused for two reasons. */
static void test_refused_once(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    ImportReport report;

    land(conn, IMPORT_UNITS, NULL, "code,name,parent\nB2,城西,B1\n");
    g_assert_false(import(conn, IMPORT_UNITS, NULL,
                          "code,name,parent\nB1,城东支行,B2\nB2,城西,没有\n", &report, diags,
                          &error));
    g_autofree char *findings = diags_format(diags);
    g_assert_cmpstr(findings, ==,
                    "f.csv:3:7: error: there is no such unit\n"
                    "    seen: 没有\n"
                    "f.csv:2:9: error: the unit would be above itself\n"
                    "    seen: B2\n"
                    "f.csv:3:7: error: the unit would be above itself\n"
                    "    seen: 没有\n");
    g_assert_cmpstr(error->message, ==, "2 of 2 rows are refused; nothing was imported");
    g_assert_cmpint(report.n_rows, ==, 2);
    g_assert_cmpint(report.n_bad, ==, 2);
}

/* ---- what lands ------------------------------------------------------------------------------ */

static const char SQL_BALANCES[] =
    "SELECT code || ' ' || day || ' ' || amount FROM balance JOIN account ON account = id"
    " ORDER BY code, day";
static const char SQL_TXNS[] = "SELECT code || ' ' || kind || ' ' || amount FROM txn ORDER BY code";
static const char SQL_CUSTOMERS[] = "SELECT code || ' ' || name FROM customer ORDER BY code";
static const char SQL_UNITS[] = "SELECT u.code || ' ' || COALESCE(p.code, '-') FROM unit u"
                                " LEFT JOIN unit p ON p.id = u.parent ORDER BY u.code";
static const char SQL_ATTRIBUTES[] =
    "SELECT subject || ' ' || row || ' ' || name || ' ' || from_day || ' ' || COALESCE(value, '-')"
    " FROM attribute WHERE row > 2 ORDER BY subject, row, name, from_day";
static const char SQL_ACCOUNTS[] =
    "SELECT code || ' ' || product || ' ' || side || ' ' || COALESCE(opened, '-') || ' '"
    " || COALESCE(closed, '-') FROM account ORDER BY code";
static const char SQL_CARDS[] =
    "SELECT code || ' ' || kind || ' ' || issued || ' ' || COALESCE(closed, '-') FROM card"
    " ORDER BY code";
static const char SQL_RATES[] =
    "SELECT account || ' ' || from_day || ' ' || rate FROM account_rate ORDER BY account, from_day";
static const char SQL_SHARES[] =
    "SELECT customer || ' ' || person || ' ' || role || ' ' || numerator || '/' || denominator"
    " FROM assignment ORDER BY id";

static void check_query(DbConn *conn, const char *sql, const char *expected)
{
    g_autofree char *got = query(conn, sql);

    g_assert_cmpstr(got, ==, expected);
}

/* Day 12054 is 2003-01-02. */
/* A file of movements says a balance after each: the last of a day is the day's end. */
static void test_repeated_last(void)
{
    g_autoptr(DbConn) conn = new_store();
    static const char map[] = "repeated: last\ncolumns:\n  account: {from: no, prefix: D}\n"
                              "  date: date\n  balance: after\n";

    g_assert_cmpint(land(conn, IMPORT_BALANCES, map,
                         "no,date,after\n1,2003-01-02,5\n2,2003-01-02,7\n1,2003-01-02,6\n"
                         "1,2003-01-03,9\n1,2003-01-03,6\n1,2003-01-04,0\n1,2003-01-04,8\n"
                         "2,2003-01-02,100.00\n"),
                    ==, 2);
    g_autofree char *got = query(conn, "SELECT account || ' ' || day || ' ' || amount FROM balance"
                                       " ORDER BY account, day");
    g_assert_cmpstr(got, ==, "1 12054 600\n1 12056 800\n2 12053 10000\n");
}

static void test_only_changes_of_balances(void)
{
    g_autoptr(DbConn) conn = new_store();

    g_assert_cmpint(land(conn, IMPORT_BALANCES, NULL,
                         "account,date,balance\n"
                         "D1,2003-01-01,0\nD2,2003-01-02,100\nD1,2003-01-02,5.10\n"
                         "D2,2003-01-03,100.00\nD1,2003-01-03,5.1\nD1,2003-01-04,-0.01\n"),
                    ==, 2);
    g_assert_cmpint(land(conn, IMPORT_BALANCES, NULL,
                         "account,date,balance\nD1,2003-01-05,-0.010\nD2,2003-01-04,0\n"),
                    ==, 1);
    check_query(conn, SQL_BALANCES, "D1 12054 510\nD1 12056 -1\nD2 12053 10000\nD2 12056 0\n");
}

static void test_same_file(void)
{
    static const char text[] = "code,name\nK3,丙厂\n";
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    ImportReport report;

    land(conn, IMPORT_CUSTOMERS, NULL, text);
    g_autofree char *before = query(conn, SQL_ALL);
    g_assert_false(import(conn, IMPORT_CUSTOMERS, NULL, text, &report, diags, &error));
    g_assert_cmpstr(error->message, ==,
                    "this file was imported before (import 10); nothing was imported");
    g_assert_cmpstr(err_reason(error), ==, "import.same-file");
    g_assert_true(err_is(error, ERR_CONFLICT));
    g_autofree char *after = query(conn, SQL_ALL);
    g_assert_cmpstr(after, ==, before);
    land(conn, IMPORT_PERSONS, NULL, text); /* of another kind it is another import */
}

static void test_gb18030(void)
{
    static const char text[] = "\xBF\xCD\xBB\xA7\xBA\xC5;\xC3\xFB\xB3\xC6\n"
                               "K3;\xB1\xFB\xB3\xA7\n"; /* 客户号;名称 K3;丙厂 */
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_CUSTOMERS,
         "encoding: gb18030\ndelimiter: ';'\ncolumns: {code: 客户号, name: 名称}\n", text);
    check_query(conn, SQL_CUSTOMERS, "K1 甲厂\nK2 乙厂\nK3 丙厂\n");
}

static void test_map(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_TRANSACTIONS,
         "delimiter: ';'\n"
         "only when: {status: [A, B]}\n"
         "columns:\n"
         "  code: trans_id\n"
         "  account: {from: account_id, default: D2}\n"
         "  date: {from: date, format: 'yymmdd hh:mm:ss'}\n"
         "  kind: {from: type, values: {PRIJEM: 存入, VYDAJ: 支取}}\n"
         "  amount: {from: amount, thousands: '.', decimal: ',', negative when: {type: VYDAJ}}\n",
         "\"trans_id\";\"account_id\";\"date\";\"type\";\"amount\";\"status\";\"account\"\n"
         "1;\"D1\";930101 00:00:00;\"PRIJEM\";1.700,50;A;D9\n"
         "2;;030101 23:59:59;\"VYDAJ\";900;B;\n"
         "3;\"D9\";bad;\"?\";?;C;\n");
    check_query(conn, SQL_TXNS, "1 存入 170050\n2 支取 -90000\nT0 手续费 100\n");
}

static void test_map_without_header(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_BALANCES,
         "header: false\ncolumns:\n  account: 2\n  date: {from: 1, format: yyyymmdd}\n"
         "  balance: {from: 4, unit: 万元}\n",
         "20030102,D1,x,12.345678,y\n20030103,D1,x,-0.5,y\n");
    land(conn, IMPORT_BALANCES,
         "header: false\ncolumns:\n  account: {constant: D1}\n"
         "  date: {from: 1, format: yyyy/mm/dd}\n  balance: {from: 2, unit: 分}\n",
         "2003/01/04,17\n");
    check_query(conn, SQL_BALANCES,
                "D1 12054 12345678\nD1 12055 -500000\nD1 12056 17\nD2 12053 10000\n");
}

static void test_units_in_any_order(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_UNITS, NULL, "code,name,kind,parent\nB11,一所,,B2\nB2,分行,分行,\n");
    land(conn, IMPORT_UNITS, NULL, "code,name,parent\nB1,城东支行,B2\n");
    check_query(conn, SQL_UNITS, "B1 B2\nB11 B2\nB2 -\n");
}

static void test_attributes(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_PERSONS,
         "columns:\n  code: 工号\n  name: 姓名\n  from: {from: 起, format: yyyymmdd}\n"
         "  岗位: 岗\n  入职日期: {from: 入, format: yyyymmdd}\n",
         "工号,姓名,起,岗,入,别的\nGH4,赵六,,柜员,19990201,x\nGH4,赵六,20030102,客户经理,19990201,"
         "y\n");
    land(conn, IMPORT_ATTRIBUTES, NULL,
         "subject,row,name,from,value\nperson,GH4,级别,2003-01-02,客户经理一级\n"
         "person,GH4,岗位,2003-01-02,处长\nperson,GH4,离职日期,,\n");
    check_query(conn, SQL_ATTRIBUTES,
                "person 4 入职日期 -9223372036854775808 1999-02-01\n"
                "person 4 入职日期 12054 1999-02-01\n"
                "person 4 岗位 -9223372036854775808 柜员\n"
                "person 4 岗位 12054 处长\n"
                "person 4 离职日期 -9223372036854775808 -\n"
                "person 4 级别 12054 客户经理一级\n");
}

static void test_later_files_add(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_ACCOUNTS, NULL,
         "code,customer,product,side,opened,closed\nD1,K1,对公存款,deposit,2003-01-02,\n");
    land(conn, IMPORT_ACCOUNTS, NULL,
         "code,customer,product,side,opened,closed\nD1,K1,对公存款,deposit,,2003-01-03\n");
    land(conn, IMPORT_CARDS, NULL,
         "code,account,kind,issued,closed\nC0,D2,借记卡,2003-01-01,2003-01-02\n");
    check_query(conn, SQL_ACCOUNTS, "D1 对公存款 deposit 12054 12055\nD2 对公存款 deposit - -\n");
    check_query(conn, SQL_CARDS, "C0 借记卡 12053 12054\n");
}

static void test_rates(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_RATES, NULL,
         "account,from,rate\nD1,2003-01-02,2.50%\nD1,2003-01-03,0.0072\nD1,2003-01-04,5‰\n");
    check_query(conn, SQL_RATES, "1 12054 0.025\n1 12055 0.0072\n1 12056 0.005\n2 12052 0.009\n");
}

/* A whole in thirds, one after the other, and a referrer beside it. */
static void test_shares(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_ASSIGNMENTS, NULL,
         "customer,person,role,share,from,to\n"
         "K1,GH1,,1/3,2003-01-01,2003-06-30\nK1,GH2,,66.6666%,2003-01-01,2003-06-30\n"
         "K1,GH1,,0.50,2003-07-01,\nK1,GH3,,2/4,2003-07-01,\n"
         "K2,GH3,manager,1/3,2003-01-01,\nK2,GH3,referrer,1,2003-01-01,\n");
    check_query(conn, SQL_SHARES,
                "2 1 manager 2/3\n1 1 manager 1/3\n1 2 manager 333333/500000\n1 1 manager 1/2\n"
                "1 3 manager 1/2\n2 3 manager 1/3\n2 3 referrer 1/1\n");
}

/* What adds up to more persons than one file of the table above shows. */
static void test_crowds(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Diags) fine_diags = diags_new(LANG_EN);
    g_autoptr(Diags) many_diags = diags_new(LANG_EN);
    g_autoptr(GString) persons = g_string_new("code,name\n");
    g_autoptr(GString) fine = g_string_new("customer,person,share,from\n");
    g_autoptr(GString) many = g_string_new("customer,person,share,from\n");
    ImportReport report;

    for (int i = 0; i <= 1000; i++) {
        g_string_append_printf(persons, "X%d,某\n", i);
        g_string_append_printf(many, "K1,X%d,1/1000000,2003-01-01\n", i);
        if (i < 20)
            g_string_append_printf(fine, "K1,X%d,1/%d,2003-01-01\n", i, 999999 - i);
    }
    land(conn, IMPORT_PERSONS, NULL, persons->str);
    g_assert_false(import(conn, IMPORT_ASSIGNMENTS, NULL, fine->str, &report, fine_diags, NULL));
    g_assert_false(import(conn, IMPORT_ASSIGNMENTS, NULL, many->str, &report, many_diags, NULL));
    g_autofree char *fine_text = diags_format(fine_diags);
    g_autofree char *many_text = diags_format(many_diags);
    g_assert_cmpstr(fine_text, ==,
                    "f.csv:21:1: error: the shares of the customer on 2003-01-01 have no common "
                    "denominator that can be kept\n");
    g_assert_cmpstr(many_text, ==,
                    "f.csv:1002:1: error: more than 1000 assignments of one customer\n");
}

static void test_chinese(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    ImportReport report;

    g_assert_false(import(conn, IMPORT_BALANCES, NULL,
                          "account,date,balance\nD1,2003-01-01,12.3万\n", &report, diags, NULL));
    g_autofree char *findings = diags_format(diags);
    g_assert_cmpstr(findings, ==,
                    "f.csv:2:15: 错误: 这不是数字\n"
                    "    见到: 12.3万\n"
                    "    应为: 以元为单位的金额,如 1234.50\n"
                    "    提示: 请在映射文件里声明单位: unit: 万元\n");
}

static void test_kinds(void)
{
    ImportKind kind = IMPORT_UNITS;

    g_assert_true(import_kind_parse("balances", &kind));
    g_assert_cmpint(kind, ==, IMPORT_BALANCES);
    g_assert_false(import_kind_parse("balance", &kind));
}

static void test_no_file(void)
{
    g_autoptr(DbConn) conn = new_store();
    ImportOptions options = {.map_file = "none.yaml"};
    g_autoptr(GError) no_file = NULL;
    g_autoptr(GError) no_map = NULL;

    g_assert_false(import_file(conn, IMPORT_UNITS, "f.csv", &options, NULL, NULL, &no_map));
    g_assert_cmpstr(err_reason(no_map), ==, "import.no-map");
    options.map_file = NULL;
    g_assert_false(import_file(conn, IMPORT_UNITS, "none.csv", &options, NULL, NULL, &no_file));
    g_assert_cmpstr(err_reason(no_file), ==, "csv.no-file");
}

static void count_calls(void *data, int64_t done, int64_t total)
{
    g_assert_cmpint(done, <=, total);
    ++*(int *)data;
}

/* Sorted by day, more rows than one flush, in order of accounts afterwards. */
static void test_many_balances(void)
{
    enum { ACCOUNTS = 700, DAYS = 800 };
    static const char sum[] = "SELECT COUNT(*) || ' ' || SUM(amount) FROM balance";
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(GString) accounts = g_string_new("code,customer,product,side\n");
    g_autoptr(GString) rows = g_string_new("account,date,balance\n");
    g_autoptr(GError) error = NULL;
    ImportOptions options = {.now = "2004-01-01T00:00:00Z", .progress = count_calls};
    int n_calls = 0;
    char day[CAL_TEXT_SIZE];

    for (int a = 0; a < ACCOUNTS; a++)
        g_string_append_printf(accounts, "A%03d,K1,对公存款,deposit\n", a);
    land(conn, IMPORT_ACCOUNTS, NULL, accounts->str);
    for (int d = 0; d < DAYS; d++) {
        cal_date_format(12053 + d, day);
        for (int a = ACCOUNTS - 1; a >= 0; a--)
            g_string_append_printf(rows, "A%03d,%s,%d.00\n", a, day, d + 1);
    }
    write_file("f.csv", rows->str, (gssize)rows->len);
    options.data = &n_calls;
    g_assert_true(import_file(conn, IMPORT_BALANCES, "f.csv", &options, NULL, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpint(n_calls, >, 100);
    check_query(conn, sum, "560001 22428010000\n");
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    g_autofree char *dir = g_dir_make_tmp("guanhu-import-XXXXXX", NULL);
    g_assert_cmpint(g_chdir(dir), ==, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strconcat("/import/refused/", faults[i].name, NULL);
        g_test_add_data_func(path, &faults[i], test_fault);
    }
    g_test_add_func("/import/refused-once", test_refused_once);
    g_test_add_func("/import/repeated-last", test_repeated_last);
    g_test_add_func("/import/only-changes-of-balances", test_only_changes_of_balances);
    g_test_add_func("/import/same-file", test_same_file);
    g_test_add_func("/import/gb18030", test_gb18030);
    g_test_add_func("/import/map", test_map);
    g_test_add_func("/import/map-without-header", test_map_without_header);
    g_test_add_func("/import/units-in-any-order", test_units_in_any_order);
    g_test_add_func("/import/attributes", test_attributes);
    g_test_add_func("/import/later-files-add", test_later_files_add);
    g_test_add_func("/import/rates", test_rates);
    g_test_add_func("/import/shares", test_shares);
    g_test_add_func("/import/crowds", test_crowds);
    g_test_add_func("/import/chinese", test_chinese);
    g_test_add_func("/import/kinds", test_kinds);
    g_test_add_func("/import/no-file", test_no_file);
    g_test_add_func("/import/many-balances", test_many_balances);
    rc = g_test_run();
    g_remove("f.csv");
    g_remove("m.yaml");
    g_rmdir(dir);
    return rc;
}
