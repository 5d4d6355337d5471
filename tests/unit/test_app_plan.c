/* The plan: rounding, cumulative items, carries, reserves, opening state. */
#include "appraise/plan.h"

#include <string.h>

enum { MONTH, HALF_YEAR, YEAR, N_KINDS };

static RegCycle kinds[N_KINDS] = {
    [MONTH] = {.name = "month",     .ending = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, .n_ending = 12},
    [HALF_YEAR] = {.name = "half-year", .ending = {6, 12},                                 .n_ending = 2 },
    [YEAR] = {.name = "year",      .ending = {12},                                    .n_ending = 1 },
};

static const char *against[] = {"月奖", "年奖"};
static const char *against_reserve[] = {"年奖", "风险金"};

static RegBlock month_pay = {
    .kind = REG_PAY,
    .name = "月奖",
    .cycle = MONTH,
    .u.pay = {.into = "月奖", .cumulative = REG_NO_CYCLE},
};
static RegBlock year_pay = {
    .kind = REG_PAY,
    .name = "年终",
    .cycle = YEAR,
    .u.pay = {.into = "年奖",
              .cumulative = REG_NO_CYCLE,
              .below_zero = REG_BELOW_ZERO_CARRY,
              .against = against,
              .n_against = 2},
};
static RegBlock carry_once = {
    .kind = REG_PAY,
    .name = "一年扣回",
    .cycle = YEAR,
    .u.pay = {.into = "年奖",
              .cumulative = REG_NO_CYCLE,
              .below_zero = REG_BELOW_ZERO_CARRY,
              .expires = 1,
              .against = against_reserve,
              .n_against = 2},
};
static RegBlock advance = {
    .kind = REG_PAY,
    .name = "半年预发",
    .cycle = HALF_YEAR,
    .u.pay = {.into = "奖励", .cumulative = YEAR},
};
static RegBlock settlement = {
    .kind = REG_PAY,
    .name = "年终兑现",
    .cycle = YEAR,
    .u.pay = {.into = "奖励", .cumulative = YEAR},
};
static RegBlock fund_half = {
    .kind = REG_RESERVE,
    .name = "半年风险金",
    .cycle = HALF_YEAR,
    .u.reserve = {.into = "风险金",
                  .out_of = "奖励",
                  .cumulative = YEAR,
                  .hold.years = 3,
                  .release_into = "奖励"},
};
static RegBlock fund = {
    .kind = REG_RESERVE,
    .name = "年终风险金",
    .cycle = YEAR,
    .u.reserve = {.into = "风险金",
                  .out_of = "奖励",
                  .cumulative = YEAR,
                  .hold.years = 3,
                  .release_into = "奖励"},
};
static RegBlock till_year_end = {
    .kind = REG_RESERVE,
    .name = "留存",
    .cycle = MONTH,
    .u.reserve = {.into = "留存",
                  .out_of = "月奖",
                  .cumulative = REG_NO_CYCLE,
                  .hold.until_year_end = true,
                  .release_into = "月奖"},
};

static RegBlock *blocks[] = {&month_pay,  &year_pay,  &carry_once, &advance,
                             &settlement, &fund_half, &fund,       &till_year_end};

static const Regulation reg = {
    .cycles = kinds, .n_cycles = N_KINDS, .blocks = blocks, .n_blocks = G_N_ELEMENTS(blocks)};

static Dec dec(const char *text)
{
    Dec out = dec_zero();

    g_assert_true(dec_parse(text, -1, &out));
    return out;
}

static AppCycle cycle(const char *text)
{
    AppCycle out;

    g_assert_true(app_cycle_parse(&reg, text, &out));
    return out;
}

static CalDate day(const char *text)
{
    CalDate out = 0;

    g_assert_true(cal_date_parse(text, -1, &out));
    return out;
}

static void begin(AppPlan *plan, const char *text)
{
    AppCycle at = cycle(text);

    app_plan_begin(plan, &at);
}

static void assert_dec(Dec got, const char *want)
{
    char text[DEC_TEXT_SIZE];

    (void)dec_format_places(got, 2, false, text, sizeof text);
    g_assert_cmpstr(text, ==, want);
}

static void
assert_ledger(const AppPlan *plan, const char *item, AppLedgerTake take, const char *want)
{
    assert_dec(app_plan_ledger(plan, item, 0, NULL, take), want);
}

static void assert_posted(const AppPlan *plan, const char *item, const char *at, const char *want)
{
    AppCycle c = cycle(at);

    assert_dec(app_plan_posted(plan, item, 0, &c), want);
}

static const char *const kind_names[] = {
    [APP_POST_PAY] = "pay",         [APP_POST_WITHHOLD] = "withhold",
    [APP_POST_RELEASE] = "release", [APP_POST_FORFEIT] = "forfeit",
    [APP_POST_OFFSET] = "offset",   [APP_POST_ADD] = "add",
    [APP_POST_CARRY] = "carry",     [APP_POST_TAKE] = "take",
    [APP_POST_EXPIRE] = "expire",
};

/* All postings: "kind item>other amount@cycle day; …". */
static char *postings(const AppPlan *plan)
{
    GString *out = g_string_new(NULL);
    const AppPosting *list;
    size_t n = app_plan_postings(plan, &list);

    for (size_t i = 0; i < n; i++) {
        char amount[DEC_TEXT_SIZE], date[CAL_TEXT_SIZE];

        (void)dec_format_places(list[i].amount, 2, false, amount, sizeof amount);
        (void)cal_date_format(list[i].day, date);
        g_string_append_printf(out, "%s%s %s>%s %s@%s", i ? "; " : "", kind_names[list[i].kind],
                               list[i].item, list[i].other, amount, list[i].cycle.text);
        if (list[i].day != list[i].cycle.last)
            g_string_append_printf(out, " %s", date);
    }
    return g_string_free(out, FALSE);
}

typedef struct RoundCase {
    const char *value, *want;
    bool ok;
} RoundCase;

static const RoundCase round_cases[] = {
    {"0.005",               "0.01",               true },
    {"-0.005",              "-0.01",              true }, /* away from zero */
    {"0.0049999",           "0.00",               true },
    {"2000.002",            "2000.00",            true },
    {"2.675",               "2.68",               true },
    {"999999999999999.99",  "999999999999999.99", true },
    {"999999999999999.995", "",                   false},
    {"-1000000000000000",   "",                   false},
};

static void test_round(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(round_cases); i++) {
        const RoundCase *c = &round_cases[i];
        Dec got = dec_from_int(77);

        g_test_message("%s", c->value);
        g_assert_true(app_plan_round(dec(c->value), &got) == c->ok);
        assert_dec(got, c->ok ? c->want : "77.00");
    }
}

/* Each item is rounded once; sums add what was rounded. */
static void test_rounded_once(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);

    begin(plan, "2003-01");
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("0.005")));
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("0.005")));
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("0")));
    g_assert_false(app_plan_pay(plan, &month_pay, 0, dec("1e15")));
    app_plan_end(plan);
    assert_ledger(plan, "月奖", APP_LEDGER_PAID, "0.02");
    g_autofree char *got = postings(plan);
    g_assert_cmpstr(got, ==, "pay 月奖> 0.01@2003-01; pay 月奖> 0.01@2003-01");
}

/* EX-CT-11: an advance of 12000 at half-year, fund on the cumulative reward. */
static void test_cumulative_fund(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);

    begin(plan, "2003H1");
    g_assert_true(app_plan_pay(plan, &advance, 0, dec("12000")));
    g_assert_true(app_plan_withhold(plan, &fund_half, 0, dec("1200")));
    app_plan_end(plan);
    assert_posted(plan, "奖励", "2003H1", "10800.00");

    begin(plan, "2003");
    g_assert_true(app_plan_pay(plan, &settlement, 0, dec("30210.40")));
    g_assert_true(app_plan_withhold(plan, &fund, 0, dec("4063.12")));
    app_plan_end(plan);
    assert_posted(plan, "奖励", "2003", "15347.28");
    assert_posted(plan, "风险金", "2003", "2863.12");
    assert_ledger(plan, "奖励", APP_LEDGER_ACCRUED, "30210.40");
    assert_ledger(plan, "奖励", APP_LEDGER_PAID, "26147.28");
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "4063.12");

    /* the next year stands alone */
    begin(plan, "2004");
    g_assert_true(app_plan_pay(plan, &settlement, 0, dec("100")));
    app_plan_end(plan);
    assert_posted(plan, "奖励", "2004", "100.00");

    AppCycle half = cycle("2003H1");
    assert_dec(app_plan_ledger(plan, "奖励", 0, &half, APP_LEDGER_PAID), "10800.00");
    assert_dec(
        app_plan_moved(plan, "奖励", 0, day("2003-07-01"), day("2003-12-31"), APP_LEDGER_ACCRUED),
        "18210.40");
}

/* A year's fund that is smaller than what was withheld already is given back. */
static void test_cumulative_back(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);
    const AppTranche *tranches;

    begin(plan, "2003H1");
    g_assert_true(app_plan_pay(plan, &advance, 0, dec("12000")));
    g_assert_true(app_plan_withhold(plan, &fund_half, 0, dec("1200")));
    app_plan_end(plan);
    begin(plan, "2003");
    g_assert_true(app_plan_pay(plan, &settlement, 0, dec("10000")));
    g_assert_true(app_plan_withhold(plan, &fund, 0, dec("1000")));
    app_plan_end(plan);
    assert_posted(plan, "奖励", "2003", "-1800.00");
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "1000.00");
    g_assert_cmpuint(app_plan_tranches(plan, &fund_half, &tranches), ==, 1);
    assert_dec(tranches[0].amount, "1000.00");
    g_assert_cmpint(tranches[0].due, ==, day("2006-06-30"));
}

/* EX-ZS-2, EX-ZS-3: a negative year end is taken from the next bonuses. */
static void test_carry(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);

    begin(plan, "2013-12");
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("500")));
    app_plan_end(plan);
    begin(plan, "2013");
    g_assert_true(app_plan_pay(plan, &year_pay, 0, dec("-7000")));
    app_plan_end(plan);
    assert_posted(plan, "年奖", "2013", "0.00");
    assert_ledger(plan, "年奖", APP_LEDGER_ACCRUED, "-7000.00");
    assert_ledger(plan, "年奖", APP_LEDGER_BALANCE, "-7000.00");

    begin(plan, "2014-01");
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("4000")));
    app_plan_end(plan);
    assert_posted(plan, "月奖", "2014-01", "0.00");
    assert_ledger(plan, "年奖", APP_LEDGER_BALANCE, "-3000.00");
    begin(plan, "2014-02");
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("5000")));
    app_plan_end(plan);
    assert_posted(plan, "月奖", "2014-02", "2000.00");
    assert_ledger(plan, "年奖", APP_LEDGER_BALANCE, "0.00");
    g_autofree char *got = postings(plan);
    g_assert_cmpstr(got, ==,
                    "pay 月奖> 500.00@2013-12; carry 年奖> 7000.00@2013; "
                    "pay 月奖> 4000.00@2014-01; take 月奖>年奖 4000.00@2014-01; "
                    "pay 月奖> 5000.00@2014-02; take 月奖>年奖 3000.00@2014-02");
}

/* What is left after one year lapses; before that a reserve may be drawn on. */
static void test_carry_lapses(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);

    begin(plan, "2003");
    g_assert_true(app_plan_withhold(plan, &fund, 0, dec("100")));
    g_assert_true(app_plan_pay(plan, &carry_once, 0, dec("-1000")));
    app_plan_end(plan);
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "100.00"); /* from the next cycle on */
    begin(plan, "2004-01");
    app_plan_end(plan);
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "0.00");
    begin(plan, "2004");
    g_assert_true(app_plan_pay(plan, &year_pay, 0, dec("300")));
    app_plan_end(plan);
    assert_posted(plan, "年奖", "2004", "0.00");
    assert_ledger(plan, "年奖", APP_LEDGER_BALANCE, "0.00");
    begin(plan, "2005");
    g_assert_true(app_plan_pay(plan, &year_pay, 0, dec("300")));
    app_plan_end(plan);
    assert_posted(plan, "年奖", "2005", "300.00");
    g_autofree char *got = postings(plan);
    g_assert_nonnull(strstr(got, "take 年奖>年奖 300.00@2004; expire 年奖> 600.00@2004"));
}

/* The oldest carry is taken first, and never more than the cycle paid. */
static void test_carry_oldest(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 2);

    begin(plan, "2003");
    g_assert_true(app_plan_pay(plan, &carry_once, 0, dec("-100")));
    g_assert_true(app_plan_pay(plan, &year_pay, 0, dec("-50")));
    app_plan_end(plan);
    begin(plan, "2004");
    g_assert_true(app_plan_pay(plan, &year_pay, 0, dec("120")));
    g_assert_true(app_plan_pay(plan, &year_pay, 1, dec("120")));
    app_plan_end(plan);
    g_autofree char *got = postings(plan);
    g_assert_nonnull(strstr(got, "take 年奖>年奖 100.00@2004; take 年奖>年奖 20.00@2004"));
    assert_ledger(plan, "年奖", APP_LEDGER_BALANCE, "-30.00");
    assert_dec(app_plan_ledger(plan, "年奖", 1, NULL, APP_LEDGER_PAID), "120.00");
}

static size_t open_tranches(AppPlan *plan, const AppTranche **out)
{
    return app_plan_tranches(plan, &fund, out);
}

/* EX-CT-12: matures, is forfeited, or a loss is set off. */
static void test_reserve(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 3);
    const AppTranche *tranches;
    uint32_t ids[3];

    begin(plan, "2003");
    for (size_t person = 0; person < 3; person++)
        g_assert_true(app_plan_withhold(plan, &fund, person, dec("4063.12")));
    app_plan_end(plan);
    g_assert_cmpuint(open_tranches(plan, &tranches), ==, 3);
    for (size_t i = 0; i < 3; i++) {
        g_assert_cmpuint(tranches[i].person, ==, i);
        g_assert_cmpint(tranches[i].due, ==, day("2006-12-31"));
        ids[i] = tranches[i].id;
    }
    begin(plan, "2005");
    g_assert_true(app_plan_offset(plan, &fund, 2, dec("3000")));
    app_plan_end(plan);
    assert_dec(app_plan_ledger(plan, "风险金", 2, NULL, APP_LEDGER_BALANCE), "1063.12");
    begin(plan, "2006");
    app_plan_release(plan, &fund, ids[0]);
    app_plan_forfeit(plan, &fund, ids[1]);
    app_plan_release(plan, &fund, ids[2]);
    app_plan_end(plan);
    assert_posted(plan, "奖励", "2006", "4063.12");
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "0.00");
    assert_dec(app_plan_ledger(plan, "奖励", 1, NULL, APP_LEDGER_PAID), "-4063.12");
    assert_dec(app_plan_ledger(plan, "风险金", 1, NULL, APP_LEDGER_BALANCE), "0.00");
    assert_dec(app_plan_ledger(plan, "风险金", 2, NULL, APP_LEDGER_PAID), "1063.12");
    g_assert_cmpuint(open_tranches(plan, &tranches), ==, 0);
}

/* A loss beyond what is held stays open and is filled up by what comes later. */
static void test_open_loss(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);
    const AppTranche *tranches;

    begin(plan, "2003");
    g_assert_true(app_plan_withhold(plan, &fund, 0, dec("100")));
    g_assert_true(app_plan_offset(plan, &fund, 0, dec("250")));
    g_assert_true(app_plan_offset(plan, &fund, 0, dec("-5"))); /* no loss */
    app_plan_end(plan);
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "-150.00");
    begin(plan, "2004");
    g_assert_true(app_plan_withhold(plan, &fund, 0, dec("120")));
    app_plan_end(plan);
    g_assert_cmpuint(open_tranches(plan, &tranches), ==, 0);
    begin(plan, "2005");
    g_assert_true(app_plan_add(plan, &fund, 0, dec("50")));
    app_plan_end(plan);
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "20.00");
    g_assert_cmpuint(open_tranches(plan, &tranches), ==, 1);
    assert_dec(tranches[0].amount, "20.00");
}

/* EX-PP-8: withheld 12 × 4000, settled with +7500 and -7200. */
static void test_until_year_end(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);
    const AppTranche *tranches;
    size_t n;

    for (int month = 1; month <= 12; month++) {
        g_autofree char *text = g_strdup_printf("2003-%02d", month);

        begin(plan, text);
        g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("10000")));
        g_assert_true(app_plan_withhold(plan, &till_year_end, 0, dec("4000")));
        app_plan_end(plan);
    }
    begin(plan, "2003");
    g_assert_true(app_plan_add(plan, &till_year_end, 0, dec("7500")));
    g_assert_true(app_plan_add(plan, &till_year_end, 0, dec("-7200")));
    n = app_plan_tranches(plan, &till_year_end, &tranches);
    for (size_t i = 0; i < n; i++) {
        g_assert_cmpint(tranches[i].due, ==, day("2003-12-31"));
        app_plan_release(plan, &till_year_end, tranches[i].id);
    }
    app_plan_end(plan);
    assert_posted(plan, "月奖", "2003", "48300.00");
    assert_ledger(plan, "留存", APP_LEDGER_BALANCE, "0.00");
    assert_ledger(plan, "留存", APP_LEDGER_ACCRUED, "48300.00");
}

/* What is missing blocks the item in its cycle, and is remembered. */
static void test_blocked(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);

    app_plan_open_carry(plan, "年终", 0, dec("80"));
    begin(plan, "2003-01");
    g_assert_true(app_plan_pay(plan, &month_pay, 0, dec("100")));
    app_plan_block(plan, "月奖", 0, 9);
    g_assert_true(app_plan_is_blocked(plan, "月奖", 0));
    app_plan_end(plan);
    assert_posted(plan, "月奖", "2003-01", "100.00"); /* nothing is taken from it */
    begin(plan, "2003-02");
    g_assert_false(app_plan_is_blocked(plan, "月奖", 0));
    app_plan_end(plan);
    CalDate first = day("2003-01-01"), last = day("2003-01-31");
    g_assert_cmpuint(app_plan_owed(plan, "月奖", 0, first, last, 0), ==, 9);
    g_assert_cmpuint(app_plan_owed(plan, "月奖", 0, first, last, 1), ==, 0);
    g_assert_cmpuint(app_plan_owed(plan, "月奖", 0, last + 1, last + 28, 0), ==, 0);
    g_assert_cmpuint(app_plan_owed(plan, "无此项目", 0, first, last, 0), ==, 0);
}

/* Openings, by their state or by replayed postings, go on where they stood. */
static void test_opening(void)
{
    g_autoptr(AppPlan) first = app_plan_new(&reg, 1);
    g_autoptr(AppPlan) second = app_plan_new(&reg, 1);
    const AppPosting *made;
    const AppTranche *tranches;
    size_t n;

    begin(first, "2003H1");
    g_assert_true(app_plan_pay(first, &advance, 0, dec("12000")));
    g_assert_true(app_plan_withhold(first, &fund_half, 0, dec("1200")));
    g_assert_true(app_plan_offset(first, &fund_half, 0, dec("200")));
    app_plan_end(first);
    n = app_plan_postings(first, &made);
    for (size_t i = 0; i < n; i++)
        app_plan_open_posting(second, &made[i]);

    begin(second, "2003");
    g_assert_true(app_plan_pay(second, &settlement, 0, dec("30210.40")));
    g_assert_true(app_plan_withhold(second, &fund, 0, dec("4063.12")));
    app_plan_end(second);
    assert_posted(second, "奖励", "2003", "15347.28");
    assert_ledger(second, "风险金", APP_LEDGER_BALANCE, "3863.12");
    g_assert_cmpuint(app_plan_tranches(second, &fund_half, &tranches), ==, 1);
    assert_dec(tranches[0].amount, "1000.00");
}

static void test_opening_state(void)
{
    g_autoptr(AppPlan) plan = app_plan_new(&reg, 1);
    const AppTranche *tranches;

    app_plan_open_reserve(plan, "风险金", 0, day("2005-12-31"), dec("20"));
    app_plan_open_reserve(plan, "风险金", 0, day("2004-12-31"), dec("10"));
    app_plan_open_carry(plan, "年终", 0, dec("30"));
    app_plan_open_carry(plan, "无此块", 0, dec("30"));
    assert_ledger(plan, "风险金", APP_LEDGER_BALANCE, "30.00");
    assert_ledger(plan, "年奖", APP_LEDGER_BALANCE, "-30.00");
    begin(plan, "2004");
    g_assert_true(app_plan_offset(plan, &fund, 0, dec("12")));
    g_assert_true(app_plan_pay(plan, &year_pay, 0, dec("100")));
    app_plan_end(plan);
    assert_posted(plan, "年奖", "2004", "70.00");
    /* the tranche due first was taken first */
    g_assert_cmpuint(app_plan_tranches(plan, &fund_half, &tranches), ==, 1);
    g_assert_cmpint(tranches[0].due, ==, day("2005-12-31"));
    assert_dec(tranches[0].amount, "18.00");
}

/* Replayed releases, takes and lapses leave what was left. */
static void test_replay(void)
{
    g_autoptr(AppPlan) first = app_plan_new(&reg, 1);
    g_autoptr(AppPlan) second = app_plan_new(&reg, 1);
    const AppTranche *tranches;
    const AppPosting *made;

    app_plan_open_reserve(first, "风险金", 0, day("2003-12-31"), dec("5"));
    app_plan_open_reserve(second, "风险金", 0, day("2003-12-31"), dec("5"));
    begin(first, "2003");
    g_assert_true(app_plan_withhold(first, &fund, 0, dec("100")));
    g_assert_true(app_plan_pay(first, &carry_once, 0, dec("-60")));
    g_assert_cmpuint(app_plan_tranches(first, &fund_half, &tranches), ==, 1);
    app_plan_release(first, &fund_half, tranches[0].id);
    app_plan_end(first);
    begin(first, "2004-01");
    app_plan_end(first);
    begin(first, "2004");
    g_assert_true(app_plan_add(first, &fund, 0, dec("-1")));
    app_plan_end(first);
    size_t n = app_plan_postings(first, &made);
    for (size_t i = 0; i < n; i++)
        app_plan_open_posting(second, &made[i]);
    assert_ledger(second, "风险金", APP_LEDGER_BALANCE, "39.00");
    assert_ledger(second, "年奖", APP_LEDGER_BALANCE, "0.00");
    g_assert_cmpuint(app_plan_tranches(second, &fund, &tranches), ==, 1);
    assert_dec(tranches[0].amount, "39.00");
    begin(second, "2005");
    g_assert_true(app_plan_pay(second, &year_pay, 0, dec("10")));
    app_plan_end(second);
    assert_posted(second, "年奖", "2005", "10.00"); /* the carry is gone */
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/plan/round", test_round);
    g_test_add_func("/plan/rounded-once", test_rounded_once);
    g_test_add_func("/plan/cumulative-fund", test_cumulative_fund);
    g_test_add_func("/plan/cumulative-back", test_cumulative_back);
    g_test_add_func("/plan/carry", test_carry);
    g_test_add_func("/plan/carry-lapses", test_carry_lapses);
    g_test_add_func("/plan/carry-oldest", test_carry_oldest);
    g_test_add_func("/plan/reserve", test_reserve);
    g_test_add_func("/plan/open-loss", test_open_loss);
    g_test_add_func("/plan/until-year-end", test_until_year_end);
    g_test_add_func("/plan/blocked", test_blocked);
    g_test_add_func("/plan/opening-postings", test_opening);
    g_test_add_func("/plan/opening-state", test_opening_state);
    g_test_add_func("/plan/replay", test_replay);
    return g_test_run();
}
