/* Consequences end to end: worked examples of pay,
 * carries and reserves through a regulation text. */
#include "app_fixture.h"

static const char year_front[] = "applies to: 岗位 = \"客户经理\"\n"
                                 "cycles: [month, quarter, half-year, year]\n";

static const char reward[] =
    "```yaml input 累计奖励 @half-year unit 元\n```\n"
    "```yaml input 全年奖励 @year unit 元\n```\n"
    "```yaml input 风险损失 @year unit 元\noptional: true\n```\n"
    "`bands 半年提取 @half-year of 累计奖励 marginal unit 元`\n\n"
    "| 累计奖励 (元) | 比例 |\n|---|---:|\n"
    "| [0..20000] | 10% |\n| (20000..30000] | 20% |\n| > 30000 | 30% |\n\n"
    "`bands 全年提取 @year of 全年奖励 marginal unit 元`\n\n"
    "| 全年奖励 (元) | 比例 |\n|---|---:|\n"
    "| [0..20000] | 10% |\n| (20000..30000] | 20% |\n| (30000..40000] | 30% |\n"
    "| (40000..50000] | 40% |\n| > 50000 | 50% |\n\n"
    "```yaml pay 半年预发 @half-year\nof: 累计奖励\ninto: 奖励\ncumulative: year\n```\n"
    "```yaml pay 年终兑现 @year\nof: 全年奖励\ninto: 奖励\ncumulative: year\n```\n"
    "```yaml reserve 半年风险金 @half-year\nof: 半年提取\ninto: 风险基金\nout of: 奖励\n"
    "cumulative: year\nhold: 3 years\nrelease into: 奖励\n"
    "forfeit when: 离职日期 < 到期日\n```\n"
    "```yaml reserve 年终风险金 @year\nof: 全年提取\ninto: 风险基金\nout of: 奖励\n"
    "cumulative: year\nhold: 3 years\nrelease into: 奖励\n"
    "forfeit when: 离职日期 < 到期日\noffset: 风险损失\n```\n";

/* EX-CT-11: the fund is taken from the cumulative reward of the year. */
static void test_advance(void)
{
    Fixture fx = {0};

    fx_load(&fx, year_front, reward);
    fx_give(&fx, "甲 累计奖励 2003H1 12000\n甲 累计奖励 2003H2 null\n"
                 "甲 全年奖励 2003 30210.40");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 半年提取 2003H1 1200\n甲 全年提取 2003 4063.12\n甲 风险损失 2003 null");
    fx_expect_postings(&fx, "pay 奖励> 甲 12000.00@2003H1\n"
                            "withhold 奖励>风险基金 甲 1200.00@2003H1\n"
                            "pay 奖励> 甲 18210.40@2003\n"
                            "withhold 奖励>风险基金 甲 2863.12@2003\n");

    AppCycle year = fx_cycle(&fx, "2003");
    Dec paid = app_result_posted(fx.result, "奖励", 0, &year);
    Dec held = app_result_posted(fx.result, "风险基金", 0, &year);

    g_assert_true(dec_equal(paid, dec_from_scaled(1534728, 2)));
    g_assert_true(dec_equal(held, dec_from_scaled(286312, 2)));
    fx_clear(&fx);
}

/* EX-CT-12: matures; is lost by leaving a day early; a loss in another post is set off. */
static void test_fund(void)
{
    Fixture fx = {0};

    fx_load(&fx, year_front, reward);
    fx_give(&fx, "default 累计奖励 * null\ndefault 全年奖励 * null\n"
                 "甲 全年奖励 2003 30210.40\n乙 全年奖励 2003 30210.40\n丙 全年奖励 2003 30210.40\n"
                 "丁 全年奖励 2003 30210.40\n"
                 "乙 离职日期 2006-12-30 2006-12-30\n丁 离职日期 2006-12-31 2006-12-31\n"
                 "丙 岗位 * 客户经理\n丙 岗位 2005-01-01 综合柜员\n丙 风险损失 2005 3000");
    fx_run(&fx, "2003", "2006");
    fx_expect_postings(&fx, "pay 奖励> 丁 30210.40@2003\n"
                            "withhold 奖励>风险基金 丁 4063.12@2003\n"
                            "pay 奖励> 丙 30210.40@2003\n"
                            "withhold 奖励>风险基金 丙 4063.12@2003\n"
                            "pay 奖励> 乙 30210.40@2003\n"
                            "withhold 奖励>风险基金 乙 4063.12@2003\n"
                            "pay 奖励> 甲 30210.40@2003\n"
                            "withhold 奖励>风险基金 甲 4063.12@2003\n"
                            "offset 风险基金> 丙 3000.00@2005\n"
                            "release 风险基金>奖励 丁 4063.12@2006\n"
                            "release 风险基金>奖励 丙 1063.12@2006\n"
                            "forfeit 风险基金> 乙 4063.12@2006\n"
                            "release 风险基金>奖励 甲 4063.12@2006\n");
    fx_clear(&fx);
}

/* The same from an opening reserve, evaluated in the year of maturity alone. */
static void test_fund_opening(void)
{
    Fixture fx = {0};
    CalDate due = 0;

    fx_load(&fx, year_front, reward);
    fx_give(&fx, "甲 全年奖励 * null\n甲 累计奖励 * null\n甲 离职日期 * 2007-01-15");
    (void)cal_date_parse("2006-12-31", -1, &due);
    app_data_set_opening_reserve(fx.data, "风险基金", 0, due, dec_from_scaled(999, 2));
    app_data_set_opening_reserve(fx.data, "风险基金", 0, due, dec_from_scaled(406312, 2));
    fx_run(&fx, "2006H1", "2006");
    fx_expect_postings(&fx, "release 风险基金>奖励 甲 4063.12@2006H2\n");
    fx_clear(&fx);
}

/* EX-CT-4, 5, 6: quarterly wage with monthly floor advances. */
static const char wage[] =
    "```yaml param 保底工资 unit 元\nby: 级别\n"
    "value: {客户经理二级: 900, 客户经理一级: 800}\nset by: 市分行\n```\n"
    "```yaml input 月正常工资 @quarter unit 元\n```\n"
    "```yaml input 基数 @year unit 元\n```\n"
    "```yaml input 季贡献额 @quarter unit 元\n```\n"
    "```feel 月保底 @month unit 元\n保底工资\n```\n"
    "```feel 完成率 @quarter\nmin(1, max(0, 季贡献额) / (基数 / 4))\n```\n"
    "```yaml decide 免责认定 @quarter\nwhen: 完成率 < 1\nby: 领导小组\n"
    "outcome: one of [同意, 不同意]\nuntil decided: 不同意\n```\n"
    "```feel 季度应发工资 @quarter unit 元\n"
    "if 免责认定 = \"同意\" then 3 * 月正常工资 else\n"
    "3 * 保底工资 + (3 * 月正常工资 - 3 * 保底工资) * 完成率\n```\n"
    "```yaml pay 月预发 @month\nof: 月保底\ninto: 基本薪酬\n```\n"
    "```yaml pay 季度工资 @quarter\nof: 季度应发工资\ninto: 基本薪酬\ncumulative: quarter\n```\n";

typedef struct WageCase {
    const char *name, *completed, *outcome, *wage, *top_up, *question;
} WageCase;

static const WageCase wage_cases[] = {
    {"ex-ct-4",          "1000000", "",                                   "6780", "4080.00", "免责认定 甲 2003Q1\n"},
    {"ex-ct-5-zero",     "0",       "",                                   "2700", "",        "免责认定 甲 2003Q1\n"},
    {"ex-ct-5-negative", "-5",      "",                                   "2700", "",        "免责认定 甲 2003Q1\n"},
    {"ex-ct-6",          "1000000", "!甲 免责认定 2003Q1 同意",    "7800", "5100.00", ""                         },
    {"refused",          "1000000", "!甲 免责认定 2003Q1 不同意", "6780", "4080.00", ""                         },
    {"completed",        "1250000", "",                                   "7800", "5100.00", ""                         },
};

static void test_wage(gconstpointer data)
{
    const WageCase *c = data;
    Fixture fx = {0};
    g_autofree char *given = g_strdup_printf("甲 岗位 * 客户经理\n甲 级别 * 客户经理二级\n"
                                             "甲 基数 * 5000000\n甲 月正常工资 * 2600\n"
                                             "甲 季贡献额 2003Q1 %s\n%s",
                                             c->completed, c->outcome);
    g_autofree char *expected = g_strdup_printf("甲 季度应发工资 2003Q1 %s", c->wage);
    g_autofree char *top_up =
        c->top_up[0] ? g_strdup_printf("pay 基本薪酬> 甲 %s@2003Q1\n", c->top_up) : g_strdup("");
    g_autofree char *postings =
        g_strconcat("pay 基本薪酬> 甲 900.00@2003-01\npay 基本薪酬> 甲 900.00@2003-02\n"
                    "pay 基本薪酬> 甲 900.00@2003-03\n",
                    top_up, NULL);

    fx_load(&fx, year_front, wage);
    fx_give(&fx, given);
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx, expected);
    fx_expect_postings(&fx, postings);
    fx_expect_questions(&fx, c->question);
    fx_clear(&fx);
}

/* EX-ZS-2, 3: the year's negative end is taken from next year's bonuses; what was paid in the year
 * is read from the ledger. */
static const char carry[] =
    "```yaml input 月绩效 @month unit 元\noptional: true\n```\n"
    "```yaml input 应得 @year unit 元\noptional: true\n```\n"
    "```yaml input 已发 @year unit 元\nfrom: ledger 绩效奖\ntake: paid\nover: this cycle\n```\n"
    "```yaml input 累计应计 @year unit 元\nfrom: ledger 绩效奖\ntake: accrued\n```\n"
    "```yaml input 待扣 @month unit 元\nfrom: ledger 年终奖\ntake: balance\n```\n"
    "```feel 年终奖额 @year unit 元\n应得 - 已发\n```\n"
    "```yaml pay 月绩效奖 @month\nof: 月绩效\ninto: 绩效奖\n```\n"
    "```yaml pay 年终 @year\nof: 年终奖额\ninto: 年终奖\nbelow zero: carry\n"
    "against: [绩效奖, 年终奖]\nexpires: never\n```\n";

static void test_carry(void)
{
    Fixture fx = {0};

    fx_load(&fx, year_front, carry);
    fx_give(&fx, "甲 月绩效 2013-01 60000\n甲 月绩效 2013-12 7000\n甲 应得 2013 60000\n"
                 "甲 月绩效 2014-01 4000\n甲 月绩效 2014-02 5000");
    fx_run(&fx, "2013", "2014");
    fx_expect(&fx, "甲 已发 2013 67000\n甲 年终奖额 2013 -7000\n"
                   "甲 待扣 2013-12 0\n甲 待扣 2014-01 -7000\n甲 待扣 2014-02 -3000\n"
                   "甲 待扣 2014-03 0\n甲 已发 2014 2000\n甲 累计应计 2014 76000");
    fx_expect_postings(&fx, "pay 绩效奖> 甲 60000.00@2013-01\n"
                            "pay 绩效奖> 甲 7000.00@2013-12\n"
                            "carry 年终奖> 甲 7000.00@2013\n"
                            "pay 绩效奖> 甲 4000.00@2014-01\n"
                            "take 绩效奖>年终奖 甲 4000.00@2014-01\n"
                            "pay 绩效奖> 甲 5000.00@2014-02\n"
                            "take 绩效奖>年终奖 甲 3000.00@2014-02\n");
    fx_clear(&fx);
}

/* A month that is missing makes what is read from the ledger later missing too. */
static void test_missing_pay(void)
{
    Fixture fx = {0};
    const AppBlocked *blocked;

    fx_load(&fx, "cycles: [month, year]\n",
            "```yaml input 月绩效 @month unit 元\n```\n"
            "```yaml input 已发 @year unit 元\nfrom: ledger 绩效奖\ntake: paid\n"
            "over: this cycle\n```\n"
            "```yaml pay 月绩效奖 @month\nof: 月绩效\ninto: 绩效奖\n```\n"
            "```yaml reserve 风险金 @month\nof: 10\nout of: 绩效奖\nhold: 1 year\n"
            "release into: 绩效奖\n```\n");
    fx_give(&fx, "甲 月绩效 * 100\n乙 月绩效 * 100\n乙 月绩效 2013-02 missing");
    fx_run(&fx, "2013-01", "2013-03");
    fx_run(&fx, "2013", "2013");
    fx_expect(&fx, "甲 已发 2013 1080\n乙 已发 2013 missing 月绩效.乙.2013-02");
    g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 2);
    g_assert_cmpstr(blocked[0].block->name, ==, "月绩效奖");
    g_assert_cmpstr(blocked[0].cycle.text, ==, "2013-02");
    g_assert_cmpuint(blocked[0].row, ==, 1);
    g_assert_cmpuint(blocked[0].person, ==, 1);
    g_assert_cmpstr(blocked[1].block->name, ==, "风险金");
    fx_clear(&fx);
}

/* An item is posted whole or not at all, whichever of its blocks lacks its value. */
static void test_whole_item(void)
{
    Fixture fx = {0};
    const AppBlocked *blocked;

    fx_load(&fx, "cycles: [month]\n",
            "```yaml input 补贴 @month unit 元\n```\n```yaml input 绩效 @month unit 元\n```\n"
            "```yaml pay 补贴发放 @month\nof: 补贴\ninto: 薪酬\n```\n"
            "```yaml pay 绩效发放 @month\nof: 绩效\ninto: 薪酬\n```\n"
            "```yaml pay 补贴备查 @month\nof: 补贴\ninto: 备查\ncumulative: month\n```\n"
            "```yaml pay 绩效备查 @month\nof: 补贴 + 绩效\ninto: 备查\n```\n");
    fx_give(&fx, "甲 补贴 * 10\n甲 绩效 * 100\n乙 补贴 * 10");
    fx_run(&fx, "2013-01", "2013-01");
    fx_expect_postings(&fx, "pay 薪酬> 甲 10.00@2013-01\npay 薪酬> 甲 100.00@2013-01\n"
                            "pay 备查> 甲 10.00@2013-01\npay 备查> 甲 110.00@2013-01\n");
    g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 4);
    for (size_t i = 0; i < 4; i++) {
        g_autofree char *why = fx_roots(&fx, blocked[i].reason);

        g_assert_cmpuint(blocked[i].person, ==, 1);
        g_assert_cmpstr(why, ==, "missing 绩效.乙.2013-01");
    }
    fx_clear(&fx);
}

/* Rows that are no persons are paid to whom they point. */
static void test_pay_to(void)
{
    Fixture fx = {0};
    const AppBlocked *blocked;

    fx_load(&fx, "cycles: [year]\n",
            "```yaml input 项目奖 @year per project unit 元\n```\n"
            "```yaml pay 项目奖金 @year per project\nof: 项目奖\nto: 项目经理\ninto: 项目奖\n"
            "cumulative: year\n```\n");
    fx_give(&fx,
            "甲\n乙\nproject:P1 项目经理 * 甲\nproject:P2 项目经理 * 甲\nproject:P3 项目经理 * 乙\n"
            "project:P4 项目经理 * 丙\nproject:P5 项目奖 * 1\n"
            "project:P1 项目奖 * 10.005\nproject:P2 项目奖 * 1.001\nproject:P3 项目奖 * null\n"
            "project:P4 项目奖 * 5");
    fx_run(&fx, "2013", "2013");
    fx_expect_postings(&fx, "pay 项目奖> 甲 11.01@2013\n");
    g_assert_true(diags_has(app_result_diags(fx.result), "appraise.nobody-to-pay"));
    g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 1);
    g_assert_cmpuint(blocked[0].person, ==, APP_NO_ROW);
    fx_clear(&fx);
}

/* Where nothing is paid it does not matter to whom. */
static void test_pay_nothing(void)
{
    Fixture fx = {0};
    const AppBlocked *blocked;

    fx_load(&fx, "cycles: [year]\n",
            "```yaml input 项目奖 @year per project unit 元\n```\n"
            "```yaml pay 项目奖金 @year per project\nof: 项目奖\nto: 项目经理\ninto: 奖金\n```\n"
            "```yaml pay 累计 @year per project\nof: 项目奖\nto: 项目经理\ninto: 累计\n"
            "cumulative: year\n```\n");
    fx_give(&fx, "甲\nproject:P1 项目经理 * null\nproject:P1 项目奖 * 0\n"
                 "project:P2 项目经理 * missing\nproject:P2 项目奖 * 0\n"
                 "project:P3 项目经理 * 丙\nproject:P3 项目奖 * 0\n"
                 "project:P4 项目经理 * null\nproject:P4 项目奖 * null\n"
                 "project:P5 项目经理 * missing\nproject:P5 项目奖 * null\n"
                 "project:P6 项目经理 * 甲\nproject:P6 项目奖 * 7");
    fx_run(&fx, "2013", "2013");
    fx_expect_postings(&fx, "pay 奖金> 甲 7.00@2013\npay 累计> 甲 7.00@2013\n");
    g_assert_cmpuint(diags_n(app_result_diags(fx.result)), ==, 0);
    g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 0);
    fx_clear(&fx);
}

/* Whom an amount goes to is asked only if it is known that there is one; whose it might be is
 * blocked. */
static void test_pay_to_unknown(void)
{
    static const char *const fors[] = {"", "for: 项目奖 > 0\n"};

    for (size_t k = 0; k < G_N_ELEMENTS(fors); k++) {
        Fixture fx = {0};
        const AppBlocked *blocked;
        g_autofree char *body =
            g_strdup_printf("```yaml input 项目奖 @year per project unit 元\n```\n"
                            "```yaml pay 项目奖金 @year per project\n%sof: 项目奖\nto: 项目经理\n"
                            "into: 奖金\n```\n",
                            fors[k]);

        fx_load(&fx, "cycles: [year]\n", body);
        fx_give(&fx, "甲\n乙\nproject:P1 项目经理 * null\nproject:P2 项目经理 * 甲\n"
                     "project:P3 项目经理 * 丙\nproject:P4 项目经理 * missing\n"
                     "project:P5 项目经理 * 乙\nproject:P5 项目奖 * 7");
        fx_run(&fx, "2013", "2013");
        fx_expect_postings(&fx, "pay 奖金> 乙 7.00@2013\n");
        g_assert_cmpuint(diags_n(app_result_diags(fx.result)), ==, 0);
        g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 4);
        for (size_t i = 0; i < 4; i++) {
            g_autofree char *why = fx_roots(&fx, blocked[i].reason);
            g_autofree char *want = g_strdup_printf("missing 项目奖.P%zu.2013%s", i + 1,
                                                    i == 3 ? " 项目经理.P4.2013" : "");

            g_assert_cmpstr(why, ==, want);
            g_assert_cmpuint(blocked[i].person, ==, i == 1 ? 0 : APP_NO_ROW);
        }
        fx_clear(&fx);
    }
}

/* EX-PP-8: monthly retention until the year's end, settled with signed amounts. */
static void test_settled(void)
{
    Fixture fx = {0};

    fx_load(&fx, "cycles: [month, year]\n",
            "```yaml input 月奖 @month unit 元\n```\n"
            "```yaml input 结算奖惩 @year unit 元\noptional: true\n```\n"
            "```yaml pay 月奖金 @month\nof: 月奖\ninto: 奖金\n```\n"
            "```yaml reserve 留存 @month\nof: 月奖 * 40%\nout of: 奖金\nhold: until year end\n"
            "release into: 奖金\n```\n"
            "```yaml reserve 年终结算 @year\nof: null\ninto: 留存\nhold: until year end\n"
            "release into: 奖金\nadd: [结算奖惩]\n```\n");
    fx_give(&fx, "甲 月奖 * 10000\n甲 结算奖惩 2013 300\n乙 月奖 * 0\n乙 结算奖惩 2013 -20");
    fx_run(&fx, "2013", "2013");

    AppCycle december = fx_cycle(&fx, "2013-12"), year = fx_cycle(&fx, "2013");

    g_assert_true(
        dec_equal(app_result_posted(fx.result, "奖金", 0, &december), dec_from_int(6000 + 48000)));
    g_assert_true(dec_equal(app_result_posted(fx.result, "奖金", 0, &year), dec_from_int(300)));
    g_assert_true(dec_equal(app_result_ledger(fx.result, "留存", 1, &year, APP_LEDGER_BALANCE),
                            dec_from_int(-20)));
    g_assert_true(dec_is_zero(app_result_ledger(fx.result, "留存", 0, &year, APP_LEDGER_BALANCE)));
    fx_clear(&fx);
}

/* One block, withheld by months and settled with the year: released with the year. */
static void test_settled_with_year(void)
{
    Fixture fx = {0};

    fx_load(&fx, "cycles: [month, year]\n",
            "```yaml input 月奖 @month unit 元\n```\n"
            "```yaml input 结算奖惩 @year unit 元\noptional: true\n```\n"
            "```yaml pay 月奖金 @month\nof: 月奖\ninto: 奖金\n```\n"
            "```yaml reserve 留存 @month\nof: 月奖 * 40%\nout of: 奖金\nhold: until year end\n"
            "release into: 年终\nadd: [结算奖惩]\n```\n");
    fx_give(&fx, "甲 月奖 * 10\n甲 结算奖惩 2013 300\n乙 月奖 * 10\n乙 结算奖惩 2013 -50");
    fx_run(&fx, "2013", "2013");

    AppCycle december = fx_cycle(&fx, "2013-12"), year = fx_cycle(&fx, "2013");

    g_assert_true(dec_is_zero(app_result_posted(fx.result, "年终", 0, &december)));
    g_assert_true(dec_equal(app_result_posted(fx.result, "年终", 0, &year), dec_from_int(348)));
    g_assert_true(dec_is_zero(app_result_posted(fx.result, "年终", 1, &year)));
    g_assert_true(dec_equal(app_result_ledger(fx.result, "留存", 1, &year, APP_LEDGER_BALANCE),
                            dec_from_int(-2)));
    fx_clear(&fx);
}

/* What is to be withheld is not known: the item is not paid whole, in either order. */
static void test_withholding_owed(void)
{
    static const char pay[] = "```yaml pay 奖 @year\nof: 数\ninto: 奖励\n```\n";
    static const char reserve[] =
        "```yaml reserve 风险金 @year\nof: 提取\nout of: 奖励\nhold: 1 year\n"
        "release into: 奖励\n```\n";

    for (int order = 0; order < 2; order++) {
        g_autofree char *blocks = g_strconcat(
            "```yaml input 数 @year unit 元\n```\n```yaml input 提取 @year unit 元\n```\n",
            order ? pay : reserve, order ? reserve : pay, NULL);
        Fixture fx = {0};
        const AppBlocked *blocked;

        fx_load(&fx, "cycles: [year]\n", blocks);
        fx_give(&fx, "甲 数 2013 100\n乙 数 2013 100\n乙 提取 2013 30");
        fx_run(&fx, "2013", "2013");
        fx_expect_postings(
            &fx, order ? "pay 奖励> 乙 100.00@2013\nwithhold 奖励>风险金 乙 30.00@2013\n"
                       : "withhold 奖励>风险金 乙 30.00@2013\npay 奖励> 乙 100.00@2013\n");
        g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 2); /* both blocks, of 甲 */
        fx_clear(&fx);
    }
}

/* A due tranche waits while its forfeiture cannot be told. */
static void test_forfeit_unknown(void)
{
    Fixture fx = {0};

    fx_load(&fx, "cycles: [year]\n",
            "```yaml input 提取 @year unit 元\noptional: true\n```\n"
            "```yaml input 出险 @year\ntype: boolean\n```\n"
            "```yaml pay 奖 @year\nof: 提取\ninto: 奖励\n```\n"
            "```yaml reserve 风险金 @year\nof: 提取\nout of: 奖励\nhold: 1 year\n"
            "release into: 奖励\nforfeit when: 出险\n```\n");
    fx_give(&fx, "甲 提取 2013 100\n甲 出险 2013 false\n甲 出险 2015 false\n"
                 "乙 提取 2013 100\n乙 出险 2013 false\n乙 出险 2015 true");
    fx_run(&fx, "2013", "2015");
    fx_expect_postings(&fx, "pay 奖励> 乙 100.00@2013\nwithhold 奖励>风险金 乙 100.00@2013\n"
                            "pay 奖励> 甲 100.00@2013\nwithhold 奖励>风险金 甲 100.00@2013\n"
                            "forfeit 风险金> 乙 100.00@2015\n"
                            "release 风险金>奖励 甲 100.00@2015 2014-12-31\n");
    fx_clear(&fx);
}

/* Postings of earlier closed runs count on, and are not posted again. */
static void test_opening_postings(void)
{
    Fixture a = {0}, b = {0};
    const AppPosting *list;

    fx_load(&a, year_front, reward);
    fx_give(&a, "甲 累计奖励 2003H1 12000\n甲 累计奖励 2003H2 null\n甲 全年奖励 2003 30210.40");
    fx_run(&a, "2003H1", "2003H1");
    fx_load(&b, year_front, reward);
    fx_give(&b, "甲 累计奖励 2003H1 12000\n甲 累计奖励 2003H2 null\n甲 全年奖励 2003 30210.40");
    size_t n = app_result_postings(a.result, &list);
    g_assert_cmpuint(n, ==, 2);
    for (size_t i = 0; i < n; i++) {
        AppPosting p = list[i];

        for (size_t k = 0; k < b.reg->n_blocks; k++) {
            if (strcmp(b.reg->blocks[k]->name, p.block->name) == 0)
                p.block = b.reg->blocks[k];
        }
        app_data_add_opening_posting(b.data, &p);
    }
    AppCycle closed = fx_cycle(&b, "2003H1");
    b.options.closed = &closed;
    fx_run(&b, "2003", "2003");
    fx_expect_postings(&b, "pay 奖励> 甲 18210.40@2003\n"
                           "withhold 奖励>风险基金 甲 2863.12@2003\n");
    fx_clear(&a);
    fx_clear(&b);
}

/* Amounts that no money can be are reported, not posted. */
static void test_too_large(void)
{
    Fixture fx = {0};

    fx_load(&fx, "cycles: [year]\n",
            "```yaml input 奖 @year unit 元\n```\n"
            "```yaml pay 奖金 @year\nof: 奖\ninto: 奖励\n```\n"
            "```yaml pay 累计奖金 @year\nof: 奖\ninto: 奖励\ncumulative: year\n```\n"
            "```yaml reserve 风险金 @year\nof: 奖\nout of: 奖励\nhold: 1 year\n"
            "release into: 奖励\n```\n");
    fx_give(&fx, "甲 奖 * 1e15");
    fx_run(&fx, "2013", "2013");
    fx_expect_postings(&fx, "");
    g_assert_cmpuint(diags_n_errors(app_result_diags(fx.result)), ==, 3);
    g_assert_true(diags_has(app_result_diags(fx.result), "appraise.amount"));
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/post/ex-ct-11-advance", test_advance);
    g_test_add_func("/post/ex-ct-12-fund", test_fund);
    g_test_add_func("/post/fund-opening", test_fund_opening);
    for (size_t i = 0; i < G_N_ELEMENTS(wage_cases); i++) {
        g_autofree char *path = g_strdup_printf("/post/wage/%s", wage_cases[i].name);
        g_test_add_data_func(path, &wage_cases[i], test_wage);
    }
    g_test_add_func("/post/ex-zs-2-3-carry", test_carry);
    g_test_add_func("/post/missing-pay", test_missing_pay);
    g_test_add_func("/post/whole-item", test_whole_item);
    g_test_add_func("/post/pay-to", test_pay_to);
    g_test_add_func("/post/pay-nothing", test_pay_nothing);
    g_test_add_func("/post/pay-to-unknown", test_pay_to_unknown);
    g_test_add_func("/post/ex-pp-8-settled", test_settled);
    g_test_add_func("/post/withholding-owed", test_withholding_owed);
    g_test_add_func("/post/settled-with-year", test_settled_with_year);
    g_test_add_func("/post/forfeit-unknown", test_forfeit_unknown);
    g_test_add_func("/post/opening-postings", test_opening_postings);
    g_test_add_func("/post/too-large", test_too_large);
    return g_test_run();
}
