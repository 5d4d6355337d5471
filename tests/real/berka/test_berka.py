#!/usr/bin/env python3
"""A real bank's accounts through contribution-bank, recomputed straight from the source files.

usage: test_berka.py GUANHU REGULATIONS DATA

The Czech bank of the PKDD'99 Discovery Challenge: 77 districts as units, one manager for each 60
accounts of a district in the order of accounts, the year 1993; crowns stand for yuan. Prints TAP.
"""
import collections
import csv
import datetime
import decimal
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PER_MANAGER = 60
FIRST, LAST = datetime.date(1993, 1, 1), datetime.date(1993, 12, 31)
DAYS = 365
FEN = decimal.Decimal("0.01")
COST, YIELD, DAY_COUNT = decimal.Decimal("0.0225"), decimal.Decimal("0.05"), 360
SAVINGS_RATE, LOAN_RATE = decimal.Decimal("0.03"), decimal.Decimal("0.09")
ITEMS = ("计划完成情况", "日志数量", "日志质量", "营销服务方案质量", "客户分析报告质量", "信息质量", "个人营销综合素质",
         "团队协作精神")
decimal.getcontext().prec = 60


def read(data, name):
    with open(os.path.join(data, name), encoding="ascii", errors="replace", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))


def day_of(yymmdd):
    text = yymmdd[:6]
    return datetime.date(1900 + int(text[:2]), int(text[2:4]), int(text[4:6]))


def fen(text):
    return int(decimal.Decimal(text) * 100)


class Bank:
    """What the files say, and who manages which account."""

    def __init__(self, data):
        self.accounts = read(data, "account.asc")
        self.movements = read(data, "trans.asc")
        self.loans = read(data, "loan.asc")
        self.cards = read(data, "card.asc")
        self.account_of_disposition = {d["disp_id"]: d["account_id"] for d in read(data, "disp.asc")}
        self.manager_of = {}
        self.district_of_manager = {}
        districts = collections.defaultdict(list)
        for account in self.accounts:
            districts[int(account["district_id"])].append(int(account["account_id"]))
        for district, accounts in sorted(districts.items()):
            for i, account in enumerate(sorted(accounts)):
                manager = "M%02d-%d" % (district, i // PER_MANAGER + 1)
                self.manager_of[str(account)] = manager
                self.district_of_manager[manager] = str(district)

    def day_ends(self):
        """account -> {day: balance in fen}; the last movement of a day in the order of the file."""
        ends = collections.defaultdict(dict)
        for row in self.movements:
            ends[row["account_id"]][day_of(row["date"])] = fen(row["balance"])
        return ends

    def savings_days(self):
        """manager -> fen·days of 1993"""
        sums = dict.fromkeys(self.district_of_manager, 0)
        for account, days in self.day_ends().items():
            balance, since, total = 0, FIRST, 0
            for day in sorted(days):
                total += balance * (day - since).days
                balance, since = days[day], day
            total += balance * ((LAST - since).days + 1)
            sums[self.manager_of[account]] += total
        return sums

    def loan_days(self):
        sums = dict.fromkeys(self.district_of_manager, 0)
        for loan in self.loans:
            lent = day_of(loan["date"])
            if lent <= LAST:
                days = (LAST - max(lent, FIRST)).days + 1
                sums[self.manager_of[loan["account_id"]]] += fen(loan["amount"]) * days
        return sums

    def fees(self):
        sums = dict.fromkeys(self.district_of_manager, 0)
        for row in self.movements:
            if row["k_symbol"] == "SLUZBY":
                sums[self.manager_of[row["account_id"]]] += fen(row["amount"])
        return sums

    def cards_held(self):
        counts = dict.fromkeys(self.district_of_manager, 0)
        for card in self.cards:
            if day_of(card["issued"]) <= LAST:
                counts[self.manager_of[self.account_of_disposition[card["disp_id"]]]] += 1
        return counts


class Program:
    """guanhu over a data folder of its own."""

    def __init__(self, guanhu, folder):
        self.guanhu, self.data = guanhu, os.path.join(folder, "data")
        self.call("init", self.data)

    def call(self, *arguments):
        done = subprocess.run([self.guanhu, "--lang", "en", "--data", self.data] + list(arguments),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            print("Bail out! %s: %s" % (" ".join(arguments), done.stderr.decode().strip()))
            sys.exit(1)
        return done.stdout.decode()

    def results(self, regulation):
        """person -> {name: text}"""
        rows = csv.DictReader(self.call("run", regulation, "--cycle", "1993", "--csv").splitlines())
        return {row["code"]: row for row in rows}


def write(folder, name, header, rows):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def import_bank(program, bank, data, folder):
    for kind, source, mapping in (
            ("units", "district.asc", "units"), ("customers", "account.asc", "customers"),
            ("accounts", "account.asc", "accounts"), ("accounts", "loan.asc", "loans"),
            ("rates", "account.asc", "rates"), ("rates", "loan.asc", "loan-rates"),
            ("balances", "trans.asc", "balances"), ("balances", "loan.asc", "loan-balances"),
            ("transactions", "trans.asc", "transactions")):
        program.call("import", kind, os.path.join(data, source), "--map",
                     os.path.join(HERE, "maps", mapping + ".yaml"))
    cards = os.path.join(folder, "cards.asc")
    with open(cards, "w", encoding="ascii") as handle:
        handle.write("card_id;account_id;type;issued\n")
        for card in bank.cards:
            handle.write("%s;%s;%s;%s\n" % (card["card_id"], bank.account_of_disposition[card["disp_id"]],
                                            card["type"], card["issued"]))
    program.call("import", "cards", cards, "--map", os.path.join(HERE, "maps", "cards.yaml"))


def import_managers(program, bank, folder, regulation):
    managers = sorted(bank.district_of_manager)
    persons = write(folder, "persons.csv", ("code", "name", "岗位", "级别", "机构", "入职日期", "入行日期"),
                    [(m, "经理" + m[1:], "客户经理", "助理客户经理", bank.district_of_manager[m], "1990-01-01",
                      "1990-01-01") for m in managers])
    program.call("import", "persons", persons)
    assignments = write(folder, "assignments.csv", ("customer", "person", "share", "from", "to"),
                        [("K" + a, m, "1", "1993-01-01", "") for a, m in sorted(bank.manager_of.items())])
    program.call("import", "assignments", assignments, "--regulation", regulation)
    sheets = {"定性考核表": (ITEMS, ("80",) * len(ITEMS)), "任职条件审定表": (("已审定任职条件",), ("客户经理",)),
              "清收认定表": (("呆账损失类清收额", "呆滞可疑类清收额", "逾期次级类清收额"), ("0", "0", "0"))}
    for sheet, (fields, values) in sheets.items():
        path = write(folder, sheet + ".csv", ("row", "cycle") + fields,
                     [(m, "1993") + values for m in managers])
        program.call("import", "sheet", path, "--sheet", sheet, "--regulation", regulation)
    parameters = write(folder, "parameters.csv", ("name", "key", "from", "value"),
                       [("资金成本率", "", "1993-01-01", "2.25%"), ("资金收益率", "", "1993-01-01", "5%"),
                        ("消费手续费平均费率", "", "1993-01-01", "0.5%")])
    program.call("import", "parameters", parameters, "--regulation", regulation)


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def check(self, what, wrong):
        """`wrong`: lines about what differs, none when it is right."""
        self.n += 1
        self.failed += bool(wrong)
        print("%sok %d - %s" % ("not " if wrong else "", self.n, what))
        for line in wrong[:10]:
            print("# " + line)


def differences(expected, rows, name, as_number):
    """Managers whose figure `name` is not the expected one."""
    return ["%s: expected %s, seen %s" % (m, value, rows[m][name]) for m, value in sorted(expected.items())
            if as_number(rows[m][name]) != value]


def yuan(text):
    return decimal.Decimal(text) * 100


def cents(text):
    return decimal.Decimal(text).quantize(FEN, decimal.ROUND_HALF_UP)


def main(guanhu, regulations, data):
    if not os.path.isdir(data):
        print("1..0 # SKIP the accounts of the Czech bank are not there")
        return 0
    bank, tap = Bank(data), Tap()
    contribution = os.path.join(regulations, "contribution-bank")
    with tempfile.TemporaryDirectory(prefix="guanhu-berka-") as folder:
        program = Program(guanhu, folder)
        import_bank(program, bank, data, folder)
        import_managers(program, bank, folder, contribution)
        rows = program.results(contribution)
        averages = program.results(os.path.join(HERE, "averages"))
    savings, loans, fees = bank.savings_days(), bank.loan_days(), bank.fees()
    tap.check("every manager is there: %d" % len(savings),
              sorted(set(savings) ^ set(rows)) + sorted(set(savings) ^ set(averages)))
    tap.check("balance-days of savings, to the fen", differences(savings, rows, "储蓄存款积数", yuan))
    average = {m: (decimal.Decimal(v) / 100 / DAYS).quantize(FEN, decimal.ROUND_HALF_UP)
               for m, v in savings.items()}
    tap.check("average balances, to the fen", differences(average, averages, "储蓄存款日均余额", cents))
    tap.check("cards, to the unit", differences(bank.cards_held(), rows, "银行卡张数", decimal.Decimal))
    tap.check("balance-days of loans, to the fen", differences(loans, rows, "个人消费贷款积数", yuan))
    tap.check("fees, to the fen", differences(fees, rows, "人民币结算手续费收入", yuan))
    total = {m: (decimal.Decimal(savings[m]) / 100 * (YIELD - SAVINGS_RATE) / DAY_COUNT
                 + decimal.Decimal(loans[m]) / 100 * (LOAN_RATE - COST) / DAY_COUNT
                 + decimal.Decimal(fees[m]) / 100).quantize(FEN, decimal.ROUND_HALF_UP) for m in savings}
    tap.check("contributions, to the fen", differences(total, rows, "综合贡献额", cents))
    print("1..%d" % tap.n)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
