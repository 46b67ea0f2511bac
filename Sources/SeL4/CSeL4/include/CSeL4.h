// The one instruction by which a thread asks the kernel: Swift has no inline assembly.

#pragma once
#include <stdint.h>

/// What a system call leaves in the message registers of the processor.
typedef struct {
    uint64_t info;
    uint64_t badge;
    uint64_t mr0, mr1, mr2, mr3;
} sel4_message;

/// Performs system call `number` on capability `target`. Every call has the same registers; those that a
/// call does not use come back as they went in.
///
/// The kernel does not keep rsp across `syscall`, so it waits in rbx, which the kernel does keep.
static inline __attribute__((always_inline)) sel4_message sel4_system_call(
    int64_t number, uint64_t target, uint64_t info,
    uint64_t mr0, uint64_t mr1, uint64_t mr2, uint64_t mr3)
{
    sel4_message out;
#if defined(__x86_64__)
    register uint64_t r10 __asm__("r10") = mr0;
    register uint64_t r8 __asm__("r8") = mr1;
    register uint64_t r9 __asm__("r9") = mr2;
    register uint64_t r15 __asm__("r15") = mr3;
    __asm__ volatile(
        "movq %%rsp, %%rbx\n\t"
        "syscall\n\t"
        "movq %%rbx, %%rsp"
        : "+D"(target), "+S"(info), "+r"(r10), "+r"(r8), "+r"(r9), "+r"(r15)
        : "d"(number)
        : "rbx", "rcx", "r11", "memory");
    out.info = info;
    out.badge = target;
    out.mr0 = r10;
    out.mr1 = r8;
    out.mr2 = r9;
    out.mr3 = r15;
#else
#error "this processor's system call instruction is not described here"
#endif
    return out;
}
