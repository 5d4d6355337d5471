/* Every finding of the checker with its exact place, and that nothing else is one. */
#include "feel_host.h"

#include "feel/builtin_table.h"

typedef struct FindingCase {
    const char *name;
    FeelDialect dialect;
    const char *text;
    const char *findings; /* one a line: place, code, what was seen, expected, hint */
} FindingCase;

#define F(name, dialect, text, findings)                                                           \
    {                                                                                              \
        name, dialect, text, findings                                                              \
    }

static const FindingCase finding_cases[] = {
    F("number-plus-text",
      REG,
      "存款 + 岗位",
      "1:1 feel.type seen[number + string] expected[two numbers, two texts, two durations of one "
      "kind, or a duration and a date or time]"),
    F("date-plus-number",
      REG,
      "期初 + 1",
      "1:1 feel.type seen[date + number] expected[two numbers, two texts, two durations of one "
      "kind, or a duration and a date or time]"),
    F("text-times-number",
      REG,
      "岗位 * 2",
      "1:1 feel.type seen[string * number] expected[two numbers, or a number and a duration]"),
    F("power-of-text",
      REG,
      "岗位 ** 任意",
      "1:1 feel.type seen[string ** Any] expected[two numbers]"),
    F("fault-is-told-once",
      REG,
      "(存款 + 岗位) * 2 + 1",
      "1:2 feel.type seen[number + string] expected[two numbers, two texts, two durations of one "
      "kind, or a duration and a date or time]"),
    F("several-faults",
      REG,
      "存款 + 岗位 > 积数 - 期初 and 岗位 = 1",
      "1:1 feel.type seen[number + string] expected[two numbers, two texts, two durations of one "
      "kind, or a duration and a date or time]\n"
      "1:11 feel.type seen[number - date] expected[two numbers, two dates or times, two durations "
      "of one kind, or a date or time less a duration]\n"
      "1:23 feel.type seen[string = number] expected[two values of one kind]"),
    F("number-and-text",
      REG,
      "存款 = 岗位",
      "1:1 feel.type seen[number = string] expected[two values of one kind]"),
    F("order-of-conditions",
      REG,
      "参加 > 参加",
      "1:1 feel.type seen[boolean > boolean] expected[two numbers, texts, dates, times or "
      "durations of one kind]"),
    F("order-of-lists",
      REG,
      "资格 < 资格",
      "1:1 feel.type seen[list<string> < list<string>] expected[two numbers, texts, dates, times "
      "or durations of one kind]"),
    F("date-and-date-time",
      REG,
      "期初 < date and time(\"2026-01-01T00:00:00\")",
      "1:1 feel.type seen[date < date and time] expected[two numbers, texts, dates, times or "
      "durations of one kind]"),
    F("between-text",
      REG,
      "存款 between \"a\" and 积数",
      "1:12 feel.type seen[string] expected[number]"),
    F("not-a-condition", REG, "存款 and 参加", "1:1 feel.type seen[number] expected[boolean]"),
    F("if-number", REG, "if 存款 then 1 else 2", "1:4 feel.type seen[number] expected[boolean]"),
    F("negative-text", REG, "-岗位", "1:1 feel.type seen[string] expected[a number or a duration]"),
    F("unknown-name",
      REG,
      "综合贡献 + 1",
      "1:1 feel.unknown-name seen[综合贡献] hint[did you mean 综合贡献额?]"),
    F("unknown-name-swapped",
      REG,
      "款存 + 1",
      "1:1 feel.unknown-name seen[款存] hint[did you mean 存款?]"),
    F("unknown-name-not-alike", REG, "手续费 + 1", "1:1 feel.unknown-name seen[手续费]"),
    F("unknown-name-in-other-line",
      REG,
      "存款 +\n"
      "  积书",
      "2:3 feel.unknown-name seen[积书] hint[did you mean 积数?]"),
    F("unknown-function",
      REG,
      "起算步(存款, 1)",
      "1:1 feel.unknown-function seen[起算步] hint[did you mean 起算步数?]"),
    F("unknown-builtin",
      REG,
      "flor(存款)",
      "1:1 feel.unknown-function seen[flor] hint[did you mean floor?]"),
    F("unknown-in-standard",
      STD,
      "综合贡献 + 1",
      "warning 1:1 feel.unknown-name seen[综合贡献] hint[did you mean 综合贡献额?]"),
    F("full-width-in-standard",
      STD,
      "max（存款）",
      "warning 1:1 feel.unknown-name seen[max（存款）] hint[write (]"),
    F("unknown-member",
      REG,
      "行.金而",
      "1:3 feel.unknown-member seen[context<金额: number, 日期: date, 类别: string>.金而] hint[did "
      "you mean 金额?]"),
    F("unknown-member-of-rows",
      REG,
      "登记.金而",
      "1:4 feel.unknown-member seen[context<金额: number, 日期: date, 类别: string>.金而] hint[did "
      "you mean 金额?]"),
    F("unknown-property", REG, "期初.years", "1:4 feel.unknown-member seen[date.years]"),
    F("member-of-number", REG, "存款.x", "1:4 feel.unknown-member seen[number.x]"),
    F("member-of-text", REG, "岗位.x", "1:4 feel.unknown-member seen[string.x]"),
    F("unknown-link-member",
      REG,
      "机构.面积",
      "1:4 feel.unknown-member seen[机构.面积] expected[an attribute or result of unit]"),
    F("link-member-of-item",
      REG,
      "(for x in [机构] return x)[1].区域",
      "1:29 feel.link-path hint[give the link a name of its own first]"),
    F("unknown-in-filter",
      REG,
      "登记[金而 > 1]",
      "1:4 feel.unknown-name seen[金而] hint[did you mean 金额?]"),
    F("unknown-in-filter-of-numbers", REG, "[1, 2][金额 > 1]", "1:8 feel.unknown-name seen[金额]"),
    F("filter-by-text",
      REG,
      "登记[类别]",
      "1:4 feel.type seen[string] expected[number or boolean]"),
    F("filter-compares-kinds",
      REG,
      "登记[金额 > 类别]",
      "1:4 feel.type seen[number > string] expected[two numbers, texts, dates, times or durations "
      "of one kind]"),
    F("duplicate-key", REG, "{a: 1, b: 2, a: 3}", "1:17 feel.duplicate-key seen[a]"),
    F("interval-of-kinds", REG, "[1..\"a\"]", "1:5 feel.type seen[string] expected[number]"),
    F("interval-of-conditions",
      REG,
      "[参加..参加]",
      "1:2 feel.type seen[boolean] expected[a number, text, date, time or duration]"),
    F("range-of-list",
      REG,
      "(> 资格)",
      "1:4 feel.type seen[list<string>] expected[a number, text, date, time or duration]"),
    F("in-list-of-other-kind",
      REG,
      "存款 in [\"a\"]",
      "1:7 feel.type seen[list<string>] expected[number]"),
    F("in-interval-of-other-kind",
      REG,
      "岗位 in [1..2]",
      "1:7 feel.type seen[range<number>] expected[string]"),
    F("in-test-of-other-kind",
      REG,
      "存款 in (1, \"a\", > 期初)",
      "1:11 feel.type seen[string] expected[number]\n"
      "1:16 feel.type seen[range<date>] expected[number]"),
    F("for-over-texts",
      REG,
      "for x in \"a\"..\"b\" return x",
      "1:10 feel.type seen[string] expected[number or date]"),
    F("for-over-mixed",
      REG,
      "for x in 1..期初 return x",
      "1:13 feel.type seen[date] expected[number]"),
    F("for-over-range-of-texts",
      REG,
      "for x in [\"a\"..\"b\"] return x",
      "1:10 feel.type seen[string] expected[number or date]"),
    F("satisfies-number",
      REG,
      "some x in [1] satisfies x",
      "1:25 feel.type seen[number] expected[boolean]"),
    F("call-of-number", REG, "存款(1)", "1:1 feel.not-a-function seen[number]"),
    F("empty-context-has-no-entries", REG, "{}.a", "1:4 feel.unknown-member seen[context<>.a]"),
    F("context-without-entry-for-typed",
      REG,
      "(function(x: context<a: number>) x.a)({b: 1})",
      "1:39 feel.type seen[context<b: number>] expected[context<a: number>]"),
    F("call-of-null", REG, "null(1)", "1:1 feel.not-a-function seen[Null]"),
    F("too-many-arguments",
      REG,
      "起算步数(1, 2, 3)",
      "1:1 feel.arity seen[3] expected[2: 差额, 步长]"),
    F("too-few-arguments", REG, "起算步数(1)", "1:1 feel.arity seen[1] expected[2: 差额, 步长]"),
    F("argument-of-kind", REG, "起算步数(\"a\", 1)", "1:6 feel.type seen[string] expected[number]"),
    F("unknown-argument",
      REG,
      "起算步数(差额: 1, 步距: 2)",
      "1:17 feel.unknown-argument seen[步距] expected[差额, 步长]"),
    F("literal-function-argument",
      REG,
      "{f: function(n: number) n, y: f(\"a\")}",
      "1:33 feel.type seen[string] expected[number]"),
    F("builtin-too-few",
      REG,
      "full years(入职日期)",
      "1:1 feel.arity seen[1] expected[full years(from, to)]"),
    F("builtin-too-many",
      REG,
      "substring(\"abc\", 1, 2, 3)",
      "1:1 feel.arity seen[4] expected[substring(string, start position[, length])]"),
    F("builtin-no-arguments", REG, "count()", "1:1 feel.arity seen[0] expected[count(list)]"),
    F("builtin-unknown-argument",
      REG,
      "full years(from: 入职日期, too: 期初)",
      "1:29 feel.unknown-argument seen[too] expected[full years(from, to)]"),
    F("builtin-doubled-argument",
      REG,
      "full years(from: 入职日期, from: 期初)",
      "1:1 feel.arity seen[2] expected[full years(from, to)]"),
    F("builtin-wrong-kind",
      REG,
      "full years(\"2020-01-01\", 1)",
      "1:12 feel.type seen[string] expected[date | date and time]\n"
      "1:26 feel.type seen[number] expected[date | date and time]"),
    F("builtin-list-of-kind",
      REG,
      "sum(资格)",
      "1:5 feel.type seen[list<string>] expected[list<number>]"),
    F("builtin-mixed-kinds", REG, "max(存款, 岗位)", "1:9 feel.type seen[string] expected[number]"),
    F("builtin-function-wanted",
      REG,
      "sort(资格, 1)",
      "1:10 feel.type seen[number] expected[function]"),
    F("clock",
      REG,
      "today() > 期初",
      "1:1 feel.no-clock seen[today()] hint[use a date of the cycle]"),
    F("clock-in-regulation-says-why",
      REG,
      "now()",
      "1:1 feel.no-clock seen[now()] hint[use a date of the cycle]"),
    F("no-such-date",
      REG,
      "date(\"2026-02-30\")",
      "1:6 feel.bad-literal seen[2026-02-30] expected[date]"),
    F("no-such-duration",
      REG,
      "duration(\"1 day\")",
      "1:10 feel.bad-literal seen[1 day] expected[duration]"),
    F("no-such-date-in-standard",
      STD,
      "date(\"2026-02-30\")",
      "warning 1:6 feel.bad-literal seen[2026-02-30] expected[date]"),
    F("pattern",
      REG,
      "matches(\"a\", \"a**\")",
      "1:14 feel.pattern seen[a**] hint[a quantifier without anything before it]"),
    F("pattern-of-split",
      REG,
      "split(\"a\", \"(\")",
      "1:12 feel.pattern seen[(] hint[a group without its `)`]"),
    F("pattern-by-name",
      STD,
      "replace(flags: \"q?\", pattern: \"]\", input: \"a\", replacement: \"b\")",
      "warning 1:16 feel.flags seen[q?]\n"
      "warning 1:31 feel.pattern seen[]] hint[`]`, `{` and `}` stand for themselves only behind a "
      "`\\`]"),
    F("type-fault-in-standard",
      STD,
      "存款 + 岗位",
      "warning 1:1 feel.type seen[number + string] expected[two numbers, two texts, two durations "
      "of one kind, or a duration and a date or time]"),
    F("condition-in-standard",
      STD,
      "123 and 参加",
      "warning 1:1 feel.type seen[number] expected[boolean]"),
    F("external-still-checked",
      REG,
      "function(x) external {java: 存宽}",
      "1:29 feel.unknown-name seen[存宽] hint[did you mean 存款?]"),
    F("for-over-range-of-conditions",
      REG,
      "for x in 参加..3 return x",
      "1:10 feel.type seen[boolean] expected[number or date]"),
    F("function-type-arity",
      REG,
      "(function(g: function<number> -> string) g(1, 2))(function(x) \"a\")",
      "1:42 feel.arity seen[2] expected[1]"),
    F("function-type-argument",
      REG,
      "(function(g: function<number> -> string) g(1))(function(x, y) \"a\")",
      "1:48 feel.type seen[function<Any, Any> -> string] expected[function<number> -> string]"),
    F("function-list-of-kind",
      REG,
      "(function(x: list<number>) x)([\"a\"])",
      "1:31 feel.type seen[list<string>] expected[list<number>]"),
    F("function-text-for-list",
      REG,
      "(function(x: list<number>) x)(\"a\")",
      "1:31 feel.type seen[string] expected[list<number>]"),
    F("function-lists-for-single",
      REG,
      "(function(x: number) x)([\"a\"])",
      "1:25 feel.type seen[list<string>] expected[number]"),
    F("in-list-of-ranges-of-kind",
      REG,
      "存款 in [[\"a\"..\"b\"]]",
      "1:7 feel.type seen[list<range<string>>] expected[number]"),
    F("in-range-value-of-kind",
      REG,
      "存款 in 周期",
      "1:7 feel.type seen[range<date>] expected[number]"),
    F("list-in-interval",
      REG,
      "资格 in [1..2]",
      "1:7 feel.type seen[range<number>] expected[list<string>]"),
    F("list-in-texts", REG, "存款 in 资格", "1:7 feel.type seen[list<string>] expected[number]"),
    F("range-is-no-number",
      REG,
      "存款 in (1, 参加)",
      "1:11 feel.type seen[boolean] expected[number]"),
    F("builtin-varargs-arity",
      REG,
      "append()",
      "1:1 feel.arity seen[0] expected[append(list, item, …)]"),
    F("builtin-list-for-text",
      REG,
      "upper case([1])",
      "1:12 feel.type seen[list<number>] expected[string]"),
    F("builtin-number-for-list",
      REG,
      "context merge(1)",
      "1:15 feel.type seen[number] expected[list<context>]"),
    F("builtin-list-wanted-any",
      REG,
      "context put({a: 1}, 1, 2)",
      "1:21 feel.type seen[number] expected[string]"),
    F("text-for-list-of-numbers",
      REG,
      "sum(\"a\")",
      "1:5 feel.type seen[string] expected[list<number>]"),
    F("member-of-null-link",
      REG,
      "登记.x.y",
      "1:4 feel.unknown-member seen[context<金额: number, 日期: date, 类别: string>.x]"),
    F("link-in-list", REG, "[机构].区域", "1:6 feel.unknown-member seen[string.区域]"),
    F("number-called-in-filter", REG, "登记[金额(1) > 1]", "1:4 feel.not-a-function seen[number]"),
    F("unknown-call-in-filter", REG, "登记[没有(金额)]", "1:4 feel.unknown-function seen[没有]"),
    F("unknown-in-nested-filter",
      REG,
      "登记[count(登记[金而 > 1]) > 1]",
      "1:13 feel.unknown-name seen[金而] hint[did you mean 金额?]"),
    F("clock-in-filter-of-any",
      REG,
      "任意[now() > 日期]",
      "1:4 feel.no-clock seen[now()] hint[use a date of the cycle]"),
    F("standard-unknown-in-filter",
      STD,
      "登记[金而 > 1]",
      "warning 1:4 feel.unknown-name seen[金而] hint[did you mean 金额?]"),
    F("link-member-of-iterator",
      REG,
      "for x in [机构] return x.区域",
      "1:24 feel.link-path hint[give the link a name of its own first]"),
};

static const FeelType link_type = {.kind = FEEL_T_STRING, .row_of = "unit"};

typedef struct TestCase {
    const char *name;
    const FeelType *input;
    const char *text;
    const char *findings;
} TestCase;

#define U(name, input, text, findings)                                                             \
    {                                                                                              \
        name, input, text, findings                                                                \
    }

static const TestCase test_cases[] = {
    U("number-tests", &feel_type_number, "> 0, [1..2], 5", ""),
    U("text-tests", &feel_type_string, "\"a\", \"b\"", ""),
    U("condition-test", &feel_type_number, "? > 积数 and 参加", ""),
    U("any-condition-decides", &feel_type_number, "参加", ""),
    U("boolean-test", &feel_type_boolean, "true", ""),
    U("number-among-texts",
      &feel_type_string,
      "\"a\", 5",
      "1:6 feel.type seen[number] expected[string]"),
    U("range-among-texts",
      &feel_type_string,
      "> 1",
      "1:1 feel.type seen[range<number>] expected[string]"),
    U("text-among-numbers",
      &feel_type_number,
      "not(\"a\", > \"b\")",
      "1:5 feel.type seen[string] expected[number]\n"
      "1:10 feel.type seen[range<string>] expected[number]"),
    U("list-variable", &feel_type_string, "资格", ""),
    U("date-test", &feel_type_date, "< 期初, date(\"2026-01-01\")", ""),
    U("link-test", &link_type, "\"城东支行\"", ""),
    U("unknown-input", NULL, "> 0, \"a\"", ""),
    U("dash", &feel_type_number, "-", ""),
};

static void has_type(const FeelNode *node, void *data)
{
    (void)data;
    g_assert_nonnull(node->type);
}

static void test_finding(gconstpointer data)
{
    const FindingCase *c = data;
    bool strict = c->dialect == FEEL_REGULATION;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    SrcText src = src_of(c->text);
    FeelScope *scope = scope_of(arena, c->dialect);
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);

    g_assert_true(feel_check(arena, scope, node, &src, NULL, diags) == !strict);
    g_assert_cmpstr(findings_text(arena, diags, true), ==, c->findings);
    g_assert_true((diags_n_errors(diags) > 0) == strict);
    feel_walk(node, has_type, NULL);
}

static void test_tests(gconstpointer data)
{
    const TestCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    SrcText src = src_of(c->text);
    FeelScope *scope = scope_of(arena, FEEL_REGULATION);
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_UNARY_TESTS, diags);
    bool ok = feel_check(arena, scope, node, &src, c->input, diags);

    g_assert_cmpstr(findings_text(arena, diags, true), ==, c->findings);
    g_assert_true(ok == (c->findings[0] == '\0'));
    g_assert_cmpstr(feel_type_text(arena, node->type), ==, "boolean");
}

/* Each function is found by its name. */
static void test_names_of_functions(void)
{
    for (int id = 0; id < FEEL_BUILTIN_N; id++) {
        g_autoptr(Arena) arena = arena_new(0);
        g_autoptr(Diags) diags = diags_new(LANG_EN);
        FeelDialect dialect = feel_builtin_where((FeelBuiltinId)id) == FEEL_BUILTIN_STANDARD
                                  ? FEEL_STANDARD
                                  : FEEL_REGULATION;
        SrcText src = src_of(feel_builtin_name((FeelBuiltinId)id));
        FeelScope *scope = scope_of(arena, dialect);
        FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);

        g_assert_true(feel_check(arena, scope, node, &src, NULL, diags));
        g_assert_cmpint(node->ref.kind, ==, FEEL_REF_BUILTIN);
        g_assert_cmpint(node->ref.index, ==, id);
    }
}

/* Types whose parts are shared: written out, they would have 2^60 members. */
static void test_shared_types(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) doubled = g_string_new("{k0: 1");
    FeelScope *scope = scope_of(arena, REG);
    FeelNode *node;
    SrcText src;

    for (int i = 1; i <= 60; i++)
        g_string_append_printf(doubled, ", k%d: {x: k%d, y: k%d}", i, i - 1, i - 1);
    g_string_append_c(doubled, '}');
    src = src_of(arena_printf(arena, "[%s.k60, %s.k60] + (if 参加 then %s else %s)", doubled->str,
                              doubled->str, doubled->str, doubled->str));
    node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);
    g_assert_false(feel_check(arena, scope, node, &src, NULL, diags));
    g_assert_cmpstr(findings_text(arena, diags, false), ==, "1:1 feel.type");
    g_assert_cmpuint(strlen(diags_get(diags, 0)->seen), <, 2 * FEEL_TYPE_BRIEF + 20);
}

/* More faults than are kept, each of which could be given a hint. */
static void test_many_faults(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    g_autoptr(GString) text = g_string_new("[");
    FeelScope *scope = scope_of(arena, REG);
    FeelNode *node;
    SrcText src;

    for (int i = 0; i < 5000; i++)
        g_string_append_printf(text, "%s综合x", i > 0 ? ", " : "");
    g_string_append_c(text, ']');
    src = src_of(text->str);
    node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);
    g_assert_false(feel_check(arena, scope, node, &src, NULL, diags));
    g_assert_cmpuint(diags_n(diags), ==, DIAGS_MAX);
    g_assert_cmpuint(diags_n_errors(diags), ==, 5000);
}

#define ADD(group, cases, func)                                                                    \
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {                                             \
        g_autofree char *path = g_strdup_printf("/feel/check/" group "/%s", (cases)[i].name);      \
                                                                                                   \
        g_test_add_data_func(path, &(cases)[i], func);                                             \
    }

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("finding", finding_cases, test_finding)
    ADD("tests", test_cases, test_tests)
    g_test_add_func("/feel/check/names-of-functions", test_names_of_functions);
    g_test_add_func("/feel/check/shared-types", test_shared_types);
    g_test_add_func("/feel/check/many-faults", test_many_faults);
    return g_test_run();
}
