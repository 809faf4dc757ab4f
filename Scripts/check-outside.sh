#!/usr/bin/env bash
# A package outside of this one, with nothing but public API, keeps users in SQLite and takes the contract of directories.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "an adapter in a package of its own, over SQLite"

if ! has_sqlite; then
    skip "there is no sqlite3.h here; libsqlite3-dev brings it"
fi
without_warnings outside --explicit-target-dependency-import-check error ||
    broken "the adapter outside does not build, or breaks a promise"
finish
