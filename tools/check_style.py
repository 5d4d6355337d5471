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


# An article, or a shipped regulation, named in code: rules are data.
ARTICLE = re.compile("第[一二三四五六七八九十百千零〇0-9]+条")


def examples(stream):
    """Texts that show a reader how something is written."""
    for name, arguments, _ in c_source.calls(stream):
        if name in ("diag_expected", "diag_hint"):
            for argument in arguments:
                yield from argument


def check_rules(path, stream, regulations):
    if not path.startswith("src/"):
        return
    shown = set(examples(stream))
    for token in stream:
        if token.kind != "str" or token in shown:
            continue
        if ARTICLE.search(token.text):
            yield path, token.line, "an article is named in code: rules live in regulations/"
        for name in regulations:
            # the command line shows how it is used
            if name in token.text and not path.startswith("src/cli/"):
                yield path, token.line, "the regulation %s is named in code" % name


def check_file(path, text, regulations=()):
    stream = c_source.tokens(text)
    yield from check_lines(path, text.split("\n")[:-1], table_lines(stream))
    yield from check_words(path, stream)
    yield from check_functions(path, stream)
    yield from check_comments(path, text)
    yield from check_rules(path, stream, regulations)


def shipped_regulations():
    """Names of the folders under regulations/."""
    folder = os.path.join(c_source.ROOT, "regulations")
    if not os.path.isdir(folder):
        return []
    return sorted(n for n in os.listdir(folder) if os.path.isdir(os.path.join(folder, n)))


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
        ("src/cli/b.c", 'static char *a = "test old-rules";\n', None),
        ("tests/a.c", 'static char *a = "old-rules";\n', None),
        ("src/a/b.c", "void f(void)\n{\n#ifdef A\n    x();\n#endif\n}\n", "#ifdef inside"),
        ("src/a/b.c", "#ifdef A\nvoid f(void)\n{\n    x();\n}\n#endif\n", None),
    ]
    failed = 0
    for path, text, expected in cases:
        found = [f[2] for f in check_file(path, text, ["old-rules"])]
        if (expected is None and found) or (expected and not any(expected in f for f in found)):
            failed += 1
            print("self-test: %s %r: expected %r, found %r" % (path, text[:60], expected, found))
    print("self-test: %d failed" % failed)
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    regulations = shipped_regulations()
    findings = []
    for path in c_source.files("src", "tests", "fuzz", "bench"):
        findings += check_file(path, c_source.read(path), regulations)
    return c_source.report(findings)


if __name__ == "__main__":
    sys.exit(main())
