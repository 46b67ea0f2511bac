import SeL4ABI

@testable import Microkernel

extension World {
    /// Performs an operation in the kernel and in the model, and compares everything that can be seen after it.
    func perform(_ operation: Operation) throws(Disagreement) {
        // Only interrupts come while nobody runs.
        if model.current == nil && !operation.comesFromOutside { return }
        switch operation {
        case .call(let call): enter(call)
        case .useFPU(let value): useFPU(value)
        case .exception(let vector, let code, let address):
            leaveSystemCall()
            kernel.handleException(vector: vector, error: code, address: address)
            model.exception(vector: vector, code: code, address: address)
        case .softwareInterrupt(let vector):
            leaveSystemCall()
            kernel.current[.rip] &+= 2
            kernel.handleSoftwareInterrupt(vector: vector)
            let number = Word(vector) << 24 | model.caller[.rax] & 0xff_ffff
            model.raise(.unknownSyscall(number), in: model.caller)
        case .interrupt(let vector):
            leaveSystemCall()
            kernel.handleInterrupt(vector: vector)
            model.interrupt(vector)
        case .tick:
            leaveSystemCall()
            kernel.handleTimerTick()
            model.tick()
        }
        _ = kernel.prepareToRun()
        model.schedule()
        if case .useFPU(let value) = operation { write(value) }
        if isOver { return }
        try compare()
        try checkInvariants()
        countIdleOperation()
    }

    /// An instruction of the FPU. With that switched off it raises an exception, and is made again if that was all.
    private func useFPU(_ value: Word) {
        leaveSystemCall()
        if SimulatedMachine.isFPUEnabled { return }
        kernel.handleException(vector: 7, error: 0, address: 0)
        model.exception(vector: 7, code: 0, address: 0)
    }

    private func write(_ value: Word) {
        guard SimulatedMachine.isFPUEnabled, let thread = model.current, thread.usesFPU else { return }
        SimulatedMachine.fpu = value
        thread.fpu = value
    }

    /// The thread is interrupted while it runs its own code.
    private func leaveSystemCall() {
        guard let thread = model.current else { return }
        kernel.current.entryKind = .trap
        thread.isInSystemCall = false
    }

    private func enter(_ call: SystemCallArguments) {
        let (thread, modelled) = (kernel.current, model.caller)
        let info = MessageInfo(
            label: call.label, length: call.length, extraCapabilities: call.capabilities.count
        ).rawValue
        let number = Word(bitPattern: call.number)
        thread[.systemCall] = number
        modelled[.systemCall] = number
        thread[.capability] = call.pointer
        modelled[.capability] = call.pointer
        thread[.messageInfo] = info
        modelled[.messageInfo] = info
        writeMessage(of: call, thread, modelled)
        thread[.rip] &+= 2
        thread.entryKind = .systemCall
        modelled[.rip] &+= 2
        modelled.isInSystemCall = true
        let start = thread[.rip]
        let target = target(of: thread)

        // The model's calls are never interrupted: the kernel's, taken up again until they are done, do the same.
        SimulatedMachine.pendingInterrupts = call.preemptions
        model.systemCall()
        repeat {
            let pending = SimulatedMachine.pendingInterrupts
            kernel.workUnits = TestedKernel.workUnitsPerPreemptionPoint - 1
            // What may be cut short goes on with the same thread: nothing decides yet who runs next.
            if call.preemptions > 0 { kernel.handleSystemCall() } else { _ = kernel.enter() }
            let isPreempted = SimulatedMachine.pendingInterrupts < pending
            guard isPreempted else { break }
            guard thread.isRunnable && thread[.rip] == start &- 2 && self.target(of: thread) == target else {
                // A caller that its own call stopped, or that lost the way to what it works on, leaves it half done.
                isOver = true
                break
            }
            thread[.rip] = start
        } while true
        SimulatedMachine.pendingInterrupts = 0
    }

    /// The slot that an operation on a CNode works on, by its address; 0 if there is none.
    private func target(of thread: TestedKernel.Thread) -> Word {
        guard let slot = try? kernel.lookUp(thread[.capability], in: thread) else { return 0 }
        guard slot.capability.kind == .cnode else { return slot.address.rawValue }
        let target = try? kernel.lookUpExactly(
            thread[.r10], depth: thread[.r8], in: slot.capability, isSource: false)
        return target?.address.rawValue ?? 0
    }

    private func writeMessage(
        of call: SystemCallArguments, _ thread: TestedKernel.Thread, _ modelled: Thread
    ) {
        let buffer = kernel.buffer(of: thread, forWriting: true)
        for (index, word) in call.words.enumerated() {
            kernel.setMessageRegister(index, of: thread, in: buffer, to: word)
        }
        modelled.write(call.words)
        guard !buffer.isNone, let frame = modelled.buffer(forWriting: true) else { return }
        for (index, pointer) in call.capabilities.enumerated() {
            buffer[capability: index] = pointer
            frame.frame.words[frame.offset + Model.capabilityWord + index] = pointer
        }
        for (index, word) in (call.receive ?? []).enumerated() {
            buffer.store((Model.receiveCNodeWord + index) * 8, word)
            frame.frame.words[frame.offset + Model.receiveCNodeWord + index] = word
        }
    }
}
