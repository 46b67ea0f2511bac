// What the kernel calls with a split in place of the instructions that would change or forget translations: the root
// table that it works with stays, and the next way out makes up for it.
#if defined(__x86_64__)
#include "Context.h"
#include "Split.h"

    .text
    .balign 16
    .globl  split_activate, split_forget, split_selector
split_activate:
    orq     split_user_identifier(%rip), %rax
    movq    %rax, split_user_root(%rip)
    ret

split_forget:
    btrq    $63, split_user_root(%rip)
    ret

split_selector:
    .short  USER_DATA_SELECTOR

#endif
