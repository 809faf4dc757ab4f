"""A disk that fills up: commits fail, nothing of them is there, and they work again once there is room."""

import os

from disk import Disk, reason_against
from trial import Ledger, Part, Writer, run


def fill(path):
    """Takes all the room there is."""
    with open(path, "ab", buffering=0) as file:
        for size in (65536, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass


def main():
    part = Part()
    if reason_against():
        part.skip(reason_against())
    mount = part.path("disk")
    os.mkdir(mount)
    status, text = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", mount)
    if status != 0:
        part.skip(f"mount does not work here: {text}")
    filler, store = os.path.join(mount, "filler"), os.path.join(mount, "store")
    ledger = Ledger(part.path("ledger"))
    ledger.ask(1, 100000)
    writer = Writer(part.program, store, "--small")
    writer.do("open")
    first = 1
    for round in range(int(5 * part.scale)):
        fill(filler)
        writer.do(f"commit {first} 1000 {1 + round}")
        if len(writer.said("fail")) <= round or writer.said("unknown") or "no room" not in writer.said("fail")[-1]:
            part.fault(f"round {round}", "a full disk is not told as one: " + " / ".join(writer.lines[-3:]))
        writer.do("compact")
        os.unlink(filler)
        writer.lines.append("")
        writer.do(f"commit {first + 1000} 3 1")
        if not writer.lines[-2].startswith("ack"):
            part.fault(f"round {round}", "no commit once there was room: " + writer.lines[-2])
        first += 2000
    ledger.take(writer.finish())
    fill(filler)
    late = Writer(part.program, store, "--small")
    late.do("open")
    late.do("commit 90000 1000 1")
    ledger.take(late.finish())
    if late.said("refused") and "no room" not in late.said("refused")[0]:
        part.fault("opening on a full disk", late.said("refused")[0])
    new = Writer(part.program, os.path.join(mount, "new"), "--small")
    new.do("open")
    if "no room" not in (new.finish() + [""])[0]:
        part.fault("making a store on a full disk", " / ".join(new.lines))
    os.unlink(filler)
    for fault in ledger.faults(part.program, store):
        part.fault("once there was room", fault)
    for fault in Ledger(part.path("empty")).faults(part.program, os.path.join(mount, "new")):
        part.fault("the store that was not made", fault)
    run("umount", mount)
    part.end(f"{ledger.acknowledged()} steps on a disk that filled up {int(5 * part.scale) + 1} times")


main()
