// The kernel's trap, and what a test program needs beside Swift.
#pragma once
#include <stdint.h>

#define INSTRUCTION static inline __attribute__((always_inline))

struct kernel_message {
    uint64_t badge, info, mr0, mr1, mr2, mr3;
};

// One system call in seL4's registers; rbx keeps the stack pointer, as its interface asks.
INSTRUCTION struct kernel_message kernel_trap(int64_t number, uint64_t capability, uint64_t info,
                                              uint64_t mr0, uint64_t mr1, uint64_t mr2,
                                              uint64_t mr3) {
    register uint64_t r10 __asm__("r10") = mr0;
    register uint64_t r8 __asm__("r8") = mr1;
    register uint64_t r9 __asm__("r9") = mr2;
    register uint64_t r15 __asm__("r15") = mr3;
    __asm__ volatile("movq %%rsp, %%rbx\n\tsyscall\n\tmovq %%rbx, %%rsp"
                     : "+D"(capability), "+S"(info), "+r"(r10), "+r"(r8), "+r"(r9), "+r"(r15)
                     : "d"(number)
                     : "rbx", "rcx", "r11", "memory");
    return (struct kernel_message){capability, info, r10, r8, r9, r15};
}

INSTRUCTION uint64_t load64(uint64_t address) { return *(volatile uint64_t *)address; }
INSTRUCTION void store64(uint64_t address, uint64_t value) { *(volatile uint64_t *)address = value; }
INSTRUCTION uint32_t load32(uint64_t address) { return *(volatile uint32_t *)address; }
INSTRUCTION void store32(uint64_t address, uint32_t value) { *(volatile uint32_t *)address = value; }
INSTRUCTION uint8_t load8(uint64_t address) { return *(volatile uint8_t *)address; }
INSTRUCTION uint64_t read_tsc(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

// The number of the processor's own interrupt controller, to which messages are sent.
INSTRUCTION uint64_t local_apic_identifier(void) {
    uint32_t eax = 1, ebx, ecx = 0, edx;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return ebx >> 24;
}

// Start.S
// The top of one of four small stacks.
extern uint64_t probe_stack(uint64_t index);
// Addresses of what a probe may run; see there.
extern uint64_t address_of_probe_call(void);
extern uint64_t address_of_probe_end(void);
extern uint64_t address_of_probe_spin(void);
extern uint64_t address_of_probe_server(void);
extern uint64_t address_of_probe_waiter(void);
extern uint64_t address_of_alarm_thread(void);
extern uint64_t address_of_image(void);
extern uint64_t address_of_probe_read(void);
extern uint64_t address_of_probe_write(void);
extern uint64_t address_of_probe_read_tls(void);
extern uint64_t address_of_probe_interrupt(void);
extern uint64_t address_of_probe_gate(void);
extern uint64_t address_of_probe_set_vector(void);
extern uint64_t address_of_probe_get_vector(void);
// Each of these fills the registers it names with values made from rdi, spins, and returns how often it
// looked; it stops when a register has changed (then bit 63 is set) or when the word at rsi is not 0.
extern uint64_t address_of_check_integer_registers(void);
extern uint64_t address_of_check_vector_registers(void);
extern uint64_t check_vector_registers(uint64_t seed, uint64_t stop);
// VectorRegisters.S: probes for SSE (0), AVX (1) and AVX-512 (2), the number in rax.
// Whether the processor has it and the kernel has turned it on.
extern uint64_t has_vector_registers(uint64_t kind);
// Fills every bit of the registers with values made from rdi, waits for the notification in rsi, and looks whether they
// are as they were; rax becomes 0, or the number of a register that is not, counted from 1.
extern uint64_t address_of_probe_keep_registers(void);
// All bits of all of them, or-ed, into rax.
extern uint64_t address_of_probe_merge_registers(void);
// 512 words of zeros, but for the last: all registers of the program's start but rdi, or-ed.
extern uint64_t test_words(void);

// Hostile.S: start address, fault label, vector, name; a 0 ends them.
extern uint64_t address_of_hostile_table(void);
