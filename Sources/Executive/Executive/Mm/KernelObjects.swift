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
    fileprivate let page: ObjectPage
}

/// A page that objects of one kind are made of, by way of pieces of untyped memory, each just large enough for one.
private final class ObjectPage {
    let number: Int
    /// Pieces that hold no object, and those that hold one.
    var free: [CapabilityPointer] = []
    var used = 0
    /// How many pieces the page still has room for.
    var room: Int

    init(number: Int, room: Int) {
        self.number = number
        self.room = room
    }

    var isFull: Bool { free.isEmpty && room == 0 }
}

/// Pages of kernel objects.
///
/// An object is made anew each time and revoked at its end. So nothing of a dead thread is left in the next one, not
/// even in its FPU registers, and every capability derived from an object goes with it. A page without objects goes back.
struct ObjectPool {
    /// Those with room, by kind.
    fileprivate var partial: [[ObjectPage]] = .init(repeating: [], count: KernelObjectKind.count)
    fileprivate(set) var inUse = 0
}

extension MemoryManager {
    /// One object. `.insufficientResources`, `.noMemory`.
    func makeObject<C: Capability>(
        _ kind: KernelObjectKind, as type: C.Type
    ) throws(NTStatus) -> KernelObject<C> {
        let bits = kind.objectBits(on: hardware)
        if objects.partial[kind.rawValue].isEmpty {
            // More than a few of the smallest kinds are never needed, and each piece takes a slot.
            let page = ObjectPage(number: try hardware.takePage(), room: min(32, Int(pageSize) >> bits))
            objects.partial[kind.rawValue].append(page)
        }
        let page = objects.partial[kind.rawValue][objects.partial[kind.rawValue].count - 1]
        page.used += 1
        do throws(NTStatus) {
            let piece = try takePiece(of: page, bits: bits)
            let slot: CapabilityPointer
            do throws(NTStatus) {
                slot = try hardware.takeSlot()
                do throws(NTStatus) {
                    try hardware.make(kind.type, sizeBits: kind.radix, of: Untyped(piece), into: slot)
                } catch {
                    hardware.giveBack(slot)
                    throw error
                }
            } catch {
                page.free.append(piece)
                throw error
            }
            if page.isFull { objects.partial[kind.rawValue].removeLast() }
            objects.inUse += 1
            return KernelObject(capability: C(slot), kind: kind, memory: piece, page: page)
        } catch {
            leave(page, of: kind)
            throw error
        }
    }

    private func takePiece(of page: ObjectPage, bits: Int) throws(NTStatus) -> CapabilityPointer {
        if let piece = page.free.popLast() { return piece }
        let slot = try hardware.takeSlot()
        do throws(NTStatus) {
            try hardware.make(.untyped, sizeBits: bits, of: hardware.untyped(of: page.number), into: slot)
        } catch {
            hardware.giveBack(slot)
            throw error
        }
        page.room -= 1
        return slot
    }

    /// Ends an object: it and everything derived from it are gone.
    func recycle<C: Capability>(_ object: KernelObject<C>) {
        hardware.revoke(object.memory)
        hardware.giveBack(object.capability.pointer)
        if object.page.isFull { objects.partial[object.kind.rawValue].append(object.page) }
        object.page.free.append(object.memory)
        objects.inUse -= 1
        leave(object.page, of: object.kind)
    }

    /// One object fewer is made of a page. The last one takes the page along.
    private func leave(_ page: ObjectPage, of kind: KernelObjectKind) {
        page.used -= 1
        guard page.used == 0 else { return }
        if let index = objects.partial[kind.rawValue].lastIndex(where: { $0 === page }) {
            objects.partial[kind.rawValue].remove(at: index)
            objects.partial[kind.rawValue].giveBackRoom()
        }
        hardware.giveBack(page: page.number)
        for piece in page.free { hardware.giveBack(piece) }
    }

    /// A capability to the same object that the kernel finds in one step. There are 64 places for such.
    func quick<C: Capability>(_ capability: C, at place: Word) -> C {
        C(hardware.quickCopy(of: capability.pointer, at: place))
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
