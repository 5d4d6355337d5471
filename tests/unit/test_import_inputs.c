/* test_import_inputs.c - inputs that people give row by row, for rows of every kind: what is
 * refused, word by word, what is stored, and what an evaluation over the store reads of them.
 * Teams, projects and units with attributes; stores of an older schema. */
#include "appraise/appraise.h"
#include "facts/load.h"
#include "facts_fixture.h"

/* Embedded from schema/ by tools/embed.py. */
extern const char *const store_migrations[];

static const char regulation_text[] =
    "---\nregulation: t\ntitle: 试\nversion: 1\ncycles: [month, year]\n---\n\n# 第一条\n\n"
    "```yaml subject 管理处\nrows: unit where 类型 = \"管理处\"\n```\n\n"
    "```yaml input 月奖金 @month per project unit 元\nowed by: 人力资源\n```\n\n"
    "```yaml input 指标 @year per 管理处 unit 万元\nowed by: 财务部\n```\n\n"
    "```yaml input 等次 @year\ntype: text\none of: [优秀, 称职]\noptional: true\n```\n\n"
    "```yaml input 起算日 @year\ntype: date\n```\n\n"
    "```yaml input 带队人 @year per team\ntype: person\n```\n\n"
    "```yaml input 完成率 @month\noptional: true\n```\n\n"
    "```yaml register 事件簿\n"
    "fields: {项目: project, 日期: date, 处: 管理处, 队: team}\n```\n\n"
    "```yaml subject 事件\nrows: register 事件簿\n```\n\n"
    "```yaml input 扣分 @month per 事件 unit 分\nowed by: 质检部\n```\n\n"
    "```yaml decide 裁定 @month per 事件\nwhen: 扣分 > 1\nby: 经理\n```\n\n"
    "```yaml total 扣分合计 @month per project unit 分\ntake: sum\nof: 扣分\n"
    "over: 事件 by 项目\n```\n\n"
    "```yaml param 每分扣款 unit 元/分\nvalue: 100\n```\n\n"
    "```feel 净奖金 @month per project unit 元\n月奖金 - 扣分合计 * 每分扣款\n```\n\n"
    "```yaml total 名下奖金 @month unit 元\ntake: sum\nof: 净奖金\n"
    "over: project by 项目经理\n```\n\n"
    "```yaml sheet 项目表 @month per project\ncolumns: {工时: 小时}\n```\n\n"
    "```yaml input 工时 @month per project unit 小时\nfrom: sheet 项目表\n```\n\n"
    "```yaml sheet 处表 @year per 管理处\ncolumns: {收缴率: number}\n```\n\n"
    "```yaml input 收缴率 @year per 管理处\nfrom: sheet 处表\n```\n\n"
    "```yaml score 打分 @year per 管理处\nraters: {经理: 1}\nitems: {服务: 20}\n```\n\n"
    "```yaml input 处长 per 管理处\nfrom: attribute 负责人\ntype: person\n```\n\n"
    "```feel 处长是 @year per 管理处\n处长\n```\n\n"
    "```feel 队长 @year per team\n组长\n```\n\n"
    "```feel 队地 @year per team\n机构\n```\n\n"
    "```yaml input 等级\nfrom: attribute\ntype: text\n```\n\n"
    "```yaml input 造价额 per project unit 元\nfrom: attribute 造价\noptional: true\n```\n\n"
    "```yaml input 项目等级 per project\nfrom: attribute\ntype: text\none of: [甲, 乙]\n"
    "optional: true\n```\n\n"
    "```yaml input 封顶 per project\nfrom: attribute\ntype: boolean\noptional: true\n```\n\n"
    "```yaml input 面积 per 管理处 unit 万元\nfrom: attribute\n```\n\n"
    "```feel 面积额 @year per 管理处 unit 元\n面积\n```\n\n"
    "```feel 造价数 @year per project unit 元\n造价额\n```\n\n"
    "```yaml input 上月奖金 @month per project unit 元\nfrom: history of 月奖金\n"
    "over: previous\nif none: 0\n```\n\n"
    "```feel 多余 @month per project unit 元\n上月奖金\n```\n";

static Regulation *reg;

static DbConn *new_store(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = store_open_memory(&error);

    g_assert_no_error(error);
    fixture_land(conn, IMPORT_PERSONS, NULL, NULL, NULL, "code,name\nP1,张\nP2,李\n");
    fixture_land(conn, IMPORT_UNITS, NULL, NULL, NULL,
                 "code,name,kind,负责人\nU1,一处,管理处,P1\nU2,二处,管理处,P2\nU3,总部,部门,P2\n");
    fixture_land(conn, IMPORT_TEAMS, NULL, NULL, NULL, "code,name,unit,组长\nT1,甲队,U1,P2\n");
    fixture_land(conn, IMPORT_PROJECTS, NULL, NULL, NULL,
                 "code,name,unit,项目经理,开始日期\nG1,一期,U1,P1,2003-01-01\nG2,二期,,P1,\n");
    fixture_land(conn, IMPORT_REGISTER, reg, "事件簿", NULL,
                 "entry,项目,日期,处,队\nE1,G1,2003-02-03,U1,T1\nE2,G2,2003-02-04,,\n");
    return conn;
}

static const char SQL_ALL[] =
    "SELECT name || '|' || cycle || '|' || row_key || '|' || COALESCE(value, '-') || '|' || import"
    " FROM input_value"
    " UNION ALL SELECT name || '|' || cycle || '|' || row_key FROM decision"
    " UNION ALL SELECT sheet || '|' || entry FROM sheet_entry"
    " UNION ALL SELECT sheet || '|' || row_key FROM sheet_value"
    " UNION ALL SELECT code || '|' || name || '|' || COALESCE(unit, '-') FROM team"
    " UNION ALL SELECT code || '|' || name || '|' || COALESCE(unit, '-') FROM project"
    " UNION ALL SELECT kind || '|' || n_rows FROM import";
static const char SQL_INPUTS[] = "SELECT name || ' ' || cycle || ' ' || row_key || ' ' ||"
                                 " COALESCE(value, '-') FROM input_value"
                                 " ORDER BY name, cycle, row_key";

/* ---- what is refused ---- */

static const FixtureFault faults[] = {
#include "import_input_faults.inc"
};

static void test_fault(gconstpointer data)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_refuses(conn, reg, data, SQL_ALL);
}

/* Every finding of this file has a Chinese pair. */
static void test_chinese(void)
{
    g_autoptr(DbConn) conn = new_store();

    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        const FixtureFault *f = &faults[i];
        g_autoptr(Diags) diags = diags_new(LANG_ZH);
        g_autofree char *findings = NULL;

        g_assert_false(
            fixture_import(conn, f->kind, reg, f->form, f->map, f->text, NULL, diags, NULL));
        findings = diags_format(diags);
        for (const char *p = strstr(findings, ": 错误: "); p; p = strstr(p + 1, ": 错误: "))
            g_assert_false(g_ascii_isalpha(p[strlen(": 错误: ")]));
        g_assert_nonnull(strstr(findings, ": 错误: "));
    }
}

/* ---- what is stored ---- */

static void test_stored(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autofree char *first = NULL, *then = NULL;

    fixture_land(conn, IMPORT_INPUTS, reg, NULL, NULL,
                 "name,cycle,row,value\n月奖金,2003-02,G1,6000.50\n指标,2003,U1,20.5\n"
                 "等次,2003,P1,优秀\n起算日,2003,P2,2003-07-01\n带队人,2003,T1,P2\n"
                 "完成率,2003-02,P1,97.5%\n扣分,2003-02,E1,2\n");
    first = fixture_query(conn, SQL_INPUTS);
    g_assert_cmpstr(first, ==,
                    "完成率 2003-02 P1 97.5%\n带队人 2003 T1 P2\n扣分 2003-02 E1 2\n"
                    "指标 2003 U1 20.5\n月奖金 2003-02 G1 6000.50\n等次 2003 P1 优秀\n"
                    "起算日 2003 P2 2003-07-01\n");
    /* given again, taken back */
    fixture_land(conn, IMPORT_INPUTS, reg, NULL, NULL,
                 "name,cycle,row,value\n月奖金,2003-02,G1,7000\n等次,2003,P1,\n");
    then = fixture_query(conn, SQL_INPUTS);
    g_assert_nonnull(strstr(then, "月奖金 2003-02 G1 7000\n等次 2003 P1 -\n起算日"));
}

/* One name in a column of its own, figures in the unit that the mapping says. */
static void test_mapping(void)
{
    static const char map[] =
        "columns:\n  name: {constant: 指标}\n  cycle: {constant: 2003}\n"
        "  row: 管理处\n"
        "  value: {from: 指标, unit: 元, thousands: ',', negative when: {向: 减}}\n";
    static const char dates[] = "columns:\n  name: {constant: 起算日}\n  cycle: 年\n  row: 工号\n"
                                "  value: {from: 日, format: yyyymmdd}\n";
    g_autoptr(DbConn) conn = new_store();
    g_autofree char *got = NULL;

    fixture_land(conn, IMPORT_INPUTS, reg, NULL, map,
                 "管理处,指标,向\nU1,\"200,000\",增\nU2,\"1,500.5\",减\n");
    fixture_land(conn, IMPORT_INPUTS, reg, NULL, dates, "年,工号,日\n2003,P1,20030701\n");
    got = fixture_query(conn, SQL_INPUTS);
    g_assert_cmpstr(got, ==, "指标 2003 U1 20\n指标 2003 U2 -0.15005\n起算日 2003 P1 2003-07-01\n");
}

/* ---- what is read ---- */

static char *
value_of(DbConn *conn, const char *subject, const char *name, const char *row, const char *text)
{
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(AppResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Arena) arena = arena_new(0);
    AppOptions options = {.lang = LANG_EN};
    int s = reg_subject(reg, subject);
    AppCycle cycle;
    FeelValue v;
    size_t at;

    g_assert_true(app_cycle_parse(reg, text, &cycle));
    g_assert_true(facts_load(conn, reg, &cycle, &cycle, data, &error));
    g_assert_no_error(error);
    result = app_evaluate(reg, data, &cycle, &cycle, &options, &error);
    g_assert_no_error(error);
    g_assert_true(app_data_find_row(data, s, row, &at));
    v = app_result_value(result, reg_name(reg, s, name), at, &cycle);
    if (v.kind == FEEL_MISSING)
        return g_strdup("missing");
    return g_strdup(feel_value_text(arena, &v, false));
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

static void test_read(void)
{
    g_autoptr(DbConn) conn = new_store();

    expect(conn, "project", "净奖金", "G1", "2003-02", "missing");
    fixture_land(conn, IMPORT_INPUTS, reg, NULL, NULL,
                 "name,cycle,row,value\n月奖金,2003-01,G1,5000\n月奖金,2003-02,G1,6000.50\n"
                 "月奖金,2003-02,G2,1000\n指标,2003,U1,20.5\n等次,2003,P1,优秀\n"
                 "起算日,2003,P2,2003-07-01\n带队人,2003,T1,P2\n完成率,2003-02,P1,97.5%\n"
                 "扣分,2003-02,E1,2\n扣分,2003-02,E2,1\n");
    expect(conn, "project", "净奖金", "G1", "2003-02", "5800.5");
    expect(conn, "project", "多余", "G1", "2003-02", "5000"); /* history */
    expect(conn, "person", "名下奖金", "P1", "2003-02", "6700.5");
    expect(conn, "管理处", "指标", "U1", "2003", "205000"); /* 万元 -> 元 */
    expect(conn, "管理处", "指标", "U2", "2003", "missing");
    expect(conn, "person", "等次", "P1", "2003", "优秀");
    expect(conn, "person", "等次", "P2", "2003", "null");
    expect(conn, "person", "起算日", "P2", "2003", "2003-07-01");
    expect(conn, "team", "带队人", "T1", "2003", "P2");
    expect(conn, "person", "完成率", "P1", "2003-02", "0.975");
    expect(conn, "事件", "裁定", "E1", "2003-02", "missing");
    fixture_land(conn, IMPORT_DECISIONS, reg, NULL, NULL,
                 "name,cycle,row,outcome\n裁定,2003-02,E1,同意\n");
    expect(conn, "事件", "裁定", "E1", "2003-02", "同意");
    fixture_land(conn, IMPORT_INPUTS, reg, NULL, NULL,
                 "name,cycle,row,value\n等次,2003,P1,\n月奖金,2003-02,G1,\n");
    expect(conn, "person", "等次", "P1", "2003", "null");
    expect(conn, "project", "净奖金", "G1", "2003-02", "missing");
}

/* Sheets and scores of projects and of parts of the units. */
static void test_sheets(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "项目表", NULL, "row,cycle,工时\nG2,2003-02,7.5\n");
    fixture_land(conn, IMPORT_SHEET, reg, "处表", NULL, "row,cycle,收缴率\nU2,2003,98%\n");
    fixture_land(conn, IMPORT_SHEET, reg, "打分", NULL, "row,cycle,服务\nU1,2003,18\n");
    expect(conn, "project", "工时", "G2", "2003-02", "7.5");
    expect(conn, "project", "工时", "G1", "2003-02", "missing");
    expect(conn, "管理处", "收缴率", "U2", "2003", "0.98");
    expect(conn, "管理处", "打分", "U1", "2003", "18");
}

/* Attributes of units, teams and projects: with the row, and dated. */
static void test_attributes(void)
{
    g_autoptr(DbConn) conn = new_store();

    expect(conn, "管理处", "处长是", "U1", "2003", "P1");
    expect(conn, "team", "队长", "T1", "2003", "P2");
    expect(conn, "team", "队地", "T1", "2003", "U1");
    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\nunit,U1,负责人,2004-07-01,P2\n"
                 "team,T1,组长,2004-01-01,P1\nproject,G1,项目经理,2004-01-01,P2\n");
    fixture_land(conn, IMPORT_UNITS, NULL, NULL, NULL,
                 "code,name,kind,from,负责人\nU2,二处,管理处,2005-01-01,P1\n");
    fixture_land(conn, IMPORT_INPUTS, reg, NULL, NULL,
                 "name,cycle,row,value\n月奖金,2003-12,G1,10\n月奖金,2004-01,G1,20\n");
    expect(conn, "管理处", "处长是", "U1", "2003", "P1");
    expect(conn, "管理处", "处长是", "U1", "2004", "P2");
    expect(conn, "管理处", "处长是", "U2", "2004", "P2");
    expect(conn, "管理处", "处长是", "U2", "2005", "P1");
    expect(conn, "team", "队长", "T1", "2003", "P2");
    expect(conn, "team", "队长", "T1", "2004", "P1");
    expect(conn, "person", "名下奖金", "P2", "2004-01", "20");
    /* a name and a unit may change; what a file leaves out stays */
    fixture_land(conn, IMPORT_TEAMS, NULL, NULL, NULL, "code,name,unit\nT1,乙队,U2\n");
    fixture_land(conn, IMPORT_TEAMS, NULL, NULL, NULL, "code,name\nT1,丙队\n");
    expect(conn, "team", "队地", "T1", "2003", "U2");
    expect(conn, "team", "队长", "T1", "2003", "P2");
}

/* What the mapping declares of a column is undone by what its name declares. */
static void test_attribute_mapping(void)
{
    static const char map[] = "columns:\n  code: code\n  name: name\n"
                              "  造价: {from: 造价, unit: 万元, thousands: ','}\n"
                              "  开始日期: {from: 开工, format: yyyymmdd}\n"
                              "  备注: {from: 备注}\n";
    static const char area[] =
        "columns: {subject: {constant: unit}, row: 处, name: {constant: 面积},\n"
        "  value: {from: 面积, unit: 元}}\n";
    g_autoptr(DbConn) conn = new_store();
    g_autofree char *got = NULL;

    fixture_land(conn, IMPORT_PROJECTS, reg, NULL, map,
                 "code,name,造价,开工,备注\nG1,一期,\"1,200.5\",20030501,2003/5/1\n");
    fixture_land(conn, IMPORT_ATTRIBUTES, reg, NULL, area, "处,面积\nU1,150000\n");
    got = fixture_query(conn, "SELECT name || ' ' || value FROM attribute WHERE import >"
                              " (SELECT MAX(id) - 2 FROM import) ORDER BY name");
    g_assert_cmpstr(got, ==, "备注 2003/5/1\n开始日期 2003-05-01\n造价 12005000\n面积 15\n");
    expect(conn, "project", "造价数", "G1", "2003", "12005000");
    expect(conn, "管理处", "面积额", "U1", "2003", "150000"); /* 万元 -> 元 */
}

/* ---- older stores ---- */

static void remove_folder(const char *dir)
{
    g_autoptr(GDir) files = g_dir_open(dir, 0, NULL);

    for (const char *name = g_dir_read_name(files); name; name = g_dir_read_name(files)) {
        g_autofree char *path = g_build_filename(dir, name, NULL);

        g_assert_cmpint(g_remove(path), ==, 0);
    }
    g_assert_cmpint(g_rmdir(dir), ==, 0);
}

/* A store of the first schema is brought up to date when it is opened, and keeps what it has. */
static void test_migration(void)
{
    g_autofree char *dir = g_dir_make_tmp("guanhu-store-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(dir, "guanhu.db", NULL);
    g_autofree char *codes = NULL, *landed = NULL;
    g_autoptr(GError) error = NULL;
    DbConn *conn = db_open(path, DB_OPEN_CREATE, &error);

    g_assert_no_error(error);
    g_assert_true(db_migrate(conn, store_migrations, 1, &error));
    fixture_land(conn, IMPORT_PERSONS, NULL, NULL, NULL, "code,name\nP1,张\n");
    db_close(conn);
    conn = store_open(dir, &error);
    g_assert_no_error(error);
    codes = fixture_query(conn, "SELECT code FROM person");
    g_assert_cmpstr(codes, ==, "P1\n");
    fixture_land(conn, IMPORT_PROJECTS, NULL, NULL, NULL, "code,name,项目经理\nG1,一期,P1\n");
    fixture_land(conn, IMPORT_INPUTS, reg, NULL, NULL,
                 "name,cycle,row,value\n月奖金,2003-02,G1,6000\n");
    landed = fixture_query(conn, SQL_INPUTS);
    g_assert_cmpstr(landed, ==, "月奖金 2003-02 G1 6000\n");
    db_close(conn);
    remove_folder(dir);
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    reg = fixture_regulation(regulation_text);
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strconcat("/import-inputs/refused/", faults[i].name, NULL);
        g_test_add_data_func(path, &faults[i], test_fault);
    }
    g_test_add_func("/import-inputs/chinese", test_chinese);
    g_test_add_func("/import-inputs/stored", test_stored);
    g_test_add_func("/import-inputs/mapping", test_mapping);
    g_test_add_func("/import-inputs/read", test_read);
    g_test_add_func("/import-inputs/sheets", test_sheets);
    g_test_add_func("/import-inputs/attributes", test_attributes);
    g_test_add_func("/import-inputs/attribute-mapping", test_attribute_mapping);
    g_test_add_func("/import-inputs/migration", test_migration);
    rc = fixture_run();
    reg_free(reg);
    return rc;
}
