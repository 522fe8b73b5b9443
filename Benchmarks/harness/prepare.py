# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a simulated panel as untidy as real ones, always in the same way: prepare.py FOLDER.

The codes of the reporting places are dealt anew, so that their order is no order of place, and the
rows of the observations are shuffled.
"""
import os
import sys

import polars as pl

SEED = 20_150_101
c = pl.col


def rewrite(file, change):
    change(pl.read_csv(file, infer_schema=False)).write_csv(file + ".new")
    os.replace(file + ".new", file)


folder = sys.argv[1]
places_file = os.path.join(folder, "places.csv")
places = pl.read_csv(places_file, infer_schema=False)
finest = "commune" if (places["level"] == "commune").any() else "district"
codes = places.filter(c("level") == finest)["code"]
dealt = dict(zip(codes, codes.sample(fraction=1, shuffle=True, seed=SEED)))
rewrite(places_file, lambda table: table.with_columns(c("code").replace(dealt)))
rewrite(
    os.path.join(folder, "observations.csv"),
    lambda table: table.with_columns(c("place").replace(dealt))
    .sample(fraction=1, shuffle=True, seed=SEED))
