#!/usr/bin/env bash
# What every text file has in common: no trace of a machine, no loose ends, and a licence.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "paths, blanks, loose ends, the licence"

files=()
while IFS= read -r -d '' file; do files+=("$file"); done < <(
    find . \( -name .git -o -name '.build*' -o -name .swiftpm -o -name '*.roster' \) -prune -o -type f -print0 |
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

offences_from "the path of a machine" matches -E '(^|[^A-Za-z0-9_.:/])/(home|root|Users|work|opt)/[A-Za-z0-9_.]' "${files[@]}"
offences_from "a tab" matches -E $'\t' "${prose[@]}"
offences_from "a blank at the end" matches -E '[[:blank:]]+$' "${prose[@]}"
offences_from "a carriage return" matches -E $'\r' "${prose[@]}"
offences_from "a loose end" matches -wE 'T[O]DO|F[I]XME|X[X]X' "${files[@]}"
for file in "${prose[@]}"; do
    if [[ -s $file && -n $(tail -c 1 "$file") ]]; then offence "$file: the last line does not end"; fi
done

for file in README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md LICENSE; do
    if [[ ! -s $file ]]; then offence "$file: is missing"; fi
done
if [[ $(head -n 3 LICENSE) != *"Apache License"* || $(<README.md) != *"Apache License 2.0, see [LICENSE](LICENSE)"* ]]; then
    offence "README.md: does not name the licence that LICENSE holds"
fi
finish
