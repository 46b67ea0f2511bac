// C's string functions for UTF-16, as ntdll.dll exports them.

/// `wcslen`.
@c(ntdll_wcslen) public func wcslen(_ string: UInt) -> UInt { UInt(WideString(string).count()) }

/// `wcsnlen`.
@c(ntdll_wcsnlen)
public func wcsnlen(_ string: UInt, _ limit: UInt) -> UInt {
    UInt(WideString(string).count(limit: Int(clamping: limit)))
}

/// `wcscmp`.
@c(ntdll_wcscmp)
public func wcscmp(_ first: UInt, _ second: UInt) -> Int32 { WideString(first).order(WideString(second)) }

/// `wcsncmp`.
@c(ntdll_wcsncmp)
public func wcsncmp(_ first: UInt, _ second: UInt, _ limit: UInt) -> Int32 {
    WideString(first).order(WideString(second), limit: Int(clamping: limit))
}

/// `_wcsicmp`.
@c(ntdll_wcsicmp)
public func wcsicmp(_ first: UInt, _ second: UInt) -> Int32 {
    WideString(first).order(WideString(second), ignoringCase: true)
}

/// `_wcsnicmp`.
@c(ntdll_wcsnicmp)
public func wcsnicmp(_ first: UInt, _ second: UInt, _ limit: UInt) -> Int32 {
    WideString(first).order(WideString(second), limit: Int(clamping: limit), ignoringCase: true)
}

/// `wcscpy`.
@c(ntdll_wcscpy)
public func wcscpy(_ target: UInt, _ source: UInt) -> UInt {
    _ = WideString(source).copy(to: 0, of: WideString(target))
    return target
}

/// `wcsncpy`: what is left of `limit` becomes zeros.
@c(ntdll_wcsncpy)
public func wcsncpy(_ target: UInt, _ source: UInt, _ limit: UInt) -> UInt {
    WideString(source).fill(WideString(target), limit: Int(clamping: limit))
    return target
}

/// `wcscat`.
@c(ntdll_wcscat)
public func wcscat(_ target: UInt, _ source: UInt) -> UInt {
    WideString(source).append(to: WideString(target))
    return target
}

/// `wcsncat`: at most `limit` characters and a zero.
@c(ntdll_wcsncat)
public func wcsncat(_ target: UInt, _ source: UInt, _ limit: UInt) -> UInt {
    WideString(source).append(to: WideString(target), limit: Int(clamping: limit))
    return target
}

/// `wcschr`.
@c(ntdll_wcschr)
public func wcschr(_ string: UInt, _ character: UInt16) -> UInt { WideString(string).first(character) }

/// `wcsrchr`.
@c(ntdll_wcsrchr)
public func wcsrchr(_ string: UInt, _ character: UInt16) -> UInt { WideString(string).last(character) }

/// `wcsstr`.
@c(ntdll_wcsstr)
public func wcsstr(_ string: UInt, _ wanted: UInt) -> UInt { WideString(string).find(WideString(wanted)) }
