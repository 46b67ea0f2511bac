// What the driver model defines as inline code, so that every compiled driver carries it.
#pragma once
#include "wdm_irp.h"

static inline IO_STACK_LOCATION *IoGetCurrentIrpStackLocation(IRP *irp) {
    return irp->Tail.Overlay.CurrentStackLocation;
}

static inline IO_STACK_LOCATION *IoGetNextIrpStackLocation(IRP *irp) {
    return irp->Tail.Overlay.CurrentStackLocation - 1;
}

// The driver below sees the location of this one.
static inline void IoSkipCurrentIrpStackLocation(IRP *irp) {
    irp->CurrentLocation++;
    irp->Tail.Overlay.CurrentStackLocation++;
}

// The driver below gets the same parameters and no completion routine.
static inline void IoCopyCurrentIrpStackLocationToNext(IRP *irp) {
    IO_STACK_LOCATION *next = IoGetNextIrpStackLocation(irp);
    *next = *IoGetCurrentIrpStackLocation(irp);
    next->Control = 0;
    next->CompletionRoutine = NULL;
    next->Context = NULL;
}

static inline void IoSetCompletionRoutine(IRP *irp, PIO_COMPLETION_ROUTINE routine, void *context,
                                          bool on_success, bool on_error, bool on_cancel) {
    IO_STACK_LOCATION *next = IoGetNextIrpStackLocation(irp);
    next->CompletionRoutine = routine;
    next->Context = context;
    next->Control = (uint8_t)((on_success ? SL_INVOKE_ON_SUCCESS : 0) | (on_error ? SL_INVOKE_ON_ERROR : 0)
                              | (on_cancel ? SL_INVOKE_ON_CANCEL : 0));
}

static inline void IoMarkIrpPending(IRP *irp) {
    irp->Tail.Overlay.CurrentStackLocation->Control |= SL_PENDING_RETURNED;
}

// Returns the routine that was set; whoever takes it out decides the IRP's fate.
static inline PDRIVER_CANCEL IoSetCancelRoutine(IRP *irp, PDRIVER_CANCEL routine) {
    return __atomic_exchange_n(&irp->CancelRoutine, routine, __ATOMIC_SEQ_CST);
}

// Where fields of unions lie. Swift may hand out `&` of such a field as the address of a copy: never write that.
static inline LIST_ENTRY *IrpListEntry(IRP *irp) { return &irp->Tail.Overlay.ListEntry; }
static inline KDEVICE_QUEUE_ENTRY *IrpDeviceQueueEntry(IRP *irp) { return &irp->Tail.Overlay.DeviceQueueEntry; }
static inline LIST_ENTRY *DeviceListEntry(DEVICE_OBJECT *device) { return &device->Queue.ListEntry; }

// The request that a queue entry belongs to: queues link Tail.Overlay.ListEntry.
static inline IRP *IrpOfListEntry(LIST_ENTRY *entry) {
    return (IRP *)((char *)entry - offsetof(IRP, Tail.Overlay.ListEntry));
}

static inline void DriverSetDispatch(DRIVER_OBJECT *driver, uint32_t major, PDRIVER_DISPATCH routine) {
    driver->MajorFunction[major] = routine;
}

static inline PDRIVER_DISPATCH DriverDispatch(const DRIVER_OBJECT *driver, uint32_t major) {
    return driver->MajorFunction[major];
}

static inline void InitializeListHead(LIST_ENTRY *head) { head->Flink = head->Blink = head; }
static inline bool IsListEmpty(const LIST_ENTRY *head) { return head->Flink == head; }

// Returns whether the list is empty now.
static inline bool RemoveEntryList(LIST_ENTRY *entry) {
    LIST_ENTRY *next = entry->Flink, *previous = entry->Blink;
    previous->Flink = next;
    next->Blink = previous;
    return next == previous;
}

static inline LIST_ENTRY *RemoveHeadList(LIST_ENTRY *head) {
    LIST_ENTRY *entry = head->Flink;
    RemoveEntryList(entry);
    return entry;
}

static inline void InsertTailList(LIST_ENTRY *head, LIST_ENTRY *entry) {
    entry->Flink = head;
    entry->Blink = head->Blink;
    head->Blink->Flink = entry;
    head->Blink = entry;
}

static inline void InsertHeadList(LIST_ENTRY *head, LIST_ENTRY *entry) {
    entry->Flink = head->Flink;
    entry->Blink = head;
    head->Flink->Blink = entry;
    head->Flink = entry;
}
