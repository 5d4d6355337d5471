/* test_measure.c - measures of small books counted by hand, of random books held against a
 * reference
 * that goes day by day, and their tie-outs. */
#include "facts/measure.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "facts/import.h"
#include "facts/store.h"

/* ---- a regulation of measures ---- */

static const char head[] =
    "---\nregulation: t\ntitle: {zh: 测试, en: Test}\nsource: 无\nversion: 1\n"
    "effective: {from: 2000-01-01}\napplies to: 岗位 = \"客户经理\"\n"
    "cycles: [month, quarter, half-year, year]\n---\n\n# 一\n\n";

/* Inputs: the rest of the block's first line; its body. */
static const char *const inputs[][2] = {
    {"积数 @year unit 元·天",       "of: deposit balances\ntake: balance-days\ncredit: share"                                },
    {"独占积数 @year unit 元·天", "of: deposit balances\ntake: balance-days\ncredit: whole"                                },
    {"推荐积数 @year unit 元·天", "of: deposit balances\ntake: balance-days\ncredit: referral"                             },
    {"月积数 @month unit 元·天",   "of: deposit balances\ntake: balance-days\ncredit: share"                                },
    {"日均 @year unit 元",            "of: deposit balances\ntake: average\ncredit: share"                                     },
    {"利率 @year unit 1/年",          "of: deposit balances\ntake: average rate\ncredit: share"                                },
    {"时点 @year unit 元",            "of: deposit balances\ntake: end\ncredit: share"                                         },
    {"净增 @year unit 元",
     "of: deposit balances\ntake: net change\nbase: 2002-12-31\ncredit: share"                                                    },
    {"年净增 @year unit 元",         "of: deposit balances\ntake: net change\nbase: start"                                    },
    {"月净增 @month unit 元",        "of: deposit balances\ntake: net change\nbase: start"                                    },
    {"净增存贷比 @year",
     "take: ratio\nof: [net change of loan balances, net change of deposit balances]\nbase: start"                                },
    {"户数 @year unit 户",            "of: deposit balances\ntake: count\ncredit: share"                                       },
    {"客户数 @year unit 户",         "of: deposit balances\ntake: count of customers\ncredit: share"                          },
    {"新开户 @year unit 户",         "of: deposit balances\ntake: new\ncredit: share"                                         },
    {"甲类积数 @year unit 元·天", "of: deposit balances\ntake: balance-days\ncredit: share\n"
                                  "where: 产品 = \"甲\" and 客户.行业 = \"钢铁\""},
    {"贷款积数 @year unit 元·天", "of: loan balances\ntake: balance-days\ncredit: share"                                   },
    {"手续费 @year unit 元",         "of: transactions\ntake: sum\ncredit: share\nwhere: 类型 = \"甲\""                    },
    {"大额笔数 @year unit 笔",
     "of: transactions\ntake: count\ncredit: share\nwhere: 金额 >= 100 and 产品 = \"甲\""                                    },
    {"交易客户数 @year unit 户",   "of: transactions\ntake: count of customers\ncredit: share"                              },
    {"卡数 @year unit 张",            "of: cards\ntake: count\ncredit: share\nwhere: 类型 = \"借记卡\""                   },
    {"新卡数 @year unit 张",         "of: cards\ntake: new\ncredit: share"                                                    },
    {"新签数 @year unit 户",
     "of: contracts\ntake: new\ncredit: share\nwhere: 类型 = \"网站\" and 行业 = \"钢铁\""                                },
    {"存贷比 @year",
     "take: ratio\nof: [end of loan balances, end of deposit balances]\ncredit: share"                                            },
};

static Regulation *load_regulation(const char *const (*blocks)[2], size_t n)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) text = g_string_new(head);
    Regulation *reg;

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(text, "```yaml input %s\nfrom: measure\n%s\n```\n\n", blocks[i][0],
                               blocks[i][1]);
    reg = reg_load_text(text->str, text->len, "t.md", diags);
    g_autofree char *findings = diags_format(diags);
    g_assert_cmpstr(findings, ==, "");
    g_assert_nonnull(reg);
    return reg;
}

static AppCycle cycle_of(const Regulation *reg, const char *text)
{
    AppCycle cycle;

    g_assert_true(app_cycle_parse(reg, text, &cycle));
    return cycle;
}

/* ---- books ---- */

static void land(DbConn *conn, ImportKind kind, const char *text)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    ImportOptions options = {.now = "2004-01-01T00:00:00Z"};

    g_assert_true(g_file_set_contents("f.csv", text, -1, NULL));
    bool ok = import_file(conn, kind, "f.csv", &options, NULL, diags, &error);
    g_autofree char *findings = diags_format(diags);
    g_assert_cmpstr(findings, ==, "");
    g_assert_no_error(error);
    g_assert_true(ok);
}

static DbConn *new_store(void)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = store_open_memory(&error);

    g_assert_no_error(error);
    land(conn, IMPORT_UNITS, "code,name\nB1,城东\nB2,城西\n");
    land(conn, IMPORT_PERSONS, "code,name,岗位\nP1,张,客户经理\nP2,李,客户经理\nP3,王,客户经理\n");
    land(conn, IMPORT_CUSTOMERS, "code,name,unit,行业\nK1,甲厂,B1,钢铁\nK2,乙厂,B2,\n");
    land(conn, IMPORT_ACCOUNTS,
         "code,customer,unit,product,side,opened\n"
         "D1,K1,B1,甲,deposit,2003-05-01\nD2,K2,B2,甲,deposit,2002-01-01\n"
         "D3,K2,B2,乙,deposit,\nL1,K1,B1,丙,loan,\n");
    return conn;
}

static void compute(DbConn *conn, const Regulation *reg, const char *cycle_text, bool fresh)
{
    AppCycle cycle = cycle_of(reg, cycle_text);
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(GError) error = NULL;
    MeasureOptions options = {.keep = true, .fresh = fresh};

    for (int i = 1; i <= 3; i++)
        app_data_row(data, REG_PERSON, (const char *[]){"", "P1", "P2", "P3"}[i]);
    g_assert_true(measures_load(conn, reg, &cycle, data, &options, &error));
    g_assert_no_error(error);
}

/* Kept values carry no names: each regulation of one measure is asked alone. */
static char *measured(DbConn *conn, const Regulation *reg, const char *name, const char *cycle_text)
{
    AppCycle cycle = cycle_of(reg, cycle_text);
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(GError) error = NULL;
    g_autoptr(AppResult) result = NULL;
    AppOptions app = {.lang = LANG_EN};
    MeasureOptions options = {.fresh = true};
    const RegName *input = reg_name(reg, REG_PERSON, name);
    const RegName *post = reg_name(reg, REG_PERSON, "岗位");
    FeelValue manager = feel_string("客户经理", strlen("客户经理"));
    g_autoptr(Arena) arena = arena_new(0);
    GString *out = g_string_new(NULL);

    for (int i = 0; i < 3; i++) {
        size_t row = app_data_row(data, REG_PERSON, (const char *[]){"P1", "P2", "P3"}[i]);
        app_data_set_attribute(data, post, row, INT64_MIN, &manager);
    }
    g_assert_true(measures_load(conn, reg, &cycle, data, &options, &error));
    g_assert_no_error(error);
    result = app_evaluate(reg, data, &cycle, &cycle, &app, &error);
    g_assert_no_error(error);
    for (size_t i = 0; i < 3; i++) {
        FeelValue v = app_result_value(result, input, i, &cycle);
        g_string_append_printf(out, "%s%s", i ? " " : "",
                               v.kind == FEEL_MISSING ? "missing"
                                                      : feel_value_text(arena, &v, false));
    }
    return g_string_free(out, FALSE);
}

typedef struct Case {
    const char *name;
    ImportKind kinds[4];
    const char *files[4];
    const char *measure, *cycle, *expected; /* P1 P2 P3 */
} Case;

#define SHARES   "customer,person,role,share,from,to\n"
#define BALANCES "account,date,balance\n"

static const Case cases[] = {
  /* 100 元 from 31 December on: 365 days of 2003 */
    {"balance-before-the-cycle",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\n", SHARES "K1,P1,,1,2000-01-01,\n"},
     "积数",          "2003",
     "36500 0 0"                              },
    {"leap-year",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\n", SHARES "K1,P1,,1,2000-01-01,\n"},
     "积数",          "2004",
     "36600 0 0"                              },
    {"february-of-a-leap-year",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2004-02-28,100\nD1,2004-02-29,1\nD1,2004-03-01,0\n",
      SHARES "K1,P1,,1,2000-01-01,\n"},
     "月积数",       "2004-02",
     "101 0 0"                                },
    {"first-and-last-day",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-12-31,5\nD1,2003-01-01,1\nD1,2003-01-02,0\nD1,2003-12-31,10\n"
               "D1,2004-01-01,70\n",
      SHARES "K1,P1,,1,2000-01-01,\n"},
     "积数",          "2003",
     "11 0 0"                                 },
 /* 0.01 × 365 days: thirds are exact until the end */
    {"thirds",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,0.01\n",
      SHARES "K1,P1,,1/3,2000-01-01,\nK1,P2,,1/3,2000-01-01,\nK1,P3,,1/3,2000-01-01,\n"},
     "积数",          "2003",
     "1.216666666666666666666666666666667 1.216666666666666666666666666666667 "
     "1.216666666666666666666666666666667"    },
    {"thirds-of-three-accounts-are-whole",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,0.01\nD2,2002-06-01,0.01\nD3,2002-06-01,0.01\n",
      SHARES "K1,P1,,1/3,2000-01-01,\nK2,P1,,1/3,2000-01-01,\n"},
     "积数",          "2003",
     "3.65 0 0"                               },
 /* 100 元: P1 to 15 May (135 days), P2 from 16 May (230 days) */
    {"hand-over-in-the-middle-of-a-month",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\n",
      SHARES "K1,P1,,1,2000-01-01,2003-05-15\nK1,P2,,1,2003-05-16,\n"},
     "积数",          "2003",
     "13500 23000 0"                          },
    {"unassigned-days-are-nobodys",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\n", SHARES "K1,P1,,1/2,2003-12-31,2004-01-01\n"},
     "积数",          "2003",
     "50 0 0"                                 },
    {"whole-credit",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2003-12-31,100\n", SHARES "K1,P1,,1/3,2000-01-01,\nK1,P2,,2/3,2000-01-01,\n"},
     "独占积数",    "2003",
     "100 100 0"                              },
    {"referral",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2003-12-31,100\n",
      SHARES "K1,P1,,1,2000-01-01,\nK1,P2,referrer,1/4,2000-01-01,\n"},
     "推荐积数",    "2003",
     "0 25 0"                                 },
    {"average",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2003-12-31,365\nD2,2002-01-01,1\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P2,,1,2000-01-01,\n"},
     "日均",          "2003",
     "1 1 0"                                  },
    {"end",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-12-31,7\nD2,2002-12-31,9\nD2,2003-12-31,0\n",
      SHARES "K1,P1,,1,2000-01-01,2003-12-30\nK1,P2,,1/7,2003-12-31,\nK2,P2,,1,2000-01-01,\n"},
     "时点",          "2003",
     "0 1 0"                                  },
 /* P1 had 100 at the base day, P2 has 150 at the end */
    {"net-change-belongs-to-the-holders-of-each-day",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD1,2003-06-01,150\n",
      SHARES "K1,P1,,1,2000-01-01,2003-01-01\nK1,P2,,1,2003-01-02,\n"},
     "净增",          "2003",
     "-100 150 0"                             },
    {"net-change-since-start-belongs-to-the-holders-of-each-day",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD1,2003-06-01,150\n",
      SHARES "K1,P1,,1,2000-01-01,2003-01-01\nK1,P2,,1,2003-01-02,\n"},
     "年净增",       "2003",
     "-100 150 0"                             },
    {"net-change-since-start-of-a-later-year",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD1,2003-12-31,150\nD1,2004-01-01,110\n",
      SHARES "K1,P1,,1/2,2000-01-01,\nK1,P2,,1/2,2004-01-01,\n"},
     "年净增",       "2004",
     "-20 55 0"                               },
    {"net-change-since-start-of-a-month",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES
      "D1,2004-01-31,7\nD1,2004-02-01,0\nD1,2004-02-29,10\nD1,2004-03-01,90\nD2,2004-02-10,0.01\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P2,,1,2000-01-01,\n"},
     "月净增",       "2004-02",
     "3 0.01 0"                               },
    {"ratio-of-net-changes",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD1,2003-06-01,140\nL1,2002-06-01,5\nL1,2003-12-31,15\n",
      SHARES "K1,P1,,1,2000-01-01,\n"},
     "净增存贷比", "2003",
     "0.25 missing missing"                   },
 /* 100 元 at 1% for 181 days, at 3% for 184 */
    {"rate-changes",
     {IMPORT_BALANCES, IMPORT_RATES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\n", "account,from,rate\nD1,2002-01-01,1%\nD1,2003-07-01,0.03\n",
      SHARES "K1,P1,,1,2000-01-01,2003-06-30\nK1,P2,,1/3,2003-07-01,\n"},
     "利率",          "2003",
     "0.01 0.03 null"                         },
    {"rate-weighted-by-balances",
     {IMPORT_BALANCES, IMPORT_RATES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD2,2002-06-01,300\nD3,2002-06-01,0\n",
      "account,from,rate\nD1,2002-01-01,1%\nD2,2002-01-01,2%\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P1,,1,2000-01-01,\n"},
     "利率",          "2003",
     "0.0175 null null"                       },
    {"balance-without-a-rate-is-owed",
     {IMPORT_BALANCES, IMPORT_RATES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\n", "account,from,rate\nD1,2003-12-31,1%\n",
      SHARES "K1,P1,,1,2000-01-01,\nK1,P2,referrer,1,2000-01-01,\n"},
     "利率",          "2003",
     "missing null null"                      },
    {"count-of-accounts",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD2,2002-06-01,1\nD3,2003-12-31,-1\n",
      SHARES "K1,P1,,1/3,2000-01-01,\nK2,P1,,1,2000-01-01,\n"},
     "户数",          "2003",
     "2.333333333333333333333333333333333 0 0"},
    {"count-of-customers",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,100\nD1,2003-12-31,0\nD2,2002-06-01,1\nD3,2003-12-31,-1\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P1,,1/2,2000-01-01,\n"},
     "客户数",       "2003",
     "0.5 0 0"                                },
    {"new-accounts",
     {IMPORT_ASSIGNMENTS},
     {SHARES "K1,P1,,1,2003-05-01,2003-05-01\nK1,P2,,1,2003-05-02,\nK2,P1,,1,2000-01-01,\n"},
     "新开户",       "2003",
     "1 0 0"                                  },
    {"where-follows-links",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2003-12-31,5\nD2,2003-12-31,9\nD3,2003-12-31,11\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P2,,1,2000-01-01,\n"},
     "甲类积数",    "2003",
     "5 0 0"                                  },
    {"loans-are-no-deposits",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2003-12-31,5\nL1,2003-12-31,9\n", SHARES "K1,P1,,1,2000-01-01,\n"},
     "贷款积数",    "2003",
     "9 0 0"                                  },
    {"sum-of-transactions",
     {IMPORT_TRANSACTIONS, IMPORT_ASSIGNMENTS},
     {"account,date,kind,amount\nD1,2002-12-31,甲,1\nD1,2003-01-01,甲,2.50\n"
      "D1,2003-06-30,甲,-0.50\nD1,2003-07-01,甲,3\nD1,2003-07-01,乙,100\nD1,2004-01-01,甲,1\n",
      SHARES "K1,P1,,1,2000-01-01,2003-06-30\nK1,P2,,1/2,2003-07-01,\n"},
     "手续费",       "2003",
     "2 1.5 0"                                },
    {"count-of-transactions",
     {IMPORT_TRANSACTIONS, IMPORT_ASSIGNMENTS},
     {"account,date,kind,amount\nD1,2003-01-01,甲,100\nD1,2003-01-01,乙,100.00\n"
      "D1,2003-01-02,甲,99.99\nD3,2003-01-01,甲,1000\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P1,,1,2000-01-01,\n"},
     "大额笔数",    "2003",
     "2 0 0"                                  },
    {"customers-of-transactions-by-the-last-one",
     {IMPORT_TRANSACTIONS, IMPORT_ASSIGNMENTS},
     {"account,date,kind,amount\nD2,2003-01-01,甲,1\nD3,2003-07-01,乙,1\n",
      SHARES "K2,P1,,1,2000-01-01,2003-06-30\nK2,P2,,1,2003-07-01,\n"},
     "交易客户数", "2003",
     "0 1 0"                                  },
    {"cards-in-force",
     {IMPORT_CARDS, IMPORT_ASSIGNMENTS},
     {"code,account,kind,issued,closed\nC1,D1,借记卡,2002-01-01,\n"
      "C2,D1,借记卡,2002-01-01,2003-12-31\nC3,D1,借记卡,2003-12-31,2004-01-01\n"
      "C4,D1,信用卡,2003-01-01,\nC5,D1,借记卡,2004-01-01,\n",
      SHARES "K1,P1,,1/2,2000-01-01,\n"},
     "卡数",          "2003",
     "1 0 0"                                  },
    {"new-cards",
     {IMPORT_CARDS, IMPORT_ASSIGNMENTS},
     {"code,account,kind,issued,closed\nC1,D1,借记卡,2002-12-31,\n"
      "C2,D1,借记卡,2003-01-01,2003-01-02\nC3,D1,信用卡,2003-12-31,\n",
      SHARES "K1,P1,,1,2000-01-01,2003-06-30\nK1,P2,,1/2,2003-07-01,\n"},
     "新卡数",       "2003",
     "1 0.5 0"                                },
    {"contracts-hang-on-customers",
     {IMPORT_CONTRACTS, IMPORT_ASSIGNMENTS},
     {"code,customer,kind,signed,ended\nW1,K1,网站,2003-02-01,\nW2,K1,别的,2003-02-01,\n"
      "W3,K2,网站,2003-02-01,\nW4,K1,网站,2002-02-01,\n",
      SHARES "K1,P1,,1,2000-01-01,\nK2,P1,,1,2000-01-01,\n"},
     "新签数",       "2003",
     "1 0 0"                                  },
    {"ratio",
     {IMPORT_BALANCES, IMPORT_ASSIGNMENTS},
     {BALANCES "D1,2002-06-01,4\nL1,2002-06-01,3\n",
      SHARES "K1,P1,,1/3,2000-01-01,\nK1,P2,,1/7,2000-01-01,\n"},
     "存贷比",       "2003",
     "0.75 0.75 missing"                      },
};

static Regulation *shared;

static void test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(DbConn) conn = new_store();

    for (size_t i = 0; i < G_N_ELEMENTS(c->files) && c->files[i]; i++)
        land(conn, c->kinds[i], c->files[i]);
    g_autofree char *got = measured(conn, shared, c->measure, c->cycle);
    g_assert_cmpstr(got, ==, c->expected);
}

/* ---- tie-out ---- */

static char *tied(DbConn *conn, const Regulation *reg, const char *name, const char *cycle_text)
{
    AppCycle cycle = cycle_of(reg, cycle_text);
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GError) error = NULL;
    GString *out = g_string_new(NULL);
    size_t n;
    MeasureTieOut *lines =
        measure_tie_out(conn, reg, reg_name(reg, REG_PERSON, name), &cycle, arena, &n, &error);

    g_assert_no_error(error);
    for (size_t i = 0; i < n; i++) {
        char text[4][64];
        const Dec *values[4] = {&lines[i].persons, &lines[i].unassigned, &lines[i].double_credited,
                                &lines[i].ledger};
        for (int k = 0; k < 4; k++)
            dec_format(*values[k], text[k], sizeof text[k]);
        g_string_append_printf(out, "%s|%s: %s + %s - %s = %s%s\n", lines[i].unit, lines[i].product,
                               text[0], text[1], text[2], text[3], lines[i].ties ? "" : " BROKEN");
    }
    return g_string_free(out, FALSE);
}

static void test_tie_out(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_BALANCES,
         BALANCES "D1,2002-06-01,100\nD2,2002-06-01,10\nD3,2003-12-31,-7\nL1,2002-06-01,1\n");
    land(conn, IMPORT_ASSIGNMENTS,
         SHARES "K1,P1,,1/3,2000-01-01,2003-12-30\nK1,P2,,1/3,2003-12-30,\n"
                "K2,P1,,1/2,2000-01-01,\nK2,P2,,1/2,2000-01-01,\n");
    g_autofree char *share = tied(conn, shared, "积数", "2003");
    g_autofree char *whole = tied(conn, shared, "独占积数", "2003");
    g_autofree char *month = tied(conn, shared, "月积数", "2003-12");
    g_autofree char *count = tied(conn, shared, "户数", "2003");

    g_assert_cmpstr(share, ==,
                    "B1|甲: 12200 + 24300 - 0 = 36500\n"
                    "B2|乙: -7 + 0 - 0 = -7\n"
                    "B2|甲: 3650 + 0 - 0 = 3650\n");
    g_assert_cmpstr(whole, ==,
                    "B1|甲: 36600 + 0 - 100 = 36500\n"
                    "B2|乙: -14 + 0 - -7 = -7\n"
                    "B2|甲: 7300 + 0 - 3650 = 3650\n");
    g_assert_cmpstr(month, ==,
                    "B1|甲: 1066.666666666666666666666666666667 + "
                    "2033.333333333333333333333333333333 - 0 = 3100\n"
                    "B2|乙: -7 + 0 - 0 = -7\n"
                    "B2|甲: 310 + 0 - 0 = 310\n");
    g_assert_cmpstr(count, ==,
                    "B1|甲: 0.3333333333333333333333333333333333 + "
                    "0.6666666666666666666666666666666667 - 0 = 1\n"
                    "B2|乙: 1 + 0 - 0 = 1\n"
                    "B2|甲: 1 + 0 - 0 = 1\n");
}

static void test_no_tie_out(void)
{
    g_autoptr(DbConn) conn = new_store();
    AppCycle cycle = cycle_of(shared, "2003");
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GError) error = NULL;
    size_t n;

    g_assert_null(measure_tie_out(conn, shared, reg_name(shared, REG_PERSON, "利率"), &cycle, arena,
                                  &n, &error));
    g_assert_cmpstr(err_reason(error), ==, "measure.no-tie-out");
}

/* ---- kept values ---- */

static const char SQL_N_KEPT[] = "SELECT COUNT(*) FROM measure_value";
static const char SQL_SPOIL[] = "UPDATE measure_value SET value = '77' WHERE value = '36500'";
static const char SQL_N_SPOILT[] = "SELECT COUNT(*) FROM measure_value WHERE value = '77'";

static int64_t number_of(DbConn *conn, const char *sql)
{
    g_autoptr(DbStmt) stmt = db_prepare(conn, sql, NULL);

    g_assert_cmpint(db_stmt_step(stmt, NULL), ==, 1);
    return db_stmt_int(stmt, 0);
}

static void run_sql(DbConn *conn, const char *sql)
{
    g_autoptr(DbStmt) stmt = db_prepare(conn, sql, NULL);

    g_assert_true(db_stmt_run(stmt, NULL));
}

/* Kept values are used until facts come or fresh ones are asked for. */
static void test_kept(void)
{
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_BALANCES, BALANCES "D1,2002-06-01,100\n");
    land(conn, IMPORT_ASSIGNMENTS, SHARES "K1,P1,,1,2000-01-01,\n");
    compute(conn, shared, "2003", false);
    int64_t n = number_of(conn, SQL_N_KEPT);
    g_assert_cmpint(n, >, 40);
    run_sql(conn, SQL_SPOIL);
    int64_t spoilt = number_of(conn, SQL_N_SPOILT);
    g_assert_cmpint(spoilt, >, 0);
    compute(conn, shared, "2003", false);
    g_assert_cmpint(number_of(conn, SQL_N_SPOILT), ==, spoilt);
    compute(conn, shared, "2003", true);
    g_assert_cmpint(number_of(conn, SQL_N_SPOILT), ==, 0);
    run_sql(conn, SQL_SPOIL);
    land(conn, IMPORT_BALANCES, BALANCES "D1,2003-06-01,100\n");
    compute(conn, shared, "2003", false);
    g_assert_cmpint(number_of(conn, SQL_N_SPOILT), ==, 0);
    g_assert_cmpint(number_of(conn, SQL_N_KEPT), ==, n);
}

typedef struct Refused {
    const char *name;
    const char *block[2]; /* head and body of the input */
    const char *reason, *message;
} Refused;

static const Refused refusals[] = {
    {"over",
     {"积数 @year unit 元·天",
      "of: deposit balances\ntake: balance-days\ncredit: share\nover: year to date"},
     "measure.not-built",    "the measure 积数: `over` is not built yet"                                       },
    {"per-unit",
     {"积数 @year per unit unit 元·天", "of: deposit balances\ntake: balance-days\ncredit: share"},
     "measure.not-built",    "the measure 积数: a measure of other rows than persons is not built yet"         },
    {"where-of-a-keyed-parameter",
     {"笔数 @year unit 笔",
      "of: transactions\ntake: count\ncredit: share\nwhere: 金额 > 门槛\n```\n\n"
      "```yaml param 门槛 per account unit 元\nby: 产品\nvalue: {甲: 5}"},
     "measure.where",        "the `where` of 笔数 reads 门槛, which cannot be asked of these facts"          },
    {"where-of-an-owed-parameter",
     {"笔数 @year unit 笔",
      "of: transactions\ntake: count\ncredit: share\nwhere: 金额 > 门槛\n```\n\n"
      "```yaml param 门槛 unit 元\nset by: 行长"},
     "measure.no-parameter", "the `where` of 笔数 reads the parameter 门槛, which has no value on 2003-12-31"},
    {"where-fault",
     {"笔数 @year unit 笔", "of: transactions\ntake: count\ncredit: share\nwhere: 金额 / 0 > 1"},
     "measure.where-fault",  "the `where` of 笔数: division by zero"                                           },
};

static void test_refused(gconstpointer data)
{
    const Refused *r = data;
    g_autoptr(Regulation) reg = load_regulation((const char *const(*)[2]) & r->block, 1);
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(AppData) data_of = app_data_new(reg);
    AppCycle cycle = cycle_of(reg, "2003");
    MeasureOptions options = {.fresh = true};
    g_autoptr(GError) error = NULL;

    land(conn, IMPORT_TRANSACTIONS, "account,date,kind,amount\nD1,2003-01-01,甲,1\n");
    g_assert_false(measures_load(conn, reg, &cycle, data_of, &options, &error));
    g_assert_cmpstr(error->message, ==, r->message);
    g_assert_cmpstr(err_reason(error), ==, r->reason);
}

/* How many transactions of P1 in the year pass `金额 > 门槛`; what was kept is taken. */
static char *count_above(DbConn *conn, const Regulation *reg, const char *threshold)
{
    AppCycle cycle = cycle_of(reg, "2003");
    const RegName *param = reg_name(reg, REG_PERSON, "门槛");
    g_autoptr(AppData) data = app_data_new(reg);
    g_autoptr(GError) error = NULL;
    g_autoptr(Arena) arena = arena_new(0);
    MeasureOptions options = {.keep = true};
    FeelValue v = feel_string("客户经理", strlen("客户经理"));
    Dec number;

    app_data_set_attribute(data, reg_name(reg, REG_PERSON, "岗位"),
                           app_data_row(data, REG_PERSON, "P1"), INT64_MIN, &v);
    if (threshold) {
        g_assert_true(dec_parse(threshold, -1, &number));
        v = feel_number(number);
        app_data_set_param(data, param, NULL, 0, INT64_MIN, &v);
    }
    g_assert_true(measures_load(conn, reg, &cycle, data, &options, &error));
    g_assert_no_error(error);
    g_autoptr(AppResult) result = app_evaluate(reg, data, &cycle, &cycle, &(AppOptions){0}, &error);
    g_assert_no_error(error);
    v = app_result_value(result, reg_name(reg, REG_PERSON, "笔数"), 0, &cycle);
    return g_strdup(feel_value_text(arena, &v, false));
}

/* A `where` reads parameters: another value is another measure, kept or not. */
static void test_where_parameter(void)
{
    static const char *const blocks[][2] = {
        {"笔数 @year unit 笔",
         "of: transactions\ntake: count\ncredit: share\nwhere: 金额 > 门槛 and 口径 = \"严\"\n"
         "```\n\n```yaml param 口径\nvalue: 严\none of: [严, 宽]\n```\n\n"
         "```yaml param 门槛 unit 万元\nvalue: 0.0005"}
    };
    static const char *const thresholds[][2] = {
        {NULL,     "2"},
        {"0.0001", "3"},
        {"0.001",  "1"},
        {NULL,     "2"},
        {"10",     "0"}
    };
    g_autoptr(Regulation) reg = load_regulation(blocks, 1);
    g_autoptr(DbConn) conn = new_store();

    land(conn, IMPORT_ASSIGNMENTS, "customer,person,share,from,to\nK1,P1,1,2002-01-01,\n");
    land(conn, IMPORT_TRANSACTIONS,
         "account,date,kind,amount\nD1,2003-05-01,甲,1\nD1,2003-05-02,甲,5\nD1,2003-05-03,甲,5.01\n"
         "D1,2003-05-04,甲,20\n");
    for (size_t i = 0; i < G_N_ELEMENTS(thresholds); i++) {
        g_autofree char *got = count_above(conn, reg, thresholds[i][0]);

        g_assert_cmpstr(got, ==, thresholds[i][1]);
    }
}

/* Shares of so many denominators that no common one can be kept: refused, not rounded. */
static void test_too_large(void)
{
    g_autoptr(DbConn) conn = new_store();
    g_autoptr(GString) customers = g_string_new("code,name\n");
    g_autoptr(GString) accounts = g_string_new("code,customer,product,side\n");
    g_autoptr(GString) balances = g_string_new(BALANCES);
    g_autoptr(GString) shares = g_string_new(SHARES);
    g_autoptr(AppData) data = app_data_new(shared);
    AppCycle cycle = cycle_of(shared, "2003");
    MeasureOptions options = {.fresh = true};
    g_autoptr(GError) error = NULL;

    for (int i = 0; i < 40; i++) {
        g_string_append_printf(customers, "X%d,某\n", i);
        g_string_append_printf(accounts, "Y%d,X%d,甲,deposit\n", i, i);
        g_string_append_printf(balances, "Y%d,2003-01-01,1\n", i);
        g_string_append_printf(shares, "X%d,P1,,1/%d,2000-01-01,\n", i, 999999 - i);
    }
    land(conn, IMPORT_CUSTOMERS, customers->str);
    land(conn, IMPORT_ACCOUNTS, accounts->str);
    land(conn, IMPORT_BALANCES, balances->str);
    land(conn, IMPORT_ASSIGNMENTS, shares->str);
    g_assert_false(measures_load(conn, shared, &cycle, data, &options, &error));
    g_assert_cmpstr(err_reason(error), ==, "measure.too-large");
    g_assert_true(err_is(error, ERR_LIMIT));
}

/* ---- random books against a reference that goes day by day ---- */

enum {
    N_PERSONS = 3,
    N_CUSTOMERS = 4,
    N_ACCOUNTS = 9,
    N_DAYS = 420, /* from 2002-12-01 on */
    FIRST_DAY = 12022,
    YEAR_FIRST = 31, /* 2003-01-01, as an index of days */
    YEAR_LAST = 395, /* 2003-12-31 */
    BASE = 30,       /* 2002-12-31 */
    PARTS = 12,      /* shares are twelfths */
};

typedef struct Book {
    int64_t balance[N_ACCOUNTS][N_DAYS];       /* 分 */
    int64_t rate[N_ACCOUNTS][N_DAYS];          /* 1/10000 */
    int share[N_CUSTOMERS][N_PERSONS][N_DAYS]; /* of PARTS */
    int64_t fee[N_ACCOUNTS][N_DAYS];           /* 分, of kind 甲 */
    GString *balances, *rates, *shares, *fees;
} Book;

static const char *day_text(int day)
{
    static char buf[CAL_TEXT_SIZE];

    cal_date_format(FIRST_DAY + day, buf);
    return buf;
}

static void make_account(GRand *rand, Book *b, int a)
{
    int64_t level = 0, rate = 0;

    for (int d = 0; d < N_DAYS; d++) {
        if (g_rand_int_range(rand, 0, 6) == 0) {
            level = g_rand_int_range(rand, -500, 100000);
            g_string_append_printf(b->balances, "A%d,%s,%s%d.%02d\n", a, day_text(d),
                                   level < 0 ? "-" : "", (int)ABS(level) / 100,
                                   (int)ABS(level) % 100);
        }
        if (d == 0 || g_rand_int_range(rand, 0, 90) == 0) {
            rate = g_rand_int_range(rand, 0, 900);
            g_string_append_printf(b->rates, "A%d,%s,0.%04d\n", a, day_text(d), (int)rate);
        }
        if (g_rand_int_range(rand, 0, 30) == 0) {
            b->fee[a][d] = g_rand_int_range(rand, 1, 5000);
            g_string_append_printf(b->fees, "A%d,%s,甲,%d.%02d\n", a, day_text(d),
                                   (int)b->fee[a][d] / 100, (int)b->fee[a][d] % 100);
        }
        b->balance[a][d] = level;
        b->rate[a][d] = rate;
    }
}

/* Each person holds for some stretches; never more than all parts in all. */
static void make_customer(GRand *rand, Book *b, int c)
{
    for (int p = 0; p < N_PERSONS; p++) {
        for (int d = g_rand_int_range(rand, 0, 60); d < N_DAYS;) {
            int days = g_rand_int_range(rand, 0, 200); /* MIN takes its arguments twice */
            int last = MIN(N_DAYS - 1, d + days);
            int part = g_rand_int_range(rand, 1, 5);
            for (int i = d; i <= last; i++)
                b->share[c][p][i] = part;
            g_string_append_printf(b->shares, "K%d,P%d,,%d/%d,%s,", c, p + 1, part, PARTS,
                                   day_text(d));
            g_string_append_printf(b->shares, "%s\n", last == N_DAYS - 1 ? "" : day_text(last));
            d = last + 1 + g_rand_int_range(rand, 0, 40);
        }
    }
}

/* accounts 2a and 2a+1 … belong to customer a % N_CUSTOMERS */
static int owner(int account)
{
    return account % N_CUSTOMERS;
}

static Book *make_book(guint32 seed)
{
    Book *b = g_new0(Book, 1);
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);

    b->balances = g_string_new("account,date,balance\n");
    b->rates = g_string_new("account,from,rate\n");
    b->shares = g_string_new("customer,person,role,share,from,to\n");
    b->fees = g_string_new("account,date,kind,amount\n");
    for (int a = 0; a < N_ACCOUNTS; a++)
        make_account(rand, b, a);
    for (int c = 0; c < N_CUSTOMERS; c++)
        make_customer(rand, b, c);
    return b;
}

static void free_book(Book *b)
{
    g_string_free(b->balances, TRUE);
    g_string_free(b->rates, TRUE);
    g_string_free(b->shares, TRUE);
    g_string_free(b->fees, TRUE);
    g_free(b);
}

static DbConn *import_book(const Book *b)
{
    g_autoptr(GError) error = NULL;
    DbConn *conn = store_open_memory(&error);
    GString *accounts = g_string_new("code,customer,product,side\n");

    for (int a = 0; a < N_ACCOUNTS; a++)
        g_string_append_printf(accounts, "A%d,K%d,甲,deposit\n", a, owner(a));
    land(conn, IMPORT_PERSONS, "code,name\nP1,张\nP2,李\nP3,王\n");
    land(conn, IMPORT_CUSTOMERS, "code,name\nK0,零\nK1,一\nK2,二\nK3,三\n");
    land(conn, IMPORT_ACCOUNTS, accounts->str);
    land(conn, IMPORT_BALANCES, b->balances->str);
    land(conn, IMPORT_RATES, b->rates->str);
    land(conn, IMPORT_ASSIGNMENTS, b->shares->str);
    land(conn, IMPORT_TRANSACTIONS, b->fees->str);
    g_string_free(accounts, TRUE);
    return conn;
}

typedef enum Want { W_DAYS, W_WHOLE, W_AVERAGE, W_RATE, W_END, W_NET, W_COUNT, W_FEES, W_N } Want;

static const char *const wanted[W_N] = {"积数", "独占积数", "日均", "利率",
                                        "时点", "净增",     "户数", "手续费"};

/* Sums in twelfths, day by day. */
static __int128 reference(const Book *b, int p, Want want, __int128 *out_below)
{
    __int128 above = 0, below = 0;

    for (int a = 0; a < N_ACCOUNTS; a++) {
        const int *share = b->share[owner(a)][p];
        for (int d = YEAR_FIRST; d <= YEAR_LAST; d++) {
            __int128 part = (__int128)b->balance[a][d] * share[d];
            if (want == W_DAYS || want == W_AVERAGE)
                above += part;
            else if (want == W_WHOLE)
                above += share[d] ? b->balance[a][d] : 0;
            else if (want == W_RATE)
                above += part * b->rate[a][d], below += part;
            else if (want == W_FEES)
                above += (__int128)b->fee[a][d] * share[d];
        }
        if (want == W_END || want == W_NET)
            above += (__int128)b->balance[a][YEAR_LAST] * share[YEAR_LAST];
        if (want == W_NET)
            above -= (__int128)b->balance[a][BASE] * share[BASE];
        if (want == W_COUNT)
            above += b->balance[a][YEAR_LAST] ? share[YEAR_LAST] : 0;
    }
    *out_below = below;
    return above;
}

static char *expected_text(const Book *b, int p, Want want)
{
    static const int64_t divisors[W_N] = {
        [W_DAYS] = 100 * PARTS, [W_WHOLE] = 100,        [W_AVERAGE] = 100 * PARTS * 365,
        [W_RATE] = 10000,       [W_END] = 100 * PARTS,  [W_NET] = 100 * PARTS,
        [W_COUNT] = PARTS,      [W_FEES] = 100 * PARTS,
    };
    __int128 below, above = reference(b, p, want, &below);
    Dec value, divisor = dec_from_int(divisors[want]);
    char buf[DEC_TEXT_SIZE];

    if (want == W_RATE && below == 0)
        return g_strdup("null");
    if (want == W_RATE)
        divisor = dec_from_int128(below * 10000, 0);
    g_assert_true(dec_div(dec_from_int128(above, 0), divisor, &value));
    dec_format(value, buf, sizeof buf);
    return g_strdup(buf);
}

static void test_random_books(void)
{
    for (guint32 seed = 1; seed <= 12; seed++) {
        Book *b = make_book(seed);
        g_autoptr(DbConn) conn = import_book(b);

        for (int w = 0; w < W_N; w++) {
            g_autofree char *got = measured(conn, shared, wanted[w], "2003");
            g_autofree char *p1 = expected_text(b, 0, (Want)w);
            g_autofree char *p2 = expected_text(b, 1, (Want)w);
            g_autofree char *p3 = expected_text(b, 2, (Want)w);
            g_autofree char *want = g_strdup_printf("%s %s %s", p1, p2, p3);
            g_assert_cmpstr(got, ==, want);
        }
        for (const char *const *name =
                 (const char *const[]){"积数", "独占积数", "时点", "户数", "手续费", NULL};
             *name; name++) {
            g_autofree char *lines = tied(conn, shared, *name, "2003");
            g_assert_nonnull(strstr(lines, "|甲: "));
            g_assert_null(strstr(lines, "BROKEN"));
        }
        free_book(b);
    }
}

int main(int argc, char **argv)
{
    int rc;

    g_test_init(&argc, &argv, NULL);
    g_autofree char *dir = g_dir_make_tmp("guanhu-measure-XXXXXX", NULL);
    g_assert_cmpint(g_chdir(dir), ==, 0);
    shared = load_regulation(inputs, G_N_ELEMENTS(inputs));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/measure/", cases[i].name, NULL);
        g_test_add_data_func(path, &cases[i], test_case);
    }
    g_test_add_func("/measure/tie-out", test_tie_out);
    g_test_add_func("/measure/no-tie-out", test_no_tie_out);
    g_test_add_func("/measure/kept", test_kept);
    for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
        g_autofree char *path = g_strconcat("/measure/refused/", refusals[i].name, NULL);
        g_test_add_data_func(path, &refusals[i], test_refused);
    }
    g_test_add_func("/measure/where-parameter", test_where_parameter);
    g_test_add_func("/measure/too-large", test_too_large);
    g_test_add_func("/measure/random-books", test_random_books);
    rc = g_test_run();
    reg_free(shared);
    g_remove("f.csv");
    g_rmdir(dir);
    return rc;
}
