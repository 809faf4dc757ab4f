"""Real disks to fail: small file systems on loop devices, mounted where no other process sees them."""

import fcntl
import os
import struct

from trial import run

# The call that makes ext4 forget at once whatever it has not written, as a power cut does: FS_IOC_SHUTDOWN.
SHUTDOWN = 0x8004587D
WITHOUT_FLUSHING = struct.pack("I", 2)


def reason_against():
    """Why disks cannot be made here, or None. Must be asked in a mount namespace of our own."""
    if os.geteuid() != 0:
        return "mounting takes root"
    return None


class Disk:
    """An ext4 on a loop device, on a file in memory."""

    def __init__(self, part, name, byte_count, room=None):
        self.part = part
        self.memory = part.path(name + "-memory")
        self.mount = part.path(name)
        self.image = os.path.join(self.memory, "image")
        os.makedirs(self.memory)
        os.makedirs(self.mount)
        self.must("mount", "-t", "tmpfs", "-o", f"size={room or 2 * byte_count}", "none", self.memory)
        with open(self.image, "wb") as file:
            file.truncate(byte_count)

    def must(self, *command):
        status, text = run(*command)
        if status != 0:
            self.close()
            self.part.skip(f"{command[0]} does not work here: {text.splitlines()[-1] if text else status}")

    def make(self):
        self.must("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=1,nodiscard", "-J", "size=4", self.image)

    def open(self):
        self.must("mount", "-o", "loop,errors=continue", self.image, self.mount)

    def cut_power(self):
        folder = os.open(self.mount, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.ioctl(folder, SHUTDOWN, WITHOUT_FLUSHING)
        except OSError as error:
            os.close(folder)
            self.close()
            self.part.skip(f"the power of an ext4 cannot be cut here: {error}")
        os.close(folder)

    def shut(self):
        return run("umount", self.mount)[0] == 0

    def close(self):
        run("umount", self.mount)
        run("umount", self.memory)
