/// Something that happens at a deadline: a wait's time-out, an NT timer.
///
/// A kind overrides `fired`. The deadline queue holds it strongly from `schedule` to `fired` or `cancel`.
open class KernelTimer {
    /// When it fires; meaningful while it is scheduled.
    final var deadline = Deadline(interruptTime: 0)
    /// Its place in the queue's heap; negative while it is not scheduled.
    final var position = -1

    final var isScheduled: Bool { position >= 0 }

    init() {}

    /// Runs on the loop's stack and must not wait. The timer is no longer scheduled, and may be scheduled again.
    func fired(_ executive: Executive) {}
}

/// All scheduled timers, earliest first: a binary heap whose members know their places.
struct DeadlineQueue {
    private var heap: [KernelTimer] = []

    var earliest: Deadline? { heap.first?.deadline }
    var count: Int { heap.count }

    mutating func insert(_ timer: KernelTimer, at deadline: Deadline) {
        if timer.isScheduled { remove(timer) }
        timer.deadline = deadline
        timer.position = heap.count
        heap.append(timer)
        siftUp(timer.position)
    }

    /// Does nothing for a timer that is not scheduled.
    mutating func remove(_ timer: KernelTimer) {
        guard timer.isScheduled else { return }
        let hole = timer.position
        let last = heap.removeLast()
        timer.position = -1
        // One timer that comes and goes keeps its place.
        if !heap.isEmpty { heap.giveBackRoom() }
        guard hole < heap.count else { return }
        heap[hole] = last
        last.position = hole
        siftUp(hole)
        siftDown(last.position)
    }

    /// The earliest timer whose time has come, taken out of the queue.
    mutating func takeExpired(at now: Deadline) -> KernelTimer? {
        guard let timer = heap.first, timer.deadline <= now else { return nil }
        remove(timer)
        return timer
    }

    private mutating func siftUp(_ start: Int) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard heap[place].deadline < heap[parent].deadline else { return }
            exchange(place, parent)
            place = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                if heap[child].deadline < heap[least].deadline { least = child }
            }
            guard least != place else { return }
            exchange(place, least)
            place = least
        }
    }

    private mutating func exchange(_ a: Int, _ b: Int) {
        heap.swapAt(a, b)
        heap[a].position = a
        heap[b].position = b
    }
}
