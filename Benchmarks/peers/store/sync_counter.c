// Counts what a program waits for the disk with, when it is loaded before the C library: fsync, fdatasync, msync that waits,
// and writes to a file opened with O_DSYNC. The count is written to the file that SYNC_COUNT_FILE names, at the end.

#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long count;

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note_write(int file) {
    int flags = fcntl(file, F_GETFL);
    if (flags >= 0 && (flags & O_DSYNC) != 0) { atomic_fetch_add(&count, 1); }
}

int fsync(int file) {
    atomic_fetch_add(&count, 1);
    return NEXT(fsync)(file);
}

int fdatasync(int file) {
    atomic_fetch_add(&count, 1);
    return NEXT(fdatasync)(file);
}

int msync(void *start, size_t length, int flags) {
    if ((flags & MS_SYNC) != 0) { atomic_fetch_add(&count, 1); }
    return NEXT(msync)(start, length, flags);
}

ssize_t write(int file, const void *bytes, size_t size) {
    note_write(file);
    return NEXT(write)(file, bytes, size);
}

ssize_t writev(int file, const struct iovec *parts, int part_count) {
    note_write(file);
    return NEXT(writev)(file, parts, part_count);
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset) {
    note_write(file);
    return NEXT(pwrite)(file, bytes, size, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off64_t offset) {
    note_write(file);
    return NEXT(pwrite64)(file, bytes, size, offset);
}

ssize_t pwritev(int file, const struct iovec *parts, int part_count, off_t offset) {
    note_write(file);
    return NEXT(pwritev)(file, parts, part_count, offset);
}

ssize_t pwritev64(int file, const struct iovec *parts, int part_count, off64_t offset) {
    note_write(file);
    return NEXT(pwritev64)(file, parts, part_count, offset);
}

__attribute__((destructor)) static void report(void) {
    const char *path = getenv("SYNC_COUNT_FILE");
    FILE *file = path == NULL ? NULL : fopen(path, "w");
    if (file == NULL) { return; }
    fprintf(file, "%ld\n", atomic_load(&count));
    fclose(file);
}
