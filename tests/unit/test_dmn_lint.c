/* test_dmn_lint.c - gaps, conflicts and overlaps of decision tables, with their witnesses. */
#include "dmn_fixture.h"

typedef struct LintCase {
    const char *name;
    const char *table;    /* over the slots below */
    const char *findings; /* "line code severity: text" each; NULL text = "" */
} LintCase;

#define GAP(text) "1 dmn.gap error: table T has a gap; falls through: " text "\n"
#define CONFLICT(line, other, text)                                                                \
#line " dmn.conflict error: table T: this rule and the one in line " #other                    \
          " give different outputs; both take: " text "\n"
#define OVERLAP(line, other, text)                                                                 \
#line " dmn.overlap warning: table T: this rule and the one in line " #other                   \
          " give the same outputs; both take: " text "\n"

/* Not formatted: aligned columns of such different widths cannot be read. */
/* clang-format off */
static const LintCase cases[] = {
    /* ---- gaps of numbers ---- */
    {"complete", "U | x | > r\n<5 | 1\n[5..9] | 2\n>9 | 3\n", ""},
    {"gap-point", "U | x | > r\n<5 | 1\n>5 | 2\n", GAP("x = 5")},
    {"gap-inside", "U | x | > r\n<5 | 1\n>=7 | 2\n", GAP("x = 5")},
    {"gap-open-inside", "U | x | > r\n<=5 | 1\n>=7 | 2\n", GAP("x = 6")},
    {"gap-narrow", "U | x | > r\n<=5 | 1\n>=5.01 | 2\n", GAP("x = 5.005")},
    {"gap-below", "F | x | > r\n>=0 | 1\n", GAP("x = -1")},
    {"gap-above", "F | x | > r\n<= 9 | 1\n", GAP("x = 10")},
    {"two-gaps", "U | x | > r\n<1 | 1\n(1..2) | 2\n>2 | 3\n", GAP("x = 1") GAP("x = 2")},
    {"gaps-are-limited", "U | x | > r\n1 | 1\n2 | 1\n3 | 1\n4 | 1\n5 | 1\n6 | 1\n",
     GAP("x = 0") GAP("x = 1.5") GAP("x = 2.5") GAP("x = 3.5") GAP("x = 4.5")},
    {"half-open-touch", "U | x | > r\n<1 | 1\n[1..2) | 2\n[2..3) | 3\n>=3 | 4\n", ""},
    {"half-open-apart", "U | x | > r\n<1 | 1\n(1..2) | 2\n[2..3] | 3\n>3 | 4\n", GAP("x = 1")},
    {"not-is-the-rest", "U | x | > r\n1, 2 | 1\nnot(1, 2) | 2\n", ""},
    {"unequal-is-the-rest", "U | x | > r\n1 | 1\n!=1 | 2\n", ""},
    {"null-is-not-required", "F | x | > r\nnot(null) | 1\n", ""},
    {"null-alone-is-not-enough", "F | x | > r\nnull | 1\n", GAP("x = 0")},
    {"no-rules", "U | x | > r\n", GAP("anything")},
    {"large-figures", "F | 基数 | > r\n>= 1000万 | 1\n[700万..1000万) | 2\n<500万 | 3\n",
     GAP("基数 = 5000000")},
    /* ---- integers ---- */
    {"integers", "U | full years(d, e) | > r\n<1 | 0\n1 | 1\n2 | 2\n>=3 | 3\n", ""},
    {"integers-gap", "U | full years(d, e) | > r\n<1 | 0\n1 | 1\n>2 | 3\n",
     GAP("full years(d, e) = 2")},
    {"counts-start-at-0", "U | count(l) | > r\n0 | 0\n1 | 1\n>1 | 2\n", ""},
    {"months", "U | d.month | > r\n[1..3] | 1\n[4..6] | 2\n[7..12] | 3\n", ""},
    {"months-gap", "U | d.month | > r\n[1..3] | 1\n[4..6] | 2\n[7..11] | 3\n", GAP("d.month = 12")},
    {"floor-is-integer", "U | floor(x) | > r\n<=0 | 1\n>=1 | 2\n", ""},
    {"floor-to-decimals-is-not", "U | floor(x, 1) | > r\n<=0 | 1\n>=1 | 2\n",
     GAP("floor(x, 1) = 0.5")},
    /* ---- dates, times, durations ---- */
    {"dates", "U | d | > r\n< @\"2003-05-01\" | 1\n>= @\"2003-05-01\" | 2\n", ""},
    {"dates-are-days", "U | d | > r\n<= @\"2003-04-30\" | 1\n>= @\"2003-05-01\" | 2\n", ""},
    {"dates-gap", "U | d | > r\n<= @\"2003-04-29\" | 1\n>= @\"2003-05-01\" | 2\n",
     GAP("d = 2003-04-30")},
    {"dates-before", "U | d | > r\n>= date(\"2003-05-01\") | 2\n", GAP("d = 2003-04-30")},
    {"months-duration", "U | ym | > r\n< @\"P1Y\" | 1\n>= @\"P13M\" | 2\n", GAP("ym = P1Y")},
    {"months-duration-complete", "U | ym | > r\n<= @\"P1Y\" | 1\n>= @\"P13M\" | 2\n", ""},
    {"duration-gap", "U | dt | > r\n< @\"P1D\" | 1\n> @\"P1D\" | 2\n", GAP("dt = P1D")},
    {"duration-between", "U | dt | > r\n<= @\"P1D\" | 1\n>= @\"P2D\" | 2\n", GAP("dt = P1DT1S")},
    {"time-complete", "U | tm | > r\n< @\"12:00:00\" | 1\n>= @\"12:00:00\" | 2\n", ""},
    {"time-whole-day", "U | tm | > r\n[@\"00:00:00\"..@\"23:59:59\"] | 1\n", ""},
    {"time-gap", "U | tm | > r\n< @\"12:00:00\" | 1\n> @\"12:00:00\" | 2\n", GAP("tm = 12:00:00")},
    {"date-time-gap",
     "U | at | > r\n< @\"2003-05-01T00:00:00\" | 1\n> @\"2003-05-01T00:00:00\" | 2\n",
     GAP("at = 2003-05-01T00:00:00")},
    /* ---- texts, booleans ---- */
    {"text-other", "U | t | > r\n\"a\" | 1\n\"b\" | 2\n", GAP("t = \"other\"")},
    {"text-other-is-taken", "U | t | > r\n\"other\" | 1\n\"other2\" | 2\n", GAP("t = \"other3\"")},
    {"text-rest", "U | t | > r\n\"a\" | 1\nnot(\"a\") | 2\n", ""},
    {"text-hole", "U | t | > r\n\"a\" | 1\nnot(\"a\", \"b\") | 2\n", GAP("t = \"b\"")},
    {"text-allowed", "U | t | > r\nvalues | \"a\", \"b\" | \n\"a\" | 1\n\"b\" | 2\n", ""},
    {"text-allowed-gap", "U | t | > r\nvalues | \"a\", \"b\", \"c\" | \n\"a\" | 1\n\"b\" | 2\n",
     GAP("t = \"c\"")},
    {"number-allowed", "U | x | > r\nvalues | [0..100] | \n<60 | 1\n[60..100] | 2\n", ""},
    {"text-range-is-opaque", "U | t | > r\n< \"m\" | 1\n\"z\" | 2\n", ""},
    {"boolean", "U | b | > r\ntrue | 1\nfalse | 2\n", ""},
    {"boolean-gap", "U | b | > r\ntrue | 1\n", GAP("b = false")},
    /* ---- several inputs ---- */
    {"two-inputs", "U | x | t | > r\n<5 | - | 1\n>=5 | \"a\" | 2\n", GAP("x = 5, t = \"other\"")},
    {"only-what-matters", "U | x | t | > r\n<5 | \"a\" | 1\n>=5 | \"a\" | 2\n",
     GAP("t = \"other\"")},
    {"first-and-last-matter", "U | x | b | t | > r\n<5 | - | - | 1\n>=5 | - | \"a\" | 2\n",
     GAP("x = 5, t = \"other\"")},
    {"same-input-twice", "U | x | x | > r\n>=0 | <5 | 1\n>=5 | - | 2\n- | <0 | 3\n", ""},
    {"same-input-twice-gap", "U | x | x | > r\n>=0 | <5 | 1\n>5 | - | 2\n- | <0 | 3\n",
     GAP("x = 5")},
    {"three-columns",
     "U | b | b2 | t | > r\ntrue | - | - | 1\nfalse | true | - | 2\n"
     "false | false | \"a\" | 3\n", GAP("b = false, b2 = false, t = \"other\"")},
    /* ---- defaults, opaque cells ---- */
    {"else-takes-the-rest", "U | x | > r\n<5 | 1\nelse | 2\n", ""},
    {"fallback-takes-the-rest", "U | x | > r\n<5 | 1\ndefault | | 2\n", ""},
    {"opaque-may-take-it", "F | x | > r\n<5 | 1\n> y | 2\n", ""},
    {"certain-beside-opaque", "F | x | t | > r\n> y | \"a\" | 1\n<5 | \"b\" | 2\n",
     GAP("t = \"other\"") GAP("x = 5, t = \"b\"")},
    {"multi-hit-is-not-linted", "C | x | > r\n<5 | 1\n<3 | 2\n", ""},
    /* ---- conflicts ---- */
    {"conflict", "U | x | > r\n<=5 | 1\n>=5 | 2\n", CONFLICT(3, 2, "x = 5")},
    {"conflict-inside", "U | x | > r\n<7 | 1\n>5 | 2\n", CONFLICT(3, 2, "x = 6")},
    {"conflict-any", "A | x | > r\n<7 | 1\n>5 | 2\n", CONFLICT(3,2, "x = 6")},
    {"any-same", "A | x | > r\n<7 | 1\n>5 | 1.0\n", ""},
    {"any-formulas", "A | x | > r\n<7 | x + 1\n>5 | y\n", ""},
    {"overlap-same", "U | x | > r\n<7 | 1\n>5 | 1\n", OVERLAP(3, 2, "x = 6")},
    {"conflict-formulas", "U | x | > r\n<7 | x + 1\n>5 | y\n", CONFLICT(3,2, "x = 6")},
    {"overlap-same-formulas", "U | x | > r\n<7 | x + 1\n>5 | x + 1\n", OVERLAP(3, 2, "x = 6")},
    {"conflict-with-the-first", "U | x | > r\n<7 | 1\n>=7 | 2\n>6 | 2\n",
     CONFLICT(4, 2, "x = 6.5")},
    {"conflict-text", "U | t | > r\n\"a\", \"b\" | 1\nnot(\"a\") | 2\n",
     CONFLICT(3, 2, "t = \"b\"")},
    {"conflict-two-inputs", "U | x | t | > r\n<5 | - | 1\n- | \"a\" | 2\n>=5 | not(\"a\") | 3\n",
     CONFLICT(3, 2, "x = 4, t = \"a\"")},
    {"conflict-everywhere", "U | x | > r\n- | 1\n- | 2\n", CONFLICT(3, 2, "anything")},
    {"no-conflict-apart", "U | x | t | > r\n<5 | - | 1\n>=5 | \"a\" | 2\n>=5 | not(\"a\") | 3\n",
     ""},
    {"two-outputs-differ", "U | x | > r | > s\n<=5 | 1 | 1\n>=5 | 1 | 2\n",
     CONFLICT(3, 2, "x = 5")},
    {"opaque-is-not-claimed", "U | x | > r\n- | 1\n> y | 2\n", ""},
    {"first-may-overlap", "F | x | > r\n<7 | 1\n>5 | 2\n", ""},
    {"else-is-no-overlap", "U | x | > r\n<7 | 1\nelse | 2\n", ""},
    {"not-allowed-is-no-overlap", "U | x | > r\nvalues | <5, >6 | \n<=5 | 1\n>=5 | 2\n", ""},
};
/* clang-format on */

static char *findings(const Diags *diags)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < diags_n(diags); i++) {
        const Diag *d = diags_get(diags, i);

        g_string_append_printf(out, "%u %s %s: %s\n", d->pos.line, d->code,
                               d->severity == DIAG_ERROR ? "error" : "warning", d->message);
    }
    return g_string_free(out, FALSE);
}

static void add_slots(Fixture *f)
{
    fixture_slot(f, "x", &feel_type_number);
    fixture_slot(f, "y", &feel_type_number);
    fixture_slot(f, "基数", &feel_type_number);
    fixture_slot(f, "t", &feel_type_string);
    feel_scope_add_slot(f->scope, "b", 4, &feel_type_boolean);
    feel_scope_add_slot(f->scope, "b2", 5, &feel_type_boolean);
    feel_scope_add_slot(f->scope, "d", 6, &feel_type_date);
    feel_scope_add_slot(f->scope, "e", 7, &feel_type_date);
    feel_scope_add_slot(f->scope, "ym", 8, &feel_type_ym_duration);
    feel_scope_add_slot(f->scope, "dt", 9, &feel_type_dt_duration);
    feel_scope_add_slot(f->scope, "tm", 10, &feel_type_time);
    feel_scope_add_slot(f->scope, "at", 11, &feel_type_date_time);
    feel_scope_add_slot(f->scope, "l", 12, feel_type_list(f->arena, &feel_type_number));
    feel_scope_add_slot(f->scope, "any", 13, &feel_type_any);
}

static void test_lint(gconstpointer data)
{
    const LintCase *c = data;
    Fixture f;

    fixture_init(&f, FEEL_REGULATION);
    add_slots(&f);
    DmnTable *table = fixture_table(&f, c->table);
    dmn_table_lint(table, FEEL_REGULATION, f.diags);
    g_autofree char *text = findings(f.diags);
    g_assert_cmpstr(text, ==, c->findings);
    fixture_clear(&f);
}

static void test_standard_warns(void)
{
    Fixture f;

    fixture_init(&f, FEEL_STANDARD);
    add_slots(&f);
    dmn_table_lint(fixture_table(&f, "U | x | > r\n<=5 | 1\n[5..6] | 2\n"), FEEL_STANDARD, f.diags);
    g_autofree char *text = findings(f.diags);
    g_assert_cmpstr(text, ==,
                    "1 dmn.gap warning: table T has a gap; falls through: x = 7\n"
                    "3 dmn.conflict warning: table T: this rule and the one in line 2 give "
                    "different outputs; both take: x = 5\n");
    fixture_clear(&f);
}

/* Where no type is declared, the constants say what to look at. */
static void test_untyped_input(void)
{
    Fixture f;

    fixture_init(&f, FEEL_STANDARD);
    add_slots(&f);
    DmnTable *numbers = fixture_table(&f, "U | any | > r\n<5 | 1\n>5 | 2\n");
    DmnTable *nothing = fixture_table(&f, "U | any | > r\nnull | 1\n");
    dmn_table_lint(numbers, FEEL_STANDARD, f.diags);
    dmn_table_lint(nothing, FEEL_STANDARD, f.diags);
    g_autofree char *text = findings(f.diags);
    g_assert_cmpstr(text, ==,
                    "1 dmn.gap warning: table T has a gap; falls through: any = 5\n"
                    "1 dmn.gap warning: table T has a gap; falls through: any != null\n");
    fixture_clear(&f);
}

static void test_chinese(void)
{
    Fixture f;

    fixture_init(&f, FEEL_REGULATION);
    add_slots(&f);
    DmnTable *table = fixture_table(&f, "U | 基数 | t | > r\n>=5 | \"a\" | 1\n<5 | - | 2\n");
    g_autoptr(Diags) zh = diags_new(LANG_ZH);
    dmn_table_lint(table, FEEL_REGULATION, zh);
    g_autofree char *text = findings(zh);
    g_assert_cmpstr(text, ==, "1 dmn.gap error: 决策表“T”有遗漏,漏过:基数 = 5, t = \"其他\"\n");
    fixture_clear(&f);
}

static void test_hint_for_overlaps(void)
{
    Fixture f;

    fixture_init(&f, FEEL_REGULATION);
    add_slots(&f);
    dmn_table_lint(fixture_table(&f, "U | x | > r\n- | 1\n>5 | 1\n"), FEEL_REGULATION, f.diags);
    g_assert_cmpuint(diags_n(f.diags), ==, 1);
    g_assert_cmpstr(diags_get(f.diags, 0)->hint, ==,
                    "with hit policy U this is a fault when it happens; A allows it");
    fixture_clear(&f);
}

static void test_hint_for_edges(void)
{
    static const struct {
        const char *table;
        bool hints;
    } edges[] = {
        {"U | x | > r\n[1..5] | 1\n[5..9] | 2\nelse | 0\n",                true },
        {"U | x | > r\n>=5 | 1\n<=5 | 2\n",                                true },
        {"U | x | b | > r\n<=5 | true | 1\n>=5 | - | 2\n<5 | false | 3\n", true },
        {"U | d | > r\n<= @\"2003-05-01\" | 1\n>= @\"2003-05-01\" | 2\n",  true },
        {"U | x | > r\n<7 | 1\n>5 | 2\n",                                  false}, /* more than an edge */
        {"U | x | > r\n[1..5] | 1\n5 | 2\nelse | 0\n",                     false}, /* a case of its own */
        {"U | t | > r\n\"a\", \"b\" | 1\nnot(\"a\") | 2\n",                false},
        {"U | b | > r\ntrue | 1\n- | 2\n",                                 false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(edges); i++) {
        Fixture f;

        fixture_init(&f, FEEL_REGULATION);
        add_slots(&f);
        dmn_table_lint(fixture_table(&f, edges[i].table), FEEL_REGULATION, f.diags);
        g_assert_cmpuint(diags_n(f.diags), ==, 1);
        g_assert_cmpstr(diags_get(f.diags, 0)->code, ==, "dmn.conflict");
        g_assert_cmpstr(
            diags_get(f.diags, 0)->hint, ==,
            edges[i].hints ? "let one of the two leave the edge out, with ( or ), < or >" : NULL);
        fixture_clear(&f);
    }
}

/* ---- limits ---- */

static DmnTable *many_rules(Fixture *f, size_t n)
{
    g_autoptr(GString) text = g_string_new("U | x | > r\n");

    for (size_t i = 0; i < n; i++)
        g_string_append_printf(text, "[%zu..%zu) | %zu\n", i, i + 1, i);
    g_string_append(text, "else | 0\n");
    return fixture_table(f, text->str);
}

static void test_limit_of_rules(void)
{
    Fixture f;

    fixture_init(&f, FEEL_REGULATION);
    add_slots(&f);
    dmn_table_lint(many_rules(&f, DMN_LINT_MAX_RULES - 1), FEEL_REGULATION, f.diags);
    fixture_no_findings(&f);
    dmn_table_lint(many_rules(&f, DMN_LINT_MAX_RULES), FEEL_REGULATION, f.diags);
    g_autofree char *text = findings(f.diags);
    g_assert_cmpstr(text, ==,
                    "1 dmn.lint-limit warning: table T is too large to be checked for gaps and "
                    "conflicts\n");
    fixture_clear(&f);
}

/* n inputs. All but the last choose one of two rules of their own, which hold if the last one is 7:
 * every choice leaves another set of rules, so that nothing is shared; nothing falls through. */
static DmnTable *many_boxes(Fixture *f, size_t n)
{
    g_autoptr(GString) text = g_string_new("F");

    for (size_t k = 0; k < n; k++)
        g_string_append_printf(text, " | x + %zu", k);
    g_string_append(text, " | > r\n");
    for (size_t i = 0; i + 1 < n; i++) {
        for (size_t half = 0; half < 2; half++) {
            for (size_t k = 0; k + 1 < n; k++)
                g_string_append(text, k != i ? "- | " : half ? ">=5 | " : "<5 | ");
            g_string_append(text, "7 | 1\n");
        }
    }
    for (size_t k = 0; k + 1 < n; k++)
        g_string_append(text, "- | ");
    g_string_append(text, "not(7) | 2\n");
    return fixture_table(f, text->str);
}

static void test_limit_of_boxes(void)
{
    Fixture f;

    fixture_init(&f, FEEL_REGULATION);
    add_slots(&f);
    dmn_table_lint(many_boxes(&f, 10), FEEL_REGULATION, f.diags);
    fixture_no_findings(&f);
    dmn_table_lint(many_boxes(&f, 30), FEEL_REGULATION, f.diags);
    g_assert_cmpuint(diags_n(f.diags), ==, 1);
    g_assert_cmpstr(diags_get(f.diags, 0)->code, ==, "dmn.lint-limit");
    fixture_clear(&f);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/dmn-lint/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], test_lint);
    }
    g_test_add_func("/dmn-lint/standard-warns", test_standard_warns);
    g_test_add_func("/dmn-lint/untyped-input", test_untyped_input);
    g_test_add_func("/dmn-lint/chinese", test_chinese);
    g_test_add_func("/dmn-lint/hint-for-overlaps", test_hint_for_overlaps);
    g_test_add_func("/dmn-lint/hint-for-edges", test_hint_for_edges);
    g_test_add_func("/dmn-lint/limit-of-rules", test_limit_of_rules);
    g_test_add_func("/dmn-lint/limit-of-boxes", test_limit_of_boxes);
    return g_test_run();
}
