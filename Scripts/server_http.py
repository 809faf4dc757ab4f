"""What a server owes the clients of HTTP/1.1, tried on connections of which each byte counts (RFC 9110, RFC 9112)."""

import socket

from server_process import check

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
