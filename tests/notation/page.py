#!/usr/bin/env python3
"""Every block kind and key that a regulation here uses stands in the notation page.

usage: page.py ROOT. Prints TAP: one test per kind and per key.
"""
import glob
import os
import re
import sys

FENCE = re.compile(r"^```(yaml|feel)\s+(.*)$")
ANNOUNCED = re.compile(r"^`(table|bands)\b")
KEY = re.compile(r"^([a-z][a-z ]*):")


def words_of(path):
    """Kinds and (kind, key) pairs of one regulation, read line by line."""
    kinds, keys, kind = set(), set(), None
    with open(path, encoding="utf-8") as handle:
        lines = handle.read().split("\n")
    front = lines[1:lines.index("---", 1)]
    keys |= {("front matter", m.group(1)) for m in map(KEY.match, front) if m}
    for line in lines:
        fence, table = FENCE.match(line), ANNOUNCED.match(line)
        if fence:
            first = fence.group(2).split()[0]
            kind = first if fence.group(1) == "yaml" or first == "function" else "feel"
            kinds.add(kind)
        elif line.startswith("```"):
            kind = None
        elif table:
            kinds.add(table.group(1))
        elif kind not in (None, "feel", "function", "names") and KEY.match(line):
            keys.add((kind, KEY.match(line).group(1)))
    return kinds, keys


def where_keys_stand(page, kind):
    """The section about a kind, and that about all blocks; the whole page if it has none of its own."""
    page = re.sub(r"^````md\n.*?^````$", "", page, flags=re.M | re.S)  # examples have headings of their own
    sections = dict(re.findall(r"^#{2,3} (.*?)\n(.*?)(?=^#{2,3} |\Z)", page, re.M | re.S))
    titles = {"front matter": "Front matter", "scope": "2. Scope", "subject": "3. Rows and cycles"}
    own = sections.get(titles.get(kind, kind))
    return page if own is None else own + sections["Blocks"]


def main(root):
    with open(os.path.join(root, "docs", "notation.md"), encoding="utf-8") as handle:
        page = handle.read()
    kinds, keys = set(), set()
    for pattern in ("regulations/*/regulation.md", "tests/notation/*/regulation.md"):
        for path in glob.glob(os.path.join(root, pattern)):
            more_kinds, more_keys = words_of(path)
            kinds |= more_kinds
            keys |= more_keys
    named = {kind: "(a decision)" if kind == "feel" else "`%s`" % kind for kind in kinds}
    listed = [line.split("|")[1] for line in page.split("\n") if line.startswith("| ")]
    checks = [("kind " + k, any(named[k] in cell for cell in listed)) for k in sorted(kinds)]
    checks += [("key %s of %s" % (key, kind), "`%s`" % key in where_keys_stand(page, kind)) for kind, key in sorted(keys)]
    for i, (what, found) in enumerate(checks, 1):
        print("%sok %d - %s stands in docs/notation.md" % ("" if found else "not ", i, what))
    print("1..%d" % len(checks))
    return 0 if checks and all(found for _, found in checks) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
