import Microkernel
import SeL4ABI

/// The records behind the boot information page: what the root task cannot find out for itself.
/// Each is an identifier, a length with this header, and data; they follow each other without gaps,
/// and a padding record fills the last page.
struct ExtraBootInfo {
    private static let videoBIOSSize = VideoBIOS.controllerSize + VideoBIOS.modeSize + 16
    private static let rootPointerSize: Word = 36
    private static let framebufferSize: Word = 22
    private static let mapEntrySize: Word = 24
    private static let mapSize = 4 + Word(BootRecord.MemoryMap.capacity) * mapEntrySize
    private static let frequencySize: Word = 4
    private static let headerSize = Word(BootInfoRecord.headerSize)

    /// How many bytes the records take, padding's header included.
    static func length(_ record: borrowing BootRecord) -> Word {
        var length = headerSize
        if record.videoBIOS != nil { length += headerSize + videoBIOSSize }
        if record.rootPointer != nil { length += headerSize + rootPointerSize }
        if record.framebuffer != nil { length += headerSize + framebufferSize }
        return length + headerSize + mapSize + headerSize + frequencySize
    }

    private let pages: Range<Word>
    private var offset: Word = 0

    /// Fills cleared pages.
    static func write(_ record: borrowing BootRecord, megahertz: UInt32, to pages: Range<Word>) {
        var writer = ExtraBootInfo(pages: pages)
        if let video = record.videoBIOS { writer.write(video) }
        if let pointer = record.rootPointer { writer.write(pointer) }
        if let framebuffer = record.framebuffer { writer.write(framebuffer) }
        writer.write(record.memoryMap)
        writer.begin(.x86TSCFrequency, size: frequencySize)
        writer.put(megahertz)
        writer.pad()
    }

    private init(pages: Range<Word>) { self.pages = pages }

    private mutating func write(_ video: VideoBIOS) {
        begin(.x86VBE, size: Self.videoBIOSSize)
        for index in video.blocks.indices { put(video.blocks[index]) }
        for index in video.numbers.indices { put(UInt32(video.numbers[index])) }
    }

    private mutating func write(_ pointer: BootRecord.RootPointer) {
        begin(.x86ACPIRSDP, size: Self.rootPointerSize)
        for index in 0..<9 { put(pointer[index]) }
    }

    private mutating func write(_ framebuffer: BootRecord.Framebuffer) {
        begin(.x86Framebuffer, size: Self.framebufferSize)
        put(framebuffer.address)
        put(framebuffer.pitch)
        put(framebuffer.width)
        put(framebuffer.height)
        put(framebuffer.bitsPerPixel)
        put(framebuffer.type)
    }

    private mutating func write(_ map: BootRecord.MemoryMap) {
        begin(.x86MultibootMemoryMap, size: Self.mapSize)
        let end = offset + Self.mapSize
        put(UInt32(map.count) * UInt32(Self.mapEntrySize))
        for index in 0..<map.count {
            let entry = map.entries[index]
            put(UInt32(Self.mapEntrySize) - 4)
            put(entry.base)
            put(entry.length)
            put(entry.type)
        }
        offset = end
    }

    private mutating func pad() {
        let rest = Word(pages.count) - offset
        begin(.padding, size: rest - Self.headerSize)
    }

    private mutating func begin(_ record: BootInfoRecord, size: Word) {
        put(record.rawValue)
        put(Self.headerSize + size)
    }

    private mutating func put<T: BitwiseCopyable>(_ value: T) {
        PhysicalAddress(pages.lowerBound).store(value, offset: offset)
        offset += Word(MemoryLayout<T>.size)
    }
}
