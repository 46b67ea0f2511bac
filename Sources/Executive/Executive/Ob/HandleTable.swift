import NTABI

/// The open handles of one process. A handle is `4 * (place + 1)`.
///
/// A place is empty, and then part of the free list, or holds an object with the access it was opened for.
struct HandleTable {
    struct Entry {
        let object: NTObject
        let access: AccessMask
        var attributes: HandleAttributes
    }

    private enum Place {
        case free(next: Int)
        case used(Entry)
    }

    private var places: [Place] = []
    private var firstFree = -1
    /// Number of open handles.
    private(set) var count = 0

    /// More handles than this one process cannot have.
    static let limit = 1 << 20

    var hasRoom: Bool { count < Self.limit }

    init() {}

    /// What a new process inherits: the entries marked OBJ_INHERIT, each at its old place, so that the handles
    /// keep their numbers.
    init(inheriting parent: HandleTable) {
        places.reserveCapacity(parent.places.count)
        for place in parent.places {
            if case .used(let entry) = place, entry.attributes.contains(.inherit),
                entry.object.exclusiveOwner == nil
            {
                places.append(place)
                count += 1
                entry.object.handleCount += 1
            } else {
                places.append(.free(next: firstFree))
                firstFree = places.count - 1
            }
        }
    }

    /// The entry behind a handle; nil for a handle that names nothing.
    @inline(__always)
    subscript(handle: Handle) -> Entry? {
        // The two lowest bits of a handle are the program's to use.
        let index = Int(bitPattern: handle.rawValue >> 2) - 1
        guard index >= 0, index < places.count, case .used(let entry) = places[index] else {
            return nil
        }
        return entry
    }

    /// Enters an object and names the handle; there is room, as the caller has made sure.
    mutating func insert(_ entry: Entry) -> Handle {
        precondition(hasRoom, "the handle table is full")
        count += 1
        guard firstFree >= 0, case .free(let next) = places[firstFree] else {
            places.append(.used(entry))
            return Self.handle(places.count - 1)
        }
        let index = firstFree
        firstFree = next
        places[index] = .used(entry)
        return Self.handle(index)
    }

    /// Empties a place and returns what it held; nil for a handle that names nothing.
    mutating func remove(_ handle: Handle) -> Entry? {
        guard let entry = self[handle] else { return nil }
        let index = Int(handle.rawValue >> 2) - 1
        places[index] = .free(next: firstFree)
        firstFree = index
        count -= 1
        return entry
    }

    mutating func setAttributes(_ attributes: HandleAttributes, of handle: Handle) {
        guard var entry = self[handle] else { return }
        entry.attributes = attributes
        places[Int(handle.rawValue >> 2) - 1] = .used(entry)
    }

    /// Number of places, used or free, for walking the table.
    var placeCount: Int { places.count }

    /// The handle of a place.
    static func handle(_ index: Int) -> Handle { Handle(rawValue: UInt(index + 1) * 4) }
}

/// What a handle, as opposed to its object, is marked with.
struct HandleAttributes: OptionSet {
    let rawValue: UInt8
    static let protectFromClose = HandleAttributes(rawValue: 1)
    static let inherit = HandleAttributes(rawValue: 2)
}
