/* \Device\CFiles watches how its files end: cleanup first, and close only when that is complete. The
 * driver can take its time for either. */
#include "driver.h"

enum { OPEN = 1, CLEANED = 2, CLOSED = 3 };
/* What control code 0x800 answers with; 0x801 takes which requests are to be late, as bits. */
static struct { ULONG cleanups, closes, mistakes; } counts;
static ULONG late;
static PIRP waiting;
static KTIMER timer;
static KDPC call;

/* Goes from one state of the file to the next, and counts. */
static NTSTATUS step(PIRP irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    ULONG_PTR state = (ULONG_PTR)stack->FileObject->FsContext;
    ULONG_PTR wanted = stack->MajorFunction == IRP_MJ_CLEANUP ? OPEN : CLEANED;
    if (state != wanted) counts.mistakes++;
    stack->FileObject->FsContext = (PVOID)(wanted + 1);
    if (wanted == OPEN) counts.cleanups++; else counts.closes++;
    return complete(irp, STATUS_SUCCESS, 0);
}

static VOID NTAPI later(PKDPC dpc, PVOID context, PVOID first, PVOID second)
{
    PIRP irp = waiting;
    (void)dpc, (void)context, (void)first, (void)second;
    waiting = NULL;
    step(irp);
}

static NTSTATUS NTAPI end(PDEVICE_OBJECT device, PIRP irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    LARGE_INTEGER due;
    (void)device;
    if (!(late & (stack->MajorFunction == IRP_MJ_CLEANUP ? 1 : 2))) return step(irp);
    if (waiting) counts.mistakes++;
    IoMarkIrpPending(irp);
    waiting = irp;
    due.QuadPart = -200000; /* 20 ms */
    KeSetTimer(&timer, due, &call);
    return STATUS_PENDING;
}

static NTSTATUS NTAPI create(PDEVICE_OBJECT device, PIRP irp)
{
    (void)device;
    IoGetCurrentIrpStackLocation(irp)->FileObject->FsContext = (PVOID)OPEN;
    return complete(irp, STATUS_SUCCESS, 0);
}

static NTSTATUS NTAPI control(PDEVICE_OBJECT device, PIRP irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    PVOID buffer = irp->AssociatedIrp.SystemBuffer;
    (void)device;
    if (stack->Parameters.DeviceIoControl.IoControlCode == 0x00152004) {
        if (stack->Parameters.DeviceIoControl.InputBufferLength < sizeof late)
            return complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
        late = *(ULONG *)buffer;
        return complete(irp, STATUS_SUCCESS, 0);
    }
    if (stack->Parameters.DeviceIoControl.OutputBufferLength < sizeof counts)
        return complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
    RtlCopyMemory(buffer, &counts, sizeof counts);
    return complete(irp, STATUS_SUCCESS, sizeof counts);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\CFiles");
    PDEVICE_OBJECT device;
    (void)path;
    driver->MajorFunction[IRP_MJ_CREATE] = create;
    driver->MajorFunction[IRP_MJ_CLEANUP] = end;
    driver->MajorFunction[IRP_MJ_CLOSE] = end;
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
    KeInitializeTimer(&timer);
    KeInitializeDpc(&call, later, NULL);
    return IoCreateDevice(driver, 0, &name, FILE_DEVICE_NULL, 0, FALSE, &device);
}
