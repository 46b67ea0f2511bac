/* A driver that does whatever it is asked to, and none of it well: \Device\Hostile. */
#include "driver.h"
#include "deeds.h"

static KDPC dpc;
static int *volatile nowhere = (int *)8;

static VOID NTAPI again(PKDPC self, PVOID context, PVOID one, PVOID two)
{
    (void)context, (void)one, (void)two;
    KeInsertQueueDpc(self, NULL, NULL);
}

static VOID NTAPI write_to_nowhere(PKDPC self, PVOID context, PVOID one, PVOID two)
{
    (void)self, (void)context, (void)one, (void)two;
    *nowhere = 1;
}

static VOID NTAPI sleep(PKDPC self, PVOID context, PVOID one, PVOID two)
{
    KEVENT event;
    (void)self, (void)context, (void)one, (void)two;
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
}

static VOID NTAPI crash(PDEVICE_OBJECT device, PVOID context)
{
    (void)device, (void)context;
    *nowhere = 1;
}

static VOID NTAPI crash_in_cancel(PDEVICE_OBJECT device, PIRP irp)
{
    (void)device, (void)irp;
    *nowhere = 1;
}

static VOID NTAPI idle(PVOID event)
{
    KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL);
}

static void take_all_threads(void)
{
    static KEVENT never;
    HANDLE thread;
    KeInitializeEvent(&never, NotificationEvent, FALSE);
    while (NT_SUCCESS(PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, idle, &never))) ;
}

static NTSTATUS promise(PIRP irp)
{
    IoMarkIrpPending(irp);
    return STATUS_PENDING;
}

static NTSTATUS promise_to_do(PKDEFERRED_ROUTINE routine, PIRP irp)
{
    KeInitializeDpc(&dpc, routine, NULL);
    KeInsertQueueDpc(&dpc, NULL, NULL);
    return promise(irp);
}

static int deeper(int depth)
{
    volatile char frame[4000];
    frame[depth & 1023] = (char)depth;
    return depth < 0 ? 0 : deeper(depth + 1) + frame[depth & 1023];
}

static void fill_rings(BOOLEAN with_ones)
{
    volatile ULONG *rings = (volatile ULONG *)0x7FFD00000000ull;
    for (ULONG index = 0; index < 0x8000 / sizeof *rings; index++)
        rings[index] = with_ones ? 0xFFFFFFFF : index * 2654435761u;
}

static void call_kernel(void)
{
    long long number = -1, capability = 1, info = 0;
    /* The kernel need not keep rsp. */
    __asm__ volatile("movq %%rsp, %%rbx; syscall; movq %%rbx, %%rsp" : "+d"(number), "+D"(capability), "+S"(info)
                     : : "rbx", "rcx", "r11", "r8", "r9", "r10", "r15", "memory");
}

static NTSTATUS NTAPI control(PDEVICE_OBJECT device, PIRP irp)
{
    KIRQL irql;
    PDEVICE_OBJECT more;
    switch (IoGetCurrentIrpStackLocation(irp)->Parameters.DeviceIoControl.IoControlCode >> 2 & 0xFFF) {
    case WRITE_TO_NOWHERE: *nowhere = 1; break;
    case JUMP_TO_NOWHERE: ((void (*)(void))0x12345678)(); break;
    case RUN_OUT_OF_STACK: deeper(0); break;
    case HALT_THE_PROCESSOR: __asm__ volatile("cli; hlt"); break;
    case STOP_IN_A_DEBUGGER: __asm__ volatile("int3"); break;
    case BUG_CHECK: KeBugCheckEx(0xBAD, 1, 2, 3, 4); break;
    case FILL_THE_RINGS: fill_rings(TRUE); break;
    case SCRIBBLE_ON_THE_RINGS: fill_rings(FALSE); break;
    case COMPLETE_NO_IRP: IoCompleteRequest((PIRP)0x1000, IO_NO_INCREMENT); break;
    case FREE_WHAT_IS_NOT_ITS_OWN: ExFreePool((PUCHAR)irp + 5); break;
    case CRASH_IN_A_DPC: return promise_to_do(write_to_nowhere, irp);
    case SLEEP_IN_A_DPC: return promise_to_do(sleep, irp);
    case CRASH_IN_A_WORK_ITEM:
        IoQueueWorkItem(IoAllocateWorkItem(device), crash, DelayedWorkQueue, NULL);
        return promise(irp);
    case CRASH_IN_A_CANCEL_ROUTINE:
        IoSetCancelRoutine(irp, crash_in_cancel);
        return promise(irp);
    case COMPLETE_TWICE: complete(irp, STATUS_SUCCESS, 0); break;
    case TAKE_ALL_POOL: while (ExAllocatePoolWithTag(NonPagedPool, 0x10000, 'H')) ; break;
    case TAKE_ALL_THREADS: take_all_threads(); break;
    case TAKE_ALL_DEVICES:
        while (NT_SUCCESS(IoCreateDevice(device->DriverObject, 0, NULL, FILE_DEVICE_UNKNOWN, 0, FALSE, &more))) ;
        break;
    case CLOSE_ALL_HANDLES: for (ULONG_PTR handle = 4; handle < 8000; handle += 4) ZwClose((HANDLE)handle); break;
    case END_THE_THREAD_THAT_SERVES: PsTerminateSystemThread(STATUS_SUCCESS); break;
    case TOUCH_WHAT_IS_COMPLETE:
        complete(irp, STATUS_SUCCESS, 0);
        for (ULONG index = 0; index < sizeof *irp; index++) ((volatile UCHAR *)irp)[index] = 0xEE;
        return STATUS_SUCCESS;
    case RESET_THE_MACHINE: WRITE_PORT_UCHAR((PUCHAR)0x64, 0xFE); break;
    case RAISE_IRQL: KeRaiseIrql(HIGH_LEVEL, &irql); break;
    case CLAIM_TOO_MUCH: return complete(irp, STATUS_SUCCESS, (ULONG_PTR)-1);
    case CALL_THE_KERNEL: call_kernel(); break;
    case REPEAT_A_DPC:
        KeInitializeDpc(&dpc, again, NULL);
        KeInsertQueueDpc(&dpc, NULL, NULL);
        break;
    case LOOP: for (;;) ;
    default: return complete(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    }
    return complete(irp, STATUS_SUCCESS, 0);
}

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
    UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\Hostile");
    PDEVICE_OBJECT device;
    (void)path;
    driver->MajorFunction[IRP_MJ_CREATE] = succeed;
    driver->MajorFunction[IRP_MJ_CLOSE] = succeed;
    driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
    return IoCreateDevice(driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
}
