#!/usr/bin/env bash
# Feeds the reader of journals with mutated steps, frames and segments, under libFuzzer and the address sanitizer.
#
#   Scripts/fuzz-journal.sh [seconds]    600 unless told otherwise; below 120 the fuzzer is compiled without optimization
#
# It begins with the inputs in Tests/Fuzz/Corpus/journal, which a test replays too. What it learns and what breaks something
# is kept as Scripts/fuzz-catalog.sh keeps it, under fuzz/journal in the build folder.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || broken "\`$seconds\` is not a number of seconds"
checking "mutated journals, for $seconds s"

work=$scratch/fuzz/journal
seeds=Tests/Fuzz/Corpus/journal
fuzzer=$work/journal-fuzzer
mkdir -p "$work/learned" "$work/broken"

# The domain, the ports with the stored form, and the engine are modules of their own; of the adapters, what reads a step.
sources=(Tests/Fuzz/JournalFuzzer.swift Sources/RosterAdapters/Files/Directory/StoredForm/CommitCodec.swift)
options=(-O -whole-module-optimization)
if ((seconds < 120)); then options=(-Onone); fi
options+=(
    -parse-as-library -swift-version 6 -package-name roster -enable-upcoming-feature ExistentialAny
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility
    -enable-upcoming-feature NonisolatedNonsendingByDefault
)
# The linker has much to say about the sanitizer's own symbols.
compile() {
    swiftc "${options[@]}" "$@" >"$work/log" 2>&1 || {
        tail -n 40 "$work/log"
        broken "the fuzzer does not compile"
    }
}
# module NAME SANITIZERS OPTION…: compiles a target without its tests.
module() {
    local name=$1 sanitizers=$2 files=()
    shift 2
    while IFS= read -r file; do files+=("$file"); done < <(find "Sources/$name" -name '*.swift' | LC_ALL=C sort)
    rm -f "$work/lib$name.a" # or what an earlier compilation put in would stay
    compile -sanitize="$sanitizers" -emit-module -emit-module-path "$work/$name.swiftmodule" -emit-library -static \
        -I Sources/CRosterSystem/include -module-name "$name" "${files[@]}" -o "$work/lib$name.a" "$@"
}
module RosterDomain address
module RosterJSON address
module RosterDigests address
# The coverage of the stored form and of the engine steers the fuzzer, too.
module RosterPorts fuzzer,address -I "$work"
module RosterStore fuzzer,address
# What Sources/CRosterSystem adds to Swift.
for part in status checksum; do
    clang -c -O1 -I Sources/CRosterSystem/include "Sources/CRosterSystem/$part.c" -o "$work/$part.o"
done
# What the engine imports of the system; a static library does not name it to the linker.
system=(-lswiftGlibc -lswiftSynchronization -lswiftDispatch -ldispatch -lBlocksRuntime)
compile -sanitize=fuzzer,address -I "$work" -I Sources/CRosterSystem/include -L "$work" \
    -lRosterStore -lRosterPorts -lRosterJSON -lRosterDigests -lRosterDomain "${system[@]}" \
    -module-name JournalFuzzer "${sources[@]}" "$work/status.o" "$work/checksum.o" -o "$fuzzer"

# Eight KiB must never need more memory than this, nor ten seconds.
limits=(-max_len=8192 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=64 ${ROSTER_FUZZ_SEED:+-seed="$ROSTER_FUZZ_SEED"})
export SWIFT_BACKTRACE=enable=no # libFuzzer prints its own, and the address sanitizer takes Swift's for a fault
# The learned inputs come first: libFuzzer writes into the first folder only.
"$fuzzer" "$work/learned" "$seeds" "${limits[@]}" -max_total_time="$seconds" \
    -artifact_prefix="$work/broken/" -print_final_stats=1 >"$work/log" 2>&1 || {
    tail -n 40 "$work/log"
    broken "an input breaks the reader; it is in $work/broken"
}
grep -E '^stat::(number_of_executed_units|peak_rss_mb)' "$work/log" | sed 's/^/  /'
finish
