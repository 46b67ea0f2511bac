import CKernelTest
import SeL4ABI

/// The TCB operations on priorities, spaces, buffer and notification.
func threadChecks() {
    priorities()
    spaces()
    buffers()
    suspension()
    binding()
    flags()
}

private let own = InitialSlot.thread

private func priorities() {
    let thread = Pool.make(.thread)
    let endpoint = Pool.make(.endpoint)
    let none: InlineArray<0, Word> = []
    expect("another label is IllegalOperation", Invoke.call(thread, .untypedRetype), .illegalOperation)
    expect("SetPriority: a word is missing", Invoke.call(thread, .tcbSetPriority, none, [own]), .truncatedMessage)
    expect("SetPriority: the authority is missing", Invoke.call(thread, .tcbSetPriority, [1]), .truncatedMessage)
    expect(
        "SetPriority: the authority is no thread", Invoke.call(thread, .tcbSetPriority, [1], [endpoint]),
        .invalidCapability, [1])
    expect(
        "SetPriority: above the authority's maximum", Invoke.call(thread, .tcbSetPriority, [256], [own]), .rangeError,
        [0, 255])
    expect("SetPriority: far above it", Invoke.call(thread, .tcbSetPriority, [.max], [own]), .rangeError, [0, 255])
    succeed("SetPriority: the maximum itself", Invoke.call(thread, .tcbSetPriority, [255], [own]))
    expect("a new thread's maximum is 0", Invoke.call(thread, .tcbSetPriority, [1], [thread]), .rangeError, [0, 0])
    succeed("which allows 0", Invoke.call(thread, .tcbSetPriority, [0], [thread]))
    expect(
        "SetMCPriority: the authority is no thread", Invoke.call(thread, .tcbSetMCPriority, [1], [endpoint]),
        .invalidCapability, [1])
    expect(
        "SetMCPriority: above the authority's maximum", Invoke.call(thread, .tcbSetMCPriority, [256], [own]),
        .rangeError, [0, 255])
    expect("SetMCPriority: nothing given", Invoke.call(thread, .tcbSetMCPriority), .truncatedMessage)
    succeed("SetMCPriority", Invoke.call(thread, .tcbSetMCPriority, [42], [own]))
    expect("then it is the limit", Invoke.call(thread, .tcbSetPriority, [43], [thread]), .rangeError, [0, 42])
    succeed("and allows itself", Invoke.call(thread, .tcbSetPriority, [42], [thread]))
    succeed("a maximum may be lowered below the priority", Invoke.call(thread, .tcbSetMCPriority, [7], [thread]))
    expect(
        "SetSchedParams: one word is too few", Invoke.call(thread, .tcbSetSchedParams, [1], [own]), .truncatedMessage)
    expect(
        "SetSchedParams: the authority is no thread", Invoke.call(thread, .tcbSetSchedParams, [1, 1], [endpoint]),
        .invalidCapability, [1])
    expect(
        "SetSchedParams: the maximum is checked", Invoke.call(thread, .tcbSetSchedParams, [8, 1], [thread]),
        .rangeError, [0, 7])
    expect(
        "SetSchedParams: the priority is checked", Invoke.call(thread, .tcbSetSchedParams, [1, 8], [thread]),
        .rangeError, [0, 7])
    succeed("SetSchedParams", Invoke.call(thread, .tcbSetSchedParams, [20, 30], [own]))
    expect("it set the maximum", Invoke.call(thread, .tcbSetMCPriority, [21], [thread]), .rangeError, [0, 20])
}

private func spaces() {
    let probe = Probe()
    let (thread, endpoint) = (probe.thread, Pool.make(.endpoint))
    let (cnode, vspace, frame) = (InitialSlot.cnode, InitialSlot.vspace, probe.frame)
    expect(
        "Configure: three words are too few", Invoke.call(thread, .tcbConfigure, [0, 0, 0], [cnode, vspace, frame]),
        .truncatedMessage)
    expect(
        "Configure: two capabilities are too few", Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [cnode, vspace]),
        .truncatedMessage)
    expect(
        "Configure: cspace is no CNode", Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [endpoint, vspace, frame]),
        .illegalOperation)
    expect(
        "Configure: cspace is empty", Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [0, vspace, frame]),
        .illegalOperation)
    expect(
        "Configure: vspace is no PML4", Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [cnode, endpoint, frame]),
        .illegalOperation)
    expect(
        "Configure: vspace has no ASID",
        Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [cnode, Pool.make(.pml4), frame]), .illegalOperation)
    expect(
        "Configure: the buffer is no frame",
        Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0x1000], [cnode, vspace, endpoint]), .illegalOperation)
    expect(
        "Configure: the buffer is misaligned",
        Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0x1200], [cnode, vspace, frame]), .alignmentError)
    succeed(
        "Configure: without a buffer the third capability may be null",
        Invoke.call(thread, .tcbConfigure, [0, 0, 0, 0], [cnode, vspace, 0]))
    succeed(
        "Configure: the fault handler is not checked",
        Invoke.call(thread, .tcbConfigure, [.max, 0, 0, 0], [cnode, vspace, 0]))
    expect(
        "SetSpace: two words are too few", Invoke.call(thread, .tcbSetSpace, [0, 0], [cnode, vspace]), .truncatedMessage
    )
    expect(
        "SetSpace: one capability is too few", Invoke.call(thread, .tcbSetSpace, [0, 0, 0], [cnode]), .truncatedMessage)
    expect(
        "SetSpace: cspace is no CNode", Invoke.call(thread, .tcbSetSpace, [0, 0, 0], [vspace, vspace]),
        .illegalOperation)
    expect(
        "SetSpace: vspace is no PML4", Invoke.call(thread, .tcbSetSpace, [0, 0, 0], [cnode, cnode]), .illegalOperation)
    let node = Pool.make(.capabilityTable, bits: 6)
    expect(
        "SetSpace: a guard that does not fit", Invoke.call(thread, .tcbSetSpace, [0, 59, 0], [node, vspace]),
        .illegalOperation)
    succeed("SetSpace", Invoke.call(thread, .tcbSetSpace, [0, 58, 0], [node, vspace]))
    // The thread's own capability is a child of the one that it was set from.
    probe.run(.receive, 1)
    _ = Invoke.call(node, .cnodeCopy, [1, 6, endpoint, 64, 15], [cnode])
    probe.run(.receive, 1)
    check("the new CSpace is used", probe.isInCall)
    Invoke.trap(.sendNonBlocking, endpoint, 9 << 12)
    equal("the thread waits in it", probe.label, 9)
}

private func buffers() {
    let probe = Probe()
    let endpoint = Pool.make(.endpoint)
    expect("SetIPCBuffer: nothing given", Invoke.call(probe.thread, .tcbSetIPCBuffer), .truncatedMessage)
    expect("SetIPCBuffer: the frame is missing", Invoke.call(probe.thread, .tcbSetIPCBuffer, [0]), .truncatedMessage)
    expect(
        "SetIPCBuffer: no frame", Invoke.call(probe.thread, .tcbSetIPCBuffer, [0x1000], [endpoint]), .illegalOperation)
    expect(
        "SetIPCBuffer: misaligned", Invoke.call(probe.thread, .tcbSetIPCBuffer, [0x1008], [probe.frame]),
        .alignmentError)
    succeed(
        "SetIPCBuffer: a quarter of the frame", Invoke.call(probe.thread, .tcbSetIPCBuffer, [0x1400], [probe.frame]))
    store(probe.buffer + 0x400 + 8 + 8 * 5, 555)
    probe.run(.send, endpoint, 6)
    let message = Invoke.trap(.receiveNonBlocking, endpoint)
    equal("the buffer is found through the frame, by the address within it", message.word(5), 555)
    succeed("SetIPCBuffer: address 0 takes the buffer away", Invoke.call(probe.thread, .tcbSetIPCBuffer, [0], [0]))
    probe.run(.send, endpoint, 6)
    equal("without a buffer a message has four words", Invoke.trap(.receiveNonBlocking, endpoint).length, 4)
    let (large, place) = (Pool.make(.largePage), Pool.address(tables: false))
    _ = Pool.map(large, place)
    succeed(
        "SetIPCBuffer: within a large page", Invoke.call(probe.thread, .tcbSetIPCBuffer, [place + 0x12_3400], [large]))
    store(place + 0x12_3400 + 8 + 8 * 5, 557)
    probe.run(.send, endpoint, 6)
    equal(
        "a buffer lies where its address says within a large page", Invoke.trap(.receiveNonBlocking, endpoint).word(5),
        557)
    let readOnly = Slots.copied(probe.frame, rights: 2)
    succeed("SetIPCBuffer: read-only", Invoke.call(probe.thread, .tcbSetIPCBuffer, [probe.buffer], [readOnly]))
    probe.setWord(5, 556)
    probe.run(.send, endpoint, 6)
    equal("a read-only buffer can be sent from", Invoke.trap(.receiveNonBlocking, endpoint).word(5), 556)
    probe.run(.receive, endpoint)
    Invoke.trap(.sendNonBlocking, endpoint, 6, 1, 2, 3, 4)
    equal("but not received into", probe.register(.messageInfo) & 0x7F, 4)
}

private func suspension() {
    let probe = Probe()
    let endpoint = Pool.make(.endpoint)
    succeed("Suspend of a new thread", Invoke.call(probe.thread, .tcbSuspend))
    succeed("Suspend again", Invoke.call(probe.thread, .tcbSuspend))
    succeed("Resume of a running thread does nothing", Invoke.call(own, .tcbResume))
    probe.run(.send, endpoint, 1, 11)
    probe.suspend()
    Invoke.trap(.receiveNonBlocking, endpoint)
    equal("a suspended sender has left the queue", Invoke.trap(.receiveNonBlocking, endpoint).badge, 0)
    probe.resume()
    equal("resumed it sends again", Invoke.trap(.receiveNonBlocking, endpoint).words.0, 11)
    check("and goes on", probe.isDone)
    probe.run(.call, endpoint, 1, 12)
    Invoke.trap(.receiveNonBlocking, endpoint)
    probe.suspend()
    probe.resume()
    equal("a caller suspended before the reply calls again", Invoke.trap(.receiveNonBlocking, endpoint).words.0, 12)
    probe.run(.receive, endpoint)
    probe.resume()
    check("Resume of a waiting thread restarts its system call", probe.isInCall)
    Invoke.trap(.sendNonBlocking, endpoint, 3 << 12)
    equal("which waits again", probe.label, 3)
    let bare = Pool.make(.thread)
    succeed("a thread without spaces is resumed", Invoke.call(bare, .tcbResume))
    Invoke.call(bare, .tcbSetPriority, [150], [own])
    check("and stops by itself", true)
    Slots.delete(bare)
    let copy = Slots.copied(probe.thread)
    probe.run(.receive, endpoint)
    Slots.delete(probe.thread)
    equal("a thread lives as long as a capability to it", Invoke.call(copy, .tcbReadRegisters, [0, 1]).label, 0)
    Slots.delete(copy)
    Invoke.trap(.sendNonBlocking, endpoint, 1, 99)
    equal("deleted it has left the queue", Invoke.trap(.receiveNonBlocking, endpoint).badge, 0)
}

private func binding() {
    let probe = Probe()
    let notification = Pool.make(.notification)
    let bind = InvocationLabel.tcbBindNotification
    let none: InlineArray<0, Word> = []
    expect("BindNotification: nothing given", Invoke.call(probe.thread, bind), .truncatedMessage)
    expect("BindNotification: no notification", Invoke.call(probe.thread, bind, none, [own]), .illegalOperation)
    expect(
        "BindNotification: without Read",
        Invoke.call(probe.thread, bind, none, [Slots.copied(notification, rights: 1)]), .illegalOperation)
    expect("UnbindNotification: nothing bound", Invoke.call(probe.thread, .tcbUnbindNotification), .illegalOperation)
    let waiter = Probe()
    waiter.run(.receive, notification)
    expect(
        "BindNotification: somebody waits for it", Invoke.call(probe.thread, bind, none, [notification]),
        .illegalOperation)
    waiter.suspend()
    succeed("BindNotification", Invoke.call(probe.thread, bind, none, [notification]))
    expect(
        "BindNotification: the thread has one", Invoke.call(probe.thread, bind, none, [Pool.make(.notification)]),
        .illegalOperation)
    expect(
        "BindNotification: the notification has one", Invoke.call(waiter.thread, bind, none, [notification]),
        .illegalOperation)
    succeed("UnbindNotification", Invoke.call(probe.thread, .tcbUnbindNotification))
    succeed("then it can be bound elsewhere", Invoke.call(waiter.thread, bind, none, [notification]))
    Slots.revoke(notification)
    Slots.delete(notification)
    expect(
        "deleting the notification unbinds it", Invoke.call(waiter.thread, .tcbUnbindNotification), .illegalOperation)
}

private func flags() {
    let thread = Pool.make(.thread)
    expect("SetFlags: one word is too few", Invoke.call(thread, .tcbSetFlags, [0]), .truncatedMessage)
    expect("SetFlags: a new thread has none", Invoke.call(thread, .tcbSetFlags, [0, 0]), .noError, [0])
    expect("SetFlags: set", Invoke.call(thread, .tcbSetFlags, [0, 1]), .noError, [1])
    expect("SetFlags: nothing to do tells them", Invoke.call(thread, .tcbSetFlags, [0, 0]), .noError, [1])
    expect("SetFlags: clear, then set", Invoke.call(thread, .tcbSetFlags, [1, 1]), .noError, [1])
    expect("SetFlags: unknown bits are ignored", Invoke.call(thread, .tcbSetFlags, [1, .max - 1]), .noError, [0])
    expect("SetTLSBase: nothing given", Invoke.call(thread, .tcbSetTLSBase), .truncatedMessage)
}
