#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares Nhip with DuckDB and Polars on generated data: run.sh [PLACES] [MONTHS] [ROUNDS].
# 8300 places over 240 months make 24 million rows. Exit 1 where answers differ.
set -euo pipefail
cd "$(dirname "$0")"

places=${1:-1000}
months=${2:-240}
rounds=${3:-7}
panel=data/$places-$months
results=results/$places-$months

if [ ! -x .venv/bin/python ]; then
  python3 -m venv .venv
fi
if ! cmp -s peers/requirements.txt .venv/requirements.txt; then
  .venv/bin/pip install --quiet --disable-pip-version-check -r peers/requirements.txt
  cp peers/requirements.txt .venv/requirements.txt
fi

if [ ! -f "$panel/complete" ]; then
  (cd .. && swift build -c release --product nhip --quiet)
  rm -rf "$panel"
  mkdir -p "$panel"
  ../.build/release/nhip simulate --places "$places" --months "$months" "$panel/simulated"
  .venv/bin/python peers/shuffle.py "$panel/simulated/observations.csv"
  touch "$panel/complete"
fi

swift build -c release --quiet
mkdir -p "$results"
.venv/bin/python peers/drive.py "$panel" "$results" "$PWD/.build/release/nhip-bench" "$rounds" |
  tee "$results/table.txt"
