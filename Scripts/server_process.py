"""Processes of the example server, and requests to them, with nothing but Python's standard library."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import tempfile
import time

PASSWORDS = {"ada": "Analytical-1843", "grace": "Compiler-1952"}


def check(holds, what, *more):
    if not holds:
        raise SystemExit("  " + " ".join(str(part) for part in (what, *more)))


class Server:
    """A process of the server, and requests to it."""

    def __init__(self, program, place, options=(), tls=None):
        self.tls = tls
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.command = [program, "serve", *place, *options, "--port", str(self.port)]
        self.log = tempfile.TemporaryFile()
        self.start()

    def start(self):
        """Starts the process, again if it has ended, and waits until it is ready."""
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=self.log)
        deadline = time.monotonic() + 60
        while True:
            try:
                if self.ask("GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            check(self.process.poll() is None and time.monotonic() < deadline, "a server does not get ready:", self.said())
            time.sleep(0.02)

    def connect(self, timeout=60):
        """A connection that sends nothing by itself."""
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.tls)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def said(self, last=2000):
        """The last characters of what the process has written, or everything for 0."""
        # The process writes at the place of the same open file, so it is read at a place of our own.
        data = os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0)
        return data.decode(errors="replace")[-last:]

    def ask(self, method, target, body=None, headers=None, cookie=None, token=None, over=None):
        """The status, the header fields and the JSON of an answer, over a connection of its own or one that is kept."""
        sent = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        if cookie:
            sent.update({"Cookie": cookie, "Sec-Fetch-Site": sent.get("Sec-Fetch-Site", "same-origin")})
        if token:
            sent["Authorization"] = "Bearer " + token
        connection = over or self.connect()
        connection.request(method, target, body, sent)
        answer = connection.getresponse()
        data = answer.read()
        if not over:
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

    def begin(self, head, part, count):
        """Sends requests up to a part of their bodies, each over a connection of its own."""
        connections = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            # The connection has been taken once it has answered something.
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            check(connection.recv(65536).startswith(b"HTTP/1.1 200"), "a server does not answer")
            connection.sendall(head + part)
            connections.append(connection)
        return connections


def enroll(program, place):
    """The temporary password of the first administrator of a new company."""
    said = subprocess.run(
        [program, "enroll", *place, "--company", "Contoso", "--name", "Ada Lovelace", "--email", "ada@contoso.example"],
        check=True, capture_output=True, text=True).stdout
    return re.search(r" with (\S+) before ", said).group(1)


def token(program, place, service="svc-gateway"):
    """The token of a service, which is added unless it is there."""
    return subprocess.run(
        [program, "token", *place, "--service", service], check=True, capture_output=True, text=True).stdout.strip()
