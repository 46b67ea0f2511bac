// Driver, device and file objects.
#pragma once
#include "wdm_dispatcher.h"

struct _IRP;
struct _DRIVER_OBJECT;
struct _DEVICE_OBJECT;

enum { IRP_MJ_MAXIMUM_FUNCTION = 0x1B };

// The first word of I/O objects.
enum { IO_TYPE_DEVICE = 3, IO_TYPE_DRIVER = 4, IO_TYPE_FILE = 5, IO_TYPE_IRP = 6, IO_TYPE_DEVICE_OBJECT_EXTENSION = 13 };

// DEVICE_OBJECT.Flags.
enum {
    DO_BUFFERED_IO = 0x04,
    DO_EXCLUSIVE = 0x08,
    DO_DIRECT_IO = 0x10,
    DO_DEVICE_HAS_NAME = 0x40,
    DO_DEVICE_INITIALIZING = 0x80,
};

// FILE_OBJECT.Flags.
enum { FO_FILE_OPEN = 0x01, FO_SYNCHRONOUS_IO = 0x02, FO_HANDLE_CREATED = 0x40000 };

typedef NTSTATUS (*PDRIVER_DISPATCH)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef void (*PDRIVER_STARTIO)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef void (*PDRIVER_CANCEL)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp);
typedef void (*PDRIVER_UNLOAD)(struct _DRIVER_OBJECT *DriverObject);
typedef NTSTATUS (*PDRIVER_INITIALIZE)(struct _DRIVER_OBJECT *DriverObject, UNICODE_STRING *RegistryPath);
typedef NTSTATUS (*PDRIVER_ADD_DEVICE)(struct _DRIVER_OBJECT *DriverObject, struct _DEVICE_OBJECT *PhysicalDeviceObject);
typedef NTSTATUS (*PIO_COMPLETION_ROUTINE)(struct _DEVICE_OBJECT *DeviceObject, struct _IRP *Irp, void *Context);

typedef struct _DRIVER_EXTENSION {
    struct _DRIVER_OBJECT *DriverObject;
    PDRIVER_ADD_DEVICE AddDevice;
    uint32_t Count;
    UNICODE_STRING ServiceKeyName;
} DRIVER_EXTENSION;

typedef struct _DRIVER_OBJECT {
    int16_t Type;
    int16_t Size;
    struct _DEVICE_OBJECT *DeviceObject;
    uint32_t Flags;
    void *DriverStart;
    uint32_t DriverSize;
    void *DriverSection;
    DRIVER_EXTENSION *DriverExtension;
    UNICODE_STRING DriverName;
    UNICODE_STRING *HardwareDatabase;
    void *FastIoDispatch;
    PDRIVER_INITIALIZE DriverInit;
    PDRIVER_STARTIO DriverStartIo;
    PDRIVER_UNLOAD DriverUnload;
    PDRIVER_DISPATCH MajorFunction[IRP_MJ_MAXIMUM_FUNCTION + 1];
} DRIVER_OBJECT;

typedef struct _WAIT_CONTEXT_BLOCK {
    KDEVICE_QUEUE_ENTRY WaitQueueEntry;
    void *DeviceRoutine;
    void *DeviceContext;
    uint32_t NumberOfMapRegisters;
    void *DeviceObject;
    void *CurrentIrp;
    KDPC *BufferChainingDpc;
} WAIT_CONTEXT_BLOCK;

typedef struct _DEVOBJ_EXTENSION {
    int16_t Type;
    uint16_t Size;
    struct _DEVICE_OBJECT *DeviceObject;
} DEVOBJ_EXTENSION;

typedef struct _DEVICE_OBJECT {
    int16_t Type;
    uint16_t Size;
    int32_t ReferenceCount;
    struct _DRIVER_OBJECT *DriverObject;
    struct _DEVICE_OBJECT *NextDevice;
    struct _DEVICE_OBJECT *AttachedDevice;
    struct _IRP *CurrentIrp;
    void *Timer;
    uint32_t Flags;
    uint32_t Characteristics;
    void *Vpb;
    void *DeviceExtension;
    uint32_t DeviceType;
    int8_t StackSize;
    union { LIST_ENTRY ListEntry; WAIT_CONTEXT_BLOCK Wcb; } Queue;
    uint32_t AlignmentRequirement;
    KDEVICE_QUEUE DeviceQueue;
    KDPC Dpc;
    uint32_t ActiveThreadCount;
    void *SecurityDescriptor;
    KEVENT DeviceLock;
    uint16_t SectorSize;
    uint16_t Spare1;
    DEVOBJ_EXTENSION *DeviceObjectExtension;
    void *Reserved;
} __attribute__((aligned(16))) DEVICE_OBJECT;

typedef struct _FILE_OBJECT {
    int16_t Type;
    int16_t Size;
    DEVICE_OBJECT *DeviceObject;
    void *Vpb;
    void *FsContext;
    void *FsContext2;
    void *SectionObjectPointer;
    void *PrivateCacheMap;
    NTSTATUS FinalStatus;
    struct _FILE_OBJECT *RelatedFileObject;
    uint8_t LockOperation;
    uint8_t DeletePending;
    uint8_t ReadAccess;
    uint8_t WriteAccess;
    uint8_t DeleteAccess;
    uint8_t SharedRead;
    uint8_t SharedWrite;
    uint8_t SharedDelete;
    uint32_t Flags;
    UNICODE_STRING FileName;
    int64_t CurrentByteOffset;
    uint32_t Waiters;
    uint32_t Busy;
    void *LastLock;
    KEVENT Lock;
    KEVENT Event;
    void *CompletionContext;
    KSPIN_LOCK IrpListLock;
    LIST_ENTRY IrpList;
    void *FileObjectExtension;
} FILE_OBJECT;

_Static_assert(sizeof(DRIVER_OBJECT) == 0x150, "DRIVER_OBJECT");
_Static_assert(offsetof(DRIVER_OBJECT, DriverExtension) == 0x30, "DriverExtension");
_Static_assert(offsetof(DRIVER_OBJECT, DriverUnload) == 0x68, "DriverUnload");
_Static_assert(offsetof(DRIVER_OBJECT, MajorFunction) == 0x70, "MajorFunction");
_Static_assert(sizeof(DRIVER_EXTENSION) == 0x28, "DRIVER_EXTENSION");
_Static_assert(sizeof(DEVICE_OBJECT) == 0x150, "DEVICE_OBJECT");
_Static_assert(offsetof(DEVICE_OBJECT, Flags) == 0x30, "DEVICE_OBJECT.Flags");
_Static_assert(offsetof(DEVICE_OBJECT, DeviceExtension) == 0x40, "DeviceExtension");
_Static_assert(offsetof(DEVICE_OBJECT, StackSize) == 0x4C, "StackSize");
_Static_assert(offsetof(DEVICE_OBJECT, Queue) == 0x50, "Queue");
_Static_assert(offsetof(DEVICE_OBJECT, AlignmentRequirement) == 0x98, "AlignmentRequirement");
_Static_assert(offsetof(DEVICE_OBJECT, DeviceQueue) == 0xA0, "DeviceQueue");
_Static_assert(offsetof(DEVICE_OBJECT, Dpc) == 0xC8, "Dpc");
_Static_assert(offsetof(DEVICE_OBJECT, DeviceLock) == 0x118, "DeviceLock");
_Static_assert(offsetof(DEVICE_OBJECT, DeviceObjectExtension) == 0x138, "DeviceObjectExtension");
_Static_assert(sizeof(FILE_OBJECT) == 0xD8, "FILE_OBJECT");
_Static_assert(offsetof(FILE_OBJECT, FsContext) == 0x18, "FsContext");
_Static_assert(offsetof(FILE_OBJECT, FileName) == 0x58, "FileName");
_Static_assert(offsetof(FILE_OBJECT, Event) == 0x98, "FILE_OBJECT.Event");
