/* test_cases_grade.c - cases of grades and shares: outcomes given, questions, strangers. */
#include "appraise/cases.h"

#include <string.h>

static const char regulation[] =
    "---\nregulation: trial\ntitle: 试验\nversion: 1\ncycles: [month]\n---\n\n# 第一条\n\n"
    "```yaml input 额 @month unit 元\n```\n"
    "```yaml input 池 @month unit 元\n```\n"
    "```yaml share 奖 @month\nof: 池\nby: 额\n```\n"
    "```yaml rank 名次 @month\nof: 额\n```\n"
    "```yaml grade 下月级别 @month\nladder: [初, 中, 高]\n"
    "propose: if 名次 = 1 then \"高\" else 级别\nby: 会\neffective: next month\n```\n"
    "```yaml grade 下月类别 @month\nladder: [甲, 乙]\nsets: 类别\n"
    "propose: if 额 > 100 then \"乙\" else 类别\nby: 会\neffective: next month\n"
    "until decided: 类别\n```\n"
    "```feel 薪 @month unit 元\nif 级别 = \"高\" then 500 else 300\n```\n";

typedef struct Played {
    const char *name;
    const char *rows;
    const char *want; /* a part of what is said; NULL = it passes */
} Played;

#define PLAY                                                                                       \
    "- case: A\n  cycles: [2003-05, 2003-06]\n"                                                    \
    "  given: {池: 9, 级别: 初, 类别: 甲, 级别起始日: 2001-01-01}\n  rows: "

static const Played plays[] = {
    {"decided",           "{甲: {given: {额: 1, 下月级别: {2003-05: 中, 2003-06: 高}}, expect: {薪: 300}}}\n",
     NULL                                                                                                                                         },
    {"takes-effect",
     "{甲: {given: {额: 1, 下月级别: 高}, expect: {薪: {2003-05: 300, 2003-06: 500}}}}\n",                      NULL                      },
    {"asked",             "{甲: {given: {额: 1}, expect: {下月级别: {2003-05: asked}}}}\n",                       NULL                      },
    {"stand-in-is-asked", "{甲: {given: {额: 101}, expect: {下月类别: asked}}}\n",                                NULL                      },
    {"stand-in-is-held",  "{甲: {given: {额: 101}, expect: {下月类别: 甲, 类别: 甲}}}\n",                     NULL                      },
    {"not-asked",         "{甲: {given: {额: 1}, expect: {下月类别: asked}}}\n",                                  "seen 甲, expected asked"},
    {"nobody-is-asked",   "{甲: {given: {额: 1, 下月类别: 甲}, expect: {薪: {2003-05: 300}}}}\n",
     "下月类别: an outcome is given, but nobody is asked"                                                                                     },
    {"from-the-middle",
     "{甲: {given: {名次: missing, 下月级别: 高}, expect: {薪: {2003-06: 500}, 下月级别: 高}}}\n",
     NULL                                                                                                                                         },
    {"owed",
     "{甲: {given: {额: missing}, expect: {下月级别: missing 额, 薪: {2003-06: missing 额}}}}\n",
     NULL                                                                                                                                         },
    {"before",            "{甲: {given: {额: 1, 下月级别: {2003-04: 高, 2003-06: 高}}, expect: {薪: 500}}}\n",
     "甲 · 2003-06 · 下月级别: an outcome is given, but nobody is asked"                                                                   },
    {"share-given",
     "{甲: {given: {额: 1, 奖: 7}, expect: {奖: 7}}, 乙: {given: {额: 2}, expect: {奖: 6}}}\n",
     NULL                                                                                                                                         },
    {"share-missing",
     "{甲: {given: {额: 1}, expect: {奖: missing 额}}, 乙: {expect: {奖: missing 额}}}\n",                       NULL                      },
};

static Regulation *load(void)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    Regulation *reg = reg_load_text(regulation, strlen(regulation), "trial.md", diags);
    g_autofree char *found = diags_format(diags);

    g_assert_cmpstr(found, ==, "");
    g_assert_nonnull(reg);
    return reg;
}

static void on_case(void *data, const char *name, bool passed, const char *failures)
{
    (void)name;
    g_string_append(data, passed ? "" : failures);
}

static void test_play(gconstpointer data)
{
    const Played *p = data;
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) failures = g_string_new(NULL);
    g_autofree char *text = g_strconcat(PLAY, p->rows, NULL);
    g_autofree char *found = NULL;
    CasesOptions options = {.on_case = on_case, .data = failures};
    CasesReport report;

    g_assert_true(cases_run(reg, text, strlen(text), "cases.yaml", &options, &report, diags));
    found = diags_format(diags);
    g_assert_cmpstr(found, ==, "");
    if (!p->want)
        g_assert_cmpstr(failures->str, ==, "");
    else if (!strstr(failures->str, p->want))
        g_assert_cmpstr(failures->str, ==, p->want);
}

/* What is said of a file that is wrong, or of a case that is not played among strangers. */
static void expect_finding(const char *rows, const char *want)
{
    g_autoptr(Regulation) reg = load();
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autofree char *text = g_strconcat(PLAY, rows, NULL);
    g_autofree char *found = NULL;
    CasesOptions options = {.embed_rows = 20};
    CasesReport report;

    (void)cases_run(reg, text, strlen(text), "cases.yaml", &options, &report, diags);
    found = diags_format(diags);
    g_assert_cmpstr(found, ==, want);
}

static void test_findings(void)
{
    expect_finding("{甲: {given: {额: 1, 下月级别: 特}, expect: {薪: 300}}}\n",
                   "cases.yaml:4:34: error: 下月级别 cannot be 特\n    expected: 初, 中, 高\n");
}

/* A figure rests on the rank by way of the grade that it proposes. */
static void test_strangers(void)
{
    expect_finding("{甲: {given: {额: 1, 下月级别: 高}, expect: {薪: {2003-06: 500}}}}\n",
                   "cases.yaml:1:9: note: the case A is not played among strangers: 名次 counts "
                   "them\n");
    expect_finding("{甲: {given: {额: 1}, expect: {奖: 9}}}\n",
                   "cases.yaml:1:9: note: the case A is not played among strangers: 奖 counts "
                   "them\n");
    expect_finding("{甲: {given: {额: 1}, expect: {下月类别: 甲}}}\n", "");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(plays); i++) {
        g_autofree char *path = g_strdup_printf("/cases-grade/%s", plays[i].name);
        g_test_add_data_func(path, &plays[i], test_play);
    }
    g_test_add_func("/cases-grade/findings", test_findings);
    g_test_add_func("/cases-grade/strangers", test_strangers);
    return g_test_run();
}
