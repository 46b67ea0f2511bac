import BootArchive
import NeptuneTool
import Testing

@Suite struct BootArchiveTests {
    /// Bytes at a page boundary, as a boot loader leaves them.
    final class Pages {
        let memory: UnsafeMutableRawBufferPointer

        init(_ bytes: [UInt8]) {
            memory = .allocate(byteCount: bytes.count, alignment: 4096)
            memory.copyBytes(from: bytes)
        }

        deinit { memory.deallocate() }
    }

    static let files = [
        ArchiveInput(path: #"System32\smss.exe"#, contents: [1, 2, 3]),
        ArchiveInput(path: #"System32\ntdll.dll"#, contents: [UInt8](repeating: 7, count: 5000)),
        ArchiveInput(path: "hello.exe", contents: []),
    ]

    @Test func aFileIsFoundByItsPathInAnyCase() throws {
        let pages = Pages(ArchiveWriter.archive(of: Self.files))
        let archive = try BootArchive(UnsafeRawBufferPointer(pages.memory))
        #expect(archive.count == 3)
        let file = try #require(archive.file(#"system32\NTDLL.DLL"#))
        #expect(Array(archive.contents(of: file)) == Self.files[1].contents)
        #expect(archive.file(#"System32\ntdll"#) == nil)
        #expect(archive.file(#"System32\ntdll.dll.x"#) == nil)
        #expect(archive.file("hello.exe")?.size == 0)
    }

    @Test func everyFileBeginsOnAPageAndIsFollowedByZeros() throws {
        let bytes = ArchiveWriter.archive(of: Self.files)
        let pages = Pages(bytes)
        let archive = try BootArchive(UnsafeRawBufferPointer(pages.memory))
        #expect(bytes.count % 4096 == 0)
        for index in 0..<archive.count {
            let file = archive[index]
            #expect(file.offset % 4096 == 0)
            let pageEnd = (file.offset + file.size + 4095) / 4096 * 4096
            #expect(bytes[(file.offset + file.size)..<pageEnd].allSatisfy { $0 == 0 })
        }
    }

    @Test func aLaterFileReplacesAnEarlierOneOfTheSameName() throws {
        let again = ArchiveInput(path: #"SYSTEM32\SMSS.EXE"#, contents: [9])
        let pages = Pages(ArchiveWriter.archive(of: Self.files + [again]))
        let archive = try BootArchive(UnsafeRawBufferPointer(pages.memory))
        let file = try #require(archive.file(#"System32\smss.exe"#))
        #expect(archive.count == 3)
        #expect(Array(archive.contents(of: file)) == [9])
    }

    @Test func anEmptyArchiveIsOne() throws {
        let pages = Pages(ArchiveWriter.archive(of: []))
        #expect(try BootArchive(UnsafeRawBufferPointer(pages.memory)).count == 0)
    }

    @Test(arguments: [
        (0, ArchiveError.notAnArchive), (8, .unknownVersion(0xFE)), (12, .damaged),
        (16, .truncated), (24, .damaged), (40, .damaged), (8192, .damaged),
    ])
    func aChangedByteIsNoticed(offset: Int, error: ArchiveError) throws {
        var bytes = ArchiveWriter.archive(of: Self.files)
        bytes[offset] ^= 0xFF
        let pages = Pages(bytes)
        #expect(throws: error) { _ = try BootArchive(UnsafeRawBufferPointer(pages.memory)) }
    }

    @Test(arguments: [0, 16, 4096, 12287])
    func aCutArchiveIsNoticed(size: Int) throws {
        let pages = Pages(Array(ArchiveWriter.archive(of: Self.files).prefix(size)))
        #expect(throws: ArchiveError.truncated) {
            _ = try BootArchive(UnsafeRawBufferPointer(pages.memory))
        }
    }
}
