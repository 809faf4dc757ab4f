#!/usr/bin/env bash
# Verbs at once in random orders, deaths of hosts included, on a directory on files and on one in SQLite: each answer holds when it is
# given, exactly one credential works, and every step of the history keeps the laws. The tests do the same with a hundred orders.
#
#   soak-verbs.sh [ORDERS]     5,000 on each unless told otherwise

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
export ROSTER_ORDERS=${1:-5000}
checking "$ROSTER_ORDERS orders of verbs at once, on files and in SQLite"

swift test --scratch-path "$scratch" --filter 'VerbPairTests.filesInRandomOrders' >/dev/null ||
    offense "an order on files breaks a law; run \`ROSTER_ORDERS=$ROSTER_ORDERS swift test --filter filesInRandomOrders\`"
if has_sqlite; then
    outside --filter VerbOrderTests >/dev/null ||
        offense "an order in SQLite breaks a law; run the test in Tests/OutsideAdapter with ROSTER_ORDERS=$ROSTER_ORDERS"
else
    printf '  skipped SQLite: there is no sqlite3.h here; libsqlite3-dev brings it\n'
fi
finish
