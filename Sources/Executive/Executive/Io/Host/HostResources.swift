import NTABI
import SeL4
import SeL4ABI

/// The kernel objects of one driver process: its doorbells, and the capabilities to hardware it was given.
final class HostResources {
    private let doorbell: KernelObject<Notification>
    /// Rung for the driver's dispatch thread.
    let bell: Notification
    private let space: KernelObject<CNode>
    /// The bit of the executive's notification that the driver rings.
    let bit: Word

    private struct Interrupt {
        let notification: KernelObject<Notification>
        let handler: IRQHandler
        let notificationSlot: Word
        let handlerSlot: Word
    }
    private var interrupts: [Interrupt] = []
    private var ports: [(range: ClosedRange<UInt16>, slot: Word)] = []
    private var freeSlots: [Word] = Array((0..<64).reversed())

    private static let firstCapability: Word = 0xC0
    private static let depth: Word = 6

    private init(
        _ doorbell: KernelObject<Notification>, _ bell: Notification, _ space: KernelObject<CNode>, bit: Word
    ) {
        self.doorbell = doorbell
        self.bell = bell
        self.space = space
        self.bit = bit
    }

    /// Makes the doorbell. `bit` is this process's among those of the executive's notification.
    static func make(_ executive: Executive, bit: Word) throws(NTStatus) -> HostResources {
        let memory = executive.memory
        let doorbell = try memory.makeObject(.notification, as: Notification.self)
        let space: KernelObject<CNode>
        do throws(NTStatus) {
            space = try memory.makeObject(.deviceCNode, as: CNode.self)
        } catch {
            memory.recycle(doorbell)
            throw error
        }
        // Places 0 and 1 are the executive's own; hosts that share a bit share no place.
        let bell = memory.quick(doorbell.capability, at: 2 + Word(bit.trailingZeroBitCount))
        return HostResources(doorbell, bell, space, bit: bit)
    }

    /// Gives a thread of the process what it may use: the devices, its end of the doorbell, and the executive's
    /// notification to ring.
    func install(
        in thread: CNode, devices: CapabilityPointer, requests: CapabilityPointer, completions: CapabilityPointer,
        depth: Word, _ executive: Executive
    ) throws(InvocationError) {
        let root = executive.memory.root
        try thread.mint(
            space.capability.pointer, of: root, to: devices, depth: depth,
            badge: CNodeGuard(guardBits: 0, size: 0).rawValue)
        try thread.mint(
            doorbell.capability.pointer, of: root, to: requests, depth: depth, rights: .read, badge: 0)
        try thread.mint(
            executive.notification.pointer, of: root, to: completions, depth: depth, rights: .write,
            badge: Badge.notification | bit)
    }

    /// A capability to I/O ports. Returns the driver's CPtr.
    func openPorts(
        _ range: ClosedRange<UInt16>, _ executive: Executive
    ) throws(NTStatus) -> Word {
        for entry in ports where entry.range == range { return Self.firstCapability + entry.slot }
        guard let slot = freeSlots.last else { throw .insufficientResources }
        guard let port = executive.hal.port(range) else { throw .deviceBusy }
        try give(port.pointer, rights: .all, in: slot, executive.memory)
        freeSlots.removeLast()
        ports.append((range, slot))
        return Self.firstCapability + slot
    }

    /// Routes an ISA interrupt to a notification of its own. Returns the driver's CPtrs of notification and handler.
    func connectInterrupt(
        _ irq: UInt8, levelSensitive: Bool, _ executive: Executive
    ) throws(NTStatus) -> (notification: Word, handler: Word) {
        let memory = executive.memory
        guard freeSlots.count >= 2 else { throw .insufficientResources }
        let notificationSlot = freeSlots[freeSlots.count - 1]
        let handlerSlot = freeSlots[freeSlots.count - 2]
        let notification = try memory.makeObject(.notification, as: Notification.self)
        let handler: IRQHandler
        do throws(NTStatus) {
            handler = try executive.hal.route(
                irq, vector: InterruptVector.ofDrivers(irq), levelSensitive: levelSensitive,
                to: notification.capability)
        } catch {
            memory.recycle(notification)
            throw error
        }
        do throws(NTStatus) {
            try give(notification.capability.pointer, rights: .all, in: notificationSlot, memory)
            try give(handler.pointer, rights: .all, in: handlerSlot, memory)
        } catch {
            memory.freeSlot(handler.pointer)
            memory.recycle(notification)
            throw error
        }
        freeSlots.removeLast(2)
        interrupts.append(
            Interrupt(
                notification: notification, handler: handler, notificationSlot: notificationSlot,
                handlerSlot: handlerSlot))
        return (Self.firstCapability + notificationSlot, Self.firstCapability + handlerSlot)
    }

    /// Takes an interrupt away again; `handler` is the driver's CPtr. `.invalidParameter` for what is none.
    func disconnectInterrupt(_ handler: Word, _ memory: MemoryManager) throws(NTStatus) {
        guard
            let index = interrupts.firstIndex(where: {
                Self.firstCapability + $0.handlerSlot == handler
            })
        else { throw .invalidParameter }
        let interrupt = interrupts.remove(at: index)
        for slot in [interrupt.handlerSlot, interrupt.notificationSlot] {
            // Fails only for a slot that is not the driver's, and these are.
            try? space.capability.delete(CapabilityPointer(slot), depth: Self.depth)
        }
        freeSlots += [interrupt.handlerSlot, interrupt.notificationSlot]
        release(interrupt, memory)
    }

    private func release(_ interrupt: Interrupt, _ memory: MemoryManager) {
        memory.freeSlot(interrupt.handler.pointer)
        memory.recycle(interrupt.notification)
    }

    private func give(
        _ capability: CapabilityPointer, rights: CapabilityRights, in slot: Word,
        _ memory: MemoryManager
    ) throws(NTStatus) {
        do {
            try space.capability.mint(
                capability, of: memory.root, to: CapabilityPointer(slot), depth: Self.depth,
                rights: rights, badge: 0)
        } catch { throw .insufficientResources }
    }

    /// The process is gone.
    func release(_ memory: MemoryManager) {
        // The process's copies go first, so that an interrupt's handler is the last capability to it.
        memory.recycle(space)
        for interrupt in interrupts { release(interrupt, memory) }
        memory.recycle(doorbell)
    }
}
