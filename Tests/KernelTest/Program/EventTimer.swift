import CKernelTest
import SeL4ABI

/// The PC's event timer (HPET): a device whose interrupt can be an edge or a level on a pin of the IOAPIC, or a message.
struct EventTimer {
    private let registers: Word
    private static let address: Word = 0xFED0_0000
    /// The timer that no legacy interrupt is wired to.
    private static let timer: Word = 2

    private static let configuration: Word = 0x10
    private static let status: Word = 0x20
    private static let counter: Word = 0xF0
    private static let timerConfiguration: Word = 0x100 + 0x20 * timer
    private static let comparator: Word = 0x108 + 0x20 * timer
    private static let message: Word = 0x110 + 0x20 * timer

    private static let level: Word = 1 << 1
    private static let interruptEnabled: Word = 1 << 2
    private static let sendsMessages: Word = 1 << 14
    private static let canSendMessages: Word = 1 << 15

    /// Nil where the board has none at the usual place.
    init?() {
        guard let frame = Pool.deviceFrame(at: Self.address) else { return nil }
        registers = Pool.address()
        let uncached: Word = 3
        guard Pool.map(frame, registers, attributes: uncached).label == 0 else { return nil }
        // Femtoseconds a count: 100 ns at most, by its specification.
        let period = loadHalf(registers + 4)
        guard period > 0, period <= 100_000_000 else { return nil }
    }

    var hasMessages: Bool { loadHalf(registers + Self.timerConfiguration) & Self.canSendMessages != 0 }

    /// A pin that no other device of the board is likely to use.
    var pin: Word? {
        let pins = loadHalf(registers + Self.timerConfiguration + 4) >> 16
        return pins == 0 ? nil : 16 + Word(pins.trailingZeroBitCount)
    }

    /// Raises a pin, until `calm`, in a thousand counts.
    func raise(pin: Word) { start(Self.level | pin << 9) }

    /// Sends a message with a processor's vector in a thousand counts.
    func send(vector: Word) {
        storeHalf(registers + Self.message, vector)
        storeHalf(registers + Self.message + 4, 0xFEE0_0000 | Word(local_apic_identifier()) << 12)
        start(Self.sendsMessages)
    }

    private func start(_ kind: Word) {
        stop()
        storeHalf(registers + Self.counter, 0)
        storeHalf(registers + Self.counter + 4, 0)
        storeHalf(registers + Self.timerConfiguration, kind | Self.interruptEnabled)
        storeHalf(registers + Self.comparator + 4, 0)
        storeHalf(registers + Self.comparator, 1000)
        storeHalf(registers + Self.configuration, 1)
    }

    /// Whether the pin is high.
    var isRaised: Bool { loadHalf(registers + Self.status) >> Self.timer & 1 != 0 }
    /// The pin is high no longer.
    func calm() { storeHalf(registers + Self.status, 1 << Self.timer) }

    func stop() {
        storeHalf(registers + Self.configuration, 0)
        storeHalf(registers + Self.timerConfiguration, 0)
    }
}
