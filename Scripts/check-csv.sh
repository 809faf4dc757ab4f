#!/usr/bin/env bash
# The team import reads tables as another reader does, Python's csv module: two thousand generated files, half of them damaged.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "tables as Python reads them"

if ! command -v python3 >/dev/null; then
    skip "there is no python3 here"
fi
swift build --quiet --scratch-path "$scratch" --product Examples
examples=$(cd "$(swift build --scratch-path "$scratch" --show-bin-path)" && pwd)/Examples
python3 Scripts/compare-csv.py "$examples" 2000 || offense "files are read otherwise"
finish
