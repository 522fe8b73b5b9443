# SPDX-License-Identifier: GPL-3.0-or-later
"""Polars on the group-by questions, as its own solution in the public benchmark: categories."""
import sys

import polars as pl

from peer import serve

c = pl.col
frame = pl.read_csv(
    f"{sys.argv[1]}/g1.csv",
    schema_overrides={name: pl.Int32 for name in ("id4", "id5", "id6", "v1", "v2")})
for name in ("id1", "id2", "id3"):
    frame = frame.with_columns(c(name).cast(pl.Enum(frame[name].unique().sort())))
x = frame.rechunk().lazy()
QUERIES = {
    "q1": x.group_by("id1").agg(c("v1").sum()),
    "q2": x.group_by("id1", "id2").agg(c("v1").sum()),
    "q3": x.group_by("id3").agg(c("v1").sum(), c("v3").mean()),
    "q4": x.group_by("id4").agg(c("v1", "v2", "v3").mean()),
    "q5": x.group_by("id6").agg(c("v1", "v2", "v3").sum()),
    "q6": x.group_by("id4", "id5").agg(median_v3=c("v3").median(), sd_v3=c("v3").std()),
    "q7": x.group_by("id3").agg(range_v1_v2=c("v1").max() - c("v2").min()),
    "q8": x.drop_nulls("v3").group_by("id6").agg(c("v3").top_k(2)).explode("v3"),
    "q9": x.group_by("id2", "id4").agg(r2=pl.corr("v1", "v2") ** 2),
    "q10": x.group_by("id1", "id2", "id3", "id4", "id5", "id6")
    .agg(v3=c("v3").sum(), count=pl.len()),
}
serve({}, {name: query.collect for name, query in QUERIES.items()},
      lambda table: table.height, lambda table, file: table.write_csv(file))
