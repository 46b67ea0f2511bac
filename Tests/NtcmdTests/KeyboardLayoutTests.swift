import Testing

@testable import Ntcmd

@Suite("ntcmd's keyboard layout")
struct KeyboardLayoutTests {
    func press(_ layout: inout KeyboardLayout, _ codes: [UInt16]) -> [Key] {
        codes.compactMap { layout.key(scanCode: $0, flags: 0) }
    }

    func character(_ text: Unicode.Scalar) -> Key { .character(UInt16(ascii: text)) }

    @Test(
        "every printable ASCII character has a key",
        arguments: (0x20...0x7E).map { UInt16($0) })
    func everyCharacter(_ wanted: UInt16) {
        var found = false
        for shift in [false, true] {
            for code in UInt16(0)...0x58 where code != 0x2A && code != 0x36 && code != 0x3A {
                var layout = KeyboardLayout()
                if shift { _ = layout.key(scanCode: 0x2A, flags: 0) }
                if layout.key(scanCode: code, flags: 0) == .character(wanted) { found = true }
            }
        }
        #expect(found)
    }

    @Test("Caps Lock turns letters only, and Shift turns them back")
    func capsLock() {
        var layout = KeyboardLayout()
        #expect(press(&layout, [0x3A, 0x1E, 0x02]) == [character("A"), character("1")])
        #expect(layout.indicators == 4)
        #expect(press(&layout, [0x2A, 0x1E, 0x02]) == [character("a"), character("!")])
    }

    @Test("a released Shift no longer counts, a released letter types nothing")
    func releases() {
        var layout = KeyboardLayout()
        _ = layout.key(scanCode: 0x36, flags: 0)
        _ = layout.key(scanCode: 0x36, flags: KeyboardLayout.Flags.keyBreak)
        #expect(layout.key(scanCode: 0x1E, flags: 0) == character("a"))
        #expect(layout.key(scanCode: 0x1E, flags: KeyboardLayout.Flags.keyBreak) == nil)
    }

    @Test("grey keys move, with the fake shift around them ignored")
    func greyKeys() {
        var layout = KeyboardLayout()
        let e0 = KeyboardLayout.Flags.e0
        #expect(layout.key(scanCode: 0x2A, flags: e0) == nil)
        #expect(layout.key(scanCode: 0x4B, flags: e0) == .left)
        #expect(layout.key(scanCode: 0x53, flags: e0) == .delete)
        #expect(layout.key(scanCode: 0x1E, flags: 0) == character("a"))
    }

    @Test("the keypad types digits with Num Lock and moves without")
    func keypad() {
        var layout = KeyboardLayout()
        #expect(press(&layout, [0x47]) == [.home])
        #expect(press(&layout, [0x45, 0x47]) == [character("7")])
    }

    @Test("Ctrl with a letter is a control key, with anything else nothing")
    func control() {
        var layout = KeyboardLayout()
        #expect(press(&layout, [0x1D, 0x2E, 0x02]) == [.control(UInt16(ascii: "C"))])
    }

    @Test("modifiers whose release somebody else read are let go, the locks are not")
    func releasedElsewhere() {
        var layout = KeyboardLayout()
        #expect(press(&layout, [0x3A, 0x1D, 0x2A, 0x38]) == [])
        layout.releaseModifiers()
        #expect(press(&layout, [0x1E, 0x02]) == [character("A"), character("1")])
    }

    @Test("the Pause key, which comes with E1, is not Ctrl")
    func pause() {
        var layout = KeyboardLayout()
        #expect(layout.key(scanCode: 0x1D, flags: KeyboardLayout.Flags.e1) == nil)
        #expect(layout.key(scanCode: 0x1E, flags: 0) == character("a"))
    }
}
