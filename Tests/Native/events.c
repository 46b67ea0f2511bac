/* Events: both kinds, waits with and without time, names. */
#include "native.h"

static NTSTATUS wait(HANDLE event, LONGLONG milliseconds)
{
    LARGE_INTEGER timeout;
    timeout.QuadPart = -milliseconds * 10000;
    return NtWaitForSingleObject(event, FALSE, &timeout);
}

void NtProcessStartup(PPEB peb)
{
    HANDLE notification, synchronization, named, again;
    LONG previous = -1;
    (void)peb;

    EXPECT(NtCreateEvent(&notification, EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    EXPECT(wait(notification, 0), STATUS_TIMEOUT);
    EXPECT(NtSetEvent(notification, &previous), STATUS_SUCCESS);
    CHECK(previous == 0);
    EXPECT(wait(notification, 0), STATUS_SUCCESS);
    EXPECT(wait(notification, 0), STATUS_SUCCESS);
    EXPECT(NtResetEvent(notification, &previous), STATUS_SUCCESS);
    CHECK(previous == 1);
    EXPECT(wait(notification, 20), STATUS_TIMEOUT);

    EXPECT(NtCreateEvent(&synchronization, EVENT_ALL_ACCESS, NULL, 1, TRUE), STATUS_SUCCESS);
    EXPECT(wait(synchronization, 0), STATUS_SUCCESS);
    EXPECT(wait(synchronization, 0), STATUS_TIMEOUT);

    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    RtlInitUnicodeString(&name, L"\\BaseNamedObjects\\CEvent");
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    EXPECT(NtCreateEvent(&named, EVENT_ALL_ACCESS, &attributes, 0, FALSE), STATUS_SUCCESS);
    EXPECT(NtCreateEvent(&again, EVENT_ALL_ACCESS, &attributes, 0, FALSE), STATUS_OBJECT_NAME_COLLISION);
    EXPECT(NtOpenEvent(&again, EVENT_MODIFY_STATE, &attributes), STATUS_SUCCESS);
    EXPECT(NtSetEvent(again, NULL), STATUS_SUCCESS);
    EXPECT(wait(named, 0), STATUS_SUCCESS);
    EXPECT(wait(again, 0), STATUS_ACCESS_DENIED);
    EXPECT(NtClose(again), STATUS_SUCCESS);
    EXPECT(NtClose(named), STATUS_SUCCESS);
    EXPECT(NtOpenEvent(&again, EVENT_MODIFY_STATE, &attributes), STATUS_OBJECT_NAME_NOT_FOUND);

    EXPECT(NtCreateEvent(&again, EVENT_ALL_ACCESS, NULL, 7, FALSE), STATUS_INVALID_PARAMETER);
    EXPECT(NtSetEvent((HANDLE)0x4321, NULL), STATUS_INVALID_HANDLE);
    EXPECT(NtSetEvent(CURRENT_PROCESS, NULL), STATUS_OBJECT_TYPE_MISMATCH);
    finish();
}
