// The I/O request packet, its stack locations, and memory descriptor lists.
#pragma once
#include "wdm_objects.h"

enum {
    IRP_MJ_CREATE = 0x00, IRP_MJ_CLOSE = 0x02, IRP_MJ_READ = 0x03, IRP_MJ_WRITE = 0x04,
    IRP_MJ_QUERY_INFORMATION = 0x05, IRP_MJ_SET_INFORMATION = 0x06, IRP_MJ_FLUSH_BUFFERS = 0x09,
    IRP_MJ_FILE_SYSTEM_CONTROL = 0x0D, IRP_MJ_DEVICE_CONTROL = 0x0E, IRP_MJ_INTERNAL_DEVICE_CONTROL = 0x0F, IRP_MJ_SHUTDOWN = 0x10,
    IRP_MJ_CLEANUP = 0x12,
};

// IO_STACK_LOCATION.Control.
enum {
    SL_PENDING_RETURNED = 0x01,
    SL_INVOKE_ON_CANCEL = 0x20,
    SL_INVOKE_ON_SUCCESS = 0x40,
    SL_INVOKE_ON_ERROR = 0x80,
};

// IRP.Flags.
enum {
    IRP_NOCACHE = 0x01, IRP_SYNCHRONOUS_API = 0x04, IRP_BUFFERED_IO = 0x10,
    IRP_DEALLOCATE_BUFFER = 0x20, IRP_INPUT_OPERATION = 0x40,
};

// MDL.MdlFlags.
enum {
    MDL_MAPPED_TO_SYSTEM_VA = 0x0001,
    MDL_PAGES_LOCKED = 0x0002,
    MDL_SOURCE_IS_NONPAGED_POOL = 0x0004,
    MDL_ALLOCATED_FIXED_SIZE = 0x0008,
    MDL_PARTIAL = 0x0010,
};

// The last two bits of an I/O control code.
enum { METHOD_BUFFERED = 0, METHOD_IN_DIRECT = 1, METHOD_OUT_DIRECT = 2, METHOD_NEITHER = 3 };

typedef struct _MDL {
    struct _MDL *Next;
    int16_t Size;
    int16_t MdlFlags;
    void *Process;
    void *MappedSystemVa;
    void *StartVa;
    uint32_t ByteCount;
    uint32_t ByteOffset;
} MDL;

typedef struct _IO_SECURITY_CONTEXT {
    void *SecurityQos;
    void *AccessState;
    uint32_t DesiredAccess;
    uint32_t FullCreateOptions;
} IO_SECURITY_CONTEXT;

// Parameters narrower than a pointer still begin on a pointer's boundary.
#define SLOT __attribute__((aligned(8)))

typedef struct _IO_STACK_LOCATION {
    uint8_t MajorFunction;
    uint8_t MinorFunction;
    uint8_t Flags;
    uint8_t Control;
    union {
        struct {
            IO_SECURITY_CONTEXT *SecurityContext;
            uint32_t Options;
            uint16_t FileAttributes SLOT;
            uint16_t ShareAccess;
            uint32_t EaLength SLOT;
        } Create;
        struct {
            uint32_t Length;
            uint32_t Key SLOT;
            int64_t ByteOffset;
        } Read;
        struct {
            uint32_t Length;
            uint32_t Key SLOT;
            int64_t ByteOffset;
        } Write;
        struct {
            uint32_t Length;
            uint32_t FileInformationClass SLOT;
        } QueryFile;
        struct {
            uint32_t Length;
            uint32_t FileInformationClass SLOT;
            FILE_OBJECT *FileObject;
            uint32_t ClusterCount;
        } SetFile;
        struct {
            uint32_t OutputBufferLength;
            uint32_t InputBufferLength SLOT;
            uint32_t IoControlCode SLOT;
            void *Type3InputBuffer;
        } DeviceIoControl;
        struct {
            void *Argument1;
            void *Argument2;
            void *Argument3;
            void *Argument4;
        } Others;
    } Parameters;
    DEVICE_OBJECT *DeviceObject;
    FILE_OBJECT *FileObject;
    PIO_COMPLETION_ROUTINE CompletionRoutine;
    void *Context;
} IO_STACK_LOCATION;

#undef SLOT

typedef struct _IRP {
    int16_t Type;
    uint16_t Size;
    MDL *MdlAddress;
    uint32_t Flags;
    union {
        struct _IRP *MasterIrp;
        int32_t IrpCount;
        void *SystemBuffer;
    } AssociatedIrp;
    LIST_ENTRY ThreadListEntry;
    IO_STATUS_BLOCK IoStatus;
    KPROCESSOR_MODE RequestorMode;
    uint8_t PendingReturned;
    int8_t StackCount;
    int8_t CurrentLocation;
    uint8_t Cancel;
    KIRQL CancelIrql;
    int8_t ApcEnvironment;
    uint8_t AllocationFlags;
    IO_STATUS_BLOCK *UserIosb;
    KEVENT *UserEvent;
    union {
        struct { void *UserApcRoutine; void *UserApcContext; } AsynchronousParameters;
        int64_t AllocationSize;
    } Overlay;
    PDRIVER_CANCEL CancelRoutine;
    void *UserBuffer;
    union {
        struct {
            union {
                KDEVICE_QUEUE_ENTRY DeviceQueueEntry;
                void *DriverContext[4];
            };
            void *Thread;
            char *AuxiliaryBuffer;
            LIST_ENTRY ListEntry;
            IO_STACK_LOCATION *CurrentStackLocation;
            FILE_OBJECT *OriginalFileObject;
        } Overlay;
        uint8_t Apc[0x58];
        void *CompletionKey;
    } Tail;
} IRP;

_Static_assert(sizeof(MDL) == 0x30 && offsetof(MDL, MappedSystemVa) == 0x18, "MDL");
_Static_assert(sizeof(IO_STACK_LOCATION) == 0x48, "IO_STACK_LOCATION");
_Static_assert(offsetof(IO_STACK_LOCATION, Parameters) == 0x08, "Parameters");
_Static_assert(offsetof(IO_STACK_LOCATION, Parameters.Create.ShareAccess) == 0x1A, "Create");
_Static_assert(offsetof(IO_STACK_LOCATION, Parameters.Read.ByteOffset) == 0x18, "Read");
_Static_assert(offsetof(IO_STACK_LOCATION, Parameters.DeviceIoControl.IoControlCode) == 0x18, "DeviceIoControl");
_Static_assert(offsetof(IO_STACK_LOCATION, DeviceObject) == 0x28, "DeviceObject");
_Static_assert(sizeof(IRP) == 0xD0, "IRP");
_Static_assert(offsetof(IRP, AssociatedIrp) == 0x18, "AssociatedIrp");
_Static_assert(offsetof(IRP, RequestorMode) == 0x40 && offsetof(IRP, CancelIrql) == 0x45, "RequestorMode");
_Static_assert(offsetof(IRP, CancelRoutine) == 0x68 && offsetof(IRP, UserBuffer) == 0x70, "CancelRoutine");
_Static_assert(offsetof(IRP, Tail.Overlay.Thread) == 0x98, "Thread");
_Static_assert(offsetof(IRP, Tail.Overlay.ListEntry) == 0xA8, "ListEntry");
_Static_assert(offsetof(IRP, Tail.Overlay.CurrentStackLocation) == 0xB8, "CurrentStackLocation");
