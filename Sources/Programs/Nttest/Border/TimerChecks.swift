// Timers, time, delays. Pointers passed to services are variables of the calling frame.

import CNT
import NTABI
import NativeRuntime

enum TimerChecks {
    static func run(_ report: Report) {
        var timer: UInt = 0
        report.expect(
            "NtCreateTimer",
            unsafe NtCreateTimer(&timer, TIMER_ALL_ACCESS, nil, NotificationTimer), .success)
        var refused: UInt = 0
        report.expect(
            "a timer of an unknown type",
            unsafe NtCreateTimer(&refused, TIMER_ALL_ACCESS, nil, 5), .invalidParameter4)
        var due: Int64 = -200_000
        var state: UInt8 = 9
        report.expect(
            "NtSetTimer", unsafe NtSetTimer(timer, &due, nil, nil, 0, 0, &state), .success)
        report.equal("which was not signalled", state, 0)
        var information = TIMER_BASIC_INFORMATION()
        report.expect(
            "NtQueryTimer", unsafe NtQueryTimer(timer, 0, &information, 16, nil), .success)
        report.check(
            "time remains", information.RemainingTime > 0 && information.RemainingTime <= 200_000,
            "\(information.RemainingTime)")
        report.expect("it goes off", NtWaitForSingleObject(timer, 0, nil), .success)
        _ = unsafe NtQueryTimer(timer, 0, &information, 16, nil)
        report.equal("and stays signalled", information.TimerState, 1)
        due = -600_000_000
        _ = unsafe NtSetTimer(timer, &due, nil, nil, 0, 0, nil)
        report.expect("NtCancelTimer", unsafe NtCancelTimer(timer, &state), .success)
        report.equal("before it went off", state, 0)
        var short: Int64 = -50_000
        report.expect(
            "a cancelled timer does not go off", unsafe NtWaitForSingleObject(timer, 0, &short),
            .timeout)
        report.expect(
            "a negative period", unsafe NtSetTimer(timer, &due, nil, nil, 0, -1, nil),
            .invalidParameter6)
        _ = NtClose(timer)
        periodic(report)
    }

    private static func periodic(_ report: Report) {
        var timer: UInt = 0
        _ = unsafe NtCreateTimer(&timer, TIMER_ALL_ACCESS, nil, SynchronizationTimer)
        var due: Int64 = -10_000
        _ = unsafe NtSetTimer(timer, &due, nil, nil, 0, 5, nil)
        var limit: Int64 = -20_000_000
        var count = 0
        while count < 4, unsafe NtWaitForSingleObject(timer, 0, &limit) == 0 { count += 1 }
        report.equal("a periodic timer goes off again and again", count, 4)
        _ = NtCancelTimer(timer, nil)
        _ = NtClose(timer)
    }
}

enum TimeChecks {
    static func run(_ report: Report) {
        var before: Int64 = 0
        report.expect("NtQuerySystemTime", unsafe NtQuerySystemTime(&before), .success)
        report.check(
            "it is later than 2024", before > 133_500_000_000_000_000, "\(before)")
        var counter: Int64 = 0
        var frequency: Int64 = 0
        report.expect(
            "NtQueryPerformanceCounter", unsafe NtQueryPerformanceCounter(&counter, &frequency),
            .success)
        report.check("its frequency is at least 1 MHz", frequency >= 1_000_000, "\(frequency)")
        var delay: Int64 = -300_000
        report.expect("NtDelayExecution", unsafe NtDelayExecution(0, &delay), .success)
        var after: Int64 = 0
        var end: Int64 = 0
        _ = unsafe NtQuerySystemTime(&after)
        _ = unsafe NtQueryPerformanceCounter(&end, nil)
        report.check(
            "30 ms take at least 28 of system time", after - before >= 280_000, "\(after - before)")
        let milliseconds = (end - counter) * 1000 / frequency
        report.check("and of the performance counter", milliseconds >= 28, "\(milliseconds)")
        report.expect(
            "NtDelayExecution without a time", NtDelayExecution(0, nil), .accessViolation)
        var minimum: UInt32 = 0
        var maximum: UInt32 = 0
        var current: UInt32 = 0
        report.expect(
            "NtQueryTimerResolution",
            unsafe NtQueryTimerResolution(&minimum, &maximum, &current), .success)
        report.check("resolutions are in order", minimum >= current && current >= maximum)
        sharedData(report)
    }

    private static func sharedData(_ report: Report) {
        guard
            let page = unsafe UnsafePointer<KUSER_SHARED_DATA>(
                bitPattern: UInt(KUSER_SHARED_DATA_ADDRESS))
        else { return }
        let first = unsafe page.pointee.InterruptTime.LowPart
        Time.sleep(milliseconds: 20)
        let second = unsafe page.pointee.InterruptTime.LowPart
        report.check("KUSER_SHARED_DATA's interrupt time advances", second &- first >= 150_000)
        report.equal("its major version", unsafe page.pointee.NtMajorVersion, 10)
        var time: Int64 = 0
        _ = unsafe NtQuerySystemTime(&time)
        let high = unsafe Int64(page.pointee.SystemTime.High1Time)
        let shared = unsafe high << 32 | Int64(page.pointee.SystemTime.LowPart)
        report.check("its system time is the service's", abs(time - shared) < 1_000_000)
    }
}
