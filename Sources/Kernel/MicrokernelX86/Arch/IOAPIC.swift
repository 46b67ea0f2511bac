import CMicrokernelX86
import Microkernel
import SeL4ABI

/// One I/O interrupt controller: an index register and a data register in memory.
struct IOAPIC {
    let address: Word
    let pinCount: Int

    static let none = IOAPIC(address: 0, pinCount: 0)
    private static let masked: UInt32 = 1 << 16

    private init(address: Word, pinCount: Int) {
        self.address = address
        self.pinCount = pinCount
    }

    /// Masks every pin of the controller at a physical address.
    init(at address: Word) {
        let probe = IOAPIC(address: address, pinCount: 0)
        self.init(address: address, pinCount: Int(probe.read(1) >> 16 & 0xFF) + 1)
        for pin in 0..<pinCount { write(low(pin), Self.masked) }
    }

    /// Routes a pin to a processor vector, masked.
    func configure(pin: Int, vector: UInt8, levelTriggered: Bool, activeLow: Bool) {
        write(low(pin), Self.masked)
        write(low(pin) + 1, UInt32(LocalAPIC.identifier) << 24)
        let trigger: UInt32 = levelTriggered ? 1 << 15 : 0
        let polarity: UInt32 = activeLow ? 1 << 13 : 0
        write(low(pin), Self.masked | trigger | polarity | UInt32(vector))
    }

    func setMask(_ isMasked: Bool, pin: Int) {
        let entry = read(low(pin)) & ~Self.masked
        write(low(pin), isMasked ? entry | Self.masked : entry)
    }

    private func low(_ pin: Int) -> UInt32 { 0x10 + 2 * UInt32(pin) }

    private func read(_ register: UInt32) -> UInt32 {
        mmio_write32(window, register)
        return mmio_read32(window + 16)
    }

    private func write(_ register: UInt32, _ value: UInt32) {
        mmio_write32(window, register)
        mmio_write32(window + 16, value)
    }

    private var window: UInt64 { UInt64(X86Machine.physicalWindow + address) }
}
