#!/usr/bin/env bash
# People do in headless Chromiums what the console is for: in pairs, two of them at a time, wide and on a phone, in the dark, with keys
# alone and without scripts. axe-core looks at every page, and our own list of attacks fails. With `--screenshots FOLDER` it takes the
# pictures of the README instead.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "the console in browsers"

for program in python3 chromium chromedriver; do
    if [[ -z $(type -P "$program") ]]; then skip "$program is missing"; fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The second package holds axe-core as one file; what else it would bring along is not needed.
if ! { python3 -m venv "$work/venv" && "$work/venv/bin/pip" install --quiet --disable-pip-version-check selenium==4.51.0 &&
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps axe-playwright-python==0.1.8; } >"$work/pip" 2>&1; then
    skip "the tools cannot be installed: $(tail -n 1 "$work/pip")"
fi
axe=$(find "$work/venv" -name axe.min.js)
if ! has_server_packages; then
    skip "the packages of the server are out of reach"
fi

build_server
"$work/venv/bin/python" -B Scripts/console "$server" "$axe" "$@" || broken "the console does not do what it should"
finish
