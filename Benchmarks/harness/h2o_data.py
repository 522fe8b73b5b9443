# SPDX-License-Identifier: GPL-3.0-or-later
"""The group-by table of the public H2O database benchmark: h2o_data.py FILE [ROWS] [GROUPS].

As its groupby-datagen.R says for N rows, K groups, no missing values, unsorted: id1, id2 and id3 are
text, id4, id5 and id6 numbers; id1, id2, id4 and id5 have K values, id3 and id6 N / K; v1 is 1 to 5,
v2 1 to 15, v3 0 to 100 with six digits.
"""
import sys

import numpy as np
import polars as pl

SEED = 108
PIECE = 1_000_000

file = sys.argv[1]
rows = int(float(sys.argv[2])) if len(sys.argv) > 2 else 10_000_000
groups = int(sys.argv[3]) if len(sys.argv) > 3 else 100
random = np.random.default_rng(SEED)


def names(count, digits):
    return pl.Series([f"id{number:0{digits}d}" for number in range(1, count + 1)])


few, many = names(groups, 3), names(rows // groups, 10)
with open(file, "wb") as out:
    for start in range(0, rows, PIECE):
        size = min(PIECE, rows - start)
        pl.DataFrame({
            "id1": few[random.integers(0, groups, size)],
            "id2": few[random.integers(0, groups, size)],
            "id3": many[random.integers(0, rows // groups, size)],
            "id4": random.integers(1, groups + 1, size),
            "id5": random.integers(1, groups + 1, size),
            "id6": random.integers(1, rows // groups + 1, size),
            "v1": random.integers(1, 6, size),
            "v2": random.integers(1, 16, size),
            "v3": np.round(random.uniform(0, 100, size), 6),
        }).write_csv(out, include_header=start == 0)
