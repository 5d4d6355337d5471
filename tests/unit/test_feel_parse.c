/* Text -> tree, or finding with its exact place. Trees are shown by feel_tree.h. */
#include "feel_tree.h"

typedef struct ParseCase {
    const char *name;
    const char *text;
    const char *tree; /* S-expression, or "! " and the findings */
} ParseCase;

#define T(name, text, tree)                                                                        \
    {                                                                                              \
        name, text, tree                                                                           \
    }

static const ParseCase standard_cases[] = {
    T("integer", "12300", "12300"),
    T("leading-zeros", "007.50", "7.5"),
    T("fraction-without-zero", ".872", "0.872"),
    T("exponent", "1.23e+4", "12300"),
    T("negative-exponent", "1E-7", "0.0000001"),
    T("no-exponent-digits", "1.5 e", "! 1:5 feel.syntax"),
    T("too-large", "1e6145", "! 1:1 feel.bad-number"),
    T("minus-is-folded", "-5", "-5"),
    T("minus-twice", "--10", "10"),
    T("minus-parenthesis", "-(3)", "-3"),
    T("minus-binds-tighter-than-power", "-3 ** 2", "(** -3 2)"),
    T("power-is-left-associative", "3 ** 4 ** 5", "(** (** 3 4) 5)"),
    T("product-before-sum", "a + b * c - 1", "(- (+ a#0 (* b#1 c#7)) 1)"),
    T("block-comment", "1 + /* 1 + */ 1", "(+ 1 1)"),
    T("line-comment", "1 // end\n + 2", "(+ 1 2)"),
    T("open-comment", "1 /* x", "! 1:3 feel.bad-comment"),
    T("comment-marks-in-text", "\"// /* x\"", "\"// /* x\""),
    T("escapes",
      "\"a\\\"b\\\\c\\n\\d\\u4e2d\\uD83D\\uDCA9\\U01F40E\\uD83D\"",
      "\"a\\\"b\\\\c\\n\\\\d中💩🐎�\""),
    T("open-text", "\"abc", "! 1:1 feel.bad-string"),
    T("text-with-nul", "\"a\\u0000\"", "! 1:1 feel.bad-string"),
    T("true", "true", "true"),
    T("true-is-no-function", "true()", "(call true)"),
    T("keyword-starts-longer-name", "true north", "true north#10"),
    T("null", "null", "null"),
    T("at-date", "@\"2021-01-01\"", "@\"2021-01-01\""),
    T("at-time-with-blank", "@ \"10:30:11@Europe/Paris\"", "@\"10:30:11@Europe/Paris\""),
    T("at-days", "@\"P10D\"", "@\"P10D\""),
    T("at-months", "@\"P1Y2M\"", "@\"P1Y2M\""),
    T("at-date-time", "@\"2021-01-01T10:00:00\"", "@\"2021-01-01T10:00:00\""),
    T("at-nothing-is-null", "@\"foo\"", "null"),
    T("at-without-text", "@ foo", "! 1:3 feel.syntax"),
    T("name-with-operator", "a-b", "a-b#2"),
    T("operator-if-no-such-name", "a - c", "(- a#0 c#7)"),
    T("name-with-operator-and-blanks", "a  -  b", "a-b#2"),
    T("parenthesis-parts-name", "(a)-b", "(- a#0 b#1)"),
    T("han-names-need-no-blanks", "单价*数量", "(* 单价#5 数量#6)"),
    T("name-over-line-end", "Monthly\n  Salary + 1", "(+ Monthly Salary#4 1)"),
    T("first-part-alone-is-unknown", "Monthly", "Monthly?"),
    T("apostrophe", "Student ' s name", "Student's name#8"),
    T("dotted-name-before-path",
      "Loan.amount + Loan.interest",
      "(+ Loan.amount#9 (path .interest Loan?))"),
    T("emoji-name", "{🐎: 1, b: 🐎}", "(context 🐎: b: 1 🐎^0.0)"),
    T("name-with-in", "for i in days in weekend return i", "(for i: days in weekend#3 i^0.0)"),
    T("host-function-with-blank", "is factor(1,2)", "(call is factor!0 1 2)"),
    T("builtin-of-three-words", "date  and\n time(\"x\")", "(call date and time! \"x\")"),
    T("property-of-two-words",
      "date and time(\"2021-01-01T00:00:00\").time  offset",
      "(path .time offset (call date and time! \"2021-01-01T00:00:00\"))"),
    T("known-member-of-two-words", "a.first  name.b", "(path .b (path .first name a#0))"),
    T("key-becomes-member", "{x y: 1}.x y", "(path .x y (context x y: 1))"),
    T("path", "a.b.c", "(path .c (path .b a#0))"),
    T("call-of-call", "f(x)(y)", "(call (call f? x?) y?)"),
    T("filter-path-filter", "a[1].x[2]", "(filter (path .x (filter a#0 1)) 2)"),
    T("filter-name-may-be-member", "a[b > 1]", "(filter a#0 (> b@0|#1 1))"),
    T("item", "a[item > b]", "(filter a#0 (> item@0|^0.0 b@0|#1))"),
    T("nested-filters",
      "a[item.x > b[y = item]]",
      "(filter a#0 (> (path .x item@0|^0.0) (filter b@0|#1 (= y@0|@1 item@0|^0.0))))"),
    T("loop-in-filter",
      "a[some x in b satisfies x > z]",
      "(filter a#0 (some x: b@1|#1 (> x^0.0 z@1)))"),
    T("local-hides-member",
      "for x in a return a[x > 1]",
      "(for x: a#0 (filter a#0 (> x@0|^1.0 1)))"),
    T("builtin-may-be-member", "a[number = 1]", "(filter a#0 (= number@0|! 1))"),
    T("known-member-in-filter", "a[first name = \"x\"]", "(filter a#0 (= first name@0 \"x\"))"),
    T("or-and", "a and b or c and true", "(or (and a#0 b#1) (and c#7 true))"),
    T("or-in-parentheses-is-kept", "a or (b or c)", "(or a#0 (or b#1 c#7))"),
    T("comparison-left-to-right", "a = b = c", "(= (= a#0 b#1) c#7)"),
    T("double-equals", "a == b", "(= a#0 b#1)"),
    T("between", "a between 1 and 10 and b", "(and (between a#0 1 10) b#1)"),
    T("in-value", "a in 1", "(in a#0 1)"),
    T("in-list-of-tests", "a in (1, 2, > 3)", "(in a#0 1 2 (range> 3))"),
    T("in-half-open", "a in [1..10[ and b", "(and (in a#0 ([..) 1 10)) b#1)"),
    T("in-open-interval", "a in (1..3)", "(in a#0 ((..) 1 3))"),
    T("in-one-test-in-parentheses", "a in ([1..3])", "(in a#0 ([..] 1 3))"),
    T("in-intervals", "a in ([1..3], < 4)", "(in a#0 ([..] 1 3) (range< 4))"),
    T("in-parenthesis-goes-on", "a in (b) * 2", "(in a#0 (* b#1 2))"),
    T("in-parenthesis-path", "a in (b).c", "(in a#0 (path .c b#1))"),
    T("in-equals", "a in =10", "(in a#0 (range= 10))"),
    T("in-less", "a in < 10 and b", "(and (in a#0 (range< 10)) b#1)"),
    T("interval-closed-by-bracket", "[1..10[", "([..) 1 10)"),
    T("interval-property", "[1..10[.start included", "(path .start included ([..) 1 10))"),
    T("interval-end-is-filter", "[1..a[1]]", "([..] 1 (filter a#0 1))"),
    T("interval-end-is-filter-then-bracket", "[1..a[1][", "([..) 1 (filter a#0 1))"),
    T("interval-open-both", "]1..a[", "((..) 1 a#0)"),
    T("interval-then-filter", "[1..10[[1]", "(filter ([..) 1 10) 1)"),
    T("interval-bracket-needs-second-try", "[[1..2[[1]]", "(list (filter ([..) 1 2) 1))"),
    T("interval-end-is-test-of-filter", "(1..a in (2)[b])", "((..) 1 (in a#0 (filter 2 b@0|#1)))"),
    T("interval-end-is-test-then-bracket", "[1..a in (2)[", "([..) 1 (in a#0 2))"),
    T("interval-in-list", "[[1..2[, ]3..4[]", "(list ([..) 1 2) ((..) 3 4))"),
    T("interval-nested-end", "[1..[2..3[[1][", "([..) 1 (filter ([..) 2 3) 1))"),
    T("interval-without-end", "[1..a[1", "! 1:8 feel.syntax"),
    T("unary-range", "(< 10)", "(range< 10)"),
    T("unary-ranges-compared", "(!= 10) = (!= 10)", "(= (range!= 10) (range!= 10))"),
    T("if", "if a then 1 else 2", "(if a#0 1 2)"),
    T("if-ends-a-sum", "1 + if a then 1 else 2 + 3", "(+ 1 (if a#0 1 (+ 2 3)))"),
    T("if-without-else", "if a then b", "! 1:12 feel.syntax"),
    T("for-two-iterators-and-partial",
      "for x in 1..10, y in [1,2] return x + y + partial[-1]",
      "(for x: y: (span 1 10) (list 1 2) (+ (+ x^0.0 y^0.1) (filter partial^0.2 -1)))"),
    T("for-later-domain-sees-iterator",
      "for x in a, y in x return y",
      "(for x: y: a#0 x^0.0 y^0.1)"),
    T("partial-only-in-body", "for x in partial return x", "(for x: partial? x^0.0)"),
    T("some-without-comma",
      "some x in a y in b satisfies x = y",
      "(some x: y: a#0 b#1 (= x^0.0 y^0.1))"),
    T("every", "every x in a satisfies x > 0", "(every x: a#0 (> x^0.0 0))"),
    T("loop-without-in", "for x return 1", "! 1:15 feel.syntax"),
    T("function", "function(x: number, y) x + y", "(fn x:<number> y: (+ x^0.0 y^0.1))"),
    T("function-types",
      "function(x: list<list<number>>, y: context<a b: string, c: function<>->Any>): date and time "
      "x",
      "(fn x:<list<list<number>>> y:<context<a b: string, c: function<> -> Any>> <date and time> "
      "x^0.0)"),
    T("function-external",
      "function(x) external {java: {class: \"m\", method signature: \"f(x)\"}}",
      "(fn external x: (context java: (context class: method signature: \"m\" \"f(x)\")))"),
    T("function-called", "(function(a) a)(10)", "(call (fn a: a^0.0) 10)"),
    T("minus-of-call", "-(function(a) a)(10)", "(neg (call (fn a: a^0.0) 10))"),
    T("context-sees-earlier-entries",
      "{a: 1, b: a + 1, \"c d\": b, e: c d}",
      "(context a: b: c d: e: 1 (+ a^0.0 1) b^0.1 c d^0.2)"),
    T("context-key-any-text", "{\"foo+bar((!!],foo\": 1}", "(context foo+bar((!!],foo: 1)"),
    T("context-empty", "{}", "(context)"),
    T("context-nested",
      "{a: {b: 1, c: b}, d: a.c}",
      "(context a: d: (context b: c: 1 b^0.0) (path .c a^0.0))"),
    T("context-own-name-is-outer", "{a: a}", "(context a: a#0)"),
    T("context-function-calls-itself",
      "{f: function(n) if n = 0 then 1 else n * f(n - 1), x: f(5)}",
      "(context f: x: (fn n: (if (= n^0.0 0) 1 (* n^0.0 (call f^1.0 (- n^0.0 1))))) (call f^0.0 "
      "5))"),
    T("context-keyword-key", "{if: 1, for each: 2}", "(context if: for each: 1 2)"),
    T("context-without-colon", "{a 1}", "! 1:5 feel.syntax"),
    T("list", "[1,2,[3]]", "(list 1 2 (list 3))"),
    T("list-empty", "[]", "(list)"),
    T("named-arguments",
      "substring(string: \"a\", start position: 3)",
      "(call string: start position: substring! \"a\" 3)"),
    T("argument-with-minus-name", "f(a - b)", "(call f? a-b#2)"),
    T("named-after-positional", "f(1, b: 2)", "! 1:6 feel.syntax"),
    T("positional-after-named", "f(b: 2, 1)", "! 1:9 feel.syntax"),
    T("instance-of-name", "a instance of number", "(instance <number> a#0)"),
    T("instance-of-words", "a instance of date and time", "(instance <date and time> a#0)"),
    T("instance-of-list-then-equals",
      "a instance of list<number>= true",
      "(= (instance <list<number>> a#0) true)"),
    T("instance-of-unknown", "a instance of tFoo.bar", "(instance <?> a#0)"),
    T("instance-of-old-prefix",
      "f(a instance of feel:number)",
      "(call f? (instance <number> a#0))"),
    T("instance-of-then-and",
      "a instance of years and months duration and b",
      "(and (instance <years and months duration> a#0) b#1)"),
    T("instance-of-old-names",
      "a instance of dayTimeDuration",
      "(instance <days and time duration> a#0)"),
    T("instance-of-function",
      "a instance of function<number, string>->range<date>",
      "(instance <function<number, string> -> range<date>> a#0)"),
    T("number-called", "123()", "(call 123)"),
    T("literal-called", "@\"2023-11-11\"()", "(call @\"2023-11-11\")"),
    T("path-without-member", "a.", "! 1:3 feel.syntax"),
    T("two-values", "a b", "! 1:3 feel.syntax"),
    T("open-parenthesis", "(a", "! 1:3 feel.syntax"),
    T("open-list", "[1,2", "! 1:5 feel.syntax"),
    T("empty", "", "! 1:1 feel.syntax"),
    T("blank", " \n ", "! 2:2 feel.syntax"),
    T("only-closing", ")", "! 1:1 feel.syntax"),
    T("range-in-filter", "a[1..2]", "! 1:4 feel.syntax"),
    T("range-without-brackets", "a..b", "! 1:2 feel.syntax"),
    T("no-name-character", "a ≤ b", "! 1:3 feel.full-width"),
    T("full-width-is-a-name-character", "foo（1，2）", "foo（1，2）?"),
    T("question-mark-unbound", "? + 1", "(+ ?? 1)"),
    T("bad-character", "a # b", "! 1:3 feel.bad-character"),
    T("second-line-position", "a +\n  中 中", "! 2:5 feel.syntax"),
    T("misspelt-words", "string lenght(\"a\")", "! 1:8 feel.syntax"),
    T("key-with-nul", "{\"a\\u0000\": 1}", "! 1:2 feel.bad-string"),
    T("literal-with-nul", "@\"\\u0000\"", "! 1:2 feel.bad-string"),
    T("parameter-is-number", "function(5) 1", "! 1:10 feel.syntax"),
    T("function-without-parameters", "function x", "! 1:10 feel.syntax"),
    T("parameter-type-missing", "function(x: ) x", "! 1:13 feel.syntax"),
    T("parameter-type-number", "function(x: 5) x", "! 1:13 feel.syntax"),
    T("old-prefix-alone", "function(x: feel:) x", "! 1:18 feel.syntax"),
    T("list-of-nothing", "a instance of list<>", "! 1:20 feel.syntax"),
    T("list-not-closed", "a instance of list<number", "! 1:26 feel.syntax"),
    T("member-type-missing", "a instance of context<x>", "! 1:24 feel.syntax"),
    T("member-name-missing", "a instance of context<5: number>", "! 1:23 feel.syntax"),
    T("member-type-wrong", "a instance of context<x: 5>", "! 1:26 feel.syntax"),
    T("function-type-without-result", "a instance of function<number>", "! 1:31 feel.syntax"),
    T("function-type-half-arrow", "a instance of function<number>- number", "! 1:33 feel.syntax"),
    T("function-type-bad-result", "a instance of function<number>->5", "! 1:33 feel.syntax"),
    T("type-ends-in-dot", "a instance of tFoo.5", "! 1:19 feel.syntax"),
    T("types-unknown-inside",
      "a instance of context<x: list<tFoo>> or a instance of function<tBar>->Any or a instance of "
      "function<Any>->tBaz",
      "(or (instance <?> a#0) (instance <?> a#0) (instance <?> a#0))"),
    T("type-of-words-with-comment",
      "a instance of date /* and time */ and b",
      "(and (instance <date> a#0) b#1)"),
    T("range-of-type", "a instance of range<number>", "(instance <range<number>> a#0)"),
    T("empty-context-type", "a instance of context<>", "(instance <context<>> a#0)"),
    T("types-without-parts",
      "[a instance of list, a instance of range, a instance of context]",
      "(list (instance <list<Any>> a#0) (instance <range<Any>> a#0) (instance <context<>> a#0))"),
    T("surrogate-pair-broken", "\"\\uD83D\\uD83Dx\"", "\"��x\""),
    T("surrogate-then-letter", "\"\\uD83D\\u0041\"", "\"�A\""),
    T("high-code-point", "\"\\UFFFFFF\"", "\"�\""),
    T("escape-too-short", "\"\\u12\"", "\"\\\\u12\""),
    T("escape-of-six-too-short", "\"\\U1234\"", "\"\\\\U1234\""),
    T("single-quote-escape", "\"\\'\"", "\"'\""),
    T("backslash-at-end", "\"a\\", "! 1:1 feel.bad-string"),
    T("divide-at-end", "a /", "! 1:4 feel.syntax"),
    T("two-slashes-end-a-name", "a//b", "a#0"),
    T("slash-star-ends-a-name", "a/*x*/+ b", "(+ a#0 b#1)"),
    T("dots-end-a-name", "[a..b]", "([..] a#0 b#1)"),
    T("not-a-name-part", "a’ + 1", "! 1:2 feel.bad-character"),
    T("key-is-number", "{1: 2}", "! 1:2 feel.syntax"),
    T("entry-without-value", "{a: }", "! 1:5 feel.syntax"),
    T("context-open", "{a: 1", "! 1:6 feel.syntax"),
    T("entry-missing", "{a: 1,}", "! 1:7 feel.syntax"),
    T("argument-missing", "f(1,)", "! 1:5 feel.syntax"),
    T("argument-label-only", "f(a: )", "! 1:6 feel.syntax"),
    T("arguments-open", "f(1", "! 1:4 feel.syntax"),
    T("member-is-number", "a.1", "! 1:2 feel.syntax"),
    T("member-is-text", "a.\"x\"", "! 1:3 feel.syntax"),
    T("open-interval-without-end", "]1..", "! 1:5 feel.syntax"),
    T("open-interval-without-dots", "]1", "! 1:3 feel.syntax"),
    T("interval-without-second", "[1..", "! 1:5 feel.syntax"),
    T("interval-in-parenthesis-open", "(1..2", "! 1:6 feel.syntax"),
    T("iterator-without-domain", "some x in satisfies x", "! 1:11 feel.syntax"),
    T("iterator-named-in", "for in in a return in", "! 1:20 feel.syntax"),
    T("iterator-is-number", "every 5 in a satisfies 1", "! 1:7 feel.syntax"),
    T("loop-without-body", "for x in a return", "! 1:18 feel.syntax"),
    T("loop-without-return", "for x in a, 1", "! 1:13 feel.syntax"),
    T("domain-without-second", "for x in 1.. return x", "! 1:14 feel.syntax"),
    T("quantified-without-satisfies", "some x in a", "! 1:12 feel.syntax"),
    T("between-or", "a between 1 or 2", "! 1:13 feel.syntax"),
    T("between-alone", "a between", "! 1:10 feel.syntax"),
    T("between-without-second", "a between 1 and", "! 1:16 feel.syntax"),
    T("in-alone", "a in", "! 1:5 feel.syntax"),
    T("in-open", "a in (", "! 1:7 feel.syntax"),
    T("in-interval-open", "a in (1..2", "! 1:11 feel.syntax"),
    T("in-two-tests-then-more", "a in (1, 2) + 3", "! 1:13 feel.syntax"),
    T("instance-alone", "a instance", "! 1:3 feel.syntax"),
    T("instance-off", "a instance off", "! 1:3 feel.syntax"),
    T("instance-of-nothing", "a instance of", "! 1:14 feel.syntax"),
    T("instance-of-parenthesis",
      "(a instance of number) instance of boolean",
      "(instance <boolean> (instance <number> a#0))"),
    T("if-alone", "if", "! 1:3 feel.syntax"),
    T("if-without-then", "if a else b", "! 1:6 feel.syntax"),
    T("then-without-value", "if a then", "! 1:10 feel.syntax"),
    T("comparison-without-second", "a <", "! 1:4 feel.syntax"),
    T("sum-without-second", "a + b *", "! 1:8 feel.syntax"),
    T("negation-alone", "-", "! 1:2 feel.syntax"),
    T("and-without-second", "a and", "! 1:6 feel.syntax"),
    T("keyword-as-value", "a + then", "! 1:5 feel.syntax"),
    T("colon-alone", "a : b", "! 1:3 feel.syntax"),
    T("named-with-symbols", "f(a-b: 1)", "(call a-b: f? 1)"),
    T("filter-empty", "a[]", "! 1:4 feel.syntax"),
    T("call-of-text", "\"abs\"(-1)", "(call \"abs\" -1)"),
    T("function-without-body", "function(x)", "! 1:12 feel.syntax"),
    T("at-alone", "@", "! 1:2 feel.syntax"),
    T("literals-in-retried-interval",
      "[[1..@\"x\"[[@\"y\"]]",
      "(list (filter ([..) 1 null) null))"),
    T("question-mark-name", "?x", "?x?"),
    T("zero-width-joiner-in-name",
      "{a\xE2\x80\x8D"
      "b: 1}",
      "(context a\xE2\x80\x8D"
      "b: 1)"),
    T("bom",
      "\xEF\xBB\xBF"
      "1",
      "1"),
};

static const ParseCase standard_test_cases[] = {
    T("dash", "-", "dash"),
    T("empty-is-dash", " \n", "dash"),
    T("values", "1, 2, \"a\"", "(tests 1 2 \"a\")"),
    T("ranges", "< 10, >= 20", "(tests (range< 10) (range>= 20))"),
    T("not", "not(1, > 2)", "(not-tests 1 (range> 2))"),
    T("not-goes-on", "not(a) and b", "(tests (and (call not! a#0) b#1))"),
    T("not-is-one-of-two", "not(a), b", "(tests (call not! a#0) b#1)"),
    T("not-in-parentheses", "(not(a))", "(tests (call not! a#0))"),
    T("input", "? > 5 and ? < 10", "(tests (and (> ? 5) (< ? 10)))"),
    T("intervals", "[1..2], ]3..4[", "(tests ([..] 1 2) ((..) 3 4))"),
    T("negative", "-5", "(tests -5)"),
    T("dash-is-no-test", "-5, -", "! 1:6 feel.syntax"),
    T("call", "> date(\"2016-10-01\")", "(tests (range> (call date! \"2016-10-01\")))"),
    T("comma-at-end", "1,", "! 1:3 feel.syntax"),
    T("not-open", "not(1", "! 1:6 feel.syntax"),
    T("not-without-parenthesis", "not 1", "! 1:5 feel.syntax"),
    T("not-followed", "not(1) 2", "! 1:8 feel.syntax"),
    T("test-missing", "1, , 2", "! 1:4 feel.syntax"),
    T("question-mark-with-path", "?.x", "(tests (path .x ?))"),
    T("long-dash", "- -", "! 1:4 feel.syntax"),
};

static const ParseCase regulation_cases[] = {
    T("percent", "0.5%", "0.005"),
    T("permille", "3‰", "0.003"),
    T("wan", "70万", "700000"),
    T("yi", "1.2亿", "120000000"),
    T("exponent-and-wan", "1e2万", "1000000"),
    T("tiny-permille", "0.000001‰", "0.000000001"),
    T("percent-after-blank", "5 %", "! 1:3 feel.bad-character"),
    T("percent-twice", "5%%", "! 1:1 feel.bad-number"),
    T("unit-after-wan", "70万元", "! 1:1 feel.bad-number"),
    T("letters-after-number", "3abc", "! 1:1 feel.bad-number"),
    T("full-width-percent", "存款*5％", "! 1:5 feel.full-width"),
    T("minus-is-subtraction", "a-b", "(- a#0 b#1)"),
    T("minus-of-han-names", "存款-积数", "(- 存款#2 积数#3)"),
    T("builtin-of-two-words",
      "full years(入职日期, 期初) >= 5",
      "(>= (call full years! 入职日期#5 期初#6) 5)"),
    T("builtin-of-three-words",
      "full calendar  months (入职日期, 期初)",
      "(call full calendar months! 入职日期#5 期初#6)"),
    T("builtin-of-four-words",
      "years and months duration(a, b).years",
      "(path .years (call years and months duration! a#0 b#1))"),
    T("range-property",
      "cycle(\"month\", 期初).start included",
      "(path .start included (call cycle! \"month\" 期初#6))"),
    T("clock-is-read", "now()", "(call now!)"),
    T("full-width-operators",
      "（存款＋积数）／ 2",
      "! 1:1 feel.full-width\n1:4 feel.full-width\n1:7 feel.full-width\n1:8 feel.full-width"),
    T("full-width-comma", "max(存款，积数)", "! 1:7 feel.full-width"),
    T("typographic-operators",
      "存款 ≥ 100 and 存款 ≤ 200 and 存款 ≠ 3 × 4 ÷ 2",
      "! 1:4 feel.full-width\n1:17 feel.full-width\n1:30 feel.full-width\n1:34 "
      "feel.full-width\n1:38 feel.full-width"),
    T("full-width-not-equal", "存款！＝1", "! 1:3 feel.full-width\n1:4 feel.full-width"),
    T("full-width-colon", "{a：1}", "! 1:3 feel.full-width"),
    T("ellipsis", "[1…3]", "! 1:3 feel.full-width"),
    T("quotes", "“甲” = a", "! 1:1 feel.full-width\n1:3 feel.full-width"),
    T("quotes-mixed", "a = “甲\"", "! 1:5 feel.full-width"),
    T("quotes-closing", "a = \"甲”", "! 1:7 feel.full-width"),
    T("quotes-inside-text", "a = \"他说“好”\"", "(= a#0 \"他说“好”\")"),
    T("single-quotes", "a = ‘甲’", "! 1:5 feel.bad-character"),
    T("full-width-digits", "１２", "! 1:1 feel.bad-character"),
    T("full-width-full-stop", "a = 1。", "! 1:6 feel.full-width\n1:7 feel.syntax"),
    T("ideographic-space", "存款　+ 1", "(+ 存款#2 1)"),
    T("half-open", "存款 in [1万..2万[", "(in 存款#2 ([..) 10000 20000))"),
    T("iterator", "for 行 in a return 行.金额", "(for 行: a#0 (path .金额 行^0.0))"),
    T("filter", "a[金额 > 存款]", "(filter a#0 (> 金额@0 存款@0|#2))"),
    T("context",
      "{合计: 存款 + 积数, 份额: 合计 / 2}",
      "(context 合计: 份额: (+ 存款#2 积数#3) (/ 合计^0.0 2))"),
    T("two-names", "存款 积数", "! 1:4 feel.syntax"),
    T("misspelt-function", "full year(入职日期, 期初)", "! 1:6 feel.syntax"),
    T("link", "机构.区域", "(path .区域 机构#4)"),
    T("named-argument-with-blank",
      "substring(string: a, start position: 3)",
      "(call string: start position: substring! a#0 3)"),
    T("apostrophe", "a'b", "! 1:2 feel.bad-character"),
    T("hash", "#", "! 1:1 feel.bad-character"),
    T("no-such-day", "@\"2020-02-30\"", "! 1:1 feel.bad-literal"),
    T("unknown-type", "a instance of 贷款", "! 1:15 feel.unknown-type"),
    T("several-faults", "（存款＋", "! 1:1 feel.full-width\n1:4 feel.full-width\n1:5 feel.syntax"),
    T("exclamation-alone", "a ！ b", "! 1:3 feel.bad-character"),
    T("two-full-width-relations",
      "存款 ＜＝ 5 or 存款 ＝＝ 6",
      "! 1:4 feel.full-width\n1:5 feel.full-width\n1:15 feel.full-width\n1:16 feel.full-width"),
    T("full-width-brackets",
      "【1，2】",
      "! 1:1 feel.full-width\n1:3 feel.full-width\n1:5 feel.full-width"),
    T("full-width-at", "＠\"2026-01-31\"", "! 1:1 feel.full-width"),
    T("circled-digit", "①", "①?"),
    T("no-blanks-in-one-word", "a存款", "a存款?"),
    T("digit-after-han", "存款2 + 1", "(+ 存款2? 1)"),
    T("wan-in-interval", "[1万..2万)", "([..) 10000 20000)"),
    T("number-dot-number", "1.2.3", "! 1:4 feel.syntax"),
    T("percent-of-name", "存款%", "! 1:3 feel.bad-character"),
    T("percent-then-word", "5%存款", "! 1:1 feel.bad-number"),
    T("comment-after-percent", "5%// x", "0.05"),
};

static const ParseCase regulation_test_cases[] = {
    T("percent-test", "> 0, 5%", "(tests (range> 0) 0.05)"),
    T("texts", "\"a\", \"b\"", "(tests \"a\" \"b\")"),
    T("not-above", "not(> 70万)", "(not-tests (range> 700000))"),
    T("input", "? in (1, 2)", "(tests (in ? 1 2))"),
    T("input-glued", "?>1", "(tests (> ? 1))"),
    T("dash-test", "-", "dash"),
    T("relation-full-width", "＞ 5", "! 1:1 feel.full-width"),
};

static FeelScope *standard_scope(Arena *arena)
{
    FeelScope *s = feel_scope_new(arena, NULL, FEEL_STANDARD);

    feel_scope_add_slot(s, "a", 0, &feel_type_any);
    feel_scope_add_slot(s, "b", 1, &feel_type_any);
    feel_scope_add_slot(s, "a-b", 2, &feel_type_any);
    feel_scope_add_slot(s, "days in weekend", 3, &feel_type_any);
    feel_scope_add_slot(s, " Monthly   Salary", 4, &feel_type_number);
    feel_scope_add_slot(s, "单价", 5, &feel_type_number);
    feel_scope_add_slot(s, "数量", 6, &feel_type_number);
    feel_scope_add_slot(s, "c", 7, &feel_type_any);
    feel_scope_add_slot(s, "Student's name", 8, &feel_type_string);
    feel_scope_add_slot(s, "Loan.amount", 9, &feel_type_number);
    feel_scope_add_slot(s, "true north", 10, &feel_type_number);
    feel_scope_add_function(s, "is factor", 0, NULL);
    feel_scope_add_member(s, "first name");
    return s;
}

static FeelScope *regulation_scope(Arena *arena)
{
    FeelScope *s = feel_scope_new(arena, NULL, FEEL_REGULATION);

    feel_scope_add_slot(s, "a", 0, &feel_type_any);
    feel_scope_add_slot(s, "b", 1, &feel_type_any);
    feel_scope_add_slot(s, "存款", 2, &feel_type_number);
    feel_scope_add_slot(s, "积数", 3, &feel_type_number);
    feel_scope_add_slot(s, "机构", 4, &feel_type_string);
    feel_scope_add_slot(s, "入职日期", 5, &feel_type_date);
    feel_scope_add_slot(s, "期初", 6, &feel_type_date);
    return s;
}

static void check_case(const ParseCase *c, FeelScope *(*scope_of)(Arena *), FeelGrammar grammar)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    SrcText src = src_of(c->text);
    FeelNode *node = feel_parse(arena, scope_of(arena), &src, grammar, diags);
    char *got = node ? tree_text(arena, node)
                     : arena_printf(arena, "! %s", findings_text(arena, diags, false));

    g_assert_cmpstr(got, ==, c->tree);
    if (node)
        g_assert_cmpuint(diags_n_errors(diags), ==, 0);
}

static void test_standard(gconstpointer data)
{
    check_case(data, standard_scope, FEEL_EXPRESSION);
}

static void test_standard_tests(gconstpointer data)
{
    check_case(data, standard_scope, FEEL_UNARY_TESTS);
}

static void test_regulation(gconstpointer data)
{
    check_case(data, regulation_scope, FEEL_EXPRESSION);
}

static void test_regulation_tests(gconstpointer data)
{
    check_case(data, regulation_scope, FEEL_UNARY_TESTS);
}

/* ---- what findings say -------------------------------------------------------------------- */

typedef struct FindingCase {
    const char *name;
    FeelDialect dialect;
    const char *text;
    const char *finding;
} FindingCase;

#define F(name, dialect, text, finding)                                                            \
    {                                                                                              \
        name, dialect, text, finding                                                               \
    }

static const FindingCase finding_cases[] = {
    F("end", FEEL_STANDARD, "(a", "1:3 feel.syntax expected[`)` or an operator]"),
    F("seen", FEEL_STANDARD, "if a then b els c", "1:13 feel.syntax seen[els] expected[`else`]"),
    F("furthest-try-counts",
      FEEL_STANDARD,
      "[1..a[b + * 2]]",
      "1:11 feel.syntax seen[*] expected[a value]"),
    F("long-text-is-cut",
      FEEL_STANDARD,
      "a \"中文文字中文文字中文文字中文文字中文文字\"",
      "1:3 feel.syntax seen[\"中文文字中文文字中文文字中…] expected[an operator or the end]"),
    F("long-text-is-cut-before-a-character",
      FEEL_STANDARD,
      "a \"xx中文文字中文文字中文文字中文文字中文文字\"",
      "1:3 feel.syntax seen[\"xx中文文字中文文字中文文字…] expected[an operator or the end]"),
    F("full-width", FEEL_REGULATION, "a＞b", "1:2 feel.full-width seen[＞] hint[write >]"),
    F("full-width-in-standard",
      FEEL_STANDARD,
      "a ≤ b",
      "1:3 feel.full-width seen[≤] hint[write <=]"),
    F("single-quote", FEEL_REGULATION, "‘a’", "1:1 feel.bad-character seen[‘] hint[write ']"),
    F("unit",
      FEEL_REGULATION,
      "70万元",
      "1:1 feel.bad-number seen[70万元] hint[a number may end in one of % ‰ 万 亿; units do not "
      "stand in expressions]"),
    F("percent-alone",
      FEEL_REGULATION,
      "a %",
      "1:3 feel.bad-character seen[%] hint[it must follow a number directly]"),
    F("two-words",
      FEEL_REGULATION,
      "full year(a, b)",
      "1:6 feel.syntax seen[year] expected[an operator or the end] hint[did you mean full years?]"),
    F("literal-warns-in-standard",
      FEEL_STANDARD,
      "[1, @\"x\"]",
      "warning 1:5 feel.bad-literal seen[@\"x\"]"),
    F("literal-fails-in-regulation",
      FEEL_REGULATION,
      "[1, @\"x\"]",
      "1:5 feel.bad-literal seen[@\"x\"]"),
    F("number-too-large",
      FEEL_STANDARD,
      "1e9999999999999999999",
      "1:1 feel.bad-number hint[at most about 1e6144]"),
};

static void test_finding(gconstpointer data)
{
    const FindingCase *c = data;
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    SrcText src = src_of(c->text);
    FeelScope *scope =
        c->dialect == FEEL_REGULATION ? regulation_scope(arena) : standard_scope(arena);

    feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags);
    g_assert_cmpstr(findings_text(arena, diags, true), ==, c->finding);
}

static void test_position_in_file(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_ZH);
    SrcText src = {
        .text = "a +\n存款 存款", .len = strlen("a +\n存款 存款"), .start = {"r.md", 12, 9}
    };

    src.indent = 5;
    g_assert_null(feel_parse(arena, regulation_scope(arena), &src, FEEL_EXPRESSION, diags));
    g_assert_cmpstr(findings_text(arena, diags, true), ==,
                    "13:8 feel.syntax seen[存款] expected[运算符或结尾]");
    g_assert_cmpstr(diags_get(diags, 0)->pos.file, ==, "r.md");
}

/* ---- spans --------------------------------------------------------------------------------- */

static void test_spans(void)
{
    static const char text[] = " a + (b.first  name * 5) ";
    g_autoptr(Arena) arena = arena_new(0);
    SrcText src = src_of(text);
    FeelNode *sum = feel_parse(arena, standard_scope(arena), &src, FEEL_EXPRESSION, NULL);
    FeelNode *product = sum->kids[1];
    FeelNode *path = product->kids[0];

    g_assert_cmpuint(sum->offset, ==, 1);
    g_assert_cmpuint(sum->len, ==, strlen(text) - 2);
    g_assert_cmpuint(product->offset, ==, 6);
    g_assert_cmpuint(product->len, ==, strlen("b.first  name * 5"));
    g_assert_cmpuint(path->offset, ==, 6);
    g_assert_cmpuint(path->len, ==, strlen("b.first  name"));
    g_assert_cmpuint(path->name_offset, ==, 8);
    g_assert_cmpuint(sum->height, ==, 4);
}

static void test_span_of_folded_number(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    SrcText src = src_of("a = - 5 ");
    FeelNode *node = feel_parse(arena, standard_scope(arena), &src, FEEL_EXPRESSION, NULL);

    g_assert_cmpint(node->kids[1]->kind, ==, FEEL_N_CONST);
    g_assert_cmpuint(node->kids[1]->offset, ==, 4);
    g_assert_cmpuint(node->kids[1]->len, ==, 3);
}

/* ---- limits -------------------------------------------------------------------------------- */

/* before × n, middle, after × n */
static char *nested(const char *before, const char *middle, const char *after, size_t n)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < n; i++)
        g_string_append(out, before);
    g_string_append(out, middle);
    for (size_t i = 0; i < n; i++)
        g_string_append(out, after);
    return g_string_free(out, FALSE);
}

typedef struct LimitCase {
    const char *name;
    const char *before, *middle, *after;
    size_t n_good; /* so many can be read, … */
    size_t n_bad;  /* so many are too many, … */
    const char *code;
} LimitCase;

static const LimitCase limit_cases[] = {
    {"parentheses",  "(",                 "1",                 ")",     255,  256,    "feel.too-deep"     },
    {"lists",        "[",                 "1",                 "]",     127,  128,    "feel.too-deep"     },
    {"contexts",     "{a:",               "1",                 "}",     127,  128,    "feel.too-deep"     },
    {"calls",        "a(",                "1",                 ")",     127,  128,    "feel.too-deep"     },
    {"filters",      "a[",                "1",                 "]",     127,  128,    "feel.too-deep"     },
    {"minus",        "- ",                "a",                 "",      127,  128,    "feel.too-deep"     },
    {"if",           "if a then 1 else ", "1",                 "",      127,  128,    "feel.too-deep"     },
    {"ranges",       "< ",                "1",                 "",      127,  128,    "feel.too-deep"     },
    {"functions",    "function(x) ",      "1",                 "",      127,  128,    "feel.too-deep"     },
    {"sum",          "1 + ",              "1",                 "",      127,  128,    "feel.too-deep"     },
    {"path",         "",                  "a",                 ".b",    127,  128,    "feel.too-deep"     },
    {"or-is-flat",   "a or ",             "a",                 "",      5000, 100000, "feel.too-long"     },
    {"list-is-flat", "",                  "[1",                ",1",    0,    40000,  "feel.too-long"     },
    {"types",        "",                  "function(x: list<", "list<", 0,    256,    "feel.too-deep"     },
    {"text",         "",                  "\"",                "a",     0,    65536,  "feel.too-long"     },
    {"second-tries", "[1..2[[",           "1",                 "",      0,    30,     "feel.too-complex"  },
    {"name-parts",   "",                  "{a",                " a",    0,    64,     "feel.name-too-long"},
};

static void test_limit(gconstpointer data)
{
    const LimitCase *c = data;
    g_autofree char *good = nested(c->before, c->middle, c->after, c->n_good);
    g_autofree char *bad = nested(c->before, c->middle, c->after, c->n_bad);
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelScope *scope = standard_scope(arena);
    SrcText src = src_of(bad);

    g_assert_null(feel_parse(arena, scope, &src, FEEL_EXPRESSION, diags));
    g_assert_cmpuint(diags_n(diags), ==, 1);
    g_assert_cmpstr(diags_get(diags, 0)->code, ==, c->code);
    src = src_of(good);
    if (c->n_good > 0)
        g_assert_nonnull(feel_parse(arena, scope, &src, FEEL_EXPRESSION, NULL));
}

static void test_longest_text(void)
{
    g_autofree char *text = g_strnfill(FEEL_MAX_TEXT, 'a');
    g_autoptr(Arena) arena = arena_new(0);
    SrcText src = {
        .text = text, .len = FEEL_MAX_TEXT, .start = {"t", 1, 1}
    };

    g_assert_nonnull(feel_parse(arena, standard_scope(arena), &src, FEEL_EXPRESSION, NULL));
}

/* ---- bytes that are no text ---------------------------------------------------------------- */

static void test_bad_bytes(void)
{
    static const struct {
        const char *text;
        size_t len;
        const char *findings;
    } cases[] = {
        {"a + \xff",      5, "1:5 feel.bad-utf8"},
        {"中\n\xe4\xb8", 6, "2:1 feel.bad-utf8"},
        {"a\0b",          3, "1:2 feel.bad-utf8"},
        {"\xed\xa0\x80",  3, "1:1 feel.bad-utf8"}, /* a surrogate */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Arena) arena = arena_new(0);
        g_autoptr(Diags) diags = diags_new(LANG_EN);
        SrcText src = {
            .text = cases[i].text, .len = cases[i].len, .start = {"t", 1, 1}
        };

        g_assert_null(feel_parse(arena, standard_scope(arena), &src, FEEL_EXPRESSION, diags));
        g_assert_cmpstr(findings_text(arena, diags, false), ==, cases[i].findings);
    }
}

/* ---- the scope ----------------------------------------------------------------------------- */

static void test_outer_scope(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *outer = standard_scope(arena);
    FeelScope *inner = feel_scope_new(arena, outer, FEEL_STANDARD);
    SrcText src = src_of("a + b + long name of mine");

    feel_scope_add_slot(inner, "a", 70, &feel_type_number);
    feel_scope_add_slot(inner, "long name  of mine", 71, &feel_type_number);
    feel_scope_add_slot(inner, "long name of mine", 72, &feel_type_number);
    g_assert_cmpstr(tree_text(arena, feel_parse(arena, inner, &src, FEEL_EXPRESSION, NULL)), ==,
                    "(+ (+ a#70 b#1) long name of mine#72)");
    g_assert_cmpint(feel_scope_slot(inner, "a"), ==, 70);
    g_assert_cmpint(feel_scope_slot(inner, "b"), ==, 1);
    g_assert_cmpint(feel_scope_slot(inner, "nothing"), ==, -1);
    g_assert_cmpint(feel_scope_slot(inner, "is factor"), ==, -1); /* a function */
}

static void test_many_names(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = feel_scope_new(arena, NULL, FEEL_REGULATION);

    for (int i = 0; i < 1000; i++)
        feel_scope_add_slot(scope, arena_printf(arena, "指标%d", i), i, &feel_type_number);
    for (int i = 0; i < 1000; i++)
        g_assert_cmpint(feel_scope_slot(scope, arena_printf(arena, "指标%d", i)), ==, i);
}

static void test_members_of_types(void)
{
    static const char *const names[] = {"first part", "b"};
    static const FeelType *const types[] = {&feel_type_number, &feel_type_string};
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = feel_scope_new(arena, NULL, FEEL_STANDARD);
    const FeelType *row = feel_type_context(arena, names, types, 2);
    SrcText src = src_of("x.first part + y[first part > 1]");

    feel_scope_add_slot(scope, "x", 0, &feel_type_any);
    feel_scope_add_slot(scope, "y", 1, feel_type_list(arena, row));
    g_assert_cmpstr(tree_text(arena, feel_parse(arena, scope, &src, FEEL_EXPRESSION, NULL)), ==,
                    "(+ (path .first part x#0) (filter y#1 (> first part@0 1)))");
}

static void test_named_type(void)
{
    static const char *const names[] = {"b"};
    static const FeelType *const types[] = {&feel_type_number};
    g_autoptr(Arena) arena = arena_new(0);
    FeelScope *scope = standard_scope(arena);
    SrcText src = src_of("a instance of imp.t Row and b instance of list<imp.t Row>");

    feel_scope_add_type(scope, "imp.t Row", feel_type_context(arena, names, types, 1));
    g_assert_cmpstr(
        tree_text(arena, feel_parse(arena, scope, &src, FEEL_EXPRESSION, NULL)), ==,
        "(and (instance <context<b: number>> a#0) (instance <list<context<b: number>>> b#1))");
}

static void test_function_body(void)
{
    static const char *const params[] = {"差额", "步长"};
    static const FeelType *const types[] = {&feel_type_number, NULL};
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelScope *scope = regulation_scope(arena);
    SrcText src = src_of("ceiling(差额 / 步长) + 存款");
    FeelNode *node = feel_parse_function(arena, scope, params, types, 2, &src, diags);

    g_assert_cmpstr(tree_text(arena, node), ==, "(+ (call ceiling! (/ 差额^0.0 步长^0.1)) 存款#2)");
    g_assert_cmpstr(feel_type_text(arena, node->type), ==, "number");
    g_assert_true(feel_check(arena, scope, node, &src, NULL, diags)); /* without its parameters */
    g_assert_cmpstr(feel_type_text(arena, node->type), ==, "number");
    src = src_of("差额 + \"x\"");
    g_assert_null(feel_parse_function(arena, scope, params, types, 2, &src, diags));
    g_assert_cmpstr(findings_text(arena, diags, false), ==, "1:1 feel.type");
}

static void test_function_body_in_standard(void)
{
    static const char *const params[] = {"my  list"};
    g_autoptr(Arena) arena = arena_new(0);
    g_autoptr(Diags) diags = diags_new(LANG_EN);
    FeelScope *scope = standard_scope(arena);
    SrcText src = src_of("my list[x > 1 and item = a][1 + \"x\"]");
    FeelNode *node = feel_parse_function(arena, scope, params, NULL, 1, &src, diags);

    g_assert_cmpstr(
        tree_text(arena, node), ==,
        "(filter (filter my list^0.0 (and (> x@0 1) (= item@0|^0.0 a@0|#0))) (+ 1 \"x\"))");
    g_assert_cmpstr(findings_text(arena, diags, false), ==, "warning 1:29 feel.type");
    src.text = "my list \xff";
    src.len = 9;
    g_assert_null(feel_parse_function(arena, scope, params, NULL, 1, &src, diags));
    g_assert_true(diags_has(diags, "feel.bad-utf8"));
}

static void count_node(const FeelNode *node, void *data)
{
    size_t *n = data;

    if (*n == 0)
        g_assert_cmpint(node->kind, ==, FEEL_N_ARITH); /* parents first */
    (*n)++;
}

static void test_walk(void)
{
    g_autoptr(Arena) arena = arena_new(0);
    SrcText src = src_of("a + [b, {x: c}][1].y");
    size_t n = 0;

    feel_walk(feel_parse(arena, standard_scope(arena), &src, FEEL_EXPRESSION, NULL), count_node,
              &n);
    g_assert_cmpuint(n, ==, 9);
}

static void add(const char *group, const ParseCase *cases, size_t n, GTestDataFunc func)
{
    for (size_t i = 0; i < n; i++) {
        g_autofree char *path = g_strdup_printf("/feel/parse/%s/%s", group, cases[i].name);

        g_test_add_data_func(path, &cases[i], func);
    }
}

#define ADD(group, cases, func) add(group, cases, G_N_ELEMENTS(cases), func)

static void add_others(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(finding_cases); i++) {
        g_autofree char *path = g_strdup_printf("/feel/parse/finding/%s", finding_cases[i].name);

        g_test_add_data_func(path, &finding_cases[i], test_finding);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(limit_cases); i++) {
        g_autofree char *path = g_strdup_printf("/feel/parse/limit/%s", limit_cases[i].name);

        g_test_add_data_func(path, &limit_cases[i], test_limit);
    }
    g_test_add_func("/feel/parse/finding/position-in-file", test_position_in_file);
    g_test_add_func("/feel/parse/limit/longest-text", test_longest_text);
    g_test_add_func("/feel/parse/bad-bytes", test_bad_bytes);
    g_test_add_func("/feel/parse/spans", test_spans);
    g_test_add_func("/feel/parse/span-of-folded-number", test_span_of_folded_number);
    g_test_add_func("/feel/scope/outer", test_outer_scope);
    g_test_add_func("/feel/scope/many-names", test_many_names);
    g_test_add_func("/feel/scope/members-of-types", test_members_of_types);
    g_test_add_func("/feel/scope/named-type", test_named_type);
    g_test_add_func("/feel/parse/function-body", test_function_body);
    g_test_add_func("/feel/parse/function-body-in-standard", test_function_body_in_standard);
    g_test_add_func("/feel/parse/walk", test_walk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("standard", standard_cases, test_standard);
    ADD("standard-tests", standard_test_cases, test_standard_tests);
    ADD("regulation", regulation_cases, test_regulation);
    ADD("regulation-tests", regulation_test_cases, test_regulation_tests);
    add_others();
    return g_test_run();
}
