#!/usr/bin/env bash
# Accounts are created, reset, mailed, refused, cut off by kills and audited, and no password, code, token or hash is anywhere but
# where it belongs: not in an output, an error, a dump, the history, a list of sessions or another file.
#
#   check-secrets.sh           what CI runs, 1,000 accounts in ten processes that are killed
#   check-secrets.sh 5000      that many accounts

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${1:-1000}
lives=10
checking "secrets of $count accounts are where they belong"

if ! python3 -c 'import hashlib' 2>/dev/null; then
    skip "there is no Python 3"
fi
swift build --quiet --scratch-path "$scratch" --product RosterSecretsTrial || broken "it does not build"
trial=$(swift build --scratch-path "$scratch" --show-bin-path)/RosterSecretsTrial
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

for ((life = 0; life < lives; life++)); do
    status=0
    (
        "$trial" "$place/company" "$place/secrets" $((life * count / lives)) $((count / lives))
        exit $?
    ) >>"$place/output" 2>&1 || status=$?
    # Each process ends by a signal that it sends to itself, in the middle of its work.
    if ((status != 137)); then
        tail -n 5 "$place/output" | cut -c 1-300
        broken "a process ended with status $status"
    fi
done
python3 -B Tests/RosterSecretsTrial/find_secrets.py "$place/secrets" "$place/output" "$place/company" |
    sed 's/^/  /' || offense "a secret is where it does not belong"
finish
