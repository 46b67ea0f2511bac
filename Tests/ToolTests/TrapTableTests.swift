import Testing
import TrapTable

@testable import NeptuneTool

@Suite struct TrapTableTests {
    /// Three checks in two files, one that was inlined, and one of the compiler's own that has no line.
    private static let answer = """
        [{"Address":"0xffffffff80101234","ModuleName":"k","Symbol":[
          {"FileName":"/<compiler-generated>","FunctionName":"Swift runtime failure: overflow","Line":0},
          {"FileName":"/home/somebody/neptune/Sources/Kernel/Microkernel/Objects/Zombie.swift","Line":93},
          {"FileName":"/home/somebody/neptune/Sources/Kernel/KernelImage/Border/EntryPoints.swift","Line":74}]},
         {"Address":"0xffffffff8017fffe","ModuleName":"k","Symbol":[
          {"FileName":"/home/somebody/neptune/Sources/Kernel/Microkernel/IPC/Reply.swift","Line":0},
          {"FileName":"/home/somebody/neptune/Sources/Kernel/Microkernel/IPC/Reply.swift","Line":400}]},
         {"Address":"0xffffffff80101002","ModuleName":"k","Symbol":[
          {"FileName":"/home/somebody/neptune/Sources/Kernel/Microkernel/Objects/Zombie.swift","Line":7}]},
         {"Address":"0xffffffff80105555","ModuleName":"k","Symbol":[
          {"FileName":"","FunctionName":"_swift_exceptionPersonality","Line":0}]}]
        """

    private static func table() throws -> [UInt8] {
        var writer = TrapTableWriter()
        try writer.add(answer)
        return writer.bytes
    }

    private func line(of address: UInt64, in bytes: [UInt8]) -> String? {
        let table = TrapTable(bytes.span)
        guard let line = table.line(of: address) else { return nil }
        return String(decoding: bytes[line.name], as: UTF8.self) + ":\(line.number)"
    }

    @Test(
        arguments: [
            (0xffff_ffff_8010_1234, "Zombie:93"), (0xffff_ffff_8010_1002, "Zombie:7"),
            (0xffff_ffff_8017_fffe, "Reply:400"), (0xffff_ffff_8010_5555, nil), (0xffff_ffff_8010_1003, nil),
            (0, nil),
        ] as [(UInt64, String?)])
    func `the innermost line of the sources is found by its trap's address`(address: UInt64, expected: String?) throws {
        #expect(line(of: address, in: try Self.table()) == expected)
    }

    @Test func `no part of a table says anything that the whole one does not`() throws {
        let whole = try Self.table()
        for length in 0..<whole.count {
            for address: UInt64 in [0xffff_ffff_8010_1234, 0xffff_ffff_8017_fffe, 0xffff_ffff_8010_5555] {
                let found = line(of: address, in: Array(whole.prefix(length)))
                #expect(found == nil || found == line(of: address, in: whole))
            }
        }
    }

    @Test func `a table that nobody filled says nothing`() {
        #expect(line(of: 0xffff_ffff_8010_1234, in: [UInt8](repeating: 0, count: 100)) == nil)
    }

    @Test func `traps are taken from a disassembly`() {
        let code = """
            ffffffff80101000 <kernel_text_start>:
            ffffffff80101000:      \tmovq\t%rax, %rbx
            ffffffff80101003:      \tud2
            ffffffff80101005:      \tjmp\t0xffffffff80101003 <ud2>
            ffffffff80101234:      \tud2
            """
        #expect(TrapTableWriter.traps(in: code) == ["0xffffffff80101003", "0xffffffff80101234"])
    }
}
