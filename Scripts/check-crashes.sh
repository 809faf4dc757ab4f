#!/usr/bin/env bash
# Processes that have a store open are killed, starved and cut off from their disks, and whatever they acknowledged is there
# afterwards. What needs strace, root or a loop device is skipped, with the reason, where there is none.
#
#   check-crashes.sh               what CI runs, a minute and a half
#   check-crashes.sh --soak 20     everything twenty times as long, with new seeds
#   check-crashes.sh PART…         some parts only: power_cut, power_cut_without_syncs, at_every_call, side_by_side, full_disk,
#                                  failing_disk, at_random, reading_only

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if [[ ${1:-} == --help ]]; then
    sed -n '2,/^$/s/^# \{0,1\}//p' "Scripts/$(basename "$0")"
    exit 0
fi
checking "what is acknowledged survives a crash"

scale=1
if [[ ${1:-} == --soak ]]; then
    scale=${2:-10}
    shift 2 || shift
fi
if [[ $(uname) != Linux ]]; then
    skip "the parts are for Linux"
fi

# install PROGRAM PACKAGE: gets a program that is missing, if this machine can.
install() {
    local get=(apt-get)
    if [[ -n $(PATH=$PATH:/usr/sbin:/sbin type -P "$1") ]]; then return 0; fi
    if ((EUID != 0)); then get=(sudo -n apt-get); fi
    { "${get[@]}" update -qq && "${get[@]}" install -y -qq --no-install-recommends "$2"; } >/dev/null 2>&1 ||
        printf '  %s is missing and cannot be installed\n' "$1"
}

install python3 python3
install strace strace
install mkfs.ext4 e2fsprogs
export PATH=$PATH:/usr/sbin:/sbin
if ! python3 -c '' 2>/dev/null; then
    skip "there is no Python 3"
fi

swift build --quiet --scratch-path "$scratch" --product RosterJournalWriter
writer=$(swift build --scratch-path "$scratch" --show-bin-path)/RosterJournalWriter
# A build beside the check must not change the program under it.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$writer" "$folder/writer"

# Mounts are seen by their part alone, and go with it.
alone=()
if ((EUID == 0)) && unshare --mount --propagation private true 2>/dev/null; then
    alone=(unshare --mount --propagation private)
fi

# part NAME ARGUMENTS…: runs a part and says what it found and how long it took. What follows a failure would say the same.
part() {
    local name=$1 begun=$SECONDS status=0 out
    out=$(TMPDIR=$folder "${alone[@]}" python3 -B "Tests/CrashTrial/$name.py" "$folder/writer" "$scale" "${@:2}" 2>&1) ||
        status=$?
    sed "s/^/  $name: /; \$s/\$/ ($((SECONDS - begun)) s)/" <<<"$out"
    if ((status != 0 && status != 77)); then broken "$name: what was acknowledged did not survive"; fi
}

wanted=("$@")
if ((${#wanted[@]} == 0)); then
    wanted=(power_cut power_cut_without_syncs at_every_call side_by_side full_disk failing_disk at_random reading_only)
fi
for name in "${wanted[@]}"; do
    case $name in
        power_cut_without_syncs) part power_cut --careless ;;
        *) part "$name" ;;
    esac
done
finish
