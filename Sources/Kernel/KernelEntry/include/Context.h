// Byte offsets of a thread's saved registers (docs/kernel.md; the order of TCB_ReadRegisters).
#define CONTEXT_RIP 0
#define CONTEXT_RSP 8
#define CONTEXT_RFLAGS 16
#define CONTEXT_RAX 24
#define CONTEXT_RBX 32
#define CONTEXT_RCX 40
#define CONTEXT_RDX 48
#define CONTEXT_RSI 56
#define CONTEXT_RDI 64
#define CONTEXT_RBP 72
#define CONTEXT_R8 80
#define CONTEXT_R9 88
#define CONTEXT_R10 96
#define CONTEXT_R11 104
#define CONTEXT_R12 112
#define CONTEXT_R13 120
#define CONTEXT_R14 128
#define CONTEXT_R15 136
#define CONTEXT_FS_BASE 144
#define CONTEXT_GS_BASE 152
#define CONTEXT_ERROR 160
#define CONTEXT_ENTRY 168

#define ENTERED_BY_SYSCALL 0
#define ENTERED_BY_TRAP 1

// Selectors of user code, requested privilege level 3: Windows' own values, which programs can see
// in a CONTEXT.
#define USER_CODE_SELECTOR 0x33
#define USER_DATA_SELECTOR 0x2B
