// Variables that drivers import by name.

    .data

// Pointers to object types. Drivers pass them back and never look inside.
    .balign 8
    .globl ExEventObjectType, ExSemaphoreObjectType, IoFileObjectType, IoDriverObjectType, IoDeviceObjectType, PsThreadType, PsProcessType
ExEventObjectType:      .quad object_type
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

    .bss
    .balign 16
object_type:
    .skip 0x100
