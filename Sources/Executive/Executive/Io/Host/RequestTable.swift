/// The requests a driver process has not completed, by the numbers it knows them by.
///
/// A number holds a place and how often the place has been used, so that a driver that completes a request twice
/// ends nobody else's.
struct RequestTable {
    private var places: [(irp: IRP?, use: UInt32)] = []
    private var free: [Int] = []

    private static let placeBits: UInt32 = 12
    private static let limit = 1 << 12

    /// Enters a request; nil if there are too many.
    mutating func insert(_ irp: IRP) -> UInt32? {
        let place: Int
        if let reused = free.popLast() {
            place = reused
        } else {
            guard places.count < Self.limit else { return nil }
            places.append((nil, 0))
            place = places.count - 1
        }
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
        free.append(place)
        return irp
    }

    /// Takes out all of them.
    mutating func removeAll() -> [IRP] {
        let all = places.compactMap { $0.irp }
        places = []
        free = []
        return all
    }
}
