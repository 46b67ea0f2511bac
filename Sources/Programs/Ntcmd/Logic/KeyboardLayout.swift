/// What a key press means to the shell.
enum Key: Equatable {
    /// A printable character.
    case character(UInt16)
    case enter, tab, backspace, delete, escape
    case left, right, home, end, up, down
    /// Ctrl and a letter, given as its capital.
    case control(UInt16)
}

/// Turns scan codes of set 1, as KEYBOARD_INPUT_DATA carries them, into keys of a US keyboard.
///
/// The keyboard class driver passes make and break codes of every key; what Shift, Ctrl and the locks mean is
/// the reader's business, so their state lives here.
struct KeyboardLayout {
    private(set) var capsLock = false
    private(set) var numLock = false
    private var leftShift = false
    private var rightShift = false
    private var control = false
    private var alt = false

    /// KEYBOARD_INPUT_DATA.Flags (ntddkbd.h).
    enum Flags {
        static let keyBreak: UInt16 = 1
        static let e0: UInt16 = 2
        static let e1: UInt16 = 4
    }

    /// The KEYBOARD_INDICATOR_PARAMETERS bits that show the locks: scroll 1, num 2, caps 4.
    var indicators: UInt16 { (capsLock ? 4 : 0) | (numLock ? 2 : 0) }

    /// The key that one event completes, or `nil` for a release, a modifier or a key without meaning here.
    mutating func key(scanCode: UInt16, flags: UInt16) -> Key? {
        // The Pause key is the one that comes with E1; nothing here has a use for it.
        guard flags & Flags.e1 == 0 else { return nil }
        let released = flags & Flags.keyBreak != 0
        let extended = flags & Flags.e0 != 0
        if modifier(scanCode, extended: extended, released: released) { return nil }
        guard !released else { return nil }
        if extended { return Self.extendedKey(scanCode) }
        if let key = keypadKey(scanCode) { return key }
        return plainKey(scanCode)
    }

    /// Takes Shift, Ctrl and Alt as released, as they are when somebody else may have read that they were.
    mutating func releaseModifiers() {
        leftShift = false
        rightShift = false
        control = false
        alt = false
    }

    /// Follows Shift, Ctrl, Alt and the locks. Returns whether the scan code was one of theirs.
    private mutating func modifier(_ code: UInt16, extended: Bool, released: Bool) -> Bool {
        switch code {
        case 0x2A:
            // E0 2A is the "fake shift" that keyboards put around the grey keys.
            if !extended { leftShift = !released }
        case 0x36: if !extended { rightShift = !released }
        case 0x1D: control = !released
        case 0x38: alt = !released
        case 0x3A: if !released { capsLock.toggle() }
        case 0x45: if !released { numLock.toggle() }
        default: return false
        }
        return true
    }

    private static func extendedKey(_ code: UInt16) -> Key? {
        switch code {
        case 0x1C: .enter
        case 0x35: .character(UInt16(ascii: "/"))
        case 0x47: .home
        case 0x48: .up
        case 0x4B: .left
        case 0x4D: .right
        case 0x4F: .end
        case 0x50: .down
        case 0x53: .delete
        default: nil
        }
    }

    /// The keypad: digits with Num Lock on, the grey keys' meaning without.
    private func keypadKey(_ code: UInt16) -> Key? {
        guard code >= 0x47, code <= 0x53 else { return nil }
        if code == 0x4A { return .character(UInt16(ascii: "-")) }
        if code == 0x4E { return .character(UInt16(ascii: "+")) }
        if numLock == (leftShift || rightShift) { return Self.extendedKey(code) }
        return .character(Self.keypadDigits[Int(code - 0x47)])
    }

    private func plainKey(_ code: UInt16) -> Key? {
        switch code {
        case 0x01: return .escape
        case 0x0E: return .backspace
        case 0x0F: return .tab
        case 0x1C: return .enter
        case 0x37: return .character(UInt16(ascii: "*"))
        case 0x39: return .character(UInt16(ascii: " "))
        default: break
        }
        guard code < 0x36, Self.lower[Int(code)] != 0 else { return nil }
        let plain = Self.lower[Int(code)]
        let isLetter = plain >= 0x61 && plain <= 0x7A
        if control { return isLetter ? .control(plain - 0x20) : nil }
        guard !alt else { return nil }
        let shift = (leftShift || rightShift) != (isLetter && capsLock)
        return .character(shift ? Self.upper[Int(code)] : plain)
    }

    private static let keypadDigits: [13 of UInt16] = [
        0x37, 0x38, 0x39, 0x2D, 0x34, 0x35, 0x36, 0x2B, 0x31, 0x32, 0x33, 0x30, 0x2E,
    ]

    // Indexed by scan code 0x00…0x35: the digit row, then the three letter rows. 0: no character.
    private static let lower: [54 of UInt16] = [
        0, 0, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x30, 0x2D, 0x3D, 0, 0,
        0x71, 0x77, 0x65, 0x72, 0x74, 0x79, 0x75, 0x69, 0x6F, 0x70, 0x5B, 0x5D, 0, 0,
        0x61, 0x73, 0x64, 0x66, 0x67, 0x68, 0x6A, 0x6B, 0x6C, 0x3B, 0x27, 0x60, 0, 0x5C,
        0x7A, 0x78, 0x63, 0x76, 0x62, 0x6E, 0x6D, 0x2C, 0x2E, 0x2F,
    ]
    private static let upper: [54 of UInt16] = [
        0, 0, 0x21, 0x40, 0x23, 0x24, 0x25, 0x5E, 0x26, 0x2A, 0x28, 0x29, 0x5F, 0x2B, 0, 0,
        0x51, 0x57, 0x45, 0x52, 0x54, 0x59, 0x55, 0x49, 0x4F, 0x50, 0x7B, 0x7D, 0, 0,
        0x41, 0x53, 0x44, 0x46, 0x47, 0x48, 0x4A, 0x4B, 0x4C, 0x3A, 0x22, 0x7E, 0, 0x7C,
        0x5A, 0x58, 0x43, 0x56, 0x42, 0x4E, 0x4D, 0x3C, 0x3E, 0x3F,
    ]
}

extension UInt16 {
    /// The code unit of an ASCII character.
    init(ascii scalar: Unicode.Scalar) { self = UInt16(truncatingIfNeeded: scalar.value) }
}
