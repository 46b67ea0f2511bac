import CMicrokernelX86

/// How fast this machine's clocks run, measured once at boot against the 8254.
struct Clocks {
    /// The kernel's tick: 2 ms.
    static let ticksPerSecond: UInt32 = 500

    let timeStampMegahertz: UInt32
    let timerCountsPerTick: UInt32

    static func measure() -> Clocks {
        LocalAPIC.startCounting()
        let timeStamp = cpu_rdtsc()
        Stopwatch.run()
        let counted = LocalAPIC.counted
        let cycles = cpu_rdtsc() &- timeStamp
        let megahertz = cycles * UInt64(Stopwatch.perSecond) / 1_000_000
        return Clocks(
            timeStampMegahertz: UInt32(truncatingIfNeeded: max(megahertz, 1)),
            timerCountsPerTick: UInt32(
                truncatingIfNeeded: UInt64(counted) * UInt64(Stopwatch.perSecond)
                    / UInt64(ticksPerSecond)))
    }
}
