#!/usr/bin/env bash
# The ports on PostgreSQL keep their contracts on a server of its own; skipped where PostgreSQL or libpq is missing.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "directory, vault and sessions in PostgreSQL"

if ! has_postgresql; then
    printf '  skipped: there is no PostgreSQL here; postgresql and libpq-dev bring it\n'
    finish
    exit 0
fi
# An earlier plan does not notice files that this package has gained or lost since.
rm -f "$scratch"/postgresql/*.yaml "$scratch"/postgresql/*/debug/description.json
Scripts/with-postgresql swift test --package-path Tests/PostgreSQLAdapter --scratch-path "$scratch/postgresql" \
    -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error ||
    broken "the ports on PostgreSQL do not build, or break a promise"
finish
