# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws results.csv: how many times as fast as the best right peer, by work: chart.py FOLDER."""
import csv
import math
import os
import sys

LEFT, RIGHT, LINE, TOP = 170, 520, 22, 30
folder = sys.argv[1]
with open(os.path.join(folder, "results.csv"), encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file) if row["engine"] == "nhip" and row["ratio"]]
shown = [float(row[name]) for row in rows for name in ("ratio", "target") if row[name]] or [1.0]
low, high = math.floor(math.log10(min(shown))), math.ceil(math.log10(max(shown)) + 0.1)


def x(ratio):
    return round(LEFT + (math.log10(ratio) - low) / (high - low) * (RIGHT - LEFT), 1)


bottom = TOP + LINE * len(rows)
parts = []
for power in range(low, high + 1):
    colour = "#888" if power == 0 else "#ddd"
    parts.append(f'<path d="M{x(10**power)} {TOP - 6}V{bottom}" stroke="{colour}"/>')
    parts.append(f'<text x="{x(10**power)}" y="{bottom + 14}" text-anchor="middle">{10**power:g}</text>')
for place, row in enumerate(rows):
    y = TOP + LINE * place
    end, ratio = x(float(row["ratio"])), float(row["ratio"])
    parts.append(f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">{row["work"]}</text>')
    parts.append(f'<rect x="{LEFT}" y="{y + 1}" width="{end - LEFT:.1f}" height="14" fill="#1b6ca8"/>')
    parts.append(f'<text x="{end + 8}" y="{y + 12}">{ratio:.2g}×</text>')
    if row["target"]:
        mark = f'M{x(float(row["target"]))} {y - 2}v20'
        parts.append(f'<path d="{mark}" stroke="#c33" stroke-width="2"/>')
title = "Times as fast as the best right peer (medians; red: target)"
with open(os.path.join(folder, "chart.svg"), "w", encoding="utf-8") as file:
    file.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {RIGHT + 60} {bottom + 24}"'
        ' font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n'
        f'<text x="8" y="16" font-weight="bold">{title}</text>\n' + "\n".join(parts) + "\n</svg>\n")
