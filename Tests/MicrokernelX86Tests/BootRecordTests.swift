import Foundation
import Microkernel
import SeL4ABI
import Testing

@testable import MicrokernelX86

/// What a boot loader leaves in memory, which is below 4 GB, and the memory that boot writes to.
private final class LoaderMemory {
    private static let size = 1 << 16
    private let memory: UnsafeMutableRawPointer
    private var used = 0

    init() {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_32BIT)
        guard let memory = mmap(nil, Self.size, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED
        else { preconditionFailure("no memory below 4 GB") }
        self.memory = memory
    }

    deinit { munmap(memory, Self.size) }

    /// Where bytes now are.
    func put(_ bytes: [UInt8]) -> UInt32 {
        let place = memory + used
        place.copyMemory(from: bytes, byteCount: bytes.count)
        used += (bytes.count + 15) & ~15
        return UInt32(UInt(bitPattern: place))
    }

    /// The records that boot writes for the root task: numbers and data, padding last.
    func records(_ record: borrowing BootRecord) -> [(BootInfoRecord, [UInt8])] {
        let start = Word(put([UInt8](repeating: 0, count: 4096)))
        ExtraBootInfo.write(record, megahertz: 1234, to: start..<start + 4096)
        var found: [(BootInfoRecord, [UInt8])] = []
        var place = PhysicalAddress(start)
        while place.rawValue < start + 4096 {
            let size = place.load(Word.self, offset: 8)
            let data = (16..<size).map { place.load(UInt8.self, offset: $0) }
            found.append((BootInfoRecord(rawValue: place.load(Word.self)), data))
            place = place + size
        }
        let length = found.dropLast().reduce(16) { $0 + 16 + Word($1.1.count) }
        #expect(place.rawValue == start + 4096 && length == ExtraBootInfo.length(record))
        return found
    }
}

private func bytes<T: FixedWidthInteger>(_ values: T...) -> [UInt8] {
    values.flatMap { value in (0..<T.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}

/// The blocks of a video BIOS, which nobody looks into.
private let controller = (0..<512).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
private let mode = (0..<256).map { UInt8(truncatingIfNeeded: $0 &* 5 &+ 3) }

/// What a loader tells beside the least: a root task and 64 MB of memory.
private struct Told {
    var line: String?
    var hasVideoBIOS = false

    func version1(in memory: LoaderMemory) throws -> BootRecord {
        let module = memory.put(bytes(UInt32(0x20_0000), 0x20_1000, 0, 0))
        var flags: UInt32 = 0b1001
        if line != nil { flags |= 1 << 2 }
        if hasVideoBIOS { flags |= 1 << 11 }
        let text = memory.put(Array((line ?? "").utf8) + [0])
        var info = bytes(flags, 640, 64 << 10, 0, text, 1, module)
        info += [UInt8](repeating: 0, count: 72 - info.count)
        info += bytes(memory.put(controller), memory.put(mode)) + bytes(UInt16(0x4118), 0xC000, 0x1234, 0x56)
        return try Multiboot.read(magic: Multiboot.magic1, information: memory.put(info))
    }

    func version2(in memory: LoaderMemory) throws -> BootRecord {
        var tags: [(UInt32, [UInt8])] = [
            (3, bytes(UInt32(0x20_0000), 0x20_1000) + [0]), (4, bytes(UInt32(640), 64 << 10)),
        ]
        if let line { tags.append((1, Array(line.utf8) + [0])) }
        if hasVideoBIOS { tags.append((7, bytes(UInt16(0x4118), 0xC000, 0x1234, 0x56) + controller + mode)) }
        return try Self.read(tags, in: memory)
    }

    static func read(_ tags: [(UInt32, [UInt8])], in memory: LoaderMemory) throws -> BootRecord {
        var body: [UInt8] = []
        for (type, data) in tags + [(0, [])] {
            body += bytes(type, UInt32(8 + data.count)) + data
            body += [UInt8](repeating: 0, count: -body.count & 7)
        }
        let info = bytes(UInt32(8 + body.count), 0) + body
        return try Multiboot.read(magic: Multiboot.magic2, information: memory.put(info))
    }

    func read(_ version: Int, in memory: LoaderMemory) throws -> BootRecord {
        try version == 1 ? version1(in: memory) : version2(in: memory)
    }
}

@Suite struct BootRecordTests {
    private let memory = LoaderMemory()

    @Test(
        arguments: [1, 2],
        [
            ("", false, false, nil), ("kernel.elf debug", true, false, nil), ("avx512", false, true, nil),
            ("debug avx512", true, true, nil), ("  avx512  debug split=on ", true, true, true),
            ("split=off", false, false, false), ("split=on split=off", false, false, false),
            ("debugger avx5120 nodebug xavx512 debu avx51 Debug split split= split=o split=one", false, false, nil),
        ])
    func `the command line's words are for the kernel, and parts of words are not`(
        version: Int, line: (String, debug: Bool, avx512: Bool, split: Bool?)
    ) throws {
        let record = try Told(line: line.0).read(version, in: memory)
        #expect(record.options.debug == line.debug)
        #expect(record.options.avx512 == line.avx512)
        #expect(record.options.split == line.split)
    }

    @Test(arguments: [1, 2]) func `without a command line no word is there`(version: Int) throws {
        let record = try Told().read(version, in: memory)
        #expect(!record.options.debug && !record.options.avx512)
    }

    @Test(arguments: [1, 2])
    func `what the video BIOS told the loader is the root task's first record`(version: Int) throws {
        let records = memory.records(try Told(hasVideoBIOS: true).read(version, in: memory))
        #expect(records.map(\.0) == [.x86VBE, .x86MultibootMemoryMap, .x86TSCFrequency, .padding])
        #expect(records[0].1 == controller + mode + bytes(UInt32(0x4118), 0xC000, 0x1234, 0x56))
        #expect(records[2].1 == bytes(UInt32(1234)))
    }

    @Test(arguments: [1, 2]) func `there is no such record where the loader did not ask it`(version: Int) throws {
        let records = memory.records(try Told().read(version, in: memory))
        #expect(records.map(\.0) == [.x86MultibootMemoryMap, .x86TSCFrequency, .padding])
    }

    @Test func `a video BIOS tag that is too short counts for nothing`() throws {
        let tags: [(UInt32, [UInt8])] = [
            (3, bytes(UInt32(0x20_0000), 0x20_1000) + [0]), (4, bytes(UInt32(640), 64 << 10)),
            (7, [UInt8](repeating: 0, count: 775)),
        ]
        let records = memory.records(try Told.read(tags, in: memory))
        #expect(!records.contains { $0.0 == .x86VBE })
    }
}
