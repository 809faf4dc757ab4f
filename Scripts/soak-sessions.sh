#!/usr/bin/env bash
# Sessions in random histories over two hosts, one of fifty on files: what a block, a deletion, a purge, a reset, a recovery, a change of
# the password or the second factor, or an end has ended, no host admits, and what goes on, every host does. It prints how often
# what happened. The tests do the same with sixty histories.
#
#   soak-sessions.sh [HISTORIES] [COMPANY]     100,000 unless told otherwise; those of 20 histories are one company, counted from 0

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "${1:-100000} random histories of sessions over two hosts"
swift build --quiet -c release --scratch-path "$scratch" --product RosterSessionTrial
"$(swift build -c release --scratch-path "$scratch" --show-bin-path)/RosterSessionTrial" "${1:-100000}" "${2:-0}" ||
    offense "a session outlives its end, or ends too early; run it again with 20 histories of that company"
finish
