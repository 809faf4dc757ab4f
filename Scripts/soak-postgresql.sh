#!/usr/bin/env bash
# Hosts commit to one company in PostgreSQL while they, their connections and the server are killed: nothing that was acknowledged is
# lost, doubled or out of order, and no check was answered wrongly. The gate does the same for a minute.
#
#   soak-postgresql.sh [SECONDS]     an hour unless told otherwise

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
seconds=${1:-3600}
checking "hosts that are killed on PostgreSQL, for $seconds s"

if ! has_postgresql; then
    skip "there is no PostgreSQL here; postgresql and libpq-dev bring it"
fi
package=(--package-path Tests/PostgreSQLAdapter --scratch-path "$scratch/postgresql" -c release)
swift build --quiet "${package[@]}" --product PostgreSQLLedger
Scripts/with-postgresql "$(swift build "${package[@]}" --show-bin-path)/PostgreSQLLedger" "$seconds" ||
    offense "hosts that were killed and their server do not agree"
finish
