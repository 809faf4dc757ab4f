// What every program of the comparison needs to measure and to tell.

#ifndef STORE_MEASURE_H
#define STORE_MEASURE_H

#include <stddef.h>

// Seconds of a clock that never goes back.
double seconds(void);

// The resident memory of this process.
long resident_bytes(void);

// Memory that is there, or the program ends.
void *room(size_t count, size_t size);

double median(double *values, size_t count);

// One figure of the answer; the first call begins it, and `tell_end` ends it.
void tell(const char *name, double value);
void tell_end(const char *version);

// Says what went wrong and ends the program.
_Noreturn void fail(const char *what);

#endif
