// Reads pages of the holders of a role, from the beginning, the middle and the end of the list.

#include "measure.h"
#include "store.h"
#include "work.h"

enum { page_size = 100, page_repeats = 31 };

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

void pages(work work) {
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
