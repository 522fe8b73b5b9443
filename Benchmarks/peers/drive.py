# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Nhip and its peers on the same files, turn by turn, and compares times and answers.

usage: drive.py PANEL_FOLDER RESULTS_FOLDER NHIP_BENCH [ROUNDS]

Each engine is one process that stays warm. A round of a work asks each engine once, in changing
order, so that whatever else the machine does meets all of them alike.
"""
import csv
import json
import math
import os
import statistics
import subprocess
import sys

from agree import compare

THREADS = "2"
FEWEST_ROUNDS = 5


class Engine:
    def __init__(self, name, command):
        self.name = name
        environment = dict(
            os.environ, POLARS_MAX_THREADS=THREADS, OMP_NUM_THREADS=THREADS, PYTHONUNBUFFERED="1")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.wait_for("ready")

    def wait_for(self, word):
        line = self.process.stdout.readline()
        if line.strip() != word:
            sys.exit(f"{self.name} does not start: {line.strip()}")

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
        file = os.path.join(folder, f"{work}-{engine.name}.csv")
        if engine.ask(f"answer {work} {file}") == "ok":
            files[engine.name] = file
    differences = {}
    for engine in engines[1:]:
        if engine.name in files and engines[0].name in files:
            difference = compare(files[engines[0].name], files[engine.name], work)
            if difference:
                differences[engine.name] = difference
    return differences


def measure(engines, work, rounds):
    """Times by engine; `None` and the reason where an engine cannot do the work."""
    times = {engine.name: [] for engine in engines}
    rows, failures = {}, {}
    for turn in range(rounds + 1):
        order = engines[turn % len(engines):] + engines[:turn % len(engines)]
        for engine in order:
            if engine.name in failures:
                continue
            result = engine.run(work)
            if isinstance(result, str):
                failures[engine.name] = result
                continue
            rows[engine.name] = result[1]
            # The first round warms.
            if turn > 0:
                times[engine.name].append(result[0])
    return times, rows, failures


def shown(seconds):
    return "–" if seconds is None else f"{seconds * 1000:.2f}"


def main():
    panel, results, binary = sys.argv[1:4]
    rounds = max(FEWEST_ROUNDS, int(sys.argv[4]) if len(sys.argv) > 4 else 7)
    here = os.path.dirname(os.path.abspath(__file__))
    answers = os.path.join(results, "answers")
    os.makedirs(answers, exist_ok=True)
    engines = [
        Engine("nhip", [binary, panel, "--serve"]),
        Engine("duckdb", [sys.executable, os.path.join(here, "duckdb_peer.py"), panel]),
        Engine("polars", [sys.executable, os.path.join(here, "polars_peer.py"), panel]),
    ]
    names = [engine.name for engine in engines]
    works = engines[0].ask("works").split()
    table, ratios, is_right = [], [], True
    print(f"{'work':<22}" + "".join(f"{name + ' ms':>14}" for name in names) + f"{'ratio':>9}")
    for work in works:
        differences = check_answers(engines, work, answers)
        times, rows, failures = measure(engines, work, rounds)
        if work == "load_csv":
            for name in names[1:]:
                if rows.get(name) != rows.get("nhip"):
                    differences[name] = f"{rows.get(name)} rows, nhip {rows.get('nhip')}"
        medians = {n: statistics.median(t) if t else None for n, t in times.items()}
        right = [medians[n] for n in names[1:] if medians[n] and n not in differences]
        ratio = min(right) / medians["nhip"] if right and medians["nhip"] else None
        if ratio:
            ratios.append(ratio)
        print(
            f"{work:<22}" + "".join(f"{shown(medians[name]):>14}" for name in names)
            + f"{f'{ratio:.2f}x' if ratio else '–':>9}", flush=True)
        for name, reason in {**failures, **differences}.items():
            is_right = False
            print(f"    {name}: {reason}")
        for name in names:
            best = min(times[name]) if times[name] else None
            table.append([name, work, best, medians[name], rows.get(name), differences.get(name, "")])
    for engine in engines:
        engine.quit()
    if ratios:
        mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
        print(f"geometric mean over {len(ratios)} works: {mean:.2f}x the best right peer")
    with open(os.path.join(results, "results.csv"), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["peer", "work", "best_s", "median_s", "rows", "difference"])
        writer.writerows(table)
    with open(os.path.join(results, "results.jsonl"), "w", encoding="utf-8") as file:
        for peer, work, best, median, check, _ in table:
            line = dict(peer=peer, work=work, best_s=best, median_s=median, check=check)
            file.write(json.dumps(line) + "\n")
    sys.exit(0 if is_right else 1)


main()
