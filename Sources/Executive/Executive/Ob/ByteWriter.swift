import NTABI

/// Builds the variable part of an answer: numbers and text one behind the other, as NT's structures lie in memory.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    var count: Int { bytes.count }

    init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        var rest = number
        for _ in 0..<Number.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    mutating func put(_ text: UnicodeString) {
        for unit in text.units { put(unit) }
    }

    mutating func put(_ data: [UInt8]) { bytes.append(contentsOf: data) }

    mutating func putZeros(_ count: Int) {
        for _ in 0..<count { bytes.append(0) }
    }

    /// Zeros up to the next multiple of `alignment`.
    mutating func align(to alignment: Int) {
        putZeros((alignment - bytes.count % alignment) % alignment)
    }

    /// UNICODE_STRING of a text that lies at `address` in the reader's space; null for an empty one.
    mutating func putString(_ text: UnicodeString, at address: UInt) {
        put(UInt16(truncatingIfNeeded: text.byteCount))
        put(UInt16(truncatingIfNeeded: text.isEmpty ? 0 : text.byteCount + 2))
        put(UInt32(0))
        put(text.isEmpty ? 0 : address)
    }
}

extension Process {
    /// Answers a query whose structure has one size: all of it is written, and its size where the caller wants it.
    ///
    /// Errors: `.infoLengthMismatch` for a buffer of another size, `.datatypeMisalignment`, `.accessViolation`.
    func answer<Value: BitwiseCopyable>(
        _ value: Value, at address: UInt, length: UInt32, returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        let size = UInt32(MemoryLayout<Value>.size)
        if let returnLength { try write(size, to: returnLength) }
        guard length == size else { throw .infoLengthMismatch }
        try requireAlignment(address, to: 4)
        try write(value, to: UserPointer(required: address))
        return .success
    }

    /// Answers a query whose structure varies in size: written if the buffer has room for all of it.
    ///
    /// Errors: `.infoLengthMismatch` for a buffer that is too small, `.datatypeMisalignment`, `.accessViolation`.
    func answer(
        atLeast value: ByteWriter, at address: UInt, length: UInt32,
        returnLength: UserPointer<UInt32>?
    ) throws(NTStatus) -> NTStatus {
        if let returnLength { try write(UInt32(value.count), to: returnLength) }
        guard Int(length) >= value.count else { throw .infoLengthMismatch }
        try requireAlignment(address, to: 4)
        try writeBytes(value.bytes, to: address)
        return .success
    }
}
