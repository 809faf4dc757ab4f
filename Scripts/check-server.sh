#!/usr/bin/env bash
# The example server builds with its own manifest, and two processes of it over one folder do what its README says.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "the example server: two processes over one folder"

if ! git ls-remote -q https://github.com/hummingbird-project/hummingbird HEAD >/dev/null 2>&1; then
    printf '  skipped: the packages of the server are out of reach\n'
    finish
    exit 0
fi
build_server
python3 Scripts/drive-server.py "$server" || broken "the server does not do what it should"
finish
