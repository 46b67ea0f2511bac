import Microkernel
import SeL4ABI

/// Reads what a multiboot loader left. The structures lie anywhere in the low 4 GB, which the entry
/// code has mapped.
public enum Multiboot {
    static let magic1: UInt32 = 0x2BAD_B002
    static let magic2: UInt32 = 0x36D7_6289

    public static func read(
        magic: UInt32, information: UInt32
    ) throws(BootError) -> BootRecord {
        let address = PhysicalAddress(Word(information))
        var record = BootRecord()
        switch magic {
        case magic1: readVersion1(at: address, into: &record)
        case magic2: readVersion2(at: address, into: &record)
        default: throw .notMultiboot
        }
        guard record.usable.count > 0 else { throw .noMemoryInformation }
        guard record.rootTask != nil else { throw .noRootTask }
        return record
    }

    private static func readVersion1(at info: PhysicalAddress, into record: inout BootRecord) {
        let flags = info.load(UInt32.self)
        let hasMemory = flags & 1 << 0 != 0
        let hasModules = flags & 1 << 3 != 0
        let hasMap = flags & 1 << 6 != 0
        let hasVideoBIOS = flags & 1 << 11 != 0
        let hasFramebuffer = flags & 1 << 12 != 0
        if flags & 1 << 2 != 0 {
            record.options = BootOptions(at: PhysicalAddress(Word(info.load(UInt32.self, offset: 16))))
        }

        if hasMap {
            let length = Word(info.load(UInt32.self, offset: 44))
            let map = PhysicalAddress(Word(info.load(UInt32.self, offset: 48)))
            var offset: Word = 0
            while offset + 24 <= length {
                let size = Word(map.load(UInt32.self, offset: offset))
                record.note(
                    .init(
                        base: map.load(UInt64.self, offset: offset + 4),
                        length: map.load(UInt64.self, offset: offset + 12),
                        type: map.load(UInt32.self, offset: offset + 20)))
                offset += size + 4
            }
        } else if hasMemory {
            let upper = Word(info.load(UInt32.self, offset: 8)) << 10
            record.noteUsable(WindowLayout.lowMemoryEnd..<WindowLayout.lowMemoryEnd + upper)
        }
        if hasModules {
            let count = Word(info.load(UInt32.self, offset: 20))
            let list = PhysicalAddress(Word(info.load(UInt32.self, offset: 24)))
            for index in 0..<count {
                noteModule(list, offset: 16 * index, &record)
            }
        }
        if hasVideoBIOS {
            record.videoBIOS = VideoBIOS(
                controller: PhysicalAddress(Word(info.load(UInt32.self, offset: 72))),
                mode: PhysicalAddress(Word(info.load(UInt32.self, offset: 76))), numbers: info + 80)
        }
        if hasFramebuffer {
            record.framebuffer = .init(
                address: info.load(UInt64.self, offset: 88),
                pitch: info.load(UInt32.self, offset: 96),
                width: info.load(UInt32.self, offset: 100),
                height: info.load(UInt32.self, offset: 104),
                bitsPerPixel: info.load(UInt8.self, offset: 108),
                type: info.load(UInt8.self, offset: 109))
        }
    }

    private static func readVersion2(at info: PhysicalAddress, into record: inout BootRecord) {
        let size = Word(info.load(UInt32.self))
        var hasMap = false
        var upper: Word?
        var offset: Word = 8
        while offset + 8 <= size {
            let type = info.load(UInt32.self, offset: offset)
            let length = Word(info.load(UInt32.self, offset: offset + 4))
            guard length >= 8, type != 0 else { break }
            let body = offset + 8
            switch type {
            case 1:
                record.options = BootOptions(at: info + body)
            case 3:
                noteModule(info, offset: body, &record)
            case 4:
                upper = Word(info.load(UInt32.self, offset: body + 4)) << 10
            case 6:
                hasMap = true
                readMap(info, body: body, end: offset + length, into: &record)
            case 7 where length >= 16 + VideoBIOS.controllerSize + VideoBIOS.modeSize:
                let blocks = info + body + 8
                record.videoBIOS = VideoBIOS(
                    controller: blocks, mode: blocks + VideoBIOS.controllerSize, numbers: info + body)
            case 8:
                record.framebuffer = .init(
                    address: info.load(UInt64.self, offset: body),
                    pitch: info.load(UInt32.self, offset: body + 8),
                    width: info.load(UInt32.self, offset: body + 12),
                    height: info.load(UInt32.self, offset: body + 16),
                    bitsPerPixel: info.load(UInt8.self, offset: body + 20),
                    type: info.load(UInt8.self, offset: body + 21))
            case 14:
                if record.rootPointer == nil {
                    record.rootPointer = RootPointers.copy(at: info, offset: body, length: 20)
                }
            case 15:
                record.rootPointer = RootPointers.copy(at: info, offset: body, length: 36)
            default:
                break
            }
            offset += (length + 7) & ~7
        }
        if !hasMap, let upper {
            record.noteUsable(WindowLayout.lowMemoryEnd..<WindowLayout.lowMemoryEnd + upper)
        }
    }

    private static func readMap(
        _ info: PhysicalAddress, body: Word, end: Word, into record: inout BootRecord
    ) {
        let entrySize = Word(info.load(UInt32.self, offset: body))
        guard entrySize >= 20 else { return }
        var offset = body + 8
        while offset + entrySize <= end {
            record.note(
                .init(
                    base: info.load(UInt64.self, offset: offset),
                    length: info.load(UInt64.self, offset: offset + 8),
                    type: info.load(UInt32.self, offset: offset + 16)))
            offset += entrySize
        }
    }

    /// A module's first two words are its bounds in both versions.
    private static func noteModule(
        _ info: PhysicalAddress, offset: Word, _ record: inout BootRecord
    ) {
        let start = Word(info.load(UInt32.self, offset: offset))
        let end = Word(info.load(UInt32.self, offset: offset + 4))
        if start < end { record.noteModule(start..<end) }
    }
}
