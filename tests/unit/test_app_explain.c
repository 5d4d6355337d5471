/* test_app_explain.c - explanations word for word, in both languages. */
#include "app_fixture.h"

#include "appraise/explain.h"

static const char head[] = "cycles: [month, year]\n";

static const char body[] =
    "# 第一条 奖励\n\n超额部分按比例奖励。\n\n"
    "```yaml param 比例\nvalue: 5%\nassumed: 原文未写比例\n```\n"
    "```yaml input 贡献额 @year unit 元\n```\n"
    "```yaml input 月件数 @month unit 件\n```\n"
    "```yaml input 全年件数 @year unit 件\nfrom: history of 月件数\nover: this cycle\ntake: "
    "sum\n```\n"
    "```feel 奖励 @year unit 元\nmax(0, 贡献额 - 基数)\n  * 比例\n```\n"
    "# 第二条 基数\n\n"
    "`table 基数 @year hit U`\n\n| 全年件数 (件) | → 基数 (元) |\n|---|---|\n| < 10 | 1000 |\n"
    "| >= 10 | 2000 |\n\n"
    "# 第三条 基金\n\n"
    "`bands 基金 @year of 奖励 marginal unit 元`\n\n| 奖励 (元) | 比例 |\n|---|---|\n"
    "| [0..100] | 10% |\n| > 100 | 20% |\n";

static char *explain(Fixture *fx, const char *name, Lang lang)
{
    size_t row;
    AppCycle cycle;

    g_assert_true(app_data_find_row(fx->data, REG_PERSON, "甲", &row));
    g_assert_true(app_cycle_parse(fx->reg, "2003", &cycle));
    return app_explain(fx->result, name ? reg_name(fx->reg, REG_PERSON, name) : NULL, row, &cycle,
                       lang);
}

static void run(Fixture *fx, const char *given)
{
    AppOptions options = {.keep_matches = true};
    AppCycle cycle;

    fx_load(fx, head, body);
    fx_give(fx, given);
    g_assert_true(app_cycle_parse(fx->reg, "2003", &cycle));
    app_result_free(fx->result);
    fx->result = app_evaluate(fx->reg, fx->data, &cycle, &cycle, &options, NULL);
    g_assert_nonnull(fx->result);
}

static const char known[] = "甲 贡献额 2003 5000.50\ndefault 月件数 * 1";

static void test_chinese(void)
{
    Fixture fx = {0};

    run(&fx, known);
    g_autofree char *got = explain(&fx, "基金", LANG_ZH);
    g_autofree char *tail = g_strdup(strchr(got, '\n') + 2); /* without the title */
    g_assert_cmpstr(
        tail, ==,
        "基金 = 20.005 元    [第三条]\n"
        "    超额累进: 奖励 = 150.025\n"
        "    分段: [0..100]: 100 × 10% = 10\n"
        "    分段: > 100: 50.025 × 20% = 10.005\n"
        "  奖励 = 150.025 元    [第一条]\n"
        "      条文: 超额部分按比例奖励。\n"
        "      公式: max(0, 贡献额 - 基数) * 比例\n"
        "      代入: max(0, 5000.5 - 2000) * 0.05\n"
        "    比例 = 0.05    [假定: 原文未写比例]\n"
        "        来源: 参数,一直有效 · 假定\n"
        "    贡献额 = 5,000.50 元    [第一条]\n"
        "        来源: 录入 · 2003\n"
        "    基数 = 2,000.00 元    [第二条]\n"
        "        命中: 第 2 行(文件第 39 行):>= 10 | → 2000\n"
        "      全年件数 = 12 件    [第一条]\n"
        "          来源: 月件数 的历史 · 2003\n"
        "          取数: 2003-01 1; 2003-02 1; 2003-03 1; 2003-04 1; 2003-05 1; 2003-06 1; "
        "2003-07 1; 2003-08 1; 2003-09 1; 2003-10 1 ……共 12 项\n"
        "\n以上数字依据下列假定(原文未写明):\n  比例: 原文未写比例\n");
    fx_clear(&fx);
}

static void test_missing(void)
{
    Fixture fx = {0};

    run(&fx, "甲 贡献额 2003 missing\ndefault 月件数 * 0");
    g_autofree char *got = explain(&fx, "奖励", LANG_EN);
    g_assert_nonnull(strstr(got, "\n奖励 = (missing)    [第一条]\n"));
    g_assert_nonnull(strstr(got, "    with numbers: max(0, (missing) - 1000) * 0.05\n"
                                 "    owed: 贡献额 · 甲 · 2003\n"));
    g_assert_nonnull(strstr(got, "table row: 1 (line "));
    fx_clear(&fx);
}

/* ---- each origin of a value ---- */

static const char origins[] =
    "# 第一条 来源\n\n"
    "```yaml param 工资 unit 元\nby: 级别\nset by: 总行\n```\n"
    "```yaml input 年初额 @year unit 元\nfrom: ledger 绩效\ntake: paid\n```\n"
    "```yaml sheet 明细 @year\nkept by: 支行\nlines: many\ncolumns: {客户经理: person, 金额: "
    "元}\n```\n"
    "```yaml subject 笔\nrows: sheet 明细\n```\n"
    "```yaml total 金额合计 @year unit 元\ntake: sum\nof: 金额\nover: 笔 by 客户经理\n```\n"
    "```yaml input 明细金额 @year unit 元\nfrom: sheet 明细\ncolumn: 金额\ntake: sum\n```\n"
    "```feel 基础 @year unit 元\n工资 + 金额合计 + 年初额 + 明细金额\n```\n"
    "`bands 全额 @year of 基础 whole unit 元`\n\n| 基础 (元) | 比例 |\n|---|---|\n| [0..100] | 10% "
    "|\n"
    "| > 100 | 20% |\n\n"
    "```yaml rank 升序 @year\nof: 基础\nwithin: 级别\norder: ascending\n```\n"
    "```feel 区域 @year\n机构.区域\n```\n"
    "```yaml decide 认定 @year\nwhen: 基础 > 0\nby: 领导\n```\n"
    "```yaml decide 暂定 @year\nwhen: 基础 > 0\nby: 领导\nuntil decided: 同意\n```\n"
    "```yaml decide 未问 @year\nwhen: 基础 < 0\nby: 领导\n```\n"
    "```yaml pay 发放 @year\nof: 基础 / 3\ninto: 绩效\nbelow zero: carry\n```\n";

typedef struct OriginCase {
    const char *name;
    const char *part; /* of its explanation in English */
} OriginCase;

static const OriginCase origin_cases[] = {
    {"工资",       "工资 = 100.00 元    [第一条]\n    source: parameter, in force since "
             "2002-01-01 · 级别 = 一级 · set by 总行\n"                                     },
    {"年初额",    "    source: ledger of 绩效 · 2003\n"                                                     },
    {"金额合计", "    taken: 一 30; 二 12\n  金额(一) = 30.00 元\n      source: sheet 明细\n"         },
    {"明细金额", "    source: sheet 明细 · 2003\n    taken: 一 30; 二 12\n"                              },
    {"全额",       "    whole bands of: 基础 = 184\n    band: > 100: 184 × 20% = 36.8\n"                     },
    {"升序",
     "    ranked, smallest first, by: 基础 = 184\n    within: 级别 = \"一级\"\n    ranked: 2\n"             },
    {"区域",       "    source: 区域 · 东行\n"                                                             },
    {"级别",       "级别 = \"一级\"\n    source: master data, in force since 2001-05-01\n"                  },
    {"认定",       "认定 = \"不同意\"    [第一条]\n    asked when: 基础 > 0\n    decided by: 领导\n"},
    {"暂定",       "    decided by: 领导 (not decided yet: stand-in)\n"                                       },
    {"未问",       "未问 = (nothing)    [第一条]\n    asked when: 基础 < 0\n    decided by: 领导\n"    },
    {NULL,           "发放    [第一条]\n    amount: 基础 / 3 = 61.33333333333333333333333333333333, to the "
           "fen 61.33 "
           "元\n    posted: pay 绩效 61.33 元\n"                                                    },
};

static void test_origins(void)
{
    Fixture fx = {.options = {.keep_matches = true}};

    fx_load(&fx, "cycles: [month, year]\n", origins);
    fx_give(&fx, "甲 级别 2001-05-01 一级\n乙 级别 * 一级\n甲 机构 * 东行\nunit:东行 区域 * 城区\n"
                 "param 工资 一级 2002-01-01 100\nentry 明细 一 - * 客户经理=甲 金额=30\n"
                 "entry 明细 二 - * 客户经理=甲 金额=12\n!甲 认定 2003 不同意");
    fx_run(&fx, "2003", "2003");
    for (size_t i = 0; i < G_N_ELEMENTS(origin_cases); i++) {
        g_autofree char *got = explain(&fx, origin_cases[i].name, LANG_EN);

        if (!strstr(got, origin_cases[i].part))
            g_test_message("expected:\n%sgot:\n%s", origin_cases[i].part, got);
        g_assert_nonnull(strstr(got, origin_cases[i].part));
    }
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/explain/chinese", test_chinese);
    g_test_add_func("/explain/missing", test_missing);
    g_test_add_func("/explain/origins", test_origins);
    return g_test_run();
}
