// What the C library of Linux has and its Swift module does not show.

#ifndef ROSTER_SYSTEM_H
#define ROSTER_SYSTEM_H

#include <stdint.h>

// What is known of a file or folder, without its times.
struct roster_status {
    uint64_t device, serial, link_count, byte_count;
    uint32_t mode, owner;
};

// Tells about an entry of an open folder, itself also when it is a symbolic link; about the open file when the name is empty.
//
// Since Linux 6.13 a file whose times were asked for gets exact times with the next write, which makes each sync of it write
// them, too. So the times are not asked for. Returns 0, or -1 with `errno`.
int roster_get_status(int descriptor, const char *name, struct roster_status *status);

#endif
