"""Asks the example server what two suites of others ask of a service provider, each over a company of its own.

    drive-scim.py SERVER FOLDER     FOLDER holds the programs `scim2` and `scim-sanity`
"""

import os
import re
import subprocess
import sys
import tempfile

from server_process import Server, enroll

# How much each of them checks: fewer checks would mean that less is advertised, and more that they have learned something.
CHECKS, PASSED, FAILED = 130, 27, 1
# What scim-sanity finds and we have decided otherwise (members must be users; see the guide of RosterSCIM).
DECIDED = "PATCH /Groups/{id} add member"

offenses = []


def answers(program, command, **environment):
    """What a suite says about a new company, asked with the address of its service provider and the token of a client."""
    # The suites send UUIDs as passwords and as names: those of NIST may hold parts of names.
    rules = ["--passwords", "nist"]
    with tempfile.TemporaryDirectory() as folder:
        place = [os.path.join(folder, "contoso.roster"), *rules]
        temporary = enroll(program, place)
        server = Server(program, place, ["--plain-scim"])
        try:
            server.choose_password("ada", temporary)
            token = subprocess.run(
                [program, "token", *place, "--service", "svc-scim", "--role", "global_admin"],
                check=True, capture_output=True, text=True).stdout.strip()
            address = f"http://127.0.0.1:{server.port}/scim/v2"
            environment = {key: value.format(token=token) for key, value in environment.items()}
            arguments = [part.format(address=address, token=token) for part in command]
            return subprocess.run(
                arguments, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                timeout=300).stdout
        finally:
            server.end()


def main(program, folder):
    tester = answers(
        program, [os.path.join(folder, "scim2"), "-u", "{address}", "test"], SCIM_CLI_HEADERS="Authorization: Bearer {token}")
    succeeded = len(re.findall("^SUCCESS ", tester, re.MULTILINE))
    errors = re.findall("^ERROR .*\n(?:  .*\n?)*", tester, re.MULTILINE)
    offenses.extend("scim2-tester: " + error for error in errors)
    if succeeded != CHECKS:
        offenses.append(f"scim2-tester: {succeeded} checks succeeded and not {CHECKS}: {tester.splitlines()[-1]}")

    sanity = answers(
        program, [os.path.join(folder, "scim-sanity"), "probe", "{address}", "--token", "{token}", "--i-accept-side-effects"])
    counts = re.search(r"(\d+) passed, (\d+) failed", sanity)
    if not counts or counts.groups() != (str(PASSED), str(FAILED)):
        offenses.append(f"scim-sanity: {counts.group() if counts else sanity.splitlines()[-1]}")
    failures = [line for line in sanity.splitlines() if "[FAIL]" in line]
    offenses.extend("scim-sanity: " + line.strip() for line in failures if DECIDED not in line)

    print(f"  scim2-tester {succeeded} of {CHECKS}, scim-sanity {counts.group() if counts else 'nothing'}")
    if offenses:
        raise SystemExit("\n".join("  " + offense.strip() for offense in offenses))


if __name__ == "__main__":
    main(*sys.argv[1:])
