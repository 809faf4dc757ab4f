#include "records.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const uint64_t weights[role_count] = {10000, 3536, 1925, 1250, 894, 680, 540, 442, 370, 316,
                                             274,   241,  213,  191,  172, 156, 143, 131, 121, 112};

uint64_t mixed(uint64_t value) {
    value += 0x9E3779B97F4A7C15u;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
    return value ^ (value >> 31);
}

static char *put_letters(uint64_t digits, int count, char *text) {
    for (int index = 0; index < count; index++) {
        *text++ = (char)('a' + digits % 26);
        digits /= 26;
    }
    return text;
}

static void put_bytes(uint64_t word, uint8_t *bytes) {
    for (int index = 0; index < 8; index++) { bytes[index] = (uint8_t)(word >> (56 - 8 * index)); }
}

static int drawn_role(uint64_t number) {
    uint64_t sum = 0;
    for (int role = 0; role < role_count; role++) { sum += weights[role]; }
    uint64_t place = mixed(number) % sum;
    int role = 0;
    while (place >= weights[role]) { place -= weights[role++]; }
    return role;
}

static bool holds(const record *user, int count, int role) {
    for (int index = 0; index < count; index++) {
        if (user->roles[index] == role) { return true; }
    }
    return false;
}

void make_record(uint64_t number, int roles_held, record *user) {
    memset(user, 0, sizeof *user);
    uint64_t milliseconds = 1760000000000u + number;
    put_bytes(milliseconds << 16 | 0x7000 | (mixed(4 * number) & 0xFFF), user->id);
    put_bytes(0x8000000000000000u | (mixed(4 * number + 1) & 0x3FFFFFFFFFFFFFFFu), user->id + 8);
    uint64_t given = mixed(4 * number + 2), family = mixed(4 * number + 3);
    char *text = put_letters(given, 6, user->name);
    *text++ = ' ';
    put_letters(family, 9, text);
    snprintf(user->address, text_size, "%.6s.%08llu@acme.example", user->name, (unsigned long long)number);
    user->name[0] -= 'a' - 'A';
    text[0] -= 'a' - 'A';
    user->added = (int64_t)milliseconds;
    user->status = 1;
    user->roles_held = roles_held;
    int count = 0;
    for (uint64_t draw = 0; count < roles_held; draw++) {
        int role = drawn_role(((uint64_t)1 << 40) + 16 * number + draw);
        if (!holds(user, count, role)) { user->roles[count++] = role; }
    }
}

uint64_t asked_number(uint64_t index, uint64_t count) { return mixed(index ^ 0x5EED) % count; }
