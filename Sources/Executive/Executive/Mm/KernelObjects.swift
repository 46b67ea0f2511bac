import NTABI
import SeL4
import SeL4ABI

/// The kinds of kernel object that threads and drivers are made of.
enum KernelObjectKind: Int {
    case thread, endpoint, notification
    /// The root of a thread's capability space: eight slots.
    case threadCNode
    /// A driver process's ports and interrupts: 64 slots.
    case deviceCNode

    static let count = 5

    fileprivate var type: SeL4ABI.ObjectType {
        switch self {
        case .thread: .thread
        case .endpoint: .endpoint
        case .notification: .notification
        case .threadCNode, .deviceCNode: .capabilityTable
        }
    }

    /// For a CNode, how many slots as a power of two.
    fileprivate var radix: Int {
        switch self {
        case .thread, .endpoint, .notification: 0
        case .threadCNode: 3
        case .deviceCNode: 6
        }
    }

    fileprivate func objectBits(on hardware: MemoryHardware) -> Int {
        switch self {
        case .thread: hardware.threadBits
        case .endpoint: ObjectSize.endpointBits
        case .notification: ObjectSize.notificationBits
        case .threadCNode, .deviceCNode: radix + ObjectSize.slotBits
        }
    }
}

/// A kernel object of the executive's and the memory it is made of.
struct KernelObject<C: Capability> {
    let capability: C
    let kind: KernelObjectKind
    fileprivate let memory: CapabilityPointer
}

/// Pieces of untyped memory, each just large enough for one object.
///
/// An object is made anew each time and revoked at its end. So nothing of a dead thread is left in the next one, not
/// even in its FPU registers, and every capability derived from an object goes with it.
struct ObjectPool {
    fileprivate var free: [[CapabilityPointer]] = .init(repeating: [], count: KernelObjectKind.count)
    fileprivate(set) var inUse = 0
    /// Slots of pieces that hold no object.
    var idle: Int { free.reduce(0) { $0 + $1.count } }
}

extension MemoryManager {
    /// One object. `.insufficientResources`.
    func makeObject<C: Capability>(
        _ kind: KernelObjectKind, as type: C.Type
    ) throws(NTStatus) -> KernelObject<C> {
        if objects.free[kind.rawValue].isEmpty {
            objects.free[kind.rawValue] = try hardware.makeUntypeds(bits: kind.objectBits(on: hardware))
        }
        let slot = try hardware.takeSlot()
        guard let piece = objects.free[kind.rawValue].popLast() else {
            throw .insufficientResources
        }
        do {
            try hardware.make(kind.type, sizeBits: kind.radix, of: Untyped(piece), into: slot)
        } catch {
            objects.free[kind.rawValue].append(piece)
            hardware.giveBack(slot)
            throw error
        }
        objects.inUse += 1
        return KernelObject(capability: C(slot), kind: kind, memory: piece)
    }

    /// A capability to the same object that the kernel finds in one step. There are 64 places for such.
    func quick<C: Capability>(_ capability: C, at place: Word) -> C {
        C(hardware.quickCopy(of: capability.pointer, at: place))
    }

    /// Ends an object: it and everything derived from it are gone.
    func recycle<C: Capability>(_ object: KernelObject<C>) {
        hardware.revoke(object.memory)
        hardware.giveBack(object.capability.pointer)
        objects.free[object.kind.rawValue].append(object.memory)
        objects.inUse -= 1
    }

    /// An empty slot of the executive's capability space. `.insufficientResources`.
    func allocateSlot() throws(NTStatus) -> CapabilityPointer { try hardware.takeSlot() }

    /// Gives a slot back; deletes what is in it.
    func freeSlot(_ slot: CapabilityPointer) {
        hardware.delete(slot)
        hardware.giveBack(slot)
    }

    /// The executive's capability space.
    var root: CNode { hardware.root }
}
