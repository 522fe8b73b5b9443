# SPDX-License-Identifier: GPL-3.0-or-later
"""pandas as its users write it, for reference only; one thread."""
import sys

import pandas as pd
import polars as pl

from peer import FLOWS, Panel, serve

panel = Panel(sys.argv[1])


def load_csv():
    return len(pd.read_csv(panel.observations))


frame = pd.read_csv(panel.observations)
for column in ("place", "indicator"):
    frame[column] = frame[column].astype("category")
frame["m"] = pd.to_datetime(frame["period"].where(frame["period"].str.len() == 7, frame["period"] + "-01"))
frame["year"] = frame["m"].dt.year
ancestors = pd.DataFrame(panel.ancestors(), columns=["place", "district", "province"])
frame = frame.merge(ancestors, on="place").drop(columns="period")
frame = frame.sort_values(["indicator", "place", "m"], ignore_index=True)
flows = frame[frame["indicator"].isin(FLOWS)]
crime = frame[frame["indicator"] == "crime_cases"]


def change_commune():
    base = pd.DataFrame({
        "place": crime["place"], "m": crime["m"] + pd.DateOffset(years=1), "base": crime["value"]})
    both = crime.merge(base, on=["place", "m"], how="left")
    both["percent"] = 100 * (both["value"] / both["base"].replace(0, float("nan")) - 1)
    return both[["place", "m", "percent"]].rename(columns={"m": "month"})


def quantiles():
    groups = crime.groupby(["province", "year"], observed=True)["value"]
    return groups.quantile([0.5, 0.9]).unstack().rename(columns={0.5: "q50", 0.9: "q90"}).reset_index()


queries = {
    "province_year": lambda: flows.groupby(
        ["province", "year", "indicator"], observed=True, as_index=False)["value"].sum(),
    "district_month": lambda: crime.groupby(
        ["district", "m"], observed=True, as_index=False)["value"].sum()
    .rename(columns={"m": "month"}),
    "change_commune": change_commune,
    "quantiles_province_year": quantiles,
    "one_series": lambda: frame[
        (frame["indicator"] == "tips_received") & (frame["place"] == panel.some_place)
    ][["m", "value"]].rename(columns={"m": "month"}),
    "describe": lambda: frame.groupby("indicator", observed=True)["value"]
    .agg(["count", "min", "max", "mean", "std", "median"]).reset_index()
    .set_axis(["indicator", "n", "low", "high", "mean", "deviation", "middle"], axis=1),
}
serve(
    {"load_csv": load_csv}, queries, len,
    lambda table, file: panel.write(
        pl.from_pandas(table).with_columns(pl.col(pl.Categorical).cast(pl.String)), file))
