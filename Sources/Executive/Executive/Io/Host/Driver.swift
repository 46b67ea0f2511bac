import NTABI
import Registry

/// A driver that is loaded, or being loaded, in a driver process.
final class Driver: NTObject {
    /// The number by which its process knows it.
    let id: UInt32
    /// The name of its service key: `null`.
    let name: UnicodeString
    let key: KeyNode
    unowned(unsafe) let host: DriverHost
    var devices: [HostDevice] = []

    enum State { case loading, running, unloading }
    var state = State.loading
    /// What DriverEntry said; meaningful when `initialized` is signalled.
    var status = NTStatus.pending
    let initialized = Event(.notification)
    /// The piece of the shared region that holds the names of the load request.
    var loadBuffer: (offset: Int, length: Int)?

    init(id: UInt32, name: UnicodeString, key: KeyNode, host: DriverHost) {
        self.id = id
        self.name = name
        self.key = key
        unsafe self.host = host
        super.init()
        isPermanent = true
    }

    override var type: ObjectType { .driver }
}

/// What a driver's service key says.
struct DriverSettings {
    let imagePath: UnicodeString
    /// Drivers of one group share a process.
    let hostGroup: UnicodeString

    /// Errors: `.illFormedServiceEntry` (no kernel driver, or one that is disabled).
    init(_ key: KeyNode) throws(NTStatus) {
        let type = key.value(named: "Type")?.dword
        guard type == 1 || type == 2, key.value(named: "Start")?.dword != 4 else {
            throw .illFormedServiceEntry
        }
        hostGroup = key.value(named: "HostGroup")?.string ?? key.name
        var path = key.value(named: "ImagePath")?.string ?? UnicodeString()
        if path.isEmpty {
            path = UnicodeString("System32\\drivers\\") + key.name + UnicodeString(".sys")
        }
        // A relative path begins at the system's directory.
        if path.units.first != UnicodeString.backslash {
            path = UnicodeString("\\SystemRoot\\") + path
        }
        imagePath = path
    }
}

/// Numbers and ranges of a registry text: `0x60 0x64`, `0x40-0x43`, `1`.
struct NumberRanges {
    private(set) var ranges: [ClosedRange<UInt64>] = []

    /// What is no number ends the list.
    init(_ text: UnicodeString) {
        for word in text.units.split(whereSeparator: { $0 == 0x20 || $0 == 0x2C }) {
            let ends = word.split(separator: 0x2D).map { Self.number($0) }
            guard let first = ends.first, let first, let last = ends.last, let last, first <= last,
                ends.count <= 2
            else { return }
            ranges.append(first...last)
        }
    }

    func contains(_ other: ClosedRange<UInt64>) -> Bool {
        ranges.contains { $0.lowerBound <= other.lowerBound && other.upperBound <= $0.upperBound }
    }

    private static func number(_ text: ArraySlice<UInt16>) -> UInt64? {
        let isHex = text.count > 2 && text.first == 0x30 && text.dropFirst().first == 0x78
        var number: UInt64 = 0
        for unit in isHex ? text.dropFirst(2) : text {
            let digit: UInt16
            switch unit {
            case 0x30...0x39: digit = unit - 0x30
            case 0x41...0x46 where isHex: digit = unit - 0x37
            case 0x61...0x66 where isHex: digit = unit - 0x57
            default: return nil
            }
            let (product, overflow) = number.multipliedReportingOverflow(by: isHex ? 16 : 10)
            guard !overflow, product <= UInt64.max - UInt64(digit) else { return nil }
            number = product + UInt64(digit)
        }
        return text.isEmpty ? nil : number
    }
}
