# SPDX-License-Identifier: GPL-3.0-or-later
"""Polars in its best form for these questions: month and year numbers and ancestors as columns, one
frame an indicator, a wide frame of the flows."""
import sys

import polars as pl

from peer import FLOWS, MONTHLY, Panel, serve

panel = Panel(sys.argv[1])
c = pl.col
ancestors = pl.DataFrame(
    panel.ancestors(), schema=["place", "district", "province"], orient="row")
SCHEMA = {"place": pl.String, "period": pl.String, "indicator": pl.String, "value": pl.Float64}


def load_csv():
    return pl.read_csv(panel.observations, schema=SCHEMA).height


def make_ready():
    """Month 0 is January of the year 0; a yearly figure stands at January."""
    raw = pl.read_csv(panel.observations, schema=SCHEMA)
    own = ancestors.select(c(name).cast(pl.Enum(ancestors[name].unique().sort()))
                           for name in ancestors.columns)
    year = c("period").str.slice(0, 4).cast(pl.Int32)
    return (
        raw.lazy()
        .with_columns(
            c("place").cast(own.schema["place"]),
            c("indicator").cast(pl.Enum(raw["indicator"].unique().sort())), y=year.cast(pl.Int16),
            m=year * 12 + c("period").str.slice(5, 2).cast(pl.Int32, strict=False).fill_null(1) - 1)
        .drop("period")
        .join(own.lazy(), on="place")
        .sort("indicator", "place", "m")
        .collect().rechunk())


def load_until_ready():
    return (make_ready().lazy().filter(c("indicator") == "crime_cases").group_by("y")
            .agg(c("value").sum()).collect().height)


frame = make_ready()
parts = {str(k[0]): v.rechunk() for k, v in frame.partition_by("indicator", as_dict=True).items()}
keys = ["place", "district", "province", "y", "m"]
wide = (frame.filter(c("indicator").is_in(MONTHLY)).pivot("indicator", index=keys, values="value")
        .sort("place", "m").rechunk().lazy())
crime, tips, people = (
    parts[name].lazy() for name in ("crime_cases", "tips_received", "population"))
by_district = crime.group_by("district", "m").agg(c("value").sum())


def key_of(place, month):
    """Place and month as one number, in the order of the rows."""
    return c(place).to_physical().cast(pl.Int64) * 100_000 + month


def change(table, key):
    """Sorted by key and month, so that the value of twelve months ago is found by merging."""
    base = table.select(k=key_of(key, c("m") + 12), base="value").set_sorted("k")
    return (
        table.with_columns(k=key_of(key, c("m"))).set_sorted("k")
        .join_asof(base, on="k", strategy="backward", tolerance=0)
        .select(key, month="m", percent=pl.when(c("base") != 0)
                .then(100 * (c("value") / c("base") - 1))))


def fill(table):
    """The whole grid in order, each cell beside the last row of its place that is not later."""
    months = table.select(
        pl.int_range(c("m").min(), c("m").max() + 1, dtype=pl.Int32).implode().alias("m"))
    grid = table.select(c("place").unique(maintain_order=True)).join(months, how="cross").explode("m")
    own = table.select("value", own="place", k=key_of("place", c("m"))).set_sorted("k")
    is_own = c("own").to_physical() == c("place").to_physical()
    return (
        grid.with_columns(k=key_of("place", c("m"))).set_sorted("k").join_asof(own, on="k")
        .select("place", month="m", value=pl.when(is_own).then("value")))


def slopes():
    """Of the wide frame: one pass over the rows for all indicators."""
    x = c("m").cast(pl.Float64)
    spread = {name: x.filter(c(name).is_not_null()).var() for name in MONTHLY}
    table = wide.group_by("place").agg(
        *((12 * pl.cov(x, name) / spread[name]).alias(f"{name}_slope") for name in MONTHLY),
        *((pl.corr(x, name) ** 2).alias(f"{name}_r2") for name in MONTHLY))
    return pl.concat(
        table.select("place", indicator=pl.lit(name), slope=f"{name}_slope", r2=f"{name}_r2")
        for name in MONTHLY)


def describe(name):
    value = c("value")
    return parts[name].lazy().select(
        indicator=pl.lit(name), n=pl.len(), low=value.min(), high=value.max(), mean=value.mean(),
        deviation=value.std(), middle=value.median())


# Twelve rows are twelve months where the first of them is of this place and lies eleven months back.
place = c("place").to_physical()
is_whole = (place.shift(11) == place) & (c("m").shift(11) == c("m") - 11)
QUERIES = {
    "province_year": wide.group_by("province", year="y").agg(c(name).sum() for name in FLOWS),
    # Rows are sorted by month.
    "stock_province_year": parts["models_total"].lazy()
    .group_by("place", "y").agg(c("province").first(), c("value").last())
    .group_by("province", year="y").agg(c("value").sum()),
    "year_total": wide.group_by(year="y").agg(c(name).sum() for name in FLOWS),
    "district_month": by_district.rename({"m": "month"}),
    "change_district": change(by_district.sort("district", "m"), "district"),
    "change_commune": change(crime, "place"),
    "rolling_commune": crime.select(
        "place", month="m", mean=pl.when(is_whole).then(c("value").rolling_mean(12))),
    "slope_all": slopes(),
    "correlation_year": wide.group_by("place", "y")
    .agg(c("crime_cases").sum(), c("tips_received").sum())
    .group_by(year="y").agg(r=pl.corr("crime_cases", "tips_received")),
    "rate_province_year": crime.group_by("province", "y").agg(v=c("value").sum())
    .join(people.group_by("province", "y").agg(n=c("value").sum()), on=["province", "y"])
    .select("province", year="y", rate=10000 * c("v") / c("n")),
    "quantiles_province_year": crime.group_by("province", year="y").agg(
        q50=c("value").quantile(0.5, "linear"), q90=c("value").quantile(0.9, "linear")),
    "top_districts": crime.filter(c("y") == 2023).group_by("district").agg(c("value").sum())
    .top_k(10, by="value"),
    "one_series": tips.filter(c("place") == panel.some_place).select("value", month="m"),
    "describe": pl.concat(map(describe, parts)),
    "gap_fill": fill(crime),
    # A yearly figure holds in the months of its year: an equal join on the year.
    "population_then": crime.join(
        people.select("place", "y", people="value"), on=["place", "y"], how="left")
    .select("place", "value", "people", month="m"),
}
serve(
    {"load_csv": load_csv, "load_until_ready": load_until_ready},
    {name: query.collect for name, query in QUERIES.items()},
    lambda table: table.height, panel.write)
