#!/usr/bin/env bash
# Two administrators act on each other with every pair of verbs, in two processes that are killed now and then: one of them can always
# sign in, with a password that they were given or chose. They also define, widen and delete roles of the company that the other one gives or
# passes on to a group: what was done was within the rights of its principal at that step, and no guest holds what guests may not. Each round begins with both able to do everything, so that what the second
# is refused is because of what the first did.
#
#   soak-administrators.sh [ROUNDS] [SEED]     10,000 rounds unless told otherwise

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "administrators who act on each other are never locked out"
swift build --quiet -c release --scratch-path "$scratch" --product RosterAdministratorTrial
"$(swift build -c release --scratch-path "$scratch" --show-bin-path)/RosterAdministratorTrial" "${1:-10000}" "${2:-1}" ||
    offense "the trial found something; run it again with the same seed"
finish
