import CExecutive
import NTABI
import SeL4
import SeL4ABI

// The tick, the calendar, the speed of the time-stamp counter.
extension Hal {
    /// Routes the 8254's interrupt to `notification`, and starts it. `.deviceDoesNotExist` if the kernel does not have it: nobody
    /// else has asked for one yet.
    func startTick(signalling notification: Notification) throws(NTStatus) {
        do throws(NTStatus) {
            timerInterrupt = try route(IntervalTimer.interrupt, vector: InterruptVector.tick, to: notification)
        } catch { throw error == .deviceBusy ? .deviceDoesNotExist : error }
        do { try timer.start() } catch { throw .deviceDoesNotExist }
    }

    func acknowledgeTick() { try? timerInterrupt?.acknowledge() }

    /// The frequency of the time-stamp counter: what the kernel says, or else measured against the 8254.
    func counterFrequency(told megahertz: UInt32?) -> UInt64 {
        if let megahertz, megahertz > 10 { return UInt64(megahertz) * 1_000_000 }
        // A processor that was busy elsewhere meanwhile makes a measurement too high, never too low: the least is right.
        let least = (0..<16).reduce(UInt64.max) { least, _ in min(least, measuredFrequency() ?? .max) }
        return least < .max ? least : Self.assumedFrequency
    }

    /// How far the time-stamp counter gets while the 8254 counts four milliseconds. Nil if that does not count.
    private func measuredFrequency() -> UInt64? {
        guard (try? timer.startLongPeriod()) != nil else { return nil }
        let begin = ke_time_stamp()
        guard let first = try? timer.count() else { return nil }
        for _ in 0..<1_000_000 {
            guard let now = try? timer.count() else { return nil }
            // The count falls, and its period is all of 16 bits.
            let counted = UInt64(UInt16(truncatingIfNeeded: first - now))
            if counted >= UInt64(IntervalTimer.inputFrequency / 250) {
                return (ke_time_stamp() - begin) * UInt64(IntervalTimer.inputFrequency) / counted
            }
        }
        return nil
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
