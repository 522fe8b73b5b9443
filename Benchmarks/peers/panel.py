# SPDX-License-Identifier: GPL-3.0-or-later
"""What every peer knows of the generated data, and the protocol with the driver."""
import csv
import os
import sys
import time

FLOWS = [
    "crime_cases", "cases_solved", "tips_received", "tips_valuable", "models_built",
    "patrol_sessions", "fires_handled", "mediations", "outreach_sessions",
]


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
        """Rows of (code, name, district code, province code) of the places that report."""
        parent = {p["code"]: p["parent"] for p in self.places}
        rows = []
        for place in self.places:
            if place["level"] != self.finest_level:
                continue
            district = place["code"] if self.finest_level == "district" else place["parent"]
            rows.append((place["code"], place["name"], district, parent[district]))
        return rows

    def names(self):
        return {p["code"]: p["name"] for p in self.places}


def serve(works, answers):
    """Answers `run WORK`, `answer WORK FILE` and `works` on standard input, one line each.

    `works` gives a function by name, which returns a number of rows; `answers` a function that
    writes the same work's answer as CSV with named places.
    """
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split(None, 2)
        try:
            if words[0] == "works":
                print(" ".join(works), flush=True)
            elif words[0] == "run":
                start = time.perf_counter()
                rows = works[words[1]]()
                print("ok", time.perf_counter() - start, rows, flush=True)
            elif words[0] == "answer" and words[1] in answers:
                answers[words[1]](words[2].strip())
                print("ok", flush=True)
            else:
                print("none", flush=True)
        except Exception as error:  # the driver shows it and leaves this peer out
            print("error:", str(error).replace("\n", " | "), flush=True)
