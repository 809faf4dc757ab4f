#!/usr/bin/env bash
# OpenLDAP's slapd with its password policy overlay, started on loopback, and a company of Roster are asked the same things: sign-ins
# with right and wrong passwords, changes, resets and unlocking. They must agree on what must be changed, what is locked, which
# passwords were used before, and what a reset ends.
#
#   check-slapd.sh              what CI runs, within a minute
#   check-slapd.sh 10000 7      that many operations, made from a seed

source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
count=${1:-500}
seed=${2:-1}
checking "slapd agrees over $count operations"

# install PROGRAM PACKAGE: gets a program that is missing, if this machine can.
install() {
    local get=(apt-get)
    if [[ -n $(PATH=$PATH:/usr/sbin type -P "$1") ]]; then return 0; fi
    if ((EUID != 0)); then get=(sudo -n env DEBIAN_FRONTEND=noninteractive apt-get); fi
    {
        "${get[@]}" update -qq
        DEBIAN_FRONTEND=noninteractive "${get[@]}" install -y -qq --no-install-recommends "$2"
    } >/dev/null 2>&1 || true
}

export PATH=$PATH:/usr/sbin
for part in slapd:slapd ldapwhoami:ldap-utils python3:python3; do install "${part%:*}" "${part#*:}"; done
for program in slapd ldapwhoami python3; do
    if [[ -z $(type -P "$program") ]]; then
        skip "$program is missing and cannot be installed"
    fi
done
if [[ ! -e /usr/lib/ldap/ppolicy.so || ! -e /etc/ldap/schema/core.schema ]]; then
    skip "slapd has its parts elsewhere"
fi

swift build --quiet --scratch-path "$scratch" --product RosterLockoutTrial || broken "it does not build"
trial=$(swift build --scratch-path "$scratch" --show-bin-path)/RosterLockoutTrial
python3 -B Tests/RosterLockoutTrial/compare_slapd.py "$trial" "$count" "$seed" | sed 's/^/  /' ||
    offense "they do not agree"
finish
