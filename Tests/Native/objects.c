/* Loads the driver of objectsdrv.c from a file without an extension, and hands its objects to it, which says by a status what is
 * wrong. */
#include "native.h"
#include <winioctl.h>
#include "objects.h"

NTSTATUS NTAPI NtCreateSemaphore(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, LONG count, LONG limit);
NTSTATUS NTAPI NtCreateMutant(PHANDLE handle, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, BOOLEAN owned);
NTSTATUS NTAPI NtReleaseSemaphore(HANDLE handle, LONG count, PLONG previous);
NTSTATUS NTAPI NtDuplicateObject(HANDLE from, HANDLE handle, HANDLE to, PHANDLE copy, ACCESS_MASK access, ULONG flags, ULONG options);
NTSTATUS NTAPI RtlCreateUserProcess(PUNICODE_STRING path, ULONG flags, PVOID parameters, PVOID descriptor, PVOID descriptor2,
    HANDLE parent, BOOLEAN inherit, HANDLE debug, HANDLE exception, PVOID information);
NTSTATUS NTAPI RtlCreateProcessParameters(PVOID *parameters, PUNICODE_STRING image, PUNICODE_STRING dlls, PUNICODE_STRING directory,
    PUNICODE_STRING line, PVOID environment, PUNICODE_STRING title, PUNICODE_STRING desktop, PUNICODE_STRING shell,
    PUNICODE_STRING runtime);

NTSTATUS NTAPI NtCreateKey(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG index,
    PUNICODE_STRING class, ULONG options, PULONG disposition);
NTSTATUS NTAPI NtSetValueKey(HANDLE key, PUNICODE_STRING name, ULONG index, ULONG type, PVOID data, ULONG size);
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING key);

static OBJECTS objects;
static HANDLE device;

static void set(HANDLE key, PCWSTR name, ULONG type, PVOID data, ULONG size)
{
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, name);
    EXPECT(NtSetValueKey(key, &string, 0, type, data, size), STATUS_SUCCESS);
}

static void load(void)
{
    static WCHAR image[] = L"\\SystemRoot\\objectsdrv";
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    HANDLE key = NULL;
    ULONG one = 1, three = 3;
    RtlInitUnicodeString(&name, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\objectsdrv");
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    EXPECT(NtCreateKey(&key, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, NULL), STATUS_SUCCESS);
    set(key, L"Type", REG_DWORD, &one, sizeof one);
    set(key, L"Start", REG_DWORD, &three, sizeof three);
    set(key, L"ImagePath", REG_SZ, image, sizeof image);
    EXPECT(NtClose(key), STATUS_SUCCESS);
    EXPECT(NtLoadDriver(&name), STATUS_SUCCESS);
}

static NTSTATUS ask(ULONG code)
{
    IO_STATUS_BLOCK block;
    return NtDeviceIoControlFile(device, NULL, NULL, NULL, &block, code, &objects, sizeof objects, NULL, 0);
}

typedef struct {
    ULONG Size;
    HANDLE Process, Thread;
    CLIENT_ID Id;
    ULONG_PTR Image[8];
} PROCESS_INFORMATION_;

static void ended_by_the_driver(void)
{
    UNICODE_STRING path;
    PVOID parameters;
    PROCESS_INFORMATION_ made = {.Size = sizeof made};
    PROCESS_BASIC_INFORMATION information = {0};
    LARGE_INTEGER look = {.QuadPart = 0};
    RtlInitUnicodeString(&path, L"\\SystemRoot\\System32\\true.exe");
    EXPECT(RtlCreateProcessParameters(&parameters, &path, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), STATUS_SUCCESS);
    EXPECT(RtlCreateUserProcess(&path, 0, parameters, NULL, NULL, NULL, FALSE, NULL, NULL, &made), STATUS_SUCCESS);
    objects.process = made.Process;
    EXPECT(ask(OBJECTS_END), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(made.Process, FALSE, &look), STATUS_SUCCESS);
    EXPECT(NtQueryInformationProcess(made.Process, 0, &information, sizeof information, NULL), STATUS_SUCCESS);
    CHECK((ULONG)(ULONG_PTR)information.ExitStatus == 0x4321);
    NtClose(made.Process);
    NtClose(made.Thread);
}

void NtProcessStartup(PPEB peb)
{
    LARGE_INTEGER size = {.QuadPart = 4096}, look = {.QuadPart = 0};
    SIZE_T view = 0;
    ULONG *base = NULL;
    (void)peb;
    load();
    EXPECT(open_file(&device, L"\\Device\\Objects", GENERIC_READ | GENERIC_WRITE, FILE_SYNCHRONOUS_IO_NONALERT), STATUS_SUCCESS);
    EXPECT(NtCreateEvent(&objects.event, EVENT_ALL_ACCESS, NULL, 0, FALSE), STATUS_SUCCESS);
    EXPECT(NtCreateSemaphore(&objects.semaphore, SEMAPHORE_ALL_ACCESS, NULL, 2, 10), STATUS_SUCCESS);
    EXPECT(NtCreateMutant(&objects.mutant, MUTANT_ALL_ACCESS, NULL, FALSE), STATUS_SUCCESS);
    EXPECT(NtCreateSection(&objects.section, SECTION_ALL_ACCESS, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL), STATUS_SUCCESS);
    EXPECT(NtMapViewOfSection(objects.section, CURRENT_PROCESS, (PVOID *)&base, 0, 0, NULL, &view, 2, 0, PAGE_READWRITE), STATUS_SUCCESS);
    EXPECT(NtDuplicateObject(CURRENT_PROCESS, CURRENT_PROCESS, CURRENT_PROCESS, &objects.process, PROCESS_QUERY_INFORMATION, 0, 0),
        STATUS_SUCCESS);
    EXPECT(NtDuplicateObject(CURRENT_PROCESS, CURRENT_THREAD, CURRENT_PROCESS, &objects.thread, 0x1FFFFF, 0, 0), STATUS_SUCCESS);
    objects.file = device;
    *base = 0x12345678;
    EXPECT(ask(OBJECTS_REFERENCE), STATUS_SUCCESS);
    CHECK(*base == 0x87654321);
    /* Three are left; the driver wants one. */
    EXPECT(NtWaitForSingleObject(objects.semaphore, FALSE, &look), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(objects.semaphore, FALSE, &look), STATUS_SUCCESS);
    EXPECT(ask(OBJECTS_WAIT_ANY), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(objects.semaphore, FALSE, &look), STATUS_TIMEOUT);
    EXPECT(NtReleaseSemaphore(objects.semaphore, 1, NULL), STATUS_SUCCESS);
    NtResetEvent(objects.event, NULL);
    EXPECT(ask(OBJECTS_WAIT_ALL), STATUS_SUCCESS);
    EXPECT(ask(OBJECTS_ROUTINES), STATUS_SUCCESS);
    ended_by_the_driver();
    finish();
}
