// The pieces of work that read, and what they have in common. driver.c names them all.

#ifndef STORE_WORK_H
#define STORE_WORK_H

#include <stdint.h>

#include "records.h"

typedef struct {
    const char *folder;
    uint64_t users;
    // How many callers there are at once, or how many questions are asked.
    uint64_t callers;
} work;

void first_answer(work);
void fill(work);
void lookups(work);
void resident(work);
void pages(work);

// The roles of a user, as bits.
uint32_t role_bits(const record *user);

// Ends the program unless a user is what was stored under a number.
void check(const record *user, uint64_t number);

#endif
