/* Earlier cycles and entries of sheets. */
#include "app_fixture.h"

static const char monthly[] =
    "cycles: [month, {双月: {ending: [2, 4, 6, 8, 10, 12]}}, quarter, year]\n";

/* ---- history ---- */

static const char history[] =
    "```yaml input 件数 @month\noptional: true\n```\n"
    "```yaml input 必填 @month\n```\n"
    "```feel 两倍 @month\n件数 * 2\n```\n"
    "```yaml input 上月件数 @month\nfrom: history of 件数\nover: previous\nif none: -1\n```\n"
    "```yaml input 上月两倍 @month\nfrom: history of 两倍\nover: previous\n```\n"
    "```yaml input 年内合计 @month\nfrom: history of 件数\nover: year to date\ntake: sum\n```\n"
    "```yaml input 此前合计 @month\nfrom: history of 件数\nover: year to date\ntake: sum\nbefore "
    "this: true\n```\n"
    "```yaml input 近三月 @month\nfrom: history of 件数\nover: last 3 months\ntake: list\n```\n"
    "```yaml input 季合计 @quarter\nfrom: history of 两倍\nover: this cycle\ntake: sum\n```\n"
    "```yaml input 季均 @quarter\nfrom: history of 件数\nover: this cycle\ntake: mean\n```\n"
    "```yaml input 季最大 @quarter\nfrom: history of 件数\nover: this cycle\ntake: max\n```\n"
    "```yaml input 季最小 @quarter\nfrom: history of 件数\nover: this cycle\ntake: min\nif none: "
    "0\n```\n"
    "```yaml input 季首 @quarter\nfrom: history of 件数\nover: this cycle\ntake: first\n```\n"
    "```yaml input 季末 @quarter\nfrom: history of 件数\nover: this cycle\ntake: last\n```\n"
    "```yaml input 达标月数 @quarter\nfrom: history of 件数\nover: this cycle\ntake: count\nwhere: "
    "件数 >= 10\n```\n"
    "```yaml input 必填合计 @quarter\nfrom: history of 必填\nover: this cycle\ntake: sum\n```\n"
    "```yaml input 必填均 @quarter\nfrom: history of 必填\nover: this cycle\ntake: mean\nmissing: "
    "leave out\n```\n"
    "```yaml input 必填末 @quarter\nfrom: history of 必填\nover: this cycle\ntake: last\n```\n"
    "```yaml input 必填首 @quarter\nfrom: history of 必填\nover: this cycle\ntake: first\n```\n"
    "```yaml input 入职以来 @month\nfrom: history of 件数\nover: since 入职日期\ntake: sum\n```\n"
    "```yaml input 全部以来 @month\nfrom: history of 件数\nover: last 24 months\ntake: sum\n"
    "across employments: true\n```\n"
    "```yaml input 近两年 @month\nfrom: history of 件数\nover: last 24 months\ntake: sum\n```\n";

static void test_history(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, history);
    fx_give(&fx, "default 必填 * 1\n"
                 "甲 件数 2002-12 4\n甲 件数 2003-01 10\n甲 件数 2003-02 20\n甲 件数 2003-03 5\n"
                 "乙 件数 * 7\n"
                 "丙 必填 2003-02 missing\n丁 必填 2003-01 missing\n甲 必填 2003-03 missing");
    fx_run(&fx, "2003-01", "2003-03");
    fx_expect(&fx,
              "甲 上月件数 2003-01 4\n甲 上月件数 2003-02 10\n甲 上月两倍 2003-01 null\n"
              "甲 上月两倍 2003-02 20\n乙 上月件数 2003-01 -1\n乙 上月件数 2003-02 7\n"
              "丙 上月件数 2003-02 -1\n"
              "甲 年内合计 2003-01 10\n甲 年内合计 2003-03 35\n甲 此前合计 2003-01 0\n"
              "甲 此前合计 2003-03 30\n甲 近三月 2003-01 [4, 10]\n甲 近三月 2003-03 [10, 20, 5]\n"
              "乙 近三月 2003-01 [7]\n丙 近三月 2003-01 []");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx,
              "甲 季合计 2003Q1 70\n乙 季合计 2003Q1 42\n丙 季合计 2003Q1 0\n"
              "乙 季均 2003Q1 7\n丙 季均 2003Q1 null\n甲 季最大 2003Q1 20\n甲 季最小 2003Q1 5\n"
              "丙 季最小 2003Q1 0\n甲 季首 2003Q1 10\n甲 季末 2003Q1 5\n甲 达标月数 2003Q1 2\n"
              "丙 达标月数 2003Q1 0\n"
              "乙 必填合计 2003Q1 3\n丙 必填合计 2003Q1 missing 必填.丙.2003-02\n"
              "丙 必填均 2003Q1 1\n丙 必填末 2003Q1 1\n丙 必填首 2003Q1 1\n"
              "丁 必填首 2003Q1 missing 必填.丁.2003-01\n丁 必填末 2003Q1 1\n"
              "甲 必填末 2003Q1 missing 必填.甲.2003-03");
    fx_clear(&fx);
}

/* History begins with the present employment. */
static void test_employment(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, history);
    fx_give(&fx,
            "default 必填 * 1\n"
            "甲 入职日期 2001-01-01 2001-01-01\n甲 离职日期 2002-11-15 2002-11-15\n"
            "甲 入职日期 2003-01-20 2003-01-20\n"
            "甲 件数 2002-10 1000\n甲 件数 2002-11 100\n甲 件数 2003-01 10\n甲 件数 2003-02 1\n"
            "乙 件数 2002-06 9\n乙 件数 2003-02 1");
    fx_run(&fx, "2002-11", "2003-02");
    fx_expect(&fx, "甲 入职以来 2002-11 1100\n甲 入职以来 2002-12 null\n甲 入职以来 2003-02 11\n"
                   "甲 近两年 2003-02 11\n甲 全部以来 2003-02 1111\n甲 上月件数 2003-01 -1\n"
                   "乙 入职以来 2003-02 missing 入职日期.乙.2003-02\n乙 近两年 2003-02 10");
    fx_clear(&fx);
}

/* EX-ZS-11, 12: a rolling window of twelve months. */
static void test_window(void)
{
    static const char body[] =
        "```yaml input 触发 @month\ntype: boolean\noptional: true\n```\n"
        "```yaml input 近12月次数 @month\nfrom: history of 触发\nover: last 12 months\ntake: "
        "count\n"
        "where: 触发\n```\n"
        "```yaml decide 解除 @month\nwhen: 近12月次数 >= 2 and 触发\nby: 总经理\n"
        "outcome: one of [解除, 不解除]\n```\n";
    Fixture fx = {0};

    fx_load(&fx, monthly, body);
    fx_give(&fx, "甲 触发 2013-03 true\n甲 触发 2014-02 true\n"
                 "乙 触发 2013-03 true\n乙 触发 2014-03 true\n丙");
    fx_run(&fx, "2013-03", "2014-03");
    fx_expect(&fx, "甲 近12月次数 2014-02 2\n乙 近12月次数 2014-02 1\n乙 近12月次数 2014-03 1\n"
                   "丙 近12月次数 2014-03 0\n甲 近12月次数 2014-03 1");
    fx_expect_questions(&fx, "解除 甲 2014-02\n");
    fx_clear(&fx);
}

/* EX-PC-4 … 7: double months; a miss halves the next, two in a row do more. */
static void test_state(void)
{
    static const char body[] =
        "```yaml input 件数 @month\n```\n"
        "```yaml param 目标\nvalue: 40\n```\n"
        "```yaml input 双月件数 @双月\nfrom: history of 件数\nover: this cycle\ntake: sum\n```\n"
        "```yaml input 上期连续未达标 @双月\nfrom: history of 连续未达标\nover: previous\nif none: "
        "0\n```\n"
        "```feel 连续未达标 @双月\nif 双月件数 >= 目标 then 0 else 上期连续未达标 + 1\n```\n"
        "```yaml input 上期未达标 @month\nfrom: history of 连续未达标\nover: previous\nif none: "
        "0\n```\n"
        "```feel 系数 @month\nif 上期未达标 > 0 then 50% else 100%\n```\n";
    Fixture fx = {0};

    fx_load(&fx, monthly, body);
    fx_give(&fx,
            "丙 件数 2011-05 18\n丙 件数 2011-06 20\n丙 件数 2011-07 16\n丙 件数 2011-08 20\n"
            "丙 件数 2011-09 20\n丙 件数 2011-10 21\n丁 件数 * 20\n丁 连续未达标 2011-04@双月 3");
    fx_run(&fx, "2011-05", "2011-10");
    fx_expect(&fx, "丙 系数 2011-05 1\n丙 系数 2011-06 1\n丙 连续未达标 2011-06@双月 1\n"
                   "丙 系数 2011-07 0.5\n丙 系数 2011-08 0.5\n丙 连续未达标 2011-08@双月 2\n"
                   "丙 系数 2011-09 0.5\n丙 连续未达标 2011-10@双月 0\n"
                   "丁 系数 2011-05 0.5\n丁 系数 2011-07 1\n丁 上期连续未达标 2011-06@双月 3");
    fx_clear(&fx);
}

/* What is given for a cycle before the range as owed blocks; closed cycles are such cycles. */
static void test_before(void)
{
    Fixture fx = {0};
    const ReasonRoot *const *roots;

    fx_load(
        &fx, monthly,
        "```yaml input 件数 @month\n```\n```feel 两倍 @month\n件数 * 2\n```\n"
        "```yaml decide 认可 @month\nwhen: true\nby: 行长\n```\n"
        "```yaml input 上月两倍 @month\nfrom: history of 两倍\nover: previous\n```\n"
        "```yaml input 上月认可 @month\nfrom: history of 认可\nover: previous\n```\n"
        "```yaml input 季两倍 @quarter\nfrom: history of 两倍\nover: this cycle\ntake: sum\n```\n");
    fx_give(&fx,
            "default 件数 * 5\n甲 两倍 2003-01 missing\n乙 两倍 2003-01 11\n乙 两倍 2003-02 22\n"
            "!乙 认可 2003-01 同意\n丙 两倍 2003-01 33");
    fx_run(&fx, "2003-02", "2003-02");
    fx_expect(&fx, "甲 上月两倍 2003-02 missing 两倍.甲.2003-01\n乙 上月两倍 2003-02 11\n"
                   "丙 两倍 2003-02 10\n乙 上月认可 2003-02 同意\n丙 上月认可 2003-02 null\n"
                   "丙 两倍 2003-01 33\n丙 件数 2003-01 null");

    FeelValue v = fx_get(&fx, REG_PERSON, "甲", "上月两倍", "2003-02");

    g_assert_cmpuint(reasons_roots(app_result_reasons(fx.result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_RUN);

    AppCycle closed = fx_cycle(&fx, "2003-02");

    fx.options.closed = &closed;
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx,
              "乙 季两倍 2003Q1 43\n丙 季两倍 2003Q1 43\n甲 季两倍 2003Q1 missing 两倍.甲.2003-01\n"
              "乙 两倍 2003-02 22\n丙 两倍 2003-02 null");
    fx_clear(&fx);
}

/* Which cycles a history took. */
static void test_taken(void)
{
    Fixture fx = {0};
    const AppTaken *taken;

    fx_load(&fx, monthly, history);
    fx_give(&fx, "default 必填 * 1\n甲 件数 2003-01 10\n甲 件数 2003-03 5\n乙");
    fx_run(&fx, "2003Q1", "2003Q1");

    AppCycle at = fx_cycle(&fx, "2003Q1");

    g_assert_cmpuint(
        app_result_taken(fx.result, fx_name(&fx, REG_PERSON, "季合计"), 0, &at, &taken), ==, 2);
    g_assert_cmpstr(taken[0].cycle.text, ==, "2003-01");
    g_assert_cmpstr(taken[1].cycle.text, ==, "2003-03");
    g_assert_true(dec_equal(taken[1].value.u.number, dec_from_int(10)));
    g_assert_cmpuint(
        app_result_taken(fx.result, fx_name(&fx, REG_PERSON, "达标月数"), 0, &at, &taken), ==, 1);
    g_assert_cmpuint(
        app_result_taken(fx.result, fx_name(&fx, REG_PERSON, "季合计"), 1, &at, &taken), ==, 0);
    fx_clear(&fx);
}

/* ---- entries ---- */

static const char sheets[] =
    "```yaml sheet 业绩表 @month\nkept by: 营销部\ncolumns: {净收入: 万元, 积分: 分}\n```\n"
    "```yaml sheet 投诉簿 @month\nlines: many\ncolumns:\n"
    "  责任人: person, required\n  受理人: person\n  日期: date, required\n  金额: 元\n"
    "  核实: one of [属实, 不实]\n```\n"
    "```yaml input 净收入 @month unit 元\nfrom: sheet 业绩表\n```\n"
    "```yaml input 季积分 @quarter unit 分\nfrom: sheet 业绩表\ncolumn: 积分\nover: this "
    "cycle\ntake: sum\n```\n"
    "```yaml input 属实次数 @month\nfrom: sheet 投诉簿\ntake: count\n"
    "where: 责任人 = this and 核实 = \"属实\"\n```\n"
    "```yaml input 受理次数 @month\nfrom: sheet 投诉簿\ntake: count\nwhere: this = 受理人\n```\n"
    "```yaml input 投诉金额 @month unit 元\nfrom: sheet 投诉簿\ncolumn: 金额\ntake: sum\n"
    "over: last 2 months\n```\n"
    "```yaml input 投诉 @month\nfrom: sheet 投诉簿\ntake: list\n```\n"
    "```yaml input 最近金额 @month unit 元\nfrom: sheet 投诉簿\ncolumn: 金额\ntake: last\nif none: "
    "-1\n```\n"
    "```yaml input 最大金额 @month unit 元\nfrom: sheet 投诉簿\ncolumn: 金额\ntake: max\n```\n"
    "```feel 大额 @month\ncount(投诉[金额 > 100])\n```\n"
    "```yaml subject 投诉行\nrows: sheet 投诉簿\n```\n"
    "```feel 加倍 @month per 投诉行 unit 元\n金额 * 2\n```\n"
    "```yaml total 加倍合计 @month unit 元\ntake: sum\nof: 加倍\nover: 投诉行 by 责任人\n```\n"
    "```feel 责任机构 @month per 投诉行\n责任人.类别\n```\n";

static void give_entries(Fixture *fx)
{
    fx_give(fx,
            "甲 类别 * 销售\n乙\n丙 净收入 2003-01 9\n"
            "entry 业绩表 a1 甲 2003-01-31 净收入=1.5 积分=3\n"
            "entry 业绩表 a2 甲 2003-02-28 净收入=2 积分=4\n"
            "entry 业绩表 a3 甲 2003-03-31 净收入=2 积分=5\n"
            "entry 业绩表 b1 乙 2003-01-31 净收入=3 积分=6\n"
            "entry 投诉簿 t2 - 2003-01-20 责任人=甲 受理人=乙 日期=2003-01-20 金额=200 核实=属实\n"
            "entry 投诉簿 t1 - 2003-01-20 责任人=甲 受理人=丙 日期=2003-01-20 金额=50 核实=不实\n"
            "entry 投诉簿 t3 - 2003-02-01 责任人=甲 受理人=甲 日期=2003-02-01 金额=7 核实=属实\n"
            "entry 投诉簿 t4 - 2003-02-01 责任人=乙 受理人=甲 日期=2003-02-01 核实=属实\n"
            "entry 投诉簿 t5 - * 责任人=丙 日期=2003-02-01 金额=1000\n"
            "entry 投诉簿 t6 - 2003-01-02 责任人=无此人 日期=2003-01-02 金额=1 核实=属实");
}

static void test_entries(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly, sheets);
    give_entries(&fx);
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(
        &fx,
        "甲 净收入 2003-01 15000\n甲 净收入 2003-02 20000\n乙 净收入 2003-01 30000\n"
        "乙 净收入 2003-02 missing 净收入.乙.2003-02\n丙 净收入 2003-01 90000\n"
        "甲 季积分 2003Q1 12\n"
        "乙 季积分 2003Q1 missing 季积分.乙.2003-02 季积分.乙.2003-03\n"
        "甲 属实次数 2003-01 1\n甲 属实次数 2003-02 1\n甲 属实次数 2003-03 0\n"
        "乙 属实次数 2003-02 1\n甲 受理次数 2003-01 0\n甲 受理次数 2003-02 2\n"
        "乙 受理次数 2003-01 1\n"
        "甲 投诉金额 2003-01 250\n甲 投诉金额 2003-02 257\n甲 投诉金额 2003-03 7\n"
        "丙 投诉金额 2003-03 1000\n"
        "甲 最近金额 2003-01 200\n甲 最近金额 2003-03 -1\n乙 最近金额 2003-02 -1\n"
        "甲 最大金额 2003-01 200\n甲 最大金额 2003-03 null\n"
        "甲 大额 2003-01 1\n丙 大额 2003-02 1\n"
        "甲 加倍合计 2003-01 500\n乙 加倍合计 2003-02 0\n丙 加倍合计 2003-03 2000\n"
        "投诉行:t1 加倍 2003-01 100\n投诉行:t1 加倍 2003-02 null\n投诉行:t4 加倍 2003-02 null\n"
        "投诉行:t1 责任机构 2003-01 销售\n投诉行:t6 责任机构 2003-01 missing 责任人.t6.2003-01\n"
        "甲 投诉 2003-01 [{责任人: \"甲\", 受理人: \"丙\", 日期: 2003-01-20, 金额: 50, 核实: "
        "\"不实\"}, "
        "{责任人: \"甲\", 受理人: \"乙\", 日期: 2003-01-20, 金额: 200, 核实: \"属实\"}]");
    fx_clear(&fx);
}

/* Entries that an input took; where its value comes from. */
static void test_entries_taken(void)
{
    Fixture fx = {0};
    const AppTaken *taken;

    fx_load(&fx, monthly, sheets);
    give_entries(&fx);
    fx_run(&fx, "2003-01", "2003-02");

    AppCycle at = fx_cycle(&fx, "2003-02");
    const RegName *sum = fx_name(&fx, REG_PERSON, "投诉金额");
    size_t n = app_result_taken(fx.result, sum, 0, &at, &taken);

    g_assert_cmpuint(n, ==, 3);
    g_assert_cmpstr(app_data_row_key(fx.data, taken[0].subject, taken[0].row), ==, "t1");
    g_assert_cmpstr(app_data_row_key(fx.data, taken[2].subject, taken[2].row), ==, "t3");
    g_assert_cmpint(app_result_source(fx.result, sum, 0, &at).origin, ==, APP_FROM_ENTRIES);
    fx_clear(&fx);
}

/* ---- measures by group ---- */

static void test_measure_rows(void)
{
    Fixture fx = {0};

    fx_load(
        &fx, monthly,
        "```yaml subject 贷款行\nrows: measure by [品种, 执行利率]\n```\n"
        "```yaml input 贷款积数 @month per 贷款行\nfrom: measure\nof: loan balances\ntake: "
        "balance-days\n```\n"
        "```yaml param 天数 unit 天/年\nvalue: 360\n```\n"
        "```feel 利息 @month per 贷款行 unit 元\n贷款积数 * 执行利率 / 天数\n```\n"
        "```yaml total 利息合计 @month unit 元\ntake: sum\nof: 利息\nover: 贷款行 by person\n```\n"
        "```yaml total 项目贷款 @month unit 元\ntake: sum\nof: 利息\nwhere: 品种 = \"项目\"\nover: "
        "贷款行 by person\n```\n");
    fx_give(&fx, "甲\n乙\n"
                 "贷款行:r1 person * 甲\n贷款行:r1 品种 * 项目\n贷款行:r1 执行利率 * 0.06\n"
                 "贷款行:r2 person * 甲\n贷款行:r2 品种 * 流动\n贷款行:r2 执行利率 * 0.05\n"
                 "贷款行:r1 贷款积数 2003-01 36000\n贷款行:r2 贷款积数 2003-01 7200\n"
                 "贷款行:r2 贷款积数 2003-02 72");
    fx_run(&fx, "2003-01", "2003-02");
    fx_expect(&fx, "甲 利息合计 2003-01 7\n甲 项目贷款 2003-01 6\n甲 利息合计 2003-02 0.01\n"
                   "甲 项目贷款 2003-02 0\n乙 利息合计 2003-01 0");
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/history/takes", test_history);
    g_test_add_func("/history/employment", test_employment);
    g_test_add_func("/history/ex-zs-11-12-window", test_window);
    g_test_add_func("/history/ex-pc-4-7-state", test_state);
    g_test_add_func("/history/before-the-range", test_before);
    g_test_add_func("/history/taken", test_taken);
    g_test_add_func("/entries/takes", test_entries);
    g_test_add_func("/entries/taken", test_entries_taken);
    g_test_add_func("/measure/rows", test_measure_rows);
    return g_test_run();
}
