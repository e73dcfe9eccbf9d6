"""Races RetentionTags against numpy, scikit-learn, statsmodels and DuckDB on the same data, in one session and in turns. See ../README.md.

Debian: apt-get install python3-numpy python3-sklearn python3-statsmodels python3-pandas libopenblas0-pthread
DuckDB: npm install --ignore-scripts @duckdb/node-api, in any folder; give it by --duckdb
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import datetime
import json
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
BENCHMARK = os.path.join(HERE, "..", "RetentionTags.Benchmarks", "bin", "Release", "net10.0", "RetentionTags.Benchmarks")


class Ours:
    """The benchmark program, which has written the data and runs what it is asked to."""

    def __init__(self, scenario, folder):
        self.process = subprocess.Popen([BENCHMARK, "peers", scenario, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline().strip() != "ready":
            sys.exit(f"{BENCHMARK} did not start. Build it: dotnet build -c Release benchmarks/RetentionTags.Benchmarks")

    def __call__(self, name, repeat=1, clock=""):
        self.process.stdin.write(f"{name} {repeat} {clock}".rstrip() + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.write("\n")
        self.process.stdin.close()
        self.process.wait()


class DuckDb:
    def __init__(self, folder, modules, script="duckdb.mjs"):
        self.process = subprocess.Popen(["node", os.path.join(HERE, script), folder, modules], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said = json.loads(self.process.stdout.readline())
        self.version, self.total = said["version"], said["total"]

    def __call__(self, repeat=1):
        self.process.stdin.write(f"{repeat}\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.write("\n")
        self.process.stdin.close()
        self.process.wait()


def timed(work, repeat=1):
    """Processor time, of which each side uses one thread's: what else the machine does counts less."""
    start = time.process_time()
    for _ in range(repeat):
        work()
    return (time.process_time() - start) / repeat


def race(title, ours, peers, rounds, goals):
    """In every round everyone runs, in turns first; a ratio is the median over rounds of the round's own ratio to the mean of our runs before and after."""
    times = {name: [] for name in peers}
    ratios = {name: [] for name in peers}
    own = []
    for name in peers:
        peers[name]()
    for turn in range(rounds + 1):
        names = list(peers) if turn % 2 else list(peers)[::-1]
        for name in names:
            before = ours()
            seconds = peers[name]()
            after = ours()
            if turn == 0:
                continue
            own += [before, after]
            times[name].append(seconds)
            ratios[name].append(2 * seconds / (before + after))
    lines = []
    for name in peers:
        low, high = np.quantile(ratios[name], [0.25, 0.75])
        lines.append(f"| {title} | {shown(statistics.median(own))} | {name} | {shown(statistics.median(times[name]))} | **{statistics.median(ratios[name]):.3g} ×** ({low:.3g}–{high:.3g}) | {goals.get(name, '')} |")
        print(lines[-1], flush=True)
    return lines


def shown(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size or unit == "ns":
            return f"{seconds / size:.3g} {unit}"


def agree(what, difference, tolerance):
    if not difference <= tolerance:
        sys.exit(f"{what}: the two sides differ by {difference:g}, {tolerance:g} is allowed. They do not do the same work.")
    return f"- {what}: the two sides differ by {difference:.1e} at most.\n"


def score(folder, arguments):
    ours = Ours("score", folder)
    card = json.load(open(f"{folder}/score.json"))
    columns = np.fromfile(f"{folder}/score.columns").reshape(len(card["columns"]), -1)
    expected = np.fromfile(f"{folder}/score.expected")
    events = np.fromfile(f"{folder}/score.events", dtype=np.uint8)
    cuts = [np.array(each["cuts"]) for each in card["columns"]]
    weights = [np.array([*each["weights"], each["missing"]]) for each in card["columns"]]
    intercept = card["intercept"]

    def searchsorted():
        log_odds = np.full(columns.shape[1], intercept)
        for x, cut, weight in zip(columns, cuts, weights):
            index = np.searchsorted(cut, x, side="right")
            index[np.isnan(x)] = len(cut) + 1
            log_odds += weight.take(index)
        return 1 / (1 + np.exp(-log_odds))

    notes = agree("probabilities of numpy", abs(searchsorted() - expected).max(), 1e-12)
    filled = np.nan_to_num(columns.T.copy(), nan=0.0)
    linear = LogisticRegression(max_iter=100).fit(filled[:100_000], events[:100_000])
    peers = {"numpy searchsorted + take": lambda: timed(searchsorted), "scikit-learn LogisticRegression.predict_proba, on the raw columns": lambda: timed(lambda: linear.predict_proba(filled))}
    goals = {"numpy searchsorted + take": "≥ 35 ×", "scikit-learn LogisticRegression.predict_proba, on the raw columns": "≥ 2 ×"}
    duck = None
    if arguments.duckdb:
        duck = DuckDb(folder, arguments.duckdb)
        notes += agree("mean probability of DuckDB", abs(duck.total - expected.sum()) / len(expected), 1e-10)
        peers["DuckDB, sum of a CASE expression"] = duck
        goals["DuckDB, sum of a CASE expression"] = "≥ 80 ×"
    lines = race("score 1,000,000 rows × 20 columns, 8 bins", lambda: ours("score", 10), peers, arguments.rounds, goals)
    if duck:
        duck.close()

    row, one = columns[:, 5].copy(), filled[5:6].copy()

    def numpy_row():
        log_odds = intercept
        for x, cut, weight in zip(row, cuts, weights):
            log_odds += weight[-1] if x != x else weight[cut.searchsorted(x, side="right")]
        return 1 / (1 + np.exp(-log_odds))

    notes += agree("one row of numpy", abs(numpy_row() - expected[5]), 1e-12)
    one_row = {"numpy searchsorted, column by column": lambda: timed(numpy_row, 500), "scikit-learn LogisticRegression.predict_proba, on the raw columns": lambda: timed(lambda: linear.predict_proba(one), 200)}
    lines += race("score one row × 20 columns", lambda: ours("rows", 20) / 4096, one_row, arguments.rounds, {})
    lines += race("score one row × 20 columns, with all contributions", lambda: ours("rows-with-contributions", 20) / 4096, {"numpy searchsorted, column by column, without contributions": one_row["numpy searchsorted, column by column"]}, arguments.rounds, {})
    ours.close()
    return lines, notes, duck.version if duck else None


def fit(folder, width, arguments):
    name = f"fit{width}"
    ours = Ours(name, folder)
    model = json.load(open(f"{folder}/{name}.json"))
    x = np.fromfile(f"{folder}/{name}.rows").reshape(-1, width)
    y = np.fromfile(f"{folder}/{name}.events", dtype=np.uint8).astype(float)

    def gradient(coefficients):
        residual = y - 1 / (1 + np.exp(-(x @ coefficients[:-1] + coefficients[-1])))
        return max(abs(x.T @ residual).max(), abs(residual.sum())) / len(y)

    found = {}

    def lbfgs():
        fitted = LogisticRegression(penalty=None if sklearn.__version__ >= "1.2" else "none", solver="lbfgs", max_iter=1000).fit(x, y)
        found["scikit-learn lbfgs"] = np.r_[fitted.coef_[0], fitted.intercept_]

    def newton():
        fitted = sm.Logit(y, np.c_[x, np.ones(len(y))]).fit(method="newton", disp=0)
        found["statsmodels Logit newton"], found["errors"] = fitted.params, fitted.bse

    peers, goals = {"scikit-learn lbfgs": lambda: timed(lbfgs)}, {"scikit-learn lbfgs": "≥ 4.5 ×" if width == 20 else "≥ 3.5 ×"}
    if width == 20:
        peers["statsmodels Logit newton"] = lambda: timed(newton)
        goals["statsmodels Logit newton"] = "≥ 20 ×"
    title = f"fit 1,000,000 rows × {width} columns, no penalty, ours with standard errors"
    lines = race(title + ", tolerance 10⁻⁶", lambda: ours("fit-coarse"), peers, max(3, arguments.rounds // 2), goals)
    lines += race(title, lambda: ours("fit"), {"scikit-learn lbfgs": peers["scikit-learn lbfgs"]}, max(3, arguments.rounds // 2), {})
    lines += race(title.replace("with standard errors", "without standard errors, as the peer") + ", tolerance 10⁻⁵", lambda: ours("fit-plain"), {"scikit-learn lbfgs": peers["scikit-learn lbfgs"]}, max(3, arguments.rounds // 2), {"scikit-learn lbfgs": goals["scikit-learn lbfgs"]})
    own, coarse, plain = np.array(model["coefficients"]), np.array(model["coarse"]), np.array(model["plain"])
    notes = f"- {width} columns, largest mean gradient at the solution: ours {gradient(own):.1e}, with a tolerance of 10⁻⁶ {gradient(coarse):.1e}, of 10⁻⁵ without standard errors {gradient(plain):.1e}, " + ", ".join(f"{peer} {gradient(found[peer]):.1e}" for peer in peers) + ".\n"
    notes += agree(f"{width} columns, coefficients of both tolerances", abs(coarse - own).max(), 1e-7)
    notes += agree(f"{width} columns, coefficients with and without standard errors", abs(plain - own).max(), 1e-7)
    if "errors" in found:
        notes += agree("coefficients of statsmodels", abs(found["statsmodels Logit newton"] - own).max(), 1e-6)
        notes += agree("standard errors of statsmodels, relatively", abs(found["errors"] / np.array(model["standardErrors"]) - 1).max(), 1e-5)
    ours.close()
    return lines, notes


def events(folder, arguments):
    import pandas as pd

    ours = Ours("events", folder)
    read = lambda name, kind: np.fromfile(f"{folder}/events.{name}", dtype=kind)
    found = np.fromfile(f"{folder}/events.features").reshape(7, -1)
    frame = pd.DataFrame({"dense": read("dense", np.int64).astype(np.int32), "sparse": read("sparse", np.int64), "seconds": read("seconds", np.int64), "amount": read("amounts", np.float64)})
    frame["text"] = "C-" + (frame["dense"] + 10_000_000).astype(str)
    cut = int(pd.Timestamp("2024-01-01").timestamp())

    def pandas(key):
        windows = {f"w{days}": frame["seconds"] >= cut - days * 86400 for days in (30, 90, 365)}
        return frame.assign(**windows).groupby(key).agg(n=("amount", "size"), first=("seconds", "min"), last=("seconds", "max"), total=("amount", "sum"), **{name: (name, "sum") for name in windows})

    check = pandas("dense")
    notes = agree("features of pandas", max(abs(check["n"].to_numpy() - found[0]).max(), abs(check["total"].to_numpy() - found[3]).max(), *(abs(check[f"w{days}"].to_numpy() - found[4 + i]).max() for i, days in enumerate((30, 90, 365)))), 1e-6)
    duck = DuckDb(folder, arguments.duckdb, "duckdb-events.mjs") if arguments.duckdb else None
    if duck:
        notes += agree("sums of DuckDB's features", max(abs(a - b) / b for a, b in zip(duck.total, [found.shape[1], found[0].sum(), found[4].sum(), found[5].sum(), found[6].sum(), found[3].sum()])), 1e-9)
    lines = []
    rounds = max(3, arguments.rounds)
    for title, command, key, goals in (
        ("of a log that is there, dense ids", "features", "dense", ("≥ 12 ×", "≥ 28 ×")),
        ("from raw columns, dense ids, the log included", "dense", "dense", ("", "")),
        ("from raw columns, sparse int64 ids, the log included", "sparse", "sparse", ("≥ 3.5 ×", "≥ 11 ×")),
        ("from raw columns, UTF-8 ids, the log included", "texts", "text", ("≥ 4 ×", "≥ 20 ×")),
    ):
        peers, wanted = {}, {}
        if duck:
            peers["DuckDB GROUP BY"], wanted["DuckDB GROUP BY"] = lambda: duck(key), goals[0]
        peers["pandas groupby"], wanted["pandas groupby"] = lambda: timed(lambda: pandas(key)), goals[1]
        lines += race(f"count, first, last, sum, counts in 30, 90, 365 days of 10,000,000 transactions, 1,000,000 customers: {title}", lambda: ours(command), peers, rounds, wanted)
    lines += race("the same of a log that is there, two threads, time on the wall", lambda: ours("features-two-threads", clock="wall"), {"one thread": lambda: ours("features", clock="wall")}, rounds, {"one thread": "≥ 1.6 ×"})
    memory = json.load(open(f"{folder}/events.memory"))
    notes += "- peak memory of making the log and computing the features, over the size of the log (goal: at most 2): " + ", ".join(f"{name} {ratio:.2f}" for name, ratio in memory.items()) + ".\n"
    lines += race("twelve monthly snapshots of the same, of a log that is there", lambda: ours("twelve"), {"one snapshot": lambda: ours("features")}, rounds, {"one snapshot": "> 1/3 ×"})
    lines += race("twelve monthly snapshots of the same, the log included", lambda: ours("log-dense") + ours("twelve"), {"one snapshot, the log included": lambda: ours("dense")}, rounds, {"one snapshot, the log included": "> 1/3 ×"})
    ours.close()
    if duck:
        duck.close()
    return lines, notes, duck.version if duck else None


def processor_model():
    """The name, family and model, as the benchmark program writes them."""
    entries = {}
    for line in open("/proc/cpuinfo"):
        key, _, value = line.partition(":")
        entries.setdefault(key.strip(), value.strip())
    name = entries.get("model name", platform.machine())
    return f"{name}, family {entries['cpu family']}, model {entries['model']}" if {"cpu family", "model"} <= entries.keys() else name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scenarios", default="score,fit20,fit100,events")
    parser.add_argument("--duckdb", help="the folder in which @duckdb/node-api was installed; without it DuckDB is left out")
    parser.add_argument("--output", help="the folder for the table; without it the table is only printed")
    arguments = parser.parse_args()
    blas = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    print(blas)
    if not any(pool["internal_api"] == "openblas" for pool in blas):
        sys.exit("numpy does not use OpenBLAS. Install libopenblas0-pthread, and choose it: update-alternatives --config libblas.so.3-x86_64-linux-gnu (and liblapack). The reference BLAS would flatter us.")
    processor = processor_model()
    lines, notes, duckdb = [], "", None
    for scenario in arguments.scenarios.split(","):
        with tempfile.TemporaryDirectory(prefix="retentiontags-peers-") as folder:
            if scenario == "score":
                more, noted, duckdb = score(folder, arguments)
            elif scenario == "events":
                more, noted, duckdb = events(folder, arguments)
            else:
                more, noted = fit(folder, int(scenario.removeprefix("fit")), arguments)
        lines, notes = lines + more, notes + noted
    dotnet = subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip()
    versions = f"numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}, statsmodels {statsmodels.__version__}, {', '.join(sorted({p['internal_api'] + ' ' + str(p.get('version')) + ', threads ' + str(p['num_threads']) for p in blas}))}{', DuckDB ' + duckdb if duckdb else ''}"
    text = f"""# Races with peers

{processor}, {os.cpu_count()} logical processors; Python {platform.python_version()}; .NET SDK {dotnet}; {platform.platform()};
{versions}.
{datetime.date.today()}; one thread each; processor time; medians of {arguments.rounds} rounds ({max(3, arguments.rounds // 2)} for fits) in which both sides alternate; in brackets the quartiles of the rounds' ratios.
Made by `/usr/bin/python3 benchmarks/peers/peers.py`. Ratios above 1 mean that we are faster. Shared machines are noisy: allow 10 %.

| work | RetentionTags | peer | time | ratio | goal |
|---|--:|---|--:|--:|--:|
""" + "\n".join(lines) + "\n\n" + notes
    print(text)
    if arguments.output:
        with open(os.path.join(arguments.output, f"peers-{re.sub('[^a-z0-9]+', '-', processor.lower()).strip('-')}.md"), "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
