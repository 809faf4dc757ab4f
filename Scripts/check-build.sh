#!/usr/bin/env bash
# Everything builds from nothing, without a warning, and each target imports only what the manifest says it may.
#
# It has a folder of its own, since what was compiled before warns no more. Where `ROSTER_BUILT` is set, as in CI, all of it was built
# from nothing and its warnings were looked for, and it is not built twice.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "a clean build, warnings as errors, declared imports only"

options=(--scratch-path "$scratch")
if [[ -z ${ROSTER_BUILT:-} ]]; then
    options=(--scratch-path .build-check -Xswiftc -warnings-as-errors)
    rm -rf .build-check
    trap 'rm -rf .build-check' EXIT
fi
# The exit status counts: the last line says that the build is complete even when an import is refused.
swift build "${options[@]}" --build-tests --explicit-target-dependency-import-check error
finish
