import CNT
import NTABI
import NativeRuntime

/// A driver as the registry lists it.
struct DriverService {
    let name: [UInt16]
    /// The place of its group in ServiceGroupOrder; groups that are not listed come last.
    let groupOrder: Int

    private static let services: StaticString =
        "\\Registry\\Machine\\System\\CurrentControlSet\\Services"
    private static let groupOrderKey: StaticString =
        "\\Registry\\Machine\\System\\CurrentControlSet\\Control\\ServiceGroupOrder"

    /// SERVICE_SYSTEM_START and SERVICE_AUTO_START.
    private static let automatic: ClosedRange<UInt32> = 1...2

    /// The drivers to load at start, in the order to load them: by group, then by name.
    static func startingWithSystem() -> [DriverService] {
        guard let root = try? RegistryKey.open(services.utf16Units, writable: false),
            let names = try? root.subkeyNames()
        else { return [] }
        root.close()
        let groups = groupNames()
        var found: [DriverService] = []
        for name in names {
            guard let key = try? RegistryKey.open(path(of: name), writable: false) else { continue }
            defer { key.close() }
            guard let start = key.value("Start")?.dword, automatic.contains(start) else { continue }
            let group = UnicodeString(key.value("Group")?.string ?? [])
            let order = groups.firstIndex { $0.isSameName(as: group) } ?? groups.count
            found.append(DriverService(name: name, groupOrder: order))
        }
        return found.sorted { left, right in
            left.groupOrder != right.groupOrder
                ? left.groupOrder < right.groupOrder
                : UnicodeString(left.name).precedes(UnicodeString(right.name))
        }
    }

    /// Enters a driver's image into the registry under the image's name without `.sys`.
    static func added(image: [UInt16]) -> DriverService {
        let file = image.split(separator: UInt16(UInt8(ascii: "\\"))).last ?? []
        let name = Array(file.prefix { $0 != UInt16(UInt8(ascii: ".")) })
        if let key = try? RegistryKey.create(path(of: name)) {
            let bytes = (image + [0]).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            try? key.set(("ImagePath" as StaticString).utf16Units, type: REG_EXPAND_SZ, bytes: bytes)
            try? key.set(("Type" as StaticString).utf16Units, type: REG_DWORD, bytes: [1, 0, 0, 0])
            try? key.set(("Start" as StaticString).utf16Units, type: REG_DWORD, bytes: [3, 0, 0, 0])
            key.close()
        }
        return DriverService(name: name, groupOrder: 0)
    }

    func load() -> NTStatus { SystemService.loadDriver(Self.path(of: name)) }

    private static func path(of name: [UInt16]) -> [UInt16] {
        services.utf16Units + [UInt16(UInt8(ascii: "\\"))] + name
    }

    /// The groups in the order they are loaded: the strings of `List`.
    private static func groupNames() -> [UnicodeString] {
        guard let key = try? RegistryKey.open(groupOrderKey.utf16Units, writable: false) else {
            return []
        }
        defer { key.close() }
        guard let list = key.value("List") else { return [] }
        let units = list.bytes.utf16(at: 0, length: list.bytes.count)
        return units.split(separator: 0).map { UnicodeString(Array($0)) }
    }
}
