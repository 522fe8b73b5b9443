#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares Nhip with DuckDB and Polars on generated data. Exit 1 where answers differ.
#   run.sh panel [PLACES] [MONTHS] [ROUNDS]   1000 240 7: 2.4 million rows
#   run.sh h2o [ROWS] [ROUNDS]                10000000 7: the public group-by questions
#   run.sh scaling [ROUNDS]                   Nhip alone, 2.4 against 24 million rows
#   run.sh all                                panel and h2o as above
set -euo pipefail
cd "$(dirname "$0")"
bench=.build/release/nhip-bench
python=.venv/bin/python

set_up() {
  if [ ! -x $python ]; then
    python3 -m venv .venv
  fi
  if ! cmp -s peers/requirements.txt .venv/requirements.txt; then
    .venv/bin/pip install --quiet --disable-pip-version-check -r peers/requirements.txt
    cp peers/requirements.txt .venv/requirements.txt
  fi
  swift build -c release --quiet
}

# make_panel PLACES MONTHS: the panel's folder, made where it is not there.
make_panel() {
  panel=data/panel-$1-$2
  if [ ! -f "$panel/complete" ]; then
    swift build -c release --product nhip --quiet
    rm -rf "$panel"
    mkdir -p "$panel"
    .build/release/nhip simulate --places "$1" --months "$2" "$panel/simulated"
    $python harness/prepare.py "$panel/simulated"
    touch "$panel/complete"
  fi
}

# compare SUITE DATA NAME ROUNDS
compare() {
  mkdir -p "results/$3"
  local status=0
  $python harness/compare.py "$1" "$2" "results/$3" $bench "$4" || status=$?
  $python harness/chart.py "results/$3"
  echo "written: Benchmarks/results/$3 (table.txt, results.csv, chart.svg)"
  return $status
}

panel() {
  make_panel "${1:-1000}" "${2:-240}"
  compare panel "$panel" "panel-${1:-1000}-${2:-240}" "${3:-7}"
}

h2o() {
  local rows=${1:-10000000}
  if [ ! -f "data/h2o-$rows/complete" ]; then
    mkdir -p "data/h2o-$rows"
    $python harness/h2o_data.py "data/h2o-$rows/g1.csv" "$rows"
    touch "data/h2o-$rows/complete"
  fi
  compare h2o "data/h2o-$rows" "h2o-$rows" "${2:-7}"
}

scaling() {
  make_panel 1000 240
  local small=$panel
  make_panel 10000 240
  mkdir -p results/scaling
  $python harness/scaling.py $bench "$small" "$panel" "${1:-5}" | tee results/scaling/table.txt
}

suite=${1:-all}
shift || true
set_up
case $suite in
  panel | h2o | scaling) "$suite" "$@" ;;
  all)
    status=0
    panel || status=1
    h2o || status=1
    exit $status
    ;;
  *) sed -n '3,7s/^# *//p' "$(basename "$0")" && exit 2 ;;
esac
