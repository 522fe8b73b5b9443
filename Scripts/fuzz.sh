#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Feeds damaged queries and files to the engine, half of the time each: fuzz.sh SECONDS [queries|csv].
# A find stops it with exit 1 and is left in .build-fuzz/finds (Sources/NhipFuzz/README.md).
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-300}
modes=${2:-queries csv}
# An input that takes longer counts as a hang; answers are to come within a fraction of a second.
hang_seconds=10
memory_megabytes=2048
# Queries and files longer than this find nothing that shorter ones do not.
longest_bytes=1500

work=.build-fuzz
export NHIP_FUZZ=1
mkdir -p "$work"
swift build -c release --product NhipFuzz --scratch-path "$work" >"$work/build.log" 2>&1 ||
  { grep -E 'error' "$work/build.log" | sort -u | head -20; exit 1; }
binary=$work/release/NhipFuzz

# The packages that are small; others would be made on first use.
mkdir -p "$work/datasets" "$work/finds"
for package in movement us-states north-carolina; do
  rm -rf "$work/datasets/$package"
  cp -r "Datasets/$package" "$work/datasets/"
done
export NHIP_FUZZ_DATASETS=$work/datasets
export NHIP_FUZZ_QUESTIONS=Tests/NhipLanguageTests/Fixtures/questions.nhip
# Backtraces slow a crash down and are not needed: the input is kept.
export SWIFT_BACKTRACE=enable=no

share=$((seconds / $(wc -w <<<"$modes")))
for mode in $modes; do
  export NHIP_FUZZ_MODE=$mode
  corpus=$work/corpus-$mode
  "$binary" --write-seeds "$corpus"
  # What earlier finds broke on is tried first.
  if [ -d Tests/RegressionTests/Finds ]; then
    case $mode in
      queries) find Tests/RegressionTests/Finds -name '*.txt' -exec cp {} "$corpus" \; ;;
      csv) find Tests/RegressionTests/Finds -name '*.csv' -exec cp {} "$corpus" \; ;;
    esac
  fi
  echo "$mode: $share seconds, $(find "$corpus" -type f | wc -l) inputs to begin with"
  log=$work/$mode.log
  if ! "$binary" "$corpus" -max_total_time="$share" -timeout="$hang_seconds" \
    -rss_limit_mb="$memory_megabytes" -max_len="$longest_bytes" -artifact_prefix="$work/finds/$mode-" \
    -print_final_stats=1 >"$log" 2>&1; then
    tail -40 "$log"
    echo "a find: $(grep -o 'Test unit written to .*' "$log" || true)"
    exit 1
  fi
  grep -E 'stat::(number_of_executed_units|average_exec_per_sec|peak_rss_mb|slowest_unit_time_sec)' "$log"
done
