"""What the parts of the crash trial share: the writer process, the ledger, and how a part ends."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading

SKIPPED = 77


class Writer:
    """A process that has a store open, and does what it is told line by line."""

    def __init__(self, program, folder, *options, patience=60):
        self.process = subprocess.Popen(
            [program, "--trial", folder, *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        # A process that hangs is a fault, and must not keep the trial from ending.
        self.timer = threading.Timer(patience, self.give_up)
        self.timer.daemon = True
        self.timer.start()

    def tell(self, *commands):
        """Gives it commands, without waiting for their end."""
        try:
            self.process.stdin.write("".join(command + "\n" for command in commands))
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def read_until(self, word):
        """Reads up to a line that begins with a word; whether there was one before the end."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.split(" ")[0].strip() == word:
                return True
        return False

    def do(self, command):
        """Gives it a command and waits for its end; returns whether it came to it."""
        self.tell(command)
        return self.read_until("done")

    def kill(self):
        self.process.kill()

    def give_up(self):
        self.lines.append("bad the process hung")
        self.process.kill()

    def finish(self):
        """Lets it come to its end and returns all that it printed."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        self.read_until("the end")
        self.process.wait()
        self.timer.cancel()
        self.process.stdout.close()
        return self.lines

    def said(self, word):
        return [line for line in self.lines if line.split(" ")[0] == word]


class Ledger:
    """What was asked for and acknowledged, in a file outside of the store."""

    def __init__(self, path, lines=()):
        self.path = path
        self.lines = list(lines)

    def ask(self, first, count):
        self.lines.append(f"ask {first} {count}")
        return first

    def take(self, lines):
        self.lines += lines

    def acknowledged(self):
        return sum(line.startswith("ack ") for line in self.lines)

    def faults(self, program, folder, *options, opens="open"):
        """Checks a store; returns what is wrong with it."""
        with open(self.path, "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in self.lines)
        writer = Writer(program, folder, "--small", *options)
        writer.tell(*([opens] if opens == "vault" else []), f"check {self.path}")
        lines = writer.finish()
        bad = [line for line in lines if line.startswith(("bad", "refused"))]
        if bad or writer.said("good"):
            return bad
        return [f"the check ended with {writer.process.returncode}: " + " / ".join(lines[-3:])]


class Part:
    """A part of the trial: its folder, its faults, and how it ends."""

    def __init__(self):
        self.program = os.path.abspath(sys.argv[1])
        self.scale = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
        self.folder = tempfile.mkdtemp(prefix="crash-trial-")
        self.faults = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def fault(self, place, text):
        self.faults.append(f"{place}: {text}")

    def end(self, summary):
        shutil.rmtree(self.folder, ignore_errors=True)
        for line in self.faults[:10]:
            print(line)
        print(summary)
        sys.exit(1 if self.faults else 0)

    def skip(self, reason):
        if self.faults:
            self.end(reason)
        shutil.rmtree(self.folder, ignore_errors=True)
        print(f"skipped: {reason}")
        sys.exit(SKIPPED)


def run(*command):
    """Runs a program; returns its exit status and what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()
