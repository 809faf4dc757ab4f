#!/usr/bin/env bash
# The example server builds with its own manifest, and two processes of it over one folder do what its README says.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "the example server: two processes over one folder"

if ! has_server_packages; then
    skip "the packages of the server are out of reach"
fi
build_server
python3 Scripts/drive-server.py "$server" || broken "the server does not do what it should"
finish
