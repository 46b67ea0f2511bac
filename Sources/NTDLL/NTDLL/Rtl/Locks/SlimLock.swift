import CNTDLL
import NTABI

/// RTL_SRWLOCK: a lock that one thread has alone or several share; one word, all zero when free.
///
/// The word counts who has it and who waits. A lock is handed over: whoever lets go of it writes down whose it is next, and then
/// wakes them. Those who share wait behind one who wants it alone, and get it together when that one is done, so that neither
/// kind starves.
struct SlimLock {
    private let word: Pointer<UInt>

    init(at address: UInt) { word = Pointer(address) }

    /// What the word says.
    private struct State {
        var isExclusive: Bool
        var sharers: UInt
        var waitingExclusive: UInt
        var waitingShared: UInt

        private static let width: UInt = 21
        private static let mask: UInt = 1 << width - 1

        init(_ word: UInt) {
            isExclusive = word & 1 != 0
            sharers = word >> 1 & Self.mask
            waitingExclusive = word >> (1 + Self.width) & Self.mask
            waitingShared = word >> (1 + 2 * Self.width)
        }

        var word: UInt {
            (isExclusive ? 1 : 0) | sharers << 1 | waitingExclusive << (1 + Self.width)
                | waitingShared << (1 + 2 * Self.width)
        }

        var isFree: Bool { !isExclusive && sharers == 0 }
    }

    private var exclusiveKey: UInt { word.address }
    private var sharedKey: UInt { word.address + 4 }

    /// Changes the word as `change` says, however often others come between. Returns what `change` returned.
    private func update<R>(_ change: (inout State) -> R) -> R {
        while true {
            let old = word.value
            var state = State(old)
            let result = change(&state)
            if word.atomicExchange(state.word, expecting: old) == old { return result }
        }
    }

    func acquireExclusive() {
        let isMine = update { state in
            let mayHave = state.isFree
            if mayHave { state.isExclusive = true } else { state.waitingExclusive += 1 }
            return mayHave
        }
        if !isMine { KeyedWait.wait(at: exclusiveKey) }
    }

    func acquireShared() {
        let isMine = update { state in
            let mayShare = !state.isExclusive && state.waitingExclusive == 0
            if mayShare { state.sharers += 1 } else { state.waitingShared += 1 }
            return mayShare
        }
        if !isMine { KeyedWait.wait(at: sharedKey) }
    }

    func tryAcquireExclusive() -> Bool {
        update { state in
            guard state.isFree else { return false }
            state.isExclusive = true
            return true
        }
    }

    func tryAcquireShared() -> Bool {
        update { state in
            guard !state.isExclusive, state.waitingExclusive == 0 else { return false }
            state.sharers += 1
            return true
        }
    }

    /// Whether it was the caller's to release; a lock that nobody has is an error of the program's.
    func releaseExclusive() -> Bool {
        release { state in
            guard state.isExclusive else { return false }
            state.isExclusive = false
            return true
        }
    }

    func releaseShared() -> Bool {
        release { state in
            guard state.sharers > 0 else { return false }
            state.sharers -= 1
            return true
        }
    }

    private func release(_ letGo: (inout State) -> Bool) -> Bool {
        let next: (wasHeld: Bool, exclusive: UInt, shared: UInt) = update { state in
            let wasExclusive = state.isExclusive
            guard letGo(&state) else { return (false, 0, 0) }
            guard state.isFree else { return (true, 0, 0) }
            if state.waitingShared > 0, wasExclusive || state.waitingExclusive == 0 {
                state.sharers = state.waitingShared
                state.waitingShared = 0
                return (true, 0, state.sharers)
            }
            guard state.waitingExclusive > 0 else { return (true, 0, 0) }
            state.waitingExclusive -= 1
            state.isExclusive = true
            return (true, 1, 0)
        }
        KeyedWait.release(next.exclusive, at: exclusiveKey)
        KeyedWait.release(next.shared, at: sharedKey)
        return next.wasHeld
    }
}

/// RtlInitializeSRWLock.
@c(RtlInitializeSRWLock)
public func rtlInitializeSRWLock(_ lock: UInt) { Pointer<UInt>(lock).value = 0 }

/// RtlAcquireSRWLockExclusive. Waits until the lock is the calling thread's alone; it must not be its already.
@c(RtlAcquireSRWLockExclusive)
public func rtlAcquireSRWLockExclusive(_ lock: UInt) { SlimLock(at: lock).acquireExclusive() }

/// RtlAcquireSRWLockShared.
@c(RtlAcquireSRWLockShared)
public func rtlAcquireSRWLockShared(_ lock: UInt) { SlimLock(at: lock).acquireShared() }

/// RtlTryAcquireSRWLockExclusive. Takes the lock if that needs no waiting.
@c(RtlTryAcquireSRWLockExclusive)
public func rtlTryAcquireSRWLockExclusive(_ lock: UInt) -> UInt8 { SlimLock(at: lock).tryAcquireExclusive() ? 1 : 0 }

/// RtlTryAcquireSRWLockShared.
@c(RtlTryAcquireSRWLockShared)
public func rtlTryAcquireSRWLockShared(_ lock: UInt) -> UInt8 { SlimLock(at: lock).tryAcquireShared() ? 1 : 0 }

/// RtlReleaseSRWLockExclusive. Raises `resourceNotOwned` for a lock that nobody has alone.
@c(RtlReleaseSRWLockExclusive)
public func rtlReleaseSRWLockExclusive(_ lock: UInt) {
    if !SlimLock(at: lock).releaseExclusive() { RtlRaiseStatus(NTStatus.resourceNotOwned.rawValue) }
}

/// RtlReleaseSRWLockShared. Raises `resourceNotOwned` for a lock that nobody shares.
@c(RtlReleaseSRWLockShared)
public func rtlReleaseSRWLockShared(_ lock: UInt) {
    if !SlimLock(at: lock).releaseShared() { RtlRaiseStatus(NTStatus.resourceNotOwned.rawValue) }
}
