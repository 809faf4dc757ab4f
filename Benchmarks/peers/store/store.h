// What a store must be able to do to be compared: driver.c does the work that is measured through these calls.

#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "records.h"

typedef struct store store;

typedef enum { making, writing, reading, glancing } purpose;

// What it is called in the table, with its version.
const char *store_version(void);

// Opens the store in a folder; `making` starts from nothing, `glancing` is for one question only. Whatever fails ends the
// program with a message.
store *store_open(const char *folder, purpose purpose);
void store_close(store *);

// Another handle of an open store, for another thread.
store *store_share(store *);
void store_leave(store *shared);

// One transaction, durable when `store_commit` returns. Inserting a user twice, or an address twice, fails.
void store_begin(store *);
void store_insert(store *, const record *user);
void store_commit(store *);

// Brings everything into the form that it has at rest. `store_index_roles` adds an index of the holders of each role.
void store_settle(store *);
void store_index_roles(store *);

// Reads happen between these two, in one transaction.
void store_begin_reading(store *);
void store_end_reading(store *);

// The whole user, roles too, in the numbers' order of the roles.
bool store_find_address(store *, const char *address, record *user);
bool store_find_id(store *, const uint8_t id[id_size], record *user);

// Up to `limit` whole users who hold a role and come after `after`, in the order of their ids.
int store_page(store *, int role, const uint8_t after[id_size], record *users, int limit);

// Lends the id, the status and the roles of all users, the roles as bits.
typedef void standing_visitor(void *context, const uint8_t id[id_size], int32_t status, uint32_t roles);
void store_scan(store *, standing_visitor *visitor, void *context);

// Says what went wrong and ends the program.
_Noreturn void fail(const char *what);

#endif
