import CKernelTest
import SeL4ABI

/// A thread above all others that the PC's timer wakes again and again, at intervals of 30 to 120 µs that are never
/// the same twice running; it counts how often, and notes how late it was at worst.
///
/// While it runs, whatever keeps interrupts waiting shows.
struct Alarm {
    private let probe = Probe(priority: 250)
    private let handler = Pool.emptySlot()
    private let ports = Pool.emptySlot()
    private let notification = Pool.make(.notification)
    private let words = Word(test_words()) + 256

    init() {
        let none: InlineArray<0, Word> = []
        Invoke.call(
            InitialSlot.irqControl, .irqControlGetIOAPIC, [handler, 64, 0, 2, 0, 0, 20], [InitialSlot.cnode])
        Invoke.call(handler, .irqHandlerSetNotification, none, [notification])
        Invoke.call(InitialSlot.ioPortControl, .ioPortControlIssue, [0x40, 0x43, ports, 64], [InitialSlot.cnode])
        store(words + AlarmWords.handler, handler)
        store(words + AlarmWords.ports, ports)
        store(words + AlarmWords.notification, notification)
        store(words + AlarmWords.megahertz, Pool.megahertz)
        forget()
    }

    func start() { probe.start(at: address_of_alarm_thread(), rdi: words, stack: 3) }

    func forget() {
        store(words + AlarmWords.count, 0)
        store(words + AlarmWords.latest, 0)
    }

    /// How often it ran.
    var count: Word { load(words + AlarmWords.count) }
    /// How late it was at worst, in counts of the time-stamp counter.
    var latest: Word { load(words + AlarmWords.latest) }

    /// Gives the timer back.
    func end() {
        probe.suspend()
        Slots.delete(handler)
        Slots.delete(ports)
    }
}

/// What the alarm's thread and its owner share: offsets of words.
private enum AlarmWords {
    static let handler: Word = 0
    static let ports: Word = 8
    static let notification: Word = 16
    static let megahertz: Word = 24
    static let count: Word = 32
    static let latest: Word = 40
}

/// The thread. Its calls need no IPC buffer.
@c(alarm_thread)
func alarmThread(words: Word) {
    let ports = load(words + AlarmWords.ports)
    let megahertz = load(words + AlarmWords.megahertz)
    var counts: Word = 40
    while true {
        counts = 40 + (counts * 7 + 41) % 101
        Invoke.call(load(words + AlarmWords.handler), .irqHandlerAck)
        // Channel 0, one interrupt when it has counted down, which begins with the second byte.
        Invoke.call(ports, .ioPortOut8, [0x43, 0x30])
        Invoke.call(ports, .ioPortOut8, [0x40, counts & 0xFF])
        let start = Word(read_tsc())
        Invoke.call(ports, .ioPortOut8, [0x40, counts >> 8])
        Invoke.trap(.receive, load(words + AlarmWords.notification))
        let now = Word(read_tsc())
        let due = start + counts * megahertz * 1_000_000 / 1_193_182
        store(words + AlarmWords.count, load(words + AlarmWords.count) + 1)
        if now > due { store(words + AlarmWords.latest, max(load(words + AlarmWords.latest), now - due)) }
    }
}
