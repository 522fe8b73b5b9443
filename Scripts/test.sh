#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds everything without warnings, then runs every test; prints the runner's own summary.
set -euo pipefail
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
flags=(--explicit-target-dependency-import-check error)

if ! swift build --build-tests "${flags[@]}" >"$log" 2>&1; then
  grep -E 'error|warning' "$log" | sort -u | head -60
  tail -5 "$log"
  exit 1
fi
if grep -E "^$PWD/(Sources|Tests)/.*warning:" "$log" | sort -u | grep . ; then
  echo "the build has warnings" >&2
  exit 1
fi
swift test --disable-xctest --skip-build "${flags[@]}" "$@"
