#!/usr/bin/env python3
"""Holds the table "who may include whom" (docs/style.md, section 4).

    tools/check_includes.py              checks src, tests, fuzz, bench; prints file:line: message
    tools/check_includes.py --self-test  checks the checker
"""
import fnmatch
import os
import sys

import c_source

# A folder may include itself and these.
MAY = {
    "base": [],
    "dec": ["base"],
    "cal": ["base", "dec"],
    "col": ["base", "dec", "cal"],
    "feel": ["base", "dec", "cal", "col"],
    "dmn": ["base", "dec", "cal", "col", "feel"],
    "regulation": ["base", "dec", "cal", "col", "feel", "dmn"],
    "appraise": ["base", "dec", "cal", "col", "feel", "dmn", "regulation"],
    "db": ["base", "dec", "cal", "col"],
    "documents": ["base", "dec", "cal"],
    "facts": ["base", "dec", "cal", "col", "feel", "dmn", "regulation", "appraise", "db",
              "documents"],
    "domain": ["base", "dec", "cal", "col", "feel", "dmn", "regulation", "appraise", "db",
               "documents", "facts"],
    "app": ["base", "dec", "cal", "col", "feel", "dmn", "regulation", "appraise", "db",
            "documents", "facts", "domain"],
    "http": ["base", "dec", "cal", "documents", "regulation", "appraise", "domain", "app"],
    "cli": ["base", "dec", "cal", "documents", "regulation", "appraise", "domain", "app"],
    "": ["base", "app", "cli", "http"],  # src/main.c
}

# Headers of libraries that few files may see.
LIBRARIES = [
    ("cmark*", ["src/regulation/markdown.c"]),
    ("yaml.h", ["src/regulation/yaml.c"]),
    ("sqlite3.h", ["src/db/sqlite*.c"]),
    ("libpq*", ["src/db/pg*.c"]),
    ("bid*.h", ["src/dec/*"]),
    ("jansson.h", ["src/cli/*", "src/http/*"]),
    ("microhttpd.h", ["src/http/server.c"]),
    ("libxml/*", ["src/dmn/xml*.c"]),
    ("xlsxwriter*", ["src/documents/*"]),
    ("zip.h", ["src/documents/*"]),
    ("expat.h", ["src/documents/*"]),
    ("pango/*", ["src/documents/*"]),
    ("cairo*", ["src/documents/*"]),
]


def folder_of(path):
    """("src/dmn/table.c") -> "dmn"; src/domain/pay/x.c -> "domain"; src/main.c -> ""."""
    parts = path.split("/")
    return parts[1] if len(parts) > 2 else ""


def check_system(path, line, name):
    for pattern, allowed in LIBRARIES:
        if fnmatch.fnmatch(name, pattern) and not any(fnmatch.fnmatch(path, a) for a in allowed):
            yield path, line, "<%s> may be included in %s only" % (name, ", ".join(allowed))


def check_own(path, line, name, exists):
    """A header of ours, included from a file under src/."""
    here, there = folder_of(path), folder_of("src/" + name)
    if there not in MAY or not there:
        yield path, line, '"%s": include paths start at src/' % name
        return
    if not exists("src/" + name):
        yield path, line, '"%s": there is no such header' % name
    if there != here and there not in MAY.get(here, []):
        yield path, line, "%s/ may not include %s/" % (here or "src", there)
    if name.endswith("_private.h") and os.path.dirname("src/" + name) != os.path.dirname(path):
        yield path, line, '"%s" is private to its folder' % name


def includes_of(text):
    return [t for t in c_source.tokens(text) if t.kind == "include"]


def check_file(path, text, exists):
    """Findings of one file. exists(path): is there such a file?"""
    own = path[:-2] + ".h"
    includes = includes_of(text)
    in_src = path.startswith("src/")
    quoted = [t for t in includes if t.text.startswith('"')]
    if in_src and path.endswith(".c") and exists(own):
        first = quoted[0].text.strip('"') if quoted else ""
        # A private header of the folder may stand for it: it includes the public one.
        is_private = first.endswith("_private.h") and folder_of("src/" + first) == folder_of(path)
        if (first != own[4:] and not is_private) or includes[0] != quoted[0]:
            yield path, includes[0].line if includes else 1, (
                'the file\'s own header "%s" comes first' % own[4:])
    for token in includes:
        name = token.text[1:-1]
        if name.endswith(".c"):
            yield path, token.line, "no file includes a .c file"
        elif token.text.startswith("<"):
            yield from check_system(path, token.line, name)
        elif in_src and not name.endswith(".inc"):
            yield from check_own(path, token.line, name, exists)


def check_domains(texts):
    """Domains may not need each other in a circle."""
    needs = {}
    for path, text in texts.items():
        parts = path.split("/")
        if path.startswith("src/domain/") and len(parts) > 3:
            for token in includes_of(text):
                other = token.text.strip('"').split("/")
                if other[0] == "domain" and len(other) > 2 and other[1] != parts[2]:
                    needs.setdefault(parts[2], {}).setdefault(other[1], (path, token.line))
    for start in sorted(needs):
        seen, stack = set(), [start]
        while stack:
            for other in needs.get(stack.pop(), {}):
                if other == start:
                    path, line = sorted(needs[start].values())[0]
                    yield path, line, "domain/%s needs itself through other domains" % start
                    stack = []
                    break
                if other not in seen:
                    seen.add(other)
                    stack.append(other)


def check(texts):
    exists = texts.__contains__
    findings = []
    for path, text in texts.items():
        findings += check_file(path, text, exists)
    findings += check_domains(texts)
    return findings


def self_test():
    headers = {"src/%s" % h: "" for h in (
        "base/arena.h", "dec/dec.h", "feel/feel.h", "feel/run_private.h", "dmn/table.h", "db/db.h",
        "domain/pay/pay.h", "domain/runs/runs.h", "domain/runs/store_private.h", "app/app.h")}
    cases = [
        ("src/dmn/model.c", '#include "feel/feel.h"\n#include <glib.h>\n', None),
        ("src/dmn/table.c", '#include "dmn/table.h"\n#include "feel/feel.h"\n', None),
        ("src/dmn/table.c", '#include <string.h>\n#include "dmn/table.h"\n', "own header"),
        ("src/feel/feel.c", '#include "feel/run_private.h"\n', None),
        ("src/feel/feel.c", '#include "dec/dec.h"\n', "own header"),
        ("src/dmn/table.c", '#include "base/arena.h"\n#include "dmn/table.h"\n', "own header"),
        ("src/feel/x.c", '#include "dmn/table.h"\n', "feel/ may not include dmn/"),
        ("src/cli/x.c", '#include "db/db.h"\n', "cli/ may not include db/"),
        ("src/cli/x.c", '#include "app/app.h"\n', None),
        ("src/main.c", '#include "feel/feel.h"\n', "src/ may not include feel/"),
        ("src/dmn/x.c", '#include "feel/run_private.h"\n', "private"),
        ("src/feel/x.c", '#include "feel/run_private.h"\n', None),
        ("src/domain/pay/x.c", '#include "domain/runs/store_private.h"\n', "private"),
        ("src/feel/x.c", '#include "run_private.h"\n', "start at src/"),
        ("src/feel/x.c", '#include "feel/gone.h"\n', "no such header"),
        ("src/feel/x.c", "#include <yaml.h>\n", "yaml.c only"),
        ("src/regulation/yaml.c", "#include <yaml.h>\n", None),
        ("src/facts/x.c", "#include <sqlite3.h>\n", "sqlite*.c only"),
        ("src/db/sqlite_open.c", "#include <sqlite3.h>\n", None),
        ("src/col/x.c", "#include <bid_functions.h>\n", "src/dec/* only"),
        ("src/regulation/x.c", "#include <cmark-gfm.h>\n", "markdown.c only"),
        ("tests/unit/x.c", '#include "feel/run_private.h"\n#include "fixture.h"\n', None),
        ("tests/unit/x.c", '#include "../../src/feel/run.c"\n', ".c file"),
        ("src/feel/x.c", '/* #include "dmn/table.h" */\n', None),
    ]
    failed = 0
    for path, text, expected in cases:
        found = [f[2] for f in check({**headers, path: text}) if f[0] == path]
        if (expected is None and found) or (expected and not any(expected in f for f in found)):
            failed += 1
            print("self-test: %s %r: expected %r, found %r" % (path, text, expected, found))
    circle = {**headers, "src/domain/pay/a.c": '#include "domain/runs/runs.h"\n',
              "src/domain/runs/b.c": '#include "domain/pay/pay.h"\n'}
    if len([f for f in check(circle) if "needs itself" in f[2]]) != 2:
        failed += 1
        print("self-test: a circle of domains is not found")
    print("self-test: %d failed" % failed)
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    paths = c_source.files("src", "tests", "fuzz", "bench")
    return c_source.report(check({path: c_source.read(path) for path in paths}))


if __name__ == "__main__":
    sys.exit(main())
