/* test_app_explain_parts.c - how each kind of value is told: small regulations, one part each. */
#include "app_fixture.h"

#include "appraise/explain.h"

/* Of "[SUBJECT:]ROW NAME"; of "ROW" all that the cycle brings about. In English. */
static char *explain(Fixture *fx, const char *asked, const char *cycle)
{
    AppCycle at = fx_cycle(fx, cycle);
    char *key = fx_word(fx, &asked);
    int subject = fx_subject(fx, &key);
    size_t row;

    g_assert_true(app_data_find_row(fx->data, subject, key, &row));
    return app_explain(fx->result, *asked ? fx_name(fx, subject, asked) : NULL, row, &at, LANG_EN);
}

static void expect_part(const char *got, const char *part)
{
    if (!strstr(got, part))
        g_test_message("expected:\n%sgot:\n%s", part, got);
    g_assert_nonnull(strstr(got, part));
}

typedef struct PartCase {
    const char *name;
    const char *body, *given;
    const char *asked;
    const char *part;   /* of the explanation of 2003 */
    const char *absent; /* not in it; NULL = whatever */
} PartCase;

static const char front[] = "cycles: [month, year, {两期: {ending: [6, 12]}}]\n";

#define BANDS(how)                                                                                 \
    "```yaml input 额 @year unit 元\n```\n`bands 奖 @year of 额 " how " unit 元`\n\n"             \
    "| 额 (元) | 比例 |\n|---|---|\n| <= 100 | 1% |\n| (100..200) | 2% |\n"                    \
    "| [200..300] | 3% |\n| > 300 | 4% |\n"
#define TOTAL(how)                                                                                 \
    "```yaml input 分 @year\n```\n```yaml input 师傅\nfrom: attribute\ntype: person\n"          \
    "optional: true\n```\n```yaml total 合计 @year\ntake: sum\nof: 分\n" how "\n```\n"
#define RANK(more) "```yaml input 分 @year\n```\n```yaml rank 名次 @year\nof: 分\n" more "\n```\n"
#define PAY(more)                                                                                  \
    "```yaml input 额 @year unit 元\n```\n"                                                      \
    "```yaml pay 奖 @year\nof: 额\ninto: 绩效\n" more "```\n"
static const char salary[] = "```yaml param 薪 unit 元\nby: 类别\nvalue: {一: 5}\n```\n"
                             "```feel 额 @year unit 元\n薪\n```\n";
static const char mistakes[] =
    "```yaml register 投诉簿\n"
    "fields: {日期: date, 责任人: person, 扣分: 分, 属实: boolean}\n```\n"
    "```yaml subject 投诉\nrows: register 投诉簿\n```\n"
    "```feel 双倍 @month per 投诉 unit 分\n扣分 * 2\n```\n"
    "```yaml input 次数 @year\nfrom: register 投诉簿\ntake: count\nwhere: 属实\n```\n";
static const char levels[] =
    "```yaml input 数 @year\n```\n```yaml input 数二 @year\n```\n"
    "`table 级数 @year hit F assumed 原文未写`\n\n| 数 | 数二 | → 级数 | → 额 (元) |\n"
    "|---|---|---|---|\n| > 1 | < 9 | 2 | 5 |\n| else | - | 0 | 3 |\n\n"
    "```feel 和 @year unit 元\n额 * 级数\n```\n";

/* By hand: in columns it would run far over the edge. */
/* clang-format off */
static const PartCase part_cases[] = {
    /* formulas */
    {"constant",
     "```feel 定额 @year\n  5\n```\n",
     "甲", "甲 定额",
     "\n定额 = 5    [第一条]\n    formula: 5\n",
     "with numbers"},
    {"path",
     "```feel 城区 @year\nif 机构.区域 = \"城区\" then 机构.区域 else \"无\"\n```\n",
     "甲 机构 * 东行\nunit:东行 区域 * 城区", "甲 城区",
     "    with numbers: if \"城区\" = \"城区\" then \"城区\" else \"无\"\n"
     "  机构.区域 = \"城区\"\n      source: 区域 · 东行\n",
     NULL},
    {"path-to-nothing",
     "```feel 区 @year\n机构.区域\n```\n",
     "甲 机构 * null", "甲 区",
     "    with numbers: null\n  机构.区域 = (nothing)\n",
     "source"},
    {"blanks",
     "```feel 和 @year\n\n  年\n  +   \t期序  \n\n```\n",
     "甲", "甲 和",
     "    formula: 年 + 期序\n    with numbers: 2003 + 1\n",
     NULL},
    {"built-in",
     "```feel 和 @year\n年\n```\n",
     "甲", "甲 年",
     "\n年 = 2003\n",
     "source"},
    {"own-key",
     "```feel 号 @year\n工号\n```\n",
     "甲", "甲 号",
     "    with numbers: \"甲\"\n  工号 = \"甲\"\n",
     "source"},
    {"english",
     "```feel 和 @year\n年\n```\n```yaml names\n和: sum\n```\n",
     "甲", "甲 和",
     "\nsum = 2003    [第一条]\n",
     NULL},
    {"parts-of-a-fen",
     "```yaml input 半额 @year unit 元\n```\n```feel 额 @year unit 元\n半额 / 8\n"
     "```\n",
     "甲 半额 2003 1", "甲 额",
     "\n额 = 0.125 元    ",
     NULL},
    {"unit",
     "```yaml input 户数 @year unit 户\n```\n",
     "甲 户数 2003 3", "甲 户数",
     "\n户数 = 3 户    [第一条]\n    source: entered · 2003\n",
     NULL},
    {"other-cycle",
     "```yaml input 户数 @year unit 户\n```\n```feel 月均 @month unit 户\n"
     "户数 / 12\n```\n```yaml input 十二月 @year unit 户\nfrom: history of 月均\n"
     "over: last 1 month\ntake: sum\n```\n",
     "甲 户数 2003 24", "甲 十二月",
     "    taken: 2003-12 2\n",
     NULL},
    /* tables and bands */
    {"row-of-a-table",
     levels,
     "甲 数 2003 2\n甲 数二 2003 1", "甲 级数",
     "    table row: 1 (line 19): > 1 | < 9 | → 2 | 5\n",
     NULL},
    {"else-row",
     levels,
     "甲 数 2003 1\n甲 数二 2003 1", "甲 级数",
     "    table row: 2 (line 20): else | → 0 | 3\n",
     NULL},
    {"assumed-once",
     levels,
     "甲 数 2003 2\n甲 数二 2003 1", "甲 和",
     "\n\nThese figures rest on assumptions of ours, not on the text:\n"
     "  级数: 原文未写\n",
     "级数: 原文未写\n  级数"},
    {"no-row",
     "```yaml input 数 @year\n```\n`table 级数 @year hit C`\n\n| 数 | → 级数 |\n"
     "|---|---|\n| > 1 | 2 |\n",
     "甲 数 2003 1", "甲 级数",
     "\n级数 = []    [第一条]\n  数 = 1    ",
     NULL},
    {"whole-at-lower-edge",
     BANDS("whole"),
     "甲 额 2003 200", "甲 奖",
     "    whole bands of: 额 = 200\n    band: [200..300]: 200 × 3% = 6\n  额 = ",
     NULL},
    {"whole-at-upper-edge",
     BANDS("whole"),
     "甲 额 2003 300", "甲 奖",
     "额 = 300\n    band: [200..300]: 300 × 3% = 9\n  额 = ",
     NULL},
    {"whole-in-first",
     BANDS("whole"),
     "甲 额 2003 100", "甲 奖",
     "额 = 100\n    band: <= 100: 100 × 1% = 1\n  额 = ",
     NULL},
    {"whole-inside",
     BANDS("whole"),
     "甲 额 2003 150", "甲 奖",
     "额 = 150\n    band: (100..200): 150 × 2% = 3\n  额 = ",
     NULL},
    {"whole-in-last",
     BANDS("whole"),
     "甲 额 2003 400", "甲 奖",
     "额 = 400\n    band: > 300: 400 × 4% = 16\n  额 = ",
     NULL},
    {"marginal",
     BANDS("marginal"),
     "甲 额 2003 250", "甲 奖",
     "    marginal bands of: 额 = 250\n    band: <= 100: 100 × 1% = 1\n"
     "    band: (100..200): 100 × 2% = 2\n    band: [200..300]: 50 × 3% = 1.5\n"
     "  额 = ",
     NULL},
    {"marginal-below-0",
     BANDS("marginal"),
     "甲 额 2003 -50", "甲 奖",
     "\n奖 = -0.50 元    [第一条]\n    marginal bands of: 额 = -50\n"
     "    band: <= 100: -50 × 1% = -0.5\n  额 = ",
     NULL},
    {"bands-of-missing",
     BANDS("whole"),
     "甲", "甲 奖",
     "    whole bands of: 额 = (missing)\n    owed: 额 · 甲 · 2003\n  额 = ",
     "band: "},
    {"rate-missing",
     "```yaml param 率\nset by: 总行\n```\n```yaml input 额 @year unit 元\n```\n"
     "`bands 奖 @year of 额 marginal unit 元`\n\n| 额 (元) | 比例 |\n|---|---|\n"
     "| <= 100 | 1% |\n| > 100 | 率 |\n",
     "甲 额 2003 150", "甲 奖",
     "    band: <= 100: 100 × 1% = 1\n    owed: 率 · 2003 · 总行\n"
     "  率 = (missing)    [第一条]\n",
     NULL},
    /* ranks and totals */
    {"not-ranked",
     RANK("where: 分 > 1"),
     "甲 分 2003 1\n乙 分 2003 2", "甲 名次",
     "\n名次 = (nothing)    [第一条]\n    ranked, largest first, by: 分 = 1\n"
     "    ranked: 1\n",
     NULL},
    {"in-an-unknown-group",
     RANK("within: 类别"),
     "甲 分 2003 1\n乙 分 2003 2\n乙 类别 * 一", "甲 名次",
     "    within: 类别 = (missing)\n    owed: 类别 · 甲 · 2003\n",
     "    ranked: "},
    {"in-no-group",
     RANK("within: 类别"),
     "甲 分 2003 1\n乙 分 2003 2\ndefault 类别 * null", "甲 名次",
     "    within: 类别 = null\n  类别 = (nothing)\n      source: given\n",
     "    ranked: "},
    {"of-other-persons",
     TOTAL("over: person by 师傅"),
     "甲 分 2003 1\n乙 分 2003 2\n乙 师傅 * 甲", "甲 合计",
     "    taken: 乙 2\n  分(乙) = 2    [第一条]\n      source: entered · 2003\n",
     NULL},
    {"of-nobody",
     TOTAL("over: person by 师傅"),
     "甲 分 2003 1\n乙 分 2003 2\n乙 师傅 * 甲", "乙 合计",
     "\n合计 = 0    [第一条]\n    taken: (none)\n",
     "分"},
    {"within",
     TOTAL("within: 类别"),
     "甲 分 2003 1\n乙 分 2003 2\n丙 分 2003 4\n丙 类别 * 二\n甲 类别 * 一\n"
     "乙 类别 * 一", "乙 合计",
     "    taken: 乙 2; 甲 1\n  类别 = ",
     NULL},
    /* what is owed */
    {"many-owed",
     "```yaml input 件 @month\n```\n```yaml input 年件 @year\nfrom: history of 件\n"
     "over: this cycle\ntake: sum\n```\n",
     "甲", "甲 年件",
     "    owed: 件 · 甲 · 2003-10\n    owed: … 12\n",
     NULL},
    {"owed-by",
     "```yaml input 件 @year\nowed by: 行长\n```\n",
     "甲", "甲 件",
     "    owed: 件 · 甲 · 2003 · 行长\n",
     NULL},
    {"fault",
     "```yaml input 件 @year\n```\n```feel 商 @year\n1 / 件\n```\n",
     "甲 件 2003 0", "甲 商",
     "    owed: 商 · 甲 · 2003 · division by zero\n",
     NULL},
    /* inputs */
    {"result-of",
     "```yaml input 得分 @year\nfrom: result of other/总分\n```\n",
     "甲 得分 2003 5", "甲 得分",
     "    source: result of other/总分 · 2003\n",
     NULL},
    {"attribute-for-all",
     "```yaml input 岗龄\nfrom: attribute\n```\n",
     "甲\ndefault 岗龄 * 5", "甲 岗龄",
     "\n岗龄 = 5    [第一条]\n    source: master data · 2003\n",
     NULL},
    {"attribute-at-start",
     "```yaml input 年初级别\nfrom: attribute 级别\ntype: text\nat: start\n```\n",
     "甲 级别 * 一\n甲 级别 2003-01-01 二\n甲 级别 2003-05-01 三", "甲 年初级别",
     "\n年初级别 = \"二\"    [第一条]\n"
     "    source: master data, in force since 2003-01-01\n",
     NULL},
    {"attribute-always",
     "```feel 级 @year\n级别\n```\n",
     "甲 级别 * 一", "甲 级别",
     "\n级别 = \"一\"\n    source: master data, in force always\n",
     NULL},
    {"attribute-if-none",
     "```yaml input 岗龄\nfrom: attribute\nif none: 3\n```\n",
     "甲 岗龄 2004-01-01 5", "甲 岗龄",
     "\n岗龄 = 3    [第一条]\n",
     "source"},
    {"entries-counted",
     mistakes,
     "甲\nentry 投诉簿 一 - 2003-05-01 日期=2003-05-01 责任人=甲 属实=true\n"
     "entry 投诉簿 二 - 2003-06-01 日期=2003-06-01 责任人=甲 属实=false", "甲 次数",
     "\n次数 = 1    [第一条]\n    source: register 投诉簿 · 2003\n"
     "    taken: 一 (2003-05-01)\n",
     NULL},
    {"entries-not-known",
     mistakes,
     "甲\nentry 投诉簿 一 - 2003-05-01 日期=2003-05-01 责任人=甲 属实=missing", "甲 次数",
     "\n次数 = (missing)    [第一条]\n    owed: 属实 · 一 · 2003\n",
     "taken"},
    {"not-for-all",
     "```yaml input 分 @year\nfor: 岗位 = \"柜员\"\n```\n",
     "甲 岗位 * 经理", "甲 分",
     "\n分 = (nothing)    [第一条]\n    source: the block does not apply here\n",
     NULL},
    /* parameters */
    {"param-without-key",
     salary,
     "甲 类别 * null", "甲 薪",
     "\n薪 = (nothing)    [第一条]\n",
     "owed"},
    {"param-unknown-key",
     salary,
     "甲 类别 * 二", "甲 薪",
     "\n薪 = (missing)    [第一条]\n    owed: 薪 · 2003 · 二\n",
     "source"},
    {"param-key-owed",
     salary,
     "甲", "甲 薪",
     "\n薪 = (missing)    [第一条]\n    owed: 类别 · 甲 · 2003\n",
     "source"},
    {"param-of-row",
     salary,
     "甲 类别 * 一\n甲 薪 * 7", "甲 薪",
     "\n薪 = 7.00 元    [第一条]\n    source: given\n",
     NULL},
    /* consequences */
    {"amount-owed",
     PAY(""),
     "甲", "甲",
     "\n奖    [第一条]\n    amount: 额 = (missing)\n    owed: 额 · 甲 · 2003\n"
     "  额 = ",
     "posted"},
    {"does-not-apply",
     PAY("for: 岗位 = \"柜员\"\n"),
     "甲 岗位 * 经理", "甲",
     "\n奖    [第一条]\n    source: the block does not apply here\n",
     "amount"},
    {"may-apply",
     PAY("for: 岗位 = \"柜员\"\n"),
     "甲 额 2003 5", "甲",
     "\n奖    [第一条]\n    amount: 额 = 5, to the fen 5.00 元\n  岗位 = (missing)\n"
     "      owed: 岗位 · 甲 · 2003\n",
     "posted"},
};
/* clang-format on */

static void test_part(gconstpointer data)
{
    const PartCase *c = data;
    Fixture fx = {.options = {.keep_matches = true}};

    fx_load(&fx, front, c->body);
    fx_give(&fx, c->given);
    fx_run(&fx, "2003", "2003");

    g_autofree char *got = explain(&fx, c->asked, "2003");

    expect_part(got, c->part);
    if (c->absent)
        g_assert_null(strstr(got, c->absent));
    fx_clear(&fx);
}

/* 500 values are told; of more it says that there are more. */
static void test_limit(void)
{
    g_autoptr(GString) body = g_string_new("```yaml input 步0 @year\n```\n");
    Fixture fx = {0};

    for (int i = 1; i <= 500; i++)
        g_string_append_printf(body, "```feel 步%d @year\n步%d + 1\n```\n", i, i - 1);
    fx_load(&fx, front, body->str);
    fx_give(&fx, "甲 步0 2003 0");
    fx_run(&fx, "2003", "2003");

    g_autofree char *whole = explain(&fx, "甲 步499", "2003");
    g_autofree char *cut = explain(&fx, "甲 步500", "2003");

    expect_part(whole, "\n步499 = 499    [第一条]\n");
    expect_part(whole, " 步0 = 0    [第一条]\n");
    g_assert_null(strstr(whole, "more than"));
    expect_part(cut, "\n步500 = 500    [第一条]\n");
    g_assert_null(strstr(cut, " 步0 = "));
    g_assert_true(g_str_has_suffix(cut, "… more than 500 steps: ask for one of the names above\n"));
    fx_clear(&fx);
}

/* A row's label stands beside its key; rows of other subjects are told of in the same way. */
static void test_rows(void)
{
    Fixture fx = {0};

    fx_load(&fx, front, mistakes);
    fx_give(&fx, "甲\nentry 投诉簿 一 - 2003-05-01 日期=2003-05-01 责任人=甲 扣分=3");
    app_data_set_label(fx.data, REG_PERSON, 0, "张三");
    fx_run(&fx, "2003", "2003");

    g_autofree char *person = explain(&fx, "甲 次数", "2003");
    g_autofree char *entry = explain(&fx, "投诉:一 双倍", "2003-05");
    g_autofree char *before = explain(&fx, "投诉:一 双倍", "2003-04");

    g_assert_true(g_str_has_prefix(person, "Trial  2003  甲 张三\n\n"));
    g_assert_cmpstr(entry, ==,
                    "Trial  2003-05  一\n\n双倍 = 6 分    [第一条]\n    formula: 扣分 * 2\n"
                    "    with numbers: 3 * 2\n  扣分 = 3 分\n      source: register 投诉簿\n");
    g_assert_cmpstr(before, ==,
                    "Trial  2003-04  一\n\n双倍 = (nothing)    [第一条]\n"
                    "    source: the block does not apply here\n");
    fx_clear(&fx);
}

/* ---- what is posted ---- */

static const char ledger[] =
    "```yaml input 额 @year unit 元\n```\n```yaml input 提 @year unit 元\n```\n"
    "```yaml input 损失 @year unit 元\n```\n```yaml input 结算 @year unit 元\n```\n"
    "```yaml input 期额 @month unit 元\n```\n"
    "```yaml pay 奖 @year\nof: 额\ninto: 绩效\nbelow zero: carry\nagainst: [绩效]\n"
    "expires: 1 cycles\n```\n"
    "```yaml pay 月奖 @month\nof: 期额\ninto: 月绩效\ncumulative: 两期\n```\n"
    "```yaml reserve 留 @year\nof: 提\ninto: 基金\nout of: 绩效\nhold: 1 year\n"
    "release into: 绩效\nforfeit when: 离职日期 < 到期日\noffset: 损失\nadd: 结算\n```\n";

typedef struct PostCase {
    const char *row, *cycle;
    const char *part;
} PostCase;

static const PostCase post_cases[] = {
    {"甲", "2003",
     "    posted: withhold 绩效 → 基金 300.00 元\n    posted: set off 基金 50.00 元\n"
     "    posted: settle 基金 20.00 元\n"                                                              },
    {"甲", "2004",
     "    amount: 额 = -700, to the fen -700.00 元\n    posted: carry 绩效 700.00 元\n"              },
    {"甲", "2004",
     "    posted: release 基金 → 绩效 250.00 元\n    posted: release 基金 → 绩效 20.00 元\n"},
    {"甲", "2005",
     "    posted: pay 绩效 100.00 元\n    posted: take from carry 绩效 → 绩效 100.00 元\n"
     "    posted: lapse 绩效 600.00 元\n"                                                              },
    {"乙", "2004",    "    posted: forfeit 基金 300.00 元\n"                                          },
    {"甲", "2003-02",
     "    amount: 期额 = 5, to the fen 5.00 元, less what the 两期 has posted so far\n"
     "    posted: pay 月绩效 5.00 元\n"                                                               },
};

static void test_postings(void)
{
    Fixture fx = {0};

    fx_load(&fx, front, ledger);
    fx_give(&fx, "default 额 * 0\ndefault 提 * 0\ndefault 损失 * 0\ndefault 结算 * 0\n"
                 "default 期额 * 0\n甲 额 2003 1000\n甲 提 2003 300\n甲 结算 2003 20\n"
                 "甲 损失 2003 50\n甲 额 2004 -700\n甲 额 2005 100\n甲 期额 2003-02 5\n"
                 "乙 额 2003 900\n乙 提 2003 300\n乙 离职日期 * 2004-06-01");
    fx_run(&fx, "2003", "2006");
    for (size_t i = 0; i < G_N_ELEMENTS(post_cases); i++) {
        g_autofree char *got = explain(&fx, post_cases[i].row, post_cases[i].cycle);

        expect_part(got, post_cases[i].part);
    }
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(part_cases); i++) {
        g_autofree char *path = g_strdup_printf("/explain/part/%s", part_cases[i].name);

        g_test_add_data_func(path, &part_cases[i], test_part);
    }
    g_test_add_func("/explain/limit", test_limit);
    g_test_add_func("/explain/rows", test_rows);
    g_test_add_func("/explain/postings", test_postings);
    return g_test_run();
}
