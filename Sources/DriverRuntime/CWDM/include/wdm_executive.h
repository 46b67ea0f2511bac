// Structures of Ex and Io that drivers allocate and the runtime fills in.
#pragma once
#include "wdm_irp.h"

// The low 16 bits of `depth` count the entries: inlined ExQueryDepthSList reads them.
typedef struct _SLIST_HEADER {
    uint64_t depth;
    SINGLE_LIST_ENTRY first;
} __attribute__((aligned(16))) SLIST_HEADER;

typedef struct _GENERAL_LOOKASIDE {
    SLIST_HEADER ListHead;
    uint16_t Depth;
    uint16_t MaximumDepth;
    uint32_t TotalAllocates;
    uint32_t AllocateMisses;
    uint32_t TotalFrees;
    uint32_t FreeMisses;
    int32_t Type;
    uint32_t Tag;
    uint32_t Size;
    void *(*Allocate)(int32_t PoolType, size_t NumberOfBytes, uint32_t Tag);
    void (*Free)(void *Buffer);
    LIST_ENTRY ListEntry;
    uint32_t LastTotalAllocates;
    uint32_t LastAllocateMisses;
    uint32_t Future[2];
    uint64_t Padding[4];         // a multiple of a cache line
} GENERAL_LOOKASIDE;

typedef struct _IO_REMOVE_LOCK {
    uint8_t Removed;
    uint8_t Reserved[3];
    int32_t IoCount;
    KEVENT RemoveEvent;
} IO_REMOVE_LOCK;

struct _IO_CSQ;

typedef struct _IO_CSQ_IRP_CONTEXT {
    uint32_t Type;
    IRP *Irp;
    struct _IO_CSQ *Csq;
} IO_CSQ_IRP_CONTEXT;

typedef struct _IO_CSQ {
    uint32_t Type;
    void (*CsqInsertIrp)(struct _IO_CSQ *Csq, IRP *Irp);
    void (*CsqRemoveIrp)(struct _IO_CSQ *Csq, IRP *Irp);
    IRP *(*CsqPeekNextIrp)(struct _IO_CSQ *Csq, IRP *Irp, void *PeekContext);
    void (*CsqAcquireLock)(struct _IO_CSQ *Csq, KIRQL *Irql);
    void (*CsqReleaseLock)(struct _IO_CSQ *Csq, KIRQL Irql);
    void (*CsqCompleteCanceledIrp)(struct _IO_CSQ *Csq, IRP *Irp);
    void *ReservePointer;
} IO_CSQ;

enum { IO_TYPE_CSQ_IRP_CONTEXT = 1, IO_TYPE_CSQ = 2, IO_TYPE_CSQ_EX = 3 };

typedef struct _KLOCK_QUEUE_HANDLE {
    void *Next;
    KSPIN_LOCK *Lock;
    KIRQL OldIrql;
} KLOCK_QUEUE_HANDLE;

typedef struct _OWNER_ENTRY {
    void *OwnerThread;
    uint32_t OwnerCount;
} OWNER_ENTRY;

typedef struct _ERESOURCE {
    LIST_ENTRY SystemResourcesList;
    OWNER_ENTRY *OwnerTable;     // who shares it; the first entry's count is how many entries there are
    int16_t ActiveCount;         // owners, and threads that were made owners while they waited
    uint16_t Flag;
    KSEMAPHORE *SharedWaiters;
    KEVENT *ExclusiveWaiters;
    OWNER_ENTRY OwnerEntry;      // who has it exclusively
    uint32_t ActiveEntries;
    uint32_t ContentionCount;
    uint32_t NumberOfSharedWaiters;
    uint32_t NumberOfExclusiveWaiters;
    void *Reserved2;
    void *Address;
    KSPIN_LOCK SpinLock;
} ERESOURCE;

enum { ResourceOwnedExclusive = 0x80 };

_Static_assert(sizeof(ERESOURCE) == 0x68 && offsetof(ERESOURCE, OwnerEntry) == 0x30, "ERESOURCE");
_Static_assert(sizeof(SLIST_HEADER) == 0x10, "SLIST_HEADER");
_Static_assert(sizeof(GENERAL_LOOKASIDE) == 0x80, "GENERAL_LOOKASIDE");
_Static_assert(offsetof(GENERAL_LOOKASIDE, Allocate) == 0x30, "Allocate");
_Static_assert(offsetof(GENERAL_LOOKASIDE, ListEntry) == 0x40, "ListEntry");
_Static_assert(sizeof(IO_REMOVE_LOCK) == 0x20, "IO_REMOVE_LOCK");
_Static_assert(sizeof(IO_CSQ) == 0x40, "IO_CSQ");
_Static_assert(sizeof(IO_CSQ_IRP_CONTEXT) == 0x18, "IO_CSQ_IRP_CONTEXT");
_Static_assert(sizeof(KLOCK_QUEUE_HANDLE) == 0x18, "KLOCK_QUEUE_HANDLE");
