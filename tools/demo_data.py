#!/usr/bin/env python3
"""Writes the demonstration branch as CSV files: demo_data.py DIR [--small]

One branch with three sub-branches, 12 customer managers, 6,000 customers, 13 months of daily
balances (December 2002 to December 2003, about 1.2 million changes), loans, fees, cards, sheets and
parameters. The same files on every machine: only random.Random(seed).random() is used, which Python
keeps stable. --small writes a twentieth of the customers (for tests).
"""
import os
import random
import sys
from datetime import date, timedelta

FIRST = date(2002, 12, 1)
N_DAYS = (date(2003, 12, 31) - FIRST).days + 1
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文斌"
TRADES = ("机械", "纺织", "化工", "粮油", "建材", "医药", "电子", "运输", "商贸", "食品")
GRADES = ("客户经理一级", "客户经理二级", "助理客户经理", "客户经理一级", "高级客户经理一级", "助理客户经理",
          "客户经理二级", "客户经理一级", "助理客户经理", "见习客户经理", "客户经理一级", "助理客户经理")
WAGES = {"高级客户经理二级": (2200, 1500), "高级客户经理一级": (2000, 1300), "客户经理二级": (1600, 1000),
         "客户经理一级": (1400, 900), "助理客户经理": (1200, 700), "见习客户经理": (1000, 500)}
LOANS = (("流动资金贷款", "0.0531"), ("项目贷款", "0.0558"), ("贴现贷款", "0.0378"),
         ("个人消费贷款", "0.0549"), ("个人住房贷款", "0.0504"))
FEES = ("人民币结算手续费", "国际结算手续费", "银承及保函手续费", "代收代付手续费", "金融咨询手续费", "保理手续费",
        "其他中间业务手续费", "贷款代理费", "其他业务收入")
VOLUMES = ("企业网银交易", "个人网银交易", "银证通交易", "电话银行交易")
ITEMS = ("计划完成情况", "日志数量", "日志质量", "营销服务方案质量", "客户分析报告质量", "信息质量", "个人营销综合素质",
         "团队协作精神")


class Files:
    """The CSV files of one folder, opened on first use."""

    def __init__(self, folder):
        self.folder = folder
        self.open_files = {}

    def row(self, name, header, *values):
        if name not in self.open_files:
            handle = open(os.path.join(self.folder, name + ".csv"), "w", encoding="utf-8")
            handle.write(header + "\n")
            self.open_files[name] = handle
        self.open_files[name].write(",".join(values) + "\n")

    def close(self):
        for handle in self.open_files.values():
            handle.close()


def fen(amount):
    return "%d.%02d" % divmod(amount, 100)


class Branch:
    def __init__(self, folder, n_customers):
        self.files = Files(folder)
        self.n_customers = n_customers
        self.random = random.Random(2003).random
        self.days = [(FIRST + timedelta(days=i)).isoformat() for i in range(N_DAYS)]

    def below(self, n):
        return int(self.random() * n)

    def name(self):
        return SURNAMES[self.below(len(SURNAMES))] + "".join(
            GIVEN[self.below(len(GIVEN))] for _ in range(1 + self.below(2)))

    def units(self):
        head = "code,name,kind,parent"
        self.files.row("units", head, "B01", "市分行营业部", "分行", "")
        for i, name in enumerate(("城东支行", "城西支行", "开发区支行"), 1):
            self.files.row("units", head, "B01%02d" % i, name, "支行", "B01")

    def managers(self):
        head = "code,name,岗位,级别,机构,入职日期,入行日期"
        for i, grade in enumerate(GRADES):
            joined = date(1994 + self.below(7), 1 + self.below(12), 1 + self.below(28)).isoformat()
            self.files.row("persons", head, "GH%03d" % (i + 1), self.name(), "客户经理", grade,
                           "B01%02d" % (i % 3 + 1), joined, joined)

    def balances(self, account, mean, changes):
        """A balance that wanders around its mean; on about `changes` of the days."""
        level = mean + mean * self.below(100) // 200
        share = changes / N_DAYS
        write = self.files.open_files["balances"].write
        for i, day in enumerate(self.days):
            if i and self.random() > share:
                continue
            level += int((self.random() - 0.5) * mean * 0.3) + (mean - level) // 20
            if level < 0:
                level = 0
            write("%s,%s,%d.%02d\n" % (account, day, level // 100, level % 100))

    def account(self, code, customer, unit, product, side, rate):
        self.files.row("accounts", "code,customer,unit,product,side,opened,closed", code, customer, unit,
                       product, side, "2002-11-30", "")
        self.files.row("rates", "account,from,rate", code, "2002-11-30", rate)

    def fee(self, account, kind, amount):
        day = self.days[31 + self.below(N_DAYS - 31)]
        self.files.row("transactions", "account,date,kind,amount", account, day, kind, fen(amount))

    def corporate(self, k, customer, unit):
        deposit = "D%06d" % k
        self.account(deposit, customer, unit, "同业存款" if k % 200 == 0 else "对公存款", "deposit", "0.009")
        self.balances(deposit, 20000000 + self.below(260000000) * (1 + k % 3), 330)
        if self.random() < 0.7:
            product, rate = LOANS[self.below(3)]
            loan = "L%06d" % k
            self.account(loan, customer, unit, product, "loan", rate)
            self.balances(loan, 100000000 + self.below(400000000), 24)
        for kind in FEES:
            if self.random() < 0.3:
                self.fee(deposit, kind, 50000 + self.below(800000))
        self.fee(deposit, VOLUMES[0], 100000000 + self.below(900000000))
        self.fee(deposit, VOLUMES[3], 1000000 + self.below(90000000))
        if k % 40 == 0:
            self.files.row("contracts", "code,customer,kind,signed,ended", "W%06d" % k, customer, "特约网站",
                           self.days[31 + self.below(360)], "")

    def personal(self, k, customer, unit):
        deposit = "D%06d" % k
        card_account = k % 4 == 0
        self.account(deposit, customer, unit, "银行卡存款" if card_account else "储蓄存款", "deposit",
                     "0.0072" if card_account else "0.0198")
        self.balances(deposit, 200000 + self.below(12000000), 190)
        if card_account:
            self.files.row("cards", "code,account,kind,issued,closed", "C%06d" % k, deposit, "借记卡",
                           "2002-12-01", "")
            self.fee(deposit, "银行卡消费", 100000 + self.below(1500000))
        if k % 12 == 0:
            product, rate = LOANS[3 + self.below(2)]
            loan = "L%06d" % k
            self.account(loan, customer, unit, product, "loan", rate)
            self.balances(loan, 3000000 + self.below(20000000), 13)
        if k % 10 == 0:
            self.fee(deposit, VOLUMES[1], 200000 + self.below(9000000))
        if k % 25 == 0:
            self.fee(deposit, VOLUMES[2], 500000 + self.below(20000000))

    def assign(self, k, customer, turn):
        head = "customer,person,share,from,to"
        first, second = "GH%03d" % (turn % 12 + 1), "GH%03d" % ((turn + 5) % 12 + 1)
        if k % 97 == 0:
            return  # nobody's customer: shows up as unassigned
        if k % 61 == 0:
            self.files.row("assignments", head, customer, first, "1/3", "2002-12-01", "")
            self.files.row("assignments", head, customer, second, "2/3", "2002-12-01", "")
        elif k % 53 == 0:
            self.files.row("assignments", head, customer, first, "1", "2002-12-01", "2003-06-30")
            self.files.row("assignments", head, customer, second, "1", "2003-07-01", "")
        else:
            self.files.row("assignments", head, customer, first, "1", "2002-12-01", "")

    def customers(self):
        self.files.open_files["balances"] = open(os.path.join(self.files.folder, "balances.csv"), "w",
                                                 encoding="utf-8")
        self.files.open_files["balances"].write("account,date,balance\n")
        for k in range(1, self.n_customers + 1):
            firm = k % 15 == 0
            turn = k // 15 if firm else k  # firms and people go round the managers separately
            customer, unit = "K%06d" % k, "B01%02d" % (turn % 12 % 3 + 1)
            team = "联合小组" if k % 61 == 0 else ""
            name = "%s%s有限公司" % (TRADES[self.below(10)], k) if firm else self.name()
            self.files.row("customers", "code,name,unit,小组", customer, name, unit, team)
            (self.corporate if firm else self.personal)(k, customer, unit)
            self.assign(k, customer, turn)

    def sheets(self):
        for i in range(len(GRADES)):
            code = "GH%03d" % (i + 1)
            scores = [str(78 + self.below(20)) for _ in ITEMS]
            self.files.row("sheet-定性考核表", "row,cycle," + ",".join(ITEMS), code, "2003", *scores)
            self.files.row("sheet-任职条件审定表", "row,cycle,已审定任职条件", code, "2003",
                           "高级客户经理" if i % 4 == 0 else "客户经理")
            self.files.row("sheet-清收认定表", "row,cycle,呆账损失类清收额,呆滞可疑类清收额,逾期次级类清收额", code,
                           "2003", str(self.below(40) * 10000), str(self.below(60) * 10000),
                           str(self.below(100) * 10000))
            for quarter in range(1, 5):
                self.files.row("sheet-季度贡献额表", "row,cycle,季度考核贡献额", code, "2003Q%d" % quarter,
                               str(150000 + self.below(900000)))
            if i % 2 == 0:
                self.files.row("sheet-半年预发表", "row,cycle,半年预发奖励", code, "2003H1",
                               str(2000 + self.below(10) * 1000))
        lines = "entry,客户经理,移位客户,移位日期,移位金额,移位实际利率"
        self.files.row("sheet-贷款移位表", lines, "Y1", "GH001", "城东机械厂", "2003-03-01", "2000000", "0.0531")
        self.files.row("sheet-贷款移位表", lines, "Y2", "GH004", "城西化工厂", "2003-08-15", "1500000", "0.0531")
        self.files.row("sheet-贷款退出表", "entry,客户经理,退出客户,退出日期,退出金额,退出实际利率", "T1", "GH002",
                       "红星纺织厂", "2003-05-20", "1000000", "0.0531")
        self.files.row("sheet-联合营销分成表", "entry,客户经理,项目名称,牵头,项目贡献额,核定比例", "J1", "GH005",
                       "开发区财政专户", "市分行", "1000000", "0.85")

    def parameters(self):
        head = "name,key,from,value"
        for name, value in (("资金成本率", "2.25%"), ("资金收益率", "3.20%"), ("消费手续费平均费率", "0.5%")):
            self.files.row("parameters", head, name, "", "2003-01-01", value)
        for grade, (wage, post) in WAGES.items():
            self.files.row("parameters", head, "职级工资", grade, "2003-01-01", str(wage))
            self.files.row("parameters", head, "岗位绩效工资", grade, "2003-01-01", str(post))

    @classmethod
    def write_many(cls, folder, n_persons):
        """One person to one customer, for measuring: few facts, all sheets and parameters."""
        branch = cls(folder, n_persons)
        branch.units()
        branch.managers()
        branch.files.row("balances", "account,date,balance", "D%06d" % 1, FIRST.isoformat(), "0.00")
        for k in range(1, n_persons + 1):
            customer = "K%06d" % k
            branch.files.row("customers", "code,name,unit,小组", customer, "客户", "B0101", "")
            branch.account("D%06d" % k, customer, "B0101", "对公存款", "deposit", "0.009")
            branch.files.row("balances", "", "D%06d" % k, branch.days[1], "%d.00" % (100000 + k))
            branch.fee("D%06d" % k, FEES[k % len(FEES)], 100000 + k)
            branch.files.row("assignments", "customer,person,share,from,to", customer, "GH%03d" % k, "1",
                             "2002-12-01", "")
        branch.files.row("cards", "code,account,kind,issued,closed", "C1", "D000001", "", "2002-12-01", "")
        branch.files.row("contracts", "code,customer,kind,signed,ended", "W1", "K000001", "特约网站",
                         "2003-02-01", "")
        branch.sheets()
        branch.parameters()
        branch.files.close()

    def write(self):
        self.units()
        self.managers()
        self.customers()
        self.sheets()
        self.parameters()
        self.files.close()


def main(arguments):
    folder = arguments[1]
    os.makedirs(folder, exist_ok=True)
    Branch(folder, 300 if "--small" in arguments else 6000).write()


if __name__ == "__main__":
    main(sys.argv)
