"""What the peers in Python share: the workload's files, and the conversation with compare.py."""

import json
import sys
import time


def rows(folder, name):
    with open(f"{folder}/{name}.csv", encoding="ascii") as file:
        return [tuple(line.rstrip("\n").split(",")) for line in file]


def checks(folder):
    """Who, on what, which action; the expected answers stay with compare.py."""
    return [row[:3] for row in rows(folder, "checks")]


def resident_bytes():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def serve(version, set_up, modes, note=""):
    """Sets up once, then answers one line a run.

    `modes` gives for each name a function from how many checks to the answers in order, and how many checks a run makes,
    which may be a function that finds it out. A mode may return a pair: the answers, and nanoseconds from a timer of its own.
    """
    before = resident_bytes()
    begun = time.perf_counter()
    engine = set_up()
    seconds = time.perf_counter() - begun
    ready = {"version": version, "note": note, "setUpSeconds": seconds, "bytes": resident_bytes() - before}
    counts = {name: count(engine) if callable(count) else count for name, (_, count) in modes.items()}
    ready["modes"] = [{"name": name, "checks": counts[name]} for name in modes]
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        name = line.strip()
        run, _ = modes[name]
        begun = time.perf_counter()
        answers = run(engine, counts[name])
        nanoseconds = (time.perf_counter() - begun) / counts[name] * 1e9
        if isinstance(answers, tuple):
            answers, nanoseconds = answers
        reply = {"nanoseconds": nanoseconds, "answers": "".join("1" if answer else "0" for answer in answers)}
        print(json.dumps(reply), flush=True)
