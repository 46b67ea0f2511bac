import CMicrokernelX86

/// How fast this machine's clocks run, measured once at boot against the 8254.
struct Clocks {
    /// The kernel's tick: 2 ms.
    static let ticksPerSecond: UInt32 = 500
    private static let rounds = 10

    let timeStampMegahertz: UInt32
    let timerCountsPerTick: UInt32

    /// A hypervisor that takes the processor away makes a measurement too long, never too short:
    /// the shortest counts, of many short ones.
    static func measure() -> Clocks {
        var cycles = UInt64.max
        var counts = UInt32.max
        for _ in 0..<rounds {
            LocalAPIC.startCounting()
            let start = cpu_rdtsc()
            Stopwatch.run()
            counts = min(counts, LocalAPIC.counted)
            cycles = min(cycles, cpu_rdtsc() &- start)
        }
        let perSecond = UInt64(Stopwatch.perSecond)
        return Clocks(
            timeStampMegahertz: UInt32(
                truncatingIfNeeded: max((cycles * perSecond + 500_000) / 1_000_000, 1)),
            timerCountsPerTick: UInt32(
                truncatingIfNeeded: UInt64(counts) * perSecond / UInt64(ticksPerSecond)))
    }
}
