#!/usr/bin/env bash
# Sessions in random histories over two hosts: what a block, a deletion, a reset, a change of password or an end has ended, no host
# admits. The tests do the same with sixty histories.
#
#   soak-sessions.sh [HISTORIES]     100,000 unless told otherwise

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export ROSTER_HISTORIES=${1:-100000}
checking "$ROSTER_HISTORIES random histories of sessions over two hosts"

swift test --scratch-path "$scratch" --filter SessionHistoryTests >/dev/null ||
    offense "a session outlives its end; run \`ROSTER_HISTORIES=$ROSTER_HISTORIES swift test --filter SessionHistoryTests\`"
finish
