/// One key event in the terms of KEYBOARD_INPUT_DATA.
struct KeyEvent: Equatable {
    /// The scan code of set 1 without its release bit.
    let makeCode: UInt16
    /// KEY_BREAK 1, KEY_E0 2, KEY_E1 4.
    let flags: UInt16

    static let released: UInt16 = 1
    static let extended0: UInt16 = 2
    static let extended1: UInt16 = 4
}

/// Puts the bytes of scan code set 1 together: prefixes E0 and E1, bit 7 for a release.
struct ScanCodeDecoder {
    private var prefix: UInt16 = 0

    /// The event that `byte` completes; nil for a prefix and for what is no scan code.
    mutating func decode(_ byte: UInt8) -> KeyEvent? {
        switch byte {
        case 0xE0:
            prefix = KeyEvent.extended0
            return nil
        case 0xE1:
            prefix = KeyEvent.extended1
            return nil
        case 0x00, 0xFF:
            // The keyboard's own buffer overran.
            prefix = 0
            return KeyEvent(makeCode: 0xFF, flags: 0)
        default:
            let flags = prefix | (byte & 0x80 != 0 ? KeyEvent.released : 0)
            prefix = 0
            return KeyEvent(makeCode: UInt16(byte & 0x7F), flags: flags)
        }
    }
}
