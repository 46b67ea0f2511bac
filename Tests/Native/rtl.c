/* ntdll's conversions, environment, critical sections and loader as C programs call them, with arguments that are right and
 * wrong. */
#include "native.h"

NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG value, ULONG base, PUNICODE_STRING string);
NTSTATUS NTAPI RtlUnicodeStringToInteger(const UNICODE_STRING *string, ULONG base, PULONG value);
NTSTATUS NTAPI RtlCharToInteger(PCSZ string, ULONG base, PULONG value);
NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING target, PCWSTR source);
NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING string, PCWSTR source);
NTSTATUS NTAPI RtlDuplicateUnicodeString(ULONG flags, const UNICODE_STRING *source, PUNICODE_STRING target);
void NTAPI RtlCopyUnicodeString(PUNICODE_STRING target, const UNICODE_STRING *source);
LONG NTAPI RtlCompareUnicodeString(const UNICODE_STRING *first, const UNICODE_STRING *second, BOOLEAN noCase);
BOOLEAN NTAPI RtlPrefixUnicodeString(const UNICODE_STRING *prefix, const UNICODE_STRING *string, BOOLEAN noCase);
NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING target, const UNICODE_STRING *source, BOOLEAN allocate);
NTSTATUS NTAPI RtlSetEnvironmentVariable(PWSTR *environment, PUNICODE_STRING name, PUNICODE_STRING value);
NTSTATUS NTAPI RtlQueryEnvironmentVariable_U(PWSTR environment, PUNICODE_STRING name, PUNICODE_STRING value);
NTSTATUS NTAPI RtlInitializeCriticalSection(PRTL_CRITICAL_SECTION section);
NTSTATUS NTAPI RtlDeleteCriticalSection(PRTL_CRITICAL_SECTION section);
NTSTATUS NTAPI RtlEnterCriticalSection(PRTL_CRITICAL_SECTION section);
NTSTATUS NTAPI RtlLeaveCriticalSection(PRTL_CRITICAL_SECTION section);
BOOLEAN NTAPI RtlTryEnterCriticalSection(PRTL_CRITICAL_SECTION section);
NTSTATUS NTAPI NtYieldExecution(void);

static BOOL same(const UNICODE_STRING *string, const WCHAR *wanted)
{
    UNICODE_STRING other;
    RtlInitUnicodeString(&other, wanted);
    return RtlCompareUnicodeString(string, &other, FALSE) == 0;
}

static ULONG parsed(const WCHAR *text, ULONG base)
{
    UNICODE_STRING string;
    ULONG value = 0xBAD;
    RtlInitUnicodeString(&string, text);
    EXPECT(RtlUnicodeStringToInteger(&string, base, &value), STATUS_SUCCESS);
    return value;
}

static void integers(void)
{
    WCHAR buffer[16];
    UNICODE_STRING string = {0, sizeof buffer, buffer};
    ULONG value;
    CHECK(parsed(L"1234", 0) == 1234);
    CHECK(parsed(L"-12", 10) == (ULONG)-12);
    CHECK(parsed(L"0x1F", 0) == 0x1F && parsed(L"0o17", 0) == 017 && parsed(L"0b101", 0) == 5);
    CHECK(parsed(L"ff", 16) == 255 && parsed(L"12x", 0) == 12 && parsed(L"", 0) == 0 && parsed(L"  7", 0) == 7);
    RtlInitUnicodeString(&string, L"12");
    EXPECT(RtlUnicodeStringToInteger(&string, 7, &value), STATUS_INVALID_PARAMETER);
    EXPECT(RtlCharToInteger("0x20", 0, &value), STATUS_SUCCESS);
    CHECK(value == 32);
    EXPECT(RtlCharToInteger("5", 3, &value), STATUS_INVALID_PARAMETER);
    string.Buffer = buffer;
    string.MaximumLength = sizeof buffer;
    EXPECT(RtlIntegerToUnicodeString(4294967295u, 10, &string), STATUS_SUCCESS);
    CHECK(same(&string, L"4294967295"));
    EXPECT(RtlIntegerToUnicodeString(255, 16, &string), STATUS_SUCCESS);
    CHECK(same(&string, L"FF"));
    EXPECT(RtlIntegerToUnicodeString(5, 2, &string), STATUS_SUCCESS);
    CHECK(same(&string, L"101"));
    EXPECT(RtlIntegerToUnicodeString(0, 0, &string), STATUS_SUCCESS);
    CHECK(same(&string, L"0"));
    EXPECT(RtlIntegerToUnicodeString(1, 5, &string), STATUS_INVALID_PARAMETER);
    string.MaximumLength = 4;
    EXPECT(RtlIntegerToUnicodeString(12345, 10, &string), STATUS_BUFFER_OVERFLOW);
}

static void strings(void)
{
    WCHAR buffer[8];
    char bytes[8];
    UNICODE_STRING source, target = {0, sizeof buffer, buffer}, made;
    ANSI_STRING narrow, out = {0, sizeof bytes, bytes};
    RtlInitUnicodeString(&source, L"Hello");
    RtlCopyUnicodeString(&target, &source);
    CHECK(same(&target, L"Hello"));
    EXPECT(RtlAppendUnicodeToString(&target, L"ab"), STATUS_SUCCESS);
    CHECK(same(&target, L"Helloab"));
    EXPECT(RtlAppendUnicodeToString(&target, L"cd"), STATUS_BUFFER_TOO_SMALL);
    CHECK(same(&target, L"Helloab"));
    target.MaximumLength = 6;
    RtlCopyUnicodeString(&target, &source);
    CHECK(same(&target, L"Hel"));
    RtlCopyUnicodeString(&target, NULL);
    CHECK(target.Length == 0);
    UNICODE_STRING upper;
    RtlInitUnicodeString(&upper, L"HELLO");
    CHECK(RtlCompareUnicodeString(&source, &upper, TRUE) == 0 && RtlCompareUnicodeString(&source, &upper, FALSE) != 0);
    CHECK(RtlCompareUnicodeString(&upper, &source, FALSE) < 0);
    UNICODE_STRING prefix;
    RtlInitUnicodeString(&prefix, L"HEL");
    CHECK(RtlPrefixUnicodeString(&prefix, &source, TRUE) && !RtlPrefixUnicodeString(&prefix, &source, FALSE));
    CHECK(!RtlPrefixUnicodeString(&source, &prefix, TRUE));
    target.MaximumLength = 4;
    EXPECT(RtlUpcaseUnicodeString(&target, &source, FALSE), STATUS_BUFFER_OVERFLOW);
    EXPECT(RtlUpcaseUnicodeString(&made, &source, TRUE), STATUS_SUCCESS);
    CHECK(same(&made, L"HELLO"));
    RtlFreeUnicodeString(&made);
    CHECK(made.Buffer == NULL);
    EXPECT(RtlDuplicateUnicodeString(1, &source, &made), STATUS_SUCCESS);
    CHECK(same(&made, L"Hello") && made.MaximumLength == 12 && made.Buffer[5] == 0);
    RtlFreeUnicodeString(&made);
    EXPECT(RtlDuplicateUnicodeString(4, &source, &made), STATUS_INVALID_PARAMETER);
    RtlInitAnsiString(&narrow, "abc");
    EXPECT(RtlAnsiStringToUnicodeString(&made, &narrow, TRUE), STATUS_SUCCESS);
    CHECK(same(&made, L"abc"));
    RtlFreeUnicodeString(&made);
    target.MaximumLength = 4;
    EXPECT(RtlAnsiStringToUnicodeString(&target, &narrow, FALSE), STATUS_BUFFER_OVERFLOW);
    EXPECT(RtlUnicodeStringToAnsiString(&out, &source, FALSE), STATUS_SUCCESS);
    CHECK(out.Length == 5 && bytes[0] == 'H' && bytes[5] == 0);
    static WCHAR large[40000];
    for (int i = 0; i < 39999; i++) large[i] = L'x';
    EXPECT(RtlInitUnicodeStringEx(&made, large), STATUS_NAME_TOO_LONG);
    EXPECT(RtlInitUnicodeStringEx(&made, L"fits"), STATUS_SUCCESS);
}

static void environment(void)
{
    WCHAR buffer[8];
    UNICODE_STRING name, value, found = {0, sizeof buffer, buffer};
    RtlInitUnicodeString(&name, L"RTL_TEST");
    RtlInitUnicodeString(&value, L"abcdef");
    EXPECT(RtlQueryEnvironmentVariable_U(NULL, &name, &found), STATUS_VARIABLE_NOT_FOUND);
    EXPECT(RtlSetEnvironmentVariable(NULL, &name, &value), STATUS_SUCCESS);
    EXPECT(RtlQueryEnvironmentVariable_U(NULL, &name, &found), STATUS_SUCCESS);
    CHECK(same(&found, L"abcdef"));
    RtlInitUnicodeString(&name, L"rtl_test");
    EXPECT(RtlQueryEnvironmentVariable_U(NULL, &name, &found), STATUS_SUCCESS);
    found.MaximumLength = 4;
    EXPECT(RtlQueryEnvironmentVariable_U(NULL, &name, &found), STATUS_BUFFER_TOO_SMALL);
    CHECK(found.Length == 12);
    EXPECT(RtlSetEnvironmentVariable(NULL, &name, NULL), STATUS_SUCCESS);
    EXPECT(RtlQueryEnvironmentVariable_U(NULL, &name, &found), STATUS_VARIABLE_NOT_FOUND);
    RtlInitUnicodeString(&name, L"a=b");
    EXPECT(RtlSetEnvironmentVariable(NULL, &name, &value), STATUS_INVALID_PARAMETER);
}

static RTL_CRITICAL_SECTION section;
static volatile LONG shared, inside, overlaps, refused;

/* Adds to a number that two threads have in common, with the other let in between reading and writing it. */
static NTSTATUS NTAPI add(PVOID argument)
{
    (void)argument;
    for (int i = 0; i < 500; i++) {
        RtlEnterCriticalSection(&section);
        if (++inside != 1) overlaps++;
        LONG value = shared;
        if (i % 5 == 0) NtYieldExecution();
        shared = value + 1;
        inside--;
        RtlLeaveCriticalSection(&section);
    }
    return 0;
}

static NTSTATUS NTAPI try_once(PVOID argument)
{
    (void)argument;
    refused = !RtlTryEnterCriticalSection(&section);
    return 0;
}

static void run(PVOID routine, int count)
{
    HANDLE threads[4];
    for (int i = 0; i < count; i++)
        EXPECT(NtCreateThreadEx(&threads[i], 0x1FFFFF, NULL, CURRENT_PROCESS, routine, NULL, 0, 0, 0, 0, NULL), STATUS_SUCCESS);
    for (int i = 0; i < count; i++) {
        EXPECT(NtWaitForSingleObject(threads[i], FALSE, NULL), STATUS_SUCCESS);
        NtClose(threads[i]);
    }
}

static void critical_sections(void)
{
    EXPECT(RtlInitializeCriticalSection(&section), STATUS_SUCCESS);
    run(add, 3);
    CHECK(shared == 1500 && overlaps == 0);
    RtlEnterCriticalSection(&section);
    RtlEnterCriticalSection(&section);
    CHECK(RtlTryEnterCriticalSection(&section) && section.RecursionCount == 3);
    run(try_once, 1);
    CHECK(refused == 1);
    RtlLeaveCriticalSection(&section);
    RtlLeaveCriticalSection(&section);
    run(try_once, 1);
    CHECK(refused == 1);
    RtlLeaveCriticalSection(&section);
    CHECK(section.OwningThread == NULL && section.RecursionCount == 0);
    EXPECT(RtlDeleteCriticalSection(&section), STATUS_SUCCESS);
}

static void loader(void)
{
    PVOID ntdll, again, address, by_name;
    UNICODE_STRING file;
    ANSI_STRING name;
    RtlInitUnicodeString(&file, L"nothing.dll");
    EXPECT(LdrLoadDll(NULL, NULL, &file, &again), STATUS_DLL_NOT_FOUND);
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &again), STATUS_DLL_NOT_FOUND);
    RtlInitUnicodeString(&file, L"system.reg");
    CHECK(!NT_SUCCESS(LdrLoadDll(NULL, NULL, &file, &again)));
    RtlInitUnicodeString(&file, L"NTDLL.dll");
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &ntdll), STATUS_SUCCESS);
    EXPECT(LdrLoadDll(NULL, NULL, &file, &again), STATUS_SUCCESS);
    CHECK(again == ntdll);
    EXPECT(LdrUnloadDll(again), STATUS_SUCCESS);
    RtlInitAnsiString(&name, "NtClose");
    EXPECT(LdrGetProcedureAddress(ntdll, &name, 0, &by_name), STATUS_SUCCESS);
    RtlInitAnsiString(&name, "ntclose");
    EXPECT(LdrGetProcedureAddress(ntdll, &name, 0, &address), STATUS_ENTRYPOINT_NOT_FOUND);
    EXPECT(LdrGetProcedureAddress(ntdll, NULL, 0xFFFF, &address), STATUS_ORDINAL_NOT_FOUND);
    CHECK(!NT_SUCCESS(LdrUnloadDll((PVOID)0x12345000)));
    /* The ordinal by the export table leads where the name does. */
    PIMAGE_NT_HEADERS headers = (PIMAGE_NT_HEADERS)((char *)ntdll + ((PIMAGE_DOS_HEADER)ntdll)->e_lfanew);
    PIMAGE_EXPORT_DIRECTORY exports =
        (PIMAGE_EXPORT_DIRECTORY)((char *)ntdll + headers->OptionalHeader.DataDirectory[0].VirtualAddress);
    DWORD *functions = (DWORD *)((char *)ntdll + exports->AddressOfFunctions);
    for (ULONG index = 0; index < exports->NumberOfFunctions; index++) {
        if ((char *)ntdll + functions[index] != by_name) continue;
        EXPECT(LdrGetProcedureAddress(ntdll, NULL, exports->Base + index, &address), STATUS_SUCCESS);
        CHECK(address == by_name);
    }
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    integers();
    strings();
    environment();
    critical_sections();
    loader();
    finish();
}
