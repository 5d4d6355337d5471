#!/usr/bin/env python3
"""Counts what `meson test` ran, subtests of TAP programs one by one.

    tools/count_tests.py LOGS        LOGS is the folder meson-logs; prints "PASSED FAILED SKIPPED"
    tools/count_tests.py --self-test checks the counting

The JUnit file knows the subtests, but not that a program died, leaked or hung after them; the JSON
file knows how each program ended. So a program that ended badly counts at least one failure, and
nothing that failed is lost. What was skipped is neither passed nor failed.
"""
import json
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

# meson writes what the programs printed as it is; XML allows no such characters.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GOOD = {"OK", "EXPECTEDFAIL"}


def subtests(xml):
    """Program -> [passed, failed, skipped] of its subtests, for those that have some."""
    counts = {}
    for suite in ElementTree.fromstring(NOT_XML.sub("?", xml)).iter("testsuite"):
        # `project.program` or `project.project:suite / program` is a program with subtests; those
        # without share the suite `project`.
        _, dot, program = suite.get("name", "").partition(".")
        if not dot:
            continue
        count = counts.setdefault(program, [0, 0, 0])
        for case in suite.iter("testcase"):
            if case.find("skipped") is not None:
                count[2] += 1
            elif case.find("failure") is not None or case.find("error") is not None:
                count[1] += 1
            else:
                count[0] += 1
    return counts


def count(xml, lines):
    """(passed, failed, skipped). xml: testlog.junit.xml; lines: testlog.json, one object a line."""
    parts = subtests(xml)
    total = [0, 0, 0]
    for line in lines.splitlines():
        run = json.loads(line)
        name, result = run["name"], run["result"]
        own = parts.get(name, parts.get(name.split(" / ")[-1]))
        if own is None:
            own = [int(result in GOOD), 0, int(result == "SKIP")]
        if result not in GOOD and result != "SKIP":
            own[1] = max(own[1], 1)
        total = [a + b for a, b in zip(total, own)]
    return tuple(total)


def count_in(folder):
    texts = []
    for name in ("testlog.junit.xml", "testlog.json"):
        with open(os.path.join(folder, name), encoding="utf-8", errors="replace", newline="\n") as f:
            texts.append(f.read())
    return count(*texts)


# ---- self-test ----

def _suite(name, *cases):
    inner = "".join('<testcase name="%d">%s</testcase>' % (i, c) for i, c in enumerate(cases))
    return '<testsuite name="%s">%s</testsuite>' % (name, inner)


def _runs(*pairs):
    return "".join('{"name": "%s", "result": "%s"}\n' % pair for pair in pairs)


PASS, FAIL, ERROR, SKIP = "", "<failure/>", "<error/>", "<skipped/>"
SELF_TESTS = [
    ("subtests count one by one", _suite("p.p:unit / a", PASS, PASS, FAIL, SKIP),
     _runs(("p:unit / a", "FAIL")), (2, 1, 1)),
    ("an error is a failure", _suite("p.a", PASS, ERROR), _runs(("p:unit / a", "ERROR")), (1, 1, 0)),
    ("a program without subtests", _suite("p", PASS, FAIL),
     _runs(("p:tools / a", "OK"), ("p:tools / b", "FAIL")), (1, 1, 0)),
    ("dead after good subtests", _suite("p.a", PASS, PASS), _runs(("p:unit / a", "ERROR")), (2, 1, 0)),
    ("hung without a word", _suite("p", ERROR), _runs(("p:unit / a", "TIMEOUT")), (0, 1, 0)),
    ("each of the dead counts", _suite("p.a", PASS) + _suite("p.b", FAIL),
     _runs(("p:unit / a", "ERROR"), ("p:unit / b", "FAIL")), (1, 2, 0)),
    ("skipped as a whole", _suite("p", SKIP), _runs(("p:real / a", "SKIP")), (0, 0, 1)),
    ("skipped subtests only", _suite("p.a", SKIP, SKIP), _runs(("p:real / a", "SKIP")), (0, 0, 2)),
    ("interrupted", _suite("p.a", PASS), _runs(("p:unit / a", "INTERRUPT")), (1, 1, 0)),
    ("names with dots and blanks", _suite("p.a.b c", PASS), _runs(("p:unit / a.b c", "OK")), (1, 0, 0)),
    ("output that is no XML", _suite("p.a", PASS) + "<system-out>\x01\x1b[1m</system-out>",
     _runs(("p:unit / a", "OK")), (1, 0, 0)),
    ("nothing ran", "", "", (0, 0, 0)),
]


def self_test():
    failed = 0
    for name, xml, lines, expected in SELF_TESTS:
        found = count("<testsuites>%s</testsuites>" % xml, lines)
        if found != expected:
            failed += 1
            print("self-test: %s: expected %r, found %r" % (name, expected, found))
    print("self-test: %d failed" % failed)
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    print("%d %d %d" % count_in(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
