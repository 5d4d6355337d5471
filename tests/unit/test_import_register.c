/* test_import_register.c - entries of registers: what is refused, word by word, what is stored, and
 * what an evaluation over the store reads of them. */
#include "appraise/appraise.h"
#include "facts/load.h"
#include "facts_fixture.h"

static const char regulation_text[] =
    "---\nregulation: t\ntitle: 试\nversion: 1\ncycles: [month]\n---\n\n# 第一条\n\n"
    "```yaml register 投诉登记簿\n"
    "kept by: 客服部\n"
    "fields:\n"
    "  时间: date and time, required\n"
    "  责任人: person, required\n"
    "  客户: customer\n"
    "  结果: one of [属实, 不属实]\n"
    "  损失: 万元\n"
    "  项目: project\n"
    "```\n\n"
    "```yaml register 备忘簿\nfields: {责任人: person, 日期: date}\n```\n\n"
    "```yaml sheet 月报 @month\ncolumns: {件数: 件}\n```\n\n"
    "```yaml input 件数 @month unit 件\nfrom: sheet 月报\n```\n\n"
    "```yaml param 损失上限 unit 元\nvalue: 5万\n```\n\n"
    "```yaml check 停职不登\non: register 投诉登记簿\n"
    "refuse when: 责任人.状态 = \"停职\" or 损失 > 损失上限\nsays: 停职或超限\n```\n\n"
    "```yaml check 客户要有主\non: register 投诉登记簿\n"
    "refuse when: 客户 != null and 客户.在管客户经理数 = 0\nsays: 没有客户经理\n```\n\n"
    "```yaml check 备忘有日\non: register 备忘簿\n"
    "refuse when: 日期 = null and 期末 < date(\"2004-01-01\")\nsays: 没有日期\n```\n\n"
    "```yaml check 件数不过百\non: 月报\n"
    "refuse when: 件数 > 100 and person.状态 = \"停职\"\nsays: 停职者件数不过百\n```\n\n"
    "```yaml subject 营业部\nrows: unit where 类型 = \"营业部\"\n```\n\n"
    "```yaml register 设备簿\nfields:\n  网点: unit\n  部: 营业部\n  账户: account\n  项目: "
    "project\n"
    "  客户: customer\n  启用: boolean\n  数量: number\n```\n\n"
    "```yaml input 评级日 per customer\nfrom: attribute\ntype: date\n```\n\n"
    "```yaml check 城东不用\non: register 设备簿\nrefuse when: |\n"
    "  网点.名称 = \"城东\" or 部.区域 = \"城区\"\nsays: 城东不用\n```\n\n"
    "```yaml check 账户冻结\non: register 设备簿\nrefuse when: 数量 = 1 and 账户.状态 = \"冻结\"\n"
    "says: 账户冻结\n```\n\n"
    "```yaml check 项目已停\non: register 设备簿\nrefuse when: 数量 = 2 and 项目.状态 = \"停\"\n"
    "says: 项目已停\n```\n\n"
    "```yaml check 评级已过\non: register 设备簿\n"
    "refuse when: 数量 = 3 and 客户.评级日 < date(\"2003-01-01\")\nsays: 评级已过\n```\n\n"
    "```yaml input 投诉次数 @month\nfrom: register 投诉登记簿\ntake: count\n```\n\n"
    "```yaml input 近12月损失 @month unit 元\nfrom: register 投诉登记簿\n"
    "over: last 12 months\ntake: sum\ncolumn: 损失\n```\n\n"
    "```yaml input 最近结果 @month\nfrom: register 投诉登记簿\ntake: last\ncolumn: 结果\n```\n\n"
    "```yaml input 备忘数 @month\nfrom: register 备忘簿\ntake: count\n```\n\n"
    "```yaml input 项目投诉 @month per project\nfrom: register 投诉登记簿\ntake: count\n```\n\n"
    "```feel 项目投诉倍 @month per project\n项目投诉 * 2\n```\n";

static Regulation *reg;

static DbConn *new_store(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = store_open_memory(&error);

    g_assert_no_error(error);
    fixture_land(conn, IMPORT_UNITS, NULL, NULL, NULL,
                 "code,name,kind\nU1,城东,支行\nU2,城西,营业部\nU3,城南,营业部\n");
    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\nunit,U2,区域,,城区\nunit,U3,区域,,\n");
    fixture_land(conn, IMPORT_PERSONS, NULL, NULL, NULL,
                 "code,name,from,状态\nP1,张,,在岗\nP2,李,,在岗\nP3,王,,停职\n");
    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\nperson,P2,状态,2003-06-01,停职\n");
    fixture_land(conn, IMPORT_CUSTOMERS, NULL, NULL, NULL,
                 "code,name,评级日\nK1,甲厂,去年\nK2,乙厂,2002-12-31\n");
    fixture_land(conn, IMPORT_PROJECTS, NULL, NULL, NULL, "code,name,状态\nG1,一期,停\nG2,二期,\n");
    fixture_land(conn, IMPORT_ACCOUNTS, NULL, NULL, NULL,
                 "code,customer,product,side\nA1,K1,定期,deposit\nA2,K1,定期,deposit\n");
    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\naccount,A1,状态,,冻结\naccount,A2,状态,,\n");
    fixture_land(conn, IMPORT_ASSIGNMENTS, NULL, NULL, NULL,
                 "customer,person,share,from,to\nK1,P1,1,2003-02-01,2003-03-31\n");
    return conn;
}

static const char SQL_ALL[] =
    "SELECT sheet || '|' || entry || '|' || COALESCE(day, '-') FROM sheet_entry"
    " UNION ALL SELECT e.entry || '|' || field || '|' || value FROM sheet_line l"
    " JOIN sheet_entry e ON e.id = l.entry"
    " UNION ALL SELECT field || '|' || value FROM sheet_value"
    " UNION ALL SELECT kind || '|' || n_rows FROM import WHERE kind LIKE '%册%' OR kind LIKE "
    "'%簿%'";

/* ---- what is refused ---- */

static const FixtureFault faults[] = {
#include "import_register_faults.inc"
};

static void test_fault(gconstpointer data)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_refuses(conn, reg, data, SQL_ALL);
}

/* ---- what is stored ---- */

static void land(DbConn *conn, const char *text)
{
    fixture_land(conn, IMPORT_REGISTER, reg, "投诉登记簿", NULL, text);
}

/* An entry given again replaces itself; the same file is refused. */
static void test_again(void)
{
    static const char first[] = "entry,时间,责任人,损失\nE1,2003-01-31T23:59:59,P1,1\n"
                                "E2,2003-01-05,P1,0.5\n";
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(GError) error = NULL;

    land(conn, first);
    land(conn, "entry,时间,责任人\nE1,2003-02-01T08:00:00,P2\n");
    g_assert_false(
        fixture_import(conn, IMPORT_REGISTER, reg, "投诉登记簿", NULL, first, NULL, NULL, &error));
    g_assert_cmpstr(err_reason(error), ==, "import.same-file");
    g_autofree char *got = fixture_query(conn, SQL_ALL);
    g_assert_cmpstr(got, ==,
                    "投诉登记簿|E1|12084\n投诉登记簿|E2|12057\n"
                    "E1|时间|2003-02-01T08:00:00\nE1|责任人|P2\n"
                    "E2|损失|0.5\nE2|时间|2003-01-05\nE2|责任人|P1\n"
                    "register 投诉登记簿|2\nregister 投诉登记簿|1\n");
}

static void test_mapping(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_REGISTER, reg, "投诉登记簿",
                 "delimiter: ';'\ncolumns:\n  entry: {from: 号, prefix: T}\n"
                 "  时间: {from: 时, format: yyyy/mm/dd hh:mm:ss}\n  责任人: 人\n"
                 "  损失: {from: 损, unit: 元, decimal: ','}\n"
                 "  结果: {from: 果, values: {Y: 属实, N: 不属实}}\n",
                 "号;时;人;损;果\n7;2003/01/31 23:59:59;P1;1500,50;Y\n");
    g_autofree char *got = fixture_query(conn, SQL_ALL);
    g_assert_cmpstr(got, ==,
                    "投诉登记簿|T7|12083\nT7|损失|0.15005\nT7|时间|2003-01-31T23:59:59\n"
                    "T7|结果|属实\nT7|责任人|P1\nregister 投诉登记簿|1\n");
}

/* The status is that of the entry's day, the limit that of the store, managers those of the day. */
static void test_checks_pass(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_PARAMETERS, reg, NULL, NULL,
                 "name,key,from,value\n损失上限,,2003-01-01,90000\n");
    land(conn, "entry,时间,责任人,客户,损失\nE1,2003-05-31T23:59:59,P2,,9\n"
               "E2,2003-03-31T08:00:00,P1,K1,\n");
    fixture_land(conn, IMPORT_REGISTER, reg, "备忘簿", NULL, "entry,责任人,日期\nB1,P1,\n");
    fixture_land(conn, IMPORT_REGISTER, reg, "设备簿", NULL,
                 "entry,网点,部,账户,项目,客户,启用,数量\nS1,U2,U3,,,,是,1\nS2,,,,,,否,2\n"
                 "S3,,,,G1,K1,,4\nS4,U3,,A2,,K2,true,1\nS5,,,A1,,,,\n");
}

/* ---- what is read ---- */

static char *
value_of(DbConn *conn, const char *subject, const char *name, const char *row, const char *cycle)
{
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(AppResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Arena) arena = arena_new(0);
    AppOptions options = {.lang = LANG_EN};
    int kind = reg_subject(reg, subject);
    AppCycle at;
    FeelValue v;
    size_t index;

    g_assert_true(app_cycle_parse(reg, cycle, &at));
    g_assert_true(facts_load(conn, reg, &at, &at, data, &error));
    g_assert_no_error(error);
    result = app_evaluate(reg, data, &at, &at, &options, &error);
    g_assert_no_error(error);
    g_assert_true(app_data_find_row(data, kind, row, &index));
    v = app_result_value(result, reg_name(reg, kind, name), index, &at);
    return g_strdup(v.kind == FEEL_MISSING ? "missing" : feel_value_text(arena, &v, false));
}

static void expect(DbConn *conn,
                   const char *subject,
                   const char *name,
                   const char *row,
                   const char *cycle,
                   const char *want)
{
    g_autofree char *got = value_of(conn, subject, name, row, cycle);

    g_assert_cmpstr(got, ==, want);
}

/* Entries before the cycle are history; a project of which the store has lost all master data is
 * known by the entries that speak of it. */
static void test_read(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_CUSTOMERS, NULL, NULL, NULL,
                 "code,name,评级日\nK1,甲厂,2003-01-01\n");
    land(conn, "entry,时间,责任人,损失,结果,项目\n"
               "E1,2003-01-31T23:59:59,P1,1.5,属实,G1\n"
               "E2,2003-12-31T09:00:00,P1,2,属实,G1\n"
               "E3,2003-12-31T08:00:00,P1,,不属实,\n");
    fixture_land(conn, IMPORT_REGISTER, reg, "备忘簿", NULL,
                 "entry,责任人,日期\nB1,P1,2003-12-01\nB2,P1,\n");
    expect(conn, "person", "投诉次数", "P1", "2003-12", "2");
    expect(conn, "person", "投诉次数", "P2", "2003-12", "0");
    expect(conn, "person", "近12月损失", "P1", "2003-12", "35000");
    expect(conn, "person", "近12月损失", "P1", "2004-01", "20000");
    expect(conn, "person", "近12月损失", "P2", "2004-01", "0");
    expect(conn, "person", "最近结果", "P1", "2003-12", "属实");
    expect(conn, "person", "备忘数", "P1", "2003-12", "2");
    expect(conn, "person", "备忘数", "P1", "2003-11", "1"); /* without a date: every cycle */
    expect(conn, "project", "项目投诉倍", "G1", "2003-12", "2");
    expect(conn, "project", "项目投诉倍", "G2", "2003-12", "0");
    g_free(fixture_query(conn, "DELETE FROM project RETURNING code"));
    expect(conn, "project", "项目投诉倍", "G1", "2003-12", "2");
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    reg = fixture_regulation(regulation_text);
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strconcat("/import-register/refused/", faults[i].name, NULL);
        g_test_add_data_func(path, &faults[i], test_fault);
    }
    g_test_add_func("/import-register/again", test_again);
    g_test_add_func("/import-register/mapping", test_mapping);
    g_test_add_func("/import-register/checks-pass", test_checks_pass);
    g_test_add_func("/import-register/read", test_read);
    rc = fixture_run();
    reg_free(reg);
    return rc;
}
