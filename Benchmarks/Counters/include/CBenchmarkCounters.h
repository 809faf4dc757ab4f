#ifndef C_BENCHMARK_COUNTERS_H
#define C_BENCHMARK_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/// Waits until everything before is done, so that the processor does not begin what follows any earlier.
static inline void benchmark_wait(void) {
#if defined(__x86_64__)
    __asm__ volatile("lfence" ::: "memory");
#elif defined(__aarch64__)
    __asm__ volatile("dsb ish\n\tisb" ::: "memory");
#endif
}

/// 1 for true, 0 for false, without a branch that would be guessed wrongly half of the time.
static inline int64_t benchmark_number(bool answer) { return answer; }

/// What one thread did between `benchmark_counting_begin` and `benchmark_counting_end`.
typedef struct {
    /// Calls that gave new memory: malloc, calloc, realloc, aligned allocations.
    uint64_t allocations;
    uint64_t frees;
    /// Strong retains of Swift objects; a call that retains n times counts n.
    uint64_t retains;
    uint64_t releases;
} benchmark_counts;

/// Whether this platform can count at all. Whether it counts rightly is for the caller to try on known work.
bool benchmark_counting_available(void);

/// Starts counting on this thread, from zero. Must not be nested, and only one thread may count at a time.
void benchmark_counting_begin(void);

/// Stops counting and returns what was counted.
benchmark_counts benchmark_counting_end(void);

/// The bytes that the process holds from malloc, mapped blocks included; 0 where that is not known.
uint64_t benchmark_heap_bytes(void);

#endif
