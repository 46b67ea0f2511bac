import SystemPackage
import Testing

@testable import NeptuneTool

@Suite struct KernelFileTests {
    @Test(arguments: [
        ("empty", [UInt8](), "is not an ELF file"),
        ("text", Array("#!/bin/sh\n".utf8), "is not an ELF file"),
        ("arm", elf(machine: 183), "for another processor"),
        ("program", elf(machine: 62), "has no multiboot header"),
    ])
    func aFileThatIsNoKernelIsRefused(name: String, bytes: [UInt8], complaint: String) async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let file = folder.appending(name)
        try Files.write(bytes, to: file)
        do {
            _ = try await KernelFile.loadable(file, in: folder)
            Issue.record("accepted")
        } catch let error as ToolError {
            #expect(error.what.contains(complaint))
        }
    }

    static func elf(machine: UInt8) -> [UInt8] {
        var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9000)
        bytes[18] = machine
        return bytes
    }
}
