import NTABI

/// Where threads of a process meet by a number that they agree on: one waits, another releases it, and whoever comes first
/// waits for the other. Locks that are one word long are made of it.
final class KeyedEvent: NTObject {
    private var waiting: [KeyedWait] = []
    private var releasing: [KeyedWait] = []

    override var type: ObjectType { .keyedEvent }

    /// Which of the two a thread comes for.
    enum Side { case wait, release }

    /// Takes out the oldest that waits on the other side with the same key.
    func takePartner(of side: Side, key: UInt, in process: Process) -> KeyedWait? {
        switch side {
        case .wait: Self.take(from: &releasing, key, process)
        case .release: Self.take(from: &waiting, key, process)
        }
    }

    private static func take(from list: inout [KeyedWait], _ key: UInt, _ process: Process) -> KeyedWait? {
        guard let index = list.firstIndex(where: { $0.key == key && $0.process === process }) else { return nil }
        defer { list.giveBackRoom() }
        return list.remove(at: index)
    }

    func add(_ wait: KeyedWait, on side: Side) {
        switch side {
        case .wait: waiting.append(wait)
        case .release: releasing.append(wait)
        }
    }

    func remove(_ wait: KeyedWait, from side: Side) {
        switch side {
        case .wait: Self.remove(wait, from: &waiting)
        case .release: Self.remove(wait, from: &releasing)
        }
    }

    private static func remove(_ wait: KeyedWait, from list: inout [KeyedWait]) {
        list.removeAll { $0 === wait }
        list.giveBackRoom()
    }
}

/// One thread at a keyed event whose partner has not come yet.
final class KeyedWait: DispatcherObject {
    let key: UInt
    let process: Process
    /// The partner has come.
    var isMet = false

    init(key: UInt, in process: Process) {
        self.key = key
        self.process = process
    }

    override func isSignaled(for thread: Thread) -> Bool { isMet }
}

extension Executive {
    /// Meets a partner at a keyed event, or waits for one. Returns and throws as `wait` does.
    func meet(
        _ caller: Thread, at event: KeyedEvent, _ side: KeyedEvent.Side, key: UInt, alertable: Bool,
        until deadline: Deadline?
    ) throws(NTStatus) -> NTStatus {
        if let partner = event.takePartner(of: side, key: key, in: caller.process) {
            partner.isMet = true
            signalStateChanged(partner)
            return .success
        }
        let wait = KeyedWait(key: key, in: caller.process)
        event.add(wait, on: side)
        defer { event.remove(wait, from: side) }
        return try self.wait(caller, on: wait, alertable: alertable, until: deadline)
    }
}
