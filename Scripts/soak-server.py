"""Loads two processes of the example server over one company, with faults, and looks at what is left of them.

Usage: soak-server.py SERVER SECONDS [PLACE…], where PLACE says where the company is kept: in a folder of its own unless given.
"""

import http.client
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time

from server_load import Load, may
from server_process import Server, check, enroll

# The longest that a block at one process may take to be a no at the other, in seconds and for 99 of 100.
BLOCK_LIMIT = 0.05


def watch_blocks(first, second, load, results):
    """In a process of its own: how long a block at one of the two takes to be a no at the other, again and again."""
    times, problem = [], None
    while not load.is_over() and not problem:
        for here, there in ((first, second), (second, first)):
            try:
                times.append(block(here, there, load))
            except (OSError, http.client.HTTPException):
                # One of the two is down. Grace is in again before the next try.
                time.sleep(0.1)
            except SystemExit as stop:
                problem = str(stop)
            time.sleep(0.02)
    results.put((times, problem))


def block(here, there, load):
    """The seconds between the answer to a block and the first no of the other process."""
    over_here, over_there = here.connect(timeout=10), there.connect(timeout=10)

    def is_in():
        return may(lambda *what, **how: there.ask(*what, over=over_there, **how), load.token, "grace")

    def change(step):
        return here.ask("POST", f"/api/users/{load.grace[0]}/{step}", over=over_here, cookie=load.adas)[0]

    try:
        while not is_in():
            change("unblock")
        check(change("block") == 200, "blocking failed")
        begun = time.monotonic()
        while is_in():
            check(time.monotonic() < begun + 30, "a block is not seen by the other process")
        return time.monotonic() - begun
    finally:
        over_here.close()
        over_there.close()


def cause_faults(load):
    """Ends the second process again and again: gracefully, with requests in flight that it must answer, or by a kill."""
    server, is_graceful = load.servers[1], True
    while not load.is_over() and time.monotonic() < load.ends_at - 15:
        time.sleep(8)
        session = server.sign_in("ada")
        if is_graceful:
            ends_gracefully(load, server)
        else:
            server.end(signal.SIGKILL)
            load.up = [load.servers[0]]
        load.count("ended" if is_graceful else "killed")
        for other in (load.servers[0], server):
            if other is server:
                server.start()
                load.up = list(load.servers)
            for cookie in (session, load.adas):
                if other.ask("GET", "/api/session", cookie=cookie)[0] != 200:
                    load.fault("a session does not outlive a process", other.command)
        is_graceful = not is_graceful


def ends_gracefully(load, server):
    """What has begun before SIGTERM is answered after it; new requests go to the other process."""
    load.up = [load.servers[0]]
    body = b'{"filter":"userName eq \\"ada@contoso.example\\""}'
    head = (
        f"POST /scim/v2/.search HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {load.token}\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    connections = server.begin(head, body[:9], 8)
    time.sleep(0.3)
    server.process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    for connection in connections:
        connection.sendall(body[9:])
    for connection in connections:
        answer = connection.recv(65536)
        load.count("answered after SIGTERM")
        if not answer.startswith(b"HTTP/1.1 200"):
            load.fault("SIGTERM cuts off what is in flight:", answer[:80])
        connection.close()
    status = server.process.wait(timeout=90)
    if status != 0:
        load.fault("SIGTERM ends a server with", status, server.said(500))


def state(server):
    """The memory in MB and the number of descriptors of a process."""
    with open(f"/proc/{server.process.pid}/status") as file:
        memory = next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024
    return memory, len(os.listdir(f"/proc/{server.process.pid}/fd"))


def lost_changes(load):
    """What is otherwise than it was acknowledged, at either process."""
    lost = []
    for server in load.servers:
        for user, title in load.acknowledged.items():
            status, _, shown = server.ask("GET", "/scim/v2/Users/" + user, token=load.token)
            is_right = title == "unknown" or (status == 404 if title == "deleted" else shown.get("title") == title)
            if not is_right:
                lost.append((user, title, status))
    return lost


def repeated_letters(servers):
    """The messages that were recorded as delivered more than once."""
    delivered = [
        re.search(r"\bid=(\S+)", line).group(1)
        for server in servers for line in server.said(0).splitlines() if "notification delivered" in line]
    return len(delivered), len(delivered) - len(set(delivered))


def look_at_the_end(load, times, idle, warm, end):
    answered = sum(count for what, count in load.counts.items() if what[-3:].isdigit())
    print(f"  {answered} requests answered, {load.counts['misbehaved']} connections cut or left by clients, "
          f"{load.counts['cut off']} by servers that were ended")
    print(f"  {load.counts['ended']} times ended, with {load.counts['answered after SIGTERM']} requests in flight, "
          f"and {load.counts['killed']} times killed")
    times.sort()
    p99 = times[int(0.99 * len(times))]
    print(f"  {len(times)} blocks at one process were a no at the other after {times[len(times) // 2] * 1000:.0f} ms in the "
          f"median, {p99 * 1000:.0f} ms at p99 (at most {BLOCK_LIMIT * 1000:.0f}), {times[-1] * 1000:.0f} ms at most")
    letters, repeated = repeated_letters(load.servers)
    print(f"  {letters} messages delivered, {repeated} of them again")
    print(f"  memory {warm[0]:.0f} MB after a quarter of the time, {end[0]:.0f} MB at the end; "
          f"descriptors {idle[1]} before the load and {end[1]} after it")
    faults = load.faults[:10]
    lost = lost_changes(load)
    print(f"  {len(load.acknowledged)} accounts looked at, {len(lost)} otherwise than was acknowledged")
    faults += [f"an acknowledged change is lost: {change}" for change in lost[:5]]
    if p99 > BLOCK_LIMIT:
        faults.append("a block takes too long to be a no at the other process")
    if repeated > load.counts["killed"]:
        faults.append("messages are repeated that no kill interrupted")
    if end[1] > idle[1] + 8:
        faults.append("descriptors are left open")
    if end[0] > 1.15 * warm[0] + 8:
        faults.append("memory grows")
    check(not faults, "\n  ".join(faults))


def main(program, seconds, *place):
    with tempfile.TemporaryDirectory() as folder:
        place = place or (folder + "/company",)
        temporary = enroll(program, place)
        servers = [Server(program, place), Server(program, place)]
        try:
            load = Load(servers, place, temporary, time.monotonic() + int(seconds))
            servers[0].choose_password("grace", load.grace[1])
            results = multiprocessing.get_context("fork").Queue()
            watcher = multiprocessing.get_context("fork").Process(
                target=watch_blocks, args=(*servers, load, results), daemon=True)
            idle = state(servers[0])
            watcher.start()
            threads = load.clients() + [threading.Thread(target=cause_faults, args=(load,), daemon=True)]
            for thread in threads:
                thread.start()
            time.sleep(int(seconds) / 4)
            warm = state(servers[0])
            for thread in threads:
                thread.join()
            times, problem = results.get(timeout=max(0, load.ends_at - time.monotonic()) + 90)
            if problem:
                load.fault(problem)
            # The server has noticed by then that clients have left.
            time.sleep(3)
            look_at_the_end(load, times, idle, warm, state(servers[0]))
        finally:
            for server in servers:
                server.process.kill()


main(*sys.argv[1:])
