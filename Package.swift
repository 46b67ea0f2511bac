// swift-tools-version: 6.3
import PackageDescription

// One package describes every module. SwiftPM builds it four ways, told apart by NEPTUNE_TARGET:
// unset (the host: tools and unit tests), `kernel` (bare-metal ELF: no SSE, no heap), `executive`
// (bare-metal ELF: no SSE) and `pe` (Windows x64 objects). `./neptune build` has the command lines.

enum Build: String { case host, kernel, executive, pe }
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

/// What every Swift module of a cross build is compiled with.
let embedded = [
    "-wmo", "-enforce-exclusivity=unchecked", "-Xfrontend", "-disable-stack-protector",
]

/// What a cross build adds to the house rules.
let crossRules: [SwiftSetting] =
    switch build {
    case .host: []
    case .kernel:
        [
            .enableExperimentalFeature("Embedded"),
            .unsafeFlags(embedded + integerOnly + ["-Xfrontend", "-no-allocations"]),
        ]
    case .executive:
        [.enableExperimentalFeature("Embedded"), .unsafeFlags(embedded + integerOnly)]
    case .pe:
        [.enableExperimentalFeature("Embedded"), .unsafeFlags(embedded + ["-Osize"])]
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
    .target(name: name, dependencies: dependencies, path: "Sources/\(path)")
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
    module("PEImage", "Shared/PEImage", ["NTABI"]),
    module("ELFImage", "Shared/ELFImage"),
    module("BootArchive", "Shared/BootArchive"),
    module("DriverProtocol", "Shared/DriverProtocol", ["CDriverProtocol"]),
    border("CDriverProtocol", "Shared/CDriverProtocol"),
]

let kernel: [Target] = [
    module("Microkernel", "Kernel/Microkernel", ["SeL4ABI"]),
    border("CMicrokernelX86", "Kernel/CMicrokernelX86"),
    module(
        "MicrokernelX86", "Kernel/MicrokernelX86",
        ["Microkernel", "SeL4ABI", "ELFImage", "CMicrokernelX86"]),
    border("KernelEntry", "Kernel/KernelEntry"),
    module(
        "KernelImage", "Kernel/KernelImage",
        ["Microkernel", "MicrokernelX86", "KernelEntry", "SeL4ABI"], exclude: ["kernel.ld"]),
]

let executive: [Target] = [
    border("CSeL4", "SeL4/CSeL4"),
    module("SeL4", "SeL4/SeL4", ["SeL4ABI", "CSeL4"]),
    border("CExecutive", "Executive/CExecutive"),
    module(
        "Executive", "Executive/Executive",
        [
            "SeL4", "SeL4ABI", "NTABI", "CNT", "PEImage", "BootArchive", "DriverProtocol",
            "CDriverProtocol", "CExecutive",
        ]),
    border("ExecutiveEntry", "Executive/ExecutiveEntry"),
    module(
        "ExecutiveImage", "Executive/ExecutiveImage",
        ["Executive", "SeL4", "SeL4ABI", "ExecutiveEntry", "CExecutive"],
        exclude: ["executive.ld"]),
]

let userMode: [Target] = [
    border("PERuntime", "Runtime/PERuntime"),
    border("CNTDLL", "NTDLL/CNTDLL", ["CNT"]),
    module("NTDLL", "NTDLL/NTDLL", ["NTABI", "CNT", "CNTDLL", "PEImage"], exclude: ["ntdll.def"]),
    module("NativeRuntime", "Runtime/NativeRuntime", ["CNT", "NTABI", "PERuntime"]),
]

let package = Package(
    name: "neptune",
    products: [
        .library(name: "KernelImage", type: .static, targets: ["KernelImage"]),
        .library(name: "ExecutiveImage", type: .static, targets: ["ExecutiveImage"]),
    ],
    targets: shared + kernel
)
