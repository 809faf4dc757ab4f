"""Directories that are opened for reading only, where nothing can be written or nothing may be.

Whatever a writer left when it was killed is read on a mount for reading only, out of files that cannot be changed, and by an
account that may read them and no more. Nothing in the folder is another afterwards, no call was made that could have changed
it, and writers lost nothing.
"""

import hashlib
import os
import random
import shutil

from disk import Disk, reason_against
from trial import Ledger, Part, Writer, run

NOBODY = 65534
# What could change a folder or a file in it, by whichever descriptor. Syncs are no changes.
CHANGES = ["open", "creat", "pwrite64", "pwritev", "pwritev2", "writev", "ftruncate", "truncate", "fallocate", "rename",
           "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat",
           "rmdir", "mknod", "mknodat", "chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "fchown", "fchownat", "lchown",
           "utimensat", "utime", "utimes", "futimesat", "setxattr", "fsetxattr", "lsetxattr", "removexattr", "fremovexattr",
           "copy_file_range", "sendfile", "splice"]
SET = ",".join("?" + call for call in CHANGES + ["openat", "openat2", "write", "fdatasync", "fsync"])


def traces(folder):
    """What is known about everything in a folder, and about the folder; not when it was read."""
    found = {}
    for name in ["."] + sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        status = os.lstat(path)
        content = ""
        if os.path.isfile(path):
            with open(path, "rb") as file:
                content = hashlib.sha256(file.read()).hexdigest()
        found[name] = (status.st_ino, status.st_mode, status.st_uid, status.st_nlink, status.st_size,
                       status.st_mtime_ns, status.st_ctime_ns, content)
    return found


def differences(before, after):
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


class Left:
    """A directory as a writer left it, and what it had acknowledged."""

    def __init__(self, name, folder, lines):
        self.name, self.folder, self.lines = name, folder, lines

    def check(self, part, place, folder, program=None, *options):
        ledger = Ledger(part.path("ledger"), self.lines)
        before = traces(folder)
        for fault in ledger.faults(program or part.program, folder, "--reading", *options):
            part.fault(f"{self.name}, {place}", fault)
        for name in differences(before, traces(folder)):
            part.fault(f"{self.name}, {place}", f"{name} is another")


def killed(part, base, dice):
    """Directories whose writers were killed: in good order, in the middle of something, and copied without what only writers make."""
    for number, name in enumerate(["whole", "killed", "without a head", "torn"]):
        folder = os.path.join(base, f"store-{number}")
        writer = Writer(part.program, folder, "--small")
        writer.do("open")
        lines = ["ask 1 100000"]
        writer.do("commit 1 40 4")
        writer.do("compact")
        if name == "whole":
            writer.do("commit 41 7 1")
        else:
            writer.tell("commit 41 100000 3")
            for _ in range(dice.randrange(20, 200)):
                writer.read_until("ack")
            writer.kill()
        lines += writer.finish()
        if name == "without a head":
            os.unlink(os.path.join(folder, "head"))
            os.unlink(os.path.join(folder, "compaction"))
        if name == "torn":
            tear(folder)
        yield Left(name, folder, lines)


def tear(folder):
    """Leaves half of a sector behind the last frame, as a step that was not acknowledged does."""
    last = sorted(name for name in os.listdir(folder) if name.startswith("journal-"))[-1]
    path = os.path.join(folder, last)
    with open(path, "r+b") as file:
        end = (len(file.read().rstrip(b"\0")) + 7) // 8 * 8
        # All of a sector is missing in front of it.
        place = (end // 512 + 2) * 512
        file.seek(place)
        file.write(b"left of a step, 16 bytes"[:16])


def on_a_mount(part, left):
    """On a mount of the same folder through which nothing can be written."""
    mount = part.path("mount")
    os.makedirs(mount, exist_ok=True)
    status, text = run("mount", "--bind", left.folder, mount)
    if status == 0:
        status, text = run("mount", "-o", "remount,bind,ro", mount)
    if status != 0:
        return f"bind mounts do not work here: {text}"
    left.check(part, "on a bind mount", mount)
    writer = Writer(part.program, mount, "--small")
    writer.do("open")
    if "can only be read" not in (writer.finish() + [""])[0]:
        part.fault(left.name, "opened for writing on a bind mount: " + " / ".join(writer.lines))
    run("umount", mount)
    return None


def out_of_unchangeable_files(part, left):
    """Out of files, and a folder, that no process can change, not even root's."""
    paths = [left.folder] + [os.path.join(left.folder, name) for name in os.listdir(left.folder)]
    status, text = run("chattr", "+i", *paths)
    if status == 0:
        left.check(part, "out of files that cannot be changed", left.folder)
    run("chattr", "-i", *paths)
    return None if status == 0 else f"files cannot be made unchangeable here: {text.splitlines()[0]}"


def by_another_account(part, left):
    """By the account that owns the files, and may read them only."""
    if not shutil.which("setpriv"):
        return "there is no setpriv"
    place = part.path("others")
    shutil.rmtree(place, ignore_errors=True)
    os.mkdir(place)
    for way in (os.path.dirname(part.folder), part.folder):
        os.chmod(way, os.stat(way).st_mode & 0o7777 | 0o011)
    folder = os.path.join(place, "store")
    shutil.copytree(left.folder, folder)
    for name in os.listdir(folder):
        os.chmod(os.path.join(folder, name), 0o400)
        os.chown(os.path.join(folder, name), NOBODY, NOBODY)
    os.chmod(folder, 0o500)
    os.chown(folder, NOBODY, NOBODY)
    program = os.path.join(place, "writer")
    with open(program, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\nexec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups {place}/program \"$@\"\n")
    shutil.copy(part.program, os.path.join(place, "program"))
    os.chmod(program, 0o755)
    left.check(part, "by an account that may read only", folder, program)
    writer = Writer(program, folder, "--small")
    writer.do("open")
    if "may not read and write" not in (writer.finish() + [""])[0]:
        part.fault(left.name, "opened for writing by an account that may read only: " + " / ".join(writer.lines))
    return None


def under_strace(part, left):
    """No call is made that could change anything in the folder."""
    if not shutil.which("strace"):
        return "there is no strace"
    trace = part.path("trace")
    program = part.path("traced")
    with open(program, "w", encoding="utf-8") as file:
        file.write(f"#!/bin/sh\nexec strace -f -y -o {trace} -e trace={SET} {part.program} \"$@\"\n")
    os.chmod(program, 0o755)
    left.check(part, "under strace", left.folder, program)
    with open(trace, encoding="utf-8", errors="replace") as file:
        calls = [line.strip() for line in file if left.folder in line]
    if not any("openat(" in call and "O_RDONLY" in call for call in calls):
        return "strace cannot be used on a process here"
    for call in calls:
        is_sync = "fdatasync(" in call or "fsync(" in call
        is_reading = "openat(" in call and not any(flag in call for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"))
        if not is_sync and not is_reading:
            part.fault(f"{left.name}, under strace", call)
    return None


def beside_a_writer(part, base, dice):
    """A reader through a mount for reading only follows a writer, over checkpoints, and is woken by it; how far."""
    folder, mount = os.path.join(base, "followed"), part.path("followed")
    os.mkdir(mount)
    writer = Writer(part.program, folder, "--small")
    writer.do("open")
    run("mount", "--bind", folder, mount)
    run("mount", "-o", "remount,bind,ro", mount)
    reader = Writer(part.program, mount, "--small", "--reading")
    reader.do("open")
    count = int(600 * part.scale)
    reader.tell(f"watch {count}")
    for first in range(1, count, 100):
        writer.do(f"commit {first} 100 {dice.randrange(1, 9)}")
        writer.do("compact")
    ledger = Ledger(part.path("ledger"), [f"ask 1 {count}"] + writer.finish())
    for line in reader.finish():
        if line.startswith(("bad", "refused")):
            part.fault("beside a writer", line)
    if reader.said("saw") != [f"saw {count}"]:
        part.fault("beside a writer", " / ".join(reader.lines))
    for fault in ledger.faults(part.program, mount, "--reading") + ledger.faults(part.program, folder):
        part.fault("beside a writer", fault)
    run("umount", mount)
    return count


def main():
    part = Part()
    os.umask(0o022)
    if reason_against():
        part.skip(reason_against())
    dice = random.Random(11)
    disk = Disk(part, "disk", 24 << 20)
    disk.make()
    disk.open()
    reasons, count = set(), 0
    for round in range(max(1, int(part.scale))):
        base = os.path.join(disk.mount, f"round-{round}")
        os.mkdir(base)
        for left in killed(part, base, dice):
            for place in (on_a_mount, out_of_unchangeable_files, by_another_account, under_strace):
                reason = place(part, left)
                count += reason is None
                reasons.add(reason)
            # Nothing was lost to those who write.
            for fault in Ledger(part.path("ledger"), left.lines).faults(part.program, left.folder):
                part.fault(f"{left.name}, opened for writing afterwards", fault)
        shutil.rmtree(base)
    followed = beside_a_writer(part, disk.mount, dice)
    disk.shut()
    disk.close()
    for reason in sorted(reason for reason in reasons if reason):
        print(f"left out: {reason}")
    part.end(f"{count} times read where nothing can be written, and {followed} steps followed")


main()
