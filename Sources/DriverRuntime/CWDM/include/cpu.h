// What a driver process's threads need of the processor that Swift has no words for.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#ifdef __x86_64__
// Where ring-0 code keeps the current thread and the processor's number relative to gs. In a driver process these offsets lie in
// the TEB's reserved part, so that inlined KeGetCurrentThread and KeGetCurrentProcessorNumber find the runtime's values.
static inline void *CurrentKernelThread(void) {
    void *thread;
    __asm__ volatile("movq %%gs:0x188, %0" : "=r"(thread));
    return thread;
}

static inline void SetCurrentKernelThread(void *thread) {
    __asm__ volatile("movq %0, %%gs:0x188\n\tmovl $0, %%gs:0x184" : : "r"(thread) : "memory");
}

static inline void SpinPause(void) { __asm__ volatile("pause"); }

static inline void BreakPoint(void) { __asm__ volatile("int3"); }
#endif

// One word shared between threads.
static inline bool CompareExchange32(uint32_t *word, uint32_t expected, uint32_t desired) {
    return __atomic_compare_exchange_n(word, &expected, desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}
static inline uint32_t Exchange32(uint32_t *word, uint32_t value) { return __atomic_exchange_n(word, value, __ATOMIC_SEQ_CST); }
static inline uint32_t LoadAcquire32(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_ACQUIRE); }
static inline void StoreRelease32(uint32_t *word, uint32_t value) { __atomic_store_n(word, value, __ATOMIC_RELEASE); }
static inline void StoreSequential32(uint32_t *word, uint32_t value) { __atomic_store_n(word, value, __ATOMIC_SEQ_CST); }
static inline int32_t FetchAdd32(int32_t *word, int32_t value) { return __atomic_fetch_add(word, value, __ATOMIC_SEQ_CST); }

// KUSER_SHARED_DATA, mapped read-only in every process: 100 ns units; the system time is not aligned, so its high half is
// stored twice.
static inline uint64_t SharedInterruptTime(void) { return *(volatile const uint64_t *)0x7FFE0008; }

static inline uint64_t SharedSystemTime(void) {
    const volatile uint32_t *time = (const volatile uint32_t *)0x7FFE0014;
    uint32_t low, high;
    do {
        high = time[1];
        low = time[0];
    } while (high != time[2]);
    return (uint64_t)high << 32 | low;
}

static inline uint64_t SharedTickCount(void) { return *(volatile const uint64_t *)0x7FFE0320; }
