#!/usr/bin/env python3
"""Shipped regulations have no errors, and the README of each tells what `guanhu check` warns of.
usage: shipped.py GUANHU REGULATIONS. Prints TAP: one test per regulation.
"""
import json
import os
import re
import subprocess
import sys

WORDS = {"the", "test", "rate", "of", "table"}


def subject(message):
    """The name that a warning is about: the first word that is no word of the sentence."""
    return next(word for word in re.findall(r"[\w-]+", message) if word not in WORDS)


def wrong(folder, result):
    with open(os.path.join(folder, "README.md"), encoding="utf-8") as handle:
        readme = handle.read()
    lines = []
    for finding in result["findings"]:
        is_told = "check" in readme and subject(finding["message"]) in readme
        if finding["severity"] == "error" or (finding["severity"] == "warning" and not is_told):
            lines.append("%s:%d: %s: %s" % (finding["file"], finding.get("line", 0), finding["severity"],
                                            finding["message"]))
    return lines


def main(guanhu, root):
    folders = sorted(os.path.join(root, name) for name in os.listdir(root))
    done = subprocess.run([guanhu, "--lang", "en", "check", "--json"] + folders, check=False, stdout=subprocess.PIPE)
    failed = 0
    for i, (folder, result) in enumerate(zip(folders, json.loads(done.stdout)), 1):
        lines = wrong(folder, result)
        failed += lines != []
        print("%sok %d - %s: no errors, warnings told in its README" % ("not " if lines else "", i,
                                                                      os.path.basename(folder)))
        for line in lines:
            print("# " + line)
    print("1..%d" % len(folders))
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
