/* A driver that gets its caller's objects by handle: looks at them, changes them, waits for them beside its own. Its service key
 * names a file without an extension. It is told when the system ends. */
#include "driver.h"
#include "objects.h"

ULONG NTAPI IoGetRequestorProcessId(PIRP irp);
NTSTATUS NTAPI ZwSetEvent(HANDLE event, PLONG previous);
NTSTATUS NTAPI PsLookupProcessByProcessId(HANDLE id, PVOID *process);
PVOID NTAPI IoGetRequestorProcess(PIRP irp);
NTSTATUS NTAPI ObOpenObjectByPointer(PVOID object, ULONG attributes, PVOID state, ACCESS_MASK access, POBJECT_TYPE type,
    KPROCESSOR_MODE mode, PHANDLE handle);

extern NTKERNELAPI POBJECT_TYPE *MmSectionObjectType;

NTKERNELAPI VOID NTAPI ExfAcquirePushLockExclusive(PVOID lock);
NTKERNELAPI VOID NTAPI ExfAcquirePushLockShared(PVOID lock);
NTKERNELAPI BOOLEAN NTAPI ExfTryAcquirePushLockShared(PVOID lock);
NTKERNELAPI VOID NTAPI ExfReleasePushLockExclusive(PVOID lock);
NTKERNELAPI VOID NTAPI ExfReleasePushLockShared(PVOID lock);

#define PROCESS_TERMINATE 0x0001
#define PROCESS_QUERY_INFORMATION 0x0400

/* Which check failed, as status: 0xE0000000 and the line. */
#define REQUIRE(condition) if (!(condition)) return (NTSTATUS)(0xE0000000 | __LINE__)

static NTSTATUS get(HANDLE handle, ACCESS_MASK access, POBJECT_TYPE type, PVOID *object)
{
    return ObReferenceObjectByHandle(handle, access, type, UserMode, object, NULL);
}

static NTSTATUS reference(PIRP irp, OBJECTS *objects)
{
    PVOID event, semaphore, mutant, thread, process, again, section, other, base = NULL;
    SIZE_T size = 0;
    LARGE_INTEGER look = {.QuadPart = 0};
    HANDLE handle;
    /* Kinds and rights. */
    REQUIRE(get(objects->event, 0, *ExSemaphoreObjectType, &other) == STATUS_OBJECT_TYPE_MISMATCH);
    REQUIRE(get(objects->semaphore, 0, *PsProcessType, &other) == STATUS_OBJECT_TYPE_MISMATCH);
    REQUIRE(get(objects->thread, 0, *PsProcessType, &other) == STATUS_OBJECT_TYPE_MISMATCH);
    REQUIRE(get(objects->file, 0, *PsProcessType, &other) == STATUS_OBJECT_TYPE_MISMATCH);
    REQUIRE(get(objects->process, PROCESS_TERMINATE, *PsProcessType, &other) == STATUS_ACCESS_DENIED);
    REQUIRE(get((HANDLE)0x7FFC, 0, NULL, &other) == STATUS_INVALID_HANDLE);
    REQUIRE(NT_SUCCESS(get(objects->event, EVENT_MODIFY_STATE, *ExEventObjectType, &event)));
    REQUIRE(NT_SUCCESS(get(objects->semaphore, SEMAPHORE_MODIFY_STATE, *ExSemaphoreObjectType, &semaphore)));
    REQUIRE(NT_SUCCESS(get(objects->mutant, 0, NULL, &mutant)));
    REQUIRE(NT_SUCCESS(get(objects->thread, SYNCHRONIZE, *PsThreadType, &thread)));
    REQUIRE(NT_SUCCESS(get(objects->process, PROCESS_QUERY_INFORMATION, *PsProcessType, &process)));
    REQUIRE(NT_SUCCESS(get(objects->section, SECTION_MAP_READ, *MmSectionObjectType, &section)));
    /* A semaphore of two: waited for once, released by two. */
    REQUIRE(KeReadStateSemaphore(semaphore) == 2);
    REQUIRE(KeWaitForSingleObject(semaphore, Executive, KernelMode, FALSE, &look) == STATUS_SUCCESS);
    REQUIRE(KeReleaseSemaphore(semaphore, 0, 2, FALSE) == 1 && KeReadStateSemaphore(semaphore) == 3);
    REQUIRE(KeWaitForSingleObject(mutant, Executive, KernelMode, FALSE, &look) == STATUS_SUCCESS);
    REQUIRE(KeReleaseMutex(mutant, FALSE) == 0);
    REQUIRE(KeWaitForSingleObject(thread, Executive, KernelMode, FALSE, &look) == STATUS_TIMEOUT);
    REQUIRE(KeWaitForSingleObject(process, Executive, KernelMode, FALSE, &look) == STATUS_TIMEOUT);
    /* One process, one pointer, whichever way. */
    REQUIRE(IoGetRequestorProcess(irp) == process);
    REQUIRE(PsGetProcessId(process) == (HANDLE)(ULONG_PTR)IoGetRequestorProcessId(irp));
    REQUIRE(NT_SUCCESS(PsLookupProcessByProcessId(PsGetProcessId(process), &again)) && again == process);
    ObDereferenceObject(again);
    REQUIRE(PsLookupProcessByProcessId((HANDLE)0x7FFC, &again) == STATUS_INVALID_PARAMETER);
    REQUIRE(PsGetThreadProcessId(thread) == PsGetProcessId(process) && PsGetThreadId(thread) != NULL);
    REQUIRE(PsGetCurrentProcess() != (PEPROCESS)process);
    /* A section's memory is the caller's. */
    REQUIRE(NT_SUCCESS(MmMapViewInSystemSpace(section, &base, &size)) && size >= 4096);
    REQUIRE(*(ULONG *)base == 0x12345678);
    *(ULONG *)base = 0x87654321;
    REQUIRE(NT_SUCCESS(MmUnmapViewInSystemSpace(base)));
    /* A handle of its own for the caller's event. */
    REQUIRE(NT_SUCCESS(ObOpenObjectByPointer(event, 0, NULL, EVENT_MODIFY_STATE, *ExEventObjectType, KernelMode, &handle)));
    REQUIRE(NT_SUCCESS(ZwSetEvent(handle, NULL)) && KeReadStateEvent(event) == 1);
    ZwClose(handle);
    REQUIRE(ObOpenObjectByPointer(event, 0, NULL, 0, *PsProcessType, KernelMode, &handle) == STATUS_OBJECT_TYPE_MISMATCH);
    KeClearEvent(event);
    PVOID all[] = {event, semaphore, mutant, thread, process, section};
    for (int index = 0; index < 6; index++) ObDereferenceObject(all[index]);
    return STATUS_SUCCESS;
}

static KEVENT own, gate;

/* Sets the driver's own event, and then the caller's if that is given. */
static VOID NTAPI sets_events(PVOID event)
{
    LARGE_INTEGER moment = {.QuadPart = -200000};
    KeDelayExecutionThread(KernelMode, FALSE, &moment);
    KeSetEvent(&own, 0, FALSE);
    KeDelayExecutionThread(KernelMode, FALSE, &moment);
    if (event != NULL) KeSetEvent(event, 0, FALSE);
    PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS later(PVOID event)
{
    HANDLE thread;
    NTSTATUS status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, sets_events, event);
    if (NT_SUCCESS(status)) ZwClose(thread);
    return status;
}

/* The caller's event is not signalled, its semaphore has one. */
static NTSTATUS wait_any(OBJECTS *objects)
{
    PVOID event, semaphore;
    LARGE_INTEGER look = {.QuadPart = 0}, soon = {.QuadPart = -100000};
    REQUIRE(NT_SUCCESS(get(objects->event, EVENT_MODIFY_STATE, *ExEventObjectType, &event)));
    REQUIRE(NT_SUCCESS(get(objects->semaphore, SEMAPHORE_MODIFY_STATE, *ExSemaphoreObjectType, &semaphore)));
    KeInitializeEvent(&own, SynchronizationEvent, FALSE);
    KeInitializeEvent(&gate, NotificationEvent, FALSE);
    PVOID all[] = {&own, event, &gate, semaphore};
#define ANY(count, timeout) KeWaitForMultipleObjects(count, all, WaitAny, Executive, KernelMode, FALSE, timeout, NULL)
    REQUIRE(ANY(4, &look) == STATUS_WAIT_0 + 3 && KeReadStateSemaphore(semaphore) == 0);
    REQUIRE(ANY(4, &look) == STATUS_TIMEOUT && ANY(4, &soon) == STATUS_TIMEOUT);
    KeSetEvent(event, 0, FALSE);
    REQUIRE(ANY(4, NULL) == STATUS_WAIT_0 + 1);
    KeClearEvent(event);
    KeSetEvent(&own, 0, FALSE);
    REQUIRE(ANY(4, NULL) == STATUS_WAIT_0 && KeReadStateEvent(&own) == 0);
    /* Woken by its own while it sleeps, and not a second time. */
    REQUIRE(NT_SUCCESS(later(NULL)));
    REQUIRE(ANY(4, NULL) == STATUS_WAIT_0 && KeReadStateEvent(&own) == 0 && ANY(4, &look) == STATUS_TIMEOUT);
    ObDereferenceObject(event);
    ObDereferenceObject(semaphore);
    return STATUS_SUCCESS;
}

/* The caller's event is not signalled, its semaphore has one. */
static NTSTATUS wait_all(OBJECTS *objects)
{
    PVOID event, semaphore;
    LARGE_INTEGER look = {.QuadPart = 0}, soon = {.QuadPart = -100000};
    REQUIRE(NT_SUCCESS(get(objects->event, EVENT_MODIFY_STATE, *ExEventObjectType, &event)));
    REQUIRE(NT_SUCCESS(get(objects->semaphore, SEMAPHORE_MODIFY_STATE, *ExSemaphoreObjectType, &semaphore)));
    KeInitializeEvent(&own, SynchronizationEvent, TRUE);
    PVOID all[] = {&own, semaphore, event};
#define ALL(count, timeout) KeWaitForMultipleObjects(count, all, WaitAll, Executive, KernelMode, FALSE, timeout, NULL)
    /* What is to be had is given back when the rest is not. */
    REQUIRE(ALL(3, &look) == STATUS_TIMEOUT && KeReadStateEvent(&own) == 1 && KeReadStateSemaphore(semaphore) == 1);
    REQUIRE(ALL(3, &soon) == STATUS_TIMEOUT && KeReadStateEvent(&own) == 1 && KeReadStateSemaphore(semaphore) == 1);
    REQUIRE(ALL(2, &look) == STATUS_SUCCESS && KeReadStateEvent(&own) == 0 && KeReadStateSemaphore(semaphore) == 0);
    REQUIRE(KeReleaseSemaphore(semaphore, 0, 1, FALSE) == 0 && NT_SUCCESS(later(event)));
    REQUIRE(ALL(3, NULL) == STATUS_SUCCESS && KeReadStateEvent(&own) == 0 && KeReadStateSemaphore(semaphore) == 0);
    ObDereferenceObject(event);
    ObDereferenceObject(semaphore);
    return STATUS_SUCCESS;
}

static EX_RUNDOWN_REF rundown;
static volatile LONG released;

static VOID NTAPI releases(PVOID context)
{
    LARGE_INTEGER moment = {.QuadPart = -200000};
    (void)context;
    KeDelayExecutionThread(KernelMode, FALSE, &moment);
    released = 1;
    ExReleaseRundownProtection(&rundown);
    PsTerminateSystemThread(STATUS_SUCCESS);
}

/* What the runtime keeps in the driver's own memory. */
static NTSTATUS routines(PFILE_OBJECT file)
{
    static SHARE_ACCESS share;
    static FILE_OBJECT other;
    static ULONG words[2];
    HANDLE thread;
    RTL_BITMAP bits;
    ULONG_PTR lock = 0;
    ExInitializeRundownProtection(&rundown);
    REQUIRE(ExAcquireRundownProtection(&rundown) && ExAcquireRundownProtection(&rundown));
    ExReleaseRundownProtection(&rundown);
    REQUIRE(NT_SUCCESS(PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, releases, NULL)));
    ZwClose(thread);
    ExWaitForRundownProtectionRelease(&rundown);
    REQUIRE(released && !ExAcquireRundownProtection(&rundown));
    ExReInitializeRundownProtection(&rundown);
    REQUIRE(ExAcquireRundownProtection(&rundown));
    ExReleaseRundownProtection(&rundown);
    ExWaitForRundownProtectionRelease(&rundown);
    REQUIRE(!ExAcquireRundownProtection(&rundown));

    IoSetShareAccess(FILE_READ_DATA, FILE_SHARE_READ, file, &share);
    REQUIRE(share.OpenCount == 1 && share.Readers == 1 && share.SharedRead == 1 && share.SharedWrite == 0 && file->ReadAccess);
    REQUIRE(IoCheckShareAccess(FILE_WRITE_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, &other, &share, TRUE) == STATUS_SHARING_VIOLATION);
    REQUIRE(IoCheckShareAccess(FILE_READ_DATA, 0, &other, &share, TRUE) == STATUS_SHARING_VIOLATION);
    REQUIRE(IoCheckShareAccess(FILE_READ_ATTRIBUTES, 0, &other, &share, TRUE) == STATUS_SUCCESS && share.OpenCount == 1);
    REQUIRE(IoCheckShareAccess(FILE_READ_DATA, FILE_SHARE_READ, &other, &share, FALSE) == STATUS_SUCCESS && share.OpenCount == 1);
    IoUpdateShareAccess(&other, &share);
    REQUIRE(share.OpenCount == 2 && share.SharedRead == 2);
    IoRemoveShareAccess(&other, &share);
    IoRemoveShareAccess(file, &share);
    REQUIRE(share.OpenCount == 0 && share.Readers == 0 && share.SharedRead == 0);

    ExfAcquirePushLockShared(&lock);
    REQUIRE(ExfTryAcquirePushLockShared(&lock));
    ExfReleasePushLockShared(&lock);
    ExfReleasePushLockShared(&lock);
    ExfAcquirePushLockExclusive(&lock);
    REQUIRE(!ExfTryAcquirePushLockShared(&lock));
    ExfReleasePushLockExclusive(&lock);
    REQUIRE(lock == 0);
    RtlInitializeBitMap(&bits, words, 40);
    RtlClearAllBits(&bits);
    REQUIRE(RtlFindClearBitsAndSet(&bits, 33, 0) == 0 && RtlNumberOfSetBits(&bits) == 33);
    return STATUS_SUCCESS;
}

/* Ends a process of the caller's. */
static NTSTATUS end(HANDLE handle)
{
    PVOID process;
    HANDLE own_handle;
    NTSTATUS status = get(handle, PROCESS_TERMINATE, *PsProcessType, &process);
    if (!NT_SUCCESS(status)) return status;
    status = ObOpenObjectByPointer(process, 0, NULL, PROCESS_TERMINATE, NULL, KernelMode, &own_handle);
    REQUIRE(NT_SUCCESS(status));
    status = ZwTerminateProcess(own_handle, 0x4321);
    ZwClose(own_handle);
    KeWaitForSingleObject(process, Executive, KernelMode, FALSE, NULL);
    ObDereferenceObject(process);
    return status;
}

static NTSTATUS NTAPI control(PDEVICE_OBJECT device, PIRP irp)
{
    PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    OBJECTS *objects = irp->AssociatedIrp.SystemBuffer;
    (void)device;
    if (stack->Parameters.DeviceIoControl.InputBufferLength != sizeof *objects) return complete(irp, STATUS_INVALID_PARAMETER, 0);
    switch (stack->Parameters.DeviceIoControl.IoControlCode) {
    case OBJECTS_REFERENCE: return complete(irp, reference(irp, objects), 0);
    case OBJECTS_WAIT_ANY: return complete(irp, wait_any(objects), 0);
    case OBJECTS_WAIT_ALL: return complete(irp, wait_all(objects), 0);
    case OBJECTS_ROUTINES: return complete(irp, routines(stack->FileObject), 0);
    case OBJECTS_END: return complete(irp, end(objects->process), 0);
    default: return complete(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    }
}

static NTSTATUS NTAPI shutdown(PDEVICE_OBJECT device, PIRP irp)
{
    (void)device;
    DbgPrint("objectsdrv: the system ends\n");
    return complete(irp, STATUS_SUCCESS, 0);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\Objects");
    PDEVICE_OBJECT device;
    (void)path;
    driver->MajorFunction[IRP_MJ_CREATE] = succeed;
    driver->MajorFunction[IRP_MJ_CLEANUP] = succeed;
    driver->MajorFunction[IRP_MJ_CLOSE] = succeed;
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
    driver->MajorFunction[IRP_MJ_SHUTDOWN] = shutdown;
    NTSTATUS status = IoCreateDevice(driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
    if (!NT_SUCCESS(status)) return status;
    return IoRegisterShutdownNotification(device);
}
