import NTABI

extension Executive {
    /// `NtQuerySystemTime`. 100 ns units since 1 January 1601.
    ///
    /// - Errors: `.accessViolation`.
    func ntQuerySystemTime(_ caller: Thread, _ systemTime: UserPointer<Int64>) throws(NTStatus) -> NTStatus {
        try caller.process.write(clock.systemTime, to: systemTime)
        return .success
    }

    /// `NtSetSystemTime`. Waits and timers keep their length.
    ///
    /// - Errors: `.privilegeNotHeld` (SeSystemtimePrivilege), `.accessViolation`, `.invalidParameter` (before 1601 or beyond the year 30827).
    func ntSetSystemTime(
        _ caller: Thread, _ systemTime: UserPointer<Int64>, _ previousTime: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        try require(.systemTime, of: caller)
        let time = try caller.process.read(systemTime)
        guard time >= 0, time < Int64.max / 2 else { throw .invalidParameter }
        if let previousTime { try caller.process.write(clock.systemTime, to: previousTime) }
        clock.setSystemTime(time)
        publishTime()
        return .success
    }

    /// `NtQueryTimerResolution`. In 100 ns units; it does not vary.
    ///
    /// - Errors: `.accessViolation`.
    func ntQueryTimerResolution(
        _ caller: Thread, _ minimumResolution: UserPointer<UInt32>, _ maximumResolution: UserPointer<UInt32>,
        _ currentResolution: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        for pointer in [minimumResolution, maximumResolution, currentResolution] {
            try caller.process.write(IntervalTimer.unitsPerTick, to: pointer)
        }
        return .success
    }

    /// `NtSetTimerResolution`. What is asked for is noted by nobody: the resolution does not vary.
    ///
    /// - Errors: `.accessViolation`.
    func ntSetTimerResolution(
        _ caller: Thread, _ desiredResolution: UInt32, _ setResolution: Bool, _ currentResolution: UserPointer<UInt32>
    ) throws(NTStatus) -> NTStatus {
        try caller.process.write(IntervalTimer.unitsPerTick, to: currentResolution)
        return .success
    }

    /// `NtQueryPerformanceCounter`. The time-stamp counter and its frequency.
    ///
    /// - Errors: `.accessViolation`.
    func ntQueryPerformanceCounter(
        _ caller: Thread, _ performanceCounter: UserPointer<Int64>, _ performanceFrequency: UserPointer<Int64>?
    ) throws(NTStatus) -> NTStatus {
        try caller.process.write(clock.performanceCounter, to: performanceCounter)
        if let performanceFrequency {
            try caller.process.write(Int64(bitPattern: clock.frequency), to: performanceFrequency)
        }
        return .success
    }

    /// `NtGetTickCount`. Milliseconds since the start, in place of a status.
    func ntGetTickCount(_ caller: Thread) throws(NTStatus) -> NTStatus {
        NTStatus(rawValue: UInt32(truncatingIfNeeded: clock.interruptTime / 10_000))
    }

    /// `NtAllocateLocallyUniqueId`. A number that no other call since the start was given.
    ///
    /// - Errors: `.accessViolation`.
    func ntAllocateLocallyUniqueId(_ caller: Thread, _ luid: UserPointer<Int64>) throws(NTStatus) -> NTStatus {
        try caller.process.write(nextLuid, to: luid)
        nextLuid += 1
        return .success
    }
}
