"""What a server owes the clients of HTTP/1.1, tried on connections of which each byte counts (RFC 9110, RFC 9112)."""

import resource
import socket
import threading
import time

from server_process import Server, check

HOST, CLOSE = b"Host: a\r\n", b"Connection: close\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"


def exchange(server, data, seconds=3):
    """What comes back, and whether the server has closed the connection after it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as connection:
        connection.sendall(data)
        answer = b""
        try:
            while part := connection.recv(65536):
                answer += part
        except TimeoutError:
            return answer, False
        return answer, True


def statuses(answer):
    """The statuses of several answers; one without a line break at its end does not hide the next."""
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]


def fields(answer):
    """The header fields of the first answer, with names in lower case."""
    lines = answer.split(b"\r\n\r\n")[0].split(b"\r\n")[1:]
    return {name.lower().decode(): value.strip().decode() for name, _, value in (line.partition(b":") for line in lines)}


def keeps_heads_empty(server, cookie):
    """HEAD is answered as GET without content, with its length, and the next answer on the connection begins right behind it."""
    signed_in = f"Cookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n".encode()
    for path, more in [
            (b"/api/users", b""), (b"/api/nowhere", b""), (b"/api/users?x=1", signed_in), (b"/api/users", signed_in),
            (b"/api/session/password", b""), (b"/api/users?" + b"a" * 9000, b""), (b"/api/users", b"X: " + b"a" * 66_000 + b"\r\n"),
            (b"/scim/v2/Users", b""), (b"/access/v1/evaluation", b""), (b"/access/v1/nowhere", b""),
            (b"/.well-known/authzen-configuration", b""), (b"/customers", b""), (b"/customers", signed_in),
            (b"/console/sign-in", b""), (b"/console/nowhere", b""), (b"/nowhere", b""), (b"/healthz", b""), (b"/readyz", b""),
            (b"/me", b"")]:
        asked = path + b" HTTP/1.1\r\n" + HOST + more
        get, _ = exchange(server, b"GET " + asked + CLOSE + b"\r\n")
        head, _ = exchange(server, b"HEAD " + asked + b"\r\n" + HEALTH[:-2] + CLOSE + b"\r\n")
        check(statuses(head) == statuses(get) + [200], "HEAD", path[:40], "and a GET after it are answered with", head[:400])
        check(fields(head).get("content-length") == fields(get).get("content-length"), "HEAD", path[:40], "tells of", head[:400])
        check(head.split(b"\r\n\r\n", 1)[1].startswith(b"HTTP/1.1 "), "HEAD", path[:40], "has content:", head[:400])
    answer, _ = exchange(server, b"HEAD /api/users HTTP/1.1\r\n" + HOST + b"Content-Length: 2000000\r\n\r\n", 1)
    check(statuses(answer) == [413] and answer.endswith(b"\r\n\r\n"), "HEAD with a large body has content:", answer)


def ends_connections(server):
    """A connection ends after the answer to a request that says so, and after each request of HTTP/1.0."""
    chunked = b"Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n"
    for first in [
            *(b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: " + value + b"\r\n\r\n"
              for value in (b"close", b"Close", b"CLOSE", b"keep-alive, close", b"close, TE", b"TE,\tclose ,")),
            b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: TE\r\nConnection: close\r\n\r\n",
            b"GET /healthz HTTP/1.0\r\n\r\n", b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            b"POST /api/session HTTP/1.0\r\n" + chunked + b"\r\n0\r\n\r\n"]:
        answer, is_closed = exchange(server, first + HEALTH)
        check(len(statuses(answer)) == 1 and is_closed, first, "keeps the connection:", answer)
        check(fields(answer).get("connection") == "close", first, "is not told that the connection ends:", answer)
    for value in (b"keep-alive", b"TE", b"closed", b""):
        kept = b"GET /healthz HTTP/1.1\r\n" + HOST + b"Connection: " + value + b"\r\n\r\n"
        answer, is_closed = exchange(server, kept + HEALTH, 1)
        check(statuses(answer) == [200, 200] and not is_closed, "Connection:", value, "ends the connection:", answer)


def wants_host(server):
    """A request names one valid host, or gets a 400 and no further answer."""
    for lines in (b"", HOST + b"Host: b\r\n", HOST + HOST, *(
            b"Host: " + host + b"\r\n"
            for host in (b"a b", b"a/b", b"ada@a", b"a?b", b"a:x", b"a:1:2", b"::1", b"[::1", b"[x]", b"a,b c", b"\xc3\xa4"))):
        answer, is_closed = exchange(server, HEALTH + b"GET /healthz HTTP/1.1\r\n" + lines + b"\r\n" + HEALTH)
        check(statuses(answer) == [200, 400] and is_closed, lines, "is answered with", answer)
    for host in (b"a", b"A.example:8080", b"127.0.0.1", b"[::1]", b"[2001:db8::1]:443", b"a:", b"", b"a_b"):
        answer, _ = exchange(server, b"GET /healthz HTTP/1.1\r\nHost: " + host + b"\r\n" + CLOSE + b"\r\n")
        check(statuses(answer) == [200], "the host", host, "is answered with", answer)


def asks_for_bodies(server):
    """A client that waits for `100 Continue` gets it in its turn, or a final answer, and nothing once it has HTTP/1.0."""
    body = b'{"name":"x","password":"y"}'
    asked = b"POST /api/session HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nExpect: 100-Continue\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(HEALTH + asked + CLOSE + b"Content-Length: %d\r\n\r\n" % len(body))
        answer = b""
        while statuses(answer) != [200, 100]:
            part = connection.recv(65536)
            check(part, "a client that waits for its turn is answered with", answer)
            answer += part
        connection.sendall(body)
        while part := connection.recv(65536):
            answer += part
    check(statuses(answer) == [200, 100, 401], "a body that was asked for is answered with", answer)
    answer, _ = exchange(server, asked + b"Content-Length: 900000000\r\n\r\n")
    check(statuses(answer) == [413], "a body that is too large is asked for:", answer)
    answer, is_closed = exchange(server, asked.replace(b"1.1", b"1.0") + b"Content-Length: 27\r\n\r\n" + body)
    check(statuses(answer) == [401] and is_closed, "an expectation in HTTP/1.0 is answered with", answer)


def names_requests(server, cookie):
    """Each answer of AuthZEN has the `X-Request-ID` of its request (Authorization API 1.0 §10.1.3)."""
    name = b"X-Request-ID: bfe9eb29\r\n"
    asked = b"POST /access/v1/evaluation"
    foreign = f"Cookie: {cookie}\r\nSec-Fetch-Site: cross-site\r\n".encode()
    for status, target, more in [
            (401, b"", b""), (413, b"", b"Content-Length: 2000000\r\n"), (414, b"?" + b"a" * 9000, b""),
            (431, b"", b"X: " + b"a" * 66_000 + b"\r\n"), (403, b"", foreign)]:
        answer, _ = exchange(server, asked + target + b" HTTP/1.1\r\n" + HOST + name + more + CLOSE + b"\r\n")
        check(statuses(answer) == [status] and fields(answer).get("x-request-id") == "bfe9eb29", status, "is", answer[:400])


class SlowClients:
    """Clients that send a byte every second: to a service, to a route that reads no body, and after a 413."""

    HEADS = [
        b"POST /api/session HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\n",
        b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 1000\r\n\r\n",
        b"POST /api/session HTTP/1.1\r\n" + HOST + b"Content-Length: 2000000\r\n\r\n"]

    def __init__(self, server):
        self.server, self.answers, self.seconds = server, [b""] * len(self.HEADS), [None] * len(self.HEADS)
        self.threads = [threading.Thread(target=self.send, args=(index,), daemon=True) for index in range(len(self.HEADS))]
        for thread in self.threads:
            thread.start()

    def send(self, index):
        begun = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=1) as connection:
            connection.sendall(self.HEADS[index])
            while time.monotonic() < begun + 60:
                try:
                    part = connection.recv(65536)
                    if not part:
                        break
                    self.answers[index] += part
                except TimeoutError:
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        break
                except OSError:
                    break
            else:
                return
        self.seconds[index] = time.monotonic() - begun

    def check(self):
        """Their connections have ended, and the one whose answer needed the body was told why."""
        for thread in self.threads:
            thread.join()
        told = [statuses(answer) for answer in self.answers]
        check(all(seconds and 25 < seconds < 45 for seconds in self.seconds), "slow clients are cut off after", self.seconds, told)
        check(told == [[408], [404], [413]], "slow clients are answered with", told)
        check(fields(self.answers[0]).get("connection") == "close", "a late request keeps its connection:", self.answers[0])


def bounds_connections(program, place):
    """A server that may open few files goes on answering, and takes a client that waits once another one has gone."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    server = Server(program, place)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    connections = []
    try:
        for _ in range(300):
            connections.append(socket.create_connection(("127.0.0.1", server.port), timeout=20))
        time.sleep(0.5)
        before = processor_seconds(server)
        connections[0].sendall(HEALTH)
        check(connections[0].recv(65536).startswith(b"HTTP/1.1 200"), "a client of a server that is full gets no answer")
        time.sleep(2)
        check(processor_seconds(server) - before < 0.2, "a server that is full does not rest")
        last = connections.pop()
        last.sendall(HEALTH)
        for connection in connections:
            connection.close()
        check(last.recv(65536).startswith(b"HTTP/1.1 200"), "a client that has waited gets no answer")
        last.close()
        check(server.ask("GET", "/readyz")[0] == 200, "a server that was full takes no clients")
    finally:
        server.process.kill()


def processor_seconds(server):
    """How long a process has run on processors; 0 where there is no `/proc`."""
    try:
        with open(f"/proc/{server.process.pid}/stat", encoding="utf-8") as stat:
            parts = stat.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return (int(parts[11]) + int(parts[12])) / 100
