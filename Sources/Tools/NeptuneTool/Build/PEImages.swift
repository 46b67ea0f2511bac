extension PEImageDescription {
    /// Every PE image of the system. Addresses are those of docs/architecture.md, "Memory of a process".
    public static let all: [PEImageDescription] = [
        .library(
            "ntdll.dll", "NTDLL",
            definitions: ["Sources/NTDLL/NTDLL/ntdll.def", "Sources/NTDLL/NTDLL/services.def"],
            base: 0x7FFC_0000_0000),
        .program(
            "ntoskrnl.exe", "Ntoskrnl",
            definitions: ["Sources/DriverRuntime/Ntoskrnl/ntoskrnl.def"],
            base: 0x7FFB_0000_0000, hasUnwindData: true),
        .library(
            "hal.dll", "Hal",
            definitions: ["Sources/DriverRuntime/Hal/hal.def"],
            base: 0x7FFA_0000_0000, imports: ["ntoskrnl.exe", "ntdll.dll"]),

        .driver("null.sys", "NullDriver", base: 0x1_C000_0000),
        .driver("beep.sys", "BeepDriver", base: 0x1_C010_0000),
        .driver("i8042prt.sys", "I8042prt", base: 0x1_C020_0000),
        .driver("kbdclass.sys", "Kbdclass", base: 0x1_C030_0000),

        .program("smss.exe", "Smss"),
        .program("ntcmd.exe", "Ntcmd"),
        .program("nttest.exe", "Nttest"),
        .program("bench.exe", "Bench"),
        .program("true.exe", "TrueProgram"),
    ]
}
