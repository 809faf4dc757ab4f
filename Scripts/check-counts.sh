#!/usr/bin/env bash
# A check allocates nothing and retains nothing, in any of its forms, and every decision is right. Counts, no times: they are
# the same on every machine, whatever else it does.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "no allocation, retain or release in a role check"

swift build --quiet -c release --scratch-path "$scratch" --product Benchmarks
benchmarks=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/Benchmarks
status=0
out=$("$benchmarks" counts 2>&1 </dev/null) || status=$?
printf '%s\n' "$out" | sed 's/^/  /'
if ((status != 0)); then offense "the counts are not zero, or there are none (status $status)"; fi
finish
