// SQLite in memory, from C. `join` joins users' roles with roles' permissions; `flat` keeps what each user may do in a table
// of its own. It speaks with compare.py as worker.py does.
//
// Usage: sqlite_peer join|flat FOLDER

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { fields_limit = 4, field_size = 32 };

typedef struct {
    char fields[fields_limit][field_size];
} row;

typedef struct {
    row *rows;
    size_t count;
} table;

static void fail(const char *what) {
    fprintf(stderr, "sqlite_peer: %s\n", what);
    exit(1);
}

static table read_table(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.csv", folder, name);
    FILE *file = fopen(path, "r");
    if (file == NULL) { fail(path); }
    table result = {NULL, 0};
    size_t room = 0;
    char line[256];
    while (fgets(line, sizeof line, file) != NULL) {
        if (result.count == room) {
            room = room == 0 ? 1024 : room * 2;
            result.rows = realloc(result.rows, room * sizeof(row));
            if (result.rows == NULL) { fail("no memory"); }
        }
        row *next = &result.rows[result.count++];
        memset(next, 0, sizeof *next);
        int index = 0;
        for (char *field = strtok(line, ",\n"); field != NULL && index < fields_limit; field = strtok(NULL, ",\n")) {
            snprintf(next->fields[index++], field_size, "%s", field);
        }
    }
    fclose(file);
    return result;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static long resident_bytes(void) {
    long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &total, &resident) != 2) { fail("no figures of memory"); }
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static void run(sqlite3 *database, const char *statement) {
    char *message = NULL;
    if (sqlite3_exec(database, statement, NULL, NULL, &message) != SQLITE_OK) { fail(message); }
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *text) {
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(database, text, -1, &statement, NULL) != SQLITE_OK) { fail(sqlite3_errmsg(database)); }
    return statement;
}

static void bind(sqlite3_stmt *statement, const row *values, int count) {
    for (int index = 0; index < count; index++) {
        sqlite3_bind_text(statement, index + 1, values->fields[index], -1, SQLITE_STATIC);
    }
}

static void insert_all(sqlite3 *database, const char *text, table values, int count) {
    sqlite3_stmt *statement = prepare(database, text);
    for (size_t index = 0; index < values.count; index++) {
        bind(statement, &values.rows[index], count);
        if (sqlite3_step(statement) != SQLITE_DONE) { fail(sqlite3_errmsg(database)); }
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
}

static sqlite3 *set_up(table user_roles, table role_permissions, bool is_flat) {
    sqlite3 *database = NULL;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) { fail("no database"); }
    run(database, "create table user_role (user text, role text, primary key (user, role)) without rowid;"
                  "create table role_permission (role text, resource text, action text,"
                  " primary key (role, resource, action)) without rowid; begin");
    insert_all(database, "insert into user_role values (?, ?)", user_roles, 2);
    insert_all(database, "insert into role_permission values (?, ?, ?)", role_permissions, 3);
    run(database, "commit");
    if (is_flat) {
        run(database, "create table user_permission (user text, resource text, action text,"
                      " primary key (user, resource, action)) without rowid;"
                      "insert or ignore into user_permission select user, resource, action"
                      " from user_role join role_permission using (role)");
    }
    run(database, "analyze");
    return database;
}

static void ask(sqlite3_stmt *statement, table questions, char *answers) {
    for (size_t index = 0; index < questions.count; index++) {
        bind(statement, &questions.rows[index], 3);
        answers[index] = sqlite3_step(statement) == SQLITE_ROW ? '1' : '0';
        sqlite3_reset(statement);
    }
}

int main(int count, char **arguments) {
    if (count != 3) { fail("usage: sqlite_peer join|flat FOLDER"); }
    bool is_flat = strcmp(arguments[1], "flat") == 0;
    table user_roles = read_table(arguments[2], "user_roles");
    table role_permissions = read_table(arguments[2], "role_permissions");
    table questions = read_table(arguments[2], "checks");
    long before = resident_bytes();
    double begun = seconds();
    sqlite3 *database = set_up(user_roles, role_permissions, is_flat);
    sqlite3_stmt *statement = prepare(
        database, is_flat ? "select 1 from user_permission where user = ?1 and resource = ?2 and action = ?3"
                          : "select 1 from user_role join role_permission using (role)"
                            " where user = ?1 and resource = ?2 and action = ?3 limit 1");
    printf("{\"version\": \"%s\", \"note\": \"\", \"setUpSeconds\": %f, \"bytes\": %ld,"
           " \"modes\": [{\"name\": \"%s\", \"checks\": %zu}]}\n",
           sqlite3_libversion(), seconds() - begun, resident_bytes() - before, arguments[1], questions.count);
    fflush(stdout);
    char *answers = calloc(questions.count + 1, 1);
    if (answers == NULL) { fail("no memory"); }
    char line[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        begun = seconds();
        ask(statement, questions, answers);
        printf("{\"nanoseconds\": %f, \"answers\": \"%s\"}\n", (seconds() - begun) / (double)questions.count * 1e9, answers);
        fflush(stdout);
    }
    return 0;
}
