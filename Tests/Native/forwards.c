/* Loads a DLL whose exports are forwards: to another DLL, to one of its own, in a ring, to nothing. */
#include "native.h"

NTSTATUS NTAPI NtTestAlert(void);

static NTSTATUS find(HANDLE module, const char *name, ULONG ordinal, PVOID *address)
{
    ANSI_STRING string;
    RtlInitAnsiString(&string, name);
    *address = NULL;
    return LdrGetProcedureAddress(module, name ? &string : NULL, ordinal, address);
}

void NtProcessStartup(PPEB peb)
{
    UNICODE_STRING file;
    HANDLE module = NULL, ntdll = NULL;
    PVOID direct, address;
    (void)peb;
    RtlInitUnicodeString(&file, L"ntdll.dll");
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &ntdll), STATUS_SUCCESS);
    EXPECT(find(ntdll, "NtTestAlert", 0, &direct), STATUS_SUCCESS);
    RtlInitUnicodeString(&file, L"forward.dll");
    EXPECT(LdrLoadDll(NULL, NULL, &file, &module), STATUS_SUCCESS);
    EXPECT(find(module, "Alert", 0, &address), STATUS_SUCCESS);
    CHECK(address == direct);
    EXPECT(find(module, NULL, 1, &address), STATUS_SUCCESS);
    CHECK(address == direct);
    EXPECT(find(module, "Again", 0, &address), STATUS_SUCCESS);
    CHECK(address == direct);
    CHECK(((NTSTATUS(NTAPI *)(void))address)() == STATUS_SUCCESS);
    CHECK(!NT_SUCCESS(find(module, "Ring", 0, &address)) && !address);
    CHECK(!NT_SUCCESS(find(module, "Missing", 0, &address)) && !address);
    CHECK(!NT_SUCCESS(find(module, "Stranger", 0, &address)) && !address);
    CHECK(!NT_SUCCESS(find(module, NULL, 6, &address)) && !address);
    EXPECT(LdrUnloadDll(module), STATUS_SUCCESS);
    finish();
}
