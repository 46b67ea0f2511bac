import NTABI
import SeL4
import SeL4ABI

extension Hal {
    /// Has the ISA interrupt `irq` signal a notification from now on. `.deviceBusy` if somebody has it.
    func route(
        _ irq: UInt8, vector: Word, levelSensitive: Bool = false, to notification: Notification
    ) throws(NTStatus) -> IRQHandler {
        let wiring = InterruptWiring(irq: irq, madt: tables?.table("APIC"))
        let slot = try memory.allocateSlot()
        do {
            try IRQControl(CapabilityPointer(InitialSlot.irqControl)).handler(
                ioapic: wiring.ioapic, pin: wiring.pin, levelTriggered: wiring.isLevelTriggered || levelSensitive,
                activeLow: wiring.isActiveLow, vector: vector, into: slot, of: memory.root)
            try IRQHandler(slot).setNotification(notification)
            try IRQHandler(slot).acknowledge()
        } catch {
            memory.freeSlot(slot)
            throw .deviceBusy
        }
        return IRQHandler(slot)
    }
}

/// The interrupt vectors the executive asks the kernel for.
enum InterruptVector {
    static let tick: Word = 0
    static func ofDrivers(_ irq: UInt8) -> Word { 1 + Word(irq) }
}
