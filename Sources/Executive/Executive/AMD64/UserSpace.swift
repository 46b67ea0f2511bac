/// Where things lie in every process (docs/architecture.md).
extension AddressSpace {
    /// The first address of user space that is not the null page's neighbourhood, and the last byte of user space.
    static let lowest: UInt = 0x1_0000
    static let highest: UInt = 0x7FFF_FFFE_FFFF
    /// Where unplaced ranges go: below KUSER_SHARED_DATA, or, when that is full, in the wide space between the
    /// programs and the system's images.
    static let placement = [
        lowest..<sharedDataAddress as Range<UInt>, 0x10_0000_0000..<0x7FF0_0000_0000,
    ]
    static let sharedDataAddress: UInt = 0x7FFE_0000
}

extension Process {
    /// The PEB's address.
    static let peb: UInt = 0x7FFF_0000_0000
}

extension DriverHost {
    /// The region that a driver process shares with the executive.
    static let regionAddress: UInt = 0x7FFD_0000_0000
}
