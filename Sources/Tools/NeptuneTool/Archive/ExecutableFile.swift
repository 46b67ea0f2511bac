/// A 64-bit ELF executable, as far as putting a boot archive into it needs one understood.
///
/// The executive's linker script leaves a loadable segment, the one at the highest address, for the
/// archive. Replacing its content changes nothing else: the file keeps its segments, and loses only its
/// section headers, which no loader reads.
public struct ExecutableFile {
    private var bytes: [UInt8]
    private let segments: [Segment]

    struct Segment {
        /// Where the program header stands in the file.
        let header: Int
        let offset: Int
        let address: UInt64
        let fileSize: Int
        let memorySize: UInt64
    }

    private enum Field {
        static let programHeaders = 32
        static let sectionHeaders = 40
        static let programHeaderSize = 54
        static let programHeaderCount = 56
        static let sectionHeaderCount = 60
        static let sectionNames = 62
    }

    /// Reads the headers. Throws if the file is no complete 64-bit little-endian ELF executable.
    public init(_ bytes: [UInt8], name: String) throws(ToolError) {
        guard bytes.count >= 64, bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
            throw ToolError("\(name) is not a 64-bit ELF file")
        }
        let table = Int(bytes.number(at: Field.programHeaders, size: 8))
        let size = Int(bytes.number(at: Field.programHeaderSize, size: 2))
        let count = Int(bytes.number(at: Field.programHeaderCount, size: 2))
        guard size >= 56, table >= 64, table <= bytes.count, count * size <= bytes.count - table
        else {
            throw ToolError("\(name) is cut short: its program headers are not all there")
        }
        var segments: [Segment] = []
        for index in 0..<count {
            let header = table + index * size
            guard bytes.number(at: header, size: 4) == 1 else { continue }
            let segment = Segment(
                header: header,
                offset: Int(truncatingIfNeeded: bytes.number(at: header + 8, size: 8)),
                address: bytes.number(at: header + 16, size: 8),
                fileSize: Int(truncatingIfNeeded: bytes.number(at: header + 32, size: 8)),
                memorySize: bytes.number(at: header + 40, size: 8))
            guard segment.offset >= 0, segment.fileSize >= 0, segment.offset <= bytes.count,
                segment.fileSize <= bytes.count - segment.offset
            else { throw ToolError("\(name) is cut short: a segment is not all there") }
            segments.append(segment)
        }
        self.bytes = bytes
        self.segments = segments
    }

    /// The file with `archive` as the content of its archive segment.
    public func replacingArchive(with archive: [UInt8]) throws(ToolError) -> [UInt8] {
        guard let last = segments.max(by: { $0.address < $1.address }), last.address % 4096 == 0,
            last.memorySize == UInt64(last.fileSize)
        else {
            throw ToolError(
                "the executive has no segment for the boot archive",
                advice: "its linker script ends with a page-aligned segment of its own for .archive"
            )
        }
        var end = 0
        for segment in segments where segment.header != last.header {
            end = max(end, segment.offset + segment.fileSize)
        }
        for segment in segments { end = max(end, segment.header + 56) }
        var result = Array(bytes[..<end])
        result += [UInt8](repeating: 0, count: (4096 - end % 4096) % 4096)
        let offset = result.count
        result += archive
        result.put(UInt64(offset), at: last.header + 8)
        result.put(UInt64(archive.count), at: last.header + 32)
        result.put(UInt64(archive.count), at: last.header + 40)
        result.put(UInt64(0), at: Field.sectionHeaders)
        result.put(UInt16(0), at: Field.sectionHeaderCount)
        result.put(UInt16(0), at: Field.sectionNames)
        return result
    }

    /// The archive inside the file: the content of the segment at the highest address.
    public var archive: [UInt8]? {
        guard let last = segments.max(by: { $0.address < $1.address }) else { return nil }
        return Array(bytes[last.offset..<last.offset + last.fileSize])
    }
}

extension [UInt8] {
    /// The little-endian number of `size` bytes at `offset`.
    func number(at offset: Int, size: Int) -> UInt64 {
        self[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Overwrites bytes with a little-endian number.
    mutating func put<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
        let bytes = littleEndian(number)
        replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}
