/* Virtual memory: reserve, commit, protect, query, free. */
#include "native.h"

NTSTATUS NTAPI NtCreateKey(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG index,
    PUNICODE_STRING class, ULONG options, PULONG disposition);
PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID handler);

static void reserve_and_commit(void)
{
    PVOID base = NULL;
    SIZE_T size = 0x100000;
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &base, 0, &size, MEM_RESERVE, PAGE_READWRITE),
        STATUS_SUCCESS);
    CHECK(base != NULL && ((ULONG_PTR)base & 0xFFFF) == 0);
    CHECK(size == 0x100000);

    PVOID part = (char *)base + 0x10000;
    size = 100;
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &part, 0, &size, MEM_COMMIT, PAGE_READWRITE),
        STATUS_SUCCESS);
    CHECK(part == (char *)base + 0x10000);
    CHECK(size == 0x1000);
    CHECK(*(volatile int *)part == 0);
    *(volatile int *)part = 0x1234;
    CHECK(*(volatile int *)part == 0x1234);

    MEMORY_BASIC_INFORMATION information;
    SIZE_T length = 0;
    EXPECT(NtQueryVirtualMemory(CURRENT_PROCESS, part, 0, &information, sizeof information, &length),
        STATUS_SUCCESS);
    CHECK(length == sizeof information);
    CHECK(information.BaseAddress == part);
    CHECK(information.AllocationBase == base);
    CHECK(information.RegionSize == 0x1000);
    CHECK(information.State == MEM_COMMIT);
    CHECK(information.Protect == PAGE_READWRITE);

    ULONG old = 0;
    size = 1;
    EXPECT(NtProtectVirtualMemory(CURRENT_PROCESS, &part, &size, PAGE_READONLY, &old), STATUS_SUCCESS);
    CHECK(old == PAGE_READWRITE);
    CHECK(*(volatile int *)part == 0x1234);

    size = 0;
    EXPECT(NtFreeVirtualMemory(CURRENT_PROCESS, &base, &size, MEM_RELEASE), STATUS_SUCCESS);
    EXPECT(NtQueryVirtualMemory(CURRENT_PROCESS, part, 0, &information, sizeof information, NULL),
        STATUS_SUCCESS);
    CHECK(information.State == MEM_FREE);
}

static ULONG_PTR fault_kind;

/* Notes what an access violation says of itself, and returns from the function that was called. */
static LONG NTAPI return_from_fault(EXCEPTION_POINTERS *pointers)
{
    CONTEXT *context = pointers->ContextRecord;
    if (pointers->ExceptionRecord->ExceptionCode != (DWORD)STATUS_ACCESS_VIOLATION) return EXCEPTION_CONTINUE_SEARCH;
    fault_kind = pointers->ExceptionRecord->ExceptionInformation[0];
    context->Rip = *(DWORD64 *)context->Rsp;
    context->Rsp += 8;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void executes(BYTE *code, BOOL allowed)
{
    fault_kind = 0;
    ((void (*)(void))code)();
    CHECK(fault_kind == (allowed ? 0 : 8));
}

/* Code runs in memory that may be executed and nowhere else: not in data, not on the stack. */
static void data_execution(void)
{
    static BYTE data[] = {0xC3};
    BYTE *volatile onStack = (BYTE[]){0xC3};
    PVOID base = NULL, handler = RtlAddVectoredExceptionHandler(1, return_from_fault);
    SIZE_T size = 0x1000;
    ULONG old;
    executes(data, FALSE);
    executes(onStack, FALSE);
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &base, 0, &size, MEM_COMMIT, PAGE_READWRITE), STATUS_SUCCESS);
    executes(base, FALSE);
    *(BYTE *)base = 0xC3;
    executes(base, FALSE);
    EXPECT(NtProtectVirtualMemory(CURRENT_PROCESS, &base, &size, PAGE_EXECUTE_READWRITE, &old), STATUS_SUCCESS);
    executes(base, TRUE);
    EXPECT(NtProtectVirtualMemory(CURRENT_PROCESS, &base, &size, PAGE_READONLY, &old), STATUS_SUCCESS);
    executes(base, FALSE);
    EXPECT(NtProtectVirtualMemory(CURRENT_PROCESS, &base, &size, PAGE_EXECUTE, &old), STATUS_SUCCESS);
    executes(base, TRUE);
    CHECK(RtlRemoveVectoredExceptionHandler(handler));
    size = 0;
    EXPECT(NtFreeVirtualMemory(CURRENT_PROCESS, &base, &size, MEM_RELEASE), STATUS_SUCCESS);
}

/* A name on a page that nobody has touched: while the system makes the page, the arguments behind it stay what they are.
 * Sooner or later a page takes memory that the system must ask the kernel for. */
static void arguments_survive_new_pages(void)
{
    char *base = NULL;
    SIZE_T size = 2000 * 4096, all = 0;
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, (PVOID *)&base, 0, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE),
        STATUS_SUCCESS);
    for (char *page = base; page < base + size && failures == 0; page += 4096) {
        UNICODE_STRING name = { 4, 4, (PWSTR)page };
        OBJECT_ATTRIBUTES attributes;
        HANDLE key;
        InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
        EXPECT(NtCreateKey(&key, KEY_READ, &attributes, 0, NULL, 0, NULL), STATUS_OBJECT_PATH_SYNTAX_BAD);
    }
    EXPECT(NtFreeVirtualMemory(CURRENT_PROCESS, (PVOID *)&base, &all, MEM_RELEASE), STATUS_SUCCESS);
}

static void bad_arguments(void)
{
    PVOID base = NULL;
    SIZE_T size = 0x1000;
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, NULL, 0, &size, MEM_COMMIT, PAGE_READWRITE),
        STATUS_ACCESS_VIOLATION);
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &base, 0, &size, MEM_COMMIT, 0x12345678),
        STATUS_INVALID_PAGE_PROTECTION);
    size = 0;
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &base, 0, &size, MEM_COMMIT, PAGE_READWRITE),
        STATUS_INVALID_PARAMETER_4);
    base = (PVOID)0x20000000;
    EXPECT(NtFreeVirtualMemory(CURRENT_PROCESS, &base, &size, MEM_RELEASE), STATUS_MEMORY_NOT_ALLOCATED);
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    reserve_and_commit();
    data_execution();
    arguments_survive_new_pages();
    bad_arguments();
    finish();
}
