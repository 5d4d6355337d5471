#!/usr/bin/env python3
"""Benchmarks of the whole program with a store: bench_store.py [yearend|store]

yearend  the demonstration branch (1.2 million balance changes), from CSV files to an explanation
store    `guanhu run` for 10,000 persons whose measures are already in the store
"""
import os
import resource
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GUANHU = os.path.join(ROOT, "build", "guanhu")
REGULATION = os.path.join(ROOT, "regulations", "contribution-bank")
MASTER = ("units", "persons", "customers", "accounts", "rates", "balances", "transactions", "cards",
          "contracts")


def say(name, metric, value, unit):
    print("bench %s %s %s %s" % (name, metric, value, unit), flush=True)


class Store:
    """A data folder and the time spent on commands over it."""

    def __init__(self, folder):
        self.folder = folder
        self.csv = os.path.join(folder, "csv")
        self.data = os.path.join(folder, "data")

    def run(self, *arguments):
        start = time.monotonic()
        done = subprocess.run([GUANHU, "--lang", "en", "--data", self.data] + list(arguments),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode != 0:
            sys.exit("%s failed: %s" % (" ".join(arguments), done.stderr.decode()))
        return time.monotonic() - start

    def import_all(self):
        seconds = self.run("init", self.data)
        for kind in MASTER:
            seconds += self.run("import", kind, os.path.join(self.csv, kind + ".csv"))
        seconds += self.run("import", "assignments", os.path.join(self.csv, "assignments.csv"),
                            "--regulation", REGULATION)
        seconds += self.run("import", "parameters", os.path.join(self.csv, "parameters.csv"),
                            "--regulation", REGULATION)
        for name in sorted(os.listdir(self.csv)):
            if name.startswith("sheet-"):
                seconds += self.run("import", "sheet", os.path.join(self.csv, name), "--sheet",
                                    name[len("sheet-"):-len(".csv")], "--regulation", REGULATION)
        return seconds


def peak_mib():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def yearend(folder):
    store = Store(folder)
    subprocess.run([sys.executable, os.path.join(ROOT, "tools", "demo_data.py"), store.csv], check=True)
    imported = store.import_all()
    ran = store.run("run", REGULATION, "--cycle", "2003")
    explained = store.run("explain", REGULATION, "--cycle", "2003", "--person", "GH001")
    say("yearend", "import_time", "%.2f" % imported, "s")
    say("yearend", "run_time", "%.2f" % ran, "s")
    say("yearend", "explain_time", "%.2f" % explained, "s")
    say("yearend", "csv_to_explanation", "%.2f" % (imported + ran + explained), "s")
    say("yearend", "peak_memory", peak_mib(), "MiB")


def many_persons(folder, n):
    """n managers with one customer and a handful of facts each."""
    sys.path.insert(0, os.path.join(ROOT, "tools"))
    import demo_data
    demo_data.GRADES = tuple(demo_data.GRADES[i % 12] for i in range(n))
    demo_data.Branch.write_many(folder, n)


def store_run(folder):
    store = Store(folder)
    os.makedirs(store.csv)
    many_persons(store.csv, 10000)
    store.import_all()
    store.run("measures", REGULATION, "--cycle", "2003")
    times = sorted(store.run("run", REGULATION, "--cycle", "2003", "--csv") for _ in range(5))
    say("store", "run_10000_persons_min", "%.3f" % times[0], "s")
    say("store", "run_10000_persons_median", "%.3f" % times[2], "s")
    say("store", "peak_memory", peak_mib(), "MiB")


def main(arguments):
    which = arguments[1:] or ["yearend", "store"]
    with tempfile.TemporaryDirectory(prefix="guanhu-bench-") as folder:
        if "yearend" in which:
            yearend(os.path.join(folder, "yearend"))
        if "store" in which:
            store_run(os.path.join(folder, "store"))


if __name__ == "__main__":
    main(sys.argv)
