import SeL4

/// Channel 0 of the 8254: the executive's periodic tick.
struct IntervalTimer {
    static let inputFrequency = 1_193_182
    /// Divided so that a tick is a millisecond, as near as the input allows.
    static let divisor = 1193
    static let unitsPerTick: UInt32 = 10_000
    static let interrupt: UInt8 = 0

    /// Ports 0x40 (channel 0) and 0x43 (mode).
    let channel: IOPort
    let mode: IOPort

    /// Starts periodic interrupts.
    func start() throws(InvocationError) {
        try mode.out8(0x43, 0x34)  // channel 0, both bytes, rate generator
        try channel.out8(0x40, UInt8(truncatingIfNeeded: Self.divisor))
        try channel.out8(0x40, UInt8(Self.divisor >> 8))
    }

    /// Lets it count as far as it can, 65,536 in a period, to measure time by.
    func startLongPeriod() throws(InvocationError) {
        try mode.out8(0x43, 0x34)
        try channel.out8(0x40, 0)
        try channel.out8(0x40, 0)
    }

    /// The count now; it falls, and begins again in every period.
    func count() throws(InvocationError) -> Int {
        try mode.out8(0x43, 0x00)  // latch channel 0
        let low = try channel.in8(0x40)
        return Int(low) | Int(try channel.in8(0x40)) << 8
    }
}
