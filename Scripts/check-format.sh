#!/usr/bin/env bash
# The formatter has nothing to say: `.swift-format` holds for every Swift file.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "swift format lint --strict"

paths=(Package.swift Sources Tests Examples)
if [[ -d Benchmarks && -n $(find Benchmarks -name '*.swift' -print -quit) ]]; then paths+=(Benchmarks); fi

swift format lint --strict --parallel --recursive "${paths[@]}" || broken "to mend it: swift format -i -r ${paths[*]}"
finish
