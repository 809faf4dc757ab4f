#!/usr/bin/env bash
# Growth stays cheap: CONTRIBUTING says how many files each kind of addition touches, by an example that is in the sources.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "each example touches as many files as CONTRIBUTING.md says, and no more than its limit"

page=CONTRIBUTING.md
# | what is added | the words that only its example has, as a regular expression | its files | the most |
rows=$(grep -E '^\| (a|an) [^|]+ \| `[^`]+` \| [0-9]+ \| [0-9]+ \|$' "$page" || true)
((${#rows} > 0)) || broken "$page has no table of what growth costs"

# In a table of Markdown an alternative is written `\|`.
files_of() {
    grep -rlE --include='*.swift' --exclude-dir=RosterPortTesting --exclude-dir=RosterConsole "\\b($1)\\b" Sources | wc -l
}

count=0
while IFS= read -r row; do
    IFS='|' read -r _ what rest <<<"${row//\\|/$'\001'}"
    IFS='|' read -r words said limit _ <<<"$rest"
    words=$(sed -E "s/^ *\`(.*)\` *\$/\1/" <<<"${words//$'\001'/|}")
    what=${what% }
    found=$(files_of "$words")
    if ((found != said)); then offense "$page: adding$what touches $found files, not $((said)): $words"; fi
    if ((found > limit)); then offense "$page: adding$what touches $found files, more than $((limit)): $words"; fi
    count=$((count + 1))
done <<<"$rows"

if ((count < 5)); then offense "$page: the table has $count rows, fewer than the 5 kinds of growth"; fi
finish
