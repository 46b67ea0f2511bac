// Instructions that Swift cannot name, and the addresses of what Storage.S, Traps.S and the linker
// script define.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define INSTRUCTION static inline __attribute__((always_inline))

// I/O ports

INSTRUCTION uint8_t cpu_in8(uint16_t port) {
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}
INSTRUCTION uint16_t cpu_in16(uint16_t port) {
    uint16_t value;
    __asm__ volatile("inw %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}
INSTRUCTION uint32_t cpu_in32(uint16_t port) {
    uint32_t value;
    __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}
INSTRUCTION void cpu_out8(uint16_t port, uint8_t value) {
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}
INSTRUCTION void cpu_out16(uint16_t port, uint16_t value) {
    __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}
INSTRUCTION void cpu_out32(uint16_t port, uint32_t value) {
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

// Device registers in memory

INSTRUCTION uint32_t mmio_read32(uint64_t address) { return *(volatile uint32_t *)address; }
INSTRUCTION void mmio_write32(uint64_t address, uint32_t value) {
    *(volatile uint32_t *)address = value;
}

// Address translation

// With a split (KernelEntry, Split.h) the kernel calls a function in place of an instruction that would change or forget
// translations of the program's: this notes where the instruction, at label 1, is. Two prefixes that mean nothing make
// it as long as a call.
#if __STDC_HOSTED__
#define SPLIT_SITE(target)
#else
#define SPLIT_SITE(target) ".pushsection .split,\"a\",@progbits\n\t.quad 1b, " #target ", 0xE8\n\t.popsection\n\t"
#endif
#define FIVE_BYTES "1: .byte 0x3E, 0x3E\n\t"

INSTRUCTION void cpu_activate_root(uint64_t root) {
    __asm__ volatile(FIVE_BYTES "movq %0, %%cr3\n\t" SPLIT_SITE(split_activate) : "+a"(root) : : "memory", "cc");
}
INSTRUCTION void cpu_invlpg(uint64_t address) {
    __asm__ volatile(FIVE_BYTES "invlpg (%%rax)\n\t" SPLIT_SITE(split_forget) : : "a"(address) : "memory", "cc");
}
INSTRUCTION void cpu_forget_translations(void) {
    uint64_t root;
    __asm__ volatile("movq %%cr3, %0" : "=a"(root));
    __asm__ volatile(FIVE_BYTES "movq %0, %%cr3\n\t" SPLIT_SITE(split_forget) : : "a"(root) : "memory", "cc");
}
INSTRUCTION void cpu_write_cr3(uint64_t value) { __asm__ volatile("movq %0, %%cr3" : : "r"(value) : "memory"); }

// Control and model-specific registers

INSTRUCTION uint64_t cpu_read_cr0(void) {
    uint64_t value;
    __asm__ volatile("movq %%cr0, %0" : "=r"(value));
    return value;
}
INSTRUCTION void cpu_write_cr0(uint64_t value) {
    __asm__ volatile("movq %0, %%cr0" : : "r"(value) : "memory");
}
INSTRUCTION void cpu_clear_task_switched(void) { __asm__ volatile("clts" : : : "memory"); }
INSTRUCTION uint64_t cpu_read_cr4(void) {
    uint64_t value;
    __asm__ volatile("movq %%cr4, %0" : "=r"(value));
    return value;
}
INSTRUCTION void cpu_write_cr4(uint64_t value) {
    __asm__ volatile("movq %0, %%cr4" : : "r"(value) : "memory");
}
INSTRUCTION uint64_t cpu_rdmsr(uint32_t number) {
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number) : "memory");
    return (uint64_t)high << 32 | low;
}
INSTRUCTION void cpu_wrmsr(uint32_t number, uint64_t value) {
    __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
                     : "memory");
}
INSTRUCTION void cpu_wrfsbase(uint64_t value) { __asm__ volatile("wrfsbase %0" : : "r"(value)); }
INSTRUCTION void cpu_wrgsbase(uint64_t value) { __asm__ volatile("wrgsbase %0" : : "r"(value)); }
INSTRUCTION void cpu_xsetbv(uint32_t number, uint64_t value) {
    __asm__ volatile("xsetbv" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)));
}

// Identification and time

struct cpu_identification {
    uint32_t eax, ebx, ecx, edx;
};
INSTRUCTION struct cpu_identification cpu_cpuid(uint32_t leaf, uint32_t subleaf) {
    struct cpu_identification r;
    __asm__ volatile("cpuid" : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
                     : "a"(leaf), "c"(subleaf));
    return r;
}
INSTRUCTION uint64_t cpu_rdtsc(void) {
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

// Descriptor tables

struct __attribute__((packed)) descriptor_table_pointer {
    uint16_t limit;
    uint64_t base;
};
INSTRUCTION void cpu_load_global_descriptors(uint64_t base, uint16_t limit, uint16_t task) {
    struct descriptor_table_pointer pointer = {limit, base};
    __asm__ volatile("lgdt %0" : : "m"(pointer));
    __asm__ volatile("ltr %0" : : "r"(task));
}
INSTRUCTION void cpu_load_interrupt_descriptors(uint64_t base, uint16_t limit) {
    struct descriptor_table_pointer pointer = {limit, base};
    __asm__ volatile("lidt %0" : : "m"(pointer));
}
// Data segments are empty; the code segment is reloaded by a far return.
INSTRUCTION void cpu_load_kernel_code_segment(uint64_t selector) {
    __asm__ volatile("pushq %0\n\tleaq 1f(%%rip), %%rax\n\tpushq %%rax\n\tlretq\n1:"
                     : : "r"(selector) : "rax", "memory");
}

// FPU state, at the kernel's virtual address of a thread's area

INSTRUCTION void cpu_fxsave(uint64_t area) { __asm__ volatile("fxsave64 (%0)" : : "r"(area) : "memory"); }
INSTRUCTION void cpu_fxrstor(uint64_t area) { __asm__ volatile("fxrstor64 (%0)" : : "r"(area) : "memory"); }
INSTRUCTION void cpu_xsave(uint64_t area, uint32_t components) {
    __asm__ volatile("xsave64 (%0)" : : "r"(area), "a"(components), "d"(0) : "memory");
}
INSTRUCTION void cpu_xrstor(uint64_t area, uint32_t components) {
    __asm__ volatile("xrstor64 (%0)" : : "r"(area), "a"(components), "d"(0) : "memory");
}

INSTRUCTION void cpu_pause(void) { __asm__ volatile("pause"); }
INSTRUCTION _Noreturn void cpu_halt_forever(void) {
    for (;;) __asm__ volatile("cli; hlt");
}

// Where things are. What only the linker script or the entry code defines is absent in a host
// build, hence weak.

#define ADDRESS_OF(function, symbol, ...)                                                          \
    extern uint8_t symbol[] __VA_ARGS__;                                                           \
    INSTRUCTION uint64_t function(void) { return (uint64_t)symbol; }

ADDRESS_OF(address_of_kernel_text, kernel_text_start, __attribute__((weak)))
ADDRESS_OF(address_of_kernel_rodata, kernel_rodata_start, __attribute__((weak)))
ADDRESS_OF(address_of_kernel_data, kernel_data_start, __attribute__((weak)))
ADDRESS_OF(address_of_kernel_end, kernel_image_end, __attribute__((weak)))
ADDRESS_OF(address_of_trap_stubs, trap_stubs, __attribute__((weak)))
ADDRESS_OF(address_of_system_call_entry, system_call_entry, __attribute__((weak)))
ADDRESS_OF(address_of_system_call_entry_fsgsbase, system_call_entry_fsgsbase, __attribute__((weak)))

ADDRESS_OF(address_of_split_sites, split_sites, __attribute__((weak)))
ADDRESS_OF(address_of_split_sites_end, split_sites_end, __attribute__((weak)))
ADDRESS_OF(address_of_trap_table, trap_table, __attribute__((weak)))
ADDRESS_OF(address_of_trap_table_end, trap_table_end, __attribute__((weak)))

ADDRESS_OF(address_of_kernel_pml4, kernel_pml4)
ADDRESS_OF(address_of_window_pdpt, window_pdpt)
ADDRESS_OF(address_of_window_directories, window_directories)
ADDRESS_OF(address_of_image_directory, image_directory)
ADDRESS_OF(address_of_image_table, image_table)
ADDRESS_OF(address_of_kernel_stack_guard, kernel_stack_guard)
ADDRESS_OF(address_of_kernel_stack_top, kernel_stack_top)
ADDRESS_OF(address_of_entry_data, entry_data)
ADDRESS_OF(address_of_entry_data_end, entry_data_end)
ADDRESS_OF(address_of_entry_stack_top, entry_stack_top)
ADDRESS_OF(address_of_emergency_stack_top, emergency_stack_top)
ADDRESS_OF(address_of_interrupt_descriptors, interrupt_descriptors)
ADDRESS_OF(address_of_global_descriptors, global_descriptors)
ADDRESS_OF(address_of_task_state, task_state)
ADDRESS_OF(address_of_kernel_state, kernel_state)
ADDRESS_OF(address_of_kernel_state_end, kernel_state_end)

extern uint64_t kernel_current_context;
extern uint64_t kernel_has_fsgsbase;
extern uint64_t split_kernel_root, split_user_root, split_user_identifier, split_keep;
INSTRUCTION void set_current_context(uint64_t address) { kernel_current_context = address; }
INSTRUCTION void set_has_fsgsbase(bool has) { kernel_has_fsgsbase = has; }
INSTRUCTION void set_split(uint64_t kernel_root, uint64_t user_root, uint64_t user_identifier, uint64_t keep) {
    split_kernel_root = kernel_root;
    split_user_root = user_root;
    split_user_identifier = user_identifier;
    split_keep = keep;
}

// KernelEntry, Leave.S: the ways out.
extern void kernel_resume(void) __attribute__((noreturn));
extern void kernel_idle(void) __attribute__((noreturn));
