#!/usr/bin/env bash
# How many requests a second the example server answers on its routes, and how they compare: AuthZEN with a route that does nothing, a
# guarded route and a denial with a route that has a session and no check. It is for people to read, and checks nothing.
#
#   Scripts/compare-routes.sh [rounds]    5 unless told otherwise, of two seconds for each route; needs wrk

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rounds=${1:-5}
[[ $rounds =~ ^[1-9][0-9]*$ ]] || broken "\`$rounds\` is not a number of rounds"
checking "the routes of the example server beside each other"

if [[ -z $(type -P wrk) ]]; then
    skip "wrk is missing; Debian has it in the package of that name"
fi
build_release_server
python3 Scripts/compare-routes.py "$server" "$rounds" || broken "the server does not do what it should"
finish
