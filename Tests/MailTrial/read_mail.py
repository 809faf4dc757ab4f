"""Reads messages with Python's `email` under both of its policies, and compares them with what was meant.

Each line of the standard input is what `RosterMailTrial` prints. Everything is read as a mailbox of messages too, made
without any escapes, as careless programs make them.
"""

import email
import email.header
import email.policy
import email.utils
import json
import mailbox
import os
import re
import sys
import tempfile

# What a program that shows names in place of addresses could take for an address or a link; such names may be left out.
MISLEADING = re.compile(
    r"[@\uff20\ufe6b<>\uff1c\uff1e\ufe64\ufe65]|[:\uff1a][/\\\u2044\u2215\uff0f]{2}"
    r"|[/\\\u2044\u2215\uff0f]{2}\S|[^\s.][.\u3002\uff0e\uff61\u2024\ufe52][^\s.]|\w[:\uff1a]\S"
)


def decoded(text):
    """A header's text in the way of the older policy."""
    return str(email.header.make_header(email.header.decode_header(text)))


def older(message):
    parsed = email.message_from_bytes(message, policy=email.policy.compat32)
    people = {}
    for field in ("From", "To"):
        addresses = email.utils.getaddresses(parsed.get_all(field))
        people[field] = [(decoded(name), address) for name, address in addresses]
    body = parsed.get_payload(decode=True).decode("utf-8")
    return people, decoded(parsed["Subject"]), body, parsed


def newer(message):
    parsed = email.message_from_bytes(message, policy=email.policy.default)
    people = {
        field: [(each.display_name, each.addr_spec) for each in parsed[field].addresses] for field in ("From", "To")
    }
    return people, str(parsed["Subject"]), parsed.get_content(), parsed


def form(message):
    """What is wrong with the form of a message."""
    head, _, body = message.partition(b"\r\n\r\n")
    if any(byte > 126 or (byte < 32 and byte not in b"\r\n") for byte in message):
        yield "a byte that is no visible ASCII"
    if re.search(rb"\r(?!\n)|(?<!\r)\n", message):
        yield "a line end that is no CRLF"
    for line in head.split(b"\r\n"):
        # A domain that is longer than a line cannot be folded.
        if len(line) > 78 and not re.fullmatch(rb" @[^@ ]{76,}>", line):
            yield f"a header line of {len(line)} characters"
        if not line.strip():
            yield "a header line of blanks"
    for line in body.split(b"\r\n"):
        if len(line) > 76:
            yield f"a body line of {len(line)} characters"
        if line.startswith(b"."):
            yield "a line that begins with a dot"
        if re.match(rb">*From ", line):
            yield "a line that begins as a message in a mailbox does"


def same(found, wanted, name):
    """Whether a name was read as it was meant.

    Many versions of the default policy put a blank between two encoded words and make one blank of several, against
    RFC 2047 and unlike mail programs (CPython gh-128110): of names that need encoded words, the
    default policy is asked for the letters.
    """
    if "default" in name and (not wanted.isascii() or "=?" in wanted or len(wanted) > 60):
        return "".join(found.split()) == "".join(wanted.split())
    return found == wanted


def differences(letter, read, name):
    people, subject, body, parsed = read
    for field, key in (("From", "from"), ("To", "to")):
        wanted, address = letter[f"{key}Name"], letter[f"{key}Address"]
        found = people[field]
        if len(found) != 1 or found[0][1] != address:
            yield f"{name}: {field} is {found!r} in place of {address!r}"
        elif not same(found[0][0], wanted, name) and (found[0][0] or not MISLEADING.search(wanted)):
            yield f"{name}: {field} is called {found[0][0]!r} in place of {wanted!r}"
        elif MISLEADING.search(found[0][0]) and re.search("[@<>]", found[0][0]):
            yield f"{name}: {field} is called {found[0][0]!r}, which could pass for an address"
    if subject != letter["subject"]:
        yield f"{name}: the subject is {subject!r} in place of {letter['subject']!r}"
    if body.replace("\r\n", "\n") != letter["body"]:
        yield f"{name}: the body is {body!r} in place of {letter['body']!r}"
    if len(parsed.keys()) != 9 or parsed.defects:
        yield f"{name}: the fields are {parsed.keys()}, the defects {parsed.defects}"


def main():
    count = failures = 0
    identifiers = []
    with tempfile.NamedTemporaryFile(delete=False) as box:
        for line in sys.stdin.buffer:
            letter = json.loads(line)
            message = letter["message"].encode("ascii")
            problems = list(form(message))
            for read, name in ((older, "email, compat32"), (newer, "email, default")):
                try:
                    problems += differences(letter, read(message), name)
                except Exception as error:
                    problems.append(f"{name}: {type(error).__name__}: {error}")
            for problem in problems[: 20 - failures]:
                print(problem)
            failures += bool(problems)
            count += 1
            identifiers.append(email.message_from_bytes(message)["Message-ID"].strip())
            box.write(b"From nobody Thu Jan  1 00:00:00 1970\n" + message.replace(b"\r\n", b"\n"))
    messages = [message["Message-ID"].strip() for message in mailbox.mbox(box.name)]
    os.unlink(box.name)
    if messages != identifiers:
        print(f"a mailbox of {len(identifiers)} messages has {len(messages)}")
        failures += 1
    print(f"{count} messages read by Python's email under two policies, and as one mailbox; {failures} wrong")
    sys.exit(failures > 0 or count == 0)


main()
