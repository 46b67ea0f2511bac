/* A null device as a C driver, built with the DDK's own headers: \Device\CNull counts what it is given. */
#include "driver.h"

static ULONG written;

static NTSTATUS NTAPI read(PDEVICE_OBJECT device, PIRP irp)
{
    (void)device;
    return complete(irp, STATUS_END_OF_FILE, 0);
}

static NTSTATUS NTAPI write(PDEVICE_OBJECT device, PIRP irp)
{
    ULONG length = IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length;
    (void)device;
    written += length;
    return complete(irp, STATUS_SUCCESS, length);
}

/* Any control code answers with the number of bytes written so far. */
static NTSTATUS NTAPI control(PDEVICE_OBJECT device, PIRP irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    (void)device;
    if (stack->Parameters.DeviceIoControl.OutputBufferLength < sizeof written)
        return complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
    *(ULONG *)irp->AssociatedIrp.SystemBuffer = written;
    return complete(irp, STATUS_SUCCESS, sizeof written);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\CNull");
    PDEVICE_OBJECT device;
    (void)path;
    driver->MajorFunction[IRP_MJ_CREATE] = succeed;
    driver->MajorFunction[IRP_MJ_CLOSE] = succeed;
    driver->MajorFunction[IRP_MJ_READ] = read;
    driver->MajorFunction[IRP_MJ_WRITE] = write;
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
    NTSTATUS status = IoCreateDevice(driver, 0, &name, FILE_DEVICE_NULL, 0, FALSE, &device);
    if (!NT_SUCCESS(status)) return status;
    device->Flags |= DO_BUFFERED_IO;
    DbgPrint("cnulldrv: loaded\n");
    return STATUS_SUCCESS;
}
