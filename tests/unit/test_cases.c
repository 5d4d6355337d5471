/* test_cases.c - cases.yaml: what is wrong with a file, what a case finds. */
#include "appraise/cases.h"

#include <string.h>

static const char regulation[] =
    "---\nregulation: trial\ntitle: 试验\nversion: 1\n"
    "applies to: 岗位 = \"客户经理\"\ncycles: [month, quarter, year]\n---\n\n# 第一条\n\n"
    "```yaml sheet 明细表 @month\nlines: many\ncolumns:\n  客户经理: person\n  日期: date\n"
    "  金额: 万元\n```\n"
    "```yaml subject 笔\nrows: sheet 明细表\n```\n"
    "```yaml sheet 无日期表 @month\nlines: many\ncolumns:\n  客户经理: person\n  金额: 元\n```\n"
    "```yaml subject 项\nrows: sheet 无日期表\n```\n"
    "```yaml input 额 @month unit 万元\nowed by: 支行\n```\n"
    "```yaml input 备注 @month\ntype: text\noptional: true\n```\n"
    "```yaml input 师傅\nfrom: attribute\ntype: person\noptional: true\n```\n"
    "```yaml input 标签 @month\ntype: list of text\noptional: true\n```\n"
    "```yaml input 系数 @month\noptional: true\n```\n"
    "```yaml input 时刻 @month\ntype: time\noptional: true\n```\n"
    "```yaml input 时点 @month\ntype: date and time\noptional: true\n```\n"
    "```yaml input 历时 @month\ntype: days and time duration\noptional: true\n```\n"
    "```yaml input 年限 @month\ntype: years and months duration\noptional: true\n```\n"
    "```yaml input 是否 @month\ntype: boolean\noptional: true\n```\n"
    "```yaml input 任意 @month\ntype: any\noptional: true\n```\n"
    "```yaml input 上次复核 @month\nfrom: history of 复核\nover: previous\ntype: text\n"
    "one of: [通过, 退回]\n```\n"
    "```yaml param 工资 unit 元\nby: 级别\nset by: 总行\n```\n"
    "```yaml param 口径\nvalue: 全部\none of: [全部, 超额]\n```\n"
    "```yaml param 比例\nvalue: 5%\n```\n"
    "```feel 奖 @month unit 元\n额 * 比例\n```\n"
    "```feel 商 @month\n1 / 系数\n```\n"
    "```feel 补贴 @month unit 元\nif 口径 = \"全部\" then 工资 else 0\n```\n"
    "```yaml input 上月奖 @month unit 元\nfrom: history of 奖\nover: previous\nif none: 0\n```\n"
    "```yaml input 年奖 @year unit 元\nfrom: history of 奖\nover: this cycle\ntake: sum\n```\n"
    "```yaml total 笔数 @month\ntake: count\nover: 笔 by 客户经理\n```\n"
    "```yaml total 笔额 @month unit 元\ntake: sum\nof: 金额\nover: 笔 by 客户经理\n```\n"
    "```yaml total 项数 @month\ntake: count\nover: 项 by 客户经理\n```\n"
    "```yaml total 徒弟数 @month\ntake: count\nover: person by 师傅\n```\n"
    "```yaml rank 名次 @month\nof: 额\nwithin: 类别\ncuts: first 1\nundecided: 并列裁定\n```\n"
    "```yaml procedure 并列裁定\nopens: on rank 名次\nsteps: {裁定: {by: 支行长}}\n```\n"
    "```yaml rank 全行名次 @month\nof: 额\n```\n"
    "```yaml decide 复核 @month\nwhen: 额 > 100万\nby: 支行长\noutcome: one of [通过, 退回]\n```\n"
    "```feel 复核后 @month unit 元\nif 复核 = \"退回\" then 0 else 奖\n```\n"
    "```yaml pay 发奖 @month\nof: 奖\ninto: 绩效\n```\n"
    "```yaml check 一户一人\non: assignment\nrefuse when: 客户.在管客户经理数 >= 1\n"
    "says: 一户一人\n```\n"
    "```yaml check 有行业\non: assignment\n"
    "refuse when: 客户.行业 = null\nsays: 没有行业\n```\n"
    "```yaml register 投诉簿\nfields: {时间: date and time, 责任人: person, 类: text}\n```\n"
    "```yaml register 事件簿\nfields:\n  日期: date, required\n  责任人: person, required\n"
    "  类: text\n```\n"
    "```yaml subject 事件\nrows: register 事件簿\n```\n"
    "```yaml input 事件数 @month\nfrom: register 事件簿\ntake: count\n```\n"
    "```yaml check 有类\non: register 事件簿\nrefuse when: 类 = null\nsays: 没有类\n```\n"
    "```feel 笔奖 @month per 笔 unit 元\n金额 * 比例\n```\n";

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

/* ---- findings ------------------------------------------------------------------------- */

typedef struct FindingCase {
    const char *name;
    const char *text;
    const char *code;
    uint32_t line, column;
    const char *part; /* of the finding as printed */
} FindingCase;

#define HEAD        "- case: A\n  cycle: 2003-05\n"
#define GIVE(given) HEAD "  rows:\n    甲:\n      given: {" given "}\n      expect: {奖: 1}\n"
#define WANT(want)  HEAD "  rows:\n    甲:\n      given: {额: 1}\n      expect: {" want "}\n"

static const FindingCase finding_cases[] = {
    {"not-yaml",             "- case: [",                                                                          "yaml.syntax",            1, 10, ""                                                                  },
    {"empty",                "",                                                                                   "cases.no-cases",         1, 1,  "- case: EX-1"                                                      },
    {"map",                  "case: A\n",                                                                          "cases.no-cases",         1, 1,  ""                                                                  },
    {"case-is-text",         "- A\n",                                                                              "cases.case",             1, 3,  ""                                                                  },
    {"no-name",              "- cycle: 2003\n",                                                                    "cases.no-name",          1, 3,  ""                                                                  },
    {"name-twice",
     HEAD "  rows: {甲: {expect: {奖: 1}}}\n" HEAD "  rows: {甲: {expect: {奖: 1}}}\n",
     "cases.name-twice",                                                                                                                     4, 9,  "two cases A"                                                       },
    {"unknown-key",          HEAD "  givn: {额: 1}\n  rows: {甲: {expect: {奖: 1}}}\n",                         "cases.unknown-key",
     3,                                                                                                                                         3,  "did you mean given?"                                               },
    {"no-cycle",             "- case: A\n  rows: {甲: {expect: {奖: 1}}}\n",                                     "cases.cycle",            1, 3,  ""                                                                  },
    {"two-cycles",           "- case: A\n  cycle: 2003\n  cycles: [2003, 2004]\n",                                 "cases.cycle",            1, 3,  ""                                                                  },
    {"no-such-cycle",        "- case: A\n  cycle: 2003H1\n",                                                       "cases.cycle",            2, 10, "2003H1"                                                            },
    {"one-of-cycles",        "- case: A\n  cycles: [2003]\n",                                                      "cases.cycle",            2, 11, ""                                                                  },
    {"backwards",            "- case: A\n  cycles: [2004, 2003]\n",                                                "cases.cycle",            2, 11,
     "2004 comes after 2003"                                                                                                                                                                                            },
    {"begins-too-early",     "- case: A\n  cycles: [2003-09, 2003]\n",                                             "cases.cycle",            2, 21,
     "2003 begins on 2003-01-01, before the first cycle named, and so is not played\n    hint: "
     "`cycles: [2003-01, 2003]`"                                                                                                                                                                                        },
    {"ends-too-late",        "- case: A\n  cycles: [2003, 2003-09]\n",                                             "cases.cycle",            2, 12,
     "2003 ends on 2003-12-31, after the last cycle named, and so is not played\n    hint: "
     "`cycles: "
     "[2003, 2003-12]`"                                                                                                                                                                                                 },
    {"not-among",            "- case: A\n  cycles: [2003-03, 2003-12]\n  rows: {甲: {expect: {年奖: 1}}}\n",
     "cases.wrong-cycle",                                                                                                                    3, 27, "年奖 is a name of each year, and the case has none"              },
    {"not-among-hint",
     "- case: A\n  cycles: [2003-03, 2003-12]\n  rows: {甲: {expect: {年奖: 1}}}\n",                            "cases.wrong-cycle",      3, 27, "`cycles: [2003-01, 2003]`"                                         },
    {"no-expectation",       HEAD "  rows: {甲: {given: {额: 1}}}\n",                                            "cases.no-expectation",   1, 9,
     "proves nothing"                                                                                                                                                                                                   },
    {"cites",                HEAD "  cites: {a: b}\n  rows: {甲: {expect: {奖: 1}}}\n",                          "cases.cites",            3, 10, ""                                                                  },
    {"rows-list",            HEAD "  rows: [甲]\n",                                                               "cases.rows",             3, 9,  ""                                                                  },
    {"row-text",             HEAD "  rows: {甲: 5}\n",                                                            "cases.row",              3, 13, ""                                                                  },
    {"row-key",              HEAD "  rows: {甲: {expects: {奖: 1}}}\n",                                          "cases.unknown-key",      3, 14,
     "did you mean expect?"                                                                                                                                                                                             },
    {"rows-of-what",         HEAD "  rows of 比: {}\n",                                                           "cases.unknown-rows",     3, 3,  "rows called 比"                                                   },
    {"rows-of-entries",      HEAD "  rows of assignment: {}\n",                                                    "cases.no-rows",          3, 3,
     "entries of assignment"                                                                                                                                                                                            },
    {"entries-unchecked",    HEAD "  entries of customer: {}\n",                                                   "cases.no-check",         3, 3,  ""                                                                  },
    {"unknown-name",         GIVE("额度: 1"),                                                                    "cases.unknown-name",     5, 15, "额度"                                                            },
    {"near-name",            GIVE("上月奖金: 1"),                                                              "cases.unknown-name",     5, 15, "did you mean 上月奖?"                                           },
    {"name-of-others",       GIVE("行业: 农业"),                                                               "cases.unknown-name",     5, 15, "rows of customer"                                                  },
    {"path",                 GIVE("机构.区域: 城区"),                                                        "cases.unknown-name",     5, 15, "区域 is said of the row"                                         },
    {"builtin",              GIVE("期初: 2003-05-01"),                                                           "cases.builtin",          5, 15, ""                                                                  },
    {"number",               GIVE("额: 一"),                                                                     "cases.value",            5, 18, "1250.5, 5%"                                                        },
    {"comma",                HEAD "  rows:\n    甲:\n      given:\n        额: 1,000\n      expect: {奖: 1}\n",
     "cases.value",                                                                                                                          6, 12, "figures are written without commas"                                },
    {"nothing",              GIVE("额: "),                                                                        "cases.value",            5, 18, "nothing"                                                           },
    {"number-list",          GIVE("额: [1]"),                                                                     "cases.value",            5, 18, "a list"                                                            },
    {"date",                 GIVE("入职日期: 2003-13-01"),                                                     "cases.value",            5, 21, "2003-07-01"                                                        },
    {"text-list",            GIVE("标签: 甲"),                                                                  "cases.value",            5, 19, ""                                                                  },
    {"time",                 GIVE("时刻: 25"),                                                                   "cases.value",            5, 19, "time"                                                              },
    {"date-time",            GIVE("时点: x"),                                                                    "cases.value",            5, 19, "date and time"                                                     },
    {"duration",             GIVE("历时: P1Y"),                                                                  "cases.value",            5, 19, "days and time duration"                                            },
    {"months",               GIVE("年限: P1D"),                                                                  "cases.value",            5, 19, "years and months duration"                                         },
    {"boolean",              GIVE("是否: 是"),                                                                  "cases.value",            5, 19, "true, false"                                                       },
    {"text-map",             GIVE("备注: {a: b}"),                                                               "cases.cycle",            5, 20, ""                                                                  },
    {"text-item",            GIVE("标签: [[a]]"),                                                                "cases.value",            5, 20, "a text"                                                            },
    {"not-allowed",          GIVE("复核: 通通过"),                                                            "cases.text-not-allowed", 5, 19, "did you mean 通过?"                                              },
    {"wrong-kind",           GIVE("额: {2003: 1}"),                                                               "cases.wrong-cycle",      5, 19, "each month"                                                        },
    {"too-late",             GIVE("额: {2003-06: 1}"),                                                            "cases.wrong-cycle",      5, 19, "after the case's last"                                             },
    {"attribute-cycle",      GIVE("级别: {2003-05: 一级}"),                                                    "cases.attribute-date",   5, 20, "2003-07-01"                                                        },
    {"row-param-keys",       GIVE("工资: {一级: 1}"),                                                          "cases.param-keys",       5, 19, ""                                                                  },
    {"given-list",           HEAD "  given: [额]\n  rows: {甲: {expect: {奖: 1}}}\n",                           "cases.given",            3, 10,
     ""                                                                                                                                                                                                                 },
    {"param-too-deep",       HEAD "  given: {工资: {一级: {二级: 1}}}\n  rows: {甲: {expect: {奖: 1}}}\n",
     "cases.param-keys",                                                                                                                     3, 20, "1 keys"                                                            },
    {"param-text",           HEAD "  given: {口径: 全}\n  rows: {甲: {expect: {奖: 1}}}\n",
     "cases.text-not-allowed",                                                                                                               3, 15, "全部, 超额"                                                    },
    {"ambiguous",
     HEAD "  given: {金额: 1}\n  rows: {甲: {expect: {奖: 1}}}\n  rows of 笔: {一: }\n"
          "  rows of 项: {二: }\n",                                                                              "cases.ambiguous",        3, 11, ""                                                                  },
    {"expect-list",          HEAD "  rows: {甲: {expect: [奖]}}\n",                                              "cases.expect",           3, 22, ""                                                                  },
    {"expect-unknown",       WANT("奖奖: 1"),                                                                    "cases.unknown-name",     6, 16, ""                                                                  },
    {"expect-no-such-cycle", WANT("年奖: 1"),                                                                    "cases.wrong-cycle",      6, 20, "each year"                                                         },
    {"expect-outside",       WANT("奖: {2003-06: 1}"),                                                            "cases.wrong-cycle",      6, 20, "2003-05 … 2003-05"                                               },
    {"expect-wrong-kind",    WANT("奖: {2003: 1}"),                                                               "cases.wrong-cycle",      6, 20, "each month"                                                        },
    {"expect-number",        WANT("奖: 多"),                                                                     "cases.value",            6, 19, ""                                                                  },
    {"rounded-text",         WANT("备注: ~1"),                                                                   "cases.value",            6, 20, ""                                                                  },
    {"rounded-nothing",      WANT("奖: ~x"),                                                                      "cases.value",            6, 19, "~35.97"                                                            },
    {"missing-what",         WANT("奖: missing"),                                                                 "cases.unknown-name",     6, 19, "missing NAME"                                                      },
    {"missing-unknown",      WANT("奖: missing 上月奖金"),                                                    "cases.unknown-name",     6, 19,
     "did you mean 上月奖?"                                                                                                                                                                                          },
    {"asked-computed",       WANT("奖: asked"),                                                                   "cases.asked",            6, 19, "nobody is asked"                                                   },
    {"refused-row",          WANT("奖: refused 一户一人"),                                                    "cases.refused",          6, 19, ""                                                                  },
    {"diagnostic",           WANT("奖: {diagnostic: [a]}"),                                                       "cases.diagnostic",       6, 19, ""                                                                  },
    {"ledger-item",          HEAD "  rows: {甲: {ledger: {绩校: 1}}}\n",                                        "cases.unknown-item",     3, 23,
     "did you mean 绩效?"                                                                                                                                                                                             },
    {"ledger-text",          HEAD "  rows: {甲: {ledger: 绩效}}\n",                                             "cases.ledger",           3, 22, ""                                                                  },
    {"ledger-cycle",         HEAD "  rows: {甲: {ledger: {绩效: {2003-06: 1}}}}\n",                             "cases.wrong-cycle",      3,
     28,                                                                                                                                            ""                                                                  },
    {"ledger-of-lines",      HEAD "  rows of 笔: {一: {ledger: {绩效: 1}}}\n",                                 "cases.ledger",           3, 27,
     "only persons"                                                                                                                                                                                                     },
    {"row-cycle",            HEAD "  rows: {甲: {cycle: 2003-05, expect: {奖: 1}}}\n",                           "cases.row-cycle",        3,
     21,                                                                                                                                            ""                                                                  },
    {"line-elsewhere",
     HEAD "  rows: {甲: {expect: {奖: 1}}}\n  rows of 笔: {一: {cycle: 2003-05, given: {日期: "
          "2003-06-01}}}\n",                                                                                       "cases.row-cycle",        4, 26, "dated by its 日期"                                               },
    {"entry-required",
     HEAD
     "  rows: {甲: {expect: {事件数: 1}}}\n  rows of 事件: {一: {given: {日期: 2003-05-01}}}\n",
     "cases.required",                                                                                                                       4, 16, "the entry 一 has no 责任人, which every entry of 事件簿 has"},
    {"entry-required-null",
     HEAD "  rows: {甲: {expect: {事件数: 1}}}\n  rows of 事件簿: {一: {given: {日期: null, "
          "责任人: 甲}}}\n",                                                                                   "cases.required",         4, 17, "the entry 一 has no 日期"                                       },
    {"entry-looked-at",      HEAD "  entries of 事件簿: {一: {given: {日期: 2003-05-01, 类: x}}}\n",
     "cases.required",                                                                                                                       3, 20, "no 责任人"                                                      },
    {"entry-unknown-field",  HEAD "  entries of 事件簿: {一: {given: {日子: 2003-05-01}}}\n",
     "cases.unknown-name",                                                                                                                   3, 32, "did you mean 日期?"                                              },
    {"entry-elsewhere",
     HEAD "  rows: {甲: {expect: {事件数: 1}}}\n  rows of 投诉簿: {一: {cycle: 2003-05, given: "
          "{时间: \"2003-06-01T00:00:00\"}}}\n",                                                                 "cases.row-cycle",        4, 28, "dated by its 时间"                                               },
    {"entry-no-check",       HEAD "  entries of 投诉簿: {一: {given: {责任人: 甲}}}\n",                    "cases.no-check",
     3,                                                                                                                                         3,  "no check looks at 投诉簿"                                       },
    {"entry-word",           HEAD "  entries of assignment: {一: {expect: accepted}}\n",                          "cases.refused",          3,
     39,                                                                                                                                            ""                                                                  },
    {"entry-check",          HEAD "  entries of assignment: {一: {expect: refused 一户一}}\n",
     "cases.unknown-name",                                                                                                                   3, 39, "did you mean 一户一人?"                                        },
};

static void test_finding(gconstpointer data)
{
    const FindingCase *c = data;
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    CasesReport report;
    const Diag *d;
    g_autofree char *text = NULL;

    (void)cases_run(reg, c->text, strlen(c->text), "cases.yaml", NULL, &report, diags);
    g_assert_cmpuint(report.n_failed, >=, 1); /* of two cases of one name both */
    g_assert_cmpuint(report.n_passed, ==, 0);
    g_assert_cmpuint(diags_n(diags), >=, 1);
    d = diags_get(diags, 0);
    text = diag_format(d, LANG_EN);
    g_test_message("%s", text);
    g_assert_cmpstr(d->code, ==, c->code);
    g_assert_cmpuint(d->pos.line, ==, c->line);
    g_assert_cmpuint(d->pos.column, ==, c->column);
    g_assert_nonnull(strstr(text, c->part));
}

/* ---- plays ---------------------------------------------------------------------------- */

typedef struct PlayCase {
    const char *name;
    const char *body; /* of a case of 2003-05 … 2003-06 whose persons are 客户经理 */
    const char *part; /* of the failures; NULL: it passes */
} PlayCase;

#define PLAY "- case: A\n  cycles: [2003-05, 2003-06]\n  given: {岗位: 客户经理}\n"

static const PlayCase play_cases[] = {
    {"value",                      "  rows: {甲: {given: {额: 2}, expect: {奖: 1000}}}\n",                                  NULL                                                                },
    {"value-of-each-cycle",
     "  rows: {甲: {given: {额: {2003-05: 2, 2003-06: 4}}, expect: {奖: {2003-05: 1000, 2003-06: "
     "2000}}}}\n",                                                                                                             NULL                                                                },
    {"plain-means-every-cycle",
     "  rows: {甲: {given: {额: {2003-05: 2, 2003-06: 4}}, expect: {奖: 1000}}}\n",                                         "cases.yaml:4:64: 甲 · 2003-06 · 奖: seen 2000, expected 1000\n"
     "      made of 额 = 4, 比例 = 0.05\n"                                                                },
    {"declared-unit",              "  rows: {甲: {given: {额: 2.5}, expect: {额: 2.5}}}\n",                                 NULL                                                                },
    {"history-before",
     "  rows: {甲: {given: {额: 2, 奖: {2003-04: 7}}, expect: {上月奖: {2003-05: 7, 2003-06: "
     "1000}}}}\n",                                                                                                             NULL                                                                },
    {"history-fixed",              "  rows: {甲: {given: {额: 2, 上月奖: 9}, expect: {上月奖: 9}}}\n",                 NULL                                                                },
    {"rounds-half-up",             "  rows: {甲: {given: {额: 0.00025}, expect: {奖: ~0.13}}}\n",                           NULL                                                                },
    {"rounds-to-places",           "  rows: {甲: {given: {额: 0.00025}, expect: {奖: ~0.1250}}}\n",                         NULL                                                                },
    {"rounded-wrong",              "  rows: {甲: {given: {额: 0.00025}, expect: {奖: ~0.12}}}\n",
     "seen 0.125, expected ~0.12"                                                                                                                                                                  },
    {"missing",                    "  rows: {甲: {expect: {奖: missing 额}}}\n",                                            NULL                                                                },
    {"missing-other",              "  rows: {甲: {expect: {奖: missing 比例}}}\n",
     "seen missing 额 · 甲 · 2003-05, owed by 支行, expected missing 比例"                                                                                                                 },
    {"owed",                       "  rows: {甲: {given: {备注: missing}, expect: {备注: missing 备注}}}\n",            NULL                                                                },
    {"types",
     "  rows: {甲: {given: {时刻: '10:00:00', 时点: '2003-05-01T10:00:00', 历时: P1DT2H, 年限: "
     "P1Y, "
     "是否: true}, expect: {时刻: '10:00:00', 时点: '2003-05-01T10:00:00', 历时: PT26H, 年限: "
     "P12M, "
     "是否: true}}}\n",                                                                                                      NULL                                                                },
    {"any",
     "  rows: {甲: {given: {任意: [1.50, {a: 甲, b: 2003-01-01}, false, '5', null]}, "
     "expect: {任意: [1.5, {a: 甲, b: 2003-01-01}, false, '5', null]}}}\n",                                                 NULL                                                                },
    {"any-by-looks",               "  rows: {甲: {given: {任意: '5'}, expect: {任意: 5}}}\n",
     "seen 5, expected 5"                                                                                                                                                                          },
    {"any-context",                "  rows: {甲: {given: {任意: {a: 1}}, expect: {任意: {a: 1}}}}\n",                     NULL                                                                },
    {"any-of-cycles",
     "  rows: {甲: {given: {任意: {2003-05: 1, 2003-06: a}}, expect: {任意: {2003-05: 1, 2003-06: "
     "a}}}}\n",                                                                                                                NULL                                                                },
    {"boolean-wrong",              "  rows: {甲: {given: {是否: false}, expect: {是否: true}}}\n",
     "seen false, expected true"                                                                                                                                                                   },
    {"param-of-row",               "  rows: {甲: {given: {额: 2, 比例: 7%}, expect: {奖: 1400}}}\n",                      NULL                                                                },
    {"outcome-before",
     "  rows: {甲: {given: {额: 200, 复核: {2003-04: 退回, 2003-05: 通过}}, expect: {上次复核: "
     "{2003-05: 退回, 2003-06: 通过}}}}\n",                                                                                NULL                                                                },
    {"quoted-word",                "  rows: {甲: {given: {备注: 'missing 额'}, expect: {备注: 'missing 额'}}}\n",
     NULL                                                                                                                                                                                          },
    {"null",                       "  rows: {甲: {expect: {备注: null, 复核: missing 额}}}\n",                           NULL                                                                },
    {"null-is-not-zero",           "  rows: {甲: {given: {系数: 0}, expect: {系数: null}}}\n",
     "seen 0, expected null"                                                                                                                                                                       },
    {"zero-is-not-null",           "  rows: {甲: {given: {系数: null}, expect: {系数: 0}}}\n",
     "seen null, expected 0"                                                                                                                                                                       },
    {"list",                       "  rows: {甲: {given: {标签: [a, b]}, expect: {标签: [a, b]}}}\n",                     NULL                                                                },
    {"list-order",                 "  rows: {甲: {given: {标签: [a, b]}, expect: {标签: [b, a]}}}\n",
     "expected [\"b\", \"a\"]"                                                                                                                                                                     },
    {"fault",                      "  rows: {甲: {given: {系数: 0}, expect: {商: {diagnostic: zero}}}}\n",                 NULL                                                                },
    {"fault-in-chinese",           "  rows: {甲: {given: {系数: 0}, expect: {商: {diagnostic: 零}}}}\n",
     NULL                                                                                                                                                                                          },
    {"no-fault",                   "  rows: {甲: {given: {系数: 1}, expect: {商: {diagnostic: zero}}}}\n",
     "seen 1, expected {diagnostic: zero}"                                                                                                                                                         },
    {"asked",                      "  rows: {甲: {given: {额: 200}, expect: {复核: asked, 复核后: missing 复核}}}\n",
     NULL                                                                                                                                                                                          },
    {"not-asked",                  "  rows: {甲: {given: {额: 1}, expect: {复核: asked}}}\n",
     "seen null, expected asked"                                                                                                                                                                   },
    {"decided",                    "  rows: {甲: {given: {额: 200, 复核: 退回}, expect: {复核后: 0}}}\n",             NULL                                                                },
    {"decided-unasked",            "  rows: {甲: {given: {额: 1, 复核: 退回}, expect: {奖: 500}}}\n",
     "an outcome is given, but nobody is asked"                                                                                                                                                    },
    {"decided-unasked-once",
     "  rows: {甲: {given: {额: {2003-05: 1, 2003-06: 200}, 复核: {2003-05: 退回, 2003-06: 通过}}, "
     "expect: {奖: {2003-05: 500}}}}\n",                                                                                      "甲 · 2003-05 · 复核: an outcome is given, but nobody is asked"},
    {"from-the-middle",            "  rows: {甲: {given: {奖: 5, 复核: 退回}, expect: {复核后: 0}}}\n",               NULL                                                                },
    {"place-fixed",                "  rows: {甲: {given: {额: 2, 名次: 7}, expect: {名次: 7}}}\n",                       NULL                                                                },
    {"tie-asked",
     "  rows:\n    甲: {given: {类别: x, 额: 2}, expect: {名次: asked}}\n"
     "    乙: {given: {类别: x, 额: 2}, expect: {名次: missing 名次}}\n",                                              NULL                                                                },
    {"tie-decided",
     "  rows:\n    甲: {given: {类别: x, 额: 2, 名次: 2}, expect: {名次: 2}}\n"
     "    乙: {given: {类别: x, 额: 2, 名次: 1}, expect: {名次: 1}}\n",                                                NULL                                                                },
    {"population",                 "  rows: {甲: {given: {岗位: 柜员, 额: 2}, expect: {奖: null}}}\n",                  NULL                                                                },
    {"population-explained",       "  rows: {甲: {given: {岗位: 柜员, 额: 2}, expect: {奖: 1000}}}\n",
     "甲 is none of the rows of 2003-05"                                                                                                                                                          },
    {"dated-attribute",
     "  rows: {甲: {given: {岗位: {2003-01-01: 柜员, 2003-06-30: 客户经理}, 额: 2}, expect: {奖: "
     "{2003-05: null, 2003-06: 1000}}}}\n",                                                                                    NULL                                                                },
    {"lines",
     "  rows: {甲: {expect: {笔数: {2003-05: 1, 2003-06: 2}, 笔额: {2003-06: 70000}}}}\n"
     "  rows of 笔:\n    一: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}}\n"
     "    二: {given: {客户经理: 甲, 日期: 2003-06-01, 金额: 3}}\n"
     "    三: {given: {客户经理: 甲, 日期: 2003-06-30, 金额: 4}}\n",                                                 NULL                                                                },
    {"line-where-it-is",
     "  rows of 笔:\n    一: {given: {客户经理: 甲, 日期: 2003-05-31, 金额: 1}, expect: {笔奖: "
     "500}}\n"
     "    二: {given: {客户经理: 甲, 日期: 2003-06-01, 金额: 3}, expect: {笔奖: 1500}}\n",
     NULL                                                                                                                                                                                          },
    {"line-nowhere",
     "  rows of 笔:\n    一: {given: {客户经理: 甲, 日期: 2003-07-31, 金额: 1}, expect: {笔奖: "
     "null}}\n",                                                                                                               "一 is none of the rows of 2003-06"                                },
    {"undated-lines",
     "  rows: {甲: {expect: {项数: {2003-05: 1, 2003-06: 2}}}}\n"
     "  rows of 项:\n    一: {given: {客户经理: 甲}}\n"
     "    二: {cycle: 2003-06, given: {客户经理: 甲}}\n",                                                                NULL                                                                },
    {"common-field",
     "  rows: {甲: {expect: {项数: 2}}}\n  rows of 项: {一: , 二: }\n  entries of assignment: {}\n",
     "seen 0, expected 2"                                                                                                                                                                          },
    {"link-target",
     "  rows:\n    甲: {given: {师傅: 乙}, expect: {徒弟数: 0}}\n"
     "    乙: {expect: {徒弟数: 1}}\n",                                                                                    NULL                                                                },
    {"ledger",                     "  rows: {甲: {given: {额: 0.00025}, ledger: {绩效: 0.13}}}\n",                         NULL                                                                },
    {"ledger-of-cycle",
     "  rows: {甲: {given: {额: {2003-05: 2, 2003-06: 0}}, ledger: {绩效: {2003-05: 1000, 2003-06: "
     "0}}}}\n",                                                                                                                NULL                                                                },
    {"ledger-wrong",               "  rows: {甲: {given: {额: 2}, ledger: {绩效: 999}}}\n",
     "甲 · 2003-06 · 绩效: seen 1000, expected 999"                                                                                                                                           },
    {"ledger-blocked",             "  rows: {甲: {ledger: {绩效: missing 额}}}\n",                                         NULL                                                                },
    {"ledger-blocked-is-not-zero", "  rows: {甲: {ledger: {绩效: 0}}}\n",                                                   "seen missing 额"                                                  },
    {"entries",
     "  rows of customer: {丙: {given: {行业: 农业}}}\n  entries of assignment:\n"
     "    一: {given: {客户: 丙, 客户经理: X, 起始日: 2003-01-01, 终止日: 2003-08-31}}\n"
     "    二: {given: {客户: 丙, 客户经理: Y, 起始日: 2003-08-31}, expect: refused 一户一人}\n"
     "    三: {given: {客户: 丙, 客户经理: Y, 起始日: 2003-09-01}}\n"
     "    四: {given: {客户: 丙, 客户经理: Y, 起始日: 2003-09-01}}\n",                                              NULL                                                                },
    {"entry-refused",
     "  rows of customer: {丙: {given: {行业: null}}}\n  entries of assignment:\n"
     "    一: {given: {客户: 丙, 客户经理: X, 起始日: 2003-01-01}}\n",                                              "一 · 有行业: 没有行业"                                    },
    {"entry-not-refused",
     "  rows of customer: {丙: {given: {行业: 农业}}}\n  entries of assignment:\n"
     "    一: {given: {客户: 丙, 客户经理: X}, expect: refused 一户一人}\n",                                       "一 · 一户一人: it was to be refused, and is not"             },
    {"entry-unknown",              "  entries of assignment:\n    一: {given: {客户: 丙, 客户经理: X}}\n",
     "not known: 客户.行业"                                                                                                                                                                    },
};

typedef struct Played {
    GString *failures;
    int n;
} Played;

static void on_case(void *data, const char *name, bool passed, const char *failures)
{
    Played *played = data;

    (void)name;
    played->n++;
    g_assert_cmpint(passed, ==, *failures == '\0');
    g_string_append(played->failures, failures);
}

static void play(const PlayCase *c, const char *text)
{
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) failures = g_string_new(NULL);
    Played played = {failures, 0};
    CasesOptions options = {.on_case = on_case, .data = &played, .embed_rows = 20};
    CasesReport report;
    g_autofree char *found = NULL;

    g_assert_true(cases_run(reg, text, strlen(text), "cases.yaml", &options, &report, diags));
    found = diags_format(diags);
    g_test_message("%s%s", found, failures->str);
    g_assert_cmpuint(diags_n_errors(diags), ==, 0);
    g_assert_cmpint(played.n, ==, 1);
    g_assert_cmpuint(report.n_passed, ==, c->part == NULL);
    g_assert_cmpuint(report.n_failed, ==, c->part != NULL);
    if (c->part)
        g_assert_nonnull(strstr(failures->str, c->part));
}

static void test_play(gconstpointer data)
{
    const PlayCase *c = data;
    g_autofree char *text = g_strconcat(PLAY, c->body, NULL);

    play(c, text);
}

static void test_common(gconstpointer data)
{
    const PlayCase *c = data;

    play(c, c->body);
}

/* ---- what holds for all rows ---------------------------------------------------------- */

#define ALL(given) "- case: A\n  cycles: [2003-05, 2003-06]\n  given: {岗位: 客户经理, " given "}\n"

static const PlayCase common_cases[] = {
    {"param",              ALL("额: 2, 比例: 10%") "  rows: {甲: {expect: {奖: 2000}}}\n",           NULL},
    {"param-from",
     ALL("额: 2, 比例: {2003-01-01: 10%, 2003-06-15: 20%}") "  rows: {甲: {expect: {奖: {2003-05: "
                                                            "2000, 2003-06: 4000}}}}\n",                  NULL},
    {"param-by",
     ALL("工资: {一级: 100, 二级: 200}") "  rows: {甲: {given: {级别: 一级}, expect: {补贴: 100}}, "
                                         "乙: {given: {级别: 二级}, expect: "
                                         "{补贴: 200}}, 丙: {given: {级别: 三级}, expect: {补贴: "
                                         "missing 工资}}}\n",                                           NULL},
    {"param-by-from",
     ALL("级别: 一级, 工资: {2003-01-01: {一级: 100}, 2003-06-01: {一级: 300}}") "  rows: {甲: "
                                                                                 "{expect: {补贴: "
                                                                                 "{2003-05: 100, "
                                                                                 "2003-06: "
                                                                                 "300}}}}\n",             NULL},
    {"param-for-all-keys",
     ALL("工资: 70") "  rows: {甲: {given: {级别: 九级}, expect: {补贴: 70}}}\n",                NULL},
    {"own-value-wins",
     ALL("额: 2") "  rows: {甲: {given: {额: 4}, expect: {奖: 2000}}, 乙: {expect: {奖: 1000}}}\n",
     NULL                                                                                                     },
    {"dated",
     ALL("级别: {2003-01-01: 一级, 2003-06-01: 二级}, 工资: {一级: 1, 二级: 2}") "  rows: {甲: "
                                                                                 "{expect: {补贴: "
                                                                                 "{2003-05: 1, "
                                                                                 "2003-06: 2}}}}\n",      NULL},
    {"cycles",
     ALL("额: {2003-05: 2, 2003-06: 4}") "  rows: {甲: {expect: {奖: {2003-06: 2000}}}}\n",            NULL},
    {"outcome",
     ALL("复核: 退回") "  rows: {甲: {given: {额: 200}, expect: {复核后: 0}}, 乙: {given: {额: 2}, "
                       "expect: {复核后: 1000}}}\n",                                                   NULL},
    {"field",
     ALL("金额: 3") "  rows: {甲: {expect: {笔额: {2003-05: 30000, 2003-06: 60000}}}}\n"
                    "  rows of 笔: {一: {given: {客户经理: 甲, 日期: 2003-05-03}}, 二: {cycle: "
                    "2003-06, given: "
                    "{客户经理: 甲}}, 三: {cycle: 2003-06, given: {客户经理: 甲, 日期: "
                    "2003-06-30}}}\n",                                                                    NULL},
    {"link",
     ALL("师傅: 乙") "  rows: {甲: {expect: {徒弟数: 0}}, 乙: {given: {师傅: null}, expect: "
                     "{徒弟数: 1}}}\n",                                                                NULL},
};

/* ---- the file as a whole -------------------------------------------------------------- */

static size_t run(const char *text, const CasesOptions *options, CasesReport *report, Diags *diags)
{
    g_autoptr(Regulation) reg = load();

    g_assert_true(cases_run(reg, text, strlen(text), "cases.yaml", options, report, diags));
    return diags_n_errors(diags);
}

static const char several[] =
    PLAY "  rows: {甲: {given: {额: 2}, expect: {奖: 1000}}}\n"
         "- case: B\n  cycle: 2003-05\n  rows: {甲: {given: {额: 2}, expect: {奖: 1}}}\n"
         "- case: C\n  cycle: 2003-05\n  rows: {甲: {given: {客: 2}, expect: {奖: 1}}}\n";

static void test_report(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    CasesReport report;

    g_assert_cmpuint(run(several, NULL, &report, diags), ==, 1); /* C is not run */
    g_assert_cmpuint(report.n_passed, ==, 1);
    g_assert_cmpuint(report.n_failed, ==, 2);
}

static void test_only(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    CasesOptions options = {.only = "A"};
    CasesReport report;

    g_assert_cmpuint(run(several, &options, &report, diags), ==, 1); /* the file is read whole */
    g_assert_cmpuint(report.n_passed, ==, 1);
    g_assert_cmpuint(report.n_failed, ==, 0);
    options.only = "X";
    g_assert_cmpuint(run(several, &options, &report, diags), ==, 3);
    g_assert_true(diags_has(diags, "cases.unknown-case"));
}

/* B has no 岗位, which the population rests on: that is said, whatever the figures are. */
static void test_population_unknown(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    g_autoptr(GString) failures = g_string_new(NULL);
    Played played = {failures, 0};
    CasesOptions options = {.only = "B", .on_case = on_case, .data = &played};
    CasesReport report;

    (void)run(several, &options, &report, diags);
    g_assert_nonnull(strstr(failures->str, "甲 · 2003-05: 不知道办法是否适用:岗位 · 甲 · 2003-05"));
}

/* Strangers would be counted in a rank over the whole population: the case is left out, by name. */
static void test_left_out_of_embedding(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    CasesOptions options = {.embed_rows = 30};
    CasesReport report;
    static const char text[] = PLAY "  rows: {甲: {given: {额: 2}, expect: {全行名次: 1}}}\n"
                                    "- case: B\n  cycle: 2003-05\n  given: {岗位: 客户经理}\n"
                                    "  rows: {甲: {given: {类别: x, 额: 2}, expect: {名次: 1}}}\n";

    g_assert_cmpuint(run(text, &options, &report, diags), ==, 0);
    g_assert_cmpuint(report.n_passed, ==, 2);
    g_assert_cmpuint(diags_n(diags), ==, 1);
    g_assert_cmpstr(diags_get(diags, 0)->code, ==, "cases.not-embedded");
    g_assert_cmpstr(diags_get(diags, 0)->message, ==,
                    "the case A is not played among strangers: 全行名次 counts them");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(finding_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cases/finding/%s", finding_cases[i].name);
        g_test_add_data_func(path, &finding_cases[i], test_finding);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(play_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cases/play/%s", play_cases[i].name);
        g_test_add_data_func(path, &play_cases[i], test_play);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(common_cases); i++) {
        g_autofree char *path = g_strdup_printf("/cases/common/%s", common_cases[i].name);
        g_test_add_data_func(path, &common_cases[i], test_common);
    }
    g_test_add_func("/cases/report", test_report);
    g_test_add_func("/cases/only", test_only);
    g_test_add_func("/cases/population-unknown", test_population_unknown);
    g_test_add_func("/cases/left-out-of-embedding", test_left_out_of_embedding);
    return g_test_run();
}
