#!/usr/bin/env bash
# The ports on PostgreSQL keep their contracts on a server of its own; skipped where PostgreSQL or libpq is missing.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "directory, vault and sessions in PostgreSQL"

if ! has_postgresql; then
    skip "there is no PostgreSQL here; postgresql and libpq-dev bring it"
fi
forget_plan "$scratch/postgresql"
# tests ARGUMENTS…: runs tests on a server of their own. With its trait everything is compiled otherwise, in a folder of its own.
tests() {
    without_warnings Scripts/with-postgresql swift test --package-path Tests/PostgreSQLAdapter \
        --scratch-path "$scratch/postgresql" --explicit-target-dependency-import-check error "$@"
}

# Tests that start, kill and fill servers have a process of their own, since what they start inherits what others have open.
severe='FailoverTests|FullDiskTests|InjectedErrorTests|PoolerTests'
tests --skip "$severe" || broken "the ports on PostgreSQL do not build, or break a promise"
tests --skip-build --filter "$severe" || broken "the ports on PostgreSQL do not survive what can happen to a server"
Scripts/with-postgresql "$scratch/postgresql/debug/PostgreSQLLedger" 60 ||
    offense "hosts that were killed and their server do not agree"
finish
