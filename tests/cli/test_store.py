#!/usr/bin/env python3
"""Shipped regulations from an institution's files to their figures: master data, parameters, inputs, sheets, registers
and decisions as CSV, then run and explain. The figures are those of worked examples (EX-…) of the regulations'
cases.yaml. usage: test_store.py GUANHU SOURCE_ROOT. Prints TAP.
"""
import csv
import io
import json
import os
import sys
import tempfile
from decimal import Decimal

from test_cli import Guanhu, Tap

MONTHS = ["%02d" % m for m in range(1, 13)]


class Branch:
    """A store of one regulation, filled file by file."""

    def __init__(self, tap, program, root, folder, regulation):
        self.tap, self.folder = tap, os.path.join(folder, regulation)
        os.mkdir(self.folder)
        self.guanhu = Guanhu(program, os.path.join(self.folder, "data"))
        self.regulation = os.path.join(root, "regulations", regulation)
        self.n = 0
        tap.equal(regulation + ": init", self.guanhu.call("init", self.guanhu.data)[0], 0)

    def give(self, kind, header, *rows, form=None, lang="en"):
        """Imports rows, texts parted by commas. (exit code, stderr)"""
        self.n += 1
        path = os.path.join(self.folder, "%02d-%s.csv" % (self.n, kind))
        with open(path, "w", encoding="utf-8") as handle:
            handle.write("".join(line + "\n" for line in (header,) + rows))
        options = ["--" + kind, form] if form else []
        code, _, err = self.guanhu.call("import", kind, path, "--regulation", self.regulation, *options, lang=lang)
        return code, err.replace(path, "f.csv")

    def land(self, kind, header, *rows, form=None):
        code, err = self.give(kind, header, *rows, form=form)
        if code != 0 or err:
            self.tap.that("import %s %s" % (kind, form or ""), False, err)

    def run(self, cycle, per=None):
        code, out, err = self.guanhu.call("run", self.regulation, "--cycle", cycle, "--json",
                                          *(["--per", per] if per else []))
        if code != 0:
            self.tap.that("run %s %s" % (cycle, per), False, err)
            return {}
        self.report = json.loads(out)
        return {row["code"]: row["values"] for row in self.report[per or "persons"]}

    def expect(self, what, values, expected):
        """The names of `expected` have these values (numbers in any scale; a text after ~ is rounded to its places)."""
        seen = {name: values.get(name) for name in expected}
        self.tap.equal(what, {n: like(v, expected[n]) for n, v in seen.items()}, expected)

    def posted(self, cycle, item):
        """What the cycle posted into a pay item, by person: as `ledger` of a case says it."""
        sums = {}
        for p in self.report["postings"]:
            signs = {"pay": p["item"] == item, "release": p["other"] == item,
                     "withhold": -(p["item"] == item), "take from carry": -(p["item"] == item)}
            if p["cycle"] == cycle:
                sums[p["person"]] = sums.get(p["person"], 0) + signs.get(p["kind"], 0) * Decimal(p["amount"])
        return {person: str(total) for person, total in sums.items()}

    def explain(self, cycle, *what, lang="zh"):
        code, out, err = self.guanhu.call("explain", self.regulation, "--cycle", cycle, *what, lang=lang)
        return out if code == 0 else "exit code %d: %s" % (code, err)


def like(seen, expected):
    """`seen` in the form of `expected`, if it is the same figure."""
    try:
        if expected.startswith("~"):
            places = Decimal(1).scaleb(Decimal(expected[1:]).as_tuple().exponent)
            return "~" + str(Decimal(seen).quantize(places, "ROUND_HALF_UP"))
        return expected if Decimal(seen) == Decimal(expected) else seen
    except (ArithmeticError, AttributeError, TypeError, ValueError):
        return seen


# ---- power-project: rows of projects, of entries, of persons ----

def power_files(b):
    b.land("units", "code,name,kind", "F1,送变电分公司,分公司")
    b.land("persons", "code,name,岗位,机构", "Z1,张,项目经理,F1", "Z2,李,项目经理,F1", "Z3,王,项目经理,F1")
    b.land("projects", "code,name,unit,项目经理,开始日期,工程类别,结算日期", "G1,甲工程,F1,Z1,2011-05-01,自揽工程,",
           "G2,乙工程,F1,Z2,2011-05-01,自揽工程,", "G3,丙工程,F1,Z3,2011-01-01,计划内工程,2011-12-20")
    b.land("inputs", "name,cycle,row,value", "月奖金,2011-05,G1,6000", "月奖金,2011-05,G2,10000",
           *["月奖金,2011-%s,G3,6000" % m for m in MONTHS], *["月薪,2011-%s,Z3,8000" % m for m in MONTHS],
           "成本测算值,2011,G3,2000000", "人工下达值,2011,G3,1200000", "机具下达值,2011,G3,300000",
           "材料下达值,2011,G3,250000", "车辆下达值,2011,G3,150000", "下达值调整,2011,G3,50000", "结算扣减项,2011,G3,5000")
    b.land("parameters", "name,key,from,value", "预下达比例,计划内工程,2011-01-01,95%", "机具内部单价,吊车,2011-01-01,3000",
           "内部台班价,客车,2011-01-01,800")
    b.land("register", "entry,项目,发生日期,事件类别,隐瞒不报", "1,G1,2011-05-08,轻伤,", "2,G1,2011-05-18,资料迟交,",
           "3,G3,2011-12-03,轻伤,是", "4,G2,2011-05-01,一人重伤,", "5,G2,2011-05-02,其他安全事故,", "6,G2,2011-05-03,整改逾期,",
           "7,G2,2011-05-09,整改逾期,", form="事件登记簿")
    b.land("register", "entry,项目,验收日期,一次合格率,优良率", "1,G1,2011-05-20,97%,98%", form="验收登记簿")
    b.land("sheet", "row,cycle,项目部工资,项目部奖金,其他人工费",
           *["G3,2011-%s,90000,5000,%s" % (m, "10000" if m == "12" else "") for m in MONTHS], form="人工台账")
    b.land("register", "entry,项目,登记日期,机具,使用天数,遗失损坏费用", "1,G3,2011-03-31,吊车,100,", "2,G3,2011-11-30,吊车,0,20000",
           form="机具台账")
    b.land("register", "entry,项目,登记日期,材料,提料技术员,项目经理审核,材料员审核,金额", "1,G3,2011-02-01,导线,赵,是,是,150000",
           "2,G3,2011-12-31,金具,赵,是,是,90000", form="材料台账")
    b.land("register", "entry,项目,使用日期,驾驶员,车辆,台班数", "1,G3,2011-06-30,孙,客车,200", form="车辆台账")


def power_refusals(b):
    tap = b.tap
    tap.equal("an input of a project that is not there", b.give("inputs", "name,cycle,row,value", "月奖金,2011-05,甲工程,6000"),
              (1, "f.csv:2:13: error: the store does not know this code\n    seen: 甲工程\n"
                  "    expected: a code imported with kind projects\n"
                  "guanhu: error: 1 of 1 rows are refused; nothing was imported\n"))
    tap.equal("what a sheet has is no input", b.give("inputs", "name,cycle,row,value", "项目部工资,2011-05,G1,1", lang="zh"),
              (1, "f.csv:2:1: 错误: 这不是逐行录入的\n    见到: 项目部工资\n"
                  "    提示: 它是表 人工台账 的一列: import sheet --sheet 人工台账\n"
                  "guanhu: 错误: 1 行中有 1 行被拒绝;什么也没有导入\n"))
    code, err = b.give("register", "entry,项目,登记日期,材料,提料技术员,项目经理审核,材料员审核,金额", "9,G3,2011-12-31,金具,赵,是,否,1",
                       form="材料台账")
    tap.that("a check on a register", code == 1 and "refused by 材料经审核报销" in err, err)
    code, err = b.give("decisions", "name,cycle,row,outcome", "其他事故裁定,2011-05,五,0.3")
    tap.that("a decision on an entry that is not there", code == 1 and "an entry of 事件登记簿" in err, err)


def test_power(tap, program, root, folder):
    b = Branch(tap, program, root, folder, "power-project")
    power_files(b)
    power_refusals(b)
    rows = b.run("2011-05", "project")
    b.expect("EX-PP-1", rows["G1"], {"安全扣减": "0.2", "合格率扣减": "0.06", "质量与工期扣减": "0.16", "扣减比例合计": "0.36",
                                     "扣减金额": "2160", "应付奖金": "3840", "待扣金额": "0"})
    tap.equal("EX-PP-1: paid", b.posted("2011-05", "月奖金").get("Z1"), "3840.00")
    tap.that("a question on an entry waits", [q["row"] for q in b.report["questions"]] == ["5"], b.report["questions"])
    tap.equal("what waits blocks", rows["G2"]["安全扣减"], {"missing": "not decided: 其他事故裁定 · 5 · 2011-05 · owed by 分公司"})
    b.land("decisions", "name,cycle,row,outcome,by,reason", "其他事故裁定,2011-05,5,0.3,分公司,")
    b.expect("按件裁定的扣减", b.run("2011-05", "project")["G2"], {"其他事故扣减": "0.3", "安全扣减": "0.9", "应付奖金": "1000"})
    tap.equal("rows of entries", b.run("2011-05", "事件")["5"]["其他事故裁定"], "0.3")
    told = b.explain("2011-05", "--per", "project", "--row", "G1", "扣减金额")
    tap.that("explain a row of a project", told.startswith("电力工程项目经理考核办法  2011-05  G1 甲工程\n\n扣减金额 = 2,160.00 元") and
             "代入: 6000 * 0.36" in told and "来源: 录入 · 2011-05" in told and "取数: 1 (2011-05-08)" in told, told)


def test_usage(tap, program, root, folder):
    b = Branch(tap, program, root, folder + "/usage", "power-project")
    b.land("persons", "code,name,岗位", "Z1,张,项目经理")
    b.land("projects", "code,name,项目经理,开始日期", "G1,甲工程,Z1,2011-05-01")
    b.land("inputs", "name,cycle,row,value", "月奖金,2011-05,G1,6000")
    code, out, _ = b.guanhu.call("import", "--help")
    tap.that("import --help lists the kinds", code == 0 and "\n  projects      " in out and "\n  inputs        " in out, out)
    code, out, _ = b.guanhu.call("import", "--help", lang="zh")
    tap.that("in Chinese, too", code == 0 and "\n  projects      项目及其有期限的属性\n" in out, out)
    run, explain = [(command, b.regulation, "--cycle", "2011-05") for command in ("run", "explain")]
    code, out, err = b.guanhu.call(*run, "--per", "project", "--show", "应付奖金", lang="zh")
    tap.that("run --per as a table", code == 0 and out.splitlines()[:2] ==
             ["工号  名称    应付奖金", "G1    甲工程  6,000.00"], out + err)
    code, out, _ = b.guanhu.call(*run, "--per", "project", "--show", "应付奖金", "--csv")
    tap.equal("run --per as CSV", out.splitlines(), ["code,name,应付奖金", "G1,甲工程,6000"])
    code, _, err = b.guanhu.call(*run, "--per", "projekt")
    tap.that("a kind of row that is none", code == 2 and err.startswith(
        "guanhu: there are no rows of projekt; there are: person customer account unit team project "), err)
    code, _, err = b.guanhu.call(*run, "--per", "project", "--show", "月薪")
    tap.that("a name of other rows", code == 2 and "has no name 月薪 for rows of project" in err, err)
    code, _, err = b.guanhu.call(*explain, "--per", "project", "应付奖金")
    tap.that("explain --per asks for the row", code == 2 and "with --per: which --row, which NAME?" in err, err)
    code, _, err = b.guanhu.call(*explain, "--per", "project", "--row", "G9", "应付奖金", lang="zh")
    tap.equal("a row that is not there", (code, err), (3, "guanhu: 错误: project 中没有 G9 这一行\n"))
    code, _, err = b.guanhu.call(*explain, "--per", "project", "--row", "G1", "实发奖金")
    tap.that("a name that the row does not have", code == 3 and "no name 实发奖金 for rows of project" in err, err)
    tap.equal("a date that is none", b.give("persons", "code,name,离职日期", "Z1,张,2011/5/1"),
              (1, "f.csv:2:6: error: this is not a date of the form declared\n    seen: 2011/5/1\n    expected: yyyy-mm-dd\n"
                  "guanhu: error: 1 of 1 rows are refused; nothing was imported\n"))
    b.land("projects", "code,name,项目经理", "G1,甲工程,张")
    code, _, err = b.guanhu.call(*run)
    tap.that("a manager whom nobody knows is said", "月奖金发放 of G1 in 2011-05 goes to nobody who is known" in err, err)


def test_power_year(tap, program, root, folder):
    b = Branch(tap, program, root, folder + "/year", "power-project")
    power_files(b)
    b.expect("EX-PP-6", b.run("2011", "project")["G3"],
             {"总预下达值": "1900000", "调整后下达值": "1950000", "累计人工费": "1150000", "累计机具费": "320000", "累计材料费": "240000",
              "累计车辆费": "160000", "项目盈亏": "80000", "成本降低率": "~0.041026", "成本目标达成": True, "项目考核兑现": "7500"})
    b.run("2011")
    tap.equal("EX-PP-8", (b.posted("2011-11", "月奖金").get("Z3"), b.posted("2011-12", "月奖金").get("Z3"),
                          b.posted("2011", "年终兑现").get("Z3")), ("6000.00", "0.00", "48300.00"))
    told = b.explain("2011", "--per", "project", "--row", "G3", "项目盈亏", lang="en")
    tap.that("explain: a year of months", "项目盈亏" in told or "surplus" in told, told)


# ---- property-project: rows of parts of the units ----

STARS = "7 6 8 7 6 7 5 7 7 6 7 7".split()
POINTS = "9.0 9.5 9.0 9.2 9.4 9.4 9.3 9.1 9.5 9.2 9.2 9.2".split()
LOOKS = "优上 优 优 优下 优 优 优下 优 优 优下 优 优下".split()


def property_files(b):
    b.land("units", "code,name,kind,parent", "S0,物业公司,公司,", "M1,甲处,管理处,S0", "C1,财务部,公司部门,S0")
    b.land("persons", "code,name,岗位,机构", "P1,甲,项目经理,M1", "P2,乙,部门经理,C1")
    b.land("units", "code,name,from,负责人,工资类型", "M1,甲处,2008-01-01,P1,一类", "C1,财务部,2008-01-01,P2,")
    b.land("sheet", "row,cycle,每月考核分数", *["M1,2009-%s,%s" % x for x in zip(MONTHS, POINTS)], form="每月考核分数")
    b.land("sheet", "row,cycle,每月整体情况,每月得星", *["M1,2009-%s,%s,%s" % x for x in zip(MONTHS, LOOKS, STARS)],
           form="质检部月度考核表")
    b.land("sheet", "row,cycle,经理层考评结果", "M1,2009H1,优胜", "M1,2009H2,良好", form="经理层考评表")
    b.land("sheet", "row,cycle,业务指标得分", "M1,2009,25", form="业务指标得分")
    b.land("sheet", "row,cycle,经济指标,经营结算数,工资节约额", "M1,2009,20,21.5,1.6", form="经济结算表")
    b.land("sheet", "row,cycle,综合服务费应收,综合服务费实收,综合服务费收缴率指标,公共设施费应收,公共设施费实收,公共设施费收缴率指标",
           "M1,2009,1000000,985000,98%,200000,196000,98%", form="收缴率表")
    b.land("sheet", "row,cycle,项目经理年薪", "M1,2009,80000", form="年薪表")
    b.land("register", "entry,管理处,评比日期,评比名称,评比结果", "1,M1,2009-02-10,春节保安评比,优胜", "2,M1,2009-04-20,绿化评比,优胜",
           "3,M1,2009-06-30,服务评比,未获优胜", "4,M1,2009-09-01,设备评比,优胜", "5,M1,2009-12-31,消防评比,优胜", form="专项评比登记簿")
    b.land("inputs", "name,cycle,row,value", "综合能力评定得分,2009,C1,88.5")
    b.land("parameters", "name,key,from,value", "年终奖分数线,,2009-01-01,60;70;80", "年终奖金额,,2009-01-01,5000;8000;12000")


def test_property(tap, program, root, folder):
    b = Branch(tap, program, root, folder, "property-project")
    property_files(b)
    row = b.run("2009", "管理处")
    tap.equal("only units of the kind are rows", sorted(row), ["M1"])
    b.expect("EX-PR-1", row["M1"],
             {"考核分数年均": "9.25", "整体情况年均": "8.75", "得星年均": "~3.583333333333", "考核成绩一": "~35.972222222222",
              "考核成绩二": "10", "考核成绩三": "25", "最终结算数": "223000", "超经济指标额": "23000", "经济指标步数": "3", "考核成绩四": "9",
              "优胜次数": "4", "考核成绩五": "4", "考核总成绩": "~83.972222222222", "考核奖成绩": "35", "应整改": False})
    b.expect("收缴率, 考核奖, 年终奖", row["M1"], {"收缴率扣款": "0", "年度考核奖基数": "12000", "考核奖比例": "1.4", "应发考核奖": "16800",
                                                "项目经理年终奖": "12000"})
    tap.equal("paid to who answers for the unit", (b.posted("2009", "考核奖").get("P1"), b.posted("2009", "年终奖").get("P1")),
              ("16800.00", "12000.00"))
    tap.equal("a part of the units that is not of the kind", b.give("decisions", "name,cycle,row,outcome", "部门考核奖金,2009,M9,1")[1],
              "f.csv:2:13: error: the store does not know this code\n    seen: M9\n"
              "    expected: a code imported with kind units\nguanhu: error: 1 of 1 rows are refused; nothing was imported\n")
    b.land("decisions", "name,cycle,row,outcome,by", "部门考核奖金,2009,C1,6500,公司经理层")
    b.expect("a decided amount", b.run("2009", "部门")["C1"], {"部门考核得分": "88.5", "部门考核奖金": "6500", "部门名次": "1"})
    tap.equal("and paid", b.posted("2009", "考核奖").get("P2"), "6500.00")
    told = b.explain("2009", "--per", "管理处", "--row", "M1", "考核成绩四")
    tap.that("explain a part of the units", told.startswith("2009年项目经理年度考核办法  2009  M1 甲处\n\n考核成绩四 = 9 分"), told)
    told = b.explain("2009", "--person", "P1", "等级考评分数")
    tap.that("explain the person who answers for it", "83.97" in told, told)


# ---- zhongxiang-rcu: persons with measures, units with inputs ----

def zhongxiang_files(b):
    b.land("units", "code,name,kind", "A,城区社,信用社", "B,乙社,信用社")
    b.land("persons", "code,name,岗位,机构", "K1,甲,客户经理,A", "K2,乙,客户经理,A")
    b.land("customers", "code,name,unit,保证贷款余额", "C1,某户,A,30000", "C2,另户,A,")
    b.land("accounts", "code,customer,unit,product,side,opened", "D1,C1,A,定期,deposit,2002-01-01", "D2,C1,A,定期,deposit,2003-01-06",
           "D3,C2,A,活期,deposit,2002-01-01")
    b.land("attributes", "subject,row,name,from,value", "account,D2,新组织存款,,是")
    b.land("balances", "account,date,balance", "D1,2003-01-01,1200000", "D1,2003-01-06,700000", "D1,2003-12-31,700000",
           "D2,2003-01-06,500000", "D2,2003-12-31,500000", "D3,2003-01-01,630000", "D3,2003-12-31,630000")
    b.land("assignments", "customer,person,share,from,to", "C1,K1,1,2002-01-01,", "C2,K2,1,2002-01-01,")
    b.land("register", "entry,客户经理,客户,发放日期,方式,金额,到期日期,合规", "1,K1,C1,2003-03-01,抵押,200000,2003-12-01,合规",
           "2,K1,C1,2003-03-01,客户经理保证,20000,2003-12-01,合规", form="营销贷款登记簿")
    b.land("register", "entry,客户经理,客户,收回日期,贷款发放年度,收回金额", "1,K1,C1,2003-11-30,2003,220000", form="贷款收回登记簿")
    b.land("sheet", "row,cycle,月存款目标,月贷款目标,月贷款完成额,月利息目标,月利息收入", "K2,2003-05,700000,100000,120000,4000,3000",
           form="月度目标表")
    b.land("sheet", "row,cycle,日常行为得分", "K2,2003-05,100", form="日常行为得分")
    b.land("inputs", "name,cycle,row,value", "个人工资,2003,K1,14400", "人平四项费用额,2003,K1,33600", "利息收入,2003,K1,60000",
           "个人工资,2003,K2,14400", "人平四项费用额,2003,K2,33600", "利息收入,2003,K2,40000", "贡献奖励工资,2003,A,10000",
           "员工总数,2003,A,87", "员工总数,2003,B,80")
    b.land("parameters", "name,key,from,value", "业绩绩效工资基数,,2003-01-01,1000")


def test_zhongxiang(tap, program, root, folder):
    b = Branch(tap, program, root, folder, "zhongxiang-rcu")
    zhongxiang_files(b)
    code, err = b.give("register", "entry,客户经理,客户,发放日期,方式,金额,到期日期", "3,K1,C1,2003-03-01,客户经理保证,20000.01,2003-12-01",
                       form="营销贷款登记簿")
    tap.that("EX-ZX-10", code == 1 and "f.csv:2:1: error: refused by 保证方式单户限额内: 客户经理保证方式对单户发放不超过5万元" in err, err)
    rows = b.run("2003")
    b.expect("EX-ZX-1", rows["K1"],
             {"存款日均余额": "1200000", "月均积数": "15000000", "余额达标": True, "积数达标": True, "最低利息目标": "48000", "利息目标": "48000",
              "未收回贷款余额": "0", "当年贷款全部收回": True, "存款奖励": "1500", "利息奖励": "840", "应得奖励": "2340", "实得奖励": "2340",
              "存款处罚": "0", "贷款处罚": "0", "利息处罚": "0", "处罚合计": "0", "赔偿责任余额": "0"})
    b.expect("a year below its targets", rows["K2"], {"存款处罚": "210", "利息处罚": "560", "应得奖励": "0", "实得奖励": "0"})
    tap.equal("EX-ZX-1: paid", (b.posted("2003", "存款奖励").get("K1"), b.posted("2003", "利息奖励").get("K1")), ("1500.00", "840.00"))
    units = b.run("2003", "unit")
    b.expect("EX-ZX-1: the unit", units["A"], {"应得奖励总额": "2340", "奖励来源足额": True, "其余贡献奖励工资": "7660"})
    b.expect("EX-ZX-9", units["A"], {"应配客户经理数": "9", "配备达标": False})
    b.expect("EX-ZX-9: 乙社", units["B"], {"应配客户经理数": "8"})
    b.expect("EX-ZX-7", b.run("2003-05")["K2"],
             {"存款完成率": "0.9", "贷款完成率": "1.2", "收息完成率": "0.75", "存款得分": "36", "贷款得分": "30", "收息得分": "15", "行为得分": "10",
              "月度得分": "91", "业绩绩效工资": "910"})
    tap.equal("EX-ZX-7: paid", b.posted("2003-05", "业绩绩效工资").get("K2"), "910.00")
    b.land("inputs", "name,cycle,row,value", "贡献奖励工资,2003,A,1170")
    b.expect("half of it is there", b.run("2003")["K1"], {"按比例奖励": "1170", "实得奖励": "1170"})
    b.land("inputs", "name,cycle,row,value", "贡献奖励工资,2003,A,")
    tap.equal("taken back", b.run("2003", "unit")["A"]["可用奖励"],
              {"missing": "not entered: 贡献奖励工资 · A · 2003 · owed by 信用社"})
    told = b.explain("2003", "--person", "K1", "利息目标")
    tap.that("explain inputs", "14400 + 33600" in told and "来源: 录入 · 2003" in told, told)


def main(program, root):
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="guanhu-store-") as folder:
        for name in ("year", "usage"):
            os.mkdir(os.path.join(folder, name))
        test_usage(tap, program, root, folder)
        test_power(tap, program, root, folder)
        test_power_year(tap, program, root, folder)
        test_property(tap, program, root, folder)
        test_zhongxiang(tap, program, root, folder)
    print("1..%d" % tap.n)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
