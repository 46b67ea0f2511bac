import Testing

@testable import Executive

@Suite struct ClockTests {
    /// A counter that the test turns by hand, at 100 MHz: ten ticks are one 100 ns unit.
    final class Counter { var value: UInt64 = 5000 }
    let counter = Counter()
    var clock: Clock

    init() {
        let counter = counter
        clock = Clock(frequency: 100_000_000, bootTime: 1_000_000, counter: { counter.value })
    }

    @Test func interruptTimeCountsFromTheStart() {
        #expect(clock.interruptTime == 0)
        counter.value += 100_000_000
        #expect(clock.interruptTime == 9_999_999 || clock.interruptTime == 10_000_000)
        #expect(clock.performanceCounter == 100_000_000)
    }

    @Test func negativeTimeOutsCountFromNow() {
        counter.value += 1000
        let now = clock.interruptTime
        #expect(clock.deadline(from: -50).interruptTime == now + 50)
        #expect(clock.deadline(from: 0).interruptTime == now)
    }

    @Test func positiveTimeOutsAreSystemTimes() {
        #expect(clock.deadline(from: 1_000_700).interruptTime == 700)
        #expect(clock.deadline(from: 5).interruptTime == 0, "what is past has come")
    }

    @Test mutating func settingTheTimeMovesNoDeadline() {
        let deadline = clock.deadline(from: -100)
        clock.setSystemTime(50_000_000)
        #expect(clock.systemTime == 50_000_000)
        #expect(clock.deadline(from: -100) == deadline)
    }
}
