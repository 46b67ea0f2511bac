/* Threads: they run, wait for each other, end with their status. */
#include "native.h"

NTSTATUS NTAPI NtResumeThread(HANDLE thread, PULONG suspensions);

static HANDLE go;
static volatile LONG count;

static NTSTATUS NTAPI worker(PVOID argument)
{
    NtWaitForSingleObject(go, FALSE, NULL);
    InterlockedExchangeAdd(&count, (LONG)(LONG_PTR)argument);
    return (NTSTATUS)(LONG_PTR)argument;
}

void NtProcessStartup(PPEB peb)
{
    HANDLE threads[4];
    LARGE_INTEGER moment;
    (void)peb;

    EXPECT(NtCreateEvent(&go, EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    for (LONG_PTR index = 0; index < 4; index++)
        EXPECT(NtCreateThreadEx(&threads[index], THREAD_ALL_ACCESS, NULL, CURRENT_PROCESS, worker,
            (PVOID)(index + 1), 0, 0, 0, 0, NULL), STATUS_SUCCESS);
    moment.QuadPart = -200000;
    EXPECT(NtWaitForSingleObject(threads[0], FALSE, &moment), STATUS_TIMEOUT);
    CHECK(count == 0);
    EXPECT(NtSetEvent(go, NULL), STATUS_SUCCESS);
    for (int index = 0; index < 4; index++)
        EXPECT(NtWaitForSingleObject(threads[index], FALSE, NULL), STATUS_SUCCESS);
    CHECK(count == 10);

    struct { NTSTATUS status; PVOID teb; PVOID client[2]; ULONG_PTR affinity; LONG priorities[2]; } basic;
    EXPECT(NtQueryInformationThread(threads[2], 0, &basic, sizeof basic, NULL), STATUS_SUCCESS);
    CHECK(basic.status == 3);
    ULONG suspensions = 99;
    EXPECT(NtResumeThread(threads[2], &suspensions), STATUS_SUCCESS);
    CHECK(suspensions == 0);
    for (int index = 0; index < 4; index++) EXPECT(NtClose(threads[index]), STATUS_SUCCESS);
    finish();
}
