import CNT

/// KEYBOARD_INPUT_DATA that nobody has read yet. Full, it drops the newest: what was typed first is read first.
struct InputQueue {
    /// The size Windows gives the queue by default.
    static let capacity = 100
    private var packets: [100 of KEYBOARD_INPUT_DATA] = .init(repeating: KEYBOARD_INPUT_DATA())
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// Returns whether there was room.
    mutating func put(_ packet: KEYBOARD_INPUT_DATA) -> Bool {
        guard count < Self.capacity else { return false }
        packets[(head + count) % Self.capacity] = packet
        count += 1
        return true
    }

    mutating func take() -> KEYBOARD_INPUT_DATA? {
        guard count > 0 else { return nil }
        defer {
            head = (head + 1) % Self.capacity
            count -= 1
        }
        return packets[head]
    }

    mutating func removeAll() {
        head = 0
        count = 0
    }
}

/// How many packets a read of `length` bytes takes; nil if the length is none of a whole number of packets.
func packetCount(length: UInt32) -> Int? {
    let size = MemoryLayout<KEYBOARD_INPUT_DATA>.size
    return Int(length) % size == 0 ? Int(length) / size : nil
}
