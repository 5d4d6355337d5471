#!/usr/bin/env python3
"""The program as a person at a terminal meets it: usage, exit codes, languages, a small branch from
files to an explanation. usage: test_cli.py GUANHU SOURCE_ROOT. Prints TAP.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

COMMANDS = ("check", "test", "init", "import", "measures", "run", "explain", "dmn", "feel")
MASTER = ("units", "persons", "customers", "accounts", "rates", "balances", "transactions", "cards",
          "contracts")


class Guanhu:
    def __init__(self, program, data):
        self.program, self.data = program, data

    def call(self, *arguments, lang="en", environment=None):
        """(exit code, stdout, stderr); always in the C locale, as a cron job would be."""
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
        env.update(environment or {})
        options = ["--lang", lang] if lang else []
        done = subprocess.run([self.program, "--data", self.data] + options + list(arguments), env=env,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def equal(self, what, seen, expected):
        self.that(what, seen == expected, "seen %r, expected %r" % (seen, expected))

    def that(self, what, holds, otherwise=""):
        self.n += 1
        self.failed += not holds
        print("%sok %d - %s" % ("" if holds else "not ", self.n, what))
        if not holds:
            print("# " + str(otherwise).replace("\n", "\n# "))


def test_usage(tap, guanhu):
    code, out, _ = guanhu.call("--help")
    tap.that("--help lists every command", code == 0 and all("  %s " % c in out for c in COMMANDS), out)
    code, out, _ = guanhu.call("--help", lang="zh")
    tap.that("--help in Chinese", code == 0 and "用法" in out and "核对办法的算例" in out, out)
    code, out, _ = guanhu.call("--help", lang=None, environment={"LC_ALL": "zh_CN.UTF-8"})
    tap.that("Chinese when the locale is Chinese", code == 0 and "用法" in out, out)
    code, out, _ = guanhu.call("--help", lang=None, environment={"LC_ALL": "", "LANG": "de_DE.UTF-8"})
    tap.that("English when it is another", code == 0 and "usage" in out, out)
    for command in COMMANDS:
        code, out, _ = guanhu.call(command, "--help")
        tap.that("%s --help has an example" % command, code == 0 and "example: guanhu" in out, out)
    tap.equal("no command is wrong usage", guanhu.call()[0], 2)
    tap.equal("an unknown command is wrong usage", guanhu.call("frobnicate")[0], 2)
    tap.equal("an unknown option is wrong usage", guanhu.call("run", "x", "--cylce", "2003")[0], 2)
    tap.equal("an option without its argument is wrong usage", guanhu.call("run", "x", "--cycle")[0], 2)
    tap.equal("an unknown language is wrong usage", guanhu.call("--help", lang="fr")[0], 2)


def test_feel(tap, guanhu):
    for expression, value in (("70万 * 5%", "35000"), ("0.1 + 0.2 = 0.3", "true"), ("\"甲\" + \"乙\"", "\"甲乙\""),
                              ("1/3", "0.3333333333333333333333333333333333"),
                              ("for i in 1..3 return i * i", "[1, 4, 9]"),
                              ("full years(date(\"2012-02-29\"), date(\"2013-02-28\"))", "1")):
        code, out, err = guanhu.call("feel", expression)
        tap.equal("feel " + expression, (code, out), (0, value + "\n"))
    code, out, err = guanhu.call("feel", "1 / 0")
    tap.that("a fault has a position and exit code 1", code == 1 and out == "" and err.startswith("1:1: error:"), err)
    code, out, err = guanhu.call("feel", "1 +（2）")
    tap.that("full-width punctuation is an error with a hint", code == 1 and "hint" in err and "(" in err, err)
    code, out, _ = guanhu.call("feel", "--standard", "1 / 0")
    tap.equal("in standard FEEL a fault is null", (code, out), (0, "null\n"))
    code, out, _ = guanhu.call("feel", "--standard", "now() instance of date and time and now().timezone = null")
    tap.equal("standard FEEL sees the clock", (code, out), (0, "true\n"))
    code, _, err = guanhu.call("feel", "matches(\"a\", \"a{\")")
    tap.that("a wrong pattern is an error with a hint",
             code == 1 and err.startswith("1:14: error") and "{n,m}" in err, err)


def test_check(tap, guanhu, root, folder):
    code, out, _ = guanhu.call("check", os.path.join(root, "regulations", "contribution-bank"))
    tap.that("check says what it checked", code == 0 and out.startswith("contribution-bank: "), out)
    path = os.path.join(folder, "r.md")
    with open(path, "w", encoding="utf-8") as handle:
        handle.write("---\nregulation: r\ntitle: r\nversion: 1\ncycles: [year]\n---\n\n# 第一条\n\n"
                     "```feel 甲 @year\n乙 + 1\n```\n")
    code, _, err = guanhu.call("check", path)
    tap.that("findings name file, line and column", code == 1 and err.startswith(path + ":11:1: error:"), err)
    test_warnings(tap, guanhu, root)
    tap.equal("a regulation that is not there is refused", guanhu.call("check", folder + "/none")[0], 3)
    code, out, _ = guanhu.call("test", os.path.join(root, "regulations", "contribution-bank"), "--quiet")
    tap.that("test counts", code == 0 and out.splitlines()[-1].endswith(" passed, 0 failed"), out)
    tap.that("one regulation needs no summary", "regulations" not in out, out)


def test_several(tap, guanhu, root, folder):
    """check and test take several folders, go on after one that fails, and sum up."""
    small = [os.path.join(root, "tests", "notation", name) for name in ("ties", "score")]
    bad = os.path.join(folder, "bad")
    os.mkdir(bad)
    with open(os.path.join(bad, "regulation.md"), "w", encoding="utf-8") as handle:
        handle.write("---\nregulation: bad\ncycles: [year]\n---\n\n```feel 甲 @year\n乙 + 1\n```\n")
    code, out, _ = guanhu.call("check", *small)
    tap.equal("check several", (code, out.splitlines()[-1]), (0, "2 regulations: 2 without errors, 0 with errors"))
    code, out, err = guanhu.call("check", small[0], bad, small[1])
    tap.that("check goes on after a bad one", code == 1 and out.startswith("ties: ") and "\nscore: " in out and
             "there is no name 乙" in err, out + err)
    tap.equal("check says how many are bad", out.splitlines()[-1], "3 regulations: 2 without errors, 1 with errors")
    code, out, _ = guanhu.call("check", folder + "/none", small[0], lang="zh")
    tap.equal("check of one that is not there", (code, out.splitlines()[-1]),
              (3, "共 2 个办法:1 个无错误,1 个有错误"))
    code, out, _ = guanhu.call("test", "--quiet", *small)
    tap.equal("test several", (code, out.splitlines()), (0, ["ties", "score", "2 regulations: 2 without faults, 0 with "
                                                            "faults", "17 passed, 0 failed"]))
    code, out, _ = guanhu.call("test", "--quiet", bad, *small)
    tap.equal("test says that one cannot be tested", (code, out.splitlines()[-2:]),
              (1, ["3 regulations: 2 without faults, 1 with faults", "17 passed, 1 failed"]))
    with open(os.path.join(root, "tests", "notation", "ties", "regulation.md"), encoding="utf-8") as source, \
            open(os.path.join(bad, "regulation.md"), "w", encoding="utf-8") as handle:
        handle.write(source.read())
    with open(os.path.join(bad, "cases.yaml"), "w", encoding="utf-8") as handle:
        handle.write("- case: wrong\n  cycle: 2010\n  given: {类别: 甲, 回款额: 0}\n"
                     "  rows: {甲: {given: {得分: 1}, expect: {名次: 2}}}\n")
    code, out, _ = guanhu.call("test", "--quiet", small[1], bad, lang="zh")
    tap.equal("test counts failures over all", (code, out.splitlines()[-2:]),
              (1, ["共 2 个办法:1 个通过,1 个有问题", "9 通过,1 失败"]))
    test_unreadable(tap, guanhu, bad, small[1])


def test_unreadable(tap, guanhu, folder, good):
    """A case that cannot be read has failed, and so has a file or a regulation."""
    cases = os.path.join(folder, "cases.yaml")
    with open(cases, "w", encoding="utf-8") as handle:
        handle.write("- case: slip\n  cycle: 2010\n  rows: {甲: {given: {得份: 1}, expect: {名次: 1}}}\n"
                     "- cycle: 2010\n  rows: {}\n")
    code, out, err = guanhu.call("test", "--quiet", folder)
    why = "  it cannot be played: see what was found\n"
    tap.equal("unreadable cases have failed", (code, out),
              (1, "ties\nFAILED slip\n" + why + "FAILED " + cases + ":4\n" + why + "0 passed, 2 failed\n"))
    tap.that("and what is wrong is said", cases + ":3:22: error: a person has no name 得份" in err, err)
    code, out, _ = guanhu.call("test", "--quiet", good, folder)
    tap.equal("unreadable cases in the sum", (code, out.splitlines()[-2:]),
              (1, ["2 regulations: 1 without faults, 1 with faults", "9 passed, 2 failed"]))
    with open(cases, "w", encoding="utf-8") as handle:
        handle.write("- case: [\n")
    code, out, _ = guanhu.call("test", "--quiet", folder)
    tap.equal("an unreadable file has failed", (code, out), (1, "ties\n0 passed, 1 failed\n"))
    os.remove(cases)
    code, out, _ = guanhu.call("test", "--quiet", good, folder)
    tap.equal("so has one that is not there", (code, out.splitlines()[-1]), (3, "9 passed, 1 failed"))


def test_warnings(tap, guanhu, root):
    traps = os.path.join(root, "tests", "regulation", "traps")
    cliffs, assumed, wan = (os.path.join(traps, name) for name in ("cliffs", "assumed", "reward-in-wan"))
    code, out, err = guanhu.call("check", cliffs)
    tap.that("warnings are counted and leave the exit code alone",
             code == 0 and out.endswith(": no errors, warnings: 3\n") and err.count(": warning: ") == 3, out + err)
    code, out, err = guanhu.call("check", wan)
    tap.that("with errors, both are counted", code == 1 and out == wan + ": errors: 4, warnings: 3\n", out)
    note = assumed + "/regulation.md: note: 3 assumed: 每分奖励, 加分, 总分\n"
    tap.equal("what is assumed is one line", guanhu.call("check", assumed)[2], note)
    code, out, err = guanhu.call("check", "--verbose", assumed)
    tap.that("--verbose has a line for each", code == 0 and err.count(": note: assumed: ") == 2, err)
    code, out, err = guanhu.call("check", "--json", wan, assumed)
    seen = json.loads(out)
    tap.equal("--json lists all findings", (code, err, [(r["regulation"], r["errors"], r["warnings"], r["notes"],
                                                         len(r["findings"])) for r in seen]),
              (1, "", [(None, 4, 3, 0, 7), ("assumed", 0, 0, 2, 2)]))
    tap.equal("--json: a finding", seen[1]["findings"][0],
              {"severity": "note", "code": "regulation.assumed", "file": assumed + "/regulation.md", "line": 14,
               "column": 15, "message": "assumed: 每分奖励 (原文只写适当奖励)"})
    code, out, err = guanhu.call("test", os.path.join(root, "tests", "notation", "reading"), "--quiet")
    tap.equal("test and run do not repeat them", (code, err), (0, ""))


def import_branch(tap, guanhu, root, folder):
    regulation = os.path.join(root, "regulations", "contribution-bank")
    files = os.path.join(folder, "csv")
    subprocess.run([sys.executable, os.path.join(root, "tools", "demo_data.py"), files, "--small"], check=True)
    calls = [("import", kind, os.path.join(files, kind + ".csv")) for kind in MASTER]
    calls += [("import", kind, os.path.join(files, kind + ".csv"), "--regulation", regulation)
              for kind in ("assignments", "parameters")]
    calls += [("import", "sheet", os.path.join(files, name), "--sheet", name[6:-4], "--regulation", regulation)
              for name in sorted(os.listdir(files)) if name.startswith("sheet-")]
    for call in calls:
        code, _, err = guanhu.call(*call)
        if code != 0:
            tap.that("import " + os.path.basename(call[2]), False, err)
    code, _, err = guanhu.call(*calls[0])
    tap.that("the same file twice is refused", code == 1 and "before" in err, err)
    double = os.path.join(folder, "double.csv")
    for last, expected in (("", 1), ("2003-01-31", 0)):
        with open(double, "w", encoding="utf-8") as handle:
            handle.write("customer,person,share,from,to\nK000097,GH003,1/2,2003-01-01,%s\n"
                         "K000097,GH009,1/2,2003-02-01,\n" % last)
        code, _, err = guanhu.call("import", "assignments", double, "--regulation", regulation)
        tap.that("one customer, one manager (%s)" % (last or "open"),
                 code == expected and (code == 0 or "double.csv:3:1: error: refused by 一户一人" in err), err)
    code, _, err = guanhu.call("import", "cakes", calls[0][2])
    tap.that("an unknown kind lists the known ones", code == 1 and "assignments" in err, err)
    return regulation


def test_branch(tap, guanhu, root, folder):
    tap.equal("no store is refused", guanhu.call("run", os.path.join(root, "regulations", "contribution-bank"),
                                                 "--cycle", "2003")[0], 3)
    tap.equal("init makes a store", guanhu.call("init", guanhu.data)[0], 0)
    tap.equal("init does not overwrite one", guanhu.call("init", guanhu.data)[0], 1)
    regulation = import_branch(tap, guanhu, root, folder)
    run = ("run", regulation, "--cycle", "2003")
    code, out, err = guanhu.call(*run, "--sort", "综合贡献额", "--show", "级别,综合贡献额,全年奖励")
    lines = out.splitlines()
    tap.that("run prints a row for each manager", code == 0 and sum(l.startswith("GH") for l in lines) >= 12,
             out + err)
    code, out, _ = guanhu.call(*run, "--csv")
    rows = list(csv.DictReader(out.splitlines()))
    tap.equal("--csv has a row for each manager", len(rows), 12)
    total = {row["code"]: row["综合贡献额"] for row in rows}
    ranked = [l.split()[0] for l in lines if l.startswith("GH")][:12]
    tap.equal("--sort orders by value", ranked, sorted(total, key=lambda c: (-float(total[c]), c)))
    code, out, _ = guanhu.call(*run, "--json")
    data = json.loads(out)
    tap.equal("--json says the same", {p["code"]: p["values"]["综合贡献额"] for p in data["persons"]}, total)
    tap.that("--json has postings with articles", all(p["article"] for p in data["postings"]) and data["postings"], out)
    for lang, word in (("zh", "第二十一条"), ("en", "第二十一条")):
        code, out, err = guanhu.call("explain", regulation, "--cycle", "2003", "--person", "GH001", "全年奖励", lang=lang)
        tap.that("explain cites the articles (%s)" % lang, code == 0 and word in out and "超额贡献额" in out, out + err)
    code, out, err = guanhu.call("explain", regulation, "--cycle", "2003", "--person", "GH001", lang="zh")
    tap.that("explain without a name tells all consequences of the cycle",
             code == 0 and "年终兑现" in out and "记账: 发放 奖励" in out and "下年级别" in out
             and "以上数字依据下列假定" in out, out + err)
    tap.equal("a cycle that is none", guanhu.call("run", regulation, "--cycle", "2003-13")[0], 1)
    tap.equal("a person that is not there",
              guanhu.call("explain", regulation, "--cycle", "2003", "--person", "GH999")[0], 3)
    tap.equal("a name that is not there",
              guanhu.call("explain", regulation, "--cycle", "2003", "--person", "GH001", "没有")[0], 3)
    code, out, _ = guanhu.call("measures", regulation, "--cycle", "2003", "--fresh")
    tap.equal("measures are kept", code, 0)
    code, again, _ = guanhu.call(*run, "--csv")
    tap.equal("and give the same run", {r["code"]: r["综合贡献额"] for r in csv.DictReader(again.splitlines())}, total)


REGISTER = """---
regulation: r
title: r
version: 1
cycles: [month]
---

# 第一条

```yaml register 投诉登记簿
fields:
  日期: date, required
  责任人: person
  结果: one of [属实, 不属实]
```

```yaml input 投诉次数 @month
from: register 投诉登记簿
over: last 12 months
take: count
```

```feel 扣分 @month
投诉次数 * 2
```

```yaml check 不得早登
on: register 投诉登记簿
refuse when: 日期 < date("2003-01-01")
says: 2003 年以前的不登
```
"""


def test_register(tap, guanhu, folder):
    regulation, persons, entries = (os.path.join(folder, name) for name in ("reg.md", "p.csv", "e.csv"))

    def entered(text, name="投诉登记簿"):
        with open(entries, "w", encoding="utf-8") as handle:
            handle.write(text)
        return guanhu.call("import", "register", entries, "--register", name, "--regulation", regulation)

    with open(regulation, "w", encoding="utf-8") as handle:
        handle.write(REGISTER)
    with open(persons, "w", encoding="utf-8") as handle:
        handle.write("code,name,岗位\nR1,张,客户经理\nR2,李,客户经理\n")
    guanhu.call("import", "persons", persons)
    code, _, err = entered("entry,日期,责任人,结果\n1,2002-12-31,R1,属实\n2,2003-01-05,R9,属实\n")
    tap.that("a register is refused whole, row by row",
             code == 1 and "e.csv:2:1: error: refused by 不得早登: 2003 年以前的不登" in err
             and "e.csv:3:14: error:" in err and "2 of 2 rows are refused" in err, err)
    tap.that("a register that is not there", (lambda r: r[0] == 1 and "no register" in r[2])(entered("entry\n", "簿")))
    text = "entry,日期,责任人,结果\n1,2003-01-31,R1,属实\n2,2003-06-05,R1,\n3,2004-01-01,R1,\n"
    tap.equal("a register lands", entered(text)[0], 0)
    tap.that("and not twice", (lambda r: r[0] == 1 and "before" in r[2])(entered(text)))
    code, out, err = guanhu.call("run", regulation, "--cycle", "2003-12", "--json", "--show", "投诉次数,扣分")
    values = {p["code"]: p["values"] for p in json.loads(out)["persons"]} if code == 0 else {}
    tap.equal("a run reads its entries", [values.get(c, {}).get("扣分") for c in ("R1", "R2")], ["4", "0"])
    code, out, err = guanhu.call("explain", regulation, "--cycle", "2003-12", "--person", "R1", "扣分", lang="zh")
    tap.that("explain lists them with their dates", code == 0 and "来源: 登记簿 投诉登记簿 · 2003-12" in out
             and "取数: 1 (2003-01-31); 2 (2003-06-05)" in out, out + err)


def test_grade(tap, guanhu, root, folder):
    """A grade that is decided and imported is paid by in the next year."""
    regulation = os.path.join(root, "regulations", "contribution-bank")
    code, out, err = guanhu.call("run", regulation, "--cycle", "2003", "--json")
    asked = [q for q in json.loads(out)["questions"] if q["name"] == "下年级别"]
    tap.that("--json has questions: what is proposed, who decides", bool(asked) and all(
        q["kind"] == "grade" and q["cycle"] == "2003" and q["by"] and q["article"] == "第二十条"
        and q["held"] != q["proposed"] for q in asked), out + err)
    code, out, _ = guanhu.call("run", regulation, "--cycle", "2003")
    tap.that("so has the table", "%s → %s" % (asked[0]["held"], asked[0]["proposed"]) in out, out)
    pay = ("run", regulation, "--cycle", "2004-01", "--csv", "--show", "级别,保底工资")
    who = asked[0]["row"]
    first = {r["code"]: r for r in csv.DictReader(guanhu.call(*pay)[1].splitlines())}
    decided = os.path.join(folder, "decided.csv")
    with open(decided, "w", encoding="utf-8") as handle:
        handle.write("name,cycle,row,outcome,by\n下年级别,2003,%s,%s,领导小组\n" % (who, asked[0]["proposed"]))
    code, _, err = guanhu.call("import", "decisions", decided, "--regulation", regulation)
    tap.that("a grade is decided", code == 0, err)
    then = {r["code"]: r for r in csv.DictReader(guanhu.call(*pay)[1].splitlines())}
    tap.equal("it is held in the next year", (first[who]["级别"], then[who]["级别"]),
              (asked[0]["held"], asked[0]["proposed"]))
    tap.that("and paid", first[who]["保底工资"] != then[who]["保底工资"], str((first[who], then[who])))
    tap.equal("others are not touched", {c: r for c, r in first.items() if c != who},
              {c: r for c, r in then.items() if c != who})
    code, out, _ = guanhu.call("explain", regulation, "--cycle", "2004-01", "--person", who, "级别", lang="en")
    tap.that("explain says which grade of which year", "grade 下年级别 of 2003, in force since 2004-01-01" in out, out)


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="guanhu-cli-") as folder:
        guanhu = Guanhu(program, os.path.join(folder, "data"))
        test_usage(tap, guanhu)
        test_feel(tap, guanhu)
        test_check(tap, guanhu, root, folder)
        test_several(tap, guanhu, root, folder)
        test_branch(tap, guanhu, root, folder)
        test_grade(tap, guanhu, root, folder)
        test_register(tap, guanhu, folder)
    print("1..%d" % tap.n)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
