// Does one piece of work with a store and tells how long it took. Each piece is a process of its own.
//
// Usage: PROGRAM create|callers|batches|import|index|first|fill|lookups|resident|pages FOLDER USERS [CALLERS]

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "store.h"

enum { batch_size = 1000, import_chunk = 10000, page_size = 100, page_repeats = 31, roles_of_new_user = 2 };

typedef struct {
    const char *folder;
    uint64_t users;
    uint64_t callers;
} work;

static record *made_records(uint64_t first, uint64_t count, int roles_held) {
    record *made = room(count, sizeof *made);
    for (uint64_t index = 0; index < count; index++) { make_record(first + index, roles_held, &made[index]); }
    return made;
}

// MARK: writing

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

// MARK: reading

static uint32_t role_bits(const record *user) {
    uint32_t bits = 0;
    for (int index = 0; index < user->roles_held; index++) { bits |= (uint32_t)1 << user->roles[index]; }
    return bits;
}

static void check(const record *user, uint64_t number) {
    record expected;
    make_record(number, roles_per_user, &expected);
    if (memcmp(user->id, expected.id, id_size) != 0 || strcmp(user->name, expected.name) != 0
        || strcmp(user->address, expected.address) != 0 || user->added != expected.added
        || user->status != expected.status || role_bits(user) != role_bits(&expected)) {
        fail("a user is not what was stored");
    }
}

static void first_answer(work work) {
    record asked, user;
    uint64_t number = asked_number(0, work.users);
    make_record(number, 0, &asked);
    double begun = seconds();
    store *store = store_open(work.folder, reading);
    store_begin_reading(store);
    bool is_found = store_find_address(store, asked.address, &user);
    tell("first", (seconds() - begun) * 1e3);
    if (!is_found) { fail("nobody has the address"); }
    check(&user, number);
    store_end_reading(store);
    store_close(store);
}

static void resident(work work) {
    long before = resident_bytes();
    store *store = store_open(work.folder, reading);
    tell("resident", (double)(resident_bytes() - before) / 1e6);
    store_close(store);
}

typedef bool finder(store *, const record *asked, record *user);

static bool by_address(store *store, const record *asked, record *user) {
    return store_find_address(store, asked->address, user);
}

static bool by_id(store *store, const record *asked, record *user) { return store_find_id(store, asked->id, user); }

static double lookups_per_second(store *store, work work, const record *asked, finder *find) {
    record user;
    for (uint64_t index = 0; index < work.callers; index++) {
        uint64_t number = asked_number(index, work.users);
        if (index % 100 == 0 && find(store, &asked[index], &user)) { check(&user, number); }
    }
    uint64_t roles = 0;
    double begun = seconds();
    for (uint64_t index = 0; index < work.callers; index++) {
        if (find(store, &asked[index], &user)) { roles += (uint64_t)user.roles_held; }
    }
    double passed = seconds() - begun;
    if (roles != roles_per_user * work.callers) { fail("somebody was not found"); }
    return (double)work.callers / passed;
}

static void lookups(work work) {
    record *asked = room(work.callers, sizeof *asked);
    for (uint64_t index = 0; index < work.callers; index++) {
        make_record(asked_number(index, work.users), 0, &asked[index]);
    }
    store *store = store_open(work.folder, reading);
    store_begin_reading(store);
    tell("by address", lookups_per_second(store, work, asked, by_address));
    tell("by id", lookups_per_second(store, work, asked, by_id));
    store_end_reading(store);
    store_close(store);
    free(asked);
}

// MARK: a table of who holds what

typedef struct {
    uint64_t high, low;
    uint32_t roles;
    int32_t status;
} standing;

typedef struct {
    standing *places;
    uint64_t place_count, count;
} table;

static standing *place_of(const table *table, const uint8_t id[id_size]) {
    uint64_t high, low;
    memcpy(&high, id, 8);
    memcpy(&low, id + 8, 8);
    uint64_t index = mixed(high ^ low) & (table->place_count - 1);
    while (table->places[index].status != 0 && (table->places[index].high != high || table->places[index].low != low)) {
        index = (index + 1) & (table->place_count - 1);
    }
    table->places[index].high = high;
    table->places[index].low = low;
    return &table->places[index];
}

static void remember(void *context, const uint8_t id[id_size], int32_t status, uint32_t roles) {
    table *table = context;
    standing *place = place_of(table, id);
    place->status = status;
    place->roles = roles;
    table->count++;
}

static void fill(work work) {
    double begun = seconds();
    store *store = store_open(work.folder, reading);
    table table = {NULL, 1, 0};
    while (table.place_count < 2 * work.users) { table.place_count *= 2; }
    table.places = room(table.place_count, sizeof *table.places);
    store_begin_reading(store);
    store_scan(store, remember, &table);
    tell("fill", seconds() - begun);
    if (table.count != work.users) { fail("not everybody was read"); }
    for (uint64_t number = 0; number < work.users; number += 997) {
        record expected;
        make_record(number, roles_per_user, &expected);
        if (place_of(&table, expected.id)->roles != role_bits(&expected)) { fail("somebody holds other roles"); }
    }
    store_end_reading(store);
    store_close(store);
    free(table.places);
}

// MARK: pages

static bool is_holder(uint64_t number, int role, record *user) {
    make_record(number, roles_per_user, user);
    return (role_bits(user) >> role & 1) != 0;
}

// The first user of the last full page.
static uint64_t last_page(uint64_t users, int role) {
    record user;
    for (uint64_t number = users, count = 0; number > 0;) {
        if (is_holder(--number, role, &user) && ++count == page_size) { return number; }
    }
    fail("too few users hold the role");
}

static void check_page(const record *page, int count, uint64_t number, work work, int role) {
    record expected;
    for (int index = 0; index < page_size; index++) {
        while (number < work.users && !is_holder(number, role, &expected)) { number++; }
        if (number == work.users || index == count) { fail("a page is not full"); }
        check(&page[index], number++);
    }
}

static double page_milliseconds(store *store, work work, int role, uint64_t first) {
    static record page[page_size];
    double times[page_repeats];
    record before = {.added = 0};
    if (first > 0) { make_record(first - 1, 0, &before); }
    for (int repeat = 0; repeat < page_repeats; repeat++) {
        double begun = seconds();
        int count = store_page(store, role, before.id, page, page_size);
        times[repeat] = (seconds() - begun) * 1e3;
        check_page(page, count, first, work, role);
    }
    return median(times, page_repeats);
}

static void pages(work work) {
    store *store = store_open(work.folder, reading);
    store_begin_reading(store);
    tell("common role, first", page_milliseconds(store, work, 0, 0));
    tell("common role, middle", page_milliseconds(store, work, 0, work.users / 2));
    tell("common role, last", page_milliseconds(store, work, 0, last_page(work.users, 0)));
    int rare = role_count - 1;
    tell("rare role, first", page_milliseconds(store, work, rare, 0));
    tell("rare role, middle", page_milliseconds(store, work, rare, work.users / 2));
    tell("rare role, last", page_milliseconds(store, work, rare, last_page(work.users, rare)));
    store_end_reading(store);
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
