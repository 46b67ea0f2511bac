/* Uses the C driver's device: what is written is counted, what is read is at the end. */
#include "native.h"

void NtProcessStartup(PPEB peb)
{
    HANDLE file = NULL;
    IO_STATUS_BLOCK block;
    char buffer[5000];
    ULONG written = 0;
    (void)peb;

    EXPECT(open_file(&file, L"\\Device\\CNull", GENERIC_READ | GENERIC_WRITE, FILE_SYNCHRONOUS_IO_NONALERT),
        STATUS_SUCCESS);
    EXPECT(NtWriteFile(file, NULL, NULL, NULL, &block, buffer, 16, NULL, NULL), STATUS_SUCCESS);
    CHECK(block.Information == 16);
    EXPECT(NtWriteFile(file, NULL, NULL, NULL, &block, buffer, sizeof buffer, NULL, NULL), STATUS_SUCCESS);
    CHECK(block.Information == sizeof buffer);
    EXPECT(NtReadFile(file, NULL, NULL, NULL, &block, buffer, 16, NULL, NULL), STATUS_END_OF_FILE);
    /* CTL_CODE(FILE_DEVICE_NULL, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS) */
    EXPECT(NtDeviceIoControlFile(file, NULL, NULL, NULL, &block, 0x00152000, NULL, 0, &written,
        sizeof written), STATUS_SUCCESS);
    CHECK(written == 16 + sizeof buffer);
    EXPECT(NtDeviceIoControlFile(file, NULL, NULL, NULL, &block, 0x00152000, NULL, 0, &written, 1),
        STATUS_BUFFER_TOO_SMALL);
    EXPECT(NtClose(file), STATUS_SUCCESS);
    finish();
}
