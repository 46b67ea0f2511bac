import CNT
import NTABI

/// A lock of a process's threads that costs no system call while nobody waits.
///
/// `LockCount` is -1 when free and counts owner and waiters from there; the thread that raises it to 0
/// owns the lock. `OwningThread` and `RecursionCount` belong to the owner. Waiters wait on an event that
/// the first of them creates; whoever leaves while someone waits sets it, which lets one through.
struct CriticalSection {
    let section: Pointer<RTL_CRITICAL_SECTION>
    private var lockCount: Pointer<Int32> { Pointer(section.address + 8) }
    private var lockSemaphore: Pointer<UInt> { Pointer(section.address + 24) }

    init(at address: UInt) { section = Pointer(address) }

    func initialize(spinCount: UInt32) {
        section.value = RTL_CRITICAL_SECTION(
            DebugInfo: 0, LockCount: -1, RecursionCount: 0, OwningThread: 0, LockSemaphore: 0,
            SpinCount: UInt(spinCount & 0x00FF_FFFF))
    }

    private var isMine: Bool {
        section.value.OwningThread == currentTEB.value.ClientId.UniqueThread
    }

    func enter() {
        if lockCount.atomicIncrement() == 0 { return own() }
        if isMine {
            section.value.RecursionCount += 1
            return
        }
        // Once the process ends, its other threads are gone, and with them whoever held this.
        if !ProcessState.isEnding { waitForTurn() }
        own()
    }

    func tryEnter() -> Bool {
        if lockCount.atomicExchange(0, expecting: -1) == -1 {
            own()
            return true
        }
        guard isMine else { return false }
        _ = lockCount.atomicIncrement()
        section.value.RecursionCount += 1
        return true
    }

    func leave() {
        section.value.RecursionCount -= 1
        if section.value.RecursionCount > 0 {
            _ = lockCount.atomicDecrement()
            return
        }
        section.value.OwningThread = 0
        if lockCount.atomicDecrement() >= 0, let gate = gate() { Services.set(gate) }
    }

    func delete() {
        let gate = section.value.LockSemaphore
        if gate != 0 { _ = NtClose(gate) }
        section.value.LockSemaphore = 0
        section.value.LockCount = -1
        section.value.OwningThread = 0
    }

    private func own() {
        section.value.OwningThread = currentTEB.value.ClientId.UniqueThread
        section.value.RecursionCount = 1
    }

    private func waitForTurn() {
        while let gate = gate() {
            if Services.wait(gate) == .success { return }
        }
        // No event to be had: look until the owner has left and set the lock's count to the waiters alone.
        while section.value.OwningThread != 0 { _ = NtYieldExecution() }
    }

    /// The event to wait on; made by whoever asks first.
    private func gate() -> HANDLE? {
        let existing = section.value.LockSemaphore
        if existing != 0 { return existing }
        guard let made = Services.createGate() else { return nil }
        let other = lockSemaphore.atomicExchange(made, expecting: 0)
        guard other != 0 else { return made }
        _ = NtClose(made)
        return other
    }
}

/// RtlInitializeCriticalSection.
@c(RtlInitializeCriticalSection)
public func rtlInitializeCriticalSection(_ section: UInt) -> UInt32 {
    CriticalSection(at: section).initialize(spinCount: 0)
    return 0
}

/// RtlInitializeCriticalSectionAndSpinCount. On one processor nobody spins.
@c(RtlInitializeCriticalSectionAndSpinCount)
public func rtlInitializeCriticalSectionAndSpinCount(_ section: UInt, _ count: UInt32) -> UInt32 {
    CriticalSection(at: section).initialize(spinCount: count)
    return 0
}

/// RtlInitializeCriticalSectionEx. Flags choose debug information, which is never kept here.
@c(RtlInitializeCriticalSectionEx)
public func rtlInitializeCriticalSectionEx(
    _ section: UInt, _ count: UInt32, _ flags: UInt32
) -> UInt32 {
    CriticalSection(at: section).initialize(spinCount: count)
    return 0
}

/// RtlEnterCriticalSection. Waits until the lock is the calling thread's.
@c(RtlEnterCriticalSection)
public func rtlEnterCriticalSection(_ section: UInt) -> UInt32 {
    CriticalSection(at: section).enter()
    return 0
}

/// RtlTryEnterCriticalSection. Takes the lock if that needs no waiting.
@c(RtlTryEnterCriticalSection)
public func rtlTryEnterCriticalSection(_ section: UInt) -> UInt8 {
    CriticalSection(at: section).tryEnter() ? 1 : 0
}

/// RtlLeaveCriticalSection.
@c(RtlLeaveCriticalSection)
public func rtlLeaveCriticalSection(_ section: UInt) -> UInt32 {
    CriticalSection(at: section).leave()
    return 0
}

/// RtlDeleteCriticalSection.
@c(RtlDeleteCriticalSection)
public func rtlDeleteCriticalSection(_ section: UInt) -> UInt32 {
    CriticalSection(at: section).delete()
    return 0
}

/// RtlIsCriticalSectionLockedByThread.
@c(RtlIsCriticalSectionLockedByThread)
public func rtlIsCriticalSectionLockedByThread(_ section: UInt) -> UInt32 {
    let mine = currentTEB.value.ClientId.UniqueThread
    return Pointer<RTL_CRITICAL_SECTION>(section).value.OwningThread == mine ? 1 : 0
}
