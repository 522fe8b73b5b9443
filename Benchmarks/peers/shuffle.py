# SPDX-License-Identifier: GPL-3.0-or-later
"""Shuffles the rows of a CSV file in place, always in the same order: shuffle.py FILE."""
import os
import sys

import polars as pl

file = sys.argv[1]
table = pl.read_csv(file, infer_schema=False)
table.sample(fraction=1, shuffle=True, seed=20_150_101).write_csv(file + ".shuffled")
os.replace(file + ".shuffled", file)
