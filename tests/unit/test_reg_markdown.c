#include "regulation/markdown.h"

#include <string.h>

#include "regulation/cite.h"
#include "regulation/source.h"

static bool read_text(Arena *arena, const char *text, Diags *diags, MdItem **items, size_t *n)
{
    size_t len;
    char *normal = source_normalize(arena, text, strlen(text), &len);

    return md_read(arena, normal, len, (SrcPos){"r.md", 10, 1}, diags, items, n);
}

/* ---- items ----------------------------------------------------------------------------------- */

static void dump_rows(GString *out, const MdItem *item)
{
    for (size_t i = 0; i < item->n_rows; i++) {
        const MdRow *row = &item->rows[i];
        g_string_append_printf(out, "  %u:%u", row->pos.line, row->pos.column);
        for (size_t k = 0; k < row->n_cells; k++)
            g_string_append_printf(out, " <%s>%u", row->cells[k].text, row->cells[k].start.column);
        g_string_append_c(out, '\n');
    }
}

static void dump(GString *out, const MdItem *item)
{
    static const char *const kinds[] = {"heading", "prose", "fence", "span", "table"};

    g_string_append_printf(out, "%s %u:%u", kinds[item->kind], item->pos.line, item->pos.column);
    if (item->kind == MD_HEADING)
        g_string_append_printf(out, " #%d", item->level);
    if (item->kind != MD_TABLE)
        g_string_append_printf(out, " <%s>", item->text.text);
    if (item->kind == MD_FENCE || item->kind == MD_SPAN)
        g_string_append_printf(out, " %u:%u", item->text.start.line, item->text.start.column);
    if (item->kind == MD_FENCE)
        g_string_append_printf(out, " body <%s> %u:%u%s", item->body.text, item->body.start.line,
                               item->body.start.column, item->closed ? "" : " unclosed");
    g_string_append(out, item->nested ? " nested\n" : "\n");
    if (item->kind == MD_TABLE)
        dump_rows(out, item);
}

typedef struct ItemCase {
    const char *name;
    const char *text;
    const char *expected;
} ItemCase;

static const ItemCase item_cases[] = {
    {"empty",                          "",                                                  ""                                                     },
    {"heading",                        "## 第一条 `甲` **乙**\n",                      "heading 10:1 #2 <第一条 甲 乙>\n"                },
    {"setext-heading",                 "标题\n第二行\n====\n",                         "heading 10:1 #1 <标题第二行>\n"                  },
    {"paragraph",                      "one\ntwo\n\n甲\n乙 *丙*\n",                      "prose 10:1 <one two>\nprose 13:1 <甲乙 丙>\n"      },
    {"hard-line-break",                "a  \nb\n",                                          "prose 10:1 <a\nb>\n"                                  },
    {"mixed-line-break",               "甲\nb\n",                                          "prose 10:1 <甲 b>\n"                                 },
    {"list",                           "- a\n- b\n\n3. c\n4. d\n",                          "prose 10:1 <- a\n- b>\nprose 13:1 <3. c\n4. d>\n"     },
    {"quotation",                      "> a\n> b\n>\n> c\n",                                "prose 10:1 <a b\nc>\n"                                },
    {"html-and-rules-are-nothing",     "<!-- x -->\n\n***\n",                               ""                                                     },
    {"inline-html",                    "a <b>c</b>\n",                                      "prose 10:1 <a c>\n"                                   },
    {"fence",                          "```yaml input 甲\na: 1\n\nb: 2\n```\n",
     "fence 10:1 <yaml input 甲> 10:4 body <a: 1\n\nb: 2\n> 11:1\n"                                                                               },
    {"fence-of-tildes",                "~~~~ yaml x \na\n~~~\n~~~~\n",
     "fence 10:1 <yaml x> 10:6 body <a\n~~~\n> 11:1\n"                                                                                             },
    {"fence-empty",                    "```text\n```\nx\n",                                 "fence 10:1 <text> 10:4 body <> 11:1\nprose 12:1 <x>\n"},
    {"fence-unclosed",                 "```yaml x\na: 1",                                   "fence 10:1 <yaml x> 10:4 body <a: 1> 11:1 unclosed\n" },
    {"fence-unclosed-empty",           "```yaml x",                                         "fence 10:1 <yaml x> 10:4 body <> 11:1 unclosed\n"     },
    {"fence-closed-by-too-few",        "````yaml x\na\n```\n",
     "fence 10:1 <yaml x> 10:5 body <a\n```\n> 11:1 unclosed\n"                                                                                    },
    {"fence-indented",                 "  ```yaml x\n  a\n  ```\n",
     "fence 10:3 <yaml x> 10:6 body <  a\n> 11:1 nested\n"                                                                                         },
    {"fence-in-list",                  "- a\n\n  ```yaml x\n  b\n  ```\n",
     "prose 10:1 <- a\nb>\nfence 12:3 <yaml x> 12:6 body <  b\n> 13:1 nested\n"                                                                    },
    {"indented-code-is-text",          "    a\n",                                           "prose 10:5 <a>\n"                                     },
    {"span",                           "`table 甲 @year`\n",                               "span 10:1 <table 甲 @year> 10:2\n"                   },
    {"span-of-two-backticks",          "`` a ` b ``\n",                                     "span 10:1 <a ` b> 10:4\n"                             },
    {"span-after-blanks",              "  ` a `\n",                                         "span 10:3 <a> 10:5\n"                                 },
    {"span-in-a-sentence",             "`a` b\n",                                           "prose 10:1 <a b>\n"                                   },
    {"span-in-list",                   "- `a`\n",                                           "prose 10:1 <- a>\nspan 10:3 <a> 10:4 nested\n"        },
    {"table",                          "| a | 月 b |\n|---|:-:|\n| >= 1 | `x` |\n|y|z|\n",
     "table 10:1\n  10:1 <a>3 <月 b>7\n  12:1 <>= 1>3 <x>11\n  13:1 <y>2 <z>4\n"                                                                  },
    {"table-without-outer-bars",       "a | b\n--|--\n月 | c\n",
     "table 10:1\n  10:1 <a>1 <b>5\n  12:1 <月>1 <c>5\n"                                                                                          },
    {"table-escaped-bar",              "| a |\n|---|\n| x \\| y |\n| \\\\ |\n",
     "table 10:1\n  10:1 <a>3\n  12:1 <x | y>3\n  13:1 <\\\\>3\n"                                                                                  },
    {"table-short-and-long-rows",      "| a | b |\n|---|---|\n| x |\n| x | y | z |\n",
     "table 10:1\n  10:1 <a>3 <b>7\n  12:1 <x>3\n  13:1 <x>3 <y>7 <z>11\n"                                                                         },
    {"table-empty-cells",              "| a | b |\n|---|---|\n| x | |\n| | y |\n",
     "table 10:1\n  10:1 <a>3 <b>7\n  12:1 <x>3 <>7\n  13:1 <>3 <y>5\n"                                                                            },
    {"table-markup-is-text",           "| a |\n|---|\n| b * c * d |\n| `a` + `b` |\n",
     "table 10:1\n  10:1 <a>3\n  12:1 <b * c * d>3\n  13:1 <`a` + `b`>3\n"                                                                         },
    {"table-after-span",               "`table x`\n| a |\n|---|\n| b |\n",
     "span 10:1 <table x> 10:2\ntable 11:1\n  11:1 <a>3\n  13:1 <b>3\n"                                                                            },
    {"table-ends-at-empty-line",       "| a |\n|---|\n| b |\ntext\n\ntext\n",
     "table 10:1\n  10:1 <a>3\n  12:1 <b>3\n  13:1 <text>1\nprose 15:1 <text>\n"                                                                   },
    {"no-table-without-enough-dashes", "| a | b |\n|---|\n",                                "prose 10:1 <| a | b | |---|>\n"                       },
    {"crlf",                           "# a\r\n\r\n```yaml x\r\nb\r\n```\r\n",
     "heading 10:1 #1 <a>\nfence 12:1 <yaml x> 12:4 body <b\n> 13:1\n"                                                                             },
};

static void test_items(gconstpointer data)
{
    const ItemCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) got = g_string_new(NULL);
    MdItem *items;
    size_t n;

    g_assert_true(read_text(arena, c->text, diags, &items, &n));
    g_assert_cmpuint(diags_n(diags), ==, 0);
    for (size_t i = 0; i < n; i++)
        dump(got, &items[i]);
    g_assert_cmpstr(got->str, ==, c->expected);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static void repeat(GString *out, const char *unit, size_t n)
{
    for (size_t i = 0; i < n; i++)
        g_string_append(out, unit);
}

static char *read_findings(const char *text)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    MdItem *items;
    size_t n;
    bool ok = read_text(arena, text, diags, &items, &n);

    g_assert_true(ok == (diags_n(diags) == 0));
    return diags_format(diags);
}

static void test_columns(void)
{
    for (size_t n = MD_MAX_COLUMNS; n <= MD_MAX_COLUMNS + 1; n++) {
        g_autoptr(GString) text = g_string_new("x\n\n");
        g_autofree char *got = NULL;
        repeat(text, "|a", n);
        g_string_append(text, "|\n");
        repeat(text, "|-", n);
        g_string_append(text, "|\n");
        got = read_findings(text->str);
        g_assert_cmpstr(got, ==,
                        n == MD_MAX_COLUMNS ? ""
                                            : "r.md:13:1: error: a table of 257 columns is too "
                                              "wide\n    expected: at most 256\n");
    }
}

static void test_cells(void)
{
    enum { COLUMNS = 200, ROWS = MD_MAX_CELLS / COLUMNS };

    for (size_t n = ROWS; n <= ROWS + 1; n++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *got = NULL;
        gint64 begin = g_get_monotonic_time();
        repeat(text, "|a", COLUMNS);
        g_string_append(text, "|\n");
        repeat(text, "|-", COLUMNS);
        g_string_append(text, "|\n");
        repeat(text, "|\n", n);
        got = read_findings(text->str);
        g_assert_cmpstr(got, ==,
                        n == ROWS ? ""
                                  : "r.md:11:1: error: this table has too many cells\n"
                                    "    expected: at most 200000\n");
        g_assert_cmpint(g_get_monotonic_time() - begin, <, 10 * G_USEC_PER_SEC);
    }
}

static void test_bars(void)
{
    for (size_t n = MD_MAX_BARS; n <= MD_MAX_BARS + 1; n++) {
        g_autoptr(GString) text = g_string_new("a\n");
        g_autofree char *got = NULL;
        repeat(text, "|", n);
        got = read_findings(text->str);
        g_assert_cmpstr(got, ==,
                        n == MD_MAX_BARS
                            ? ""
                            : "r.md:11:1: error: a line with 1025 bars `|` is too wide\n"
                              "    expected: at most 1024\n");
    }
}

static void test_images(void)
{
    for (size_t n = MD_MAX_IMAGES; n <= MD_MAX_IMAGES + 1; n++) {
        g_autoptr(GString) text = g_string_new(NULL);
        g_autofree char *got = NULL;
        repeat(text, "![", n);
        got = read_findings(text->str);
        g_assert_cmpstr(got, ==,
                        n == MD_MAX_IMAGES ? ""
                                           : "r.md:10:1: error: 1001 images `![` are too many\n"
                                             "    expected: at most 1000\n");
    }
}

/* Each of these made some Markdown reader slow; 1 MiB of it must not. */
static const char *const hostile[] = {
    ">",       "> ",    "- ",      "* ",         "1. ",      "[",       "![[]()",   "[a](",
    "*a_",     "_",     "**a ",    "`",          "`a ``",    "<",       "<!--",     "&",
    "\\",      "|",     "a|",      "|a|\n|-|\n", "~~~\n",    "`a`\n\n", "- a\n",    "> a\n",
    "    a\n", "#",     "# a\n",   "a\n=\n",     "***\n",    "[]()",    "[a]: b\n", "\t",
    "|-",      "-|-\n", "<div>\n", "第",         "![]()[](", "*_",      "a**b",     " \n",
};

static void test_hostile(gconstpointer data)
{
    enum { SIZE = 1024 * 1024 };
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *got = NULL;
    gint64 begin = g_get_monotonic_time();

    repeat(text, data, SIZE / strlen(data));
    got = read_findings(text->str);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 20 * G_USEC_PER_SEC);
}

/* The most images there may be, unclosed, before as many links as fit. */
static void test_images_and_links(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *got = NULL;
    gint64 begin = g_get_monotonic_time();

    repeat(text, "![", MD_MAX_IMAGES);
    repeat(text, "[]()", 250000);
    got = read_findings(text->str);
    g_assert_cmpstr(got, ==, "");
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 20 * G_USEC_PER_SEC);
}

/* ---- characters ------------------------------------------------------------------------------ */

static void test_characters(void)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"甲乙\t\n",    ""                                                      },
        {"a\nb\xFF",      "r.md:2:2: error: byte 0xFF is not valid UTF-8 here\n"  },
        {"\xE6\x9C",      "r.md:1:1: error: byte 0xE6 is not valid UTF-8 here\n"  },
        {"月\x07",       "r.md:1:2: error: the character U+0007 is not allowed\n"},
        {"a\xC2\x85",     "r.md:1:2: error: the character U+0085 is not allowed\n"},
        {"a\xE2\x80\x8B", "r.md:1:2: error: the character U+200B is not allowed\n"},
        {"a\xE2\x80\xAE", "r.md:1:2: error: the character U+202E is not allowed\n"},
        {"a\xE2\x81\xA6", "r.md:1:2: error: the character U+2066 is not allowed\n"},
        {"a\xEF\xBB\xBF", "r.md:1:2: error: the character U+FEFF is not allowed\n"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Diags) diags = diags_new(LANG_EN);
        g_autofree char *got = NULL;
        bool ok = source_check(cases[i].text, strlen(cases[i].text), (SrcPos){"r.md", 1, 1}, 1,
                               "regulation.encoding", diags);
        got = diags_format(diags);
        g_assert_cmpstr(got, ==, cases[i].expected);
        g_assert_true(ok == (cases[i].expected[0] == '\0'));
    }
}

static void test_normalize(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    size_t len;
    char *got = source_normalize(arena,
                                 "\xEF\xBB\xBF"
                                 "a\r\nb\rc\n\r",
                                 11, &len);

    g_assert_cmpstr(got, ==, "a\nb\nc\n\n");
    g_assert_cmpuint(len, ==, 7);
}

static void test_parts(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    SrcText src = {
        " 甲　 b\nc ", strlen(" 甲　 b\nc "), {"f", 3, 5},
          2
    };
    SrcWords words = {.src = &src};
    SrcText word;

    g_assert_true(src_next_word(arena, &words, &word));
    g_assert_cmpstr(word.text, ==, "甲");
    g_assert_cmpuint(word.start.column, ==, 6);
    g_assert_true(src_next_word(arena, &words, &word));
    g_assert_cmpstr(word.text, ==, "b");
    g_assert_cmpuint(word.start.column, ==, 9);
    word = src_rest(arena, &words);
    g_assert_cmpstr(word.text, ==, "c");
    g_assert_cmpuint(word.start.line, ==, 4);
    g_assert_cmpuint(word.start.column, ==, 2);
    g_assert_true(src_next_word(arena, &words, &word));
    g_assert_false(src_next_word(arena, &words, &word));
    g_assert_cmpuint(word.len, ==, 0);
    word = src_part(arena, &src, 0, strlen(" 甲　"));
    g_assert_cmpstr(word.text, ==, "甲");
}

/* ---- citations ------------------------------------------------------------------------------- */

typedef struct CiteCase {
    const char *heading;
    const char *number;
    const char *title;
} CiteCase;

static const CiteCase cite_cases[] = {
    {"第二十一条 (二) 2 基数贡献额奖励", "第二十一条 (二) 2", "基数贡献额奖励"},
    {"第二十一条(二)2基数",                   "第二十一条(二)",    "2基数"              },
    {"第二十一条　总则",                      "第二十一条",         "总则"               },
    {"第 3 章 总则",                              "第 3 章",               "总则"               },
    {"第一百条之一 补充",                     "第一百条之一",      "补充"               },
    {"第一部分 总则",                           "第一部分",            "总则"               },
    {"第六章",                                     "第六章",               ""                     },
    {"第一条:目的",                              "第一条",               "目的"               },
    {"第一名的奖励",                            "",                        "第一名的奖励"   },
    {"(二) 甲",                                     "(二)",                   "甲"                  },
    {"（二）甲",                                  "(二)",                   "甲"                  },
    {"(a) b",                                         "(a)",                     "b"                    },
    {"(iv) b",                                        "(iv)",                    "b"                    },
    {"(试行) 甲",                                  "",                        "(试行) 甲"         },
    {"一(三)2⑴ 计算",                           "一(三)2⑴",            "计算"               },
    {"一(三)2⑴计算",                            "一(三)2⑴",            "计算"               },
    {"1、总则",                                    "1",                       "总则"               },
    {"1．总则",                                    "1",                       "总则"               },
    {"2. 总则",                                     "2",                       "总则"               },
    {"3) 甲",                                        "3",                       "甲"                  },
    {"一、总则",                                  "一",                     "总则"               },
    {"一 总则",                                    "一",                     "总则"               },
    {"一户一人",                                  "",                        "一户一人"         },
    {"三年规划",                                  "",                        "三年规划"         },
    {"3个月",                                       "",                        "3个月"              },
    {"2003年办法",                                 "",                        "2003年办法"        },
    {"① 甲",                                       "①",                     "甲"                  },
    {"⒈甲",                                        "⒈",                     "甲"                  },
    {"㈠ 甲",                                       "㈠",                     "甲"                  },
    {"§ 4.2 Bonus",                                  "§ 4.2",                  "Bonus"                },
    {"§4.2 Bonus",                                   "§4.2",                   "Bonus"                },
    {"4.2.1 Bonus",                                   "4.2.1",                   "Bonus"                },
    {"附件1 表格",                                "附件1",                 "表格"               },
    {"附件 二",                                    "附件 二",              ""                     },
    {"附则",                                        "",                        "附则"               },
    {"Article 5 Pay",                                 "Article 5",               "Pay"                  },
    {"Annex A Forms",                                 "Annex A",                 "Forms"                },
    {"Appendix IV",                                   "Appendix IV",             ""                     },
    {"A. Pay",                                        "A",                       "Pay"                  },
    {"A plan",                                        "",                        "A plan"               },
    {"E.g. this",                                     "",                        "E.g. this"            },
    {"1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 "
     "1 1 1 1 1 a",                              "",
     "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 "
     "1 1 1 1 1 a"                                                                                      },
    {"Pay",                                           "",                        "Pay"                  },
    {"",                                              "",                        ""                     },
};

static void test_cite_split(void)
{
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t i = 0; i < G_N_ELEMENTS(cite_cases); i++) {
        Cite cite = cite_split(arena, cite_cases[i].heading);
        g_assert_cmpstr(cite.number, ==, cite_cases[i].number);
        g_assert_cmpstr(cite.title, ==, cite_cases[i].title);
    }
}

static void test_cite_long(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(GString) heading = g_string_new(NULL);
    Cite cite;

    repeat(heading, "一1", 100000);
    cite = cite_split(arena, heading->str);
    g_assert_cmpstr(cite.number, ==, "");
    g_assert_cmpstr(cite.title, ==, heading->str);
}

static void test_cite_full(void)
{
    static const struct {
        CiteAbove above[2];
        size_t n;
        const char *own;
        const char *expected;
    } cases[] = {
        {{{"第二十一条", "第二十一条", true, 2}},                              1, "(二) 2",   "第二十一条 (二) 2"},
        {{{"第六章", "第六章", true, 1}},                                          1, "第七条", "第七条"              },
        {{{"第六章", "第六章", true, 1}},                                          1, "第二节", "第六章 第二节"    },
        {{{"办法", "办法", false, 1}},                                               1, "第七条", "第七条"              },
        {{{"办法", "办法", false, 1}},                                               1, "1",         "1"                      },
        {{{"附则", "附则", false, 2}, {"办法", "办法", false, 1}},               2, "1",         "附则 1"               },
        {{{"附件2", "附件2", true, 1}},                                              1, "第一条", "附件2 第一条"      },
        {{{"第一章", "附件2 第一章", true, 2}, {"附件2", "附件2", true, 1}},
         2,                                                                                 "第一条",
         "附件2 第一条"                                                                                                      },
        {{{"4", "4", true, 2}},                                                          1, "4.2",       "4.2"                    },
        {{{"4", "4", true, 2}},                                                          1, "42",        "4 42"                   },
        {{{"4", "第一章 4", true, 2}, {"第一章", "第一章", true, 1}},           2, "4.2",       "第一章 4.2"          },
        {{{"§ 4", "§ 4", true, 2}},                                                    1, "§ 4.2",    "§ 4.2"                 },
        {{{"第五条", "第五条", true, 2}},                                          1, "说明",    "第五条 说明"       },
        {{{NULL, NULL, false, 0}},                                                       0, "说明",    "说明"                 },
    };
    g_autoptr(Arena) arena = arena_new(0);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpstr(cite_full(arena, cases[i].above, cases[i].n, cases[i].own), ==,
                        cases[i].expected);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(item_cases); i++) {
        g_autofree char *path = g_strdup_printf("/markdown/items/%s", item_cases[i].name);
        g_test_add_data_func(path, &item_cases[i], test_items);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *path = g_strdup_printf("/markdown/hostile/%zu", i);
        g_test_add_data_func(path, hostile[i], test_hostile);
    }
    g_test_add_func("/markdown/columns", test_columns);
    g_test_add_func("/markdown/cells", test_cells);
    g_test_add_func("/markdown/bars", test_bars);
    g_test_add_func("/markdown/images", test_images);
    g_test_add_func("/markdown/images-and-links", test_images_and_links);
    g_test_add_func("/markdown/characters", test_characters);
    g_test_add_func("/markdown/normalize", test_normalize);
    g_test_add_func("/markdown/parts", test_parts);
    g_test_add_func("/markdown/cite-split", test_cite_split);
    g_test_add_func("/markdown/cite-long", test_cite_long);
    g_test_add_func("/markdown/cite-full", test_cite_full);
    return g_test_run();
}
