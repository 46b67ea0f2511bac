import CNT
import NTABI

/// What an image wants of every thread. All are RVAs.
public struct PEThreadLocalStorage: Sendable, Equatable {
    /// The initial values.
    public let template: PERange
    /// Zero bytes that follow them.
    public let zeroFill: Int
    /// Where the loader writes the image's index, a 32-bit number.
    public let index: Int
    /// A table of functions that ends with a zero, if there is one. The table holds addresses.
    public let callbacks: Int?
    /// Alignment of the block, from the section flags in `Characteristics`; a power of two.
    public let alignment: Int
}

extension PEImage {
    /// The image's thread-local storage, or nil if it has none. `base` is where the addresses in the
    /// directory count from: where the image is mapped once it is relocated, else `header.imageBase`.
    public func threadLocalStorage(base: UInt64) throws(NTStatus) -> PEThreadLocalStorage? {
        guard let range = try directory(.threadLocalStorage) else { return nil }
        let directory = try load(IMAGE_TLS_DIRECTORY64.self, at: range.start)
        let start = try relative(directory.StartAddressOfRawData, to: base)
        let end = try relative(directory.EndAddressOfRawData, to: base)
        let index = try relative(directory.AddressOfIndex, to: base)
        guard start <= end, index <= header.sizeOfImage - 4,
            Int(directory.SizeOfZeroFill) <= header.sizeOfImage
        else { throw .invalidImageFormat }
        let callbacks = directory.AddressOfCallBacks
        let alignment = Int(directory.Characteristics >> 20 & 0xF)
        return PEThreadLocalStorage(
            template: PERange(start: start, count: end - start),
            zeroFill: Int(directory.SizeOfZeroFill), index: index,
            callbacks: callbacks == 0 ? nil : try relative(callbacks, to: base),
            alignment: alignment == 0 ? 16 : max(16, 1 << (alignment - 1)))
    }

    private func relative(_ address: UInt64, to base: UInt64) throws(NTStatus) -> Int {
        guard address >= base, address - base <= UInt64(header.sizeOfImage)
        else { throw .invalidImageFormat }
        return Int(address - base)
    }
}
