#!/usr/bin/env python3
"""The script `dev` among stand-ins for all it calls. usage: test_dev.py SOURCE_ROOT. Prints TAP.

Each case has a folder of its own, with a blank in its name, and a PATH that holds the stand-ins and
the few tools the script may rely on; `calls` lists what was called.
"""
import os
import shutil
import subprocess
import sys
import tempfile

TOOLS = ("bash", "sh", "cat", "dirname", "env", "find", "flock", "git", "grep", "mkdir", "nproc",
         "python3", "readlink", "rm", "sort", "xargs")
JUNIT = ('<testsuites><testsuite name="guanhu.guanhu:unit / a"><testcase name="1"/>'
         '<testcase name="2">%s</testcase></testsuite></testsuites>')

# What the stand-ins do; each first notes its call.
STAND_INS = {
    "dpkg-query": 'shift 2; for name; do [ "$name" = "$MISSING" ] || echo "installed $name"; done',
    "id": 'echo "$USER_ID"',
    "apt-get": 'exit "${APT:-0}"',
    "gcc": "echo gcc 12",
    "clang-14": "echo clang 14",
    "clang-format-14": "",
    "clang-tidy-14": "",
    "cppcheck": "",
    "ninja": '[ "$2" != "$BROKEN" ]',
    "meson": '''case $1 in
      --version) echo "$MESON" ;;
      setup) mkdir -p "$2/meson-private" && echo >"$2/build.ninja" ;;
      test) mkdir -p "$3/meson-logs"
        echo "$JUNIT" >"$3/meson-logs/testlog.junit.xml"
        echo "{\\"name\\": \\"guanhu:unit / a\\", \\"result\\": \\"$RESULT\\"}" >"$3/meson-logs/testlog.json"
        [ "$RESULT" = OK ] ;;
    esac''',
}


class Place:
    """A folder with the script and the stand-ins."""

    def __init__(self, folder, root):
        self.folder = os.path.join(folder, "a place")
        self.bin = os.path.join(folder, "bin")
        self.calls_file = os.path.join(folder, "calls")
        os.makedirs(os.path.join(self.folder, "tools"))
        os.mkdir(self.bin)
        shutil.copy(os.path.join(root, "dev"), self.folder)
        shutil.copy(os.path.join(root, "tools", "count_tests.py"), os.path.join(self.folder, "tools"))
        for name in ("src", "tests", "fuzz", "bench"):
            os.mkdir(os.path.join(self.folder, name))
        for name in ("check_includes", "check_text", "check_style"):
            self.write(os.path.join(self.folder, "tools", name + ".py"), "")
        for name in TOOLS:
            os.symlink(shutil.which(name), os.path.join(self.bin, name))
        for name, body in STAND_INS.items():
            path = os.path.join(self.bin, name)
            self.write(path, '#!/bin/sh\necho "%s $*" >>"$CALLS"\n%s\n' % (name, body))
            os.chmod(path, 0o755)

    def git(self, *arguments):
        """Runs git in the folder, without anybody's settings."""
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(("git",) + who + arguments, cwd=self.folder, check=True,
                       env={"PATH": os.environ["PATH"], "HOME": self.folder})

    def source(self, name, text):
        path = os.path.join(self.folder, "src", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.write(path, text)

    @staticmethod
    def write(path, text):
        with open(path, "w", encoding="utf-8") as handle:
            handle.write(text)

    def dev(self, *arguments, **environment):
        """(status, lines of stdout, stderr, calls) of one run, from another folder."""
        env = {"PATH": self.bin, "CALLS": self.calls_file, "USER_ID": "0", "MESON": "1.0.1",
               "JUNIT": JUNIT % "", "RESULT": "OK"}
        env.update(environment)
        self.write(self.calls_file, "")
        done = subprocess.run([os.path.join(self.folder, "dev")] + list(arguments), env=env, cwd="/",
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        with open(self.calls_file, encoding="utf-8") as handle:
            calls = handle.read().splitlines()
        return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode(), calls


def called(calls, start):
    return [call for call in calls if call.startswith(start)]


def installs_nothing(place):
    status, out, _, calls = place.dev("build", USER_ID="1000")
    return status == 0 and not out and not called(calls, "apt-get") and called(calls, "ninja")


def installs_what_is_missing(place):
    status, _, _, calls = place.dev("build", MISSING="libyaml-dev")
    apt = called(calls, "apt-get")
    return status == 0 and len(apt) == 2 and " update" in apt[0] and apt[1].endswith(
        "--no-install-recommends libyaml-dev")


def needs_root_to_install(place):
    status, _, err, calls = place.dev("build", MISSING="libyaml-dev", USER_ID="1000")
    return status == 1 and not called(calls, "apt-get") and "apt-get install libyaml-dev" in err


def stops_when_apt_fails(place):
    status, _, err, calls = place.dev("build", MISSING="libyaml-dev", APT="100")
    return status == 1 and not called(calls, "ninja") and "could not install libyaml-dev" in err


def counts_all(place):
    # 4 builds, 4 checks, and 3 runs of 2 subtests
    status, out, _, _ = place.dev("test")
    return status == 0 and out == ["14 passed, 0 failed"]


def counts_failures(place):
    status, out, _, _ = place.dev("test", JUNIT=JUNIT % "<failure/>", RESULT="FAIL")
    return status == 1 and out == ["11 passed, 3 failed"]


def counts_programs_that_die(place):
    status, out, _, _ = place.dev("test", RESULT="ERROR")
    return status == 1 and out == ["14 passed, 3 failed"]


def counts_no_skipped(place):
    status, out, err, _ = place.dev("test", JUNIT=JUNIT % "<skipped/>")
    return status == 0 and out == ["11 passed, 0 failed"] and "3 skipped" in err


def goes_on_after_a_broken_build(place):
    status, out, _, _ = place.dev("test", BROKEN="build-clang")
    return status == 1 and out == ["11 passed, 1 failed"]


def counts_a_failed_check(place):
    place.write(os.path.join(place.folder, "tools", "check_text.py"), "raise SystemExit(1)")
    status, out, _, _ = place.dev("test")
    return status == 1 and out == ["13 passed, 1 failed"]


def with_sources(place):
    """Main has four sources; a branch has changed one, a header of another, and added one."""
    for name in ("a/changed.c", "a/same.c"):
        place.source(name, "int x;\n")
    place.source("a/a.h", "int y;\n")
    place.source("b/reads.c", '#include "a/a.h"\n')
    place.source("b/gone.c", "int z;\n")
    place.git("init", "-q", "-b", "main")
    place.git("add", "src")
    place.git("commit", "-q", "-m", "all")
    place.git("checkout", "-q", "-b", "work")
    place.source("a/changed.c", "int xx;\n")
    place.source("a/a.h", "int yy;\n")
    place.git("rm", "-q", "src/b/gone.c")
    place.git("commit", "-q", "-a", "-m", "change")
    place.source("b/new.c", "int n;\n")


def tidied(calls):
    return sorted(word for call in called(calls, "clang-tidy-14") for word in call.split()
                  if word.endswith(".c"))


CHANGED = ["src/a/changed.c", "src/b/new.c", "src/b/reads.c"]
ALL = ["src/a/changed.c", "src/a/same.c", "src/b/new.c", "src/b/reads.c"]


def lints_what_differs_from_main(place):
    with_sources(place)
    status, out, err, calls = place.dev("lint")
    return (status == 0 and out == ["6 passed, 0 failed"] and tidied(calls) == CHANGED
            and "3 of 4 files" in err and len(called(calls, "cppcheck")) == 1)


def lints_nothing_where_nothing_differs(place):
    place.source("a/same.c", "int x;\n")
    place.git("init", "-q", "-b", "main")
    place.git("add", "src")
    place.git("commit", "-q", "-m", "all")
    status, _, err, calls = place.dev("lint")
    return status == 0 and tidied(calls) == [] and "0 of 1 files" in err


def lints_all_if_asked_or_without_main(place):
    with_sources(place)
    asked = tidied(place.dev("lint", "--all")[3])
    place.write(os.path.join(place.folder, ".clang-tidy"), "Checks: all")
    place.git("add", ".clang-tidy")
    other_checks = tidied(place.dev("lint")[3])
    place.git("branch", "-q", "-D", "main")
    no_main = tidied(place.dev("lint")[3])
    shutil.rmtree(os.path.join(place.folder, ".git"))
    no_git = tidied(place.dev("lint")[3])
    return asked == ALL and other_checks == ALL and no_main == ALL and no_git == ALL


def makes_folders_once(place):
    place.dev("build")
    _, _, _, again = place.dev("build")
    _, _, _, newer = place.dev("build", MESON="1.0.2")
    return not called(again, "meson setup") and len(called(newer, "meson setup")) == 1


def fails_with_the_build(place):
    status, _, err, _ = place.dev("build", BROKEN="build")
    return status == 1 and "the release build failed" in err


def knows_its_words(place):
    return (place.dev("frobnicate")[0] == 2 and place.dev("test", "--lang")[0] == 2
            and place.dev("lint", "src")[0] == 2 and place.dev()[0] == 0)


CASES = (installs_nothing, installs_what_is_missing, needs_root_to_install, stops_when_apt_fails,
         counts_all, counts_failures, counts_programs_that_die, counts_no_skipped,
         goes_on_after_a_broken_build, counts_a_failed_check, lints_what_differs_from_main,
         lints_nothing_where_nothing_differs, lints_all_if_asked_or_without_main, makes_folders_once,
         fails_with_the_build, knows_its_words)


def main(root):
    failed = 0
    for n, case in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory(prefix="guanhu-dev-") as folder:
            holds = case(Place(folder, root))
        failed += not holds
        print("%sok %d - %s" % ("" if holds else "not ", n, case.__name__.replace("_", " ")))
    print("1..%d" % len(CASES))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
