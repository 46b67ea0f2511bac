/* Uses the driver of wdmdrv.c in all its ways, then unloads it. */
#include "native.h"
#include <winioctl.h>
#include "wdm.h"

NTSTATUS NTAPI NtCancelIoFile(HANDLE file, PIO_STATUS_BLOCK block);
NTSTATUS NTAPI NtUnloadDriver(PUNICODE_STRING service);

static HANDLE file;
static IO_STATUS_BLOCK block;

static NTSTATUS open(ULONG options, HANDLE *handle)
{
    return open_file(handle, L"\\??\\wdm", GENERIC_READ | GENERIC_WRITE, options);
}

static NTSTATUS control(ULONG code, PVOID input, ULONG inputLength, PVOID output, ULONG outputLength)
{
    return NtDeviceIoControlFile(file, NULL, NULL, NULL, &block, code, input, inputLength, output, outputLength);
}

static void buffers(void)
{
    static BYTE input[300], output[9000];
    for (int index = 0; index < 300; index++) input[index] = (BYTE)index;
    EXPECT(control(WDM_ADD_ONE, input, 300, output, 9000), STATUS_SUCCESS);
    CHECK(block.Information == 300 && output[0] == 1 && output[299] == (BYTE)300 && output[300] == 0);
    EXPECT(control(WDM_ADD_ONE, input, 300, output, 299), STATUS_BUFFER_TOO_SMALL);
    EXPECT(control(WDM_ADD_ONE, input, 300, (PVOID)L"constant", 300), STATUS_ACCESS_VIOLATION);
    EXPECT(control(WDM_FILL, input, 7, output + 3, 8000), STATUS_SUCCESS);
    CHECK(block.Information == 8000 && output[2] == 3 && output[3] == 7 && output[8002] == 7 && output[8003] == 0);
    EXPECT(control(WDM_PROBES, NULL, 0, NULL, 0), STATUS_SUCCESS);
    EXPECT(control(0x12345678, NULL, 0, NULL, 0), STATUS_INVALID_DEVICE_REQUEST);
}

static void events(void)
{
    HANDLE event, readOnly, named;
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    LARGE_INTEGER now = {0};
    RtlInitUnicodeString(&name, L"\\BaseNamedObjects\\WdmEvent");
    InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
    EXPECT(NtOpenEvent(&named, EVENT_ALL_ACCESS, &attributes), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(named, FALSE, &now), STATUS_TIMEOUT);
    EXPECT(control(WDM_SIGNAL_NAMED, NULL, 0, NULL, 0), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(named, FALSE, &now), STATUS_SUCCESS);

    EXPECT(NtCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    EXPECT(control(WDM_SIGNAL, &event, sizeof event, NULL, 0), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(event, FALSE, &now), STATUS_SUCCESS);
    EXPECT(NtOpenEvent(&readOnly, SYNCHRONIZE, &attributes), STATUS_SUCCESS);
    EXPECT(control(WDM_SIGNAL, &readOnly, sizeof readOnly, NULL, 0), STATUS_ACCESS_DENIED);
    EXPECT(control(WDM_SIGNAL, &file, sizeof file, NULL, 0), STATUS_OBJECT_TYPE_MISMATCH);
    EXPECT(NtClose(event), STATUS_SUCCESS);
    EXPECT(control(WDM_SIGNAL, &event, sizeof event, NULL, 0), STATUS_INVALID_HANDLE);
    NtClose(readOnly);
    NtClose(named);
}

static void text(ULONG code)
{
    static const WCHAR expected[] = L"\\DosDevices\\Wdm -5 narrow 123456789ab";
    WCHAR output[64];
    EXPECT(control(code, NULL, 0, output, sizeof output), STATUS_SUCCESS);
    CHECK(block.Information == sizeof expected - 2);
    for (int index = 0; index < (int)(sizeof expected / 2) - 1; index++) CHECK(output[index] == expected[index]);
}

static void asynchronous(void)
{
    HANDLE other, done[2];
    IO_STATUS_BLOCK blocks[2], cancelled;
    LARGE_INTEGER start = {0};
    char buffer[200];
    EXPECT(open(0, &other), STATUS_SUCCESS);
    for (int index = 0; index < 2; index++)
        EXPECT(NtCreateEvent(&done[index], EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    for (int index = 0; index < 2; index++)
        EXPECT(NtReadFile(other, done[index], NULL, NULL, &blocks[index], buffer, 200, &start, NULL), STATUS_PENDING);
    EXPECT(NtCancelIoFile(other, &cancelled), STATUS_SUCCESS);
    for (int index = 0; index < 2; index++) {
        EXPECT(NtWaitForSingleObject(done[index], FALSE, NULL), STATUS_SUCCESS);
        EXPECT(blocks[index].Status, STATUS_CANCELLED);
    }
    for (int index = 0; index < 2; index++)
        EXPECT(NtWriteFile(other, done[index], NULL, NULL, &blocks[index], buffer, 10 + index, &start, NULL),
            STATUS_PENDING);
    for (int index = 0; index < 2; index++) {
        EXPECT(NtWaitForSingleObject(done[index], FALSE, NULL), STATUS_SUCCESS);
        CHECK(blocks[index].Status == STATUS_SUCCESS && blocks[index].Information == (ULONG_PTR)(10 + index));
    }
    EXPECT(NtReadFile(file, NULL, NULL, NULL, &block, buffer, 10, NULL, NULL), STATUS_SUCCESS);
    CHECK(block.Information == 10 && buffer[0] == 'r' && buffer[9] == 'r');
    EXPECT(NtClose(other), STATUS_SUCCESS);
}

/* The driver comes back with all its names, however it ended. */
static void crash(void)
{
    LARGE_INTEGER moment = {.QuadPart = -100000};
    NTSTATUS status;
    EXPECT(control(WDM_CRASH, NULL, 0, NULL, 0), STATUS_DEVICE_NOT_CONNECTED);
    EXPECT(NtClose(file), STATUS_SUCCESS);
    while ((status = open(FILE_SYNCHRONOUS_IO_NONALERT, &file)) == STATUS_OBJECT_NAME_NOT_FOUND)
        NtDelayExecution(FALSE, &moment);
    EXPECT(status, STATUS_SUCCESS);
    text(WDM_THROUGH_FILTER);
}

void NtProcessStartup(PPEB peb)
{
    UNICODE_STRING service;
    (void)peb;
    EXPECT(open(FILE_SYNCHRONOUS_IO_NONALERT, &file), STATUS_SUCCESS);
    buffers();
    events();
    text(WDM_DESCRIBE);
    text(WDM_THROUGH_FILTER);
    asynchronous();
    for (int round = 0; round < 3; round++) EXPECT(control(WDM_RESOURCE, NULL, 0, NULL, 0), STATUS_SUCCESS);
    EXPECT(control(WDM_WORK, NULL, 0, NULL, 0), STATUS_SUCCESS);
    crash();
    EXPECT(NtClose(file), STATUS_SUCCESS);
    RtlInitUnicodeString(&service, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\wdmdrv");
    EXPECT(NtUnloadDriver(&service), STATUS_SUCCESS);
    EXPECT(open(0, &file), STATUS_OBJECT_NAME_NOT_FOUND);
    finish();
}
