// The users whom every store keeps in this comparison, each made from its number alone, so that every program makes the same
// ones. Benchmarks/Store/StoreRecord.swift makes them too.
//
// Of user `i`, with `m(x)` as SplitMix64 mixes x (its increment first):
// - id: 48 bits of milliseconds, 1,760,000,000,000 + i, then a UUID of version 7 with the low 12 bits of m(4i) and the low 62
//   bits of m(4i + 1): in the order of time, as directories make them.
// - name: 6 letters, a blank, 9 letters: 16 characters. The letters are base-26 digits of m(4i + 2) and m(4i + 3), lowest
//   first; each part begins in upper case.
// - address: the first 6 letters in lower case, a full stop, i in 8 digits, `@acme.example`: 28 characters.
// - added: the milliseconds of the id. The account is active.
// - roles: three different ones of 20. Draw k = 0, 1, … takes the role in whose share m(2^40 + 16i + k) modulo the sum of
//   all weights falls, until there are three. Weights fall as the power 1.5 of the rank: the first role is held by most
//   users, the last by some 2 in 100.

#ifndef STORE_RECORDS_H
#define STORE_RECORDS_H

#include <stdint.h>

enum { id_size = 16, role_count = 20, roles_per_user = 3, text_size = 32 };

typedef struct {
    uint8_t id[id_size];
    char name[text_size];
    char address[text_size];
    int64_t added;
    int32_t status;
    int32_t roles_held;
    int32_t roles[roles_per_user];
} record;

uint64_t mixed(uint64_t value);

// Makes user `number` with its first `roles_held` roles.
void make_record(uint64_t number, int roles_held, record *user);

// The number of the user whom question `index` asks about, among `count` users.
uint64_t asked_number(uint64_t index, uint64_t count);

#endif
