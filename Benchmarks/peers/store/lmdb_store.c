// LMDB with its default of a sync at every commit. Users by id, ids by address, and assignments by user and role, which is how
// LMDB keeps a relation; a role's holders once they are indexed.

#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store.h"

enum { users, addresses, assignments, holders, table_count };

// An assignment's key: the user, the role and the scope, here always the company.
enum { role_place = id_size, scope_place = id_size + 1, assignment_size = id_size + 2 };

struct store {
    MDB_env *environment;
    MDB_txn *transaction;
    MDB_cursor *cursors[table_count];
    MDB_dbi tables[table_count];
};

static char version[64];

const char *store_version(void) {
    snprintf(version, sizeof version, "LMDB %d.%d.%d", MDB_VERSION_MAJOR, MDB_VERSION_MINOR, MDB_VERSION_PATCH);
    return version;
}

static void must(int result) {
    if (result != MDB_SUCCESS) { fail(mdb_strerror(result)); }
}

static bool found(int result) {
    if (result == MDB_NOTFOUND) { return false; }
    must(result);
    return true;
}

static void open_tables(store *store, unsigned flags) {
    static const char *const names[table_count] = {"users", "addresses", "assignments", "holders"};
    must(mdb_txn_begin(store->environment, NULL, flags == 0 ? MDB_RDONLY : 0, &store->transaction));
    for (int table = 0; table < table_count; table++) {
        must(mdb_dbi_open(store->transaction, names[table], flags, &store->tables[table]));
    }
    store_commit(store);
}

store *store_open(const char *folder, purpose purpose) {
    char path[4096], lock[4096 + 8];
    snprintf(path, sizeof path, "%s/store.lmdb", folder);
    snprintf(lock, sizeof lock, "%s-lock", path);
    if (purpose == making) {
        unlink(path);
        unlink(lock);
    }
    store *made = calloc(1, sizeof *made);
    if (made == NULL) { fail("no memory"); }
    must(mdb_env_create(&made->environment));
    must(mdb_env_set_mapsize(made->environment, (size_t)8 << 30));
    must(mdb_env_set_maxdbs(made->environment, table_count));
    // Without reading ahead, which would make a first read from a cold disk fifty times as slow.
    bool is_read_only = purpose == reading || purpose == glancing;
    must(mdb_env_open(made->environment, path, MDB_NOSUBDIR | (is_read_only ? MDB_RDONLY | MDB_NORDAHEAD : 0), 0600));
    open_tables(made, is_read_only ? 0 : MDB_CREATE);
    return made;
}

void store_close(store *store) {
    mdb_env_close(store->environment);
    free(store);
}

store *store_share(store *shared) {
    store *copy = malloc(sizeof *copy);
    if (copy == NULL) { fail("no memory"); }
    *copy = *shared;
    return copy;
}

void store_leave(store *shared) { free(shared); }

void store_begin(store *store) { must(mdb_txn_begin(store->environment, NULL, 0, &store->transaction)); }

void store_commit(store *store) { must(mdb_txn_commit(store->transaction)); }

static void put(store *store, int table, void *key, size_t key_size, void *data, size_t data_size) {
    MDB_val name = {key_size, key}, value = {data_size, data};
    must(mdb_put(store->transaction, store->tables[table], &name, &value, MDB_NOOVERWRITE));
}

void store_insert(store *store, const record *user) {
    uint8_t bytes[128], key[assignment_size], id[id_size];
    size_t name_size = strlen(user->name), address_size = strlen(user->address);
    uint8_t *end = bytes;
    *end++ = (uint8_t)user->status;
    memcpy(end, &user->added, sizeof user->added);
    end += sizeof user->added;
    *end++ = (uint8_t)name_size;
    *end++ = (uint8_t)address_size;
    memcpy(end, user->name, name_size);
    memcpy(end + name_size, user->address, address_size);
    end += name_size + address_size;
    memcpy(id, user->id, id_size);
    put(store, users, id, id_size, bytes, (size_t)(end - bytes));
    // The address is lower case already; folding it would change nothing here.
    memcpy(bytes, user->address, address_size);
    put(store, addresses, bytes, address_size, id, id_size);
    memcpy(key, id, id_size);
    key[scope_place] = '/';
    for (int index = 0; index < user->roles_held; index++) {
        int64_t added = user->added;
        key[role_place] = (uint8_t)user->roles[index];
        put(store, assignments, key, assignment_size, &added, sizeof added);
    }
}

void store_settle(store *store) { must(mdb_env_sync(store->environment, 1)); }

void store_begin_reading(store *store) {
    must(mdb_txn_begin(store->environment, NULL, MDB_RDONLY, &store->transaction));
    for (int table = 0; table < table_count; table++) {
        must(mdb_cursor_open(store->transaction, store->tables[table], &store->cursors[table]));
    }
}

void store_end_reading(store *store) {
    for (int table = 0; table < table_count; table++) { mdb_cursor_close(store->cursors[table]); }
    mdb_txn_abort(store->transaction);
}

void store_index_roles(store *store) {
    store_begin(store);
    MDB_cursor *cursor = NULL;
    must(mdb_cursor_open(store->transaction, store->tables[assignments], &cursor));
    MDB_val key, value;
    while (found(mdb_cursor_get(cursor, &key, &value, MDB_NEXT))) {
        uint8_t holder[1 + id_size], nothing = 0;
        holder[0] = ((uint8_t *)key.mv_data)[role_place];
        memcpy(holder + 1, key.mv_data, id_size);
        put(store, holders, holder, sizeof holder, &nothing, 0);
    }
    mdb_cursor_close(cursor);
    store_commit(store);
}

static void read_user(MDB_val id, MDB_val value, record *user) {
    const uint8_t *bytes = value.mv_data;
    memcpy(user->id, id.mv_data, id_size);
    user->status = *bytes++;
    memcpy(&user->added, bytes, sizeof user->added);
    bytes += sizeof user->added;
    size_t name_size = *bytes++, address_size = *bytes++;
    if (name_size >= text_size || address_size >= text_size) { fail("a text is too long"); }
    memcpy(user->name, bytes, name_size);
    user->name[name_size] = 0;
    memcpy(user->address, bytes + name_size, address_size);
    user->address[address_size] = 0;
}

static void read_roles(store *store, record *user) {
    MDB_val key = {id_size, user->id}, value;
    bool is_there = found(mdb_cursor_get(store->cursors[assignments], &key, &value, MDB_SET_RANGE));
    user->roles_held = 0;
    while (is_there && memcmp(key.mv_data, user->id, id_size) == 0) {
        if (user->roles_held == roles_per_user) { fail("too many roles"); }
        user->roles[user->roles_held++] = ((uint8_t *)key.mv_data)[role_place];
        is_there = found(mdb_cursor_get(store->cursors[assignments], &key, &value, MDB_NEXT));
    }
}

static bool read_whole(store *store, MDB_val id, record *user) {
    MDB_val value;
    if (!found(mdb_get(store->transaction, store->tables[users], &id, &value))) { return false; }
    read_user(id, value, user);
    read_roles(store, user);
    return true;
}

bool store_find_address(store *store, const char *address, record *user) {
    char key_bytes[text_size];
    snprintf(key_bytes, sizeof key_bytes, "%s", address);
    MDB_val key = {strlen(key_bytes), key_bytes}, id;
    return found(mdb_get(store->transaction, store->tables[addresses], &key, &id)) && read_whole(store, id, user);
}

bool store_find_id(store *store, const uint8_t id[id_size], record *user) {
    uint8_t bytes[id_size];
    memcpy(bytes, id, id_size);
    return read_whole(store, (MDB_val){id_size, bytes}, user);
}

int store_page(store *store, int role, const uint8_t after[id_size], record *page, int limit) {
    uint8_t bytes[1 + id_size + 1] = {(uint8_t)role};
    memcpy(bytes + 1, after, id_size);
    // One byte more than a key has sorts right after it.
    MDB_val key = {sizeof bytes, bytes}, value;
    int count = 0;
    bool is_there = found(mdb_cursor_get(store->cursors[holders], &key, &value, MDB_SET_RANGE));
    while (is_there && count < limit && ((uint8_t *)key.mv_data)[0] == role) {
        MDB_val id = {id_size, (uint8_t *)key.mv_data + 1};
        if (!read_whole(store, id, &page[count++])) { fail("a holder is no user"); }
        is_there = found(mdb_cursor_get(store->cursors[holders], &key, &value, MDB_NEXT));
    }
    return count;
}

void store_scan(store *store, standing_visitor *visitor, void *context) {
    MDB_val id, user, key, value;
    bool is_role_left = found(mdb_cursor_get(store->cursors[assignments], &key, &value, MDB_FIRST));
    bool is_user_left = found(mdb_cursor_get(store->cursors[users], &id, &user, MDB_FIRST));
    while (is_user_left) {
        uint32_t held = 0;
        while (is_role_left && memcmp(id.mv_data, key.mv_data, id_size) == 0) {
            held |= (uint32_t)1 << ((uint8_t *)key.mv_data)[role_place];
            is_role_left = found(mdb_cursor_get(store->cursors[assignments], &key, &value, MDB_NEXT));
        }
        visitor(context, id.mv_data, *(uint8_t *)user.mv_data, held);
        is_user_left = found(mdb_cursor_get(store->cursors[users], &id, &user, MDB_NEXT));
    }
}
