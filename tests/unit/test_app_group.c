/* Ranks and totals: what looks at many rows at once. */
#include "app_fixture.h"

static const char yearly[] = "cycles: [year]\n";

/* ---- ranks ---- */

static const char rank_inputs[] = "```yaml input 分 @year\n```\n```yaml input 次 @year\n"
                                  "optional: true\n```\n";

typedef struct RankCase {
    const char *name;
    const char *block; /* keys of the rank beside `of`, `size` and `from end` */
    const char *given;
    const char *want; /* name's ranks, e.g. "甲 1 2 3" = rank, size, from end */
    const char *questions;
} RankCase;

static const RankCase rank_cases[] = {
#include "app_rank_cases.inc"
};

static void test_rank(gconstpointer data)
{
    const RankCase *c = data;
    Fixture fx = {0};
    g_autofree char *body = g_strdup_printf(
        "%s```yaml rank 名 @year\nof: 分\nsize: 数\nfrom end: 倒\n%s```\n"
        "```yaml procedure 裁定\nopens: on rank 名\nsteps: {裁定: {by: 小组}}\n```\n",
        rank_inputs, c->block ? c->block : "");
    g_auto(GStrv) lines = g_strsplit(c->want, "\n", -1);

    fx_load(&fx, yearly, body);
    fx_give(&fx, c->given);
    fx_run(&fx, "2003", "2003");
    for (size_t i = 0; lines[i]; i++) {
        const char *line = lines[i];
        char *row = fx_word(&fx, &line);
        FeelValue rank = fx_get(&fx, REG_PERSON, row, "名", "2003");
        FeelValue size = fx_get(&fx, REG_PERSON, row, "数", "2003");
        FeelValue end = fx_get(&fx, REG_PERSON, row, "倒", "2003");
        g_autofree char *a = fx_text(&fx, &rank), *b = fx_text(&fx, &size), *d = fx_text(&fx, &end);
        g_autofree char *got = g_strdup_printf("%s %s %s %s", row, a, b, d);

        g_assert_cmpstr(got, ==, lines[i]);
    }
    fx_expect_questions(&fx, c->questions ? c->questions : "");
    fx_clear(&fx);
}

/* A place outside of those tied for is refused. */
static void test_rank_outcome(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 分 @year\n```\n```yaml rank 名 @year\nof: 分\ncuts: first 1\n```\n");
    fx_give(&fx, "甲 分 * 8\n乙 分 * 8\n!甲 名 2003 1\n!乙 名 2003 3");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 名 2003 missing 名.甲.2003\n乙 名 2003 missing 名.乙.2003");
    g_assert_true(diags_has(app_result_diags(fx.result), "appraise.bad-outcome"));
    fx_clear(&fx);
}

/* Whether the block applies to a row must be known, else its group is not. */
static void test_applies(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 分 @year\n```\n```yaml input 在 @year\ntype: boolean\n```\n"
            "```yaml rank 名 @year\nof: 分\nwithin: 机构\nfor: 在\n```\n"
            "```yaml total 和 @year\ntake: sum\nof: 分\nwithin: 机构\nfor: 在\n```\n");
    fx_give(&fx, "甲 分 * 8\n甲 在 * true\n甲 机构 * 一\n乙 分 * 9\n乙 机构 * 一\n"
                 "丙 分 * 7\n丙 在 * true\n丙 机构 * 二\n丁 分 * 9\n丁 在 * false\n丁 机构 * 二\n"
                 "戊 分 * 9\n戊 机构 * null");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 名 2003 missing 在.乙.2003\n甲 和 2003 missing 在.乙.2003\n"
                   "丙 名 2003 1\n丙 和 2003 7\n丁 名 2003 null\n丁 和 2003 null");
    fx_clear(&fx);
}

/* EX-PR-2, 3, 11: coefficients by place within the type of a management office. */
/* A row with nothing to rank or add up, or one that is not chosen, holds nobody up, whatever else
 * is owed of it. */
static void test_not_owed(void)
{
    static const char *const owed[] = {"丙 分 * null\n丙 选 * missing",
                                       "丙 分 * null\n丙 在 * missing",
                                       "丙 选 * false\n丙 在 * missing"};

    for (size_t i = 0; i < G_N_ELEMENTS(owed); i++) {
        Fixture fx = {0};

        fx_load(&fx, yearly,
                "```yaml input 分 @year\n```\n"
                "```yaml input 在 @year\ntype: boolean\n```\n"
                "```yaml input 选 @year\ntype: boolean\n```\n"
                "```yaml rank 名 @year\nof: 分\nfor: 在\nwhere: 选\n```\n"
                "```yaml total 和 @year\ntake: sum\nof: 分\nfor: 在\nwhere: 选\n```\n"
                "```yaml input 历年 @year\nfrom: history of 分\nover: last 2 years\n"
                "take: sum\nwhere: 选\n```\n");
        fx_give(&fx, "default 分 * 1\ndefault 在 * true\ndefault 选 * true\n甲 分 * 2\n乙\n丙");
        fx_give(&fx, owed[i]);
        fx_run(&fx, "2002", "2003");
        fx_expect(&fx, "甲 名 2003 1\n乙 名 2003 2\n甲 和 2003 3\n乙 和 2003 3\n丙 历年 2003 0");
        fx_clear(&fx);
    }
}

static void test_rank_units(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml subject 管理处\nrows: unit where 类型 = \"管理处\"\n```\n"
            "```yaml input 分 @year per 管理处\n```\n"
            "```yaml input 工资类型 @year per 管理处\ntype: text\n```\n"
            "```yaml rank 类内名次 @year per 管理处\nof: 分\nwithin: 工资类型\ncuts: [first 1, "
            "last 1]\n"
            "size: 参评数\nfrom end: 倒数名次\n```\n"
            "```feel 系数 @year per 管理处\n"
            "if 倒数名次 = 1 and 分 < 35 then 70% else if 倒数名次 = 2 and 分 < 35 then 85%\n"
            "else if 类内名次 = 1 then 140% else if 类内名次 = 2 then 120% else 100%\n```\n");
    fx_give(&fx, "管理处:一 分 * 41\n管理处:二 分 * 39\n管理处:三 分 * 37\n管理处:四 分 * 35.0\n"
                 "管理处:五 分 * 34.9\n管理处:六 分 * 36\n管理处:七 分 * 34\n"
                 "管理处:一 工资类型 * A\n管理处:二 工资类型 * A\n管理处:三 工资类型 * A\n"
                 "管理处:四 工资类型 * A\n管理处:五 工资类型 * A\n管理处:六 工资类型 * "
                 "B\n管理处:七 工资类型 * B");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "管理处:一 系数 2003 1.4\n管理处:二 系数 2003 1.2\n管理处:三 系数 2003 1\n"
                   "管理处:四 系数 2003 1\n管理处:五 系数 2003 0.7\n管理处:六 系数 2003 1.4\n"
                   "管理处:七 系数 2003 0.7\n管理处:七 参评数 2003 2");
    fx_clear(&fx);
}

/* ---- totals ---- */

static const char totals[] =
    "```yaml input 业绩 @year\n```\n"
    "```yaml input 督导人\nfrom: attribute\ntype: person\noptional: true\n```\n"
    "```feel 有效 @year\n业绩 >= 10\n```\n"
    "```yaml total 下属数 @year\ntake: count\nover: person by 督导人\n```\n"
    "```yaml total 有效下属 @year\ntake: count\nwhere: 有效\nover: person by 督导人\n```\n"
    "```yaml total 下属业绩 @year\ntake: sum\nof: 业绩\nover: person by 督导人\n```\n"
    "```yaml total 下属均 @year\ntake: mean\nof: 业绩\nover: person by 督导人\nmissing: leave "
    "out\n```\n"
    "```yaml total 下属名单 @year\ntake: list\nof: 工号\nover: person by 督导人\n```\n"
    "```yaml total 处内最高 @year\ntake: max\nof: 业绩\nwithin: 机构\n```\n"
    "```yaml total 处内最低 @year\ntake: min\nof: 业绩\nwithin: 机构\n```\n"
    "```yaml total 全行业绩 @year\ntake: sum\nof: 业绩\nmissing: leave out\n```\n"
    "```feel 合计 @year\n业绩 + 下属业绩\n```\n";

static void test_totals(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly, totals);
    fx_give(&fx, "甲 业绩 * 1\n甲 机构 * 一\n"
                 "乙 业绩 * 10\n乙 督导人 * 甲\n乙 机构 * 二\n"
                 "丙 业绩 * 20.5\n丙 督导人 * 甲\n丙 机构 * 一\n"
                 "丁 督导人 * 乙\n丁 机构 * 二\n"
                 "戊 业绩 * null\n戊 督导人 * 丙\n戊 机构 * null\nunit:一\nunit:二");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx,
              "甲 下属数 2003 2\n甲 有效下属 2003 2\n甲 下属业绩 2003 30.5\n甲 下属均 2003 15.25\n"
              "甲 下属名单 2003 [\"丙\", \"乙\"]\n甲 合计 2003 31.5\n"
              "乙 下属数 2003 1\n乙 有效下属 2003 missing 业绩.丁.2003\n"
              "乙 下属业绩 2003 missing 业绩.丁.2003\n乙 下属均 2003 null\n"
              "丙 下属数 2003 1\n丙 下属业绩 2003 0\n丙 下属均 2003 null\n丙 有效下属 2003 0\n"
              "戊 下属数 2003 0\n戊 下属业绩 2003 0\n戊 下属名单 2003 []\n"
              "甲 处内最高 2003 20.5\n甲 处内最低 2003 1\n乙 处内最高 2003 missing 业绩.丁.2003\n"
              "戊 处内最高 2003 null\n戊 全行业绩 2003 31.5");
    fx_clear(&fx);
}

/* A link that is owed could point to anybody. */
static void test_total_unknown_link(void)
{
    Fixture fx = {0};

    fx_load(
        &fx, yearly,
        "```yaml input 奖 @year per project unit 元\n```\n"
        "```yaml total 奖合计 @year\ntake: sum\nof: 奖\nover: project by 项目经理\n```\n"
        "```yaml total 大奖数 @year\ntake: count\nwhere: 奖 > 5\nover: project by 项目经理\n```\n"
        "```yaml total 机构奖 @year per unit\ntake: sum\nof: 奖\nover: project by 机构\nmissing: "
        "leave out\n```\n");
    fx_give(&fx,
            "甲\n乙\nunit:一\nproject:P1 项目经理 * 甲\nproject:P1 奖 * 10\nproject:P1 机构 * 一\n"
            "project:P2 奖 * 1\nproject:P3 项目经理 * 无此人\nproject:P3 奖 * 7\nproject:P3 机构 * "
            "null");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx,
              "甲 奖合计 2003 missing 项目经理.P2.2003\n乙 奖合计 2003 missing 项目经理.P2.2003\n"
              "甲 大奖数 2003 1\n乙 大奖数 2003 0\nunit:一 机构奖 2003 10");
    fx_clear(&fx);
}

/* EX-PC-10: two persons under one manager both missed: cut once. */
static void test_total_then_link(void)
{
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 渠道经理\nfrom: attribute\ntype: person\noptional: true\n```\n"
            "```yaml input 未达标 @year\ntype: boolean\noptional: true\n```\n"
            "```yaml total 未达标人数 @year\ntake: count\nwhere: 未达标\nover: person by "
            "渠道经理\n```\n"
            "```feel 连带系数 @year\nif 未达标人数 > 0 then 70% else 100%\n```\n"
            "```feel 上级系数 @year\n渠道经理.连带系数\n```\n");
    fx_give(&fx, "丁\n丙 渠道经理 * 丁\n丙 未达标 * true\n戊 渠道经理 * 丁\n戊 未达标 * true\n己 "
                 "渠道经理 * 庚\n庚");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx,
              "丁 连带系数 2003 0.7\n庚 连带系数 2003 1\n丙 上级系数 2003 0.7\n己 上级系数 2003 1\n"
              "丁 上级系数 2003 null");
    fx_clear(&fx);
}

/* What a total took, row by row. */
static void test_taken(void)
{
    Fixture fx = {0};
    const AppTaken *taken;

    fx_load(&fx, yearly, totals);
    fx_give(
        &fx,
        "甲 业绩 * 1\n甲 机构 * 一\n乙 业绩 * 10\n乙 督导人 * 甲\n乙 机构 * 一\n"
        "丙 业绩 * 20.5\n丙 督导人 * 甲\n丙 机构 * 一\n丁 督导人 * 甲\n丁 机构 * null\nunit:一");
    fx_run(&fx, "2003", "2003");

    AppCycle at = fx_cycle(&fx, "2003");
    const RegName *sum = fx_name(&fx, REG_PERSON, "下属业绩");
    size_t n = app_result_taken(fx.result, sum, 0, &at, &taken);

    g_assert_cmpuint(n, ==, 3); /* 丁 is owed, and listed */
    g_assert_cmpstr(app_data_row_key(fx.data, REG_PERSON, taken[0].row), ==, "丁");
    g_assert_cmpint(taken[0].value.kind, ==, FEEL_MISSING);
    g_assert_cmpstr(app_data_row_key(fx.data, REG_PERSON, taken[1].row), ==, "丙");
    g_assert_true(dec_equal(taken[2].value.u.number, dec_from_int(10)));
    g_assert_cmpuint(app_result_taken(fx.result, sum, 1, &at, &taken), ==, 0);
    g_assert_cmpuint(app_result_taken(fx.result, sum, 77, &at, &taken), ==, 0);

    const RegName *best = fx_name(&fx, REG_PERSON, "处内最高");

    g_assert_cmpuint(app_result_taken(fx.result, best, 1, &at, &taken), ==, 3);
    g_assert_cmpuint(app_result_taken(fx.result, best, 3, &at, &taken), ==, 0);
    g_assert_cmpuint(app_result_taken(fx.result, fx_name(&fx, REG_PERSON, "业绩"), 0, &at, &taken),
                     ==, 0);
    fx_clear(&fx);
}

/* ---- nothing depends on the order of rows ---- */

static char *all_values(Fixture *fx)
{
    GString *out = g_string_new(NULL);
    static const char *const keys[] = {"甲", "乙", "丙", "丁", "戊"};
    static const char *const names[] = {"下属业绩", "下属名单", "处内最高", "全行业绩", "合计"};

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        for (size_t k = 0; k < G_N_ELEMENTS(names); k++) {
            FeelValue v = fx_get(fx, REG_PERSON, keys[i], names[k], "2003");
            g_autofree char *text = fx_text(fx, &v);

            g_string_append_printf(out, "%s %s %s\n", keys[i], names[k], text);
        }
    }
    return g_string_free(out, FALSE);
}

static void test_order(void)
{
    static const char given[] = "甲 业绩 * 1e30\n"
                                "乙 业绩 * 1e-30\n"
                                "丙 业绩 * -1e30\n"
                                "丁 业绩 * 3\n"
                                "戊 业绩 * 0.1\n"
                                "乙 督导人 * 甲\n"
                                "丙 督导人 * 甲\n"
                                "丁 督导人 * 甲\n"
                                "戊 督导人 * 丁\n"
                                "甲 机构 * 一\n"
                                "乙 机构 * 二\n"
                                "丙 机构 * 二\n"
                                "丁 机构 * 一\n"
                                "戊 机构 * 一\n"
                                "unit:一\n"
                                "unit:二";
    g_auto(GStrv) lines = g_strsplit(given, "\n", -1);
    size_t n = g_strv_length(lines);
    g_autofree char *first = NULL;
    guint32 seed = 20031231;

    for (int round = 0; round < 20; round++) {
        Fixture fx = {0};
        g_autoptr(GRand) rand = g_rand_new_with_seed(seed + (guint32)round);
        g_autofree size_t *order = g_new(size_t, n);
        g_autofree char *got = NULL;

        for (size_t i = 0; i < n; i++) {
            size_t j = round == 0 ? i : (size_t)g_rand_int_range(rand, 0, (gint32)i + 1);

            order[i] = order[j];
            order[j] = i;
        }
        fx_load(&fx, yearly, totals);
        for (size_t i = 0; i < n; i++)
            fx_give(&fx, lines[order[i]]);
        fx_run(&fx, "2003", "2003");
        got = all_values(&fx);
        if (round == 0)
            first = g_steal_pointer(&got);
        else
            g_assert_cmpstr(got, ==, first);
        fx_clear(&fx);
    }
    g_assert_nonnull(strstr(first, "戊 全行业绩 3.1"));
}

/* ---- many groups ---- */

/* Many groups by the first key and few values of the second: the work grows with the rows, not with
 * their square. */
static void test_many_groups(void)
{
    enum { ROWS = 120000 };
    g_autoptr(GTimer) timer = g_timer_new();
    Fixture fx = {0};

    fx_load(&fx, yearly,
            "```yaml input 甲键 @year\ntype: text\n```\n```yaml input 乙键 @year\n```\n"
            "```yaml total 同组 @year\ntake: count\nwithin: [甲键, 乙键]\n```\n");

    const RegName *first = fx_name(&fx, REG_PERSON, "甲键");
    const RegName *second = fx_name(&fx, REG_PERSON, "乙键");

    for (int i = 0; i < ROWS; i++) {
        char key[16];
        FeelValue text, number = feel_number(dec_from_int(i / 2 % 3));
        size_t row;

        (void)snprintf(key, sizeof key, "%06d", i);
        row = app_data_row(fx.data, REG_PERSON, key);
        (void)snprintf(key, sizeof key, "%06d", i / 2);
        text = feel_string(key, strlen(key));
        app_data_set_value(fx.data, first, row, NULL, &text);
        app_data_set_value(fx.data, second, row, NULL, &number);
    }
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "000000 同组 2003 2\n119999 同组 2003 2");
    g_assert_cmpfloat(g_timer_elapsed(timer, NULL), <, 5.0);
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rank_cases); i++) {
        g_autofree char *path = g_strdup_printf("/rank/%s", rank_cases[i].name);
        g_test_add_data_func(path, &rank_cases[i], test_rank);
    }
    g_test_add_func("/rank/outcome-out-of-place", test_rank_outcome);
    g_test_add_func("/rank/applies", test_applies);
    g_test_add_func("/group/not-owed", test_not_owed);
    g_test_add_func("/rank/ex-pr-2-11-units", test_rank_units);
    g_test_add_func("/total/kinds", test_totals);
    g_test_add_func("/total/unknown-link", test_total_unknown_link);
    g_test_add_func("/total/ex-pc-10-then-link", test_total_then_link);
    g_test_add_func("/total/taken", test_taken);
    g_test_add_func("/total/order-of-rows", test_order);
    g_test_add_func("/group/many", test_many_groups);
    return g_test_run();
}
