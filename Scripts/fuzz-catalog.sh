#!/usr/bin/env bash
# Feeds the reader of role catalogs with mutated texts, under libFuzzer and the address sanitizer.
#
#   Scripts/fuzz-catalog.sh [seconds]    600 unless told otherwise; below 120 the fuzzer is compiled without optimization
#
# Each run tries others, unless ROSTER_FUZZ_SEED says with what the fuzzers begin to choose.
#
# It begins with the inputs in Tests/Fuzz/Corpus/catalog, which a test replays too. What it learns stays in the build
# folder, under fuzz/learned, for the next time. An input that breaks something is kept there under fuzz/broken and makes
# the script fail: mend the code, then add the input to the corpus. Of what was learned, the fewest inputs that reach as
# much code are added to the corpus like this:
#
#   .build/fuzz/catalog-fuzzer -set_cover_merge=1 Tests/Fuzz/Corpus/catalog .build/fuzz/learned

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || broken "\`$seconds\` is not a number of seconds"
checking "mutated catalogs, for $seconds s"

work=$scratch/fuzz
seeds=Tests/Fuzz/Corpus/catalog
fuzzer=$work/catalog-fuzzer
mkdir -p "$work/learned" "$work/broken"

# Of the adapters, what reads catalogs and needs no file. Each module is compiled as the package has it, and instrumented.
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
        broken "the fuzzer does not compile"
    }
}
for module in RosterJSON RosterDomain; do
    sources=()
    while IFS= read -r file; do sources+=("$file"); done < <(find "Sources/$module" -name '*.swift' | LC_ALL=C sort)
    rm -f "$work/lib$module.a" # or what an earlier compilation put in would stay
    compile -emit-module -emit-module-path "$work/$module.swiftmodule" -emit-library -static \
        -module-name "$module" "${sources[@]}" -o "$work/lib$module.a"
done
catalogs=Sources/RosterAdapters/Catalogs
compile -I "$work" -L "$work" -lRosterJSON -lRosterDomain -lswiftSynchronization -module-name CatalogFuzzer \
    Tests/Fuzz/CatalogFuzzer.swift $catalogs/Catalog*.swift $catalogs/RoleCatalog+JSON.swift -o "$fuzzer"

# A text of 8 KiB must never need more memory than this, nor ten seconds.
limits=(-max_len=8192 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=64 ${ROSTER_FUZZ_SEED:+-seed="$ROSTER_FUZZ_SEED"})
export SWIFT_BACKTRACE=enable=no # libFuzzer prints its own, and the address sanitizer takes Swift's for a fault
# The learned inputs come first: libFuzzer writes into the first folder only.
"$fuzzer" "$work/learned" "$seeds" "${limits[@]}" -dict=Tests/Fuzz/catalog.dict -max_total_time="$seconds" \
    -artifact_prefix="$work/broken/" -print_final_stats=1 >"$work/log" 2>&1 || {
    tail -n 40 "$work/log"
    broken "an input breaks the reader; it is in $work/broken"
}
grep -E '^stat::(number_of_executed_units|peak_rss_mb)' "$work/log" | sed 's/^/  /'
finish
