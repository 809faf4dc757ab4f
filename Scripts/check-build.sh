#!/usr/bin/env bash
# Everything builds, without a warning, and each target imports only what the manifest says it may.
#
# It begins with nothing in a folder of its own, since what was compiled before warns no more. Where `ROSTER_STRICT` is set,
# as in CI, all was built so in the first place, and is not built twice.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "a build, warnings as errors, declared imports only"

folder=$scratch
if [[ -z ${ROSTER_STRICT:-} ]]; then
    export ROSTER_STRICT=1
    folder=.build-check
    rm -rf "$folder"
    trap 'rm -rf "$folder"' EXIT
fi
# The exit status counts: the last line says that the build is complete even when an import is refused.
swift build --scratch-path "$folder" --build-tests --explicit-target-dependency-import-check error
finish
