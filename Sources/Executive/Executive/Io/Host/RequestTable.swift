/// The requests a driver process has not completed, by the numbers it knows them by.
///
/// A number holds a place and how often the place has been used, so that a driver that completes a request twice
/// ends nobody else's.
struct RequestTable {
    private var places: [(irp: IRP?, use: UInt32)] = []
    private var taken = PlaceSet()
    private var count = 0
    /// Where the uses of a new place start: above those of places that were there before.
    private var firstUse: UInt32 = 0

    private static let placeBits: UInt32 = 12
    private static let limit = 1 << 12
    /// So many places stay, free or not.
    private static let leastPlaces = 64

    /// Enters a request; nil if there are too many.
    mutating func insert(_ irp: IRP) -> UInt32? {
        guard count < Self.limit else { return nil }
        count += 1
        let place = taken.take()
        if place == places.count { places.append((nil, firstUse)) }
        // Uses count from one, so that no number is zero.
        let use = places[place].use % (UInt32.max >> Self.placeBits) + 1
        places[place] = (irp, use)
        return use << Self.placeBits | UInt32(place)
    }

    /// Takes out the request of this number; nil if there is none.
    mutating func remove(_ id: UInt32) -> IRP? {
        let place = Int(id & UInt32(Self.limit - 1))
        guard place < places.count, places[place].use == id >> Self.placeBits,
            let irp = places[place].irp
        else { return nil }
        places[place].irp = nil
        taken.giveBack(place)
        count -= 1
        if place == places.count - 1, place >= Self.leastPlaces { shorten() }
        return irp
    }

    /// Drops the last places as far as they are free.
    @inline(never)
    private mutating func shorten() {
        while places.count > Self.leastPlaces, let last = places.last, last.irp == nil {
            firstUse = max(firstUse, last.use)
            places.removeLast()
        }
        places.giveBackRoom()
    }

    /// Takes out all of them.
    mutating func removeAll() -> [IRP] {
        let all = places.compactMap { $0.irp }
        self = RequestTable()
        return all
    }
}
