#!/usr/bin/env bash
# What schemathesis makes of the description of the account API is answered as the description says: no failure of the server, no
# undescribed status, no body of another form, and nothing without a session where one is needed.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "the account API answers as its description says"

if [[ -z $(type -P python3) ]]; then
    skip "python3 is missing"
fi
if ! has_server_packages; then
    skip "the packages of the server are out of reach"
fi
work=$(mktemp -d)
running=
trap '[[ -z $running ]] || kill "$running" 2>/dev/null || true; rm -rf "$work"' EXIT
if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    schemathesis==4.32.5; } >"$work/pip" 2>&1; then
    skip "schemathesis cannot be installed: $(tail -n 1 "$work/pip")"
fi

build_server
port=$(python3 -c 'import socket; probe = socket.socket(); probe.bind(("127.0.0.1", 0)); print(probe.getsockname()[1])')
"$server" serve --port "$port" >"$work/said" 2>&1 &
running=$!
token=
for _ in {1..300}; do
    token=$(sed -n "s/.*Bearer \([^']*\)'.*/\1/p" "$work/said")
    if [[ -n $token ]] && curl -sf "http://127.0.0.1:$port/readyz" >/dev/null; then break; fi
    sleep 0.2
done
[[ -n $token ]] || broken "the server does not start: $(cat "$work/said")"

# Operations that end the session with which everything is asked are left out: what follows would be answered with 401.
cd "$work"
status=0
timeout 300 "$work/venv/bin/schemathesis" --config-file /dev/null run "http://127.0.0.1:$port/api/openapi.json" \
    --header "Authorization: Bearer $token" --seed 1 --max-examples 25 --phases examples,coverage,fuzzing \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance,unsupported_method,allow_header_conformance,ignored_auth \
    --exclude-operation-id signOut --exclude-operation-id activateRoles --exclude-operation-id endAllSessions \
    --exclude-operation-id changePassword \
    --generation-with-security-parameters false --generation-database none --no-color >"$work/report" 2>&1 || status=$?
cd - >/dev/null
if ((status == 124)); then
    offense "schemathesis does not come to an end"
elif ((status != 0)); then
    tail -n 200 "$work/report"
    offense "schemathesis: an answer is not as described"
fi
kill -0 "$running" 2>/dev/null || offense "the server has ended: $(tail -n 20 "$work/said")"
grep -E 'Test cases|generated' "$work/report" | sed 's/^ */  /' | tail -n 3 || true
finish
