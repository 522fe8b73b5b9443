# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Nhip and its peers on the same files, turn by turn, and compares times and answers.

usage: compare.py SUITE DATA_FOLDER RESULTS_FOLDER NHIP_BENCH [ROUNDS]

SUITE is `panel` or `h2o`. Each engine is one process. A round of a work asks each engine in turn, in
changing order, so that whatever else the machine does meets all of them alike. A short work is asked
twice in a turn and timed the second time: warm, not in the caches that another engine left.
"""
import csv
import math
import os
import shutil
import statistics
import subprocess
import sys

from agree import compare, read
from works import read_works

THREADS = "2"
FEWEST_ROUNDS = 5
# A work that takes longer is asked the fewest times.
SLOW_SECONDS = 1.0
# A work that takes less in every engine is asked once more before it is timed.
SHORT_SECONDS = 0.2
PEERS = {
    "panel": ["duckdb_plain", "duckdb_expert", "polars_plain", "polars_expert"],
    "h2o": ["duckdb_h2o", "polars_h2o"],
}
# Timed where the data are small, and in no ratio.
REFERENCES = {"panel": ["pandas_plain", "sqlite_plain"], "h2o": []}
REFERENCE_BYTES = 100_000_000


class Engine:
    def __init__(self, name, command):
        self.name = name
        environment = dict(
            os.environ, POLARS_MAX_THREADS=THREADS, OMP_NUM_THREADS=THREADS, PYTHONUNBUFFERED="1")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        line = self.process.stdout.readline().strip()
        if line != "ready":
            sys.exit(f"{name} does not start: {line}")
        self.works = self.ask("works").split()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def run(self, work):
        """Seconds and rows, or the reason why there are none."""
        reply = self.ask(f"run {work}")
        words = reply.split()
        if len(words) == 3 and words[0] == "ok":
            return float(words[1]), int(words[2])
        return reply or "the process ended"

    def quit(self):
        self.process.stdin.close()
        self.process.wait()


def check_answers(engines, work, folder):
    """What differs from Nhip, by peer; nothing for a load, whose rows are compared instead."""
    files = {}
    for engine in engines:
        file = os.path.join(folder, f"{work.name}-{engine.name}.csv")
        if engine.ask(f"answer {work.name} {file}") == "ok":
            files[engine.name] = file
    differences = {}
    if "nhip" in files:
        own = read(files["nhip"], work)
        for engine in engines[1:]:
            if engine.name in files:
                difference = compare(own, read(files[engine.name], work), work)
                if difference:
                    differences[engine.name] = difference
    # What agrees is not kept: answers may be large.
    for name, file in files.items():
        if name not in differences and not (name == "nhip" and differences):
            os.remove(file)
    return differences


def measure(engines, work, rounds):
    """Times by engine; no times and the reason where an engine cannot do the work."""
    times = {engine.name: [] for engine in engines}
    rows, failures = {}, {}
    slowest = 0.0
    turn = 0
    while turn <= rounds:
        order = engines[turn % len(engines):] + engines[:turn % len(engines)]
        for engine in order:
            if engine.name in failures:
                continue
            if turn > 0 and slowest < SHORT_SECONDS:
                engine.run(work)
            result = engine.run(work)
            if isinstance(result, str):
                failures[engine.name] = result
                continue
            rows[engine.name] = result[1]
            # The first round warms.
            if turn > 0:
                times[engine.name].append(result[0])
            else:
                slowest = max(slowest, result[0])
        if slowest > SLOW_SECONDS:
            rounds = FEWEST_ROUNDS
        turn += 1
    return times, rows, failures


def shown(seconds):
    return "–" if seconds is None else f"{seconds * 1000:.2f}"


class Report:
    """The table as it is printed, and what is written at the end."""

    def __init__(self, engines, peers):
        self.names = [engine.name for engine in engines]
        self.peers = peers
        self.rows, self.ratios, self.lines = [], {}, []
        self.totals = {name: 0.0 for name in self.names}
        self.is_right = True
        widths = [max(10, len(name) + 2) for name in self.names]
        self.widths = dict(zip(self.names, widths))
        head = "".join(f"{name:>{self.widths[name]}}" for name in self.names)
        self.say(f"{'median ms':<24}{head}{'ratio':>9}{'target':>8}")

    def say(self, line):
        self.lines.append(line)
        print(line, flush=True)

    def add(self, work, times, rows, failures, differences):
        medians = {n: statistics.median(t) if t else None for n, t in times.items()}
        own = medians.get("nhip")
        right = [medians[n] for n in self.peers if medians.get(n) and n not in differences]
        ratio = min(right) / own if right and own else None
        verdict = ""
        if ratio:
            self.ratios[work.name] = ratio
            if work.target:
                verdict = "pass" if ratio >= work.target else "short"
        cells = "".join(f"{shown(medians.get(n)):>{self.widths[n]}}" for n in self.names)
        self.say(
            f"{work.name:<24}{cells}{f'{ratio:.2f}x' if ratio else '–':>9}"
            f"{f'{work.target:g}x' if work.target else '–':>8}  {verdict}".rstrip())
        if "nhip" in failures:
            self.say(f"    missing in nhip: {failures['nhip'][:400]}")
        for name, reason in {**failures, **differences}.items():
            if name != "nhip":
                self.is_right = False
                self.say(f"    {name}: {reason[:400]}")
        for name in self.names:
            best = min(times[name]) if times.get(name) else None
            self.totals[name] += medians.get(name) or math.inf
            difference = failures.get(name) or differences.get(name, "")
            self.rows.append([
                work.name, name, best, medians.get(name), rows.get(name), difference,
                ratio if name == "nhip" else None, work.target if name == "nhip" else None])

    def end_panel(self):
        if self.ratios:
            mean = math.exp(sum(map(math.log, self.ratios.values())) / len(self.ratios))
            self.say(
                f"geometric mean over {len(self.ratios)} works: {mean:.2f}x the best right peer"
                f" (target 6x, aim 9x; {'pass' if mean >= 6 else 'short'})")

    def end_h2o(self):
        ratio = min(self.totals[name] for name in self.peers) / self.totals["nhip"]
        totals = ", ".join(f"{name} {seconds:.3f} s" for name, seconds in self.totals.items())
        self.say(
            f"ten together: {totals}: {ratio:.2f}x the best peer"
            f" (target 1x, aim 1.5x; {'pass' if ratio >= 1 else 'short'})")

    def write(self, folder):
        with open(os.path.join(folder, "table.txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(self.lines) + "\n")
        with open(os.path.join(folder, "results.csv"), "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(
                ["work", "engine", "best_s", "median_s", "rows", "difference", "ratio", "target"])
            writer.writerows(self.rows)


def main():
    suite, data, results, binary = sys.argv[1:5]
    rounds = max(FEWEST_ROUNDS, int(sys.argv[5]) if len(sys.argv) > 5 else 7)
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers")
    answers = os.path.join(results, "answers")
    shutil.rmtree(answers, ignore_errors=True)
    os.makedirs(answers)
    size = sum(os.path.getsize(os.path.join(root, f)) for root, _, fs in os.walk(data) for f in fs)
    peers = PEERS[suite] + (REFERENCES[suite] if size < REFERENCE_BYTES else [])
    engines = [Engine("nhip", [binary, suite, data, "--serve"])]
    engines += [
        Engine(name, [sys.executable, os.path.join(folder, f"{name}.py"), data]) for name in peers]
    report = Report(engines, PEERS[suite])
    wanted = os.environ.get("WORKS", "").split()
    for work in read_works(suite):
        if wanted and work.name not in wanted:
            continue
        able = [engine for engine in engines if work.name in engine.works]
        differences = check_answers(able, work, answers)
        times, rows, failures = measure(able, work.name, rounds)
        if not work.keys:
            for name in rows:
                if rows[name] != rows.get("nhip"):
                    differences[name] = f"{rows[name]} rows, nhip {rows.get('nhip')}"
        report.add(work, times, rows, failures, differences)
    for engine in engines:
        engine.quit()
    (report.end_panel if suite == "panel" else report.end_h2o)()
    report.write(results)
    sys.exit(0 if report.is_right else 1)


main()
