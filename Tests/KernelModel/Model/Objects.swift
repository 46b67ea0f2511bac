import SeL4ABI

/// A kernel object of the model, named by where it lies in memory.
///
/// The model is what seL4's objects mean, in plain Swift: queues are arrays, references are references, the derivation
/// tree is a tree. It knows nothing of how the kernel lays out its memory, so the two can only agree if both are right.
class KernelObject {
    let address: Word
    let sizeBits: Int
    /// The capabilities that the object itself holds: all of a CNode, five of a thread.
    var slots: [Held?]
    /// How many capabilities name the object. With the last one it ends.
    var capabilityCount = 0

    init(at address: Word, sizeBits: Int, slotCount: Int = 0) {
        self.address = address
        self.sizeBits = sizeBits
        slots = Array(repeating: nil, count: slotCount)
    }
}

/// Where a capability can be: a place in a CNode, a thread or the table of interrupts.
struct Slot: Equatable {
    let holder: KernelObject
    let index: Int

    var held: Held? { holder.slots[index] }
    var capability: Capability? { holder.slots[index]?.capability }
    var isEmpty: Bool { holder.slots[index] == nil }

    static func == (left: Slot, right: Slot) -> Bool {
        left.holder === right.holder && left.index == right.index
    }
}

final class CNode: KernelObject {
    let radix: Int

    init(at address: Word, radix: Int) {
        self.radix = radix
        super.init(at: address, sizeBits: radix + ObjectSize.slotBits, slotCount: 1 << radix)
    }
}

/// A queue of senders or of receivers, never both.
final class Endpoint: KernelObject {
    var queue: [Thread] = []
    var hasSenders: Bool {
        if case .sending? = queue.first?.state { true } else { false }
    }
    var hasReceivers: Bool { !queue.isEmpty && !hasSenders }

    init(at address: Word) { super.init(at: address, sizeBits: ObjectSize.endpointBits) }
}

/// A word of badges, and the threads that wait for it.
final class Notification: KernelObject {
    /// What was signalled and not yet taken; nil: nothing.
    var pending: Word?
    var queue: [Thread] = []
    var bound: Thread?

    init(at address: Word) { super.init(at: address, sizeBits: ObjectSize.notificationBits) }
}

/// Memory that programs can have. The model writes only what the kernel writes: messages. Of a device's memory it knows
/// nothing.
final class Frame: KernelObject {
    let isDevice: Bool
    var words: [Word]

    init(at address: Word, sizeBits: Int = ObjectSize.pageBits, isDevice: Bool = false) {
        self.isDevice = isDevice
        words = isDevice ? [] : Array(repeating: 0, count: 512)
        super.init(at: address, sizeBits: sizeBits)
    }
}

/// Where device interrupts go: a notification capability for each vector.
final class InterruptTable: KernelObject {
    /// How many capabilities there are to each vector's handler.
    var handlerCount = [Int](repeating: 0, count: vectorCount)
    /// Which pin of the controller each vector comes from; nil: from none, the device writes the vector itself.
    private var pinOfVector = [Int?](repeating: nil, count: vectorCount)
    private(set) var pins = [InterruptPin](repeating: InterruptPin(), count: pinCount)

    init(at address: Word) {
        super.init(at: address, sizeBits: ObjectSize.pageBits, slotCount: InterruptTable.vectorCount)
    }

    static let vectorCount = 108
    static let pinCount = 24

    func connect(_ pin: Int, levelTriggered: Bool, activeLow: Bool, to vector: Int) {
        pinOfVector[vector] = pin
        pins[pin] = InterruptPin(isMasked: true, isLevelTriggered: levelTriggered, isActiveLow: activeLow)
    }

    func setMask(_ masked: Bool, of vector: Int) {
        if let pin = pinOfVector[vector] { pins[pin].isMasked = masked }
    }

    /// Nobody handles a vector any more: it has nothing to do with its pin from now on.
    func release(_ vector: Int) {
        setMask(true, of: vector)
        pinOfVector[vector] = nil
    }
}

/// What a pin of the interrupt controller is told.
struct InterruptPin: Equatable {
    var isMasked = true
    var isLevelTriggered = false
    var isActiveLow = false
}
