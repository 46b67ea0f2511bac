// What the executive needs of the processor and Swift has no words for.
#pragma once
#include <stdint.h>

/// Leaves the current stack, storing in `*from` where it stands, and goes on where `to` was left.
void ke_switch_stack(uintptr_t *from, uintptr_t to);

/// Prepares a stack that ends at `top`: the first switch to the result calls `entry(argument)`, which must not return.
uintptr_t ke_prepare_stack(uintptr_t top, void (*entry)(void *), void *argument);

/// The time-stamp counter.
static inline uint64_t ke_time_stamp(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

/// What CPUID answers.
struct executive_cpuid {
    uint32_t eax, ebx, ecx, edx;
};

static inline struct executive_cpuid executive_cpuid(uint32_t leaf)
{
    struct executive_cpuid answer;
    __asm__ volatile("cpuid"
                     : "=a"(answer.eax), "=b"(answer.ebx), "=c"(answer.ecx), "=d"(answer.edx)
                     : "a"(leaf), "c"(0));
    return answer;
}

/// Fills a page with zeros.
static inline void executive_clear_page(void *page)
{
    uint64_t count = 512;
    __asm__ volatile("rep stosq" : "+D"(page), "+c"(count) : "a"((uint64_t)0) : "memory");
}

/// Copies a page.
static inline void executive_copy_page(void *to, const void *from)
{
    uint64_t count = 512;
    __asm__ volatile("rep movsq" : "+D"(to), "+S"(from), "+c"(count) : : "memory");
}
