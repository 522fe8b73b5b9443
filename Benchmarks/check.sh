#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the instructions and allocations of each kernel below what kernels.csv records.
#   check.sh [--record]    --record writes what is found now into kernels.csv
set -euo pipefail
cd "$(dirname "$0")"
if ! command -v valgrind >/dev/null; then
  echo "make bench-check needs valgrind: apt-get install valgrind (there is none for macOS)" >&2
  exit 1
fi
swift build -c release --quiet
if [ ! -f data/kernels/complete ]; then
  swift build -c release --product nhip --quiet
  rm -rf data/kernels
  mkdir -p data/kernels/panel data/kernels/h2o
  .build/release/nhip simulate --places 60 --months 60 data/kernels/panel/simulated
  # The group-by questions' table, small and without a generator of its own.
  python3 - >data/kernels/h2o/g1.csv <<'END'
print("id1,id2,id3,id4,id5,id6,v1,v2,v3")
state = 1
def draw(count):
    global state
    state = state * 48271 % 2147483647
    return state % count + 1
for _ in range(20_000):
    print(f"id{draw(100):03d},id{draw(100):03d},id{draw(200):010d},{draw(100)},{draw(100)},{draw(200)},"
          f"{draw(5)},{draw(15)},{draw(100_000_000) / 1e6}")
END
  touch data/kernels/complete
fi
python3 harness/kernels.py .build/release/nhip-bench data/kernels kernels.csv "$@"
