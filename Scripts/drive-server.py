"""Drives two processes of the example server over one folder, with nothing but Python's standard library.

Usage: drive-server.py SERVER, where SERVER is the built program.
"""

import http.client
import json
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

PASSWORDS = {"ada": "Analytical-1843", "grace": "Compiler-1952"}


def check(holds, what, *more):
    if not holds:
        raise SystemExit("  " + " ".join(str(part) for part in (what, *more)))


class Server:
    """A process of the server, and requests to it."""

    def __init__(self, program, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [program, "serve", folder, "--port", str(self.port)], stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 60
        while True:
            try:
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            check(self.process.poll() is None and time.monotonic() < deadline, "a server does not get ready:", self.said())
            time.sleep(0.02)

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-2000:]

    def ask(self, method, target, body=None, headers=None, cookie=None, token=None):
        """The status, the header fields and the JSON of an answer."""
        sent = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        if cookie:
            sent.update({"Cookie": cookie, "Sec-Fetch-Site": sent.get("Sec-Fetch-Site", "same-origin")})
        if token:
            sent["Authorization"] = "Bearer " + token
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, target, body, sent)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        is_json = "json" in (answer.getheader("Content-Type") or "")
        return answer.status, answer.headers, json.loads(data) if is_json and data else data

    def sign_in(self, name, password=None):
        """The cookie of a new session."""
        status, headers, _ = self.ask(
            "POST", "/api/session", {"name": name + "@contoso.example", "password": password or PASSWORDS[name]},
            {"Sec-Fetch-Site": "same-origin"})
        check(status == 201, "signing in was answered with", status)
        return headers["Set-Cookie"].split(";")[0]

    def choose_password(self, name, temporary):
        """The cookie of the session in which a person has replaced the temporary password."""
        cookie = self.sign_in(name, temporary)
        check(self.ask("GET", "/customers", cookie=cookie)[0] == 403, "a temporary password lets a person in")
        status, headers, _ = self.ask(
            "POST", "/api/session/password", {"current": temporary, "new": PASSWORDS[name]}, cookie=cookie)
        check(status == 200, "choosing a password was answered with", status)
        check(self.ask("GET", "/api/session", cookie=cookie)[0] == 401, "the cookie from before works still")
        return headers["Set-Cookie"].split(";")[0]

    def raw(self, data):
        """What comes back for bytes that no client library would send."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        return answer

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        return self.process.wait(timeout=60)


def enroll(program, folder):
    said = subprocess.run(
        [program, "enroll", folder, "--company", "Contoso", "--name", "Ada Lovelace", "--email", "ada@contoso.example"],
        check=True, capture_output=True, text=True).stdout
    return re.search(r" with (\S+) before ", said).group(1)


def guarded_route(first, second, adas):
    status, _, added = first.ask(
        "POST", "/api/users", {"fullName": "Grace Hopper", "email": "grace@contoso.example", "roles": ["admin_agent"]},
        cookie=adas)
    check(status == 201, "adding a user was answered with", status, added)
    graces = second.choose_password("grace", added["signInInformation"]["temporaryPassword"])
    for server in (first, second):
        check(server.ask("GET", "/customers")[0] == 401, "a stranger gets the guarded route")
        check(server.ask("GET", "/customers", cookie=graces)[0] == 200, "Grace does not get the guarded route")
    check(first.ask("GET", "/customers", cookie=adas)[0] == 403, "a role that does not grant it gets the guarded route")
    return added["user"]["id"]


def blocks(first, second, grace, adas, rounds=15):
    """How long a block at one process takes to be a no at the other, in milliseconds."""
    times = []
    for _ in range(rounds):
        cookie = second.sign_in("grace")
        check(second.ask("GET", "/customers", cookie=cookie)[0] == 200, "Grace does not get the guarded route")
        check(first.ask("POST", f"/api/users/{grace}/block", cookie=adas)[0] == 200, "blocking failed")
        begun = time.monotonic()
        while second.ask("GET", "/customers", cookie=cookie)[0] == 200:
            check(time.monotonic() < begun + 30, "a block is not seen by the other process")
        times.append((time.monotonic() - begun) * 1000)
        check(first.ask("POST", f"/api/users/{grace}/unblock", cookie=adas)[0] == 200, "unblocking failed")
    return times


def hostile(server, adas, grace):
    target = f"/api/users/{grace}/block"
    foreign = {"Sec-Fetch-Site": "cross-site"}
    check(server.ask("POST", target, headers=foreign, cookie=adas)[0] == 403, "a foreign page can block a user")
    check(server.ask("POST", "/api/users", b"x" * (2 << 20), cookie=adas)[0] == 413, "2 MiB are taken")
    check(server.ask("POST", "/api/users", b"[" * 500_000, cookie=adas)[0] == 400, "500,000 levels are taken")
    for path in ("/api/../api/users", "/api/%2e%2e/users", "//api/users", "/api/users%2f", "/API/users", "/api/users/"):
        check(server.ask("GET", path, cookie=adas)[0] in (400, 404), path, "is answered otherwise than with 400 or 404")
    both = b"POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    smuggled = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    check(server.raw(both + smuggled).count(b"HTTP/1.1 200") == 0, "a request can be smuggled behind another")
    for field in (b"Cookie : a=b", b"Co okie: a=b", b"Cookie: a\x00b", b"X: a\rb"):
        answer = server.raw(b"GET /api/users HTTP/1.1\r\nHost: a\r\n" + field + b"\r\n\r\n")
        check(answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400")) or b"HTTP/1.1 401" in answer, field, "gets", answer[:60])


def authzen(server, program, folder):
    token = subprocess.run(
        [program, "token", folder, "--service", "svc-gateway"], check=True, capture_output=True, text=True).stdout.strip()
    _, _, metadata = server.ask("GET", "/.well-known/authzen-configuration")
    check(metadata["access_evaluation_endpoint"].endswith("/access/v1/evaluation"), metadata)
    question = {
        "subject": {"type": "user", "id": "grace@contoso.example"}, "action": {"name": "partner/customers/manage"},
        "resource": {"type": "company", "id": "contoso"}}
    deadline = time.monotonic() + 30
    while (answer := server.ask("POST", "/access/v1/evaluation", question, token=token))[0] == 401:
        check(time.monotonic() < deadline, "the token of a service is not known")
    check(answer[0] == 200 and answer[2]["decision"] is True, "AuthZEN answers", answer)
    question["action"]["name"] = "partner/users/create"
    denied = server.ask("POST", "/access/v1/evaluation", question, token=token)[2]
    check(denied["decision"] is False, "AuthZEN answers", denied)
    return token


def provisioning(first, second, token):
    """What a SCIM client does at one process holds at the other."""
    check(first.ask("GET", "/scim/v2/Users")[0] == 401, "a stranger lists users over SCIM")
    status, _, added = first.ask(
        "POST", "/scim/v2/Users",
        {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "lin@contoso.example", "active": True,
         "displayName": "Lin Clark", "emails": [{"value": "lin@contoso.example", "type": "work", "primary": True}]},
        token=token)
    check(status == 201, "adding a user over SCIM was answered with", status, added)
    found = second.ask("GET", "/scim/v2/Users?filter=userName%20eq%20%22LIN@contoso.example%22", token=token)[2]
    check(found["totalResults"] == 1 and found["Resources"][0]["id"] == added["id"], "SCIM finds", found)
    off = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
           "Operations": [{"op": "Replace", "path": "active", "value": "False"}]}
    status, _, changed = second.ask("PATCH", "/scim/v2/Users/" + added["id"], off, token=token)
    check(status == 200 and changed["active"] is False, "Entra's deactivation was answered with", status, changed)


def console(server):
    """The console shows a stranger the page to sign in, and nothing that a script could use."""
    page = server.raw(b"GET /console/sign-in HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    head = page.split(b"\r\n\r\n")[0].lower()
    check(page.startswith(b"HTTP/1.1 200") and b"<form" in page, "the console answers", page[:200])
    check(b"content-security-policy" in head and b"<script" not in page, "the console lets scripts run", head)


def ends_gracefully(server, adas):
    """What was begun before SIGTERM is answered after it."""
    body = json.dumps({"name": "ada@contoso.example", "password": PASSWORDS["ada"]}).encode()
    head = (
        "POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    connections = []
    for _ in range(4):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        # The connection has been taken once it has answered something.
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        check(connection.recv(65536).startswith(b"HTTP/1.1 200"), "a server does not answer")
        connection.sendall(head + body[:10])
        connections.append(connection)
    time.sleep(0.5)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    for connection in connections:
        connection.sendall(body[10:])
    answers = [connection.recv(65536) for connection in connections]
    check(all(answer.startswith(b"HTTP/1.1 201") for answer in answers), "SIGTERM cuts off", [a[:40] for a in answers])
    check(server.process.wait(timeout=60) == 0, "SIGTERM ends a server with", server.process.returncode, server.said())


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        temporary = enroll(program, folder)
        first, second = Server(program, folder), Server(program, folder)
        try:
            adas = first.choose_password("ada", temporary)
            grace = guarded_route(first, second, adas)
            hostile(first, adas, grace)
            provisioning(first, second, authzen(second, program, folder))
            console(first)
            times = blocks(first, second, grace, adas)
            print(f"  a block at one process is a no at the other after {statistics.median(times):.0f} ms (at most {max(times):.0f})")
            check(statistics.median(times) <= 50, "a block takes longer than 50 ms to be a no at the other process")
            ends_gracefully(second, adas)
            second = Server(program, folder)
            check(second.ask("GET", "/api/session", cookie=adas)[0] == 200, "a session does not outlive a process")
            first.end(signal.SIGKILL)
            check(second.ask("GET", "/api/session", cookie=adas)[0] == 200, "a session does not outlive a killed process")
            check(second.ask("GET", "/readyz")[2]["ready"] is True, "a killed process keeps the other from taking changes")
        finally:
            for server in (first, second):
                server.process.kill()


main(sys.argv[1])
