// A 64-bit x86 ELF program as a loader needs it: where it starts and what goes where.
//
// The bytes come from outside and are not trusted. `init` checks every program header once; what it
// lets through can be loaded without another bounds check: ranges do not wrap, file ranges lie in
// the file, the entry lies in a segment.

/// Why a file is no program that can be loaded.
public enum ELFError: Error, Equatable {
    case notELF
    case wrongMachine
    case notExecutable
    case truncated
    case tooManySegments
    case badSegment
    case overlappingSegments
    case noSegments
    case entryOutsideImage
}

/// One loadable part of the program.
public struct ELFSegment: Equatable, Sendable {
    /// Where it goes; the end does not wrap.
    public let addresses: Range<UInt64>
    /// Which bytes of the file fill its beginning; the rest is zero.
    public let file: Range<Int>
    public let flags: Flags

    /// `p_flags`.
    public struct Flags: RawRepresentable, Equatable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        public var isExecutable: Bool { rawValue & 1 != 0 }
        public var isWritable: Bool { rawValue & 2 != 0 }
    }
}

/// A checked ELF64 executable.
public struct ELFImage: ~Escapable {
    /// The address of the first instruction.
    public let entry: UInt64
    /// From the lowest to the highest address of any segment.
    public let addresses: Range<UInt64>
    /// How many program headers there are; `segment(at:)` tells which of them are loaded.
    public let headerCount: Int

    private let bytes: Span<UInt8>
    private let headers: Int

    private static let headerSize = 56
    private static let loadable: UInt32 = 1
    /// More program headers than any program has. Each is compared with all before it, which must not take long.
    private static let maximumCount = 256

    /// Errors in the order they are checked: `notELF`, `truncated` (file header), `wrongMachine`,
    /// `notExecutable`, `truncated` (program headers), `tooManySegments`, then for each loadable segment `badSegment`,
    /// `overlappingSegments`; then `noSegments`, `entryOutsideImage`.
    @_lifetime(copy bytes)
    public init(_ bytes: Span<UInt8>) throws(ELFError) {
        guard bytes.count >= 4, bytes.little(UInt32.self, at: 0) == 0x464C_457F else {
            throw .notELF
        }
        guard bytes.count >= 64 else { throw .truncated }
        let isLittle64 = bytes[4] == 2 && bytes[5] == 1
        guard isLittle64, bytes.little(UInt16.self, at: 18) == 62 else { throw .wrongMachine }
        guard bytes.little(UInt16.self, at: 16) == 2 else { throw .notExecutable }
        let offset = bytes.little(UInt64.self, at: 32)
        let count = Int(bytes.little(UInt16.self, at: 56))
        guard bytes.little(UInt16.self, at: 54) == Self.headerSize,
            offset <= UInt64(bytes.count),
            count * Self.headerSize <= bytes.count - Int(offset)
        else { throw .truncated }
        guard count <= Self.maximumCount else { throw .tooManySegments }

        let entry = bytes.little(UInt64.self, at: 24)
        var lowest = UInt64.max
        var highest: UInt64 = 0
        var entryIsInside = false
        for index in 0..<count {
            let header = Int(offset) + index * Self.headerSize
            guard let segment = try Self.read(bytes, header: header) else { continue }
            for other in 0..<index {
                let otherHeader = Int(offset) + other * Self.headerSize
                if let earlier = try Self.read(bytes, header: otherHeader),
                    earlier.addresses.overlaps(segment.addresses)
                {
                    throw .overlappingSegments
                }
            }
            lowest = min(lowest, segment.addresses.lowerBound)
            highest = max(highest, segment.addresses.upperBound)
            if segment.addresses.contains(entry) { entryIsInside = true }
        }
        guard lowest < highest else { throw .noSegments }
        guard entryIsInside else { throw .entryOutsideImage }

        self.bytes = bytes
        self.entry = entry
        self.addresses = lowest..<highest
        self.headerCount = count
        self.headers = Int(offset)
    }

    /// The segment that program header `index` describes; nil if it is none that is loaded, or
    /// empty.
    public func segment(at index: Int) -> ELFSegment? {
        precondition(index >= 0 && index < headerCount, "no such program header")
        return try? Self.read(bytes, header: headers + index * Self.headerSize)
    }

    private static func read(
        _ bytes: Span<UInt8>, header: Int
    ) throws(ELFError) -> ELFSegment? {
        guard bytes.little(UInt32.self, at: header) == loadable else { return nil }
        let offset = bytes.little(UInt64.self, at: header + 8)
        let address = bytes.little(UInt64.self, at: header + 16)
        let fileSize = bytes.little(UInt64.self, at: header + 32)
        let memorySize = bytes.little(UInt64.self, at: header + 40)
        if memorySize == 0 && fileSize == 0 { return nil }
        let fits = offset <= UInt64(bytes.count) && fileSize <= UInt64(bytes.count) - offset
        let (end, wraps) = address.addingReportingOverflow(memorySize)
        guard fits, fileSize <= memorySize, !wraps else { throw .badSegment }
        return ELFSegment(
            addresses: address..<end, file: Int(offset)..<Int(offset + fileSize),
            flags: .init(rawValue: bytes.little(UInt32.self, at: header + 4)))
    }
}

extension Span<UInt8> {
    /// An integer of the file's byte order; `offset` is inside (checked by the subscript).
    fileprivate func little<T: FixedWidthInteger & UnsignedInteger>(_: T.Type, at offset: Int) -> T {
        var value: T = 0
        for index in 0..<MemoryLayout<T>.size {
            value |= T(truncatingIfNeeded: self[offset + index]) << T(8 * index)
        }
        return value
    }
}
