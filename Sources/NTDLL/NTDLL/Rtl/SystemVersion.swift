import CNT

/// The version that programs are told: that of Windows 10.
enum SystemVersion {
    static let major: UInt32 = 10
    static let minor: UInt32 = 0
    static let build: UInt32 = 19045
    /// VER_PLATFORM_WIN32_NT.
    static let platform: UInt32 = 2
}

/// RtlGetVersion. Fills an RTL_OSVERSIONINFOW, or the longer form if its size says so.
@c(RtlGetVersion)
public func rtlGetVersion(_ information: UInt) -> UInt32 {
    let version = Pointer<RTL_OSVERSIONINFOEXW>(information)
    version.value.dwMajorVersion = SystemVersion.major
    version.value.dwMinorVersion = SystemVersion.minor
    version.value.dwBuildNumber = SystemVersion.build
    version.value.dwPlatformId = SystemVersion.platform
    version.value.szCSDVersion.0 = 0
    guard version.value.dwOSVersionInfoSize >= UInt32(MemoryLayout<RTL_OSVERSIONINFOEXW>.size)
    else { return 0 }
    version.value.wServicePackMajor = 0
    version.value.wServicePackMinor = 0
    version.value.wSuiteMask = 0
    version.value.wProductType = 1
    version.value.wReserved = 0
    return 0
}

/// RtlGetNtVersionNumbers. Any of the three may be null.
@c(RtlGetNtVersionNumbers)
public func rtlGetNtVersionNumbers(_ major: UInt, _ minor: UInt, _ build: UInt) {
    if major != 0 { Pointer<UInt32>(major).value = SystemVersion.major }
    if minor != 0 { Pointer<UInt32>(minor).value = SystemVersion.minor }
    if build != 0 { Pointer<UInt32>(build).value = 0xF000_0000 | SystemVersion.build }
}
