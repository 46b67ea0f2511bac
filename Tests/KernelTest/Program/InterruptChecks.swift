import CKernelTest
import SeL4ABI

/// Device interrupts, tried with the timer that every PC has on pin 2 of its first IOAPIC.
func interruptChecks() {
    controlErrors()
    timer()
}

private let control = InitialSlot.irqControl

private func ioapic(
    _ slot: Word, chip: Word = 0, pin: Word = 2, level: Word = 0, polarity: Word = 0, vector: Word = 20
) -> Answer {
    Invoke.call(control, .irqControlGetIOAPIC, [slot, 64, chip, pin, level, polarity, vector], [InitialSlot.cnode])
}

private func message(
    _ slot: Word, bus: Word = 0, device: Word = 0, function: Word = 0, vector: Word = 30
) -> Answer {
    Invoke.call(control, .irqControlGetMSI, [slot, 64, bus, device, function, 0, vector], [InitialSlot.cnode])
}

private func controlErrors() {
    let slot = Pool.emptySlot()
    expect("another label is IllegalOperation", Invoke.call(control, .tcbSuspend), .illegalOperation)
    expect(
        "IRQControl_Get is IllegalOperation", Invoke.call(control, .irqControlGet, [1, slot, 64], [2]),
        .illegalOperation)
    expect(
        "GetIOAPIC: six words are too few", Invoke.call(control, .irqControlGetIOAPIC, [slot, 64, 0, 2, 0, 0], [2]),
        .truncatedMessage)
    expect(
        "GetIOAPIC: no root", Invoke.call(control, .irqControlGetIOAPIC, [slot, 64, 0, 2, 0, 0, 20]), .truncatedMessage)
    expect("GetIOAPIC: vector 108 is RangeError", ioapic(slot, vector: 108), .rangeError, [0, 107])
    expect("GetIOAPIC: a full slot is DeleteFirst", ioapic(control), .deleteFirst)
    equal("GetIOAPIC: a chip that is none is RangeError", ioapic(slot, chip: 40).label, 4)
    equal("GetIOAPIC: a pin that is none is RangeError", ioapic(slot, pin: 240).label, 4)
    expect("GetIOAPIC: level 2 is RangeError", ioapic(slot, level: 2), .rangeError, [0, 1])
    expect("GetIOAPIC: polarity 2 is RangeError", ioapic(slot, polarity: 2), .rangeError, [0, 1])
    check("what was refused made nothing", Slots.isEmpty(slot))
    expect(
        "GetMSI: six words are too few", Invoke.call(control, .irqControlGetMSI, [slot, 64, 0, 0, 0, 0], [2]),
        .truncatedMessage)
    expect("GetMSI: vector 108 is RangeError", message(slot, vector: 108), .rangeError, [0, 107])
    expect("GetMSI: bus 256 is RangeError", message(slot, bus: 256), .rangeError, [0, 255])
    expect("GetMSI: device 32 is RangeError", message(slot, device: 32), .rangeError, [0, 31])
    expect("GetMSI: function 8 is RangeError", message(slot, function: 8), .rangeError, [0, 7])
    succeed("GetMSI", message(slot, bus: 255, device: 31, function: 7))
    expect("a vector in use is RevokeFirst", message(Pool.emptySlot()), .revokeFirst)
    expect("for the IOAPIC as well", ioapic(Pool.emptySlot(), vector: 30), .revokeFirst)
    expect("which goes before the slot", message(control), .revokeFirst)
    let copy = Slots.copied(slot)
    Slots.delete(slot)
    expect("while a copy is there it stays in use", message(slot), .revokeFirst)
    Slots.delete(copy)
    succeed("with the last one it is free", message(slot))
    succeed("the last vector", message(Pool.emptySlot(), vector: 107))
}

private func timer() {
    let none: InlineArray<0, Word> = []
    let (handler, ports) = (Pool.emptySlot(), Pool.emptySlot())
    let notification = Pool.make(.notification)
    let badged = Slots.minted(notification, badge: 0x99)
    succeed("GetIOAPIC", ioapic(handler))
    expect("handler: another label", Invoke.call(handler, .tcbSuspend), .illegalOperation)
    expect("SetNotification: nothing given", Invoke.call(handler, .irqHandlerSetNotification), .truncatedMessage)
    expect(
        "SetNotification: no notification", Invoke.call(handler, .irqHandlerSetNotification, none, [2]),
        .invalidCapability, [0])
    expect(
        "SetNotification: without Write",
        Invoke.call(handler, .irqHandlerSetNotification, none, [Slots.copied(notification, rights: 2)]),
        .invalidCapability, [0])
    succeed("SetNotification", Invoke.call(handler, .irqHandlerSetNotification, none, [badged]))
    Invoke.call(InitialSlot.ioPortControl, .ioPortControlIssue, [0x40, 0x43, ports, 64], [2])
    // Channel 0 as a rate generator of some 291 Hz.
    Invoke.call(ports, .ioPortOut8, [0x43, 0x34])
    Invoke.call(ports, .ioPortOut8, [0x40, 0x00])
    Invoke.call(ports, .ioPortOut8, [0x40, 0x10])
    succeed("Ack unmasks the pin", Invoke.call(handler, .irqHandlerAck))
    equal("an interrupt signals the badge", Invoke.trap(.receive, notification).badge, 0x99)
    // An edge that comes between the processor's taking an interrupt and the kernel's masking it is one more signal:
    // so these look several times, or throw away what came too much.
    func poll() -> Word { Invoke.trap(.receiveNonBlocking, notification).badge }
    check(
        "until the next Ack there is no other",
        holdsUndisturbed(times: 1) {
            pause()
            if poll() == 0 { return true }
            Invoke.call(handler, .irqHandlerAck)
            Invoke.trap(.receive, notification)
            return false
        })
    Invoke.call(handler, .irqHandlerAck)
    equal("then there is", Invoke.trap(.receive, notification).badge, 0x99)
    let other = Slots.minted(notification, badge: 0x11)
    Invoke.call(handler, .irqHandlerSetNotification, none, [other])
    _ = poll()
    Invoke.call(handler, .irqHandlerAck)
    equal("another SetNotification takes the first one's place", Invoke.trap(.receive, notification).badge, 0x11)
    succeed("Clear", Invoke.call(handler, .irqHandlerClear))
    _ = poll()
    Invoke.call(handler, .irqHandlerAck)
    pause()
    equal("then nobody is signalled", Invoke.trap(.receiveNonBlocking, notification).badge, 0)
    succeed("Clear again", Invoke.call(handler, .irqHandlerClear))
    Invoke.call(handler, .irqHandlerSetNotification, none, [badged])
    Invoke.call(handler, .irqHandlerAck)
    Invoke.trap(.receive, notification)
    Slots.delete(handler)
    _ = poll()
    pause()
    equal("a deleted handler signals nobody", Invoke.trap(.receiveNonBlocking, notification).badge, 0)
    succeed("its vector is free", ioapic(handler))
    Invoke.call(ports, .ioPortOut8, [0x43, 0x30])
    Slots.revoke(control)
    check("Revoke of IRQ control deletes handlers", Slots.isEmpty(handler))
    succeed("whose vectors are free then", ioapic(handler))
    Slots.delete(handler)
    Slots.delete(ports)
}
