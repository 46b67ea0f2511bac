// Variables that drivers import by name.

    .data

// Pointers to object types. Drivers pass them back and never look inside.
    .balign 8
    .macro OBJECT_TYPE name
    .globl \name
\name: .quad \name\()_type
    .endm

    OBJECT_TYPE ExEventObjectType
    OBJECT_TYPE ExSemaphoreObjectType
    OBJECT_TYPE IoFileObjectType
    OBJECT_TYPE IoDriverObjectType
    OBJECT_TYPE IoDeviceObjectType
    OBJECT_TYPE PsThreadType
    OBJECT_TYPE PsProcessType
    OBJECT_TYPE MmSectionObjectType
    OBJECT_TYPE CmKeyObjectType
    OBJECT_TYPE SeTokenObjectType

// The last address of programs, where probing stops, and where the system's own would begin.
    .globl MmHighestUserAddress, MmUserProbeAddress, MmSystemRangeStart
MmHighestUserAddress:   .quad 0x00007FFFFFFEFFFF
MmUserProbeAddress:     .quad 0x00007FFFFFFF0000
MmSystemRangeStart:     .quad 0xFFFF800000000000

    .globl NtBuildNumber, InitSafeBootMode
NtBuildNumber:          .long 19045
InitSafeBootMode:       .long 0

    .globl KeNumberProcessors, KdDebuggerEnabled, KdDebuggerNotPresent
KeNumberProcessors:     .byte 1
KdDebuggerEnabled:      .byte 0
KdDebuggerNotPresent:   .byte 1

// NT's object types begin with a list of their objects, empty: a pointer to itself. So *ExEventObjectType means the same to
// compilers that take the name for the variable and to those that take it for the variable's address.
    .macro TYPE_LIST name
    .balign 16
\name\()_type:
    .quad \name\()_type, \name\()_type
    .fill 30, 8, 0
    .endm

    TYPE_LIST ExEventObjectType
    TYPE_LIST ExSemaphoreObjectType
    TYPE_LIST IoFileObjectType
    TYPE_LIST IoDriverObjectType
    TYPE_LIST IoDeviceObjectType
    TYPE_LIST PsThreadType
    TYPE_LIST PsProcessType
    TYPE_LIST MmSectionObjectType
    TYPE_LIST CmKeyObjectType
    TYPE_LIST SeTokenObjectType
