# What the checks share. Sourced by each of them, never run: everything happens in the package's folder.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Where the checks build, except for the one that must begin with nothing.
scratch=${ROSTER_SCRATCH:-.build}
offenses=0

# checking WHAT: says what the check is about.
checking() {
    printf '%s: %s\n' "$(basename "$0")" "$1"
}

# offense WHAT: something that must not be; the check goes on and fails at its end.
offense() {
    printf '  %s\n' "$1"
    offenses=$((offenses + 1))
}

# offenses_from WHY COMMAND…: one offense for each line that a command prints. The command itself must succeed.
offenses_from() {
    local why=$1 lines line
    shift
    lines=$("$@")
    if [[ -z $lines ]]; then return 0; fi
    while IFS= read -r line; do offense "$line: $why"; done <<<"$lines"
}

# broken WHAT: the check cannot go on.
broken() {
    printf '  %s\n' "$1"
    printf '%s: FAILED\n' "$(basename "$0")"
    exit 1
}

# finish: the last line of every check.
finish() {
    if ((offenses > 0)); then
        printf '%s: FAILED, %d offense(s)\n' "$(basename "$0")" "$offenses"
        exit 1
    fi
    printf '%s: ok\n' "$(basename "$0")"
}

# skip WHY: what a check needs cannot be had here, and it ends without a failure.
skip() {
    printf '  skipped: %s\n' "$1"
    finish
    exit 0
}

# has_server_packages: whether the packages that the example server uses are in reach.
has_server_packages() {
    git ls-remote -q https://github.com/hummingbird-project/hummingbird HEAD >/dev/null 2>&1
}

# has_sqlite: whether an adapter over SQLite can be built here. Systems by Apple bring it along.
has_sqlite() {
    [[ $(uname) == Darwin || -e /usr/include/sqlite3.h ]]
}

# has_postgresql: whether the adapter on PostgreSQL can be built here, and tried on a server of its own.
has_postgresql() {
    [[ -n $(type -P initdb) || -n $(compgen -G '/usr/lib/postgresql/*/bin/initdb') ]] &&
        pkg-config --exists libpq 2>/dev/null
}

# matches GREP-ARGUMENTS…: the lines that match, with file and line. Finding none is no failure; any other failure is one.
matches() {
    { grep -nH "$@" || (($? == 1)); } | cut -c1-200
}

# without_warnings COMMAND…: runs a build, and fails when it warns. A flag of the compiler would do it, too, but what was built without
# the flag would be built again.
without_warnings() {
    local output status=0
    output=$(mktemp)
    "$@" 2>&1 | tee "$output" || status=$?
    if grep -qE '(^|: )warning:' "$output"; then status=1; fi
    rm -f "$output"
    return "$status"
}

# forget_plan FOLDER: has SwiftPM plan anew what it builds in a folder. It takes the plan that it finds there for its own, though it was
# made for another package, or before files came or went.
forget_plan() {
    rm -f "$1"/*.yaml "$1"/*/debug/description.json
}

# outside ARGUMENTS…: tests the adapter outside of this package where this one is built, so that nothing is built twice.
outside() {
    local status=0
    forget_plan "$scratch"
    swift test --package-path Tests/OutsideAdapter --scratch-path "$scratch" "$@" || status=$?
    forget_plan "$scratch"
    return "$status"
}

# build_server: builds the example server, and sets `server` to the program. Its packages must be in reach. It has a folder of its own,
# since SwiftPM takes the packages away when it builds one there that needs none.
build_server() {
    local options=(--package-path Examples/Server --scratch-path "$scratch/server") folder
    forget_plan "$scratch/server"
    swift build "${options[@]}" || broken "the server does not build"
    folder=$(swift build "${options[@]}" --show-bin-path)
    server=$folder/roster-server
}

# build_release_server: builds the example server as it is run in earnest, with PostgreSQL where that is possible, and sets `server` to
# the program.
build_release_server() {
    local options=(-c release --package-path Examples/Server --scratch-path "$scratch/server") folder
    if has_postgresql; then options+=(--traits PostgreSQL); fi
    # An earlier plan does not notice files that this package has gained or lost since.
    rm -f "$scratch"/server/release.yaml
    swift build "${options[@]}" || broken "the server does not build"
    folder=$(swift build "${options[@]}" --show-bin-path)
    server=$folder/roster-server
}

# The examples are in `examples`.

# runs ARGUMENTS…: runs the examples; what they print is in `out`.
runs() {
    if ! out=$("$examples" "$@" 2>&1 </dev/null); then
        printf '%s\n' "$out"
        broken "\`Examples $*\` failed"
    fi
}

# says TEXT…: each stands somewhere in what was printed.
says() {
    local text
    for text in "$@"; do
        if [[ $out != *"$text"* ]]; then offense "it does not say: $text"; fi
    done
}

# fails TEXT ARGUMENTS…: the examples end with an error, and say so.
fails() {
    local text=$1 status=0
    shift
    out=$("$examples" "$@" 2>&1 </dev/null) || status=$?
    if ((status == 0)); then offense "\`Examples $*\` is no failure"; fi
    says "error: $text"
}
