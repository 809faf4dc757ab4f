"""Runs engines side by side on one workload and compares every answer. Called by Benchmarks/compare.

Every engine is a program that sets up once, says so, and then answers everything for each line it reads. The engines take turns
round after round, so that whatever else the machine does meets all of them.
"""

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time

import report

SIZES = ["small", "medium", "large"]
# What every ratio is taken to.
BASE = ("Roster", "name")


class Void(Exception):
    """The run has no result: an engine failed or answered wrongly."""


class Engine:
    """A program that has been started, and is set up once `ready` is read."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.ready = self._reply()
        self.modes = {mode["name"]: mode["checks"] for mode in self.ready["modes"]}

    def run(self, mode):
        self.process.stdin.write(mode + "\n")
        self.process.stdin.flush()
        return self._reply()

    def stop(self):
        self.process.stdin.close()
        if self.process.wait(timeout=60) != 0:
            raise Void(f"{self.name} failed at its end")

    def _reply(self):
        line = self.process.stdout.readline()
        if not line:
            raise Void(f"{self.name} stopped with status {self.process.wait()}")
        return json.loads(line)


def expected_answers(folder):
    with open(f"{folder}/checks.csv", encoding="ascii") as file:
        return "".join(line.rstrip("\n").rsplit(",", 1)[1] for line in file)


def check(engine, mode, answers, expected):
    count = engine.modes[mode]
    if len(answers) != count:
        raise Void(f"{engine.name}, {mode}: {len(answers)} answers to {count} questions")
    wrong = sum(answer != right for answer, right in zip(answers, expected))
    if wrong:
        raise Void(f"{engine.name}, {mode}: {wrong} of {count} decisions are wrong")


def measure(size, options):
    """All engines at one size: for each engine and mode a row of what was measured."""
    folder = f"{options.work}/{size}"
    subprocess.run([options.benchmarks, "workload", size, folder], check=True)
    expected = expected_answers(folder)
    engines = []
    for engine in options.engines:
        name, command = engine.split("=", 1)
        words = command.replace("FOLDER", folder).replace("SIZE", size).split()
        engines.append(Engine(name, words))
        print(f"  {name}: set up in {engines[-1].ready['setUpSeconds']:.2f} s", flush=True)
    samples = {(index, mode): [] for index, engine in enumerate(engines) for mode in engine.modes}
    for round_number in range(options.rounds + 1):
        for index, mode in samples:
            reply = engines[index].run(mode)
            check(engines[index], mode, reply["answers"], expected)
            if round_number > 0:  # the first round warms up
                samples[index, mode].append(reply["nanoseconds"])
    for engine in engines:
        engine.stop()
    return [row(size, engines[index], mode, values) for (index, mode), values in samples.items()]


def row(size, engine, mode, values):
    return {
        "engine": engine.name, "version": engine.ready["version"], "note": engine.ready["note"], "mode": mode,
        "size": size, "checks": engine.modes[mode], "nanoseconds": values, "median": statistics.median(values),
        "setUpSeconds": engine.ready["setUpSeconds"], "bytes": engine.ready["bytes"],
    }


def add_ratios(rows):
    """The median of the rounds' ratios: what slowed the machine in one round slowed all engines."""
    bases = {row["size"]: row["nanoseconds"] for row in rows if (row["engine"], row["mode"]) == BASE}
    for row in rows:
        row["ratio"] = statistics.median(
            own / base for own, base in zip(row["nanoseconds"], bases[row["size"]]))


def main():
    parser = argparse.ArgumentParser(prog="Benchmarks/compare")
    parser.add_argument("--benchmarks", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--work", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--results", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--size", choices=SIZES, help="only this one; results are printed and not kept")
    parser.add_argument("--rounds", type=int, default=7, help="how often each engine answers everything")
    parser.add_argument("engines", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("at least one round is needed")
    begun = time.monotonic()
    rows = []
    try:
        for size in [options.size] if options.size else SIZES:
            print(f"{size} …", flush=True)
            rows += measure(size, options)
    except Void as reason:
        sys.exit(f"error: {reason}; the run is void")
    add_ratios(rows)
    system = f"{platform.system()} {platform.machine()}, {time.monotonic() - begun:.0f} s in all"
    print(report.for_people(rows, system))
    if not options.size:
        report.write(options.results, rows, platform.machine())


if __name__ == "__main__":
    main()
