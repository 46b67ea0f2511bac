/* Threads: they run, wait for each other, end with their status. */
#include "native.h"

NTSTATUS NTAPI NtSetInformationThread(HANDLE thread, ULONG kind, PVOID information, ULONG length);
NTSTATUS NTAPI NtResumeThread(HANDLE thread, PULONG suspensions);

static HANDLE go;
static volatile LONG count;

static NTSTATUS NTAPI worker(PVOID argument)
{
    NtWaitForSingleObject(go, FALSE, NULL);
    InterlockedExchangeAdd(&count, (LONG)(LONG_PTR)argument);
    return (NTSTATUS)(LONG_PTR)argument;
}

/* Of a priority above everybody's, it does not wait for anything, or only for its like. */
static NTSTATUS NTAPI hog(PVOID argument)
{
    HANDLE *turns = argument;
    LONG priority = 31;
    EXPECT(NtSetInformationThread(CURRENT_THREAD, 2, &priority, sizeof priority), STATUS_SUCCESS);
    while (!count)
        if (turns) {
            NtSetEvent(turns[0], NULL);
            NtWaitForSingleObject(turns[1], FALSE, NULL);
        }
    if (turns) NtSetEvent(turns[0], NULL);
    return STATUS_SUCCESS;
}

/* Others go on all the same, if slowly. */
static void live_with_hogs(PVOID first, PVOID second)
{
    HANDLE threads[2];
    PVOID arguments[2] = {first, second};
    LARGE_INTEGER moment = {.QuadPart = -1000000};
    count = 0;
    for (int index = 0; index < 2; index++)
        EXPECT(NtCreateThreadEx(&threads[index], THREAD_ALL_ACCESS, NULL, CURRENT_PROCESS, hog, arguments[index], 0, 0, 0,
            0, NULL), STATUS_SUCCESS);
    EXPECT(NtDelayExecution(FALSE, &moment), STATUS_SUCCESS);
    count = 1;
    for (int index = 0; index < 2; index++) {
        EXPECT(NtWaitForSingleObject(threads[index], FALSE, NULL), STATUS_SUCCESS);
        EXPECT(NtClose(threads[index]), STATUS_SUCCESS);
    }
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
    live_with_hogs(NULL, NULL);
    HANDLE turns[3];
    for (int index = 0; index < 2; index++)
        EXPECT(NtCreateEvent(&turns[index], EVENT_ALL_ACCESS, NULL, 1, FALSE), STATUS_SUCCESS);
    turns[2] = turns[0];
    live_with_hogs(&turns[0], &turns[1]);
    finish();
}
