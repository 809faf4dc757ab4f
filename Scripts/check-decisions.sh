#!/usr/bin/env bash
# A million random decisions are those of the definition, and no reader beside a writer sees what cannot be; the race again
# under the thread sanitizer.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "a million decisions, and readers beside a writer"

swift build --quiet -c release --scratch-path "$scratch" --product RosterTableTrial
trial=$(swift build -c release --scratch-path "$scratch" --show-bin-path)/RosterTableTrial
"$trial" 1000000 </dev/null | sed 's/^/  /' || offense "the table does not answer as it should"

if [[ $(uname) == Linux ]]; then
    swift build --quiet --sanitize=thread --scratch-path "$scratch-thread" --product RosterTableTrial
    trial=$(swift build --sanitize=thread --scratch-path "$scratch-thread" --show-bin-path)/RosterTableTrial
    # Swift's own backtraces wait forever for a process that the sanitizer ends.
    SWIFT_BACKTRACE=enable=no TSAN_OPTIONS="halt_on_error=1 exitcode=66" "$trial" 2000 </dev/null | sed 's/^/  under the thread sanitizer: /' ||
        offense "the thread sanitizer found a race"
fi
finish
