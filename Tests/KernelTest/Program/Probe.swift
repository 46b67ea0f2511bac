import CKernelTest
import SeL4ABI

/// A thread that does one thing and stops: a system call with given registers, or a piece of Start.S.
///
/// It outranks the thread that runs the checks, so that it has stopped or waits when `run` returns. It has
/// no fault handler unless it is given one: then the stop at its end makes it inactive, where its registers
/// can be read.
struct Probe {
    let thread: Word
    /// Its IPC buffer: the frame's capability, and its address, which is the same for us.
    let frame: Word
    let buffer: Word
    static let priority: Word = 150

    init(faultHandler: Word = 0, priority: Word = Probe.priority) {
        thread = Pool.make(.thread)
        frame = Pool.make(.page)
        buffer = Pool.address()
        _ = Pool.map(frame, buffer)
        let configured = Invoke.call(
            thread, .tcbConfigure, [faultHandler, 0, 0, buffer],
            [InitialSlot.cnode, InitialSlot.vspace, frame])
        if configured.label != 0 { check("configuring a thread of this test", false, configured.label) }
        setPriority(priority)
    }

    @discardableResult func setPriority(_ priority: Word) -> Answer {
        Invoke.call(thread, .tcbSetPriority, [priority], [InitialSlot.thread])
    }

    /// Starts it at one of Start.S's pieces; a piece that returns stops then.
    func start(at address: UInt64, rdi: Word = 0, rsi: Word = 0, rax: Word = 0, stack: UInt64 = 0) {
        Invoke.call(thread, .tcbSuspend)
        let top = Word(probe_stack(stack)) - 8
        store(top, Word(address_of_probe_end()))
        Invoke.call(
            thread, .tcbWriteRegisters,
            [1, 20, Word(address), top, 0, rax, 0, 0, 0, rsi, rdi, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    /// Lets it do one system call. Registers it has no use for are 0x1000 and up.
    func run(
        _ number: SystemCall, _ capability: Word, _ info: Word = 0, _ m0: Word = 0, _ m1: Word = 0,
        _ m2: Word = 0, _ m3: Word = 0
    ) {
        Invoke.call(thread, .tcbSuspend)
        Invoke.call(
            thread, .tcbWriteRegisters,
            [
                1, 20, Word(address_of_probe_call()), 0x1001, 0x202, 0x1003, 0x1004, 0x1005,
                Word(bitPattern: number.rawValue), info, capability, 0x1009, m1, m2, m0, 0x1013,
                0x1014, 0x1015, 0x1016, m3, 0, 0,
            ])
    }

    /// One of its registers, as TCB_ReadRegisters tells it.
    func register(_ register: Register) -> Word {
        Invoke.call(thread, .tcbReadRegisters, [0, 20]).word(register.rawValue)
    }

    /// It came behind its system call and stopped there.
    var isDone: Bool { register(.rip) == Word(address_of_probe_end()) }
    /// It waits in its system call, or will start it anew.
    var isInCall: Bool { register(.rip) == Word(address_of_probe_call()) }
    var badge: Word { register(.badge) }
    var label: Word { register(.messageInfo) >> 12 }

    func suspend() { Invoke.call(thread, .tcbSuspend) }
    @discardableResult func resume() -> Answer { Invoke.call(thread, .tcbResume) }

    /// Message register `index` that it got or sends.
    func word(_ index: Int) -> Word { load(buffer + 8 + 8 * Word(index)) }
    func setWord(_ index: Int, _ value: Word) { store(buffer + 8 + 8 * Word(index), value) }
}
