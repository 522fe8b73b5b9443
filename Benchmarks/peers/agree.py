# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a peer's answer is Nhip's: the same keys with the same numbers."""
import csv

from panel import FLOWS

TOLERANCE = 1e-9
# The columns that name a row, and whether Nhip has a column an indicator where peers have a row.
SHAPES = {
    "province_year": (["province", "year"], True),
    "stock_province_year": (["province", "year"], False),
    "district_month": (["district", "month"], False),
    "change_finest": (["place", "month"], False),
    "one_series": (["month"], False),
    "year_total": (["year"], True),
    "describe": (["indicator"], False),
}
# Nhip's names of the columns that peers call otherwise.
RENAMED = {
    "crime_cases": "value", "tips_received": "value", "models_total": "value",
    "crime_cases_percent": "percent", "commune": "place", "period": "month",
}


def read(file, work):
    """Numbers by (key, column); what is missing is left out."""
    keys, is_wide = SHAPES[work]
    cells = {}
    with open(file, encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            if work == "change_finest" and "district" in row:
                row["place"] = row.pop("district")
            if not is_wide:
                row = {RENAMED.get(k, k): v for k, v in row.items()}
            key = tuple(row[k] for k in keys)
            if is_wide and "indicator" not in row:
                found = {flow: row[flow] for flow in FLOWS}
            elif is_wide:
                found = {row["indicator"]: row["value"]}
            else:
                wanted = ("value", "percent", "n", "low", "high", "mean", "deviation", "middle")
                found = {k: row[k] for k in wanted if k in row}
            for column, value in found.items():
                if value not in ("", "NaN", "nan", None):
                    cells[key + (column,)] = float(value)
    return cells


def compare(own_file, peer_file, work):
    """An empty text where the answers agree, else what differs."""
    own, peer = read(own_file, work), read(peer_file, work)
    if not own:
        return "no numbers to compare"
    for key in own.keys() ^ peer.keys():
        side = "peer" if key in own else "nhip"
        return f"{key} is missing in {side} ({len(own)} numbers against {len(peer)})"
    for key, value in own.items():
        other = peer[key]
        if abs(value - other) > TOLERANCE * max(1.0, abs(value), abs(other)):
            return f"{key}: nhip {value}, peer {other}"
    return ""
