#!/usr/bin/env python3
"""Traps in regulations as first written down: what `guanhu check` finds in each, word for word in both
languages, and that it says nothing of the repaired twin. usage: traps.py GUANHU. Prints TAP.

A trap is a folder in traps/: regulation.md as one would first write it, findings.en.txt and
findings.zh.txt (what `guanhu --lang LANG check --verbose regulation.md` says there on stderr), repaired.md.
"""
import difflib
import os
import subprocess
import sys

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "traps")


def check(guanhu, trap, lang, file):
    done = subprocess.run([guanhu, "--lang", lang, "check", "--verbose", file], check=False,
                          cwd=os.path.join(FOLDER, trap), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stderr.decode(), done.stdout.decode()


def difference(seen, expected):
    lines = difflib.unified_diff(expected.splitlines(), seen.splitlines(), "expected", "seen", lineterm="")
    return "\n".join(lines)


def tests(guanhu):
    """(what is tested, what is wrong) of all traps."""
    for trap in sorted(os.listdir(FOLDER)):
        for lang in ("en", "zh"):
            code, err, out = check(guanhu, trap, lang, "regulation.md")
            with open(os.path.join(FOLDER, trap, "findings.%s.txt" % lang), encoding="utf-8") as handle:
                yield "%s, findings (%s)" % (trap, lang), difference(err, handle.read())
        code, err, out = check(guanhu, trap, "en", "regulation.md")
        n_errors, n_warnings = err.count(": error: "), err.count(": warning: ")
        yield "%s, only errors make the exit code" % trap, "" if code == (n_errors > 0) else "exit code %d" % code
        counts = (": errors: %d" % n_errors if n_errors else ": no errors") + (
            ", warnings: %d" % n_warnings if n_warnings else "")
        yield "%s, counts" % trap, "" if out.endswith(counts + "\n") else out
        code, err, out = check(guanhu, trap, "en", "repaired.md")
        silent = code == 0 and err == "" and out.endswith(": no errors\n")
        yield "%s, repaired" % trap, "" if silent else err + out


def main(guanhu):
    failed = n = 0
    for what, wrong in tests(os.path.abspath(guanhu)):
        n += 1
        failed += wrong != ""
        print("%sok %d - %s" % ("not " if wrong else "", n, what))
        if wrong:
            print("# " + wrong.replace("\n", "\n# "))
    print("1..%d" % n)
    return 1 if failed or n == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
