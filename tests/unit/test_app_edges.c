/* Corners of the evaluation: what is seldom written, but means one thing only. */
#include "app_fixture.h"

static const char monthly[] = "cycles: [month, quarter, year]\n";
static const char yearly[] = "cycles: [year]\n";

/* `cycle(name, date)` of a formula asks the regulation's own kinds. */
static void test_cycle_function(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml input 日 @year\ntype: date\n```\n"
            "```feel 季初 @year\ncycle(\"quarter\", 日).start\n```\n"
            "```feel 无此周期 @year\ncycle(\"fortnight\", 日).start\n```\n"
            "```feel 太远 @year\ncycle(\"month\", date(99999, 1, 1)).start\n```\n");
    fx_give(&fx, "甲 日 * 2003-05-20");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 季初 2003 2003-04-01");
    g_assert_cmpint(fx_get(&fx, REG_PERSON, "甲", "无此周期", "2003").kind, !=, FEEL_DATE);
    g_assert_cmpint(fx_get(&fx, REG_PERSON, "甲", "太远", "2003").kind, !=, FEEL_DATE);
    fx_clear(&fx);
}

/* `if none` stands in for what nobody gave, where the source may have nothing. */
static void test_if_none(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml input 工龄起点\nfrom: attribute\ntype: date\nif none: 入职日期\n```\n"
            "```yaml input 外部分 @year\nfrom: result of other/得分\nif none: 60\n```\n"
            "```yaml input 外部数 @year\nfrom: result of other/次数\n```\n"
            "```yaml input 当时级别\nfrom: attribute 级别\nat: 离职日期\ntype: text\n```\n");
    fx_give(
        &fx,
        "甲 入职日期 * 2001-02-03\n甲 外部分 2003 88\n甲 离职日期 * 2003-06-30\n甲 级别 * 一级\n"
        "乙 工龄起点 * 1999-09-09\n丙");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 工龄起点 2003 2001-02-03\n乙 工龄起点 2003 1999-09-09\n"
                   "丙 工龄起点 2003 missing 入职日期.丙.2003\n"
                   "甲 外部分 2003 88\n乙 外部分 2003 60\n甲 外部数 2003 missing 外部数.甲.2003\n"
                   "甲 当时级别 2003 一级\n乙 当时级别 2003 null\n"
                   "丙 当时级别 2003 null");

    FeelValue v = fx_get(&fx, REG_PERSON, "甲", "外部数", "2003");
    const ReasonRoot *const *roots;

    g_assert_cmpuint(reasons_roots(app_result_reasons(fx.result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_RUN);
    fx_clear(&fx);
}

/* A date `at` which an attribute is read that is owed is owed with it. */
static void test_at_missing(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 评定日\nfrom: attribute\ntype: date\n```\n"
            "```yaml input 评定级别\nfrom: attribute 级别\nat: 评定日\ntype: text\n```\n"
            "```feel 看到 @year\n评定级别\n```\n");
    fx_give(&fx, "甲 级别 * 一级\n乙 级别 * 一级\n乙 评定日 * 2003-01-02");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 看到 2003 missing 评定日.甲.2003\n乙 看到 2003 一级");

    AppCycle at = fx_cycle(&fx, "2003");
    const RegName *name = fx_name(&fx, REG_PERSON, "评定级别");

    g_assert_cmpint(app_result_source(fx.result, name, 1, &at).origin, ==, APP_FROM_ATTRIBUTE);
    fx_clear(&fx);
}

/* What the ledger is asked over. */
static void test_ledger_spans(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml input 奖 @month unit 元\noptional: true\n```\n"
            "```yaml input 上月已发 @month unit 元\nfrom: ledger 奖金\ntake: paid\nover: "
            "previous\n```\n"
            "```yaml input 近两月已发 @month unit 元\nfrom: ledger 奖金\ntake: paid\n"
            "over: last 2 months before this\n```\n"
            "```yaml input 年内已发 @month unit 元\nfrom: ledger 奖金\ntake: paid\nover: year to "
            "date\n```\n"
            "```yaml input 入职以来已发 @month unit 元\nfrom: ledger 奖金\ntake: accrued\n"
            "over: since 入职日期\n```\n"
            "```yaml pay 月奖 @month\nof: 奖\ninto: 奖金\n```\n");
    fx_give(&fx, "甲 入职日期 * 2003-02-01\n甲 奖 2003-02 100\n甲 奖 2003-03 10\n甲 奖 2003-04 1\n"
                 "乙 奖 2003-02 5");
    fx_run(&fx, "2003-01", "2003-05");
    fx_expect(&fx, "甲 上月已发 2003-02 0\n甲 上月已发 2003-03 100\n甲 上月已发 2003-04 10\n"
                   "甲 近两月已发 2003-04 110\n甲 近两月已发 2003-05 11\n"
                   "甲 年内已发 2003-04 110\n甲 年内已发 2003-05 111\n"
                   "甲 入职以来已发 2003-03 100\n"
                   "乙 入职以来已发 2003-03 missing 入职日期.乙.2003-03");

    AppCycle at = fx_cycle(&fx, "2003-04");

    g_assert_cmpint(
        app_result_source(fx.result, fx_name(&fx, REG_PERSON, "上月已发"), 0, &at).origin, ==,
        APP_FROM_LEDGER);
    fx_clear(&fx);
}

/* Several conditions: one that is false settles it, whatever another owes. */
static void test_two_conditions(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml scope\nfor: 类别 = \"销售\"\n```\n"
            "```yaml input 数 @quarter\nfor: 级别 = \"一级\"\n```\n"
            "```feel 大 @quarter\n数 > 5\n```\n"
            "```yaml input 余 @quarter\nfor: 大\n```\n"
            "```feel 月 @month\n余\n```\n");
    fx_give(&fx, "甲 类别 * 销售\n甲 级别 * 一级\n甲 数 * 6\n甲 余 * 3\n"
                 "乙 级别 * 二级\n乙 余 * null\n丙 类别 * 支持\n丙 余 * 4\n丁 类别 * 销售\n丁 级别 "
                 "* 一级\n丁 数 * 1\n"
                 "戊");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx, "甲 数 2003Q1 6\n乙 数 2003Q1 null\n丙 数 2003Q1 null\n戊 数 2003Q1 missing "
                   "类别.戊.2003Q1 级别.戊.2003Q1\n"
                   "甲 余 2003Q1 3\n丁 余 2003Q1 null\n甲 月 2003-01 3\n"
                   "丁 月 2003-01 missing 余.丁.2003Q1\n丙 月 2003-01 null\n丙 余 2003Q1 4");
    fx_clear(&fx);
}

/* A formula whose type is not known has the type its name declares, or it is a fault. */
static void test_conform(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 键 @year\ntype: text\n```\n"
            "```feel 取数 @year unit 分\nget value({a: 5, b: \"五\", c: null}, 键)\n```\n"
            "```feel 加 @year unit 分\n取数 + 1\n```\n");
    fx_give(&fx, "甲 键 * a\n乙 键 * b\n丙 键 * c\n丁");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 加 2003 6\n乙 加 2003 missing 取数.乙.2003\n丙 取数 2003 null\n"
                   "丁 加 2003 missing 键.丁.2003");
    fx_clear(&fx);
}

/* ---- decisions ---- */

static void test_outcomes(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml input 数 @quarter\n```\n"
            "```yaml decide 核定 @quarter\nwhen: 数 > 1\nby: 行长\noutcome: number\n"
            "until decided: 5\n```\n"
            "```feel 月核定 @month\n核定\n```\n"
            "```yaml decide 不问 @quarter\nwhen: false\nby: 行长\n```\n");
    fx_give(&fx, "!甲 核定 * 7\n甲 数 * 2\n"
                 "乙 数 * 2\n丙 数 * 1\n丁 数 * 2\n丁 核定 * 8\n!丁 核定 2003Q1 9");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx, "甲 核定 2003Q1 7\n丙 核定 2003Q1 null\n甲 月核定 2003-01 7\n乙 核定 2003Q1 5\n"
                   "丁 核定 2003Q1 8\n甲 不问 2003Q1 null");
    fx_expect_questions(&fx, "核定 乙 2003Q1\n");
    fx_clear(&fx);
}

typedef struct RangeCase {
    const char *outcome; /* as declared */
    const char *said;
    bool is_allowed;
} RangeCase;

static const RangeCase range_cases[] = {
    {"number in [0..1]",  "0",          true },
    {"number in [0..1]",  "1.01",       false},
    {"number in [0..]",   "1000000000", true },
    {"number in [0..]",   "-0.01",      false},
    {"number in [..1]",   "-5",         true },
    {"number in [..1]",   "1.5",        false},
    {"number",            "好",        false},
    {"one of [好, 坏]", "3",          false},
    {"date",              "3",          false},
    {"date",              "2003-01-31", true },
};

static void test_outcome_ranges(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(range_cases); i++) {
        const RangeCase *c = &range_cases[i];
        g_autofree char *body = g_strdup_printf(
            "```yaml decide 定 @month\nwhen: true\nby: 会\noutcome: %s\n```\n", c->outcome);
        g_autofree char *given = g_strdup_printf("!甲 定 2003-01 %s", c->said);
        g_autofree char *want =
            g_strdup_printf("甲 定 2003-01 %s", c->is_allowed ? c->said : "missing 定.甲.2003-01");
        Fixture fx = {0};

        fx_load(&fx, monthly, body);
        fx_give(&fx, given);
        fx_run(&fx, "2003-01", "2003-01");
        fx_expect(&fx, want);
        fx_expect_questions(&fx, c->is_allowed ? "" : "定 甲 2003-01\n");
        fx_clear(&fx);
    }
}

/* ---- totals and takes ---- */

static void test_total_edges(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 日 @year per project\ntype: date\noptional: true\n```\n"
            "```yaml input 数 @year per project\n```\n"
            "```yaml total 最早 @year\ntake: min\nof: 日\nover: project by 项目经理\n```\n"
            "```yaml total 最晚 @year\ntake: max\nof: 日\nover: project by 项目经理\n```\n"
            "```yaml total 处内人数 @year\ntake: count\nwithin: 机构\n```\n"
            "```yaml total 处内名单 @year\ntake: list\nof: 工号\nwithin: 机构\n"
            "for: 类别 = \"销售\"\n```\n"
            "```yaml total 合 @year\ntake: sum\nof: 数\nover: project by 项目经理\nfor: 类别 = "
            "\"销售\"\n```\n");
    fx_give(&fx,
            "unit:一\n甲 类别 * 销售\n甲 机构 * 一\n乙 类别 * 支持\n乙 机构 * 一\n丙 机构 * 一\n"
            "project:P1 项目经理 * 甲\nproject:P1 日 * 2003-05-01\nproject:P1 数 * 1\n"
            "project:P2 项目经理 * 甲\nproject:P2 日 * 2003-03-01\nproject:P2 数 * 2\n"
            "project:P3 项目经理 * 乙\nproject:P3 数 * 4\nproject:P4 项目经理 * null");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx,
              "甲 最早 2003 2003-03-01\n甲 最晚 2003 2003-05-01\n乙 最早 2003 null\n"
              "甲 处内人数 2003 3\n甲 处内名单 2003 missing 类别.丙.2003\n乙 处内名单 2003 null\n"
              "丙 处内名单 2003 missing 类别.丙.2003\n"
              "甲 合 2003 3\n乙 合 2003 null\n丙 合 2003 missing 类别.丙.2003");
    fx_give(&fx, "丁 类别 * 销售");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 处内人数 2003 missing 机构.丁.2003\n丁 处内人数 2003 missing 机构.丁.2003");
    fx_clear(&fx);
}

/* What `where` asks may be owed, in cycles and in entries; windows may be long. */
static void test_where_owed(void)
{
    Fixture fx = {0};

    fx_load(
        &fx, monthly,
        "```yaml input 数 @month\noptional: true\n```\n"
        "```yaml input 算 @month\ntype: boolean\n```\n"
        "```yaml input 两年计 @month\nfrom: history of 数\nover: last 24 months\ntake: count\n```\n"
        "```yaml input 算计 @quarter\nfrom: history of 数\nover: this cycle\ntake: sum\nwhere: "
        "算\n```\n"
        "```yaml input 算计略 @quarter\nfrom: history of 数\nover: this cycle\ntake: sum\nwhere: "
        "算\n"
        "missing: leave out\n```\n"
        "```yaml sheet 簿 @month\nlines: many\ncolumns:\n  人: person, required\n  金额: 元, "
        "required\n"
        "  结果: one of [是, 否], required\n```\n"
        "```yaml input 次 @month\nfrom: sheet 簿\ntake: count\nwhere: 结果 = \"是\"\n```\n"
        "```yaml input 额 @month unit 元\nfrom: sheet 簿\ncolumn: 金额\ntake: sum\n```\n"
        "```yaml input 单 @month\nfrom: sheet 簿\ntake: list\n```\n"
        "```yaml input 以来 @month unit 元\nfrom: sheet 簿\ncolumn: 金额\ntake: sum\n"
        "over: since 入职日期\n```\n");
    fx_give(
        &fx,
        "甲 数 * 1\n甲 算 2003-01 true\n甲 算 2003-02 missing\n甲 算 2003-03 false\n"
        "甲 入职日期 * 2002-01-01\n乙 算 * true\n"
        "entry 簿 k1 - 2003-01-05 人=甲 金额=5 结果=是\nentry 簿 k2 - 2003-01-06 人=甲 金额=6\n"
        "entry 簿 k3 - 2003-02-05 人=甲 金额=7 结果=否\nentry 簿 k4 - 2003-03-05 人=甲 结果=是\n"
        "entry 簿 k5 - 2003-02-05 人=乙 金额=missing 结果=是");
    fx_run(&fx, "2002-01", "2003-03");
    fx_expect(&fx,
              "甲 两年计 2003-03 15\n甲 算计 2003Q1 missing 算.甲.2003-02\n甲 算计略 2003Q1 1\n"
              "乙 算计 2003Q1 0\n甲 次 2003-01 1\n甲 次 2003-02 0\n甲 额 2003-01 11\n"
              "乙 额 2003-02 missing 金额.k5.2003-02\n乙 单 2003-02 missing 金额.k5.2003-02\n"
              "甲 以来 2003-02 18\n乙 以来 2003-02 missing 入职日期.乙.2003-02");
    fx_clear(&fx);
}

/* A sheet with one line owes it for each cycle of a window: not for those before the employment,
 * nor for whom the input does not apply. */
static void test_lines_owed(void)
{
    Fixture fx = {0};

    fx_load(&fx, monthly,
            "```yaml sheet 表 @month\ncolumns: {额: 元, 评: text}\n```\n"
            "```yaml input 额 @month unit 元\nfrom: sheet 表\n```\n"
            "```yaml input 评 @month\nfrom: sheet 表\ntype: text\nfor: 类别 = \"销售\"\n```\n"
            "```yaml input 近 @month unit 元\nfrom: sheet 表\ncolumn: 额\nover: last 3 months\n"
            "take: sum\n```\n"
            "```yaml input 略 @month unit 元\nfrom: sheet 表\ncolumn: 额\nover: last 3 months\n"
            "take: sum\nmissing: leave out\n```\n"
            "```yaml input 季 @quarter unit 元\nfrom: sheet 表\ncolumn: 额\nover: this cycle\n"
            "take: sum\n```\n");
    fx_give(&fx,
            "甲 入职日期 * 2003-02-10\n甲 类别 * 销售\n乙 入职日期 * 2000-01-01\n乙 类别 * 支持\n"
            "entry 表 a 甲 2003-02-28 额=2 评=好\nentry 表 b 甲 2003-03-31 额=3\n"
            "entry 表 c 乙 2003-03-31 额=5\nentry 表 d 乙 2003-02-28 额=7");
    fx_run(&fx, "2003-02", "2003Q1");
    fx_expect(&fx, "甲 额 2003-02 2\n甲 近 2003-02 2\n甲 近 2003-03 5\n"
                   "甲 评 2003-02 好\n甲 评 2003-03 null\n乙 评 2003-03 null\n"
                   "乙 近 2003-02 missing 近.乙.2002-12 近.乙.2003-01\n乙 略 2003-03 12\n"
                   "甲 季 2003Q1 missing 季.甲.2003-01");
    fx_clear(&fx);
}

/* ---- parameters ---- */

static void test_param_keys(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml param 标准\nby: [类别, 年]\nvalue:\n  销售: {2003: 5, 2004: 6}\n  支持: "
            "{2003: 7}\n```\n"
            "```yaml param 处标准\nby: 机构.区域\nvalue: {东: 1, 西: 2}\n```\n"
            "```feel 看 @year\n标准 + 处标准\n```\n"
            "```feel 项目看 @year per project\n项目标准\n```\n"
            "```yaml param 项目标准\nvalue: 9\n```\n");
    fx_give(&fx, "unit:一 区域 * 东\nunit:二 区域 * 南\n甲 类别 * 销售\n甲 机构 * 一\n"
                 "乙 类别 * 支持\n乙 机构 * 一\n丙 类别 * 销售\n丙 机构 * 二\nproject:P1\n"
                 "丁 类别 * 销售\n丁 机构 * 一\n丁 标准 2003 100");
    fx_run(&fx, "2003", "2004");
    fx_expect(&fx, "甲 看 2003 6\n甲 看 2004 7\n乙 看 2003 8\n乙 看 2004 missing 标准.-.2004\n"
                   "丙 看 2003 missing 处标准.-.2003\n丁 看 2003 101\n丁 看 2004 7\n"
                   "project:P1 项目看 2003 9");
    fx_clear(&fx);
}

/* ---- carries ---- */

/* A carry from before the range, set twice, is taken once. */
static void test_opening_carry(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 奖 @year unit 元\n```\n"
            "```yaml pay 年终 @year\nof: 奖\ninto: 年终奖\nbelow zero: carry\nexpires: 2 cycles\n"
            "against: [年终奖]\n```\n");
    fx_give(&fx, "甲 奖 2003 10\n甲 奖 2004 5\n甲 奖 2005 5\n乙 奖 * 0");
    app_data_set_opening_carry(fx.data, "年终", 0, dec_from_int(99));
    app_data_set_opening_carry(fx.data, "年终", 0, dec_from_int(20));
    fx_run(&fx, "2003", "2005");
    fx_expect_postings(&fx, "pay 年终奖> 甲 10.00@2003\ntake 年终奖>年终奖 甲 10.00@2003\n"
                            "pay 年终奖> 甲 5.00@2004\ntake 年终奖>年终奖 甲 5.00@2004\n"
                            "expire 年终奖> 甲 5.00@2004\npay 年终奖> 甲 5.00@2005\n");
    fx_clear(&fx);
}

/* ---- reserves ---- */

/* A loss that is owed keeps what is due from being released; a decision is null outside. */
static void test_reserve_owed(void)
{
    Fixture fx = {0};
    const AppBlocked *blocked;

    fx_load(&fx, "applies to: 岗位 = \"客户经理\"\ncycles: [month, year]\n",
            "```yaml input 提取 @year unit 元\noptional: true\n```\n"
            "```yaml input 损失 @year unit 元\n```\n"
            "```feel 认定损失 @year unit 元\n损失\n```\n"
            "```yaml input 年结 @year unit 元\noptional: true\n```\n"
            "```yaml pay 奖 @year\nof: 提取\ninto: 奖励\n```\n"
            "```yaml reserve 风险金 @year\nof: 提取\nout of: 奖励\nhold: 1 year\n"
            "release into: 奖励\noffset: 认定损失\nadd: 年结\n```\n"
            "```yaml reserve 旁存 @year\nof: 年结\nhold: 1 year\nrelease into: 奖励\n"
            "for: 类别 = \"甲类\"\n```\n");
    fx_give(&fx,
            "甲 提取 2003 100\n甲 损失 2003 0\n甲 损失 2005 30\n甲 年结 2004 -5\n甲 类别 * 甲类\n"
            "乙 提取 2003 100\n乙 损失 2003 0\n乙 岗位 * 客户经理\n乙 岗位 2004-01-01 柜员\n乙 "
            "损失 2004 9\n"
            "乙 年结 2004 7\n乙 类别 * 乙类");
    fx_run(&fx, "2003", "2005");
    fx_expect_postings(
        &fx, "pay 奖励> 乙 100.00@2003\nwithhold 奖励>风险金 乙 100.00@2003\n"
             "pay 奖励> 甲 100.00@2003\nwithhold 奖励>风险金 甲 100.00@2003\n"
             "release 风险金>奖励 乙 100.00@2004\nadd 风险金> 乙 7.00@2004\n"
             "add 风险金> 甲 -5.00@2004\nwithhold >旁存 甲 -5.00@2004\n"
             "release 风险金>奖励 乙 7.00@2005\n"
             "release 风险金>奖励 甲 65.00@2005 2004-12-31\noffset 风险金> 甲 30.00@2005\n");
    g_assert_cmpuint(app_result_blocked(fx.result, &blocked), ==, 1);
    g_assert_cmpstr(blocked[0].cycle.text, ==, "2004");
    fx_clear(&fx);
}

/* ---- what blocks read ---- */

static char *reads_of(Fixture *fx, const char *block)
{
    GString *out = g_string_new(NULL);
    const RegName *const *reads;

    for (size_t i = 0; i < fx->reg->n_blocks; i++) {
        if (strcmp(fx->reg->blocks[i]->name, block) != 0)
            continue;
        size_t n = app_block_reads(fx->result, fx->reg->blocks[i], &reads);
        for (size_t k = 0; k < n; k++)
            g_string_append_printf(out, "%s ", reads[k]->name);
    }
    return g_string_free(out, FALSE);
}

static void test_reads(void)
{
    static const struct {
        const char *block, *want;
    } cases[] = {
        {"档",       "数 "                           },
        {"累进",    "数 率 "                       },
        {"名",       "类别 级别 数 率 "         },
        {"合",       "项目经理 额 成 "          },
        {"核",       "数 "                           },
        {"奖金",    "数 "                           },
        {"风险金", "离职日期 到期日 数 率 "},
        {"上年",    "级别 数 率 "                },
        {"查",       "客户.在管客户经理数 "  },
        {"当时",    "入职日期 "                  },
        {"比",       "数 率 "                       },
    };
    Fixture fx = {0};

    fx_load(
        &fx, yearly,
        "```yaml input 数 @year unit 元\n```\n```yaml input 率 @year\n```\n"
        "```yaml input 额 @year per project\n```\n```yaml input 成 @year per project\ntype: "
        "boolean\n```\n"
        "`table 档 @year hit F`\n\n| 数 (元) | → 档 |\n|---|---|\n| > 1 | 高 |\n| else | 低 |\n\n"
        "`bands 累进 @year of 数 marginal unit 元`\n\n| 数 (元) | 率 |\n|---|---|\n| >= 0 | 率 "
        "|\n\n"
        "```yaml rank 名 @year\nof: 数\nwithin: 类别\nwhere: 级别 = \"一\"\ncuts: first 率\n"
        "tie break: 率\n```\n"
        "```yaml total 合 @year\ntake: sum\nof: 额\nwhere: 成\nover: project by 项目经理\n```\n"
        "```yaml decide 核 @year\nwhen: 数 > 1\nby: 行长\noutcome: number\nuntil decided: 5\n```\n"
        ""
        "```yaml pay 奖金 @year\nof: 数\ninto: 奖\n```\n"
        "```yaml reserve 风险金 @year\nof: 数\nadd: 数 * 率\nout of: 奖\nhold: 1 year\n"
        "release into: 奖\nforfeit when: 离职日期 < 到期日\n```\n"
        "```yaml input 上年 @year unit 元\nfrom: history of 数\nover: previous\nwhere: 级别 = "
        "\"一\"\nif "
        "none: 数 * 率\n```\n"
        "```yaml input 当时\nfrom: attribute 级别\nat: 入职日期\ntype: text\n```\n"
        "```feel 比 @year unit 元\n数 / 率\n```\n"
        "```yaml check 查\non: assignment\nrefuse when: 客户.在管客户经理数 > 1\nsays: "
        "不可\n```\n");
    fx_give(&fx, "甲");
    fx_run(&fx, "2003", "2003");
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *got = reads_of(&fx, cases[i].block);

        g_test_message("%s", cases[i].block);
        g_assert_cmpstr(got, ==, cases[i].want);
    }
    fx_clear(&fx);
}

/* ---- checks ---- */

static AppCheck
look(const Fixture *fx, const AppCheckField *fields, size_t n, const char *on, char **why)
{
    const RegBlock *check = NULL;
    CalDate day = 0;

    for (size_t i = 0; i < fx->reg->n_blocks; i++) {
        if (fx->reg->blocks[i]->kind == REG_CHECK)
            check = fx->reg->blocks[i];
    }
    g_assert_nonnull(check);
    (void)cal_date_parse(on, -1, &day);
    return app_check_entry(fx->reg, check, NULL, fields, n, day, NULL, why);
}

static void test_check_fields(void)
{
    Fixture fx = {0};
    g_autofree char *why = NULL, *owed = NULL;
    AppCheckField fields[] = {
        {"份额", feel_number(dec_from_scaled(9, 1))},
        {"起始日",        feel_date(0)                          },
    };

    fx_load(&fx, yearly,
            "```yaml param 上限\nby: 年\nvalue: {2003: 80%, 2004: 100%}\n```\n"
            "```yaml param 未定\nset by: 市分行\n```\n"
            "```yaml check 份额上限\non: assignment\n"
            "refuse when: 份额 > 上限 and (年 < 2005 or 份额 > 未定) and 起始日 <= 期末\n"
            "says: 份额过高\n```\n");
    g_assert_cmpint(look(&fx, fields, 2, "2003-02-01", NULL), ==, APP_CHECK_REFUSED);
    g_assert_cmpint(look(&fx, fields, 2, "2004-02-01", NULL), ==, APP_CHECK_PASSED);
    g_assert_cmpint(look(&fx, fields, 2, "2005-02-01", &why), ==, APP_CHECK_UNKNOWN);
    g_assert_cmpstr(why, ==, "not known: 上限, 未定");
    g_assert_cmpint(look(&fx, fields + 1, 1, "2003-02-01", &owed), ==, APP_CHECK_UNKNOWN);
    g_assert_cmpstr(owed, ==, "not known: 份额");
    fields[0].value = feel_missing(0);
    g_assert_cmpint(look(&fx, fields, 2, "2003-02-01", NULL), ==, APP_CHECK_UNKNOWN);
    fields[0].value = feel_null();
    g_assert_cmpint(look(&fx, fields, 2, "2003-02-01", NULL), ==, APP_CHECK_PASSED);
    fields[0].value = feel_number(dec_from_int(1));
    fields[1].value = feel_date(1000000);
    g_assert_cmpint(look(&fx, fields, 2, "2003-02-01", NULL), ==, APP_CHECK_PASSED);
    fx_clear(&fx);
}

/* A declared attribute of which nothing is recorded reads as everywhere: `if none`, `optional`. */
static void test_check_absent(void)
{
    Fixture fx = {0};
    g_autofree char *link = NULL, *owed = NULL;
    AppCheckField fields[] = {
        {"客户", feel_string("K1", 2)},
        {"份额",        feel_number(dec_from_int(1))                },
        {"客户.旧",        feel_number(dec_from_int(-1))},
    };

    fx_load(&fx, yearly,
            "```yaml param 起点\nvalue: 2\n```\n"
            "```yaml input 余额 per customer\nfrom: attribute\nif none: 起点 - 2\n```\n"
            "```yaml input 标记 per customer\nfrom: attribute\ntype: text\noptional: true\n```\n"
            "```yaml input 旧 per customer\nfrom: attribute\n```\n"
            "```yaml check 限额\non: assignment\n"
            "refuse when: 客户.余额 + 份额 > 0 and 客户.标记 = null and 客户.旧 < 0\n"
            "says: 超限\n```\n");
    g_assert_cmpint(look(&fx, fields, 3, "2003-02-01", NULL), ==, APP_CHECK_REFUSED);
    fields[1].value = feel_number(dec_from_int(0));
    g_assert_cmpint(look(&fx, fields, 3, "2003-02-01", NULL), ==, APP_CHECK_PASSED);
    fields[1].value = feel_number(dec_from_int(1));
    g_assert_cmpint(look(&fx, fields, 2, "2003-02-01", &owed), ==, APP_CHECK_UNKNOWN);
    g_assert_cmpstr(owed, ==, "not known: 客户.旧");
    g_assert_cmpint(look(&fx, fields + 1, 2, "2003-02-01", &link), ==, APP_CHECK_UNKNOWN);
    g_assert_cmpstr(link, ==, "not known: 客户.余额, 客户.标记");
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/edges/cycle-function", test_cycle_function);
    g_test_add_func("/edges/if-none", test_if_none);
    g_test_add_func("/edges/at-missing", test_at_missing);
    g_test_add_func("/edges/ledger-spans", test_ledger_spans);
    g_test_add_func("/edges/two-conditions", test_two_conditions);
    g_test_add_func("/edges/conform", test_conform);
    g_test_add_func("/edges/outcomes", test_outcomes);
    g_test_add_func("/edges/outcome-ranges", test_outcome_ranges);
    g_test_add_func("/edges/totals", test_total_edges);
    g_test_add_func("/edges/lines-owed", test_lines_owed);
    g_test_add_func("/edges/where-owed", test_where_owed);
    g_test_add_func("/edges/opening-carry", test_opening_carry);
    g_test_add_func("/edges/param-keys", test_param_keys);
    g_test_add_func("/edges/reserve-owed", test_reserve_owed);
    g_test_add_func("/edges/reads", test_reads);
    g_test_add_func("/edges/check-fields", test_check_fields);
    g_test_add_func("/edges/check-absent", test_check_absent);
    return g_test_run();
}
