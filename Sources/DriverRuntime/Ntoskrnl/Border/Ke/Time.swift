// Reads the shared page, and writes only to where the driver asked for the answer.

import CNT
import CWDM

/// System time (UTC) in 100 ns since 1 January 1601.
@c(KeQuerySystemTime) public func keQuerySystemTime(_ time: UnsafeMutablePointer<Int64>) {
    unsafe time.pointee = Int64(SharedSystemTime())
}

/// Time since the start, in 100 ns. Setting the clock does not move it.
@c(KeQueryInterruptTime) public func keQueryInterruptTime() -> UInt64 { SharedInterruptTime() }

/// Clock interrupts since the start; `KeQueryTimeIncrement` says how long one is.
@c(KeQueryTickCount) public func keQueryTickCount(_ count: UnsafeMutablePointer<Int64>) {
    unsafe count.pointee = Int64(SharedTickCount())
}

/// The clock interrupt's period, in 100 ns.
@c(KeQueryTimeIncrement) public func keQueryTimeIncrement() -> UInt32 {
    var minimum: UInt32 = 0
    var maximum: UInt32 = 0
    var current: UInt32 = 0
    _ = unsafe NtQueryTimerResolution(&minimum, &maximum, &current)
    return current
}

/// A counter that only rises; its counts a second go to `frequency`, if that is wanted.
@c(KeQueryPerformanceCounter)
public func keQueryPerformanceCounter(_ frequency: UnsafeMutablePointer<Int64>?) -> Int64 {
    var counter: Int64 = 0
    _ = unsafe NtQueryPerformanceCounter(&counter, frequency)
    return counter
}

/// Keeps the processor for at least so long.
@c(KeStallExecutionProcessor) public func keStallExecutionProcessor(_ microseconds: UInt32) {
    var frequency: Int64 = 0
    let start = unsafe keQueryPerformanceCounter(&frequency)
    let duration = frequency * Int64(microseconds) / 1_000_000
    while keQueryPerformanceCounter(nil) - start < duration { SpinPause() }
}

/// Local time for system time, which is the same: the clock's place is Greenwich.
@c(ExSystemTimeToLocalTime)
public func exSystemTimeToLocalTime(_ system: UnsafePointer<Int64>, _ local: UnsafeMutablePointer<Int64>) {
    unsafe local.pointee = system.pointee
}
