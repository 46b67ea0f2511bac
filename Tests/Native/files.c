/* Every file of a driver's is cleaned up once and closed once, in this order, however long the driver
 * takes for either. */
#include "native.h"

static HANDLE open(void)
{
    HANDLE file = NULL;
    EXPECT(open_file(&file, L"\\Device\\CFiles", GENERIC_READ, FILE_SYNCHRONOUS_IO_NONALERT), STATUS_SUCCESS);
    return file;
}

void NtProcessStartup(PPEB peb)
{
    HANDLE device = open();
    IO_STATUS_BLOCK block;
    ULONG late, files = 0;
    (void)peb;
    /* Neither is late, the cleanup, the close, both. */
    for (late = 0; late < 4; late++) {
        struct { ULONG cleanups, closes, mistakes; } counts = {0, 0, 0};
        int round, patience = 200;
        EXPECT(NtDeviceIoControlFile(device, NULL, NULL, NULL, &block, 0x00152004, &late, sizeof late,
            NULL, 0), STATUS_SUCCESS);
        for (round = 0; round < 3; round++) {
            EXPECT(NtClose(open()), STATUS_SUCCESS);
            files++;
            do {
                LARGE_INTEGER interval;
                interval.QuadPart = -100000; /* 10 ms */
                NtDelayExecution(FALSE, &interval);
                EXPECT(NtDeviceIoControlFile(device, NULL, NULL, NULL, &block, 0x00152000, NULL, 0, &counts,
                    sizeof counts), STATUS_SUCCESS);
            } while (counts.closes < files && --patience);
        }
        CHECK(counts.cleanups == files);
        CHECK(counts.closes == files);
        CHECK(counts.mistakes == 0);
    }
    late = 0;
    EXPECT(NtDeviceIoControlFile(device, NULL, NULL, NULL, &block, 0x00152004, &late, sizeof late, NULL, 0),
        STATUS_SUCCESS);
    EXPECT(NtClose(device), STATUS_SUCCESS);
    finish();
}
