// Where the kernel starts the executive: rdi holds the address of the boot information, rsp holds nothing.
// And where the monitor starts, the second thread of the executive, with a stack of its own.

    .section .text.entry, "ax"
    .globl  executive_entry
    .type   executive_entry, @function
executive_entry:
    leaq    executive_stack_top(%rip), %rsp
    xorl    %ebp, %ebp
    call    executive_main
    ud2

    .globl  monitor_entry
    .type   monitor_entry, @function
monitor_entry:
    leaq    monitor_stack_top(%rip), %rsp
    xorl    %ebp, %ebp
    call    executive_monitor
    ud2

    .bss
    .balign 4096
    .skip   65536
    .globl  executive_stack_top
executive_stack_top:
    .skip   8192
    .globl  monitor_stack_top
monitor_stack_top:

// Storage for what exists before there is a heap; the entry gives it its types.
    .globl  executive_resources
executive_resources:
    .skip   1024
    .globl  executive_heap
executive_heap:
    .skip   1024

    .section .note.GNU-stack, "", @progbits
