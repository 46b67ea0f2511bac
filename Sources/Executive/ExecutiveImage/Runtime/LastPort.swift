// Unsafe in one way: text is read within its own length.

import SeL4
import SeL4ABI

/// COM1 as whoever ends the executive writes to it: taken from whoever has it, and without anything else of the executive's.
struct LastPort {
    private let port: IOPort

    /// Nil if the kernel does not give it. `slot` is empty.
    init?(in slot: CapabilityPointer, of root: CNode) {
        let control = IOPortControl(CapabilityPointer(InitialSlot.ioPortControl))
        try? root.revoke(control.pointer)
        guard (try? control.issue(0x3F8...0x3FF, into: slot, of: root)) != nil else { return nil }
        port = IOPort(slot)
    }

    func put(_ text: StaticString) {
        text.withUTF8Buffer { bytes in
            for index in 0..<bytes.count { unsafe put(bytes[index]) }
        }
    }

    func put(_ text: StaticString, _ number: UInt) {
        put(text)
        var shift = 60
        while shift > 0, number >> UInt(shift) == 0 { shift -= 4 }
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: number >> UInt(shift) & 15)
            put(digit < 10 ? 0x30 + digit : 0x57 + digit)
            shift -= 4
        }
    }

    /// Waits until the transmitter is empty, but not for ever.
    func put(_ byte: UInt8) {
        for _ in 0..<10000 {
            if let status = try? port.in8(0x3FD), status & 0x20 != 0 { break }
        }
        try? port.out8(0x3F8, byte)
    }
}
