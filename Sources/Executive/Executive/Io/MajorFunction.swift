/// What a request asks of a device: the IRP_MJ_ numbers.
struct MajorFunction: RawRepresentable, Equatable {
    let rawValue: UInt8
    init(rawValue: UInt8) { self.rawValue = rawValue }

    static let create = MajorFunction(rawValue: 0x00)
    static let close = MajorFunction(rawValue: 0x02)
    static let read = MajorFunction(rawValue: 0x03)
    static let write = MajorFunction(rawValue: 0x04)
    static let queryInformation = MajorFunction(rawValue: 0x05)
    static let setInformation = MajorFunction(rawValue: 0x06)
    static let flushBuffers = MajorFunction(rawValue: 0x09)
    static let queryVolumeInformation = MajorFunction(rawValue: 0x0A)
    static let directoryControl = MajorFunction(rawValue: 0x0C)
    static let fileSystemControl = MajorFunction(rawValue: 0x0D)
    static let deviceControl = MajorFunction(rawValue: 0x0E)
    static let shutdown = MajorFunction(rawValue: 0x10)
    static let cleanup = MajorFunction(rawValue: 0x12)
    /// Not of NT: DriverUnload, which a driver process is asked for by a request of its own kind.
    static let unload = MajorFunction(rawValue: 0xFF)

    /// Whether the request carries a control code, which says how its data travels.
    var isControl: Bool { self == .deviceControl || self == .fileSystemControl }
}

/// IRP_MN_QUERY_DIRECTORY.
let queryDirectoryMinor: UInt8 = 1
