#!/usr/bin/env bash
# The example server builds with its own manifest, and two processes of it over one folder do what its README says.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "the example server: two processes over one folder"

if ! git ls-remote -q https://github.com/hummingbird-project/hummingbird HEAD >/dev/null 2>&1; then
    printf '  skipped: the packages of the server are out of reach\n'
    finish
    exit 0
fi
# An earlier plan does not notice files that this package has gained or lost since.
rm -f "$scratch"/server/*.yaml "$scratch"/server/*/debug/description.json
swift build --package-path Examples/Server --scratch-path "$scratch/server" || broken "the server does not build"
products=$(swift build --package-path Examples/Server --scratch-path "$scratch/server" --show-bin-path)
python3 Scripts/drive-server.py "$products/roster-server" || broken "the server does not do what it should"
finish
