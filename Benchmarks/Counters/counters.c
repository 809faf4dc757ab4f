#include "CBenchmarkCounters.h"

#if defined(__linux__)
#include <features.h>
#endif

#if defined(__linux__) && defined(__GLIBC__)

#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>

// Counting is switched per thread, so that the writer of another thread does not count as the work of this one.
static _Thread_local bool is_counting;
static _Thread_local benchmark_counts counts;

static inline void count(uint64_t *counter, uint64_t times) {
    if (__builtin_expect(is_counting, false)) { *counter += times; }
}

// MARK: allocations

// The executable's definitions come before those of the C library, for the Swift runtime too. These are the library's own
// functions by their other names.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t number, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

void *malloc(size_t size) {
    count(&counts.allocations, 1);
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(&counts.allocations, 1);
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count(&counts.allocations, 1);
    return __libc_realloc(block, size);
}

void *memalign(size_t alignment, size_t size) {
    count(&counts.allocations, 1);
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count(&counts.allocations, 1);
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) { return EINVAL; }
    count(&counts.allocations, 1);
    void *block = __libc_memalign(alignment, size);
    if (block == NULL) { return ENOMEM; }
    *result = block;
    return 0;
}

void free(void *block) {
    if (block != NULL) { count(&counts.frees, 1); }
    __libc_free(block);
}

uint64_t benchmark_heap_bytes(void) {
    struct mallinfo2 info = mallinfo2();
    return (uint64_t)info.uordblks + (uint64_t)info.hblkhd;
}

// MARK: retains and releases

// The runtime's own hooks. It looks at them only while the flag is set. The retains of bridge objects and of objects of
// unknown kind end in the same functions. Unowned and weak references have no hook, and are not counted.
extern void *(*_swift_retain)(void *object) __attribute__((weak));
extern void *(*_swift_retain_n)(void *object, uint32_t times) __attribute__((weak));
extern void *(*_swift_tryRetain)(void *object) __attribute__((weak));
extern void (*_swift_release)(void *object) __attribute__((weak));
extern void (*_swift_release_n)(void *object, uint32_t times) __attribute__((weak));
extern atomic_bool _swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly
    __attribute__((weak));

static struct {
    bool are_kept;
    void *(*retain)(void *);
    void *(*retain_n)(void *, uint32_t);
    void *(*try_retain)(void *);
    void (*release)(void *);
    void (*release_n)(void *, uint32_t);
} originals;

// Short texts stand where objects could, with their last bytes in the place of an address. The runtime knows them by the
// sign bit, and takes that away before it calls a hook (Swift 6.3). So an object is what lies near the heap or near the
// libraries. A text of 14 bytes that ends in certain characters could still be taken for one: count with no such text.
static uintptr_t heap_region;
static uintptr_t library_region;

static inline uintptr_t region(const void *address) { return (uintptr_t)address >> 40; }

static inline bool is_near(uintptr_t place, uintptr_t known) { return place + 1 >= known && place <= known + 1; }

static inline bool is_object(const void *object) {
    return is_near(region(object), heap_region) || is_near(region(object), library_region);
}

static void *counted_retain(void *object) {
    if (!is_object(object)) { return object; }
    count(&counts.retains, 1);
    return originals.retain(object);
}

static void *counted_retain_n(void *object, uint32_t times) {
    if (!is_object(object)) { return object; }
    count(&counts.retains, times);
    return originals.retain_n(object, times);
}

static void *counted_try_retain(void *object) {
    if (!is_object(object)) { return object; }
    count(&counts.retains, 1);
    return originals.try_retain(object);
}

static void counted_release(void *object) {
    if (!is_object(object)) { return; }
    count(&counts.releases, 1);
    originals.release(object);
}

static void counted_release_n(void *object, uint32_t times) {
    if (!is_object(object)) { return; }
    count(&counts.releases, times);
    originals.release_n(object, times);
}

bool benchmark_counting_available(void) {
    return &_swift_retain != NULL && &_swift_retain_n != NULL && &_swift_tryRetain != NULL && &_swift_release != NULL
        && &_swift_release_n != NULL
        && &_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly != NULL;
}

static void keep_originals(void) {
    if (originals.are_kept) { return; }
    originals.retain = _swift_retain;
    originals.retain_n = _swift_retain_n;
    originals.try_retain = _swift_tryRetain;
    originals.release = _swift_release;
    originals.release_n = _swift_release_n;
    void *block = __libc_malloc(1);
    heap_region = region(block);
    library_region = region((const void *)(uintptr_t)_swift_retain);
    __libc_free(block);
    originals.are_kept = true;
}

void benchmark_counting_begin(void) {
    keep_originals();
    _swift_retain = counted_retain;
    _swift_retain_n = counted_retain_n;
    _swift_tryRetain = counted_try_retain;
    _swift_release = counted_release;
    _swift_release_n = counted_release_n;
    atomic_store(&_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly, true);
    counts = (benchmark_counts){0};
    is_counting = true;
}

benchmark_counts benchmark_counting_end(void) {
    is_counting = false;
    atomic_store(&_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly, false);
    _swift_retain = originals.retain;
    _swift_retain_n = originals.retain_n;
    _swift_tryRetain = originals.try_retain;
    _swift_release = originals.release;
    _swift_release_n = originals.release_n;
    return counts;
}

#else

bool benchmark_counting_available(void) { return false; }
void benchmark_counting_begin(void) {}
benchmark_counts benchmark_counting_end(void) { return (benchmark_counts){0}; }
uint64_t benchmark_heap_bytes(void) { return 0; }

#endif
