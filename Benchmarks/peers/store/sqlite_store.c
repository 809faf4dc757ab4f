// SQLite as its documentation has it for durable commits beside readers: journal_mode=WAL, synchronous=FULL. Tables without
// row ids, so that each holds its rows in the order of its key. Callers take turns at one connection, because connections that
// wait for each other sleep longer than the others write.

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store.h"

enum { insert_user, insert_role, begin, commit, user_by_address, user_by_id, roles_of_user, page, statement_count };

static const char *const texts[statement_count] = {
    [insert_user] = "insert into users values (?, ?, ?, ?, ?)",
    [insert_role] = "insert into assignments values (?, ?, '/', ?)",
    [begin] = "begin immediate",
    [commit] = "commit",
    [user_by_address] = "select id, address, name, status, added from users where address = ?",
    [user_by_id] = "select id, address, name, status, added from users where id = ?",
    [roles_of_user] = "select role, scope, added from assignments where user = ?",
    [page] = "select users.id, address, name, status, users.added from assignments join users on users.id = user"
             " where role = ? and user > ? order by user limit ?",
};

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

struct store {
    sqlite3 *database;
    sqlite3_stmt *statements[statement_count];
};

static char version[64];

const char *store_version(void) {
    snprintf(version, sizeof version, "SQLite %s", sqlite3_libversion());
    return version;
}

static void run(store *store, const char *text) {
    if (sqlite3_exec(store->database, text, NULL, NULL, NULL) != SQLITE_OK) { fail(sqlite3_errmsg(store->database)); }
}

static sqlite3_stmt *statement(store *store, int name) {
    sqlite3_stmt **kept = &store->statements[name];
    if (*kept == NULL && sqlite3_prepare_v3(store->database, texts[name], -1, SQLITE_PREPARE_PERSISTENT, kept, NULL)) {
        fail(sqlite3_errmsg(store->database));
    }
    return *kept;
}

static bool step(store *store, sqlite3_stmt *statement) {
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW) { return true; }
    if (result != SQLITE_DONE) { fail(sqlite3_errmsg(store->database)); }
    sqlite3_reset(statement);
    return false;
}

static void path_in(const char *folder, const char *suffix, char path[4096]) {
    snprintf(path, 4096, "%s/store.sqlite%s", folder, suffix);
}

static store *connected(const char *folder, int flags) {
    char path[4096];
    path_in(folder, "", path);
    store *made = calloc(1, sizeof *made);
    if (made == NULL || sqlite3_open_v2(path, &made->database, flags, NULL) != SQLITE_OK) { fail("no database"); }
    return made;
}

store *store_open(const char *folder, purpose purpose) {
    if (purpose == reading || purpose == glancing) {
        store *opened = connected(folder, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
        // A mapped file is faster to read often, and slower to read for the first time, because the system reads ahead.
        if (purpose == reading) { run(opened, "pragma mmap_size = 4294967296; pragma cache_size = -262144"); }
        return opened;
    }
    const char *suffixes[] = {"", "-wal", "-shm"};
    for (int index = 0; purpose == making && index < 3; index++) {
        char path[4096];
        path_in(folder, suffixes[index], path);
        unlink(path);
    }
    store *opened = connected(folder, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX);
    run(opened, "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536;"
                "create table if not exists users (id blob primary key, address text not null unique collate nocase,"
                " name text not null, status integer not null, added integer not null) without rowid;"
                "create table if not exists assignments (user blob, role integer, scope text, added integer not null,"
                " primary key (user, role, scope)) without rowid");
    return opened;
}

void store_close(store *store) {
    for (int name = 0; name < statement_count; name++) { sqlite3_finalize(store->statements[name]); }
    if (sqlite3_close(store->database) != SQLITE_OK) { fail("the database stays open"); }
    free(store);
}

store *store_share(store *shared) {
    return shared;
}

void store_leave(store *shared) { (void)shared; }

void store_begin(store *store) {
    pthread_mutex_lock(&turn);
    step(store, statement(store, begin));
}

void store_commit(store *store) {
    step(store, statement(store, commit));
    pthread_mutex_unlock(&turn);
}

void store_insert(store *store, const record *user) {
    sqlite3_stmt *row = statement(store, insert_user);
    sqlite3_bind_blob(row, 1, user->id, id_size, SQLITE_STATIC);
    sqlite3_bind_text(row, 2, user->address, -1, SQLITE_STATIC);
    sqlite3_bind_text(row, 3, user->name, -1, SQLITE_STATIC);
    sqlite3_bind_int(row, 4, user->status);
    sqlite3_bind_int64(row, 5, user->added);
    step(store, row);
    row = statement(store, insert_role);
    for (int index = 0; index < user->roles_held; index++) {
        sqlite3_bind_blob(row, 1, user->id, id_size, SQLITE_STATIC);
        sqlite3_bind_int(row, 2, user->roles[index]);
        sqlite3_bind_int64(row, 3, user->added);
        step(store, row);
    }
}

void store_settle(store *store) {
    if (sqlite3_wal_checkpoint_v2(store->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK) {
        fail(sqlite3_errmsg(store->database));
    }
}

void store_index_roles(store *store) {
    run(store, "create index if not exists holders on assignments (role, user)");
    store_settle(store);
}

void store_begin_reading(store *store) { run(store, "begin"); }

void store_end_reading(store *store) { run(store, "commit"); }

static void read_user(sqlite3_stmt *row, record *user) {
    memcpy(user->id, sqlite3_column_blob(row, 0), id_size);
    snprintf(user->address, text_size, "%s", sqlite3_column_text(row, 1));
    snprintf(user->name, text_size, "%s", sqlite3_column_text(row, 2));
    user->status = sqlite3_column_int(row, 3);
    user->added = sqlite3_column_int64(row, 4);
}

static void read_roles(store *store, record *user) {
    sqlite3_stmt *row = statement(store, roles_of_user);
    sqlite3_bind_blob(row, 1, user->id, id_size, SQLITE_STATIC);
    user->roles_held = 0;
    while (step(store, row)) {
        if (user->roles_held == roles_per_user) { fail("too many roles"); }
        user->roles[user->roles_held++] = sqlite3_column_int(row, 0);
    }
}

static bool read_whole(store *store, sqlite3_stmt *row, record *user) {
    if (!step(store, row)) { return false; }
    read_user(row, user);
    sqlite3_reset(row);
    read_roles(store, user);
    return true;
}

bool store_find_address(store *store, const char *address, record *user) {
    sqlite3_stmt *row = statement(store, user_by_address);
    sqlite3_bind_text(row, 1, address, -1, SQLITE_STATIC);
    return read_whole(store, row, user);
}

bool store_find_id(store *store, const uint8_t id[id_size], record *user) {
    sqlite3_stmt *row = statement(store, user_by_id);
    sqlite3_bind_blob(row, 1, id, id_size, SQLITE_STATIC);
    return read_whole(store, row, user);
}

int store_page(store *store, int role, const uint8_t after[id_size], record *users, int limit) {
    sqlite3_stmt *row = statement(store, page);
    sqlite3_bind_int(row, 1, role);
    sqlite3_bind_blob(row, 2, after, id_size, SQLITE_STATIC);
    sqlite3_bind_int(row, 3, limit);
    int count = 0;
    while (step(store, row)) { read_user(row, &users[count++]); }
    for (int index = 0; index < count; index++) { read_roles(store, &users[index]); }
    return count;
}

void store_scan(store *store, standing_visitor *visitor, void *context) {
    sqlite3_stmt *users = NULL, *roles = NULL;
    sqlite3_prepare_v2(store->database, "select id, status from users order by id", -1, &users, NULL);
    sqlite3_prepare_v2(store->database, "select user, role from assignments order by user", -1, &roles, NULL);
    bool is_role_left = step(store, roles);
    while (step(store, users)) {
        const void *id = sqlite3_column_blob(users, 0);
        uint32_t held = 0;
        while (is_role_left && memcmp(id, sqlite3_column_blob(roles, 0), id_size) == 0) {
            held |= (uint32_t)1 << sqlite3_column_int(roles, 1);
            is_role_left = step(store, roles);
        }
        visitor(context, id, sqlite3_column_int(users, 1), held);
    }
    sqlite3_finalize(users);
    sqlite3_finalize(roles);
}
