import CKernelTest
import SeL4ABI

/// Interrupts that stay until the device is calm, and those that are messages: tried with the event timer, where the
/// board has one (QEMU's sends messages with `-global hpet.msi=on`).
func deviceInterruptChecks() {
    guard let timer = EventTimer() else { return }
    if let pin = timer.pin { levels(timer, pin) }
    timer.stop()
    if timer.hasMessages { messages(timer) }
    timer.stop()
}

/// A handler capability, and the notification that it signals with badge 0x77.
private struct Handler {
    let slot = Pool.emptySlot()
    private let notification = Pool.make(.notification)

    func listen() {
        let none: InlineArray<0, Word> = []
        Invoke.call(slot, .irqHandlerSetNotification, none, [Slots.minted(notification, badge: 0x77)])
    }

    func acknowledge() { Invoke.call(slot, .irqHandlerAck) }

    /// Takes the signal that came, if one did.
    var hasSignal: Bool { Invoke.trap(.receiveNonBlocking, notification).badge == 0x77 }
    /// Whether none comes for some ticks.
    var isSilent: Bool {
        pause()
        return !hasSignal
    }
}

private func levels(_ timer: EventTimer, _ pin: Word) {
    let handler = Handler()
    succeed(
        "GetIOAPIC: level-triggered",
        Invoke.call(
            InitialSlot.irqControl, .irqControlGetIOAPIC, [handler.slot, 64, 0, pin, 1, 0, 50], [InitialSlot.cnode]))
    handler.listen()
    timer.raise(pin: pin)
    check("a level: the device raises it", comesTrue { timer.isRaised })
    check("before the first Ack it signals nobody", handler.isSilent)
    handler.acknowledge()
    check("then it does", comesTrue { handler.hasSignal })
    check("once, though it stays high", handler.isSilent)
    handler.acknowledge()
    check("while it is high each Ack lets it signal again", comesTrue { handler.hasSignal })
    timer.calm()
    handler.acknowledge()
    check("when the device is calm Ack brings nothing", handler.isSilent)
    timer.raise(pin: pin)
    check("until it raises it anew", comesTrue { handler.hasSignal })
    Slots.delete(handler.slot)
    check("with the handler deleted it may stay high", timer.isRaised && handler.isSilent)
    succeed(
        "GetIOAPIC of a pin that is high",
        Invoke.call(
            InitialSlot.irqControl, .irqControlGetIOAPIC, [handler.slot, 64, 0, pin, 1, 0, 51], [InitialSlot.cnode]))
    handler.listen()
    check("signals nobody before its first Ack", handler.isSilent)
    handler.acknowledge()
    check("and somebody then", comesTrue { handler.hasSignal })
    timer.calm()
    Slots.delete(handler.slot)
}

private func messages(_ timer: EventTimer) {
    let handler = Handler()
    let firstVector: Word = 0x30
    succeed(
        "GetMSI: for the event timer",
        Invoke.call(
            InitialSlot.irqControl, .irqControlGetMSI, [handler.slot, 64, 0, 0, 0, 0, 60], [InitialSlot.cnode]))
    timer.send(vector: firstVector + 60)
    check("a message before SetNotification signals nobody", handler.isSilent)
    handler.listen()
    check("not even later", handler.isSilent)
    timer.send(vector: firstVector + 60)
    check("a message signals the badge", comesTrue { handler.hasSignal })
    check("once", handler.isSilent)
    timer.send(vector: firstVector + 60)
    check("the next one does so without an Ack", comesTrue { handler.hasSignal })
    succeed("Ack is allowed", Invoke.call(handler.slot, .irqHandlerAck))
    timer.send(vector: firstVector + 61)
    check("a message with another vector signals nobody", handler.isSilent)
    timer.send(vector: firstVector + 108)
    check("nor does one with the vector behind all that can be had", handler.isSilent)
    timer.send(vector: firstVector + 60)
    check("and later ones arrive", comesTrue { handler.hasSignal })
    Invoke.call(handler.slot, .irqHandlerClear)
    timer.send(vector: firstVector + 60)
    check("after Clear it signals nobody", handler.isSilent)
    handler.listen()
    Slots.delete(handler.slot)
    timer.send(vector: firstVector + 60)
    check("nor with the handler deleted", handler.isSilent)
}
