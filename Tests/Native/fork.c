/* A process without a section is a copy of its parent: memory, views and, if asked, handles. Its thread goes on where
 * the parent tells it to: at another function, or in the middle of this one, as fork does. */
#include "native.h"

NTSTATUS NTAPI NtCreateProcess(PHANDLE process, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, HANDLE parent,
    BOOLEAN inherit, HANDLE section, HANDLE debugPort, HANDLE exceptionPort);
typedef struct { PVOID oldBase, oldLimit, base, limit, allocation; } STACK;
NTSTATUS NTAPI NtCreateThread(PHANDLE thread, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, HANDLE process,
    CLIENT_ID *client, PCONTEXT context, STACK *stack, BOOLEAN suspended);
NTSTATUS NTAPI NtResumeThread(HANDLE thread, PULONG previous);
NTSTATUS NTAPI NtReadVirtualMemory(HANDLE process, PVOID base, PVOID buffer, SIZE_T length, PSIZE_T done);
NTSTATUS NTAPI NtWriteVirtualMemory(HANDLE process, PVOID base, PVOID buffer, SIZE_T length, PSIZE_T done);
NTSYSAPI PVOID NTAPI RtlAllocateHeap(PVOID heap, ULONG flags, SIZE_T size);
NTSYSAPI BOOLEAN NTAPI RtlFreeHeap(PVOID heap, ULONG flags, PVOID block);

enum { VIEW_SHARE = 1, VIEW_UNMAP = 2 };

static volatile LONG in_child;
static volatile LONG word = 1;
static HANDLE inherited, kept_back;
/* What parent and children share. */
static volatile struct { LONG word_seen, depth_reached; NTSTATUS inherited_set, kept_back_set, heap, deep; } *shared;
static char *private_memory;

static char *my_teb(void)
{
    char *teb;
    __asm__("movq %%gs:0x30, %0" : "=r"(teb));
    return teb;
}

static STACK my_stack(void)
{
    char *teb = my_teb();
    return (STACK){ NULL, NULL, *(PVOID *)(teb + 8), *(PVOID *)(teb + 16), *(PVOID *)(teb + 0x1478) };
}

static NTSTATUS exit_status(HANDLE process)
{
    PROCESS_BASIC_INFORMATION basic;
    NtWaitForSingleObject(process, FALSE, NULL);
    NtQueryInformationProcess(process, ProcessBasicInformation, &basic, sizeof basic, NULL);
    return basic.ExitStatus;
}

static HANDLE copy_of(HANDLE process, BOOLEAN inherit)
{
    HANDLE copy = NULL;
    EXPECT(NtCreateProcess(&copy, PROCESS_ALL_ACCESS, NULL, process, inherit, NULL, NULL, NULL), STATUS_SUCCESS);
    return copy;
}

/* More stack than is committed at first. */
static __attribute__((noinline)) LONG deep(int levels)
{
    volatile char page[4000];
    page[0] = (char)levels;
    return levels == 0 ? 0 : deep(levels - 1) + (page[0] != 0);
}

static void child_main(void)
{
    PVOID heap = (*(PVOID **)(my_teb() + 0x60))[6];
    shared->word_seen = word;
    shared->inherited_set = NtSetEvent(inherited, NULL);
    shared->kept_back_set = NtSetEvent(kept_back, NULL);
    PVOID block = RtlAllocateHeap(heap, 0, 100000);
    shared->heap = block != NULL && RtlFreeHeap(heap, 0, block) ? STATUS_SUCCESS : STATUS_NO_MEMORY;
    shared->deep = deep(40);
    private_memory[0] = 'c';
    NtTerminateProcess(CURRENT_PROCESS, 77);
}

/* A copy whose thread starts at a function of its own. */
static void starts_elsewhere(void)
{
    HANDLE child = copy_of(CURRENT_PROCESS, TRUE), thread = NULL;
    CONTEXT context;
    CLIENT_ID client;
    STACK stack = my_stack();
    word = 2;
    RtlCaptureContext(&context);
    context.Rip = (DWORD64)child_main;
    context.Rsp = (context.Rsp & ~15ull) - 1024 - 8;
    EXPECT(NtCreateThread(&thread, THREAD_ALL_ACCESS, NULL, child, &client, &context, &stack, FALSE), STATUS_SUCCESS);
    CHECK(exit_status(child) == 77);
    CHECK(shared->word_seen == 1);
    CHECK(shared->inherited_set == STATUS_SUCCESS);
    CHECK(shared->kept_back_set == STATUS_INVALID_HANDLE);
    CHECK(shared->heap == STATUS_SUCCESS);
    CHECK(shared->deep == 40);
    CHECK(private_memory[0] == 'p');
    LARGE_INTEGER now = { 0 };
    EXPECT(NtWaitForSingleObject(inherited, FALSE, &now), STATUS_SUCCESS);
    EXPECT(NtClose(thread), STATUS_SUCCESS);
    EXPECT(NtClose(child), STATUS_SUCCESS);
}

/* The call that returns twice: 0 in the child, its handle in the parent. */
static __attribute__((noinline)) HANDLE fork(void)
{
    HANDLE child = NULL, thread = NULL;
    CONTEXT context;
    CLIENT_ID client;
    STACK stack = my_stack();
    LONG yes = 1;
    in_child = 0;
    RtlCaptureContext(&context);
    if (in_child) return NULL;
    child = copy_of(CURRENT_PROCESS, TRUE);
    EXPECT(NtWriteVirtualMemory(child, (PVOID)&in_child, &yes, sizeof yes, NULL), STATUS_SUCCESS);
    EXPECT(NtCreateThread(&thread, THREAD_ALL_ACCESS, NULL, child, &client, &context, &stack, TRUE), STATUS_SUCCESS);
    EXPECT(NtResumeThread(thread, NULL), STATUS_SUCCESS);
    EXPECT(NtClose(thread), STATUS_SUCCESS);
    return child;
}

/* A copy of a copy of a copy: each knows what its parent knew. */
static NTSTATUS descend(LONG depth)
{
    if (depth == 4) return (NTSTATUS)(100 + depth);
    HANDLE child = fork();
    if (child == NULL) {
        shared->depth_reached = depth + 1;
        NtTerminateProcess(CURRENT_PROCESS, descend(depth + 1));
    }
    NTSTATUS status = exit_status(child);
    NtClose(child);
    return status;
}

static MEMORY_BASIC_INFORMATION region(HANDLE process, PVOID address)
{
    MEMORY_BASIC_INFORMATION found = { 0 };
    EXPECT(NtQueryVirtualMemory(process, address, 0, &found, sizeof found, NULL), STATUS_SUCCESS);
    return found;
}

static PVOID map(HANDLE section, ULONG inherit)
{
    PVOID base = NULL;
    SIZE_T size = 0;
    EXPECT(NtMapViewOfSection(section, CURRENT_PROCESS, &base, 0, 0, NULL, &size, inherit, 0, PAGE_READWRITE),
        STATUS_SUCCESS);
    return base;
}

/* Every kind of memory, as a copy that never runs has it. */
static void memory_is_copied(HANDLE section)
{
    PVOID base = NULL, reserved = NULL, unmapped = map(section, VIEW_UNMAP);
    SIZE_T size = 0x10000, one = 0x1000, done = 0;
    ULONG old;
    char byte = 0;
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &base, 0, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE),
        STATUS_SUCCESS);
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, &reserved, 0, &size, MEM_RESERVE, PAGE_READONLY), STATUS_SUCCESS);
    char *read_only = (char *)base + 0x1000, *guarded = (char *)base + 0x2000, *untouched = (char *)base + 0x3000;
    read_only[5] = 'r';
    guarded[5] = 'g';
    PVOID place = read_only;
    EXPECT(NtProtectVirtualMemory(CURRENT_PROCESS, &place, &one, PAGE_READONLY, &old), STATUS_SUCCESS);
    place = guarded;
    EXPECT(NtProtectVirtualMemory(CURRENT_PROCESS, &place, &one, PAGE_READWRITE | PAGE_GUARD, &old), STATUS_SUCCESS);

    HANDLE child = copy_of(CURRENT_PROCESS, FALSE);
    CHECK(region(child, read_only).Protect == PAGE_READONLY);
    CHECK(region(child, guarded).Protect == (PAGE_READWRITE | PAGE_GUARD));
    CHECK(region(child, untouched).Protect == PAGE_READWRITE && region(child, untouched).State == MEM_COMMIT);
    CHECK(region(child, reserved).State == MEM_RESERVE);
    CHECK(region(child, unmapped).State == MEM_FREE);
    CHECK(region(child, (PVOID)shared).Type == MEM_MAPPED);
    CHECK(region(child, (PVOID)fork).Type == MEM_IMAGE);
    EXPECT(NtReadVirtualMemory(child, read_only + 5, &byte, 1, &done), STATUS_SUCCESS);
    CHECK(byte == 'r');
    byte = 'x';
    EXPECT(NtWriteVirtualMemory(child, untouched, &byte, 1, &done), STATUS_SUCCESS);
    CHECK(*untouched == 0);

    /* A copy of a process that is not one's own, after that has ended too. */
    HANDLE second = copy_of(child, FALSE);
    EXPECT(NtReadVirtualMemory(second, untouched, &byte, 1, &done), STATUS_SUCCESS);
    CHECK(byte == 'x');
    EXPECT(NtTerminateProcess(child, 5), STATUS_SUCCESS);
    HANDLE third = NULL;
    EXPECT(NtCreateProcess(&third, PROCESS_ALL_ACCESS, NULL, child, FALSE, NULL, NULL, NULL),
        STATUS_PROCESS_IS_TERMINATING);
    EXPECT(NtReadVirtualMemory(second, read_only + 5, &byte, 1, &done), STATUS_SUCCESS);
    CHECK(byte == 'r');
    EXPECT(NtTerminateProcess(second, 6), STATUS_SUCCESS);
    CHECK(exit_status(second) == 6);
    NtClose(second);
    NtClose(child);
    EXPECT(NtUnmapViewOfSection(CURRENT_PROCESS, unmapped), STATUS_SUCCESS);
}

static void refusals(void)
{
    HANDLE child = NULL;
    EXPECT(NtCreateProcess(&child, PROCESS_ALL_ACCESS, NULL, (HANDLE)0x7770, FALSE, NULL, NULL, NULL),
        STATUS_INVALID_HANDLE);
    EXPECT(NtCreateProcess(&child, PROCESS_ALL_ACCESS, NULL, inherited, FALSE, NULL, NULL, NULL),
        STATUS_OBJECT_TYPE_MISMATCH);
    EXPECT(NtCreateProcess(&child, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, FALSE, NULL, inherited, NULL),
        STATUS_OBJECT_TYPE_MISMATCH);
    EXPECT(NtCreateProcess(&child, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, FALSE, NULL, (HANDLE)0x7770, NULL),
        STATUS_INVALID_HANDLE);
    EXPECT(NtCreateProcess((PHANDLE)8, PROCESS_ALL_ACCESS, NULL, CURRENT_PROCESS, FALSE, NULL, NULL, NULL),
        STATUS_ACCESS_VIOLATION);
    CHECK(child == NULL);
}

void NtProcessStartup(PPEB peb)
{
    HANDLE section = NULL;
    LARGE_INTEGER size = { .QuadPart = 0x1000 };
    OBJECT_ATTRIBUTES attributes;
    SIZE_T bytes = 0x1000;
    (void)peb;

    InitializeObjectAttributes(&attributes, NULL, OBJ_INHERIT, NULL, NULL);
    EXPECT(NtCreateEvent(&inherited, EVENT_ALL_ACCESS, &attributes, 0, FALSE), STATUS_SUCCESS);
    EXPECT(NtCreateEvent(&kept_back, EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    EXPECT(NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL),
        STATUS_SUCCESS);
    shared = map(section, VIEW_SHARE);
    EXPECT(NtAllocateVirtualMemory(CURRENT_PROCESS, (PVOID *)&private_memory, 0, &bytes, MEM_RESERVE | MEM_COMMIT,
        PAGE_READWRITE), STATUS_SUCCESS);
    private_memory[0] = 'p';

    memory_is_copied(section);
    starts_elsewhere();
    CHECK(descend(0) == 104);
    CHECK(shared->depth_reached == 4);
    refusals();
    finish();
}
