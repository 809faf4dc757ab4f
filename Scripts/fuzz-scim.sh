#!/usr/bin/env bash
# Feeds what reads SCIM's filters, its changes and JSON with mutated texts, under libFuzzer and the address sanitizer.
#
#   Scripts/fuzz-scim.sh [seconds]    600 for each unless told otherwise; below 120 the fuzzers are compiled without optimization
#
# It begins with the inputs in Tests/Fuzz/Corpus/scim-filter, scim-patch and json, which tests replay too. What it learns and what
# breaks something is kept as Scripts/fuzz-catalog.sh keeps it, in a folder for each under fuzz/scim in the build folder.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || broken "\`$seconds\` is not a number of seconds"
checking "mutated filters, changes and JSON, each for $seconds s"

work=$scratch/fuzz/scim
mkdir -p "$work"
options=(-O -whole-module-optimization)
if ((seconds < 120)); then options=(-Onone); fi
options+=(
    -sanitize=fuzzer,address -parse-as-library -swift-version 6 -package-name roster
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility -enable-upcoming-feature NonisolatedNonsendingByDefault
)
# The linker has much to say about the sanitizer's own symbols.
compile() {
    swiftc "${options[@]}" "$@" >"$work/log" 2>&1 || {
        tail -n 40 "$work/log"
        broken "a fuzzer does not compile"
    }
}
for module in RosterJSON RosterDomain; do
    sources=()
    while IFS= read -r file; do sources+=("$file"); done < <(find "Sources/$module" -name '*.swift' | LC_ALL=C sort)
    rm -f "$work/lib$module.a" # or what an earlier compilation put in would stay
    compile -emit-module -emit-module-path "$work/$module.swiftmodule" -emit-library -static \
        -module-name "$module" "${sources[@]}" -o "$work/lib$module.a"
done

# A text of 8 KiB must never need more memory than this, nor five seconds.
limits=(-max_len=8192 -timeout=5 -rss_limit_mb=1024 -malloc_limit_mb=64 ${ROSTER_FUZZ_SEED:+-seed="$ROSTER_FUZZ_SEED"})
export SWIFT_BACKTRACE=enable=no # libFuzzer prints its own, and the address sanitizer takes Swift's for a fault
# fuzz WHAT DICTIONARY FILE…: compiles a fuzzer with what it tries, and runs it.
fuzz() {
    local what=$1 dictionary=$2 fuzzer=$work/$1-fuzzer
    shift 2
    compile -I "$work" -L "$work" -lRosterJSON -lRosterDomain -lswiftSynchronization \
        -module-name "Fuzzer_${what//-/_}" "$@" -o "$fuzzer"
    mkdir -p "$work/$what/learned" "$work/$what/broken"
    # The learned inputs come first: libFuzzer writes into the first folder only.
    "$fuzzer" "$work/$what/learned" "Tests/Fuzz/Corpus/$what" "${limits[@]}" -dict="Tests/Fuzz/$dictionary" \
        -max_total_time="$seconds" -artifact_prefix="$work/$what/broken/" -print_final_stats=1 >"$work/log" 2>&1 || {
        tail -n 40 "$work/log"
        broken "an input breaks what reads $what; it is in $work/$what/broken"
    }
    printf '  %s: %s\n' "$what" "$(grep -oE 'number_of_executed_units: [0-9]+' "$work/log")"
}
# Of RosterSCIM, what needs no company.
scim=(Sources/RosterSCIM/{Filters,Patch,Schemas,Values}/*.swift Sources/RosterSCIM/Resources/{GroupMapping,ResourceMeta}.swift)
plain=()
for file in "${scim[@]}"; do [[ $file == *+TenantError.swift ]] || plain+=("$file"); done
fuzz scim-filter scim.dict Tests/Fuzz/Filter{Fuzzer,Text}.swift "${plain[@]}"
fuzz scim-patch scim.dict Tests/Fuzz/PatchFuzzer.swift "${plain[@]}"
fuzz json json.dict Tests/Fuzz/JSONFuzzer.swift Sources/RosterJSON/*.swift
finish
