#include "regulation/read.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/err.h"
#include "reg_dump.h"

/* Most cases stand in the files of tests/notation:
 *
 *     === before          text that stands before that of every case
 *     === case NAME       the text that is read
 *     === gives           the findings; in blocks.txt and scopes.txt then the blocks
 */

typedef struct Case {
    char *name;
    GString *text;
    GString *expected;
} Case;

static char *source_file(const char *name)
{
    const char *root = g_getenv("GUANHU_SOURCE_ROOT");
    g_autofree char *path = g_build_filename(root ? root : ".", name, NULL);
    g_autoptr(GError) error = NULL;
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

static GPtrArray *load_cases(const char *file)
{
    g_autofree char *path = g_build_filename("tests", "notation", file, NULL);
    g_autofree char *text = source_file(path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autoptr(GString) before = g_string_new(NULL);
    GPtrArray *cases = g_ptr_array_new();
    GString *into = NULL;

    for (char **line = lines; *line && line[1]; line++) {
        Case *last = cases->len ? g_ptr_array_index(cases, cases->len - 1) : NULL;
        if (g_str_equal(*line, "=== before")) {
            into = before;
        } else if (g_str_has_prefix(*line, "=== case ")) {
            Case *c = g_new0(Case, 1);
            c->name = g_strdup(*line + strlen("=== case "));
            c->text = g_string_new(before->str);
            c->expected = g_string_new(NULL);
            g_ptr_array_add(cases, c);
            into = c->text;
        } else if (g_str_equal(*line, "=== gives")) {
            into = last->expected;
        } else if (into) {
            g_string_append_printf(into, "%s\n", *line);
        }
    }
    return cases;
}

static void free_case(gpointer data)
{
    Case *c = data;

    g_free(c->name);
    g_string_free(c->text, TRUE);
    g_string_free(c->expected, TRUE);
    g_free(c);
}

static char *read_findings(const char *text, size_t len, Regulation **out)
{
    g_autoptr(Diags) diags = diags_new(LANG_EN);

    *out = reg_read(text, len, "r.md", diags);
    diags_sort(diags);
    return diags_format(diags);
}

static void test_findings(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *got = read_findings(c->text->str, c->text->len, &reg);

    g_assert_cmpstr(got, ==, c->expected->str);
}

static void test_blocks(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *findings = read_findings(c->text->str, c->text->len, &reg);
    g_autoptr(GString) got = g_string_new(findings);

    g_assert_nonnull(reg);
    for (size_t i = 0; i < reg->n_blocks; i++)
        reg_dump_block(got, reg, reg->blocks[i]);
    g_assert_cmpstr(got->str, ==, c->expected->str);
}

static void add_cases(const char *file, GTestDataFunc run)
{
    g_autoptr(GPtrArray) cases = load_cases(file);

    g_assert_cmpuint(cases->len, >, 0);
    for (guint i = 0; i < cases->len; i++) {
        Case *c = g_ptr_array_index(cases, i);
        g_autofree char *path = g_strdup_printf("/read/%s/%s", file, c->name);
        g_test_add_data_func_full(path, c, run, free_case);
    }
}

/* ---- the notation page ----------------------------------------------------------------------- */

/* All its ````md examples make one regulation that is read without a finding. */
static void test_notation_page(void)
{
    g_autofree char *page = source_file("docs/notation.md");
    g_auto(GStrv) parts = g_strsplit(page, "\n````", -1);
    g_autoptr(GString) text = g_string_new("---\nregulation: page\ncycles: [month, quarter, "
                                           "half-year, year, {双月: {ending: [2, 12]}}]\n---\n");
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *got = NULL;

    for (char **part = parts; *part; part++)
        if (g_str_has_prefix(*part, "md\n"))
            g_string_append_printf(text, "\n%s\n", *part + 3);
    got = read_findings(text->str, text->len, &reg);
    g_assert_cmpstr(got, ==, "");
    g_assert_cmpuint(reg->n_blocks, >, 40);
}

/* ---- front matter and articles --------------------------------------------------------------- */

static void test_front(void)
{
    static const char text[] = "---\n"
                               "regulation: contribution-bank\n"
                               "title: {zh: 办法, en: Rules}\n"
                               "source: 篇6\n"
                               "version: 1.2\n"
                               "effective: {from: 2003-01-01, to: 2008-12-31}\n"
                               "applies to: 岗位 = \"客户经理\"\n"
                               "cycles: [year, {双月: {ending: [2, 4, 6, 8, 10, 12]}}, month]\n"
                               "imports: [common-rules, more]\n"
                               "---\n";
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *findings = read_findings(text, strlen(text), &reg);
    CalYmd from;

    g_assert_cmpstr(findings, ==, "");
    g_assert_cmpstr(reg->file, ==, "r.md");
    g_assert_cmpstr(reg->id, ==, "contribution-bank");
    g_assert_cmpstr(reg->title_zh, ==, "办法");
    g_assert_cmpstr(reg->title_en, ==, "Rules");
    g_assert_cmpstr(reg->source, ==, "篇6");
    g_assert_cmpstr(reg->version, ==, "1.2");
    from = cal_date_ymd(reg->effective_from);
    g_assert_cmpint(from.year, ==, 2003);
    g_assert_cmpint(cal_date_ymd(reg->effective_to).year, ==, 2008);
    g_assert_cmpstr(reg->applies_to.src.text, ==, "岗位 = \"客户经理\"");
    g_assert_cmpuint(reg->applies_to.src.start.column, ==, 13);
    g_assert_cmpuint(reg->n_cycles, ==, 3);
    g_assert_cmpstr(reg->cycles[0].name, ==, "month");
    g_assert_cmpstr(reg->cycles[1].name, ==, "双月");
    g_assert_cmpint(reg->cycles[1].n_ending, ==, 6);
    g_assert_cmpint(reg->cycles[1].ending[5], ==, 12);
    g_assert_cmpstr(reg->cycles[2].name, ==, "year");
    g_assert_cmpint(reg_cycle(reg, "双月"), ==, 1);
    g_assert_cmpint(reg_cycle(reg, "quarter"), ==, REG_NO_CYCLE);
    g_assert_cmpuint(reg->n_imports, ==, 2);
    g_assert_cmpstr(reg->imports[1], ==, "more");
    g_assert_cmpuint(reg->import_pos[1].column, ==, 25);
    g_assert_cmpint(reg_subject(reg, "person"), ==, REG_PERSON);
    g_assert_cmpint(reg_subject(reg, "nobody"), ==, -1);
}

static void test_front_short(void)
{
    static const char text[] = "\xEF\xBB\xBF---\r\nregulation: r\r\ntitle: 办法\r\neffective: "
                               "2003-01-01\r\n---";
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *findings = read_findings(text, strlen(text), &reg);

    g_assert_cmpstr(findings, ==, "");
    g_assert_cmpstr(reg->title_zh, ==, "办法");
    g_assert_cmpint(cal_date_ymd(reg->effective_from).year, ==, 2003);
    g_assert_true(reg->effective_to == INT64_MAX);
    g_assert_cmpuint(reg->n_articles, ==, 0);
    g_assert_cmpuint(reg->n_blocks, ==, 0);
}

static void test_articles(void)
{
    static const char text[] = "---\nregulation: r\ntitle: 题\n---\n"
                               "before\n"
                               "```feel 甲 @year\n1\n```\n"
                               "# 办法\n"
                               "## 第一章 总则\n"
                               "one\n\ntwo\n\n- 三\n\n```text\nfour\n```\n\n"
                               "| a | b |\n|---|---|\n| c | d |\n\n"
                               "`code`\n\n> five\n"
                               "### 第一条 目的\n"
                               "#### (二) 2 细则\n"
                               "```feel 乙 @year\n1\n```\n"
                               "#### 说明\n"
                               "```yaml input 丙 @year\nassumed: 假设\n```\n"
                               "## 第二章\n";
    static const struct {
        const char *cite, *title, *text;
        int parent, level;
    } expected[] = {
        {"办法",            "",       "",                                                            -1, 1},
        {"第一章",         "总则", "one\n\ntwo\n\n- 三\n\nfour\n\na | b\nc | d\n\ncode\n\nfive", 0,  2},
        {"第一条",         "目的", "",                                                            1,  3},
        {"第一条 (二) 2", "细则", "",                                                            2,  4},
        {"第一条 说明",  "",       "",                                                            2,  4},
        {"第二章",         "",       "",                                                            0,  2},
    };
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *findings = read_findings(text, strlen(text), &reg);

    /* no cycles are declared: three findings, all else is read */
    g_assert_cmpuint(reg->n_blocks, ==, 3);
    g_assert_nonnull(strstr(findings, "r.md:6:12: error: this regulation has no cycle `year`"));
    g_assert_cmpuint(reg->n_articles, ==, G_N_ELEMENTS(expected));
    for (size_t i = 0; i < reg->n_articles; i++) {
        g_assert_cmpstr(reg->articles[i].cite, ==, expected[i].cite);
        g_assert_cmpstr(reg->articles[i].title, ==, expected[i].title);
        g_assert_cmpstr(reg->articles[i].text, ==, expected[i].text);
        g_assert_cmpint(reg->articles[i].parent, ==, expected[i].parent);
        g_assert_cmpint(reg->articles[i].level, ==, expected[i].level);
    }
    g_assert_cmpint(reg->blocks[0]->article, ==, -1);
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[0]), ==, "题");
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[1]), ==, "第一条 (二) 2");
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[2]), ==, "假定: 假设");
}

/* ---- limits and bytes ------------------------------------------------------------------------ */

static void test_size(void)
{
    static const char front[] = "---\nregulation: r\n---\n";
    g_autofree char *text = g_strnfill(REG_MAX_FILE + 1, ' ');

    memcpy(text, front, strlen(front));
    for (size_t len = REG_MAX_FILE; len <= REG_MAX_FILE + 1; len++) {
        g_autoptr(Regulation) reg = NULL;
        g_autofree char *got = read_findings(text, len, &reg);
        g_assert_cmpstr(got, ==,
                        len == REG_MAX_FILE
                            ? ""
                            : "r.md: error: 1048577 bytes are too many for a regulation\n"
                              "    expected: at most 1048576\n");
        g_assert_true((reg != NULL) == (len == REG_MAX_FILE));
    }
}

static void test_yaml_block_size(void)
{
    for (size_t len = REG_MAX_YAML_BLOCK; len <= REG_MAX_YAML_BLOCK + 1; len++) {
        g_autoptr(GString) text = g_string_new("---\nregulation: r\n---\n```yaml param 甲\n");
        g_autofree char *fill = g_strnfill(len - strlen("value: 1\n#\n"), 'x');
        g_autoptr(Regulation) reg = NULL;
        g_autofree char *got = NULL;
        g_string_append_printf(text, "value: 1\n#%s\n```\n", fill);
        got = read_findings(text->str, text->len, &reg);
        g_assert_cmpstr(got, ==,
                        len == REG_MAX_YAML_BLOCK
                            ? ""
                            : "r.md:5:1: error: 65537 bytes of YAML are too many\n"
                              "    expected: at most 65536\n");
    }
}

static void test_many_scopes(void)
{
    for (int n = REG_MAX_CONDITIONS; n <= REG_MAX_CONDITIONS + 1; n++) {
        g_autoptr(GString) text = g_string_new("---\nregulation: r\ncycles: [year]\n---\n");
        g_autoptr(Regulation) reg = NULL;
        g_autofree char *got = NULL;

        for (int i = 0; i < n; i++)
            g_string_append(text, "```yaml scope\nfor: a\n```\n");
        g_string_append(text, "```feel 甲\n1\n```\n");
        got = read_findings(text->str, text->len, &reg);
        g_assert_cmpstr(got, ==,
                        n == REG_MAX_CONDITIONS
                            ? ""
                            : "r.md:158:9: error: more than 50 scopes hold for this block\n");
    }
}

static void test_bytes(void)
{
    static const struct {
        const char *text;
        size_t len;
        const char *expected;
    } cases[] = {
        {"",                     0,  "r.md:1:1: error: a regulation begins with front matter: a line ---\n"},
        {"---\0\n",              5,  "r.md:1:4: error: byte 0x00 is not valid UTF-8 here\n"                },
        {"---\n甲\xFF",         8,  "r.md:2:2: error: byte 0xFF is not valid UTF-8 here\n"                },
        {"---\n甲\xE2\x80\xAE", 10, "r.md:2:2: error: the character U+202E is not allowed\n"              },
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Regulation) reg = NULL;
        g_autofree char *got = read_findings(cases[i].text, cases[i].len, &reg);
        g_assert_cmpstr(got, ==, cases[i].expected);
        g_assert_null(reg);
    }
}

/* Each of these is 1 MiB that makes a careless reader slow or large. */
static const struct {
    const char *name, *head, *unit, *tail;
} hostile[] = {
    {"headings",                  "",                                             "#\n",                                                        ""                               },
    {"numbered-headings",         "",                                             "# 一1一1\n",                                               ""                               },
    {"headings-below-a-long-one", "# x\n",                                        "## x\n### y\n",                                              ""                               },
    {"long-heading",              "# ",                                           "一1",                                                       "\n## 甲\n"                     },
    {"scopes-and-blocks",         "",                                             "```yaml scope\nfor: a\n```\n```feel 甲\n1\n```\n",          ""                               },
    {"subjects",                  "",                                             "```yaml subject 甲\nrows: unit\n```\n",                     ""                               },
    {"unknown-keys",              "",                                             "```yaml input 甲\nabcdefghijkl: 1\nabcdefghijkm: 1\n```\n", ""                               },
    {"unknown-kinds",             "",                                             "```yaml frobnicate\n```\n",                                  ""                               },
    {"long-head",                 "```yaml input 甲",                            " 乙",                                                       "\n```\n"                        },
    {"long-function",             "```feel function f(",                          "a,",                                                         "b)\n1\n```\n"                   },
    {"long-bands",                "`bands 甲 of",                                " a",                                                         "`\n\n| a | b |\n|---|---|\n"    },
    {"long-name",                 "```yaml input ",                               "甲",                                                        "\n```\n"                        },
    {"long-announcement",         "`table",                                       " 甲",                                                       "`\n\n| a | → b |\n|---|---|\n"},
    {"long-row",                  "`table 甲`\n\n| a | → 甲 |\n|---|---|\n",  "|",                                                          "\n"                             },
    {"rows",                      "`table 甲`\n\n| a | → 甲 |\n|---|---|\n",  "|1|2|\n",                                                    "\n"                             },
    {"order",                     "`table 甲`\n\n| a | → 甲 [",               "x,",                                                         "y] |\n|---|---|\n"              },
    {"cell",                      "`table 甲`\n\n| a | → 甲 |\n|---|---|\n|", "\\|",                                                        "|1|\n"                          },
    {"fences",                    "",                                             "```\n",                                                      ""                               },
    {"lists",                     "",                                             "- ```yaml input 甲\n",                                      ""                               },
    {"quotations",                "",                                             ">",                                                          "\n"                             },
};

static void test_hostile(gconstpointer data)
{
    const char *const *parts = data; /* name, head, unit, tail */
    g_autoptr(GString) text = g_string_new("---\nregulation: r\ncycles: [year]\n---\n");
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *got = NULL;
    gint64 begin = g_get_monotonic_time();

    g_string_append(text, parts[1]);
    while (text->len + strlen(parts[2]) + strlen(parts[3]) < REG_MAX_FILE)
        g_string_append(text, parts[2]);
    g_string_append(text, parts[3]);
    got = read_findings(text->str, text->len, &reg);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 20 * G_USEC_PER_SEC);
    g_assert_true(!reg || arena_used(reg->arena) < 256 * 1024 * 1024);
}

/* A list inside a text, as long as a block may be. */
static void test_hostile_values(void)
{
    static const char *const keys[] = {
        "```yaml subject 甲\nrows: measure by [", "```yaml decide 甲 @year\noutcome: one of [",
        "```yaml param 甲\nby: a.", "```yaml input 甲\ntype: list of "};
    static const char *const units[] = {"a,", "a,", "a.", "list of "};
    gint64 begin = g_get_monotonic_time();

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        g_autoptr(GString) text = g_string_new("---\nregulation: r\ncycles: [year]\n---\n");
        g_autoptr(Regulation) reg = NULL;
        g_autofree char *got = NULL;
        for (size_t k = 0; k < 15; k++) {
            size_t start = text->len;
            g_string_append(text, keys[i]);
            while (text->len - start < REG_MAX_YAML_BLOCK - 64)
                g_string_append(text, units[i]);
            g_string_append(text, i < 2 ? "x]\n```\n" : "x\n```\n");
        }
        got = read_findings(text->str, text->len, &reg);
        g_assert_cmpstr(got, !=, "");
    }
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 20 * G_USEC_PER_SEC);
}

static void test_counts(void)
{
    g_autoptr(GString) text = g_string_new("---\nregulation: r\ncycles: [year]\n---\n");
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *got = NULL;

    for (size_t i = 0; i <= REG_MAX_BLOCKS; i++)
        g_string_append(text, "```feel 甲\n1\n```\n");
    g_string_append(text, "end\n");
    got = read_findings(text->str, text->len, &reg);
    g_assert_cmpstr(got, ==,
                    "r.md:15008:1: error: there are too many blocks\n    expected: at most 5000\n");
    g_string_truncate(text, 0);
    g_string_append(text, "---\nregulation: r\n---\n");
    for (size_t i = 0; i <= REG_MAX_ARTICLES; i++)
        g_string_append(text, "# a\n");
    g_string_append(text, "end\n");
    g_clear_pointer(&reg, reg_free);
    g_free(got);
    got = read_findings(text->str, text->len, &reg);
    g_assert_cmpstr(got, ==,
                    "r.md:20005:1: error: there are too many headings\n"
                    "    expected: at most 20000\n");
}

static void test_long_words(void)
{
    static const char front[] = "---\nregulation: r\n---\n";
    g_autofree char *name = g_strnfill(REG_MAX_NAME + 1, 'x');
    g_autofree char *blanks = g_strnfill(REG_MAX_HEAD, ' ');
    g_autofree char *long_name = g_strconcat(front, "```feel ", name, "\n1\n```\n", NULL);
    g_autofree char *long_head = g_strconcat(front, "```feel", blanks, "x\n1\n```\n", NULL);
    g_autoptr(Regulation) first = NULL;
    g_autoptr(Regulation) second = NULL;
    g_autofree char *got_name = read_findings(long_name, strlen(long_name), &first);
    g_autofree char *got_head = read_findings(long_head, strlen(long_head), &second);

    g_assert_cmpstr(got_name, ==,
                    "r.md:4:9: error: a name of 201 bytes is too long\n"
                    "    expected: at most 200\n");
    g_assert_cmpstr(got_head, ==,
                    "r.md:4:4: error: the first line of a block has 4101 bytes: too many\n"
                    "    expected: at most 4096\n");
}

/* Line ends of either kind and a BOM change no position. */
static void test_line_ends(void)
{
    static const char body[] = "---\nregulation: r\n---\n\n```yaml rank 甲\nof: |\n  a +\n   b\n"
                               "wenn: 1\n```\n";
    g_auto(GStrv) lines = g_strsplit(body, "\n", -1);
    g_autofree char *crlf = g_strjoinv("\r\n", lines);
    g_autofree char *with_bom = g_strconcat("\xEF\xBB\xBF", crlf, NULL);
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *got = read_findings(with_bom, strlen(with_bom), &reg);

    g_assert_true(g_str_has_prefix(got, "r.md:9:1: error: `rank` has no key `wenn`\n"));
    g_assert_cmpstr(reg->blocks[0]->u.rank.of.src.text, ==, "a +\n b");
    g_assert_cmpuint(reg->blocks[0]->u.rank.of.src.start.line, ==, 7);
    g_assert_cmpuint(reg->blocks[0]->u.rank.of.src.indent, ==, 3);
}

static void test_chinese(void)
{
    static const char text[] = "---\nregulation: r\n---\n```yaml input\n```\n";
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    g_autoptr(Regulation) reg = reg_read(text, strlen(text), "r.md", diags);
    g_autofree char *got = diags_format(diags);

    g_assert_nonnull(reg); /* what can be read is read */
    g_assert_cmpstr(got, ==, "r.md:4:14: 错误: `input` 缺名称\n");
}

static void test_no_diags(void)
{
    static const char text[] = "---\nregulation: r\n---\n```yaml inptu\n```\n";
    g_autoptr(Regulation) reg = reg_read(text, strlen(text), "r.md", NULL);

    g_assert_nonnull(reg);
    g_assert_cmpuint(reg->n_blocks, ==, 0);
}

/* ---- files and imports ----------------------------------------------------------------------- */

typedef struct Folder {
    char *path; /* owned */
    GPtrArray *made;
} Folder;

static void folder_init(Folder *folder)
{
    folder->path = g_dir_make_tmp("guanhu-XXXXXX", NULL);
    folder->made = g_ptr_array_new_with_free_func(g_free);
    g_assert_nonnull(folder->path);
}

static void folder_add(Folder *folder, const char *id, const char *front, const char *body)
{
    char *sub = g_build_filename(folder->path, id, NULL);
    char *file = g_build_filename(sub, "regulation.md", NULL);
    g_autofree char *text = g_strdup_printf("---\nregulation: %s\n%s\n---\n%s", id, front, body);

    g_assert_cmpint(g_mkdir(sub, 0700), ==, 0);
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    g_ptr_array_add(folder->made, file);
    g_ptr_array_add(folder->made, sub);
}

static void folder_clear(Folder *folder)
{
    for (guint i = 0; i < folder->made->len; i++)
        g_assert_cmpint(g_remove(g_ptr_array_index(folder->made, i)), ==, 0);
    g_assert_cmpint(g_rmdir(folder->path), ==, 0);
    g_ptr_array_unref(folder->made);
    g_free(folder->path);
}

/* Loads `id`; findings with the folder's path taken off. */
static char *load_findings(const Folder *folder, const char *id, Regulation **out)
{
    g_autofree char *path = g_build_filename(folder->path, id, NULL);
    g_autofree char *prefix = g_strconcat(folder->path, "/", NULL);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;
    g_auto(GStrv) parts = NULL;

    *out = reg_load(path, diags, &error);
    g_assert_no_error(error);
    text = diags_format(diags);
    parts = g_strsplit(text, prefix, -1);
    return g_strjoinv("", parts);
}

static void test_imports(void)
{
    Folder folder;
    g_autoptr(Regulation) reg = NULL;
    g_autofree char *got = NULL;

    folder_init(&folder);
    folder_add(&folder, "bank", "cycles: [month, year]\nimports: [common]",
               "# 第一条\n```feel 甲 @year\n翻倍(基数)\n```\n");
    folder_add(&folder, "common", "title: 通用\ncycles: [year]\nimports: [base]",
               "# 第二条\n```feel function 翻倍(数)\n数 * 倍数()\n```\n"
               "## (一)\n```yaml param 基数\nvalue: 3\n```\n"
               "```yaml param 猜测\nvalue: 3\nassumed: 假设\n```\n"
               "```yaml input 不来 @year\n```\n");
    folder_add(&folder, "base", "", "```feel function 倍数()\n2\n```\n");
    got = load_findings(&folder, "bank", &reg);
    g_assert_cmpstr(got, ==, "");
    g_assert_nonnull(reg);
    g_assert_cmpuint(reg->n_blocks, ==, 5);
    g_assert_cmpstr(reg->blocks[1]->name, ==, "倍数");
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[1]), ==, "base");
    g_assert_cmpstr(reg->blocks[2]->name, ==, "翻倍");
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[2]), ==, "《通用》第二条");
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[3]), ==, "《通用》第二条 (一)");
    g_assert_cmpstr(reg->articles[reg->blocks[3]->article].cite, ==, "《通用》第二条 (一)");
    g_assert_cmpint(reg->articles[reg->blocks[3]->article].parent, ==, 1);
    g_assert_cmpstr(reg_block_cite(reg, reg->blocks[4]), ==, "假定: 假设");
    folder_clear(&folder);
}

static void test_import_findings(void)
{
    Folder folder;
    Regulation *reg;
    g_autofree char *circle = NULL;
    g_autofree char *absent = NULL;
    g_autofree char *cycle = NULL;
    g_autofree char *broken = NULL;

    folder_init(&folder);
    folder_add(&folder, "a", "imports: [b]", "");
    folder_add(&folder, "b", "imports: [c]", "");
    folder_add(&folder, "c", "imports: [a]", "");
    circle = load_findings(&folder, "a", &reg);
    g_assert_null(reg);
    g_assert_cmpstr(circle, ==, "c/regulation.md:3:11: error: imports go round: a → b → c → a\n");
    folder_add(&folder, "d", "imports: [nowhere]", "");
    absent = load_findings(&folder, "d", &reg);
    g_assert_null(reg);
    g_assert_cmpstr(absent, ==,
                    "d/regulation.md:3:11: error: `nowhere` cannot be imported: there is no file "
                    "nowhere/regulation.md\n");
    folder_add(&folder, "e", "cycles: [month]",
               "```feel 甲 @month\n1\n```\n"
               "```yaml subject 处\nrows: unit\n```\n"
               "```feel 乙 @month per 处\n1\n```\n");
    folder_add(&folder, "f", "cycles: [year]\nimports: [e]", "");
    cycle = load_findings(&folder, "f", &reg);
    g_assert_null(reg);
    g_assert_cmpstr(cycle, ==,
                    "e/regulation.md:5:9: error: `甲` needs the cycle `month`, which `f` has not\n"
                    "e/regulation.md:11:9: error: `乙` needs the cycle `month`, which `f` has "
                    "not\n");
    folder_add(&folder, "g", "cycles: [month]\nimports: [e]", "");
    broken = load_findings(&folder, "g", &reg);
    g_assert_null(reg);
    g_assert_cmpstr(broken, ==,
                    "e/regulation.md:11:9: error: `乙` needs the subject `处`, which `g` has "
                    "not\n");
    folder_clear(&folder);
}

static void test_import_depth(void)
{
    Folder folder;
    Regulation *reg;
    g_autofree char *got = NULL;

    folder_init(&folder);
    for (int i = 0; i <= 10; i++) {
        g_autofree char *id = g_strdup_printf("r%d", i);
        g_autofree char *front = g_strdup_printf("imports: [r%d]", i + 1);
        folder_add(&folder, id, i < 10 ? front : "", "");
    }
    got = load_findings(&folder, "r0", &reg);
    g_assert_null(reg);
    g_assert_cmpstr(got, ==,
                    "r8/regulation.md:3:11: error: imports are nested too deeply or too many\n"
                    "    expected: at most 8 deep, 64 in all\n");
    folder_clear(&folder);
}

/* A name that is there twice is one, wherever it comes from. */
static void test_import_clash(void)
{
    Folder folder;
    Regulation *reg;
    g_autofree char *got = NULL;

    folder_init(&folder);
    folder_add(&folder, "a", "imports: [b]", "```yaml param 甲\nvalue: 1\n```\n");
    folder_add(&folder, "b", "", "```yaml param 甲\nvalue: 2\n```\n");
    got = load_findings(&folder, "a", &reg);
    g_assert_null(reg);
    g_assert_nonnull(strstr(got, "b/regulation.md:5:15: error: "));
    folder_clear(&folder);
}

static void test_load(void)
{
    static const char text[] = "---\nregulation: r\nimports: [x]\n---\n";
    Folder folder;
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GError) error = NULL;
    g_autofree char *got = NULL;
    g_autofree char *file = NULL;
    Regulation *reg;

    folder_init(&folder);
    g_assert_null(reg_load(folder.path, diags, &error));
    g_assert_true(err_is(error, ERR_NOT_FOUND));
    g_assert_cmpstr(err_reason(error), ==, "regulation.no-file");
    g_assert_cmpuint(diags_n(diags), ==, 0);
    g_assert_null(reg_load_text(text, strlen(text), "r.md", diags));
    got = diags_format(diags);
    g_assert_cmpstr(got, ==,
                    "r.md:3:11: error: nothing can be imported: this text stands in no folder\n");
    folder_add(&folder, "a", "", "");
    file = g_build_filename(folder.path, "a", "regulation.md", NULL);
    reg = reg_load(file, NULL, NULL);
    g_assert_nonnull(reg);
    g_assert_cmpstr(reg->file, ==, file);
    reg_free(reg);
    folder_clear(&folder);
}

static void test_load_too_large(void)
{
    Folder folder;
    g_autofree char *body = g_strnfill(REG_MAX_FILE, 'x');
    g_autofree char *path = NULL;
    g_autoptr(GError) error = NULL;

    folder_init(&folder);
    folder_add(&folder, "a", "", body);
    path = g_build_filename(folder.path, "a", NULL);
    g_assert_null(reg_load(path, NULL, &error));
    g_assert_true(err_is(error, ERR_LIMIT));
    g_assert_cmpstr(err_reason(error), ==, "regulation.too-large");
    folder_clear(&folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_cases("blocks.txt", test_blocks);
    add_cases("scopes.txt", test_blocks);
    add_cases("errors.txt", test_findings);
    add_cases("files.txt", test_findings);
    add_cases("procedures.txt", test_findings);
    add_cases("scores.txt", test_findings);
    for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
        g_autofree char *path = g_strdup_printf("/read/hostile/%s", hostile[i].name);
        g_test_add_data_func(path, &hostile[i], test_hostile);
    }
    g_test_add_func("/read/hostile-values", test_hostile_values);
    g_test_add_func("/read/counts", test_counts);
    g_test_add_func("/read/long-words", test_long_words);
    g_test_add_func("/read/notation-page", test_notation_page);
    g_test_add_func("/read/front", test_front);
    g_test_add_func("/read/front-short", test_front_short);
    g_test_add_func("/read/articles", test_articles);
    g_test_add_func("/read/size", test_size);
    g_test_add_func("/read/yaml-block-size", test_yaml_block_size);
    g_test_add_func("/read/many-scopes", test_many_scopes);
    g_test_add_func("/read/bytes", test_bytes);
    g_test_add_func("/read/line-ends", test_line_ends);
    g_test_add_func("/read/chinese", test_chinese);
    g_test_add_func("/read/no-diags", test_no_diags);
    g_test_add_func("/read/imports", test_imports);
    g_test_add_func("/read/import-findings", test_import_findings);
    g_test_add_func("/read/import-depth", test_import_depth);
    g_test_add_func("/read/import-clash", test_import_clash);
    g_test_add_func("/read/load", test_load);
    g_test_add_func("/read/load-too-large", test_load_too_large);
    return g_test_run();
}
