#!/usr/bin/env bash
# What every text file has in common: no trace of a machine, no loose ends, American spelling, and a license.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "paths, blanks, loose ends, spelling, the license"

files=()
while IFS= read -r -d '' file; do files+=("$file"); done < <(
    find . \( -name .git -o -name '.build*' -o -name .swiftpm -o -name '*.roster' \) -prune -o -type f ! -name '*.png' -print0 |
        LC_ALL=C sort -z
)
((${#files[@]} > 20)) || broken "found only ${#files[@]} files"

prose=()
for file in "${files[@]}"; do
    case $file in
    *.tsv) ;; # tables, whose fields are parted by tabs and may be empty
    ./Tests/Fuzz/Corpus/*) ;; # inputs of the fuzzer, kept byte for byte
    ./Tests/RosterAdaptersTests/Fixtures/format-*) ;; # stores as they were written
    *) prose+=("$file") ;;
    esac
done

# SCIM has resources beneath a path of this name, too.
machine_paths() {
    matches -E '(^|[^A-Za-z0-9_.:/])/(home|root|Users|work|opt)/[A-Za-z0-9_.]' "$@" |
        { grep -vE '^\./(Sources/RosterSCIM|Tests/RosterSCIM|Tests/RosterWeb|Benchmarks)[^:]*:[0-9]+:.*/Users/' || (($? == 1)); }
}
offenses_from "the path of a machine" machine_paths "${files[@]}"
offenses_from "a tab" matches -E $'\t' "${prose[@]}"
offenses_from "a blank at the end" matches -E '[[:blank:]]+$' "${prose[@]}"
offenses_from "a carriage return" matches -E $'\r' "${prose[@]}"
offenses_from "a loose end" matches -wE 'T[O]DO|F[I]XME|X[X]X' "${files[@]}"

# American spelling, in names and in words. Groups keep the patterns from matching themselves; `isCancelled` is Swift's own.
stems='author|normal|organ|optim|recogn|initial|serial|synchron|summar|minim|maxim|categor|custom|general|util|visual'
stems+='|standard|special|character|token|priorit|international|anonym|random|canonical|parallel|real|memor|stabil|digit'
british="($stems)is(e|ing|ation)"'|(behavi|col|fav|flav|harb|hon|hum|lab|neighb|rum|vig|endeav)our|(cent|met|lit|theat|fib)re\b'
british+='|(^|[^s])canc(e)ll(ed|ing)|(mod|lab|chann|tunn|lev|trav)ell(ed|ing)|(sign|tot|marsh)all(ed|ing)'
british+='|o(f)fence|d(e)fence|l(i)cence|pr(a)ctise|c(a)talogue|analy(s)(e|ing)\b|s(p)elt\b|w(h)ilst\b|l(e)arnt\b|\bg(r)ey\b'
british+='|\be(n)rol(s|ment)?\b|f(u)lfil(s)?\b|s(k)ilful|\ba(r)tefact|pr(o)gramme(s)?\b|j(u)dgement|\bf(o)r ever\b'
offenses_from "is not spelled as in America" matches -iE "$british" "${prose[@]}"

for file in "${prose[@]}"; do
    if [[ -s $file && -n $(tail -c 1 "$file") ]]; then offense "$file: the last line does not end"; fi
done

for file in README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md LICENSE; do
    if [[ ! -s $file ]]; then offense "$file: is missing"; fi
done
if [[ $(head -n 3 LICENSE) != *"Apache License"* || $(<README.md) != *"Apache License 2.0, see [LICENSE](LICENSE)"* ]]; then
    offense "README.md: does not name the license that LICENSE holds"
fi
finish
