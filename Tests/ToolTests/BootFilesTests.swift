import SystemPackage
import Testing

@testable import NeptuneTool

@Suite struct BootFilesTests {
    /// A checkout that pretends to be built.
    static func build(in root: FilePath) throws -> SystemBuild {
        let build = SystemBuild(Workspace(root: root), BuildConfiguration())
        try Files.write("kernel", to: build.kernel)
        try Files.write("executive", to: build.executive)
        return build
    }

    @Test(arguments: ["plain", "with a blank", "with,comma"])
    func theExecutivesPathIsOneThatQEMUTakes(name: String) async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let files = try await BootFiles(Self.build(in: folder.appending(name)), in: folder)
        #expect(!files.executive.string.contains(where: { " ,".contains($0) }))
        #expect(try Files.text(files.executive) == "executive")
        #expect(try Files.text(files.kernel) == "kernel")
    }

    @Test func whatWasNotBuiltIsNamed() async throws {
        let folder = try Files.temporaryFolder()
        defer { Files.remove(folder) }
        let build = SystemBuild(Workspace(root: folder), BuildConfiguration())
        let error = await #expect(throws: ToolError.self) { try await BootFiles(build, in: folder) }
        #expect(try #require(error).description.contains("kernel.elf is not there\n  to do: run ./neptune build"))
    }

    @Test func aFloppysPathMayHaveACommaInIt() {
        let arguments = MachineOptions(.floppy("/a,b/floppy.img")).hardware()
        #expect(arguments.contains("if=floppy,format=raw,readonly=on,file=/a,,b/floppy.img"))
    }
}
