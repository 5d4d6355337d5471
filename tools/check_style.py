#!/usr/bin/env python3
"""Limits and banned things in C sources (docs/style.md, sections 7 to 13).

    tools/check_style.py              checks src, tests, fuzz, bench; prints file:line: message
    tools/check_style.py --self-test  checks the checker
"""
import os
import re
import sys

import c_source

MAX_FILE = 600
MAX_TEST_FILE = 1000
MAX_FUNCTION = 60  # lines between the braces
MAX_LINE = 100     # code points

BANNED = {
    "strcpy": "use arena_strdup or g_strdup",
    "strcat": "use GString",
    "strncpy": "use arena_strndup or g_strndup",
    "strncat": "use GString",
    "sprintf": "use arena_printf or g_strdup_printf",
    "vsprintf": "use g_strdup_vprintf",
    "strtok": "use g_strsplit or pointers",
    "atoi": "use a parser that says whether it is a number",
    "atol": "use a parser that says whether it is a number",
    "atof": "use dec_parse",
    "strtod": "use dec_parse",
    "strtof": "use dec_parse",
    "g_strtod": "use dec_parse",
    "g_ascii_strtod": "use dec_parse",
    "sscanf": "use a parser",
    "scanf": "use a parser",
    "gets": "use a bounded read",
    "alloca": "use the arena",
    "g_alloca": "use the arena",
    "g_newa": "use the arena",
    "system": "start no shell",
    "popen": "start no shell",
    "setlocale": "no locale, ever",
    "localtime": "no local time",
}
LIBRARY_BANNED = {"exit", "abort", "printf", "fprintf", "puts", "g_print", "g_printerr", "perror"}
TEST_BANNED = {"sleep", "usleep", "nanosleep", "g_usleep"}
FLOATING = {"double", "float", "gdouble", "gfloat"}


def is_test(path):
    return path.startswith(("tests/", "fuzz/", "bench/"))


def may_print(path):
    return is_test(path) or path.startswith("src/cli/") or path == "src/main.c"


def may_float(path):
    """Measurements, and coordinates of drawings."""
    return path.startswith(("bench/", "src/documents/"))


def table_lines(stream):
    """Lines of initialisers: clang-format aligns tables in columns, past the limit if need be."""
    lines = set()
    for i, token in enumerate(stream):
        if token.kind == "punct" and token.text == "=" and c_source.is_punct(stream, i + 1, "{"):
            end = c_source.closing(stream, i + 1)
            if end < len(stream):
                lines.update(range(stream[i + 1].line + 1, stream[end].line))
    return lines


def check_lines(path, lines, tables):
    limit = MAX_TEST_FILE if is_test(path) else MAX_FILE
    if len(lines) > limit:
        yield path, limit + 1, "the file has %d lines; the limit is %d" % (len(lines), limit)
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE and number not in tables:
            yield path, number, "the line has %d columns; the limit is %d" % (len(line), MAX_LINE)
        if "\t" in line:
            yield path, number, "tab"


def check_words(path, stream):
    for i, token in enumerate(stream):
        if token.kind != "id":
            continue
        name = token.text
        if name in FLOATING and not may_float(path):
            yield path, token.line, "%s: numbers of the domain are Dec" % name
        if not c_source.is_punct(stream, i + 1, "("):
            continue
        if c_source.is_punct(stream, i - 1, ".") or c_source.is_punct(stream, i - 1, "->"):
            continue
        if name in BANNED:
            yield path, token.line, "%s is banned: %s" % (name, BANNED[name])
        elif name in LIBRARY_BANNED and not may_print(path):
            yield path, token.line, "%s: libraries return errors, they do not print or exit" % name
        elif name in TEST_BANNED and path.startswith("tests/"):
            yield path, token.line, "%s: tests do not sleep" % name


def check_functions(path, stream):
    for function in c_source.functions(stream):
        lines = function.last - function.first - 1
        if lines > MAX_FUNCTION:
            yield path, function.line, "%s has %d lines; the limit is %d" % (
                function.name, lines, MAX_FUNCTION)
        for token in function.body:
            if token.kind == "directive" and re.match(r"(if|ifdef|ifndef)\b", token.text):
                yield path, token.line, "#%s inside a function" % token.text.split()[0]


def check_comments(path, text):
    if path.endswith(".h") and not text.lstrip("\ufeff").startswith("/*"):
        yield path, 1, "a header begins with a comment that says what it is for"
    for line, comment in c_source.comments(text):
        found = re.search(r"\b(TODO|FIXME|XXX|HACK)\b", comment)
        if found:
            yield path, line, "%s: do it or write an issue" % found.group()


# An article, a shipped regulation or one of its names in code: rules are data. Comments may cite laws.
WORD = r"[^\W\d]\w*"
HEADS = re.compile(r"^(?:```feel(?: function)?|```yaml +[a-z]+|`(?:table|bands)) +(%s)" % WORD,
                   re.MULTILINE)
CATALOGUES = "src/base/zh/"  # the Chinese pairs of texts that are checked where they stand
ARTICLE = re.compile("第[一二三四五六七八九十百千零〇0-9]+条")


def examples(stream):
    """Texts that show a reader how something is written."""
    for name, arguments, _ in c_source.calls(stream):
        if name in ("diag_expected", "diag_hint"):
            for argument in arguments:
                yield from argument


class Rules:
    """What code may not name. regulations: their ids; names: what their blocks define."""

    def __init__(self, regulations=(), names=()):
        self.regulations = sorted(set(regulations))
        self.names = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True))
                                or "(?!)")


def declared(text, built_in):
    """Names that the blocks of a regulation define, but for short ones and those of the notation."""
    return {name for name in HEADS.findall(text) if len(name) > 2} - built_in


def shipped_rules():
    folder = os.path.join(c_source.ROOT, "regulations")
    built_in = set(re.findall(WORD, c_source.read("docs/names.md")))
    regulations, names = set(), set()
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name, "regulation.md")
        if os.path.isfile(path):
            text = c_source.read(path)
            regulations.add(name)
            regulations.update(re.findall(r"^regulation: *(\S+)", text, re.MULTILINE))
            names |= declared(text, built_in)
    return Rules(regulations, names)


def check_names(path, text, rules):
    """Names of regulations, in comments, too: an example there is made up."""
    for number, line in enumerate(text.split("\n"), 1):
        found = rules.names.search(line)
        if found:
            yield path, number, "%s is a name of a regulation: rules live in regulations/" % (
                found.group())


def check_rules(path, text, stream, rules):
    if not path.startswith("src/") or path.startswith(CATALOGUES):
        return
    yield from check_names(path, text, rules)
    shown = set(examples(stream))
    for token in stream:
        if token.kind != "str" or token in shown:
            continue
        if ARTICLE.search(token.text):
            yield path, token.line, "an article is named in code: rules live in regulations/"
        for name in rules.regulations:
            # the command line shows how it is used
            if name in token.text and not path.startswith("src/cli/"):
                yield path, token.line, "the regulation %s is named in code" % name


def check_file(path, text, rules):
    stream = c_source.tokens(text)
    yield from check_lines(path, text.split("\n")[:-1], table_lines(stream))
    yield from check_words(path, stream)
    yield from check_functions(path, stream)
    yield from check_comments(path, text)
    yield from check_rules(path, text, stream, rules)


def self_test():
    body = "    x();\n"
    cases = [
        ("src/a/b.c", "int f(void)\n{\n    return 1;\n}\n", None),
        ("src/a/b.c", "void f(void)\n{\n" + body * 60 + "}\n", None),
        ("src/a/b.c", "void f(void)\n{\n" + body * 61 + "}\n", "f has 61 lines"),
        ("src/a/b.c", "int a;\n" * 600, None),
        ("src/a/b.c", "int a;\n" * 601, "601 lines"),
        ("tests/unit/b.c", "int a;\n" * 601, None),
        ("tests/unit/b.c", "int a;\n" * 1001, "1001 lines"),
        ("src/a/b.c", "/* " + "人" * 94 + " */\n", None),
        ("src/a/b.c", "/* " + "人" * 95 + " */\n", "101 columns"),
        ("src/a/b.c", "int a[] = {\n" + "    1," + " " * 100 + "2\n};\n", None),
        ("src/a/b.c", "int a[] = {1, 2};" + " " * 100 + "/* b */\n", "columns"),
        ("src/a/b.c", "\tint a;\n", "tab"),
        ("src/a/b.c", "void f(void)\n{\n    strcpy(a, b);\n}\n", "strcpy is banned"),
        ("src/a/b.c", "void f(void)\n{\n    x->system(a);\n}\n", None),
        ("src/a/b.c", 'char *a = "strcpy(a)"; /* strcpy(a) */\n', None),
        ("src/a/b.c", "int strcpy_s;\n", None),
        ("src/a/b.c", "static double d;\n", "Dec"),
        ("bench/b.c", "static double d;\n", None),
        ("src/a/b.c", "void f(void)\n{\n    printf(a);\n}\n", "do not print"),
        ("src/cli/b.c", "void f(void)\n{\n    printf(a);\n}\n", None),
        ("tests/unit/b.c", "void f(void)\n{\n    g_usleep(1);\n}\n", "do not sleep"),
        ("src/a/b.h", "#pragma once\n", "begins with a comment"),
        ("src/a/b.h", "/* b.h - b. */\n#pragma once\n", None),
        ("src/a/b.c", "/* TODO: b */\n", "TODO"),
        ("src/a/b.c", "#define A 1 /* FIXME */\n", "FIXME"),
        ("src/a/b.c", 'static char *a = "第三十六条";\n', "an article"),
        ("src/a/b.c", '/* 民法典 第二百零二条 */\nstatic char *a = "第";\n', None),
        ("src/a/b.c", 'void f(void)\n{\n    diag_expected(d, "第一条");\n}\n', None),
        ("src/a/b.c", 'static char *a = "old-rules";\n', "old-rules"),
        ("src/a/b.c", 'static char *a = "x 年终分红 y";\n', "年终分红 is a name"),
        ("src/a/b.c", "/* e.g. 年终分红 */\n", "年终分红 is a name"),
        ("src/a/b.c", 'void f(void)\n{\n    diag_hint(d, "年终分红");\n}\n', "年终分红 is a name"),
        ("src/a/b.c", 'static char *a = "在管客户经理数 机构 分红";\n', None),
        ("src/base/zh/b.inc", '{"a", "年终分红"},\n', None),
        ("tests/a.c", 'static char *a = "年终分红";\n', None),
        ("src/cli/b.c", 'static char *a = "test old-rules";\n', None),
        ("tests/a.c", 'static char *a = "old-rules";\n', None),
        ("src/a/b.c", "void f(void)\n{\n#ifdef A\n    x();\n#endif\n}\n", "#ifdef inside"),
        ("src/a/b.c", "#ifdef A\nvoid f(void)\n{\n    x();\n}\n#endif\n", None),
    ]
    regulation = ("```yaml scope\n```\n```yaml input 在管客户经理数 @year\n```\n```feel 机构\n```\n"
                  "```feel 年终分红 @year unit 元\n```\n```feel function 折半(x)\n```\n"
                  "`table 分档表 hit F`\n`bands 累进奖 of x`\n``` 不算\n```yaml subject 任务行\n```\n")
    names = declared(regulation, {"在管客户经理数"})
    rules = Rules(["old-rules"], names)
    failed = 0
    if names != {"年终分红", "分档表", "累进奖", "任务行"}:
        failed += 1
        print("self-test: names of a regulation: found %r" % sorted(names))
    if list(check_names("a", "x", Rules())):
        failed += 1
        print("self-test: no regulation has no names")
    for path, text, expected in cases:
        found = [f[2] for f in check_file(path, text, rules)]
        if (expected is None and found) or (expected and not any(expected in f for f in found)):
            failed += 1
            print("self-test: %s %r: expected %r, found %r" % (path, text[:60], expected, found))
    print("self-test: %d failed" % failed)
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    rules = shipped_rules()
    findings = []
    for path in c_source.files("src", "tests", "fuzz", "bench"):
        findings += check_file(path, c_source.read(path), rules)
    for path in c_source.files("src", suffixes=(".inc",)):
        text = c_source.read(path)
        findings += check_rules(path, text, c_source.tokens(text), rules)
    return c_source.report(findings)


if __name__ == "__main__":
    sys.exit(main())
