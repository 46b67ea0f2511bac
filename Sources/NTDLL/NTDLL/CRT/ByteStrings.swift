// C's string functions for bytes, as ntdll.dll exports them.

/// `strlen`.
@c(ntdll_strlen) public func strlen(_ string: UInt) -> UInt { UInt(ByteString(string).count()) }

/// `strnlen`.
@c(ntdll_strnlen)
public func strnlen(_ string: UInt, _ limit: UInt) -> UInt {
    UInt(ByteString(string).count(limit: Int(clamping: limit)))
}

/// `strcmp`.
@c(ntdll_strcmp)
public func strcmp(_ first: UInt, _ second: UInt) -> Int32 { ByteString(first).order(ByteString(second)) }

/// `strncmp`.
@c(ntdll_strncmp)
public func strncmp(_ first: UInt, _ second: UInt, _ limit: UInt) -> Int32 {
    ByteString(first).order(ByteString(second), limit: Int(clamping: limit))
}

/// `_stricmp`.
@c(ntdll_stricmp)
public func stricmp(_ first: UInt, _ second: UInt) -> Int32 {
    ByteString(first).order(ByteString(second), ignoringCase: true)
}

/// `_strnicmp`.
@c(ntdll_strnicmp)
public func strnicmp(_ first: UInt, _ second: UInt, _ limit: UInt) -> Int32 {
    ByteString(first).order(ByteString(second), limit: Int(clamping: limit), ignoringCase: true)
}

/// `strcpy`.
@c(ntdll_strcpy)
public func strcpy(_ target: UInt, _ source: UInt) -> UInt {
    _ = ByteString(source).copy(to: 0, of: ByteString(target))
    return target
}

/// `strncpy`: what is left of `limit` becomes zeros.
@c(ntdll_strncpy)
public func strncpy(_ target: UInt, _ source: UInt, _ limit: UInt) -> UInt {
    ByteString(source).fill(ByteString(target), limit: Int(clamping: limit))
    return target
}

/// `strcat`.
@c(ntdll_strcat)
public func strcat(_ target: UInt, _ source: UInt) -> UInt {
    ByteString(source).append(to: ByteString(target))
    return target
}

/// `strncat`: at most `limit` characters and a zero.
@c(ntdll_strncat)
public func strncat(_ target: UInt, _ source: UInt, _ limit: UInt) -> UInt {
    ByteString(source).append(to: ByteString(target), limit: Int(clamping: limit))
    return target
}

/// `strchr`.
@c(ntdll_strchr)
public func strchr(_ string: UInt, _ character: Int32) -> UInt {
    ByteString(string).first(UInt8(truncatingIfNeeded: character))
}

/// `strrchr`.
@c(ntdll_strrchr)
public func strrchr(_ string: UInt, _ character: Int32) -> UInt {
    ByteString(string).last(UInt8(truncatingIfNeeded: character))
}

/// `strstr`.
@c(ntdll_strstr)
public func strstr(_ string: UInt, _ wanted: UInt) -> UInt { ByteString(string).find(ByteString(wanted)) }
