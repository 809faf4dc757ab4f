"""Looks for secrets where they do not belong, as they are and in the forms that a careless log would give them.

find_secrets.py SECRETS OUTPUT FOLDER
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile



def digest(token):
    """What a session store keeps in place of a token: the digest of its bytes, as base64url."""
    data = base64.urlsafe_b64decode(token + "=")
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=")


def forms(secret):
    data = secret.encode()
    yield data
    yield data.hex().encode()
    yield data.hex().upper().encode()
    yield base64.b64encode(data).rstrip(b"=")
    for name in ("md5", "sha1", "sha256", "sha512"):
        value = hashlib.new(name, data)
        yield value.hexdigest().encode()
        yield base64.b64encode(value.digest()).rstrip(b"=")


def main():
    secrets_path, output, folder = sys.argv[1:]
    # What a pattern is, and in which part of the folder it may be.
    patterns = {b"$y$": ("hash", "credentials"), b"$6$": ("hash", "credentials")}
    for line in open(secrets_path, encoding="utf-8"):
        kind, secret = line.rstrip("\n").split("\t")
        for form in forms(secret):
            patterns[form] = (kind, "letters" if kind == "code" else None)
        if kind == "token":
            patterns[digest(secret)] = ("digest", "sessions")
    astray, at_home = set(), set()
    for path, hit in search([output, folder], patterns):
        kind, home = patterns[hit]
        part = os.path.relpath(path, folder).split(os.sep)[0]
        if part == home:
            at_home.add(kind)
        else:
            astray.add(f"a {kind} is in {os.path.relpath(path, os.path.dirname(folder))}")
    # Where they belong they must be found: otherwise this looks for the wrong thing.
    astray |= {f"no {kind} is where it belongs" for kind in {"code", "digest", "hash"} - at_home}
    for line in sorted(astray):
        print(line)
    print(f"{len(patterns):,} forms of secrets, {os.path.getsize(output) / 1e6:,.0f} MB of output")
    return 1 if astray else 0


def search(places, patterns):
    """The files below some places and the patterns that they hold; `grep` looks for thousands at once."""
    with tempfile.NamedTemporaryFile() as list_of_patterns:
        list_of_patterns.write(b"\n".join(patterns))
        list_of_patterns.flush()
        command = ["grep", "-raoFH", "--null", "-f", list_of_patterns.name, *places]
        found = subprocess.run(command, env={**os.environ, "LC_ALL": "C"}, stdout=subprocess.PIPE)
    if found.returncode > 1:
        raise SystemExit("grep cannot read all of it")
    lines = {tuple(line.split(b"\0", 1)) for line in found.stdout.splitlines()}
    return {(path.decode(), hit) for path, hit in lines if hit in patterns}


sys.exit(main())
