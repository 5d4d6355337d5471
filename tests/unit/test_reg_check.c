/* test_reg_check.c - regulation texts and exactly what is found in them.
 *
 * tests/unit/reg_check/TOPIC.txt holds cases:
 *
 *     === name
 *     text of the regulation after its front matter; its first line is line 5
 *     --- a line per finding: LINE:COLUMN CODE: message | seen: … | expected: … | hint: …
 *
 * warnings.txt is about what is allowed but seldom meant.
 */
#include <string.h>

#include "regulation/model.h"

static const char FRONT[] =
    "---\n"
    "regulation: t\n"
    "cycles: [month, quarter, year, {双月: {ending: [2, 4, 6, 8, 10, 12]}}]\n"
    "---\n";

typedef struct Case {
    char *text;
    char *want;
    bool is_inspected; /* warnings, too */
} Case;

static Regulation *load(const Case *c, Diags *diags)
{
    g_autofree char *text = g_strconcat(FRONT, c->text, NULL);

    if (c->is_inspected)
        return reg_inspect_text(text, strlen(text), "t.md", /* each_assumed= */ true, diags);
    return reg_load_text(text, strlen(text), "t.md", diags);
}

static void append_more(GString *out, const char *word, const char *text)
{
    if (text)
        g_string_append_printf(out, " | %s: %s", word, text);
}

static char *findings(const Diags *diags)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *d = diags_get(diags, i);

        g_string_append_printf(out, "%u:%u %s%s: %s", d->pos.line, d->pos.column,
                               d->severity == DIAG_ERROR     ? ""
                               : d->severity == DIAG_WARNING ? "warning "
                                                             : "note ",
                               d->code, d->message);
        append_more(out, "seen", d->seen);
        append_more(out, "expected", d->expected);
        append_more(out, "hint", d->hint);
        g_string_append_c(out, '\n');
    }
    return g_string_free(out, FALSE);
}

static void test_case(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(Regulation) reg = load(c, diags);
    g_autofree char *got = findings(diags);

    g_assert_cmpstr(got, ==, c->want);
    g_assert_cmpint(reg != NULL, ==, diags_n_errors(diags) == 0);
}

/* Every text a person reads has a Chinese form. */
static void test_chinese(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(Diags) zh = diags_new(LANG_ZH);
    g_autoptr(Diags) en = diags_new(LANG_EN);
    g_autoptr(Regulation) in_zh = load(c, zh);
    g_autoptr(Regulation) in_en = load(c, en);

    g_assert_cmpint(in_zh != NULL, ==, in_en != NULL);
    g_assert_cmpuint(diags_n(zh), ==, diags_n(en));
    for (size_t i = 0; i < diags_n(zh); i++) {
        g_assert_cmpstr(diags_get(zh, i)->code, ==, diags_get(en, i)->code);
        g_assert_cmpstr(diags_get(zh, i)->message, !=, diags_get(en, i)->message);
        if (diags_get(en, i)->hint)
            g_assert_cmpstr(diags_get(zh, i)->hint, !=, diags_get(en, i)->hint);
    }
}

static void free_case(gpointer data)
{
    Case *c = data;

    g_free(c->text);
    g_free(c->want);
    g_free(c);
}

static void add_case(const char *topic, const char *name, const GString *text, const GString *want)
{
    g_autofree char *path = g_strdup_printf("/reg_check/%s/%s", topic, name);
    g_autofree char *zh = g_strdup_printf("/reg_check_zh/%s/%s", topic, name);
    Case *c = g_new0(Case, 1);
    Case *in_zh = g_new0(Case, 1);

    c->text = g_strdup(text->str);
    c->want = g_strdup(want->str);
    c->is_inspected = in_zh->is_inspected = strcmp(topic, "warnings") == 0;
    in_zh->text = g_strdup(text->str);
    g_test_add_data_func_full(path, c, test_case, free_case);
    g_test_add_data_func_full(zh, in_zh, test_chinese, free_case);
}

/* Adds the cases of one file. Returns their number. */
static size_t add_topic(const char *topic)
{
    g_autofree char *file =
        g_strdup_printf("%s/tests/unit/reg_check/%s.txt", g_getenv("GUANHU_SOURCE_ROOT"), topic);
    g_autofree char *content = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *name = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) want = g_string_new(NULL);
    bool in_want = false;
    size_t n = 0;

    g_file_get_contents(file, &content, NULL, &error);
    g_assert_no_error(error);
    g_auto(GStrv) lines = g_strsplit(content, "\n", -1);
    for (char **line = lines;; line++) {
        bool is_head = *line && g_str_has_prefix(*line, "=== ");

        if ((is_head || !*line) && name) {
            g_assert_true(in_want);
            add_case(topic, name, text, want);
            n++;
        }
        if (!*line)
            return n;
        if (is_head) {
            g_free(name);
            name = g_strdup(*line + 4);
            g_string_set_size(text, 0);
            g_string_set_size(want, 0);
            in_want = false;
        } else if (strcmp(*line, "---") == 0 && !in_want) {
            in_want = true;
        } else if (!in_want || **line != '\0') {
            g_string_append_printf(in_want ? want : text, "%s\n", *line);
        }
    }
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* A condition of 300 names of conditions of 300 names, four deep, is not followed to its end. */
static void test_named_conditions(void)
{
    g_autoptr(GString) text = g_string_new(FRONT);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GTimer) timer = g_timer_new();

    g_string_append(text, "```yaml input 数 @month\n```\n\n```feel 是0 @month\n数 > 1\n```\n\n");
    for (int level = 1; level <= 5; level++) {
        g_string_append_printf(text, "```feel 是%d @month\n", level);
        for (int i = 0; i < 300; i++)
            g_string_append_printf(text, "%s是%d", i ? " and " : "", level - 1);
        g_string_append(text, "\n```\n\n");
    }
    g_autoptr(Regulation) reg = reg_inspect_text(text->str, text->len, "t.md", true, diags);
    g_assert_nonnull(reg);
    g_assert_cmpuint(diags_n(diags), ==, 0);
    g_assert_cmpfloat(g_timer_elapsed(timer, NULL), <, 10.0);
}

/* Histories that rest on histories, 60 times each and seven deep, are each looked at once. */
static void test_histories(void)
{
    g_autoptr(GString) text = g_string_new(FRONT);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GTimer) timer = g_timer_new();

    g_string_append(text, "```yaml input 数 @year\n```\n\n"
                          "```yaml input 史0 @year\nfrom: history of 数\nover: previous\n```\n\n");
    for (int level = 1; level <= 7; level++) {
        g_string_append_printf(
            text,
            "```yaml input 史%d @year\nfrom: history of 数\nover: previous\nif none: ", level);
        for (int i = 0; i < 60; i++)
            g_string_append_printf(text, "%s史%d", i ? " + " : "", level - 1);
        g_string_append(text, "\n```\n\n");
    }
    g_string_append(text, "```feel 得 @month\n史7\n```\n");
    g_autoptr(Regulation) reg = reg_load_text(text->str, text->len, "t.md", diags);
    g_assert_nonnull(reg);
    g_assert_cmpfloat(g_timer_elapsed(timer, NULL), <, 10.0);
}

/* A procedure has at most 100 steps, a score at most 100 parts. */
static void test_parts(void)
{
    static const char *const ends[] = {"", ", 末: {by: 丙}"};

    for (size_t more = 0; more < 2; more++) {
        g_autoptr(GString) text = g_string_new(FRONT);
        g_autoptr(Diags) diags = diags_new(LANG_EN);
        g_autofree char *got = NULL;

        g_string_append(text, "```yaml procedure 甲\nopens: on request\nsteps: {");
        for (int i = 0; i < 100; i++)
            g_string_append_printf(text, "%s步%d: {by: 乙}", i ? ", " : "", i);
        g_string_append_printf(
            text, "%s}\n```\n\n```yaml score 丁 @month\nraters: {戊: 1}\nitems: {", ends[more]);
        for (int i = 0; i < 99; i++)
            g_string_append_printf(text, "%s项%d: 1", i ? ", " : "", i);
        g_string_append_printf(text, "}\ndeductions: {扣: {each: 1}%s}\n```\n",
                               more ? ", 再扣: {each: 1}" : "");
        g_autoptr(Regulation) reg = reg_load_text(text->str, text->len, "t.md", diags);
        got = findings(diags);
        g_assert_cmpstr(
            got, ==,
            more ? "7:8 regulation.too-large: 101 steps are too many | expected: at most "
                   "100\n"
                   "10:15 regulation.too-large: 101 items and deductions are too many | "
                   "expected: at most 100\n"
                 : "");
        g_assert_cmpint(reg != NULL, ==, !more);
    }
}

int main(int argc, char **argv)
{
    static const char *const topics[] = {"names",  "cycles",     "units",  "types",   "tables",
                                         "groups", "grades",     "inputs", "params",  "registers",
                                         "money",  "procedures", "scores", "warnings"};
    size_t n = 0;

    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(topics); i++)
        n += add_topic(topics[i]);
    g_test_add_func("/reg_check/limits/named-conditions", test_named_conditions);
    g_test_add_func("/reg_check/limits/histories", test_histories);
    g_test_add_func("/reg_check/limits/parts", test_parts);
    g_assert_cmpuint(n, >=, 150);
    return g_test_run();
}
