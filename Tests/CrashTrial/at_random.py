"""Writers are killed at random moments, again and again, and what they acknowledged must be there.

Each store sees several rounds, so that what one crash left is mended, written to and killed again. The seed is printed when
something is wrong.
"""

import random
import shutil
import time

from trial import Ledger, Part, Writer


def killed(part, dice, ledger, folder, first):
    """Lets one to three writers work for a while, and kills them one after another."""
    writers = []
    for number in range(dice.choice([1, 1, 2, 3])):
        writer = Writer(part.program, folder, "--small")
        start = first + number * 100000
        ledger.ask(start, 100000)
        compacts = ["compact"] if dice.random() < 0.3 else []
        writer.tell("open", *compacts, f"commit {start} 100000 {dice.choice([1, 4, 16])}")
        writers.append(writer)
    if dice.random() < 0.7:
        writers[0].read_until("ack")
    for writer in writers:
        time.sleep(dice.uniform(0, 0.12) ** 1.5)
        writer.kill()
    for writer in writers:
        ledger.take(writer.finish())


def killed_vault(part, dice, ledger, folder, first):
    """The same with one writer of credentials."""
    writer = Writer(part.program, folder, "--small")
    writer.tell("vault", f"credentials {first} 100000")
    if dice.random() < 0.7:
        writer.read_until("has")
    time.sleep(dice.uniform(0, 0.15))
    writer.kill()
    ledger.take(writer.finish())


def main():
    part = Part()
    seed = time.time_ns() if part.scale > 1 else 20
    dice = random.Random(seed)
    end = time.monotonic() + 40 * part.scale
    rounds = acknowledged = stores = 0
    while time.monotonic() < end and not part.faults:
        stores += 1
        folder, ledger = part.path(f"store-{stores}"), Ledger(part.path("ledger"))
        is_vault = stores % 4 == 0
        for round in range(6):
            rounds += 1
            (killed_vault if is_vault else killed)(part, dice, ledger, folder, 1 + 1000000 * round)
            for fault in ledger.faults(part.program, folder, opens="vault" if is_vault else "open"):
                part.fault(f"seed {seed}, round {rounds}", fault)
        acknowledged += sum(line.startswith(("ack", "has")) for line in ledger.lines)
        shutil.rmtree(folder)
    part.end(f"{rounds} rounds of killing, {acknowledged} steps acknowledged in {stores} stores"
             + ("" if part.faults else ", all of them there"))


main()
