/// The firmware's ACPI tables, as far as the Hal needs them: power, reset, and how the timer is wired.
///
/// Firmware is input like any other: whatever is missing, short or has a wrong sum is as if it were not there.
struct ACPITables {
    /// Reads physical memory; nil where it cannot.
    typealias Reader = (_ address: UInt64, _ count: Int) -> [UInt8]?

    private let read: Reader
    private let addresses: [UInt64]

    /// - Parameter pointer: the RSDP structure, 20 or 36 bytes.
    init?(rootPointer pointer: [UInt8], read: @escaping Reader) {
        guard pointer.count >= 20, pointer.starts(with: Array("RSD PTR ".utf8)),
            pointer[..<20].reduce(0, &+) == 0
        else { return nil }
        self.read = read
        let hasExtended = pointer[15] >= 2 && pointer.count >= 36 && pointer.integer(at: 24, bytes: 8) != 0
        let root = hasExtended ? pointer.integer(at: 24, bytes: 8) : pointer.integer(at: 16, bytes: 4)
        guard let table = Self.table(at: root, read) else { return nil }
        let size = hasExtended ? 8 : 4
        addresses = stride(from: 36, through: table.count - size, by: size).map {
            table.integer(at: $0, bytes: size)
        }
    }

    /// The table with this four-letter signature, header included.
    func table(_ signature: StaticString) -> [UInt8]? {
        for address in addresses {
            guard let header = read(address, 4), signature.matches(header) else { continue }
            return Self.table(at: address, read)
        }
        return nil
    }

    /// A table named by another one, such as the DSDT.
    func table(at address: UInt64) -> [UInt8]? { Self.table(at: address, read) }

    private static func table(at address: UInt64, _ read: Reader) -> [UInt8]? {
        guard let header = read(address, 36) else { return nil }
        let length = Int(header.integer(at: 4, bytes: 4))
        guard length >= 36, length <= 1 << 20, let table = read(address, length),
            table.reduce(0, &+) == 0
        else { return nil }
        return table
    }
}

extension StaticString {
    fileprivate func matches(_ bytes: [UInt8]) -> Bool {
        withUTF8Buffer { text in
            text.count == bytes.count && text.indices.allSatisfy { unsafe text[$0] == bytes[$0] }
        }
    }
}

extension [UInt8] {
    /// The little-endian integer at `offset`; 0 where it does not lie within.
    func integer(at offset: Int, bytes: Int) -> UInt64 {
        guard offset >= 0, offset + bytes <= count else { return 0 }
        return (0..<bytes).reduce(0) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
    }
}
