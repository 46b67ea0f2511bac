/* Services that programs use less often: tokens and privileges, links of the registry, files by their number, processes that have
 * ended, and others. */
#include "native.h"

NTSTATUS NTAPI NtOpenProcessToken(HANDLE process, ACCESS_MASK access, PHANDLE token);
NTSTATUS NTAPI NtOpenThreadToken(HANDLE thread, ACCESS_MASK access, BOOLEAN self, PHANDLE token);
NTSTATUS NTAPI NtAdjustPrivilegesToken(HANDLE token, BOOLEAN all, PTOKEN_PRIVILEGES state, ULONG length, PTOKEN_PRIVILEGES previous,
    PULONG returned);
NTSTATUS NTAPI NtQueryInformationToken(HANDLE token, ULONG kind, PVOID information, ULONG length, PULONG returned);
NTSTATUS NTAPI NtPrivilegeCheck(HANDLE token, PPRIVILEGE_SET set, PBOOLEAN result);
NTSTATUS NTAPI NtSetSystemTime(PLARGE_INTEGER time, PLARGE_INTEGER previous);
NTSTATUS NTAPI NtQuerySystemTime(PLARGE_INTEGER time);
NTSTATUS NTAPI NtShutdownSystem(ULONG action);
NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING service);
NTSTATUS NTAPI NtCreateKey(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG index, PUNICODE_STRING kind,
    ULONG options, PULONG disposition);
NTSTATUS NTAPI NtOpenKey(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes);
NTSTATUS NTAPI NtOpenKeyEx(PHANDLE key, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, ULONG options);
NTSTATUS NTAPI NtDeleteKey(HANDLE key);
NTSTATUS NTAPI NtQueryKey(HANDLE key, ULONG kind, PVOID information, ULONG length, PULONG returned);
NTSTATUS NTAPI NtSetValueKey(HANDLE key, PUNICODE_STRING name, ULONG index, ULONG type, PVOID data, ULONG size);
NTSTATUS NTAPI NtQueryValueKey(HANDLE key, PUNICODE_STRING name, ULONG kind, PVOID information, ULONG length, PULONG returned);
NTSTATUS NTAPI NtOpenProcess(PHANDLE process, ACCESS_MASK access, POBJECT_ATTRIBUTES attributes, PCLIENT_ID id);
NTSTATUS NTAPI NtSuspendProcess(HANDLE process);
NTSTATUS NTAPI NtResumeProcess(HANDLE process);
NTSTATUS NTAPI NtCompareObjects(HANDLE first, HANDLE second);
NTSTATUS NTAPI NtDuplicateObject(HANDLE from, HANDLE handle, HANDLE to, PHANDLE copy, ACCESS_MASK access, ULONG flags, ULONG options);
NTSTATUS NTAPI NtQueryDefaultLocale(BOOLEAN user, PULONG locale);
NTSTATUS NTAPI NtSetTimerResolution(ULONG wanted, BOOLEAN set, PULONG current);
NTSTATUS NTAPI NtAlertResumeThread(HANDLE thread, PULONG count);
NTSTATUS NTAPI NtSuspendThread(HANDLE thread, PULONG count);
NTSTATUS NTAPI NtQueryFullAttributesFile(POBJECT_ATTRIBUTES attributes, PVOID information);
NTSTATUS NTAPI NtFsControlFile(HANDLE file, HANDLE event, PIO_APC_ROUTINE routine, PVOID context, PIO_STATUS_BLOCK block, ULONG code,
    PVOID input, ULONG inputLength, PVOID output, ULONG outputLength);
NTSTATUS NTAPI NtCancelIoFileEx(HANDLE file, PIO_STATUS_BLOCK request, PIO_STATUS_BLOCK block);
NTSTATUS NTAPI RtlCreateUserProcess(PUNICODE_STRING path, ULONG flags, PVOID parameters, PVOID descriptor, PVOID descriptor2,
    HANDLE parent, BOOLEAN inherit, HANDLE debug, HANDLE exception, PVOID information);
NTSTATUS NTAPI RtlCreateProcessParameters(PVOID *parameters, PUNICODE_STRING image, PUNICODE_STRING dlls, PUNICODE_STRING directory,
    PUNICODE_STRING line, PVOID environment, PUNICODE_STRING title, PUNICODE_STRING desktop, PUNICODE_STRING shell,
    PUNICODE_STRING runtime);

#ifndef STATUS_NOT_SAME_OBJECT
#define STATUS_NOT_SAME_OBJECT ((NTSTATUS)0xC00001AC)
#endif
#define SHUTDOWN 19
#define SYSTEMTIME 12
#define LOADDRIVER 10

static OBJECT_ATTRIBUTES *named(PCWSTR path, HANDLE root, ULONG flags)
{
    static UNICODE_STRING name;
    static OBJECT_ATTRIBUTES attributes;
    RtlInitUnicodeString(&name, path);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | flags, root, NULL);
    return &attributes;
}

/* Tokens. */

static NTSTATUS set_privilege(HANDLE token, ULONG number, ULONG attributes, ULONG *before)
{
    TOKEN_PRIVILEGES wanted = {1, {{{number, 0}, attributes}}}, old = {0};
    ULONG length;
    NTSTATUS status = NtAdjustPrivilegesToken(token, FALSE, &wanted, sizeof old, &old, &length);
    *before = old.PrivilegeCount == 1 && old.Privileges[0].Luid.LowPart == number ? old.Privileges[0].Attributes : 0xBAD;
    return status;
}

static void tokens(void)
{
    HANDLE token, weak;
    ULONG before, length;
    EXPECT(NtOpenThreadToken(CURRENT_THREAD, TOKEN_QUERY, TRUE, &token), STATUS_NO_TOKEN);
    EXPECT(NtOpenProcessToken(CURRENT_PROCESS, TOKEN_QUERY, &weak), STATUS_SUCCESS);
    EXPECT(NtOpenProcessToken(CURRENT_PROCESS, TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES, &token), STATUS_SUCCESS);
    TOKEN_PRIVILEGES all = {0};
    EXPECT(NtAdjustPrivilegesToken(weak, TRUE, NULL, 0, NULL, NULL), STATUS_ACCESS_DENIED);
    EXPECT(NtAdjustPrivilegesToken(token, FALSE, NULL, 0, NULL, NULL), STATUS_INVALID_PARAMETER);

    EXPECT(set_privilege(token, SHUTDOWN, 0, &before), STATUS_SUCCESS);
    CHECK(before & SE_PRIVILEGE_ENABLED);
    EXPECT(NtShutdownSystem(2), STATUS_PRIVILEGE_NOT_HELD);
    EXPECT(set_privilege(token, SHUTDOWN, 0, &before), STATUS_SUCCESS);
    CHECK(before == 0xBAD);
    EXPECT(set_privilege(token, SHUTDOWN, SE_PRIVILEGE_ENABLED, &before), STATUS_SUCCESS);
    CHECK(!(before & SE_PRIVILEGE_ENABLED));
    EXPECT(set_privilege(token, 3000, SE_PRIVILEGE_ENABLED, &before), STATUS_NOT_ALL_ASSIGNED);

    LARGE_INTEGER now;
    NtQuerySystemTime(&now);
    EXPECT(set_privilege(token, SYSTEMTIME, 0, &before), STATUS_SUCCESS);
    EXPECT(NtSetSystemTime(&now, NULL), STATUS_PRIVILEGE_NOT_HELD);
    EXPECT(set_privilege(token, SYSTEMTIME, SE_PRIVILEGE_ENABLED, &before), STATUS_SUCCESS);
    EXPECT(NtSetSystemTime(&now, NULL), STATUS_SUCCESS);

    /* The state before does not fit: nothing changes. */
    TOKEN_PRIVILEGES wanted = {1, {{{LOADDRIVER, 0}, SE_PRIVILEGE_REMOVED}}};
    EXPECT(NtAdjustPrivilegesToken(token, FALSE, &wanted, 4, &all, &length), STATUS_BUFFER_TOO_SMALL);
    CHECK(length == sizeof wanted);
    PRIVILEGE_SET set = {1, PRIVILEGE_SET_ALL_NECESSARY, {{{LOADDRIVER, 0}, 0}}};
    BOOLEAN held = 0;
    EXPECT(NtPrivilegeCheck(token, &set, &held), STATUS_SUCCESS);
    CHECK(held && (set.Privilege[0].Attributes & SE_PRIVILEGE_USED_FOR_ACCESS));
    EXPECT(NtAdjustPrivilegesToken(token, FALSE, &wanted, 0, NULL, NULL), STATUS_SUCCESS);
    EXPECT(NtPrivilegeCheck(token, &set, &held), STATUS_SUCCESS);
    CHECK(!held);
    UNICODE_STRING service;
    RtlInitUnicodeString(&service, L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\none");
    EXPECT(NtLoadDriver(&service), STATUS_PRIVILEGE_NOT_HELD);
    wanted.Privileges[0].Attributes = SE_PRIVILEGE_ENABLED;
    EXPECT(NtAdjustPrivilegesToken(token, FALSE, &wanted, 0, NULL, NULL), STATUS_NOT_ALL_ASSIGNED);

    union { TOKEN_USER user; TOKEN_GROUPS groups; TOKEN_PRIVILEGES privileges; TOKEN_STATISTICS statistics; ULONG_PTR words[80]; } answer;
    EXPECT(NtQueryInformationToken(token, 1, &answer, 0, &length), STATUS_BUFFER_TOO_SMALL);
    EXPECT(NtQueryInformationToken(token, 1, &answer, length, &length), STATUS_SUCCESS);
    SID *sid = (SID *)answer.user.User.Sid;
    CHECK((PVOID)sid == (PVOID)(answer.words + 2) && length == 16 + 12);
    CHECK(sid->Revision == 1 && sid->SubAuthorityCount == 1 && sid->IdentifierAuthority.Value[5] == 5 && sid->SubAuthority[0] == 18);
    EXPECT(NtQueryInformationToken(token, 2, &answer, sizeof answer, &length), STATUS_SUCCESS);
    sid = (SID *)answer.groups.Groups[0].Sid;
    CHECK(answer.groups.GroupCount == 4 && sid->SubAuthorityCount == 2 && sid->SubAuthority[1] == 544);
    EXPECT(NtQueryInformationToken(token, 3, &answer, sizeof answer, &length), STATUS_SUCCESS);
    ULONG count = answer.privileges.PrivilegeCount;
    CHECK(count > 20 && length == 4 + 12 * count);
    EXPECT(NtQueryInformationToken(token, 10, &answer, sizeof answer, &length), STATUS_SUCCESS);
    CHECK(length == sizeof answer.statistics && answer.statistics.PrivilegeCount == count);
    CHECK(answer.statistics.TokenType == TokenPrimary);
    EXPECT(NtQueryInformationToken(token, 999, &answer, sizeof answer, &length), STATUS_INVALID_INFO_CLASS);
    NtClose(token);
    NtClose(weak);
}

/* Links of the registry. */

#define ROOT L"\\Registry\\Machine\\Software\\nttest-links"

static NTSTATUS create(PHANDLE key, PCWSTR path, HANDLE root, ULONG options)
{
    return NtCreateKey(key, KEY_ALL_ACCESS, named(path, root, 0), 0, NULL, options, NULL);
}

static NTSTATUS point(HANDLE link, PCWSTR target)
{
    UNICODE_STRING name, text;
    RtlInitUnicodeString(&name, L"SymbolicLinkValue");
    RtlInitUnicodeString(&text, target);
    return NtSetValueKey(link, &name, 0, REG_LINK, text.Buffer, text.Length);
}

static BOOL leads_to(HANDLE key, PCWSTR path)
{
    static union { ULONG length; WCHAR words[200]; } answer;
    ULONG length;
    UNICODE_STRING wanted;
    RtlInitUnicodeString(&wanted, path);
    if (NtQueryKey(key, 3, &answer, sizeof answer, &length) != STATUS_SUCCESS || answer.length != wanted.Length) return FALSE;
    for (int i = 0; i < wanted.Length / 2; i++)
        if ((answer.words[2 + i] | 32) != (path[i] | 32)) return FALSE;
    return TRUE;
}

static void registry_links(void)
{
    HANDLE root, target, inner, link, found;
    UNICODE_STRING name;
    ULONG number = 5;
    EXPECT(create(&root, ROOT, NULL, REG_OPTION_VOLATILE), STATUS_SUCCESS);
    EXPECT(create(&link, L"link", root, REG_OPTION_VOLATILE | REG_OPTION_CREATE_LINK), STATUS_SUCCESS);
    EXPECT(create(&found, L"link", root, REG_OPTION_VOLATILE | REG_OPTION_CREATE_LINK), STATUS_OBJECT_NAME_COLLISION);
    /* It leads nowhere yet. */
    EXPECT(NtOpenKey(&found, KEY_READ, named(L"link", root, 0)), STATUS_OBJECT_NAME_NOT_FOUND);
    RtlInitUnicodeString(&name, L"SymbolicLinkValue");
    EXPECT(NtSetValueKey(link, &name, 0, REG_SZ, L"x", 4), STATUS_ACCESS_DENIED);
    RtlInitUnicodeString(&name, L"Other");
    EXPECT(NtSetValueKey(link, &name, 0, REG_LINK, L"x", 2), STATUS_ACCESS_DENIED);
    EXPECT(point(link, ROOT L"\\target"), STATUS_SUCCESS);
    EXPECT(NtOpenKey(&found, KEY_READ, named(L"link", root, 0)), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT(create(&target, L"target", root, REG_OPTION_VOLATILE), STATUS_SUCCESS);
    EXPECT(create(&inner, L"inner", target, REG_OPTION_VOLATILE), STATUS_SUCCESS);
    EXPECT(NtOpenKey(&found, KEY_READ, named(L"LINK", root, 0)), STATUS_SUCCESS);
    CHECK(leads_to(found, ROOT L"\\target"));
    NtClose(found);
    EXPECT(NtOpenKey(&found, KEY_READ, named(ROOT L"\\link\\inner", NULL, 0)), STATUS_SUCCESS);
    CHECK(leads_to(found, ROOT L"\\target\\inner"));
    NtClose(found);
    EXPECT(create(&found, L"link\\made", root, REG_OPTION_VOLATILE), STATUS_SUCCESS);
    CHECK(leads_to(found, ROOT L"\\target\\made"));
    EXPECT(NtDeleteKey(found), STATUS_SUCCESS);
    NtClose(found);
    /* The link itself, by either way of saying so. */
    EXPECT(NtOpenKey(&found, KEY_ALL_ACCESS, named(L"link", root, OBJ_OPENLINK)), STATUS_SUCCESS);
    CHECK(leads_to(found, ROOT L"\\link"));
    EXPECT(create(&inner, L"child", found, REG_OPTION_VOLATILE), STATUS_ACCESS_DENIED);
    NtClose(found);
    EXPECT(NtOpenKeyEx(&found, KEY_READ, named(L"link", root, 0), REG_OPTION_OPEN_LINK), STATUS_SUCCESS);
    CHECK(leads_to(found, ROOT L"\\link"));
    NtClose(found);
    EXPECT(NtOpenKeyEx(&found, KEY_READ, named(L"link", root, 0), 0x100), STATUS_INVALID_PARAMETER);
    /* A circle, a target that is no path, one with a zero at its end. */
    EXPECT(point(link, ROOT L"\\link"), STATUS_SUCCESS);
    EXPECT(NtOpenKey(&found, KEY_READ, named(L"link", root, 0)), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT(point(link, L"target"), STATUS_SUCCESS);
    CHECK(!NT_SUCCESS(NtOpenKey(&found, KEY_READ, named(L"link", root, 0))));
    RtlInitUnicodeString(&name, L"SymbolicLinkValue");
    EXPECT(NtSetValueKey(link, &name, 0, REG_LINK, ROOT L"\\target", sizeof ROOT L"\\target"), STATUS_SUCCESS);
    EXPECT(NtOpenKey(&found, KEY_READ, named(L"link", root, 0)), STATUS_OBJECT_NAME_NOT_FOUND);
    /* Elsewhere the type is data like any other. */
    RtlInitUnicodeString(&name, L"SymbolicLinkValue");
    EXPECT(NtSetValueKey(target, &name, 0, REG_LINK, &number, 4), STATUS_SUCCESS);
    EXPECT(NtDeleteKey(link), STATUS_SUCCESS);
    EXPECT(NtOpenKey(&inner, KEY_ALL_ACCESS, named(L"inner", target, 0)), STATUS_SUCCESS);
    EXPECT(NtDeleteKey(inner), STATUS_SUCCESS);
    EXPECT(NtDeleteKey(target), STATUS_SUCCESS);
    EXPECT(NtDeleteKey(root), STATUS_SUCCESS);
    NtClose(inner);
    NtClose(target);
    NtClose(link);
    NtClose(root);
}

/* Files. */

static void files(void)
{
    HANDLE folder, file;
    IO_STATUS_BLOCK block;
    LONGLONG number = 0;
    EXPECT(open_file(&file, L"\\SystemRoot\\System32\\ntdll.dll", GENERIC_READ, FILE_SYNCHRONOUS_IO_NONALERT), STATUS_SUCCESS);
    EXPECT(NtQueryInformationFile(file, &block, &number, 8, 6), STATUS_SUCCESS);
    EXPECT(NtFsControlFile(file, NULL, NULL, NULL, &block, 0x90000, NULL, 0, NULL, 0), STATUS_INVALID_DEVICE_REQUEST);
    EXPECT(NtCancelIoFileEx(file, NULL, &block), STATUS_NOT_FOUND);
    NtClose(file);
    EXPECT(open_file(&folder, L"\\SystemRoot", GENERIC_READ, FILE_DIRECTORY_FILE), STATUS_SUCCESS);
    UNICODE_STRING name = {8, 8, (PWSTR)&number};
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, 0, folder, NULL);
    EXPECT(NtOpenFile(&file, GENERIC_READ | SYNCHRONIZE, &attributes, &block, 1, FILE_OPEN_BY_FILE_ID | FILE_SYNCHRONOUS_IO_NONALERT),
        STATUS_SUCCESS);
    char begin[2] = {0};
    LARGE_INTEGER start = {.QuadPart = 0};
    EXPECT(NtReadFile(file, NULL, NULL, NULL, &block, begin, 2, &start, NULL), STATUS_SUCCESS);
    CHECK(begin[0] == 'M' && begin[1] == 'Z');
    NtClose(file);
    number++;
    EXPECT(NtOpenFile(&file, GENERIC_READ, &attributes, &block, 1, FILE_OPEN_BY_FILE_ID), STATUS_INVALID_PARAMETER);
    name.Length = 6;
    EXPECT(NtOpenFile(&file, GENERIC_READ, &attributes, &block, 1, FILE_OPEN_BY_FILE_ID), STATUS_INVALID_PARAMETER);
    NtClose(folder);
    /* A driver without files is not told what the option means, and opens. */
    EXPECT(open_file(&file, L"\\Device\\Null", GENERIC_READ, FILE_OPEN_BY_FILE_ID), STATUS_SUCCESS);
    NtClose(file);
    struct { LARGE_INTEGER times[4], allocation, size; ULONG attributes; } information;
    EXPECT(NtQueryFullAttributesFile(named(L"\\SystemRoot\\System32\\ntdll.dll", NULL, 0), &information), STATUS_SUCCESS);
    CHECK(information.size.QuadPart > 4096 && information.attributes == FILE_ATTRIBUTE_READONLY);
}

/* Processes. */

typedef struct {
    ULONG Size;
    HANDLE Process, Thread;
    CLIENT_ID Id;
    ULONG_PTR Image[8];
} PROCESS_INFORMATION_;

static void ended_processes(void)
{
    UNICODE_STRING path;
    PVOID parameters;
    PROCESS_INFORMATION_ made = {.Size = sizeof made};
    HANDLE again;
    OBJECT_ATTRIBUTES attributes;
    PROCESS_BASIC_INFORMATION information;
    CLIENT_ID id;
    LARGE_INTEGER soon = {.QuadPart = -100000};
    InitializeObjectAttributes(&attributes, NULL, 0, NULL, NULL);
    RtlInitUnicodeString(&path, L"\\SystemRoot\\System32\\true.exe");
    EXPECT(RtlCreateProcessParameters(&parameters, &path, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), STATUS_SUCCESS);
    EXPECT(RtlCreateUserProcess(&path, 0, parameters, NULL, NULL, NULL, FALSE, NULL, NULL, &made), STATUS_SUCCESS);
    EXPECT(NtSuspendProcess(made.Process), STATUS_SUCCESS);
    ULONG count = 0;
    EXPECT(NtAlertResumeThread(made.Thread, &count), STATUS_SUCCESS);
    CHECK(count == 2);
    EXPECT(NtWaitForSingleObject(made.Process, FALSE, &soon), STATUS_TIMEOUT);
    EXPECT(NtResumeProcess(made.Process), STATUS_SUCCESS);
    EXPECT(NtWaitForSingleObject(made.Process, FALSE, NULL), STATUS_SUCCESS);
    EXPECT(NtSuspendProcess(made.Process), STATUS_PROCESS_IS_TERMINATING);
    /* For as long as somebody has a handle to it, it can be opened. */
    id = made.Id;
    id.UniqueThread = 0;
    EXPECT(NtOpenProcess(&again, PROCESS_QUERY_INFORMATION, &attributes, &id), STATUS_SUCCESS);
    EXPECT(NtQueryInformationProcess(again, 0, &information, sizeof information, NULL), STATUS_SUCCESS);
    CHECK(information.UniqueProcessId == (ULONG_PTR)id.UniqueProcess);
    EXPECT(NtCompareObjects(again, made.Process), STATUS_SUCCESS);
    EXPECT(NtCompareObjects(again, made.Thread), STATUS_NOT_SAME_OBJECT);
    NtClose(made.Process);
    NtClose(made.Thread);
    NtClose(again);
    EXPECT(NtOpenProcess(&again, PROCESS_QUERY_INFORMATION, &attributes, &id), STATUS_INVALID_CID);
}

static void others(void)
{
    ULONG locale = 0, resolution = 0;
    EXPECT(NtQueryDefaultLocale(TRUE, &locale), STATUS_SUCCESS);
    CHECK(locale == 0x409);
    EXPECT(NtSetTimerResolution(5000, TRUE, &resolution), STATUS_SUCCESS);
    CHECK(resolution > 0);
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    registry_links();
    files();
    ended_processes();
    others();
    tokens();
    finish();
}
