// What the C library and the processor have, and no Swift module shows.

#ifndef ROSTER_SYSTEM_H
#define ROSTER_SYSTEM_H

#include <stddef.h>
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

// Whether the processor has an instruction for CRC-32C.
int roster_has_crc32c(void);

// Takes more bytes into the register of a CRC-32C. Only where the processor has the instruction; elsewhere it does nothing.
uint32_t roster_crc32c(uint32_t value, const void *bytes, size_t count);

// Starts a thread that calls `body` once and ends; no other thread joins it.
//
// The name, of which the first 15 bytes count, is for `top -H` and debuggers. A niceness above 0 lowers the priority of this thread alone,
// below that of the calling thread: on Linux as `nice` does for a process, elsewhere to that of background utilities. Signals to the process are left to the other threads.
// Returns 0, or an error number.
int roster_start_thread(const char *name, int niceness, void (*body)(void *), void *context);

// How many processors this process may use, at least 1: those that its affinity allows, and no more than its container's share of time.
int roster_processor_count(void);

#endif
