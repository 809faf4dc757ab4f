#ifdef __linux__

#define _GNU_SOURCE
#include "CRosterSystem.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

int roster_get_status(int descriptor, const char *name, struct roster_status *status) {
    struct statx found;
    unsigned int wanted = STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_INO | STATX_SIZE;
    if (statx(descriptor, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, wanted, &found) != 0) { return -1; }
    status->device = makedev(found.stx_dev_major, found.stx_dev_minor);
    status->serial = found.stx_ino;
    status->link_count = found.stx_nlink;
    status->byte_count = found.stx_size;
    status->mode = found.stx_mode;
    status->owner = found.stx_uid;
    return 0;
}

#endif
