#!/usr/bin/env bash
# `Examples store copy` moves a company from a folder into PostgreSQL and back, also when it is killed on the way, and refuses what would
# mix two companies. Skipped where PostgreSQL or libpq is missing.

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! has_postgresql; then
    checking "a company that is moved between a folder and PostgreSQL"
    skip "there is no PostgreSQL here; postgresql and libpq-dev bring it"
fi
if [[ -z ${ROSTER_POSTGRESQL_PLACE:-} ]]; then
    checking "a company that is moved between a folder and PostgreSQL"
    # Where the tests of the ports on PostgreSQL are built, with the same trait.
    forget_plan "$scratch/postgresql"
    swift build --quiet --traits PostgreSQL --scratch-path "$scratch/postgresql" --product Examples ||
        broken "the examples do not build with PostgreSQL"
    forget_plan "$scratch/postgresql"
    Scripts/with-postgresql Scripts/check-moving.sh
    exit
fi

examples=$(cd "$scratch/postgresql/debug" && pwd)/Examples
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
company=postgresql:00000000-0000-0000-0000-000000000001
long=00000000-0000-0000-0000-000000000002

# exported FROM: the history of a directory in a folder, as lines.
exported() { "$examples" store export "$1" 2>/dev/null; }

runs create-user-accounts contoso.roster
exported contoso.roster >contoso.jsonl
count=$(wc -l <contoso.jsonl)
fails "the directory cannot do it: PostgreSQL does not have the tables of Roster" store copy $company back.roster
runs store copy contoso.roster $company
says "$company holds the same $count steps and 7 records." "Passwords and sessions are not copied"
runs store copy $company back.roster
says "back.roster holds the same $count steps and 7 records."
exported back.roster | cmp -s - contoso.jsonl || offense "what comes back is not what was moved"
runs store copy back.roster $company
says "$count of the steps were there before."

# What would mix two companies, or is not there, is refused, and nothing is made.
sed 's/Contoso/Fabrikam/; q' contoso.jsonl >fabrikam.jsonl
runs store import fabrikam.jsonl fabrikam.roster
fails "the target is at revision $count, and the source only at 1" store copy fabrikam.roster $company
sed 's/Contoso/Fabrikam/' contoso.jsonl >fabrikam.jsonl
rm -r fabrikam.roster
runs store import fabrikam.jsonl fabrikam.roster
fails "the step at revision 1 differs in source and target" store copy fabrikam.roster $company
fails "the step at revision 1 differs in source and target" store copy $company fabrikam.roster
exported fabrikam.roster | cmp -s - fabrikam.jsonl || offense "a target that was refused has changed"
fails "there is no company \`$long\` in PostgreSQL" store copy postgresql:$long none.roster
fails "there is no directory in \`none.roster\`" store copy none.roster postgresql:$long
fails "\`contoso\`" store copy contoso.roster postgresql:contoso
fails "usage: swift run Examples store copy FROM TO" store copy contoso.roster
connection=$ROSTER_POSTGRESQL
export ROSTER_POSTGRESQL="$connection dbname=nowhere"
fails "PostgreSQL cannot be reached: " store copy contoso.roster $company
unset ROSTER_POSTGRESQL
fails "say in ROSTER_POSTGRESQL how to connect" store copy contoso.roster $company
export ROSTER_POSTGRESQL=$connection
[[ ! -e none.roster ]] || offense "a folder was made for a company that does not exist"

# reached: how many steps of the long history are in PostgreSQL.
reached() { psql -qAt "$ROSTER_POSTGRESQL" -c "SELECT count(*) FROM roster.history WHERE company = '$long'"; }

# interrupted FROM TO COMMAND: kills a copy once the command prints how many steps are there, and runs it again.
interrupted() {
    local copier former
    "$examples" store copy "$1" "$2" >/dev/null 2>&1 &
    copier=$!
    until (($(eval "$3") > 0)); do kill -0 $copier || broken "the copy ended before it was killed"; done
    kill -KILL $copier
    wait $copier 2>/dev/null || true
    runs store copy "$1" "$2"
    says "$2 holds the same 30000 steps and 7 records."
    former=$(sed -n 's/^\([0-9]*\) of the steps were there before\.$/\1/p' <<<"$out")
    ((former > 0 && former < 30000)) || offense "it was not interrupted on the way: $former steps were there before"
}
mark='{"revision":%d,"at":1795354800000,"principal":"system","changes":[{"kind":"notificationsDelivered","through":%d}]}'
awk -v last="$count" -v mark="$mark\\n" '{ print }
    END { for (number = last + 1; number <= 30000; number++) printf mark, number, number - 1 }' contoso.jsonl >long.jsonl
runs store import long.jsonl long.roster
interrupted long.roster postgresql:$long reached
interrupted postgresql:$long moved.roster 'exported moved.roster | wc -l'
exported moved.roster | cmp -s - long.jsonl || offense "what was moved with interruptions is not what it was"

runs postgresql
says "Both hosts admit her session: true" "Both hosts admit her session: false"
finish
