/* test_facts_load.c - what was imported comes back where the regulation reads it. */
#include "facts/load.h"

#include "appraise/appraise.h"
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
    fixture_land(conn, IMPORT_UNITS, NULL, NULL, NULL,
                 "code,name,kind,parent\nB1,城东,支行,B0\nB0,分行,分行,\n");
    fixture_land(conn, IMPORT_PERSONS, NULL, NULL, NULL,
                 "code,name,from,岗位,级别,机构\nP1,张,,客户经理,甲级,B1\n"
                 "P2,李,,客户经理,乙级,B0\nP3,王,,柜员,乙级,B0\n");
    return conn;
}

static const char grade_text[] =
    "---\nregulation: t\ntitle: {zh: 测试, en: Test}\ncycles: [month, year]\n---\n\n# 第一条\n\n"
    "```yaml sheet 评级表 @year\ncolumns:\n  拟级: text\n```\n\n"
    "```yaml input 拟级 @year\nfrom: sheet 评级表\ntype: text\noptional: true\n```\n\n"
    "```yaml grade 明年级别 @year\nladder: [丙级, 乙级, 甲级]\npropose: 拟级\nby: 行长\n"
    "effective: next year\n```\n\n"
    "```yaml input 年初级别\nfrom: attribute 级别\ntype: text\nat: start\n```\n\n"
    "```feel 月级别 @month\n级别\n```\n\n```feel 年初 @month\n年初级别\n```\n";

/* The value of a name for a person, as text; all cycles since `from_text` are evaluated. */
static char *value_since(DbConn *conn,
                         const char *from_text,
                         const char *name,
                         const char *person,
                         const char *cycle_text)
{
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(AppResult) result = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Arena) arena = arena_new(0);
    AppOptions options = {.lang = LANG_EN};
    AppCycle cycle, from;
    FeelValue v;
    size_t row;

    g_assert_true(app_cycle_parse(reg, cycle_text, &cycle));
    g_assert_true(app_cycle_parse(reg, from_text, &from));
    g_assert_true(facts_load(conn, reg, &from, &cycle, data, &error));
    g_assert_no_error(error);
    result = app_evaluate(reg, data, &from, &cycle, &options, &error);
    g_assert_no_error(error);
    g_assert_true(app_data_find_row(data, REG_PERSON, person, &row));
    v = app_result_value(result, reg_name(reg, REG_PERSON, name), row, &cycle);
    if (v.kind == FEEL_MISSING)
        return g_strdup("missing");
    return g_strdup(feel_value_text(arena, &v, false));
}

static void expect_since(DbConn *conn,
                         const char *from,
                         const char *name,
                         const char *person,
                         const char *cycle,
                         const char *want)
{
    g_autofree char *got = value_since(conn, from, name, person, cycle);

    g_assert_cmpstr(got, ==, want);
}

static void
expect(DbConn *conn, const char *name, const char *person, const char *cycle, const char *want)
{
    expect_since(conn, "2003-01", name, person, cycle, want);
}

static void test_sheet(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "月度业绩表", NULL,
                 "row,cycle,净收入,目标,等次,到账日\nP1,2003-01,12.50,3.5,甲,2003-01-31\n"
                 "P1,2003-02,,,,\nP2,2003-01,-7,0,乙,\n");
    expect(conn, "净收入", "P1", "2003-01", "12.5");
    expect(conn, "目标", "P1", "2003-01", "35000"); /* 万元 -> 元 */
    expect(conn, "等次", "P1", "2003-01", "甲");
    expect(conn, "到账日", "P1", "2003-01", "2003-01-31");
    expect(conn, "净收入", "P2", "2003-01", "-7");
    expect(conn, "到账日", "P2", "2003-01", "null");
    expect(conn, "净收入", "P1", "2003-02", "null");
}

/* What is given again replaces what was there. */
static void test_sheet_again(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "月度业绩表", NULL,
                 "row,cycle,净收入,等次\nP1,2003-01,1,甲\n");
    fixture_land(conn, IMPORT_SHEET, reg, "月度业绩表", NULL, "row,cycle,净收入\nP1,2003-01,2\n");
    expect(conn, "净收入", "P1", "2003-01", "2");
    expect(conn, "等次", "P1", "2003-01", "甲");
}

/* Points come as a sheet of the score's name. */
static void test_score(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "支行打分", NULL,
                 "row,cycle,服务,日志,投诉\nP1,2003-01,18.5,15,1\nP2,2003-01,20,,\n");
    fixture_land(conn, IMPORT_SHEET, reg, "支行打分", NULL, "row,cycle,投诉\nP1,2003-02,4\n");
    fixture_land(conn, IMPORT_SHEET, reg, "网点打分", NULL,
                 "row,cycle,网点打分\nB1,2003-01,9.75\n");
    expect(conn, "支行打分", "P1", "2003-01", "28.5");
    expect(conn, "支行打分", "P2", "2003-01", "missing");
    expect(conn, "投诉", "P2", "2003-01", "0");
    expect(conn, "投诉", "P1", "2003-02", "4");
    expect(conn, "支行打分", "P1", "2003-02", "missing");
    expect(conn, "网点得分", "P1", "2003-01", "9.75");
    expect(conn, "网点得分", "P2", "2003-01", "missing");
}

static void test_lines(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "事件表", NULL,
                 "entry,责任人,发生日,损失\nE1,P1,2003-03-01,100\nE2,P1,2003-12-31,0.01\n"
                 "E3,P1,2004-01-01,5000\nE4,P2,2003-01-01,7\n");
    expect(conn, "损失合计", "P1", "2003", "100.01");
    expect(conn, "损失合计", "P2", "2003", "7");
    fixture_land(conn, IMPORT_SHEET, reg, "事件表", NULL,
                 "entry,责任人,发生日,损失\nE1,P2,2003-03-01,50\n");
    expect(conn, "损失合计", "P1", "2003", "0.01");
    expect(conn, "损失合计", "P2", "2003", "57");
}

/* A line that is given again has no field of its old self left. */
static void test_line_again(void)
{
    static const char sql[] = "SELECT field || '=' || value FROM sheet_line ORDER BY field";
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "事件表", NULL,
                 "entry,责任人,发生日,损失\nE1,P1,2003-03-01,100\n");
    fixture_land(conn, IMPORT_SHEET, reg, "事件表", NULL,
                 "entry,责任人,发生日\nE1,P1,2003-03-02\n");
    g_autofree char *left = fixture_query(conn, sql);
    g_assert_cmpstr(left, ==, "发生日=2003-03-02\n责任人=P1\n");
}

static void test_parameters(void)
{
    g_autoptr(DbConn) conn = new_store();

    expect(conn, "本级单价", "P1", "2003", "missing");
    expect(conn, "按当月", "P1", "2003", "false");
    fixture_land(conn, IMPORT_PARAMETERS, reg, NULL, NULL,
                 "name,key,from,value\n单价,甲级,2003-01-01,10.5\n单价,甲级,2004-01-01,20\n"
                 "口径,,2003-06-01,当月\n");
    expect(conn, "本级单价", "P1", "2003", "10.5");
    expect(conn, "本级单价", "P2", "2003", "missing");
    expect(conn, "本级单价", "P1", "2004", "20");
    expect(conn, "按当月", "P1", "2003", "true");
}

static void test_decisions(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_SHEET, reg, "事件表", NULL,
                 "entry,责任人,发生日,损失\nE1,P1,2003-03-01,100\n");
    expect(conn, "晋级", "P2", "2003", "missing");
    expect(conn, "折扣", "P1", "2003", "missing");
    fixture_land(conn, IMPORT_DECISIONS, reg, NULL, NULL,
                 "name,cycle,row,outcome,by,reason\n晋级,2003,P2,不同意,行长,\n"
                 "折扣,2003,P1,0.5,行长,初犯\n");
    expect(conn, "晋级", "P2", "2003", "不同意");
    expect(conn, "晋级", "P1", "2003", "null");
    expect(conn, "折扣", "P1", "2003", "0.5");
}

/* Both have no loss and are tied for the first place: people decide. */
static void test_tie(void)
{
    g_autoptr(DbConn) conn = new_store();

    expect(conn, "名次", "P1", "2003", "missing");
    fixture_land(conn, IMPORT_DECISIONS, reg, NULL, NULL,
                 "name,cycle,row,outcome\n名次,2003,P1,2\n名次,2003,P2,1\n");
    expect(conn, "名次", "P1", "2003", "2");
    expect(conn, "名次", "P2", "2003", "1");
}

/* A grade that was decided in a year that is not evaluated any more is held in the next one. */
static void test_grade(void)
{
    Regulation *before = reg;
    g_autoptr(DbConn) conn = new_store();

    reg = fixture_regulation(grade_text);
    fixture_land(conn, IMPORT_SHEET, reg, "评级表", NULL,
                 "row,cycle,拟级\nP1,2003,乙级\nP2,2003,甲级\nP3,2003,乙级\n");
    expect(conn, "月级别", "P1", "2004-01", "missing"); /* 2003 is evaluated: nobody has decided */
    expect_since(conn, "2004", "月级别", "P1", "2004-01", "甲级");
    fixture_land(conn, IMPORT_DECISIONS, reg, NULL, NULL,
                 "name,cycle,row,outcome\n明年级别,2003,P1,乙级\n明年级别,2003,P2,乙级\n");
    for (int i = 0; i < 2; i++) {
        const char *from = i ? "2004" : "2003-01";

        expect_since(conn, from, "月级别", "P1", "2004-01", "乙级");
        expect_since(conn, from, "年初", "P1", "2004-12", "乙级");
        expect_since(conn, from, "月级别", "P2", "2004-01", "乙级");
        expect_since(conn, from, "月级别", "P3", "2004-01", "乙级");
    }
    expect(conn, "月级别", "P1", "2003-12", "甲级");
    /* what people say later stands */
    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\nperson,P1,级别,2004-03-01,丙级\n"
                 "person,P2,级别,2004-01-01,丙级\n");
    expect_since(conn, "2004", "月级别", "P1", "2004-02", "乙级");
    expect_since(conn, "2004", "月级别", "P1", "2004-03", "丙级");
    expect_since(conn, "2004", "年初", "P1", "2004-03", "丙级");
    expect_since(conn, "2004", "月级别", "P2", "2004-01", "丙级");
    reg_free(reg);
    reg = before;
}

/* Only grades of the ladder can be decided. */
static void test_grade_outcome(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Regulation) graded = fixture_regulation(grade_text);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autofree char *findings = NULL;

    g_assert_false(fixture_import(conn, IMPORT_DECISIONS, graded, NULL, NULL,
                                  "name,cycle,row,outcome\n明年级别,2003,P1,丁级\n", NULL, diags,
                                  NULL));
    findings = diags_format(diags);
    g_assert_cmpstr(findings, ==,
                    "f.csv:2:14: error: the value does not fit\n    seen: 丁级\n"
                    "    expected: 丙级, 乙级, 甲级\n");
}

static void test_links(void)
{
    g_autoptr(DbConn) conn = new_store();

    expect(conn, "上级机构", "P1", "2003", "B0");
    expect(conn, "上级机构", "P2", "2003", "null");
}

/* Attributes are as of the day from which they were given. */
static void test_dated_attributes(void)
{
    g_autoptr(DbConn) conn = new_store();

    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\nperson,P1,级别,2003-07-01,丙级\n"
                 "person,P1,机构,2003-12-31,B0\n");
    expect(conn, "级别", "P1", "2003-06", "甲级");
    expect(conn, "级别", "P1", "2003-07", "丙级");
    expect(conn, "上级机构", "P1", "2003", "null");
}

/* A stored text that its name cannot read is said, not dropped. */
static void test_unreadable(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(GError) error = NULL;
    AppCycle cycle;

    g_assert_true(app_cycle_parse(reg, "2003", &cycle));
    fixture_land(conn, IMPORT_ATTRIBUTES, NULL, NULL, NULL,
                 "subject,row,name,from,value\nperson,P1,入职日期,,2003-01-01\n");
    g_free(fixture_query(
        conn, "UPDATE attribute SET value = '去年' WHERE name = '入职日期' RETURNING value"));
    g_assert_false(facts_load(conn, reg, &cycle, &cycle, data, &error));
    g_assert_cmpstr(error->message, ==,
                    "the store has \"去年\" as 入职日期 of P1; it cannot be read");
    g_assert_cmpstr(err_reason(error), ==, "load.value");
}

/* ---- of another text of the regulation ---- */

static const char older_text[] =
    "---\nregulation: t\ntitle: {zh: 测试, en: Test}\ncycles: [month, year]\n---\n\n# 第一条\n\n"
    "```yaml sheet 表 @month\ncolumns: {甲: text, 乙: number}\n```\n\n"
    "```yaml sheet 旧表 @month\ncolumns: {甲: text}\n```\n\n"
    "```yaml sheet 明细 @month\nlines: many\ncolumns: {丙: text, 丁: text}\n```\n\n"
    "```yaml register 簿\nfields: {责任人: person, 戊: text}\n```\n\n"
    "```yaml register 旧簿\nfields: {责任人: person}\n```\n\n"
    "```yaml param 率\nset by: 会\ntype: text\n```\n\n"
    "```yaml param 旧率\nset by: 会\n```\n\n"
    "```yaml decide 决 @month\nwhen: true\nby: 会\noutcome: one of [好, 坏]\n```\n\n"
    "```yaml decide 旧决 @month\nwhen: true\nby: 会\n```\n\n"
    "```yaml decide 年决 @year\nwhen: true\nby: 会\n```\n";
static const char newer_text[] =
    "---\nregulation: t\ntitle: {zh: 测试, en: Test}\ncycles: [month]\n---\n\n# 第一条\n\n"
    "```yaml sheet 表 @month\ncolumns: {甲: number}\n```\n\n"
    "```yaml input 甲 @month\nfrom: sheet 表\noptional: true\n```\n\n"
    "```yaml sheet 明细 @month\nlines: many\ncolumns: {丙: number}\n```\n\n"
    "```yaml register 簿\nfields: {责任人: person, 戊: number}\n```\n\n"
    "```yaml param 率\nset by: 会\n```\n\n"
    "```feel 旧率 @month\n1\n```\n\n"
    "```yaml decide 决 @month\nwhen: true\nby: 会\noutcome: number\n```\n\n"
    "```yaml decide 年决 @month\nwhen: true\nby: 会\n```\n";

typedef struct OtherCase {
    const char *name;
    ImportKind kind;
    const char *form; /* or NULL */
    const char *text; /* imported for the older text */
    const char *want; /* what loading for the newer one says; NULL = it passes over it */
} OtherCase;

static const OtherCase other_cases[] = {
    {"sheet-gone",     IMPORT_SHEET,      "旧表", "row,cycle,甲\nP1,2003-01,好\n",                    NULL},
    {"column-gone",    IMPORT_SHEET,      "表",    "row,cycle,乙\nP1,2003-01,1\n",                      NULL},
    {"column-changed", IMPORT_SHEET,      "表",    "row,cycle,甲\nP1,2003-01,好\n",
     "the store has \"好\" as 甲 of P1; it cannot be read"                                                  },
    {"field-gone",     IMPORT_SHEET,      "明细", "row,entry,丁\nP1,E1,好\n",                         NULL},
    {"field-changed",  IMPORT_SHEET,      "明细", "row,entry,丙\nP1,E1,好\n",
     "the store has \"好\" as 丙 of E1; it cannot be read"                                                  },
    {"register-gone",  IMPORT_REGISTER,   "旧簿", "entry,责任人\nE1,P1\n",                           NULL},
    {"entry-changed",  IMPORT_REGISTER,   "簿",    "entry,责任人,戊\nE1,P1,好\n",
     "the store has \"好\" as 戊 of E1; it cannot be read"                                                  },
    {"param-gone",     IMPORT_PARAMETERS, NULL,     "name,key,from,value\n旧率,,2003-01-01,1\n",        NULL},
    {"param-changed",  IMPORT_PARAMETERS, NULL,     "name,key,from,value\n率,,2003-01-01,好\n",
     "the store has \"好\" as 率; it cannot be read"                                                        },
    {"decide-gone",    IMPORT_DECISIONS,  NULL,     "name,cycle,row,outcome\n旧决,2003-01,P1,同意\n", NULL},
    {"cycle-gone",     IMPORT_DECISIONS,  NULL,     "name,cycle,row,outcome\n年决,2003,P1,同意\n",    NULL},
    {"decide-changed", IMPORT_DECISIONS,  NULL,     "name,cycle,row,outcome\n决,2003-01,P1,好\n",
     "the store has \"好\" as 决 of P1; it cannot be read"                                                  },
};

/* What the regulation no longer has is passed over; what it reads otherwise now is said. */
static void test_other_text(gconstpointer data)
{
    const OtherCase *c = data;
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(Regulation) older = fixture_regulation(older_text);
    g_autoptr(Regulation) newer = fixture_regulation(newer_text);
    g_autoptr(AppData) loaded = app_data_new(newer);
    g_autoptr(GError) error = NULL;
    AppCycle cycle;

    fixture_land(conn, c->kind, older, c->form, NULL, c->text);
    g_assert_true(app_cycle_parse(newer, "2003-01", &cycle));
    g_assert_cmpint(facts_load(conn, newer, &cycle, &cycle, loaded, &error), ==, !c->want);
    g_assert_cmpstr(error ? error->message : NULL, ==, c->want);
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    reg = fixture_regulation(regulation_text);
    g_test_add_func("/facts-load/sheet", test_sheet);
    g_test_add_func("/facts-load/sheet-again", test_sheet_again);
    g_test_add_func("/facts-load/score", test_score);
    g_test_add_func("/facts-load/lines", test_lines);
    g_test_add_func("/facts-load/line-again", test_line_again);
    g_test_add_func("/facts-load/parameters", test_parameters);
    g_test_add_func("/facts-load/decisions", test_decisions);
    g_test_add_func("/facts-load/tie", test_tie);
    g_test_add_func("/facts-load/grade", test_grade);
    g_test_add_func("/facts-load/grade-outcome", test_grade_outcome);
    g_test_add_func("/facts-load/links", test_links);
    g_test_add_func("/facts-load/dated-attributes", test_dated_attributes);
    g_test_add_func("/facts-load/unreadable", test_unreadable);
    for (size_t i = 0; i < G_N_ELEMENTS(other_cases); i++) {
        g_autofree char *path = g_strconcat("/facts-load/other-text/", other_cases[i].name, NULL);
        g_test_add_data_func(path, &other_cases[i], test_other_text);
    }
    rc = fixture_run();
    reg_free(reg);
    return rc;
}
