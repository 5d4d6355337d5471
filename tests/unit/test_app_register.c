/* test_app_register.c - inputs and rows from registers: whose entries, of which days, and how they
 * are told. Whole regulations: tests/notation/register. */
#include "app_fixture.h"

#include "appraise/explain.h"

static const char cycles[] =
    "cycles: [month, quarter, year, {双月: {ending: [2, 4, 6, 8, 10, 12]}}]\n";

static const char register_text[] =
    "```yaml register 簿\nkept by: 科\nfields: {时: date and time, 责任人: person, 协办: person, "
    "客户: customer, 额: 万元, 号: number}\n```\n\n";

static void load(Fixture *fx, const char *inputs)
{
    g_autofree char *body = g_strconcat(register_text, inputs, NULL);

    fx_load(fx, cycles, body);
}

/* An entry: its time ("" = none) and FIELD=VALUE, parted by blanks. */
static void enter(Fixture *fx, const char *key, const char *time, const char *fields)
{
    const RegForm *form = &reg_form(fx->reg, "簿")->u.form;
    g_auto(GStrv) pairs = g_strsplit(fields, " ", -1);
    CalDateTime *at = ARENA_NEW(fx->arena, CalDateTime);
    FeelValue values[6];

    for (size_t i = 0; i < form->n_fields; i++)
        values[i] = feel_null();
    if (time[0]) {
        g_assert_true(cal_date_time_parse(time, -1, true, at));
        values[0] = (FeelValue){.kind = FEEL_DATE_TIME, .u.date_time = at};
    }
    for (char **p = pairs; *p; p++) {
        g_auto(GStrv) pair = g_strsplit(*p, "=", 2);

        for (size_t i = 0; i < form->n_fields; i++) {
            if (strcmp(form->fields[i].name, pair[0]) == 0)
                values[i] = fx_value(fx, pair[1]);
        }
    }
    app_data_add_entry(fx->data, "簿", key, app_form_day(form, values), values, form->n_fields);
}

/* ---- windows --------------------------------------------------------------------------------- */

typedef struct SpanCase {
    const char *name;
    const char *over;
    const char *cycle; /* of the input */
    const char *at;    /* evaluated */
    const char *want;  /* numbers of the entries */
} SpanCase;

static const SpanCase span_cases[] = {
    {"none",                 "",                                         "@month",   "2004-02",        "[4, 5]"      },
    {"this-cycle",           "over: this cycle\n",                       "@month",   "2004-02",        "[4, 5]"      },
    {"this-quarter",         "over: this cycle\n",                       "@quarter", "2004Q1",         "[3, 4, 5, 6]"},
    {"this-before-this",     "over: this cycle before this\n",           "@month",   "2004-02",        "[]"          },
    {"previous",             "over: previous\n",                         "@month",   "2004-03",        "[4, 5]"      },
    {"previous-quarter",     "over: previous\n",                         "@quarter", "2004Q2",         "[3, 4, 5, 6]"},
    {"year-to-date",         "over: year to date\n",                     "@month",   "2004-02",        "[3, 4, 5]"   },
    {"year-before-this",     "over: year to date before this\n",         "@month",   "2004-02",        "[3]"         },
    {"month-to-date",        "over: month to date\n",                    "@month",   "2004-02",        "[4, 5]"      },
    {"quarter-to-date",      "over: quarter to date\n",                  "@month",   "2004-02",        "[3, 4, 5]"   },
    {"quarter-begins",       "over: quarter to date before this\n",      "@month",   "2004-01",        "[]"          },
    {"quarter-before-this",  "over: quarter to date before this\n",      "@month",   "2004-03",
     "[3, 4, 5]"                                                                                                     },
    {"bimonth-to-date",      "over: 双月 to date\n",                   "@month",   "2004-03",        "[6]"         },
    {"last-12-months",       "over: last 12 months\n",                   "@month",   "2004-02",        "[2, 3, 4, 5]"},
    {"last-12-before-this",  "over: last 12 months before this\n",       "@month",   "2004-02",        "[1, 2, 3]"   },
    {"last-12-at-a-quarter", "over: last 12 months\n",                   "@quarter", "2004Q1",         "[3, 4, 5, 6]"},
    {"last-2-bimonths",      "over: last 2 双月\n",                    "@month",   "2004-03",        "[3, 4, 5]"   },
    {"last-1-bimonth",       "over: last 1 双月\n",                    "@双月",  "2004-02@双月", "[3, 4, 5]"   },
    {"before-this-key",      "over: last 2 months\nbefore this: true\n", "@month",   "2004-03",
     "[3, 4, 5]"                                                                                                     },
    {"since",                "over: since date(\"2004-02-29\")\n",       "@month",   "2004-03",        "[5, 6]"      },
    {"since-a-day-later",    "over: since date(\"2004-03-01\")\n",       "@month",   "2004-03",        "[6]"         },
    {"since-long-ago",       "over: since date(\"1990-01-01\")\n",       "@month",   "2004-03",
     "[1, 2, 3, 4, 5, 6]"                                                                                            },
};

/* Entries on first and last days of months, at the first and last second. */
static void enter_around_february(Fixture *fx)
{
    enter(fx, "f", "2004-03-01T00:00:00", "责任人=甲 号=6");
    enter(fx, "e", "2004-02-29T23:59:59", "责任人=甲 号=5");
    enter(fx, "d", "2004-02-01T00:00:00", "责任人=甲 号=4");
    enter(fx, "c", "2004-01-31T23:59:59", "责任人=甲 号=3");
    enter(fx, "b", "2003-03-01T00:00:00", "责任人=甲 号=2");
    enter(fx, "a", "2003-02-28T23:59:59", "责任人=甲 号=1");
    enter(fx, "z", "2004-02-15T00:00:00", "责任人=乙 号=9");
}

static void test_span(gconstpointer data)
{
    const SpanCase *c = data;
    g_autofree char *body = g_strdup_printf("```yaml input 号们 %s\nfrom: register 簿\ntake: list\n"
                                            "column: 号\nwhere: 责任人 = this\n%s```\n",
                                            c->cycle, c->over);
    g_autofree char *want = g_strdup_printf("甲 号们 %s %s", c->at, c->want);
    Fixture fx = {0};

    load(&fx, body);
    fx_give(&fx, "甲 入职日期 * 1995-01-01\n乙");
    enter_around_february(&fx);
    fx_run(&fx, c->at, c->at); /* all else is history from before the range */
    fx_expect(&fx, want);
    fx_clear(&fx);
}

/* ---- takes ----------------------------------------------------------------------------------- */

static const char take_inputs[] =
    "```yaml input 数 @month\nfrom: register 簿\ntake: count\nwhere: 责任人 = this\n```\n"
    "```yaml input 和 @month unit 元\nfrom: register 簿\ntake: sum\ncolumn: 额\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 均 @month unit 元\nfrom: register 簿\ntake: mean\ncolumn: 额\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 小 @month unit 元\nfrom: register 簿\ntake: min\ncolumn: 额\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 大 @month unit 元\nfrom: register 簿\ntake: max\ncolumn: 额\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 首 @month\nfrom: register 簿\ntake: first\ncolumn: 号\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 末 @month\nfrom: register 簿\ntake: last\ncolumn: 号\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 值 @month\nfrom: register 簿\ntake: value\ncolumn: 号\n"
    "where: 责任人 = this\nif none: -1\n```\n"
    "```yaml input 列 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
    "where: 责任人 = this\n```\n"
    "```yaml input 全 @month\nfrom: register 簿\ntake: list\nwhere: 责任人 = this and 额 > "
    "1万\n```\n"
    "```feel 全号 @month\nfor 笔 in 全 return 笔.号\n```\n";

static void test_takes(void)
{
    Fixture fx = {0};

    load(&fx, take_inputs);
    fx_give(&fx, "甲\n乙");
    enter(&fx, "x", "2004-02-10T09:00:00", "责任人=甲 额=2 号=3");
    enter(&fx, "y", "2004-02-10T08:00:00", "责任人=甲 额=0.5 号=1");
    enter(&fx, "w", "2004-02-10T08:00:00.5", "责任人=甲 号=2");
    enter(&fx, "v", "2004-02-09T23:00:00", "责任人=甲 额=5");
    fx_run(&fx, "2004-02", "2004-02");
    fx_expect(&fx, "甲 数 2004-02 4\n甲 和 2004-02 75000\n甲 均 2004-02 25000\n"
                   "甲 小 2004-02 5000\n甲 大 2004-02 50000\n"
                   "甲 首 2004-02 1\n甲 末 2004-02 3\n甲 值 2004-02 3\n甲 列 2004-02 [1, 2, 3]\n"
                   "甲 全号 2004-02 [null, 3]\n"
                   "乙 数 2004-02 0\n乙 和 2004-02 0\n乙 均 2004-02 null\n乙 小 2004-02 null\n"
                   "乙 大 2004-02 null\n乙 首 2004-02 null\n乙 末 2004-02 null\n乙 值 2004-02 -1\n"
                   "乙 列 2004-02 []\n乙 全号 2004-02 []");
    fx_clear(&fx);
}

/* ---- whose ----------------------------------------------------------------------------------- */

static const char whose_inputs[] =
    "```yaml input 己 @month\nfrom: register 簿\ntake: list\ncolumn: 号\nwhere: 责任人 = "
    "this\n```\n"
    "```yaml input 都 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
    "where: (责任人 = this or this = 协办) and 号 > 0\n```\n"
    "```yaml input 网点 @month per unit\nfrom: register 簿\ntake: list\ncolumn: 号\n"
    "where: 责任人.机构 = this\n```\n"
    "```yaml input 网点明 @month per unit\nfrom: register 簿\ntake: list\ncolumn: 号\n"
    "where: 责任人.机构 = this\nmissing: leave out\n```\n"
    "```yaml input 客户的 @month per customer\nfrom: register 簿\ntake: list\ncolumn: 号\n```\n";

static void test_whose(void)
{
    Fixture fx = {0};

    load(&fx, whose_inputs);
    fx_give(&fx, "甲 机构 2004-01-01 东\n甲 机构 2004-02-15 西\n乙 机构 * 东\nunit:东\nunit:西\n"
                 "customer:K\ncustomer:L");
    enter(&fx, "1", "2004-02-14T23:59:59", "责任人=甲 协办=乙 客户=K 号=1");
    enter(&fx, "2", "2004-02-15", "责任人=甲 协办=甲 客户=K 号=2");
    enter(&fx, "3", "2004-02-16", "协办=甲 号=3");
    enter(&fx, "4", "2004-02-17", "协办=乙 客户=M 号=4"); /* M: nobody known */
    enter(&fx, "5", "", "责任人=乙 协办=甲 号=5");        /* of every cycle, first */
    enter(&fx, "6", "2004-02-18", "责任人=甲 号=0");
    fx_run(&fx, "2004-02", "2004-03");
    fx_expect(&fx, "甲 己 2004-02 [1, 2, 0]\n乙 己 2004-02 [5]\n乙 己 2004-03 [5]\n"
                   "甲 都 2004-02 [5, 1, 2, 3]\n乙 都 2004-02 [5, 1, 4]\n甲 都 2004-03 [5]\n"
                   "unit:东 网点 2004-02 [5, 1]\nunit:西 网点 2004-02 [2, 0]\n"
                   "unit:西 网点 2004-03 []\n"
                   "customer:K 客户的 2004-02 [1, 2]\ncustomer:L 客户的 2004-02 []");
    fx_clear(&fx);
}

/* Where 甲 works is not known: the entry could be any unit's. */
static void test_unknown_owner(void)
{
    Fixture fx = {0};

    load(&fx, whose_inputs);
    fx_give(&fx, "甲\n乙 机构 * 东\nunit:东\nunit:西");
    enter(&fx, "1", "2004-02-14", "责任人=甲 号=1");
    enter(&fx, "2", "2004-02-15", "责任人=乙 号=2");
    fx_run(&fx, "2004-02", "2004-02");
    fx_expect(&fx, "unit:东 网点 2004-02 missing 机构.甲.2004-02\n"
                   "unit:西 网点 2004-02 missing 机构.甲.2004-02\n"
                   "unit:东 网点明 2004-02 [2]\nunit:西 网点明 2004-02 []");
    fx_clear(&fx);
}

/* What cannot be compared is a fault of the row, what is owed is left out if that is said. */
static void test_faults(void)
{
    Fixture fx = {0};

    fx_load(&fx, cycles,
            "```yaml register 册\nfields: {人: person, 真: boolean, 额: number}\n```\n"
            "```yaml input 小 @month\nfrom: register 册\ntake: min\ncolumn: 真\n```\n"
            "```yaml input 和 @month\nfrom: register 册\ntake: sum\ncolumn: 额\n```\n"
            "```yaml input 略 @month\nfrom: register 册\ntake: sum\ncolumn: 额\nwhere: 真\n"
            "missing: leave out\n```\n"
            "```yaml input 全 @month\nfrom: register 册\ntake: list\nmissing: leave out\n```\n"
            "```feel 全数 @month\ncount(全)\n```\n");
    fx_give(&fx, "甲\n乙\nentry 册 1 - * 人=甲 真=true 额=1\nentry 册 2 - * 人=甲 真=false 额=2\n"
                 "entry 册 3 - * 人=乙 真=true 额=missing\nentry 册 4 - * 人=乙 真=true 额=3\n"
                 "entry 册 5 - * 人=乙 真=missing 额=4");
    fx_run(&fx, "2003-01", "2003-01");
    fx_expect_fault(&fx, "甲 小 2003-01", "the value cannot be added up or compared");
    fx_expect(&fx, "甲 和 2003-01 3\n乙 和 2003-01 missing 额.3.2003-01\n乙 略 2003-01 3\n"
                   "甲 全数 2003-01 2\n乙 全数 2003-01 1");
    fx_clear(&fx);
}

/* More entries than a first helping. */
static void test_many(void)
{
    Fixture fx = {0};

    load(&fx, "```yaml input 列 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "where: 责任人 = this\n```\n```feel 末位 @month\n列[-1]\n```\n"
              "```feel 位数 @month\ncount(列)\n```\n");
    fx_give(&fx, "甲");
    for (int i = 0; i < 200; i++) {
        g_autofree char *key = g_strdup_printf("%03d", i);
        g_autofree char *fields = g_strdup_printf("责任人=甲 号=%d", i);

        enter(&fx, key, "2004-02-01", fields);
    }
    fx_run(&fx, "2004-02", "2004-02");
    fx_expect(&fx, "甲 位数 2004-02 200\n甲 末位 2004-02 199");
    fx_clear(&fx);
}

/* ---- what their own cycles say --------------------------------------------------------------- */

/* A decision, a rank and an input of each entry are read in the cycle of the entry, and a question
 * about it is asked once, whoever reads it. */
static void test_own_cycle(void)
{
    Fixture fx = {0};

    load(&fx, "```yaml subject 笔\nrows: register 簿\n```\n"
              "```yaml decide 认定 @month per 笔\nwhen: 号 > 1\nby: 科长\n"
              "outcome: one of [属实, 不实]\n```\n"
              "```yaml rank 序 @month per 笔\nof: 号\n```\n"
              "```feel 归 @month per 笔\nif 序 = 1 then 责任人 else 协办\n```\n"
              "```yaml input 实 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: last 2 months\nwhere: 责任人 = this and 认定 = \"属实\"\n```\n"
              "```yaml input 不实 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "where: 责任人 = this and 认定 = \"不实\"\n```\n"
              "```yaml input 首位 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: last 2 months\nwhere: 责任人 = this and 序 = 1\n```\n"
              "```yaml input 归己 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: last 2 months\nwhere: 归 = this\n```\n");
    fx_give(&fx, "甲\n乙");
    enter(&fx, "a", "2004-01-05", "责任人=甲 协办=乙 号=2");
    enter(&fx, "b", "2004-02-05", "责任人=甲 协办=乙 号=4");
    enter(&fx, "c", "2004-02-06", "责任人=甲 协办=乙 号=3");
    fx_give(&fx, "!笔:a 认定 2004-01 属实\n!笔:b 认定 2004-02 属实");
    fx_run(&fx, "2004-01", "2004-02");
    fx_expect(&fx, "甲 实 2004-01 [2]\n甲 实 2004-02 missing 认定.c.2004-02\n"
                   "甲 不实 2004-01 []\n甲 不实 2004-02 missing 认定.c.2004-02\n"
                   "甲 首位 2004-01 [2]\n甲 首位 2004-02 [2, 4]\n乙 首位 2004-02 []\n"
                   "甲 归己 2004-02 [2, 4]\n乙 归己 2004-02 [3]");
    fx_expect_questions(&fx, "认定 c 2004-02\n");
    fx_clear(&fx);
}

/* ---- employments ----------------------------------------------------------------------------- */

static void test_employments(void)
{
    Fixture fx = {0};

    load(&fx, "```yaml input 今 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: last 12 months\nwhere: 责任人 = this\n```\n"
              "```yaml input 历 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: last 12 months\nwhere: 责任人 = this\nacross employments: true\n```\n"
              "```yaml input 起 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: since 级别起始日\nwhere: 责任人 = this\n```\n"
              "```yaml input 本 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "where: 责任人 = this\n```\n");
    fx_give(&fx, "甲 入职日期 2000-01-01 2000-01-01\n甲 离职日期 2000-01-01 null\n"
                 "甲 离职日期 2003-10-31 2003-10-31\n甲 入职日期 2004-02-10 2004-02-10\n"
                 "甲 离职日期 2004-02-10 null\n甲 级别起始日 * 2003-06-01");
    enter(&fx, "1", "2003-06-01", "责任人=甲 号=1");
    enter(&fx, "2", "2004-02-09", "责任人=甲 号=2");
    enter(&fx, "3", "2004-02-10", "责任人=甲 号=3");
    fx_run(&fx, "2004-02", "2004-02");
    fx_expect(&fx, "甲 今 2004-02 [3]\n甲 历 2004-02 [1, 2, 3]\n甲 起 2004-02 [3]\n"
                   "甲 本 2004-02 [2, 3]");
    fx_clear(&fx);
}

/* An entry without a date is of every day of a window; of none, if a row has no such day, whatever
 * other rows read. */
static void test_undated(void)
{
    Fixture fx = {0};

    load(&fx, "```yaml input 起 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: since 级别起始日 before this\nwhere: 责任人 = this\n```\n"
              "```yaml input 上月 @month\nfrom: register 簿\ntake: list\ncolumn: 号\n"
              "over: previous\nwhere: 责任人 = this\n```\n");
    fx_give(&fx,
            "甲 级别起始日 * 2004-02-10\n甲 入职日期 * 2004-02-10\n乙 级别起始日 * 2004-01-31\n"
            "乙 入职日期 * 2004-01-31");
    enter(&fx, "1", "", "责任人=甲 号=1");
    enter(&fx, "2", "", "责任人=乙 号=2");
    fx_run(&fx, "2004-02", "2004-02");
    fx_expect(&fx, "甲 起 2004-02 []\n乙 起 2004-02 [2]\n甲 上月 2004-02 []\n乙 上月 2004-02 [2]");
    fx_clear(&fx);
}

/* ---- history of them ------------------------------------------------------------------------- */

/* An input from a register is known of cycles before the range: its entries are there. */
static void test_history(void)
{
    Fixture fx = {0};

    load(&fx,
         "```yaml input 月数 @month\nfrom: register 簿\ntake: count\nwhere: 责任人 = this\n```\n"
         "```yaml input 最多 @month\nfrom: history of 月数\nover: last 12 months\ntake: max\n"
         "```\n");
    fx_give(&fx, "甲 入职日期 * 1995-01-01");
    enter_around_february(&fx);
    fx_run(&fx, "2004-03", "2004-03");
    fx_expect(&fx, "甲 月数 2004-03 1\n甲 最多 2004-03 2");
    fx_clear(&fx);
}

/* ---- how it is told -------------------------------------------------------------------------- */

static void test_explain(void)
{
    Fixture fx = {0};
    AppOptions options = {.keep_matches = true};
    size_t row;

    load(&fx, "```yaml input 数 @month\nfrom: register 簿\ntake: count\nwhere: 责任人 = this\n```\n"
              "```yaml input 和 @month unit 元\nfrom: register 簿\ntake: sum\ncolumn: 额\n"
              "where: 责任人 = this\nover: last 12 months\n```\n"
              "```feel 得 @month unit 元\n数 * 和\n```\n");
    fx.options = options;
    fx_give(&fx, "甲 入职日期 * 1995-01-01");
    enter(&fx, "一", "2004-02-14T10:00:00", "责任人=甲 额=1.5");
    enter(&fx, "二", "", "责任人=甲");
    enter(&fx, "三", "2003-03-31", "责任人=甲 额=2");
    fx_run(&fx, "2004-02", "2004-02");

    AppCycle at = fx_cycle(&fx, "2004-02");
    g_assert_true(app_data_find_row(fx.data, REG_PERSON, "甲", &row));
    g_autofree char *en =
        app_explain(fx.result, reg_name(fx.reg, REG_PERSON, "得"), row, &at, LANG_EN);
    g_autofree char *zh =
        app_explain(fx.result, reg_name(fx.reg, REG_PERSON, "和"), row, &at, LANG_ZH);

    g_assert_nonnull(strstr(en, "  数 = 2    [第一条]\n      source: register 簿 · 2004-02\n"
                                "      taken: 二; 一 (2004-02-14)\n"
                                "  和 = 35,000.00 元    [第一条]\n"
                                "      source: register 簿 · 2004-02\n"
                                "      taken: 三 (2003-03-31) 20000; 一 (2004-02-14) 15000\n"));
    g_assert_nonnull(strstr(zh, "    来源: 登记簿 簿 · 2004-02\n"
                                "    取数: 三 (2003-03-31) 20000; 一 (2004-02-14) 15000\n"));
    fx_clear(&fx);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(span_cases); i++) {
        g_autofree char *path = g_strconcat("/register/span/", span_cases[i].name, NULL);
        g_test_add_data_func(path, &span_cases[i], test_span);
    }
    g_test_add_func("/register/takes", test_takes);
    g_test_add_func("/register/faults", test_faults);
    g_test_add_func("/register/many", test_many);
    g_test_add_func("/register/whose", test_whose);
    g_test_add_func("/register/unknown-owner", test_unknown_owner);
    g_test_add_func("/register/own-cycle", test_own_cycle);
    g_test_add_func("/register/employments", test_employments);
    g_test_add_func("/register/undated", test_undated);
    g_test_add_func("/register/history", test_history);
    g_test_add_func("/register/explain", test_explain);
    return g_test_run();
}
