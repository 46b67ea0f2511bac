// What code in a PE image can only say in assembly or as a processor instruction.
#pragma once
#include <stddef.h>
#include <stdint.h>

void *memcpy(void *destination, const void *source, size_t count);
void *memmove(void *destination, const void *source, size_t count);
void *memset(void *destination, int value, size_t count);
int memcmp(const void *left, const void *right, size_t count);

/// The calling thread's TEB: `gs:[0x30]`, its own address.
static inline uintptr_t nt_current_teb(void) {
    uintptr_t teb;
    __asm__ volatile("movq %%gs:0x30, %0" : "=r"(teb));
    return teb;
}

/// The process's PEB: `gs:[0x60]`.
static inline uintptr_t nt_current_peb(void) {
    uintptr_t peb;
    __asm__ volatile("movq %%gs:0x60, %0" : "=r"(peb));
    return peb;
}

static inline uint64_t nt_time_stamp_counter(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static inline void nt_pause(void) { __asm__ volatile("pause"); }
