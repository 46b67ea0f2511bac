// Variables that drivers import by name.

    .data

// Pointers to object types. Drivers pass them back and never look inside.
    .balign 8
    .globl ExEventObjectType, ExSemaphoreObjectType, IoFileObjectType, IoDriverObjectType, IoDeviceObjectType, PsThreadType, PsProcessType
ExEventObjectType:      .quad event_type
ExSemaphoreObjectType:  .quad object_type
IoFileObjectType:       .quad object_type
IoDriverObjectType:     .quad object_type
IoDeviceObjectType:     .quad object_type
PsThreadType:           .quad object_type
PsProcessType:          .quad object_type

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
    .balign 16
event_type:
    .quad event_type, event_type
    .fill 30, 8, 0
object_type:
    .quad object_type, object_type
    .fill 30, 8, 0
