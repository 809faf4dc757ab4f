#!/usr/bin/env bash
# The conformance suites of others find a company behind the example server to be what it says: scim2-tester without an error, and
# scim-sanity with the one failure that is a decision.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "scim2-tester and scim-sanity agree"

if [[ -z $(type -P python3) ]]; then skip "python3 is missing"; fi
if ! has_server_packages; then
    skip "the packages of the server are out of reach"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    scim2-tester==0.5.2 scim2-cli==0.6.0 scim2-client==0.13.2 scim2-models==0.12.3 scim-sanity==0.7.4; } >"$work/pip" 2>&1; then
    skip "the suites cannot be installed: $(tail -n 1 "$work/pip")"
fi

build_server
python3 -B Scripts/drive-scim.py "$server" "$work/venv/bin" || broken "a suite finds something else than what is decided"
finish
