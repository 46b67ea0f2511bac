/// CLIENT_ID numbers: multiples of four, one series for processes and threads.
///
/// A number comes back into use as late as possible, so that a tool that kept one finds nobody
/// rather than somebody else.
struct ClientIDTable {
    enum Entry {
        case free
        /// It names nothing yet.
        case allocated
        case process(Process)
        case thread(Thread)
    }
    private var entries: [Entry] = []
    private var freed: [Int] = []
    private var oldestFreed = 0
    /// How many numbers lie idle before one is used again.
    private static let rest = 64

    /// A number that names nothing yet; `assign` or `release` must follow.
    mutating func allocate() -> UInt32 {
        if freed.count - oldestFreed > Self.rest {
            let index = freed[oldestFreed]
            oldestFreed += 1
            if oldestFreed > 4 * Self.rest {
                freed.removeFirst(oldestFreed)
                oldestFreed = 0
            }
            entries[index] = .allocated
            return Self.number(index)
        }
        entries.append(.allocated)
        return Self.number(entries.count - 1)
    }

    mutating func assign(_ id: UInt32, _ entry: Entry) { entries[Self.index(id)] = entry }

    mutating func release(_ id: UInt32) {
        entries[Self.index(id)] = .free
        freed.append(Self.index(id))
        if entries.count > 8 * Self.rest, entries.count >= 4 * (live + 2 * Self.rest) { shorten() }
    }

    /// Numbers that name something.
    private var live: Int { entries.count - (freed.count - oldestFreed) }

    /// Drops the last numbers as far as they are free, but for more than have to lie idle.
    private mutating func shorten() {
        var count = entries.count
        let least = live + 2 * Self.rest
        while count > least, case .free = entries[count - 1] { count -= 1 }
        entries.removeLast(entries.count - count)
        entries.giveBackRoom()
        freed.removeFirst(oldestFreed)
        oldestFreed = 0
        freed.removeAll { $0 >= count }
        freed.giveBackRoom()
    }

    func process(_ id: UInt) -> Process? {
        if case .process(let process) = self[id] { return process }
        return nil
    }

    func thread(_ id: UInt) -> Thread? {
        if case .thread(let thread) = self[id] { return thread }
        return nil
    }

    private subscript(id: UInt) -> Entry {
        guard id & 3 == 0, id >= 4, id / 4 - 1 < UInt(entries.count) else { return .free }
        return entries[Int(id / 4 - 1)]
    }

    private static func number(_ index: Int) -> UInt32 { UInt32(4 * (index + 1)) }
    private static func index(_ id: UInt32) -> Int { Int(id / 4) - 1 }
}
