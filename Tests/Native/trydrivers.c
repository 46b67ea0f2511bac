/* Loads \SystemRoot\bad\000.sys, 001.sys and so on to the last there is, each by a service key of its own, and says of each how
 * that went. Whatever these drivers are, this program, the other drivers and the system under them go on. */
#include "native.h"

NTSTATUS NTAPI NtCreateKey(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG titleIndex,
    PUNICODE_STRING class, ULONG options, PULONG disposition);
NTSTATUS NTAPI NtSetValueKey(HANDLE key, PUNICODE_STRING name, ULONG titleIndex, ULONG type, PVOID data, ULONG size);
NTSTATUS NTAPI NtDeleteKey(HANDLE key);
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING service);
NTSTATUS NTAPI NtUnloadDriver(PUNICODE_STRING service);

static void put(HANDLE key, PCWSTR name, ULONG type, PVOID data, ULONG size)
{
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, name);
    EXPECT(NtSetValueKey(key, &string, 0, type, data, size), STATUS_SUCCESS);
}

static NTSTATUS load(PUNICODE_STRING service, PWSTR path, ULONG pathSize)
{
    OBJECT_ATTRIBUTES attributes;
    HANDLE key = NULL;
    ULONG kernelDriver = 1, onDemand = 3;
    InitializeObjectAttributes(&attributes, service, OBJ_CASE_INSENSITIVE, NULL, NULL);
    EXPECT(NtCreateKey(&key, KEY_ALL_ACCESS, &attributes, 0, NULL, REG_OPTION_VOLATILE, NULL), STATUS_SUCCESS);
    put(key, L"Type", REG_DWORD, &kernelDriver, sizeof kernelDriver);
    put(key, L"Start", REG_DWORD, &onDemand, sizeof onDemand);
    put(key, L"ImagePath", REG_SZ, path, pathSize);
    NTSTATUS status = NtLoadDriver(service);
    if (NT_SUCCESS(status)) NtUnloadDriver(service);
    EXPECT(NtDeleteKey(key), STATUS_SUCCESS);
    EXPECT(NtClose(key), STATUS_SUCCESS);
    return status;
}

static void others_go_on(void)
{
    HANDLE file = NULL;
    IO_STATUS_BLOCK block;
    EXPECT(open_file(&file, L"\\Device\\Null", GENERIC_WRITE, FILE_SYNCHRONOUS_IO_NONALERT), STATUS_SUCCESS);
    EXPECT(NtWriteFile(file, NULL, NULL, NULL, &block, "abc", 3, NULL, NULL), STATUS_SUCCESS);
    EXPECT(NtClose(file), STATUS_SUCCESS);
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    for (int number = 0; number < 1000; number++) {
        WCHAR path[] = L"\\SystemRoot\\bad\\000.sys";
        WCHAR key[] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\Bad000";
        const int last = sizeof key / sizeof *key - 2;
        UNICODE_STRING service;
        HANDLE file = NULL;
        for (int digit = 0, rest = number; digit < 3; digit++, rest /= 10) {
            path[18 - digit] += rest % 10;
            key[last - digit] += rest % 10;
        }
        if (open_file(&file, path, GENERIC_READ, 0) == STATUS_OBJECT_NAME_NOT_FOUND) break;
        EXPECT(NtClose(file), STATUS_SUCCESS);
        RtlInitUnicodeString(&service, key);
        NTSTATUS status = load(&service, path, sizeof path);
        print(path + 16);
        print(L" loads ");
        print_hex(status);
        print(L"\n");
        others_go_on();
    }
    finish();
}
