"""The power goes while a writer commits to a real ext4. With --careless, losses must be seen.

ext4 is told to forget at once what it has not written. What it had written is mounted again.
"""

import random
import sys
import time

from disk import Disk, reason_against
from trial import Ledger, Part, Writer


def main():
    part = Part()
    careless = "--careless" in sys.argv
    if reason_against():
        part.skip(reason_against())
    dice = random.Random(time.time_ns() if part.scale > 1 else 7)
    rounds = int((6 if careless else 15) * part.scale)
    disk = Disk(part, "disk", 24 << 20)
    acknowledged = lost = 0
    for number in range(rounds):
        disk.make()
        disk.open()
        ledger = Ledger(part.path("ledger"))
        options = ["--small"] if number % 3 else []
        opens, command = ("vault", "credentials 1 100000") if number % 5 == 4 else ("open", "commit 1 100000 2")
        ledger.ask(1, 100000)
        writer = Writer(part.program, disk.mount + "/store", *options, *(["--careless"] if careless else []))
        writer.tell(opens, command)
        # Some rounds end before or while the store is made.
        if number % 4 or careless:
            writer.read_until("has" if opens == "vault" else "ack")
        time.sleep(dice.uniform(0.001, 0.3 if number % 4 else 0.06))
        disk.cut_power()
        ledger.take(writer.finish())
        acknowledged += sum(line.startswith(("ack", "has")) for line in ledger.lines)
        if not disk.shut():
            part.fault(f"round {number}", "the disk cannot be unmounted")
            break
        disk.open()
        faults = ledger.faults(part.program, disk.mount + "/store", opens=opens)
        lost += any("lost" in fault for fault in faults)
        for fault in faults:
            part.fault(f"round {number}", fault)
        disk.shut()
    disk.close()
    if careless:
        part.faults = [] if lost else ["a build that does not sync its commits was not caught"]
        part.end(f"of {rounds} power cuts, {lost} lost what a build without syncs had acknowledged")
    part.end(f"{rounds} power cuts, {acknowledged} steps acknowledged, "
             + (f"{lost} rounds lost some" if part.faults else "all of them there"))


main()
