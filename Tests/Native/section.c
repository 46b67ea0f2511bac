/* Two views of one section show the same memory. */
#include "native.h"

void NtProcessStartup(PPEB peb)
{
    HANDLE section;
    LARGE_INTEGER size;
    PVOID first = NULL, second = NULL;
    SIZE_T firstSize = 0, secondSize = 0x1000;
    LARGE_INTEGER offset;
    (void)peb;

    size.QuadPart = 0x20000;
    EXPECT(NtCreateSection(&section, SECTION_ALL_ACCESS, NULL, &size, PAGE_READWRITE, SEC_COMMIT, NULL),
        STATUS_SUCCESS);
    EXPECT(NtMapViewOfSection(section, CURRENT_PROCESS, &first, 0, 0, NULL, &firstSize, 2, 0,
        PAGE_READWRITE), STATUS_SUCCESS);
    CHECK(firstSize == 0x20000);
    offset.QuadPart = 0x10000;
    EXPECT(NtMapViewOfSection(section, CURRENT_PROCESS, &second, 0, 0, &offset, &secondSize, 2, 0,
        PAGE_READONLY), STATUS_SUCCESS);
    CHECK(first != second);

    volatile int *written = (volatile int *)((char *)first + 0x10000);
    volatile int *read = second;
    CHECK(*read == 0);
    *written = 0x55AA;
    CHECK(*read == 0x55AA);

    EXPECT(NtUnmapViewOfSection(CURRENT_PROCESS, first), STATUS_SUCCESS);
    CHECK(*read == 0x55AA);
    EXPECT(NtUnmapViewOfSection(CURRENT_PROCESS, second), STATUS_SUCCESS);
    EXPECT(NtUnmapViewOfSection(CURRENT_PROCESS, second), STATUS_NOT_MAPPED_VIEW);
    EXPECT(NtClose(section), STATUS_SUCCESS);
    finish();
}
