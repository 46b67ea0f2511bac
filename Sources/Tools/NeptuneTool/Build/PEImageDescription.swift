/// How one PE image of the system is linked and where it lies in the boot archive.
public struct PEImageDescription: Sendable {
    public enum Kind: Sendable { case library, program, driver }

    /// File name: `ntdll.dll`.
    public let name: String
    /// Folder in the boot archive: `System32`.
    public let folder: String
    public let kind: Kind
    /// The product of Package.swift that holds the image's code.
    public let product: String
    /// The files that list the exports, from the root of the checkout, to be read one after the other.
    public let definitions: [String]
    /// The symbol execution begins at, if there is one.
    public let entry: String?
    /// Preferred load address. Each image has its own, so that none needs relocating.
    public let base: UInt64
    /// Images of this table whose exports this one imports.
    public let imports: [String]
    /// Whether exceptions can pass through the image's functions. Programs that nobody else's code runs in go without, and are a
    /// tenth smaller.
    public let hasUnwindData: Bool

    /// Path in the boot archive: `System32\ntdll.dll`.
    public var path: String { "\(folder)\\\(name)" }

    static func library(
        _ name: String, _ product: String, definitions: [String], entry: String? = nil,
        base: UInt64,
        imports: [String] = []
    ) -> Self {
        Self(
            name: name, folder: "System32", kind: .library, product: product,
            definitions: definitions, entry: entry, base: base, imports: imports, hasUnwindData: true)
    }

    static func program(
        _ name: String, _ product: String, definitions: [String] = [],
        entry: String = "NtProcessStartup", base: UInt64 = 0x1_4000_0000,
        imports: [String] = ["ntdll.dll"], hasUnwindData: Bool = false
    ) -> Self {
        Self(
            name: name, folder: "System32", kind: .program, product: product,
            definitions: definitions, entry: entry, base: base, imports: imports, hasUnwindData: hasUnwindData)
    }

    static func driver(
        _ name: String, _ product: String, base: UInt64,
        imports: [String] = ["ntoskrnl.exe", "hal.dll"]
    ) -> Self {
        Self(
            name: name, folder: "System32\\drivers", kind: .driver, product: product,
            definitions: [], entry: "DriverEntry", base: base, imports: imports, hasUnwindData: true)
    }
}
