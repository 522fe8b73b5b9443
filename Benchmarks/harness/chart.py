# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws results.csv: how many times as fast as the best right peer, by work: chart.py FOLDER."""
import csv
import os
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "nhip"
from matplotlib import pyplot  # noqa: E402

folder = sys.argv[1]
with open(os.path.join(folder, "results.csv"), encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["engine"] == "nhip" and row["ratio"]]
rows.reverse()
ratios = [float(row["ratio"]) for row in rows]
figure, axes = pyplot.subplots(figsize=(8, 0.3 * len(rows) + 1.2), layout="constrained")
axes.barh([row["work"] for row in rows], ratios, color="#1b6ca8", height=0.6)
targets = [(float(row["target"]), place) for place, row in enumerate(rows) if row["target"]]
if targets:
    axes.plot(*zip(*targets), "|", color="black", markersize=12, label="target")
    axes.legend(loc="lower right", frameon=False)
for place, ratio in enumerate(ratios):
    axes.annotate(f"{ratio:.2g}", (ratio, place), (4, 0), textcoords="offset points", va="center")
axes.set_xscale("log")
axes.axvline(1, color="grey", linewidth=0.8)
axes.set_xlabel("times as fast as the best right peer (medians)")
axes.spines[["top", "right"]].set_visible(False)
axes.margins(x=0.15)
figure.savefig(os.path.join(folder, "chart.svg"), metadata={"Date": None})
