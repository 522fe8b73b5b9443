# SPDX-License-Identifier: GPL-3.0-or-later
"""Polars as its users write it: categories and dates, sorted by indicator, place and month, and a
frame of places to join. Months are missing, so a year ago is a date, never twelve rows back."""
import sys

import polars as pl

from peer import FLOWS, YEARLY, Panel, serve, theil_sen

panel = Panel(sys.argv[1])
c = pl.col


def load_csv():
    return pl.read_csv(panel.observations).height


def make_ready():
    raw = pl.read_csv(panel.observations)
    places = pl.Enum(raw["place"].unique().sort())
    indicators = pl.Enum(raw["indicator"].unique().sort())
    month = pl.when(c("period").str.len_bytes() == 4).then(c("period") + "-01").otherwise("period")
    return (
        raw.with_columns(
            c("place").cast(places), c("indicator").cast(indicators),
            m=(month + "-01").str.to_date("%Y-%m-%d"))
        .drop("period").sort("indicator", "place", "m").rechunk())


def load_until_ready():
    crime = make_ready().filter(c("indicator") == "crime_cases")
    return crime.group_by(c("m").dt.year()).agg(c("value").sum()).height


frame = make_ready()
L = frame.lazy()
H = pl.LazyFrame(
    panel.ancestors(), schema=["place", "district", "province"], orient="row"
).with_columns(c("place").cast(frame.schema["place"]))
year = c("m").dt.year().alias("year")
flows = L.filter(c("indicator").is_in(FLOWS))
crime = L.filter(c("indicator") == "crime_cases")
tips = L.filter(c("indicator") == "tips_received")
people = L.filter(c("indicator") == "population")
by_district = crime.join(H, on="place").group_by("district", "m").agg(c("value").sum())
number = c("m").dt.year().cast(pl.Float64) * 12 + c("m").dt.month()


def change(table, key):
    base = table.select(key, c("m").dt.offset_by("1y"), base="value")
    return table.join(base, on=[key, "m"], how="left").select(
        key, month="m", percent=pl.when(c("base") != 0).then(100 * (c("value") / c("base") - 1)))


def grid(table):
    months = table.select(pl.date_range(c("m").min(), c("m").max(), "1mo"))
    return table.select(c("place").unique()).join(months, how="cross")


QUERIES = {
    "province_year": flows.join(H, on="place").group_by("province", year, "indicator")
    .agg(c("value").sum()),
    # A stock's value of a year is its last one; then places add up.
    "stock_province_year": L.filter(c("indicator") == "models_total").sort("m")
    .group_by("place", year).agg(c("value").last())
    .join(H, on="place").group_by("province", "year").agg(c("value").sum()),
    "year_total": flows.group_by(year, "indicator").agg(c("value").sum()),
    "district_month": by_district.rename({"m": "month"}),
    "change_district": change(by_district, "district"),
    "change_commune": change(crime, "place"),
    # Twelve months that are all there.
    "rolling_commune": crime.select(
        "place", month="m",
        mean=c("value").rolling_mean_by("m", "12mo", min_samples=12).over("place")),
    "slope_all": L.filter(~c("indicator").is_in(YEARLY)).with_columns(x=number)
    .group_by("indicator", "place")
    .agg(slope=12 * pl.cov("x", "value") / c("x").var(), r2=pl.corr("x", "value") ** 2),
    "correlation_year": crime.group_by("place", year).agg(a=c("value").sum())
    .join(tips.group_by("place", year).agg(b=c("value").sum()), on=["place", "year"])
    .group_by("year").agg(r=pl.corr("a", "b")),
    "rate_province_year": crime.join(H, on="place").group_by("province", year).agg(v=c("value").sum())
    .join(people.join(H, on="place").group_by("province", year).agg(n=c("value").sum()),
          on=["province", "year"])
    .select("province", "year", rate=10000 * c("v") / c("n")),
    "quantiles_province_year": crime.join(H, on="place").group_by("province", year).agg(
        q50=c("value").quantile(0.5, "linear"), q90=c("value").quantile(0.9, "linear")),
    "top_districts": crime.filter(c("m").dt.year() == 2023).join(H, on="place")
    .group_by("district").agg(c("value").sum()).top_k(10, by="value"),
    "one_series": tips.filter(c("place") == panel.some_place).select("value", month="m"),
    "describe": L.group_by("indicator").agg(
        n=pl.len(), low=c("value").min(), high=c("value").max(), mean=c("value").mean(),
        deviation=c("value").std(), middle=c("value").median()),
    "gap_fill": grid(crime).join(crime, on=["place", "m"], how="left").sort("place", "m")
    .select("place", month="m", value=c("value").forward_fill().over("place")),
    "population_then": crime.sort("m").join_asof(
        people.select("place", "m", people="value").sort("m"), on="m", by="place",
        check_sortedness=False)
    .select("place", "value", "people", month="m"),
}


def trends():
    table = by_district.with_columns(x=number).sort("district", "m").collect()
    return theil_sen(
        (key[0], part["x"].to_numpy(), part["value"].to_numpy())
        for key, part in table.group_by("district", maintain_order=True))


queries = {name: query.collect for name, query in QUERIES.items()}
serve(
    {"load_csv": load_csv, "load_until_ready": load_until_ready},
    queries | {"theil_sen_district": trends},
    lambda table: table.height, panel.write)
