import CKernelTest
import SeL4ABI

// `unsafe` here: a StaticString's bytes live as long as the program, and the index stays within them.

/// A serial port, driven through a capability to its ports: nothing else of the kernel's is needed.
struct SerialPort {
    private let capability: Word
    private let base: Word

    init(base: Word) {
        self.base = base
        capability = Pool.emptySlot()
        Invoke.call(
            InitialSlot.ioPortControl, .ioPortControlIssue, [base, base + 7, capability, 64],
            [InitialSlot.cnode])
        // No interrupts; 115200 baud, 8 bits, no parity: firmware need not have set it up.
        let settings: InlineArray<5, (Word, Word)> = [(1, 0), (3, 0x80), (0, 1), (1, 0), (3, 3)]
        for index in settings.indices {
            Invoke.call(capability, .ioPortOut8, [base + settings[index].0, settings[index].1])
        }
    }

    func put(_ character: UInt8) {
        if character == 0x0A { put(UInt8(0x0D)) }
        // Bit 5 of the line status: the transmitter takes another. A port that is not there never says so.
        for _ in 0..<10_000
        where Invoke.call(capability, .ioPortIn8, [base + 5]).words.0 & 0x20 != 0 {
            break
        }
        Invoke.call(capability, .ioPortOut8, [base, Word(character)])
    }

    func put(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { put(unsafe text.utf8Start[index]) }
    }

    /// Text that ends with a zero.
    func put(textAt address: Word) {
        var place = address
        while loadByte(place) != 0 {
            put(UInt8(truncatingIfNeeded: loadByte(place)))
            place += 1
        }
    }

    func put(_ number: Word) {
        if number >= 10 { put(number / 10) }
        put(UInt8(0x30 + number % 10))
    }

    func put(hexadecimal value: Word) {
        var shift: Word = 60
        while shift > 0 && value >> shift == 0 { shift -= 4 }
        while true {
            let digit = UInt8(truncatingIfNeeded: value >> shift & 0xF)
            put(digit < 10 ? 0x30 + digit : 0x57 + digit)
            if shift == 0 { return }
            shift -= 4
        }
    }
}

/// What Swift's own checks say in a debug build.
@c(putchar)
func putCharacter(_ character: Int32) -> Int32 {
    State.console?.put(UInt8(truncatingIfNeeded: character))
    return character
}
