#!/usr/bin/env bash
# Cedar, through its Python package, decides as Roster does in random worlds of users, groups, scopes, windows, conditions and rules.
# It is skipped where the package cannot be installed.
#
#   check-cedar.sh              a million decisions, what CI runs
#   check-cedar.sh 10000000     that many

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${1:-1000000}
checking "Cedar agrees over $count decisions"

environment=.build-cedar
python=$environment/bin/python
{
    [[ -x $python ]] || python3 -m venv "$environment"
    "$python" -m pip install --quiet --disable-pip-version-check cedarpy==4.12.2
} >/dev/null 2>&1 || true
if ! "$python" -c 'import cedarpy' >/dev/null 2>&1; then
    skip "cedarpy cannot be installed"
fi

swift build --quiet -c release --scratch-path "$scratch" --product RosterTableTrial || broken "it does not build"
trial=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/RosterTableTrial
"$trial" worlds "$count" </dev/null | "$python" -B Tests/RosterTableTrial/compare_cedar.py 2>&1 | cut -c1-4000 | sed 's/^/  /' ||
    offense "Cedar decides otherwise"
finish
