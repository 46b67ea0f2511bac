import CExecutive
import NTABI
import SeL4
import SeL4ABI

// The tick, the calendar, the speed of the time-stamp counter.
extension Hal {
    /// Routes the 8254's interrupt to `notification`, and starts it.
    func startTick(signalling notification: Notification) throws(NTStatus) {
        timerInterrupt = try route(IntervalTimer.interrupt, vector: InterruptVector.tick, to: notification)
        do { try timer.start() } catch { throw .deviceDoesNotExist }
    }

    func acknowledgeTick() { try? timerInterrupt?.acknowledge() }

    /// The frequency of the time-stamp counter: what the kernel says, or else measured against the 8254.
    func counterFrequency(told megahertz: UInt32?) -> UInt64 {
        if let megahertz, megahertz > 10 { return UInt64(megahertz) * 1_000_000 }
        let periods = 20
        guard (try? timer.start()) != nil else { return Self.assumedFrequency }
        var last = (try? timer.count()) ?? 0
        var wraps = -1
        var begin: UInt64 = 0
        // Counts fall; a higher one than the last is a new period. The first one begins the measurement.
        for _ in 0..<10_000_000 {
            let now = (try? timer.count()) ?? 0
            if now > last {
                wraps += 1
                if wraps == 0 { begin = ke_time_stamp() }
                if wraps == periods {
                    let span = ke_time_stamp() - begin
                    return span * UInt64(IntervalTimer.inputFrequency) / UInt64(periods * IntervalTimer.divisor)
                }
            }
            last = now
        }
        return Self.assumedFrequency
    }

    /// For a machine without any clock to measure by.
    private static var assumedFrequency: UInt64 { 1_000_000_000 }

    /// System time by the CMOS clock; 1 January 2000 if it holds no date.
    func calendarTime() -> Int64 {
        let fallback = Int64(125_911_584_000_000_000)
        guard let port = port(0x70...0x71) else { return fallback }
        func register(_ index: UInt8) -> UInt8 {
            try? port.out8(0x70, index)
            return (try? port.in8(0x71)) ?? 0
        }
        // Two readings that agree, neither during an update, are a time.
        var previous: [UInt8] = []
        for _ in 0..<1000 {
            if register(RealTimeClock.updateRegister) & 0x80 != 0 { continue }
            let reading = RealTimeClock.registers.map(register)
            if reading == previous { return RealTimeClock(reading)?.systemTime ?? fallback }
            previous = reading
        }
        return fallback
    }
}
