"""Drives two processes of the example server over one company, with nothing but Python's standard library and openssl.

Usage: drive-server.py SERVER [PLACE…], where SERVER is the built program, and PLACE says where the company is kept: in a folder of its
own unless given.
"""

import http.client
import json
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import server_http
from server_process import PASSWORDS, Server, check, enroll, token


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


def authzen(server, token):
    _, _, metadata = server.ask("GET", "/.well-known/authzen-configuration")
    check(metadata["access_evaluation_endpoint"].endswith("/access/v1/evaluation"), metadata)
    question = {
        "subject": {"type": "user", "id": "grace@contoso.example"}, "action": {"name": "partner/customers/manage"},
        "resource": {"type": "company", "id": "contoso"}}
    deadline = time.monotonic() + 30
    while (answer := server.ask("POST", "/access/v1/evaluation", question, token=token))[0] == 401:
        check(time.monotonic() < deadline, "the token of a service is not known")
    check(answer[0] == 200 and answer[2]["decision"] is True, "AuthZEN answers", answer)
    question["action"]["name"] = "partner/partner_users/create"
    denied = server.ask("POST", "/access/v1/evaluation", question, token=token)[2]
    check(denied["decision"] is False, "AuthZEN answers", denied)


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
    connections = server.begin(head, body[:10], 4)
    time.sleep(0.5)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    for connection in connections:
        connection.sendall(body[10:])
    answers = [connection.recv(65536) for connection in connections]
    check(all(answer.startswith(b"HTTP/1.1 201") for answer in answers), "SIGTERM cuts off", [a[:40] for a in answers])
    check(server.process.wait(timeout=60) == 0, "SIGTERM ends a server with", server.process.returncode, server.said())


def speaks_tls(program, place, folder):
    """With a certificate, a server speaks TLS, and nothing else."""
    key, certificate = folder + "/key.pem", folder + "/certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    context = ssl.create_default_context(cafile=certificate)
    server = Server(program, place, ["--tls-certificate", certificate, "--tls-key", key], tls=context)
    try:
        metadata = server.ask("GET", "/.well-known/authzen-configuration")[2]
        check(metadata["policy_decision_point"].startswith("https://"), "behind TLS, the server calls itself", metadata)
        check(not server.raw(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").startswith(b"HTTP"), "TLS can be left out")
        why = refusal(server, certificate)
        check(why == "TLSV1_ALERT_PROTOCOL_VERSION", "TLS 1.1 is spoken, or refused for another reason:", why)
        check(server.end() == 0, "SIGTERM ends a server that speaks TLS with", server.process.returncode)
    finally:
        server.process.kill()


def refusal(server, certificate):
    """Why a client that speaks nothing newer than TLS 1.1 is refused; None when it is not."""
    old = ssl.create_default_context(cafile=certificate)
    # Clients refuse it by themselves unless told otherwise, and then it says nothing about the server.
    old.set_ciphers("DEFAULT:@SECLEVEL=0")
    warnings.simplefilter("ignore", DeprecationWarning)
    old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            old.wrap_socket(connection, server_hostname="127.0.0.1").close()
    except ssl.SSLError as error:
        return error.reason
    return None


def trusts_proxies(program, place):
    """The address that a trusted proxy adds tells sources of wrong passwords apart, and what clients write before it does not."""
    server = Server(program, place, ["--trusted-proxy", "127.0.0.1", "--origin", "https://roster.example"])

    def sign_in(password, hops):
        return server.ask(
            "POST", "/api/session", {"name": "ada@contoso.example", "password": password},
            {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": hops})[0]

    try:
        metadata = server.ask("GET", "/.well-known/authzen-configuration")[2]
        check(metadata["policy_decision_point"] == "https://roster.example", "a server behind a proxy calls itself", metadata)
        check(sign_in(PASSWORDS["ada"], "192.0.2.1") == 201, "Ada cannot sign in through a proxy")
        # A wrong password that is shown again counts once.
        answers = [sign_in(f"wrong-{number}", "192.0.2.1, 198.51.100.7") for number in range(11)]
        check(answers[-1] == 429, "eleven wrong passwords are answered with", answers)
        check(sign_in(PASSWORDS["ada"], "192.0.2.1, 198.51.100.7") == 429, "a guesser is let in")
        check(sign_in(PASSWORDS["ada"], "192.0.2.1") == 201, "a client can say from where it comes, and keeps Ada out")
    finally:
        server.process.kill()


def reads_addresses(program, place):
    """One address is one client, whichever way a proxy writes it, and a proxy is trusted by any spelling of its own."""
    # The peer of a socket that takes both kinds of addresses is `::ffff:127.0.0.1`.
    server = Server(program, place, ["--trusted-proxy", "127.0.0.1", "--origin", "https://Roster.example:443/", "--host", "::"])

    def sign_in(password, hops):
        return server.ask(
            "POST", "/api/session", {"name": "grace@contoso.example", "password": password},
            {"Origin": "https://roster.example", "X-Forwarded-For": hops})[0]

    try:
        metadata = server.ask("GET", "/.well-known/authzen-configuration")[2]
        check(metadata["policy_decision_point"] == "https://roster.example", "an origin is not normalized:", metadata)
        check(sign_in(PASSWORDS["grace"], "192.0.2.2:1000") == 201, "Grace cannot sign in through a proxy that tells ports")
        answers = [sign_in(f"wrong-{number}", f"198.51.100.8:{number + 2000}, [::ffff:127.0.0.1]:80") for number in range(11)]
        check(answers[-1] == 429, "eleven wrong passwords from eleven ports are answered with", answers)
        check(sign_in(PASSWORDS["grace"], "192.0.2.2:1001") == 201, "Grace is kept out at an address from which she has signed in")
    finally:
        server.process.kill()
    for option, value in (("--origin", "roster.example"), ("--origin", "https://a/b"), ("--trusted-proxy", "localhost")):
        refused = subprocess.run([program, "serve", *place, option, value], capture_output=True, text=True, timeout=60)
        check(refused.returncode != 0 and f"`{value}` is no" in refused.stderr, option, value, "is taken:", refused.stderr)


def has_own_origin(program, place):
    """A server that listens at an address of IPv6 calls itself by it in brackets (RFC 3986 §3.2.2)."""
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [program, "serve", *place, "--host", "::1", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                connection = http.client.HTTPConnection("::1", port, timeout=20)
                connection.request("GET", "/.well-known/authzen-configuration")
                break
            except OSError:
                check(time.monotonic() < deadline, "a server does not listen at ::1")
                time.sleep(0.05)
        metadata = json.loads(connection.getresponse().read())
        connection.close()
        check(metadata["policy_decision_point"] == f"http://[::1]:{port}", "at ::1, the server calls itself", metadata)
    finally:
        process.kill()


def main(program, *place):
    with tempfile.TemporaryDirectory() as folder:
        place = place or (folder + "/company",)
        temporary = enroll(program, place)
        first, second = Server(program, place), Server(program, place)
        try:
            adas = first.choose_password("ada", temporary)
            grace = guarded_route(first, second, adas)
            hostile(first, adas, grace)
            slow = server_http.SlowClients(first)
            server_http.keeps_heads_empty(first, adas)
            server_http.ends_connections(first)
            server_http.wants_host(first)
            server_http.asks_for_bodies(first)
            server_http.names_requests(first, adas)
            service = token(program, place)
            authzen(second, service)
            provisioning(first, second, service)
            console(first)
            times = blocks(first, second, grace, adas)
            print(f"  a block at one process is a no at the other after {statistics.median(times):.0f} ms (at most {max(times):.0f})")
            check(statistics.median(times) <= 50, "a block takes longer than 50 ms to be a no at the other process")
            slow.check()
            ends_gracefully(second, adas)
            second = Server(program, place)
            check(second.ask("GET", "/api/session", cookie=adas)[0] == 200, "a session does not outlive a process")
            first.end(signal.SIGKILL)
            check(second.ask("GET", "/api/session", cookie=adas)[0] == 200, "a session does not outlive a killed process")
            check(second.ask("GET", "/readyz")[2]["ready"] is True, "a killed process keeps the other from taking changes")
            speaks_tls(program, place, folder)
            trusts_proxies(program, place)
            server_http.bounds_connections(program, place)
            if socket.has_dualstack_ipv6():
                reads_addresses(program, place)
                has_own_origin(program, place)
        finally:
            for server in (first, second):
                server.process.kill()


main(*sys.argv[1:])
