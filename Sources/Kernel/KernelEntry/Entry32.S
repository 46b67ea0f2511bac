// From the loader's 32-bit protected mode to 64-bit code in the upper half.
//
// In: eax = loader's magic number, ebx = physical address of its information; paging off,
// interrupts off, no usable stack. This runs at its physical address (section .boot). It fills the
// permanent page tables in their first form (docs/kernel.md, "Address space") plus an identity
// mapping of the low 4 GB that `WindowTables` takes away again.
#if defined(__x86_64__)

    .set    PRESENT_WRITABLE, 0x003
    .set    LARGE_GLOBAL_PAGE, 0x183
    .set    WINDOW_PML4_INDEX, 256
    .set    IMAGE_PML4_INDEX, 511
    .set    IMAGE_PDPT_INDEX, 510

    .section .boot.text, "ax", @progbits
    .code32
    .globl  kernel_entry
kernel_entry:
    cli
    cld
    movl    $boot_stack_top_physical, %esp
    movl    %eax, %ebp                          // magic
    movl    %ebx, %esi                          // information

    // Long mode, or one line that says why not.
    movl    $0x80000000, %eax
    cpuid
    cmpl    $0x80000001, %eax
    jb      no_long_mode
    movl    $0x80000001, %eax
    cpuid
    testl   $(1 << 29), %edx
    jz      no_long_mode

    // The window's directories: 2048 pages of 2 MB, physical 0 to 4 GB.
    movl    $window_directories_physical, %edi
    movl    $LARGE_GLOBAL_PAGE, %eax
    xorl    %edx, %edx                          // bits 32 and up of the entry
    movl    $2048, %ecx
1:  movl    %eax, (%edi)
    movl    %edx, 4(%edi)
    addl    $0x200000, %eax
    addl    $8, %edi
    loop    1b

    movl    $window_pdpt_physical, %edi
    movl    $window_directories_physical + PRESENT_WRITABLE, %eax
    movl    $4, %ecx
2:  movl    %eax, (%edi)
    addl    $0x1000, %eax
    addl    $8, %edi
    loop    2b

    // The kernel image: the first 2 MB, as one page for now.
    movl    $LARGE_GLOBAL_PAGE, image_directory_physical
    movl    $image_directory_physical + PRESENT_WRITABLE, image_pdpt_physical + 8 * IMAGE_PDPT_INDEX

    movl    $window_pdpt_physical + PRESENT_WRITABLE, kernel_pml4_physical
    movl    $window_pdpt_physical + PRESENT_WRITABLE, kernel_pml4_physical + 8 * WINDOW_PML4_INDEX
    movl    $image_pdpt_physical + PRESENT_WRITABLE, kernel_pml4_physical + 8 * IMAGE_PML4_INDEX

    movl    %cr4, %eax
    orl     $(1 << 5), %eax                     // PAE
    movl    %eax, %cr4
    movl    $kernel_pml4_physical, %eax
    movl    %eax, %cr3
    movl    $0xC0000080, %ecx                   // EFER
    rdmsr
    orl     $(1 << 8), %eax                     // LME
    wrmsr
    movl    $0x80010033, %eax                   // PG, WP, NE, ET, MP, PE
    movl    %eax, %cr0

    lgdt    boot_gdt_pointer
    ljmpl   $8, $entry64_low

// Writes its one line at the top of a text screen and to the first serial port, as the firmware set
// it up.
no_long_mode:
    movl    $no_long_mode_text, %esi
    movl    $0xB8000, %edi
    movl    $0x3F8, %edx
    movb    $0x4F, %ah
1:  lodsb
    testb   %al, %al
    jz      2f
    stosw
    outb    %al, %dx
    jmp     1b
2:  hlt
    jmp     2b

    .code64
entry64_low:
    movabsq $entry64, %rax
    jmp     *%rax

    .balign 8
boot_gdt:
    .quad   0
    .quad   0x00209A0000000000                  // 64-bit code
boot_gdt_pointer:
    .short  15
    .long   boot_gdt
no_long_mode_text:
    .asciz  "Neptune: this processor has no 64-bit mode"

    .text
entry64:
    xorl    %eax, %eax
    movl    %eax, %ds
    movl    %eax, %es
    movl    %eax, %ss
    movl    %eax, %fs
    movl    %eax, %gs
    leaq    kernel_stack_top(%rip), %rsp
    movl    %ebp, %edi
    // esi already holds the information's address; bits 32 and up of both are undefined until
    // written.
    movl    %esi, %esi
    xorl    %ebp, %ebp
    call    kernel_boot

#endif
