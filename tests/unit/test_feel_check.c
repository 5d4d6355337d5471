/* Types inferred, references settled, constants folded; and every finding with its exact place.
 * Trees are shown by feel_tree.h. */
#include "feel_tree.h"

#include "feel/builtin_table.h"

#define STD FEEL_STANDARD
#define REG FEEL_REGULATION

typedef struct TypeCase {
    const char *name;
    FeelDialect dialect;
    const char *text;
    const char *type;
    const char *tree;
} TypeCase;

#define T(name, dialect, text, type, tree)                                                         \
    {                                                                                              \
        name, dialect, text, type, tree                                                            \
    }

static const TypeCase type_cases[] = {
    T("number", REG, "存款 * 5%", "number", "(* 存款#2 0.05)"),
    T("sum-of-texts", REG, "岗位 + \"x\"", "string", "(+ 岗位#7 \"x\")"),
    T("text-and-link", REG, "岗位 + 机构", "string", "(+ 岗位#7 机构#4)"),
    T("link-equals-text", REG, "机构 = \"城东支行\"", "boolean", "(= 机构#4 \"城东支行\")"),
    T("any-makes-sum-of-number", REG, "任意 + 存款", "number", "(+ 任意#0 存款#2)"),
    T("any-times-number-stays-any", REG, "任意 * 存款", "Any", "(* 任意#0 存款#2)"),
    T("power-is-number", REG, "任意 ** 2", "number", "(** 任意#0 2)"),
    T("date-minus-date", REG, "期初 - 入职日期", "days and time duration", "(- 期初#6 入职日期#5)"),
    T("date-minus-any", REG, "期初 - 任意", "Any", "(- 期初#6 任意#0)"),
    T("date-plus-months", REG, "期初 + duration(\"P1M\")", "date", "(+ 期初#6 @\"P1M\")"),
    T("duration-divided",
      REG,
      "(期初 - 入职日期) / duration(\"P1D\")",
      "number",
      "(/ (- 期初#6 入职日期#5) @\"P1D\")"),
    T("null-plus-number", REG, "null + 1", "number", "(+ null 1)"),
    T("nulls", REG, "null + null", "Null", "(+ null null)"),
    T("negative-duration", REG, "-duration(\"P1D\")", "days and time duration", "(neg @\"P1D\")"),
    T("compare-with-null", REG, "存款 = null", "boolean", "(= 存款#2 null)"),
    T("order-with-any", REG, "任意 < 期初", "boolean", "(< 任意#0 期初#6)"),
    T("between", REG, "存款 between 1 and 积数", "boolean", "(between 存款#2 1 积数#3)"),
    T("conditions",
      REG,
      "参加 and 存款 > 1 or null",
      "boolean",
      "(or (and 参加#1 (> 存款#2 1)) null)"),
    T("if-numbers", REG, "if 参加 then 1 else 存款", "number", "(if 参加#1 1 存款#2)"),
    T("if-null-branch", REG, "if 参加 then 期初 else null", "date", "(if 参加#1 期初#6 null)"),
    T("if-mixed-is-any", REG, "if 参加 then 1 else \"x\"", "Any", "(if 参加#1 1 \"x\")"),
    T("if-links",
      REG,
      "if 参加 then 机构 else 机构.负责人",
      "string",
      "(if 参加#1 机构#4 机构.负责人#41)"),
    T("list", REG, "[1, 存款]", "list<number>", "(list 1 存款#2)"),
    T("list-mixed", REG, "[1, \"x\"]", "list<Any>", "(list 1 \"x\")"),
    T("list-empty", REG, "[]", "list<Null>", "(list)"),
    T("list-of-lists",
      REG,
      "[[1], [], [null]]",
      "list<list<number>>",
      "(list (list 1) (list) (list null))"),
    T("list-of-unlike-lists",
      REG,
      "[[1], [\"x\"]]",
      "list<list<Any>>",
      "(list (list 1) (list \"x\"))"),
    T("contexts-joined",
      REG,
      "[{a: 1, b: 2}, {a: 3}]",
      "list<context<>>",
      "(list (context a: b: 1 2) (context a: 3))"),
    T("interval", REG, "[期初..入职日期]", "range<date>", "([..] 期初#6 入职日期#5)"),
    T("interval-null-end", REG, "(存款..null)", "range<number>", "((..) 存款#2 null)"),
    T("unary-range", REG, "(> 存款)", "range<number>", "(range> 存款#2)"),
    T("in-interval", REG, "存款 in [1..2]", "boolean", "(in 存款#2 ([..] 1 2))"),
    T("in-list-of-texts",
      REG,
      "岗位 in [\"a\", \"b\"]",
      "boolean",
      "(in 岗位#7 (list \"a\" \"b\"))"),
    T("in-list-of-ranges",
      REG,
      "存款 in [[1..2], [3..4]]",
      "boolean",
      "(in 存款#2 (list ([..] 1 2) ([..] 3 4)))"),
    T("in-texts", REG, "机构 in (\"a\", \"b\")", "boolean", "(in 机构#4 \"a\" \"b\")"),
    T("in-range-value", REG, "期初 in 周期", "boolean", "(in 期初#6 周期#9)"),
    T("list-in-lists", REG, "资格 in [[\"a\"]]", "boolean", "(in 资格#11 (list (list \"a\")))"),
    T("range-property", REG, "周期.start", "date", "(path .start 周期#9)"),
    T("range-flag", REG, "周期.end included", "boolean", "(path .end included 周期#9)"),
    T("date-property", REG, "期初.year", "number", "(path .year 期初#6)"),
    T("list-of-dates-property",
      REG,
      "登记.日期.year",
      "list<number>",
      "(path .year (path .日期 登记#8))"),
    T("path-of-row", REG, "行.金额", "number", "(path .金额 行#12)"),
    T("path-of-rows", REG, "登记.金额", "list<number>", "(path .金额 登记#8)"),
    T("path-of-any", REG, "任意.x.y", "Any", "(path .y (path .x 任意#0))"),
    T("path-of-context",
      REG,
      "{a: {b: 1}}.a.b",
      "number",
      "(path .b (path .a (context a: (context b: 1))))"),
    T("link-path", REG, "机构.区域", "string", "机构.区域#40"),
    T("link-path-twice", REG, "机构.负责人.得分", "number", "机构.负责人.得分#42"),
    T("link-path-in-filter",
      REG,
      "登记[类别 = 机构.区域]",
      "list<context<金额: number, 日期: date, 类别: string>>",
      "(filter 登记#8 (= 类别@0 机构.区域#40))"),
    T("filter-by-condition",
      REG,
      "登记[金额 > 存款]",
      "list<context<金额: number, 日期: date, 类别: string>>",
      "(filter 登记#8 (> 金额@0 存款#2))"),
    T("filter-outer-name-settled",
      REG,
      "登记[日期 < 期初]",
      "list<context<金额: number, 日期: date, 类别: string>>",
      "(filter 登记#8 (< 日期@0 期初#6))"),
    T("filter-by-position",
      REG,
      "登记[1]",
      "context<金额: number, 日期: date, 类别: string>",
      "(filter 登记#8 1)"),
    T("filter-by-position-path", REG, "登记[-1].金额", "number", "(path .金额 (filter 登记#8 -1))"),
    T("filter-by-any", REG, "登记[任意]", "Any", "(filter 登记#8 任意#0)"),
    T("filter-item", REG, "[1, 2][item > 1]", "list<number>", "(filter (list 1 2) (> item^0.0 1))"),
    T("filter-item-of-any",
      REG,
      "任意[item > 1]",
      "list<Any>",
      "(filter 任意#0 (> item@0|^0.0 1))"),
    T("filter-single-value", REG, "存款[1]", "number", "(filter 存款#2 1)"),
    T("filter-of-any-keeps-member",
      REG,
      "任意[金额 > 存款]",
      "list<Any>",
      "(filter 任意#0 (> 金额@0 存款@0|#2))"),
    T("filter-nested",
      REG,
      "登记[金额 > max(登记[日期 < 期初].金额)]",
      "list<context<金额: number, 日期: date, 类别: string>>",
      "(filter 登记#8 (> 金额@0 (call max! (path .金额 (filter 登记#8 (< 日期@0|@1 期初#6))))))"),
    T("builtin-in-filter-of-any",
      REG,
      "任意[count(item) > 1]",
      "list<Any>",
      "(filter 任意#0 (> (call count! item@0|^0.0) 1))"),
    T("for",
      REG,
      "for 行 in 登记 return 行.金额 * 2",
      "list<number>",
      "(for 行: 登记#8 (* (path .金额 行^0.0) 2))"),
    T("for-span", REG, "for i in 1..3 return i", "list<number>", "(for i: (span 1 3) i^0.0)"),
    T("for-dates",
      REG,
      "for d in 期初..入职日期 return d.month",
      "list<number>",
      "(for d: (span 期初#6 入职日期#5) (path .month d^0.0))"),
    T("for-range-value", REG, "for d in 周期 return d", "list<date>", "(for d: 周期#9 d^0.0)"),
    T("for-single-value", REG, "for x in 存款 return x", "list<number>", "(for x: 存款#2 x^0.0)"),
    T("for-later-domain",
      REG,
      "for x in [[1]], y in x return y",
      "list<number>",
      "(for x: y: (list (list 1)) x^0.0 y^0.1)"),
    T("for-partial",
      REG,
      "for i in 1..3 return count(partial)",
      "list<number>",
      "(for i: (span 1 3) (call count! partial^0.1))"),
    T("some",
      REG,
      "some x in 资格 satisfies x = \"a\"",
      "boolean",
      "(some x: 资格#11 (= x^0.0 \"a\"))"),
    T("every",
      REG,
      "every x in 登记 satisfies x.金额 > 0",
      "boolean",
      "(every x: 登记#8 (> (path .金额 x^0.0) 0))"),
    T("function-literal",
      REG,
      "function(x: number, y) x + 1",
      "function<number, Any> -> number",
      "(fn x:<number> y: (+ x^0.0 1))"),
    T("function-result-declared",
      REG,
      "function(x): string 任意",
      "function<Any> -> string",
      "(fn x: <string> 任意#0)"),
    T("function-called",
      REG,
      "(function(x: number) x > 1)(2)",
      "boolean",
      "(call (fn x:<number> (> x^0.0 1)) 2)"),
    T("function-in-context",
      REG,
      "{f: function(n) if n = 0 then 1 else n * f(n - 1), x: f(5)}.x",
      "Any",
      "(path .x (context f: x: (fn n: (if (= n^0.0 0) 1 (* n^0.0 (call f^1.0 (- n^0.0 1))))) (call "
      "f^0.0 5)))"),
    T("function-single-for-list",
      REG,
      "(function(x: list<number>) x[1])(3)",
      "number",
      "(call (fn x:<list<number>> (filter x^0.0 1)) 3)"),
    T("function-list-for-single",
      REG,
      "(function(x: number) x)([3])",
      "number",
      "(call (fn x:<number> x^0.0) (list 3))"),
    T("function-date-for-date-time",
      REG,
      "(function(x: date and time) x.hour)(期初)",
      "number",
      "(call (fn x:<date and time> (path .hour x^0.0)) 期初#6)"),
    T("host-function", REG, "起算步数(存款, 1)", "number", "(call 起算步数!3 存款#2 1)"),
    T("host-function-named",
      REG,
      "起算步数(步长: 1, 差额: 存款)",
      "number",
      "(call 步长: 差额: 起算步数!3 1 存款#2)"),
    T("context",
      REG,
      "{a: 1, b: a > 2}",
      "context<a: number, b: boolean>",
      "(context a: b: 1 (> a^0.0 2))"),
    T("instance-of", REG, "任意 instance of number", "boolean", "(instance <number> 任意#0)"),
    T("max-varargs", REG, "max(存款, 积数, 3)", "number", "(call max! 存款#2 积数#3 3)"),
    T("max-list", REG, "max(登记.金额)", "number", "(call max! (path .金额 登记#8))"),
    T("min-dates", REG, "min(期初, 入职日期)", "date", "(call min! 期初#6 入职日期#5)"),
    T("max-of-any", REG, "max(任意)", "Any", "(call max! 任意#0)"),
    T("abs-duration",
      REG,
      "abs(期初 - 入职日期)",
      "days and time duration",
      "(call abs! (- 期初#6 入职日期#5))"),
    T("append", REG, "append([1], 2, 3)", "list<number>", "(call append! (list 1) 2 3)"),
    T("append-to-empty", REG, "append([], 存款)", "list<number>", "(call append! (list) 存款#2)"),
    T("concatenate",
      REG,
      "concatenate(资格, [\"x\"])",
      "list<string>",
      "(call concatenate! 资格#11 (list \"x\"))"),
    T("sublist", REG, "sublist(资格, 1, 2)", "list<string>", "(call sublist! 资格#11 1 2)"),
    T("sort",
      REG,
      "sort(资格, function(x, y) x < y)",
      "list<string>",
      "(call sort! 资格#11 (fn x: y: (< x^0.0 y^0.1)))"),
    T("index-of", REG, "index of(资格, \"a\")", "list<number>", "(call index of! 资格#11 \"a\")"),
    T("distinct",
      REG,
      "distinct values(登记.类别)",
      "list<string>",
      "(call distinct values! (path .类别 登记#8))"),
    T("list-replace",
      REG,
      "list replace([1, 2], 1, 3)",
      "list<number>",
      "(call list replace! (list 1 2) 1 3)"),
    T("list-replace-match",
      REG,
      "list replace([1, 2], function(x, y) x = 1, 3)",
      "list<number>",
      "(call list replace! (list 1 2) (fn x: y: (= x^0.0 1)) 3)"),
    T("single-for-list", REG, "count(存款)", "number", "(call count! 存款#2)"),
    T("list-for-single", REG, "string length(资格)", "number", "(call string length! 资格#11)"),
    T("get-entries",
      REG,
      "get entries({a: 1}).key",
      "list<string>",
      "(path .key (call get entries! (context a: 1)))"),
    T("get-value",
      REG,
      "get value({a: 1}, \"a\")",
      "Any",
      "(call get value! (context a: 1) \"a\")"),
    T("string-of-anything", REG, "string(登记)", "string", "(call string! 登记#8)"),
    T("named-in-other-order",
      REG,
      "substring(start position: 2, string: 岗位)",
      "string",
      "(call start position: string: substring! 2 岗位#7)"),
    T("is-with-one-name", REG, "is(value1: 1)", "boolean", "(call value1: is! 1)"),
    T("full-years",
      REG,
      "full years(入职日期, 期初) >= 5",
      "boolean",
      "(>= (call full years! 入职日期#5 期初#6) 5)"),
    T("cycle",
      REG,
      "cycle(\"month\", 期初).start",
      "date",
      "(path .start (call cycle! \"month\" 期初#6))"),
    T("known", REG, "known(机构)", "boolean", "(call known! 机构#4)"),
    T("working-days",
      REG,
      "add working days(期初, working days(入职日期, 期初))",
      "date",
      "(call add working days! 期初#6 (call working days! 入职日期#5 期初#6))"),
    T("range-functions", REG, "before(期初, 周期)", "boolean", "(call before! 期初#6 周期#9)"),
    T("fold-date", REG, "date(\"2026-01-31\")", "date", "@\"2026-01-31\""),
    T("fold-named", REG, "date(from: \"2026-01-31\")", "date", "@\"2026-01-31\""),
    T("fold-date-and-time",
      REG,
      "date and time(\"2026-01-31\")",
      "date and time",
      "@\"2026-01-31T00:00:00\""),
    T("fold-time", REG, "time(\"10:00:00@Asia/Shanghai\")", "time", "@\"10:00:00@Asia/Shanghai\""),
    T("fold-duration", REG, "duration(\"-P1DT2H\")", "days and time duration", "@\"-P1DT2H\""),
    T("no-fold-of-other-arguments", REG, "date(2026, 1, 31)", "date", "(call date! 2026 1 31)"),
    T("hidden-builtin-is-not-folded",
      REG,
      "for date in 任意 return date(\"2026-01-31\")",
      "list<Any>",
      "(for date: 任意#0 (call date^0.0 \"2026-01-31\"))"),
    T("contexts-alike",
      REG,
      "[{a: 1}, {a: 2}].a",
      "list<number>",
      "(path .a (list (context a: 1) (context a: 2)))"),
    T("entry-of-some",
      REG,
      "[{a: 1, b: 2}, {a: 3}][b = 2]",
      "list<context<>>",
      "(filter (list (context a: b: 1 2) (context a: 3)) (= b@0 2))"),
    T("open-context-for-typed",
      REG,
      "(function(x: context<a: number>) x.a)(context merge([{a: 1}]))",
      "number",
      "(call (fn x:<context<a: number>> (path .a x^0.0)) (call context merge! (list (context a: "
      "1))))"),
    T("any-entry-of-open-context",
      REG,
      "context merge([{a: 1}]).b",
      "Any",
      "(path .b (call context merge! (list (context a: 1))))"),
    T("clock-in-standard",
      STD,
      "now() - date and time(\"2026-01-01T00:00:00Z\")",
      "days and time duration",
      "(- (call now!) @\"2026-01-01T00:00:00Z\")"),
    T("standard-slot-with-symbol", STD, "存款*5", "number", "(* 存款#2 5)"),
    T("standard-filter-keeps-outer",
      STD,
      "登记[日期 < 期初]",
      "list<context<金额: number, 日期: date, 类别: string>>",
      "(filter 登记#8 (< 日期@0 期初@0|#6))"),
};

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
    F("type-fault-in-standard",
      STD,
      "存款 + 岗位",
      "warning 1:1 feel.type seen[number + string] expected[two numbers, two texts, two durations "
      "of one kind, or a duration and a date or time]"),
    F("condition-in-standard",
      STD,
      "123 and 参加",
      "warning 1:1 feel.type seen[number] expected[boolean]"),
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

/* ---- the host's names ---------------------------------------------------------------------- */

static int resolve_path(void *host, int base_slot, const char *member, const FeelType **out_type)
{
    static const FeelType person = {.kind = FEEL_T_STRING, .row_of = "person"};

    (void)host;
    if (base_slot == 4 && strcmp(member, "区域") == 0) {
        *out_type = &feel_type_string;
        return 40;
    }
    if (base_slot == 4 && strcmp(member, "负责人") == 0) {
        *out_type = &person;
        return 41;
    }
    if (base_slot == 41 && strcmp(member, "得分") == 0) {
        *out_type = &feel_type_number;
        return 42;
    }
    return -1;
}

/* The same names in both dialects. */
static FeelScope *scope_of(Arena *arena, FeelDialect dialect)
{
    static const char *const names[] = {"金额", "日期", "类别"};
    static const FeelType *const types[] = {&feel_type_number, &feel_type_date, &feel_type_string};
    static const char *const params[] = {"差额", "步长"};
    static const FeelType *const param_types[] = {&feel_type_number, &feel_type_number};
    FeelScope *s = feel_scope_new(arena, NULL, dialect);
    FeelType *link = ARENA_NEW(arena, FeelType);
    const FeelType *row = feel_type_context(arena, names, types, 3);

    link->kind = FEEL_T_STRING;
    link->row_of = "unit";
    feel_scope_add_slot(s, "任意", 0, &feel_type_any);
    feel_scope_add_slot(s, "参加", 1, &feel_type_boolean);
    feel_scope_add_slot(s, "存款", 2, &feel_type_number);
    feel_scope_add_slot(s, "积数", 3, &feel_type_number);
    feel_scope_add_slot(s, "机构", 4, link);
    feel_scope_add_slot(s, "入职日期", 5, &feel_type_date);
    feel_scope_add_slot(s, "期初", 6, &feel_type_date);
    feel_scope_add_slot(s, "岗位", 7, &feel_type_string);
    feel_scope_add_slot(s, "登记", 8, feel_type_list(arena, row));
    feel_scope_add_slot(s, "周期", 9, feel_type_range(arena, &feel_type_date));
    feel_scope_add_slot(s, "综合贡献额", 10, &feel_type_number);
    feel_scope_add_slot(s, "资格", 11, feel_type_list(arena, &feel_type_string));
    feel_scope_add_slot(s, "行", 12, row);
    feel_scope_add_function(s, "起算步数", 3,
                            feel_type_function(arena, params, param_types, 2, &feel_type_number));
    feel_scope_set_path_resolver(s, resolve_path, NULL);
    return s;
}

static void test_type(gconstpointer data)
{
    const TypeCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    SrcText src = src_of(c->text);
    FeelScope *scope = scope_of(arena, c->dialect);
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);

    g_assert_true(feel_check(arena, scope, node, &src, NULL, diags));
    g_assert_cmpstr(findings_text(arena, diags, true), ==, "");
    g_assert_cmpstr(feel_type_text(arena, node->type), ==, c->type);
    g_assert_cmpstr(tree_text(arena, node), ==, c->tree);

    /* Checking again changes nothing, and the text it prints as has the same type. */
    g_assert_true(feel_check(arena, scope, node, &src, NULL, diags));
    g_assert_cmpstr(tree_text(arena, node), ==, c->tree);
    g_assert_cmpstr(feel_type_text(arena, node->type), ==, c->type);
    src = src_of(feel_print(arena, node));
    node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);
    g_assert_true(feel_check(arena, scope, node, &src, NULL, diags));
    g_assert_cmpstr(tree_text(arena, node), ==, c->tree);
}

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

/* A function that is not built is a finding wherever it is named, and only then. */
static void test_not_built(void)
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

        feel_check(arena, scope, node, &src, NULL, diags);
        g_assert_true(diags_has(diags, "feel.not-built") !=
                      feel_builtin_is_built((FeelBuiltinId)id));
        g_assert_cmpint(node->ref.kind, ==, FEEL_REF_BUILTIN);
        g_assert_cmpint(node->ref.index, ==, id);
    }
}

static void test_regulation_functions_are_unknown_in_standard(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = feel_scope_new(arena, NULL, FEEL_STANDARD);
    SrcText src = src_of("known(1)");
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, NULL);

    g_assert_cmpstr(tree_text(arena, node), ==, "(call known? 1)");
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

/* The place of a folded constant is that of the call. */
static void test_span_of_folded_call(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = scope_of(arena, FEEL_REGULATION);
    SrcText src = src_of("期初 < date(\"2026-01-31\") ");
    FeelNode *node = feel_parse(arena, scope, &src, FEEL_EXPRESSION, NULL);

    g_assert_true(feel_check(arena, scope, node, &src, NULL, NULL));
    g_assert_cmpint(node->kids[1]->kind, ==, FEEL_N_CONST);
    g_assert_cmpuint(node->kids[1]->offset, ==, strlen("期初 < "));
    g_assert_cmpuint(node->kids[1]->len, ==, strlen("date(\"2026-01-31\")"));
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
    ADD("type", type_cases, test_type)
    ADD("finding", finding_cases, test_finding)
    ADD("tests", test_cases, test_tests)
    g_test_add_func("/feel/check/not-built", test_not_built);
    g_test_add_func("/feel/check/regulation-functions-are-unknown-in-standard",
                    test_regulation_functions_are_unknown_in_standard);
    g_test_add_func("/feel/check/span-of-folded-call", test_span_of_folded_call);
    g_test_add_func("/feel/check/shared-types", test_shared_types);
    g_test_add_func("/feel/check/many-faults", test_many_faults);
    return g_test_run();
}
