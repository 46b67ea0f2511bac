/* ntdll's routines for data: bitmaps, trees and tables, strings, numbers, sorting, images and their resources, identifiers and
 * descriptors of security. */
#include "native.h"

#define NT(type) type NTAPI
typedef struct { ULONG SizeOfBitMap; PULONG Buffer; } BITMAP_;
NT(void) RtlInitializeBitMap(BITMAP_ *map, PULONG buffer, ULONG size);
NT(void) RtlClearAllBits(BITMAP_ *map);
NT(void) RtlSetAllBits(BITMAP_ *map);
NT(void) RtlSetBits(BITMAP_ *map, ULONG start, ULONG length);
NT(void) RtlClearBits(BITMAP_ *map, ULONG start, ULONG length);
NT(BOOLEAN) RtlTestBit(BITMAP_ *map, ULONG bit);
NT(BOOLEAN) RtlAreBitsSet(BITMAP_ *map, ULONG start, ULONG length);
NT(BOOLEAN) RtlAreBitsClear(BITMAP_ *map, ULONG start, ULONG length);
NT(ULONG) RtlNumberOfSetBits(BITMAP_ *map);
NT(ULONG) RtlNumberOfClearBits(BITMAP_ *map);
NT(ULONG) RtlFindClearBits(BITMAP_ *map, ULONG length, ULONG hint);
NT(ULONG) RtlFindClearBitsAndSet(BITMAP_ *map, ULONG length, ULONG hint);
NT(ULONG) RtlFindSetBits(BITMAP_ *map, ULONG length, ULONG hint);
NT(ULONG) RtlFindLongestRunClear(BITMAP_ *map, PULONG start);
NT(ULONG) RtlFindClearRuns(BITMAP_ *map, PULONG runs, ULONG limit, BOOLEAN longest);
NT(CCHAR) RtlFindMostSignificantBit(ULONGLONG value);
NT(CCHAR) RtlFindLeastSignificantBit(ULONGLONG value);
typedef ULONG_PTR TABLE[14];
NT(void) RtlInitializeGenericTable(TABLE table, PVOID compare, PVOID allocate, PVOID release, PVOID context);
NT(PVOID) RtlInsertElementGenericTable(TABLE table, PVOID data, ULONG size, PBOOLEAN isNew);
NT(BOOLEAN) RtlDeleteElementGenericTable(TABLE table, PVOID data);
NT(PVOID) RtlLookupElementGenericTable(TABLE table, PVOID data);
NT(PVOID) RtlEnumerateGenericTable(TABLE table, BOOLEAN restart);
NT(PVOID) RtlEnumerateGenericTableWithoutSplaying(TABLE table, PVOID *key);
NT(PVOID) RtlGetElementGenericTable(TABLE table, ULONG index);
NT(ULONG) RtlNumberGenericTableElements(TABLE table);
NT(BOOLEAN) RtlIsGenericTableEmpty(TABLE table);
NT(void) RtlInitializeGenericTableAvl(TABLE table, PVOID compare, PVOID allocate, PVOID release, PVOID context);
NT(PVOID) RtlInsertElementGenericTableAvl(TABLE table, PVOID data, ULONG size, PBOOLEAN isNew);
NT(BOOLEAN) RtlDeleteElementGenericTableAvl(TABLE table, PVOID data);
NT(PVOID) RtlLookupElementGenericTableAvl(TABLE table, PVOID data);
NT(PVOID) RtlEnumerateGenericTableAvl(TABLE table, BOOLEAN restart);
NT(PVOID) RtlGetElementGenericTableAvl(TABLE table, ULONG index);
NT(ULONG) RtlNumberGenericTableElementsAvl(TABLE table);
NT(PVOID) RtlAllocateHeap(PVOID heap, ULONG flags, SIZE_T size);
NT(BOOLEAN) RtlFreeHeap(PVOID heap, ULONG flags, PVOID memory);
NT(WCHAR) RtlDowncaseUnicodeChar(WCHAR character);
NT(NTSTATUS) RtlHashUnicodeString(const UNICODE_STRING *string, BOOLEAN noCase, ULONG algorithm, PULONG hash);
NT(NTSTATUS) RtlFindCharInUnicodeString(ULONG flags, PUNICODE_STRING string, PUNICODE_STRING set, PUSHORT place);
NT(BOOLEAN) RtlIsNameInExpression(PUNICODE_STRING pattern, PUNICODE_STRING name, BOOLEAN noCase, PWCH table);
NT(NTSTATUS) RtlStringFromGUID(const GUID *guid, PUNICODE_STRING string);
NT(NTSTATUS) RtlGUIDFromString(PUNICODE_STRING string, GUID *guid);
NT(NTSTATUS) RtlUnicodeToUTF8N(PCHAR target, ULONG size, PULONG written, PCWCH source, ULONG length);
NT(NTSTATUS) RtlUTF8ToUnicodeN(PWSTR target, ULONG size, PULONG written, PCCH source, ULONG length);
NT(NTSTATUS) RtlAppendAsciizToString(PANSI_STRING target, const char *source);
NT(BOOLEAN) RtlPrefixString(PANSI_STRING prefix, PANSI_STRING string, BOOLEAN noCase);
NT(BOOLEAN) RtlCreateUnicodeStringFromAsciiz(PUNICODE_STRING target, const char *source);
NT(LONG) RtlCompareUnicodeString(const UNICODE_STRING *first, const UNICODE_STRING *second, BOOLEAN noCase);
NT(ULONG) RtlUniform(PULONG seed);
NT(ULONG) RtlRandom(PULONG seed);
NT(ULONG) RtlComputeCrc32(ULONG initial, const void *bytes, INT length);
NT(NTSTATUS) RtlAdjustPrivilege(ULONG privilege, BOOLEAN enable, BOOLEAN thread, PBOOLEAN was);
NT(BOOLEAN) RtlQueryPerformanceCounter(PLARGE_INTEGER counter);
NT(void) RtlTimeToElapsedTimeFields(PLARGE_INTEGER time, SHORT *fields);
NT(NTSTATUS) LdrEnumerateLoadedModules(ULONG flags, PVOID routine, PVOID context);
NT(NTSTATUS) LdrLockLoaderLock(ULONG flags, PULONG state, PULONG_PTR cookie);
NT(NTSTATUS) LdrUnlockLoaderLock(ULONG flags, ULONG_PTR cookie);
NT(NTSTATUS) LdrFindResource_U(PVOID module, const ULONG_PTR *names, ULONG depth, PVOID *entry);
NT(PVOID) RtlImageDirectoryEntryToData(PVOID base, BOOLEAN mapped, USHORT directory, PULONG size);
NT(PVOID) RtlImageRvaToSection(PVOID headers, PVOID base, ULONG rva);
NT(PIMAGE_NT_HEADERS) RtlImageNtHeader(PVOID base);
NT(NTSTATUS) RtlAllocateAndInitializeSid(PVOID authority, UCHAR count, ULONG a, ULONG b, ULONG c, ULONG d, ULONG e, ULONG f, ULONG g,
    ULONG h, PVOID *sid);
NT(PVOID) RtlFreeSid(PVOID sid);
NT(BOOLEAN) RtlValidSid(PVOID sid);
NT(BOOLEAN) RtlEqualSid(PVOID first, PVOID second);
NT(ULONG) RtlLengthSid(PVOID sid);
NT(NTSTATUS) RtlCopySid(ULONG size, PVOID target, PVOID source);
NT(NTSTATUS) RtlConvertSidToUnicodeString(PUNICODE_STRING string, PVOID sid, BOOLEAN allocate);
NT(NTSTATUS) RtlCreateAcl(PVOID list, ULONG size, ULONG revision);
NT(NTSTATUS) RtlAddAccessAllowedAce(PVOID list, ULONG revision, ACCESS_MASK access, PVOID sid);
NT(NTSTATUS) RtlGetAce(PVOID list, ULONG index, PVOID *entry);
NT(NTSTATUS) RtlCreateSecurityDescriptor(PVOID descriptor, ULONG revision);
NT(NTSTATUS) RtlSetDaclSecurityDescriptor(PVOID descriptor, BOOLEAN present, PVOID list, BOOLEAN isDefault);
NT(NTSTATUS) RtlGetDaclSecurityDescriptor(PVOID descriptor, PBOOLEAN present, PVOID *list, PBOOLEAN isDefault);
NT(NTSTATUS) RtlSetOwnerSecurityDescriptor(PVOID descriptor, PVOID sid, BOOLEAN isDefault);
NT(BOOLEAN) RtlValidSecurityDescriptor(PVOID descriptor);
NT(ULONG) RtlLengthSecurityDescriptor(PVOID descriptor);

static BOOL equal(const char *first, const char *second)
{
    while (*first && *first == *second) first++, second++;
    return *first == *second;
}

static BOOL same(const UNICODE_STRING *string, const WCHAR *wanted)
{
    UNICODE_STRING other;
    RtlInitUnicodeString(&other, wanted);
    return RtlCompareUnicodeString(string, &other, FALSE) == 0;
}

static void bitmaps(void)
{
    ULONG words[4], start = 0, runs[6];
    BITMAP_ map;
    RtlInitializeBitMap(&map, words, 100);
    RtlClearAllBits(&map);
    CHECK(RtlNumberOfClearBits(&map) == 100 && RtlNumberOfSetBits(&map) == 0);
    RtlSetBits(&map, 30, 10);
    CHECK(RtlNumberOfSetBits(&map) == 10 && RtlTestBit(&map, 30) && RtlTestBit(&map, 39) && !RtlTestBit(&map, 40));
    CHECK(RtlAreBitsSet(&map, 30, 10) && !RtlAreBitsSet(&map, 30, 11) && RtlAreBitsClear(&map, 0, 30));
    CHECK(!RtlAreBitsClear(&map, 0, 31) && !RtlAreBitsClear(&map, 90, 11) && !RtlAreBitsSet(&map, 30, 0));
    CHECK(RtlFindClearBits(&map, 30, 0) == 0 && RtlFindClearBits(&map, 31, 0) == 40 && RtlFindClearBits(&map, 61, 0) == ~0u);
    CHECK(RtlFindClearBits(&map, 5, 28) == 40 && RtlFindClearBits(&map, 20, 90) == 0);
    CHECK(RtlFindSetBits(&map, 10, 35) == 30 && RtlFindSetBits(&map, 3, 35) == 35);
    CHECK(RtlFindClearBitsAndSet(&map, 60, 0) == 40 && RtlAreBitsSet(&map, 30, 70) && RtlFindClearBitsAndSet(&map, 31, 0) == ~0u);
    RtlClearBits(&map, 50, 20);
    CHECK(RtlFindLongestRunClear(&map, &start) == 30 && start == 0);
    RtlClearBits(&map, 80, 3);
    CHECK(RtlFindClearRuns(&map, runs, 3, FALSE) == 3 && runs[0] == 0 && runs[2] == 50 && runs[4] == 80 && runs[5] == 3);
    CHECK(RtlFindClearRuns(&map, runs, 2, TRUE) == 2 && runs[1] == 30 && runs[2] == 50 && runs[3] == 20);
    RtlSetAllBits(&map);
    CHECK(RtlFindLongestRunClear(&map, &start) == 0);
    CHECK(RtlFindMostSignificantBit(0x8001) == 15 && RtlFindLeastSignificantBit(0x8010) == 4 && RtlFindMostSignificantBit(0) == -1);
}

/* Tables of numbers; each element counts. */

static LONG elements;
static PVOID heap;

static int NTAPI compares(PVOID table, PVOID first, PVOID second)
{
    ULONG a = *(ULONG *)first, b = *(ULONG *)second;
    (void)table;
    return a < b ? 0 : a > b ? 1 : 2;
}

static PVOID NTAPI allocates(PVOID table, ULONG size)
{
    (void)table;
    elements++;
    return RtlAllocateHeap(heap, 0, size);
}

static void NTAPI releases(PVOID table, PVOID memory)
{
    (void)table;
    elements--;
    RtlFreeHeap(heap, 0, memory);
}

#define COUNT 257

/* Puts numbers in in an order without pattern, takes every third out, and looks. */
static void table_of_either_kind(BOOL balanced)
{
    TABLE table = {0};
    BOOLEAN isNew;
    elements = 0;
    (balanced ? RtlInitializeGenericTableAvl : RtlInitializeGenericTable)(table, compares, allocates, releases, NULL);
    for (ULONG i = 0; i < COUNT; i++) {
        ULONG number = i * 101 % COUNT;
        ULONG *placed = (balanced ? RtlInsertElementGenericTableAvl : RtlInsertElementGenericTable)(table, &number, sizeof number, &isNew);
        CHECK(placed != NULL && *placed == number && isNew);
    }
    ULONG number = 77;
    ULONG *there = (balanced ? RtlInsertElementGenericTableAvl : RtlInsertElementGenericTable)(table, &number, sizeof number, &isNew);
    CHECK(*there == 77 && !isNew && elements == COUNT);
    for (ULONG i = 0; i < COUNT; i += 3)
        CHECK((balanced ? RtlDeleteElementGenericTableAvl : RtlDeleteElementGenericTable)(table, &i));
    number = 3;
    CHECK(!(balanced ? RtlDeleteElementGenericTableAvl : RtlDeleteElementGenericTable)(table, &number));
    CHECK((balanced ? RtlLookupElementGenericTableAvl : RtlLookupElementGenericTable)(table, &number) == NULL);
    number = 4;
    there = (balanced ? RtlLookupElementGenericTableAvl : RtlLookupElementGenericTable)(table, &number);
    CHECK(there != NULL && *there == 4);
    ULONG left = COUNT - (COUNT + 2) / 3, seen = 0, last = 0;
    CHECK((balanced ? RtlNumberGenericTableElementsAvl : RtlNumberGenericTableElements)(table) == left && elements == (LONG)left);
    for (ULONG *next = (balanced ? RtlEnumerateGenericTableAvl : RtlEnumerateGenericTable)(table, TRUE); next != NULL;
         next = (balanced ? RtlEnumerateGenericTableAvl : RtlEnumerateGenericTable)(table, FALSE)) {
        CHECK((seen == 0 || *next > last) && *next % 3 != 0);
        last = *next;
        seen++;
    }
    CHECK(seen == left && last == COUNT - 1);
    /* The first in order of the one is 1; the first that came to the other and stayed is 101. */
    there = (balanced ? RtlGetElementGenericTableAvl : RtlGetElementGenericTable)(table, 0);
    CHECK(*there == (balanced ? 1u : 101u));
    CHECK((balanced ? RtlGetElementGenericTableAvl : RtlGetElementGenericTable)(table, left) == NULL);
    /* A balanced tree of so many is at most 1.44 log2(n) deep. */
    if (balanced) CHECK(((ULONG *)table)[12] <= 11);
    PVOID key = NULL;
    if (!balanced) CHECK(*(ULONG *)RtlEnumerateGenericTableWithoutSplaying(table, &key) == 1 && key != NULL);
    for (ULONG i = 0; i < COUNT; i++) (balanced ? RtlDeleteElementGenericTableAvl : RtlDeleteElementGenericTable)(table, &i);
    CHECK(elements == 0);
    if (balanced) CHECK(((ULONG *)table)[12] == 0);
    else CHECK(RtlIsGenericTableEmpty(table));
}

static void strings(void)
{
    UNICODE_STRING text, set, made;
    ANSI_STRING narrow, prefix;
    char bytes[8];
    ULONG hash, other, written;
    USHORT place;
    CHECK(RtlDowncaseUnicodeChar(L'A') == L'a' && RtlDowncaseUnicodeChar(0xC4) == 0xE4 && RtlDowncaseUnicodeChar(0x410) == 0x430);
    CHECK(RtlDowncaseUnicodeChar(L'1') == L'1' && RtlDowncaseUnicodeChar(0xE4) == 0xE4);
    RtlInitUnicodeString(&text, L"Name");
    EXPECT(RtlHashUnicodeString(&text, TRUE, 0, &hash), STATUS_SUCCESS);
    RtlInitUnicodeString(&text, L"nAME");
    EXPECT(RtlHashUnicodeString(&text, TRUE, 1, &other), STATUS_SUCCESS);
    CHECK(hash == other && hash == ((L'N' * 65599u + L'A') * 65599u + L'M') * 65599u + L'E');
    EXPECT(RtlHashUnicodeString(&text, TRUE, 7, &other), STATUS_INVALID_PARAMETER);
    RtlInitUnicodeString(&text, L"a\\b\\c");
    RtlInitUnicodeString(&set, L"\\");
    EXPECT(RtlFindCharInUnicodeString(0, &text, &set, &place), STATUS_SUCCESS);
    CHECK(place == 4);
    EXPECT(RtlFindCharInUnicodeString(1, &text, &set, &place), STATUS_SUCCESS);
    CHECK(place == 6);
    RtlInitUnicodeString(&set, L"x");
    EXPECT(RtlFindCharInUnicodeString(0, &text, &set, &place), STATUS_NOT_FOUND);
    RtlInitUnicodeString(&set, L"*.TX?");
    RtlInitUnicodeString(&text, L"read.me.txt");
    CHECK(RtlIsNameInExpression(&set, &text, TRUE, NULL) && !RtlIsNameInExpression(&set, &text, FALSE, NULL));
    RtlInitUnicodeString(&text, L"read.md");
    CHECK(!RtlIsNameInExpression(&set, &text, TRUE, NULL));

    GUID guid = {0x12345678, 0x9ABC, 0xDEF0, {1, 2, 3, 4, 5, 6, 7, 8}}, back = {0};
    EXPECT(RtlStringFromGUID(&guid, &made), STATUS_SUCCESS);
    CHECK(same(&made, L"{12345678-9abc-def0-0102-030405060708}"));
    EXPECT(RtlGUIDFromString(&made, &back), STATUS_SUCCESS);
    CHECK(back.Data1 == guid.Data1 && back.Data3 == guid.Data3 && back.Data4[7] == 8);
    made.Buffer[1] = L'g';
    EXPECT(RtlGUIDFromString(&made, &back), STATUS_INVALID_PARAMETER);
    RtlFreeUnicodeString(&made);

    WCHAR wide[8] = {L'a', 0xE9, 0x20AC, 0xD83D, 0xDE00, 0xDC00};
    char utf8[20];
    EXPECT(RtlUnicodeToUTF8N(NULL, 0, &written, wide, 12), STATUS_SOME_NOT_MAPPED);
    CHECK(written == 13);
    EXPECT(RtlUnicodeToUTF8N(utf8, sizeof utf8, &written, wide, 10), STATUS_SUCCESS);
    CHECK(written == 10 && equal((utf8[10] = 0, utf8), "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"));
    WCHAR again[8];
    EXPECT(RtlUTF8ToUnicodeN(again, sizeof again, &written, utf8, 10), STATUS_SUCCESS);
    CHECK(written == 10 && again[2] == 0x20AC && again[4] == 0xDE00);
    EXPECT(RtlUTF8ToUnicodeN(again, sizeof again, &written, "\xC0\x80x", 3), STATUS_SOME_NOT_MAPPED);
    CHECK(written == 6 && again[0] == 0xFFFD && again[2] == L'x');
    EXPECT(RtlUnicodeToUTF8N(utf8, 4, &written, wide, 10), STATUS_BUFFER_TOO_SMALL);
    CHECK(written == 3);

    narrow.Buffer = bytes;
    narrow.MaximumLength = sizeof bytes;
    narrow.Length = 0;
    EXPECT(RtlAppendAsciizToString(&narrow, "Hello"), STATUS_SUCCESS);
    EXPECT(RtlAppendAsciizToString(&narrow, "long"), STATUS_BUFFER_TOO_SMALL);
    RtlInitAnsiString(&prefix, "hE");
    CHECK(RtlPrefixString(&prefix, &narrow, TRUE) && !RtlPrefixString(&prefix, &narrow, FALSE));
    CHECK(RtlCreateUnicodeStringFromAsciiz(&made, "caf\xE9") && same(&made, L"caf\x00E9"));
    RtlFreeUnicodeString(&made);
}

static int by_value(const void *first, const void *second) { return *(const int *)first - *(const int *)second; }

/* An export of ntdll.dll that mingw's import library leaves out. */
static PVOID export(const char *name)
{
    PVOID ntdll = NULL, address = NULL;
    UNICODE_STRING file;
    ANSI_STRING string;
    RtlInitUnicodeString(&file, L"ntdll.dll");
    RtlInitAnsiString(&string, name);
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &ntdll), STATUS_SUCCESS);
    EXPECT(LdrGetProcedureAddress(ntdll, &string, 0, &address), STATUS_SUCCESS);
    return address;
}

static void crt(void)
{
    void (*sort)(void *, size_t, size_t, int (*)(const void *, const void *)) = export("qsort");
    void *(*find)(const void *, const void *, size_t, size_t, int (*)(const void *, const void *)) = export("bsearch");
    LONG (*to_long)(const char *, char **, int) = export("strtol");
    ULONG (*wide_to_ulong)(const WCHAR *, WCHAR **, int) = export("wcstoul");
    int (*to_int)(const char *) = export("atoi");
    char *(*from_int)(int, char *, int) = export("_itoa");
    int (*upper)(int) = export("toupper");
    int (*is_hex)(int) = export("isxdigit");
    size_t (*span)(const char *, const char *) = export("strspn");
    WCHAR *(*upper_text)(WCHAR *) = export("_wcsupr");
    int numbers[100], key = 42, missing = 1000;
    for (int i = 0; i < 100; i++) numbers[i] = i * 37 % 100;
    sort(numbers, 100, sizeof(int), by_value);
    for (int i = 0; i < 100; i++) CHECK(numbers[i] == i);
    CHECK(find(&key, numbers, 100, sizeof(int), by_value) == &numbers[42]);
    CHECK(find(&missing, numbers, 100, sizeof(int), by_value) == NULL);
    char *end, text[40];
    WCHAR *wide_end, wide[] = L"aBc";
    CHECK(to_long(" -0x1Fz", &end, 0) == -31 && *end == 'z' && to_long("99999999999", NULL, 10) == 0x7FFFFFFF);
    CHECK(to_long("zz", &end, 36) == 35 * 36 + 35 && to_long("none", &end, 10) == 0 && *end == 'n');
    CHECK(wide_to_ulong(L"4294967295,", &wide_end, 10) == 4294967295u && *wide_end == L',');
    CHECK(wide_to_ulong(L"-1", NULL, 10) == 4294967295u);
    CHECK(to_int("  123abc") == 123 && to_int("") == 0);
    CHECK(equal(from_int(-2147483647 - 1, text, 10), "-2147483648") && equal(from_int(-1, text, 16), "ffffffff"));
    CHECK(upper('x') == 'X' && upper('1') == '1' && is_hex('f') && !is_hex('g'));
    CHECK(span("aabbc", "ab") == 4);
    upper_text(wide);
    CHECK(wide[0] == L'A' && wide[2] == L'C');
}

static void others(void)
{
    ULONG seed = 1, first = RtlUniform(&seed);
    CHECK(first == seed && first < 0x7FFFFFFF);
    ULONG again = 1;
    CHECK(RtlUniform(&again) == first && RtlRandom(&seed) < 0x7FFFFFFF && seed != first);
    CHECK(RtlComputeCrc32(0, "123456789", 9) == 0xCBF43926);
    CHECK(RtlComputeCrc32(RtlComputeCrc32(0, "1234", 4), "56789", 5) == 0xCBF43926);
    BOOLEAN was = 9;
    EXPECT(RtlAdjustPrivilege(20, FALSE, FALSE, &was), STATUS_SUCCESS);
    CHECK(was == 1);
    EXPECT(RtlAdjustPrivilege(20, FALSE, FALSE, &was), STATUS_SUCCESS);
    CHECK(was == 0);
    EXPECT(RtlAdjustPrivilege(20, TRUE, FALSE, &was), STATUS_SUCCESS);
    CHECK(was == 0);
    EXPECT(RtlAdjustPrivilege(99, TRUE, FALSE, &was), STATUS_PRIVILEGE_NOT_HELD);
    EXPECT(RtlAdjustPrivilege(20, TRUE, TRUE, &was), STATUS_NO_TOKEN);
    LARGE_INTEGER counter = {.QuadPart = 0}, span = {.QuadPart = ((25LL * 60 + 1) * 60 + 2) * 10000000 + 30000};
    CHECK(RtlQueryPerformanceCounter(&counter) && counter.QuadPart != 0);
    SHORT fields[8];
    RtlTimeToElapsedTimeFields(&span, fields);
    CHECK(fields[2] == 1 && fields[3] == 1 && fields[4] == 1 && fields[5] == 2 && fields[6] == 3);
}

static ULONG modules;

static void NTAPI counts(PVOID entry, PVOID context, PBOOLEAN stop)
{
    CHECK(((PVOID *)entry)[6] != NULL && context == &modules);
    *stop = ++modules == 2;
}

static void images(void)
{
    ULONG size, state;
    ULONG_PTR cookie, names[3] = {16, 1, 0};
    PVOID ntdll, entry;
    UNICODE_STRING file;
    EXPECT(LdrEnumerateLoadedModules(0, counts, &modules), STATUS_SUCCESS);
    CHECK(modules == 2);
    EXPECT(LdrLockLoaderLock(2, &state, &cookie), STATUS_SUCCESS);
    CHECK(state == 1 && cookie != 0);
    EXPECT(LdrUnlockLoaderLock(0, cookie + 4), STATUS_INVALID_PARAMETER_2);
    EXPECT(LdrUnlockLoaderLock(0, cookie), STATUS_SUCCESS);
    RtlInitUnicodeString(&file, L"ntdll.dll");
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &ntdll), STATUS_SUCCESS);
    PIMAGE_EXPORT_DIRECTORY exports = RtlImageDirectoryEntryToData(ntdll, TRUE, 0, &size);
    CHECK(exports != NULL && size > 1000 && exports->NumberOfNames > 300);
    CHECK(RtlImageDirectoryEntryToData(ntdll, TRUE, 2, &size) == NULL);
    PIMAGE_SECTION_HEADER section = RtlImageRvaToSection(RtlImageNtHeader(ntdll), ntdll, RtlImageNtHeader(ntdll)->OptionalHeader.BaseOfCode);
    CHECK(section != NULL && section->Name[1] == 't');
    EXPECT(LdrFindResource_U(ntdll, names, 3, &entry), STATUS_RESOURCE_DATA_NOT_FOUND);
}

static void security(void)
{
    UCHAR nt[6] = {0, 0, 0, 0, 0, 5}, copy[32];
    PVOID sid, found, entry;
    UNICODE_STRING text;
    ULONG_PTR list[16], descriptor[5];
    BOOLEAN present, isDefault;
    EXPECT(RtlAllocateAndInitializeSid(nt, 9, 0, 0, 0, 0, 0, 0, 0, 0, &sid), STATUS_INVALID_SID);
    EXPECT(RtlAllocateAndInitializeSid(nt, 2, 32, 544, 0, 0, 0, 0, 0, 0, &sid), STATUS_SUCCESS);
    CHECK(RtlValidSid(sid) && RtlLengthSid(sid) == 16);
    EXPECT(RtlConvertSidToUnicodeString(&text, sid, TRUE), STATUS_SUCCESS);
    CHECK(same(&text, L"S-1-5-32-544"));
    RtlFreeUnicodeString(&text);
    EXPECT(RtlCopySid(15, copy, sid), STATUS_BUFFER_TOO_SMALL);
    EXPECT(RtlCopySid(16, copy, sid), STATUS_SUCCESS);
    CHECK(RtlEqualSid(sid, copy));
    copy[12]++;
    CHECK(!RtlEqualSid(sid, copy));
    EXPECT(RtlCreateAcl(list, 4, 2), STATUS_BUFFER_TOO_SMALL);
    EXPECT(RtlCreateAcl(list, 60, 2), STATUS_SUCCESS);
    EXPECT(RtlAddAccessAllowedAce(list, 2, GENERIC_READ, sid), STATUS_SUCCESS);
    EXPECT(RtlAddAccessAllowedAce(list, 2, GENERIC_ALL, copy), STATUS_SUCCESS);
    EXPECT(RtlAddAccessAllowedAce(list, 2, GENERIC_ALL, copy), STATUS_ALLOTTED_SPACE_EXCEEDED);
    EXPECT(RtlGetAce(list, 1, &entry), STATUS_SUCCESS);
    CHECK(entry == (char *)list + 8 + 24 && ((ULONG *)entry)[1] == GENERIC_ALL);
    EXPECT(RtlGetAce(list, 2, &entry), STATUS_INVALID_PARAMETER);
    EXPECT(RtlCreateSecurityDescriptor(descriptor, 2), STATUS_UNKNOWN_REVISION);
    EXPECT(RtlCreateSecurityDescriptor(descriptor, 1), STATUS_SUCCESS);
    EXPECT(RtlGetDaclSecurityDescriptor(descriptor, &present, &found, &isDefault), STATUS_SUCCESS);
    CHECK(!present && RtlLengthSecurityDescriptor(descriptor) == 40);
    EXPECT(RtlSetDaclSecurityDescriptor(descriptor, TRUE, list, FALSE), STATUS_SUCCESS);
    EXPECT(RtlSetOwnerSecurityDescriptor(descriptor, sid, FALSE), STATUS_SUCCESS);
    EXPECT(RtlGetDaclSecurityDescriptor(descriptor, &present, &found, &isDefault), STATUS_SUCCESS);
    CHECK(present && found == list && !isDefault && RtlValidSecurityDescriptor(descriptor));
    CHECK(RtlLengthSecurityDescriptor(descriptor) == 40 + 16 + 60);
    ((UCHAR *)sid)[0] = 9;
    CHECK(!RtlValidSecurityDescriptor(descriptor));
    CHECK(RtlFreeSid(sid) == NULL);
}

void NtProcessStartup(PPEB peb)
{
    heap = *(PVOID *)((char *)peb + 0x30);
    bitmaps();
    table_of_either_kind(FALSE);
    table_of_either_kind(TRUE);
    strings();
    crt();
    others();
    images();
    security();
    finish();
}
