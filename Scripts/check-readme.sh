#!/usr/bin/env bash
# The README's Swift samples are compiled and run: each ```swift block stands, but for blanks, in the test file, between
# `// README: begin name` and `// README: end`. Regions of one name belong together, and one region may belong to several names;
# the test may look at things between them. Blocks and names come in the same order.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "the samples of README.md are those that are tested"

test_file=Tests/RosterTests/ReadmeSnippetTests.swift
normalized='function show(number, line) {
    gsub(/[ \t]+/, " ", line)
    sub(/^ /, "", line)
    sub(/ $/, "", line)
    if (line != "") print number ": " line
}'

blocks=$(awk "$normalized"'
    /^```swift$/ { number++; isOn = 1; next }
    /^```/ { isOn = 0; next }
    isOn { show(number, $0) }' README.md)
regions=$(awk "$normalized"'
    /\/\/ README: begin / {
        if (isOn) { print "0: a region begins inside another at line " FNR; exit }
        blocks = 0
        for (field = 4; field <= NF; field++) {
            if (!($field in numbers)) numbers[$field] = ++count
            isOn = numbers[$field]
            within[++blocks] = isOn
        }
        next
    }
    /\/\/ README: end$/ { isOn = 0; next }
    isOn { for (block = 1; block <= blocks; block++) show(within[block], $0) }
    END { if (isOn) print "0: a region does not end" }' "$test_file" | LC_ALL=C sort -s -n -t: -k1,1)

[[ -n $blocks ]] || broken "README.md has no Swift sample"
[[ -n $regions ]] || broken "$test_file has no region"
diff --label README.md --label "$test_file" -u <(printf '%s\n' "$blocks") <(printf '%s\n' "$regions") ||
    broken "the README and its test have drifted apart"

# What the README says holds a promise must be there.
suites=$(grep -oE '`[A-Za-z]+(Tests|Contract)`' README.md | tr -d '`' | LC_ALL=C sort -u)
for suite in $suites; do
    if [[ -z $(find Tests Sources/RosterPortTesting -name "$suite.swift") ]]; then offense "README.md: there is no $suite"; fi
done
finish
