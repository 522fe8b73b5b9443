# SPDX-License-Identifier: GPL-3.0-or-later
"""The works of a suite, as works.csv lists them."""
import csv
import os
from dataclasses import dataclass


@dataclass
class Work:
    name: str
    # How many times as fast as the best right peer Nhip shall be.
    target: float | None
    # The columns that name a row of the answer, and its numbers.
    keys: list[str]
    numbers: list[str]
    # The columns that Nhip calls otherwise.
    nhip_names: dict[str, str]
    question: str


def read_works(suite):
    file = os.path.join(os.path.dirname(os.path.abspath(__file__)), "works.csv")
    with open(file, encoding="utf-8", newline="") as text:
        return [
            Work(
                row["work"], float(row["target"]) if row["target"] else None, row["keys"].split(),
                row["numbers"].split(), dict(p.split("=") for p in row["nhip_names"].split()),
                row["question"])
            for row in csv.DictReader(text) if row["suite"] == suite]
