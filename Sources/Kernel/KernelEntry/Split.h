// The split between the kernel's memory and its programs', for processors on which user code can read what is mapped
// for the kernel alone (Meltdown): there a program's root table leads to `entry_data`, the code and the constants only,
// and every way in and out changes the table.
//
// Where the processor does not need it the split is not there at all: its code runs in place of single instructions,
// which boot (`Split.swift`) replaces by jumps (here) and calls (CMicrokernelX86.h).

    // The next instruction, which has at least the five bytes of a jump, is one to be replaced.
    .macro  SPLIT_SITE target
    .pushsection .split, "a", @progbits
    .quad   9f, \target, 0xE9
    .popsection
9:
    .endm

    .macro  LOAD_KERNEL_ROOT scratch
    movq    split_kernel_root(%rip), \scratch
    movq    \scratch, %cr3
    .endm

    // Translations are kept when the same table is loaded again, on a processor that can tell them from the kernel's.
    // `verw` empties the buffers that other faults of such processors (MDS) let programs look into; only ZF changes.
    .macro  LOAD_USER_ROOT scratch
    movq    split_user_root(%rip), \scratch
    movq    \scratch, %cr3
    movq    split_keep(%rip), \scratch
    orq     \scratch, split_user_root(%rip)
    verw    split_selector(%rip)
    .endm
