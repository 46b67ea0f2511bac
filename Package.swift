// swift-tools-version: 6.3
import PackageDescription

// One package describes every module. SwiftPM builds it six ways, told apart by NEPTUNE_TARGET:
// unset (the host: unit tests), `kernel` (bare-metal ELF: no SSE, no heap), `executive` (bare-metal
// ELF: no SSE), `pe` (Windows x64 objects) and `tool` (the host command and its tests, the only
// build with dependencies outside this package) and `fuzz` (the host, optimised: the kernel beside its model).
// `./neptune build` has the command lines.

enum Build: String { case host, kernel, executive, pe, tool, fuzz }
let build = Build(rawValue: Context.environment["NEPTUNE_TARGET"] ?? "host") ?? .host

/// One set of rules for every module, host and target alike.
let houseRules: [SwiftSetting] = [
    .enableExperimentalFeature("Lifetimes"),
    .enableExperimentalFeature("Extern"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Code that runs in the kernel or the executive touches no SSE state, so that entering either
/// never costs a program its FPU context.
let integerOnly = [
    "-Xcc", "-mno-red-zone", "-Xcc", "-mno-sse", "-Xcc", "-mno-mmx", "-Xcc", "-msoft-float",
]

/// What every Swift module of a cross build is compiled with. There is no C library: Clang's own headers
/// are all that C code may include.
let embedded = [
    "-Xcc", "-ffreestanding", "-Xcc", "-fomit-frame-pointer", "-wmo", "-enforce-exclusivity=unchecked", "-Xfrontend",
    "-disable-stack-protector",
]

/// Functions of PE images have unwind data, so that an exception passes through them to whoever handles it: LLVM makes it of
/// every function that may throw, which Swift says of none.
let unwindable = ["-Xllvm", "-force-remove-attribute=nounwind", "-Xllvm", "-disable-nounwind-inference"]

/// What a cross build adds to the house rules.
let crossRules: [SwiftSetting] =
    switch build {
    case .host, .tool: []
    // Optimised tests: the model's harness sees what only @testable shows, and the kernel is specialised for it.
    // Exclusive access is checked in the unit tests, which run the same code.
    case .fuzz:
        [.unsafeFlags(["-enable-testing", "-cross-module-optimization", "-enforce-exclusivity=unchecked"])]
    case .kernel:
        [
            .enableExperimentalFeature("Embedded"),
            .unsafeFlags(embedded + integerOnly + ["-Xfrontend", "-no-allocations"]),
        ]
    case .executive:
        [.enableExperimentalFeature("Embedded"), .unsafeFlags(embedded + integerOnly + ["-Osize"])]
    case .pe:
        [.enableExperimentalFeature("Embedded"), .unsafeFlags(embedded + unwindable + ["-Osize"])]
    }

/// A module of Swift code under Sources/.
func module(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency] = [],
    exclude: [String] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(path)", exclude: exclude,
        swiftSettings: houseRules + crossRules)
}

/// A module of assembly and C headers: only what Swift has no words for.
func border(_ name: String, _ path: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/\(path)",
        cSettings: [.host, .tool, .fuzz].contains(build) ? [] : [.unsafeFlags(["-ffreestanding"])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(name)",
        swiftSettings: [
            .enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error),
        ])
}

// Used on the host and on the target.
let shared: [Target] = [
    module("SeL4ABI", "Shared/SeL4ABI"),
    module("NTABI", "Shared/NTABI", ["CNT"]),
    border("CNT", "Shared/CNT"),
    module("PEImage", "Shared/PEImage", ["NTABI", "CNT"]),
    module("ELFImage", "Shared/ELFImage"),
    module("TrapTable", "Shared/TrapTable"),
    module("BootArchive", "Shared/BootArchive"),
    module("Registry", "Shared/Registry", ["NTABI"]),
    module("DriverProtocol", "Shared/DriverProtocol", ["CDriverProtocol"]),
    border("CDriverProtocol", "Shared/CDriverProtocol"),
    border("ELFRuntime", "Runtime/ELFRuntime"),
]

let kernel: [Target] = [
    module("Microkernel", "Kernel/Microkernel", ["SeL4ABI"]),
    border("CMicrokernelX86", "Kernel/CMicrokernelX86"),
    module(
        "MicrokernelX86", "Kernel/MicrokernelX86",
        ["Microkernel", "SeL4ABI", "ELFImage", "TrapTable", "CMicrokernelX86"]),
    border("KernelEntry", "Kernel/KernelEntry"),
    module(
        "KernelImage", "Kernel/KernelImage",
        ["Microkernel", "MicrokernelX86", "KernelEntry", "ELFRuntime", "SeL4ABI"], exclude: ["kernel.ld"]),
]

// A model of the kernel's interface, and what runs the kernel beside it (Tests/KernelModel).
let kernelModel = Target.target(
    name: "KernelModel", dependencies: ["Microkernel", "SeL4ABI"], path: "Tests/KernelModel",
    swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .treatAllWarnings(as: .error)] + crossRules)

// A root task that tries the kernel inside QEMU.
let kernelTest: [Target] = [
    .target(name: "CKernelTest", path: "Tests/KernelTest/CKernelTest"),
    .target(
        name: "KernelTest", dependencies: ["CKernelTest", "ELFRuntime", "SeL4ABI"],
        path: "Tests/KernelTest/Program", swiftSettings: houseRules + crossRules),
]

let executive: [Target] = [
    border("CSeL4", "SeL4/CSeL4"),
    module("SeL4", "SeL4/SeL4", ["SeL4ABI", "CSeL4"]),
    border("CExecutive", "Executive/CExecutive"),
    module(
        "Executive", "Executive/Executive",
        [
            "SeL4", "SeL4ABI", "NTABI", "CNT", "PEImage", "BootArchive", "Registry",
            "DriverProtocol", "CDriverProtocol", "CExecutive",
        ]),
    border("ExecutiveEntry", "Executive/ExecutiveEntry"),
    module(
        "ExecutiveImage", "Executive/ExecutiveImage",
        ["Executive", "SeL4", "SeL4ABI", "ExecutiveEntry", "ELFRuntime", "CExecutive"],
        exclude: ["executive.ld"]),
]

/// A PE image of Swift code: a native program, a driver, a DLL. Its link line stands in the tool's image table.
///
/// An image calls what only exists on the target, so the host cannot link it. What can be tested without the system
/// stands in a folder `Logic` of the image (`logic: true`): the host's module of that name is that folder alone.
func image(
    _ name: String, _ path: String, _ dependencies: [Target.Dependency], logic: Bool = false,
    exclude: [String] = []
) -> [Target] {
    switch build {
    case .host where logic: [module(name, "\(path)/Logic", ["NTABI", "CNT"])]
    case .host: []
    default:
        [module(name, path, dependencies + ["CNT", "NTABI", "NativeRuntime"], exclude: exclude)]
    }
}

let userMode: [Target] =
    [
        border("PERuntime", "Runtime/PERuntime"),
        border("CNativeRuntime", "Runtime/CNativeRuntime"),
        module(
            "NativeRuntime", "Runtime/NativeRuntime", ["CNT", "NTABI", "PERuntime", "CNativeRuntime"]),
        border("CNTDLL", "NTDLL/CNTDLL", ["CNT"]),
        module(
            "NTDLL", "NTDLL/NTDLL", ["NTABI", "CNT", "CNTDLL", "PEImage", "PERuntime"],
            exclude: ["ntdll.def", "services.def"]),
        border("CWDM", "DriverRuntime/CWDM", ["CNT"]),
        border("CNtoskrnl", "DriverRuntime/CNtoskrnl"),
    ]
    + image(
        "Ntoskrnl", "DriverRuntime/Ntoskrnl",
        ["CWDM", "CNtoskrnl", "CDriverProtocol", "SeL4", "SeL4ABI"],
        logic: true, exclude: ["ntoskrnl.def"])
    + image("Hal", "DriverRuntime/Hal", ["CWDM"], exclude: ["hal.def"])
    + image("NullDriver", "Drivers/Null", ["CWDM"])
    + image("BeepDriver", "Drivers/Beep", ["CWDM"], logic: true)
    + image("I8042prt", "Drivers/I8042prt", ["CWDM"], logic: true)
    + image("Kbdclass", "Drivers/Kbdclass", ["CWDM"], logic: true)
    + image("Smss", "Programs/Smss", [])
    + image("Ntcmd", "Programs/Ntcmd", [], logic: true)
    + image("Nttest", "Programs/Nttest", [])
    + image("Bench", "Programs/Bench", [])
    + image("TrueProgram", "Programs/True", [])

// The `neptune` command. Its dependencies are fetched for this build only, so that the unit tests of
// everything else need nothing but the toolchain.
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let tool: [Target] = [
    module("BootArchive", "Shared/BootArchive"),
    module("TrapTable", "Shared/TrapTable"),
    module("Generator", "Tools/Generator"),
    module("NeptuneTool", "Tools/NeptuneTool", ["BootArchive", "TrapTable", "Generator", subprocess, system]),
    .executableTarget(
        name: "neptune", dependencies: ["NeptuneTool", argumentParser],
        path: "Sources/Tools/NeptuneCommand", swiftSettings: houseRules),
    tests("ToolTests", ["NeptuneTool", "BootArchive", "TrapTable", "Generator"]),
    tests("GeneratorTests", ["Generator"]),
    module("NTABI", "Shared/NTABI", ["CNT"]),
    border("CNT", "Shared/CNT"),
    module("PEImage", "Shared/PEImage", ["NTABI", "CNT"]),
    tests("SystemTests", ["NeptuneTool", "PEImage", "NTABI"]),
]

let toolDependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
]

// Host tests of the modules above, one folder a module under Tests/.
let unitTests: [Target] = [
    tests("ELFImageTests", ["ELFImage", "MicrokernelX86", "SeL4ABI"]),
    tests("ExecutiveObTests", ["Executive", "NTABI"]),
    tests("ExecutiveKeTests", ["Executive", "NTABI", "CNT"]),
    tests("ExecutiveIoTests", ["Executive", "NTABI", "BootArchive"]),
    tests("ExecutiveMmTests", ["Executive", "NTABI", "CNT", "SeL4", "SeL4ABI"]),
    tests("SeL4Tests", ["SeL4", "SeL4ABI"]),
    tests("MicrokernelTests", ["Microkernel", "SeL4ABI"]),
    kernelModel,
    tests("KernelModelTests", ["KernelModel", "Microkernel", "SeL4ABI"]),
    tests("MicrokernelX86Tests", ["MicrokernelX86", "CMicrokernelX86", "Microkernel", "SeL4ABI"]),
    tests("PEImageTests", ["PEImage", "NTABI", "CNT"]),
    tests("NTABITests", ["NTABI"]),
    tests("NtcmdTests", ["Ntcmd", "NTABI"]),
    tests("DriverTests", ["BeepDriver", "I8042prt", "Kbdclass", "Ntoskrnl", "NTABI", "CNT"]),
    tests("RegistryTests", ["Registry", "NTABI"]),
    tests("DriverProtocolTests", ["DriverProtocol", "CDriverProtocol"]),
]

/// Every PE image's module: a static library each, which the tool links.
let peImages = [
    "NTDLL", "Ntoskrnl", "Hal", "NullDriver", "BeepDriver", "I8042prt", "Kbdclass", "Smss", "Ntcmd",
    "Nttest", "Bench", "TrueProgram",
]

/// What one build sees. Each sees only what it needs, so that a part that is being changed stops no other.
let (products, targets): ([Product], [Target]) =
    switch build {
    case .host: ([], shared + kernel + executive + userMode + unitTests)
    case .tool: ([], tool)
    case .fuzz:
        (
            [
                .executable(name: "KernelFuzz", targets: ["KernelFuzz"]),
                .executable(name: "KernelFuzzer", targets: ["KernelFuzzer"]),
            ],
            [
                module("SeL4ABI", "Shared/SeL4ABI"), module("Microkernel", "Kernel/Microkernel", ["SeL4ABI"]),
                kernelModel,
                .executableTarget(name: "KernelFuzz", dependencies: ["KernelModel"], path: "Tests/KernelFuzz"),
                .executableTarget(name: "KernelFuzzer", dependencies: ["KernelModel"], path: "Tests/KernelFuzzer"),
            ]
        )
    case .kernel:
        (
            [
                .library(name: "KernelImage", type: .static, targets: ["KernelImage"]),
                .library(name: "KernelTest", type: .static, targets: ["KernelTest"]),
            ], shared + kernel + kernelTest
        )
    case .executive:
        (
            [.library(name: "ExecutiveImage", type: .static, targets: ["ExecutiveImage"])],
            shared + executive
        )
    case .pe:
        (
            peImages.map { .library(name: $0, type: .static, targets: [$0]) },
            shared + userMode + executive.filter { ["CSeL4", "SeL4"].contains($0.name) }
        )
    }

let package = Package(
    name: "neptune", products: products,
    dependencies: build == .tool ? toolDependencies : [], targets: targets)
