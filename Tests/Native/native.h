/* What the C test programs share: declarations that winternl.h leaves out, and checks that print one line
 * when they fail. A program ends with the number of its failed checks as status. */
#pragma once
#define WIN32_NO_STATUS
#include <windef.h>
#include <winbase.h>
#undef WIN32_NO_STATUS
#include <ntstatus.h>
#include <winternl.h>

NTSTATUS NTAPI NtDisplayString(PUNICODE_STRING text);
NTSTATUS NTAPI NtTerminateProcess(HANDLE process, NTSTATUS status);
NTSTATUS NTAPI NtTerminateThread(HANDLE thread, NTSTATUS status);
NTSTATUS NTAPI NtReadFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
    PIO_STATUS_BLOCK block, PVOID buffer, ULONG length, PLARGE_INTEGER offset, PULONG key);
NTSTATUS NTAPI NtWriteFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID context,
    PIO_STATUS_BLOCK block, PVOID buffer, ULONG length, PLARGE_INTEGER offset, PULONG key);
NTSTATUS NTAPI NtAllocateVirtualMemory(HANDLE process, PVOID *base, ULONG_PTR zeroBits, PSIZE_T size,
    ULONG type, ULONG protection);
NTSTATUS NTAPI NtFreeVirtualMemory(HANDLE process, PVOID *base, PSIZE_T size, ULONG type);
NTSTATUS NTAPI NtProtectVirtualMemory(HANDLE process, PVOID *base, PSIZE_T size, ULONG protection,
    PULONG old);
NTSTATUS NTAPI NtQueryVirtualMemory(HANDLE process, PVOID address, ULONG kind, PVOID information,
    SIZE_T length, PSIZE_T returned);
NTSTATUS NTAPI NtCreateEvent(PHANDLE event, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
    ULONG type, BOOLEAN signalled);
NTSTATUS NTAPI NtOpenEvent(PHANDLE event, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes);
NTSTATUS NTAPI NtSetEvent(HANDLE event, PLONG previous);
NTSTATUS NTAPI NtResetEvent(HANDLE event, PLONG previous);
NTSTATUS NTAPI NtDelayExecution(BOOLEAN alertable, PLARGE_INTEGER interval);
NTSTATUS NTAPI NtCreateSection(PHANDLE section, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
    PLARGE_INTEGER size, ULONG protection, ULONG allocation, HANDLE file);
NTSTATUS NTAPI NtMapViewOfSection(HANDLE section, HANDLE process, PVOID *base, ULONG_PTR zeroBits,
    SIZE_T commit, PLARGE_INTEGER offset, PSIZE_T size, ULONG inherit, ULONG allocation, ULONG protection);
NTSTATUS NTAPI NtUnmapViewOfSection(HANDLE process, PVOID base);
NTSTATUS NTAPI NtCreateThreadEx(PHANDLE thread, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes,
    HANDLE process, PVOID start, PVOID argument, ULONG flags, SIZE_T zeroBits, SIZE_T stack,
    SIZE_T maximumStack, PVOID list);
NTSTATUS NTAPI LdrGetDllHandle(PWSTR path, PULONG characteristics, PUNICODE_STRING name, PVOID *handle);
NTSTATUS NTAPI LdrGetProcedureAddress(PVOID handle, PANSI_STRING name, ULONG ordinal, PVOID *address);
NTSTATUS NTAPI LdrLoadDll(PWSTR path, PULONG characteristics, PUNICODE_STRING name, PVOID *handle);
NTSTATUS NTAPI LdrUnloadDll(PVOID handle);

#define CURRENT_PROCESS ((HANDLE)(LONG_PTR)-1)
#define CURRENT_THREAD ((HANDLE)(LONG_PTR)-2)

static ULONG failures;

static inline void print(const WCHAR *text)
{
    UNICODE_STRING string;
    RtlInitUnicodeString(&string, text);
    NtDisplayString(&string);
}

static inline void print_hex(ULONG value)
{
    WCHAR text[11] = L"0x";
    for (int digit = 0; digit < 8; digit++)
        text[2 + digit] = L"0123456789ABCDEF"[value >> (28 - 4 * digit) & 15];
    text[10] = 0;
    print(text);
}

static inline void check_at(int line, const WCHAR *what, BOOL holds)
{
    if (holds) return;
    failures++;
    print(L"FAIL line ");
    print_hex(line);
    print(L": ");
    print(what);
    print(L"\n");
}

static inline void expect_at(int line, const WCHAR *what, NTSTATUS got, NTSTATUS wanted)
{
    if (got == wanted) return;
    check_at(line, what, FALSE);
    print(L"    status ");
    print_hex(got);
    print(L", expected ");
    print_hex(wanted);
    print(L"\n");
}

#define WIDE_(text) L##text
#define WIDE(text) WIDE_(text)
#define CHECK(condition) check_at(__LINE__, WIDE(#condition), !!(condition))
#define EXPECT(call, status) expect_at(__LINE__, WIDE(#call), (call), (status))

/* Opens a device, or a file on one; `options` are FILE_*. */
static inline NTSTATUS open_file(HANDLE *file, PCWSTR path, ACCESS_MASK access, ULONG options)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK block;
    RtlInitUnicodeString(&name, path);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return NtOpenFile(file, access | SYNCHRONIZE, &attributes, &block, FILE_SHARE_READ | FILE_SHARE_WRITE, options);
}

static inline void finish(void)
{
    if (failures == 0) print(L"all checks passed\n");
    NtTerminateProcess(CURRENT_PROCESS, (NTSTATUS)failures);
}
