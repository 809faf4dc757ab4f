"""What clients do to two processes of the example server at once, in threads: requests of every kind, cut connections and nonsense."""

import collections
import http.client
import random
import socket
import threading
import time

from server_process import check, token

CORE = "urn:ietf:params:scim:schemas:core:2.0:User"
NONSENSE = (b"{", b"[" * 100_000, b'{"a":1,"a":2}', b"\xff\xfe", b'{"Operations":[{"op":"Move"}]}', b"", b'"x"', b"{}" * 50_000)
# A company that does not grow without end shows what requests leave behind.
ACCOUNTS = 500


class Load:
    """What the clients share: the servers, who asks, and what was acknowledged."""

    def __init__(self, servers, place, temporary, ends_at):
        self.servers, self.up, self.ends_at = servers, list(servers), ends_at
        self.adas = servers[0].choose_password("ada", temporary)
        self.grace, self.lin = (self.add(name, email) for name, email in (("Grace Hopper", "grace"), ("Lin Clark", "lin")))
        self.token = token(servers[0].command[0], place)
        self.lock = threading.Lock()
        self.counts = collections.Counter()
        self.faults = []
        # What a client was told of each account that it added: the title, or that it is deleted, or that it got no answer.
        self.acknowledged = {}

    def add(self, name, email):
        """The identifier and the temporary password of a person who may manage customers."""
        status, _, added = self.servers[0].ask(
            "POST", "/api/users", {"fullName": name, "email": email + "@contoso.example", "roles": ["admin_agent"]}, cookie=self.adas)
        check(status == 201, "adding a user was answered with", status, added)
        return added["user"]["id"], added["signInInformation"]["temporaryPassword"]

    def fault(self, *what):
        with self.lock:
            self.faults.append(" ".join(str(part) for part in what))

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def is_over(self):
        return time.monotonic() > self.ends_at or len(self.faults) > 20

    def clients(self):
        bodies = [provisions] * 4 + [searches, asks, asks, administers, misbehaves, misbehaves]
        return [Client(self, number, body) for number, body in enumerate(bodies)]


class Client(threading.Thread):
    """A client with a connection that it keeps, to a server that may be ended under it."""

    def __init__(self, load, number, body):
        super().__init__(daemon=True)
        self.load, self.random, self.body = load, random.Random(number), body
        self.server, self.connection = None, None

    def run(self):
        while not self.load.is_over():
            try:
                self.body(self)
                time.sleep(0.005)
            except (OSError, http.client.HTTPException):
                # A connection that is cut before an answer says nothing about what was done.
                self.load.count("cut off")
                self.leave()
                time.sleep(0.05)
            except Exception as error:
                self.load.fault(f"{self.body.__name__}: {error!r}")
                self.leave()
        self.leave()

    def leave(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def ask(self, method, target, body=None, expected=(200,), **more):
        if self.connection is None or self.server not in self.load.up or self.random.random() < 0.02:
            self.leave()
            self.server = self.random.choice(self.load.up)
            self.connection = self.server.connect(timeout=30)
        answer = self.server.ask(method, target, body, over=self.connection, **more)
        if answer[1].get("Connection", "").lower() == "close":
            self.leave()
        self.load.count(f"{method} /{target.split('?')[0].split('/')[1]} {answer[0]}")
        if answer[0] not in expected:
            self.load.fault(method, target, "was answered with", answer[0], str(answer[2])[:300])
        return answer


def provisions(client):
    """Adds, changes, reads and deletes accounts over SCIM; each account is one client's at a time."""
    load, dice, known = client.load, client.random, None
    with load.lock:
        if len(load.acknowledged) >= ACCOUNTS or load.acknowledged and dice.random() < 0.7:
            known = dice.choice(list(load.acknowledged))
            if load.acknowledged[known] == "busy":
                return
            before, load.acknowledged[known] = load.acknowledged[known], "busy"
    if known is None:
        added = add(client, f"user-{dice.getrandbits(48):x}@contoso.example")
        with load.lock:
            load.acknowledged[added] = "new"
        return
    after = "unknown"
    try:
        after = use(client, "/scim/v2/Users/" + known, before)
    finally:
        with load.lock:
            load.acknowledged[known] = after


def add(client, name):
    """The identifier of a new account."""
    account = {"schemas": [CORE], "userName": name, "title": "new", "emails": [{"value": name, "type": "work"}]}
    return client.ask("POST", "/scim/v2/Users", account, expected=(201,), token=client.load.token)[2]["id"]


def use(client, target, before):
    """Reads, deletes or changes an account, and tells what is acknowledged of it then."""
    load, dice = client.load, client.random
    missing = (404,) if before == "unknown" else ()
    if before == "deleted":
        client.ask("GET", target, expected=(404,), token=load.token)
        return before
    if before != "unknown" and dice.random() < 0.3:
        shown = client.ask("GET", target, token=load.token)[2]
        if shown.get("title") != before:
            load.fault("a client was told", before, "of", target, "and is shown", shown.get("title"))
        return before
    if dice.random() < 0.02:
        client.ask("DELETE", target, expected=(204, *missing), token=load.token)
        return "deleted"
    title = f"title {dice.getrandbits(32):x}"
    change = {"Operations": [{"op": "Replace", "path": "title", "value": title}]}
    status = client.ask("PATCH", target, change, expected=(200, *missing), token=load.token)[0]
    return title if status == 200 else "deleted"


def searches(client):
    name = f"user-{client.random.getrandbits(8):x}@contoso.example"
    for target in (
        f"/scim/v2/Users?filter=userName%20eq%20%22{name}%22", "/scim/v2/Groups",
        f"/scim/v2/Users?startIndex={client.random.randint(1, 50)}&count=20"
    ):
        client.ask("GET", target, token=client.load.token)


def asks(client):
    action = client.random.choice(["partner/customers/manage", "partner/partner_users/create"])
    if may(client.ask, client.load.token, "ada", action) is not (action == "partner/partner_users/create"):
        client.load.fault("AuthZEN is wrong about", action)


def may(ask, service, name, action="partner/customers/manage"):
    """What AuthZEN says of a user and an action."""
    question = {"subject": {"type": "user", "id": name + "@contoso.example"}, "action": {"name": action},
                "resource": {"type": "company", "id": "contoso"}}
    return ask("POST", "/access/v1/evaluation", question, token=service)[2].get("decision")


def administers(client):
    """What a person does in a browser: looks, and blocks an account, which may be blocked already."""
    load = client.load
    client.ask("GET", "/customers", expected=(403,), cookie=load.adas)
    client.ask("GET", "/api/users?limit=20", cookie=load.adas)
    client.ask("GET", "/api/history?limit=5", cookie=load.adas)
    step = client.random.choice(["block", "unblock"])
    client.ask("POST", f"/api/users/{load.lin[0]}/{step}", expected=(200, 409, 422), cookie=load.adas)
    client.ask("GET", "/console/sign-in")


def misbehaves(client):
    """Cuts a connection in the middle, leaves one open and silent for a while, and sends nonsense."""
    server = client.random.choice(client.load.up)
    head = b"POST /scim/v2/Users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as cut:
        cut.sendall(head[:client.random.randint(0, len(head))] if client.random.random() < 0.5 else head + b'{"userName"')
        if client.random.random() < 0.2:
            time.sleep(client.random.random() * 3)
        if client.random.random() < 0.5:
            cut.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    client.load.count("misbehaved")
    for target in ("/scim/v2/Users", "/access/v1/evaluation", "/scim/v2/Bulk"):
        client.ask("POST", target, client.random.choice(NONSENSE), expected=(400, 413), token=client.load.token)
    client.ask("GET", "/scim/v2/Users?filter=" + "%28" * 500, expected=(400,), token=client.load.token)
