import CNT
import NTABI
import SeL4
import SeL4ABI

/// A routine that a thread calls in the middle of an alertable wait: an asynchronous procedure call.
class UserAPC {
    /// `void routine(context, first, second)`, in the thread's process.
    final let routine: UInt
    final let context: UInt
    final var first: UInt
    final var second: UInt
    /// It is in a thread's queue, and in no other.
    final var isQueued = false

    init(_ routine: UInt, _ context: UInt, _ first: UInt = 0, _ second: UInt = 0) {
        self.routine = routine
        self.context = context
        self.first = first
        self.second = second
    }

    /// The thread is about to make the call.
    func taken() {}
}

extension Executive {
    /// Queues a call. One that is queued already is made once; a thread that ends makes none.
    func queue(_ call: UserAPC, to thread: Thread) {
        guard !thread.isTerminating, !call.isQueued else { return }
        call.isQueued = true
        thread.queuedCalls.append(call)
        thread.process.quota.add(Cost.queuedCall)
        if thread.parkedStack != nil, thread.waitIsAlertable {
            thread.makesCall = true
            endWait(of: thread, with: .userApc)
        }
    }

    /// Takes a call back that has not been made.
    func withdraw(_ call: UserAPC, from thread: Thread) {
        guard call.isQueued else { return }
        call.isQueued = false
        thread.queuedCalls.removeAll { $0 === call }
        thread.process.quota.remove(Cost.queuedCall)
    }

    /// What an alertable wait that cannot be satisfied ends with at once: `.alerted`, `.userApc` if calls are queued; or nil.
    @inline(never)
    func interruption(of thread: Thread) -> NTStatus? {
        if thread.takeAlert() { return .alerted }
        guard !thread.queuedCalls.isEmpty else { return nil }
        thread.makesCall = true
        return .userApc
    }

    /// Has a thread that leaves a service go on with the first call of its queue, and then behind the service with `answer`.
    /// Without a stack to make the call on its process ends, with a report.
    func beginCall(of thread: Thread, answer: UInt) {
        thread.makesCall = false
        guard let call = thread.queuedCalls.first else { return }
        thread.queuedCalls.removeFirst()
        thread.process.quota.remove(Cost.queuedCall)
        call.isQueued = false
        call.taken()
        var registers = thread.pendingContext ?? thread.contextBehindService
        if thread.pendingContext == nil { registers.setAnswer(answer) }
        do throws(NTStatus) {
            thread.pendingContext = try callContext(call, registers, thread)
        } catch {
            reportUnhandled(ExceptionRecord(error, at: registers.instructionPointer), in: thread)
            terminate(thread.process, status: error)
        }
    }

    /// Writes a CONTEXT, and behind it what an interrupt would leave, below the stack pointer; the CONTEXT's home places
    /// hold the call. Returns the registers of KiUserApcDispatcher's first instruction.
    private func callContext(
        _ call: UserAPC, _ registers: UserContext, _ thread: Thread
    ) throws(NTStatus) -> UserContext {
        var context = CONTEXT(registers)
        context.setCall(call.routine, (call.context, call.first, call.second))
        let size = UInt(MemoryLayout<CONTEXT>.size)
        let stack = registers.stack
        let place = (stack &- size &- UInt(MemoryLayout<MachineFrame>.size)) & ~15
        guard place < stack else { throw .accessViolation }
        try thread.process.write(context, to: UserPointer(required: place))
        try thread.process.write(MachineFrame(context), to: UserPointer(required: place + size))
        var next = registers
        next.enter(systemLibrary.apcDispatcher, stack: place)
        return next
    }
}
