#include "CRosterSystem.h"

#include <string.h>

#if defined(__x86_64__)

#include <nmmintrin.h>

#define HAS_INSTRUCTION __builtin_cpu_supports("sse4.2")
#define FOR_INSTRUCTION __attribute__((target("sse4.2")))
#define STEP_WORD(value, word) ((uint32_t)_mm_crc32_u64(value, word))
#define STEP_BYTE(value, byte) _mm_crc32_u8(value, byte)

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32) && !defined(__AARCH64EB__)

#include <arm_acle.h>

#define HAS_INSTRUCTION 1
#define FOR_INSTRUCTION
#define STEP_WORD(value, word) __crc32cd(value, word)
#define STEP_BYTE(value, byte) __crc32cb(value, byte)

#endif

#ifdef HAS_INSTRUCTION

int roster_has_crc32c(void) { return HAS_INSTRUCTION ? 1 : 0; }

FOR_INSTRUCTION uint32_t roster_crc32c(uint32_t value, const void *bytes, size_t count) {
    const unsigned char *next = bytes;
    for (; count >= 8; count -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        value = STEP_WORD(value, word);
    }
    for (; count > 0; count--, next++) { value = STEP_BYTE(value, *next); }
    return value;
}

#else

int roster_has_crc32c(void) { return 0; }

uint32_t roster_crc32c(uint32_t value, const void *bytes, size_t count) {
    (void)bytes, (void)count;
    return value;
}

#endif
