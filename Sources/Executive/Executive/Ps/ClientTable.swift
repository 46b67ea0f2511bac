/// The threads by the badge of their endpoint.
///
/// A client id is `generation << 16 | index + 1`. The generation changes whenever a place is given away, so a
/// message that a dead thread left behind finds nobody.
struct ClientTable {
    private struct Place {
        var thread: Thread?
        var generation: UInt
    }
    private var places: [Place] = []
    private var taken = PlaceSet()
    /// The place that `reserve` has promised and `insert` has not filled yet.
    private var reserved: Int?
    /// The generation of a new place: above those of places that were there before.
    private var firstGeneration: UInt = 0
    private static let indexBits = UInt(16)

    /// Bits of a badge that hold a client id; those above say what kind of message it is.
    static let badgeMask = (UInt(1) << 56) - 1

    /// The client id a thread created now would get; nil when 65,535 threads live.
    mutating func reserve() -> UInt? {
        let index = reserved ?? taken.take()
        guard index < 0xFFFF else {
            taken.giveBack(index)
            return nil
        }
        reserved = index
        if index == places.count { places.append(Place(thread: nil, generation: firstGeneration)) }
        return places[index].generation << Self.indexBits | UInt(index + 1)
    }

    /// Enters a thread that was made with the id `reserve` gave.
    mutating func insert(_ thread: Thread) {
        let index = Int(thread.clientID & 0xFFFF) - 1
        precondition(index == reserved, "client ids are taken in the order they are reserved")
        reserved = nil
        places[index].thread = thread
    }

    mutating func remove(_ thread: Thread) {
        let index = Int(thread.clientID & 0xFFFF) - 1
        guard places[index].thread === thread else { return }
        places[index].thread = nil
        places[index].generation = (places[index].generation + 1) & (Self.badgeMask >> Self.indexBits)
        taken.giveBack(index)
        while let last = places.last, last.thread == nil, reserved != places.count - 1 {
            firstGeneration = max(firstGeneration, last.generation)
            places.removeLast()
        }
        places.giveBackRoom()
    }

    /// The living thread with this client id.
    @inline(__always) subscript(badge: UInt) -> Thread? {
        let index = Int(badge & 0xFFFF) - 1
        guard index >= 0, index < places.count, let thread = places[index].thread,
            thread.clientID == badge & Self.badgeMask
        else { return nil }
        return thread
    }
}
