#!/usr/bin/env bash
# bench.sh [NAME] - the benchmarks; each figure on a line `bench NAME METRIC VALUE UNIT`.
# Called by `./dev bench`, which has built the release binaries.
set -euo pipefail
cd "$(dirname "$0")/.."

only=${1:-}
for program in build/bench/bench_*; do
  [ -f "$program" ] && [ -x "$program" ] || continue
  name=${program##*bench_}
  [ -z "$only" ] || [ "$only" = "$name" ] || continue
  "$program"
done
if [ -z "$only" ] || [ "$only" = yearend ] || [ "$only" = store ]; then
  python3 tools/bench_store.py $only
fi
