extension InvocationLabel {
    @inline(__always) public static var pdptMap: Self { Self(rawValue: 33) }
    @inline(__always) public static var pdptUnmap: Self { Self(rawValue: 34) }
    @inline(__always) public static var pageDirectoryMap: Self { Self(rawValue: 35) }
    @inline(__always) public static var pageDirectoryUnmap: Self { Self(rawValue: 36) }
    @inline(__always) public static var pageTableMap: Self { Self(rawValue: 37) }
    @inline(__always) public static var pageTableUnmap: Self { Self(rawValue: 38) }
    @inline(__always) public static var pageMap: Self { Self(rawValue: 39) }
    @inline(__always) public static var pageUnmap: Self { Self(rawValue: 40) }
    @inline(__always) public static var pageGetAddress: Self { Self(rawValue: 41) }
    @inline(__always) public static var asidControlMakePool: Self { Self(rawValue: 42) }
    @inline(__always) public static var asidPoolAssign: Self { Self(rawValue: 43) }
    @inline(__always) public static var ioPortControlIssue: Self { Self(rawValue: 44) }
    @inline(__always) public static var ioPortIn8: Self { Self(rawValue: 45) }
    @inline(__always) public static var ioPortIn16: Self { Self(rawValue: 46) }
    @inline(__always) public static var ioPortIn32: Self { Self(rawValue: 47) }
    @inline(__always) public static var ioPortOut8: Self { Self(rawValue: 48) }
    @inline(__always) public static var ioPortOut16: Self { Self(rawValue: 49) }
    @inline(__always) public static var ioPortOut32: Self { Self(rawValue: 50) }
    @inline(__always) public static var irqControlGetIOAPIC: Self { Self(rawValue: 51) }
    @inline(__always) public static var irqControlGetMSI: Self { Self(rawValue: 52) }
}
