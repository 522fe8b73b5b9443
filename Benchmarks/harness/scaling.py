# SPDX-License-Identifier: GPL-3.0-or-later
"""How Nhip's times grow with the rows: scaling.py NHIP_BENCH SMALL_FOLDER LARGE_FOLDER [ROUNDS]."""
import csv
import os
import subprocess
import sys

# The larger panel has ten times the rows.
LIMIT = 20
# Below this the clock and the query's own words weigh more than the rows.
LEAST_SECONDS = 0.0005


def times(folder):
    run = subprocess.run([binary, "panel", folder, rounds], stdout=subprocess.PIPE, text=True, check=True)
    return {row["work"]: float(row["median_s"]) for row in csv.DictReader(run.stdout.splitlines())}


def rows(folder):
    with open(os.path.join(folder, "simulated", "observations.csv"), "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 24), b"")) - 1


binary, small, large = sys.argv[1:4]
rounds = sys.argv[4] if len(sys.argv) > 4 else "5"
before, after = times(small), times(large)
print(f"{'median ms':<24}{rows(small):>14,}{rows(large):>14,}{'growth':>9}  at most {LIMIT}x")
is_held = True
for work in before:
    if work in after:
        growth = after[work] / max(before[work], LEAST_SECONDS)
        is_held &= growth <= LIMIT
        print(f"{work:<24}{before[work] * 1000:>14.2f}{after[work] * 1000:>14.2f}{growth:>8.1f}x"
              f"  {'pass' if growth <= LIMIT else 'short'}")
sys.exit(0 if is_held else 1)
