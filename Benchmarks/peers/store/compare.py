"""Runs stores side by side on the same durable work. Called by Benchmarks/compare-store.

Every piece of work is a process of its own, which checks what it reads. The engines take turns at each piece, round after
round, so that whatever else the machine does meets all of them.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

import report

WORKS = ["create", "callers", "batches", "import", "first", "fill", "lookups", "resident", "pages"]
# What the import leaves behind for those that come after it.
NEED_IMPORT = {"first", "fill", "lookups", "resident", "pages"}
# What there is only with a store.
NOT_FOR_THE_DISK = {"index", "resident", "pages"}
CALLERS = 64
# A process that takes longer than this, in seconds, will not come to an end.
PATIENCE = 3600


class Void(Exception):
    """The run has no result: an engine failed or answered wrongly."""


class Size:
    """How much is done of each piece of work."""

    def __init__(self, options):
        self.is_quick = options.quick
        self.users = options.users or (10_000 if options.quick else 1_000_000)
        self.rounds = options.rounds or (1 if options.quick else 5)
        self.batched_users = min(self.users, 5_000 if options.quick else 100_000)
        self.openings = 3 if options.quick else 5
        self.questions = 10_000 if options.quick else 200_000
        self.counted_commits = 100 if options.quick else 400
        self.counted_concurrent_commits = 2 * CALLERS if options.quick else 10 * CALLERS
        self.commits = CALLERS
        # How fast syncs are changes from one second to the next, so the engines take short turns at them.
        self.turns = {} if options.quick else {"create": 5, "callers": 5}

    def calibrate(self, commits_per_second):
        """As many commits as the disk takes in a short while."""
        seconds = 0.2 if self.is_quick else 0.4
        self.commits = max(CALLERS, min(2_000, int(commits_per_second * seconds)))

    @property
    def concurrent_commits(self):
        return self.commits * (1 if self.is_quick else 2) // CALLERS * CALLERS


class Engine:
    """A program that does one piece of work at a time, in a folder of its own."""

    def __init__(self, name, command, stores):
        self.name = name
        self.command = command.split()
        self.folder = Path(stores) / name.replace(" ", "-").lower()
        self.version = ""

    def run(self, work, users, *counts, small=False, environment=None):
        folder = self.folder / ("small" if small else "large")
        folder.mkdir(parents=True, exist_ok=True)
        words = [*self.command, work, str(folder), str(users), *map(str, counts)]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE,
                                  env={**os.environ, **(environment or {})})
        except subprocess.TimeoutExpired as error:
            raise Void(f"{self.name} takes too long to {work}") from error
        if done.returncode != 0:
            raise Void(f"{self.name} failed to {work}: {done.stderr.strip() or done.returncode}")
        answer = json.loads(done.stdout)
        self.version = answer["version"] or self.version
        return answer["figures"]

    @property
    def files(self):
        return [path for path in sorted((self.folder / "large").rglob("*")) if path.is_file()]

    def warm(self):
        """Reads every file, so that the system has it in memory."""
        for path in self.files:
            with open(path, "rb") as file:
                while file.read(1 << 20):
                    pass

    def chill(self):
        """Makes the system forget what it has in memory of these files, and of no others."""
        for path in self.files:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)

    def checkpoint_bytes(self):
        """The bytes of what answers questions: a directory's checkpoint without its history, and all that a peer has.

        A directory without a checkpoint answers from all of its files.
        """
        checkpoints = [path for path in self.files if "checkpoint" in path.name]
        return sum(path.stat().st_size for path in checkpoints or self.files)

    def all_bytes(self):
        return sum(path.stat().st_size for path in self.files)


class Samples:
    """One value a round for each row and engine."""

    def __init__(self):
        self.values = {}

    def add(self, row, engine, value):
        self.values.setdefault(row, {}).setdefault(engine.name, []).append(value)


def count_syncs(engine, size, counter, *callers):
    """Syncs a commit: what more commits need beyond what fewer need, so that making the store does not count."""
    work = "callers" if callers else "create"
    step = size.counted_concurrent_commits if callers else size.counted_commits
    counts = []
    for commits in (step, 3 * step):
        file = engine.folder / "syncs"
        file.unlink(missing_ok=True)
        engine.run(work, commits, *callers, small=True,
                   environment={"LD_PRELOAD": os.path.abspath(counter), "SYNC_COUNT_FILE": str(file)})
        counts.append(int(file.read_text(encoding="ascii")))
    return (counts[1] - counts[0]) / (2 * step)


def write_small(engine, work, size, samples, options, is_first):
    if work == "create":
        samples.add("create", engine, engine.run("create", size.commits, small=True)["users/s"])
        if is_first:
            samples.add("create syncs", engine, count_syncs(engine, size, options.counter))
    elif work == "callers":
        samples.add("callers", engine, engine.run("callers", size.concurrent_commits, CALLERS, small=True)["users/s"])
        if is_first:
            samples.add("callers syncs", engine, count_syncs(engine, size, options.counter, CALLERS))
    else:
        samples.add("batches", engine, engine.run("batches", size.batched_users, small=True)["users/s"])


def import_all(engine, size, samples, is_disk):
    figures = engine.run("import", size.users)
    samples.add("import", engine, figures["import"])
    if not is_disk:
        samples.add("settle", engine, figures["settle"])
        samples.add("bytes", engine, engine.checkpoint_bytes() / size.users)
        samples.add("all bytes", engine, engine.all_bytes() / size.users)


def open_often(engine, size, samples):
    engine.warm()
    warm = [engine.run("first", size.users)["first"] for _ in range(size.openings)]
    samples.add("first warm", engine, statistics.median(warm))
    cold = []
    for _ in range(size.openings):
        engine.chill()
        cold.append(engine.run("first", size.users)["first"])
    samples.add("first cold", engine, statistics.median(cold))
    engine.warm()


def do(engine, work, size, samples, options, is_first):
    is_disk = engine.name == report.DISK
    if is_disk and work in NOT_FOR_THE_DISK:
        return
    if work in ("create", "callers", "batches"):
        write_small(engine, work, size, samples, options, is_first)
    elif work == "import":
        import_all(engine, size, samples, is_disk)
    elif work == "first":
        open_often(engine, size, samples)
    elif work == "pages":
        # The peers have an index of who holds a role only for this, after everything else was measured without it.
        if engine.name != report.OWN:
            engine.run("index", size.users)
        for page, value in engine.run("pages", size.users).items():
            samples.add(page, engine, value)
    else:
        counts = [size.questions] if work == "lookups" else []
        for row, value in engine.run(work, size.users, *counts).items():
            samples.add(row, engine, value)


def measure(engines, size, options):
    samples = Samples()
    works = [work for work in WORKS if not options.only or work in options.only]
    if NEED_IMPORT.intersection(works) and "import" not in works:
        works.insert(0, "import")
    for round_number in range(size.rounds):
        size.calibrate(engines[0].run("create", 200, small=True)["users/s"])
        for work in works:
            begun = time.monotonic()
            for turn in range(size.turns.get(work, 1)):
                # Each turn begins with another engine, so that none always comes after the same one.
                first = (round_number + turn) % len(engines)
                for engine in engines[first:] + engines[:first]:
                    do(engine, work, size, samples, options, round_number == 0 and turn == 0)
            print(f"  round {round_number + 1}, {work}: {time.monotonic() - begun:.0f} s", flush=True)
    return samples


def parsed():
    parser = argparse.ArgumentParser(prog="Benchmarks/compare-store")
    parser.add_argument("--quick", action="store_true", help="10,000 users in seconds, to see that everything works")
    parser.add_argument("--rounds", type=int, help="how often each engine does everything")
    parser.add_argument("--users", type=int, help="other than 1,000,000")
    parser.add_argument("--only", help=f"some of the works: {','.join(WORKS)}")
    for hidden in ("--stores", "--file-system", "--counter", "--results"):
        parser.add_argument(hidden, required=True, help=argparse.SUPPRESS)
    parser.add_argument("engines", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.only = options.only.split(",") if options.only else []
    unknown = [work for work in options.only if work not in WORKS]
    if unknown:
        parser.error(f"there is no work `{unknown[0]}`; there are: {', '.join(WORKS)}")
    if options.rounds is not None and options.rounds < 1 or options.users is not None and options.users < 10_000:
        parser.error("at least one round and 10,000 users are needed")
    return options


def main():
    options = parsed()
    size = Size(options)
    engines = [Engine(*engine.split("=", 1), options.stores) for engine in options.engines]
    begun = time.monotonic()
    try:
        samples = measure(engines, size, options)
    except Void as reason:
        sys.exit(f"error: {reason}; the run is void")
    names = [engine.name for engine in engines]
    versions = [engine.version for engine in engines if engine.version]
    system = (f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {options.file_system}, "
              f"{time.monotonic() - begun:.0f} s in all")
    rows = report.rows(samples.values, names, size.users)
    print(report.for_people(rows, names, size, versions, system))
    if not (options.quick or options.users or options.only) and len(engines) == 4:
        report.write(options.results, rows, names, size, versions, system)


if __name__ == "__main__":
    main()
