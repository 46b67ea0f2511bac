/// A moment on the clock that never jumps: interrupt time, 100 ns units since the start.
struct Deadline: Comparable {
    let interruptTime: UInt64

    static func < (a: Deadline, b: Deadline) -> Bool { a.interruptTime < b.interruptTime }
}
