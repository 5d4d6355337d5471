/* test_app_faults.c - what goes wrong in one row is a fault there, in words, and only there. */
#include "app_fixture.h"

typedef struct FaultCase {
    const char *name;
    const char *body, *given;
    const char
        *what; /* "ROW NAME CYCLE": missing, by a fault of the name, or of that of a 4th word */
    const char *text;     /* of the fault */
    const char *expected; /* of other rows, names, cycles */
} FaultCase;

static const char front[] = "cycles: [month, year]\n";

#define BANDS(how, last)                                                                           \
    "```yaml input 额 @year unit 元\n```\n`bands 奖 @year of 额 " how "`\n\n"                      \
    "| 额 (元) | 比例 |\n|---|---|\n| [0..100] | 1% |\n| " last " | 3000% |\n"
#define ANY(more) "```yaml input 值 @month\ntype: any\n```\n" more
#define DECIDE(outcome)                                                                            \
    "```yaml decide 认定 @year\nwhen: 年 > 2000\nby: 行长\noutcome: " outcome "\n```\n"

/* By hand: in columns it would run far over the edge. */
/* clang-format off */
static const FaultCase fault_cases[] = {
    {"below-all-bands", BANDS("marginal", "(100..200]"), "甲 额 2003 -1\n乙 额 2003 100",
     "甲 奖 2003", "-1 lies in no band", "乙 奖 2003 1"},
    {"above-all-bands", BANDS("whole", "(100..200)"), "甲 额 2003 200\n乙 额 2003 100.01",
     "甲 奖 2003", "200 lies in no band", "乙 奖 2003 3000.3"},
    {"product-too-large", BANDS("whole", "> 100"), "甲 额 2003 9e6144\n乙 额 2003 0",
     "甲 奖 2003", "the number is too large", "乙 奖 2003 0"},
    {"part-too-large", BANDS("marginal", "> 100"), "甲 额 2003 9e6144\n乙 额 2003 0",
     "甲 奖 2003", "the number is too large", "乙 奖 2003 0"},
    {"sum-of-texts", ANY("```yaml total 合计 @month\ntake: sum\nof: 值\nwithin: 类别\n"
         "```\n"),
     "甲 值 2003-01 1\n乙 值 2003-01 二\n丙 值 2003-01 3\ndefault 类别 * 一\n丙 类别 * 二",
     "甲 合计 2003-01", "the value cannot be added up or compared", "丙 合计 2003-01 3"},
    {"history-of-texts", ANY("```yaml input 年值 @year\nfrom: history of 值\nover: this cycle\n"
         "take: max\n```\n"),
     "default 值 * 1\n甲 值 2003-05 五\n乙 值 2003-05 5",
     "甲 年值 2003", "the value cannot be added up or compared", "乙 年值 2003 5"},
    {"sum-of-nothing-but-texts", ANY("```yaml input 年值 @year\nfrom: history of 值\nover: this cycle\n"
         "take: sum\n```\n"),
     "default 值 * 1\n甲 值 2003-05 true\n乙 值 2003-05 null",
     "甲 年值 2003", "the value cannot be added up or compared", "乙 年值 2003 11"},
    {"outcome-below", DECIDE("number in [0.8..1.2]"), "!甲 认定 2003 0.79\n!乙 认定 2003 0.8",
     "甲 认定 2003", "0.79 is none of the outcomes allowed", "乙 认定 2003 0.8"},
    {"outcome-above", DECIDE("number in [0.8..1.2]"), "!甲 认定 2003 1.21\n!乙 认定 2003 1.2",
     "甲 认定 2003", "1.21 is none of the outcomes allowed", "乙 认定 2003 1.2"},
    {"outcome-open-end", DECIDE("number in [..1.2]"), "!甲 认定 2003 1.21\n!乙 认定 2003 -99",
     "甲 认定 2003", "1.21 is none of the outcomes allowed", "乙 认定 2003 -99"},
    {"outcome-any-number", DECIDE("number"), "!甲 认定 2003 一\n!乙 认定 2003 7",
     "甲 认定 2003", "\"一\" is none of the outcomes allowed", "乙 认定 2003 7"},
    {"outcome-date", DECIDE("date"), "!甲 认定 2003 7\n!乙 认定 2003 2003-05-01",
     "甲 认定 2003", "7 is none of the outcomes allowed", "乙 认定 2003 2003-05-01"},
    {"outcome-text", DECIDE("one of [通过, 退回]"), "!甲 认定 2003 2003-05-01\n!乙 认定 2003 退回",
     "甲 认定 2003", "2003-05-01 is none of the outcomes allowed", "乙 认定 2003 退回"},
    {"outcome-null", DECIDE("one of [通过, 退回]"), "!甲 认定 2003 null\n!乙 认定 2003 退回",
     "甲 认定 2003", "null is none of the outcomes allowed", "乙 认定 2003 退回"},
    {"link-to-nobody", "```feel 区 @year\n机构.区域\n```\n",
     "甲 机构 * 西行\n乙 机构 * 东行\nunit:东行 区域 * 城",
     "甲 区 2003 机构", "there is no unit with the key \"西行\"", "乙 区 2003 城"},
    {"text-never-allowed", "```yaml input 等 @year\ntype: text\none of: [优, 良]\n```\n",
     "甲 等 2003 差\n乙 等 2003 良",
     "甲 等 2003", "\"差\" is none of the allowed texts", "乙 等 2003 良"},
    {"number-wanted", "```yaml input 数 @year\n```\n", "甲 数 2003 五\n乙 数 2003 5",
     "甲 数 2003", "\"五\" does not fit; expected: number", "乙 数 2003 5"},
};
/* clang-format on */

static void expect_fault(Fixture *fx, const char *what, const char *text)
{
    g_auto(GStrv) words = g_strsplit(what, " ", -1);
    FeelValue v = fx_get(fx, REG_PERSON, words[0], words[1], words[2]);
    const ReasonRoot *const *roots;

    g_assert_cmpint(v.kind, ==, FEEL_MISSING);
    g_assert_cmpuint(reasons_roots(app_result_reasons(fx->result), v.reason, &roots), ==, 1);
    g_assert_cmpint(roots[0]->kind, ==, REASON_FAULT);
    g_assert_cmpstr(roots[0]->text, ==, text);
    g_assert_cmpstr(roots[0]->name, ==, words[3] ? words[3] : words[1]);
}

static void test_fault(gconstpointer data)
{
    const FaultCase *c = data;
    Fixture fx = {0};

    fx_load(&fx, front, c->body);
    fx_give(&fx, c->given);
    fx_run(&fx, "2003", "2003");
    expect_fault(&fx, c->what, c->text);
    fx_expect(&fx, c->expected);
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(fault_cases); i++) {
        g_autofree char *path = g_strdup_printf("/app/fault/%s", fault_cases[i].name);

        g_test_add_data_func(path, &fault_cases[i], test_fault);
    }
    return g_test_run();
}
