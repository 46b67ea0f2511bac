extension ObjectType {
    @inline(__always) public static var pdpt: Self { Self(rawValue: 5) }
    @inline(__always) public static var pml4: Self { Self(rawValue: 6) }
    /// A 1 GiB frame.
    @inline(__always) public static var hugePage: Self { Self(rawValue: 7) }
    /// A 4 KiB frame.
    @inline(__always) public static var page: Self { Self(rawValue: 8) }
    /// A 2 MiB frame.
    @inline(__always) public static var largePage: Self { Self(rawValue: 9) }
    @inline(__always) public static var pageTable: Self { Self(rawValue: 10) }
    @inline(__always) public static var pageDirectory: Self { Self(rawValue: 11) }
    /// One more than the highest type.
    @inline(__always) public static var count: Word { 12 }
}

extension ObjectSize {
    @inline(__always) public static var pageBits: Int { 12 }
    @inline(__always) public static var largePageBits: Int { 21 }
    @inline(__always) public static var hugePageBits: Int { 30 }
    /// Every level of the page tables, the root included.
    @inline(__always) public static var pageTableBits: Int { 12 }
    @inline(__always) public static var asidPoolBits: Int { 12 }
}

/// Where user address space ends and how address spaces are counted.
public enum AddressSpaceLimit {
    /// The first address that no user mapping may reach.
    @inline(__always) public static var userTop: Word { 0x7fff_ffff_f000 }
    @inline(__always) public static var asidsPerPool: Int { 512 }
    @inline(__always) public static var asidPoolCount: Int { 8 }
}
