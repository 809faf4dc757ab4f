"""Processes that have the same store open at once: what each of them was told adds up, whichever of them dies."""

import os
import random
import signal
import time

from trial import Ledger, Part, Writer


def adds_up(part, folder, count):
    """Two processes write, and a third one reads and is woken."""
    ledger = Ledger(part.path("ledger"))
    reader = Writer(part.program, folder, "--small")
    reader.do("open")
    reader.tell(f"watch {2 * count}")
    writers = [Writer(part.program, folder, "--small") for _ in range(2)]
    for number, writer in enumerate(writers):
        start = ledger.ask(1 + 100000 * number, count)
        writer.do("open")
        writer.tell(f"commit {start} {count} 4")
    for writer in writers:
        writer.read_until("done")
        ledger.take(writer.finish())
        for line in writer.said("fail") + writer.said("unknown"):
            part.fault("side by side", line)
    if ledger.acknowledged() != 2 * count:
        part.fault("side by side", f"{ledger.acknowledged()} steps of {2 * count} were acknowledged")
    if not reader.read_until("saw"):
        part.fault("the reader", "it was not woken for the last step")
    for line in reader.finish():
        if line.startswith(("bad", "refused")):
            part.fault("the reader", line)
    for fault in ledger.faults(part.program, folder):
        part.fault("side by side", fault)
    return ledger.acknowledged()


def one_dies(part, folder, dice, count):
    """One of two is killed; the other one must not notice."""
    ledger = Ledger(part.path("ledger"))
    survivor, victim = [Writer(part.program, folder, "--small") for _ in range(2)]
    survivor.do("open")
    victim.do("open")
    survivor.tell(f"commit {ledger.ask(1, count)} {count} 2")
    victim.tell(f"commit {ledger.ask(100000, 100000)} 100000 2")
    victim.read_until("ack")
    time.sleep(dice.uniform(0, 0.1))
    victim.kill()
    survivor.read_until("done")
    ledger.take(victim.finish())
    ledger.take(survivor.finish())
    if len(survivor.said("ack")) != count:
        part.fault("the survivor", " / ".join(survivor.lines[-3:]))
    for fault in ledger.faults(part.program, folder):
        part.fault("one died", fault)
    return ledger.acknowledged()


def one_stops(part, folder):
    """A process that is stopped while it holds the lock makes others wait, and go on when it does."""
    ledger = Ledger(part.path("ledger"))
    stopped, other = Writer(part.program, folder, "--small"), Writer(part.program, folder, "--small", "--patience", "1")
    stopped.do("open")
    other.do("open")
    stopped.tell(f"commit {ledger.ask(1, 100000)} 100000 2")
    first = 200000
    ledger.ask(first, 100000)
    for _ in range(200):
        stopped.read_until("ack")
        os.kill(stopped.process.pid, signal.SIGSTOP)
        other.lines = []
        other.do(f"commit {first} 1 1")
        first += 1
        ledger.take(other.lines)
        failure = other.said("fail")
        if failure:
            if "another process has been writing" not in failure[0]:
                part.fault("one stopped", failure[0])
            break
        os.kill(stopped.process.pid, signal.SIGCONT)
    else:
        failure = []
    os.kill(stopped.process.pid, signal.SIGCONT)
    stopped.kill()
    ledger.take(stopped.finish())
    other.lines = []
    other.do(f"commit {first} 1 1")
    if not other.said("ack"):
        part.fault("after one stopped", " / ".join(other.lines))
    ledger.take(other.finish())
    for fault in ledger.faults(part.program, folder):
        part.fault("one stopped", fault)
    return ledger.acknowledged()


def main():
    part = Part()
    dice = random.Random(3)
    total = 0
    for number in range(int(2 * part.scale)):
        total += adds_up(part, part.path(f"both-{number}"), 300)
    for number in range(int(8 * part.scale)):
        total += one_dies(part, part.path(f"one-{number}"), dice, 150)
    total += one_stops(part, part.path("stopped"))
    part.end(f"{total} steps of two processes at once, read by a third" + ("" if part.faults else ", all of them there"))


main()
