import BootArchive
import NTABI
import Testing

@testable import Executive

private func wide(_ text: String) -> UnicodeString { UnicodeString(Array(text.utf16)) }

/// A boot archive with the given paths, each file one byte long.
private final class ArchiveFixture {
    private let memory: UnsafeMutableRawBufferPointer
    let archive: BootArchive

    init(_ paths: [String]) throws {
        let sorted = paths.sorted { wide($0).precedes(wide($1)) }
        let pages = 1 + sorted.count
        memory = .allocate(byteCount: pages * 4096, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        memory.storeBytes(of: ArchiveFormat.magic, toByteOffset: 0, as: UInt64.self)
        memory.storeBytes(of: ArchiveFormat.version, toByteOffset: 8, as: UInt32.self)
        memory.storeBytes(of: UInt32(sorted.count), toByteOffset: 12, as: UInt32.self)
        memory.storeBytes(of: UInt64(pages * 4096), toByteOffset: 16, as: UInt64.self)
        var nameOffset = ArchiveFormat.headerSize + sorted.count * ArchiveFormat.entrySize
        for (index, path) in sorted.enumerated() {
            let entry = ArchiveFormat.headerSize + index * ArchiveFormat.entrySize
            let units = Array(path.utf16)
            memory.storeBytes(of: UInt32(nameOffset), toByteOffset: entry, as: UInt32.self)
            memory.storeBytes(of: UInt32(units.count * 2), toByteOffset: entry + 4, as: UInt32.self)
            memory.storeBytes(of: UInt64((index + 1) * 4096), toByteOffset: entry + 8, as: UInt64.self)
            memory.storeBytes(of: 1 as UInt64, toByteOffset: entry + 16, as: UInt64.self)
            for unit in units {
                memory.storeBytes(of: unit, toByteOffset: nameOffset, as: UInt16.self)
                nameOffset += 2
            }
        }
        var sum = ArchiveChecksum()
        for offset in stride(from: 0, to: memory.count, by: 8) {
            sum.add(memory.load(fromByteOffset: offset, as: UInt64.self))
        }
        memory.storeBytes(
            of: sum.value, toByteOffset: ArchiveFormat.checksumOffset, as: UInt64.self)
        archive = try BootArchive(UnsafeRawBufferPointer(memory))
    }

    deinit { memory.deallocate() }
}

@Suite struct ArchiveTests {
    private let fixture: ArchiveFixture

    init() throws {
        fixture = try ArchiveFixture([
            "hello.exe", "System32\\ntdll.dll", "System32\\drivers\\null.sys",
            "System32\\drivers\\beep.sys", "System32\\drivers.txt", "System32\\config\\system.reg",
        ])
    }

    private func names(_ path: String) -> [String] {
        fixture.archive.children(of: wide(path)).map {
            String(decoding: $0.name.units, as: UTF16.self) + ($0.isDirectory ? "\\" : "")
        }
    }

    @Test func aDirectoryHoldsItsFilesAndDirectoriesOnce() {
        #expect(names("") == ["hello.exe", "System32\\"])
        #expect(names("SYSTEM32") == ["config\\", "drivers.txt", "drivers\\", "ntdll.dll"])
        #expect(names("System32\\drivers") == ["beep.sys", "null.sys"])
    }

    @Test(
        arguments: [
            ("\\system32\\NTDLL.DLL", nil), ("\\hello.exe", nil), ("", nil), ("\\", nil),
            ("\\System32", nil), ("\\System32\\", nil), ("\\System32\\drivers\\", nil),
            ("\\nothing", NTStatus.objectNameNotFound), ("\\System32\\nothing", .objectNameNotFound),
            ("\\no\\nothing", .objectPathNotFound), ("\\hello.exe\\x", .objectPathNotFound),
            ("\\hello.exe\\", .notADirectory), ("\\System32\\\\ntdll.dll", .objectNameInvalid),
            ("\\\\", .objectNameInvalid),
        ] as [(String, NTStatus?)])
    func aPathIsFoundOrRefused(_ path: String, _ expected: NTStatus?) {
        var status: NTStatus?
        do throws(NTStatus) { _ = try fixture.archive.node(wide(path)) } catch { status = error }
        #expect(status == expected)
    }
}

@Suite struct DriverSettingsTests {
    @Test(
        arguments: [
            ("0x60 0x64", 0x60...0x60, true), ("0x60 0x64", 0x60...0x64, false),
            ("0x40-0x43", 0x41...0x43, true), ("0x40-0x43", 0x43...0x44, false),
            ("1,12", 12...12, true), ("96", 0x60...0x60, true), ("", 0...0, false),
            ("x", 0...0, false), ("0x10000000000000000", 0...0, false),
            ("0x1FED00000-0x1FED003FF", 0x1_FED0_0000...0x1_FED0_03FF, true), ("5-1", 3...3, false),
        ] as [(String, ClosedRange<UInt64>, Bool)])
    func resourcesAreNumbersAndRanges(
        _ text: String, _ wanted: ClosedRange<UInt64>, _ isListed: Bool
    ) {
        #expect(NumberRanges(wide(text)).contains(wanted) == isListed)
    }

    @Test func requestNumbersAreNeverZeroAndEndNobodyElsesRequest() throws {
        var table = RequestTable()
        let first = try #require(enter(&table))
        #expect(first != 0)
        #expect(table.remove(first) != nil)
        #expect(table.remove(first) == nil)
        let second = try #require(enter(&table))
        #expect(second != first)
        #expect(table.remove(first) == nil)
        #expect(table.remove(second) != nil)
        #expect(table.remove(0xFFFF_FFFF) == nil)
    }

    private func enter(_ table: inout RequestTable) -> UInt32? { table.insert(IRP()) }

    @Test(arguments: [
        ("*", "anything", true), ("*.sys", "null.sys", true), ("*.SYS", "null.sys", true),
        ("*.sys", "null.sy", false), ("n?ll.*", "null.sys", true), ("", "", true),
        ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false), ("null", "null.sys", false),
        ("<.sys", "a.b.sys", true), ("n>ll\"sys", "null.sys", true),
    ])
    func patternsMatchWholeNames(_ pattern: String, _ name: String, _ matches: Bool) {
        #expect(wide(pattern).matches(wide(name)) == matches)
    }
}
