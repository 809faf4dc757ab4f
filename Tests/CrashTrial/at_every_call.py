"""A process dies before each system call that touches the store, or the call fails.

strace is attached where the trial begins, so that only its calls count; strace counts them for each thread.
"""

import collections
import os
import re
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from trial import Ledger, Part, Writer

CALLS = ["mkdir", "mkdirat", "openat", "pwrite64", "fdatasync", "fsync", "ftruncate", "renameat", "renameat2", "unlinkat",
         "fchmod", "fchmodat", "flock"]
SET = ",".join("?" + call for call in CALLS)
FAILURES = [("pwrite64", "error=EIO"), ("fdatasync", "error=EIO"), ("fsync", "error=EIO"), ("ftruncate", "error=EIO"),
            ("renameat", "error=EIO"), ("pwrite64", "error=ENOSPC"), ("pwrite64", "retval=0"),
            ("pwrite64", "error=EINTR"), ("fdatasync", "error=EINTR"), ("fsync", "error=EINTR"),
            ("flock", "error=EINTR")]
# Once there are threads, the library that makes them opens files, too, and dies when it cannot.
FAILURES_WITHOUT_THREADS = [("openat", "error=EMFILE"), ("openat", "error=EINTR")]

# The number of the last step of the scene with commits: nothing follows its failure.
LAST = "60"


class Scene:
    """What is done under the eyes of strace, and on which store."""

    def __init__(self, name, template, lines, before, command, after=()):
        self.name, self.template, self.lines = name, template, lines
        self.before, self.command, self.after = before, command, after
        self.opens = "vault" if "vault" in before + [command] else "open"


def attach(pid, arguments):
    tracer = subprocess.Popen(["strace", "-f", "-p", str(pid), *arguments], stderr=subprocess.PIPE, text=True)
    for line in tracer.stderr:
        if "attached" in line:
            threading.Thread(target=tracer.stderr.read, daemon=True).start()
            return tracer
    return None


class Trial:
    def __init__(self, part):
        self.part = part
        self.number = 0
        self.guard = threading.Lock()

    def stage(self, scene, arguments):
        """Plays a scene under strace; returns the writer, the ledger and the folder."""
        with self.guard:
            self.number += 1
            place = self.part.path(f"run-{self.number}")
        folder = os.path.join(place, "store")
        os.mkdir(place)
        if scene.template:
            shutil.copytree(scene.template, folder)
        writer = Writer(self.part.program, folder, "--small", patience=20)
        for command in scene.before:
            writer.do(command)
        writer.do("")  # it waits for its next command now
        writer.lines = []
        tracer = attach(writer.process.pid, arguments)
        if not tracer:
            writer.kill()
            writer.finish()
            return None
        writer.do(scene.command)
        for command in scene.after:
            writer.do(command)
        lines = writer.finish()
        tracer.wait()
        return writer, Ledger(os.path.join(place, "ledger"), scene.lines + lines), folder, place

    def counts(self, scene):
        """How often each call is made, by the thread that makes it most often; under '' all of them together."""
        trace = self.part.path("trace")
        staged = self.stage(scene, ["-e", f"trace={SET}", "-o", trace])
        if not staged:
            return None
        by_thread = collections.Counter()
        with open(trace, encoding="utf-8", errors="replace") as file:
            for line in file:
                match = re.match(r"(\d+) +(\w+)\(", line)
                if match:
                    by_thread[match[1], match[2]] += 1
                    by_thread[match[1], ""] += 1
        self.compare(scene, "undisturbed", staged, must_succeed=True)
        counts = collections.Counter()
        for (_, call), count in by_thread.items():
            counts[call] = max(counts[call], count)
        return counts

    def kill(self, scene, number):
        staged = self.stage(scene, ["-o", "/dev/null", "-e", f"trace={SET}", "-e",
                                    f"inject={SET}:signal=KILL:when={number}"])
        self.compare(scene, f"killed at call {number}", staged)

    def fail(self, scene, call, failure, number):
        staged = self.stage(scene, ["-o", "/dev/null", "-e", f"trace={call}", "-e",
                                    f"inject={call}:{failure}:when={number}"])
        what = f"{call} {number} with {failure}"
        writer = staged[0]
        self.compare(scene, what, staged, must_succeed="EINTR" in failure)
        told = len(writer.said("unknown")) + len(writer.said("fail"))
        if scene.name == "commits" and call == "fdatasync" and "EIO" in failure:
            if not told:
                self.part.fault(f"{scene.name}, {what}", "the failure was not told")
            if any(line.startswith("ack") for line in self.following(writer)):
                self.part.fault(f"{scene.name}, {what}", "something was acknowledged after a failed sync")
        is_early = told and not (writer.said("unknown") + writer.said("fail"))[0].split()[1] == LAST
        if scene.name == "commits" and "ENOSPC" in failure and is_early and not self.following(writer, "ack"):
            self.part.fault(f"{scene.name}, {what}", "nothing was committed once there was room: " + writer.lines[-2])

    @staticmethod
    def following(writer, word=""):
        """The lines after the first failure."""
        for number, line in enumerate(writer.lines):
            if line.split(" ")[0] in ("unknown", "fail"):
                return [line for line in writer.lines[number + 1:] if line.startswith(word)]
        return []

    def compare(self, scene, what, staged, must_succeed=False):
        if not staged:
            self.part.fault(f"{scene.name}, {what}", "strace could not be attached")
            return
        writer, ledger, folder, place = staged
        if must_succeed:
            for line in writer.lines:
                if line.split(" ")[0] in ("refused", "fail", "unknown", "kept", "missed", "bad"):
                    self.part.fault(f"{scene.name}, {what}", line)
        if writer.process.returncode not in (0, 2, -9):
            self.part.fault(f"{scene.name}, {what}", f"the process ended with {writer.process.returncode}: "
                            + " / ".join(writer.lines[:3]))
        for fault in ledger.faults(self.part.program, folder, opens=scene.opens):
            self.part.fault(f"{scene.name}, {what}", fault)
        shutil.rmtree(place, ignore_errors=True)

    def play(self, scene):
        """Every fault at every call of a scene; how many there were."""
        counts = self.counts(scene)
        if not counts:
            return 0
        jobs = [(self.kill, scene, number) for number in range(1, counts[""] + 1)]
        for call, failure in FAILURES + (FAILURES_WITHOUT_THREADS if scene.command == "open" else []):
            jobs += [(self.fail, scene, call, failure, number) for number in range(1, counts[call] + 1)]
        if scene.name == "commits" and counts["fdatasync"] < 8:
            self.part.fault(scene.name, f"8 commits, and {counts['fdatasync']} fdatasync")
        with ThreadPoolExecutor(3) as pool:
            for job in [pool.submit(*job) for job in jobs]:
                job.result()
        return len(jobs)


def made(part, name, *commands):
    """Makes a store, and returns its folder and what was said."""
    folder = part.path(name)
    writer = Writer(part.program, folder, "--small")
    for command in commands:
        writer.do(command)
    return folder, ["ask 1 100"] + writer.finish()


def torn(part):
    """A store whose last group a crash has torn: a sector of it never reached the disk."""
    folder, lines = made(part, "torn", "open", "commit 1 6 1")
    whole = {name: os.path.getsize(os.path.join(folder, name)) for name in os.listdir(folder)}
    writer = Writer(part.program, folder, "--small")
    writer.do("open")
    writer.do("commit 7 1 1")
    writer.finish()
    name = sorted(name for name in whole if name.startswith("journal-"))[-1]
    with open(os.path.join(folder, name), "r+b") as file:
        content = file.read()
        end = len(content.rstrip(b"\0"))
        file.seek((end // 512 - 1) * 512)
        file.write(bytes(512))
    with open(os.path.join(folder, ".unfinished-checkpoint"), "wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(b"what a crash left")
    return folder, lines


def main():
    part = Part()
    trial = Trial(part)
    if not shutil.which("strace"):
        part.skip("there is no strace")
    probe = Scene("probe", None, ["ask 1 100"], [], "open")
    if not trial.stage(probe, ["-o", "/dev/null", "-e", "trace=none"]):
        part.skip("strace cannot be attached to a process here")
    started, started_lines = made(part, "started", "open", "commit 1 24 1")
    kept, kept_lines = made(part, "kept", "vault", "credentials 1 3")
    scenes = [
        Scene("first opening", None, ["ask 1 100"], [], "open"),
        Scene("commits", started, started_lines, ["open"], "commit 25 8 1",
              ["commit 40 2 1", "commit 50 1 1", f"commit {LAST} 1 1"]),
        Scene("compaction", started, started_lines, ["open"], "compact"),
        Scene("opening what a crash tore", *torn(part), [], "open"),
        Scene("credentials", kept, kept_lines, ["vault"], "credentials 3 2"),
        Scene("first opening of a vault", None, [], [], "vault"),
    ]
    total = sum(trial.play(scene) for scene in scenes)
    part.end(f"killed or failed at {total} calls, and nothing was lost" if not part.faults
             else f"{len(part.faults)} faults at {total} calls")


main()
