#!/usr/bin/env bash
# Half a minute of mutated role catalogs, of mutated journals, and of what comes in over SCIM: nothing that comes in may stop the process,
# hang, or be lost.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "mutated role catalogs, journals, JSON, filters and changes under libFuzzer"

# Xcode's toolchain has no libFuzzer.
if [[ $(uname) == Darwin ]]; then
    printf '  not on this system\n'
    finish
    exit 0
fi
# The same inputs in every run, so that a change is judged by what it is and not by luck. The fuzzers themselves take others each time.
export ROSTER_FUZZ_SEED=1 SWIFT_DETERMINISTIC_HASHING=1
Scripts/fuzz-catalog.sh 25 || offense "the reader of catalogs does not hold"
Scripts/fuzz-journal.sh 25 || offense "the reader of journals does not hold"
Scripts/fuzz-scim.sh 12 || offense "what comes in over SCIM is not read in order"
finish
