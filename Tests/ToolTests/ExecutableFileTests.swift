import NeptuneTool
import Testing

@Suite struct ExecutableFileTests {
    /// A small executable: code at 0x400000, data with a bss at 0x402000, one page for an archive.
    static func executable() -> [UInt8] {
        var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 57)
        func put(_ number: UInt64, _ size: Int, _ offset: Int) {
            for index in 0..<size {
                file[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
            }
        }
        file += [UInt8](repeating: 0, count: 0x4000 - 64)
        put(64, 8, 32)
        put(0x3F00, 8, 40)
        put(56, 2, 54)
        put(3, 2, 56)
        put(4, 2, 60)
        let segments: [(offset: UInt64, address: UInt64, file: UInt64, memory: UInt64)] = [
            (0x1000, 0x400000, 0x800, 0x800), (0x2000, 0x402000, 0x10, 0x5000),
            (0x3000, 0x408000, 0x1000, 0x1000),
        ]
        for (index, segment) in segments.enumerated() {
            let header = 64 + index * 56
            put(1, 4, header)
            put(segment.offset, 8, header + 8)
            put(segment.address, 8, header + 16)
            put(segment.file, 8, header + 32)
            put(segment.memory, 8, header + 40)
        }
        return file
    }

    @Test func theLastSegmentBecomesTheArchive() throws {
        let archive = [UInt8](repeating: 0xAB, count: 3 * 4096)
        let packed = try ExecutableFile(Self.executable(), name: "x").replacingArchive(
            with: archive)
        #expect(try ExecutableFile(packed, name: "x").archive == archive)
        #expect(packed.count == 0x3000 + archive.count)
    }

    @Test func packingTwiceIsPackingOnce() throws {
        let once = try ExecutableFile(Self.executable(), name: "x")
            .replacingArchive(with: [UInt8](repeating: 1, count: 8192))
        let twice = try ExecutableFile(once, name: "x")
            .replacingArchive(with: [UInt8](repeating: 2, count: 4096))
        #expect(try ExecutableFile(twice, name: "x").archive == [UInt8](repeating: 2, count: 4096))
        #expect(twice.count == 0x4000)
    }

    @Test(arguments: [0, 63, 100, 0x2FFF])
    func aCutExecutableIsRefused(size: Int) {
        #expect(throws: ToolError.self) {
            _ = try ExecutableFile(Array(Self.executable().prefix(size)), name: "x")
        }
    }

    @Test func anExecutableWithoutRoomForAnArchiveIsRefused() throws {
        var file = Self.executable()
        file[56] = 2
        let executable = try ExecutableFile(file, name: "x")
        #expect(throws: ToolError.self) { _ = try executable.replacingArchive(with: []) }
    }
}
