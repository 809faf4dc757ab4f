#!/usr/bin/env bash
# Every test and script that a page of promises names is there: `Suite` "what it says", in the file of the suite's name.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "what the file directory promises names tests that exist"

page=Sources/RosterAdapters/RosterAdapters.docc/FileDirectoryPromises.md
# One name on each line: a suite, or what a test says. A name may stand on the line after its suite's.
names=$(tr '\n' ' ' <"$page" | grep -oE '`[A-Za-z]+Tests`|`Scripts/[a-z.-]+`|"[^"]+"')
((${#names} > 1000)) || broken "$page names no tests"

suite=
while IFS= read -r name; do
    case $name in
    '`Scripts/'*) if [[ ! -x ${name//\`/} ]]; then offense "$page: there is no ${name//\`/}"; fi ;;
    '`'*)
        suite=$(find Tests -name "${name//\`/}.swift")
        if [[ -z $suite ]]; then offense "$page: there is no ${name//\`/}"; fi
        ;;
    *)
        # A suite that is missing was told.
        if [[ -n $suite ]] && ! grep -qF -- "${name//\"/}" "$suite"; then offense "$page: no test in $suite says ${name}"; fi
        ;;
    esac
done <<<"$names"

# Each of the 24 points has its row.
points=$(grep -cE '^\| [0-9]+ \| [^|]+ \| [^|]+ \|$' "$page")
if ((points != 24)); then offense "$page: $points points of 24 are answered"; fi
finish
