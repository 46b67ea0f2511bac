// Unsafe in one way: the image is memory outside Swift's management. The creator promises that it stays
// readable for as long as the value is used. Every read passes through `load`, which checks its place
// against the size of that memory. What an image claims may change while it is mapped writable into a
// program: then answers are wrong, but no read leaves the image.

import CNT
import NTABI

/// A PE32+ image for x64: a file as it lies on disk, or one that is mapped.
///
/// Nothing is allocated and nothing is trusted: every table is read where it lies, and a place
/// outside the image is STATUS_INVALID_IMAGE_FORMAT.
@safe
public struct PEImage {
    public enum Layout: Sendable { case file, mapped }

    let memory: UnsafeRawBufferPointer
    public let layout: Layout
    public let header: PEHeader
    /// Whether some of the mapped image cannot be read: a section says so, or there is room between sections.
    private var hasHoles = false

    /// Accepts `memory` as an image, or says why it is none. Headers and section table are checked in
    /// full; import, export and other tables when they are read.
    ///
    /// Errors, in this order: `invalidFileForSection` (empty), `invalidImageNotMZ`,
    /// `invalidImageProtect` (a DOS program), `invalidImageNEFormat`, `invalidImageLEFormat`,
    /// `invalidImageFormat` (everything else).
    public init(_ memory: UnsafeRawBufferPointer, layout: Layout) throws(NTStatus) {
        guard memory.count > 0 else { throw .invalidFileForSection }
        unsafe self.memory = memory
        self.layout = layout
        header = try unsafe PEHeader(checking: memory)
        try checkSections()
        hasHoles = layout == .mapped && !isReadableThroughout
    }

    /// The section with this index; `index` is less than `header.sectionCount`.
    public func section(_ index: Int) -> PESection {
        precondition(index >= 0 && index < header.sectionCount, "section index out of range")
        let offset = header.sectionTableOffset + index * MemoryLayout<IMAGE_SECTION_HEADER>.size
        let entry = unsafe memory.loadUnaligned(
            fromByteOffset: offset, as: IMAGE_SECTION_HEADER.self)
        return PESection(entry)
    }

    /// Where the table lies, or nil if the image has none.
    public func directory(_ directory: PEDirectory) throws(NTStatus) -> PERange? {
        guard directory.rawValue < header.directoryCount else { return nil }
        let offset = header.directoryOffset + directory.rawValue * 8
        let entry = unsafe memory.loadUnaligned(
            fromByteOffset: offset, as: IMAGE_DATA_DIRECTORY.self)
        guard entry.VirtualAddress != 0, entry.Size != 0 else { return nil }
        let range = PERange(start: Int(entry.VirtualAddress), count: Int(entry.Size))
        guard range.end <= header.sizeOfImage else { throw .invalidImageFormat }
        return range
    }

    /// The value at an RVA.
    public func load<T: BitwiseCopyable>(_ type: T.Type, at address: Int) throws(NTStatus) -> T {
        let offset = try offset(of: address, count: MemoryLayout<T>.size)
        return unsafe memory.loadUnaligned(fromByteOffset: offset, as: T.self)
    }

    /// The zero-terminated name at an RVA; at most 4095 characters.
    public func name(at address: Int) throws(NTStatus) -> PEName {
        var count = 0
        while try load(UInt8.self, at: address + count) != 0 {
            count += 1
            guard count < 4096 else { throw .invalidImageFormat }
        }
        return PEName(start: address, count: count)
    }

    /// One character of a name.
    public func character(_ index: Int, of name: PEName) -> UInt8 {
        precondition(index < name.count, "character index out of range")
        return (try? load(UInt8.self, at: name.start + index)) ?? 0
    }

    /// Where `count` bytes at an RVA lie in memory.
    private func offset(of address: Int, count: Int) throws(NTStatus) -> Int {
        guard address >= 0, count <= header.sizeOfImage, address <= header.sizeOfImage - count
        else { throw .invalidImageFormat }
        var offset = address
        if layout == .file, address >= header.sizeOfHeaders {
            offset = try fileOffset(of: address, count: count)
        } else if hasHoles, !isReadable(address, count: count) {
            throw .invalidImageFormat
        }
        guard unsafe offset <= memory.count - count else { throw .invalidImageFormat }
        return offset
    }

    private func fileOffset(of address: Int, count: Int) throws(NTStatus) -> Int {
        for index in 0..<header.sectionCount {
            let section = section(index)
            let inside = address - section.virtualAddress
            guard inside >= 0, inside < section.virtualSize else { continue }
            guard inside + count <= section.fileSize else { throw .invalidImageFormat }
            return section.fileOffset + inside
        }
        throw .invalidImageFormat
    }
}

// What of a mapped image can be read: the headers, and of sections whole pages.
extension PEImage {
    private var isReadableThroughout: Bool {
        var end = Self.pageRounded(header.sizeOfHeaders)
        for index in 0..<header.sectionCount {
            let section = section(index)
            guard section.virtualAddress == end, section.isAccessible else { return false }
            end = Self.pageRounded(end + section.virtualSize)
        }
        return end >= header.sizeOfImage
    }

    private func isReadable(_ address: Int, count: Int) -> Bool {
        if address + count <= Self.pageRounded(header.sizeOfHeaders) { return true }
        for index in 0..<header.sectionCount {
            let section = section(index)
            guard address >= section.virtualAddress,
                address + count <= Self.pageRounded(section.virtualAddress + section.virtualSize)
            else { continue }
            return section.isAccessible
        }
        return false
    }

    private static func pageRounded(_ size: Int) -> Int { (size + 0xFFF) & ~0xFFF }
}

extension PEImage {
    /// Sections ascend, do not overlap, lie inside the image, and (in a file) have their contents.
    private func checkSections() throws(NTStatus) {
        var end = header.sizeOfHeaders
        for index in 0..<header.sectionCount {
            let section = section(index)
            guard section.virtualAddress % header.sectionAlignment == 0,
                section.virtualAddress >= end, section.virtualSize > 0,
                section.virtualSize <= header.sizeOfImage,
                section.virtualAddress <= header.sizeOfImage - section.virtualSize
            else { throw .invalidImageFormat }
            end = section.virtualAddress + section.virtualSize
            guard layout == .file, section.fileSize > 0 else { continue }
            guard unsafe section.fileOffset <= memory.count - section.fileSize
            else { throw .invalidImageFormat }
        }
    }
}

extension PESection {
    init(_ entry: IMAGE_SECTION_HEADER) {
        let bytes = entry.Name
        var name: UInt64 = 0
        name |= UInt64(bytes.7) << 56 | UInt64(bytes.6) << 48
        name |= UInt64(bytes.5) << 40 | UInt64(bytes.4) << 32
        name |= UInt64(bytes.3) << 24 | UInt64(bytes.2) << 16
        name |= UInt64(bytes.1) << 8 | UInt64(bytes.0)
        self.name = name
        virtualAddress = Int(entry.VirtualAddress)
        virtualSize = Int(entry.VirtualSize != 0 ? entry.VirtualSize : entry.SizeOfRawData)
        let pages = (virtualSize + 4095) & ~4095
        fileOffset = Int(entry.PointerToRawData)
        fileSize = entry.PointerToRawData == 0 ? 0 : min(Int(entry.SizeOfRawData), pages)
        characteristics = entry.Characteristics
    }
}
