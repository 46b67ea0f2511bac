import Testing

@testable import Executive

@Suite struct DeadlineQueueTests {
    private func at(_ time: UInt64) -> Deadline { Deadline(interruptTime: time) }

    @Test func timersComeOutInTheOrderOfTheirDeadlines() {
        var queue = DeadlineQueue()
        for time: UInt64 in [50, 10, 40, 20, 30, 60, 5] { queue.insert(KernelTimer(), at: at(time)) }
        var order: [UInt64] = []
        while let timer = queue.takeExpired(at: at(45)) { order.append(timer.deadline.interruptTime) }
        #expect(order == [5, 10, 20, 30, 40])
        #expect(queue.count == 2)
        #expect(queue.earliest == at(50))
    }

    @Test func aRemovedTimerIsNotScheduled() {
        var queue = DeadlineQueue()
        let timers = (0..<20).map { _ in KernelTimer() }
        for (index, timer) in timers.enumerated() { queue.insert(timer, at: at(UInt64(index * 7 % 20))) }
        queue.remove(timers[3])
        queue.remove(timers[3])
        #expect(!timers[3].isScheduled)
        var last: UInt64 = 0
        var count = 0
        while let timer = queue.takeExpired(at: at(100)) {
            #expect(timer.deadline.interruptTime >= last)
            last = timer.deadline.interruptTime
            count += 1
        }
        #expect(count == 19)
    }

    @Test func insertingAgainMovesATimer() {
        var queue = DeadlineQueue()
        let timer = KernelTimer()
        queue.insert(timer, at: at(10))
        queue.insert(timer, at: at(90))
        #expect(queue.count == 1)
        #expect(queue.takeExpired(at: at(50)) == nil)
    }

    @Test func nothingIsScheduledInAnEmptyQueue() {
        var queue = DeadlineQueue()
        queue.remove(KernelTimer())
        #expect(queue.earliest == nil)
    }
}
