"""Measures routes of the example server with wrk, over loopback and in turn, and prints how they compare.

Usage: compare-routes.py SERVER ROUNDS
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile

from server_process import Server, check

SECONDS = 2


def requests_per_second(server, target, headers=(), script=None):
    arguments = ["wrk", "-t1", "-c16", f"-d{SECONDS}s"]
    for name, value in headers:
        arguments += ["-H", f"{name}: {value}"]
    if script:
        arguments += ["-s", script]
    said = subprocess.run(
        arguments + [f"http://127.0.0.1:{server.port}{target}"], check=True, capture_output=True, text=True).stdout
    check("Socket errors" not in said, said)
    return float(re.search(r"Requests/sec: *([\d.]+)", said).group(1))


def main(program, rounds):
    server = Server(program, ())
    try:
        adas = re.search(r"Bearer ([^']+)'", server.said()).group(1)
        added = server.ask("POST", "/api/users", {"fullName": "Grace Hopper", "email": "grace@contoso.example"}, token=adas)[2]
        graces = server.choose_password("grace", added["signInInformation"]["temporaryPassword"]).split("=", 1)[1]
        for who, expected in ((adas, 200), (graces, 403)):
            check(server.ask("GET", "/customers", token=who)[0] == expected, "the guarded route does not answer", expected)
        question = {"subject": {"type": "user", "id": "ada@contoso.example"}, "action": {"name": "partner/customers/manage"},
                    "resource": {"type": "company", "id": "contoso"}}
        answer = server.ask("POST", "/access/v1/evaluation", question, token=adas)
        check(answer[2]["decision"] is True, "AuthZEN answers", answer)
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(f'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\nwrk.body = {lua(question)}\n')
            script.flush()
            ada, grace = [("Authorization", "Bearer " + adas)], [("Authorization", "Bearer " + graces)]
            routes = {
                "nothing": ("/healthz",), "AuthZEN": ("/access/v1/evaluation", ada, script.name), "session": ("/me", ada),
                "guarded": ("/customers", ada), "session of the denied": ("/me", grace), "denied": ("/customers", grace)}
            rates = {name: [] for name in routes}
            for _ in range(rounds):
                for name, route in routes.items():
                    rates[name].append(requests_per_second(server, *route))
        for name, values in rates.items():
            print(f"  {name}: {statistics.median(values):,.0f}/s ({min(values):,.0f} to {max(values):,.0f})")
        for name, other, limit in (("AuthZEN", "nothing", 60), ("guarded", "session", 95), ("denied", "session of the denied", 80)):
            ratios = [100 * value / base for value, base in zip(rates[name], rates[other])]
            print(f"  {name} in per cent of {other}: {statistics.median(ratios):.0f} (at least {limit})")
    finally:
        server.process.kill()


def lua(value):
    """A value as a Lua text that is its JSON."""
    return "'" + json.dumps(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


main(sys.argv[1], int(sys.argv[2]))
