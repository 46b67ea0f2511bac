import SystemPackage

/// A kernel that a user hands over: any seL4-ABI kernel in an ELF file.
public enum KernelFile {
    /// The kernel as QEMU's `-kernel` takes it. A 64-bit ELF is narrowed to 32 bits in `folder`: the
    /// segments are the same, and multiboot loads by physical address.
    public static func loadable(_ file: FilePath, in folder: FilePath) async throws -> FilePath {
        let bytes = try Files.read(file)
        guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]), bytes.count > 64 else {
            throw ToolError(
                "\(file) is not an ELF file",
                advice: "--kernel takes the ELF file of a seL4-ABI kernel")
        }
        let machine = bytes.number(at: 18, size: 2)
        guard machine == 3 || machine == 62 else {
            throw ToolError("\(file) is a kernel for another processor (ELF machine \(machine))")
        }
        guard isMultiboot(bytes) else {
            throw ToolError("\(file) has no multiboot header: it is no kernel that QEMU can load")
        }
        guard bytes[4] == 2 else { return file }
        let narrow = folder.appending("kernel.elf")
        try await Command("llvm-objcopy", ["-O", "elf32-i386", file.string, narrow.string])
            .succeed("\(file) cannot be converted", log: folder.appending("objcopy.log"))
        return narrow
    }

    /// Whether the multiboot 1 header is where the specification wants it: in the first 8 KB.
    private static func isMultiboot(_ bytes: [UInt8]) -> Bool {
        stride(from: 0, to: min(bytes.count, 8192) - 12, by: 4).contains { offset in
            guard bytes.number(at: offset, size: 4) == 0x1BAD_B002 else { return false }
            let sum = (0..<3).reduce(0) { $0 + bytes.number(at: offset + $1 * 4, size: 4) }
            return sum & 0xFFFF_FFFF == 0
        }
    }
}
