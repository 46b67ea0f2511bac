// Switching between threads. The shared state outlives both threads: the measuring one waits for the other's end.

import CNT
import NTABI
import NativeRuntime

/// Two events, by which two threads hand each other the processor.
@safe private struct PingPong {
    var ping: UInt = 0
    var pong: UInt = 0
    var isOver = false
}

enum ThreadBench {
    static func run(_ clock: Stopwatch) throws(NTStatus) {
        let state = UnsafeMutablePointer<PingPong>.allocate(capacity: 1)
        unsafe state.initialize(to: PingPong())
        defer { unsafe state.deallocate() }
        try check(
            unsafe NtCreateEvent(
                &state.pointee.ping, EVENT_ALL_ACCESS, nil, SynchronizationEvent, 0))
        try check(
            unsafe NtCreateEvent(
                &state.pointee.pong, EVENT_ALL_ACCESS, nil, SynchronizationEvent, 0))
        var thread: UInt = 0
        try check(
            unsafe NtCreateThreadEx(
                &thread, THREAD_ALL_ACCESS, nil, Handle.currentProcess.rawValue,
                UnsafeMutableRawPointer(bitPattern: address(of: answerPings)),
                UnsafeMutableRawPointer(state), 0, 0, 0, 0, nil))
        // There and back again are two switches.
        try clock.measure("thread-switch-pair", count: 200) { () throws(NTStatus) in
            try check(
                unsafe NtSignalAndWaitForSingleObject(
                    state.pointee.ping, state.pointee.pong, 0, nil))
        }
        unsafe state.pointee.isOver = true
        try check(unsafe NtSetEvent(state.pointee.ping, nil))
        try check(NtWaitForSingleObject(thread, 0, nil))
        for handle in [thread, unsafe state.pointee.ping, unsafe state.pointee.pong] {
            try check(NtClose(handle))
        }
    }

    private static func address(
        of function: @convention(c) (UnsafeMutableRawPointer?) -> UInt32
    ) -> UInt {
        unsafe unsafeBitCast(function, to: UInt.self)
    }
}

/// The other thread: answers each ping with a pong.
private func answerPings(_ argument: UnsafeMutableRawPointer?) -> UInt32 {
    guard let state = unsafe argument?.assumingMemoryBound(to: PingPong.self) else { return 1 }
    while true {
        _ = unsafe NtWaitForSingleObject(state.pointee.ping, 0, nil)
        if unsafe state.pointee.isOver { return 0 }
        _ = unsafe NtSetEvent(state.pointee.pong, nil)
    }
}
