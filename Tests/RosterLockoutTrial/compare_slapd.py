"""Asks slapd with its password policy overlay and a company of Roster the same things, and compares the answers.

compare_slapd.py TRIAL OPERATIONS SEED
"""

import collections
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

PORT = 23890
URL = f"ldap://127.0.0.1:{PORT}"
ROOT, ROOT_PASSWORD = "cn=admin,dc=contoso,dc=example", "Root-Zq7-only"
NAMES = [f"user{number}" for number in range(8)]

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile {folder}/slapd.pid
database mdb
maxsize 67108864
suffix "dc=contoso,dc=example"
rootdn "{root}"
rootpw {password}
directory {folder}/data
overlay ppolicy
ppolicy_default "cn=policy,dc=contoso,dc=example"
ppolicy_use_lockout
ppolicy_hash_cleartext
access to attrs=userPassword by self write by anonymous auth by * none
access to * by self read by * none
"""

# Ten failures lock until an administrator unlocks; three former passwords are remembered; a reset forces a change.
CONTENT = """
dn: dc=contoso,dc=example
objectClass: dcObject
objectClass: organization
dc: contoso
o: Contoso

dn: cn=policy,dc=contoso,dc=example
objectClass: device
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdInHistory: 3
pwdLockout: TRUE
pwdLockoutDuration: 0
pwdMaxFailure: 10
pwdFailureCountInterval: 0
pwdMustChange: TRUE
pwdAllowUserChange: TRUE
pwdSafeModify: FALSE
"""


class Slapd:
    def __init__(self, folder):
        os.mkdir(os.path.join(folder, "data"))
        configuration = os.path.join(folder, "slapd.conf")
        with open(configuration, "w") as file:
            file.write(CONFIGURATION.format(folder=folder, root=ROOT, password=ROOT_PASSWORD))
        content = CONTENT
        subprocess.run(["slapadd", "-f", configuration], input=content.encode(), check=True, capture_output=True)
        self.log = open(os.path.join(folder, "log"), "wb")
        self.process = subprocess.Popen(
            ["slapd", "-f", configuration, "-h", URL, "-d", "0"], stdout=self.log, stderr=self.log)
        for _ in range(600):
            if self.run("ldapsearch", "-b", "", "-s", "base")[0] == 0:
                return
            time.sleep(0.05)
        raise SystemExit("slapd does not answer")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    @staticmethod
    def run(program, *arguments, binding=(), text=""):
        result = subprocess.run(
            [program, "-x", "-H", URL, *binding, *arguments], input=text.encode(), capture_output=True)
        return result.returncode, (result.stdout + result.stderr).decode(errors="replace")

    @staticmethod
    def name(user):
        return f"cn={user},dc=contoso,dc=example"

    def administer(self, text):
        status, output = self.run("ldapmodify", binding=("-D", ROOT, "-w", ROOT_PASSWORD), text=text)
        if status:
            raise SystemExit(f"slapd refuses what its administrator does: {output}")

    def add(self, user, password):
        self.administer(
            f"dn: {self.name(user)}\nchangetype: add\nobjectClass: person\ncn: {user}\nsn: {user}\n"
            f"userPassword: {password}\n")
        # What an administrator sets must be changed; its owner has done so.
        self.administer(f"dn: {self.name(user)}\nchangetype: modify\nreplace: pwdReset\npwdReset: FALSE\n")

    def bind(self, user, password):
        status, output = self.run("ldapwhoami", "-e", "ppolicy", binding=("-D", self.name(user), "-w", password))
        if "locked" in output:
            return "locked"
        if status:
            return "wrong"
        return "must change" if "must be changed" in output else "ok"

    def change(self, user, old, new):
        found = self.bind(user, old)
        if found in ("wrong", "locked"):
            return found
        status, output = self.run(
            "ldappasswd", "-e", "ppolicy", "-a", old, "-s", new, binding=("-D", self.name(user), "-w", old))
        if status == 0:
            return "ok"
        return "used before" if "(19)" in output else output

    def reset(self, user, password):
        status, output = self.run(
            "ldappasswd", "-s", password, self.name(user), binding=("-D", ROOT, "-w", ROOT_PASSWORD))
        if status:
            raise SystemExit(output)

    def unlock(self, user):
        self.administer(f"dn: {self.name(user)}\nchangetype: modify\ndelete: pwdAccountLockedTime\n")
        return "ok"


class Trial:
    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")


class Account:
    """What both are asked about: only what both define."""

    def __init__(self, password):
        self.password = password
        self.former = []
        self.temporary = False
        self.locked = False
        self.failures = 0


def main():
    trial, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        slapd, roster = Slapd(folder), Trial(trial)
        try:
            return compare(slapd, roster, dice, count)
        finally:
            slapd.stop()
            roster.process.kill()


def compare(slapd, roster, dice, count):
    def fresh():
        return "Zq7-" + "".join(dice.choice("abcdefghjkmnpqrstuvwxyz") for _ in range(14))

    accounts = {}
    for name in NAMES:
        accounts[name] = Account(fresh())
        slapd.add(name, accounts[name].password)
        roster.ask("add", name, accounts[name].password)
        # From now on the source is one that the account has signed in from.
        slapd.bind(name, accounts[name].password)
        roster.ask("bind", name, accounts[name].password)
    tally, differences = collections.Counter(), []

    def check(operation, ours, theirs):
        tally[f"{operation.split()[0]}: {ours}"] += 1
        if ours != theirs:
            differences.append(f"{operation}: Roster says `{ours}`, slapd `{theirs}`")

    for _ in range(count):
        name = dice.choice(NAMES)
        account = accounts[name]
        step = dice.random()
        if step < 0.30:
            check(f"bind {name}, right", roster.ask("bind", name, account.password), slapd.bind(name, account.password))
            if not account.locked:
                account.failures = 0
        elif step < 0.62:
            # Each wrong one is new: repeated ones count in slapd and do not in Roster, on purpose. Some come in rows.
            for _ in range(dice.randint(8, 12) if dice.random() < 0.15 else 1):
                wrong = fresh()
                check(f"bind {name}, wrong", roster.ask("bind", name, wrong), slapd.bind(name, wrong))
                account.failures += 1
                account.locked = account.locked or account.failures >= 10
        elif step < 0.84:
            # After a reset, slapd remembers what was before it, and Roster lets it come back, as the directory does.
            reuse = account.former and not account.temporary and dice.random() < 0.5
            new = dice.choice(account.former[-5:]) if reuse else fresh()
            # Roster compares the two that were typed before it looks at the account, and so says nothing of a lock.
            if account.locked and new == account.password:
                new = fresh()
            ours = roster.ask("change", name, account.password, new)
            check(f"change {name}", ours, slapd.change(name, account.password, new))
            if not account.locked:
                account.failures = 0
            if ours == "ok":
                account.former = ([] if account.temporary else account.former + [account.password])
                account.password, account.temporary = new, False
        elif step < 0.90:
            temporary = roster.ask("reset", name)
            slapd.reset(name, temporary)
            tally["reset"] += 1
            account.password, account.temporary, account.former = temporary, True, []
            account.locked, account.failures = False, 0
        elif account.locked:
            check(f"unlock {name}", roster.ask("unlock", name), slapd.unlock(name))
            account.locked, account.failures = False, 0
    for line in sorted(tally.items()):
        print(f"{line[0]}: {line[1]}")
    for line in differences[:20]:
        print(line)
    print(f"{sum(tally.values()):,} answers compared, {len(differences)} differ")
    return 1 if differences else 0


sys.exit(main())
