// Unsafe in one way: the kernel hands over an address, and BootInfo is read there. The kernel maps the page and
// the extra pages behind it for good and never writes them again.

public import SeL4ABI

/// seL4_BootInfo: what the kernel tells its first thread.
@safe
public struct BootInfo {
    private let memory: UnsafeRawPointer

    public init(_ address: UInt) {
        guard let memory = unsafe UnsafeRawPointer(bitPattern: address) else {
            preconditionFailure("the kernel starts the root task with its boot information")
        }
        unsafe self.memory = memory
    }

    public var ipcBuffer: IPCBuffer { IPCBuffer(word(BootInfoLayout.ipcBuffer)) }
    public var emptySlots: Range<Word> { region(BootInfoLayout.empty) }
    /// The frames of the root task's image, by ascending address.
    public var userImageFrames: Range<Word> { region(BootInfoLayout.userImageFrames) }
    public var untypedSlots: Range<Word> { region(BootInfoLayout.untyped) }
    /// The size of the first CNode: 2^so many slots.
    public var cnodeSizeBits: Int { Int(word(BootInfoLayout.initThreadCNodeSizeBits)) }
    public var untypedCount: Int { untypedSlots.count }

    /// One untyped; `index` is less than `untypedCount`.
    public func untyped(_ index: Int) -> UntypedDescription {
        precondition(index < untypedCount, "untyped index out of range")
        let entry = BootInfoLayout.untypedList + index * UntypedDescriptorLayout.size
        return UntypedDescription(
            capability: Untyped(CapabilityPointer(untypedSlots.lowerBound + Word(index))),
            physicalAddress: word(entry + UntypedDescriptorLayout.physicalAddress),
            sizeBits: Int(byte(entry + UntypedDescriptorLayout.sizeBits)),
            isDevice: byte(entry + UntypedDescriptorLayout.isDevice) != 0)
    }

    /// The data of an extra record, without its header; nil if the kernel gave none.
    public func extra(_ record: BootInfoRecord) -> UnsafeRawBufferPointer? {
        var offset = 0
        let length = Int(word(BootInfoLayout.extraLength))
        while offset + BootInfoRecord.headerSize <= length {
            let at = BootInfoLayout.extraOffset + offset
            let size = Int(word(at + 8))
            guard size >= BootInfoRecord.headerSize, size <= length - offset else { return nil }
            if word(at) == record.rawValue {
                return unsafe UnsafeRawBufferPointer(
                    start: memory + at + BootInfoRecord.headerSize,
                    count: size - BootInfoRecord.headerSize)
            }
            offset += size
        }
        return nil
    }

    /// The records behind the first page follow each other without padding, so words lie anywhere.
    private func word(_ offset: Int) -> Word {
        unsafe memory.loadUnaligned(fromByteOffset: offset, as: Word.self)
    }

    private func byte(_ offset: Int) -> UInt8 {
        unsafe memory.load(fromByteOffset: offset, as: UInt8.self)
    }

    private func region(_ offset: Int) -> Range<Word> {
        let start = word(offset)
        return start..<max(start, word(offset + 8))
    }
}

/// seL4_UntypedDesc: a piece of memory that the kernel does not use.
public struct UntypedDescription: Sendable {
    public let capability: Untyped
    public let physicalAddress: Word
    /// 2^so many bytes.
    public let sizeBits: Int
    /// Not RAM that the kernel found usable: only frames can be made of it, and they are not cleared.
    public let isDevice: Bool
}
