// Memory that must exist before any code can ask for some. All of it starts as zero.
#if defined(__x86_64__)

    .bss
    .balign 4096

// Page tables of the kernel's half of every address space.
    .globl  kernel_pml4, window_pdpt, window_directories, image_pdpt, image_directory, image_table
kernel_pml4:        .skip 4096
window_pdpt:        .skip 4096
window_directories: .skip 4 * 4096              // physical 0 to 4 GB; those above come from free memory
image_pdpt:         .skip 4096
image_directory:    .skip 4096
image_table:        .skip 4096                  // the kernel image, page by page

// The kernel's one stack. The page below it stays unmapped, so running over its end is a fault, not
// a corruption.
    .globl  kernel_stack_guard, kernel_stack_top
kernel_stack_guard: .skip 4096
                    .skip 32768
kernel_stack_top:

// What the processor and the entry code use while the address space is still, or again, the program's: with a split
// (Split.S) programs have these pages, the code and the constants, and nothing else of the kernel's.
    .balign 4096
    .globl  entry_data, entry_data_end
entry_data:

// The stack of NMI, double fault and machine check, which may find the other one unusable. Behind the big stack, so that
// running over its end hurts nobody who still has something to say.
    .globl  emergency_stack_top
                    .skip 4096
emergency_stack_top:

    .globl  interrupt_descriptors, global_descriptors, task_state
interrupt_descriptors: .skip 4096
global_descriptors: .skip 80
    .balign 16
task_state:         .skip 104
    .balign 8
    .globl  user_stack_pointer, split_kernel_root, split_user_root, split_user_identifier, split_keep
user_stack_pointer: .skip 8
split_kernel_root:  .skip 8                     // CR3 for the kernel
split_user_root:    .skip 8                     // CR3 for the thread that runs next
split_user_identifier: .skip 8                  // 1, or 0 without process-context identifiers
split_keep:         .skip 8                     // bit 63: with identifiers CR3 may be loaded and nothing forgotten

// Where the processor puts the frame of a trap from user code, and the last few words on the way out.
    .globl  entry_stack_top
    .balign 4096
entry_stack_top:
entry_data_end:

// The kernel's whole state (struct Kernel).
    .balign 64
    .globl  kernel_state, kernel_state_end
kernel_state:       .skip 32768
kernel_state_end:

// Read by the trap entries: where the current thread's registers go, and whether user code can
// write fs and gs bases.
    .balign 64
    .globl  kernel_current_context, kernel_has_fsgsbase
kernel_current_context: .skip 8
kernel_has_fsgsbase:    .skip 8

#endif
