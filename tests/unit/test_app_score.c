/* test_app_score.c - scores: items, deductions, floors, faults, who owes what. */
#include "app_fixture.h"

#include "regulation/work.h"

static const char head[] = "cycles: [month, year]\n";

static const char body[] =
    "```yaml score 考核 @month\nraters: {行长: 1/3, 会计: 2/3}\nitems: {服务: 20, 日志: 15}\n"
    "deductions: {投诉: {each: 5, cite: 第二条}, 迟到: {each: 0.1}}\nfor: 岗位 = \"在岗\"\n```\n"
    "```yaml score 网点 @month per unit\nraters: {主管: 1}\nmax: 10\n```\n"
    "```yaml score 减分 @month\nraters: {主管: 1}\nitems: {基础: 10}\n"
    "deductions: {差错: {each: 8}}\nfloor: -12.5\nassumed: 原文缺\n```\n"
    "```yaml total 总分 @month per unit unit 分\ntake: sum\nof: 考核\nover: person by 机构\n```\n"
    "```yaml input 全年 @year unit 分\nfrom: history of 考核\nover: this cycle\ntake: sum\n```\n"
    "```yaml input 全年投诉 @year\nfrom: history of 投诉\nover: last 13 month\ntake: count\n```\n"
    "# 第二条 扣分\n\n扣分。\n";

typedef struct ScoreCase {
    const char *name;
    const char *given;
    const char *want;
} ScoreCase;

static const char base[] = "default 岗位 * 在岗\ndefault 机构 * null\ndefault 基础 * 0\n";

static const ScoreCase cases[] = {
    {"exact",              "甲 服务 * 19.95\n甲 日志 * 15\n甲 投诉 * 2\n甲 迟到 * 3",
     "甲 考核 2003-01 24.65\n甲 投诉 2003-01 2"                                                                                                 },
    {"bounds-are-in",      "甲 服务 * 20\n甲 日志 * 0",                                            "甲 考核 2003-01 20\n甲 迟到 2003-01 0"},
    {"zero-floor",         "甲 服务 * 9\n甲 日志 * 0\n甲 投诉 * 2",                             "甲 考核 2003-01 0"                       },
    {"own-floor",          "甲 基础 * 3\n甲 差错 * 1\n乙 基础 * 3\n乙 差错 * 2",
     "甲 减分 2003-01 -5\n乙 减分 2003-01 -12.5"                                                                                                },
    {"missing-item",       "甲 服务 * 9\n乙 服务 * missing\n乙 日志 * missing\n乙 投诉 * 9",
     "甲 考核 2003-01 missing 日志.甲.2003-01\n"
     "乙 考核 2003-01 missing 服务.乙.2003-01 日志.乙.2003-01"                                                                               },
    {"missing-count",      "甲 服务 * 9\n甲 日志 * 1\n甲 投诉 * missing",
     "甲 考核 2003-01 missing 投诉.甲.2003-01"                                                                                                  },
    {"null-count-is-none", "甲 服务 * 9\n甲 日志 * 1\n甲 投诉 * null",
     "甲 考核 2003-01 10\n甲 投诉 2003-01 0"                                                                                                    },
    {"not-for",            "甲 岗位 * 离岗",
     "甲 考核 2003-01 null\n甲 服务 2003-01 null\n"
     "甲 投诉 2003-01 null"                                                                                                                        },
    {"for-unknown",        "甲 岗位 * missing\n甲 服务 * 1\n甲 日志 * 1",
     "甲 考核 2003-01 missing 岗位.甲.2003-01\n甲 投诉 2003-01 missing 岗位.甲.2003-01"                                                   },
    {"given-score",        "甲 考核 2003-01 99",
     "甲 考核 2003-01 99\n甲 服务 2003-01 missing "
     "服务.甲.2003-01"                                                                                                                             },
    {"fault-of-one-cell",  "甲 服务 * 20.0001\n甲 日志 * 1\n乙 服务 * 20\n乙 日志 * 1",
     "甲 服务 2003-01 missing 服务.甲.2003-01\n甲 日志 2003-01 1\n"
     "甲 考核 2003-01 missing 服务.甲.2003-01\n乙 考核 2003-01 21"                                                                           },
    {"whole",              "unit:东 网点 * 10\nunit:西 网点 * 10.1\nunit:南\n甲",
     "unit:东 网点 2003-01 10\nunit:西 网点 2003-01 missing 网点.西.2003-01\n"
     "unit:南 网点 2003-01 missing 网点.南.2003-01"                                                                                             },
    {"total",
     "unit:东\n甲 机构 * 东\n乙 机构 * 东\n丙 机构 * 东\n丙 岗位 * 离岗\n"
     "甲 服务 * 5\n甲 日志 * 5\n乙 服务 * 6\n乙 日志 * 5\n乙 投诉 * 1",                   "unit:东 总分 2003-01 16"                 },
};

static void test_score(gconstpointer data)
{
    const ScoreCase *c = data;
    Fixture fx = {0};

    fx_load(&fx, head, body);
    fx_give(&fx, base);
    fx_give(&fx, c->given);
    fx_run(&fx, "2003-01", "2003-01");
    fx_expect(&fx, c->want);
    fx_clear(&fx);
}

/* Counts of cycles before the range are not there; those within it are 0 where nothing is said. */
static void test_history(void)
{
    Fixture fx = {0};

    fx_load(&fx, head, body);
    fx_give(&fx, base);
    fx_give(&fx, "甲 服务 * 2\n甲 日志 * 1\n甲 投诉 2003-02 1\n甲 服务 2003-02 10");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 全年 2003 39\n甲 全年投诉 2003 12");
    fx_clear(&fx);
}

/* The only root of a value. */
static const ReasonRoot *root_of(Fixture *fx, int subject, const char *row, const char *name)
{
    FeelValue v = fx_get(fx, subject, row, name, "2003-01");
    const ReasonRoot *const *roots;

    g_assert_cmpint(v.kind, ==, FEEL_MISSING);
    g_assert_cmpuint(reasons_roots(app_result_reasons(fx->result), v.reason, &roots), ==, 1);
    return roots[0];
}

static void test_owed(void)
{
    Fixture fx = {0};

    fx_load(&fx, head, body);
    fx_give(&fx, base);
    fx_give(&fx, "甲 服务 * 9\nunit:东");
    fx_run(&fx, "2003-01", "2003-01");
    const ReasonRoot *root = root_of(&fx, REG_PERSON, "甲", "考核");
    g_assert_cmpint((int)root->kind, ==, REASON_INPUT);
    g_assert_cmpstr(root->owed_by, ==, "行长, 会计");
    root = root_of(&fx, reg_subject(fx.reg, "unit"), "东", "网点");
    g_assert_cmpstr(root->owed_by, ==, "主管");
    fx_clear(&fx);
}

typedef struct FaultCase {
    const char *name;
    const char *given;
    const char *en, *zh;
} FaultCase;

static const FaultCase faults[] = {
    {"above",    "甲 服务 * 20.5",                "20.5 points are not from 0 to 20",          "20.5 不在 0 到 20 分之间"                },
    {"below",    "甲 服务 * -0.01",               "-0.01 points are not from 0 to 20",         "-0.01 不在 0 到 20 分之间"               },
    {"fraction", "甲 服务 * 1\n甲 投诉 * 1.5",
     "1.5 is no count: a whole number, not below 0, is expected",                                 "1.5 不是次数：应为不小于 0 的整数"},
    {"negative", "甲 服务 * 1\n甲 投诉 * -1",
     "-1 is no count: a whole number, not below 0, is expected",                                  "-1 不是次数：应为不小于 0 的整数" },
    {"text",     "甲 服务 * 很好",              "\"很好\" does not fit; expected: number",
     "\"很好\"的类型不符，应为：number"                                                                                                },
};

static void check_fault(const FaultCase *c, Lang lang, const char *want)
{
    Fixture fx = {.options.lang = lang};

    fx_load(&fx, head, body);
    fx_give(&fx, base);
    fx_give(&fx, "甲 日志 * 1");
    fx_give(&fx, c->given);
    fx_run(&fx, "2003-01", "2003-01");
    const ReasonRoot *root = root_of(&fx, REG_PERSON, "甲", "考核");
    g_assert_cmpint((int)root->kind, ==, REASON_FAULT);
    g_assert_cmpstr(root->text, ==, want);
    g_assert_cmpuint(root->pos.line, >, 10);
    fx_clear(&fx);
}

static void test_fault(gconstpointer data)
{
    const FaultCase *c = data;

    check_fault(c, LANG_EN, c->en);
    check_fault(c, LANG_ZH, c->zh);
}

/* Points that come as a whole column are looked at, too. */
static void test_column(void)
{
    Fixture fx = {0};
    AppCycle cycle;

    fx_load(&fx, head, body);
    fx_give(&fx, base);
    fx_give(&fx, "甲 日志 * 1\n乙 日志 * 1");
    cycle = fx_cycle(&fx, "2003-01");
    Col *col = col_new(fx.arena, COL_NUMBER, 2);
    col->v.numbers[0] = dec_from_int(20);
    col->v.numbers[1] = dec_from_int(21);
    app_data_set_column(fx.data, fx_name(&fx, REG_PERSON, "服务"), &cycle, col);
    fx_run(&fx, "2003-01", "2003-01");
    fx_expect(&fx, "甲 考核 2003-01 21\n乙 考核 2003-01 missing 服务.乙.2003-01");
    fx_clear(&fx);
}

/* As many parts as a score may have. */
static void test_many(void)
{
    Fixture fx = {0};
    g_autoptr(GString) text =
        g_string_new("```yaml score 考核 @month\nraters: {行长: 1}\nitems:\n");

    for (int i = 0; i < 60; i++)
        g_string_append_printf(text, "  项%d: 10\n", i);
    g_string_append(text, "deductions:\n");
    for (int i = 0; i < 40; i++)
        g_string_append_printf(text, "  扣%d: {each: 2}\n", i);
    g_string_append(text, "```\n");
    fx_load(&fx, head, text->str);
    for (int i = 0; i < 60; i++) {
        g_autofree char *line = g_strdup_printf("甲 项%d * 1.5", i);
        fx_give(&fx, line);
    }
    fx_give(&fx, "甲 扣0 * 1\n甲 扣39 * 2");
    fx_run(&fx, "2003-01", "2003-01");
    fx_expect(&fx, "甲 考核 2003-01 84");
    fx_clear(&fx);
}

static void test_model(void)
{
    Fixture fx = {0};

    fx_load(&fx, head, body);
    const RegName *score = fx_name(&fx, REG_PERSON, "考核");
    const RegName *item = fx_name(&fx, REG_PERSON, "服务");
    const RegName *count = fx_name(&fx, REG_PERSON, "投诉");
    const RegName *floor = fx_name(&fx, REG_PERSON, "减分");
    const RegName *whole = fx_name(&fx, reg_subject(fx.reg, "unit"), "网点");
    const DmnElement *element = dmn_model_get(fx.reg->dmn, score->element);

    g_assert_cmpint(element->kind, ==, DMN_DECISION);
    g_assert_cmpint(element->logic, ==, DMN_LOGIC_LITERAL);
    g_assert_cmpuint(element->n_requires, ==, 5); /* its parts, and 岗位 */
    g_assert_cmpint(dmn_model_get(fx.reg->dmn, item->element)->kind, ==, DMN_INPUT_DATA);
    g_assert_cmpint(dmn_model_get(fx.reg->dmn, whole->element)->kind, ==, DMN_INPUT_DATA);
    g_assert_cmpstr(score->unit, ==, "分");
    g_assert_cmpstr(item->unit, ==, "分");
    g_assert_cmpstr(count->unit, ==, "");
    g_assert_cmpstr(whole->unit, ==, "分");
    g_assert_cmpstr(reg_block_cite(fx.reg, count->block), ==, "第二条");
    g_assert_cmpint(count->block->article, ==, 1);
    g_assert_cmpstr(reg_block_cite(fx.reg, item->block), ==, "第一条");
    g_assert_cmpstr(reg_block_cite(fx.reg, floor->block), ==, "假定: 原文缺");
    g_assert_cmpint(dmn_model_get(fx.reg->dmn, floor->element)->authority, ==, -1);
    const RegScore *s = score->block->u.score;
    g_assert_cmpint(s->raters[0].numerator, ==, 1);
    g_assert_cmpint(s->raters[0].denominator, ==, 3);
    g_assert_cmpint(s->raters[1].numerator, ==, 2);
    g_assert_cmpint(s->raters[1].denominator, ==, 3);
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/score/value/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], test_score);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autofree char *path = g_strdup_printf("/score/fault/%s", faults[i].name);
        g_test_add_data_func(path, &faults[i], test_fault);
    }
    g_test_add_func("/score/history", test_history);
    g_test_add_func("/score/owed", test_owed);
    g_test_add_func("/score/column", test_column);
    g_test_add_func("/score/many", test_many);
    g_test_add_func("/score/model", test_model);
    return g_test_run();
}
