// Objects that live in a driver's own memory: events, timers, DPCs, queues, work items, locks.
#pragma once
#include <stdbool.h>
#include <stdbool.h>
#include <stddef.h>
#include <nt.h>

typedef uint8_t KIRQL;
typedef uint64_t KSPIN_LOCK;
typedef int8_t KPROCESSOR_MODE;

enum { PASSIVE_LEVEL = 0, APC_LEVEL = 1, DISPATCH_LEVEL = 2, CLOCK_LEVEL = 13, HIGH_LEVEL = 15 };
enum { KernelMode = 0, UserMode = 1 };

// DISPATCHER_HEADER.Type.
enum {
    EventNotificationObject = 0,
    EventSynchronizationObject = 1,
    MutantObject = 2,
    ProcessObject = 3,
    SemaphoreObject = 5,
    ThreadObject = 6,
    TimerNotificationObject = 8,
    TimerSynchronizationObject = 9,
    DpcObject = 19,
    DeviceQueueObject = 20,
};

// DISPATCHER_HEADER.Absolute of an object that stands for one of the executive.
enum { SharedObjectMark = 0xE7 };

typedef struct _DISPATCHER_HEADER {
    uint8_t Type;
    uint8_t Absolute;
    uint8_t Size;                // of the object, in 32-bit words
    uint8_t Inserted;
    int32_t SignalState;
    LIST_ENTRY WaitListHead;
} DISPATCHER_HEADER;

typedef struct _KEVENT { DISPATCHER_HEADER Header; } KEVENT;

typedef struct _KSEMAPHORE {
    DISPATCHER_HEADER Header;
    int32_t Limit;
} KSEMAPHORE;

typedef struct _KMUTANT {
    DISPATCHER_HEADER Header;
    LIST_ENTRY MutantListEntry;
    void *OwnerThread;
    uint8_t Abandoned;
    uint8_t ApcDisable;
} KMUTANT;

struct _KDPC;
typedef void (*PKDEFERRED_ROUTINE)(struct _KDPC *Dpc, void *DeferredContext, void *SystemArgument1, void *SystemArgument2);

typedef struct _KDPC {
    uint8_t Type;
    uint8_t Importance;
    uint16_t Number;
    LIST_ENTRY DpcListEntry;
    PKDEFERRED_ROUTINE DeferredRoutine;
    void *DeferredContext;
    void *SystemArgument1;
    void *SystemArgument2;
    void *DpcData;               // not null while queued
} KDPC;

typedef struct _KTIMER {
    DISPATCHER_HEADER Header;
    uint64_t DueTime;
    LIST_ENTRY TimerListEntry;
    KDPC *Dpc;
    uint32_t Processor;
    int32_t Period;              // milliseconds
} KTIMER;

typedef struct _KDEVICE_QUEUE {
    int16_t Type;
    int16_t Size;
    LIST_ENTRY DeviceListHead;
    KSPIN_LOCK Lock;
    uint8_t Busy;
} KDEVICE_QUEUE;

typedef struct _KDEVICE_QUEUE_ENTRY {
    LIST_ENTRY DeviceListEntry;
    uint32_t SortKey;
    uint8_t Inserted;
} KDEVICE_QUEUE_ENTRY;

typedef struct _WORK_QUEUE_ITEM {
    LIST_ENTRY List;
    void (*WorkerRoutine)(void *Parameter);
    void *Parameter;
} WORK_QUEUE_ITEM;

typedef struct _FAST_MUTEX {
    int32_t Count;               // 1 while free
    void *Owner;
    uint32_t Contention;
    KEVENT Event;
    uint32_t OldIrql;
} FAST_MUTEX;

typedef struct _SINGLE_LIST_ENTRY { struct _SINGLE_LIST_ENTRY *Next; } SINGLE_LIST_ENTRY;

// Only the runtime knows what is inside.
typedef struct _KINTERRUPT KINTERRUPT;
typedef struct _IO_WORKITEM IO_WORKITEM;

_Static_assert(sizeof(DISPATCHER_HEADER) == 0x18, "DISPATCHER_HEADER");
_Static_assert(sizeof(KEVENT) == 0x18, "KEVENT");
_Static_assert(sizeof(KSEMAPHORE) == 0x20, "KSEMAPHORE");
_Static_assert(sizeof(KMUTANT) == 0x38 && offsetof(KMUTANT, OwnerThread) == 0x28, "KMUTANT");
_Static_assert(sizeof(KDPC) == 0x40 && offsetof(KDPC, DpcData) == 0x38, "KDPC");
_Static_assert(sizeof(KTIMER) == 0x40 && offsetof(KTIMER, Period) == 0x3C, "KTIMER");
_Static_assert(sizeof(KDEVICE_QUEUE) == 0x28 && offsetof(KDEVICE_QUEUE, Busy) == 0x20, "KDEVICE_QUEUE");
_Static_assert(sizeof(KDEVICE_QUEUE_ENTRY) == 0x18, "KDEVICE_QUEUE_ENTRY");
_Static_assert(sizeof(WORK_QUEUE_ITEM) == 0x20, "WORK_QUEUE_ITEM");
_Static_assert(sizeof(FAST_MUTEX) == 0x38, "FAST_MUTEX");
