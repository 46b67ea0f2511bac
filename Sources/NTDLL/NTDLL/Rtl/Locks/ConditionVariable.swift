import NTABI

/// RTL_CONDITION_VARIABLE: one word that counts who sleeps and has not been chosen to wake up.
///
/// Whoever wakes a sleeper counts it out first and releases the key then; so a sleeper whose time is up either counts itself
/// out, or has been chosen and waits for the release that is on its way.
struct ConditionVariable {
    private let sleepers: Pointer<UInt>

    init(at address: UInt) { sleepers = Pointer(address) }

    /// The caller has the lock that goes with the condition; it lets go of it once it is counted.
    func countIn() {
        while true {
            let old = sleepers.value
            if sleepers.atomicExchange(old + 1, expecting: old) == old { return }
        }
    }

    /// Whether it was woken before the time-out, whose address is 0 for none.
    func sleep(timeout: UInt) -> Bool {
        if KeyedWait.wait(at: sleepers.address, timeout: timeout) { return true }
        if countOut(upTo: 1) == 1 { return false }
        KeyedWait.wait(at: sleepers.address)
        return true
    }

    func wake(upTo count: UInt) { KeyedWait.release(countOut(upTo: count), at: sleepers.address) }

    /// Counts out as many as there are of `wanted`.
    private func countOut(upTo wanted: UInt) -> UInt {
        while true {
            let old = sleepers.value
            let count = min(old, wanted)
            if count == 0 || sleepers.atomicExchange(old - count, expecting: old) == old { return count }
        }
    }
}

/// RtlInitializeConditionVariable.
@c(RtlInitializeConditionVariable)
public func rtlInitializeConditionVariable(_ variable: UInt) { Pointer<UInt>(variable).value = 0 }

/// RtlWakeConditionVariable. Wakes one sleeper.
@c(RtlWakeConditionVariable)
public func rtlWakeConditionVariable(_ variable: UInt) { ConditionVariable(at: variable).wake(upTo: 1) }

/// RtlWakeAllConditionVariable. Wakes all that sleep now.
@c(RtlWakeAllConditionVariable)
public func rtlWakeAllConditionVariable(_ variable: UInt) { ConditionVariable(at: variable).wake(upTo: .max) }

/// RtlSleepConditionVariableCS. Leaves a critical section, sleeps, and enters it again.
///
/// Error: `timeout`.
@c(RtlSleepConditionVariableCS)
public func rtlSleepConditionVariableCS(_ variable: UInt, _ section: UInt, _ timeout: UInt) -> UInt32 {
    let condition = ConditionVariable(at: variable)
    condition.countIn()
    CriticalSection(at: section).leave()
    let isWoken = condition.sleep(timeout: timeout)
    CriticalSection(at: section).enter()
    return (isWoken ? NTStatus.success : .timeout).rawValue
}

/// RtlSleepConditionVariableSRW. The same with a slim lock, which the caller has alone, or shares if bit 0 of `flags` is set.
///
/// Error: `timeout`.
@c(RtlSleepConditionVariableSRW)
public func rtlSleepConditionVariableSRW(_ variable: UInt, _ lock: UInt, _ timeout: UInt, _ flags: UInt32) -> UInt32 {
    let isShared = flags & 1 != 0
    let condition = ConditionVariable(at: variable)
    condition.countIn()
    if isShared { rtlReleaseSRWLockShared(lock) } else { rtlReleaseSRWLockExclusive(lock) }
    let isWoken = condition.sleep(timeout: timeout)
    if isShared { SlimLock(at: lock).acquireShared() } else { SlimLock(at: lock).acquireExclusive() }
    return (isWoken ? NTStatus.success : .timeout).rawValue
}
