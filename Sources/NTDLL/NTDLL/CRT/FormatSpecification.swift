/// Characters that formats are made of.
enum Ascii {
    static let space: UInt16 = 0x20
    static let percent: UInt16 = 0x25
    static let minus: UInt16 = 0x2D
    static let plus: UInt16 = 0x2B
    static let zero: UInt16 = 0x30
}

/// What stands between a `%` and its conversion letter.
struct Specification {
    /// How much of an argument's slot counts.
    enum Size {
        case byte, short, int, wide, long

        func signed(_ slot: UInt64) -> Int64 {
            switch self {
            case .byte: Int64(Int8(truncatingIfNeeded: slot))
            case .short: Int64(Int16(truncatingIfNeeded: slot))
            case .int, .wide: Int64(Int32(truncatingIfNeeded: slot))
            case .long: Int64(bitPattern: slot)
            }
        }

        func unsigned(_ slot: UInt64) -> UInt64 {
            switch self {
            case .byte: slot & 0xFF
            case .short: slot & 0xFFFF
            case .int, .wide: slot & 0xFFFF_FFFF
            case .long: slot
            }
        }
    }

    var isLeft = false
    var isZeroPadded = false
    var isAlternate = false
    /// What stands before a number that is not negative: a plus sign, a space or nothing (0).
    var plus: UInt16 = 0
    var width = 0
    var precision: Int?
    var size = Size.int

    /// Reads up to the conversion letter and returns that. `argument` yields the values of stars.
    mutating func parse(_ next: () -> UInt16, argument: () -> Int) -> UInt16 {
        var character = next()
        while flag(character) { character = next() }
        character = number(character, next, argument) { width = $0 }
        if width < 0 {
            isLeft = true
            width = -width
        }
        if character == 0x2E {
            precision = 0
            character = number(next(), next, argument) { precision = $0 < 0 ? nil : $0 }
        }
        return length(character, next)
    }

    private mutating func flag(_ character: UInt16) -> Bool {
        switch UInt8(truncatingIfNeeded: character) {
        case UInt8(ascii: "-"): isLeft = true
        case UInt8(ascii: "0"): isZeroPadded = true
        case UInt8(ascii: "#"): isAlternate = true
        case UInt8(ascii: "+"): plus = Ascii.plus
        case UInt8(ascii: " "): plus = plus == 0 ? Ascii.space : plus
        default: return false
        }
        return true
    }

    /// Reads a number or a star; returns the character behind it.
    private func number(
        _ first: UInt16, _ next: () -> UInt16, _ argument: () -> Int, _ store: (Int) -> Void
    ) -> UInt16 {
        if first == 0x2A {
            store(Int(Int32(truncatingIfNeeded: argument())))
            return next()
        }
        guard 0x30...0x39 ~= first else { return first }
        var value = 0
        var character = first
        while 0x30...0x39 ~= character {
            value = min(value * 10 + Int(character - 0x30), 0xFFFF)
            character = next()
        }
        store(value)
        return character
    }

    /// Reads the size prefixes: `h`, `hh`, `l`, `ll`, `w`, `z`, `t`, `j`, `I`, `I32`, `I64`.
    private mutating func length(_ first: UInt16, _ next: () -> UInt16) -> UInt16 {
        var character = first
        while true {
            switch UInt8(truncatingIfNeeded: character) {
            case UInt8(ascii: "h"): size = size == .short ? .byte : .short
            case UInt8(ascii: "l"): size = size == .wide ? .long : .wide
            case UInt8(ascii: "w"): size = .wide
            case UInt8(ascii: "z"), UInt8(ascii: "t"), UInt8(ascii: "j"): size = .long
            case UInt8(ascii: "I"):
                size = .long
                character = next()
                if character == 0x36 {
                    _ = next()
                } else if character == 0x33 {
                    size = .int
                    _ = next()
                } else {
                    continue
                }
            default: return character
            }
            character = next()
        }
    }
}

/// A number's digits, the highest first.
struct Digits {
    private var characters = InlineArray<64, UInt8>(repeating: 0)
    private let start: Int
    var count: Int

    init(_ value: UInt64, base: UInt64, isUpper: Bool) {
        var rest = value
        var place = 64
        repeat {
            place -= 1
            let digit = UInt8(rest % base)
            characters[place] = digit < 10 ? 0x30 + digit : (isUpper ? 0x37 : 0x57) + digit
            rest /= base
        } while rest != 0
        start = place
        count = 64 - place
    }

    subscript(index: Int) -> UInt16 { UInt16(characters[start + index]) }
}
