#!/usr/bin/env bash
# Every public symbol is documented, and every module's documentation builds without a warning: no link leads nowhere.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "public symbols are documented, and docc convert --warnings-as-errors"

modules=(
    RosterDomain RosterPartnerCenter RosterPorts RosterUseCases RosterRBAC RosterStore RosterAdapters RosterPortTesting RosterWeb RosterAuthZEN
    RosterSCIM
    Roster
)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
target=$(swift -print-target-info | sed -n 's/^ *"triple": "\(.*\)",$/\1/p' | head -n 1)
docc=docc
if [[ $(uname) == Darwin ]]; then docc="xcrun docc"; fi

if has_postgresql; then modules+=(RosterPostgreSQL); else printf '  RosterPostgreSQL: skipped, there is no libpq here\n'; fi

for module in "${modules[@]}"; do
    package=(--scratch-path "$scratch")
    # A package that turns its trait on.
    if [[ $module == RosterPostgreSQL ]]; then
        package=(--package-path Tests/PostgreSQLAdapter --scratch-path "$scratch/postgresql")
    fi
    swift build --quiet "${package[@]}" --target "$module"
    products=$(swift build "${package[@]}" --show-bin-path)
    mkdir -p "$work/$module"
    swift symbolgraph-extract -module-name "$module" -I "$products/Modules" -target "$target" \
        -Xcc -fmodule-map-file=Sources/CRosterCrypt/module.modulemap \
        -Xcc -fmodule-map-file=Sources/CRosterLibpq/module.modulemap -Xcc -I/usr/include/postgresql \
        -Xcc -fmodule-map-file=Sources/CRosterSystem/include/module.modulemap \
        -emit-extension-block-symbols -minimum-access-level public -output-dir "$work/$module"
    offenses_from "is not documented" swift Scripts/undocumented.swift "$work/$module"/*.symbols.json
    # A graph `Module@Other` has what the module adds to types of another one.
    for graph in "$work/$module"/*@*.symbols.json; do
        if [[ -e $graph && $graph != *@Roster* ]]; then offense "$(basename "$graph"): adds public members to types of others"; fi
    done
    $docc convert "Sources/$module/$module.docc" --fallback-display-name "$module" \
        --fallback-bundle-identifier "$module" --additional-symbol-graph-dir "$work/$module" --warnings-as-errors \
        --output-path "$work/$module.doccarchive" || broken "the documentation of $module has problems"
    printf '  %s\n' "$module"
done
finish
