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

runs
says "Contoso is enrolled in contoso.roster" "First sign-in of ada@contoso.example: the temporary password must be changed" \
    "Sign-in information, shown this once: sign in as grace@contoso.example with " \
    "Before the first sign-in Grace may manage customers: false" "After it Grace may manage customers: true" \
    "Refused: cannot add a user: \`radia@contoso.example\`: " "Added: Radia Perlman" \
    "\`incentives_user\` would do" "Grace may initiate claims now: true" "Run it again" "cannot be held by guests" "You are invited to join Contoso"
temporary=$(sed -n 's/^Sign-in information, .* with \([^ ]*\) before .*$/\1/p' <<<"$out")
((${#temporary} >= 12)) || broken "no temporary password was shown"
says "$temporary"

offenses_from "others than its owner can use it" \
    find contoso.roster \( -type d ! -perm 0700 -o -type f ! -perm 0600 -o ! -type d ! -type f \) -print
[[ -f contoso.roster/journal-00000000000000000001 && -d contoso.roster/credentials ]] || offense "contoso.roster: journal or credentials missing"
offenses_from "a password can be read" matches -raF -e "$temporary" -e Analytical-1843 -e Compiler-1952 contoso.roster

runs
says "Contoso, as the last run left it in contoso.roster" "Grace Hopper" "Radia Perlman" "The last refusals of" \
    "Margaret Hamilton: cannot add a user: \`radia@contoso.example\`: "
if [[ $out == *"is enrolled in"* ]]; then offense "the second run enrolled again"; fi
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
TMPDIR=$work runs account-life
says "Its name at the other host:         Fabrikam" "To leave the program at once:       rolesStillHeld" \
    "took the company out of indirect_provider"
# Two thousand companies need fewer descriptors than a raised limit allows, and leave nothing behind.
ulimit -Sn 8192 2>/dev/null || offense "the limit on open files cannot be raised to 8192"
TMPDIR=$work runs many-tenants 2000
says "All are open after " "Grace may manage customers: false" "Grace may manage customers now: true"
if [[ $(uname) == Linux ]]; then says "Each has 2 descriptors."; fi
offenses_from "is left behind" find "$work" -name 'roster-*'
runs import-team
says "added; temporary password " "did you mean \`report_viewer\`?" "of another account"
printf 'name,address,roles\nAlan Kay,alan@contoso.example,report_viewer\n' >team.csv
runs import-team team.csv
says "Importing 1 person" "Alan Kay"
runs passwords
says "C0ntos0Blank12: a password needs 5 points" "ContoS0Bl@nkf9!: accepted"
runs passwords cost
says "standard" "16 MiB" "For about 100 ms: FileCredentialVault(at: …, cost: ."
printf 'password\nhunter2\r\n\xff\npassword\n' >stolen.txt
runs passwords build stolen.list stolen.txt
says "stolen.list lists 2 passwords." "were left out: 1"
printf 'hunter2\n' >typed.txt
out=$("$examples" passwords look-up stolen.list <typed.txt)
says "It is on the list."
out=$("$examples" passwords look-up stolen.list <<<"hunter3")
says "It is not on the list."
printf '1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n' >5BAA6.txt
printf 'F3BBBD66A63D4BF1747940578EC3D0103530E21D:1\n' >whole.txt
runs passwords build-ranges ranges.list 5BAA6.txt whole.txt
says "ranges.list lists 2 passwords."
out=$("$examples" passwords look-up ranges.list <<<"password")
says "It is on the list."
runs groups
says "Grace may manage customers:         false" "an unknown user: there is no user" "Grace may manage customers:         true" \
    "Refused: cannot add a member to a group: you may not assign" "Joan left; she may manage customers: false" \
    "It is back; Grace may:              true" "Ada Lovelace restored the group Seattle sales"
runs authenticator "Contoso GmbH" "ada lovelace"
says "▄▄▄▄▄" "otpauth://totp/Contoso%20GmbH:ada%20lovelace?secret=" "9 are left" "It works: true, and a second time: false"

fails "\`stolen.list\` is there already" passwords build stolen.list stolen.txt
fails "line 1 is no digest by SHA-1" passwords build-ranges other.list stolen.txt
fails "\`whole.txt\` is damaged: it does not begin" passwords look-up whole.txt
fails "there is no file \`missing.list\`" passwords look-up missing.list
fails "say what to do" passwords build

fails "cannot read \`missing.csv\`: there is no such file" import-team missing.csv

# team TEXT: writes the file of a team, with the escapes of printf.
team() { printf "$1" >team.csv; }

# A table of people is read as spreadsheets and editors write it, and lines are numbered as editors number them.
ole='ole@contoso.example,Ole Birk,report_viewer'
for table in 'Ole Birk,ole@contoso.example,report_viewer\nJune,june@contoso.example,\n' \
    'name,address,roles\rOle Birk,ole@contoso.example,report_viewer\rJune,june@contoso.example,' \
    '\xef\xbb\xbfRoles;E-Mail;Name\r\n"report_viewer sales_agent";ole@contoso.example;Ole Birk\r\n;june@contoso.example;June\r\n;;\r\n' \
    'sep=|\nname|address\nOle Birk|ole@contoso.example\n\nJune|june@contoso.example\n' \
    'address\tname\troles\nole@contoso.example\tOle Birk\treport_viewer,sales_agent\njune@contoso.example\tJune\t\n'; do
    team "$table"
    runs import-team team.csv
    says "Importing 2 people" "Ole Birk  added; temporary password " "June      added; temporary password "
done
team "address,name,roles,team\n$ole,Sales\n"
runs import-team team.csv
says "the column \`team\` is left out" "2     Ole Birk  added"

# The file of users that the console writes is read, and what is no person in it is not added.
team '"name","address","roles","user name","status","kind","id"\r\n'"\"'=Ole\",\"ole@contoso.example\",\"report_viewer referrals_admin@/locations/42\",\"ole\",\"active\",\"person\",\"1\"\r\n"
runs import-team team.csv
says "the column \`id\` is left out" "2     =Ole  added"
team 'name,address,roles,kind,status\nNight,,,service,active\nPat,pat@partner.example,,guest,active\nKim,kim@contoso.example,,person,blocked\n'
fails "\`team.csv\`: 3 of 3 were not added" import-team team.csv
says "this row is a service" "this row is a guest" "this account is blocked"

# Who is not added is listed with the line, and the status tells.
team "address,name,roles\n\n$ole\n\njune@contoso.example,\"June\n\nAlder\",no_such\nkim@contoso.example,Kim,no_such\n"
fails "\`team.csv\`: 2 of 3 were not added; the first is on line 5, column 22: " import-team team.csv
says "3     Ole Birk" "5     June\\u{a}\\u{a}Alder" "8     Kim" "there is no role \`no_such\`"
team 'name,address,roles\nEve\033[2K\xe2\x80\xae,eve@contoso.example,\n'
fails "\`team.csv\`: 1 of 1 were not added" import-team team.csv
says "Eve\\u{1b}[2K\\u{202e}"
if [[ $out == *$'\033'* ]]; then offense "what a terminal acts on is printed"; fi

# What is not well formed is refused before anyone is added, with the place of the first thing that is wrong.
while IFS='~' read -r place table; do
    team "$table"
    fails "\`team.csv\`$place" import-team team.csv
    if [[ $out == *Importing* ]]; then offense "\`$table\` is imported in part"; fi
done <<'TABLES'
: the file is empty~
: the file is empty~\n\n,,\n
: the file has names of columns, and no person~name,address,roles\n
, line 1, column 1: this row has no address, and no column is named~Ole,Birk\n
, line 1, column 1: no column is named `address`~name,mailbox\nOle,ole@contoso.example x\n
, line 1, column 14: no column is named `rolle`; did you mean `role`?~name,address,rolle\nOle,ole@contoso.example,sales_agent\n
, line 1, column 6: no column is named `emial`; did you mean `email`?~name,emial\nOle,ole@contoso.example\n
, line 1, column 13: the columns `email` and `mail` are the same~name, email, mail\nOle,o@n.example,o@n.example\n
, line 1, column 1: without names of columns~ole@contoso.example,Ole\n
, line 3, column 1: a row has 3 fields, and this one has 2~name,address,roles\n\nOle,ole@contoso.example\n
, line 2, column 25: this field is one too many~name,address\nOle,ole@contoso.example,sales_agent\n
, line 2, column 6: after a closing quote~name,address\n"Ole" B,ole@contoso.example\n
, line 2, column 5: a field with a quote~name,address\nOle "B",ole@contoso.example\n
, line 3, column 1: this quote is never closed~name,address\nKim,kim@contoso.example\n"Ole,ole@contoso.example\nJune,j@n.example\n
, line 2, column 3: this is not text in UTF-8~name,address\nOl\xe9,ole@contoso.example\n
 is text in UTF-16~\xff\xfen\x00
TABLES
{ printf 'name,address\n' && head -c 100000000 /dev/zero | tr '\0' a; } >team.csv
fails "\`team.csv\`, line 2, column 65537: a row has no more than 65536 characters" import-team team.csv

# What an operator does with a directory on disk.
runs store inspect contoso.roster
says "company     Contoso" "users       7 (" "journal-00000000000000000001" credentials
runs store compact contoso.roster
says "The checkpoint holds everything up to revision "
# A reader needs no more than to read, and leaves no trace.
cp -R contoso.roster read.roster
rm read.roster/head
chmod 400 read.roster/journal-* read.roster/checkpoint-* read.roster/lock read.roster/compaction
chmod 500 read.roster
touch -t 202601010000 read.roster read.roster/*
traces=$(ls -lA read.roster)
runs store inspect read.roster
says "company     Contoso"
runs store verify read.roster
says "every one of 7 users"
runs store export read.roster
[[ $(ls -lA read.roster) == "$traces" ]] || offense "looking at a directory changed it"
chmod 700 read.roster

runs store verify contoso.roster
says "Sound: every step up to revision " "every one of 7 users" "The checkpoint of revision "
runs store export contoso.roster contoso.jsonl
says " steps were exported"
[[ $(stat -c %a contoso.jsonl 2>/dev/null || stat -f %Lp contoso.jsonl) == 600 ]] || offense "others can read contoso.jsonl"
runs store import contoso.jsonl again.roster
says "$(wc -l <contoso.jsonl | tr -d ' ') steps were imported into again.roster"
"$examples" store export again.roster >again.jsonl 2>/dev/null || broken "exporting to the output failed"
cmp -s contoso.jsonl again.jsonl || offense "what was imported is not what was exported"
count=$(wc -l <contoso.jsonl | tr -d ' ')
runs store copy contoso.roster moved.roster
says "moved.roster holds the same $count steps and 7 records."
head -n 3 contoso.jsonl >begun.jsonl
runs store import begun.jsonl begun.roster
mkdir -m 700 none.roster
runs store copy contoso.roster none.roster
says "none.roster holds the same $count steps and 7 records."
runs store copy contoso.roster begun.roster
says "begun.roster holds the same $count steps and 7 records." "3 of the steps were there before."
sed 's/Contoso/Fabrikam/' begun.jsonl >fabrikam.jsonl
runs store import fabrikam.jsonl fabrikam.roster
fails "the step at revision 1 differs in source and target" store copy contoso.roster fabrikam.roster
fails "the target is at revision $count, and the source only at 3" store copy fabrikam.roster contoso.roster
fails "PostgreSQL is not in this build" store copy contoso.roster postgresql:company
runs store backup again.roster copy.roster
says "copy.roster holds everything up to revision " ", but no credentials."
[[ ! -e again.roster/credentials && ! -e copy.roster/credentials ]] || offense "a folder was made for credentials that do not exist"
runs store backup contoso.roster whole.roster
says "whole.roster holds everything up to revision " ", and the credentials."
offenses_from "others than its owner can use it" \
    find whole.roster \( -type d ! -perm 0700 -o -type f ! -perm 0600 -o ! -type d ! -type f \) -print
runs create-user-accounts whole.roster
says "Radia Perlman"
chmod 0755 contoso.roster/credentials
fails "\`contoso.roster/credentials\` can be used by others" store backup contoso.roster part.roster
says "\`part.roster\` is without credentials; remove it"
chmod 0700 contoso.roster/credentials
runs store verify copy.roster
fails "\`copy.roster\` is not empty" store backup again.roster copy.roster
fails "\`again.roster\` is not empty" store import contoso.jsonl again.roster
fails "cannot write \`contoso.jsonl\`: it is there already" store export again.roster contoso.jsonl
fails "there is no directory in \`nowhere\`" store inspect nowhere
[[ ! -e nowhere ]] || offense "a folder that was mistyped was made"
fails "usage: swift run Examples store verify PATH" store verify
fails "say what to do" store

# shows_no_control ARGUMENTS…: whatever the examples make of it, no control character or mark of direction gets through.
shows_no_control() {
    out=$("$examples" "$@" 2>&1 </dev/null) || true
    if LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' <<<"$out"; then
        offense "\`Examples ${*@Q}\` passes a control character on"
    fi
    if grep -q '^forged' <<<"$out"; then offense "\`Examples ${*@Q}\` lets a name break the line"; fi
}
evil=$'\e[2K\rname\u009b2J\u202e\u2028\nforged'
printf 'name,address,roles\n"Eve%s",eve@contoso.example,no_such\nEve,eve@contoso.example,"%s"\nEve,"%s",report_viewer\n"%s"\n' \
    "$evil" "$evil" "$evil" "$evil" >control.csv
shows_no_control import-team control.csv
cp control.csv "$evil"
cp control.csv "copy.roster/$evil"
shows_no_control import-team "$evil"
shows_no_control import-team "no$evil"
shows_no_control store inspect copy.roster
says 'u{1b}[2K' 'u{202e}'
rm "copy.roster/$evil"
shows_no_control store inspect "$evil"
shows_no_control store verify "no$evil"
shows_no_control store export again.roster "$evil"
shows_no_control store import "$evil" "no$evil"
shows_no_control store import contoso.jsonl "new$evil"
shows_no_control store inspect "new$evil"
shows_no_control store backup "new$evil" "other$evil"
shows_no_control store "$evil"
shows_no_control create-user-accounts "$evil"
shows_no_control create-user-accounts "folder$evil"
shows_no_control "$evil"

# A file that is no history leaves nothing behind; steps that contradict others leave those before them.
sed '3s/{/[/' contoso.jsonl >broken.jsonl
fails "\`broken.jsonl\`, line 3: this is not a step of a history" store import broken.jsonl broken.roster
sed '3d' contoso.jsonl >gap.jsonl
fails "\`gap.jsonl\`, line 3: this is step 4, where 3 should be" store import gap.jsonl broken.roster
[[ ! -e broken.roster ]] || offense "a directory was made of lines that are none"
: >empty.jsonl
fails "\`empty.jsonl\` holds no step" store import empty.jsonl broken.roster
sed '3s/{/[/' contoso.jsonl | sed '2s/^/\n \t\n/' >broken.jsonl
fails "\`broken.jsonl\`, line 5: this is not a step of a history" store import broken.jsonl broken.roster
[[ ! -e broken.roster ]] || offense "a directory was made of lines that are none"
{ printf '\xef\xbb\xbf' && sed 's/$/\r/; 2s/^/\n   \n/' contoso.jsonl && printf '\n \n'; } >edited.jsonl
runs store import edited.jsonl edited.roster
says "$(wc -l <contoso.jsonl | tr -d ' ') steps were imported into edited.roster"
{ head -n 2 contoso.jsonl && echo && sed -n '1s/"revision":1,/"revision":3,/p' contoso.jsonl; } >twice.jsonl
fails "line 4: " store import twice.jsonl broken.roster
says "2 steps before it are kept in \`broken.roster\`"

# A copy can be made while a process writes, and each holds a beginning of what is written.
mark='{"revision":%d,"at":1795354800000,"principal":"system","changes":[{"kind":"notificationsDelivered","through":%d}]}'
awk -v last="$(wc -l <contoso.jsonl)" -v mark="$mark\\n" '{ print }
    END { for (number = last + 1; number <= 30000; number++) printf mark, number, number - 1 }' contoso.jsonl >long.jsonl
"$examples" store import long.jsonl long.roster >/dev/null 2>&1 &
writer=$!
copies=0
while kill -0 "$writer" 2>/dev/null; do
    if [[ -f long.roster/journal-00000000000000000001 ]]; then
        copies=$((copies + 1))
        runs store backup long.roster "copy$copies.roster"
        runs store export "copy$copies.roster" "copy$copies.jsonl"
        head -n "$(wc -l <"copy$copies.jsonl")" long.jsonl | cmp -s - "copy$copies.jsonl" ||
            offense "copy $copies does not hold a beginning of what was written"
    fi
done
wait "$writer" || offense "the writer failed while copies were made"
((copies > 0)) || offense "no copy was made while a process wrote"

# One byte that is not as it was written is found, with its place.
printf '\xff' | dd of=copy.roster/journal-00000000000000000001 bs=1 seek=200 conv=notrunc status=none
fails "\`copy.roster/journal-00000000000000000001\` is damaged at byte 64, where revision 1 should be" store verify copy.roster

runs --help
says "usage: swift run Examples" create-user-accounts embed-check-core explain-access bring-your-own-directory import-team many-tenants store \
    passwords authenticator
status=0
out=$("$examples" no-such-scenario 2>&1 </dev/null) || status=$?
if ((status == 0)); then offense "an unknown scenario is no failure"; fi
says "error: there is no scenario \`no-such-scenario\`"
finish
