// The same work with nothing of a store about it: what the disk, its syncs and memory allow. 200 bytes stand for a user.
//
// Usage: limits create|callers|batches|import|first|fill|lookups FOLDER USERS [CALLERS | QUESTIONS]

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "measure.h"
#include "records.h"

enum { user_size = 200, batch_size = 1000, block_size = 1 << 20 };

typedef struct {
    const char *folder;
    size_t users, callers;
} work;

static int open_file(const char *folder, const char *name, int flags) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int file = open(path, flags, 0600);
    if (file < 0) { fail("a file cannot be opened"); }
    return file;
}

static void write_whole(int file, const uint8_t *bytes, size_t count, size_t offset) {
    if (pwrite(file, bytes, count, (off_t)offset) != (ssize_t)count) { fail("the disk does not take it"); }
}

static void sync_data(int file) {
    if (fdatasync(file) != 0) { fail("the disk does not sync"); }
}

// A file of zeros, so that a sync has no change of its length to write, nor of what is allocated to it.
static int zeros(const char *folder, size_t byte_count) {
    int file = open_file(folder, "limits.small", O_CREAT | O_TRUNC | O_RDWR);
    uint8_t *block = room(1, block_size);
    for (size_t offset = 0; offset < byte_count; offset += block_size) { write_whole(file, block, block_size, offset); }
    if (fsync(file) != 0) { fail("the disk does not sync"); }
    free(block);
    return file;
}

static uint8_t *noise(size_t byte_count) {
    uint8_t *bytes = room(1, byte_count);
    for (size_t index = 0; index < byte_count; index++) { bytes[index] = (uint8_t)mixed(index); }
    return bytes;
}

// MARK: writing

static void append(work work, size_t users_a_sync) {
    int file = zeros(work.folder, work.users * user_size);
    size_t step = users_a_sync * user_size;
    uint8_t *bytes = noise(step);
    double begun = seconds();
    for (size_t offset = 0; offset + step <= work.users * user_size; offset += step) {
        write_whole(file, bytes, step, offset);
        sync_data(file);
    }
    tell("users/s", (double)work.users / (seconds() - begun));
    free(bytes);
    close(file);
}

// Group commit with nothing to decide or encode: callers leave what they have in a buffer, and one of them, who finds no other
// at it, writes and syncs the buffer for all who have left something until then.
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t is_durable;
    int file;
    uint8_t *left, *taken;
    size_t left_size, offset;
    uint64_t left_count, durable_count;
    bool is_flushing;
} group;

static void flush(group *group) {
    group->is_flushing = true;
    uint8_t *bytes = group->left;
    size_t size = group->left_size;
    uint64_t reached = group->left_count;
    group->left = group->taken;
    group->taken = bytes;
    group->left_size = 0;
    pthread_mutex_unlock(&group->lock);
    write_whole(group->file, bytes, size, group->offset);
    sync_data(group->file);
    pthread_mutex_lock(&group->lock);
    group->offset += size;
    group->durable_count = reached;
    group->is_flushing = false;
    pthread_cond_broadcast(&group->is_durable);
}

static void commit_in_group(group *group, const uint8_t *bytes) {
    pthread_mutex_lock(&group->lock);
    memcpy(group->left + group->left_size, bytes, user_size);
    group->left_size += user_size;
    uint64_t own = ++group->left_count;
    while (group->durable_count < own) {
        if (group->is_flushing) { pthread_cond_wait(&group->is_durable, &group->lock); } else { flush(group); }
    }
    pthread_mutex_unlock(&group->lock);
}

typedef struct {
    group *group;
    size_t count;
} caller;

static void *call(void *argument) {
    caller *caller = argument;
    uint8_t *bytes = noise(user_size);
    for (size_t index = 0; index < caller->count; index++) { commit_in_group(caller->group, bytes); }
    free(bytes);
    return NULL;
}

static void append_in_groups(work work) {
    size_t each = work.users / work.callers;
    group group = {
        .lock = PTHREAD_MUTEX_INITIALIZER, .is_durable = PTHREAD_COND_INITIALIZER,
        .file = zeros(work.folder, work.users * user_size),
        .left = room(work.callers, user_size), .taken = room(work.callers, user_size),
    };
    caller caller = {&group, each};
    pthread_t *threads = room(work.callers, sizeof *threads);
    double begun = seconds();
    for (size_t index = 0; index < work.callers; index++) {
        if (pthread_create(&threads[index], NULL, call, &caller) != 0) { fail("no thread"); }
    }
    for (size_t index = 0; index < work.callers; index++) { pthread_join(threads[index], NULL); }
    tell("users/s", (double)(each * work.callers) / (seconds() - begun));
    free(threads);
    free(group.left);
    free(group.taken);
    close(group.file);
}

static void write_all(work work) {
    uint8_t *bytes = noise(block_size);
    int file = open_file(work.folder, "limits.large", O_CREAT | O_TRUNC | O_RDWR);
    size_t total = work.users * user_size;
    double begun = seconds();
    for (size_t offset = 0; offset < total; offset += block_size) {
        write_whole(file, bytes, total - offset < block_size ? total - offset : block_size, offset);
    }
    sync_data(file);
    tell("import", seconds() - begun);
    close(file);
    free(bytes);
}

// MARK: reading

static const uint8_t *mapped(work work, int advice) {
    int file = open_file(work.folder, "limits.large", O_RDONLY);
    void *bytes = mmap(NULL, work.users * user_size, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED || madvise(bytes, work.users * user_size, advice) != 0) { fail("no mapping"); }
    close(file);
    return bytes;
}

// Reads a byte of each cache line that a user takes.
static uint64_t touched(const uint8_t *bytes, uint64_t number) {
    uint64_t sum = 0;
    for (size_t offset = 0; offset < user_size; offset += 64) { sum += bytes[number * user_size + offset]; }
    return sum;
}

static void first_read(work work) {
    double begun = seconds();
    const uint8_t *bytes = mapped(work, MADV_RANDOM);
    uint64_t sum = touched(bytes, asked_number(0, work.users));
    double passed = seconds() - begun;
    if (sum == 0) { fail("there is nothing in the file"); }
    tell("first", passed * 1e3);
}

static void read_all(work work) {
    uint8_t *bytes = room(work.users, user_size);
    double begun = seconds();
    int file = open_file(work.folder, "limits.large", O_RDONLY);
    size_t total = work.users * user_size, offset = 0;
    while (offset < total) {
        ssize_t count = pread(file, bytes + offset, total - offset, (off_t)offset);
        if (count <= 0) { fail("the file cannot be read"); }
        offset += (size_t)count;
    }
    tell("fill", seconds() - begun);
    close(file);
    free(bytes);
}

static void read_randomly(work work) {
    const uint8_t *bytes = mapped(work, MADV_NORMAL);
    uint64_t sum = 0;
    for (size_t offset = 0; offset < work.users * user_size; offset += 4096) { sum += bytes[offset]; }
    double begun = seconds();
    for (size_t index = 0; index < work.callers; index++) { sum += touched(bytes, asked_number(index, work.users)); }
    double rate = (double)work.callers / (seconds() - begun);
    if (sum == 0) { fail("there is nothing in the file"); }
    tell("by address", rate);
    tell("by id", rate);
}

int main(int count, char **arguments) {
    if (count != 4 && count != 5) { fail("usage: limits WORK FOLDER USERS [CALLERS | QUESTIONS]"); }
    const char *name = arguments[1];
    work work = {arguments[2], strtoull(arguments[3], NULL, 10), count == 5 ? strtoull(arguments[4], NULL, 10) : 1};
    if (strcmp(name, "create") == 0) { append(work, 1); }
    else if (strcmp(name, "callers") == 0) { append_in_groups(work); }
    else if (strcmp(name, "batches") == 0) { append(work, batch_size); }
    else if (strcmp(name, "import") == 0) { write_all(work); }
    else if (strcmp(name, "first") == 0) { first_read(work); }
    else if (strcmp(name, "fill") == 0) { read_all(work); }
    else if (strcmp(name, "lookups") == 0) { read_randomly(work); }
    else { fail("there is no such work"); }
    tell_end("");
    return 0;
}
