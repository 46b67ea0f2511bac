/* Has hostiledrv.sys do all it can. Whatever that is, its requests end, other drivers go on, and it comes back. */
#include "native.h"
#include "deeds.h"

NTSTATUS NTAPI NtCancelIoFile(HANDLE file, PIO_STATUS_BLOCK block);

static void pause(int milliseconds)
{
    LARGE_INTEGER time = {.QuadPart = -10000ll * milliseconds};
    NtDelayExecution(FALSE, &time);
}

/* A driver that ended comes back a little later; one that ended soon after it began, a little later than that. */
static HANDLE open_when_back(void)
{
    HANDLE file = NULL;
    for (int tries = 0; tries < 400; tries++) {
        if (NT_SUCCESS(open_file(&file, L"\\Device\\Hostile", GENERIC_READ | GENERIC_WRITE, 0))) return file;
        pause(50);
    }
    CHECK(!"the driver is back");
    return NULL;
}

static ULONG NTAPI end_at_once(PVOID context)
{
    (void)context;
    return 0;
}

static void others_go_on(void)
{
    HANDLE file = NULL, thread = NULL;
    IO_STATUS_BLOCK block;
    EXPECT(open_file(&file, L"\\Device\\Null", GENERIC_READ | GENERIC_WRITE, FILE_SYNCHRONOUS_IO_NONALERT),
        STATUS_SUCCESS);
    EXPECT(NtWriteFile(file, NULL, NULL, NULL, &block, "abc", 3, NULL, NULL), STATUS_SUCCESS);
    CHECK(block.Information == 3);
    EXPECT(NtClose(file), STATUS_SUCCESS);
    EXPECT(NtCreateThreadEx(&thread, THREAD_ALL_ACCESS, NULL, CURRENT_PROCESS, end_at_once, NULL, 0, 0, 0, 0, NULL),
        STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(thread, FALSE, NULL), STATUS_SUCCESS);
    EXPECT(NtClose(thread), STATUS_SUCCESS);
}

/* The status of the deed; STATUS_TIMEOUT if it is not over in two seconds. */
static NTSTATUS have_done(enum deed deed)
{
    HANDLE event = NULL, file = open_when_back();
    IO_STATUS_BLOCK block = {0}, cancelled;
    LARGE_INTEGER time = {.QuadPart = -20000000};
    ULONG answer[2] = {0, 0x600D};
    EXPECT(NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    NTSTATUS status = NtDeviceIoControlFile(file, event, NULL, NULL, &block, DEED_CODE(deed), NULL, 0, answer,
        sizeof answer[0]);
    if (status == STATUS_PENDING) {
        if (deed == CRASH_IN_A_CANCEL_ROUTINE) EXPECT(NtCancelIoFile(file, &cancelled), STATUS_SUCCESS);
        status = NtWaitForSingleObject(event, FALSE, &time);
        if (status == STATUS_SUCCESS) status = block.Status;
    }
    others_go_on();
    CHECK(answer[1] == 0x600D);
    EXPECT(NtClose(event), STATUS_SUCCESS);
    EXPECT(NtClose(file), STATUS_SUCCESS);
    return status;
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    for (enum deed deed = WRITE_TO_NOWHERE; deed <= LAST_CRASH; deed++) {
        EXPECT(have_done(deed), STATUS_DEVICE_NOT_CONNECTED);
        if (failures) print_hex(deed);
        pause(1100);
    }
    for (enum deed deed = LAST_CRASH + 1; deed <= LAST_MISDEED; deed++) {
        EXPECT(have_done(deed), STATUS_SUCCESS);
        if (failures) print_hex(deed);
    }
    EXPECT(have_done(LOOP), STATUS_TIMEOUT);
    /* Until it is ended. */
    EXPECT(have_done(0), STATUS_INVALID_DEVICE_REQUEST);
    finish();
}
