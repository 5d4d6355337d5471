/* test_app_explain_golden.c - the whole explanation of a figure of a shipped regulation, word for
 * word, in both languages.
 *
 * The figure is that of a worked case; the texts are tests/golden/NAME.zh.txt and
 * NAME.en.txt. After
 * a change that is meant, write them anew: GUANHU_GOLDEN=write, run this test, read the difference.
 */
#include "appraise/cases.h"
#include "appraise/explain.h"

#include <string.h>

typedef struct Golden {
    const char *file;
    const char *folder, *case_name, *person;
    const char *name; /* NULL: all that the cycle brings about */
} Golden;

static const Golden goldens[] = {
    {"explain-ct1",         "regulations/contribution-bank", "EX-CT-1",                                       "甲", "全年奖励"},
    {"explain-ct11",        "regulations/contribution-bank", "EX-CT-11",                                      "甲", NULL          },
    {"explain-ties",        "tests/notation/ties",           "across a cut nobody but people decide",         "乙", "评定"      },
    {"explain-cut",         "tests/notation/ties",           "a cut that rests on how many are ranked",       "甲", "等级"      },
    {"explain-project",     "tests/notation/project",        "差额从以后的月奖扣回",                "甲", NULL          },
    {"explain-score",       "tests/notation/score",          "items less deductions",                         "甲", "支行考核"},
    {"explain-procedure",   "tests/notation/procedure",      "a question waits, whatever its procedure",
     "甲",                                                                                                          NULL          },
    {"explain-grade",       "tests/notation/grade",          "why a grade",                                   "甲", "下季级别"},
    {"explain-grade-kept",  "tests/notation/grade",          "why a grade",                                   "乙", "下季级别"},
    {"explain-grade-owed",  "tests/notation/grade",          "why a grade",                                   "丙", "下季级别"},
    {"explain-grade-set",   "tests/notation/grade",
     "what is decided is paid from the next quarter on",                                                      "甲", "月工资"   },
    {"explain-grade-waits", "tests/notation/grade",          "nobody is paid by a grade that is not decided",
     "甲",                                                                                                          NULL          },
    {"explain-grade-any",   "tests/notation/grade",          "why it is asked in any case",                   "甲", "聘任"      },
    {"explain-share",       "tests/notation/share",          "a fen is left over",                            "甲", NULL          },
    {"explain-state",       "tests/notation/state",          "down and up again",                             "甲", "本月状态"},
};

static char *in_source(const char *folder, const char *file)
{
    return g_build_filename(g_getenv("GUANHU_SOURCE_ROOT"), folder, file, NULL);
}

static char *explain(const Golden *g, Lang lang)
{
    g_autoptr(Diags) diags = diags_new(lang);
    g_autofree char *dir = in_source(g->folder, NULL);
    g_autofree char *file = in_source(g->folder, "cases.yaml");
    g_autoptr(Regulation) reg = reg_load(dir, diags, NULL);
    g_autofree char *text = NULL;
    gsize len, row;
    char *out;

    g_assert_nonnull(reg);
    g_assert_true(g_file_get_contents(file, &text, &len, NULL));
    CasesPlayed *played = cases_play(reg, text, len, "cases.yaml", g->case_name, diags);
    g_assert_nonnull(played);
    g_assert_true(app_data_find_row(played->data, REG_PERSON, g->person, &row));
    out = app_explain(played->result, g->name ? reg_name(reg, REG_PERSON, g->name) : NULL, row,
                      &played->to, lang);
    cases_played_free(played); /* before the regulation */
    return out;
}

/* The first line that differs, for people. */
static void show_difference(const char *want, const char *got)
{
    g_auto(GStrv) a = g_strsplit(want, "\n", -1);
    g_auto(GStrv) b = g_strsplit(got, "\n", -1);
    size_t i = 0;

    while (a[i] && b[i] && strcmp(a[i], b[i]) == 0)
        i++;
    g_test_message("line %zu\n  want: %s\n  got:  %s", i + 1, a[i] ? a[i] : "(end)",
                   b[i] ? b[i] : "(end)");
}

static void compare(const Golden *g, Lang lang)
{
    g_autofree char *got = explain(g, lang);
    g_autofree char *base = g_strdup_printf("%s.%s.txt", g->file, lang == LANG_ZH ? "zh" : "en");
    g_autofree char *path = in_source("tests/golden", base);
    g_autofree char *want = NULL;

    if (g_strcmp0(g_getenv("GUANHU_GOLDEN"), "write") == 0)
        g_assert_true(g_file_set_contents(path, got, -1, NULL));
    g_assert_true(g_file_get_contents(path, &want, NULL, NULL));
    if (strcmp(want, got) != 0) {
        show_difference(want, got);
        g_test_fail();
    }
}

static void test_golden(gconstpointer data)
{
    compare(data, LANG_ZH);
    compare(data, LANG_EN);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(goldens); i++) {
        g_autofree char *path = g_strdup_printf("/explain-golden/%s", goldens[i].file);
        g_test_add_data_func(path, &goldens[i], test_golden);
    }
    return g_test_run();
}
