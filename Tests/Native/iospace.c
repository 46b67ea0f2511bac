/* Writes a service key that gives a driver memory of devices, and loads it. */
#include "native.h"

NTSTATUS NTAPI NtCreateKey(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG index,
    PUNICODE_STRING class, ULONG options, PULONG disposition);
NTSTATUS NTAPI NtSetValueKey(HANDLE key, PUNICODE_STRING name, ULONG index, ULONG type, PVOID data, ULONG size);
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING key);

static WCHAR path[] = L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\iospacedrv";

static void set(HANDLE key, PCWSTR name, ULONG type, PVOID data, ULONG size)
{
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, name);
    EXPECT(NtSetValueKey(key, &string, 0, type, data, size), STATUS_SUCCESS);
}

void NtProcessStartup(PPEB peb)
{
    static WCHAR image[] = L"\\SystemRoot\\iospacedrv.sys";
    static WCHAR memory[] = L"0xB8000-0xBFFFF 0xFED00000-0xFED003FF 0x200000-0x2FFFFF 0xFEE00000-0xFEE00FFF";
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    HANDLE key = NULL;
    ULONG one = 1, three = 3;
    (void)peb;

    RtlInitUnicodeString(&name, path);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    EXPECT(NtCreateKey(&key, KEY_ALL_ACCESS, &attributes, 0, NULL, 0, NULL), STATUS_SUCCESS);
    set(key, L"Type", REG_DWORD, &one, sizeof one);
    set(key, L"Start", REG_DWORD, &three, sizeof three);
    set(key, L"ImagePath", REG_SZ, image, sizeof image);
    set(key, L"Memory", REG_SZ, memory, sizeof memory);
    EXPECT(NtClose(key), STATUS_SUCCESS);
    EXPECT(NtLoadDriver(&name), STATUS_SUCCESS);
    finish();
}
