#!/usr/bin/env python3
"""Counts the tests of a JUnit file that `meson test` wrote: prints "PASSED FAILED".

A test program that died without results counts as one failure, so that nothing is lost.
"""
import sys
import xml.etree.ElementTree as ElementTree


def count(path):
    passed = failed = 0
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        cases = list(suite.iter("testcase"))
        bad = 0
        for case in cases:
            if case.find("skipped") is not None:
                continue
            if case.find("failure") is not None or case.find("error") is not None:
                bad += 1
            else:
                passed += 1
        declared = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        failed += max(bad, declared)
    return passed, failed


if __name__ == "__main__":
    print("%d %d" % count(sys.argv[1]))
