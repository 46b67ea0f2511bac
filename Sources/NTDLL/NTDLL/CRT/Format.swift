/// The printf language of NT's C library, without floating point, as a value that yields characters.
///
/// Arguments are 8-byte slots, as the Windows x64 calling convention lays out variable arguments.
/// Characters go to `Output`, which counts them all and keeps those that fit.
struct Formatter<Output: CharacterSink> {
    private var arguments: Pointer<UInt64>
    private var output: Output
    /// Whether `%s` and `%c` mean UTF-16 (the `w` functions).
    private let isWide: Bool

    init(arguments: UInt, isWide: Bool, output: consuming Output) {
        self.arguments = Pointer(arguments)
        self.isWide = isWide
        self.output = output
    }

    /// Formats; `next` yields the format's characters and then zeros.
    mutating func run(_ next: () -> UInt16) -> Output {
        while true {
            let character = next()
            if character == 0 { return output }
            guard character == Ascii.percent else {
                output.append(character)
                continue
            }
            var specification = Specification()
            let conversion = specification.parse(next) { Int(truncatingIfNeeded: argument()) }
            if conversion == 0 { return output }
            convert(conversion, specification)
        }
    }

    private mutating func argument() -> UInt64 {
        defer { arguments = arguments.at(1) }
        return arguments.value
    }

    private mutating func convert(_ conversion: UInt16, _ specification: Specification) {
        switch UInt8(truncatingIfNeeded: conversion) {
        case UInt8(ascii: "d"), UInt8(ascii: "i"):
            let value = specification.size.signed(argument())
            integer(value.magnitude, specification, sign: value < 0 ? Ascii.minus : specification.plus)
        case UInt8(ascii: "u"):
            integer(specification.size.unsigned(argument()), specification, sign: 0)
        case UInt8(ascii: "o"):
            integer(specification.size.unsigned(argument()), specification, sign: 0, base: 8)
        case UInt8(ascii: "x"):
            integer(specification.size.unsigned(argument()), specification, sign: 0, base: 16)
        case UInt8(ascii: "X"):
            integer(
                specification.size.unsigned(argument()), specification, sign: 0, base: 16,
                isUpper: true)
        case UInt8(ascii: "p"):
            var pointer = specification
            pointer.precision = 16
            integer(argument(), pointer, sign: 0, base: 16, isUpper: true)
        case UInt8(ascii: "c"): single(isWide != (specification.size == .short), specification)
        case UInt8(ascii: "C"): single(!isWide, specification)
        case UInt8(ascii: "s"):
            let wide =
                specification.size == .short
                ? false : specification.size == .wide ? true : isWide
            terminated(wide, specification)
        case UInt8(ascii: "S"): terminated(!isWide, specification)
        case UInt8(ascii: "Z"): counted(specification)
        default: output.append(conversion)
        }
    }

    private mutating func integer(
        _ value: UInt64, _ specification: Specification, sign: UInt16, base: UInt64 = 10,
        isUpper: Bool = false
    ) {
        var digits = Digits(value, base: base, isUpper: isUpper)
        if specification.precision == 0, value == 0 { digits.count = 0 }
        var zeros = max(0, (specification.precision ?? 1) - digits.count)
        let prefix: Int
        switch (specification.isAlternate && value != 0, base) {
        case (true, 16): prefix = 2
        case (true, 8): (prefix, zeros) = (0, max(zeros, 1))
        default: prefix = 0
        }
        var padding = specification.width - digits.count - zeros - prefix - (sign != 0 ? 1 : 0)
        if specification.isZeroPadded, !specification.isLeft, specification.precision == nil,
            padding > 0
        {
            zeros += padding
            padding = 0
        }
        if !specification.isLeft { output.append(Ascii.space, times: padding) }
        if sign != 0 { output.append(sign) }
        if prefix != 0 {
            output.append(Ascii.zero)
            output.append(isUpper ? 0x58 : 0x78)
        }
        output.append(Ascii.zero, times: zeros)
        for index in 0..<digits.count { output.append(digits[index]) }
        if specification.isLeft { output.append(Ascii.space, times: padding) }
    }

    private mutating func single(_ wide: Bool, _ specification: Specification) {
        let value = argument()
        let isWideCharacter = wide || specification.size == .wide
        if !specification.isLeft { output.append(Ascii.space, times: specification.width - 1) }
        output.append(UInt16(truncatingIfNeeded: isWideCharacter ? value : value & 0xFF))
        if specification.isLeft { output.append(Ascii.space, times: specification.width - 1) }
    }

    private mutating func terminated(_ wide: Bool, _ specification: Specification) {
        let address = UInt(argument())
        guard address != 0 else {
            return text(.bytes(NTDLL.address(of: "(null)")), 6, specification)
        }
        let source = TextSource(address, isWide: wide)
        var count = 0
        while count < specification.precision ?? .max, source[count] != 0 { count += 1 }
        text(source, count, specification)
    }

    /// `%Z`: an ANSI_STRING; `%wZ`: a UNICODE_STRING.
    private mutating func counted(_ specification: Specification) {
        let address = UInt(argument())
        let isUnicode = specification.size == .wide || isWide && specification.size != .short
        let length = address == 0 ? 0 : Int(Pointer<UInt16>(address).value)
        let buffer = address == 0 ? 0 : Pointer<UInt>(address + 8).value
        guard buffer != 0 else {
            return text(.bytes(NTDLL.address(of: "(null)")), 6, specification)
        }
        let count = min(isUnicode ? length / 2 : length, specification.precision ?? .max)
        text(TextSource(buffer, isWide: isUnicode), count, specification)
    }

    private mutating func text(_ source: TextSource, _ count: Int, _ specification: Specification) {
        let padding = specification.width - count
        if !specification.isLeft { output.append(Ascii.space, times: padding) }
        for index in 0..<count { output.append(source[index]) }
        if specification.isLeft { output.append(Ascii.space, times: padding) }
    }
}

/// Where formatted characters go.
protocol CharacterSink {
    mutating func append(_ character: UInt16)
}

extension CharacterSink {
    mutating func append(_ character: UInt16, times count: Int) {
        for _ in 0..<max(0, count) { append(character) }
    }
}

/// Characters of one byte or of two, at an address.
enum TextSource {
    case bytes(UInt)
    case wide(UInt)

    init(_ address: UInt, isWide: Bool) { self = isWide ? .wide(address) : .bytes(address) }

    subscript(index: Int) -> UInt16 {
        switch self {
        case .bytes(let address): UInt16(Pointer<UInt8>(address)[index])
        case .wide(let address): Pointer<UInt16>(address)[index]
        }
    }
}
