"""A real disk that cannot write any more: an ext4 on a file for which there is no room.

The kernel tells of it at a sync, and then forgets that it did not write. Once the disk works, the store is opened again with
what the kernel still shows; after another mount only what reached the disk is there.
"""

import os

from disk import Disk, reason_against
from trial import Ledger, Part, Writer, run


def main():
    part = Part()
    if reason_against():
        part.skip(reason_against())
    count = 0
    for number in range(max(1, int(4 * part.scale))):
        disk = Disk(part, f"disk-{number}", 24 << 20)
        disk.make()
        disk.open()
        store = disk.mount + "/store"
        ledger = Ledger(part.path("ledger"))
        ledger.ask(1, 1000000)
        writer = Writer(part.program, store, "--small")
        writer.do("open")
        writer.do("commit 1 20 1")
        used = os.statvfs(disk.memory)
        room = (used.f_blocks - used.f_bfree) * used.f_frsize + (48 << 10) * (number + 1)
        disk.must("mount", "-o", f"remount,size={room}", disk.memory)
        writer.do(f"commit 1000 100000 {1 + 3 * (number % 2)}")
        writer.do("commit 300000 1 1")
        ledger.take(writer.finish())
        if not writer.said("unknown") and not writer.said("fail"):
            part.fault("failing disk", "no failure was told: " + " / ".join(writer.lines[-3:]))
        if writer.lines[-2].startswith("ack"):
            part.fault("failing disk", "a commit was acknowledged after a failure")
        disk.must("mount", "-o", "remount,size=200m", disk.memory)
        # Most often the file system has given up, and can only be read until it is mounted again.
        for fault in ledger.faults(part.program, store):
            if "can only be read" not in fault:
                part.fault("opened again", fault)
        if not disk.shut():
            part.fault("failing disk", "it cannot be unmounted")
        status, text = run("e2fsck", "-fy", disk.image)
        if status > 2:
            part.fault("failing disk", "e2fsck: " + text.splitlines()[-1])
        disk.open()
        for fault in ledger.faults(part.program, store):
            part.fault("mounted again", fault)
        count += ledger.acknowledged()
        disk.close()
    part.end(f"{count} steps before the disk failed, all of them there" if not part.faults
             else "the failure of a disk was not borne")


main()
