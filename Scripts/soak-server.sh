#!/usr/bin/env bash
# Two processes of the example server over one folder, and then over one PostgreSQL database, serve SCIM, AuthZEN, the account API and the
# console, while clients cut connections, dawdle and send nonsense, and one of the two is ended or killed every few seconds: what was
# acknowledged is there at the end, sessions live on, what was in flight is answered, a block at one process is a no at the other within
# 50 ms, no message is repeated, and memory and descriptors are where they were.
#
#   Scripts/soak-server.sh [SECONDS]    600 over each of the two unless told otherwise, and at least 40

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
seconds=${1:-600}
[[ $seconds =~ ^[1-9][0-9]+$ ]] && ((seconds >= 40)) || broken "\`$seconds\` is not a number of seconds from 40 on"
checking "two processes of the example server under load and faults, for $seconds s over each place"

# over_postgresql ARGUMENTS…: runs Python beside a database of its own, and says how to connect to it.
over_postgresql() {
    # shellcheck disable=SC2016
    Scripts/with-postgresql bash -c 'python3 "$@" --postgresql "$ROSTER_POSTGRESQL"' _ "$@"
}

build_release_server
printf '  over a folder:\n'
python3 Scripts/soak-server.py "$server" "$seconds" || offense "over a folder, the server does not hold"
if has_postgresql; then
    printf '  over PostgreSQL:\n'
    # What check-server.sh tries over a folder, first.
    over_postgresql Scripts/drive-server.py "$server" || offense "over PostgreSQL, the server does not do what it should"
    over_postgresql Scripts/soak-server.py "$server" "$seconds" || offense "over PostgreSQL, the server does not hold"
else
    printf '  not over PostgreSQL: postgresql and libpq-dev bring it\n'
fi
finish
