/* Exceptions in what ntdll calls: in a queued call (a user APC) the frames below it, those of the wait that it interrupts, handle
 * them as if the wait had called it; in a callback or a handler, ntdll's own frames are unwound like any others. With the
 * argument "unhandled" nobody handles one in a queued call. */
#include "native.h"

NTSTATUS NTAPI NtQueueApcThread(HANDLE thread, PVOID routine, PVOID first, PVOID second, PVOID third);
NTSTATUS NTAPI NtTestAlert(void);
NTSTATUS NTAPI NtContinue(PCONTEXT context, BOOLEAN alertable);
NTSYSAPI VOID NTAPI RtlRaiseStatus(NTSTATUS status);
NTSTATUS NTAPI RtlFlsAlloc(PVOID callback, PULONG slot);
NTSTATUS NTAPI RtlFlsFree(ULONG slot);
NTSTATUS NTAPI RtlFlsSetValue(ULONG slot, PVOID value);

#define CODE ((NTSTATUS)0xE0000001)

/* Calls a routine with a handler around it: what it returns, or the code of the exception that was caught. */
NTSTATUS guarded(NTSTATUS (*routine)(void));
/* Calls it with a termination handler around it. */
NTSTATUS passing(NTSTATUS (*routine)(void));
extern char guarded_landing[];

__asm__(
    "    .text\n"
    "    .globl guarded, guarded_landing\n"
    "    .seh_proc guarded\n"
    "guarded:\n"
    "    pushq %rbx\n    .seh_pushreg %rbx\n"
    "    pushq %r12\n    .seh_pushreg %r12\n"
    "    subq $40, %rsp\n    .seh_stackalloc 40\n"
    "    .seh_endprologue\n"
    "    .seh_handler guard_handler, @except, @unwind\n"
    "    movl $0x1234567, %ebx\n"
    "    movl $0x7654321, %r12d\n"
    "    call *%rcx\n"
    "guarded_landing:\n"
    "    cmpl $0x1234567, %ebx\n"
    "    jne 1f\n"
    "    cmpl $0x7654321, %r12d\n"
    "    je 2f\n"
    "1:  movl $0xBAD, %eax\n"
    "2:  addq $40, %rsp\n"
    "    popq %r12\n"
    "    popq %rbx\n"
    "    ret\n"
    "    .seh_endproc\n"
    "    .globl passing\n"
    "    .seh_proc passing\n"
    "passing:\n"
    "    pushq %rbx\n    .seh_pushreg %rbx\n"
    "    subq $32, %rsp\n    .seh_stackalloc 32\n"
    "    .seh_endprologue\n"
    "    .seh_handler passing_handler, @unwind\n"
    "    xorl %ebx, %ebx\n"
    "    call *%rcx\n"
    "    nop\n"
    "    addq $32, %rsp\n"
    "    popq %rbx\n"
    "    ret\n"
    "    .seh_endproc\n");

static int searches, unwinds, passed, calls;
static int repair;
/* What the handler raises itself, once, instead of looking at the exception. */
static NTSTATUS raise_in_handler;

__attribute__((used)) EXCEPTION_DISPOSITION guard_handler(PEXCEPTION_RECORD record, PVOID frame, PCONTEXT context,
    PDISPATCHER_CONTEXT dispatcher)
{
    if (record->ExceptionFlags & EXCEPTION_UNWIND) {
        unwinds++;
        CHECK(record->ExceptionFlags & EXCEPTION_TARGET_UNWIND);
        return ExceptionContinueSearch;
    }
    searches++;
    if (raise_in_handler) {
        NTSTATUS status = raise_in_handler;
        raise_in_handler = 0;
        RtlRaiseStatus(status);
    }
    if (repair) {
        context->Rip += repair;
        return ExceptionContinueExecution;
    }
    RtlUnwindEx(frame, guarded_landing, record, (PVOID)(ULONG_PTR)record->ExceptionCode, dispatcher->ContextRecord,
        dispatcher->HistoryTable);
    return ExceptionContinueSearch;
}

__attribute__((used)) EXCEPTION_DISPOSITION passing_handler(PEXCEPTION_RECORD record, PVOID frame, PCONTEXT context,
    PDISPATCHER_CONTEXT dispatcher)
{
    (void)frame;
    (void)context;
    (void)dispatcher;
    if (record->ExceptionFlags & EXCEPTION_UNWIND) passed++;
    return ExceptionContinueSearch;
}

static VOID NTAPI raises(PVOID status, PVOID second, PVOID third)
{
    (void)second;
    (void)third;
    calls++;
    RtlRaiseStatus((NTSTATUS)(LONG_PTR)status);
}

/* The instruction that faults is two bytes long. */
static VOID NTAPI faults(PVOID first, PVOID second, PVOID third)
{
    (void)second;
    (void)third;
    calls++;
    __asm__ volatile("movb %%al, (%0)" : : "c"(first) : "memory");
    calls += 10;
}

static VOID NTAPI counts(PVOID first, PVOID second, PVOID third)
{
    (void)first;
    (void)second;
    (void)third;
    calls += 100;
}

static NTSTATUS sleep(void)
{
    LARGE_INTEGER long_time = { .QuadPart = -100000000 };
    return NtDelayExecution(TRUE, &long_time);
}

static NTSTATUS wait(void) { return NtWaitForSingleObject(CURRENT_PROCESS, TRUE, NULL); }
static NTSTATUS test(void) { return NtTestAlert(); }
static NTSTATUS sleep_passing(void) { return passing(sleep); }

static void queue(PVOID routine, ULONG_PTR argument)
{
    EXPECT(NtQueueApcThread(CURRENT_THREAD, routine, (PVOID)argument, NULL, NULL), STATUS_SUCCESS);
}

static void reset(void) { searches = unwinds = passed = calls = repair = 0; }

static void caught(NTSTATUS (*waits)(void))
{
    reset();
    queue(raises, (ULONG)CODE);
    EXPECT(guarded(waits), CODE);
    CHECK(calls == 1 && searches == 1 && unwinds == 1);
    queue(faults, 8);
    EXPECT(guarded(waits), STATUS_ACCESS_VIOLATION);
    CHECK(calls == 2 && searches == 2 && unwinds == 2);
}

/* The call's exception is put right, and both the call and the wait go on. */
static void repaired(void)
{
    reset();
    repair = 2;
    queue(faults, 8);
    EXPECT(guarded(sleep), STATUS_USER_APC);
    CHECK(calls == 11 && searches == 1 && unwinds == 0);
}

/* A call that is left does not take the next one with it. */
static void the_next_call_waits(void)
{
    reset();
    queue(raises, (ULONG)CODE);
    queue(counts, 0);
    EXPECT(guarded(sleep_passing), CODE);
    CHECK(calls == 1 && passed == 1);
    EXPECT(sleep(), STATUS_USER_APC);
    CHECK(calls == 101);
}

/* A call inside a call: the inner one is left, the outer one goes on. */
static VOID NTAPI nests(PVOID first, PVOID second, PVOID third)
{
    (void)first;
    (void)second;
    (void)third;
    queue(raises, (ULONG)CODE);
    EXPECT(guarded(sleep), CODE);
    calls += 1000;
}

static CONTEXT saved;
static volatile int jumped;

static VOID NTAPI jumps(PVOID first, PVOID second, PVOID third)
{
    (void)first;
    (void)second;
    (void)third;
    jumped = 1;
    NtContinue(&saved, FALSE);
}

static void left_by_a_jump(void)
{
    RtlCaptureContext(&saved);
    if (jumped) return;
    queue(jumps, 0);
    sleep();
    CHECK(!"the call comes back");
}

static ULONG slot;
static void (*in_callback)(void);

static VOID NTAPI callback(PVOID value)
{
    CHECK(value == (PVOID)5);
    calls++;
    in_callback();
}

static void raises_here(void) { RtlRaiseStatus(CODE); }
static void faults_here(void) { __asm__ volatile("movb %%al, (%0)" : : "c"((PVOID)8) : "memory"); }
static NTSTATUS free_slot(void) { return RtlFlsFree(slot); }

/* A callback's exception passes through the functions of ntdll that called it, and their registers come back. */
static void left_by_a_callback(void (*how)(void), NTSTATUS status)
{
    reset();
    in_callback = how;
    EXPECT(RtlFlsAlloc(callback, &slot), STATUS_SUCCESS);
    EXPECT(RtlFlsSetValue(slot, (PVOID)5), STATUS_SUCCESS);
    EXPECT(guarded(free_slot), status);
    CHECK(calls == 1 && searches == 1 && unwinds == 1);
    EXPECT(RtlFlsFree(slot), STATUS_SUCCESS);
}

static NTSTATUS raise(void) { raises_here(); return 0; }
static NTSTATUS fault(void) { faults_here(); return 0; }

/* A handler's exception is offered to what stands above the one that it was called for. */
static void raised_by_a_handler(NTSTATUS (*first)(void))
{
    reset();
    raise_in_handler = STATUS_NO_MEMORY;
    EXPECT(guarded(first), STATUS_NO_MEMORY);
    CHECK(searches == 2);
}

static void every_function_has_unwind_data(void)
{
    DWORD64 base = 0;
    PVOID address;
    ANSI_STRING name;
    RtlInitAnsiString(&name, "RtlFlsFree");
    UNICODE_STRING file;
    RtlInitUnicodeString(&file, L"ntdll.dll");
    PVOID ntdll = NULL;
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &ntdll), STATUS_SUCCESS);
    EXPECT(LdrGetProcedureAddress(ntdll, &name, 0, &address), STATUS_SUCCESS);
    PRUNTIME_FUNCTION entry = RtlLookupFunctionEntry((DWORD64)(ULONG_PTR)address, &base, NULL);
    CHECK(entry != NULL && base == (DWORD64)(ULONG_PTR)ntdll && base + entry->BeginAddress == (DWORD64)(ULONG_PTR)address);
}

void NtProcessStartup(PPEB peb)
{
    PUNICODE_STRING line = &peb->ProcessParameters->CommandLine;
    if (line->Length > 18 && line->Buffer[line->Length / 2 - 9] == L'u') {
        queue(raises, (ULONG)CODE);
        sleep();
        NtTerminateProcess(CURRENT_PROCESS, 1);
    }
    caught(sleep);
    caught(wait);
    caught(test);
    caught(sleep_passing);
    CHECK(passed == 2);
    repaired();
    the_next_call_waits();
    reset();
    queue(nests, 0);
    EXPECT(sleep(), STATUS_USER_APC);
    CHECK(calls == 1001);
    left_by_a_jump();
    CHECK(jumped);
    left_by_a_callback(raises_here, CODE);
    left_by_a_callback(faults_here, STATUS_ACCESS_VIOLATION);
    raised_by_a_handler(raise);
    raised_by_a_handler(fault);
    every_function_has_unwind_data();
    finish();
}
