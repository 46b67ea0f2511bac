import CMicrokernelX86

/// The pair of 8259 interrupt controllers, which the APICs replace.
enum LegacyInterruptController {
    /// Moves them off the exception vectors, for spurious interrupts cannot be masked, and masks
    /// everything.
    static func disable() {
        cpu_out8(0x20, 0x11)
        cpu_out8(0xA0, 0x11)
        cpu_out8(0x21, UInt8(Vector.firstLegacy))
        cpu_out8(0xA1, UInt8(Vector.firstLegacy + 8))
        cpu_out8(0x21, 4)
        cpu_out8(0xA1, 2)
        cpu_out8(0x21, 1)
        cpu_out8(0xA1, 1)
        cpu_out8(0x21, 0xFF)
        cpu_out8(0xA1, 0xFF)
    }
}

/// Channel 2 of the 8254, whose gate and output need no interrupt: a stopwatch of known speed.
enum Stopwatch {
    /// The length of one measurement: 1/500 s.
    static let perSecond: UInt32 = 500
    private static let counts: UInt32 = 1_193_182 / perSecond

    /// Starts it and returns when it has run down. Gives up on a board where it never does.
    static func run() {
        cpu_out8(0x61, cpu_in8(0x61) & 0xFC | 1)  // gate on, speaker off
        cpu_out8(0x43, 0xB0)  // channel 2, both bytes, output rises at zero
        cpu_out8(0x42, UInt8(truncatingIfNeeded: counts))
        cpu_out8(0x42, UInt8(truncatingIfNeeded: counts >> 8))
        var patience = 10_000_000
        while cpu_in8(0x61) & 0x20 == 0, patience > 0 { patience -= 1 }
        cpu_out8(0x61, cpu_in8(0x61) & 0xFC)
    }
}
