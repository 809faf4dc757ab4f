#!/usr/bin/env bash
# Half a minute of mutated role catalogs, and of mutated journals: nothing that comes in may stop the process, hang, or be lost.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "mutated role catalogs and journals under libFuzzer"

# Xcode's toolchain has no libFuzzer.
if [[ $(uname) == Darwin ]]; then
    printf '  not on this system\n'
    finish
    exit 0
fi
Scripts/fuzz-catalog.sh 25 || offense "the reader of catalogs does not hold"
Scripts/fuzz-journal.sh 25 || offense "the reader of journals does not hold"
finish
