#!/usr/bin/env bash
# Messages with random names, addresses and reasons are read back by readers in other languages, as exactly the recipients and
# the text that were meant: Python's `email` under both of its policies and as a mailbox, and a reader in Perl.
#
#   check-mail.sh              what CI runs, within a minute
#   check-mail.sh 100000 7     that many messages, made from a seed

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${1:-4000}
seed=${2:-1}
checking "$count messages say to other readers what was meant"

# The toolchain's images bring Python along, for its debugger.
if ! python3 -c 'import email' 2>/dev/null; then
    skip "there is no Python 3"
fi
swift build --quiet --scratch-path "$scratch" --product RosterMailTrial || broken "it does not build"
trial=$(swift build --scratch-path "$scratch" --show-bin-path)/RosterMailTrial
letters=$(mktemp)
trap 'rm -f "$letters"' EXIT
"$trial" "$count" "$seed" >"$letters" || broken "the messages could not be made"

readers=("python3 -B Tests/MailTrial/read_mail.py")
if perl -MJSON::PP -MEncode -MMIME::QuotedPrint -e '' 2>/dev/null; then
    readers+=("perl Tests/MailTrial/read_mail.pl")
else
    printf '  without a second language: there is no Perl with its usual modules\n'
fi
for reader in "${readers[@]}"; do
    $reader <"$letters" 2>&1 | sed 's/^/  /' || offense "$reader reads something else"
done
finish
