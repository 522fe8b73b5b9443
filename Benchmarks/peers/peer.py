# SPDX-License-Identifier: GPL-3.0-or-later
"""What all peers share: the generated data, and the conversation with harness/compare.py."""
import csv
import os
import sys
import time

import polars as pl

FLOWS = [
    "crime_cases", "cases_solved", "tips_received", "tips_valuable", "models_built",
    "patrol_sessions", "fires_handled", "mediations", "outreach_sessions",
]
MONTHLY = FLOWS + ["models_total"]
# The sources of a series are monthly, these two yearly.
YEARLY = ["population", "households_total"]


class Panel:
    def __init__(self, folder):
        self.folder = os.path.join(folder, "simulated")
        self.observations = os.path.join(self.folder, "observations.csv")
        self.places_file = os.path.join(self.folder, "places.csv")
        with open(self.places_file, encoding="utf-8", newline="") as file:
            self.places = list(csv.DictReader(file))
        communes = [p for p in self.places if p["level"] == "commune"]
        finest = communes or [p for p in self.places if p["level"] == "district"]
        self.finest_level = "commune" if communes else "district"
        self.some_place = finest[len(finest) // 2]["code"]

    def ancestors(self):
        """Rows of (place code, district code, province code) of the places that report."""
        parent = {p["code"]: p["parent"] for p in self.places}
        rows = []
        for place in self.places:
            if place["level"] != self.finest_level:
                continue
            district = place["code"] if self.finest_level == "district" else place["parent"]
            rows.append((place["code"], district, parent[district]))
        return rows

    def write(self, table, file):
        """The answer as CSV: places by name, months as 2024-01 (from dates or month numbers)."""
        names = {p["code"]: p["name"] for p in self.places}
        for column, kind in table.schema.items():
            if column in ("place", "district", "province"):
                table = table.with_columns(pl.col(column).cast(pl.String).replace_strict(names))
            elif column == "month" and kind.is_temporal():
                table = table.with_columns(pl.col(column).dt.strftime("%Y-%m"))
            elif column == "month" and kind.is_integer():
                year, month = pl.col(column) // 12, pl.col(column) % 12 + 1
                table = table.with_columns(
                    month=pl.format("{}-{}", year, month.cast(pl.String).str.zfill(2)))
        table.write_csv(file)


def theil_sen(groups):
    """Slope a year and Mann–Kendall's p of (place, month numbers, values), one after the other."""
    import pymannkendall
    from scipy.stats import theilslopes

    rows = []
    for place, months, values in groups:
        slope = 12 * theilslopes(values, months).slope
        rows.append((place, slope, pymannkendall.original_test(values).p))
    return pl.DataFrame(rows, schema=["district", "slope", "p"], orient="row")


def serve(loads, queries, count, write):
    """Answers `run WORK`, `answer WORK FILE` and `works` on standard input, one line each.

    `loads` gives by name functions that return a number of rows; `queries` functions that return a
    table, whose rows `count` counts and which `write` writes as CSV.
    """
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split(None, 2)
        try:
            if words[0] == "works":
                print(" ".join([*loads, *queries]), flush=True)
            elif words[0] == "run" and words[1] in loads | queries:
                start = time.perf_counter()
                rows = loads[words[1]]() if words[1] in loads else count(queries[words[1]]())
                print("ok", time.perf_counter() - start, rows, flush=True)
            elif words[0] == "answer" and words[1] in queries:
                write(queries[words[1]](), words[2].strip())
                print("ok", flush=True)
            else:
                print("none", flush=True)
        except Exception as error:  # the driver shows it and leaves this peer out
            print("error:", str(error).replace("\n", " | "), flush=True)
