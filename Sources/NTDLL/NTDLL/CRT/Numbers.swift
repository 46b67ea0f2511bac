// C's functions for numbers as text.

extension CString {
    /// The number that the text begins with, and how many characters it takes: blanks, a sign, digits of a base from 2 to 36, or of
    /// that which a prefix tells for base 0. None is the number 0 and takes nothing.
    func number(base: Int32) -> (magnitude: UInt64, isNegative: Bool, overflows: Bool, length: Int) {
        var index = 0
        while self[index] == 0x20 || 0x09...0x0D ~= self[index] { index += 1 }
        let isNegative = self[index] == 0x2D
        if isNegative || self[index] == 0x2B { index += 1 }
        var base = UInt64(base)
        let hasPrefix = self[index] == 0x30 && self[index + 1] | 0x20 == 0x78 && Self.digit(self[index + 2]) ?? 99 < 16
        if base == 0 { base = hasPrefix ? 16 : self[index] == 0x30 ? 8 : 10 }
        if base == 16, hasPrefix { index += 2 }
        var magnitude: UInt64 = 0
        var overflows = false
        let start = index
        while let digit = Self.digit(self[index]), digit < base {
            let product = magnitude.multipliedReportingOverflow(by: base)
            let sum = product.partialValue.addingReportingOverflow(digit)
            if product.overflow || sum.overflow { overflows = true }
            magnitude = sum.partialValue
            index += 1
        }
        return (magnitude, isNegative, overflows, index == start ? 0 : index)
    }

    private static func digit(_ unit: Unit) -> UInt64? {
        switch unit {
        case 0x30...0x39: UInt64(unit) - 0x30
        case 0x41...0x5A: UInt64(unit) - 0x37
        case 0x61...0x7A: UInt64(unit) - 0x57
        default: nil
        }
    }

    /// As `strtol` and its like: a number of `Number`'s, the nearest where it does not fit.
    func parsed<Number: FixedWidthInteger>(base: Int32, end: UInt) -> Number {
        let found = number(base: base)
        if end != 0 { Pointer<UInt>(end).value = address + UInt(found.length * MemoryLayout<Unit>.stride) }
        guard Number.isSigned else {
            if found.overflows || found.magnitude > UInt64(Number.max) { return .max }
            return found.isNegative ? 0 &- Number(found.magnitude) : Number(found.magnitude)
        }
        if found.overflows || found.magnitude > UInt64(Number.max) { return found.isNegative ? .min : .max }
        return found.isNegative ? 0 - Number(found.magnitude) : Number(found.magnitude)
    }

    /// Writes a number and a zero. Only in base 10 is there a sign; elsewhere a negative number's bits are one without.
    func write<Number: FixedWidthInteger>(_ number: Number, base: UInt32) -> UInt {
        let isNegative = base == 10 && number < 0
        let magnitude = isNegative ? number.magnitude : Number.Magnitude(truncatingIfNeeded: number)
        return write(UInt64(magnitude), isNegative: isNegative, base: base)
    }

    private func write(_ magnitude: UInt64, isNegative: Bool, base: UInt32) -> UInt {
        guard 2...36 ~= base else {
            self[0] = 0
            return address
        }
        var rest = magnitude
        var count = isNegative ? 1 : 0
        repeat {
            count += 1
            rest /= UInt64(base)
        } while rest > 0
        self[count] = 0
        rest = magnitude
        repeat {
            count -= 1
            let digit = Unit(truncatingIfNeeded: rest % UInt64(base))
            self[count] = digit < 10 ? 0x30 + digit : 0x57 + digit
            rest /= UInt64(base)
        } while rest > 0
        if isNegative { self[0] = 0x2D }
        return address
    }
}

/// `strtol`.
@c(ntdll_strtol) public func strtol(_ text: UInt, _ end: UInt, _ base: Int32) -> Int32 {
    ByteString(text).parsed(base: base, end: end)
}

/// `strtoul`.
@c(ntdll_strtoul) public func strtoul(_ text: UInt, _ end: UInt, _ base: Int32) -> UInt32 {
    ByteString(text).parsed(base: base, end: end)
}

/// `wcstol`.
@c(ntdll_wcstol) public func wcstol(_ text: UInt, _ end: UInt, _ base: Int32) -> Int32 {
    WideString(text).parsed(base: base, end: end)
}

/// `wcstoul`.
@c(ntdll_wcstoul) public func wcstoul(_ text: UInt, _ end: UInt, _ base: Int32) -> UInt32 {
    WideString(text).parsed(base: base, end: end)
}

/// `_strtoui64`.
@c(ntdll_strtoui64) public func strtoui64(_ text: UInt, _ end: UInt, _ base: Int32) -> UInt64 {
    ByteString(text).parsed(base: base, end: end)
}

/// `_wcstoui64`.
@c(ntdll_wcstoui64) public func wcstoui64(_ text: UInt, _ end: UInt, _ base: Int32) -> UInt64 {
    WideString(text).parsed(base: base, end: end)
}

/// `atoi`, `atol`.
@c(ntdll_atoi) public func atoi(_ text: UInt) -> Int32 { ByteString(text).parsed(base: 10, end: 0) }

/// `_atoi64`.
@c(ntdll_atoi64) public func atoi64(_ text: UInt) -> Int64 { ByteString(text).parsed(base: 10, end: 0) }

/// `_wtoi`, `_wtol`.
@c(ntdll_wtoi) public func wtoi(_ text: UInt) -> Int32 { WideString(text).parsed(base: 10, end: 0) }

/// `_wtoi64`.
@c(ntdll_wtoi64) public func wtoi64(_ text: UInt) -> Int64 { WideString(text).parsed(base: 10, end: 0) }

/// `_itoa`, `_ltoa`.
@c(ntdll_itoa) public func itoa(_ number: Int32, _ target: UInt, _ base: UInt32) -> UInt {
    ByteString(target).write(number, base: base)
}

/// `_ultoa`.
@c(ntdll_ultoa) public func ultoa(_ number: UInt32, _ target: UInt, _ base: UInt32) -> UInt {
    ByteString(target).write(number, base: base)
}

/// `_i64toa`.
@c(ntdll_i64toa) public func i64toa(_ number: Int64, _ target: UInt, _ base: UInt32) -> UInt {
    ByteString(target).write(number, base: base)
}

/// `_ui64toa`.
@c(ntdll_ui64toa) public func ui64toa(_ number: UInt64, _ target: UInt, _ base: UInt32) -> UInt {
    ByteString(target).write(number, base: base)
}

/// `_itow`, `_ltow`.
@c(ntdll_itow) public func itow(_ number: Int32, _ target: UInt, _ base: UInt32) -> UInt {
    WideString(target).write(number, base: base)
}

/// `_ultow`.
@c(ntdll_ultow) public func ultow(_ number: UInt32, _ target: UInt, _ base: UInt32) -> UInt {
    WideString(target).write(number, base: base)
}

/// `_ui64tow`.
@c(ntdll_ui64tow) public func ui64tow(_ number: UInt64, _ target: UInt, _ base: UInt32) -> UInt {
    WideString(target).write(number, base: base)
}
