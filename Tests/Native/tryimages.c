/* Starts \SystemRoot\bad\000.exe, 001.exe and so on to the last there is, each as a process of its own, and says of
 * each how that went. Whatever these images are, this program and the system under it go on. */
#include "native.h"

typedef struct {
    ULONG size;
    HANDLE process, thread;
    CLIENT_ID id;
    BYTE image[64];
} PROCESS_INFORMATION_BLOCK;

NTSTATUS NTAPI RtlCreateProcessParameters(PRTL_USER_PROCESS_PARAMETERS *parameters, PUNICODE_STRING image,
    PUNICODE_STRING dllPath, PUNICODE_STRING directory, PUNICODE_STRING commandLine, PVOID environment,
    PUNICODE_STRING title, PUNICODE_STRING desktop, PUNICODE_STRING shell, PUNICODE_STRING runtime);
NTSTATUS NTAPI RtlDestroyProcessParameters(PRTL_USER_PROCESS_PARAMETERS parameters);
NTSTATUS NTAPI RtlCreateUserProcess(PUNICODE_STRING image, ULONG attributes, PRTL_USER_PROCESS_PARAMETERS parameters,
    PVOID processSecurity, PVOID threadSecurity, HANDLE parent, BOOLEAN inherits, HANDLE debugPort,
    HANDLE exceptionPort, PROCESS_INFORMATION_BLOCK *information);
NTSTATUS NTAPI NtResumeThread(HANDLE thread, PULONG count);

static NTSTATUS start(UNICODE_STRING *path, PROCESS_INFORMATION_BLOCK *block)
{
    PRTL_USER_PROCESS_PARAMETERS parameters;
    NTSTATUS status =
        RtlCreateProcessParameters(&parameters, path, NULL, NULL, path, NULL, NULL, NULL, NULL, NULL);
    if (!NT_SUCCESS(status)) return status;
    block->size = sizeof *block;
    status = RtlCreateUserProcess(
        path, OBJ_CASE_INSENSITIVE, parameters, NULL, NULL, NULL, FALSE, NULL, NULL, block);
    RtlDestroyProcessParameters(parameters);
    return status;
}

/* Runs the process for a second at most; its exit status. */
static NTSTATUS end(PROCESS_INFORMATION_BLOCK *block)
{
    LARGE_INTEGER second = {.QuadPart = -10000000};
    PROCESS_BASIC_INFORMATION information = {0};
    EXPECT(NtResumeThread(block->thread, NULL), STATUS_SUCCESS);
    if (NtWaitForSingleObject(block->process, FALSE, &second) == STATUS_TIMEOUT) {
        EXPECT(NtTerminateProcess(block->process, STATUS_TIMEOUT), STATUS_SUCCESS);
        EXPECT(NtWaitForSingleObject(block->process, FALSE, NULL), STATUS_SUCCESS);
    }
    EXPECT(NtQueryInformationProcess(
               block->process, ProcessBasicInformation, &information, sizeof information, NULL),
        STATUS_SUCCESS);
    EXPECT(NtClose(block->thread), STATUS_SUCCESS);
    EXPECT(NtClose(block->process), STATUS_SUCCESS);
    return information.ExitStatus;
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    for (int number = 0; number < 1000; number++) {
        WCHAR text[] = L"\\SystemRoot\\bad\\000.exe";
        for (int digit = 0, rest = number; digit < 3; digit++, rest /= 10) text[18 - digit] += rest % 10;
        UNICODE_STRING path;
        RtlInitUnicodeString(&path, text);
        PROCESS_INFORMATION_BLOCK block = {0};
        NTSTATUS status = start(&path, &block);
        if (status == STATUS_OBJECT_NAME_NOT_FOUND) break;
        print(text + 16);
        print(NT_SUCCESS(status) ? L" ends " : L" refused ");
        print_hex(NT_SUCCESS(status) ? end(&block) : status);
        print(L"\n");
    }
    finish();
}
