/* A driver in the manner of the WDK's samples, two devices high: \Device\Wdm answers control codes, and a filter on top of it
 * sends some of them on as requests of its own. What it needs of ntoskrnl.exe is what such drivers need. */
#include <ntddk.h>
#include <ntstrsafe.h>
#include "wdm.h"

/* The inlined KeGetCurrentThread reads memory at a small offset from gs. */
#pragma GCC diagnostic ignored "-Warray-bounds"

VOID NTAPI RtlUnwind(PVOID frame, PVOID address, PEXCEPTION_RECORD record, PVOID value);

typedef struct {
    KSPIN_LOCK lock;
    LIST_ENTRY reads;
    KTIMER readTimer, writeTimer;
    KDPC readDpc, writeDpc;
    PIO_WORKITEM item;
    NPAGED_LOOKASIDE_LIST blocks;
    KGUARDED_MUTEX guarded;
    ERESOURCE resource;
    KEVENT request, served, stop;
    PVOID thread;
    ULONG shared, exclusive;
    PKEVENT named;
    HANDLE namedHandle;
    PDEVICE_OBJECT lower;
} EXTENSION;

static PDEVICE_OBJECT wdm, filter;
static UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\Wdm");

static NTSTATUS complete(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
    irp->IoStatus.Status = status;
    irp->IoStatus.Information = information;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return status;
}

static NTSTATUS NTAPI succeed(PDEVICE_OBJECT device, PIRP irp)
{
    (void)device;
    return complete(irp, STATUS_SUCCESS, 0);
}

/* Reads wait for the timer, and can be cancelled. */

static VOID NTAPI cancel_read(PDEVICE_OBJECT device, PIRP irp)
{
    EXTENSION *own = device->DeviceExtension;
    KIRQL irql;
    IoReleaseCancelSpinLock(irp->CancelIrql);
    KeAcquireSpinLock(&own->lock, &irql);
    RemoveEntryList(&irp->Tail.Overlay.ListEntry);
    KeReleaseSpinLock(&own->lock, irql);
    complete(irp, STATUS_CANCELLED, 0);
}

static NTSTATUS NTAPI read(PDEVICE_OBJECT device, PIRP irp)
{
    EXTENSION *own = device->DeviceExtension;
    LARGE_INTEGER soon = {.QuadPart = -20000};
    KIRQL irql;
    IoMarkIrpPending(irp);
    KeAcquireSpinLock(&own->lock, &irql);
    IoSetCancelRoutine(irp, cancel_read);
    InsertTailList(&own->reads, &irp->Tail.Overlay.ListEntry);
    KeReleaseSpinLock(&own->lock, irql);
    /* The longest reads are for the caller to cancel. */
    if (IoGetCurrentIrpStackLocation(irp)->Parameters.Read.Length < 100)
        KeSetTimer(&own->readTimer, soon, &own->readDpc);
    return STATUS_PENDING;
}

static VOID NTAPI finish_read(PKDPC dpc, PVOID context, PVOID first, PVOID second)
{
    EXTENSION *own = context;
    PIRP irp = NULL;
    (void)dpc, (void)first, (void)second;
    KeAcquireSpinLockAtDpcLevel(&own->lock);
    if (!IsListEmpty(&own->reads)) {
        irp = CONTAINING_RECORD(own->reads.Flink, IRP, Tail.Overlay.ListEntry);
        if (IoSetCancelRoutine(irp, NULL)) RemoveEntryList(&irp->Tail.Overlay.ListEntry);
        else irp = NULL;
    }
    KeReleaseSpinLockFromDpcLevel(&own->lock);
    if (irp == NULL) return;
    ULONG length = IoGetCurrentIrpStackLocation(irp)->Parameters.Read.Length;
    RtlFillMemory(irp->AssociatedIrp.SystemBuffer, length, 'r');
    complete(irp, KeGetCurrentIrql() == DISPATCH_LEVEL ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL, length);
}

/* Writes queue up for StartIo, one at a time. */

static NTSTATUS NTAPI write(PDEVICE_OBJECT device, PIRP irp)
{
    IoMarkIrpPending(irp);
    IoStartPacket(device, irp, NULL, NULL);
    return STATUS_PENDING;
}

static VOID NTAPI start_write(PDEVICE_OBJECT device, PIRP irp)
{
    EXTENSION *own = device->DeviceExtension;
    LARGE_INTEGER soon = {.QuadPart = -10000};
    (void)irp;
    KeSetTimer(&own->writeTimer, soon, &own->writeDpc);
}

static VOID NTAPI finish_write(PKDPC dpc, PVOID context, PVOID first, PVOID second)
{
    PDEVICE_OBJECT device = context;
    PIRP irp = device->CurrentIrp;
    (void)dpc, (void)first, (void)second;
    IoStartNextPacket(device, FALSE);
    complete(irp, STATUS_SUCCESS, IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length);
}

/* A thread of the driver's own shares the resource when it is asked to, and says that it did. */

static VOID NTAPI serve(PVOID context)
{
    EXTENSION *own = context;
    PVOID objects[] = {&own->request, &own->stop};
    KeSetPriorityThread(KeGetCurrentThread(), LOW_REALTIME_PRIORITY);
    while (KeWaitForMultipleObjects(2, objects, WaitAny, Executive, KernelMode, FALSE, NULL, NULL) == STATUS_WAIT_0) {
        ExAcquireResourceSharedLite(&own->resource, TRUE);
        own->shared++;
        ExReleaseResourceLite(&own->resource);
        KeSetEvent(&own->served, IO_NO_INCREMENT, FALSE);
    }
    PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS use_resource(EXTENSION *own)
{
    LARGE_INTEGER moment = {.QuadPart = -100000};
    KeEnterCriticalRegion();
    ExAcquireResourceExclusiveLite(&own->resource, TRUE);
    ExAcquireResourceSharedLite(&own->resource, TRUE);
    BOOLEAN good = ExIsResourceAcquiredExclusiveLite(&own->resource)
        && ExIsResourceAcquiredSharedLite(&own->resource) == 2;
    ExReleaseResourceLite(&own->resource);
    ULONG before = own->shared;
    KeSetEvent(&own->request, IO_NO_INCREMENT, FALSE);
    /* The other thread stands before the resource. */
    good = good && KeWaitForSingleObject(&own->served, Executive, KernelMode, FALSE, &moment) == STATUS_TIMEOUT
        && own->shared == before && ExGetSharedWaiterCount(&own->resource) == 1;
    ExConvertExclusiveToSharedLite(&own->resource);
    good = good && KeWaitForSingleObject(&own->served, Executive, KernelMode, FALSE, NULL) == STATUS_SUCCESS
        && own->shared == before + 1;
    ExReleaseResourceLite(&own->resource);
    good = good && ExIsResourceAcquiredSharedLite(&own->resource) == 0
        && ExAcquireResourceExclusiveLite(&own->resource, FALSE);
    if (good) ExReleaseResourceLite(&own->resource);
    KeLeaveCriticalRegion();
    return good ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

/* ProbeForRead and ProbeForWrite raise exceptions, which the handler turns into a status. */

static EXCEPTION_DISPOSITION NTAPI __attribute__((used)) leave_probe(
    PEXCEPTION_RECORD record, PVOID frame, PCONTEXT context, PVOID dispatcher)
{
    extern char probe_failed[];
    (void)context, (void)dispatcher;
    if (record->ExceptionFlags & 6) return ExceptionContinueSearch;
    RtlUnwind(frame, probe_failed, record, (PVOID)(LONG_PTR)record->ExceptionCode);
    return ExceptionContinueSearch;
}

NTSTATUS NTAPI probe(PVOID address, SIZE_T length, ULONG alignment, VOID (NTAPI *routine)());
__asm__(
    ".text\n.globl probe, probe_failed\n.seh_proc probe\n.seh_handler leave_probe, @except\n"
    "probe:\n\tsubq $40, %rsp\n\t.seh_stackalloc 40\n\t.seh_endprologue\n"
    "\tcall *%r9\n\txorl %eax, %eax\n"
    "probe_failed:\n\taddq $40, %rsp\n\tret\n.seh_endproc\n");

static NTSTATUS add_one(PIRP irp, PIO_STACK_LOCATION stack)
{
    PUCHAR input = stack->Parameters.DeviceIoControl.Type3InputBuffer, output = irp->UserBuffer;
    ULONG length = stack->Parameters.DeviceIoControl.InputBufferLength;
    if (length > stack->Parameters.DeviceIoControl.OutputBufferLength)
        return complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
    NTSTATUS status = probe(input, length, 1, (VOID (NTAPI *)())ProbeForRead);
    if (NT_SUCCESS(status)) status = probe(output, length, 1, (VOID (NTAPI *)())ProbeForWrite);
    if (!NT_SUCCESS(status)) return complete(irp, status, 0);
    for (ULONG index = 0; index < length; index++) output[index] = input[index] + 1;
    return complete(irp, STATUS_SUCCESS, length);
}

static NTSTATUS probes_refuse(void)
{
    static const int constant = 1;
    VOID (NTAPI *read)() = (VOID (NTAPI *)())ProbeForRead, (NTAPI *write)() = (VOID (NTAPI *)())ProbeForWrite;
    return probe((PVOID)(LONG_PTR)-16, 32, 1, read) == STATUS_ACCESS_VIOLATION
            && probe((PVOID)0x7FFFFFFFFFFF, 1, 1, read) == STATUS_ACCESS_VIOLATION
            && probe((PVOID)0x1001, 8, 4, read) == STATUS_DATATYPE_MISALIGNMENT
            && probe((PVOID)0x1001, 0, 4, read) == STATUS_SUCCESS
            && probe((PVOID)0x1000, 8, 4, write) == STATUS_ACCESS_VIOLATION
            && probe((PVOID)&constant, 4, 4, write) == STATUS_ACCESS_VIOLATION
        ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static VOID NTAPI work(PDEVICE_OBJECT device, PVOID context)
{
    EXTENSION *own = device->DeviceExtension;
    PIRP irp = context;
    LARGE_INTEGER moment = {.QuadPart = -10000};
    KeDelayExecutionThread(KernelMode, FALSE, &moment);
    KeAcquireGuardedMutex(&own->guarded);
    PVOID block = ExAllocateFromNPagedLookasideList(&own->blocks);
    BOOLEAN taken = KeTryToAcquireGuardedMutex(&own->guarded);
    ExFreeToNPagedLookasideList(&own->blocks, block);
    KeReleaseGuardedMutex(&own->guarded);
    complete(irp, block && !taken && KeGetCurrentIrql() == PASSIVE_LEVEL ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL, 0);
}

/* Signals the caller's event, if that is what the handle is. */
static NTSTATUS signal(PIRP irp)
{
    PKEVENT event;
    NTSTATUS status = ObReferenceObjectByHandle(*(HANDLE *)irp->AssociatedIrp.SystemBuffer, EVENT_MODIFY_STATE,
        *ExEventObjectType, irp->RequestorMode, (PVOID *)&event, NULL);
    if (!NT_SUCCESS(status)) return status;
    if (KeReadStateEvent(event) != 0) status = STATUS_UNSUCCESSFUL;
    if (KeSetEvent(event, IO_NO_INCREMENT, FALSE) != 0) status = STATUS_UNSUCCESSFUL;
    if (KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL) != STATUS_SUCCESS) status = STATUS_UNSUCCESSFUL;
    ObDereferenceObject(event);
    return status;
}

static NTSTATUS describe(PIRP irp, ULONG length)
{
    WCHAR *text = irp->AssociatedIrp.SystemBuffer;
    size_t bytes = 0;
    NTSTATUS status = RtlStringCbPrintfW(text, length, L"%wZ %d %hs %I64x", &link, -5, "narrow", 0x123456789ABULL);
    if (NT_SUCCESS(status)) status = RtlStringCbLengthW(text, length, &bytes);
    return complete(irp, status, bytes);
}

static NTSTATUS NTAPI control(PDEVICE_OBJECT device, PIRP irp)
{
    EXTENSION *own = device->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    ULONG input = stack->Parameters.DeviceIoControl.InputBufferLength;
    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case WDM_ADD_ONE: return add_one(irp, stack);
    case WDM_PROBES: return complete(irp, probes_refuse(), 0);
    case WDM_RESOURCE: return complete(irp, use_resource(own), 0);
    case WDM_SIGNAL: return complete(irp, input == sizeof(HANDLE) ? signal(irp) : STATUS_INVALID_PARAMETER, 0);
    case WDM_SIGNAL_NAMED: return complete(irp, KeSetEvent(own->named, 0, FALSE) ? STATUS_UNSUCCESSFUL : 0, 0);
    case WDM_CRASH: return *(volatile NTSTATUS *)8;
    case WDM_DESCRIBE: return describe(irp, stack->Parameters.DeviceIoControl.OutputBufferLength);
    case WDM_WORK:
        IoMarkIrpPending(irp);
        IoQueueWorkItem(own->item, work, DelayedWorkQueue, irp);
        return STATUS_PENDING;
    case WDM_FILL: {
        PVOID buffer = MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);
        RtlFillMemory(buffer, MmGetMdlByteCount(irp->MdlAddress), input);
        return complete(irp, STATUS_SUCCESS, MmGetMdlByteCount(irp->MdlAddress));
    }
    default: return complete(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    }
}

/* The filter: what it does not know goes down as it is; WDM_THROUGH_FILTER asks the device below by a request of its own. */

static NTSTATUS NTAPI pass(PDEVICE_OBJECT device, PIRP irp)
{
    EXTENSION *own = device->DeviceExtension;
    IoSkipCurrentIrpStackLocation(irp);
    return IoCallDriver(own->lower, irp);
}

static NTSTATUS NTAPI filter_control(PDEVICE_OBJECT device, PIRP irp)
{
    EXTENSION *own = device->DeviceExtension;
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    if (stack->Parameters.DeviceIoControl.IoControlCode != WDM_THROUGH_FILTER) return pass(device, irp);
    KEVENT done;
    IO_STATUS_BLOCK block;
    WCHAR text[64];
    KeInitializeEvent(&done, NotificationEvent, FALSE);
    PIRP lower = IoBuildDeviceIoControlRequest(
        WDM_DESCRIBE, own->lower, NULL, 0, text, sizeof text, FALSE, &done, &block);
    if (lower == NULL) return complete(irp, STATUS_INSUFFICIENT_RESOURCES, 0);
    NTSTATUS status = IoCallDriver(own->lower, lower);
    if (status == STATUS_PENDING) KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, NULL);
    if (!NT_SUCCESS(block.Status)) return complete(irp, block.Status, 0);
    if (stack->Parameters.DeviceIoControl.OutputBufferLength < block.Information)
        return complete(irp, STATUS_BUFFER_TOO_SMALL, 0);
    RtlCopyMemory(irp->AssociatedIrp.SystemBuffer, text, block.Information);
    return complete(irp, STATUS_SUCCESS, block.Information);
}

static NTSTATUS NTAPI dispatch(PDEVICE_OBJECT device, PIRP irp)
{
    UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;
    if (device == filter) return major == IRP_MJ_DEVICE_CONTROL ? filter_control(device, irp) : pass(device, irp);
    switch (major) {
    case IRP_MJ_READ: return read(device, irp);
    case IRP_MJ_WRITE: return write(device, irp);
    case IRP_MJ_DEVICE_CONTROL: return control(device, irp);
    default: return succeed(device, irp);
    }
}

static VOID NTAPI unload(PDRIVER_OBJECT driver)
{
    EXTENSION *own = wdm->DeviceExtension, *above = filter->DeviceExtension;
    (void)driver;
    IoDetachDevice(above->lower);
    IoDeleteDevice(filter);
    KeCancelTimer(&own->readTimer);
    KeCancelTimer(&own->writeTimer);
    KeFlushQueuedDpcs();
    KeSetEvent(&own->stop, IO_NO_INCREMENT, FALSE);
    KeWaitForSingleObject(own->thread, Executive, KernelMode, FALSE, NULL);
    ObDereferenceObject(own->thread);
    ZwClose(own->namedHandle);
    ExDeleteNPagedLookasideList(&own->blocks);
    ExDeleteResourceLite(&own->resource);
    IoFreeWorkItem(own->item);
    IoDeleteSymbolicLink(&link);
    IoDeleteDevice(wdm);
    DbgPrint("wdmdrv: unloaded\n");
}

static NTSTATUS start(EXTENSION *own)
{
    UNICODE_STRING event = RTL_CONSTANT_STRING(L"\\BaseNamedObjects\\WdmEvent");
    HANDLE thread;
    KeInitializeSpinLock(&own->lock);
    InitializeListHead(&own->reads);
    KeInitializeTimer(&own->readTimer);
    KeInitializeTimerEx(&own->writeTimer, SynchronizationTimer);
    KeInitializeDpc(&own->readDpc, finish_read, own);
    KeInitializeDpc(&own->writeDpc, finish_write, wdm);
    KeInitializeEvent(&own->request, SynchronizationEvent, FALSE);
    KeInitializeEvent(&own->served, SynchronizationEvent, FALSE);
    KeInitializeEvent(&own->stop, NotificationEvent, FALSE);
    KeInitializeGuardedMutex(&own->guarded);
    ExInitializeResourceLite(&own->resource);
    ExInitializeNPagedLookasideList(&own->blocks, NULL, NULL, 0, 64, 0x206D6457, 0);
    own->item = IoAllocateWorkItem(wdm);
    own->named = IoCreateNotificationEvent(&event, &own->namedHandle);
    if (own->item == NULL || own->named == NULL) return STATUS_INSUFFICIENT_RESOURCES;
    KeClearEvent(own->named);
    NTSTATUS status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, serve, own);
    if (!NT_SUCCESS(status)) return status;
    status = ObReferenceObjectByHandle(thread, THREAD_ALL_ACCESS, *PsThreadType, KernelMode, &own->thread, NULL);
    ZwClose(thread);
    return status;
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\Wdm");
    (void)path;
    for (int major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major++) driver->MajorFunction[major] = dispatch;
    driver->DriverStartIo = start_write;
    driver->DriverUnload = unload;
    NTSTATUS status = IoCreateDevice(
        driver, sizeof(EXTENSION), &name, FILE_DEVICE_UNKNOWN, FILE_DEVICE_SECURE_OPEN, FALSE, &wdm);
    if (!NT_SUCCESS(status)) return status;
    wdm->Flags |= DO_BUFFERED_IO;
    status = IoCreateSymbolicLink(&link, &name);
    if (NT_SUCCESS(status)) status = start(wdm->DeviceExtension);
    if (NT_SUCCESS(status))
        status = IoCreateDevice(driver, sizeof(EXTENSION), NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &filter);
    if (NT_SUCCESS(status)) {
        filter->Flags |= DO_BUFFERED_IO;
        status = IoAttachDevice(filter, &name, &((EXTENSION *)filter->DeviceExtension)->lower);
        filter->Flags &= ~DO_DEVICE_INITIALIZING;
    }
    wdm->Flags &= ~DO_DEVICE_INITIALIZING;
    return status;
}
