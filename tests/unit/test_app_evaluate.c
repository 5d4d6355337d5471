/* Values of one cycle: inputs, attributes, parameters, population, links, decisions. */
#include "app_fixture.h"

#include "base/err.h"

static const char yearly[] = "cycles: [year]\n";
static const char monthly[] = "cycles: [month, quarter, year]\n";

/* ---- inputs ---- */

static const char inputs[] = "```yaml input 收入 @year unit 万元\nowed by: 财务部\n```\n"
                             "```yaml input 补贴 @year unit 元\noptional: true\n```\n"
                             "```yaml input 评语 @year\ntype: text\none of: [优, 良]\n```\n"
                             "```yaml input 起始 @year\ntype: date\noptional: true\n```\n"
                             "```feel 合计 @year unit 元\n收入 + 1\n```\n"
                             "```feel 评分 @year\nif 评语 = \"优\" then 2 else 1\n```\n"
                             "```feel 商 @year\n1 / 补贴数\n```\n"
                             "```yaml input 补贴数 @year\n```\n";

static void test_inputs(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly, inputs);
    fx_give(&fx, "default 收入 * 1\ndefault 补贴数 * 0\n"
                 "甲 收入 2003 3.5\n甲 评语 * 优\n"
                 "乙 收入 * 2\n乙 评语 2003 missing\n"
                 "丙 评语 * 劣\n丙 起始 * 2003\n"
                 "丁 收入 * null\n丁 补贴 * 5\n丁 合计 2003 99\n丁 评语 * 5\n");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 收入 2003 35000\n甲 合计 2003 35001\n甲 补贴 2003 null\n甲 评分 2003 2\n"
                   "乙 收入 2003 20000\n乙 评语 2003 missing 评语.乙.2003\n"
                   "乙 评分 2003 missing 评语.乙.2003\n"
                   "丙 收入 2003 10000\n丙 评语 2003 missing 评语.丙.2003\n"
                   "丙 起始 2003 missing 起始.丙.2003\n"
                   "丁 收入 2003 null\n丁 合计 2003 99\n丁 补贴 2003 5\n"
                   "丁 评语 2003 missing 评语.丁.2003\n"
                   "甲 商 2003 missing 商.甲.2003");

    FeelValue v = fx_get(&fx, REG_PERSON, "丙", "评语", "2003");
    const ReasonRoot *const *roots;

    g_assert_cmpuint(reasons_roots(app_result_reasons(fx.result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_FAULT);
    g_assert_nonnull(strstr(roots[0]->text, "劣"));
    fx_clear(&fx);
}

/* Nobody gave it: missing, owed by whom the block names. */
static void test_owed(void)
{
    Fixture fx = {0};
    const ReasonRoot *const *roots;

    fx_load(&fx, yearly, inputs);
    fx_give(&fx, "甲");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 合计 2003 missing 收入.甲.2003");

    FeelValue v = fx_get(&fx, REG_PERSON, "甲", "合计", "2003");

    g_assert_cmpuint(reasons_roots(app_result_reasons(fx.result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_INPUT);
    g_assert_cmpstr(roots[0]->owed_by, ==, "财务部");
    fx_clear(&fx);
}

/* Whole columns of measures; one row's own value beats its cell; figures are in the normal unit. */
static void test_column(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 存款积数 @year\nfrom: measure\nof: deposit balances\n"
            "take: balance-days\n```\n"
            "```yaml param 天数 unit 天\nvalue: 365\n```\n"
            "```feel 日均 @year unit 元\n存款积数 / 天数\n```\n");
    fx_give(&fx, "甲\n乙\n丙\n乙 存款积数 2003 730\n丁");

    AppCycle year = fx_cycle(&fx, "2003");
    Col *col = col_new(fx.arena, COL_NUMBER, 3);

    col->v.numbers[0] = col->v.numbers[1] = dec_from_int(365);
    col_set_missing(fx.arena, col, 2, 1);
    app_data_set_column(fx.data, fx_name(&fx, REG_PERSON, "存款积数"), &year, col);
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 日均 2003 1\n乙 日均 2003 2\n丙 日均 2003 missing 存款积数.丙.2003\n"
                   "丁 日均 2003 missing 存款积数.丁.2003");
    fx_clear(&fx);
}

/* ---- attributes ---- */

static const char attributes[] =
    "```yaml input 季初级别\nfrom: attribute 级别\nat: start\ntype: text\n```\n"
    "```yaml input 上年末级别\nfrom: attribute 级别\n"
    "at: date(年, 1, 1) - duration(\"P1D\")\ntype: text\nif none: '\"无\"'\n```\n"
    "```yaml input 行龄起点\nfrom: attribute\ntype: date\noptional: true\n```\n"
    "```feel 期末级别 @quarter\n级别\n```\n"
    "```feel 称呼 @quarter\n姓名 + 工号 + this\n```\n"
    "```feel 已离职 @quarter\nif 离职日期 <= 期末 then \"是\" else \"否\"\n```\n"
    "```feel 序 @quarter\n期序 + 年\n```\n";

static void test_attributes(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, attributes);
    fx_give(&fx, "甲 级别 * 一级\n甲 级别 2003-02-10 二级\n甲 级别 2003-04-01 三级\n"
                 "乙 级别 * 一级\n乙 级别 2003-03-01 二级\n乙 离职日期 2003-02-20 2003-02-20\n"
                 "丙 级别 2003-02-01 一级\n丙 行龄起点 * 1999-01-01");
    app_data_set_label(fx.data, REG_PERSON, 0, "张三");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx, "甲 季初级别 2003Q1 一级\n甲 期末级别 2003Q1 二级\n甲 上年末级别 2003Q1 一级\n"
                   "乙 季初级别 2003Q1 一级\n乙 期末级别 2003Q1 一级\n"
                   "丙 季初级别 2003Q1 missing 季初级别.丙.2003Q1\n丙 上年末级别 2003Q1 无\n"
                   "丙 期末级别 2003Q1 一级\n"
                   "甲 称呼 2003Q1 张三甲甲\n乙 称呼 2003Q1 乙乙乙\n"
                   "甲 已离职 2003Q1 否\n乙 已离职 2003Q1 是\n甲 序 2003Q1 2004\n"
                   "甲 行龄起点 2003Q1 null\n丙 行龄起点 2003Q1 1999-01-01\n"
                   "甲 机构 2003Q1 missing 机构.甲.2003Q1");

    AppCycle q = fx_cycle(&fx, "2003Q1");
    CalDate left = 0;

    (void)cal_date_parse("2003-02-20", -1, &left);
    g_assert_cmpint(app_result_day(fx.result, REG_PERSON, 1, &q), ==, left);
    g_assert_cmpint(app_result_day(fx.result, REG_PERSON, 0, &q), ==, q.last);
    fx_clear(&fx);
}

/* A value given for a cycle wins over the dated attribute; a default does not. */
static void test_attribute_given(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, "```feel 看到 @month\n级别 + 类别\n```\n");
    fx_give(&fx, "default 类别 * 默认\ndefault 级别 * 默认\n"
                 "甲 级别 * 一级\n甲 级别 2003-02 临时\n甲 类别 * 销售\n乙 级别 * 二级");
    fx_run(&fx, "2003-01", "2003-02");
    fx_expect(&fx, "甲 看到 2003-01 一级销售\n甲 看到 2003-02 临时销售\n乙 看到 2003-01 二级默认");
    fx_clear(&fx);
}

/* ---- population ---- */

static const char people_front[] = "applies to: 岗位 = \"客户经理\"\n"
                                   "cycles: [month, quarter, year]\n";

typedef struct PeopleCase {
    const char *name, *given, *cycle;
    bool in;
    const char *day; /* last day in it, "" = not asked */
} PeopleCase;

static const PeopleCase people_cases[] = {
    {"nothing-known",        "甲",                                                                                   "2003-05", true,  "2003-05-31"},
    {"other-post",           "甲 岗位 * 柜员",                                                                   "2003-05", false, ""          },
    {"null-post",            "甲 岗位 * null",                                                                     "2003-05", false, ""          },
    {"post-of-one-day",      "甲 岗位 * 柜员\n甲 岗位 2003-05-31 客户经理",                               "2003-05", true,
     "2003-05-31"                                                                                                                                   },
    {"post-from-next-month", "甲 岗位 * 柜员\n甲 岗位 2003-06-01 客户经理",                               "2003-05", false, ""          },
    {"post-until-first",     "甲 岗位 * 客户经理\n甲 岗位 2003-05-02 柜员",                               "2003-05", true,
     "2003-05-01"                                                                                                                                   },
    {"post-in-the-middle",   "甲 岗位 * 柜员\n甲 岗位 2003-05-10 客户经理\n甲 岗位 2003-05-20 柜员",
     "2003-05",                                                                                                                  true,  "2003-05-19"},
    {"left-on-the-first",    "甲 离职日期 2003-05-01 2003-05-01",                                                "2003-05", true,  "2003-05-01"},
    {"left-before",          "甲 离职日期 2003-04-30 2003-04-30",                                                "2003-05", false, ""          },
    {"left-known-always",    "甲 离职日期 * 2003-04-30",                                                         "2003-05", false, ""          },
    {"left-later",           "甲 离职日期 * 2003-06-01",                                                         "2003-05", true,  "2003-05-31"},
    {"joins-on-the-last",    "甲 入职日期 2003-05-31 2003-05-31",                                                "2003-05", true,  "2003-05-31"},
    {"joins-later",          "甲 入职日期 2003-06-01 2003-06-01",                                                "2003-05", false, ""          },
    {"joins-known-always",   "甲 入职日期 * 2003-06-01",                                                         "2003-05", false, ""          },
    {"between-employments",
     "甲 入职日期 2001-01-01 2001-01-01\n甲 离职日期 2003-04-10 2003-04-10\n"
     "甲 入职日期 2003-07-01 2003-07-01\n甲 离职日期 2003-07-01 null",                                      "2003-05", false, ""          },
    {"second-employment",
     "甲 入职日期 2001-01-01 2001-01-01\n甲 离职日期 2003-04-10 2003-04-10\n"
     "甲 入职日期 2003-07-01 2003-07-01",                                                                        "2003-07", true,  "2003-07-31"},
    {"both-in-one-quarter",
     "甲 入职日期 2001-01-01 2001-01-01\n甲 离职日期 2003-04-10 2003-04-10\n"
     "甲 入职日期 2003-06-01 2003-06-01",                                                                        "2003Q2",  true,  "2003-06-30"},
    {"left-and-other-post",
     "甲 岗位 * 客户经理\n甲 岗位 2003-05-10 柜员\n甲 离职日期 2003-05-20 2003-05-20",               "2003-05",
     true,                                                                                                                              "2003-05-09"},
};

static void test_people(gconstpointer data)
{
    const PeopleCase *c = data;
    Fixture fx = {0};
    AppCycle at;

    fx_load(&fx, people_front,
            "```yaml input 件数 @month\n```\n```feel 两倍 @month\n件数 * 2\n```\n");
    fx_give(&fx, c->given);
    fx_give(&fx, "甲 件数 * 1\n乙 岗位 * 柜员");
    at = fx_cycle(&fx, c->cycle);
    fx_run(&fx, c->cycle, c->cycle);
    g_assert_true(app_result_has_row(fx.result, REG_PERSON, 0, &at) == c->in);
    g_assert_false(app_result_has_row(fx.result, REG_PERSON, 1, &at));
    g_assert_false(app_result_has_row(fx.result, REG_PERSON, 77, &at));
    if (c->day[0]) {
        CalDate day = 0;

        (void)cal_date_parse(c->day, -1, &day);
        g_assert_cmpint(app_result_day(fx.result, REG_PERSON, 0, &at), ==, day);
    }
    if (strcmp(c->cycle, "2003-05") == 0)
        fx_expect(&fx, c->in ? "甲 两倍 2003-05 2" : "甲 两倍 2003-05 null");
    fx_clear(&fx);
}

/* ---- parameters ---- */

static const char params[] = "```yaml param 基本工资 unit 元\nby: 级别\nvalue: {一级: 2000, 二级: "
                             "3000}\nset by: 分公司\n```\n"
                             "```yaml param 比例\nvalue: 5%\n```\n"
                             "```yaml param 未定 unit 万元\nset by: 市分行\n```\n"
                             "```yaml input 费率 @quarter\n```\n"
                             "```feel 工资 @quarter unit 元\n基本工资 * (1 + 比例)\n```\n"
                             "```feel 未定两倍 @quarter unit 元\n未定 * 2\n```\n";

static void test_params(void)
{
    Fixture fx = {0};
    const ReasonRoot *const *roots;

    fx_load(&fx, monthly, params);
    fx_give(&fx, "甲 级别 * 一级\n乙 级别 * 二级\n丙 级别 * 三级\n丁 级别 * null\n戊");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx,
              "甲 工资 2003Q1 2100\n乙 工资 2003Q1 3150\n丙 工资 2003Q1 missing 基本工资.-.2003Q1\n"
              "丁 基本工资 2003Q1 null\n戊 工资 2003Q1 missing 级别.戊.2003Q1\n"
              "甲 未定两倍 2003Q1 missing 未定.-.2003Q1");

    FeelValue v = fx_get(&fx, REG_PERSON, "丙", "工资", "2003Q1");

    g_assert_cmpuint(reasons_roots(app_result_reasons(fx.result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_PARAMETER);
    g_assert_cmpstr(roots[0]->owed_by, ==, "分公司");
    g_assert_cmpstr(roots[0]->text, ==, "三级");
    fx_clear(&fx);
}

/* Set values beat the regulation's from their day on, by key before all. */
static void test_params_set(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, params);
    fx_give(&fx, "甲 级别 * 一级\n乙 级别 * 二级\n丙 级别 * 三级\n"
                 "param 基本工资 一级 2003-04-01 2500\nparam 基本工资 - 2003-07-01 2600\n"
                 "param 比例 - * 10%\nparam 比例 - * 0.1\nparam 未定 - 2003-04-01 1.5\n"
                 "param 未定 - 2003-07-01 missing\n");
    fx_run(&fx, "2003Q1", "2003Q3");
    fx_expect(&fx, "甲 工资 2003Q1 2200\n甲 工资 2003Q2 2750\n甲 工资 2003Q3 2750\n"
                   "乙 工资 2003Q2 3300\n乙 工资 2003Q3 2860\n丙 工资 2003Q3 2860\n"
                   "甲 未定两倍 2003Q1 missing 未定.-.2003Q1\n甲 未定两倍 2003Q2 30000\n"
                   "甲 未定两倍 2003Q3 missing 未定.-.2003Q3");
    fx_clear(&fx);
}

/* The value in force on the row's last day governs. */
static void test_params_periods(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml param 标准 unit 元\nvalue: 100\neffective: {from: 2003-01-01, to: "
            "2003-02-28}\n```\n"
            "```yaml param 新标准 unit 元\nvalue: 200\neffective: {from: 2003-02-15}\n```\n"
            "```feel 旧 @quarter unit 元\n标准\n```\n```feel 新 @quarter unit 元\n新标准\n```\n");
    fx_give(&fx, "甲\n乙 离职日期 2003-02-14 2003-02-14");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx, "甲 旧 2003Q1 missing 标准.-.2003Q1\n甲 新 2003Q1 200\n"
                   "乙 旧 2003Q1 100\n乙 新 2003Q1 missing 新标准.-.2003Q1");
    fx_clear(&fx);
}

/* ---- `for` ---- */

static void test_applies(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml scope\nfor: 类别 = \"销售类\"\n```\n"
            "```yaml input 业绩 @year unit 元\n```\n"
            "```yaml input 等次 @year\ntype: text\nfor: 业绩 > 0\n```\n"
            "```feel 加倍 @year unit 元\n业绩 * 2\n```\n"
            "```yaml decide 豁免 @year\nwhen: true\nby: 行长\n```\n"
            "```yaml pay 奖 @year\nof: 加倍\ninto: 奖\n```\n");
    fx_give(&fx, "甲 类别 * 销售类\n甲 业绩 * 3\n"
                 "乙 类别 * 支持类\n乙 业绩 * missing\n"
                 "丙 业绩 * 5\n"
                 "丁 类别 * 支持类\n丁 加倍 * 7\n"
                 "戊 类别 * 销售类\n戊 业绩 * 0");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 加倍 2003 6\n甲 等次 2003 missing 等次.甲.2003\n"
                   "乙 业绩 2003 missing 业绩.乙.2003\n乙 加倍 2003 null\n"
                   "乙 等次 2003 null\n乙 豁免 2003 null\n"
                   "丙 加倍 2003 missing 类别.丙.2003\n丙 豁免 2003 missing 类别.丙.2003\n"
                   "丁 加倍 2003 7\n戊 等次 2003 null");
    fx_expect_questions(&fx, "豁免 戊 2003\n豁免 甲 2003\n");
    fx_expect_postings(&fx, "pay 奖> 甲 6.00@2003\n");
    fx_clear(&fx);
}

/* ---- links ---- */

static const char links[] = "```yaml subject 管理处\nrows: unit where 类型 = \"管理处\"\n```\n"
                            "```yaml input 得分 @year per 管理处\n```\n"
                            "```feel 加分 @year per 管理处\n得分 + 1\n```\n"
                            "```feel 片区 @year\n机构.区域\n```\n"
                            "```feel 上级片区 @year\n机构.上级.区域\n```\n"
                            "```feel 处得分 @year\n机构.加分\n```\n"
                            "```feel 负责人级别 @year\n机构.负责人.级别\n```\n"
                            "```feel 负责人得 @year\n机构.负责人.个人\n```\n"
                            "```yaml input 个人 @year\noptional: true\n```\n";

static void test_links(void)
{
    Fixture fx = {0};

    fx_load(&fx, "applies to: 岗位 = \"客户经理\"\ncycles: [year]\n", links);
    fx_give(&fx, "unit:一处 区域 * 东区\nunit:一处 类型 * 管理处\nunit:一处 上级 * 总部\n"
                 "管理处:一处 得分 * 8\nunit:一处 负责人 * 处长\n"
                 "unit:总部 区域 * 中区\nunit:总部 类型 * 总部\nunit:总部 上级 * null\n"
                 "unit:总部 区域 2004-01-01 西区\n"
                 "处长 岗位 * 处长\n处长 级别 * 高级\n处长 个人 * 5\n"
                 "甲 机构 * 一处\n乙 机构 * 总部\n丙 机构 * 无此处\n丁\n戊 机构 * null");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx,
              "甲 片区 2003 东区\n甲 上级片区 2003 中区\n甲 处得分 2003 9\n"
              "甲 负责人级别 2003 高级\n甲 负责人得 2003 null\n" /* he is not in the population */
              "乙 片区 2003 中区\n乙 上级片区 2003 null\n乙 处得分 2003 null\n"
              "乙 负责人级别 2003 missing 负责人.总部.2003\n"
              "丙 片区 2003 missing 机构.丙.2003\n丙 处得分 2003 missing 机构.丙.2003\n"
              "丁 片区 2003 missing 机构.丁.2003\n戊 片区 2003 null");

    const size_t *rows;
    AppCycle at = fx_cycle(&fx, "2003");
    size_t n = app_result_rows(fx.result, reg_subject(fx.reg, "管理处"), &at, &rows);

    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpstr(app_data_row_key(fx.data, reg_subject(fx.reg, "管理处"), rows[0]), ==, "一处");
    fx_clear(&fx);
}

/* ---- coarser cycles ---- */

static const char coarser[] =
    "```yaml input 年目标 @year\n```\n"
    "```yaml input 季系数 @quarter\n```\n"
    "```yaml decide 减免 @quarter\nwhen: 季系数 > 1\nby: 行长\n```\n"
    "```yaml decide 缓 @year\nwhen: true\nby: 行长\nuntil decided: 不同意\n```\n"
    "```feel 月目标 @month\n年目标 / 12 * 季系数\n```\n"
    "```feel 月减免 @month\nif 减免 = \"同意\" then 0 else 1\n```\n"
    "```feel 月缓 @month\n缓\n```\n";

static void test_coarser(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, coarser);
    fx_give(&fx, "甲 年目标 2003 120\n甲 季系数 2003Q1 1\n甲 季系数 2003Q2 2\n甲 缓 * 同意\n"
                 "乙 年目标 * 240\n乙 季系数 2003Q1 3\n!乙 减免 2003Q1 同意\n"
                 "丙 入职日期 2003-03-10 2003-03-10\n丙 年目标 * 12\n丙 季系数 * 1");
    fx_run(&fx, "2003-03", "2003-05");
    fx_expect(&fx, "甲 月目标 2003-03 10\n甲 月目标 2003-04 20\n甲 月缓 2003-04 同意\n"
                   "乙 月目标 2003-03 60\n乙 月目标 2003-04 missing 季系数.乙.2003Q2\n"
                   "乙 月减免 2003-03 0\n乙 月缓 2003-03 不同意\n"
                   "甲 月减免 2003-03 missing 减免.甲.2003Q1\n"
                   "丙 月目标 2003-03 1");
    fx_expect_questions(&fx, ""); /* the quarter has not been evaluated: nothing is asked yet */
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx, "甲 减免 2003Q1 null\n乙 减免 2003Q1 同意\n丙 减免 2003Q1 null");
    fx_clear(&fx);
}

/* ---- decide ---- */

static const char decides[] =
    "```yaml input 次数 @year\n```\n"
    "```yaml decide 处理 @year\nwhen: 次数 >= 2\nby: 总经理\noutcome: one of [解除, 不解除]\n```\n"
    "```yaml decide 金额 @year unit 万元\nwhen: 次数 >= 2\nby: 总经理\n"
    "outcome: number in [0..100000]\nuntil decided: 0\n```\n"
    "```yaml decide 起算日 @year\nwhen: 次数 >= 2\nby: 总经理\noutcome: date\n```\n";

static void test_decide(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly, decides);
    fx_give(&fx, "甲 次数 * 1\n!甲 处理 2003 解除\n"
                 "乙 次数 * 2\n!乙 处理 2003 解除\n!乙 金额 2003 5\n!乙 起算日 2003 2003-05-06\n"
                 "丙 次数 * 2\n!丙 处理 2003 算了\n!丙 金额 2003 11\n!丙 起算日 2003 5\n"
                 "丁");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 处理 2003 null\n甲 金额 2003 null\n乙 处理 2003 解除\n乙 金额 2003 50000\n"
                   "乙 起算日 2003 2003-05-06\n丙 处理 2003 missing 处理.丙.2003\n"
                   "丙 金额 2003 missing 金额.丙.2003\n"
                   "丙 起算日 2003 missing 起算日.丙.2003\n丁 处理 2003 missing 次数.丁.2003");
    fx_expect_questions(&fx, "处理 丙 2003\n金额 丙 2003\n起算日 丙 2003\n");
    fx_expect_fault(&fx, "丙 处理 2003", "\"算了\" is none of the outcomes allowed");
    fx_expect_fault(&fx, "丙 金额 2003", "11 is none of the outcomes allowed");
    g_assert_cmpuint(diags_n(app_result_diags(fx.result)), ==, 0);
    fx_clear(&fx);
}

/* ---- tables and bands ---- */

static void test_table(void)
{
    Fixture fx = {.options = {.keep_matches = true}};
    const uint32_t *rules;

    fx_load(&fx, yearly,
            "```yaml input 分 @year\n```\n"
            "`table 评级 @year hit F`\n\n"
            "| 分 | → 等 | → 奖 (元) |\n|---|---|---:|\n"
            "| >= 90 | 优 | 100 |\n| [60..90) | 良 | 50 |\n| else | 差 | 0 |\n\n");
    fx_give(&fx, "甲 分 * 95\n乙 分 * 60\n丙 分 * 1\n丁\n戊 分 * 99\n戊 等 2003 良");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 等 2003 优\n甲 奖 2003 100\n乙 等 2003 良\n丙 奖 2003 0\n"
                   "丁 等 2003 missing 分.丁.2003\n戊 等 2003 良\n戊 奖 2003 100");

    AppCycle at = fx_cycle(&fx, "2003");
    const RegName *prize = fx_name(&fx, REG_PERSON, "奖");

    g_assert_cmpuint(app_result_matches(fx.result, prize, 1, &at, &rules), ==, 1);
    g_assert_cmpuint(rules[0], ==, 1);
    g_assert_cmpuint(app_result_matches(fx.result, prize, 77, &at, &rules), ==, 0);
    fx_clear(&fx);
}

static const char bands[] =
    "```yaml input 额 @year unit 元\n```\n```yaml input 高率 @year\n```\n"
    "`bands 累进 @year of 额 marginal unit 元`\n\n"
    "| 额 (元) | 率 |\n|---|---:|\n| [0..20000] | 10% |\n| (20000..30000] | 20% |\n"
    "| (30000..50000] | 高率 |\n\n"
    "`bands 全额 @year of 额 whole unit 元`\n\n"
    "| 额 (元) | 率 |\n|---|---:|\n| < 100 | 0 |\n| [100..200) | 10% |\n| >= 200 | 20% |\n\n";

typedef struct BandCase {
    const char *amount, *marginal, *whole;
} BandCase;

static const BandCase band_cases[] = {
    {"0",        "0",                       "0"                   },
    {"20000",    "2000",                    "4000"                },
    {"20000.01", "2000.002",                "4000.002"            },
    {"30000",    "4000",                    "6000"                },
    {"30210.4",  "4063.12",                 "6042.08"             },
    {"50000",    "10000",                   "10000"               },
    {"50000.01", "missing 累进.甲.2003", "10000.002"           },
    {"-1",       "missing 累进.甲.2003", "0"                   },
    {"100",      "10",                      "10"                  },
    {"99.99",    "9.999",                   "0"                   },
    {"null",     "null",                    "null"                },
    {"missing",  "missing 额.甲.2003",    "missing 额.甲.2003"},
};

static void test_bands(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(band_cases); i++) {
        const BandCase *c = &band_cases[i];
        Fixture fx = {0};
        g_autofree char *given =
            g_strdup_printf("甲 额 * %s\n甲 高率 * 0.3\n乙 额 * 30000\n丙 额 * 30001\n"
                            "丁 额 * 40000\n丁 高率 * null",
                            c->amount);
        g_autofree char *want =
            g_strdup_printf("甲 累进 2003 %s\n甲 全额 2003 %s\n乙 累进 2003 4000\n"
                            "丙 累进 2003 missing 高率.丙.2003\n丁 累进 2003 null",
                            c->marginal, c->whole);

        g_test_message("%s", c->amount);
        fx_load(&fx, yearly, bands);
        fx_give(&fx, given);
        fx_run(&fx, "2003", "2003");
        fx_expect(&fx, want);
        fx_clear(&fx);
    }
}

/* EX-CT-9: the share of a city-led project is cut to 80%. */
static void test_share_cut(void)
{
    Fixture fx = {0};

    fx_load(
        &fx, yearly,
        "```yaml input 项目贡献 @year per project unit 元\n```\n"
        "```yaml input 拟定份额 @year per project\n```\n"
        "```yaml input 市分行牵头 @year per project\ntype: boolean\n```\n"
        "```feel 份额 @year per project\nif 市分行牵头 then min(拟定份额, 80%) else 拟定份额\n```\n"
        "```feel 计入贡献 @year per project unit 元\n项目贡献 * 份额\n```\n"
        "```yaml total 项目贡献合计 @year\ntake: sum\nof: 计入贡献\nover: project by "
        "项目经理\n```\n");
    fx_give(&fx, "甲\n乙\nproject:P1 项目经理 * 甲\nproject:P1 项目贡献 * 1000000\n"
                 "project:P1 拟定份额 * 0.85\nproject:P1 市分行牵头 * true\n"
                 "project:P2 项目经理 * 甲\nproject:P2 项目贡献 * 10\nproject:P2 拟定份额 * 0.85\n"
                 "project:P2 市分行牵头 * false");
    fx_run(&fx, "2003", "2003");
    fx_expect(
        &fx,
        "project:P1 计入贡献 2003 800000\n甲 项目贡献合计 2003 800008.5\n乙 项目贡献合计 2003 0");
    fx_clear(&fx);
}

/* EX-CT-10: appointed in the middle of the year. */
static void test_mid_year(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 基数 @year unit 元\n```\n```yaml input 贡献额 @year unit 元\n```\n"
            "```feel 在岗比例 @year\n"
            "full calendar months(max(入职日期, 期初), 期末) / 12\n```\n"
            "```feel 比较基数 @year unit 元\n基数 * 在岗比例\n```\n"
            "`table 基数奖励 @year hit U`\n\n"
            "| 基数 (元) | → 基数奖励 (元) |\n|---|---:|\n"
            "| >= 300万 | 20000 |\n| < 300万 | 0 |\n\n"
            "```feel 奖励合计 @year unit 元\nif 贡献额 >= 比较基数 then\n"
            "基数奖励 * 在岗比例 + (贡献额 - 比较基数) * 5% else 0\n```\n");
    fx_give(&fx, "甲 入职日期 * 2003-07-01\n甲 基数 * 3000000\n甲 贡献额 * 1600000");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 比较基数 2003 1500000\n甲 奖励合计 2003 15000");
    fx_clear(&fx);
}

/* ---- sources ---- */

static void assert_source(Fixture *fx, const char *row, const char *name, AppOrigin want)
{
    AppCycle at = fx_cycle(fx, "2003Q1");
    size_t index = 0;

    g_test_message("%s %s", row, name);
    g_assert_true(app_data_find_row(fx->data, REG_PERSON, row, &index));
    g_assert_cmpint(app_result_source(fx->result, fx_name(fx, REG_PERSON, name), index, &at).origin,
                    ==, want);
}

/* Since when, by which key, from which cycle and row. */
static void assert_details(Fixture *fx)
{
    AppSource source;
    AppCycle at = fx_cycle(fx, "2003Q1");
    CalDate from = 0;

    (void)cal_date_parse("2002-03-04", -1, &from);
    source = app_result_source(fx->result, fx_name(fx, REG_PERSON, "级别"), 0, &at);
    g_assert_cmpint(source.from, ==, from);
    source = app_result_source(fx->result, fx_name(fx, REG_PERSON, "基本工资"), 0, &at);
    g_assert_cmpstr(source.keys[0], ==, "二级");
    g_assert_nonnull(source.period);
    source = app_result_source(fx->result, fx_name(fx, REG_PERSON, "年目标"), 0, &at);
    g_assert_cmpint(source.origin, ==, APP_FROM_GIVEN);
    g_assert_cmpstr(source.cycle.text, ==, "2003");

    const RegName *const *reads;
    const RegBlock *block = fx_name(fx, REG_PERSON, "片区")->block;
    size_t n = app_block_reads(fx->result, block, &reads);

    g_assert_cmpuint(n, ==, 2); /* 类别 of the scope, and the path */
    g_assert_cmpstr(reads[0]->name, ==, "类别");
    g_assert_cmpint(reads[1]->kind, ==, REG_NAME_PATH);
    source = app_result_source(fx->result, reads[1], 0, &at);
    g_assert_cmpint(source.origin, ==, APP_FROM_LINK);
    g_assert_cmpuint(source.row, ==, 0);
}

static void test_sources(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml scope\nfor: 类别 != \"外包\"\n```\n"
            "```yaml param 基本工资 unit 元\nby: 级别\nvalue: {一级: 2000, 二级: 3000}\n"
            "effective: {from: 2001-01-01}\n```\n"
            "```yaml input 件数 @quarter\n```\n```yaml input 均数 @quarter\n```\n"
            "```yaml input 上季 @quarter\nfrom: history of 件数\nover: previous\nif none: 0\n```\n"
            "```feel 两倍 @quarter\n件数 * 2\n```\n"
            "```feel 片区 @quarter\n机构.区域\n```\n"
            "```yaml decide 豁免 @quarter\nwhen: 件数 < 5\nby: 行长\nuntil decided: 不同意\n```\n"
            "```yaml decide 特批 @quarter\nwhen: 件数 < 5\nby: 行长\n```\n"
            "```yaml input 年目标 @year\n```\n");
    fx_give(
        &fx,
        "unit:B1 区域 * 东\n"
        "default 均数 * 7\n甲 级别 * 一级\n甲 级别 2002-03-04 二级\n甲 类别 * 正式\n甲 机构 * B1\n"
        "甲 件数 * 1\n!甲 特批 2003Q1 同意\n甲 年目标 2003 8\n"
        "乙 级别 * 一级\n乙 类别 * 外包\n乙 件数 * 9\n乙 均数 2003Q1 missing\n"
        "丙 类别 * 正式\n丙 件数 * 9\nparam 基本工资 一级 2003-02-01 2100");
    fx_run(&fx, "2003Q1", "2003Q1");
    assert_source(&fx, "甲", "期初", APP_FROM_BUILTIN);
    assert_source(&fx, "甲", "工号", APP_FROM_BUILTIN);
    assert_source(&fx, "甲", "级别", APP_FROM_ATTRIBUTE);
    assert_source(&fx, "丙", "级别", APP_FROM_NOWHERE);
    assert_source(&fx, "甲", "件数", APP_FROM_GIVEN);
    assert_source(&fx, "甲", "均数", APP_FROM_DEFAULT);
    assert_source(&fx, "乙", "均数", APP_FROM_NOWHERE);
    assert_source(&fx, "甲", "上季", APP_FROM_HISTORY);
    assert_source(&fx, "甲", "两倍", APP_FROM_COMPUTED);
    assert_source(&fx, "乙", "两倍", APP_FROM_OUTSIDE);
    assert_source(&fx, "甲", "豁免", APP_FROM_STAND_IN);
    assert_source(&fx, "甲", "特批", APP_FROM_OUTCOME);
    assert_source(&fx, "丙", "特批", APP_FROM_COMPUTED);
    assert_source(&fx, "甲", "基本工资", APP_FROM_PERIOD);
    assert_source(&fx, "乙", "基本工资", APP_FROM_SET_PARAM);
    assert_source(&fx, "丙", "基本工资", APP_FROM_NOWHERE);
    assert_source(&fx, "丙", "年目标", APP_FROM_NOWHERE);
    assert_details(&fx);
    fx_clear(&fx);
}

/* ---- checks ---- */

static const RegBlock *block_named(const Fixture *fx, RegBlockKind kind)
{
    for (size_t i = 0; i < fx->reg->n_blocks; i++) {
        if (fx->reg->blocks[i]->kind == kind)
            return fx->reg->blocks[i];
    }
    return NULL;
}

/* EX-CT-16: a customer has one manager, unless a team is formed. */
static void test_check(void)
{
    Fixture fx = {0};
    g_autofree char *refused = NULL, *unknown = NULL, *passed = NULL;
    AppCheckField fields[] = {
        {"客户.在管客户经理数", feel_number(dec_from_int(1))},
        {"客户.小组",                feel_null()                 },
    };

    fx_load(&fx, yearly,
            "```yaml param 上限\nvalue: 1\n```\n"
            "```yaml check 一户一人\non: assignment\n"
            "refuse when: 客户.在管客户经理数 >= 上限 and 客户.小组 = null\n"
            "says: 一个客户只能由一个客户经理为其服务\n```\n");

    const RegBlock *check = block_named(&fx, REG_CHECK);
    AppCycle at = fx_cycle(&fx, "2003");

    g_assert_cmpint(app_check_entry(fx.reg, check, NULL, fields, 2, at.first, NULL, &refused), ==,
                    APP_CHECK_REFUSED);
    g_assert_cmpstr(refused, ==, "一个客户只能由一个客户经理为其服务");
    fields[1].value = feel_string("一组", strlen("一组"));
    g_assert_cmpint(app_check_entry(fx.reg, check, NULL, fields, 2, at.first, NULL, &passed), ==,
                    APP_CHECK_PASSED);
    g_assert_null(passed);
    g_assert_cmpint(app_check_entry(fx.reg, check, NULL, fields + 1, 1, at.first, NULL, NULL), ==,
                    APP_CHECK_PASSED);
    fields[1].value = feel_null();
    g_assert_cmpint(app_check_entry(fx.reg, check, NULL, fields + 1, 1, at.first, NULL, &unknown),
                    ==, APP_CHECK_UNKNOWN);
    g_assert_cmpstr(unknown, ==, "not known: 客户.在管客户经理数");
    fx_give(&fx, "param 上限 - * 2");
    g_assert_cmpint(app_check_entry(fx.reg, check, fx.data, fields, 2, at.first, NULL, NULL), ==,
                    APP_CHECK_PASSED);
    fx_clear(&fx);
}

/* ---- the whole ---- */

static void assert_too_large(Fixture *fx, const char *first, const char *last)
{
    g_autoptr(GError) error = NULL;
    AppCycle from = fx_cycle(fx, first), to = fx_cycle(fx, last);

    g_assert_null(app_evaluate(fx->reg, fx->data, &from, &to, NULL, &error));
    g_assert_true(err_is(error, ERR_LIMIT));
    g_assert_cmpstr(err_reason(error), ==, "appraise.too-large");
}

/* Too many cycles; too many rows in them. */
static void test_too_large(void)
{
    Fixture fx = {0};
    char key[16];

    fx_load(&fx, monthly, "```yaml input 件数 @month\n```\n");
    fx_give(&fx, "甲");
    assert_too_large(&fx, "0001", "9999");
    for (int i = 0; i < 340000; i++) {
        (void)snprintf(key, sizeof key, "%d", i);
        (void)app_data_row(fx.data, REG_PERSON, key);
    }
    assert_too_large(&fx, "2001", "2100");
    fx_clear(&fx);
}

/* Columns, cycles and expressions as readers see them. */
static void test_readers(void)
{
    Fixture fx = {0};
    const AppCycle *cycles;

    fx_load(&fx, monthly, "```yaml input 件数 @month\n```\n```feel 两倍 @month\n件数 * 2\n```\n");
    fx_give(&fx, "乙 件数 * 2\n甲 件数 * 1\n丙");
    fx_run(&fx, "2003Q1", "2003Q1");
    g_assert_cmpuint(app_result_cycles(fx.result, &cycles), ==, 4);
    g_assert_cmpstr(cycles[3].text, ==, "2003Q1");

    AppCycle month = fx_cycle(&fx, "2003-01"), quarter = cycles[3];
    const RegName *twice = fx_name(&fx, REG_PERSON, "两倍");
    const Col *col = app_result_column(fx.result, twice, &month);
    const size_t *rows;

    g_assert_null(app_result_column(fx.result, twice, &quarter));
    g_assert_cmpuint(app_result_rows(fx.result, REG_PERSON, &month, &rows), ==, 3);
    for (size_t i = 0; i < 3; i++) {
        const char *key = app_data_row_key(fx.data, REG_PERSON, rows[i]);
        bool is_third = strcmp(key, "丙") == 0;

        g_assert_true(col_is_missing(col, i) == is_third);
        if (!is_third)
            g_assert_true(
                dec_equal(col->v.numbers[i], dec_from_int(strcmp(key, "甲") == 0 ? 2 : 4)));
    }

    FeelValue v = app_result_expr(fx.result, &twice->block->u.feel, 0, &month);

    g_assert_true(v.kind == FEEL_NUMBER && dec_equal(v.u.number, dec_from_int(4)));
    g_assert_cmpint(app_result_expr(fx.result, &twice->block->u.feel, 77, &month).kind, ==,
                    FEEL_NULL);
    g_assert_true(app_result_regulation(fx.result) == fx.reg);
    g_assert_true(app_result_data(fx.result) == fx.data);
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/evaluate/inputs", test_inputs);
    g_test_add_func("/evaluate/owed", test_owed);
    g_test_add_func("/evaluate/column", test_column);
    g_test_add_func("/evaluate/attributes", test_attributes);
    g_test_add_func("/evaluate/attribute-given", test_attribute_given);
    for (size_t i = 0; i < G_N_ELEMENTS(people_cases); i++) {
        g_autofree char *path = g_strdup_printf("/evaluate/people/%s", people_cases[i].name);
        g_test_add_data_func(path, &people_cases[i], test_people);
    }
    g_test_add_func("/evaluate/params", test_params);
    g_test_add_func("/evaluate/params-set", test_params_set);
    g_test_add_func("/evaluate/params-periods", test_params_periods);
    g_test_add_func("/evaluate/applies", test_applies);
    g_test_add_func("/evaluate/links", test_links);
    g_test_add_func("/evaluate/coarser", test_coarser);
    g_test_add_func("/evaluate/decide", test_decide);
    g_test_add_func("/evaluate/table", test_table);
    g_test_add_func("/evaluate/bands", test_bands);
    g_test_add_func("/evaluate/ex-ct-9-share", test_share_cut);
    g_test_add_func("/evaluate/ex-ct-10-mid-year", test_mid_year);
    g_test_add_func("/evaluate/sources", test_sources);
    g_test_add_func("/evaluate/ex-ct-16-check", test_check);
    g_test_add_func("/evaluate/too-large", test_too_large);
    g_test_add_func("/evaluate/readers", test_readers);
    return g_test_run();
}
