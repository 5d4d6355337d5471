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
    return app_explain(fx->result, reg_name(fx->reg, REG_PERSON, name), row, &cycle, lang);
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

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/explain/chinese", test_chinese);
    g_test_add_func("/explain/missing", test_missing);
    return g_test_run();
}
