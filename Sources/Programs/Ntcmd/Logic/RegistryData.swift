/// REG_* numbers (winnt.h).
enum RegistryType {
    static let none: UInt32 = 0
    static let string: UInt32 = 1
    static let expandString: UInt32 = 2
    static let binary: UInt32 = 3
    static let dword: UInt32 = 4
    static let multiString: UInt32 = 7
    static let qword: UInt32 = 11
}

/// A value's data, between bytes and what people type and read.
struct RegistryData: Equatable {
    let type: UInt32
    let bytes: [UInt8]

    /// Data as typed behind /d.
    init(type: UInt32, typed units: [UInt16]) throws(CommandError) {
        self.type = type
        switch type {
        case RegistryType.dword:
            guard let value = number(units), value <= UInt32.max else {
                throw .usage("'\(text(units))' is no number of 32 bits")
            }
            bytes = Self.littleEndian(value, count: 4)
        case RegistryType.qword:
            guard let value = number(units) else {
                throw .usage("'\(text(units))' is no number of 64 bits")
            }
            bytes = Self.littleEndian(value, count: 8)
        default:
            bytes = (units + [0]).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        }
    }

    private static func littleEndian(_ value: UInt, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt(8 * $0)) }
    }

    private static let names: [(UInt32, StaticString)] = [
        (RegistryType.none, "REG_NONE"), (RegistryType.string, "REG_SZ"),
        (RegistryType.expandString, "REG_EXPAND_SZ"), (RegistryType.binary, "REG_BINARY"),
        (RegistryType.dword, "REG_DWORD"), (RegistryType.multiString, "REG_MULTI_SZ"),
        (RegistryType.qword, "REG_QWORD"),
    ]

    static func typeName(_ type: UInt32) -> String {
        for (number, name) in names where number == type { return text(units(name)) }
        return "type \(type)"
    }

    /// The types that `reg add` can write.
    static func type(named word: [UInt16]) -> UInt32? {
        for (number, name) in names
        where same(word, name) && number != RegistryType.binary && number != RegistryType.none
            && number != RegistryType.multiString
        {
            return number
        }
        return nil
    }

    /// The data for reading: text, a number, or bytes.
    static func describe(type: UInt32, bytes: [UInt8]) -> String {
        switch type {
        case RegistryType.string, RegistryType.expandString:
            return text(strings(bytes).first ?? [])
        case RegistryType.multiString:
            return strings(bytes).filter { !$0.isEmpty }.map(text).joined(separator: "\\0")
        case RegistryType.dword where bytes.count == 4, RegistryType.qword where bytes.count == 8:
            let number = bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return "0x\(hexadecimal(number)) (\(number))"
        default:
            return bytes.map { hexadecimal($0, digits: 2) }.joined(separator: " ")
        }
    }

    private static func strings(_ bytes: [UInt8]) -> [[UInt16]] {
        let units = stride(from: 0, to: bytes.count - bytes.count % 2, by: 2).map {
            UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
        }
        return units.split(separator: 0, omittingEmptySubsequences: false).map(Array.init)
    }
}
