#!/usr/bin/env bash
# Imports point down only, and nothing that the compiler lets pass weakens the code.
#
# The build knows which targets depend on which. It does not know that the domain uses nothing but the language, nor
# where Foundation may be used. That is said here.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "layers, dependencies, and what is not written"

# swift_files FOLDER…: the Swift files of folders that must exist and hold some.
swift_files() {
    local found
    found=$(find "$@" -name '*.swift' -type f | LC_ALL=C sort)
    if [[ -z $found ]]; then
        printf '  no Swift file in %s\n' "$*" >&2
        return 1
    fi
    printf '%s\n' "$found"
}

# imports FOLDER…: every import, as `file:line module`.
imports() {
    local files
    files=$(swift_files "$@")
    tr '\n' '\0' <<<"$files" | xargs -0 awk '
        {
            line = $0
            sub(/^[ \t]+/, "", line)
            while (sub(/^@[A-Za-z_]+(\([^)]*\))?[ \t]+/, "", line)) {}
            sub(/^(public|package|internal|fileprivate|private)[ \t]+/, "", line)
            if (line !~ /^import[ \t]/) next
            split(line, words, /[ \t;]+/)
            module = words[2]
            if (module ~ /^(struct|class|enum|protocol|typealias|func|var|let)$/) module = words[3]
            sub(/\..*/, "", module)
            print FILENAME ":" FNR " " module
        }'
}

# only FOLDER WHY PATTERN: every import in a folder is `file module` as the pattern allows.
only() {
    local found place module file
    found=$(imports "$1")
    if [[ -z $found ]]; then return 0; fi
    while read -r place module; do
        file=${place%:*}
        if [[ "$file $module" =~ ^$1/.*\ ($3)$ || "$file $module" =~ ^($3)$ ]]; then continue; fi
        offense "$place imports $module: $2"
    done <<<"$found"
}

domain=Sources/RosterDomain
use_cases=Sources/RosterUseCases
system='Glibc|Musl|Darwin|Foundation|FoundationEssentials|Dispatch|Synchronization'

only $domain "the domain imports nothing; only its check core may use Synchronization" \
    "$domain/Access/[^ ]+ Synchronization"
only Sources/RosterJSON "the JSON reader imports nothing" "nothing"
only Sources/RosterDigests "digests import nothing; on Apple's platforms, the system's" \
    "Sources/RosterDigests/SystemDigests.swift CommonCrypto"
only Sources/RosterQRCode "QR codes import nothing" "nothing"
only Sources/RosterTables "tables import the domain only" "RosterDomain"
only Sources/RosterConsole "the console imports web, use cases, ports, domain, digests, tables and QR codes; no Foundation" \
    "RosterWeb|RosterUseCases|RosterPorts|RosterDomain|RosterDigests|RosterQRCode|RosterTables"
only Sources/RosterPartnerCenter "the built-in catalog imports the domain only" "RosterDomain"
only Sources/RosterPorts "ports import domain, JSON and digests only, and Synchronization where tasks wait or take turns" \
    "RosterDomain|RosterJSON|RosterDigests|Sources/RosterPorts/(HistoryWaiters|DeliveryTurn).swift Synchronization"
only $use_cases "use cases import domain and ports; Foundation in SystemSources.swift, Synchronization and digests in Support/" \
    "RosterDomain|RosterPorts|$use_cases/Support/[^ ]+ (Synchronization|RosterDigests)|$use_cases/Support/SystemSources.swift Foundation(Essentials)?"
only Sources/RosterRBAC "the names of INCITS 359 import use cases and the domain only" "RosterUseCases|RosterDomain"
only Sources/RosterAdapters "adapters import domain, ports, store, JSON and digests, and what the system has" \
    "RosterDomain|RosterPorts|RosterStore|RosterJSON|RosterDigests|CRosterCrypt|CRosterSystem|$system|Sources/RosterAdapters/Passwords/PBKDF2Function.swift CommonCrypto"
only Sources/RosterPostgreSQL "the adapter on PostgreSQL imports domain, ports, what all vaults and session stores share, and the system" \
    "RosterDomain|RosterPorts|CRosterLibpq|Glibc|Musl|Darwin|Dispatch|Synchronization|Sources/RosterPostgreSQL/(Vault|Sessions)/[^ ]+ RosterAdapters"
only Sources/RosterWeb "requests and answers import use cases, ports, domain and JSON, and no HTTP library" \
    "RosterUseCases|RosterPorts|RosterDomain|RosterJSON"
only Sources/RosterAuthZEN "AuthZEN imports what it stands on" "RosterWeb|RosterUseCases|RosterPorts|RosterDomain|RosterJSON"
only Sources/RosterStore "the store's engine imports nothing of Roster" \
    "CRosterSystem|Glibc|Musl|Darwin|Dispatch|Synchronization"
only Sources/RosterSCIM "SCIM imports domain, use cases, JSON and web values, and no HTTP library" \
    "RosterDomain|RosterUseCases|RosterJSON|RosterWeb"
only Sources/RosterPortTesting "the contracts import domain and ports, and no test framework" \
    "RosterDomain|RosterPorts|Synchronization"
only Sources/Roster "the umbrella re-exports our modules" "RosterDomain|RosterPorts|RosterUseCases|RosterAdapters|RosterStore"

offenses_from "the umbrella has no code of its own" \
    matches -rvE '^(@_exported public import [A-Za-z]+|//.*)?$' --include='*.swift' Sources/Roster

places=(Sources Tests Examples)
if [[ -d Benchmarks ]]; then places+=(Benchmarks); fi
offenses_from "tests use what is public, or a package seam" \
    matches -rE '^[[:space:]]*@testable' --include='*.swift' "${places[@]}"

offenses_from "the package has no dependencies" matches -E '\.package\(' Package.swift
offenses_from "no unsafe flags: no package could depend on this one" matches -E 'unsafeFlags' Package.swift
offenses_from "the manifest does not look at the machine it runs on" \
    matches -E 'ProcessInfo|Context\.|getenv|^[[:space:]]*import (Foundation|Glibc)' Package.swift

# What stops a process or silences the compiler stands only beside the invariant that makes it right: in the same line,
# or in a comment right above it. Strings and comments do not count as code.
careless() {
    local files
    files=$(swift_files "$@")
    tr '\n' '\0' <<<"$files" | xargs -0 awk '
        FNR == 1 { above = 0; isText = 0 }
        {
            code = $0
            quotes = gsub(/"""/, "", code)
            wasText = isText
            if (quotes % 2) isText = !isText
            if (wasText || isText) { above = 0; next }
            gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
            sub(/\/\/.*/, "", code)
            isStated = above || $0 ~ /invariant/
            above = ($0 ~ /^[ \t]*\/\//) ? (above || $0 ~ /invariant/) : 0
            what = ""
            if (code ~ /try!/) what = "try!"
            else if (code ~ /(fatalError|preconditionFailure|assertionFailure)\(/) what = "a failure that stops the process"
            else if (code ~ /@unchecked/) what = "@unchecked"
            else if (code ~ /nonisolated\(unsafe\)/) what = "nonisolated(unsafe)"
            else if (code ~ /unsafeBitCast|assumingMemoryBound/) what = "a cast that is not checked"
            else if (code ~ /[])A-Za-z0-9_}>"]!([^=]|$)/) what = "a forced value"
            else if ($0 ~ /swift-format-ignore/) what = "a rule switched off"
            if (what != "" && !isStated) print FILENAME ":" FNR ": " what
        }'
}
code=(Sources Examples)
if [[ -d Benchmarks && -n $(find Benchmarks -name '*.swift' -print -quit) ]]; then code+=(Benchmarks); fi
offenses_from "needs a comment or message that states the invariant" careless "${code[@]}"

finish
