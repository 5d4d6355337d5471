/* Grades: from which day on, of which cycles, and who says so. */
#include "app_fixture.h"

static const char front[] =
    "cycles: [month, quarter, year, {单月: {ending: [1, 3, 5, 7, 9, 11]}}]\n";

/* A grade of each `cycle` in force from the next `effective` on, proposed as given. */
static void load(Fixture *fx, const char *cycle, const char *effective, const char *more)
{
    g_autofree char *body = g_strdup_printf(
        "```yaml input 拟 @%s\ntype: text\none of: [甲级, 乙级, 丙级]\noptional: true\n```\n"
        "```yaml grade 审定 @%s\nladder: [甲级, 乙级, 丙级]\npropose: 拟\nby: 会\n"
        "effective: next %s\n```\n"
        "```feel 月级别 @month\n级别\n```\n"
        "```feel 始 @month\n级别起始日\n```\n%s",
        cycle, cycle, effective, more);

    fx_load(fx, front, body);
}

/* ---- from which day on ---- */

typedef struct DayCase {
    const char *cycle, *effective;
    const char *decided; /* the cycle whose appraisal it is */
    const char *day;     /* when it takes effect */
} DayCase;

static const DayCase day_cases[] = {
    {"month",   "month",   "2003-02", "2003-03-01"},
    {"month",   "quarter", "2003-02", "2003-04-01"},
    {"month",   "quarter", "2003-03", "2003-04-01"},
    {"month",   "year",    "2003-02", "2004-01-01"},
    {"quarter", "month",   "2003Q1",  "2003-04-01"},
    {"quarter", "quarter", "2003Q4",  "2004-01-01"},
    {"quarter", "year",    "2003Q2",  "2004-01-01"},
    {"year",    "month",   "2003",    "2004-01-01"},
    {"year",    "year",    "2003",    "2004-01-01"},
    {"year",    "单月",  "2003",    "2004-02-01"}, /* December to January has begun by then */
    {"quarter", "单月",  "2003Q1",  "2003-04-01"},
};

static void test_day(gconstpointer data)
{
    const DayCase *c = data;
    Fixture fx = {0};
    g_autofree char *lines =
        g_strdup_printf("甲 级别 2001-05-01 甲级\n甲 级别起始日 2001-05-01 2001-05-01\n"
                        "甲 拟 %s 乙级\n!甲 审定 %s 乙级",
                        c->decided, c->decided);
    AppCycle month, before, year;
    CalDate day;

    load(&fx, c->cycle, c->effective, "");
    g_assert_true(cal_date_parse(c->day, -1, &day));
    month = app_cycle_of(fx.reg, reg_cycle(fx.reg, "month"), day);
    before = app_cycle_previous(fx.reg, &month);
    year = fx_cycle(&fx, "2004");
    fx_give(&fx, lines);
    fx_run(&fx, "2003", year.text);
    g_assert_cmpint(month.first, ==, day);
    for (int i = 0; i < 2; i++) {
        g_autofree char *want = g_strdup_printf(
            "甲 月级别 %s %s\n甲 始 %s %s", i ? month.text : before.text, i ? "乙级" : "甲级",
            i ? month.text : before.text, i ? c->day : "2001-05-01");

        fx_expect(&fx, want);
    }
    fx_expect_questions(&fx, "");
    fx_clear(&fx);
}

/* Of several appraisals for one day the last that leads to anything counts. */
static void test_same_day(void)
{
    Fixture fx = {0};

    load(&fx, "quarter", "year", "");
    fx_give(&fx, "甲 级别 * 甲级\n甲 级别起始日 * 2001-05-01\n"
                 "甲 拟 2003Q1 乙级\n!甲 审定 2003Q1 乙级\n"
                 "甲 拟 2003Q3 丙级\n!甲 审定 2003Q3 丙级\n甲 拟 2003Q4 甲级\n"
                 "乙 级别 * 甲级\n乙 级别起始日 * 2001-05-01\n"
                 "乙 拟 2003Q1 乙级\n!乙 审定 2003Q1 乙级\n"
                 "乙 拟 2003Q4 丙级\n!乙 审定 2003Q4 甲级\n"
                 "丙 级别 * 甲级\n丙 级别起始日 * 2001-05-01\n"
                 "丙 拟 2003Q1 乙级\n!丙 审定 2003Q1 乙级\n丙 拟 2003Q4 丙级");
    fx_run(&fx, "2003", "2004-01");
    fx_expect(&fx, "甲 月级别 2003-12 甲级\n甲 月级别 2004-01 丙级\n甲 始 2004-01 2004-01-01\n"
                   "乙 月级别 2004-01 甲级\n乙 始 2004-01 2001-05-01\n"
                   "丙 月级别 2004-01 missing 审定.丙.2003Q4\n"
                   "丙 始 2004-01 missing 审定.丙.2003Q4");
    fx_expect_questions(&fx, "审定 丙 2003Q4\n");
    fx_clear(&fx);
}

/* ---- of which cycles ---- */

/* What people decided in cycles that are not evaluated: before the range, closed, or begun before
 * it. */
static void test_not_evaluated(void)
{
    static const char given[] =
        "甲 级别 * 甲级\n甲 级别起始日 * 2001-05-01\n"
        "!甲 审定 2003 乙级\n乙 级别 2002-01-01 甲级\n乙 级别起始日 * 2001-05-01\n"
        "乙 审定 2003 丙级\n丙 级别 * 甲级\n丙 级别起始日 * 2001-05-01\n"
        "丁 级别 * 甲级\n丁 级别起始日 * 2001-05-01\n丁 审定 2003 missing";
    static const char want[] = "甲 月级别 2004-01 乙级\n甲 始 2004-01 2004-01-01\n"
                               "乙 月级别 2004-01 丙级\n乙 始 2004-01 2004-01-01\n"
                               "丙 月级别 2004-01 甲级\n丙 始 2004-01 2001-05-01\n";
    static const char *const froms[] = {"2004-01", "2003-07", "2004"};

    for (size_t i = 0; i < G_N_ELEMENTS(froms); i++) {
        Fixture fx = {0};

        load(&fx, "year", "year", "");
        fx_give(&fx, given);
        fx_run(&fx, froms[i], "2004-01");
        fx_expect(&fx, want);
        fx_expect(&fx, "丁 月级别 2004-01 missing 审定.丁.2003");
        fx_clear(&fx);
    }
}

static void test_closed(void)
{
    Fixture fx = {0};
    AppCycle closed;

    load(&fx, "quarter", "quarter", "");
    fx_give(&fx, "甲 级别 * 甲级\n甲 级别起始日 * 2001-05-01\n甲 拟 * 丙级\n!甲 审定 2003Q1 乙级\n"
                 "!甲 审定 2003Q2 丙级\n乙 级别 * 甲级\n乙 级别起始日 * 2001-05-01\n乙 拟 * 丙级");
    closed = fx_cycle(&fx, "2003Q1");
    fx.options.closed = &closed;
    fx_run(&fx, "2003-01", "2003-07");
    fx_expect(&fx, "甲 月级别 2003-04 乙级\n甲 始 2003-04 2003-04-01\n甲 月级别 2003-07 丙级\n"
                   "甲 始 2003-07 2003-07-01\n乙 月级别 2003-04 甲级\n"
                   "乙 月级别 2003-07 missing 审定.乙.2003Q2");
    fx_expect_questions(&fx, "审定 乙 2003Q2\n");
    fx_clear(&fx);
}

/* An outcome that is not on the ladder is a fault, and is asked again; in the past it is none. */
static void test_bad_outcome(void)
{
    Fixture fx = {0};

    load(&fx, "month", "month", "");
    fx_give(&fx, "甲 级别 * 甲级\n甲 级别起始日 * 2001-05-01\n甲 拟 * 丙级\n!甲 审定 2003-01 丁级\n"
                 "!甲 审定 2002-12 丁级");
    fx_run(&fx, "2003-01", "2003-02");
    fx_expect(&fx, "甲 月级别 2003-01 甲级\n甲 审定 2003-01 missing 审定.甲.2003-01\n"
                   "甲 月级别 2003-02 missing 审定.甲.2003-01");
    fx_expect_fault(&fx, "甲 审定 2003-01", "\"丁级\" is none of the outcomes allowed");
    g_assert_cmpuint(diags_n(app_result_diags(fx.result)), ==, 1);
    g_assert_true(diags_has(app_result_diags(fx.result), "appraise.bad-outcome"));
    fx_expect_questions(&fx, "审定 甲 2003-01\n");
    fx_clear(&fx);
}

/* What is recorded of one whom nobody asked changes nothing: a later fact of people stands. Who was
 * asked and keeps the grade he has is graded anew. */
static void test_recorded_unasked(void)
{
    Fixture fx = {0};

    load(&fx, "quarter", "year", "");
    fx_give(&fx, "default 级别起始日 * null\n"
                 "甲 级别 2001-01-01 甲级\n甲 级别 2003-08-01 丙级\n甲 拟 2003Q1 甲级\n"
                 "!甲 审定 2003Q1 乙级\n"
                 "乙 级别 2001-01-01 甲级\n乙 级别 2003-08-01 丙级\n乙 拟 2003Q1 乙级\n"
                 "!乙 审定 2003Q1 甲级");
    fx_run(&fx, "2003", "2004-01");
    fx_expect(&fx, "甲 审定 2003Q1 甲级\n甲 月级别 2004-01 丙级\n"
                   "乙 审定 2003Q1 甲级\n乙 月级别 2004-01 甲级");
    fx_expect_questions(&fx, "");
    fx_clear(&fx);
}

/* What is owed matters to the attribute only where it could change. */
static void test_owed(void)
{
    Fixture fx = {0};

    fx_load(&fx, front,
            "```yaml input 拟 @month\ntype: text\none of: [甲级, 乙级]\noptional: true\n```\n"
            "```yaml input 在岗 @month\ntype: boolean\n```\n"
            "```yaml input 合格 @month\ntype: boolean\n```\n"
            "```yaml grade 审定 @month\nladder: [甲级, 乙级]\npropose: 拟\ngate: 合格\nfor: 在岗\n"
            "by: 会\neffective: next month\n```\n"
            "```feel 月级别 @month\n级别\n```\n");
    fx_give(&fx, "default 级别起始日 * 2001-05-01\n"
                 "甲 级别 * 甲级\n甲 拟 * 甲级\n甲 在岗 * true\n甲 合格 * missing\n"
                 "乙 级别 * 甲级\n乙 拟 * 甲级\n乙 在岗 * missing\n乙 合格 * true\n"
                 "丙 级别 * 甲级\n丙 拟 * 甲级\n丙 在岗 * missing\n丙 合格 * missing\n"
                 "丁 级别 * 甲级\n丁 拟 * 乙级\n丁 在岗 * missing\n丁 合格 * false\n"
                 "戊 级别 * 甲级\n戊 拟 * 乙级\n戊 在岗 * missing\n戊 合格 * true\n"
                 "己 级别 * 丙级\n己 拟 * 丙级\n己 在岗 * true\n己 合格 * missing\n"
                 "庚 级别 * 甲级\n庚 审定 2003-01 missing\n庚 在岗 * true\n庚 合格 * true");
    fx_run(&fx, "2003-01", "2003-02");
    fx_expect(&fx, "甲 审定 2003-01 missing 合格.甲.2003-01\n甲 月级别 2003-02 甲级\n"
                   "乙 审定 2003-01 missing 在岗.乙.2003-01\n乙 月级别 2003-02 甲级\n"
                   "丙 月级别 2003-02 甲级\n丁 月级别 2003-02 甲级\n"
                   "戊 月级别 2003-02 missing 在岗.戊.2003-01\n"
                   "己 月级别 2003-02 missing 合格.己.2003-01\n"
                   "庚 月级别 2003-02 missing 审定.庚.2003-01");
    fx_clear(&fx);
}

/* ---- who is asked ---- */

static void test_question(void)
{
    Fixture fx = {0};
    const AppQuestion *list;

    load(&fx, "quarter", "quarter", "");
    fx_give(&fx, "甲 级别 * 甲级\n甲 拟 2003Q1 丙级\n乙 级别 * null\n乙 拟 2003Q1 甲级\n"
                 "丙 级别 * null\n丁 级别 * 乙级\n丁 拟 2003Q1 乙级\n戊 拟 2003Q1 乙级\n"
                 "default 级别起始日 * null");
    fx_run(&fx, "2003Q1", "2003Q1");
    fx_expect(&fx,
              "丙 审定 2003Q1 null\n丁 审定 2003Q1 乙级\n戊 审定 2003Q1 missing 级别.戊.2003Q1");
    fx_expect_questions(&fx, "审定 乙 2003Q1\n审定 甲 2003Q1\n");
    g_assert_cmpuint(app_result_questions(fx.result, &list), ==, 2);
    g_assert_cmpstr(app_question_by(&list[0]), ==, "会");
    g_assert_cmpint((int)list[0].held.kind, ==, (int)FEEL_NULL);
    g_assert_cmpstr(list[0].proposed.u.string.text, ==, "甲级");
    g_assert_cmpstr(list[1].held.u.string.text, ==, "甲级");
    g_assert_cmpstr(list[1].proposed.u.string.text, ==, "丙级");
    fx_clear(&fx);
}

/* A month that reads the year's grade before the year has ended: only what is recorded is known. */
static void test_early(void)
{
    Fixture fx = {0};

    load(&fx, "year", "year", "```feel 预告 @month\n审定\n```\n");
    fx_give(&fx,
            "甲 级别 * 甲级\n甲 拟 2003 乙级\n!甲 审定 2003 乙级\n乙 级别 * 甲级\n乙 拟 2003 乙级\n"
            "default 级别起始日 * null");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 预告 2003-03 乙级\n乙 预告 2003-03 missing 审定.乙.2003\n"
                   "乙 审定 2003 missing 审定.乙.2003");
    fx_expect_questions(&fx, "审定 乙 2003\n");
    fx_clear(&fx);
}

/* ---- what reads it ---- */

/* Who belongs to the population may follow from the grade, from that day on. */
static void test_population(void)
{
    Fixture fx = {0};

    fx_load(&fx, "cycles: [quarter, year]\napplies to: 级别 != \"退\"\n",
            "```yaml input 拟 @quarter\ntype: text\n```\n"
            "```yaml grade 审定 @quarter\nladder: [退, 留]\npropose: 拟\nby: 会\n"
            "effective: next quarter\n```\n"
            "```feel 季数 @quarter\n期序\n```\n"
            "```yaml total 人数 @quarter\ntake: count\n```\n"
            "```feel 年末 @year\n级别\n```\n");
    fx_give(&fx, "甲 级别 * 留\n甲 级别起始日 * null\n乙 级别 * 留\n乙 级别起始日 * null\n"
                 "甲 拟 * 留\n乙 拟 2003Q1 退\n!乙 审定 2003Q1 退");
    fx_run(&fx, "2003", "2003");
    fx_expect(&fx, "甲 人数 2003Q1 2\n甲 人数 2003Q2 1\n乙 季数 2003Q1 1\n乙 季数 2003Q2 null\n"
                   "乙 年末 2003 留"); /* as of the last day on which the regulation applied */
    fx_expect_questions(&fx, "");
    fx_clear(&fx);
}

/* Another name for the same attribute, on another day; a store gives its facts to both. */
static void test_other_day(void)
{
    Fixture fx = {0};

    load(&fx, "month", "month",
         "```yaml input 月初级别\nfrom: attribute 级别\ntype: text\nat: start\n```\n"
         "```yaml input 后来级别\nfrom: attribute 级别\ntype: text\nat: 期末 + "
         "duration(\"P40D\")\n```\n"
         "```feel 先 @month\n月初级别\n```\n```feel 季末 @quarter\n级别\n```\n"
         "```feel 季初 @quarter\n月初级别\n```\n```feel 后 @month\n后来级别\n```\n");
    fx_give(&fx,
            "甲 级别 2001-01-01 甲级\n甲 级别起始日 * null\n甲 月初级别 2001-01-01 甲级\n"
            "甲 拟 2003-01 乙级\n!甲 审定 2003-01 乙级\n甲 拟 2003-02 丙级\n!甲 审定 2003-02 丙级");
    fx_run(&fx, "2003-01", "2003Q1");
    fx_expect(&fx,
              "甲 先 2003-01 甲级\n甲 先 2003-02 乙级\n甲 先 2003-03 丙级\n甲 季初 2003Q1 甲级\n"
              "甲 季末 2003Q1 丙级\n"
              /* nobody knows yet what will be decided */
              "甲 后 2003-01 甲级\n甲 后 2003-02 乙级\n甲 后 2003-03 丙级");
    fx_clear(&fx);
}

/* A grade is a fact of the person: it outlasts the employment, until people give another. */
static void test_employments(void)
{
    Fixture fx = {0};

    load(&fx, "quarter", "quarter", "");
    fx_give(
        &fx,
        "甲 级别 2001-01-01 甲级\n甲 级别起始日 2001-01-01 2001-01-01\n"
        "甲 入职日期 2001-01-01 2001-01-01\n甲 离职日期 2003-05-15 2003-05-15\n"
        "甲 入职日期 2003-09-01 2003-09-01\n甲 离职日期 2003-09-01 null\n"
        "甲 拟 2003Q1 乙级\n!甲 审定 2003Q1 乙级\n"
        "乙 级别 2001-01-01 甲级\n乙 级别 2003-09-01 丙级\n乙 级别起始日 2001-01-01 2001-01-01\n"
        "乙 级别起始日 2003-09-01 2003-09-01\n"
        "乙 入职日期 2001-01-01 2001-01-01\n乙 离职日期 2003-02-15 2003-02-15\n"
        "乙 入职日期 2003-09-01 2003-09-01\n乙 离职日期 2003-09-01 null\n"
        "乙 拟 2003Q1 乙级\n!乙 审定 2003Q1 乙级");
    fx_run(&fx, "2003-01", "2003-10");
    fx_expect(&fx, "甲 月级别 2003-03 甲级\n甲 月级别 2003-05 乙级\n甲 月级别 2003-07 null\n"
                   "甲 月级别 2003-09 乙级\n甲 始 2003-09 2003-04-01\n"
                   "乙 月级别 2003-02 甲级\n乙 月级别 2003-03 null\n乙 月级别 2003-09 丙级\n"
                   "乙 始 2003-09 2003-09-01");
    fx_clear(&fx);
}

/* Two ladders for two attributes, the second read by the first. */
static void test_two(void)
{
    Fixture fx = {0};

    load(&fx, "quarter", "quarter",
         "```yaml grade 序列审定 @quarter\nladder: [初, 高]\nsets: 类别\n"
         "propose: if 级别 = \"丙级\" then \"高\" else 类别\nby: 部\neffective: next quarter\n```\n"
         "```feel 月类别 @month\n类别\n```\n");
    fx_give(&fx, "甲 级别 * 甲级\n甲 类别 * 初\n甲 级别起始日 * 2001-05-01\n甲 拟 2003Q1 丙级\n"
                 "!甲 审定 2003Q1 丙级\n!甲 序列审定 2003Q2 高");
    fx_run(&fx, "2003-01", "2003-07");
    fx_expect(&fx, "甲 月级别 2003-04 丙级\n甲 月类别 2003-04 初\n甲 月类别 2003-07 高\n"
                   "甲 始 2003-07 2003-04-01\n甲 序列审定 2003Q1 初");
    fx_expect_questions(&fx, "");
    fx_clear(&fx);
}

/* Whose grade it is must be known; what stands in must be on the ladder. */
static void test_applies(void)
{
    Fixture fx = {0};

    fx_load(&fx, front,
            "```yaml input 拟 @quarter\ntype: text\n```\n"
            "```yaml grade 审定 @quarter\nladder: [甲级, 乙级]\npropose: 拟\nby: 会\n"
            "effective: next quarter\nuntil decided: 状态\nfor: 岗位 = \"经理\"\n```\n"
            "```feel 月级别 @month\n级别\n```\n");
    fx_give(&fx, "default 拟 * 乙级\ndefault 状态 * 乙级\ndefault 级别起始日 * null\n"
                 "甲 级别 * 甲级\n甲 岗位 * 经理\n乙 级别 * 甲级\n乙 岗位 * 柜员\n丙 级别 * 甲级\n"
                 "丁 级别 * 甲级\n丁 岗位 * 经理\n丁 状态 * 在职");
    fx_run(&fx, "2003Q1", "2003-04");
    fx_expect(&fx,
              "甲 审定 2003Q1 乙级\n甲 月级别 2003-04 乙级\n"
              "乙 审定 2003Q1 null\n乙 月级别 2003-04 甲级\n"
              "丙 审定 2003Q1 missing 岗位.丙.2003Q1\n丙 月级别 2003-04 missing 岗位.丙.2003Q1\n"
              "丁 审定 2003Q1 missing 审定.丁.2003Q1\n丁 月级别 2003-04 missing 审定.丁.2003Q1");
    fx_expect_questions(&fx, "审定 丁 2003Q1\n审定 甲 2003Q1\n");
    fx_clear(&fx);
}

/* Grades that are not on the ladder: held, proposed, standing in; a stand-in that is owed. */
static void test_off_ladder(void)
{
    Fixture fx = {0};

    fx_load(&fx, front,
            "```yaml input 拟 @quarter\ntype: text\n```\n"
            "```yaml input 代 @quarter\ntype: text\n```\n"
            "```yaml grade 审定 @quarter\nladder: [甲级, 乙级]\npropose: 拟\nby: 会\n"
            "effective: next quarter\nuntil decided: 代\n```\n"
            "```feel 月级别 @month\n级别\n```\n```feel 始 @month\n级别起始日\n```\n");
    fx_give(&fx, "default 级别起始日 * null\ndefault 拟 2003Q1 乙级\ndefault 代 * 甲级\n"
                 "default 拟 2003Q2 甲级\n甲 级别 * 丁级\n乙 级别 * 甲级\n乙 拟 2003Q1 丁级\n"
                 "丙 级别 * 甲级\n丙 代 2003Q1 丁级\n丁 级别 * 甲级\n丁 代 2003Q1 missing\n"
                 "戊 级别 * 甲级\n戊 代 2003Q1 missing\n戊 审定 2003Q2 乙级");
    fx_run(&fx, "2003Q1", "2003Q3");
    fx_expect_fault(&fx, "甲 审定 2003Q1", "\"丁级\" is not on the ladder");
    fx_expect_fault(&fx, "乙 审定 2003Q1", "\"丁级\" is not on the ladder");
    fx_expect_fault(&fx, "丙 审定 2003Q1", "\"丁级\" is not on the ladder");
    fx_expect(&fx, "丁 审定 2003Q1 missing 代.丁.2003Q1\n丁 月级别 2003-04 missing 代.丁.2003Q1\n"
                   "丁 始 2003-04 missing 代.丁.2003Q1\n"
                   /* what is held from then on is not known, so nor is since when */
                   "丁 审定 2003Q2 missing 代.丁.2003Q1\n丁 始 2003-07 missing 代.丁.2003Q1\n"
                   "戊 月级别 2003-07 乙级\n戊 始 2003-07 missing 代.戊.2003Q1");
    fx_clear(&fx);
}

/* ---- where it comes from ---- */

static AppSource source(Fixture *fx, const char *row, const char *name, const char *cycle)
{
    AppCycle at = fx_cycle(fx, cycle);
    size_t index;

    g_assert_true(app_data_find_row(fx->data, REG_PERSON, row, &index));
    return app_result_source(fx->result, fx_name(fx, REG_PERSON, name), index, &at);
}

static void assert_set(Fixture *fx, const char *name, const char *cycle)
{
    AppSource s = source(fx, "甲", name, cycle);
    char day[CAL_TEXT_SIZE];

    g_assert_cmpint((int)s.origin, ==, (int)APP_FROM_GRADE);
    cal_date_format(s.from, day);
    g_assert_cmpstr(day, ==, "2003-04-01");
    g_assert_cmpstr(s.grade->name, ==, "审定");
    g_assert_cmpstr(s.cycle.text, ==, "2003Q1");
}

static void test_source(void)
{
    Fixture fx = {0};

    fx_load(&fx, front,
            "```yaml input 拟 @quarter\ntype: text\noptional: true\n```\n"
            "```yaml input 证 @quarter\ntype: boolean\n```\n"
            "```yaml grade 审定 @quarter\nladder: [甲级, 乙级]\npropose: 拟\ngate: 证\nby: 会\n"
            "effective: next quarter\nuntil decided: 级别\n```\n");
    fx_give(&fx, "甲 级别 * 甲级\n甲 级别起始日 * 2001-05-01\n甲 拟 2003Q1 乙级\n甲 证 * true\n"
                 "!甲 审定 2003Q1 乙级\n"
                 "乙 级别 * 甲级\n乙 级别起始日 * 2001-05-01\n乙 拟 * 乙级\n乙 证 2003Q1 true\n"
                 "乙 证 2003Q2 false");
    fx_run(&fx, "2003-01", "2003Q3");
    assert_set(&fx, "级别", "2003-04");
    assert_set(&fx, "级别起始日", "2003-06");
    g_assert_cmpint((int)source(&fx, "甲", "级别", "2003-03").origin, ==, (int)APP_FROM_ATTRIBUTE);
    g_assert_cmpint((int)source(&fx, "乙", "级别", "2003-04").origin, ==, (int)APP_FROM_ATTRIBUTE);
    g_assert_cmpint((int)source(&fx, "甲", "审定", "2003Q1").origin, ==, (int)APP_FROM_OUTCOME);
    g_assert_cmpint((int)source(&fx, "甲", "审定", "2003Q2").origin, ==, (int)APP_FROM_COMPUTED);
    g_assert_cmpint((int)source(&fx, "乙", "审定", "2003Q1").origin, ==, (int)APP_FROM_STAND_IN);
    g_assert_cmpint((int)source(&fx, "乙", "审定", "2003Q2").origin, ==, (int)APP_FROM_COMPUTED);
    g_assert_cmpint((int)source(&fx, "乙", "审定", "2003Q3").origin, ==, (int)APP_FROM_NOWHERE);
    fx_expect(&fx, "乙 审定 2003Q1 甲级\n乙 审定 2003Q2 null\n乙 审定 2003Q3 missing 证.乙.2003Q3");
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(day_cases); i++) {
        g_autofree char *path = g_strdup_printf("/grade/day/%s-of-%s-%s", day_cases[i].effective,
                                                day_cases[i].cycle, day_cases[i].decided);
        g_test_add_data_func(path, &day_cases[i], test_day);
    }
    g_test_add_func("/grade/same-day", test_same_day);
    g_test_add_func("/grade/not-evaluated", test_not_evaluated);
    g_test_add_func("/grade/closed", test_closed);
    g_test_add_func("/grade/bad-outcome", test_bad_outcome);
    g_test_add_func("/grade/owed", test_owed);
    g_test_add_func("/grade/recorded-unasked", test_recorded_unasked);
    g_test_add_func("/grade/question", test_question);
    g_test_add_func("/grade/early", test_early);
    g_test_add_func("/grade/population", test_population);
    g_test_add_func("/grade/other-day", test_other_day);
    g_test_add_func("/grade/employments", test_employments);
    g_test_add_func("/grade/two", test_two);
    g_test_add_func("/grade/applies", test_applies);
    g_test_add_func("/grade/off-ladder", test_off_ladder);
    g_test_add_func("/grade/source", test_source);
    return g_test_run();
}
