#!/usr/bin/env bash
# Every scenario of the examples runs, says what it should, and leaves files that only their owner can use.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
checking "every scenario, the first and second run, and what they leave behind"

swift build --quiet --scratch-path "$scratch" --product Examples
examples=$(cd "$(swift build --scratch-path "$scratch" --show-bin-path)" && pwd)/Examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
umask 000 # the examples must not count on the host's

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
        if [[ $out != *"$text"* ]]; then offence "it does not say: $text"; fi
    done
}

runs
says "Contoso is enrolled in contoso.roster" "First sign-in of ada@contoso.example: the temporary password must be changed" \
    "Sign-in information, shown this once: sign in as grace@contoso.example with " \
    "Before the first sign-in Grace may manage customers: false" "After it Grace may manage customers: true" \
    "Refused: cannot add the user \`radia@contoso.example\`" "Added: Radia Perlman" \
    "\`incentives_user\` would do" "Grace may initiate claims now: true" "Run it again" "cannot be held by guests" "You are invited to join Contoso"
temporary=$(sed -n 's/^Sign-in information, .* with \([^ ]*\) before .*$/\1/p' <<<"$out")
((${#temporary} >= 12)) || broken "no temporary password was shown"
says "$temporary"

offences_from "others than its owner can use it" \
    find contoso.roster \( -type d ! -perm 0700 -o -type f ! -perm 0600 -o ! -type d ! -type f \) -print
[[ -f contoso.roster/journal && -d contoso.roster/credentials ]] || offence "contoso.roster: journal or credentials missing"
offences_from "a password can be read" matches -raF -e "$temporary" -e Analytical-1843 -e Compiler-1952 contoso.roster

runs
says "Contoso, as the last run left it in contoso.roster" "Grace Hopper" "Radia Perlman" "The last refusals of" \
    "Margaret Hamilton: cannot add the user"
if [[ $out == *"is enrolled in"* ]]; then offence "the second run enrolled again"; fi
runs create-user-accounts other.roster
says "Contoso is enrolled in other.roster"

runs embed-check-core
says "Nellie may write in politics:       true" "Nellie may write in sports:         false" "Joseph, publish: allowed" \
    "Joseph is blocked and may publish: false" "the role catalog has 2 problems:"
runs explain-access
says "Missing plane: Azure AD tenant or Directory." "\`user_admin\` would do, and holders of" \
    "is held only at \`/locations/seattle\`" "at \`/locations/seattle\`" "create users: true" "None of it was done" \
    "page: 00000000-0000-0000-0000-000000000005" "Global admin: 00000000-0000-0000-0000-000000000004, active"
runs bring-your-own-directory
says "kept: " "Fabrikam is enrolled"
runs import-team
says "added; temporary password " "did you mean \`report_viewer\`?" "belongs to another user"
printf 'name,address,roles\nAlan Kay,alan@contoso.example,report_viewer\n' >team.csv
runs import-team team.csv
says "Importing 1 person" "Alan Kay"
status=0
out=$("$examples" import-team missing.csv 2>&1 </dev/null) || status=$?
if ((status == 0)); then offence "a missing file is no failure"; fi
says "error: cannot read \`missing.csv\`: there is no such file"

runs --help
says "usage: swift run Examples" create-user-accounts embed-check-core explain-access bring-your-own-directory import-team
status=0
out=$("$examples" no-such-scenario 2>&1 </dev/null) || status=$?
if ((status == 0)); then offence "an unknown scenario is no failure"; fi
says "error: there is no scenario \`no-such-scenario\`"
finish
