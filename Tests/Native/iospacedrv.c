/* A driver of nothing but memory: it maps what its service key lists, and what it does not. */
#include <ntddk.h>

/* mingw's import library is older than this routine. */
static PVOID (NTAPI *map_ex)(PHYSICAL_ADDRESS address, SIZE_T length, ULONG protection);

static ULONG failures;

static void check(BOOLEAN holds, const char *what)
{
    if (holds) return;
    failures++;
    DbgPrint("iospacedrv: FAIL %s\n", what);
}
#define CHECK(condition) check(!!(condition), #condition)

static PVOID map(ULONGLONG address, SIZE_T length, MEMORY_CACHING_TYPE kind)
{
    PHYSICAL_ADDRESS physical;
    physical.QuadPart = address;
    return MmMapIoSpace(physical, length, kind);
}

/* The high precision timer: a register that says who made it, and one that counts. */
static void timer(void)
{
    volatile ULONG *hpet = map(0xFED00000, 0x400, MmNonCached);
    CHECK(hpet != NULL);
    if (hpet == NULL) return;
    CHECK((hpet[0] >> 16) == 0x8086);
    CHECK(hpet[1] == 10000000);
    hpet[4] |= 1;
    ULONG before = hpet[0xF0 / 4];
    while (hpet[0xF0 / 4] == before) { }
    CHECK(hpet[0xF0 / 4] != before);
    CHECK(MmIsAddressValid((PVOID)hpet));
    /* Registers in the middle of a page are where they belong. */
    volatile ULONG *period = map(0xFED00004, 4, MmNonCached);
    CHECK(period != NULL && *period == 10000000);
    MmUnmapIoSpace((PVOID)period, 4);
    MmUnmapIoSpace((PVOID)hpet, 0x400);
    CHECK(!MmIsAddressValid((PVOID)hpet));
}

/* Text memory behind the page that is on the screen. */
static void display(void)
{
    PHYSICAL_ADDRESS physical;
    volatile USHORT *cells = map(0xB9000, 0x2000, MmWriteCombined);
    physical.QuadPart = 0xB9000;
    volatile USHORT *same = map_ex(physical, 0x1000, PAGE_READONLY | PAGE_NOCACHE);
    CHECK(cells != NULL && same != NULL && cells != same);
    if (cells == NULL || same == NULL) return;
    for (USHORT index = 0; index < 0x1000; index++) cells[index] = (USHORT)(index ^ 0x5A5A);
    CHECK(same[0] == 0x5A5A && same[0x7FF] == (0x7FF ^ 0x5A5A));
    CHECK(cells[0xFFF] == (0xFFF ^ 0x5A5A));
    MmUnmapIoSpace((PVOID)cells, 0x2000);
    CHECK(same[1] == (1 ^ 0x5A5A));
    /* The other mapping stays: it goes with the driver. */
}

static void refusals(void)
{
    PHYSICAL_ADDRESS physical;
    physical.QuadPart = 0xB9000;
    CHECK(map(0xFED00000, 0x401, MmNonCached) == NULL);   /* a byte more than the key lists */
    CHECK(map(0xA0000, 0x1000, MmNonCached) == NULL);     /* nothing that it lists */
    CHECK(map(0x200000, 0x1000, MmCached) == NULL);       /* listed, and memory */
    CHECK(map(0xFEE00000, 0x1000, MmNonCached) == NULL);  /* listed, and the kernel's own */
    CHECK(map(0xB9000, 0, MmNonCached) == NULL);
    CHECK(map(~0ull - 4, 0x1000, MmNonCached) == NULL);
    CHECK(map(0xB9000, 0x1000, (MEMORY_CACHING_TYPE)77) == NULL);
    CHECK(map_ex(physical, 0x1000, PAGE_EXECUTE_READWRITE) == NULL);
    CHECK(map_ex(physical, 0x1000, 0) == NULL);
}

/* Mapping and unmapping does not use anything up. */
static void again_and_again(void)
{
    for (int round = 0; round < 3000; round++) {
        volatile USHORT *cells = map(0xB8000, 0x8000, MmNonCached);
        if (cells == NULL) {
            CHECK(cells != NULL);
            return;
        }
        MmUnmapIoSpace((PVOID)cells, 0x8000);
    }
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    (void)driver;
    (void)path;
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"MmMapIoSpaceEx");
    map_ex = MmGetSystemRoutineAddress(&name);
    if (map_ex == NULL) return STATUS_PROCEDURE_NOT_FOUND;
    timer();
    display();
    refusals();
    again_and_again();
    DbgPrint("iospacedrv: %u failures\n", failures);
    return failures == 0 ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}
