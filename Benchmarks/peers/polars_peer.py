# SPDX-License-Identifier: GPL-3.0-or-later
"""Polars with two threads (the driver sets POLARS_MAX_THREADS), in its best form for these
questions: categories, month numbers, ancestors and years as columns, one frame an indicator."""
import sys

import polars as pl

from panel import FLOWS, Panel, serve

panel = Panel(sys.argv[1])
c = pl.col
ancestors = pl.DataFrame(
    panel.ancestors(), schema=["place", "name", "district", "province"], orient="row").drop("name")
SCHEMA = {"place": pl.String, "period": pl.String, "indicator": pl.String, "value": pl.Float64}


def load():
    return pl.read_csv(panel.observations, schema=SCHEMA)


def load_csv():
    return load().height


def make_ready():
    """Month 0 is January of the year 0; -1 for yearly figures."""
    raw = load()
    places = pl.Enum(ancestors["place"].sort())
    keys = pl.Enum(raw["indicator"].unique().sort())
    districts = pl.Enum(ancestors["district"].unique().sort())
    provinces = pl.Enum(ancestors["province"].unique().sort())
    own = ancestors.with_columns(
        c("place").cast(places), c("district").cast(districts), c("province").cast(provinces))
    year = c("period").str.slice(0, 4).cast(pl.Int16)
    frame = (
        raw.lazy()
        .with_columns(
            c("place").cast(places), c("indicator").cast(keys), y=year,
            m=pl.when(c("period").str.len_bytes() == 7)
            .then(year.cast(pl.Int32) * 12 + c("period").str.slice(5, 2).cast(pl.Int32, strict=False) - 1)
            .otherwise(-1))
        .drop("period")
        .join(own.lazy(), on="place")
        .sort("indicator", "place", "m")
        .collect())
    return frame.rechunk()


def load_until_ready():
    frame = make_ready()
    return frame.filter(c("indicator") == "crime_cases").group_by("y").agg(c("value").sum()).height


frame = make_ready()
parts = {str(k[0]): v.rechunk() for k, v in frame.partition_by("indicator", as_dict=True).items()}
flows = frame.lazy().filter(c("indicator").is_in(FLOWS))
crime = parts["crime_cases"].lazy()
base = crime.select("place", m=c("m") + 12, base="value")
QUERIES = {
    "province_year": flows.group_by("province", "y", "indicator").agg(value=c("value").sum())
    .rename({"y": "year"}),
    # A stock's value of a year is its last one (rows are sorted by month); then places add up.
    "stock_province_year": parts["models_total"].lazy()
    .group_by("place", "y").agg(c("province").first(), c("value").last())
    .group_by("province", "y").agg(c("value").sum()).rename({"y": "year"}),
    "district_month": crime.group_by("district", "m").agg(value=c("value").sum())
    .rename({"m": "month"}),
    # By calendar month, not by row: months are missing.
    "change_finest": crime.join(base, on=["place", "m"], how="left")
    .select("place", month="m", value="value",
            percent=pl.when(c("base") != 0).then(100 * (c("value") / c("base") - 1))),
    "one_series": parts["tips_received"].lazy().filter(c("place") == panel.some_place)
    .select(month="m", value="value"),
    "year_total": flows.group_by("y", "indicator").agg(value=c("value").sum()).rename({"y": "year"}),
    "describe": frame.lazy().group_by("indicator").agg(
        n=pl.len(), low=c("value").min(), high=c("value").max(), mean=c("value").mean(),
        deviation=c("value").std(), middle=c("value").median()),
}
names = panel.names()


def run(query):
    return lambda: query.collect().height


def answer(query):
    def write(file):
        table = query.collect()
        for column in ("place", "district", "province"):
            if column in table.columns:
                table = table.with_columns(c(column).cast(pl.String).replace_strict(names))
        if "month" in table.columns:
            table = table.with_columns(
                month=pl.format("{}-{}", (c("month") // 12).cast(pl.String).str.zfill(4),
                                (c("month") % 12 + 1).cast(pl.String).str.zfill(2)))
        table.write_csv(file)
    return write


works = {"load_csv": load_csv, "load_until_ready": load_until_ready}
works.update({name: run(query) for name, query in QUERIES.items()})
serve(works, {name: answer(query) for name, query in QUERIES.items()})
