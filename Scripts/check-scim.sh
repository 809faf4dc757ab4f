#!/usr/bin/env bash
# The conformance suites of others find a company behind SCIM to be what it says: scim2-tester without an error, and scim-sanity with
# the one failure that is a decision (members must be users; see the guide of RosterSCIM).

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "scim2-tester and scim-sanity agree"

# How much each of them checks: fewer checks would mean that less is advertised, and more that they have learned something.
checks=130
passed=27
failed=1

if [[ -z $(type -P python3) ]]; then
    printf '  skipped: python3 is missing\n'
    finish
    exit 0
fi
work=$(mktemp -d)
server=
trap '[[ -z $server ]] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    scim2-tester==0.5.2 scim2-cli==0.6.0 scim2-client==0.13.2 scim2-models==0.12.3 scim-sanity==0.7.4; } >"$work/pip" 2>&1; then
    printf '  skipped: the suites cannot be installed: %s\n' "$(tail -n 1 "$work/pip")"
    finish
    exit 0
fi

swift build --quiet --scratch-path "$scratch" --product RosterSCIMTrial || broken "it does not build"
trial=$(swift build --scratch-path "$scratch" --show-bin-path)/RosterSCIMTrial

# start: a new company, which prints its address and the token of its client.
start() {
    # The address of the company before must not be read as this one's.
    rm -f "$work/address"
    "$trial" 0 >"$work/address" 2>"$work/errors" &
    server=$!
    for _ in {1..100}; do
        if [[ -e $work/address && -s $work/address ]]; then break; fi
        sleep 0.2
    done
    read -r url token <"$work/address" || broken "the company does not start: $(cat "$work/errors")"
}

# stop: the company is gone.
stop() {
    kill "$server"
    wait "$server" 2>/dev/null || true
    server=
}

start
SCIM_CLI_HEADERS="Authorization: Bearer $token" timeout 300 "$work/venv/bin/scim2" -u "$url" test >"$work/tester" 2>&1 || true
stop
count() { grep -cE "^$1 " "$work/tester" || true; }
while IFS= read -r line; do offense "scim2-tester: $line"; done < <(grep -A 2 '^ERROR' "$work/tester" || true)
if (($(count SUCCESS) != checks)); then
    offense "scim2-tester: $(count SUCCESS) checks succeeded and not $checks: $(tail -n 1 "$work/tester")"
fi

start
timeout 120 "$work/venv/bin/scim-sanity" probe "$url" --token "$token" --i-accept-side-effects >"$work/sanity" 2>&1 || true
stop
if ! grep -q "  $passed passed, $failed failed" "$work/sanity"; then
    offense "scim-sanity: $(grep -E 'passed,.*failed' "$work/sanity" || tail -n 1 "$work/sanity")"
fi
while IFS= read -r line; do
    [[ $line == *"PATCH /Groups/{id} add member"* ]] || offense "scim-sanity: $line"
done < <(grep -E '\[FAIL\]' "$work/sanity" || true)
printf '  scim2-tester: %s of %s; scim-sanity: %s passed, %s failed\n' "$(count SUCCESS)" "$checks" "$passed" "$failed"
finish
