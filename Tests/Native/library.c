/* ntdll's own routines as C programs call them: C's strings, and vectored exception handlers. */
#include "native.h"

PVOID NTAPI RtlAddVectoredExceptionHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
ULONG NTAPI RtlRemoveVectoredExceptionHandler(PVOID handle);
PVOID NTAPI RtlAddVectoredContinueHandler(ULONG first, PVECTORED_EXCEPTION_HANDLER handler);
ULONG NTAPI RtlRemoveVectoredContinueHandler(PVOID handle);
void NTAPI RtlRaiseException(PEXCEPTION_RECORD record);

/* mingw's import library leaves C's functions out, so they are looked up. */
#define FUNCTIONS \
    FUNCTION(size_t, strlen, const char *string) \
    FUNCTION(size_t, strnlen, const char *string, size_t limit) \
    FUNCTION(char *, strcpy, char *target, const char *source) \
    FUNCTION(char *, strncpy, char *target, const char *source, size_t limit) \
    FUNCTION(char *, strcat, char *target, const char *source) \
    FUNCTION(char *, strncat, char *target, const char *source, size_t limit) \
    FUNCTION(int, strcmp, const char *first, const char *second) \
    FUNCTION(int, strncmp, const char *first, const char *second, size_t limit) \
    FUNCTION(char *, strchr, const char *string, int character) \
    FUNCTION(char *, strrchr, const char *string, int character) \
    FUNCTION(char *, strstr, const char *string, const char *wanted) \
    FUNCTION(size_t, wcslen, const WCHAR *string) \
    FUNCTION(WCHAR *, wcscpy, WCHAR *target, const WCHAR *source) \
    FUNCTION(WCHAR *, wcsncpy, WCHAR *target, const WCHAR *source, size_t limit) \
    FUNCTION(WCHAR *, wcscat, WCHAR *target, const WCHAR *source) \
    FUNCTION(WCHAR *, wcsncat, WCHAR *target, const WCHAR *source, size_t limit) \
    FUNCTION(int, wcscmp, const WCHAR *first, const WCHAR *second) \
    FUNCTION(WCHAR *, wcsstr, const WCHAR *string, const WCHAR *wanted)

#define FUNCTION(result, name, ...) static result (*c_##name)(__VA_ARGS__);
FUNCTIONS
#undef FUNCTION

static void look_up(void)
{
    PVOID ntdll;
    UNICODE_STRING file;
    ANSI_STRING string;
    RtlInitUnicodeString(&file, L"ntdll.dll");
    EXPECT(LdrGetDllHandle(NULL, NULL, &file, &ntdll), STATUS_SUCCESS);
#define FUNCTION(result, name, ...) \
    RtlInitAnsiString(&string, #name); \
    EXPECT(LdrGetProcedureAddress(ntdll, &string, 0, (PVOID *)&c_##name), STATUS_SUCCESS);
    FUNCTIONS
#undef FUNCTION
}

static void byte_strings(void)
{
    char text[8];
    for (int i = 0; i < 8; i++) text[i] = 'x';
    CHECK(c_strncpy(text, "ab", 5) == text);
    CHECK(c_strcmp(text, "ab") == 0 && text[3] == 0 && text[4] == 0 && text[5] == 'x');
    CHECK(c_strncpy(text, "abcdef", 3) == text && text[2] == 'c' && text[3] == 0);
    for (int i = 0; i < 8; i++) text[i] = 'x';
    c_strcpy(text, "ab");
    CHECK(c_strncat(text, "cdef", 2) == text && c_strcmp(text, "abcd") == 0 && text[5] == 'x');
    CHECK(c_strncat(text, "e", 5) == text && c_strcmp(text, "abcde") == 0 && text[6] == 'x');
    CHECK(c_strncat(text, "z", 0) == text && c_strlen(text) == 5);
    CHECK(c_strcat(text, "fg") == text && c_strcmp(text, "abcdefg") == 0);
    CHECK(c_strnlen(text, 3) == 3 && c_strnlen(text, 30) == 7);
    CHECK(c_strncmp("abc", "abd", 2) == 0 && c_strncmp("abc", "abd", 3) < 0 && c_strcmp("b", "a") > 0);
    CHECK(c_strchr(text, 'c') == text + 2 && c_strchr(text, 0) == text + 7 && c_strchr(text, 'z') == NULL);
    CHECK(c_strrchr("aba", 'a') != NULL && *(c_strrchr("abac", 'a') + 1) == 'c' && c_strrchr(text, 'z') == NULL);
    CHECK(c_strstr(text, "de") == text + 3 && c_strstr(text, "") == text && c_strstr(text, "ed") == NULL);
    CHECK(c_strstr("aab", "ab") != NULL);
}

static void wide_strings(void)
{
    WCHAR text[8];
    for (int i = 0; i < 8; i++) text[i] = L'x';
    CHECK(c_wcsncpy(text, L"ab", 5) == text && c_wcscmp(text, L"ab") == 0 && text[4] == 0 && text[5] == L'x');
    c_wcscpy(text, L"ab");
    CHECK(c_wcsncat(text, L"cdef", 2) == text && c_wcscmp(text, L"abcd") == 0);
    CHECK(c_wcscat(text, L"e") == text && c_wcslen(text) == 5);
    CHECK(c_wcsstr(text, L"cd") == text + 2);
}

static char order[8];
static int calls;

static LONG WINAPI goes_on(PEXCEPTION_POINTERS pointers)
{
    CHECK(pointers->ExceptionRecord->ExceptionCode == 0xE0000001);
    order[calls++] = 'g';
    return EXCEPTION_CONTINUE_EXECUTION;
}

static LONG WINAPI searches(PEXCEPTION_POINTERS pointers)
{
    (void)pointers;
    order[calls++] = 's';
    return EXCEPTION_CONTINUE_SEARCH;
}

static LONG WINAPI continues(PEXCEPTION_POINTERS pointers)
{
    (void)pointers;
    order[calls++] = 'c';
    return EXCEPTION_CONTINUE_SEARCH;
}

/* Raises an exception; which handlers were called, in their order. */
static const char *raise(void)
{
    EXCEPTION_RECORD record = {.ExceptionCode = 0xE0000001};
    for (int i = 0; i < 8; i++) order[i] = 0;
    calls = 0;
    RtlRaiseException(&record);
    return order;
}

static void vectored_handlers(void)
{
    PVOID last = RtlAddVectoredExceptionHandler(0, goes_on);
    CHECK(last != NULL);
    CHECK(c_strcmp(raise(), "g") == 0);
    PVOID first = RtlAddVectoredExceptionHandler(1, searches);
    CHECK(first != NULL && first != last);
    CHECK(c_strcmp(raise(), "sg") == 0);
    PVOID behind = RtlAddVectoredExceptionHandler(0, searches);
    PVOID after = RtlAddVectoredContinueHandler(0, continues);
    CHECK(c_strcmp(raise(), "sgc") == 0);
    CHECK(RtlRemoveVectoredExceptionHandler(after) == 0);
    CHECK(RtlRemoveVectoredContinueHandler(after) == 1);
    CHECK(RtlRemoveVectoredContinueHandler(after) == 0);
    CHECK(RtlRemoveVectoredExceptionHandler(behind) == 1);
    CHECK(RtlRemoveVectoredExceptionHandler(first) == 1);
    CHECK(RtlRemoveVectoredExceptionHandler(first) == 0);
    CHECK(c_strcmp(raise(), "g") == 0);
    CHECK(RtlRemoveVectoredExceptionHandler(last) == 1);
    CHECK(RtlRemoveVectoredExceptionHandler(NULL) == 0);
}

void NtProcessStartup(PPEB peb)
{
    (void)peb;
    look_up();
    byte_strings();
    wide_strings();
    vectored_handlers();
    finish();
}
