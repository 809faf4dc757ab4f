#!/usr/bin/env bash
# Two processes deliver the notifications of one company on files, with a mailer that fails, hangs and delivers twice. They are killed
# at random, again and again. In the end each letter has arrived or is listed as given up, and has arrived more than once only where
# an attempt was interrupted.
#
#   soak-notifications.sh [ROUNDS]     a round takes about a second; 60 unless given

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "notifications are delivered once, through kills"

rounds=${1:-60}
swift build --scratch-path "$scratch" --product RosterNotificationSoak >/dev/null || broken "it does not build"
host=$scratch/debug/RosterNotificationSoak
folder=$(mktemp -d)
hosts=()
cleanup() {
    for process in "${hosts[@]}"; do kill -9 "$process" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap cleanup EXIT

"$host" begin "$folder" || broken "no company could be enrolled"
for number in 0 1; do
    "$host" host "$folder" 2>>"$folder/complaints" &
    hosts[number]=$!
done
for ((round = 0; round < rounds; round++)); do
    sleep "$(printf '0.%03d' $((RANDOM % 1000)))"
    number=$((RANDOM % 2))
    kill -9 "${hosts[number]}" 2>/dev/null || offense "a host ended by itself: $(tail -n 1 "$folder/complaints")"
    wait "${hosts[number]}" 2>/dev/null || true
    "$host" host "$folder" 2>>"$folder/complaints" &
    hosts[number]=$!
done
for process in "${hosts[@]}"; do
    kill -9 "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
done
hosts=()
"$host" finish "$folder" || offense "a promise of the delivery is broken"
finish
