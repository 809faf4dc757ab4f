// Does one piece of work with a store and tells how long it took. Each piece is a process of its own.
//
// Usage: PROGRAM create|callers|batches|import|index|first|fill|lookups|resident|pages FOLDER USERS [CALLERS]

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "store.h"
#include "work.h"

enum { batch_size = 1000, import_chunk = 10000, roles_of_new_user = 2 };

static record *made_records(uint64_t first, uint64_t count, int roles_held) {
    record *made = room(count, sizeof *made);
    for (uint64_t index = 0; index < count; index++) { make_record(first + index, roles_held, &made[index]); }
    return made;
}

static void commit_each(store *store, const record *users, uint64_t count, uint64_t commit_size) {
    for (uint64_t index = 0; index < count; index += commit_size) {
        store_begin(store);
        for (uint64_t next = index; next < index + commit_size && next < count; next++) { store_insert(store, &users[next]); }
        store_commit(store);
    }
}

static void create(work work, uint64_t commit_size) {
    record *users = made_records(0, work.users, roles_of_new_user);
    store *store = store_open(work.folder, making);
    double begun = seconds();
    commit_each(store, users, work.users, commit_size);
    tell("users/s", (double)work.users / (seconds() - begun));
    store_close(store);
    free(users);
}

typedef struct {
    store *store;
    const record *users;
    uint64_t count;
} caller;

static void *call(void *argument) {
    caller *caller = argument;
    commit_each(caller->store, caller->users, caller->count, 1);
    return NULL;
}

static void create_concurrently(work work) {
    uint64_t each = work.users / work.callers;
    record *users = made_records(0, each * work.callers, roles_of_new_user);
    store *store = store_open(work.folder, making);
    caller *callers = room(work.callers, sizeof *callers);
    pthread_t *threads = room(work.callers, sizeof *threads);
    for (uint64_t index = 0; index < work.callers; index++) {
        callers[index] = (caller){store_share(store), users + index * each, each};
    }
    double begun = seconds();
    for (uint64_t index = 0; index < work.callers; index++) {
        if (pthread_create(&threads[index], NULL, call, &callers[index]) != 0) { fail("no thread"); }
    }
    for (uint64_t index = 0; index < work.callers; index++) { pthread_join(threads[index], NULL); }
    tell("users/s", (double)(each * work.callers) / (seconds() - begun));
    for (uint64_t index = 0; index < work.callers; index++) { store_leave(callers[index].store); }
    store_close(store);
    free(threads);
    free(callers);
    free(users);
}

// One transaction, which is the fastest that both peers offer. Making the records is not the store's work.
static void import(work work) {
    double passed = 0, begun = seconds();
    store *store = store_open(work.folder, making);
    store_begin(store);
    passed += seconds() - begun;
    for (uint64_t first = 0; first < work.users; first += import_chunk) {
        uint64_t count = work.users - first < import_chunk ? work.users - first : import_chunk;
        record *users = made_records(first, count, roles_per_user);
        begun = seconds();
        for (uint64_t index = 0; index < count; index++) { store_insert(store, &users[index]); }
        passed += seconds() - begun;
        free(users);
    }
    begun = seconds();
    store_commit(store);
    tell("import", passed + seconds() - begun);
    begun = seconds();
    store_settle(store);
    tell("settle", seconds() - begun);
    store_close(store);
}

static void index_roles(work work) {
    store *store = store_open(work.folder, writing);
    store_index_roles(store);
    store_close(store);
}

int main(int count, char **arguments) {
    if (count != 4 && count != 5) { fail("usage: PROGRAM WORK FOLDER USERS [CALLERS | QUESTIONS]"); }
    const char *name = arguments[1];
    work work = {arguments[2], strtoull(arguments[3], NULL, 10), count == 5 ? strtoull(arguments[4], NULL, 10) : 1};
    if (strcmp(name, "create") == 0) { create(work, 1); }
    else if (strcmp(name, "callers") == 0) { create_concurrently(work); }
    else if (strcmp(name, "batches") == 0) { create(work, batch_size); }
    else if (strcmp(name, "import") == 0) { import(work); }
    else if (strcmp(name, "index") == 0) { index_roles(work); }
    else if (strcmp(name, "first") == 0) { first_answer(work); }
    else if (strcmp(name, "fill") == 0) { fill(work); }
    else if (strcmp(name, "lookups") == 0) { lookups(work); }
    else if (strcmp(name, "resident") == 0) { resident(work); }
    else if (strcmp(name, "pages") == 0) { pages(work); }
    else { fail("there is no such work"); }
    tell_end(store_version());
    return 0;
}
