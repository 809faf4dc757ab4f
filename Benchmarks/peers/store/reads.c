// Reads single users, and all of them at once.

#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "store.h"
#include "work.h"

uint32_t role_bits(const record *user) {
    uint32_t bits = 0;
    for (int index = 0; index < user->roles_held; index++) { bits |= (uint32_t)1 << user->roles[index]; }
    return bits;
}

void check(const record *user, uint64_t number) {
    record expected;
    make_record(number, roles_per_user, &expected);
    if (memcmp(user->id, expected.id, id_size) != 0 || strcmp(user->name, expected.name) != 0
        || strcmp(user->address, expected.address) != 0 || user->added != expected.added
        || user->status != expected.status || role_bits(user) != role_bits(&expected)) {
        fail("a user is not what was stored");
    }
}

void first_answer(work work) {
    record asked, user;
    uint64_t number = asked_number(0, work.users);
    make_record(number, 0, &asked);
    double begun = seconds();
    store *store = store_open(work.folder, glancing);
    store_begin_reading(store);
    bool is_found = store_find_address(store, asked.address, &user);
    tell("first", (seconds() - begun) * 1e3);
    if (!is_found) { fail("no user has the address"); }
    check(&user, number);
    store_end_reading(store);
    store_close(store);
}

void resident(work work) {
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
    if (roles != roles_per_user * work.callers) { fail("a user was not found"); }
    return (double)work.callers / passed;
}

void lookups(work work) {
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

void fill(work work) {
    double begun = seconds();
    store *store = store_open(work.folder, reading);
    table table = {NULL, 1, 0};
    while (table.place_count < 2 * work.users) { table.place_count *= 2; }
    table.places = room(table.place_count, sizeof *table.places);
    store_begin_reading(store);
    store_scan(store, remember, &table);
    tell("fill", seconds() - begun);
    if (table.count != work.users) { fail("not all users were read"); }
    for (uint64_t number = 0; number < work.users; number += 997) {
        record expected;
        make_record(number, roles_per_user, &expected);
        if (place_of(&table, expected.id)->roles != role_bits(&expected)) { fail("a user holds other roles"); }
    }
    store_end_reading(store);
    store_close(store);
    free(table.places);
}
