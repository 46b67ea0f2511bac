/* Virtual memory: reserve, commit, protect, query, free. */
#include "native.h"

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
    bad_arguments();
    finish();
}
