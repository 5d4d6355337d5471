#!/usr/bin/env python3
"""Kill an import at random instants: afterwards the store opens and has all of the file or none of it.

usage: test_kill.py GUANHU. Prints TAP. The instants come from a fixed seed and are spread over the
measured duration of a whole import, its commit and its last write-back included.
"""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

N_KILLS = 50
N_ACCOUNTS, N_DAYS = 300, 200
N_ROWS = N_ACCOUNTS * N_DAYS


def write_files(folder):
    def path(name):
        return os.path.join(folder, name + ".csv")

    with open(path("customers"), "w", encoding="utf-8") as out:
        out.write("code,name\nK1,甲厂\n")
    with open(path("accounts"), "w", encoding="utf-8") as out:
        out.write("code,customer,product,side\n")
        for a in range(N_ACCOUNTS):
            out.write("A%d,K1,对公存款,deposit\n" % a)
    with open(path("balances"), "w", encoding="utf-8") as out:
        out.write("account,date,balance\n")
        for a in range(N_ACCOUNTS):
            for d in range(N_DAYS):
                out.write("A%d,2003-%02d-%02d,%d.%02d\n" % (a, d // 28 + 1, d % 28 + 1, a * 1000 + d + 1, d % 100))
    return path


def command(guanhu, data, kind, file):
    return [guanhu, "--lang", "en", "--data", data, "import", kind, file]


def run(arguments):
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stderr.decode()


def rows_in(data):
    """(balances, imports of balances), read when no process has the store."""
    conn = sqlite3.connect(os.path.join(data, "guanhu.db"))
    try:
        whole = conn.execute("PRAGMA integrity_check").fetchone()[0]
        balances = conn.execute("SELECT COUNT(*) FROM balance").fetchone()[0]
        imports = conn.execute("SELECT COUNT(*) FROM import WHERE kind = 'balances'").fetchone()[0]
    finally:
        conn.close()
    return whole, balances, imports


class Tap:
    def __init__(self):
        self.n, self.failed = 0, 0

    def that(self, what, holds, otherwise):
        self.n += 1
        self.failed += not holds
        print("%sok %d - %s" % ("" if holds else "not ", self.n, what))
        if not holds:
            print("# %s" % (otherwise,))


def main(guanhu):
    tap, instants = Tap(), random.Random(20260101)
    with tempfile.TemporaryDirectory(prefix="guanhu-kill-") as folder:
        path = write_files(folder)
        clean, data = os.path.join(folder, "clean"), os.path.join(folder, "data")
        for arguments in ([guanhu, "init", clean], command(guanhu, clean, "customers", path("customers")),
                          command(guanhu, clean, "accounts", path("accounts"))):
            tap.that("prepare: " + arguments[-2], *[x(run(arguments)) for x in (lambda r: r[0] == 0, lambda r: r[1])])
        shutil.copytree(clean, data)
        start = time.monotonic()
        code, err = run(command(guanhu, data, "balances", path("balances")))
        duration = time.monotonic() - start
        tap.that("a whole import lands", code == 0 and rows_in(data) == ("ok", N_ROWS, 1), err)
        landed = 0
        for k in range(N_KILLS):
            shutil.rmtree(data)
            shutil.copytree(clean, data)
            child = subprocess.Popen(command(guanhu, data, "balances", path("balances")),
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(instants.random() * duration * 1.05)
            child.send_signal(signal.SIGKILL)
            child.wait()
            seen = rows_in(data)
            tap.that("killed %d: all or nothing" % (k + 1), seen in (("ok", N_ROWS, 1), ("ok", 0, 0)), seen)
            landed += seen[1] == N_ROWS
        code, err = run(command(guanhu, data, "balances", path("balances")))
        tap.that("after the last kill the file lands, or is there already",
                 (code == 0 or "imported before" in err) and rows_in(data) == ("ok", N_ROWS, 1), err)
        tap.that("some kills came before the commit", landed < N_KILLS, "all %d had landed" % landed)
    print("1..%d" % tap.n)
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
