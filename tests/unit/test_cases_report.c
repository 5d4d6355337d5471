/* test_cases_report.c - what a failed case says, word for word. */
#include "appraise/cases.h"

#include <string.h>

static const char regulation[] =
    "---\nregulation: trial\ntitle: 试验\nversion: 1\ncycles: [month, year]\n---\n\n# 第一条\n\n"
    "```yaml sheet 明细表 @month\nlines: many\n"
    "columns: {客户经理: person, 日期: date, 金额: 元}\n```\n"
    "```yaml subject 笔\nrows: sheet 明细表\n```\n"
    "```yaml total 笔额 @month unit 元\ntake: sum\nof: 金额\nover: 笔 by 客户经理\n```\n"
    "```yaml input 额 @month unit 元\nowed by: 支行\n```\n"
    "```yaml input 年额 @year unit 元\nfrom: history of 额\nover: this cycle\ntake: sum\n```\n"
    "```yaml input 备注 @month\ntype: text\noptional: true\n```\n"
    "```yaml param 工资 unit 元\nby: 级别\nvalue: {一级: 100}\n```\n"
    "```feel 薪 @month unit 元\n工资 + 额\n```\n"
    "```yaml input 比 @month\noptional: true\n```\n```feel 商 @month unit 元\n额 / 比\n```\n"
    "```feel 商和 @month unit 元\n商 + 工资\n```\n"
    "```feel 多项 @month unit 元\n"
    "项一 + 项二 + 项三 + 项四 + 项五 + 项六 + 项七 + 项八 + 项九 + 项十 + 十一 + 十二 + "
    "十三\n```\n"
    "```yaml scope\ncycle: month\n```\n"
    "```yaml input 项一 unit 元\n```\n```yaml input 项二 unit 元\n```\n"
    "```yaml input 项三 unit 元\n```\n```yaml input 项四 unit 元\n```\n"
    "```yaml input 项五 unit 元\n```\n```yaml input 项六 unit 元\n```\n"
    "```yaml input 项七 unit 元\n```\n```yaml input 项八 unit 元\n```\n"
    "```yaml input 项九 unit 元\n```\n```yaml input 项十 unit 元\n```\n"
    "```yaml input 十一 unit 元\n```\n```yaml input 十二 unit 元\n```\n"
    "```yaml input 十三 unit 元\n```\n"
    "```yaml pay 发薪 @month\nof: 薪\ninto: 工资总额\n```\n"
    "```yaml reserve 备用 @month\nof: 商\nout of: 工资总额\nhold: 1 year\nrelease into: "
    "工资总额\n```\n"
    "```yaml input 社奖 @month per unit unit 元\n```\n"
    "```yaml pay 负责人奖 @month per unit\nof: 社奖\ninto: 负责人奖\nto: 负责人\n```\n";

static Regulation *load(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    Regulation *reg = reg_load_text(regulation, strlen(regulation), "trial.md", diags);
    g_autofree char *found = diags_format(diags);

    if (!reg)
        g_test_message("%s", found);
    g_assert_nonnull(reg);
    return reg;
}

typedef struct ReportCase {
    const char *name;
    const char *body; /* after the case's name and cycle */
    const char *said; /* NULL = it passes */
} ReportCase;

#define HEAD "- case: A\n  cycle: 2003-05\n"
#define ITEMS                                                                                      \
    "项二: 1, 项三: 1, 项四: 1, 项五: 1, 项六: 1, 项七: 1, "                           \
    "项八: 1, 项九: 1, 项十: 1, 十一: 1, 十二: 1"

/* By hand: in columns it would run far over the edge. */
/* clang-format off */
static const ReportCase report_cases[] = {
    {"made-of",
     "  rows: {甲: {given: {额: 2, 级别: 一级}, expect: {薪: 1}}}\n",
     "  c:3:49: 甲 · 2003-05 · 薪: seen 102, expected 1\n"
     "      made of 额 = 2, 工资 = 100\n"},
    {"made-of-many",
     "  rows: {甲: {given: {项一: 1, " ITEMS ", 十三: 1}, expect: {多项: 1}}}\n",
     "  c:3:127: 甲 · 2003-05 · 多项: seen 13, expected 1\n"
     "      made of 项一 = 1, 项二 = 1, 项三 = 1, 项四 = 1, 项五 = 1, 项六 = 1, 项七 = 1, "
     "项八 = 1, 项九 = 1, 项十 = 1, 十一 = 1, 十二 = 1, …\n"},
    {"many-owed",
     "  rows: {甲: {given: {项一: 1}, expect: {多项: 1}}}\n",
     "  c:3:43: 甲 · 2003-05 · 多项: seen missing 项二 · 甲 · 2003-05; 项三 · 甲 · "
     "2003-05; 项四 · 甲 · 2003-05; 项五 · 甲 · 2003-05; 项六 · 甲 · 2003-05; and 7 more, "
     "expected 1\n"
     "      made of 项一 = 1, 项二 = missing 项二 · 甲 · 2003-05, 项三 = missing 项三 · "
     "甲 · 2003-05, 项四 = missing 项四 · 甲 · 2003-05, 项五 = missing 项五 · 甲 · "
     "2003-05, 项六 = missing 项六 · 甲 · 2003-05, 项七 = missing 项七 · 甲 · 2003-05, "
     "项八 = missing 项八 · 甲 · 2003-05, 项九 = missing 项九 · 甲 · 2003-05, 项十 = "
     "missing 项十 · 甲 · 2003-05, 十一 = missing 十一 · 甲 · 2003-05, 十二 = missing "
     "十二 · 甲 · 2003-05, …\n"},
    {"owed-key",
     "  rows: {甲: {given: {额: 2, 级别: 九级}, expect: {薪: 1}}}\n",
     "  c:3:49: 甲 · 2003-05 · 薪: seen missing 工资 · 2003-05: 九级, expected 1\n"
     "      made of 额 = 2, 工资 = missing 工资 · 2003-05: 九级\n"},
    {"fault-told",
     "  rows: {甲: {given: {额: 1, 比: 0}, expect: {商: 1}}}\n",
     "  c:3:47: 甲 · 2003-05 · 商: seen missing 商 · 甲 · 2003-05: division by zero, "
     "expected 1\n"
     "      made of 额 = 1, 比 = 0\n"},
    {"taken",
     "  rows: {甲: {expect: {笔额: 1}}}\n"
     "  rows of 笔:\n    一: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    二: {given: {客户经理: 甲, 日期: 2003-05-30, 金额: 2.5}}\n"
     "    三: {given: {客户经理: 乙, 日期: 2003-05-30, 金额: 3}}\n",
     "  c:3:27: 甲 · 2003-05 · 笔额: seen 3.5, expected 1\n"
     "      taken (2): 一 · 2003-05-31 = 1, 二 · 2003-05-30 = 2.5\n"},
    {"taken-many",
     "  rows: {甲: {expect: {笔额: 1}}}\n"
     "  rows of 笔:\n    一: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    二: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    三: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    四: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    五: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    六: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n",
     "  c:3:27: 甲 · 2003-05 · 笔额: seen 6, expected 1\n"
     "      taken (6): 一 · 2003-05-31 = 1, 三 · 2003-05-31 = 1, 二 · 2003-05-31 = 1, 五 "
     "· 2003-05-31 = 1, 六 · 2003-05-31 = 1 …\n"},
    {"made-of-cycles",
     "  rows of unit: {东行: {given: {社奖: 5}, expect: {社奖: 6}}}\n",
     "  c:3:52: 东行 · 2003-05 · 社奖: seen 5, expected 6\n"},
    {"rounded-text",
     "  rows: {甲: {given: {额: missing}, expect: {额: ~1.5}}}\n",
     "  c:3:47: 甲 · 2003-05 · 额: seen missing 额 · 甲 · 2003-05, owed by 支行, expected "
     "~1.5\n"},
    {"not-missing",
     "  rows: {甲: {given: {额: 1}, expect: {额: missing 额}}}\n",
     "  c:3:41: 甲 · 2003-05 · 额: seen 1, expected missing 额\n"},
    {"one-fault-among-roots",
     "  rows: {甲: {given: {额: 1, 比: 0, 级别: 九级}, expect: {商和: {diagnostic: zero}}}}\n", NULL},
    {"fault-by-name",
     "  rows: {甲: {given: {额: 1, 比: 0, 级别: 九级}, expect: {商和: {diagnostic: '商: '}}}}\n", NULL},
    {"other-fault",
     "  rows: {甲: {given: {额: 1, 比: 0, 级别: 九级}, expect: {商和: {diagnostic: overflow}}}}\n",
     "  c:3:56: 甲 · 2003-05 · 商和: seen missing 工资 · 2003-05: 九级; 商 · 甲 · "
     "2003-05: division by zero, expected {diagnostic: overflow}\n"
     "      made of 工资 = missing 工资 · 2003-05: 九级, 商 = missing 商 · 甲 · 2003-05: "
     "division by zero\n"},
    {"owed-is-no-fault",
     "  rows: {甲: {expect: {额: {diagnostic: zero}}}}\n",
     "  c:3:26: 甲 · 2003-05 · 额: seen missing 额 · 甲 · 2003-05, owed by 支行, expected "
     "{diagnostic: zero}\n"},
    {"blocked-by-reserve",
     "  rows: {甲: {given: {额: 1, 比: 0, 级别: 一级}, ledger: {工资总额: 100}}}\n",
     "  c:3:58: 甲 · 2003-05 · 工资总额: seen missing 商 · 甲 · 2003-05: division by "
     "zero, expected 100\n"},
    {"blocked-reserve",
     "  rows: {甲: {given: {额: 1, 比: 0, 级别: 一级}, ledger: {备用: missing 商}}}\n", NULL},
    {"blocked-for-nobody",
     "  rows: {甲: {ledger: {负责人奖: 0}}}\n  rows of unit: {东行: {given: {社奖: 5}}}\n",
     "  c:3:29: 甲 · 2003-05 · 负责人奖: seen missing 负责人 · 东行 · 2003-05, expected 0\n"},
    {"nobody-to-pay",
     "  rows: {甲: {ledger: {负责人奖: 0}}}\n"
     "  rows of unit: {东行: {given: {社奖: 5, 负责人: null}}}\n",
     "  trial.md:94:13: error: 负责人奖 of 东行 in 2003-05 goes to nobody who is known\n"
     "    seen: null\n"},
};
/* clang-format on */

static void on_case(void *data, const char *name, bool passed, const char *failures)
{
    GString *said = data;

    (void)name;
    g_assert_cmpint(passed, ==, *failures == '\0');
    g_string_append(said, failures);
}

static void test_report(gconstpointer data)
{
    const ReportCase *c = data;
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) said = g_string_new(NULL);
    g_autofree char *text = g_strconcat(HEAD, c->body, NULL);
    CasesOptions options = {.on_case = on_case, .data = said};
    CasesReport report;

    g_assert_true(cases_run(reg, text, strlen(text), "c", &options, &report, diags));
    g_autofree char *found = diags_format(diags);
    g_assert_cmpstr(found, ==, "");
    g_assert_cmpstr(said->str, ==, c->said ? c->said : "");
}

/* ---- what cannot be played ---- */

static char *play(const char *text, const char *name)
{
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    CasesPlayed *played = cases_play(reg, text, strlen(text), "c", name, diags);

    g_assert_null(played);
    cases_played_free(played);
    return diags_format(diags);
}

#define EXPECTS "  rows: {甲: {given: {额: 1}, expect: {额: 1}}}\n"

#define TOO_MANY "1500-01 to 2000-12 of trial are too many rows and cycles for one evaluation\n"

/* clang-format off */
static const ReportCase unplayed_cases[] = {
    {"no-such-case",
     "- case: B\n  cycle: 2003-05\n" EXPECTS,
     "c: error: there is no case A\n"},
    {"too-many-cycles",
     "- case: A\n  cycles: [1500-01, 2000-12]\n" EXPECTS,
     "c:1:9: error: " TOO_MANY},
    {"row-twice",
     HEAD "  rows of 笔: {一: {given: {客户经理: 甲}}}\n"
     "  rows of 明细表: {一: {given: {客户经理: 甲}, expect: {金额: missing 金额}}}\n",
     "c:4:17: error: the row 一 stands here twice\n"},
    {"not-a-list",
     "A: B\n",
     "c:1:1: error: there are no cases in it\n    expected: - case: EX-1\n"},
};
/* clang-format on */

static void test_unplayed(gconstpointer data)
{
    const ReportCase *c = data;
    g_autofree char *found = play(c->body, "A");

    g_assert_cmpstr(found, ==, c->said);
}

static void test_too_many(void)
{
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) said = g_string_new(NULL);
    CasesOptions options = {.on_case = on_case, .data = said};
    CasesReport report;
    static const char text[] = "- case: A\n  cycles: [1500-01, 2000-12]\n" EXPECTS;

    g_assert_true(cases_run(reg, text, strlen(text), "c", &options, &report, diags));
    g_assert_cmpuint(report.n_failed, ==, 1);
    g_assert_cmpstr(said->str, ==, "  c:1:9: " TOO_MANY);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(report_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cases/report/%s", report_cases[i].name);

        g_test_add_data_func(path, &report_cases[i], test_report);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(unplayed_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cases/unplayed/%s", unplayed_cases[i].name);

        g_test_add_data_func(path, &unplayed_cases[i], test_unplayed);
    }
    g_test_add_func("/cases/too-many-cycles", test_too_many);
    return g_test_run();
}
