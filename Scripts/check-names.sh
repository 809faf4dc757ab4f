#!/usr/bin/env bash
# No public type has the name of one that a host imports beside Roster: where two imported modules have one name, the host must
# write a module's name before it. Nor does a type have the name of a module.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "public names leave those of the standard library, Foundation and servers alone"

# The public names at the top of files: `Name<TAB>file:line`. The formatter indents what stands inside of `#if` once.
ours=$(
    find Sources -name '*.swift' -print0 | LC_ALL=C sort -z | xargs -0 awk '
        FNR == 1 { indentation = 0 }
        /^[ ]*#if/ { indentation += 4; next }
        /^[ ]*#endif/ { indentation -= 4; next }
        {
            match($0, /^ */)
            if (RLENGTH != indentation) next
            line = $0
            while (sub(/^[ ]*@[A-Za-z_]+(\([^)]*\))?[ ]*/, "", line)) {}
            count = split(line, words, /[ :<({=,]+/)
            first = words[1] == "" ? 2 : 1
            if (words[first] != "public" && words[first] != "open") next
            for (word = first + 1; word < count; word++)
                if (words[word] ~ /^(struct|class|enum|protocol|actor|typealias|func|var|let)$/) {
                    print words[word + 1] "\t" FILENAME ":" FNR
                    next
                }
        }'
)
(($(wc -l <<<"$ours") > 100)) || broken "found only $(wc -l <<<"$ours") public names"
theirs=$(sed -n 's/^\([A-Za-z]*\):/\1/p' Scripts/host-names.txt | awk '{ for (word = 2; word <= NF; word++) print $word "\t" $1 }')
(($(wc -l <<<"$theirs") > 1000)) || broken "Scripts/host-names.txt holds only $(wc -l <<<"$theirs") names"
modules=$(find Sources -mindepth 1 -maxdepth 1 -type d -exec basename {} \; | LC_ALL=C sort | sed 's/$/\ta module of ours/')

offenses_from "a host would have to write a module's name before it" awk -F '\t' '
    NR == FNR { modules[$1] = modules[$1] (modules[$1] == "" ? "" : ", ") $2; next }
    $1 in modules { print $2 ": `" $1 "` is a name of " modules[$1] }' \
    <(printf '%s\n%s\n' "$theirs" "$modules") <(printf '%s\n' "$ours")
finish
