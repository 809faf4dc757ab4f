#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

long resident_bytes(void) {
    long total = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%ld %ld", &total, &resident) != 2) { fail("no figures of memory"); }
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

void *room(size_t count, size_t size) {
    void *memory = calloc(count == 0 ? 1 : count, size);
    if (memory == NULL) { fail("no memory"); }
    return memory;
}

static int ordered(const void *left, const void *right) {
    double first = *(const double *)left, second = *(const double *)right;
    return (first > second) - (first < second);
}

double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, ordered);
    return values[count / 2];
}

static int told;

void tell(const char *name, double value) { printf("%s\"%s\": %.9g", told++ == 0 ? "{\"figures\": {" : ", ", name, value); }

void tell_end(const char *version) { printf("%s}, \"version\": \"%s\"}\n", told == 0 ? "{\"figures\": {" : "", version); }

_Noreturn void fail(const char *what) {
    fprintf(stderr, "error: %s\n", what);
    exit(1);
}
