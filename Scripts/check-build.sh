#!/usr/bin/env bash
# Everything builds from nothing, without a warning, and each target imports only what the manifest says it may.
#
# It has a folder of its own, because an import that is not declared passes when the module happens to be there already.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "a clean build, warnings as errors, declared imports only"

folder=.build-check
rm -rf "$folder"
trap 'rm -rf "$folder"' EXIT
# The exit status counts: the last line says that the build is complete even when an import is refused.
swift build --scratch-path "$folder" --build-tests -Xswiftc -warnings-as-errors \
    --explicit-target-dependency-import-check error
finish
