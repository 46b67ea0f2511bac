// Processor state and exceptions.
#pragma once
#include "nt_base.h"

typedef struct _M128A {
    uint64_t Low;
    int64_t High;
} __attribute__((aligned(16))) M128A;

/// What FXSAVE stores.
typedef struct _XMM_SAVE_AREA32 {
    uint16_t ControlWord;
    uint16_t StatusWord;
    uint8_t TagWord;
    uint8_t Reserved1;
    uint16_t ErrorOpcode;
    uint32_t ErrorOffset;
    uint16_t ErrorSelector;
    uint16_t Reserved2;
    uint32_t DataOffset;
    uint16_t DataSelector;
    uint16_t Reserved3;
    uint32_t MxCsr;
    uint32_t MxCsr_Mask;
    M128A FloatRegisters[8];
    M128A XmmRegisters[16];
    uint64_t Reserved4[12];
} XMM_SAVE_AREA32;
NT_OFFSET(XMM_SAVE_AREA32, XmmRegisters, 0xA0);
NT_SIZE(XMM_SAVE_AREA32, 0x200);

typedef struct _CONTEXT {
    uint64_t P1Home;
    uint64_t P2Home;
    uint64_t P3Home;
    uint64_t P4Home;
    uint64_t P5Home;
    uint64_t P6Home;
    uint32_t ContextFlags;
    uint32_t MxCsr;
    uint16_t SegCs;
    uint16_t SegDs;
    uint16_t SegEs;
    uint16_t SegFs;
    uint16_t SegGs;
    uint16_t SegSs;
    uint32_t EFlags;
    uint64_t Dr0;
    uint64_t Dr1;
    uint64_t Dr2;
    uint64_t Dr3;
    uint64_t Dr6;
    uint64_t Dr7;
    uint64_t Rax;
    uint64_t Rcx;
    uint64_t Rdx;
    uint64_t Rbx;
    uint64_t Rsp;
    uint64_t Rbp;
    uint64_t Rsi;
    uint64_t Rdi;
    uint64_t R8;
    uint64_t R9;
    uint64_t R10;
    uint64_t R11;
    uint64_t R12;
    uint64_t R13;
    uint64_t R14;
    uint64_t R15;
    uint64_t Rip;
    XMM_SAVE_AREA32 FltSave;
    M128A VectorRegister[26];
    uint64_t VectorControl;
    uint64_t DebugControl;
    uint64_t LastBranchToRip;
    uint64_t LastBranchFromRip;
    uint64_t LastExceptionToRip;
    uint64_t LastExceptionFromRip;
} CONTEXT;
NT_OFFSET(CONTEXT, ContextFlags, 0x30);
NT_OFFSET(CONTEXT, EFlags, 0x44);
NT_OFFSET(CONTEXT, Rax, 0x78);
NT_OFFSET(CONTEXT, Rsp, 0x98);
NT_OFFSET(CONTEXT, Rip, 0xF8);
NT_OFFSET(CONTEXT, FltSave, 0x100);
NT_OFFSET(CONTEXT, VectorRegister, 0x300);
NT_SIZE(CONTEXT, 0x4D0);

#define CONTEXT_AMD64 0x00100000u
#define CONTEXT_CONTROL 0x00100001u
#define CONTEXT_INTEGER 0x00100002u
#define CONTEXT_SEGMENTS 0x00100004u
#define CONTEXT_FLOATING_POINT 0x00100008u
#define CONTEXT_DEBUG_REGISTERS 0x00100010u
#define CONTEXT_FULL 0x0010000Bu
#define CONTEXT_ALL 0x0010001Fu

typedef struct _EXCEPTION_RECORD {
    NTSTATUS ExceptionCode;
    uint32_t ExceptionFlags;
    uintptr_t ExceptionRecord;
    uintptr_t ExceptionAddress;
    uint32_t NumberParameters;
    uintptr_t ExceptionInformation[15];
} EXCEPTION_RECORD;
NT_OFFSET(EXCEPTION_RECORD, ExceptionAddress, 0x10);
NT_OFFSET(EXCEPTION_RECORD, ExceptionInformation, 0x20);
NT_SIZE(EXCEPTION_RECORD, 0x98);

typedef struct _EXCEPTION_POINTERS {
    uintptr_t ExceptionRecord;
    uintptr_t ContextRecord;
} EXCEPTION_POINTERS;
NT_SIZE(EXCEPTION_POINTERS, 0x10);

#define EXCEPTION_NONCONTINUABLE 0x01u
#define EXCEPTION_UNWINDING 0x02u
#define EXCEPTION_EXIT_UNWIND 0x04u
#define EXCEPTION_STACK_INVALID 0x08u
#define EXCEPTION_NESTED_CALL 0x10u
#define EXCEPTION_TARGET_UNWIND 0x20u
#define EXCEPTION_COLLIDED_UNWIND 0x40u
#define EXCEPTION_MAXIMUM_PARAMETERS 15u

/// What a vectored handler or a filter answers.
#define EXCEPTION_CONTINUE_EXECUTION (-1)
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_EXECUTE_HANDLER 1

/// What a language handler answers (EXCEPTION_DISPOSITION).
#define ExceptionContinueExecution 0
#define ExceptionContinueSearch 1
#define ExceptionNestedException 2
#define ExceptionCollidedUnwind 3

/// A function's entry in `.pdata`.
typedef struct _RUNTIME_FUNCTION {
    uint32_t BeginAddress;
    uint32_t EndAddress;
    uint32_t UnwindInfoAddress;
} RUNTIME_FUNCTION;
NT_SIZE(RUNTIME_FUNCTION, 0x0C);

/// What a language handler is told about the frame it looks at.
typedef struct _DISPATCHER_CONTEXT {
    uintptr_t ControlPc;
    uintptr_t ImageBase;
    uintptr_t FunctionEntry;
    uintptr_t EstablisherFrame;
    uintptr_t TargetIp;
    uintptr_t ContextRecord;
    uintptr_t LanguageHandler;
    uintptr_t HandlerData;
    uintptr_t HistoryTable;
    uint32_t ScopeIndex;
    uint32_t Fill0;
} DISPATCHER_CONTEXT;
NT_SIZE(DISPATCHER_CONTEXT, 0x50);
