import NTABI

/// One named value of a key; the default value's name is empty.
public struct RegistryValue: Equatable, Sendable {
    public let name: UnicodeString
    public var type: RegistryType
    public var data: [UInt8]

    public init(name: UnicodeString, type: RegistryType, data: [UInt8]) {
        self.name = name
        self.type = type
        self.data = data
    }
}

/// What a value's data is: the REG_ constants. The registry keeps any number, known or not.
public struct RegistryType: RawRepresentable, Equatable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let none = RegistryType(rawValue: 0)
    public static let string = RegistryType(rawValue: 1)
    public static let expandString = RegistryType(rawValue: 2)
    public static let binary = RegistryType(rawValue: 3)
    public static let dword = RegistryType(rawValue: 4)
    public static let link = RegistryType(rawValue: 6)
    public static let multiString = RegistryType(rawValue: 7)
    public static let qword = RegistryType(rawValue: 11)
}

extension RegistryValue {
    /// The text of a REG_SZ or REG_EXPAND_SZ, without its terminator; nil for other types.
    public var string: UnicodeString? {
        guard type == .string || type == .expandString else { return nil }
        var units = self.units
        while units.last == 0 { units.removeLast() }
        return UnicodeString(units)
    }

    /// The number of a REG_DWORD; nil for other types.
    public var dword: UInt32? {
        guard type == .dword, data.count == 4 else { return nil }
        var number: UInt32 = 0
        for byte in data.reversed() { number = number << 8 | UInt32(byte) }
        return number
    }

    /// The texts of a REG_MULTI_SZ; a REG_SZ counts as one text. Nil for other types.
    public var strings: [UnicodeString]? {
        if let string { return string.isEmpty ? [] : [string] }
        guard type == .multiString else { return nil }
        return units.split(separator: 0).map { UnicodeString($0) }
    }

    private var units: [UInt16] {
        var units: [UInt16] = []
        for index in 0..<data.count / 2 {
            units.append(UInt16(data[2 * index]) | UInt16(data[2 * index + 1]) << 8)
        }
        return units
    }

    /// The data of a text value: UTF-16 with a terminator.
    static func data(of text: [UInt16]) -> [UInt8] {
        var data: [UInt8] = []
        data.reserveCapacity(text.count * 2 + 2)
        for unit in text {
            data.append(UInt8(truncatingIfNeeded: unit))
            data.append(UInt8(truncatingIfNeeded: unit >> 8))
        }
        return data + [0, 0]
    }
}
