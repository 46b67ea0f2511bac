import NTABI

/// Time, derived from the processor's time-stamp counter.
///
/// Interrupt time counts from the start and never jumps. System time is interrupt time plus an offset, which
/// the real-time clock sets at boot and NtSetSystemTime changes.
struct Clock {
    /// Ticks of the counter a second.
    let frequency: UInt64
    private let origin: UInt64
    /// 100 ns units a tick, as a fraction of 2^64.
    private let scale: UInt64
    private let counter: () -> UInt64
    /// System time when interrupt time was zero: 100 ns units since 1601.
    private(set) var bootTime: Int64

    static let unitsPerSecond: UInt64 = 10_000_000

    /// - Parameter frequency: above 10 MHz, as that of every x86-64 processor is.
    init(frequency: UInt64, bootTime: Int64, counter: @escaping () -> UInt64) {
        precondition(frequency > Self.unitsPerSecond, "a time-stamp counter slower than 10 MHz")
        self.frequency = frequency
        self.bootTime = bootTime
        self.counter = counter
        origin = counter()
        scale = Self.fraction(Self.unitsPerSecond, of: frequency)
    }

    /// `part / whole` as a fraction of 2^64, digit by digit: the executive has no 128-bit division.
    private static func fraction(_ part: UInt64, of whole: UInt64) -> UInt64 {
        var quotient: UInt64 = 0
        var rest = part
        for _ in 0..<64 {
            let carries = rest >> 63 != 0
            rest <<= 1
            quotient <<= 1
            if carries || rest >= whole {
                rest &-= whole
                quotient |= 1
            }
        }
        return quotient
    }

    /// 100 ns units since the start.
    var interruptTime: UInt64 { (counter() &- origin).multipliedFullWidth(by: scale).high }
    /// 100 ns units since 1 January 1601.
    var systemTime: Int64 { bootTime + Int64(bitPattern: interruptTime) }
    /// What NtQueryPerformanceCounter answers: ticks of `frequency`.
    var performanceCounter: Int64 { Int64(bitPattern: counter() &- origin) }

    var now: Deadline { Deadline(interruptTime: interruptTime) }

    /// NT's time-out: negative counts from now, positive is a system time; in 100 ns units.
    func deadline(from relativeOrAbsolute: Int64) -> Deadline {
        if relativeOrAbsolute <= 0 {
            return Deadline(interruptTime: interruptTime &+ UInt64(bitPattern: 0 &- relativeOrAbsolute))
        }
        // The difference always fits UInt64, not always Int64: the clock may have been set to before the start.
        return Deadline(
            interruptTime: relativeOrAbsolute > bootTime ? UInt64(bitPattern: relativeOrAbsolute &- bootTime) : 0)
    }

    /// Changes system time; interrupt time and every deadline stay.
    mutating func setSystemTime(_ time: Int64) { bootTime = time - Int64(bitPattern: interruptTime) }
}
