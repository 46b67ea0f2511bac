/* Files on \Device\Null: writes vanish, reads are at the end, errors are the right ones. */
#include "native.h"

static NTSTATUS open(HANDLE *file, const WCHAR *name, ULONG options)
{
    UNICODE_STRING string;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK block;
    RtlInitUnicodeString(&string, name);
    InitializeObjectAttributes(&attributes, &string, OBJ_CASE_INSENSITIVE, NULL, NULL);
    return NtCreateFile(file, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &block, NULL, 0,
        FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, options, NULL, 0);
}

static char buffer[65536];

void NtProcessStartup(PPEB peb)
{
    HANDLE file = NULL, missing = NULL;
    IO_STATUS_BLOCK block;
    (void)peb;

    EXPECT(open(&file, L"\\Device\\Null", FILE_SYNCHRONOUS_IO_NONALERT), STATUS_SUCCESS);
    CHECK(file != NULL);
    for (ULONG size = 1; size <= sizeof buffer; size *= 16) {
        block.Information = 0;
        EXPECT(NtWriteFile(file, NULL, NULL, NULL, &block, buffer, size, NULL, NULL), STATUS_SUCCESS);
        CHECK(block.Status == STATUS_SUCCESS);
        CHECK(block.Information == size);
    }
    EXPECT(NtReadFile(file, NULL, NULL, NULL, &block, buffer, 16, NULL, NULL), STATUS_END_OF_FILE);
    EXPECT(NtClose(file), STATUS_SUCCESS);

    EXPECT(NtClose(file), STATUS_INVALID_HANDLE);
    EXPECT(NtWriteFile(file, NULL, NULL, NULL, &block, buffer, 16, NULL, NULL), STATUS_INVALID_HANDLE);
    EXPECT(open(&missing, L"\\Device\\NoSuchDevice", 0), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT(open(&missing, L"\\NoSuchDirectory\\Null", 0), STATUS_OBJECT_PATH_NOT_FOUND);
    finish();
}
