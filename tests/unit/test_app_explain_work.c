/* test_app_explain_work.c - how grades, shares, scores and procedures are told: whole explanations,
 * word for word. Those of shipped and worked regulations: test_app_explain_golden.c. */
#include "app_fixture.h"

#include "appraise/explain.h"

static const char front[] = "cycles: [month, quarter, year]\n";

static const char grade_text[] =
    "```yaml input 拟 @quarter\ntype: text\noptional: true\n```\n"
    "```yaml input 证 @quarter\ntype: boolean\n```\n"
    "```yaml grade 审定 @quarter\nladder: [甲级, 乙级]\npropose: 拟\ngate: 证\nby: 会\n"
    "effective: next year\nuntil decided: 级别\n```\n"
    "```yaml procedure 评审\nopens: on grade 审定\nsteps:\n  提名: {by: 科长, within: 3 days}\n"
    "  复核: {by: 处长, within: 1 working day}\n  公示: {days: 5, calendar: working days}\n"
    "  再公示: {days: 3}\n  定: {by: 会}\n```\n";

static const char share_text[] = "```yaml input 分 @year\noptional: true\n```\n"
                                 "```yaml input 组 @year\ntype: text\n```\n"
                                 "```yaml share 得 @year\nof: 10\nby: 分\nwithin: 组\n```\n";

typedef struct ExplainCase {
    const char *name;
    const char *body, *given;
    const char *from, *to;
    const char *of, *cycle; /* of 甲 */
    const char *want;
} ExplainCase;

static const ExplainCase cases[] = {
#include "explain_work_cases.inc"
};

static char *explain(Fixture *fx, const ExplainCase *c, Lang lang)
{
    AppCycle at = fx_cycle(fx, c->cycle);
    size_t row;

    g_assert_true(app_data_find_row(fx->data, REG_PERSON, "甲", &row));
    return app_explain(fx->result, fx_name(fx, REG_PERSON, c->of), row, &at, lang);
}

static void test_explain(gconstpointer data)
{
    const ExplainCase *c = data;
    Fixture fx = {0};
    AppOptions options = {.keep_matches = true};

    fx_load(&fx, front, c->body);
    fx.options = options;
    fx_give(&fx, c->given);
    fx_run(&fx, c->from, c->to);

    g_autofree char *en = explain(&fx, c, LANG_EN), *zh = explain(&fx, c, LANG_ZH);

    g_assert_cmpstr(en, ==, c->want);
    g_assert_cmpstr(zh, !=, en);
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/explain-work/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_explain);
    }
    return g_test_run();
}
